# SPDX-License-Identifier: Apache-2.0
"""Counters of switches, ports and adapters: they move with time, stand still without it, and agree with each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkVLANQueryStats,
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchQueryByteStats,
    VirtualNetworkVswitchQueryIUOStats,
    VirtualNetworkVswitchQueryStats,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call

ONE, TWO = "LINUX01", "LINUX02"
Rows = dict[str, list[int]]


async def adapters(client: SmapiClient, name: str) -> dict[str, list[list[int]]]:
    """Each adapter and port of a user with VLAN, received, discarded, sent, discarded."""
    reply = await client.call(VirtualNetworkVLANQueryStats(userid=name))
    return {
        str(one.port_nic_values): [[int(word) for word in str(line).split()] for line in one.segment_array]
        for one in reply.port_nic_array
    }


async def segments(client: SmapiClient, switch: str) -> list[list[str]]:
    """The segments of one switch, in words."""
    (one,) = (await client.call(VirtualNetworkVswitchQueryStats(switch_name=switch, fmt_version="4"))).vswitch_array
    assert one.switch_name == switch
    return [str(line).split() for line in one.segment_array]


async def flat(client: SmapiClient, switch: str) -> tuple[Rows, Rows, Rows]:
    """The counted structure read back: uplinks, adapters and VLANs of one switch."""
    words = list((await client.call(VirtualNetworkVswitchQueryIUOStats(switch_name=switch))).string_list)
    newer = await client.call(VirtualNetworkVswitchQueryByteStats(switch_name=switch))
    assert list(newer.string_list) == words

    def rows(width: int) -> Rows:
        found = {}
        for _ in range(int(words.pop(0))):
            name = words.pop(0)
            found[name] = [int(words.pop(0)) for _ in range(width)]
        return found

    assert (words.pop(0), words.pop(0)) == ("1", switch)
    uplinks = rows(8)
    del words[:8]
    nics, vlans = rows(8), rows(2)
    assert words == []
    return uplinks, nics, vlans


async def vlan_guests(client: SmapiClient) -> None:
    """A VLAN aware switch with one guest in VLAN 10 and 20 and another in the default VLAN 5."""
    create = VirtualNetworkVswitchCreateExtended(
        switch_name="VSW9", real_device_address="0700", transport_type="ETHERNET", vlan_id="5", port_type="TRUNK"
    )
    await client.call(create)
    await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", grant_userid=ONE, user_vlan_id="10 20"))
    await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", grant_userid=TWO))
    for name in (ONE, TWO):
        lines = (f"USER {name} LBYONLY 1G 1G G", "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW9")
        await client.call(ImageCreateDM(target=name, image_record_array=lines))
        await client.call(ImageActivate(target=name))


async def test_counters_of_an_adapter_move_with_time() -> None:
    """From nothing at logon, in every query, by the same amounts."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await define(client, ONE)
        assert await adapters(client, ONE) == {}
        assert await segments(client, "VSW1") == []
        await client.call(ImageActivate(target=ONE))
        assert await adapters(client, ONE) == {"NIC 1000 0": [[0, 0, 0, 0, 0]]}
        await clock.advance(60)
        (first,) = (await adapters(client, ONE))["NIC 1000 0"]
        assert first[1] > 0
        assert first[3] > 0
        await clock.advance(60)
        (second,) = (await adapters(client, ONE))["NIC 1000 0"]
        assert second[1] > first[1]
        assert await adapters(client, ONE) == {"NIC 1000 0": [second]}
        ((vlan, received, _, sent, _, made, _, ports, _, kind, rdev, ready),) = await segments(client, "VSW1")
        assert (vlan, kind, rdev, ready, ports) == ("0", "OSA", "0500", "1", "1")
        assert (int(received), int(sent)) == (second[1], second[3])
        assert int(made) == int(clock.now()) - 120
        uplinks, nics, vlans = await flat(client, "VSW1")
        assert nics[f"{ONE} 1000"][0] == second[1]
        assert 0 < uplinks["0500"][0] < second[1]
        assert vlans == {}


