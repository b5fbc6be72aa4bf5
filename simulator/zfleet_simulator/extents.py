# SPDX-License-Identifier: Apache-2.0
"""Who uses which cylinders or blocks of a volume: exact accounting of extents and gaps.

Positions and sizes are cylinders for ECKD and 512-byte blocks for FBA volumes. The accounting of a volume knows its
extents only; where a region begins and ends is asked with each question.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Extent:
    """A run of cylinders or blocks and the minidisk it belongs to."""

    start: int
    size: int
    owner: str
    vdev: int

    @property
    def end(self) -> int:
        """The first position behind the extent."""
        return self.start + self.size


@dataclass
class Volume:
    """The extents in use on one volume, in order. They may overlap: real directories have such disks."""

    extents: list[Extent] = field(default_factory=list)
    _gaps: dict[tuple[int, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def add(self, extent: Extent) -> None:
        """Record an extent as used."""
        insort(self.extents, extent)
        self._gaps.clear()

    def remove(self, extent: Extent) -> None:
        """Forget an extent; ValueError when it is not recorded."""
        at = bisect_left(self.extents, extent)
        if at == len(self.extents) or self.extents[at] != extent:
            raise ValueError(f"{extent} is not in use")
        del self.extents[at]
        self._gaps.clear()

    def gaps(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The free (start, size) runs between ``start`` and ``end`` (not included), in order."""
        known = self._gaps.get((start, end))
        if known is None:
            known = self._gaps[start, end] = tuple(self._find_gaps(start, end))
        return known

    def _find_gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        found, free_from = [], start
        for extent in self.extents:
            if extent.start >= end:
                break
            if extent.start > free_from:
                found.append((free_from, extent.start - free_from))
            free_from = max(free_from, extent.end)
        if free_from < end:
            found.append((free_from, end - free_from))
        return found

    def overlapping(self, start: int, size: int) -> tuple[Extent, ...]:
        """The extents that share a position with ``start``, ``size``."""
        return tuple(one for one in self.extents if one.start < start + size and start < one.end)

    def within(self, start: int, end: int) -> tuple[Extent, ...]:
        """The extents that begin between ``start`` and ``end`` (not included)."""
        return tuple(one for one in self.extents if start <= one.start < end)


def first_fit(gaps: tuple[tuple[int, int], ...], size: int) -> int | None:
    """Where the first gap begins that holds ``size``, or None."""
    return next((start for start, free in gaps if free >= size), None)
