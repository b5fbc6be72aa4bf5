# SPDX-License-Identifier: Apache-2.0
"""NICs of existing guests: added, coupled, uncoupled, removed, listed and forgotten."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from tests.service.network.world import World, refused
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_smapi.calls import ImageDeleteDM


async def create(world: World, user_id: str, *nics: pb.NicSpec, request_id: str = "") -> list[pb.Nic]:
    """The created NICs."""
    request = pb.CreateNicsRequest(request_id=request_id, user_id=user_id, nics=nics)
    return list((await world.stub.CreateNics(request)).nics)


async def couple(world: World, user_id: str, number: str, switch: str, vlan_id: int = 0) -> pb.Nic:
    """The coupled NIC."""
    request = pb.CoupleNicRequest(user_id=user_id, device_number=number, virtual_switch=switch, vlan_id=vlan_id)
    nic: pb.Nic = (await world.stub.CoupleNic(request)).nic
    return nic


async def listed(world: World, **wanted: object) -> list[pb.Nic]:
    """The NICs that the service lists."""
    return list((await world.stub.ListNics(pb.ListNicsRequest(**wanted))).nics)  # type: ignore[arg-type]


async def test_a_guest_that_is_off_gets_its_nics_in_the_directory(world: World) -> None:
    """And its grants; the running system is asked but not changed."""
    await world.define("LINUX01")
    world.calls.seen.clear()
    nics = await create(
        world, "linux01", pb.NicSpec(virtual_switch="VSW1", mac_address="02:00:00:12:34:56"), pb.NicSpec()
    )
    assert [(nic.device_number, nic.virtual_switch, nic.state, nic.connected) for nic in nics] == [
        ("1000", "VSW1", pb.NIC_STATE_CREATED, False),
        ("1003", "", pb.NIC_STATE_CREATED, False),
    ]
    assert world.calls.of_network() == {
        "Vswitch_Query_Extended": 1,
        "Adapter_Query": 1,
        "Adapter_Create_Extended_DM": 2,
        "Adapter_Connect_Vswitch_DM": 1,
        "Vswitch_Set_Extended": 1,
    }
    statements = await world.nicdefs("LINUX01")
    assert len(statements) == 2
    assert statements[0].startswith("NICDEF 1000 TYPE QDIO")
    assert "LAN SYSTEM VSW1" in statements[0]
    assert "MACID 123456" in statements[0]
    assert f"MACID {nics[1].mac_id}" in statements[1]
    assert await world.grants("VSW1") == ["LINUX01"]


async def test_a_running_guest_gets_them_at_once(world: World) -> None:
    """Coupled, with the reserved MAC address, as the switch itself says."""
    await world.define("LINUX01", running=True)
    (nic,) = await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    assert nic.connected
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    switch = (await world.stub.GetVirtualSwitch(pb.GetVirtualSwitchRequest(name="VSW1"))).virtual_switch
    assert [(each.user_id, each.device_number, each.mac_address) for each in switch.connected_nics] == [
        ("LINUX01", "1000", nic.mac_address)
    ]


async def test_an_unknown_guest_leaves_nothing_behind(world: World) -> None:
    """No reservation and no grant."""
    error = await refused(create(world, "NOBODY", pb.NicSpec(virtual_switch="VSW1")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert error.metadata["return_code"] == "400"
    assert await listed(world) == []
    assert await world.grants("VSW1") == []


@pytest.mark.parametrize(
    ("function", "codes"),
    [
        ("Adapter_Create_Extended_DM", (596, 1)),
        ("Adapter_Connect_Vswitch_DM", (596, 1)),
        ("Adapter_Create_Extended", (396, 2797)),
        ("Adapter_Connect_Vswitch", (212, 8)),
    ],
)
async def test_all_or_none(world: World, function: str, codes: tuple[int, int]) -> None:
    """Whatever step fails for the second NIC, directory, running guest, grants and reservations are as before."""
    await world.define("LINUX01", running=True)
    world.refuse(function, *codes, nth=(2,))
    error = await refused(
        create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"), pb.NicSpec(virtual_switch="VSW2"))
    )
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == tuple(map(str, codes))
    assert await world.nicdefs("LINUX01") == []
    assert await world.adapters("LINUX01") == {}
    assert await world.grants("VSW1") == await world.grants("VSW2") == []
    assert await listed(world) == []


async def test_a_lost_answer_is_undone_as_if_it_had_been_done(world: World) -> None:
    """The directory had the NIC already when the connection broke."""
    await world.define("LINUX01")
    function = "Virtual_Network_Adapter_Create_Extended_DM"
    world.zvm.faults.add(FaultRule(function=function, drop="after"))
    world.zvm.faults.add(FaultRule(function="Response_Recovery", return_code=4, reason_code=8))
    error = await refused(create(world, "LINUX01", pb.NicSpec()))
    assert error.reason == "ZVM_REPLY_LOST"
    assert await world.nicdefs("LINUX01") == []
    assert await listed(world) == []


async def test_a_device_number_in_use_is_refused(world: World) -> None:
    """One of another NIC of ours before z/VM is changed; one that only the directory knows by z/VM itself."""
    await world.define("LINUX01", "NICDEF 2000 TYPE QDIO")
    await create(world, "LINUX01", pb.NicSpec(device_number="1000"))
    world.calls.seen.clear()
    error = await refused(create(world, "LINUX01", pb.NicSpec(device_number="1002")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "NIC_EXISTS")
    assert not any("_DM" in name for name in world.calls.of_network())
    error = await refused(create(world, "LINUX01", pb.NicSpec(device_number="2000")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "NIC_EXISTS")
    assert error.metadata["reason_code"] == "4"
    assert await world.nicdefs("LINUX01") == [
        line for line in await world.nicdefs("LINUX01") if line.split()[1] in ("1000", "2000")
    ]
    assert "2000" in " ".join(await world.nicdefs("LINUX01"))


async def test_a_number_that_only_the_running_guest_uses_is_passed_over(world: World) -> None:
    """Its NIC is not taken for the new one: another number is chosen, and naming it is refused."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    request = pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"], scope=pb.CHANGE_SCOPE_DIRECTORY)
    await world.stub.DeleteNics(request)
    error = await refused(create(world, "LINUX01", pb.NicSpec(device_number="0FFE")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "NIC_EXISTS")
    (nic,) = await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW2"))
    assert (nic.device_number, nic.connected) == ("1003", True)
    assert await world.adapters("LINUX01") == {"1000": "VSW1", "1003": "VSW2"}


async def test_bad_nics_are_named_before_z_vm_is_changed(world: World) -> None:
    """An empty request too."""
    error = await refused(create(world, "LINUX01"))
    assert [violation.field for violation in error.violations] == ["nics"]
    error = await refused(create(world, "LINUX01", pb.NicSpec(virtual_switch="NOWHERE"), pb.NicSpec(vlan_id=1)))
    assert [violation.field for violation in error.violations] == ["nics[1].vlan_id"]
    error = await refused(create(world, "LINUX01", pb.NicSpec(virtual_switch="NOWHERE")))
    assert [violation.field for violation in error.violations] == ["nics[0].virtual_switch"]


async def test_a_bad_request_id_is_named_with_the_other_bad_fields(world: World) -> None:
    """Not after they are mended."""
    error = await refused(create(world, "LINUX01", pb.NicSpec(vlan_id=1), request_id="a b"))
    assert [violation.field for violation in error.violations] == ["request_id", "nics[0].vlan_id"]


async def test_the_same_creation_is_done_once(world: World) -> None:
    """Also when both come at the same time."""
    await world.define("LINUX01")
    both = await asyncio.gather(*(create(world, "LINUX01", pb.NicSpec(), request_id="r-1") for _ in range(2)))
    assert both[0] == both[1] == await create(world, "LINUX01", pb.NicSpec(), request_id="r-1")
    assert len(await world.nicdefs("LINUX01")) == 1


async def test_creations_for_one_guest_take_turns(world: World) -> None:
    """Eight at once: eight NICs, and the directory entry is never found locked."""
    await world.define("LINUX01")
    await asyncio.gather(*(create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1")) for _ in range(8)))
    assert len(await world.nicdefs("LINUX01")) == 8
    assert world.calls.of_network()["Adapter_Create_Extended_DM"] == 8


async def test_an_entry_that_is_locked_for_a_moment_is_waited_for(world: World) -> None:
    """400/12 twice, then it is free."""
    await world.define("LINUX01")
    world.refuse("Adapter_Create_Extended_DM", 400, 12, times=2)
    await create(world, "LINUX01", pb.NicSpec())
    assert len(await world.nicdefs("LINUX01")) == 1


async def test_the_change_goes_on_when_the_caller_goes_away(world: World) -> None:
    """A deadline of 50 ms, a directory that takes longer: the NICs are there afterwards, whole."""
    await world.define("LINUX01")
    world.zvm.faults.add(FaultRule(function="Virtual_Network_Adapter_Create_Extended_DM", delay=0.2, times=1))
    request = pb.CreateNicsRequest(request_id="r-1", user_id="LINUX01", nics=[pb.NicSpec(virtual_switch="VSW1")])
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await world.stub.CreateNics(request, timeout=0.05)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    (nic,) = (await world.stub.CreateNics(request)).nics
    assert nic.state == pb.NIC_STATE_CREATED
    assert world.calls.of_network()["Adapter_Create_Extended_DM"] == 1
    assert len(await world.nicdefs("LINUX01")) == 1


async def test_a_nic_moves_from_switch_to_switch(world: World) -> None:
    """In the directory and in the running guest; the grant that was given for it moves with it."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    nic = await couple(world, "LINUX01", "1000", "VSW2")
    assert (nic.virtual_switch, nic.connected) == ("VSW2", True)
    assert await world.adapters("LINUX01") == {"1000": "VSW2"}
    assert "LAN SYSTEM VSW2" in (await world.nicdefs("LINUX01"))[0]
    assert await world.grants("VSW1") == []
    assert await world.grants("VSW2") == ["LINUX01"]
    assert (await couple(world, "LINUX01", "1000", "VSW2")).connected


async def test_a_vlan_is_given_with_the_grant(world: World) -> None:
    """Together with those of the guest's other NICs on the switch."""
    await world.define("LINUX01")
    await world.aware_switch()
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="AWARE1", vlan_id=20), pb.NicSpec())
    assert await world.grants("AWARE1") == ["LINUX01 0020"]
    nic = await couple(world, "LINUX01", "1003", "AWARE1", 30)
    assert (nic.vlan_id, nic.connected) == (30, False)
    assert await world.grants("AWARE1") == ["LINUX01 0020 0030"]
    error = await refused(couple(world, "LINUX01", "1003", "VSW1", 30))
    assert [violation.field for violation in error.violations] == ["vlan_id"]


async def test_a_coupling_that_fails_in_the_running_guest_is_undone_in_the_directory(world: World) -> None:
    """The NIC stays on its old switch in every respect."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    world.refuse("Adapter_Connect_Vswitch", 396, 6011, times=1)
    error = await refused(couple(world, "LINUX01", "1000", "VSW2"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "COUPLE_REFUSED")
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    assert "LAN SYSTEM VSW1" in (await world.nicdefs("LINUX01"))[0]
    assert await world.grants("VSW2") == []
    assert [nic.virtual_switch for nic in await listed(world)] == ["VSW1"]


async def test_what_is_not_there_cannot_be_coupled(world: World) -> None:
    """Neither NIC nor switch."""
    await world.define("LINUX01")
    await create(world, "LINUX01", pb.NicSpec())
    error = await refused(couple(world, "LINUX01", "2000", "VSW1"))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("nic", "LINUX01/2000"))
    error = await refused(couple(world, "LINUX01", "1000", "NOWHERE"))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("virtual_switch", "NOWHERE"))
    assert await world.nicdefs("LINUX01") == [(await world.nicdefs("LINUX01"))[0]]


async def test_uncoupling_leaves_the_nic_and_takes_the_grant(world: World) -> None:
    """A NIC that is not coupled is no error."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    request = pb.UncoupleNicRequest(user_id="LINUX01", device_number="1000")
    for _ in range(2):
        assert (await world.stub.UncoupleNic(request)).nic.virtual_switch == ""
    assert await world.adapters("LINUX01") == {"1000": ""}
    assert "LAN" not in (await world.nicdefs("LINUX01"))[0]
    assert await world.grants("VSW1") == []


async def test_an_uncoupling_that_fails_in_the_running_guest_is_undone_in_the_directory(world: World) -> None:
    """The directory names the switch again."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    world.refuse("Adapter_Disconnect", 204, 28)
    error = await refused(world.stub.UncoupleNic(pb.UncoupleNicRequest(user_id="LINUX01", device_number="1000")))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NIC_BUSY")
    assert "LAN SYSTEM VSW1" in (await world.nicdefs("LINUX01"))[0]
    assert [nic.connected for nic in await listed(world)] == [True]


async def test_a_grant_that_somebody_else_gave_stays(world: World) -> None:
    """Only what was given for a NIC goes with it."""
    await world.define("LINUX01")
    await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW1", user_id="LINUX01"))
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    await world.stub.DeleteNics(pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]))
    assert await world.grants("VSW1") == ["LINUX01"]


async def test_nics_are_removed_everywhere(world: World) -> None:
    """The grant goes with the last NIC on the switch; the MAC address is free again."""
    await world.define("LINUX01", running=True)
    specs = [pb.NicSpec(virtual_switch="VSW1", mac_address="02:00:00:00:00:11"), pb.NicSpec(virtual_switch="VSW1")]
    await create(world, "LINUX01", *specs)
    await world.stub.DeleteNics(pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1003"]))
    assert await world.grants("VSW1") == ["LINUX01"]
    assert await world.adapters("LINUX01") == {"1000": "VSW1"}
    await world.stub.DeleteNics(pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"]))
    assert await world.nicdefs("LINUX01") == []
    assert await world.adapters("LINUX01") == {}
    assert await world.grants("VSW1") == []
    (nic,) = await create(world, "LINUX01", specs[0])
    assert nic.mac_id == "000011"


async def test_a_missing_nic_is_named_before_any_is_removed(world: World) -> None:
    """Unless it may be missing."""
    await world.define("LINUX01")
    await create(world, "LINUX01", pb.NicSpec())
    request = pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000", "3000"])
    error = await refused(world.stub.DeleteNics(request))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("nic", "LINUX01/3000"))
    assert len(await world.nicdefs("LINUX01")) == 1
    request.allow_missing = True
    await world.stub.DeleteNics(request)
    await world.stub.DeleteNics(request)
    assert await world.nicdefs("LINUX01") == []


async def test_a_removal_that_failed_half_way_is_finished_by_asking_again(world: World) -> None:
    """The directory entry was changed, the running guest refused."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    world.refuse("Adapter_Delete", 204, 28, times=1)
    request = pb.DeleteNicsRequest(user_id="LINUX01", device_numbers=["1000"])
    error = await refused(world.stub.DeleteNics(request))
    assert error.reason == "NIC_BUSY"
    assert len(await listed(world)) == 1
    await world.stub.DeleteNics(request)
    assert await world.adapters("LINUX01") == {}
    assert await listed(world) == []


async def test_a_destroyed_guest_is_forgotten_with_every_grant(world: World) -> None:
    """Also those that were given by hand on switches without a NIC of it; another guest's stay."""
    await world.define("LINUX01")
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"), pb.NicSpec())
    for user_id in ("LINUX01", "LINUX02"):
        await world.stub.GrantVirtualSwitch(pb.GrantVirtualSwitchRequest(name="VSW2", user_id=user_id))
    await world.smapi.call(ImageDeleteDM(target="LINUX01", data_security_erase=1))
    request = pb.ForgetNicsRequest(user_id="LINUX01")
    assert (await world.stub.ForgetNics(request)).forgotten_count == 2
    assert (await world.stub.ForgetNics(request)).forgotten_count == 0
    assert await world.grants("VSW1") == []
    assert await world.grants("VSW2") == ["LINUX02"]


async def test_the_records_stay_when_a_grant_cannot_be_taken_back(world: World) -> None:
    """So that asking again finds everything."""
    await world.define("LINUX01")
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    world.refuse("Vswitch_Set_Extended", 396, 0, times=1)
    await refused(world.stub.ForgetNics(pb.ForgetNicsRequest(user_id="LINUX01")))
    assert len(await listed(world)) == 1
    assert (await world.stub.ForgetNics(pb.ForgetNicsRequest(user_id="LINUX01"))).forgotten_count == 1
    assert await world.grants("VSW1") == []


async def test_nics_come_in_pages_in_the_order_of_guest_and_number(world: World) -> None:
    """Three pages of two; each asks z/VM once."""
    for user_id in ("LINUX02", "LINUX01"):
        await world.define(user_id, running=user_id == "LINUX02")
        await create(world, user_id, *[pb.NicSpec(virtual_switch="VSW1", nic_id=f"{user_id}-port")] * 3)
    seen, token, pages = [], "", 0
    while True:
        world.calls.seen.clear()
        answer = await world.stub.ListNics(pb.ListNicsRequest(page_size=2, page_token=token))
        assert sum(world.calls.of_network().values()) == 1
        seen += [(nic.user_id, nic.device_number, nic.connected) for nic in answer.nics]
        pages, token = pages + 1, answer.next_page_token
        if not token:
            break
    assert pages == 3
    assert seen == [(user, number, user == "LINUX02") for user in ("LINUX01", "LINUX02") for number in NUMBERS]


NUMBERS = ("1000", "1003", "1006")


async def test_records_are_listed_without_asking_z_vm(world: World) -> None:
    """For those who ask every second; nothing is said about what is coupled now."""
    await world.define("LINUX01", running=True)
    await create(world, "LINUX01", pb.NicSpec(virtual_switch="VSW1"))
    assert [nic.connected for nic in await listed(world)] == [True]
    world.calls.seen.clear()
    assert [(nic.virtual_switch, nic.connected) for nic in await listed(world, records_only=True)] == [("VSW1", False)]
    assert not world.calls.seen


async def test_nics_are_found_by_guest_switch_and_port(world: World) -> None:
    """All filters at once, in either case."""
    await world.define("LINUX01")
    await create(
        world,
        "LINUX01",
        pb.NicSpec(virtual_switch="VSW1", nic_id="p-1"),
        pb.NicSpec(virtual_switch="VSW2", nic_id="p-2"),
    )
    assert [nic.nic_id for nic in await listed(world, nic_id="p-2")] == ["p-2"]
    assert [nic.nic_id for nic in await listed(world, virtual_switch="vsw1")] == ["p-1"]
    assert await listed(world, user_id="linux01", virtual_switch="VSW1", nic_id="p-2") == []
    error = await refused(listed(world, user_id="A B", virtual_switch="'", nic_id="\n", page_size=-1))
    assert sorted(violation.field for violation in error.violations) == [
        "nic_id",
        "page_size",
        "user_id",
        "virtual_switch",
    ]


async def test_what_could_not_be_undone_is_undone_later(world: World) -> None:
    """The second NIC is refused and so is the removal of the first: its reservation stays until z/VM lets go of it."""
    await world.define("LINUX01")
    world.refuse("Adapter_Create_Extended_DM", 596, 1, nth=(2,))
    world.refuse("Adapter_Delete_DM", 596, 1, times=1)
    error = await refused(create(world, "LINUX01", pb.NicSpec(), pb.NicSpec(), request_id="r-1"))
    assert error.metadata["return_code"] == "596"
    assert len(await world.nicdefs("LINUX01")) == 1
    assert [nic.state for nic in await listed(world)] == [pb.NIC_STATE_PLANNED] * 2
    await create(world, "LINUX01", pb.NicSpec(), pb.NicSpec(), request_id="r-1")
    assert len(await world.nicdefs("LINUX01")) == 2
    assert [nic.state for nic in await listed(world)] == [pb.NIC_STATE_CREATED] * 2
