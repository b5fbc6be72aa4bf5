# SPDX-License-Identifier: Apache-2.0
"""How devices of paths are written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_storage.volumes.paths import paths_of, shown, written


def test_paths_are_separated_by_semicolons_and_hold_ranges() -> None:
    """Letter case, blanks, empty parts, doubles and order do not matter."""
    assert paths_of("1a00-1A02, 1a01 ;1b00,1b02;") == (("1A00", "1A01", "1A02"), ("1B00", "1B02"))
    assert paths_of("") == paths_of(" ; , ;") == ()
    assert paths_of("100") == (("0100",),)


@pytest.mark.parametrize(
    "text", ["1a00-", "-1a00", "1a00-1b00-1c00", "1a0g", "12345", "1a01-1a00", "1a00;1a00", "1a00 1a01", "0x1a00", "１"]
)
def test_what_is_no_device_is_refused(text: str) -> None:
    """Also a device in two paths."""
    with pytest.raises(ValueError):
        paths_of(text)


def test_no_more_than_sixteen_paths_and_64_kib_are_taken() -> None:
    """The bound of the text bounds the work."""
    assert len(paths_of(";".join(f"{n:X}" for n in range(1, 17)))) == 16
    with pytest.raises(ValueError, match="at most 16 paths"):
        paths_of(";".join(f"{n:X}" for n in range(1, 18)))
    with pytest.raises(ValueError, match="at most 65536"):
        paths_of("1," * 40000)


def test_devices_are_shown_in_ranges() -> None:
    """For people with blanks, to be read again without."""
    assert shown(["1A0F", "1a0e", "1A12"]) == "1A0E - 1A0F, 1A12"
    assert shown([]) == ""
    assert written([["1A00", "1A01", "1A03"], ["1B00"]]) == "1A00-1A01,1A03;1B00"


@given(st.lists(st.sets(st.integers(0, 0xFFFF), min_size=1, max_size=30), max_size=16))
def test_what_is_written_is_read_again(numbers: list[set[int]]) -> None:
    """Whatever the devices are, as long as each is in one path."""
    seen: set[int] = set()
    paths = []
    for path in numbers:
        own = path - seen
        seen |= own
        if own:
            paths.append(tuple(f"{number:04X}" for number in sorted(own)))
    assert paths_of(written(paths)) == tuple(paths)
