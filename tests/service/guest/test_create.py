# SPDX-License-Identifier: Apache-2.0
"""Guests are created whole, once, and answered as the directory manager keeps them."""

from __future__ import annotations

import asyncio
import time

import grpc
import pytest
from sqlalchemy import insert, select

from tests.service.guest.conftest import POOL, PROFILE, SWITCH, Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest.part import GuestPart
from zfleet_guest.tables import guests
from zfleet_simulator.config import HostConfig
from zfleet_simulator.latency import LatencyRule
from zfleet_smapi.calls import ImageDeleteDM


def spec(user_id: str = "LINUX01", **more: object) -> pb.GuestSpec:
    """A spec."""
    return pb.GuestSpec(user_id=user_id, **more)  # type: ignore[arg-type]


def whole(user_id: str = "LINUX01", request_id: str = "") -> pb.CreateGuestRequest:
    """A guest with disks and NICs of every kind."""
    return pb.CreateGuestRequest(
        request_id=request_id,
        guest=spec(
            user_id, cpu_count=2, memory_mib=1024, ipl=pb.IplSpec(**{"from": "100"}), comments=["made by a test"]
        ),
        minidisks=[
            pb.MinidiskStatement(device_number="100", device_type="3390", size=1000, pool=POOL),
            pb.MinidiskStatement(device_number="0101", device_type="3390", size=500, pool=POOL, mode="W"),
            pb.MinidiskStatement(device_number="0102", device_type="FB-512", size=2048, virtual_disk=True),
        ],
        nics=[pb.NicStatement(device_number="1000", virtual_switch=SWITCH, mac_id="abcdef", vlan_id=7)],
    )


async def test_a_new_guest_is_answered_with_its_real_extents(served: Served) -> None:
    """One Image_Create_DM, one reading back; disks lie on volumes, side by side."""
    guest = (await served.stub.CreateGuest(whole())).guest
    assert (guest.user_id, guest.power_state) == ("LINUX01", pb.POWER_STATE_OFF)
    entry = guest.directory
    assert (entry.profile, entry.cpu_count, entry.max_cpu_count) == (PROFILE, 2, 32)
    assert (entry.memory_mib, entry.max_memory_mib, entry.ipl) == (1024, 65536, "0100")
    root, data, swap = entry.minidisks
    assert (root.device_number, root.size, root.mode) == ("0100", 1000, "MR")
    assert root.extent.volume
    assert (data.extent.volume, data.extent.start, data.mode) == (root.extent.volume, root.extent.start + 1000, "W")
    assert (swap.device_type, swap.size, swap.HasField("extent")) == ("FB-512", 2048, False)
    nic = entry.nics[0]
    assert (nic.device_number, nic.virtual_switch, nic.mac_id, nic.vlan_id) == ("1000", SWITCH, "ABCDEF", 7)
    assert "* MADE BY A TEST" in entry.statements
    assert served.calls() == served.calls("Image_Create_DM") + served.calls("Image_Query_DM") == 2


async def test_the_same_request_twice_is_one_guest(served: Served) -> None:
    """The repeat gets the same answer and does not touch z/VM."""
    first = await served.stub.CreateGuest(whole(request_id="r1"))
    calls = served.calls()
    assert await served.stub.CreateGuest(whole(request_id="r1")) == first
    assert served.calls() == calls


async def test_a_request_id_is_good_for_one_content(served: Served) -> None:
    """The same id with another guest is refused."""
    await served.stub.CreateGuest(whole(request_id="r1"))
    error = await refused(served.stub.CreateGuest(whole("LINUX02", "r1")))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


async def test_a_user_id_is_taken_once(served: Served) -> None:
    """ALREADY_EXISTS carries z/VM's codes, and the first guest stays as it is."""
    await served.stub.CreateGuest(whole(request_id="r1"))
    error = await refused(served.stub.CreateGuest(whole(request_id="r2")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "GUEST_EXISTS")
    assert error.resource == ("guest", "LINUX01")
    assert error.metadata["function"] == "Image_Query_DM"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("0", "0")
    deleted = await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id="r2"))
    assert not deleted.deleted
    assert await served.power("LINUX01") == pb.POWER_STATE_OFF


