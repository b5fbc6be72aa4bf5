# SPDX-License-Identifier: Apache-2.0
"""Device numbers, MAC addresses and VLANs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zfleet_network.device_numbers import devices_of, first_of_three, free_number, overlap
from zfleet_network.mac_address import canonical, free_mac_id, mac_address_of, mac_id_of, prefix_of
from zfleet_network.vlans import user_vlan_id, vlans_of


def test_a_nic_has_three_device_numbers() -> None:
    """Read, write and data, in a row; hex carries."""
    assert devices_of("10FF") == ("10FF", "1100", "1101")


def test_numbers_two_apart_overlap_and_three_apart_do_not() -> None:
    """1000 takes 1000 to 1002."""
    assert overlap("1000", "1002")
    assert overlap("1002", "1000")
    assert not overlap("1000", "1003")


def test_the_last_first_number_is_fffd() -> None:
    """Two numbers must come after it."""
    assert first_of_three("FFFD") == "FFFD"
    with pytest.raises(ValueError, match="FFFD"):
        first_of_three("FFFE")


def test_chosen_numbers_go_up_from_1000_in_steps_of_three() -> None:
    """A number that is used in the middle of a step takes the whole step away."""
    assert free_number([]) == "1000"
    assert free_number(devices_of("1000")) == "1003"
    assert free_number(["1002", "1004"]) == "1006"


def test_no_number_is_left_when_all_are_used() -> None:
    """The search ends."""
    with pytest.raises(ValueError, match="no three free"):
        free_number(f"{number:04X}" for number in range(0x1000, 0x10000))


def test_the_last_three_bytes_of_an_address_are_kept() -> None:
    """Colons or dashes, either case; the host's prefix comes before them."""
    assert mac_id_of("fa:16:3e:0a:0B:0c") == "0A0B0C"
    assert mac_id_of("FA-16-3E-0A-0B-0C") == "0A0B0C"
    assert mac_address_of("02:00:00", "0A0B0C") == "02:00:00:0a:0b:0c"
    assert mac_address_of("02:00:00", "") == ""
    assert canonical("02-00-00-0A-0B-0C") == "02:00:00:0a:0b:0c"


@pytest.mark.parametrize(
    "text",
    [
        "01:00:5e:00:00:01",  # multicast
        "ff:ff:ff:ff:ff:ff",  # broadcast
        "02:00:00:00:00:00",  # CP has no MACID 000000
        "02:00:00:00:00",
        "02:00:00-00:00:01",
        "02000000001",
        "02:00:00:00:00:0g",
        "02:00:00:00:00:01\n",
        " 2:00:00:00:00:01",
    ],
)
def test_what_no_adapter_can_have_is_refused(text: str) -> None:
    """Multicast, broadcast, malformed, and anything that could add to a statement."""
    with pytest.raises(ValueError):
        mac_id_of(text)


def test_a_prefix_is_the_start_of_a_unicast_address() -> None:
    """Three pairs."""
    assert prefix_of("02-AB-00") == "02:ab:00"
    for text in ("03:00:00", "02:00", "020000"):
        with pytest.raises(ValueError):
            prefix_of(text)


def test_a_random_address_that_is_taken_is_drawn_again() -> None:
    """The first one that is free is given; 000000 is never drawn."""
    draws: Iterator[int] = iter([0, 1, 0xFFFFFE])
    assert free_mac_id({"000001", "000002"}, 64, lambda _: next(draws)) == "FFFFFF"


def test_drawing_ends_when_everything_is_taken() -> None:
    """No endless loop."""
    with pytest.raises(ValueError, match="64 tries"):
        free_mac_id({"000001"}, 64, lambda _: 0)


def test_four_vlans_are_listed_and_more_are_written_as_ranges() -> None:
    """SMAPI takes four numbers or two ranges in 19 characters."""
    assert user_vlan_id([]) == ""
    assert user_vlan_id([30, 10, 20, 4094, 10]) == "10 20 30 4094"
    assert user_vlan_id(range(100, 200)) == "100-199"
    assert user_vlan_id([*range(1, 10), *range(20, 30)]) == "1-9 20-29"
    assert len(user_vlan_id([4091, 4092, 4093, 4094])) <= 19


def test_vlans_that_one_grant_cannot_say_are_refused() -> None:
    """Five numbers apart from each other."""
    with pytest.raises(ValueError, match="at most 4 VLANs"):
        user_vlan_id([1, 3, 5, 7, 9])


def test_a_reported_vlan_32768_is_none() -> None:
    """z/VM's number for "none", and 0 of an unaware switch."""
    assert vlans_of(["0001", "32768", "0000", "4094"]) == (1, 4094)
