# SPDX-License-Identifier: Apache-2.0
"""PlanDisks, ReleaseDisks, ConfirmDisks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc

from tests.service.storage.world import CYLINDER, PASSWORD, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_simulator.host import HostConfig


def disk(cylinders: int = 10, **more: object) -> pb.DiskSpec:
    """A disk of that many cylinders."""
    return pb.DiskSpec(size_bytes=cylinders * CYLINDER, **more)  # type: ignore[arg-type]


async def test_a_plan_chooses_numbers_and_reserves_them(here: World) -> None:
    """From 0100 up, around what the request itself says."""
    planned = await here.plan("op1", "linux01", disk(boot=True), disk(device_number="101"), disk(11))
    assert [one.device_number for one in planned.disks] == ["0100", "0101", "0102"]
    assert [one.size for one in planned.disks] == [10, 10, 11]
    assert {(one.user_id, one.pool, one.state, one.mode) for one in planned.disks} == {
        ("LINUX01", "POOL1", pb.DISK_STATE_PLANNED, "MR")
    }
    assert planned.disks[0].boot
    assert not planned.create_after_entry
    assert [one.state for one in await here.disks("LINUX01")] == [pb.DISK_STATE_PLANNED] * 3


async def test_the_same_plan_again_is_the_same_disks(here: World) -> None:
    """And another content under its id is refused."""
    first = await here.plan("op1", "LINUX01", disk())
    assert await here.plan("op1", "LINUX01", disk()) == first
    assert (await here.pool()).reserved_bytes == 10 * CYLINDER
    for user_id, spec in (("LINUX01", disk(11)), ("LINUX02", disk())):
        error = await refusal(here.plan("op1", user_id, spec))
        assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


async def test_two_plans_of_one_guest_never_share_a_number(here: World) -> None:
    """Twenty at once are twenty different disks."""
    plans = await asyncio.gather(*(here.plan(f"op{n}", "LINUX01", disk(1)) for n in range(20)))
    numbers = [plan.disks[0].device_number for plan in plans]
    assert len(set(numbers)) == 20
    assert (await here.pool()).reserved_bytes == 20 * CYLINDER


async def test_plans_of_many_guests_never_promise_more_than_there_is(here: World) -> None:
    """Thirty guests want a third of the largest extent each: what is promised fits, the others hear POOL_FULL."""
    pool = await here.pool()
    third = pool.largest_free_bytes // 3 // CYLINDER
    room = sum(volume.free // third for volume in pool.volumes)
    answers = await asyncio.gather(
        *(here.plan(f"op{n}", f"LINUX{n:02}", disk(third)) for n in range(30)), return_exceptions=True
    )
    refused = [one for one in answers if isinstance(one, grpc.RpcError)]
    assert len(answers) - len(refused) == min(room, 30) < 30
    assert {one.code() for one in refused} == {grpc.StatusCode.RESOURCE_EXHAUSTED}


async def test_numbers_of_an_existing_guest_are_kept_clear_of(here: World) -> None:
    """Its disks and its NIC are in its entry."""
    await here.make_guest("LINUX01", "NICDEF 0101 TYPE QDIO LAN SYSTEM VSW1", "MDISK 0100 3390 AUTOG 5 POOL1 MR")
    planned = await here.plan("op1", "LINUX01", disk())
    assert planned.disks[0].device_number == "0104"
    error = await refusal(here.plan("op2", "LINUX01", disk(device_number="102"), disk(device_number="104")))
    assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "DEVICE_NUMBER_TAKEN")
    assert fields(error) == ["disks[0].device_number", "disks[1].device_number"]


async def test_everything_that_is_wrong_is_said_at_once(here: World) -> None:
    """What the request says by itself, what our tables know, and what z/VM knows."""
    await here.upload("big", b"x" * 8_000_000)
    error = await refusal(
        here.plan(
            "op1",
            "LINUX01",
            disk(boot=True),
            disk(boot=True),
            pb.DiskSpec(),
            disk(pool="NOPOOL"),
            disk(10_000_000),
            disk(image="missing"),
            disk(image="big"),
            disk(mode="WHAT"),
            pb.DiskSpec(size_bytes=3 * 1024**3, virtual_disk=True),
        )
    )
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert sorted(fields(error)) == [
        "disks[1].boot",
        "disks[2].size_bytes",
        "disks[3].pool",
        "disks[4].size_bytes",
        "disks[5].image",
        "disks[6].size_bytes",
        "disks[7].mode",
        "disks[8].size_bytes",
    ]
    assert (await here.pool()).reserved_bytes == 0


async def test_a_pool_that_can_be_no_name_is_named(here: World) -> None:
    """With nothing else wrong, too: nothing is planned in it."""
    for text in ("POOL1\nPOOL2", "POOL 1", "'", " ", "POOL1,", "P" * 9):
        error = await refusal(here.plan("op1", "LINUX01", disk(), disk(pool=text)))
        assert error.status is grpc.StatusCode.INVALID_ARGUMENT
        assert fields(error) == ["disks[1].pool"]
    assert (await here.pool()).reserved_bytes == 0


async def test_a_request_without_its_names_is_malformed(here: World) -> None:
    """Both are named."""
    error = await refusal(here.storage.PlanDisks(pb.PlanDisksRequest()))
    assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, ["request_id", "user_id"])
    for method, request in (
        (here.storage.ReleaseDisks, pb.ReleaseDisksRequest()),
        (here.storage.ConfirmDisks, pb.ConfirmDisksRequest()),
    ):
        assert fields(await refusal(method(request))) == ["request_id", "user_id"]


async def test_a_full_pool_is_exhausted_and_not_invalid(here: World) -> None:
    """The same disk would fit when others are deleted; one larger than any volume never will."""
    pool = await here.pool()
    whole = pool.largest_free_bytes // CYLINDER
    for at in range(len(pool.volumes)):
        await here.plan(f"fill{at}", f"FULL{at}", disk(whole))
    error = await refusal(here.plan("op1", "LINUX01", disk(1), disk(whole)))
    assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "POOL_FULL")
    assert "disks[1].size_bytes" in fields(error)
    error = await refusal(here.plan("op2", "LINUX01", disk(whole + 1)))
    assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, ["disks[0].size_bytes"])


async def test_a_released_plan_gives_everything_back(here: World) -> None:
    """Numbers, space and the id; releasing what is not there is no error."""
    await here.plan("op1", "LINUX01", disk(), disk())
    release = pb.ReleaseDisksRequest(request_id="op1", user_id="LINUX01")
    assert (await here.storage.ReleaseDisks(release)).released_count == 2
    assert (await here.storage.ReleaseDisks(release)).released_count == 0
    assert (await here.pool()).reserved_bytes == 0
    assert (await here.plan("op1", "LINUX01", disk(7))).disks[0].device_number == "0100"


async def test_a_plan_that_nobody_confirms_expires(tmp_path: Path) -> None:
    """Then its numbers and its space are anybody's."""
    async with world(tmp_path, reservation_lifetime=0.2) as here:
        first = await here.plan("op1", "LINUX01", disk())
        await asyncio.sleep(0.3)
        assert (await here.pool()).reserved_bytes == 0
        second = await here.plan("op2", "LINUX01", disk())
        assert second.disks[0].device_number == first.disks[0].device_number
        again = await here.plan("op1", "LINUX01", disk())
        assert again.disks[0].device_number == "0101"