async def test_somebody_elses_guest_is_not_ours(served: Served) -> None:
    """A user that was there before is neither created nor deleted by our request."""
    error = await refused(served.stub.CreateGuest(whole("MAINT", "r1")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "GUEST_EXISTS")
    assert error.metadata["function"] == "Image_Create_DM"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("400", "8")
    answer = await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="MAINT", created_by_request_id="r1"))
    assert not answer.deleted
    assert (await served.stub.GetGuest(pb.GetGuestRequest(user_id="MAINT"))).guest.user_id == "MAINT"


async def test_of_two_that_want_the_same_user_id_one_gets_it(served: Served) -> None:
    """The other is told so, and not that something went wrong."""
    asked = [served.stub.CreateGuest(whole(request_id=name)) for name in ("r1", "r2")]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    failed = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
    assert [error.code() for error in failed] == [grpc.StatusCode.ALREADY_EXISTS]


async def test_a_missing_profile_names_the_field(served: Served) -> None:
    """What z/VM finds out is answered like what we find out, with its codes beside it."""
    request = pb.CreateGuestRequest(guest=spec(profile="NOSUCH"))
    error = await refused(served.stub.CreateGuest(request))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PROFILE_NOT_FOUND")
    assert [violation.field for violation in error.violations] == ["guest.profile"]
    assert error.metadata["return_code"] == "436"
    assert await served.create("LINUX01")  # nothing is left in the way


async def test_a_missing_pool_names_the_disk(served: Served) -> None:
    """Only disks from a pool can be meant."""
    disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=1, pool="NOPOOL")
    error = await refused(served.create("LINUX01", minidisks=[disk]))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.field for violation in error.violations] == ["minidisks[0].pool"]


async def test_a_full_pool_has_no_room(served: Served) -> None:
    """RESOURCE_EXHAUSTED, and no half-made entry."""
    disks = [pb.MinidiskStatement(device_number="0100", device_type="3390", size=262668, pool=POOL)]
    error = await refused(served.create("LINUX01", minidisks=disks))
    assert error.status is grpc.StatusCode.RESOURCE_EXHAUSTED
    gone = await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="LINUX01")))
    assert gone.status is grpc.StatusCode.NOT_FOUND


async def test_bad_fields_are_all_named_before_zvm_is_touched(served: Served) -> None:
    """One answer for guest, disks and NICs."""
    request = pb.CreateGuestRequest(
        request_id="not an id",
        guest=spec("TOOLONGNAME", cpu_count=99),
        minidisks=[pb.MinidiskStatement(device_number="Z", device_type="3390", size=1, pool="P\nP")],
        nics=[pb.NicStatement(device_number="1000", virtual_switch="A B")],
    )
    error = await refused(served.stub.CreateGuest(request))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert {violation.field for violation in error.violations} == {
        "request_id",
        "guest.user_id",
        "guest.cpu_count",
        "minidisks[0].device_number",
        "minidisks[0].pool",
        "nics[0].virtual_switch",
    }
    assert served.calls() == 0


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_answer_is_found_out(served: Served, drop: str) -> None:
    """Whether z/VM had done it or not: there is one guest, and it is answered."""
    served.go_wrong("Image_Create_DM", nth=(1,), drop=drop)
    served.go_wrong("Response_Recovery", return_code=4, reason_code=4)
    guest = (await served.stub.CreateGuest(whole(request_id="r1"))).guest
    assert guest.directory.minidisks[0].extent.volume
    assert served.calls("Image_Create_DM") == (2 if drop == "before" else 1)


async def test_background_work_is_waited_for() -> None:
    """592: the answer comes when the entry is there."""
    config = HostConfig(users={"MAINT": "secret"}, background=(("Image_Create_DM", 0.2),))
    async with serving(config) as served:
        guest = (await served.stub.CreateGuest(whole())).guest
        assert guest.directory.minidisks[0].extent.volume
        assert served.calls("Query_Asynchronous_Operation_DM") >= 2


