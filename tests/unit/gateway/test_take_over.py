# SPDX-License-Identifier: Apache-2.0
"""Operations that outlive their gateway: whatever it was doing when it ended, the next one goes on from the journal."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.unit.gateway.telling import (
    Tale,
    World,
    announced,
    journal_in,
    new_record,
    refused,
    runner_of,
    states,
)
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.journal import GuestBusy, LeaseLost, RequestIdTaken
from zfleet_gateway.record import OperationRecord

SPAWN = {
    "plan": (),
    "create": ("plan",),
    "grant": ("create",),
    "send": ("create",),
    "start": ("grant", "send"),
}
LEASE = 10.0


def later() -> float:
    """The time when every lease of now has run out."""
    return time.time() + 2 * LEASE


def tale_of(world: World) -> Tale:
    """The story, as any gateway makes it from the stored request."""
    return Tale(world, SPAWN, plan=("plan",))


async def crash_at(folder: Path, world: World, what: str) -> None:
    """Runs a new operation in a gateway that ends, without a trace, while `what` is under way."""
    world.hold(what)
    async with journal_in(folder, lease=LEASE) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began[what].wait()
        runner.lose()
        await running
    world.let_go(what)


async def take_over(folder: Path, world: World) -> OperationRecord:
    """Another gateway, after the lease has run out."""
    async with journal_in(folder, "two", lease=LEASE, clock=later) as journal:
        (record,) = await journal.claim(10)
        runner = runner_of(tale_of(world), record, journal)
        await runner.run()
        return record


@pytest.mark.parametrize("step", ["create", "grant", "send", "start"])
async def test_an_accepted_operation_is_finished_after_a_crash_in_any_step(tmp_path: Path, step: str) -> None:
    """Steps that were done stay done; the one under way is done again, under the same request_id."""
    world = World()
    await crash_at(tmp_path, world, step)
    done_before = list(world.happened)
    record = await take_over(tmp_path, world)
    assert record.state == pb.OPERATION_STATE_SUCCEEDED
    assert record.result == b"plan done, create done, grant done, send done, start done"
    assert world.request_ids.count(f"op/{step}") == 2
    assert "plan" in done_before
    assert world.happened.count("create") == 1
    assert world.happened.count("plan") == 1


async def test_an_operation_that_its_caller_was_not_told_of_is_undone_after_a_crash(tmp_path: Path) -> None:
    """A spawn must not go on behind everybody's back; its guest is free again."""
    world = World()
    await crash_at(tmp_path, world, "plan")
    await take_over(tmp_path, world)
    assert world.happened == ["undo plan"]
    async with journal_in(tmp_path, "three") as journal:
        assert await journal.load("op") is None
        await journal.open(new_record(journal, "again"))


@pytest.mark.parametrize("undo", ["undo start", "undo grant", "undo create", "undo plan"])
async def test_an_undo_is_finished_after_a_crash_in_any_part_of_it(tmp_path: Path, undo: str) -> None:
    """What was undone stays so, the rest is undone, and the error is still the one that began it."""
    world = World(fails={"start": [refused("FAILED_PRECONDITION", "NO_MEMORY")]})
    await crash_at(tmp_path, world, undo)
    record = await take_over(tmp_path, world)
    assert record.state == pb.OPERATION_STATE_FAILED
    assert record.error is not None
    assert record.error.reason == "NO_MEMORY"
    assert states(record) == {
        "plan": "UNDONE",
        "create": "UNDONE",
        "grant": "UNDONE",
        "send": "UNDONE",
        "start": "FAILED",
    }
    assert {f"undo {name}" for name in SPAWN} <= set(world.happened)
    assert "start" not in world.happened


async def test_a_request_to_cancel_is_not_forgotten_by_a_crash(tmp_path: Path) -> None:
    """The next gateway undoes instead of going on."""
    world = World()
    world.hold("create")
    async with journal_in(tmp_path, lease=LEASE) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["create"].wait()
        assert await journal.request_cancel("op")
        runner.lose()
        await running
    world.let_go("create")
    record = await take_over(tmp_path, world)
    assert record.state == pb.OPERATION_STATE_CANCELLED
    assert "create" not in world.happened
    assert {"undo create", "undo plan"} <= set(world.happened)


async def test_a_gateway_that_stops_lets_its_step_end_and_gives_the_operation_up_at_once(tmp_path: Path) -> None:
    """The next one need not wait for the lease, and does not repeat what was done."""
    world = World()
    world.hold("create")
    async with journal_in(tmp_path, lease=3600.0) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["create"].wait()
        runner.leave()
        world.let_go("create")
        await running
    async with journal_in(tmp_path, "two", lease=3600.0) as journal:
        (record,) = await journal.claim(10)
        assert states(record)["create"] == "SUCCEEDED"
        await runner_of(tale_of(world), record, journal).run()
    assert record.state == pb.OPERATION_STATE_SUCCEEDED
    assert world.happened.count("create") == 1


