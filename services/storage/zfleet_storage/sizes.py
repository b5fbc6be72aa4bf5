# SPDX-License-Identifier: Apache-2.0
"""Bytes and the units that z/VM counts disks in: cylinders of count key data disks, blocks of fixed block disks."""

from __future__ import annotations

import enum

CYLINDER_BYTES = 737_280  # a 3390 cylinder as Linux formats it: 15 tracks of 12 blocks of 4096 bytes
BLOCK_BYTES = 512
# CP counts a V-DISK in pages of 8 blocks and ends one page short of 2 GiB (CP Commands and Utilities, DEFINE VFB-512).
MOST_VIRTUAL_DISK_BLOCKS = 4_194_296
MOST_VIRTUAL_DISK_BYTES = 2 * 1024**3
MOST_UNITS = 2_147_483_640  # the largest size that Image_Disk_Create_DM takes


class DiskKind(enum.StrEnum):
    """How a disk is built."""

    ECKD = "ECKD"
    FBA = "FBA"

    @property
    def unit_bytes(self) -> int:
        """Bytes of one cylinder or block."""
        return CYLINDER_BYTES if self is DiskKind.ECKD else BLOCK_BYTES

    @property
    def unit_name(self) -> str:
        """What the size counts, for messages."""
        return "cylinders" if self is DiskKind.ECKD else "blocks"

    @property
    def minidisk_type(self) -> str:
        """The device type of a new MDISK statement."""
        return "3390" if self is DiskKind.ECKD else "9336"

    def units(self, size_bytes: int) -> int:
        """Whole cylinders or blocks that hold this many bytes."""
        return -(-size_bytes // self.unit_bytes)

    def bytes(self, units: int) -> int:
        """Bytes of this many cylinders or blocks."""
        return units * self.unit_bytes


VIRTUAL_DISK_TYPE = "FB-512"


def kind_of(device_type: str) -> DiskKind:
    """Which kind a device type such as 3390-09, 9336 or FB-512 is. ValueError for one that is neither."""
    model = device_type.upper().split("-")[0]
    if model in {"3390", "3380", "3375", "2105"}:
        return DiskKind.ECKD
    if model in {"9336", "9332", "9335", "9313", "0671", "3370", "FB", "FBA", "6832"}:
        return DiskKind.FBA
    raise ValueError(f"{device_type} is no known disk type")


def virtual_disk_blocks(size_bytes: int) -> int:
    """Blocks of a V-DISK for this many bytes: whole pages, and 2 GiB becomes the most that CP gives, 4 KiB less."""
    pages = -(-size_bytes // 4096)
    return min(pages * 8, MOST_VIRTUAL_DISK_BLOCKS)
