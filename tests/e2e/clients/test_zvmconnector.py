# SPDX-License-Identifier: Apache-2.0
"""Facts about zvmconnector."""
from __future__ import annotations
import json
from pathlib import Path
from typing import Any
import pytest
from tests.e2e.clients.client_process import running
from tests.e2e.clients.conftest import Cloud

async def test_first(cloud: Cloud, clients_python: Path, tmp_path: Path) -> None:
    host, port = cloud.rest
    with running(clients_python, "zvmconnector_calls", json.dumps({"host": host, "port": port}), log=tmp_path / "log") as zvm:
        print(await zvm.call("names"))
        for name in ["version", "host_get_info", "token_create", "guest_list", "host_diskpool_get_info"]:
            print(name, await zvm.call("request", name))
    print((tmp_path/"log").read_text())
