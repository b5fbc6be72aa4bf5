# SPDX-License-Identifier: Apache-2.0
"""Everything that can be set of a virtual switch, set and read back."""

from __future__ import annotations

import grpc
import pytest

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_smapi.calls import VirtualNetworkVswitchQueryExtended

SET = "Vswitch_Set_Extended"


async def make(world: World, **wanted: object) -> pb.VirtualSwitch:
    """A new switch VSW9."""
    request = pb.CreateVirtualSwitchRequest(name="VSW9", **wanted)  # type: ignore[arg-type]
    switch: pb.VirtualSwitch = (await world.stub.CreateVirtualSwitch(request)).virtual_switch
    return switch


async def change(world: World, **wanted: object) -> pb.VirtualSwitch:
    """VSW9, changed."""
    request = pb.UpdateVirtualSwitchRequest(name="VSW9", **wanted)  # type: ignore[arg-type]
    switch: pb.VirtualSwitch = (await world.stub.UpdateVirtualSwitch(request)).virtual_switch
    return switch


async def read(world: World) -> pb.VirtualSwitch:
    """VSW9."""
    switch: pb.VirtualSwitch = (
        await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW9"))
    ).virtual_switch
    return switch


async def test_what_nobody_asked_for_is_as_z_vm_has_it(world: World) -> None:
    """The fields of a plain switch with an uplink."""
    switch = await make(world, real_device_numbers=["0700"])
    assert (switch.vlan_aware, switch.vlan_id, switch.gvrp, switch.gvrp_enabled) == (False, 0, False, False)
    assert (switch.routing, switch.ip_timeout_minutes) == (pb.ROUTING_TYPE_UNSPECIFIED, 5)
    assert (switch.switch_type, switch.port_selection) == (pb.ADAPTER_TYPE_QDIO, pb.PORT_SELECTION_USER_BASED)
    assert (switch.port_isolation, switch.vlan_counters) == (False, False)
    assert switch.mac_protection == pb.MAC_PROTECTION_HOST_DEFAULT
    assert (switch.status_code, switch.status) == (8, pb.SWITCH_STATUS_READY)
    assert not switch.HasField("link_aggregation")
    assert not switch.HasField("uplink_nic")
    (uplink,) = switch.uplinks
    assert (uplink.controller, uplink.port_name, uplink.virtual_device_number) == ("DTCVSW1", "", "0600")
    assert (uplink.status_code, uplink.error_code, uplink.active) == (1, 0, True)


async def test_an_uplink_that_cannot_be_used_says_why(world: World) -> None:
    """0500 belongs to another switch: 4, attached to somebody else; there is no device 0F00: 3."""
    switch = await make(world, real_device_numbers=["0F00"])
    assert (switch.status_code, switch.status) == (3, pb.SWITCH_STATUS_DISCONNECTED)
    (uplink,) = switch.uplinks
    assert (uplink.status_code, uplink.error_code, uplink.active) == (0, 3, False)


