# SPDX-License-Identifier: Apache-2.0
"""Sizes as people write them (10G, 512M, 1.5T) to bytes and back. Powers of 1024 throughout."""

from __future__ import annotations

import re
from fractions import Fraction

MIB = 1024**2
_UNITS = {"": 1, "K": 1024, "M": MIB, "G": 1024**3, "T": 1024**4}
_SIZE = re.compile(r"(?P<number>[0-9]{1,18}(?:\.[0-9]{1,9})?)\s*(?P<unit>[KMGT]?)(?:i?B)?", re.IGNORECASE)
_LARGEST = 2**63 - 1


def bytes_of(size: str | int) -> int:
    """Bytes of "10G", "512M", "1.5G", "737280" or a number of bytes. ValueError when it is no whole size."""
    if isinstance(size, int):
        if not 0 <= size <= _LARGEST:
            raise ValueError(f"{size} is not a size: 0 to 2**63-1 bytes")
        return size
    match = _SIZE.fullmatch(size.strip())
    if match is None or not size.isascii():
        raise ValueError(f"{size!r} is not a size: a number with K, M, G or T after it, for example 10G or 512M")
    exact = Fraction(match["number"]) * _UNITS[match["unit"].upper()]
    if exact.denominator != 1 or exact > _LARGEST:
        raise ValueError(f"{size!r} is not a whole number of bytes up to 2**63-1")
    return int(exact)


def mebibytes_of(size: str | int) -> int:
    """MiB of a memory size. ValueError when it is no size or not whole MiB (a plain number is bytes)."""
    count, rest = divmod(bytes_of(size), MIB)
    if rest:
        raise ValueError(f"{size!r} is not a whole number of MiB: write for example 512M or 2G")
    return count


def text_of(count: int) -> str:
    """The size for people, three digits at most and the unit: 737280 -> "720K", 0 -> "0B"."""
    value, unit = float(count), "B"
    for larger in ("K", "M", "G", "T"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    if value >= 100 or value == int(value):
        return f"{value:.0f}{unit}"
    return f"{value:.1f}{unit}"
