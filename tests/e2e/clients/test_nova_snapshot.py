# SPDX-License-Identifier: Apache-2.0
"""Facts about snapshots by nova: guest to image to compute host to glance, and a server made of one.

nova's zvm driver hands an exported image to glance as text (it opens the file with mode "r"). On Python 3 that works
only for bytes that are UTF-8, so the whole way is walked with a disk of text, on FBA and uncompressed: a header of
text, then the disk's own bytes. With any other image nova fails by itself; then nothing must be left behind.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.clients.client_process import ClientFailed
from tests.e2e.clients.cloud import Cloud, Rest
from tests.e2e.clients.nova import Nova, running_nova
from tests.e2e.clients.openstack_services import OpenStackServices
from tests.e2e.clients.traces import traces
from tests.e2e.clients.zvmconnector import Zvmconnector
from zfleet_client import Fleet

BLOCK = 512
TEXT = b"This disk has nothing but text, as few disks have.\n" * 20_000


def fba_image(content: bytes) -> bytes:
    """An image of an FBA disk as a capture makes it: a header that tells its size, then its bytes."""
    blocks = -(-len(content) // BLOCK)
    header = f"xCAT FBA Disk Image:{f'{blocks} BLK':>16} HLen: 0055 GZIP: 0".encode()
    return header.ljust(BLOCK) + content.ljust(blocks * BLOCK, b"\0")


@pytest.fixture(scope="module")
async def rest(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rest]:
    """A gateway whose disks come from the FBA pool."""
    state = tmp_path_factory.mktemp("gateway")
    async with cloud.another_gateway(state, "--rest-disk-pools=FBA:POOL2") as serving:
        yield serving


@pytest.fixture(scope="module")
def nova(
    cloud: Cloud,
    rest: Rest,
    clients_python: Path,
    openstack: OpenStackServices,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Nova]:
    """On the compute host, with that gateway, over https."""
    if not (shutil.which("genisoimage") or shutil.which("mkisofs")):
        pytest.skip("nova makes config drives with genisoimage (tests/e2e/install.sh installs it where it may)")
    state, log = cloud.compute.folder / "nova-fba", tmp_path_factory.mktemp("log") / "nova.log"
    with running_nova(clients_python, state, openstack, rest=rest, template="nf%06d", log=log) as running:
        yield running


async def test_a_snapshot_of_a_running_server_is_an_image_that_servers_are_made_of(
    nova: Nova, cloud: Cloud, connect: Callable[..., Zvmconnector], openstack: OpenStackServices
) -> None:
    """The server is on again, glance has its disk, the fleet keeps no copy; a server of it has the same disk."""
    server = await nova.server(openstack.add_image(fba_image(TEXT), os_distro="ubuntu22.04"))
    await nova.spawn(server)
    snapshot = openstack.new_image()
    states = await nova.call("snapshot", server.uuid, snapshot)
    assert states == ["image_pending_upload", "image_uploading"]
    assert await nova.call("power_state", server.uuid) == "running"
    about, content = openstack.images[snapshot], openstack.contents[snapshot]
    assert (about["status"], about["os_distro"], about["architecture"]) == ("active", "ubuntu22.04", "s390x")
    assert content == fba_image(TEXT)
    zvm = connect()
    assert await zvm.error("image_query", imagename=snapshot) == (404, 404, 1)
    assert not (nova.state / "images" / snapshot).exists()
    assert nova.state / "images" / snapshot in cloud.compute.received

    again = await nova.server(snapshot)
    await nova.spawn(again)
    assert await nova.call("power_state", again.uuid) == "running"
    await nova.call("power_off", again.uuid, 0, 0)
    async with Fleet(cloud.address) as fleet:
        back = b"".join([part async for part in fleet.disks.read(again.name, "0100", length=len(TEXT))])
    assert back == TEXT
    for each in (server, again):
        await nova.call("destroy", each.uuid)
        assert traces(cloud.state, each.name) == {}


async def test_a_snapshot_that_nova_cannot_hand_on_leaves_nothing(
    nova: Nova, cloud: Cloud, connect: Callable[..., Zvmconnector], openstack: OpenStackServices, linux_image: Path
) -> None:
    """The image was captured and came to the compute host; nova fails to read it, and removes it everywhere."""
    server = await nova.server(openstack.add_image(fba_image(linux_image.read_bytes()), os_distro="rhel9.2"))
    await nova.spawn(server)
    snapshot = openstack.new_image()
    with pytest.raises(ClientFailed) as failed:
        await nova.call("snapshot", server.uuid, snapshot)
    assert failed.value.kind == "UnicodeDecodeError"
    assert nova.state / "images" / snapshot in cloud.compute.received
    assert not (nova.state / "images" / snapshot).exists()
    assert snapshot not in openstack.images
    assert await connect().error("image_query", imagename=snapshot) == (404, 404, 1)
    assert await nova.call("power_state", server.uuid) == "running"
    assert list((cloud.state / "storage" / "images").glob(f"*{snapshot}*")) == []
    await nova.call("destroy", server.uuid)


async def test_a_snapshot_that_cannot_be_captured_is_deleted_from_glance(
    nova: Nova, openstack: OpenStackServices
) -> None:
    """The fleet has an image of that name already; the server, of a raw image, stays on."""
    server = await nova.server(openstack.add_image(TEXT, os_distro="ubuntu22.04"))
    await nova.spawn(server)
    taken = next(iter(openstack.images))  # an image that the fleet has already
    with pytest.raises(ClientFailed) as failed:
        await nova.call("snapshot", server.uuid, taken)
    assert failed.value.kind == "ZVMConnectorError"
    assert [failed.value.facts[key] for key in ("overallRC", "rc", "rs")] == [300, 300, 13]
    assert taken not in openstack.images
    assert await nova.call("power_state", server.uuid) == "running"
    await nova.call("destroy", server.uuid)
