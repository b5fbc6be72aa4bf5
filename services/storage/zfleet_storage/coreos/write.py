# SPDX-License-Identifier: Apache-2.0
"""Writes a CoreOS: looks whether it can be done, and has it done by whatever can here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from zfleet_runtime.errors import Violation, ZfleetError, invalid_argument
from zfleet_storage.contents import DiskContents
from zfleet_storage.coreos.order import FirstBoot, Order, ScsiVolume
from zfleet_storage.disks import Disk
from zfleet_storage.image_records import Image
from zfleet_storage.images import Images
from zfleet_storage.packing import Packing
from zfleet_storage.sizes import DiskKind
from zfleet_storage.transfer import Progress


@dataclass(frozen=True, slots=True)
class OpenImage:
    """An image that stays while it is written: `path` and `descriptor` are both its content."""

    path: Path
    descriptor: int
    size_bytes: int


class CoreosWriter(Protocol):
    """What writes a CoreOS with its first boot. Errors of both as in the contract's WriteCoreosImage."""

    async def to_minidisk(self, image: OpenImage, first_boot: FirstBoot, disk: Disk, progress: Progress) -> None:
        """To an ECKD minidisk of a guest that is off. It must be refused while somebody else has the disk."""

    async def to_volume(self, image: OpenImage, first_boot: FirstBoot, volume: ScsiVolume, progress: Progress) -> None:
        """To a SCSI volume."""


class CoreosWriting:
    """Writes images of CoreOS."""

    def __init__(self, images: Images, contents: DiskContents, writer: CoreosWriter) -> None:
        self._images = images
        self._contents = contents
        self._writer = writer

    async def write(self, order: Order, progress: Progress) -> Disk | ScsiVolume:
        """What was written to. Errors as in the contract's WriteCoreosImage."""
        async with self._images.opened(order.image) as (image, descriptor):
            _check_image(image, order.target)
            opened = OpenImage(self._images.content_path(image), descriptor, image.size_bytes)
            progress.total = image.size_bytes
            if isinstance(order.target, ScsiVolume):
                await self._contents.guest_is_off(order.user_id, order.target.fcp_device)
                await self._writer.to_volume(opened, order.first_boot, order.target, progress)
                written: Disk | ScsiVolume = order.target
            else:
                disk = await self._contents.free_disk(order.user_id, order.target)
                _check_disk(image, disk)
                await self._writer.to_minidisk(opened, order.first_boot, disk, progress)
                written = await self._contents.noted(disk, image=image.name)
            progress.done = image.size_bytes
            return written


def _check_image(image: Image, target: str | ScsiVolume) -> None:
    if image.for_scsi != isinstance(target, ScsiVolume):
        text = f"image {image.name} is {'' if image.for_scsi else 'not '}for SCSI disks, and so must the target be"
        raise invalid_argument([Violation("image", text)], "IMAGE_TYPE_MISMATCH")
    if image.packing is not Packing.RAW:
        text = f"image {image.name} is packed: CoreOS is written from an image that is stored as the disk's bytes"
        raise invalid_argument([Violation("image", text)], "IMAGE_PACKED")


def _check_disk(image: Image, disk: Disk) -> None:
    if disk.kind is not DiskKind.ECKD:
        text = f"CoreOS for minidisks needs an ECKD disk, this one is {disk.kind}"
        raise invalid_argument([Violation("device_number", text)], "IMAGE_TYPE_MISMATCH")
    if image.size_bytes > disk.size_bytes:
        raise too_small(image.size_bytes, disk.size_bytes)


def too_small(needed: int, there: int) -> ZfleetError:
    """INVALID_ARGUMENT: the disk or volume has fewer bytes than the image."""
    text = f"the image needs {needed} bytes, the disk has only {there}"
    return invalid_argument([Violation("image", text)], "DISK_TOO_SMALL")