async def test_an_operation_whose_last_step_ends_while_the_gateway_stops_has_succeeded(tmp_path: Path) -> None:
    """There is nothing left to hand over."""
    world = World()
    world.hold("start")
    async with journal_in(tmp_path) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["start"].wait()
        runner.leave()
        world.let_go("start")
        await running
        assert runner.record.state in (pb.OPERATION_STATE_SUCCEEDED, pb.OPERATION_STATE_RUNNING)
        stored = await journal.load("op")
        assert stored is not None
        assert stored.state == runner.record.state


async def test_a_gateway_that_was_cut_off_cannot_write_over_its_successor(tmp_path: Path) -> None:
    """Its lease has run out: it begins nothing, announced or not, before the next write, and that fails."""
    world, other = World(), World()
    world.hold("create")
    passed = 0.0

    def clock() -> float:
        return time.time() + passed

    async with (
        journal_in(tmp_path, lease=LEASE, clock=clock) as mine,
        journal_in(tmp_path, "two", lease=LEASE, clock=clock) as theirs,
    ):
        runner = runner_of(tale_of(world), new_record(mine), mine)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["create"].wait()
        await announced(mine, "grant")
        passed = 2 * LEASE
        (record,) = await theirs.claim(10)
        await runner_of(tale_of(other), record, theirs).run()
        world.let_go("create")
        await running
        stored = await theirs.load("op")
        with pytest.raises(LeaseLost):
            await mine.save(runner.record)
    assert stored is not None
    assert stored.state == pb.OPERATION_STATE_SUCCEEDED
    assert "grant" not in world.happened
    assert other.happened[0] == "create"


async def test_an_announced_step_waits_for_a_write_when_the_lease_is_nearly_over(tmp_path: Path) -> None:
    """Nobody has taken the operation, so the write succeeds, renews the lease, and the story goes on."""
    world = World()
    world.hold("create")
    passed = 0.0
    async with journal_in(tmp_path, lease=LEASE, clock=lambda: time.time() + passed) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["create"].wait()
        await announced(journal, "grant")
        assert journal.holds("op")
        passed = 0.6 * LEASE
        assert not journal.holds("op")
        world.let_go("create")
        await running
    assert runner.record.state == pb.OPERATION_STATE_SUCCEEDED


async def test_of_two_gateways_one_takes_an_operation_over(tmp_path: Path) -> None:
    """And an operation that is being worked on is taken by none."""
    await crash_at(tmp_path, World(), "create")
    async with (
        journal_in(tmp_path, "two", lease=LEASE, clock=later) as two,
        journal_in(tmp_path, "three", lease=LEASE, clock=later) as three,
    ):
        taken = await asyncio.gather(two.claim(10), three.claim(10))
        assert sorted(len(records) for records in taken) == [0, 1]
        assert await two.claim(10) == []


async def test_a_renewal_tells_what_is_lost_and_what_shall_be_cancelled(tmp_path: Path) -> None:
    """What is renewed cannot be claimed."""
    async with (
        journal_in(tmp_path, lease=LEASE) as mine,
        journal_in(tmp_path, "two", lease=LEASE, clock=later) as theirs,
    ):
        for number in (1, 2):
            await mine.open(new_record(mine, f"op{number}", user_id=f"LINUX0{number}"))
        assert len(await theirs.claim(1)) == 1
        renewal = await mine.renew(["op1", "op2"])
        assert len(renewal.lost) == 1
        (kept,) = {"op1", "op2"} - renewal.lost
        await theirs.request_cancel(kept)
        assert (await mine.renew([kept])).cancelled == {kept}


async def test_a_request_id_and_a_guest_have_one_operation(tmp_path: Path) -> None:
    """The keys refuse a second one; an ended operation no longer holds its guest."""
    async with journal_in(tmp_path) as journal:
        first = new_record(journal, "op1", request_id="r1")
        await journal.open(first)
        with pytest.raises(RequestIdTaken):
            await journal.open(new_record(journal, "op2", user_id="OTHER", request_id="r1"))
        with pytest.raises(GuestBusy) as busy:
            await journal.open(new_record(journal, "op3", request_id="r3"))
        assert busy.value.operation_id == "op1"
        assert await journal.at_work_on(["LINUX01", "OTHER"]) == {"LINUX01": "op1"}
        first.state, first.end_us = pb.OPERATION_STATE_SUCCEEDED, journal.now_us()
        await journal.end(first)
        assert await journal.at_work_on(["LINUX01"]) == {}
        await journal.open(new_record(journal, "op4", request_id="r4"))


async def test_ended_operations_are_forgotten_after_their_time_and_running_ones_never(tmp_path: Path) -> None:
    """With their steps."""
    world = World()
    async with journal_in(tmp_path) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        await runner.run()
        await journal.open(new_record(journal, "running"))
        assert await journal.sweep(journal.now_us() - 60_000_000) == 0
        assert await journal.sweep(journal.now_us() + 1) == 1
        assert await journal.load("op") is None
        assert await journal.load("running") is not None


async def test_the_migrations_make_the_tables_that_the_code_declares(tmp_path: Path) -> None:
    """An Alembic autogenerate finds nothing to do."""
    from zfleet_gateway.tables import metadata

    async with journal_in(tmp_path) as journal:
        assert await journal._database.differences(metadata) == []
