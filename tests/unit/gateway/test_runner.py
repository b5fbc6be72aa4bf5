# SPDX-License-Identifier: Apache-2.0
"""What runs stories: order, parallel steps, undo, cancellation, repeats."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from google.protobuf.wrappers_pb2 import StringValue

from tests.unit.gateway.telling import (
    Seen,
    Tale,
    World,
    journal_in,
    new_record,
    refused,
    runner_of,
    states,
    told,
)
from zfleet.gateway.v1 import gateway_service_pb2 as pb

SPAWN = {
    "plan_a": (),
    "plan_b": (),
    "create": ("plan_a", "plan_b"),
    "grant": ("create",),
    "send": ("create",),
    "start": ("grant", "send"),
}


async def test_a_story_succeeds_with_every_step_done_once_and_its_result_in_the_journal(tmp_path: Path) -> None:
    """The record in memory and the one read back say the same."""
    world, seen = World(), Seen()
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, SPAWN, plan=("plan_a", "plan_b")), journal, seen)
        stored = await journal.load("op")
        assert record.state == pb.OPERATION_STATE_SUCCEEDED
        assert record.result == b"plan_a done, plan_b done, create done, grant done, send done, start done"
        assert set(states(record).values()) == {"SUCCEEDED"}
        assert sorted(world.happened) == sorted(SPAWN)
        assert stored is not None
        assert (stored.state, stored.result, stored.end_us) == (record.state, record.result, record.end_us)
        assert states(stored) == states(record)
        assert stored.reply("create", StringValue).value == "create done"
        assert stored.request == b"kept"
        assert not await journal.is_leased("op")
    assert seen.ends == [pb.OPERATION_STATE_SUCCEEDED]


async def test_steps_that_do_not_wait_for_each_other_are_at_work_at_the_same_time(tmp_path: Path) -> None:
    """Both planning steps are under way before either ends; so are grant and send."""
    world = World()
    world.hold("plan_a", "plan_b", "grant", "send")
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await asyncio.gather(world.began["plan_a"].wait(), world.began["plan_b"].wait())
        assert world.happened == []
        world.let_go("plan_a", "plan_b")
        await asyncio.gather(world.began["grant"].wait(), world.began["send"].wait())
        assert world.happened[2:] == ["create"]
        world.let_go("send", "grant")
        await running
    assert world.happened[-1] == "start"


async def test_a_step_does_not_wait_for_a_slow_one_that_it_does_not_need(tmp_path: Path) -> None:
    """A chain goes on while its neighbour is held."""
    world = World()
    world.hold("slow", "last")
    graph: dict[str, tuple[str, ...]] = {"slow": (), "quick": (), "next": ("quick",), "last": ("next",)}
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, graph), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["last"].wait()
        assert world.happened == ["quick", "next"]
        world.let_go("slow", "last")
        await running


async def test_a_step_after_skipped_ones_still_waits_for_those_before_them(tmp_path: Path) -> None:
    """a, then b and c (not needed), then d: d does not overtake a."""
    world = World()
    world.hold("a")
    graph = {"a": (), "b": ("a",), "c": ("b",), "d": ("b", "c")}
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, graph, skipped=("b", "c")), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["a"].wait()
        assert states(runner.record) == {"a": "RUNNING", "b": "SKIPPED", "c": "SKIPPED", "d": "PENDING"}
        world.let_go("a")
        await running
    assert world.happened == ["a", "d"]


async def test_a_failed_start_undoes_everything_in_reverse(tmp_path: Path) -> None:
    """Every step that began is undone, after those that waited for it; the error says why."""
    world, seen = World(fails={"start": [refused("FAILED_PRECONDITION", "NO_MEMORY")]}), Seen()
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, SPAWN, plan=("plan_a", "plan_b")), journal, seen)
        stored = await journal.load("op")
    undone = [what.removeprefix("undo ") for what in world.happened if what.startswith("undo")]
    assert undone[0] == "start"
    assert set(undone[1:3]) == {"grant", "send"}
    assert undone[3] == "create"
    assert set(undone[4:]) == {"plan_a", "plan_b"}
    assert record.state == pb.OPERATION_STATE_FAILED
    assert record.error is not None
    assert record.error.reason == "NO_MEMORY"
    assert states(record)["start"] == "FAILED"
    assert {state for name, state in states(record).items() if name != "start"} == {"UNDONE"}
    assert stored is not None
    assert states(stored) == states(record)
    assert ("create", "undone") in seen.undos


async def test_undo_waits_for_steps_that_followed_through_one_without_undo(tmp_path: Path) -> None:
    """a <- middle (no undo) <- c: c is undone before a."""
    world = World(fails={"d": [refused("INTERNAL")]})
    world.hold("undo c")
    graph = {"a": (), "middle": ("a",), "c": ("middle",), "d": ("c",)}
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, graph, no_undo=("middle", "d")), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["undo c"].wait()
        assert "undo a" not in world.happened
        world.let_go("undo c")
        await running
    assert world.happened == ["a", "middle", "c", "undo c", "undo a"]
    assert states(runner.record)["middle"] == "SUCCEEDED"


async def test_steps_whose_turn_has_not_come_stay_pending_and_are_not_undone(tmp_path: Path) -> None:
    """What never began has nothing to take back."""
    world = World(fails={"create": [refused("ALREADY_EXISTS")]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, SPAWN, plan=("plan_a", "plan_b")), journal)
    assert states(record)["grant"] == states(record)["start"] == "PENDING"
    assert not {"undo grant", "undo send", "undo start"} & set(world.happened)


async def test_a_failed_step_lets_its_neighbours_end_before_anything_is_undone(tmp_path: Path) -> None:
    """A call that changes z/VM is waited for: what it did is known then."""
    world = World(fails={"grant": [refused("INTERNAL")]})
    world.hold("send")
    async with journal_in(tmp_path) as journal:
        seen = Seen()
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), new_record(journal), journal, seen)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["send"].wait()
        while "grant" not in seen.steps:
            await asyncio.sleep(0)
        assert not [what for what in world.happened if what.startswith("undo")]
        world.let_go("send")
        await running
    assert world.happened.index("send") < world.happened.index("undo send")


async def test_a_failed_step_stops_its_stoppable_neighbours_at_once(tmp_path: Path) -> None:
    """A stream that moves data is cut off instead of waited for."""
    world = World(fails={"grant": [refused("INTERNAL")]})
    world.hold("send")
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, SPAWN, plan=("plan_a", "plan_b"), stoppable=("send",)), journal)
    assert "send" not in world.happened
    assert states(record)["send"] == "FAILED"
    assert record.steps["send"].error is not None
    assert record.steps["send"].error.reason == "STEP_STOPPED"
    assert record.error is not None
    assert record.error.reason == "NO"


async def test_a_refused_plan_leaves_no_operation_and_tells_of_every_error(tmp_path: Path) -> None:
    """All planning steps are heard; what was reserved is given back; the request_id is free again."""
    world = World(fails={"plan_b": [refused("RESOURCE_EXHAUSTED", "NO_SPACE")]})
    async with journal_in(tmp_path) as journal:
        record = new_record(journal, request_id="r1")
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), record, journal)
        await runner.open()
        await runner.run()
        refusal = runner.decided.result()
        assert refusal is not None
        assert refusal.reason == "NO_SPACE"
        assert await journal.load("op") is None
        assert await journal.find_request("r1") is None
    assert set(world.happened) == {"plan_a", "undo plan_a", "undo plan_b"}


async def test_a_plan_that_was_only_to_be_checked_is_undone_and_forgotten(tmp_path: Path) -> None:
    """Nothing after the plan begins."""
    world = World()
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), new_record(journal), journal, plan_only=True)
        await runner.open()
        await runner.run()
        assert runner.decided.result() is None
        assert await journal.load("op") is None
    assert set(world.happened) == {"plan_a", "plan_b", "undo plan_a", "undo plan_b"}


async def test_cancelling_undoes_what_was_done_and_ends_cancelled(tmp_path: Path) -> None:
    """The step at work is waited for, then everything is undone; there is no error."""
    world = World()
    world.hold("create")
    async with journal_in(tmp_path) as journal:
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["create"].wait()
        runner.cancel()
        world.let_go("create")
        await running
        stored = await journal.load("op")
    assert runner.record.state == pb.OPERATION_STATE_CANCELLED
    assert runner.record.error is None
    assert world.happened[2:4] == ["create", "undo create"]
    assert stored is not None
    assert stored.state == pb.OPERATION_STATE_CANCELLED


async def test_a_story_that_is_never_undone_cannot_be_cancelled(tmp_path: Path) -> None:
    """It goes on to its end."""
    world = World()
    world.hold("delete")
    tale = Tale(world, {"delete": (), "forget": ("delete",)}, undoable=False)
    async with journal_in(tmp_path) as journal:
        runner = runner_of(tale, new_record(journal), journal)
        await runner.open()
        assert runner.decided.result() is None  # it is accepted as soon as it is written
        running = asyncio.create_task(runner.run())
        await world.began["delete"].wait()
        runner.cancel()
        world.let_go("delete")
        await running
    assert runner.record.state == pb.OPERATION_STATE_SUCCEEDED


async def test_a_story_that_is_never_undone_fails_without_undo(tmp_path: Path) -> None:
    """A refusal for good ends it, with what was done left done."""
    world = World(fails={"forget": [refused("PERMISSION_DENIED")]})
    tale = Tale(world, {"delete": (), "forget": ("delete",)}, undoable=False)
    async with journal_in(tmp_path) as journal:
        record = await told(tale, journal)
    assert record.state == pb.OPERATION_STATE_FAILED
    assert states(record) == {"delete": "SUCCEEDED", "forget": "FAILED"}
    assert world.happened == ["delete"]


async def test_a_patient_step_is_repeated_with_the_same_request_id_while_its_service_is_away(tmp_path: Path) -> None:
    """UNAVAILABLE and a locked entry pass; the service sees one request."""
    world = World(fails={"create": [refused("UNAVAILABLE"), refused("ABORTED"), refused("UNAVAILABLE")]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, {"create": ()}, patience=5.0), journal)
    assert record.state == pb.OPERATION_STATE_SUCCEEDED
    assert world.request_ids == ["op/create"] * 4
    assert record.steps["create"].error is None


async def test_a_step_is_not_repeated_after_a_refusal_for_good(tmp_path: Path) -> None:
    """Patience is for what may pass."""
    world = World(fails={"create": [refused("ALREADY_EXISTS")]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, {"create": ()}, patience=5.0), journal)
    assert record.state == pb.OPERATION_STATE_FAILED
    assert len(world.request_ids) == 1


async def test_an_undo_is_repeated_while_its_service_is_away(tmp_path: Path) -> None:
    """Nothing is left behind because a service restarts."""
    away = [refused("UNAVAILABLE") for _ in range(20)]
    world = World(fails={"b": [refused("INTERNAL")], "undo a": [*away]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, {"a": (), "b": ("a",)}), journal)
    assert states(record) == {"a": "UNDONE", "b": "FAILED"}


async def test_an_undo_that_finds_nothing_has_succeeded(tmp_path: Path) -> None:
    """NOT_FOUND: somebody else was faster."""
    world = World(fails={"b": [refused("INTERNAL")], "undo a": [refused("NOT_FOUND")]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, {"a": (), "b": ("a",)}), journal)
    assert states(record)["a"] == "UNDONE"


async def test_an_undo_refused_for_good_is_recorded_with_what_is_left(tmp_path: Path) -> None:
    """The others are undone all the same, except those that need it to have succeeded."""
    world = World(
        fails={"start": [refused("INTERNAL", "BROKEN")], "undo create": [refused("PERMISSION_DENIED", "DENIED")]}
    )
    seen = Seen()
    tale = Tale(world, SPAWN, plan=("plan_a", "plan_b"), needs={"plan_a": ("create",)})
    async with journal_in(tmp_path) as journal:
        record = await told(tale, journal, seen)
        stored = await journal.load("op")
    assert record.state == pb.OPERATION_STATE_FAILED
    assert states(record)["create"] == "UNDO_FAILED"
    assert states(record)["plan_a"] == "UNDO_FAILED"
    assert states(record)["plan_b"] == "UNDONE"
    assert record.steps["plan_a"].error is not None
    assert record.steps["plan_a"].error.reason == "UNDO_LEFT"
    assert "undo plan_a" not in world.happened
    assert record.error is not None
    assert record.error.reason == "BROKEN"
    assert record.error.metadata["left"] == "plan_a,create"
    assert ("create", "failed") in seen.undos
    assert ("plan_a", "left") in seen.undos
    assert stored is not None
    assert stored.error == record.error


async def test_a_step_that_raises_what_nobody_foresaw_is_internal_and_undone(tmp_path: Path) -> None:
    """Its text is for the log, not for callers."""
    world = World(fails={"b": [ValueError("secret detail")]})
    async with journal_in(tmp_path) as journal:
        record = await told(Tale(world, {"a": (), "b": ("a",)}), journal)
    assert record.error is not None
    assert record.error.reason == "STEP_BROKEN"
    assert "secret" not in record.error.message
    assert "undo a" in world.happened


async def test_the_intents_of_parallel_steps_are_written_in_one_commit(tmp_path: Path) -> None:
    """Six steps in four ranks cost five commits: the opening one, one for each further rank, the end."""
    world = World()
    world.hold("plan_a", "plan_b", "grant", "send")
    async with journal_in(tmp_path) as journal:
        commits = 0
        write = journal._database.write

        async def counted(work: Any) -> Any:
            nonlocal commits
            commits += 1
            return await write(work)

        journal._database.write = counted  # type: ignore[method-assign]
        runner = runner_of(Tale(world, SPAWN, plan=("plan_a", "plan_b")), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await asyncio.gather(world.began["plan_a"].wait(), world.began["plan_b"].wait())
        world.let_go("plan_a", "plan_b")
        await asyncio.gather(world.began["grant"].wait(), world.began["send"].wait())
        world.let_go("grant", "send")
        await running
    assert commits == 5
