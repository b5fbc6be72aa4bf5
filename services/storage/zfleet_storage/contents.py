# SPDX-License-Identifier: Apache-2.0
"""Writes images to disks, and reads disks back.

Whether the guest is on is asked with Image_Disk_Query: it is a function of the storage group, so that this service
needs no other authority, and its answer 200/12 is a number where CP's QUERY USER would be a message. The link that
follows is what really guards the disk (see disk_access).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, ZfleetError, failed_precondition, internal, invalid_argument, unavailable
from zfleet_smapi.calls import ImageDiskQuery
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.disk_access import ALONE, WHILE_NOBODY_WRITES, DiskAccess, LinkedDisk, linked
from zfleet_storage.disks import Disk, note_content
from zfleet_storage.images import Images
from zfleet_storage.inspect_disks import one_disk
from zfleet_storage.together import tasks
from zfleet_storage.transfer import Progress, read_chunks, write_file

OFF = {(200, 12), (200, 4)}  # not active, no such image: then the directory has the answer
NO_SUCH_DEVICE = (8, 8)


class DiskContents:
    """The content of minidisks. At most `transfers` are written and as many read at once; the others wait in line."""

    def __init__(
        self, database: Database, smapi: SmapiClient, access: DiskAccess, images: Images, transfers: int
    ) -> None:
        self._database = database
        self._smapi = smapi
        self._access = access
        self._images = images
        self._room = asyncio.Semaphore(transfers)
        self._reading_room = asyncio.Semaphore(transfers)  # its own: a reader goes as slowly as its caller takes

    async def write_image(self, user_id: str, device_number: str, image_name: str, progress: Progress) -> Disk:
        """Writes an image to the start of a disk of a guest that is off; gives the disk.

        INVALID_ARGUMENT when the disk is smaller; NOT_FOUND for guest, disk or image; FAILED_PRECONDITION when the
        guest is on or the disk in use.
        """
        async with self._room, self._images.opened(image_name) as (image, descriptor):
            disk = await self.free_disk(user_id, device_number)
            _check_fits(image.size_bytes, disk.size_bytes, image_name)
            async with linked(self._access, user_id, device_number, ALONE) as target:
                _check_fits(image.size_bytes, target.size, image_name)
                await self._write(descriptor, image.size_bytes, target, progress)
            return await self.noted(disk, image=image_name)

    @asynccontextmanager
    async def reading(
        self, user_id: str, device_number: str, offset: int, length: int
    ) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """The content of a range of a disk in order; length 0 means up to the end.

        INVALID_ARGUMENT outside the disk; FAILED_PRECONDITION while somebody may write to it.
        """
        async with self._reading_room:
            await one_disk(self._database, self._smapi, user_id, device_number)
            async with linked(self._access, user_id, device_number, WHILE_NOBODY_WRITES) as source:
                if offset > source.size or offset + length > source.size:
                    field = "offset" if offset > source.size else "length"
                    raise invalid_argument([Violation(field, f"the disk ends at {source.size} bytes")])
                yield read_chunks(source, offset, length or source.size - offset)

    async def free_disk(self, user_id: str, device_number: str) -> Disk:
        """A disk that may be written to. FAILED_PRECONDITION when its guest is on or it is a V-DISK."""
        async with tasks() as group:
            group.create_task(self._refuse_active(user_id, device_number))
            found = group.create_task(one_disk(self._database, self._smapi, user_id, device_number))
        disk = found.result()
        if disk.virtual_disk:
            text = f"disk {user_id}/{device_number} is a V-DISK: it exists only while its guest is logged on"
            raise failed_precondition("VIRTUAL_DISK", text)
        return disk

    async def noted(self, disk: Disk, *, image: str = "", file_system: str = "") -> Disk:
        """The disk, with what was put on it on record."""
        async with self._database.writing() as session:
            return await note_content(session, disk, image=image, file_system=file_system)

    @asynccontextmanager
    async def alone(self, disk: Disk) -> AsyncIterator[LinkedDisk]:
        """A disk linked for nobody but us, when there is room for one more."""
        async with self._room, linked(self._access, disk.user_id, disk.device_number, ALONE) as target:
            yield target

    async def _refuse_active(self, user_id: str, device_number: str) -> None:
        try:
            await self._smapi.call(ImageDiskQuery(target=user_id, vdasd_id=device_number))
        except SmapiError as error:
            codes = (error.return_code, error.reason_code)
            if codes in OFF:
                return
            if codes != NO_SUCH_DEVICE:  # on, without that disk
                raise
        raise failed_precondition("GUEST_RUNNING", f"guest {user_id} is logged on: stop it first")

    async def _write(self, descriptor: int, size: int, target: LinkedDisk, progress: Progress) -> None:
        try:
            await write_file(descriptor, size, target, progress)
        except OSError as error:
            raise transfer_failed(error) from error
        if progress.done != size:
            raise internal("TRANSFER_INCOMPLETE", f"{progress.done} of {size} bytes were written")


def transfer_failed(error: OSError) -> ZfleetError:
    """What an error of a disk or of a file means for a transfer under way."""
    if isinstance(error, ConnectionError):
        return unavailable("DISK_ACCESS_LOST", "the Linux that links minidisks went away")
    return internal("TRANSFER_FAILED", f"the transfer failed: {error.strerror or type(error).__name__}")


def _check_fits(image_size: int, disk_size: int, image_name: str) -> None:
    if image_size > disk_size:
        text = f"image {image_name} has {image_size} bytes, the disk only {disk_size}"
        raise invalid_argument([Violation("image", text)], reason="DISK_TOO_SMALL")
