# SPDX-License-Identifier: Apache-2.0
"""VLAN numbers as SMAPI's user_vlan_id wants them: at most 19 characters, four numbers or two ranges."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST_VLAN = 4094  # 4095 is reserved by IEEE 802.1Q
MOST_ITEMS = 4
MOST_RANGES = 2


def user_vlan_id(numbers: Iterable[int]) -> str:
    """The VLANs as words for one grant. ValueError when they need more than four numbers or two ranges."""
    ordered = sorted(set(numbers))
    if len(ordered) <= MOST_ITEMS:
        return " ".join(map(str, ordered))
    ranges = _ranges(ordered)
    if len(ranges) > MOST_RANGES:
        raise ValueError(f"z/VM takes at most {MOST_ITEMS} VLANs or {MOST_RANGES} ranges of VLANs for one guest")
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)


def vlans_of(words: Iterable[str]) -> tuple[int, ...]:
    """The VLANs that z/VM reports for a guest (0001 0002), without its number 32768 for "none"."""
    found = (int(word) for word in words if word.isdigit())
    return tuple(number for number in found if 1 <= number <= LARGEST_VLAN)


def _ranges(ordered: list[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for number in ordered:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges
