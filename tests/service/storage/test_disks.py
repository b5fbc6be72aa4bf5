# SPDX-License-Identifier: Apache-2.0
"""CreateDisks, DeleteDisks, ListDisks, ForgetDisks."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import grpc
import pytest

from tests.service.storage.world import CYLINDER, MEBIBYTE, PASSWORD, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import HostConfig
from zfleet_smapi.calls import ImageDiskCreateDM, ImageDiskQuery, ImageLockDM, ImageUnlockDM
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_storage.format import search_path


def disk(cylinders: int = 10, **more: object) -> pb.DiskSpec:
    """A disk of that many cylinders."""
    return pb.DiskSpec(size_bytes=cylinders * CYLINDER, **more)  # type: ignore[arg-type]


async def running_disks(here: World, user_id: str) -> list[str]:
    """What the running guest has, as CP shows it."""
    reply = await here.smapi.call(ImageDiskQuery(target=user_id, vdasd_id="ALL"))
    found = [one.vdasd_vdev for one in reply.vdasd_array]
    return [number for number in found if not number.startswith("019")]  # CMS's own disks, from the profile


async def test_disks_are_added_to_the_entry(here: World) -> None:
    """ECKD, FBA and in memory; each comes back with where it lies."""
    await here.make_guest("LINUX01")
    created = await here.create(
        "LINUX01",
        disk(10, boot=True),
        pb.DiskSpec(size_bytes=1_000_000, pool="POOL2", mode="W"),
        pb.DiskSpec(size_bytes=4096, virtual_disk=True),
    )
    assert [one.device_number for one in created] == ["0100", "0101", "0102"]
    assert [one.state for one in created] == [pb.DISK_STATE_CREATED] * 3
    assert [one.type for one in created] == [pb.DISK_TYPE_ECKD, pb.DISK_TYPE_FBA, pb.DISK_TYPE_FBA]
    assert [one.size for one in created] == [10, 1954, 8]
    assert [bool(one.volume) for one in created] == [True, True, False]
    assert (created[0].boot, created[1].mode, created[2].virtual_disk) == (True, "W", True)
    assert await here.minidisks("LINUX01") == ["0100", "0101", "0102"]
    assert list(await here.disks("LINUX01")) == list(created)
    assert (await here.pool()).reserved_bytes == 0


async def test_a_running_guest_gets_its_disks_at_once(here: World) -> None:
    """And loses them at once when they are deleted."""
    await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
    await here.start_guest("LINUX01")
    await here.create("LINUX01", disk(), disk(), pb.DiskSpec(size_bytes=4096, virtual_disk=True))
    assert await running_disks(here, "LINUX01") == ["0100", "0101", "0102", "0200"]
    numbers = ["0100", "200", "0102"]
    await here.storage.DeleteDisks(pb.DeleteDisksRequest(user_id="LINUX01", device_numbers=numbers))
    assert await running_disks(here, "LINUX01") == ["0101"]
    assert await here.minidisks("LINUX01") == ["0101"]
    assert [one.device_number for one in await here.disks("LINUX01")] == ["0101"]


async def test_a_failure_takes_away_what_was_added(tmp_path: Path) -> None:
    """The third disk is refused by z/VM: the first two go again, and so do the reservations."""
    refused = FaultRule(function="Image_Disk_Create_DM", nth=(3,), return_code=408, reason_code=24)
    host = HostConfig(users={"MAINT": PASSWORD}, faults=(refused,))
    async with world(tmp_path, host) as here:
        await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
        error = await refusal(here.create("LINUX01", disk(), disk(), disk(), disk(), request_id="op1"))
        assert error.status is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert (error.metadata["function"], error.metadata["return_code"], error.metadata["reason_code"]) == (
            "Image_Disk_Create_DM",
            "408",
            "24",
        )
        assert await here.minidisks("LINUX01") == ["0200"]
        assert (await here.pool()).reserved_bytes == 0
        # The same request again is done now: nothing of the first try is in its way.
        created = await here.create("LINUX01", disk(), disk(), disk(), disk(), request_id="op1")
        assert [one.device_number for one in created] == ["0100", "0101", "0102", "0103"]


async def test_a_failure_on_the_running_guest_undoes_the_entry_too(tmp_path: Path) -> None:
    """All or none, also when only CP refuses."""
    refused = FaultRule(function="Image_Disk_Create", nth=(2,), return_code=396, reason_code=105)
    async with world(tmp_path, HostConfig(users={"MAINT": PASSWORD}, faults=(refused,))) as here:
        await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
        await here.start_guest("LINUX01")
        error = await refusal(here.create("LINUX01", disk(), disk()))
        assert error.metadata["function"] == "Image_Disk_Create"
        assert await here.minidisks("LINUX01") == ["0200"]
        assert await running_disks(here, "LINUX01") == ["0200"]


async def test_the_same_request_is_done_once(here: World) -> None:
    """Its repeat is answered alike; another content under its id is refused."""
    await here.make_guest("LINUX01")
    first = await here.create("LINUX01", disk(), request_id="op1")
    assert await here.create("LINUX01", disk(), request_id="op1") == first
    assert await here.minidisks("LINUX01") == ["0100"]
    error = await refusal(here.create("LINUX01", disk(11), request_id="op1"))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    assert await here.create("LINUX01", disk()) != first


async def test_planned_disks_are_created_under_their_numbers(here: World) -> None:
    """The way of a site whose directory manager refuses AUTOG in entries."""
    planned = await here.plan("op1", "LINUX01", disk(boot=True), disk(device_number="0300"))
    await here.make_guest("LINUX01")
    request = pb.CreateDisksRequest(request_id="op1/create", user_id="LINUX01", planned_request_id="op1")
    created = (await here.storage.CreateDisks(request)).disks
    assert [one.device_number for one in created] == [one.device_number for one in planned.disks]
    assert all(one.volume and one.state == pb.DISK_STATE_CREATED for one in created)
    assert (await here.storage.CreateDisks(request)).disks == created
    assert (await here.pool()).reserved_bytes == 0


async def test_a_plan_goes_on_where_a_crash_has_left_it(here: World) -> None:
    """The first of two disks was added and the answer never written: the repeat adds the other one only."""
    await here.plan("op1", "LINUX01", disk(), disk())
    await here.make_guest("LINUX01")
    await here.smapi.call(
        ImageDiskCreateDM(
            target="LINUX01",
            image_disk_number="0100",
            image_disk_device_type="3390",
            image_disk_allocation_type="AUTOG",
            allocation_area_name_or_volser="POOL1",
            allocation_unit_size=1,
            image_disk_size=10,
            image_disk_mode="MR",
        )
    )
    created = (await here.storage.CreateDisks(pb.CreateDisksRequest(user_id="LINUX01", planned_request_id="op1"))).disks
    assert [one.device_number for one in created] == ["0100", "0101"]
    assert await here.minidisks("LINUX01") == ["0100", "0101"]


async def test_somebody_else_s_disk_is_not_taken_for_a_planned_one(here: World) -> None:
    """It came under the planned number after the plan: it stays, and nothing else is added."""
    await here.plan("op1", "LINUX01", disk(device_number="0101"), disk())
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 77 POOL1 MR")
    error = await refusal(here.storage.CreateDisks(pb.CreateDisksRequest(user_id="LINUX01", planned_request_id="op1")))
    assert (error.status, error.resource) == (grpc.StatusCode.ALREADY_EXISTS, ("disk", "LINUX01/0100"))
    assert await here.minidisks("LINUX01") == ["0100"]


async def test_calls_for_one_guest_wait_for_each_other(here: World) -> None:
    """Eight at once, one entry, no 400/12 and no number twice."""
    await here.make_guest("LINUX01")
    answers = await asyncio.gather(*(here.create("LINUX01", disk(1)) for _ in range(8)))
    numbers = [answer[0].device_number for answer in answers]
    assert len(set(numbers)) == 8
    assert sorted(await here.minidisks("LINUX01")) == sorted(numbers)


async def test_a_guest_that_is_not_there_is_not_found(here: World) -> None:
    """And nothing stays reserved for it."""
    error = await refusal(here.create("NOBODY", disk()))
    assert (error.status, error.reason, error.resource) == (
        grpc.StatusCode.NOT_FOUND,
        "GUEST_NOT_FOUND",
        ("guest", "NOBODY"),
    )
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("400", "4")
    assert (await here.pool()).reserved_bytes == 0
    error = await refusal(here.disks("NOBODY"))
    assert error.status is grpc.StatusCode.NOT_FOUND


async def test_a_locked_entry_is_aborted_with_a_time_to_come_back(tmp_path: Path) -> None:
    """Somebody else holds it for longer than the SMAPI client is patient."""
    host = HostConfig(users={"MAINT": PASSWORD, "OTHER": PASSWORD})
    async with (
        world(tmp_path, host, smapi_lock_patience=0.3) as here,
        SmapiClient(here.host.connect, credentials=Credentials("OTHER", PASSWORD)) as other,
    ):
        await here.make_guest("LINUX01")
        await other.call(ImageLockDM(target="LINUX01"))
        error = await refusal(here.create("LINUX01", disk()))
        assert (error.status, error.metadata["return_code"]) == (grpc.StatusCode.ABORTED, "400")
        assert error.retry_after
        await other.call(ImageUnlockDM(target="LINUX01"))
        await here.create("LINUX01", disk())


async def test_what_cannot_be_created_is_said_at_once(here: World) -> None:
    """Bad fields, both ways to name disks, neither."""
    error = await refusal(here.create("BAD ID", disk(boot=True), disk(boot=True, mode="MWV"), request_id="no good"))
    assert sorted(fields(error)) == ["disks[1].boot", "disks[1].mode", "request_id", "user_id"]
    error = await refusal(here.storage.CreateDisks(pb.CreateDisksRequest(user_id="LINUX01")))
    assert fields(error) == ["disks"]
    both = pb.CreateDisksRequest(user_id="LINUX01", disks=[disk()], planned_request_id="op1")
    assert fields(await refusal(here.storage.CreateDisks(both))) == ["disks"]
    unknown = pb.CreateDisksRequest(user_id="LINUX01", planned_request_id="op1")
    assert (await refusal(here.storage.CreateDisks(unknown))).reason == "PLAN_NOT_FOUND"


async def test_a_missing_disk_stops_a_deletion_before_it_begins(here: World) -> None:
    """Unless missing ones are allowed; then the others go."""
    await here.make_guest("LINUX01")
    await here.create("LINUX01", disk(), disk())
    numbers = ["0100", "0999"]
    error = await refusal(here.storage.DeleteDisks(pb.DeleteDisksRequest(user_id="LINUX01", device_numbers=numbers)))
    assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("disk", "LINUX01/0999"))
    assert await here.minidisks("LINUX01") == ["0100", "0101"]
    request = pb.DeleteDisksRequest(user_id="LINUX01", device_numbers=numbers, allow_missing=True)
    await here.storage.DeleteDisks(request)
    await here.storage.DeleteDisks(request)
    assert await here.minidisks("LINUX01") == ["0101"]
    gone = pb.DeleteDisksRequest(user_id="NOBODY", device_numbers=["0100"])
    assert (await refusal(here.storage.DeleteDisks(gone))).reason == "GUEST_NOT_FOUND"
    gone.allow_missing = True
    await here.storage.DeleteDisks(gone)


async def test_disks_are_listed_page_by_page(here: World) -> None:
    """In the order of their numbers, planned ones among them; a token belongs to its guest."""
    await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
    await here.create("LINUX01", disk(), disk(device_number="0300"))
    await here.plan("op1", "LINUX01", disk(device_number="0250"))
    found: list[pb.Disk] = []
    token = ""
    while True:
        answer = await here.storage.ListDisks(pb.ListDisksRequest(user_id="LINUX01", page_size=3, page_token=token))
        found += answer.disks
        token = answer.next_page_token
        if not token:
            break
        error = await refusal(
            here.storage.ListDisks(pb.ListDisksRequest(user_id="LINUX02", page_size=3, page_token=token))
        )
        assert fields(error) == ["page_token"]
    assert [(one.device_number, one.state, one.pool) for one in found] == [
        ("0100", pb.DISK_STATE_CREATED, "POOL1"),
        ("0200", pb.DISK_STATE_CREATED, ""),
        ("0250", pb.DISK_STATE_PLANNED, "POOL1"),
        ("0300", pb.DISK_STATE_CREATED, "POOL1"),
    ]


async def test_a_destroyed_guest_is_forgotten(here: World) -> None:
    """Its records go, and a new guest of that name starts from nothing."""
    await here.make_guest("LINUX01")
    await here.create("LINUX01", disk(), disk(), request_id="op1")
    await here.delete_guest("LINUX01")
    forget = pb.ForgetDisksRequest(user_id="LINUX01")
    assert (await here.storage.ForgetDisks(forget)).forgotten_count == 2
    assert (await here.storage.ForgetDisks(forget)).forgotten_count == 0
    await here.make_guest("LINUX01")
    assert list(await here.disks("LINUX01")) == []


async def test_a_guest_made_anew_behind_our_back_has_its_own_disks(here: World) -> None:
    """Records of the old one say nothing about the new one's disk of the same number."""
    await here.make_guest("LINUX00", "MDISK 0100 3390 AUTOG 3 POOL1 MR")
    await here.make_guest("LINUX01")
    await here.create("LINUX01", disk(10, boot=True))
    await here.delete_guest("LINUX01")
    await here.delete_guest("LINUX00")
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 7 POOL1 MR")
    (found,) = await here.disks("LINUX01")
    assert (found.size, found.pool, found.boot) == (7, "", False)


async def test_background_work_is_waited_for(tmp_path: Path) -> None:
    """A directory manager that answers 592 and goes on by itself."""
    host = HostConfig(users={"MAINT": PASSWORD}, background=(("Image_Disk_*_DM", 0.2),))
    async with world(tmp_path, host) as here:
        await here.make_guest("LINUX01")
        created = await here.create("LINUX01", disk(), disk())
        assert all(one.volume for one in created)
        await here.storage.DeleteDisks(pb.DeleteDisksRequest(user_id="LINUX01", device_numbers=["0100", "0101"]))
        assert await here.minidisks("LINUX01") == []


async def test_the_whole_smapi_group_is_served(here: World) -> None:
    """Every function of the storage group is a typed rpc as well."""
    from zfleet.smapi.v1 import storage_functions_pb2, storage_functions_pb2_grpc

    await here.make_guest("LINUX01")
    stub = storage_functions_pb2_grpc.StorageFunctionsServiceStub(here.channel)
    reply = await stub.ImageVolumeSpaceQueryDM(
        storage_functions_pb2.ImageVolumeSpaceQueryDMRequest(query_type=1, entry_type=3, entry_names="*")
    )
    assert [line.split()[0] for line in reply.record_array] == ["POOL1", "POOL2"]
    stopped = storage_functions_pb2.ImageDiskQueryRequest(target="LINUX01", vdasd_id="ALL")
    error = await refusal(stub.ImageDiskQuery(stopped))
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("200", "12")


async def test_a_disk_is_made_with_its_file_system(here: World) -> None:
    """On a guest that is off, and on one that is on: it gets the disk formatted."""
    await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
    for number in ("0100", "0101"):
        spec = pb.DiskSpec(device_number=number, size_bytes=8 * MEBIBYTE, file_system=pb.FILE_SYSTEM_EXT4)
        (made,) = await here.create("LINUX01", spec)
        assert (made.file_system, made.state) == (pb.FILE_SYSTEM_EXT4, pb.DISK_STATE_CREATED)
        (shown,) = [one for one in await here.disks("LINUX01") if one.device_number == number]
        assert shown == made
        if number == "0100":
            assert (await here.read("LINUX01", number, 1024 + 56, 2)) == b"\x53\xef"
            await here.start_guest("LINUX01")
    assert await running_disks(here, "LINUX01") == ["0100", "0101", "0200"]


async def test_a_disk_that_cannot_be_formatted_takes_the_others_with_it(here: World) -> None:
    """Too small, known before anything is made; or no way to the disks, known when they are."""
    await here.make_guest("LINUX01")
    small = pb.DiskSpec(size_bytes=MEBIBYTE, file_system=pb.FILE_SYSTEM_EXT4)
    error = await refusal(here.create("LINUX01", disk(), small))
    assert (error.reason, fields(error)) == ("DISK_TOO_SMALL", ["file_system"])
    assert await here.minidisks("LINUX01") == []
    assert (await here.pool()).reserved_bytes == 0


