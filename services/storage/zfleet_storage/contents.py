# SPDX-License-Identifier: Apache-2.0
"""Writes images to disks, and reads disks back.

Whether the guest is on is asked with Image_Disk_Query: it is a function of the storage group, so that this service
needs no other authority, and its answer 200/12 is a number where CP's QUERY USER would be a message. The link that
follows is what really guards the disk (see disk_access).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, ZfleetError, failed_precondition, internal, invalid_argument, unavailable
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageDiskQuery
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.ckd_tracks import LABEL_TRACKS_BYTES, has_labels
from zfleet_storage.disk_access import ALONE, WHILE_NOBODY_WRITES, DiskAccess, Layout, LinkedDisk, linked
from zfleet_storage.disks import Disk, note_content
from zfleet_storage.entry import read_entry
from zfleet_storage.grow_disks import DiskGrowth
from zfleet_storage.image_records import Image
from zfleet_storage.images import Images
from zfleet_storage.inspect_disks import one_disk
from zfleet_storage.packing import HEADER_BYTES, ImageDamaged, ImageUnsupported, Packing, form_of
from zfleet_storage.threads import in_thread
from zfleet_storage.together import tasks
from zfleet_storage.transfer import Piece, Progress, packed_pieces, pieces, read_chunks, write_pieces

OFF = {(200, 12), (200, 4)}  # not active, no such image: then the directory has the answer
NO_SUCH_DEVICE = (8, 8)


class DiskContents:
    """The content of minidisks. At most `transfers` are written and as many read at once; the others wait in line."""

    def __init__(
        self,
        database: Database,
        smapi: SmapiClient,
        access: DiskAccess,
        images: Images,
        transfers: int,
        growth: DiskGrowth | None = None,
    ) -> None:
        """`growth`: what makes the most of disks that are larger than their image; without it they stay as written."""
        self._database = database
        self._smapi = smapi
        self._access = access
        self._images = images
        self._growth = growth
        self._room = asyncio.Semaphore(transfers)
        self._reading_room = asyncio.Semaphore(transfers)  # its own: a reader goes as slowly as its caller takes

    async def write_image(self, user_id: str, device_number: str, image_name: str, progress: Progress) -> Disk:
        """Writes an image to the start of a disk of a guest that is off; gives the disk.

        INVALID_ARGUMENT when the disk is smaller or of another kind; NOT_FOUND for guest, disk or image;
        FAILED_PRECONDITION when the guest is on, the disk in use, or the image for SCSI disks; INTERNAL
        (DISK_NOT_GROWN) when it is written but its last partition not grown.
        """
        async with self._room, self._images.opened(image_name) as (image, descriptor):
            disk = await self.free_disk(user_id, device_number)
            _check_fits(image, disk.size_bytes)
            if image.kind not in (None, disk.kind):
                text = f"image {image_name} was made of an {image.kind} disk, this one is {disk.kind}"
                raise invalid_argument([Violation("image", text)], reason="IMAGE_TYPE_MISMATCH")
            layout = await in_thread(_layout, descriptor, image)
            async with linked(self._access, user_id, device_number, ALONE, layout) as target:
                _check_fits(image, target.size)
                await self._write(descriptor, image, target, progress)
                larger = target.size > image.disk_bytes
            if larger and layout is Layout.LABELLED and self._growth is not None:
                await self._growth.grow(user_id, device_number)
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

    async def guest_is_off(self, user_id: str, device_number: str) -> None:
        """Returns when a guest is off; the device number may be any. NOT_FOUND; FAILED_PRECONDITION (GUEST_RUNNING)."""
        async with tasks() as group:
            group.create_task(self._refuse_active(user_id, device_number))
            found = group.create_task(read_entry(self._smapi, user_id))
        if found.result() is None:
            raise no_such_guest(user_id)

    async def noted(self, disk: Disk, *, image: str = "", file_system: str = "") -> Disk:
        """The disk, with what was put on it on record."""
        return await self._database.write(
            lambda connection: note_content(connection, disk, image=image, file_system=file_system)
        )

    @asynccontextmanager
    async def linked_to_read(self, user_id: str, device_number: str) -> AsyncIterator[LinkedDisk]:
        """A disk linked while nobody may write to it, when there is room for one more."""
        async with (
            self._reading_room,
            linked(self._access, user_id, device_number, WHILE_NOBODY_WRITES) as source,
        ):
            yield source

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

    async def _write(self, descriptor: int, image: Image, target: LinkedDisk, progress: Progress) -> None:
        try:
            source = await in_thread(_disk_of, descriptor, image)
            await write_pieces(source, image.disk_bytes, target, progress)
        except OSError as error:
            raise transfer_failed(error) from error
        if progress.done != image.disk_bytes:
            raise internal("TRANSFER_INCOMPLETE", f"{progress.done} of {image.disk_bytes} bytes were written")


def transfer_failed(error: OSError) -> ZfleetError:
    """What an error of a disk or of a file means for a transfer under way."""
    if isinstance(error, ConnectionError):
        return unavailable("DISK_ACCESS_LOST", "the Linux that links minidisks went away")
    return internal("TRANSFER_FAILED", f"the transfer failed: {error.strerror or type(error).__name__}")


def _check_fits(image: Image, disk_size: int) -> None:
    if image.for_scsi:
        raise failed_precondition("IMAGE_FOR_SCSI", f"image {image.name} is for SCSI disks, not for minidisks")
    if image.disk_bytes > disk_size:
        text = f"image {image.name} needs {image.disk_bytes} bytes, the disk has only {disk_size}"
        raise invalid_argument([Violation("image", text)], reason="DISK_TOO_SMALL")


def _disk_of(descriptor: int, image: Image) -> Iterator[Piece]:
    """The disk that an image is of. OSError when the file is not what it was."""
    if image.packing is Packing.RAW:
        return pieces(descriptor, image.size_bytes)
    try:
        form = form_of(os.pread(descriptor, HEADER_BYTES, 0))
    except (ImageDamaged, ImageUnsupported) as error:
        raise OSError(f"the image's header is damaged: {error}") from error
    if form is None:
        raise OSError("the image has lost its header")
    return packed_pieces(descriptor, image.size_bytes, form)


def _layout(descriptor: int, image: Image) -> Layout:
    """The layout that the image was made in, which an ECKD disk must have to boot from it."""
    head = bytearray()
    for piece in _disk_of(descriptor, image):
        head += bytes(min(piece.length, LABEL_TRACKS_BYTES)) if piece.data is None else piece.data
        if len(head) >= LABEL_TRACKS_BYTES:
            break
    return Layout.LABELLED if has_labels(bytes(head[:LABEL_TRACKS_BYTES])) else Layout.PLAIN
