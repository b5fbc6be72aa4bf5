# SPDX-License-Identifier: Apache-2.0
"""Disks as the contract writes them, and the bodies that have them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from zfleet_gateway.rest.models.types import Body, Bool, DeviceNumber, DiskPool, DiskSize, text, word

Format = Annotated[str, word("ext2", "ext3", "ext4", "xfs", "swap", "none")]


class Disk(Body):
    """A disk that a guest shall have."""

    size: DiskSize
    format: Format | None = None
    is_boot_disk: Bool = False
    vdev: DeviceNumber | None = None
    disk_pool: DiskPool | None = None


class DiskToConfigure(Body):
    """A disk that the guest's Linux shall set up."""

    vdev: DeviceNumber | None = None
    format: Format
    mntdir: Annotated[str, text(r"/[A-Za-z0-9._/+@:,=~%\-]{0,254}|", "an absolute path")] = ""
    size: DiskSize | None = None
    is_boot_disk: Bool = False
    disk_pool: DiskPool | None = None


class DisksToCreate(Body):
    """What is inside disk_info."""

    disk_list: list[Disk] = Field(default=[], max_length=64)


class CreateDisks(Body):
    """Body of POST /guests/{userid}/disks."""

    disk_info: DisksToCreate


class DisksToConfigure(Body):
    """What is inside disk_info."""

    disk_list: list[DiskToConfigure] = Field(default=[], max_length=64)


class ConfigureDisks(Body):
    """Body of PUT /guests/{userid}/disks."""

    disk_info: DisksToConfigure


class DisksToDelete(Body):
    """What is inside vdev_info."""

    vdev_list: list[DeviceNumber] = Field(min_length=1, max_length=64, json_schema_extra={"uniqueItems": True})

    @field_validator("vdev_list")
    @classmethod
    def _each_once(cls, value: list[str]) -> list[str]:
        if len({each.zfill(4) for each in value}) != len(value):
            raise ValueError("each device number may come once")
        return value


class DeleteDisks(Body):
    """Body of DELETE /guests/{userid}/disks."""

    vdev_info: DisksToDelete
