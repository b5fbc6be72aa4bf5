# SPDX-License-Identifier: Apache-2.0
"""Plans of NICs: reserved, given back, confirmed and taken back."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_simulator.faults import FaultRule


def spec(**fields: object) -> pb.NicSpec:
    """A NIC on VSW1 unless told otherwise."""
    return pb.NicSpec(**{"virtual_switch": "VSW1", **fields})  # type: ignore[arg-type]


async def plan(world: World, request_id: str, user_id: str, *nics: pb.NicSpec) -> list[pb.Nic]:
    """The planned NICs."""
    request = pb.PlanNicsRequest(request_id=request_id, user_id=user_id, nics=nics)
    return list((await world.stub.PlanNics(request)).nics)


async def known(world: World, **wanted: object) -> list[pb.Nic]:
    """The NICs that the service lists."""
    return list((await world.stub.ListNics(pb.ListNicsRequest(**wanted))).nics)  # type: ignore[arg-type]


async def test_a_plan_reserves_numbers_and_addresses_and_changes_nothing(world: World) -> None:
    """1000 and 1003 around a chosen 1010; the MAC keeps its last three bytes; z/VM is read once."""
    address = pb.AddressPlan(
        ip_address="192.0.2.7", cidr="192.0.2.0/24", gateway="192.0.2.1", dns_servers=["192.0.2.2"]
    )
    nics = await plan(
        world,
        "op-1",
        "linux01",
        spec(nic_id="port-1", address=address),
        spec(device_number="1010", mac_address="fa:16:3e:12:34:56", virtual_switch="VSW2"),
        pb.NicSpec(),
    )
    assert [nic.device_number for nic in nics] == ["1000", "1010", "1003"]
    assert nics[1].mac_address == "02:00:00:12:34:56"
    assert nics[1].mac_id == "123456"
    assert len({nic.mac_id for nic in nics}) == 3
    assert nics[0].address == address
    assert (nics[0].user_id, nics[0].nic_id, nics[0].state) == ("LINUX01", "port-1", pb.NIC_STATE_PLANNED)
    assert nics[2].virtual_switch == ""
    assert world.calls.of_network() == {"Vswitch_Query_Extended": 1}
    assert await known(world, user_id="LINUX01") == sorted(nics, key=lambda nic: nic.device_number)


async def test_the_same_plan_again_is_the_same_plan(world: World) -> None:
    """Another content under its id is refused."""
    first = await plan(world, "op-1", "LINUX01", spec(), spec())
    assert await plan(world, "op-1", "LINUX01", spec(), spec()) == first
    error = await refused(plan(world, "op-1", "LINUX01", spec()))
    assert error.reason == "REQUEST_ID_REUSED"
    assert len(await known(world)) == 2


async def test_everything_that_is_wrong_with_any_nic_is_named_at_once(world: World) -> None:
    """Fields by themselves, NICs against each other, switches, VLANs, and what others reserved; nothing is kept."""
    await plan(world, "op-1", "LINUX01", spec(device_number="2000", mac_address="02:00:00:00:00:01"))
    request = pb.PlanNicsRequest(
        request_id="op-2",
        user_id="LINUX01",
        nics=[
            spec(mac_address="fa:16:3e:00:00:01"),
            spec(device_number="2002"),
            spec(virtual_switch="NOWHERE"),
            spec(vlan_id=10),
            spec(mac_address="01:00:00:00:00:01"),
            spec(address=pb.AddressPlan(ip_address="192.0.3.7", cidr="192.0.2.0/24", gateway="192.0.3.7")),
        ],
    )
    error = await refused(world.stub.PlanNics(request))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert sorted(violation.field for violation in error.violations) == [
        "nics[0].mac_address",
        "nics[1].device_number",
        "nics[2].virtual_switch",
        "nics[3].vlan_id",
        "nics[4].mac_address",
        "nics[5].address.gateway",
        "nics[5].address.gateway",
        "nics[5].address.ip_address",
    ]
    assert len(await known(world)) == 1


async def test_an_address_on_a_switch_is_taken(world: World) -> None:
    """An adapter of a guest that this service never heard of."""
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW1", user_id="OTHER"))
    await world.define("OTHER", "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 00ABCD", running=True)
    error = await refused(plan(world, "op-1", "LINUX01", spec(mac_address="02:11:22:00:ab:cd")))
    assert [violation.field for violation in error.violations] == ["nics[0].mac_address"]
    assert await plan(world, "op-1", "OTHER", spec(mac_address="02:11:22:00:ab:cd"))


async def test_a_plan_needs_a_request_id_and_a_user_id(world: World) -> None:
    """And no more than 16 NICs."""
    error = await refused(plan(world, "", "TOO LONG A NAME", *[spec()] * 17))
    assert sorted(violation.field for violation in error.violations) == ["nics", "request_id", "user_id"]


async def test_a_plan_may_be_empty(world: World) -> None:
    """A guest without NICs; every later step knows it, and z/VM is not asked."""
    assert await plan(world, "op-1", "LINUX01") == []
    request = pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01")
    assert await world.stub.GrantNics(request) == pb.GrantNicsResponse()
    assert world.calls.of_network() == {}


async def test_many_plans_at_once_share_nothing(world: World) -> None:
    """40 guests with two NICs each, and the same guest twice: every number and every address is given once.

    They share the queries of z/VM (50 ms each here): a burst costs a few, not one each.
    """
    world.zvm.faults.add(FaultRule(function="Virtual_Network_Vswitch_Query_Extended", delay=0.05))
    plans = await asyncio.gather(
        *(plan(world, f"op-{n}", f"LINUX{n:03}", spec(), spec()) for n in range(40)),
        *(plan(world, f"same-{n}", "LINUX000", spec()) for n in range(10)),
    )
    nics = [nic for planned in plans for nic in planned]
    assert len({nic.mac_address for nic in nics}) == len(nics) == 90
    assert len({(nic.user_id, nic.device_number) for nic in nics}) == 90
    assert sorted(nic.device_number for nic in nics if nic.user_id == "LINUX000")[-1] == "1021"
    assert world.calls.of_network()["Vswitch_Query_Extended"] <= 10


async def test_what_is_released_can_be_reserved_again(world: World) -> None:
    """Missing reservations are no error; another guest's are not touched."""
    await plan(world, "op-1", "LINUX01", spec(device_number="1000", mac_address="02:00:00:00:00:01"), spec())
    wrong = await world.stub.ReleaseNics(pb.ReleaseNicsRequest(request_id="op-1", user_id="LINUX02"))
    assert wrong.released_count == 0
    request = pb.ReleaseNicsRequest(request_id="op-1", user_id="LINUX01")
    assert (await world.stub.ReleaseNics(request)).released_count == 2
    assert (await world.stub.ReleaseNics(request)).released_count == 0
    again = await plan(world, "op-2", "LINUX01", spec(device_number="1002", mac_address="02:00:00:00:00:01"))
    assert again[0].mac_id == "000001"


