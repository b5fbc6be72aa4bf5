# SPDX-License-Identifier: Apache-2.0
"""Switches out of the lines that z/VM sends."""

from __future__ import annotations

from tests.golden.reference import reference
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.convert import status_of, switch_message
from zfleet_network.virtual_switch import LinkAggregation, VirtualSwitch, switch_of
from zfleet_smapi.calls import VirtualNetworkVswitchQueryExtended
from zfleet_smapi.calls.virtual_network_vswitch_extended import (
    AuthorizedUserLine,
    ConnectedAdapterLine,
    ExtendedVswitch,
    RealDeviceLine,
    VswitchLine,
)
from zfleet_smapi.wire import decode_reply

ATTRIBUTES = (
    "VSWITCH1 ETHERNET ACCESS 8 NA AWARE 00010 32768 02-00-00-00-00-01 GVRP NOGVRP 8 LAG: 0 (NOGRP) 5 QDIO "
    "ISOLATION MACPROTECT USERBASED NOCOUNTERS OFF (NONE)"
)


def switch(**lines: object) -> VirtualSwitch:
    """The switch of some lines."""
    return switch_of(ExtendedVswitch(vswitch_attributes=VswitchLine(ATTRIBUTES), **lines))  # type: ignore[arg-type]


def test_every_word_finds_its_place() -> None:
    """Attributes of a VLAN-aware switch; VLAN 32768 is none."""
    found = switch()
    assert (found.name, found.transport, found.port_type, found.vlan_aware) == ("VSWITCH1", "ETHERNET", "ACCESS", True)
    assert (found.vlan_id, found.native_vlan_id, found.queue_memory_mb) == (10, 0, 8)
    assert (found.mac_address, found.status, found.gvrp) == ("02:00:00:00:00:01", 8, True)
    assert (found.isolated, found.mac_protect) == (True, "MACPROTECT")


def test_the_active_device_comes_first_and_each_only_once() -> None:
    """z/VM repeats a device for each port, and gives a port name without a device as 0000."""
    lines = [
        "0500 0600 (NONE) (NONE) 2 0",
        "0500 0600 (NONE) (NONE) 2 0",
        "0000 0000 (NONE) NAME1 0 0",
        "0a00 0600 DTCVSW2 (NONE) 1 0",
    ]
    found = switch(real_device_array=tuple(map(RealDeviceLine, lines))).uplinks
    assert [(uplink.real_device_number, uplink.controller, uplink.active) for uplink in found] == [
        ("0A00", "DTCVSW2", True),
        ("0500", "", False),
    ]


def test_the_vlans_of_a_grant_are_as_many_as_it_says() -> None:
    """A guest with ports of its own has a line for each: they are one grant."""
    lines = [
        "0000 LINUX01 NOPROM NOOSDSIM 2 0001 0002",
        "0000 LINUX02 PROM NOOSDSIM 0 ",
        "0007 LINUX01 NOPROM NOOSDSIM 1 0003",
    ]
    found = switch(authorized_user_array=tuple(map(AuthorizedUserLine, lines)))
    assert [(grant.user_id, grant.vlan_ids, grant.promiscuous) for grant in found.grants] == [
        ("LINUX01", (1, 2, 3), False),
        ("LINUX02", (), True),
    ]
    first = found.grant_of("LINUX01")
    assert first is not None
    assert first.vlan_ids == (1, 2, 3)
    assert found.grant_of("LINUX03") is None


def test_connected_adapters_have_our_spelling() -> None:
    """Colons and lower case."""
    lines = (ConnectedAdapterLine("LINUX01 1000 02-00-00-00-0A-02 QDIO"),)
    (nic,) = switch(connected_adapter_array=lines).connected_nics
    assert (nic.user_id, nic.device_number, nic.mac_address) == ("LINUX01", "1000", "02:00:00:00:0a:02")


def test_what_a_real_host_answered_is_understood() -> None:
    """Five switches of a z/VM 7.1, recorded."""
    name = "Virtual_Network_Vswitch_Query_Extended"
    recorded = [each for each in reference("captures.json") if each["function"] == name]
    message = bytes.fromhex(recorded[0]["reply"])
    reply = decode_reply(VirtualNetworkVswitchQueryExtended(switch_name="*"), message[8:])
    found = {block.vswitch_attributes.switch_name: switch_of(block) for block in reply.vswitch_array}
    assert list(found) == ["DTCSMAPI", "EXTERN", "GT@VSWI", "GT@VSW1", "GT@VSW2"]
    extern = found["EXTERN"]
    assert [(uplink.real_device_number, uplink.controller, uplink.active) for uplink in extern.uplinks] == [
        ("0500", "DTCVSW2", True)
    ]
    assert [grant.user_id for grant in extern.grants] == ["TCPIP", "M1"]
    assert {nic.mac_address for nic in extern.connected_nics} == {"02:00:01:00:00:04", "02:00:01:00:00:03"}
    aware = found["GT@VSW2"]
    assert (aware.port_type, aware.vlan_id, aware.native_vlan_id, aware.mac_protect) == (
        "TRUNK",
        1024,
        2049,
        "MACPROTECT",
    )
    assert (aware.port_selection, aware.vlan_counters, aware.ip_timeout, aware.type) == ("PORTBASED", True, 240, "QDIO")
    assert (aware.gvrp, aware.gvrp_enabled) == (True, False)
    assert aware.link_aggregation == LinkAggregation(group="GT@VSW2", interval=30, mode="GROUP-LACP-EXCLUSIVE")
    assert extern.link_aggregation is None
    assert extern.uplinks[0].virtual_device_number == "0600"
    assert (found["GT@VSWI"].type, found["GT@VSW1"].routing) == ("IVL", "NONROUTER")
    assert found["GT@VSWI"].uplinks[0].status == found["GT@VSWI"].uplinks[0].error == 0
    assert not found["GT@VSW1"].uplinks
    assert found["GT@VSW1"].transport == "IP"


def test_every_state_of_smapi_has_one_of_ours() -> None:
    """1 to 12; anything else is not known."""
    assert status_of(8) == pb.SWITCH_STATUS_READY
    assert status_of(1) == pb.SWITCH_STATUS_DEFINED
    assert {status_of(number) for number in (2, 3, 4, 7)} == {pb.SWITCH_STATUS_DISCONNECTED}
    assert {status_of(number) for number in (5, 6, 9, 10, 11, 12)} == {pb.SWITCH_STATUS_TRANSIENT}
    assert status_of(13) == pb.SWITCH_STATUS_UNSPECIFIED


def test_a_switch_travels_whole() -> None:
    """All that was read is in the message."""
    message = switch_message(
        switch(
            real_device_array=(RealDeviceLine("0500 0600 DTCVSW2 (NONE) 1 0"),),
            authorized_user_array=(AuthorizedUserLine("0000 LINUX01 NOPROM NOOSDSIM 2 0001 0002"),),
            connected_adapter_array=(ConnectedAdapterLine("LINUX01 1000 02-00-00-00-0A-02 QDIO"),),
        )
    )
    assert message.transport_type == pb.TRANSPORT_TYPE_ETHERNET
    assert message.port_type == pb.PORT_TYPE_ACCESS
    assert message.uplinks[0].active
    assert list(message.grants[0].vlan_ids) == [1, 2]
    assert message.connected_nics[0].mac_address == "02:00:00:00:0a:02"
