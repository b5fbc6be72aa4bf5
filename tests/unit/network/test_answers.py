# SPDX-License-Identifier: Apache-2.0
"""z/VM's lists of lines and words, read: OSA devices, adapters, counters, NICDEF statements."""

from __future__ import annotations

import pytest

from zfleet_network.adapters import Adapter, adapters_of
from zfleet_network.nicdefs import NicDefinition, definitions_of
from zfleet_network.nics import NicWish
from zfleet_network.osa import ATTACHED, BOXED, FREE, OFFLINE, OsaDevice, check_free, osa_of
from zfleet_network.statistics import NicStatistics, statistics_of
from zfleet_runtime.errors import ZfleetError
from zfleet_smapi.calls.virtual_network_lan import OsaLine


@pytest.mark.parametrize(
    ("line", "status", "user_id"),
    [
        ("0500 ATTACHEDDTCVSW1 OSA 05 NO", ATTACHED, "DTCVSW1"),
        ("0500 ATTCLINUX01 OSA 05 NO", ATTACHED, "LINUX01"),
        ("0500 BOX/ATTCLINUX01 OSA 05 NO", BOXED, "LINUX01"),
        ("0500 FREE OSA 05 NO", FREE, ""),
        ("0500 OFFLINE HIPER 05 YES", OFFLINE, ""),
        ("0500 BOXED OSA 05 NO", BOXED, ""),
    ],
)
def test_the_user_id_is_glued_to_the_state_of_an_osa(line: str, status: str, user_id: str) -> None:
    """Without a blank between them."""
    osa = osa_of(OsaLine(line))
    assert (osa.real_device_number, osa.status, osa.user_id, osa.channel_path) == ("0500", status, user_id, "05")


def osas(**states: str) -> dict[str, OsaDevice]:
    """OSA devices by `o` and number."""
    found = {}
    for number, state in states.items():
        status, _, user_id = state.partition(" ")
        found[number[1:]] = OsaDevice(real_device_number=number[1:], status=status, user_id=user_id)
    return found


def test_three_free_devices_in_a_row_are_wanted() -> None:
    """Those that this guest has count only when an earlier try of ours may have given it them."""
    wish = [NicWish(osa_device="0700"), NicWish()]
    check_free(wish, osas(o0700=FREE, o0701=FREE, o0702=FREE))
    for states in ({"o0702": OFFLINE}, {"o0702": "ATTACHED LINUX01"}, {"o0702": "BOXED LINUX01"}, {}):
        with pytest.raises(ZfleetError) as caught:
            check_free(wish, osas(o0700=FREE, o0701=FREE, **states))
        assert caught.value.reason == "OSA_DEVICE_NOT_FREE"
        assert "0702" in caught.value.message
    check_free(wish, osas(o0700=FREE, o0701=FREE, o0702="ATTACHED LINUX01"), attached_to="LINUX01")


def test_an_adapter_has_as_many_addresses_as_cp_has_learned() -> None:
    """Its own MAC address is the first; lines that are not known, or come before the first adapter, are passed over."""
    lines = (
        "adapter_count=2",
        "adapter_address=9000",
        "adapter_type=2",
        "network_device_count=3",
        "adapter_status=02",
        "lan_owner=SYSTEM",
        "lan_name=VSW1",
        "router_status=00",
        "mac_address=020000ABCDEF",
        "mac_ip_version=4",
        "mac_ip_address=192.0.2.7",
        "mac_ip_version=6",
        "mac_ip_address=2001:db8::7",
        "mac_info_end",
        "mac_address=33330000000A",
        "mac_info_end",
        "adapter_info_end",
        "adapter_address=a00",
        "adapter_status=00",
        "lan_owner=",
        "lan_name=",
    )
    assert list(adapters_of(lines)) == [
        Adapter(
            device_number="9000",
            type=2,
            status=2,
            device_count=3,
            lan_owner="SYSTEM",
            lan_name="VSW1",
            mac_address="02:00:00:ab:cd:ef",
            addresses=((4, "192.0.2.7"), (6, "2001:db8::7")),
        ),
        Adapter(device_number="0A00", status=0),
    ]


WORDS = (
    *("2", "VSW1", "1", "0500", *"12345678", *"00000000"),
    *("2", "LINUX01 1000", *(str(n) for n in range(200, 208)), "LINUX02 A00", *"11111111"),
    *("1", "0001", "301", "302"),
    *("VSW2", "0", *"00000000", "0", "0"),
)


def test_counters_are_found_between_those_of_uplinks_bridge_and_vlans() -> None:
    """Two switches, one of them without anything on it."""
    assert statistics_of(WORDS) == [
        NicStatistics(user_id="LINUX01", device_number="1000", virtual_switch="VSW1", counters=tuple(range(200, 208))),
        NicStatistics(user_id="LINUX02", device_number="0A00", virtual_switch="VSW1", counters=(1,) * 8),
    ]
    assert statistics_of(()) == []


@pytest.mark.parametrize("length", [1, 3, 12, 25, len(WORDS) - 1])
def test_a_list_of_counters_that_breaks_off_is_an_error(length: int) -> None:
    """And no half of an answer."""
    with pytest.raises(ZfleetError) as caught:
        statistics_of(WORDS[:length])
    assert caught.value.reason == "ZVM_ANSWER_UNREADABLE"


def test_statements_for_one_number_describe_one_nic() -> None:
    """Over several records, in either case, sequence numbers behind column 72; notes and others are passed over."""
    records = (
        "USER LINUX01 NOLOG 1G 2G G".ljust(72) + "00000010",
        "* NICDEF 7000 TYPE QDIO",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1,".ljust(72) + "00000030",
        "  MACID 0000AA VLAN 7".ljust(72) + "00000040",
        "nicdef 1003 type qdio macid 0000bb",
        "NICDEF 1003 LAN SYSTEM VSW2",
        "NICDEF A TYPE HIPERSOCKETS LAN LINUX02 MYLAN",
        "MDISK 0100 3390 1 10 VOL001 MR",
        "*DVHOPT LNK0 LOG1",
        "NICDEF 8000 TYPE QDIO",
    )
    assert list(definitions_of(records).values()) == [
        NicDefinition(device_number="000A"),
        NicDefinition(device_number="1000", virtual_switch="VSW1", mac_id="0000AA", vlan_id=7),
        NicDefinition(device_number="1003", virtual_switch="VSW2", mac_id="0000BB"),
    ]
