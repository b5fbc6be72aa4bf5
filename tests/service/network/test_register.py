# SPDX-License-Identifier: Apache-2.0
"""Guests that were made without this service: their NICs are taken into its records, and given up."""

from __future__ import annotations

import asyncio

import grpc

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended

NICDEFS = (
    "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 0000AA",
    "NICDEF 1003 TYPE QDIO DEVICES 3 MACID 0000BB",
    "NICDEF 1003 LAN SYSTEM VSW2",
    "NICDEF 2000 TYPE QDIO",
)


async def foreign(world: World, user_id: str = "LINUX01", *, running: bool = False) -> None:
    """A guest with NICs and grants that somebody else gave it."""
    for switch in ("VSW1", "VSW2"):
        call = VirtualNetworkVswitchSetExtended(switch_name=switch, grant_userid=user_id, persist="YES")
        await world.smapi.call(call)
    await world.define(user_id, *NICDEFS, running=running)


async def register(world: World, user_id: str = "LINUX01", **nic_ids: str) -> list[pb.Nic]:
    """The guest's NICs as they are recorded then; names by `m` and six hex digits."""
    names = {digits.removeprefix("m"): name for digits, name in nic_ids.items()}
    return list((await world.stub.RegisterNics(pb.RegisterNicsRequest(user_id=user_id, nic_ids=names))).nics)


async def listed(world: World, user_id: str = "", nic_id: str = "") -> list[pb.Nic]:
    """The NICs that the service lists."""
    return list((await world.stub.ListNics(pb.ListNicsRequest(user_id=user_id, nic_id=nic_id))).nics)


def shown(nics: list[pb.Nic]) -> list[tuple[str, str, str, str, bool]]:
    """What matters of each."""
    return [(nic.device_number, nic.virtual_switch, nic.mac_id, nic.nic_id, nic.connected) for nic in nics]


async def test_a_guest_that_is_off_is_taken_over_from_its_directory_entry(world: World) -> None:
    """Two statements for one number are one NIC; ports are named by MAC address; nothing of z/VM is changed."""
    await foreign(world)
    world.calls.seen.clear()
    nics = await register(world, m0000bb="port-b", m0000AA="port-a", mFFFFFF="nobody's")
    assert shown(nics) == [
        ("1000", "VSW1", "0000AA", "port-a", False),
        ("1003", "VSW2", "0000BB", "port-b", False),
        ("2000", "", "", "", False),
    ]
    assert [nic.mac_address for nic in nics] == ["02:00:00:00:00:aa", "02:00:00:00:00:bb", ""]
    assert {nic.state for nic in nics} == {pb.NIC_STATE_CREATED}
    changing = ("Create", "Set", "Delete", "Connect", "Disconnect", "Replace")
    assert not [name for name in world.calls.seen if any(word in name for word in changing)]
    assert [nic.user_id for nic in await listed(world, nic_id="port-b")] == ["LINUX01"]


async def test_a_running_guest_is_taken_over_with_what_it_has_now(world: World) -> None:
    """The address that CP chose is known from the switch; a NIC that only the running guest has is one too."""
    await foreign(world, running=True)
    await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec(device_number="3000")]))
    await world.stub.DeleteNics(
        pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["3000"], scope=pb.CHANGE_SCOPE_DIRECTORY)
    )
    nics = await register(world, m0000AA="port-a")
    assert [(nic.device_number, nic.virtual_switch, nic.connected) for nic in nics] == [
        ("1000", "VSW1", True),
        ("1003", "VSW2", True),
        ("2000", "", False),
        ("3000", "", False),
    ]
    assert nics[0].nic_id == "port-a"


async def test_a_guest_without_nics_is_a_success(world: World) -> None:
    """With no rows, whether it is on or off."""
    await world.define("LINUX01")
    await world.define("LINUX02", running=True)
    assert await register(world, "LINUX01") == await register(world, "LINUX02") == []
    assert await listed(world) == []


