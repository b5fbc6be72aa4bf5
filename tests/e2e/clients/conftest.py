# SPDX-License-Identifier: Apache-2.0
"""The real clients' Python environment, the host that nova would be on, and a fleet that serves REST to them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.clients.client_process import REPOSITORY, running
from tests.e2e.clients.cloud import Cloud, Rest, running_cloud
from tests.e2e.clients.compute_host import ComputeHost, compute_host
from tests.e2e.clients.openstack_services import OpenStackServices, openstack_services
from tests.e2e.clients.zvmconnector import Zvmconnector


@pytest.fixture(scope="session")
def clients_python() -> Path:
    """Python of the environment that has the real clients."""
    here = Path(__file__).parent
    python, stamp = REPOSITORY / "build/clients/bin/python", REPOSITORY / "build/clients/.installed"
    if not python.exists() or not stamp.exists() or stamp.read_bytes() != (here / "requirements.lock").read_bytes():
        pytest.skip(
            "the real clients are not installed: tests/e2e/clients/install.sh installs them into build/clients, "
            "and says why when it cannot"
        )
    return python


@pytest.fixture(scope="session")
async def compute(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ComputeHost]:
    """The compute host."""
    async with compute_host(tmp_path_factory.mktemp("compute"), tmp_path_factory.mktemp("keys")) as host:
        yield host


@pytest.fixture(scope="session")
async def cloud(tmp_path_factory: pytest.TempPathFactory, compute: ComputeHost) -> AsyncIterator[Cloud]:
    """A running fleet for the clients."""
    async with running_cloud(tmp_path_factory.mktemp("cloud"), compute) as running:
        yield running


@pytest.fixture(scope="module")
def connect(
    cloud: Cloud, clients_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Zvmconnector]]:
    """Starts zvmconnector in a process of its own, by default to the cloud's gateway; options as it has them."""
    with ExitStack() as stack:

        def start(rest: Rest = cloud.rest, **options: Any) -> Zvmconnector:
            https = {"ssl_enabled": True, "verify": str(rest.ca_file)} if rest.ca_file else {}
            where = json.dumps({"host": rest.host, "port": rest.port, **https, **options})
            log = tmp_path_factory.mktemp("log") / "zvmconnector.log"
            return Zvmconnector(stack.enter_context(running(clients_python, "zvmconnector_calls", where, log=log)))

        yield start


@pytest.fixture(scope="module")
async def openstack() -> AsyncIterator[OpenStackServices]:
    """glance and neutron."""
    async with openstack_services() as services:
        yield services


@pytest.fixture(scope="session")
def linux_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root file system that names its distribution, as an image that an operator has in glance."""
    mkfs = shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin")
    if mkfs is None:
        pytest.skip("mkfs.ext4 is not installed (tests/e2e/install.sh installs it where it may)")
    folder = tmp_path_factory.mktemp("linux")
    content, path = folder / "content", folder / "root.img"
    content.mkdir()
    (content / "noise").write_bytes(b"\x8b\xff not text " * 100_000)
    command = [mkfs, "-q", "-F", "-L", "rhel9.2", "-d", str(content), str(path), "24M"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path
