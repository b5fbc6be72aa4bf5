# SPDX-License-Identifier: Apache-2.0
"""Disks and images of them, as Linux and Feilong's tools make them."""

from __future__ import annotations

import random

from zfleet_storage.ckd_tracks import BLOCK, FILLER, LABELS
from zfleet_storage.packing import Packer, packed_form
from zfleet_storage.sizes import CYLINDER_BYTES, DiskKind


def labelled_disk(cylinders: int = 2) -> bytes:
    """An ECKD disk in Linux's compatible layout, as its block device shows it."""
    chance = random.Random(390)
    blocks = []
    for track, records in enumerate(LABELS):
        for at, (key, data) in enumerate(records):
            content = chance.randbytes(key + data)
            if (track, at) == (0, 2):
                content = "VOL1VOL10X0100".encode("cp037").ljust(key + data, b"\x40")
            blocks.append(content.ljust(BLOCK, FILLER))
    return (b"".join(blocks) + chance.randbytes(300_000)).ljust(cylinders * CYLINDER_BYTES, b"\0")


def image_of(disk: bytes, kind: DiskKind, level: int = 6) -> bytes:
    """A packed image of a disk."""
    packer = Packer(packed_form(kind, kind.units(len(disk)), level), level)
    return packer.header + packer.feed(disk) + packer.finish()
