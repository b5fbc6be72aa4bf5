# SPDX-License-Identifier: Apache-2.0
"""What may become part of scripts, rules and configuration files of a guest."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_guest.first_boot.script import quoted
from zfleet_guest.validate_system import device_link, disks, hostname, mount_point, nics, os_version
from zfleet_runtime.validation import Violations

CHECKS: tuple[Callable[[str], str], ...] = (hostname, os_version, mount_point, device_link)
_TEXT = st.one_of(st.text(max_size=40), st.from_regex(r"/dev/[ -~]{1,20}"), st.from_regex(r"/[ -~\n]{1,20}"))


@given(_TEXT, st.sampled_from(CHECKS))
def test_what_passes_needs_no_quoting_anywhere(text: str, check: Callable[[str], str]) -> None:
    """Not in shell, not in a udev rule, not in fstab; and the shell line is the same word again."""
    try:
        value = check(text)
    except ValueError:
        return
    assert re.fullmatch(r"[!-~]+", value)
    assert not set(value) & set("\"'`\\$&|;<>(){}[]*?!^")
    assert shlex.split(quoted(value)) == [value]


@pytest.mark.parametrize(
    "path",
    ["", "/", "srv/data", "/srv/../etc", "/srv/./data", "/srv//data", "/etc", "/usr/", "/a b", "/a\n", "/" + "a" * 255],
)
def test_places_that_no_disk_may_be_mounted_on(path: str) -> None:
    """Relative ones, the system's own, and those that are no one word."""
    with pytest.raises(ValueError, match=r"must be|belongs"):
        mount_point(path)


def test_a_place_has_no_slash_at_its_end() -> None:
    """So that one place is one text."""
    assert mount_point("/srv/data/") == "/srv/data"
    assert mount_point("/home") == "/home"


@pytest.mark.parametrize("path", ["/dev/", "/dev/../etc/passwd", "/devil", "/dev/a//b", "/dev/a/", '/dev/x", RUN+="y'])
def test_a_link_lies_below_dev(path: str) -> None:
    """Nothing else can be said with it in a rule."""
    with pytest.raises(ValueError, match="below /dev"):
        device_link(path)


def test_disks_have_defaults() -> None:
    """ext4, on a place of their own; swap and none have no place."""
    v = Violations()
    found = disks(v, [pb.DiskSetup(device_number="101"), pb.DiskSetup(device_number="102", file_system="SWAP")])
    v.raise_if_any()
    assert [(disk.device_number, disk.file_system, disk.mount_point) for disk in found] == [
        ("0101", "ext4", "/mnt/ephemeral0101"),
        ("0102", "swap", ""),
    ]


@pytest.mark.parametrize(
    ("address", "gateway", "good"),
    [
        ("192.0.2.5/24", "192.0.2.1", True),
        ("192.0.2.0/31", "192.0.2.1", True),
        ("192.0.2.5/32", "", True),
        ("192.0.2.5/24", "192.0.2.5", False),
        ("192.0.2.5/24", "192.0.3.1", False),
        ("192.0.2.0/24", "", False),
        ("127.0.0.1/8", "", False),
        ("224.0.0.1/24", "", False),
        ("192.0.2.5/33", "", False),
        ("192.0.2.5/255.255.255.0", "", False),
        ("2001:db8::5/64", "", False),
        ("192.0.2.05/24", "", False),
    ],
)
def test_an_address_is_that_of_a_host_and_its_gateway_is_near(address: str, gateway: str, good: bool) -> None:
    """IPv4 with a prefix length."""
    v = Violations()
    nics(v, pb.ConfigureNicsRequest(nics=[pb.NicSetup(device_number="1000", address=address, gateway=gateway)]), None)
    assert bool(v) is not good