async def test_a_creation_whose_caller_has_gone_is_finished_and_can_be_undone() -> None:
    """The undo waits for the creation's end, and removes the guest that nobody heard of."""
    config = HostConfig(users={"MAINT": "secret"}, background=(("Image_Create_DM", 0.3),))
    async with serving(config) as served:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await served.stub.CreateGuest(whole(request_id="r1"), timeout=0.15)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        answer = await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id="r1"))
        assert answer.deleted
        gone = await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="LINUX01")))
        assert (gone.status, gone.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")


async def test_a_repeat_after_a_broken_call_finds_the_guest() -> None:
    """The caller's deadline passed, z/VM went on: the repeat is answered and nothing is created twice."""
    config = HostConfig(users={"MAINT": "secret"}, background=(("Image_Create_DM", 0.3),))
    async with serving(config) as served:
        with pytest.raises(grpc.aio.AioRpcError):
            await served.stub.CreateGuest(whole(request_id="r1"), timeout=0.15)
        guest = (await served.stub.CreateGuest(whole(request_id="r1"))).guest
        assert guest.user_id == "LINUX01"
        assert served.calls("Image_Create_DM") == 1


async def test_a_claim_that_a_crash_left_is_resolved_by_reading(served: Served) -> None:
    """Undo deletes what the claim's entry is, and leaves another entry of that name alone."""
    await served.create("OURS")
    await served.create("THEIRS")
    database = await served.process.runtime.open_database(None)
    async with database.writing() as session:
        rows = (await session.execute(select(guests))).mappings().all()
        await session.execute(guests.delete())
        ours = next(row for row in rows if row["user_id"] == "OURS")
        left = {"state": "creating", "request_id": "r1", "lease_until": 0.0}
        await session.execute(insert(guests).values({**ours, **left}))
        await session.execute(insert(guests).values({**ours, **left, "user_id": "THEIRS"}))
    for user_id, deleted in (("OURS", True), ("THEIRS", False)):
        request = pb.DeleteGuestRequest(user_id=user_id, created_by_request_id="r1")
        assert (await served.stub.DeleteGuest(request)).deleted is deleted


async def test_a_guest_deleted_by_others_can_be_created_again(served: Served) -> None:
    """An old claim is in nobody's way."""
    await served.create("LINUX01", request_id="r1")
    await served.operator.call(ImageDeleteDM(target="LINUX01"))
    assert await served.create("LINUX01", request_id="r2")
    undo = pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id="r1")
    assert not (await served.stub.DeleteGuest(undo)).deleted


async def test_check_says_what_would_be_written(served: Served) -> None:
    """The statements without devices; nothing is changed."""
    answer = await served.stub.CheckGuest(pb.CheckGuestRequest(guest=spec()))
    assert answer.statements[:3] == ["USER LINUX01 LBYONLY 2G 64G G", "INCLUDE OSDFLT", "MACHINE ESA 32"]
    assert served.calls() == 2
    gone = await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="LINUX01")))
    assert gone.status is grpc.StatusCode.NOT_FOUND


async def test_check_refuses_what_create_would_refuse(served: Served) -> None:
    """A taken user id, a missing profile, bad fields."""
    taken = await refused(served.stub.CheckGuest(pb.CheckGuestRequest(guest=spec("MAINT"))))
    assert taken.status is grpc.StatusCode.ALREADY_EXISTS
    missing = await refused(served.stub.CheckGuest(pb.CheckGuestRequest(guest=spec(profile="NOSUCH"))))
    assert [violation.field for violation in missing.violations] == ["guest.profile"]
    above = await refused(served.stub.CheckGuest(pb.CheckGuestRequest(guest=spec(memory_mib=65537))))
    assert [violation.field for violation in above.violations] == ["guest.memory_mib"]


async def test_tables_are_what_the_migrations_make(served: Served) -> None:
    """Alembic finds nothing to change."""
    assert isinstance(served.process.part, GuestPart)
    database = await served.process.runtime.open_database(None)
    assert await database.differences(guests.metadata) == []


async def test_a_creation_takes_as_long_as_its_two_calls() -> None:
    """Everything else, the database too, hides in 30 % of them; long calls keep a busy machine from deciding this."""
    config = HostConfig(users={"MAINT": "secret"}, latency=(LatencyRule("*", 0.2),))
    async with serving(config) as served:
        took = []
        for number in range(3):
            began = time.monotonic()
            await served.stub.CreateGuest(whole(f"LINUX{number}", f"r{number}"))
            took.append(time.monotonic() - began)
        assert min(took) < 1.3 * 2 * 0.2


async def test_the_operator_may_name_the_disk_to_boot_from() -> None:
    """A request that says nothing of IPL loads that disk, if the guest has it."""
    async with serving(boot_device_number="100") as served:
        assert (await served.create("LINUX01")).directory.ipl == "0100"
        assert (await served.create("LINUX02", minidisks=[])).directory.ipl == ""
