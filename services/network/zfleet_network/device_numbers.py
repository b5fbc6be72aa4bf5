# SPDX-License-Identifier: Apache-2.0
"""Virtual device numbers of NICs: a NIC takes three in a row (read, write and data), named by the first."""

from __future__ import annotations

from collections.abc import Iterable

DEVICES_PER_NIC = 3
FIRST = 0x1000  # where the numbers that we choose begin
LARGEST = 0xFFFF


def first_of_three(number: str) -> str:
    """`number` (4 hex digits) when the two after it exist too."""
    if int(number, 16) + DEVICES_PER_NIC - 1 > LARGEST:
        raise ValueError("must leave room for the two device numbers after it, so at most FFFD")
    return number


def devices_of(number: str) -> tuple[str, ...]:
    """All device numbers of the NIC that is named by `number`, 4 hex digits each."""
    first = int(number, 16)
    return tuple(f"{first + n:04X}" for n in range(DEVICES_PER_NIC))


def overlap(one: str, other: str) -> bool:
    """Whether two NICs of one guest would share a device number."""
    return abs(int(one, 16) - int(other, 16)) < DEVICES_PER_NIC


def free_number(used: Iterable[str]) -> str:
    """The lowest of 1000, 1003, 1006, ... whose three numbers are all free. ValueError when there is none."""
    devices = set(used)
    for first in range(FIRST, LARGEST - DEVICES_PER_NIC + 2, DEVICES_PER_NIC):
        number = f"{first:04X}"
        if devices.isdisjoint(devices_of(number)):
            return number
    raise ValueError("the guest has no three free device numbers in a row from 1000 up")