async def test_confirming_grants_every_switch_and_keeps_the_nics(world: World) -> None:
    """One call for each switch, with the VLANs of all its NICs."""
    await world.aware_switch()
    await plan(
        world,
        "op-1",
        "LINUX01",
        spec(),
        spec(virtual_switch="AWARE1", vlan_id=30),
        spec(virtual_switch="AWARE1", vlan_id=20),
    )
    world.calls.seen.clear()
    nics = (await world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01"))).nics
    assert [nic.state for nic in nics] == [pb.NIC_STATE_CREATED] * 3
    assert world.calls.of_network() == {"Vswitch_Set_Extended": 2}
    assert await world.grants("VSW1") == ["LINUX01"]
    assert await world.grants("AWARE1") == ["LINUX01 0020 0030"]
    release = pb.ReleaseNicsRequest(request_id="op-1", user_id="LINUX01")
    assert (await world.stub.ReleaseNics(release)).released_count == 0
    assert len(await known(world, user_id="LINUX01")) == 3


async def test_a_grant_that_fails_takes_the_others_back(world: World) -> None:
    """The plan is still a plan."""
    await plan(world, "op-1", "LINUX01", spec(), spec(virtual_switch="VSW2"))
    await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name="VSW2"))
    error = await refused(world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01")))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("virtual_switch", "VSW2"))
    assert await world.grants("VSW1") == []
    assert {nic.state for nic in await known(world)} == {pb.NIC_STATE_PLANNED}


async def test_what_was_confirmed_can_be_taken_back(world: World) -> None:
    """Grants gone, NICs planned; then they can be released. An unknown plan is a success."""
    await plan(world, "op-1", "LINUX01", spec(), spec(virtual_switch="VSW2"))
    await world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01"))
    request = pb.RevokeNicsRequest(request_id="op-1", user_id="LINUX01")
    await world.stub.RevokeNics(request)
    await world.stub.RevokeNics(request)
    await world.stub.RevokeNics(pb.RevokeNicsRequest(request_id="op-9", user_id="LINUX01"))
    assert await world.grants("VSW1") == await world.grants("VSW2") == []
    assert {nic.state for nic in await known(world)} == {pb.NIC_STATE_PLANNED}
    release = pb.ReleaseNicsRequest(request_id="op-1", user_id="LINUX01")
    assert (await world.stub.ReleaseNics(release)).released_count == 2


async def test_a_plan_that_is_not_known_cannot_be_confirmed(world: World) -> None:
    """NOT_FOUND."""
    error = await refused(world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "PLAN_NOT_FOUND")
    assert error.resource == ("plan", "op-1")


async def test_taking_back_comes_after_a_confirmation_that_its_caller_gave_up(world: World) -> None:
    """The grant takes longer than the caller waits; nothing of it is left after RevokeNics."""
    await plan(world, "op-1", "LINUX01", spec())
    world.zvm.faults.add(FaultRule(function="Virtual_Network_Vswitch_Set_Extended", delay=0.2, nth=(1,)))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01"), timeout=0.05)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    await world.stub.RevokeNics(pb.RevokeNicsRequest(request_id="op-1", user_id="LINUX01"))
    assert await world.grants("VSW1") == []
    assert {nic.state for nic in await known(world)} == {pb.NIC_STATE_PLANNED}


async def test_only_what_a_plan_gave_is_taken_back(world: World) -> None:
    """Not the grant that a stranger's guest of the same name has got meanwhile, without GrantNics or before it."""
    await plan(world, "op-1", "LINUX01", spec())
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW1", user_id="LINUX01"))
    await world.stub.RevokeNics(pb.RevokeNicsRequest(request_id="op-1", user_id="LINUX01"))
    assert await world.grants("VSW1") == ["LINUX01"]
    await plan(world, "op-2", "LINUX01", spec(), spec(virtual_switch="VSW2"))
    await world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-2", user_id="LINUX01"))
    await world.stub.RevokeNics(pb.RevokeNicsRequest(request_id="op-2", user_id="LINUX01"))
    assert (await world.grants("VSW1"), await world.grants("VSW2")) == (["LINUX01"], [])


async def test_a_failed_confirmation_leaves_a_grant_that_was_there_before(world: World) -> None:
    """VSW2 is gone; VSW1 had been granted by hand."""
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW1", user_id="LINUX01"))
    await plan(world, "op-1", "LINUX01", spec(), spec(virtual_switch="VSW2"))
    await world.stub.DeleteVirtualSwitch(pb.DeleteVirtualSwitchRequest(name="VSW2"))
    await refused(world.stub.GrantNics(pb.GrantNicsRequest(request_id="op-1", user_id="LINUX01")))
    assert await world.grants("VSW1") == ["LINUX01"]


async def test_a_reused_request_id_is_named_with_everything_else_that_is_bad(world: World) -> None:
    """One error for all of it."""
    await plan(world, "op-1", "LINUX01", spec())
    bad = [spec(virtual_switch="NOWHERE"), spec(mac_address="01:00:00:00:00:01")]
    error = await refused(world.stub.PlanNics(pb.PlanNicsRequest(request_id="op-1", user_id="LINUX01", nics=bad)))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    assert sorted(violation.field for violation in error.violations) == [
        "nics[0].virtual_switch",
        "nics[1].mac_address",
        "request_id",
    ]
