# SPDX-License-Identifier: Apache-2.0
"""Bytes, cylinders and blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_storage.sizes import DiskKind, kind_of, virtual_disk_blocks


@given(st.sampled_from(DiskKind), st.integers(1, 2**50))
def test_a_size_is_rounded_up_to_a_whole_unit_and_not_further(kind: DiskKind, size: int) -> None:
    """The disk holds what was asked, and one unit less would not."""
    units = kind.units(size)
    assert kind.bytes(units - 1) < size <= kind.bytes(units)


def test_ten_gibibytes_are_14564_cylinders() -> None:
    """A 3390 cylinder is 737,280 bytes for Linux."""
    assert DiskKind.ECKD.units(10 * 1024**3) == 14564


@pytest.mark.parametrize(
    ("device_type", "kind"),
    [("3390", DiskKind.ECKD), ("3390-0C", DiskKind.ECKD), ("9336-20", DiskKind.FBA), ("FB-512", DiskKind.FBA)],
)
def test_a_model_does_not_change_the_kind(device_type: str, kind: DiskKind) -> None:
    """What stands behind the hyphen is the model."""
    assert kind_of(device_type) is kind


def test_a_tape_is_no_disk() -> None:
    """A type of neither kind is refused."""
    with pytest.raises(ValueError, match="3590"):
        kind_of("3590")


def test_a_v_disk_is_whole_pages_and_ends_one_page_short_of_two_gibibytes() -> None:
    """CP gives 4194296 blocks at most."""
    assert virtual_disk_blocks(1) == 8
    assert virtual_disk_blocks(2 * 1024**3) == 4_194_296
