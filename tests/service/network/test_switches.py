# SPDX-License-Identifier: Apache-2.0
"""Virtual switches: made, read, changed and removed."""

from __future__ import annotations

import grpc

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb


async def test_a_switch_is_made_as_it_was_asked_for(world: World) -> None:
    """VLAN-aware, with an uplink of two devices; the answer is what z/VM says about it."""
    request = pb.CreateVirtualSwitchRequest(
        name="trunk1",
        real_device_numbers=["700", "0703"],
        vlan_id=10,
        port_type=pb.PORT_TYPE_TRUNK,
        native_vlan_id=20,
        gvrp=True,
        queue_memory_mb=4,
        persistent=True,
    )
    switch = (await world.stub.CreateVirtualSwitch(request)).virtual_switch
    assert (switch.name, switch.transport_type, switch.port_type) == (
        "TRUNK1",
        pb.TRANSPORT_TYPE_ETHERNET,
        pb.PORT_TYPE_TRUNK,
    )
    assert (switch.vlan_id, switch.native_vlan_id, switch.queue_memory_mb, switch.gvrp) == (10, 20, 4, True)
    assert switch.status == pb.SWITCH_STATUS_READY
    assert [(uplink.real_device_number, uplink.active) for uplink in switch.uplinks] == [
        ("0700", True),
        ("0703", False),
    ]
    assert switch.mac_address.startswith("02:00:00:")
    again = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="TRUNK1"))).virtual_switch
    assert again == switch


async def test_a_switch_without_devices_is_not_connected(world: World) -> None:
    """Layer 3, VLAN-unaware."""
    request = pb.CreateVirtualSwitchRequest(name="LONELY", transport_type=pb.TRANSPORT_TYPE_IP)
    switch = (await world.stub.CreateVirtualSwitch(request)).virtual_switch
    assert switch.status == pb.SWITCH_STATUS_DEFINED
    assert switch.transport_type == pb.TRANSPORT_TYPE_IP
    assert switch.port_type == pb.PORT_TYPE_UNSPECIFIED
    assert (switch.vlan_id, switch.queue_memory_mb, len(switch.uplinks)) == (0, 8, 0)


async def test_a_name_that_is_taken_is_refused(world: World) -> None:
    """With z/VM's own codes beside our reason."""
    error = await refused(world.stub.CreateVirtualSwitch(pb.CreateVirtualSwitchRequest(name="VSW1")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "VIRTUAL_SWITCH_EXISTS")
    assert error.resource == ("virtual_switch", "VSW1")
    assert error.metadata["function"] == "Virtual_Network_Vswitch_Create_Extended"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("212", "36")


async def test_the_same_request_is_done_once(world: World) -> None:
    """The same id and content give the same answer; another content under the id is refused."""
    request = pb.CreateVirtualSwitchRequest(request_id="r-1", name="ONCE")
    first = await world.stub.CreateVirtualSwitch(request)
    assert await world.stub.CreateVirtualSwitch(request) == first
    assert world.calls.of_network()["Vswitch_Create_Extended"] == 1
    other = pb.CreateVirtualSwitchRequest(request_id="r-1", name="TWICE")
    error = await refused(world.stub.CreateVirtualSwitch(other))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


async def test_a_repeat_after_a_lost_answer_finds_its_own_switch(world: World) -> None:
    """z/VM made it, but its answer never came: asking again is no ALREADY_EXISTS."""
    world.refuse(
        "Vswitch_Query_Extended", 900, 4, times=1
    )  # the look after the creation fails: the request did not end
    request = pb.CreateVirtualSwitchRequest(request_id="r-2", name="LOST", vlan_id=5)
    await refused(world.stub.CreateVirtualSwitch(request))
    switch = (await world.stub.CreateVirtualSwitch(request)).virtual_switch
    assert (switch.name, switch.vlan_id) == ("LOST", 5)
    assert world.calls.of_network()["Vswitch_Create_Extended"] == 2


async def test_every_bad_field_of_a_switch_is_named_before_z_vm_is_asked(world: World) -> None:
    """One INVALID_ARGUMENT."""
    request = pb.CreateVirtualSwitchRequest(
        name="FAR TOO LONG",
        real_device_numbers=["0700", "XYZ", "0703", "0706"],
        controller="A B",
        vlan_id=4095,
        native_vlan_id=4095,
        queue_memory_mb=9,
    )
    error = await refused(world.stub.CreateVirtualSwitch(request))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert sorted({violation.field for violation in error.violations}) == [
        "controller",
        "name",
        "native_vlan_id",
        "queue_memory_mb",
        "real_device_numbers",
        "real_device_numbers[1]",
        "vlan_id",
    ]
    assert not world.calls.of_network()


async def test_an_unknown_switch_is_not_found(world: World) -> None:
    """By every rpc that names one."""
    for call in (
        world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="NONE")),
        world.stub.UpdateVirtualSwitch(pb.UpdateVirtualSwitchRequest(name="NONE", connected=False)),
        world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name="NONE")),
        world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="NONE", user_id="LINUX01")),
        world.stub.RevokeVirtualSwitch(pb.RevokeVirtualSwitchRequest(name="NONE", user_id="LINUX01")),
        world.stub.SetVirtualSwitchVlan(pb.SetVirtualSwitchVlanRequest(name="NONE", user_id="LINUX01", vlan_ids=[1])),
    ):
        error = await refused(call)
        assert error.status is grpc.StatusCode.NOT_FOUND
        assert error.resource == ("virtual_switch", "NONE")


