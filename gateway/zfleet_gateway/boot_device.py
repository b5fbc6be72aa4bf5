# SPDX-License-Identifier: Apache-2.0
"""Which device a guest boots from, as its directory entry tells."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_runtime.errors import not_found


def boot_device(entry: guest.DirectoryEntry) -> str:
    """The device number of an entry's IPL statement, 4 hex digits; empty when it names a system or nothing."""
    ipl = entry.ipl.upper()
    is_number = 0 < len(ipl) <= 4 and all(digit in "0123456789ABCDEF" for digit in ipl)
    return ipl.zfill(4) if is_number else ""


def one_of(numbers: Sequence[str], wanted: str, user_id: str) -> str:
    """A device number as the directory writes it. NOT_FOUND when the guest has no such disk."""
    if wanted not in numbers:
        raise not_found("disk", f"{user_id}/{wanted}", f"{user_id} has no disk {wanted} in its directory entry")
    return wanted
