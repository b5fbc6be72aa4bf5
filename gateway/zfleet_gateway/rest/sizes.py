# SPDX-License-Identifier: Apache-2.0
"""Sizes as the contract writes them: 10g, 512M, 3338."""

from __future__ import annotations

from decimal import Decimal

_UNITS = {"M": 2**20, "G": 2**30}


def mib(text: str) -> int:
    """Memory in MiB, from "512M" or "2g"."""
    return int(text[:-1]) * (1024 if text[-1] in "gG" else 1)


def size_bytes(text: str) -> int | None:
    """Bytes of a disk size with a unit, rounded up; None for a number of cylinders or blocks."""
    unit = _UNITS.get(text[-1].upper())
    if unit is None:
        return None
    exact = Decimal(text[:-1]) * unit
    return int(exact) + (exact != int(exact))


def shown(count: int) -> str:
    """Bytes with one decimal, in G from 1 G up, else in M."""
    unit = "G" if count >= _UNITS["G"] else "M"
    return f"{count / _UNITS[unit]:.1f}{unit}"


def gib(count: int) -> int:
    """Whole GiB; the rest does not count."""
    return count // _UNITS["G"]