async def test_a_broken_format_takes_the_disks_away_again(tmp_path: Path) -> None:
    """All or none."""
    async with world(tmp_path, linux_access="simulator://127.0.0.1:1") as here:
        await here.make_guest("LINUX01")
        formatted = pb.DiskSpec(size_bytes=8 * MEBIBYTE, file_system=pb.FILE_SYSTEM_EXT4)
        error = await refusal(here.create("LINUX01", disk(), formatted, request_id="op1"))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "DISK_ACCESS_UNAVAILABLE")
        assert await here.minidisks("LINUX01") == []
        assert await here.disks("LINUX01") == []


async def test_a_missing_tool_is_told_before_a_disk_is_made(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nothing has to be undone."""
    monkeypatch.setenv("PATH", str(here.folder))
    if shutil.which("mkfs.xfs", path=search_path()) is not None:
        pytest.skip("mkfs.xfs is installed")
    await here.make_guest("LINUX01")
    spec = pb.DiskSpec(size_bytes=400 * MEBIBYTE, file_system=pb.FILE_SYSTEM_XFS)
    assert (await refusal(here.create("LINUX01", spec))).reason == "FORMAT_TOOL_MISSING"
    assert await here.minidisks("LINUX01") == []


async def test_sizes_may_be_whole_cylinders_or_blocks(here: World) -> None:
    """Of the pool's own kind, which can be asked for; not both sizes at once."""
    await here.make_guest("LINUX01")
    made = await here.create(
        "LINUX01",
        pb.DiskSpec(size=7, pool_type=pb.DISK_TYPE_ECKD),
        pb.DiskSpec(size=4096, pool="POOL2", pool_type=pb.DISK_TYPE_FBA),
        pb.DiskSpec(size=2048, virtual_disk=True),
    )
    assert [(one.size, one.type) for one in made] == [
        (7, pb.DISK_TYPE_ECKD),
        (4096, pb.DISK_TYPE_FBA),
        (2048, pb.DISK_TYPE_FBA),
    ]
    error = await refusal(
        here.create(
            "LINUX01",
            pb.DiskSpec(size=7, pool_type=pb.DISK_TYPE_FBA),
            pb.DiskSpec(size=7, size_bytes=7),
            pb.DiskSpec(size=2**31, pool="POOL2"),
            pb.DiskSpec(size=4_194_305, virtual_disk=True, pool_type=pb.DISK_TYPE_FBA),
            pb.DiskSpec(size=1_000_000),
        )
    )
    assert sorted(set(fields(error))) == [
        "disks[0].pool_type",
        "disks[1].size",
        "disks[2].size",
        "disks[3].pool_type",
        "disks[3].size",
        "disks[4].size",
    ]