async def test_a_router_is_an_ip_switch(world: World) -> None:
    """It can stop being one; an ETHERNET switch cannot become one, and nothing is changed then."""
    switch = await make(
        world, transport_type=pb.TRANSPORT_TYPE_IP, routing=pb.ROUTING_TYPE_PRIMARY_ROUTER, controller="*"
    )
    assert switch.routing == pb.ROUTING_TYPE_PRIMARY_ROUTER
    switch = await change(world, routing=pb.ROUTING_TYPE_NON_ROUTER)
    assert switch.routing == pb.ROUTING_TYPE_NON_ROUTER
    request = pb.UpdateVirtualSwitchRequest(name="VSW1", routing=pb.ROUTING_TYPE_PRIMARY_ROUTER, ip_timeout_minutes=9)
    before = world.calls.of_network()[SET]
    error = await refused(world.stub.UpdateVirtualSwitch(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NOT_AN_IP_SWITCH")
    assert error.metadata["operation"] == "SET_SWITCH"
    assert world.calls.of_network()[SET] == before


async def test_a_switch_is_aware_of_vlans_without_one_of_its_own(world: World) -> None:
    """z/VM chooses; type of ports and GVRP can be changed then, and not on a switch that is unaware."""
    switch = await make(world, vlan_aware=True, gvrp=True)
    assert (switch.vlan_aware, switch.vlan_id, switch.port_type) == (True, 1, pb.PORT_TYPE_ACCESS)
    switch = await change(world, port_type=pb.PORT_TYPE_TRUNK, gvrp=False)
    assert (switch.port_type, switch.gvrp) == (pb.PORT_TYPE_TRUNK, False)
    request = pb.UpdateVirtualSwitchRequest(name="VSW1", gvrp=True)
    error = await refused(world.stub.UpdateVirtualSwitch(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "VLAN_UNAWARE")


@pytest.mark.parametrize(
    ("connection", "devices", "code"),
    [
        (pb.UPLINK_CONNECTION_CONNECTED, [], 1),
        (pb.UPLINK_CONNECTION_DISCONNECTED, ["0700"], 3),
        (pb.UPLINK_CONNECTION_NO_UPLINK, [], 1),
        (pb.UPLINK_CONNECTION_UNSPECIFIED, ["0700"], 8),
    ],
)
async def test_a_switch_is_connected_as_it_was_asked_for(
    world: World, connection: pb.UplinkConnection, devices: list[str], code: int
) -> None:
    """At once, later, or never."""
    switch = await make(world, connection=connection, real_device_numbers=devices)
    assert switch.status_code == code


async def test_every_setting_is_changed_and_read_back(world: World) -> None:
    """One SMAPI call for each."""
    await make(world, transport_type=pb.TRANSPORT_TYPE_IP, vlan_id=10, real_device_numbers=["0700"])
    world.calls.seen.clear()
    switch = await change(
        world,
        real_device_numbers=pb.RealDeviceNumbers(values=["0704"]),
        queue_memory_mb=2,
        port_isolation=True,
        mac_protect=True,
        routing=pb.ROUTING_TYPE_PRIMARY_ROUTER,
        port_type=pb.PORT_TYPE_TRUNK,
        gvrp=True,
        ip_timeout_minutes=240,
        vlan_counters=True,
        mac_address="02:00:00:00:12:34",
        port_names=pb.PortNames(values=["port1"]),
        controllers=pb.Controllers(values=["dtcvsw2", "DTCVSW1"]),
        uplink_nic=pb.UplinkNic(user_id="linux01", device_number="600"),
        link_aggregation=pb.LinkAggregationChange(lacp=True, interval_seconds=30, real_device_numbers=["0704", "0708"]),
        connected=True,
        persistent=True,
    )
    assert world.calls.of_network()[SET] == 17
    assert (switch.queue_memory_mb, switch.port_isolation, switch.mac_protection) == (2, True, pb.MAC_PROTECTION_ON)
    assert (switch.routing, switch.port_type) == (pb.ROUTING_TYPE_PRIMARY_ROUTER, pb.PORT_TYPE_TRUNK)
    assert (switch.gvrp, switch.ip_timeout_minutes, switch.vlan_counters) == (True, 240, True)
    assert switch.mac_address.endswith(":00:12:34")
    assert (switch.uplink_nic.user_id, switch.uplink_nic.device_number) == ("LINUX01", "0600")
    assert (switch.link_aggregation.group, switch.link_aggregation.interval_seconds) == ("VSW9", 30)
    assert "LACP" in switch.link_aggregation.mode
    assert [(each.real_device_number, each.port_name) for each in switch.uplinks] == [("0704", "PORT1"), ("0708", "")]
    assert switch.uplinks[0].controller == "DTCVSW2"
    switch = await change(world, mac_protect_by_host=True, uplink_nic=pb.UplinkNic())
    assert switch.mac_protection == pb.MAC_PROTECTION_HOST_DEFAULT
    assert not switch.HasField("uplink_nic")


async def test_what_z_vm_refuses_leaves_the_switch_as_it_was(world: World) -> None:
    """Fifteen settings and the last is refused: every one before it is taken back, as far as z/VM tells what it was."""
    await make(world, transport_type=pb.TRANSPORT_TYPE_IP, vlan_id=10, real_device_numbers=["0700"])
    reply = await world.smapi.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))
    world.refuse(SET, 396, 2838, nth=(11,))
    error = await refused(
        change(
            world,
            real_device_numbers=pb.RealDeviceNumbers(values=["0704"]),
            queue_memory_mb=2,
            port_isolation=True,
            mac_protect=True,
            routing=pb.ROUTING_TYPE_PRIMARY_ROUTER,
            port_type=pb.PORT_TYPE_TRUNK,
            gvrp=True,
            ip_timeout_minutes=240,
            vlan_counters=True,
            mac_address="02:00:00:00:12:34",
            uplink_nic=pb.UplinkNic(user_id="LINUX01", device_number="0600"),
        )
    )
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GRANT_REFUSED")
    assert (error.metadata["operation"], error.metadata["reason_code"]) == ("SET_SWITCH", "2838")
    after = await world.smapi.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))
    assert after.vswitch_array == reply.vswitch_array
    assert (await read(world)).uplinks[0].real_device_number == "0700"


async def test_a_grant_carries_rights(world: World) -> None:
    """To see all traffic, and to use simulated adapters; with VLANs in the switch's answer."""
    await make(world, vlan_id=10)
    request = pb.GrantVirtualSwitchRequest(
        name="VSW9",
        user_id="LINUX01",
        vlan_ids=[7, 9],
        promiscuous=True,
        osd_simulation=True,
        port_type=pb.PORT_TYPE_TRUNK,
    )
    await world.stub.GrantVirtualSwitch(request)
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW9", user_id="LINUX02"))
    first, second = (await read(world)).grants
    assert (first.user_id, list(first.vlan_ids), first.port_number) == ("LINUX01", [7, 9], 0)
    assert (first.promiscuous, first.osd_simulation) == (True, True)
    assert (second.user_id, list(second.vlan_ids), second.promiscuous) == ("LINUX02", [10], False)


async def test_rights_replace_those_of_a_grant_that_is_there(world: World) -> None:
    """z/VM answers 212/44 to a second grant: then it is taken back and given anew."""
    await make(world)
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW9", user_id="LINUX01"))
    world.refuse(SET, 212, 44, nth=(1,))
    request = pb.GrantVirtualSwitchRequest(name="VSW9", user_id="LINUX01", promiscuous=True)
    await world.stub.GrantVirtualSwitch(request)
    (grant,) = (await read(world)).grants
    assert grant.promiscuous


async def test_adapters_on_a_switch_say_what_they_are(world: World) -> None:
    """QDIO."""
    await world.define("LINUX01", running=True)
    nics = [pb.NicSpec(virtual_switch="VSW1")]
    await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=nics))
    switch = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))).virtual_switch
    assert [each.adapter_type for each in switch.connected_nics] == [pb.ADAPTER_TYPE_QDIO]