async def test_traffic_is_counted_by_the_vlans_of_each_user() -> None:
    """Granted VLANs share what went through; who was granted none is in the switch's default VLAN."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await vlan_guests(client)
        await clock.advance(60)
        mine, other = (await adapters(client, ONE))["NIC 1000 0"], (await adapters(client, TWO))["NIC 1000 0"]
        assert [line[0] for line in mine] == [10, 20]
        assert [line[0] for line in other] == [5]
        found = await segments(client, "VSW9")
        assert [line[0] for line in found] == ["5", "10", "20"]
        assert [int(line[1]) for line in found] == [other[0][1], mine[0][1], mine[1][1]]
        _, nics, vlans = await flat(client, "VSW9")
        assert list(vlans) == ["0005", "0010", "0020"]
        assert nics[f"{ONE} 1000"][0] == mine[0][1] + mine[1][1]
        assert nics[f"{ONE} 1000"][6:] == [vlans["0010"][at] + vlans["0020"][at] for at in (0, 1)]
        assert nics[f"{TWO} 1000"][6:] == vlans["0005"]


async def test_one_vlan_or_one_kind_may_be_asked_for() -> None:
    """Only its lines come; 212/48 when the user has none in it."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await vlan_guests(client)
        await clock.advance(60)

        async def names(**how: Any) -> list[tuple[str, list[str]]]:
            reply = await client.call(VirtualNetworkVLANQueryStats(userid=ONE, **how))
            return [
                (str(one.port_nic_values), [str(line).split()[0] for line in one.segment_array])
                for one in reply.port_nic_array
            ]

        assert await names(vlan_id="20") == [("NIC 1000 0", ["20"])]
        assert await names(device="PORT") == []
        assert await names(device="nic") == [("NIC 1000 0", ["10", "20"])]
        assert await refused(client, VirtualNetworkVLANQueryStats(userid=ONE, vlan_id="5")) == (212, 48)


async def test_an_adapter_on_a_numbered_port_is_counted_as_both() -> None:
    """PORT with the switch's name, NIC with the device number, both with the port's number and its VLANs."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        create = VirtualNetworkVswitchCreateExtended(
            switch_name="VSW9", transport_type="ETHERNET", vlan_id="AWARE", port_selection="PORTBASED"
        )
        await client.call(create)
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", portnum=f"7 {ONE}", user_vlan_id="30"))
        lines = (f"USER {ONE} LBYONLY 1G 1G G", "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW9")
        await client.call(ImageCreateDM(target=ONE, image_record_array=lines))
        await client.call(ImageActivate(target=ONE))
        await clock.advance(60)
        found = await adapters(client, ONE)
        assert list(found) == ["NIC 1000 7", "PORT VSW9 7"]
        assert found["NIC 1000 7"] == found["PORT VSW9 7"]
        assert found["NIC 1000 7"][0][0] == 30


async def test_an_uncoupled_adapter_is_counted_nowhere() -> None:
    """It leaves the switch's counters and the user's."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        await clock.advance(60)
        await client.call(VirtualNetworkAdapterDisconnect(target=ONE, image_device_number="1000"))
        assert await adapters(client, ONE) == {}
        assert await segments(client, "VSW1") == []
        uplinks, nics, _ = await flat(client, "VSW1")
        assert (uplinks["0500"], nics) == ([0] * 8, {})


async def test_all_switches_are_counted_together() -> None:
    """An asterisk: the number of switches comes first."""
    async with running() as (_, client):
        words = (await client.call(VirtualNetworkVswitchQueryIUOStats(switch_name="*"))).string_list
        assert words[0] == "2"
        assert [word for word in words if word.startswith("VSW")] == ["VSW1", "VSW2"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (VirtualNetworkVswitchQueryIUOStats(switch_name="NOSUCH"), (212, 40)),
        (VirtualNetworkVswitchQueryStats(switch_name="NOSUCH"), (212, 40)),
        (VirtualNetworkVswitchQueryStats(switch_name="VSW1", fmt_version="9"), (8, 8)),
        (VirtualNetworkVLANQueryStats(userid=ONE, fmt_version="9"), (8, 8)),
        (VirtualNetworkVLANQueryStats(userid=ONE, vlan_id="4095"), (8, 8)),
        (VirtualNetworkVLANQueryStats(userid="NOBODY", vlan_id="10"), (212, 48)),
    ],
)
async def test_counters_of_what_is_not_there_have_their_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """212/40 no such switch, 212/48 no such VLAN, 8/8 an unknown format or an impossible VLAN."""
    async with running() as (_, client):
        await define(client, ONE)
        assert await refused(client, call) == expected
