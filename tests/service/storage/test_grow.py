# SPDX-License-Identifier: Apache-2.0
"""WriteImage's work on a Linux of its own: real image, database and SMAPI; scripts stand for that Linux' programs."""

from __future__ import annotations

import pytest

from tests.service.storage.disk_images import labelled_disk
from tests.service.storage.world import CYLINDER, World
from tests.unit.storage.test_grow_disks import FIRST, Linux, linux
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.database import Database
from zfleet_storage.contents import DiskContents
from zfleet_storage.image_folder import ImageFolder
from zfleet_storage.images import Images
from zfleet_storage.transfer import Progress

__all__ = ["linux"]  # the fixture

LABELLED = labelled_disk(2)


@pytest.mark.parametrize(
    ("content", "cylinders", "grown"),
    [(LABELLED, 3, True), (LABELLED, 2, False), (b"no labels".ljust(2 * CYLINDER, b"x"), 3, False)],
)
async def test_only_a_labelled_image_on_a_larger_disk_is_grown(
    here: World, linux: Linux, content: bytes, cylinders: int, grown: bool
) -> None:
    """After it was written; the disk is on record as any other."""
    await here.make_guest("LINUX01")
    await here.create("LINUX01", pb.DiskSpec(size_bytes=cylinders * CYLINDER, device_number="0100"))
    await here.upload("image", content)
    device = linux.folder / "dev" / "dasdb"
    device.write_bytes(bytes(cylinders * CYLINDER))
    linux.has((FIRST, 2 * CYLINDER // 512 - FIRST))
    linux.does("blkid", "echo ext4")
    state = here.folder / "state"
    database = Database(f"sqlite:///{state / 'storage.sqlite'}", "storage")  # the service's own
    images = Images(database, ImageFolder(state / "images"), 1 << 40)
    contents = DiskContents(database, here.smapi, linux.access, images, 1, linux.growth())
    disk = await contents.write_image("LINUX01", "0100", "image", Progress())
    await database.close()
    assert disk.image == "image"
    assert device.read_bytes()[: len(content)] == content
    ran = linux.ran()
    assert ("resize2fs dasdb1" in ran) is grown
    assert ("fdasd -s -a dasdb" in ran) is grown
