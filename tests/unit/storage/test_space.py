# SPDX-License-Identifier: Apache-2.0
"""The arithmetic of free space, for any extents and any disks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zfleet_storage.space import FreeSpace, misfits

extents = st.lists(st.integers(0, 60_000), max_size=12)
disks = st.lists(st.integers(1, 60_000), max_size=12)


@given(extents, disks)
def test_what_is_taken_is_missing_afterwards(free: list[int], wanted: list[int]) -> None:
    """Every cylinder is either still free or in a disk that fitted."""
    space = FreeSpace(free)
    out = misfits(space, wanted)
    fitted = sum(size for at, size in enumerate(wanted) if at not in out)
    assert space.total + fitted == sum(free)


@given(extents, st.integers(1, 60_000))
def test_one_disk_fits_exactly_when_an_extent_is_large_enough(free: list[int], size: int) -> None:
    """A disk is one extent: the sum of the free ones is of no use."""
    assert (misfits(FreeSpace(free), [size]) == []) == (max(free, default=0) >= size)
    assert FreeSpace(free).largest == max(free, default=0)


@given(extents, disks)
def test_a_disk_without_room_is_larger_than_every_extent_that_is_left(free: list[int], wanted: list[int]) -> None:
    """Nothing is refused while there is room for it."""
    space = FreeSpace(free)
    for at in misfits(space, wanted):
        assert wanted[at] > space.largest


@given(extents, disks, disks)
def test_reservations_never_give_room(free: list[int], reserved: list[int], wanted: list[int]) -> None:
    """What fits beside the reservations of others fits without them too."""
    beside = FreeSpace(free)
    beside.reserve(reserved)
    assert beside.total <= sum(free)
    if len(wanted) == 1 and not misfits(beside, wanted):
        assert not misfits(FreeSpace(free), wanted)


@given(disks)
def test_disks_that_are_cut_out_of_extents_of_their_own_fit_back(sizes: list[int]) -> None:
    """Extents of exactly the sizes asked for hold all of them, in whatever order they are asked."""
    assert misfits(FreeSpace(sizes), sizes[::-1]) == []


def test_two_half_free_extents_are_no_room_for_a_whole_disk() -> None:
    """Fragmentation counts: 2 x 50 free is not 100 free."""
    assert misfits(FreeSpace([50, 50]), [100]) == [0]
    assert misfits(FreeSpace([50, 50]), [50, 50]) == []


def test_a_small_disk_does_not_break_the_extent_that_a_large_one_needs() -> None:
    """The smallest extent that holds a disk is the one that is cut, whatever the order of the request."""
    assert misfits(FreeSpace([100, 10]), [10, 100]) == []
