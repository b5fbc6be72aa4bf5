# SPDX-License-Identifier: Apache-2.0
"""Facts about measuring, as a real Prometheus sees it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Up

PATIENCE = 40.0  # seconds until everything is scraped; it scrapes every second


@pytest.fixture(scope="module")
def prometheus(fleet: Up, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Prometheus that scrapes every process of the fleet."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus is not installed (tests/e2e/install.sh installs it where it may)")
    folder = tmp_path_factory.mktemp("prometheus")
    targets = [
        {"targets": [served.metrics_url.split("/")[2]], "labels": {"part": served.name}}
        for served in fleet.served.values()
    ]
    scrape = {"job_name": "zfleet", "scrape_interval": "1s", "scrape_timeout": "1s", "static_configs": targets}
    rules = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules.yml"
    config = folder / "prometheus.yml"
    config.write_text(json.dumps({"rule_files": [str(rules)], "scrape_configs": [scrape]}))  # JSON is YAML
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [
            program,
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        assert until(lambda: up_parts(url) == set(fleet.served)), (folder / "log").read_text()[-2000:]
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def query(url: str, expression: str) -> list[dict[str, Any]]:
    """The series that an expression has now; none while Prometheus starts."""
    try:
        with urllib.request.urlopen(f"{url}/api/v1/query?query={urllib.parse.quote(expression)}", timeout=5) as answer:
            result: list[dict[str, Any]] = json.load(answer)["data"]["result"]
            return result
    except OSError:
        return []


def up_parts(url: str) -> set[str]:
    """The parts whose last scrape went well."""
    return {series["metric"]["part"] for series in query(url, "up == 1")}


def until(true: Any) -> bool:
    """Whether it becomes true within PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def test_every_process_is_scraped(prometheus: str, fleet: Up) -> None:
    """The gateway, the three services and the simulated host, with our alert rules loaded."""
    assert up_parts(prometheus) == set(fleet.served)
    with urllib.request.urlopen(f"{prometheus}/api/v1/rules", timeout=5) as answer:
        groups = json.load(answer)["data"]["groups"]
    assert groups[0]["rules"]


def test_a_spawn_is_seen_in_every_parts_series(prometheus: str, fleet: Up) -> None:
    """gRPC calls under go-grpc-middleware's names, SMAPI calls by function and return code, processes."""
    fleet.json("spawn", "MEASURED", "--disk", "size=20M,fs=ext4", "--nic", "vswitch=VSW1")
    fleet.json("destroy", "--yes", "MEASURED")
    fleet.zfleet("show", "MEASURED")
    expected = [
        'grpc_server_handled_total{part="gateway",grpc_method="SpawnGuest",grpc_code="OK"} > 0',
        'grpc_server_handled_total{part="gateway",grpc_method="GetGuest",grpc_code="NotFound"} > 0',
        'grpc_server_handled_total{part="guest",grpc_method="CreateGuest",grpc_code="OK"} > 0',
        'grpc_server_handled_total{part="storage",grpc_method="FormatDisk",grpc_type="server_stream"} > 0',
        'grpc_server_handled_total{part="network",grpc_method="GrantNics",grpc_code="OK"} > 0',
        'grpc_server_started_total{part="network",grpc_method="PlanNics"} > 0',
        'grpc_server_handling_seconds_count{part="guest",grpc_method="CreateGuest"} > 0',
        'grpc_client_handled_total{part="gateway",grpc_method="CreateGuest",grpc_code="OK"} > 0',
        'zfleet_smapi_calls_total{part="guest",function="Image_Create_DM",return_code="0"} > 0',
        'zfleet_smapi_calls_total{part="guest",function="Image_Activate",return_code="0"} > 0',
        'zfleet_smapi_calls_total{part="network",function="Virtual_Network_Vswitch_Set_Extended"} > 0',
        'zfleet_simulator_requests_total{part="simulator",function="Image_Create_DM"} > 0',
        'process_resident_memory_bytes{part="storage"} > 0',
        'zfleet_event_loop_delay_seconds_count{part="gateway"} > 0',
        'zfleet_event_loop_blocked_seconds_count{part="guest"} > 0',
    ]
    for expression in expected:
        assert until(lambda expression=expression: query(prometheus, expression)), expression
