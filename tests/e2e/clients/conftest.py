# SPDX-License-Identifier: Apache-2.0
"""The real clients' Python environment, the host that nova would be on, and a fleet that serves REST to them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.clients.client_process import REPOSITORY
from tests.e2e.clients.compute_host import ComputeHost, compute_host
from tests.e2e.command import Up, up


@dataclass(frozen=True)
class Cloud:
    """A fleet whose storage service may copy from and to the compute host."""

    up: Up
    compute: ComputeHost

    @property
    def rest(self) -> tuple[str, int]:
        """Where its REST API is."""
        parts = urlsplit(self.up.served["gateway"].rest_url)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port


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
def cloud(tmp_path_factory: pytest.TempPathFactory, compute: ComputeHost) -> Iterator[Cloud]:
    """A running fleet for the clients."""
    with up(tmp_path_factory.mktemp("cloud"), **compute.settings) as running:
        yield Cloud(running, compute)


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
