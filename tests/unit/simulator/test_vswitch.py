# SPDX-License-Identifier: Apache-2.0
"""Switches by the older functions: running system, configuration file or both, and what an IPL makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    SystemShutdown,
    VirtualNetworkAdapterQuery,
    VirtualNetworkOSAQuery,
    VirtualNetworkVswitchCreate,
    VirtualNetworkVswitchDelete,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchQuery,
    VirtualNetworkVswitchQueryExtended,
    VirtualNetworkVswitchSet,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call

RUNNING, BOTH, FILE = 1, 2, 3


def create(name: str = "VSW9", where: int = RUNNING, **changes: Any) -> VirtualNetworkVswitchCreate:
    """A switch that is like a call with everything unspecified."""
    values: dict[str, Any] = {"queue_memory_limit": -1, "vlan_id": -1, "native_vlanid": -1}
    return VirtualNetworkVswitchCreate(
        **{**values, "switch_name": name, "update_system_config_indicator": where, **changes}
    )


def change(name: str = "VSW9", where: int = RUNNING, **changes: Any) -> VirtualNetworkVswitchSet:
    """A change of a switch."""
    values: dict[str, Any] = {"queue_memory_limit": -1, "switch_name": name}
    return VirtualNetworkVswitchSet(**{**values, "update_system_config_indicator": where, **changes})


def delete(name: str = "VSW9", where: int = RUNNING) -> VirtualNetworkVswitchDelete:
    """A switch goes."""
    return VirtualNetworkVswitchDelete(switch_name=name, update_system_config_indicator=where)


async def switch(client: SmapiClient, name: str = "VSW9") -> Any:
    """The older query's record."""
    return (await client.call(VirtualNetworkVswitchQuery(switch_name=name))).vswitch_array[0]


async def there(client: SmapiClient) -> list[str]:
    """The names of the running switches, the same in both queries."""
    older = (await client.call(VirtualNetworkVswitchQuery(switch_name="*"))).vswitch_array
    newer = (await client.call(VirtualNetworkVswitchQueryExtended(switch_name="*"))).vswitch_array
    names = [one.switch_name for one in older]
    assert names == [one.vswitch_attributes.switch_name for one in newer]
    return names


async def ipl(client: SmapiClient, clock: DrivenClock) -> list[str]:
    """The system is loaded again; which switches it has."""
    await client.call(SystemShutdown(immediate="IMMEDIATE"))
    await clock.advance(1)
    return await there(client)


@pytest.mark.parametrize(
    ("settings", "expected", "words"),
    [
        ({}, {"transport_type": 1, "vlan_id": 0, "routing_value": 1, "switch_status": 1}, "IP NONE 8 NONROUTER"),
        ({"transport_type": 2, "queue_memory_limit": 3}, {"transport_type": 2, "queue_memory_limit": 3,
          "routing_value": 0}, "ETHERNET NONE 3 NA"),
        ({"routing_value": 2}, {"routing_value": 2}, "IP NONE 8 PRIROUTER"),
        ({"vlan_id": 5, "port_type": 2, "native_vlanid": 7}, {"vlan_id": 5, "port_type": 2, "native_vlan_id": 7},
         "IP TRUNK 8 NONROUTER AWARE 00005 00007"),
        ({"vlan_id": 5, "gvrp_value": 2}, {"port_type": 1, "gvrp_request_attribute": 2}, "IP ACCESS 8 NONROUTER"),
        ({"real_device_address": "0700"}, {"switch_status": 8}, "IP NONE 8"),
        ({"real_device_address": "0700", "connection_value": 2}, {"switch_status": 3}, "IP NONE 8"),
        ({"real_device_address": "NONE"}, {"switch_status": 1}, "IP NONE 8"),
    ],
)  # fmt: skip
async def test_a_switch_is_made_as_it_was_asked_for(
    settings: dict[str, Any], expected: dict[str, Any], words: str
) -> None:
    """The older and the newer query show the same."""
    async with running() as (_, client):
        await client.call(create(**settings))
        found = await switch(client)
        assert {name: getattr(found, name) for name in expected} == expected
        newer = (await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))).vswitch_array[0]
        assert str(newer.vswitch_attributes).split()[1 : 1 + len(words.split())] == words.split()


async def test_a_switch_is_changed_in_place() -> None:
    """Uplink, users and settings, in every query that shows them."""
    async with running() as (_, client):

        async def attached() -> list[str]:
            lines = (await client.call(VirtualNetworkOSAQuery())).osa_info_structure
            return [line.split()[0] for line in lines if "DTCVSW" in line and line.startswith(("07", "1A"))]

        await client.call(create(real_device_address="0700", transport_type=2, vlan_id=5, port_type=1))
        await client.call(change(real_device_address="1A00", queue_memory_limit=2, port_type=2, mac_id="ABC"))
        found = await switch(client)
        assert (found.queue_memory_limit, found.port_type, found.mac_id & 0xFFFFFF) == (2, 2, 0xABC)
        assert [one.real_device_address for one in found.real_device_info_array] == [0x1A00]
        assert await attached() == ["1A00", "1A01", "1A02"]
        await client.call(change(connection_value=2))
        assert (await switch(client)).switch_status == 3
        assert await attached() == []
        await client.call(change(grant_userid="linux01", user_vlan_id="10 20-21"))
        (user,) = (await switch(client)).authorized_user_array
        assert (user.grant_userid, tuple(user.user_vlan_array)) == ("LINUX01", (10, 20, 21))
        await client.call(change(revoke_userid="LINUX01"))
        assert (await switch(client)).authorized_user_array == ()


