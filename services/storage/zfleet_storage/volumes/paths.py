# SPDX-License-Identifier: Apache-2.0
"""How the devices of paths are written: paths with ";", items with ",", ranges with "-": 1A00-1A0F;1B00,1B02."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zfleet_smapi import values

MOST_PATHS = 16
MOST_DEVICES = 65536
LONGEST_TEXT = 65536


def paths_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The devices of each path, sorted. Empty parts are passed over, blanks around numbers too.

    ValueError: an item that is neither a device number nor a range of them, a range that runs backwards, a device in
    two paths, more than 16 paths.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"must be at most {LONGEST_TEXT} characters")
    parts = [part for part in text.split(";") if part.strip(" ,")]
    if len(parts) > MOST_PATHS:
        raise ValueError(f"must be at most {MOST_PATHS} paths")
    paths = [sorted({number for item in part.split(",") if item.strip() for number in _item(item)}) for part in parts]
    seen: set[str] = set()
    for at, path in enumerate(paths):
        twice = seen.intersection(path)
        if twice:
            raise ValueError(f"{min(twice)} is in path {at} and in one before it")
        seen.update(path)
    return tuple(tuple(path) for path in paths)


def _item(item: str) -> Iterable[str]:
    first, hyphen, last = (part.strip() for part in item.partition("-"))
    low = values.device_number(first)
    if not hyphen:
        return (low,)
    high = values.device_number(last)
    if high < low:
        raise ValueError(f"{low}-{high} runs backwards")
    return (f"{number:04X}" for number in range(int(low, 16), int(high, 16) + 1))


def written(paths: Iterable[Iterable[str]]) -> str:
    """The paths as `paths_of` takes them."""
    return ";".join(",".join("-".join(dict.fromkeys(one)) for one in ranges(path)) for path in paths)


def shown(device_numbers: Iterable[str]) -> str:
    """Device numbers as people read them: 1A0E - 1A0F, 1A12."""
    return ", ".join(" - ".join(dict.fromkeys(one)) for one in ranges(device_numbers))


def ranges(device_numbers: Iterable[str]) -> Sequence[tuple[str, str]]:
    """First and last of each run of consecutive numbers."""
    found: list[tuple[int, int]] = []
    for number in sorted({int(one, 16) for one in device_numbers}):
        if found and found[-1][1] + 1 == number:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [(f"{first:04X}", f"{last:04X}") for first, last in found]