async def test_a_guest_that_is_not_there_cannot_be_taken_over(world: World) -> None:
    """NOT_FOUND."""
    error = await refused(register(world, "NOBODY"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")


async def test_it_is_done_once_however_often_it_is_asked_for(world: World) -> None:
    """Also at the same time; a name that comes later is taken, a record of ours keeps what it says."""
    await foreign(world)
    answers = await asyncio.gather(*(register(world, m0000AA="first") for _ in range(3)))
    assert answers[0] == answers[1] == answers[2]
    await world.stub.UncoupleNic(pb.UncoupleNicRequest(user_id="LINUX01", device_number="1003"))
    nics = await register(world, m0000BB="second")
    assert [(nic.virtual_switch, nic.nic_id) for nic in nics] == [("VSW1", "first"), ("", "second"), ("", "")]


async def test_grants_of_adopted_nics_are_not_ours_to_take(world: World) -> None:
    """Neither when the NIC is removed nor when the guest is given up; the NIC can be moved and removed like any."""
    await foreign(world, running=True)
    await register(world)
    await world.stub.CoupleNic(pb.CoupleNicRequest(user_id="LINUX01", device_number="1000", virtual_switch="VSW2"))
    assert (await world.adapters("LINUX01"))["1000"] == "VSW2"
    await world.stub.DeleteNics(pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]))
    assert [line.split()[1] for line in await world.nicdefs("LINUX01")] == ["1003", "1003", "2000"]
    assert await world.grants("VSW1") == await world.grants("VSW2") == ["LINUX01"]
    answer = await world.stub.DeregisterNics(pb.DeregisterNicsRequest(user_id="LINUX01"))
    assert answer.forgotten_count == 2
    assert await world.grants("VSW1") == await world.grants("VSW2") == ["LINUX01"]
    assert await world.adapters("LINUX01") == {"1003": "VSW2", "2000": ""}


async def test_a_guest_that_is_given_up_is_only_forgotten(world: World) -> None:
    """z/VM is not even asked; a grant that was given for a NIC stays, because the guest goes on using it."""
    await world.define("LINUX01")
    nics = [pb.NicSpec(virtual_switch="VSW1"), pb.NicSpec()]
    await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=nics))
    world.calls.seen.clear()
    request = pb.DeregisterNicsRequest(user_id="LINUX01")
    assert (await world.stub.DeregisterNics(request)).forgotten_count == 2
    assert (await world.stub.DeregisterNics(request)).forgotten_count == 0
    assert not world.calls.seen
    assert await world.grants("VSW1") == ["LINUX01"]
    assert len(await world.nicdefs("LINUX01")) == 2
    assert shown(await register(world))[0][:2] == ("1000", "VSW1")


async def test_plans_are_not_given_up_with_the_guest(world: World) -> None:
    """They belong to the request that is about to make it."""
    request = pb.PlanNicsRequest(request_id="op-1", user_id="LINUX01", nics=[pb.NicSpec(virtual_switch="VSW1")])
    await world.stub.PlanNics(request)
    answer = await world.stub.DeregisterNics(pb.DeregisterNicsRequest(user_id="LINUX01"))
    assert answer.forgotten_count == 0
    assert len(await listed(world)) == 1


async def test_a_mac_address_is_never_two_nics(world: World) -> None:
    """FAILED_PRECONDITION, and no row of the guest is written."""
    await world.define("LINUX02")
    taken = pb.NicSpec(mac_address="02:00:00:00:00:BB")
    await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX02", nics=[taken]))
    await foreign(world)
    error = await refused(register(world))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "MAC_ADDRESS_TAKEN")
    assert error.resource == ("nic", "LINUX01/1003")
    assert await listed(world, user_id="LINUX01") == []


async def test_adopted_numbers_and_addresses_are_reserved(world: World) -> None:
    """A new NIC of the guest gets the next free number; another guest's cannot have the address."""
    await foreign(world)
    await register(world)
    (nic,) = (await world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec()]))).nics
    assert nic.device_number == "1006"
    wish = pb.NicSpec(mac_address="02:00:00:00:00:AA")
    error = await refused(world.stub.PlanNics(pb.PlanNicsRequest(request_id="r", user_id="LINUX02", nics=[wish])))
    assert [violation.field for violation in error.violations] == ["nics[0].mac_address"]


async def test_bad_names_are_named(world: World) -> None:
    """Every one of them."""
    names = {"12345": "p", "00000G": "p", "0000aa": "p\n", "0000bb": ""}
    error = await refused(world.stub.RegisterNics(pb.RegisterNicsRequest(user_id="A B", nic_ids=names)))
    assert sorted(violation.field for violation in error.violations) == [
        "nic_ids[00000G]",
        "nic_ids[0000aa]",
        "nic_ids[0000bb]",
        "nic_ids[12345]",
        "user_id",
    ]