async def test_a_revoked_user_and_a_deleted_switch_leave_adapters_uncoupled() -> None:
    """At once, and the devices of the uplink are free."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))

        async def status() -> int:
            call = VirtualNetworkAdapterQuery(target="LINUX01", image_device_number="1000")
            return (await client.call(call)).adapter_array[0].adapter_status

        coupled = await status()
        await client.call(delete("VSW1"))
        assert coupled != await status() == 0
        assert await there(client) == ["VSW2"]
        assert await refused(client, delete("VSW1")) == (212, 40)
        assert await codes(client, create("VSW8", real_device_address="0500")) == (0, 0)
        assert (await switch(client, "VSW8")).switch_status == 8


async def test_the_configuration_file_decides_what_an_ipl_makes() -> None:
    """1 is for now, 3 for later, 2 for both."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await client.call(create("NOW", RUNNING))
        await client.call(create("BOTH", BOTH))
        await client.call(create("LATER", FILE))
        assert await there(client) == ["BOTH", "NOW", "VSW1", "VSW2"]
        assert await ipl(client, clock) == ["BOTH", "LATER", "VSW1", "VSW2"]
        await client.call(delete("BOTH", RUNNING))
        await client.call(delete("LATER", FILE))
        await client.call(delete("VSW1", BOTH))
        assert await there(client) == ["LATER", "VSW2"]
        assert await ipl(client, clock) == ["BOTH", "VSW2"]


async def test_changes_and_grants_last_only_in_the_configuration_file() -> None:
    """Of the older and of the newer function alike."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await client.call(create(where=BOTH))
        await client.call(change(queue_memory_limit=2))
        await client.call(change(where=FILE, queue_memory_limit=3))
        assert (await switch(client)).queue_memory_limit == 2
        await client.call(change(where=BOTH, grant_userid="LINUX01"))
        await client.call(change(grant_userid="LINUX02"))
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", grant_userid="LINUX03", persist="YES"))
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", grant_userid="LINUX04"))
        assert len((await switch(client)).authorized_user_array) == 4
        await ipl(client, clock)
        found = await switch(client)
        assert found.queue_memory_limit == 3
        assert [one.grant_userid for one in found.authorized_user_array] == ["LINUX01", "LINUX03"]
        await client.call(change(where=FILE, revoke_userid="LINUX01"))
        assert len((await switch(client)).authorized_user_array) == 2
        await client.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW9"))
        await ipl(client, clock)
        assert [one.grant_userid for one in (await switch(client)).authorized_user_array] == ["LINUX03"]
        await client.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW9", persist="YES"))
        assert "VSW9" not in await ipl(client, clock)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (create("VSW1"), (212, 36)),
        (create("VSW1", BOTH), (620, 54)),
        (create("VSW1", FILE), (620, 54)),
        (delete("NOSUCH"), (212, 40)),
        (delete("VSW9", BOTH), (620, 60)),
        (delete("VSW9", FILE), (620, 60)),
        (delete("NOSUCH", FILE), (620, 60)),
        (change("NOSUCH", queue_memory_limit=2), (212, 40)),
        (change(where=BOTH, queue_memory_limit=2), (620, 60)),
        (change("VSW1", FILE, revoke_userid="NOBODY"), (620, 58)),
        (change(grant_userid="LINUX01", user_vlan_id="10"), (396, 2846)),
        (change(port_type=2), (396, 2846)),
        (change(gvrp_value=1), (396, 2846)),
        (change(grant_userid="LINUX01", user_vlan_id="4095"), (396, 2838)),
    ],
)
async def test_what_cannot_be_done_to_a_switch_has_its_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """And nothing is changed, in the running system and in the file."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await client.call(create())
        before = await switch(client)
        assert await refused(client, call) == expected
        assert await there(client) == ["VSW1", "VSW2", "VSW9"]
        assert await switch(client) == before
        assert await ipl(client, clock) == ["VSW1", "VSW2"]


async def test_the_uplink_goes_to_the_controller_that_may_have_it_now() -> None:
    """The one before lets go of its devices."""

    async def owners(client: SmapiClient) -> list[str]:
        reply = await client.call(VirtualNetworkOSAQuery())
        return [line.osa_status for line in reply.osa_info_structure if line.osa_address in ("0700", "0701", "0702")]

    async with running() as (_, client):
        await client.call(create(real_device_address="0700"))
        assert await owners(client) == ["ATTACHEDDTCVSW1"] * 3
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", controller_name="DTCVSW2"))
        assert await owners(client) == ["ATTACHEDDTCVSW2"] * 3
        reply = await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))
        assert reply.vswitch_array[0].real_device_array[0].controller_name == "DTCVSW2"


async def test_an_uplink_nic_is_disconnected_without_its_number() -> None:
    """The user id * says it."""
    async with running() as (_, client):
        await client.call(create())
        connect = VirtualNetworkVswitchSetExtended(switch_name="VSW9", nic_userid="LINUX01", nic_vdev="0600")
        await client.call(connect)
        reply = await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))
        assert reply.vswitch_array[0].uplink_nic_array[0].uplink_nic_userid == "LINUX01"
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW9", nic_userid="*"))
        reply = await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))
        assert reply.vswitch_array[0].uplink_nic_array == ()
