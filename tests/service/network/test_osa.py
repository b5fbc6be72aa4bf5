# SPDX-License-Identifier: Apache-2.0
"""Real OSA devices that guests get for themselves."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_smapi.calls import ImageDeviceDedicate, ImageQueryDM

DM, NOW = "Image_Device_Dedicate_DM", "Image_Device_Dedicate"


def creation(
    *osa_devices: str,
    user_id: str = "LINUX01",
    scope: pb.ChangeScope = pb.CHANGE_SCOPE_UNSPECIFIED,
    request_id: str = "",
) -> pb.CreateNicsRequest:
    """A NIC for each of the OSAs."""
    nics = [pb.NicSpec(osa_device=osa) for osa in osa_devices]
    return pb.CreateNicsRequest(request_id=request_id, user_id=user_id, nics=nics, scope=scope)


async def dedicated(world: World, user_id: str) -> list[str]:
    """The DEDICATE statements of an entry."""
    reply = await world.smapi.call(ImageQueryDM(target=user_id))
    lines = [line[:72].rstrip() for line in reply.image_record_array]
    return [line.removeprefix("DEDICATE ") for line in lines if line.startswith("DEDICATE")]


async def owners(world: World, first: str) -> list[str]:
    """Who has the three devices from `first` on; "" for nobody."""
    answer = await world.stub.ListOsaDevices(pb.ListOsaDevicesRequest(page_size=1000))
    devices = {osa.real_device_number: osa for osa in answer.osa_devices}
    numbers = [f"{int(first, 16) + n:04X}" for n in range(3)]
    return [devices[number].user_id for number in numbers]


async def test_a_running_guest_gets_three_devices_now_and_at_its_next_logon(world: World) -> None:
    """No adapter, no MAC address and no grant; DeleteNics makes them free again."""
    await world.define("LINUX01", running=True)
    (nic,) = (await world.stub.CreateNics(creation("0700"))).nics
    assert (nic.device_number, nic.osa_device, nic.mac_address, nic.mac_id) == ("1000", "0700", "", "")
    assert nic.state == pb.NIC_STATE_CREATED
    assert await dedicated(world, "LINUX01") == ["1000 0700", "1001 0701", "1002 0702"]
    assert await owners(world, "0700") == ["LINUX01"] * 3
    assert await world.adapters("LINUX01") == {}
    await world.stub.DeleteNics(pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]))
    assert await dedicated(world, "LINUX01") == []
    assert await owners(world, "0700") == [""] * 3
    (nic,) = (await world.stub.CreateNics(creation("0700"))).nics
    assert nic.device_number == "1000"


async def test_devices_of_the_directory_are_attached_at_the_next_logon(world: World) -> None:
    """Until then they are free, but promised: nobody else gets them through this service."""
    for user_id in ("LINUX01", "LINUX02"):
        await world.define(user_id)
    await world.define("LINUX03", running=True)
    await world.stub.CreateNics(creation("0700", user_id="LINUX03", scope=pb.CHANGE_SCOPE_DIRECTORY))
    assert await owners(world, "0700") == [""] * 3
    for osa in ("0700", "0702", "06FE"):
        error = await refused(world.stub.CreateNics(creation(osa)))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "OSA_DEVICE_NOT_FREE")
        assert error.resource == ("osa_device", osa)
        assert error.metadata["operation"] == "DEDICATE_OSA"
    assert await dedicated(world, "LINUX01") == []


async def test_parallel_requests_never_get_the_same_device(world: World) -> None:
    """Of six guests that want one OSA, one gets it; the others are refused and keep nothing."""
    guests = [f"LINUX{n:02}" for n in range(6)]
    for user_id in guests:
        await world.define(user_id)
    outcomes = await asyncio.gather(
        *(world.stub.CreateNics(creation("0700", user_id=user_id)) for user_id in guests), return_exceptions=True
    )
    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 1
    statements = [await dedicated(world, user_id) for user_id in guests]
    assert sorted(statements, reverse=True)[1:] == [[]] * 5
    assert len((await world.stub.ListNics(pb.ListNicsRequest())).nics) == 1


async def test_devices_that_are_not_free_are_refused_before_anything_is_changed(world: World) -> None:
    """One that another guest has, the uplink of a switch, and one beyond the last."""
    await world.define("LINUX01")
    await world.define("OTHER", running=True)
    await world.smapi.call(ImageDeviceDedicate(target="OTHER", image_device_number="0900", real_device_number="0702"))
    for osa, why in (("0700", "0702 is ATTACHED OTHER"), ("0500", "0500 is ATTACHED"), ("070E", "no OSA device 0710")):
        error = await refused(world.stub.CreateNics(creation(osa)))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "OSA_DEVICE_NOT_FREE")
        assert why in error.message
    assert await dedicated(world, "LINUX01") == []
    assert (await world.stub.ListNics(pb.ListNicsRequest())).nics == []


@pytest.mark.parametrize(("function", "nth"), [(DM, 2), (DM, 3), (DM, 5), (NOW, 1), (NOW, 5)])
async def test_all_or_none(world: World, function: str, nth: int) -> None:
    """Whichever of twelve calls is refused: no statement, no device, no record is left, and all can be had again."""
    await world.define("LINUX01", running=True)
    world.zvm.faults.add(FaultRule(function=function, return_code=204, reason_code=16, nth=(nth,)))
    error = await refused(world.stub.CreateNics(creation("0700", "0704")))
    assert (error.reason, error.metadata["function"]) == ("OSA_DEVICE_NOT_FREE", function)
    assert await dedicated(world, "LINUX01") == []
    assert await owners(world, "0700") == await owners(world, "0704") == [""] * 3
    assert (await world.stub.ListNics(pb.ListNicsRequest())).nics == []
    await world.stub.CreateNics(creation("0700", "0704"))
    assert await owners(world, "0704") == ["LINUX01"] * 3


async def test_a_lost_answer_is_undone_as_if_it_had_been_done(world: World) -> None:
    """The second statement was in the directory when the connection broke."""
    await world.define("LINUX01")
    world.zvm.faults.add(FaultRule(function=DM, drop="after", nth=(2,)))
    world.zvm.faults.add(FaultRule(function="Response_Recovery", return_code=4, reason_code=8))
    error = await refused(world.stub.CreateNics(creation("0700")))
    assert error.reason == "ZVM_REPLY_LOST"
    assert await dedicated(world, "LINUX01") == []


async def test_the_same_creation_is_done_once(world: World) -> None:
    """Three statements, three attached devices."""
    await world.define("LINUX01", running=True)
    both = await asyncio.gather(*(world.stub.CreateNics(creation("0700", request_id="r-1")) for _ in range(2)))
    assert both[0] == both[1]
    assert world.calls.seen[DM] == world.calls.seen[NOW] == 3


async def test_device_numbers_of_adapters_and_osas_do_not_overlap(world: World) -> None:
    """The service chooses the next three; a number that is given must be two away."""
    await world.define("LINUX01")
    await world.stub.CreateNics(creation("0700"))
    request = pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec()])
    (nic,) = (await world.stub.CreateNics(request)).nics
    assert nic.device_number == "1003"
    for number in ("0FFE", "1002", "1005"):
        request = pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec(osa_device="0704", device_number=number)])
        error = await refused(world.stub.CreateNics(request))
        assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "NIC_EXISTS")


async def test_an_osa_has_no_switch(world: World) -> None:
    """It cannot be coupled or uncoupled."""
    await world.define("LINUX01")
    await world.stub.CreateNics(creation("0700"))
    request = pb.CoupleNicRequest(user_id="LINUX01", device_number="1000", virtual_switch="VSW1")
    error = await refused(world.stub.CoupleNic(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NIC_IS_OSA")
    error = await refused(world.stub.UncoupleNic(pb.UncoupleNicRequest(user_id="LINUX01", device_number="1000")))
    assert (error.reason, error.metadata["operation"]) == ("NIC_IS_OSA", "UNCOUPLE")
    assert await world.grants("VSW1") == []


async def test_what_does_not_go_with_an_osa_is_named(world: World) -> None:
    """Every field of every NIC, before z/VM is asked; a plan has no OSAs."""
    bad = [
        pb.NicSpec(osa_device="0700", virtual_switch="VSW1", mac_address="02:00:00:00:00:01", vlan_id=3),
        pb.NicSpec(osa_device="0702"),
        pb.NicSpec(osa_device="FFFE"),
    ]
    world.calls.seen.clear()
    error = await refused(world.stub.CreateNics(pb.CreateNicsRequest(user_id="LINUX01", nics=bad)))
    assert [violation.field for violation in error.violations] == [
        "nics[0].virtual_switch",
        "nics[0].mac_address",
        "nics[2].osa_device",
        "nics[1].osa_device",
    ]
    assert not world.calls.seen
    request = pb.PlanNicsRequest(request_id="op-1", user_id="LINUX01", nics=[pb.NicSpec(osa_device="0700")])
    error = await refused(world.stub.PlanNics(request))
    assert [violation.field for violation in error.violations] == ["nics[0].osa_device"]


async def test_devices_come_in_pages(world: World) -> None:
    """In the order of their numbers, with what z/VM says of each."""
    seen: list[pb.OsaDevice] = []
    token = ""
    while True:
        answer = await world.stub.ListOsaDevices(pb.ListOsaDevicesRequest(page_size=40, page_token=token))
        seen += answer.osa_devices
        token = answer.next_page_token
        if not token:
            break
    numbers = [osa.real_device_number for osa in seen]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 64
    first = seen[0]
    assert (first.status, first.user_id, first.channel_path) == (pb.OSA_STATUS_ATTACHED, "DTCVSW1", "05")
    assert seen[-1].status == pb.OSA_STATUS_FREE


async def test_a_refused_removal_is_finished_by_asking_again(world: World) -> None:
    """z/VM keeps one of the devices at first."""
    await world.define("LINUX01", running=True)
    await world.stub.CreateNics(creation("0700"))
    world.zvm.faults.add(FaultRule(function="Image_Device_Undedicate", return_code=204, reason_code=44, times=1))
    request = pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"])
    error = await refused(world.stub.DeleteNics(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "OSA_UNDEDICATE_REFUSED")
    await world.stub.DeleteNics(request)
    assert await owners(world, "0700") == [""] * 3
