# SPDX-License-Identifier: Apache-2.0
"""Takes images over: the storage service copies them from Feilong's image folder, the MD5 checked."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_client.errors import FleetError
from zfleet_client.feilong.databases import Image
from zfleet_client.feilong.report import Item, failed, skipped, taken, there
from zfleet_client.fleet import Fleet

ROOT_DEVICE = "0100"  # what Feilong calls an image's file unless it was captured from another device
_DEVICE = re.compile(r"[0-9A-Fa-f]{1,4}")
_MD5 = re.compile(r"[0-9a-f]{32}")
_DISK_TYPES = {"DASD": pb.IMAGE_DISK_TYPE_DASD, "SCSI": pb.IMAGE_DISK_TYPE_SCSI}


class TakeImages:
    """Takes the images of one connector over."""

    def __init__(self, fleet: Fleet, folder: Path | None, *, dry_run: bool = False) -> None:
        """`folder`: Feilong's sdk_image_repository, below an import folder of the storage service."""
        self._fleet = fleet
        self._folder = folder
        self._dry_run = dry_run

    async def all(self, images: Sequence[Image]) -> list[Item]:
        """Every image, one after the other: the service's disks have enough to do with one. FleetError when the
        fleet's images cannot be listed."""
        known = {image.name: image async for image in self._fleet.images.list()}
        return [await self._one(image, known.get(image.name)) for image in images]

    async def _one(self, image: Image, known: pb.Image | None) -> Item:
        if known is not None:
            if image.md5 and known.md5 and image.md5 != known.md5:
                return skipped("image", image.name, f"the fleet has one of this name with another MD5, {known.md5}")
            return there("image", image.name)
        if self._folder is None:
            return skipped("image", image.name, "say where Feilong's images are with --images")
        try:
            file = file_of(self._folder, image)
        except ValueError as error:
            return skipped("image", image.name, str(error))
        if self._dry_run:
            return taken("image", image.name, dry_run=True, reason=str(file))
        return await self._import(image, file)

    async def _import(self, image: Image, file: Path) -> Item:
        try:
            await self._fleet.images.import_from(
                image.name,
                str(file),
                os_version=image.os_version,
                md5=image.md5 if _MD5.fullmatch(image.md5) else "",
                disk_type=_DISK_TYPES.get(image.disk_type, pb.IMAGE_DISK_TYPE_UNSPECIFIED),
            )
        except FleetError as error:
            return failed("image", image.name, error)
        return taken("image", image.name, dry_run=False)


def file_of(folder: Path, image: Image) -> Path:
    """Where an image's content is: netboot/OS/NAME/DEVICE. ValueError when it cannot be told.

    Where the folder is not on this machine, the file is taken to be called as Feilong calls it unless told otherwise.
    """
    for part in (image.os_version, image.name):
        if part in ("", ".", "..") or "/" in part or "\0" in part:
            raise ValueError(f"{part!r} is not the name of a folder")
    below = Path(os.path.abspath(folder)) / "netboot" / image.os_version / image.name
    if not folder.is_dir():
        return below / ROOT_DEVICE
    there = sorted(path.name for path in below.iterdir() if path.is_file()) if below.is_dir() else []
    names = [name for name in there if _DEVICE.fullmatch(name)]
    if not names:
        raise ValueError(f"there is no image file in {below}")
    return below / (ROOT_DEVICE if ROOT_DEVICE in names else names[0])
