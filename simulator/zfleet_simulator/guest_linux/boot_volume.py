# SPDX-License-Identifier: Apache-2.0
"""Which Linux is on a disk, as the label of the file system on it tells: ``ubuntu22.04``, ``rhel9.2``, ``sles15.5``.

The superblock is looked for where file systems begin: at the start of the disk, at the first partition of the
compatible disk layout of ECKD disks, and at the partitions of an MBR or GUID table.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_BLOCK = 512
_CDL_PARTITION = 2 * 12 * 4096  # the first two tracks of an ECKD disk hold its labels
_MOST_PARTITIONS = 16
_MOST_BLOCKS = 1 << 40  # no disk of z/VM is that big
_LABEL = re.compile(r"(?P<name>[a-z]{2,12})(?P<version>\d{1,2}(\.\d{1,2}){0,2})")


class Readable(Protocol):
    """Something with bytes at offsets, fewer at its end."""

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset on."""
        ...


@dataclass(frozen=True)
class Release:
    """A Linux distribution and its version, as labels and image records spell them: ubuntu and 22.04."""

    name: str
    version: str


@dataclass(frozen=True)
class FileSystem:
    """What a superblock says. ``kind`` is ext4 (for all of its line) or xfs."""

    kind: str
    label: str
    uuid: str


def release_named(text: str) -> Release | None:
    """The release of a label; None when it does not look like one."""
    found = _LABEL.fullmatch(text.strip().lower())
    return Release(found["name"], found["version"]) if found else None


def file_systems(disk: Readable) -> Iterator[FileSystem]:
    """The file systems that begin where one may; none on an empty disk."""
    for start in dict.fromkeys((0, _CDL_PARTITION, *_partitions(disk))):
        found = _superblock(disk.read(start, 2048))
        if found is not None:
            yield found


def _partitions(disk: Readable) -> Iterator[int]:
    first = disk.read(0, 2 * _BLOCK)
    if first[510:512] != b"\x55\xaa":
        return
    if first[_BLOCK : _BLOCK + 8] == b"EFI PART":
        (table,) = struct.unpack_from("<Q", first, _BLOCK + 72)
        count, size = struct.unpack_from("<II", first, _BLOCK + 80)
        if not 128 <= size <= 4096 or table > 1 << 32:
            return
        for number in range(min(count, _MOST_PARTITIONS)):
            row = disk.read(table * _BLOCK + number * size, 48)
            (start,) = struct.unpack_from("<Q", row.ljust(48, b"\0"), 32)
            if any(row[:16]) and start < _MOST_BLOCKS:
                yield start * _BLOCK
        return
    for number in range(4):
        (start,) = struct.unpack_from("<I", first, 446 + number * 16 + 8)
        if start:
            yield start * _BLOCK


def _superblock(data: bytes) -> FileSystem | None:
    if data[:4] == b"XFSB" and len(data) >= 120:
        return FileSystem("xfs", _text(data[108:120]), _uuid(data[32:48]))
    if len(data) >= 1024 + 136 and data[1024 + 56 : 1024 + 58] == b"\x53\xef":
        return FileSystem("ext4", _text(data[1024 + 120 : 1024 + 136]), _uuid(data[1024 + 104 : 1024 + 120]))
    return None


def _text(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("ascii", "replace")


def _uuid(data: bytes) -> str:
    digits = data.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