async def test_switches_come_in_pages_in_the_order_of_their_names(world: World) -> None:
    """Two on the first page, one on the last; a token of another list is refused."""
    await world.stub.CreateVirtualSwitch(pb.CreateVirtualSwitchRequest(name="AAA"))
    first = await world.stub.ListVirtualSwitches(pb.ListVirtualSwitchesRequest(page_size=2))
    assert [switch.name for switch in first.virtual_switches] == ["AAA", "VSW1"]
    request = pb.ListVirtualSwitchesRequest(page_size=2, page_token=first.next_page_token)
    second = await world.stub.ListVirtualSwitches(request)
    assert [switch.name for switch in second.virtual_switches] == ["VSW2"]
    assert second.next_page_token == ""
    error = await refused(world.stub.ListNics(pb.ListNicsRequest(page_token=first.next_page_token)))
    assert [violation.field for violation in error.violations] == ["page_token"]
    error = await refused(world.stub.ListVirtualSwitches(pb.ListVirtualSwitchesRequest(page_size=-1)))
    assert [violation.field for violation in error.violations] == ["page_size"]


async def test_a_host_without_switches_has_an_empty_list(world: World) -> None:
    """212/40 is z/VM's word for that."""
    for name in ("VSW1", "VSW2"):
        await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name=name))
    answer = await world.stub.ListVirtualSwitches(pb.ListVirtualSwitchesRequest())
    assert answer == pb.ListVirtualSwitchesResponse()


async def test_only_the_fields_that_are_present_change(world: World) -> None:
    """One SMAPI call each; without any nothing is changed."""
    request = pb.UpdateVirtualSwitchRequest(name="VSW1", queue_memory_mb=2, connected=False)
    switch = (await world.stub.UpdateVirtualSwitch(request)).virtual_switch
    assert switch.queue_memory_mb == 2
    assert switch.status == pb.SWITCH_STATUS_DISCONNECTED
    assert [uplink.real_device_number for uplink in switch.uplinks] == ["0500"]
    assert world.calls.of_network()["Vswitch_Set_Extended"] == 2
    nothing = pb.UpdateVirtualSwitchRequest(name="VSW1")
    assert (await world.stub.UpdateVirtualSwitch(nothing)).virtual_switch == switch
    assert world.calls.of_network()["Vswitch_Set_Extended"] == 2


async def test_devices_that_are_present_and_empty_disconnect(world: World) -> None:
    """And others replace the present ones."""
    request = pb.UpdateVirtualSwitchRequest(name="VSW1", real_device_numbers=pb.RealDeviceNumbers(values=["1A00"]))
    switch = (await world.stub.UpdateVirtualSwitch(request)).virtual_switch
    assert [uplink.real_device_number for uplink in switch.uplinks] == ["1A00"]
    request = pb.UpdateVirtualSwitchRequest(name="VSW1", real_device_numbers=pb.RealDeviceNumbers())
    switch = (await world.stub.UpdateVirtualSwitch(request)).virtual_switch
    assert not switch.uplinks


async def test_an_update_that_fails_half_way_is_undone(world: World) -> None:
    """The third change is refused: the first two are taken back, the last one first."""
    world.refuse("Vswitch_Set_Extended", 396, 0, nth=(3,))
    before = await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))
    request = pb.UpdateVirtualSwitchRequest(
        name="VSW1",
        real_device_numbers=pb.RealDeviceNumbers(values=["1A00"]),
        queue_memory_mb=2,
        port_isolation=True,
    )
    error = await refused(world.stub.UpdateVirtualSwitch(request))
    assert error.metadata["return_code"] == "396"
    assert await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1")) == before


async def test_a_missing_switch_can_be_deleted_when_that_is_allowed(world: World) -> None:
    """Deleted twice."""
    await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name="VSW2", persistent=True))
    await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name="VSW2", allow_missing=True))


async def test_grants_are_given_changed_and_taken_back(world: World) -> None:
    """VLANs replace those that the guest has; taking back what is not there is a success."""
    await world.aware_switch()
    grant = pb.GrantVirtualSwitchRequest(name="AWARE1", user_id="linux01")
    await world.stub.GrantVirtualSwitch(grant)
    assert await world.grants("AWARE1") == ["LINUX01 0001"]
    await world.stub.GrantVirtualSwitch(grant)
    vlans = pb.SetVirtualSwitchVlanRequest(name="AWARE1", user_id="LINUX01", vlan_ids=[30, 20])
    await world.stub.SetVirtualSwitchVlan(vlans)
    assert await world.grants("AWARE1") == ["LINUX01 0020 0030"]
    switch = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="AWARE1"))).virtual_switch
    assert list(switch.grants[0].vlan_ids) == [20, 30]
    revoke = pb.RevokeVirtualSwitchRequest(name="AWARE1", user_id="LINUX01")
    await world.stub.RevokeVirtualSwitch(revoke)
    await world.stub.RevokeVirtualSwitch(revoke)
    assert await world.grants("AWARE1") == []


async def test_a_switch_that_knows_no_vlans_refuses_them(world: World) -> None:
    """396/2846, with its meaning."""
    request = pb.SetVirtualSwitchVlanRequest(name="VSW1", user_id="LINUX01", vlan_ids=[20])
    error = await refused(world.stub.SetVirtualSwitchVlan(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "VLAN_UNAWARE")
    assert error.metadata["reason_code"] == "2846"


async def test_vlans_that_no_grant_can_have_are_refused(world: World) -> None:
    """None, out of range, and too many at once."""
    for vlan_ids, field in (([], "vlan_ids"), ([0], "vlan_ids[0]"), ([1, 3, 5, 7, 9], "vlan_ids")):
        request = pb.SetVirtualSwitchVlanRequest(name="VSW1", user_id="LINUX01", vlan_ids=vlan_ids)
        error = await refused(world.stub.SetVirtualSwitchVlan(request))
        assert [violation.field for violation in error.violations] == [field]
