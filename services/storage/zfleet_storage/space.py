# SPDX-License-Identifier: Apache-2.0
"""Whether disks fit into the free extents of a pool, with what is reserved already taken off.

A minidisk is one extent: ten free pieces of one cylinder are no room for a disk of two. Which extent the directory
manager will choose is its own matter (it rotates or goes by volume, as the site says), so this arithmetic only answers
"can they fit": the largest disk first, each into the smallest free extent that holds it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence


class FreeSpace:
    """The free extents of a pool as sizes in cylinders or blocks. Taking from it makes it smaller."""

    def __init__(self, extents: Iterable[int]) -> None:
        self._sizes = sorted(size for size in extents if size > 0)

    @property
    def total(self) -> int:
        """Free in all."""
        return sum(self._sizes)

    @property
    def largest(self) -> int:
        """The largest disk that fits."""
        return self._sizes[-1] if self._sizes else 0

    def take(self, size: int) -> bool:
        """Cuts `size` out of the smallest extent that holds it. False, and nothing taken, when none does."""
        at = bisect.bisect_left(self._sizes, size)
        if at == len(self._sizes):
            return False
        rest = self._sizes.pop(at) - size
        if rest:
            bisect.insort(self._sizes, rest)
        return True

    def reserve(self, sizes: Iterable[int]) -> None:
        """Takes off what others have reserved, largest first. What fits nowhere any more holds no space."""
        for size in sorted(sizes, reverse=True):
            self.take(size)


def misfits(free: FreeSpace, sizes: Sequence[int]) -> list[int]:
    """The positions in `sizes` of the disks that find no room, after all that do have taken theirs."""
    order = sorted(range(len(sizes)), key=lambda at: (-sizes[at], at))
    return sorted(at for at in order if not free.take(sizes[at]))
