# SPDX-License-Identifier: Apache-2.0
"""What a request may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.validation import Violations
from zfleet_storage import validate
from zfleet_storage.sizes import MOST_VIRTUAL_DISK_BYTES


def fields(specs: list[pb.DiskSpec], default_pool: str = "POOL1") -> list[str]:
    """The fields that are found to be bad."""
    v = Violations()
    validate.disk_specs(v, specs, default_pool)
    return [one.field for one in v.found]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    """Every bad field of every disk, and what they do to each other."""
    specs = [
        pb.DiskSpec(size_bytes=1, boot=True, device_number="100"),
        pb.DiskSpec(size_bytes=0, boot=True, device_number="0100"),
        pb.DiskSpec(size_bytes=1, pool="NOT A POOL", mode="XX", device_number="WXYZ"),
        pb.DiskSpec(size_bytes=1, image="rhel", file_system=pb.FILE_SYSTEM_EXT4),
        pb.DiskSpec(size_bytes=1, image="../etc"),
        pb.DiskSpec(size_bytes=MOST_VIRTUAL_DISK_BYTES + 1, virtual_disk=True, pool="POOL1", image="a", boot=True),
    ]
    assert sorted(fields(specs)) == sorted(
        [
            "disks[1].size_bytes",
            "disks[2].device_number",
            "disks[2].mode",
            "disks[2].pool",
            "disks[3].file_system",
            "disks[4].image",
            "disks[5].size_bytes",
            "disks[5].pool",
            "disks[5].image",
            "disks[5].boot",
            "disks[1].boot",
            "disks[5].boot",
            "disks[1].device_number",
        ]
    )


def test_a_disk_without_pool_needs_a_default_one() -> None:
    """The service's own setting, or the request's field."""
    assert fields([pb.DiskSpec(size_bytes=1)], default_pool="") == ["disks[0].pool"]
    assert fields([pb.DiskSpec(size_bytes=1)]) == []


def test_a_disk_may_leave_its_size_to_its_image() -> None:
    """But not to nothing, and not when it is a V-DISK."""
    assert fields([pb.DiskSpec(image="rhel")]) == []
    assert fields([pb.DiskSpec()]) == ["disks[0].size_bytes"]
    assert "disks[0].size_bytes" in fields([pb.DiskSpec(image="rhel", virtual_disk=True)])


def test_sixty_four_disks_are_the_most() -> None:
    """One more is refused as a whole."""
    assert fields([pb.DiskSpec(size_bytes=1)] * 64) == []
    assert fields([pb.DiskSpec(size_bytes=1)] * 65) == ["disks"]


@pytest.mark.parametrize("mode", ["R", "rr", "W", "WR", "M", "MR", "MW", "MWV", "mrv"])
def test_link_modes_are_taken_in_either_case(mode: str) -> None:
    """They come out in upper case."""
    assert validate.link_mode(mode) == mode.upper()


@pytest.mark.parametrize("mode", ["X", "MR V", "MR\n", "", "MRW", "MR ALL"])
def test_nothing_else_is_a_link_mode(mode: str) -> None:
    """Nothing that could become another operand."""
    with pytest.raises(ValueError, match="must be"):
        validate.link_mode(mode)


def test_a_disk_added_to_an_entry_has_no_virtual_reserve() -> None:
    """Image_Disk_Create_DM knows the plain modes only."""
    with pytest.raises(ValueError, match="must be"):
        validate.plain_link_mode("MWV")


@given(st.text(max_size=300))
def test_an_image_name_can_never_be_a_path(text: str) -> None:
    """Whatever passes has no slash, no leading dot, no blank and no control character."""
    try:
        name = validate.image_name(text)
    except ValueError:
        return
    assert not set(name) & set("/\\ \0\n")
    assert not name.startswith(".")
    assert 1 <= len(name) <= 255


def test_device_numbers_named_twice_are_one() -> None:
    """And each bad one is named by its place."""
    v = Violations()
    assert validate.device_numbers(v, ["100", "0100", "200"]) == ["0100", "0200"]
    assert not v
    validate.device_numbers(v, ["100", "WAT"])
    assert [one.field for one in v.found] == ["device_numbers[1]"]


def test_a_checksum_is_sixty_four_hex_digits_in_lower_case() -> None:
    """Given in either case."""
    assert validate.sha256("AB" * 32) == "ab" * 32
    with pytest.raises(ValueError, match="64"):
        validate.sha256("ab" * 31)
