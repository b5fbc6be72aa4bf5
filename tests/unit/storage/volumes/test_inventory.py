# SPDX-License-Identifier: Apache-2.0
"""What z/VM says of FCP devices against what the records say; values in, values out."""

from __future__ import annotations

from dataclasses import replace

from zfleet_storage.volumes.dedicate import dedicated_of
from zfleet_storage.volumes.fcp_devices import FcpDevice, State
from zfleet_storage.volumes.host_facts import HostIdentity, identity_of, pchid_of
from zfleet_storage.volumes.inventory import compare, seen_devices

FREE = FcpDevice("B800", State.FREE, "", "c05076de330005ea", "c05076de33002641", "27", "019C")


def test_a_line_is_number_wwpns_channel_state_and_owner() -> None:
    """NONE is empty; the owner may be missing; lines of another form are passed over."""
    found = seen_devices(
        [
            "B83D C05076DE330005EA 27 C05076DE33002641 1 LINUX",
            "b83e NONE 7 C05076DE33002641 2 NONE",
            "B83F NONE 27 C05076DE33002641 3",
            "B840 NONE 27 C05076DE33002641 9 X",
            "no device at all",
            "",
        ]
    )
    assert found == {
        "B83D": FcpDevice("B83D", State.ACTIVE, "LINUX", "c05076de330005ea", "c05076de33002641", "27"),
        "B83E": FcpDevice("B83E", State.FREE, "", "", "c05076de33002641", "07"),
        "B83F": FcpDevice("B83F", State.OFFLINE, "", "", "c05076de33002641", "27"),
    }


def test_new_devices_are_added_and_gone_ones_forgotten() -> None:
    """Unless a guest has them: then they are kept as not found."""
    reserved = replace(
        FREE, device_number="B801", assigner="LINUX01", reserved=True, state=State.ACTIVE, owner="LINUX01"
    )
    changes = compare([FREE, reserved], {"B802": replace(FREE, device_number="B802")})
    assert changes.new == [replace(FREE, device_number="B802")]
    assert changes.gone == ["B800"]
    assert changes.changed == [replace(reserved, state=State.NOT_FOUND, owner="")]


def test_wwpns_change_only_while_nobody_has_the_device() -> None:
    """Volumes are mapped to them; state, owner and channel are always z/VM's."""
    now = replace(FREE, state=State.ACTIVE, owner="LINUX01", npiv_wwpn="c05076de330005eb", chpid="2B", pchid="01AC")
    assert compare([FREE], {"B800": now}).changed == [now]
    for have in ({"reserved": True}, {"connection_count": 1}):
        mine = replace(FREE, assigner="LINUX01", **have)
        expected = replace(mine, state=State.ACTIVE, owner="LINUX01", chpid="2B", pchid="01AC")
        assert compare([mine], {"B800": now}).changed == [expected]


def test_wwpns_of_a_device_that_never_had_any_are_taken() -> None:
    """A device that was given by hand before z/VM showed it."""
    mine = FcpDevice("B800", State.NOT_FOUND, assigner="LINUX01", reserved=True)
    (changed,) = compare([mine], {"B800": FREE}).changed
    assert (changed.npiv_wwpn, changed.assigner) == (FREE.npiv_wwpn, "LINUX01")


def test_nothing_is_written_when_nothing_changed() -> None:
    """Nor is a PCHID forgotten that CP does not tell this time, unless the channel is another one."""
    assert compare([FREE], {"B800": replace(FREE, pchid="")}).changed == []
    (moved,) = compare([FREE], {"B800": replace(FREE, pchid="", chpid="2B")}).changed
    assert moved.pchid == ""


def test_a_pchid_is_the_last_number_of_an_answer() -> None:
    """Whatever words CP puts around it."""
    assert pchid_of("CHPID 27 IS PCHID 019C\n") == "019C"
    assert pchid_of("Channel path 5B: PCHID = 0240.") == "0240"
    assert pchid_of("PCHID 1a8 for CHPID 27") == "01A8"
    assert pchid_of("") == pchid_of("not available") == ""


def test_the_host_says_where_it_is() -> None:
    """What is not told is empty; the kernel's word for the partition goes before SMAPI's."""
    sysinfo = "Manufacturer:  IBM\nSequence Code:        0000000000082F57\nLPAR Name:  R93  \nCPC Name: M93\n"
    assert identity_of("ZFLEETLX AT ZVMSYS1", sysinfo, ("MY_LPAR_NAME=LP1",)) == HostIdentity(
        "0000000000082F57", "M93", "R93", "ZVMSYS1"
    )
    assert identity_of("ZFLEETLX AT ZVMSYS1", "", ("MY_LPAR_NAME=LP1  ",)) == HostIdentity("", "", "LP1", "ZVMSYS1")
    assert identity_of("", "") == HostIdentity()


def test_dedicated_devices_are_read_from_the_entry() -> None:
    """Volume labels and statements of other devices are passed over."""
    records = ["USER LINUX01 LBYONLY 1G 2G G", "DEDICATE B800 B800", "dedicate 100 VOL001", "DEDICATE 200 1A00 R/O"]
    assert dedicated_of(records) == {"B800": "B800", "0200": "1A00"}
