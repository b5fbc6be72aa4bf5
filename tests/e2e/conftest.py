# SPDX-License-Identifier: Apache-2.0
"""One fleet of real processes for all end-to-end tests that leave it as they found it, and real things to put on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import Up, up


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is end to end, and has time enough where many processes share few cores."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running `zfleet up`."""
    with up(tmp_path_factory.mktemp("fleet")) as running:
        yield running


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ext4 file system of 24 MiB with files in it; random content where there is no mkfs."""
    folder = tmp_path_factory.mktemp("image")
    path = folder / "root.img"
    mkfs = shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin")
    if mkfs is None:
        path.write_bytes(os.urandom(24 * 1024**2))
        return path
    content = folder / "content"
    content.mkdir()
    (content / "noise").write_bytes(os.urandom(4 * 1024**2))
    subprocess.run([mkfs, "-q", "-F", "-d", str(content), str(path), "24M"], check=True, stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="session")
def config_drive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A config drive as OpenStack makes it: an ISO 9660 file with the volume name config-2."""
    maker = shutil.which("genisoimage") or shutil.which("xorriso")
    if maker is None:
        pytest.skip("neither genisoimage nor xorriso is installed (tests/e2e/install.sh installs one where it may)")
    folder = tmp_path_factory.mktemp("drive")
    latest = folder / "content" / "openstack" / "latest"
    latest.mkdir(parents=True)
    (latest / "meta_data.json").write_text('{"uuid": "00000000-0000-0000-0000-000000000001"}')
    path = folder / "config.iso"
    as_mkisofs = ["-as", "mkisofs"] if maker.endswith("xorriso") else []
    command = [maker, *as_mkisofs, "-quiet", "-o", str(path), "-V", "config-2", "-R", "-J", str(folder / "content")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path