async def test_confirmed_disks_are_where_the_directory_has_put_them(here: World) -> None:
    """As the spawn does it: plan, one entry with all disks, confirm."""
    planned = await here.plan("op1", "LINUX01", disk(), pb.DiskSpec(size_bytes=4096, virtual_disk=True))
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 10 POOL1 MR", "MDISK 0101 FB-512 V-DISK 8 MR")
    found = {one.device_number: one for one in await here.disks("LINUX01")}
    place = pb.DiskPlacement(device_number="0100", volume=found["0100"].volume, start=found["0100"].start, size=10)
    confirm = pb.ConfirmDisksRequest(request_id="op1", user_id="LINUX01", placements=[place])
    created = (await here.storage.ConfirmDisks(confirm)).disks
    assert [one.state for one in created] == [pb.DISK_STATE_CREATED] * 2
    assert (created[0].volume, created[0].start, created[0].pool) == (place.volume, place.start, "POOL1")
    assert [one.device_number for one in created] == [one.device_number for one in planned.disks]
    assert (await here.storage.ConfirmDisks(confirm)).disks == created
    pool = await here.pool()
    assert (pool.reserved_bytes, pool.used_bytes) == (0, 10 * CYLINDER)
    assert list(await here.disks("LINUX01")) == list(created)


async def test_a_confirmation_must_match_its_plan(here: World) -> None:
    """A disk of another plan, one without a place, and a plan that is not there."""
    await here.plan("op1", "LINUX01", disk())
    wrong = pb.DiskPlacement(device_number="0200", volume="VOL001", start=1, size=10)
    error = await refusal(
        here.storage.ConfirmDisks(pb.ConfirmDisksRequest(request_id="op1", user_id="LINUX01", placements=[wrong]))
    )
    assert error.reason == "PLACEMENTS_DO_NOT_MATCH"
    assert fields(error) == ["placements[0].device_number", "placements"]
    error = await refusal(here.storage.ConfirmDisks(pb.ConfirmDisksRequest(request_id="op9", user_id="LINUX01")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "PLAN_NOT_FOUND")
    bad = pb.DiskPlacement(device_number="XYZ", volume="TOO LONG", size=0)
    error = await refusal(
        here.storage.ConfirmDisks(pb.ConfirmDisksRequest(request_id="op1", user_id="LINUX01", placements=[bad]))
    )
    assert fields(error) == ["placements[0].device_number", "placements[0].volume", "placements[0].size"]


async def test_a_plan_survives_a_restart_of_the_service(tmp_path: Path) -> None:
    """Reservations are rows, not memory."""
    async with world(tmp_path) as here:
        first = await here.plan("op1", "LINUX01", disk())
    async with world(tmp_path) as here:
        assert await here.plan("op1", "LINUX01", disk()) == first
        assert (await here.pool()).reserved_bytes == 10 * CYLINDER


async def test_the_site_s_switch_is_passed_on(tmp_path: Path) -> None:
    """The gateway then adds the disks after the entry."""
    host = HostConfig(users={"MAINT": PASSWORD}, automatic_allocation_in_entries=False)
    async with world(tmp_path, host, create_after_entry=True) as here:
        assert (await here.plan("op1", "LINUX01", disk())).create_after_entry


async def test_z_vm_away_is_unavailable(here: World) -> None:
    """Nothing is reserved then."""
    await here.host.stop()
    error = await refusal(
        here.storage.PlanDisks(pb.PlanDisksRequest(request_id="op1", user_id="LINUX01", disks=[disk()]), timeout=3)
    )
    assert error.status in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
