# SPDX-License-Identifier: Apache-2.0
"""Steps that are announced: what the journal has of a step when it begins, and what a crash at any point leaves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from google.protobuf.message import Message

from tests.unit.gateway.telling import Tale, World, announced, journal_in, new_record, refused, runner_of, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.journal import Journal, LeaseLost
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.story import At, Step, Told
from zfleet_runtime import give_way

SPAWN = {
    "plan_a": (),
    "plan_b": (),
    "create": ("plan_a", "plan_b"),
    "grant": ("create",),
    "send": ("create",),
    "start": ("grant", "send"),
}
LEASE = 10.0


class Plug:
    """Stops a gateway's commits: after `commits` of them nothing is written any more, as after a power failure."""

    def __init__(self, journal: Journal, commits: int) -> None:
        self._journal = journal
        self._left = commits
        self.pulled = asyncio.Event()
        self.over = asyncio.Event()
        for name in ("open", "save", "end", "remove"):
            setattr(journal, name, self._counted(getattr(journal, name)))

    def _counted(self, write: Callable[[OperationRecord], Awaitable[None]]) -> Callable[[OperationRecord], object]:
        async def counted(record: OperationRecord) -> None:
            if self._left == 0:
                self.pulled.set()
                await self.over.wait()
                raise LeaseLost(record.operation_id)
            self._left -= 1
            await write(record)

        return counted


def later() -> float:
    """The time when every lease of now has run out."""
    return time.time() + 2 * LEASE


class Witnessed(Tale):
    """A tale whose steps look into the journal as they begin."""

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world, SPAWN, plan=("plan_a", "plan_b"), foreseen=("create",))
        self._journal = journal
        self.unwritten: list[str] = []

    def _step(self, name: str) -> Step:
        step = super()._step(name)

        async def do(at: At) -> Message:
            stored = await self._journal.load("op")
            there = stored.steps.get(name) if stored is not None else None
            if there is None or not there.began:
                self.unwritten.append(name)
            return await step.do(at)

        return Step(name=name, do=do, undo=step.undo, after=step.after, result=step.result)


def tale_of(world: World) -> Tale:
    """The story, as any gateway makes it from the stored request."""
    return Tale(world, SPAWN, plan=("plan_a", "plan_b"), foreseen=("create",))


def left_behind(world: World) -> set[str]:
    """Steps that were done and not undone since."""
    left: set[str] = set()
    for what in world.happened:
        if what.startswith("undo "):
            left.discard(what.removeprefix("undo "))
        else:
            left.add(what)
    return left


async def crash_after(folder: Path, world: World, commits: int, *, cancel: bool = False) -> bool:
    """Runs a new operation whose gateway goes on for a while after its last commit, then ends without a trace.

    Whether the operation was not over by then.
    """
    async with journal_in(folder, lease=LEASE) as journal:
        plug = Plug(journal, commits)
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        pulled = asyncio.create_task(plug.pulled.wait())
        await asyncio.wait([running, pulled], return_when=asyncio.FIRST_COMPLETED)
        pulled.cancel()
        if running.done():
            return False
        for _ in range(50):
            await asyncio.sleep(0)  # everything that may begin without a commit does
        if cancel:
            await journal.request_cancel("op")
        runner.lose()
        plug.over.set()
        await running
        return True


async def take_over(folder: Path, world: World) -> OperationRecord | None:
    """Another gateway, after the lease has run out; the operation as it is in the journal then."""
    async with journal_in(folder, "two", lease=LEASE, clock=later) as journal:
        for record in await journal.claim(10):
            await runner_of(tale_of(world), record, journal).run()
        return await journal.load("op")


async def test_the_intent_of_every_step_is_in_the_journal_when_it_begins(tmp_path: Path) -> None:
    """As the step itself or as an announcement; a next gateway would count each as one that may have begun."""
    world = World()
    async with journal_in(tmp_path) as journal:
        tale = Witnessed(world, journal)
        runner = runner_of(tale, new_record(journal), journal)
        await runner.open()
        await runner.run()
    assert sorted(world.happened) == sorted(SPAWN)
    assert tale.unwritten == []


async def test_an_announced_step_does_not_wait_for_the_commit_of_the_steps_before_it(tmp_path: Path) -> None:
    """With the commit after the plan held up for ever, create is done all the same; what follows it is not."""
    world = World()
    assert await crash_after(tmp_path, world, 1)
    assert sorted(world.happened) == ["create", "plan_a", "plan_b"]


async def test_a_caller_is_told_only_what_is_in_the_journal(tmp_path: Path) -> None:
    """create is at work, but the commit that says that the operation was accepted is not made."""
    world = World()
    async with journal_in(tmp_path) as journal:
        plug = Plug(journal, 1)
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await plug.pulled.wait()
        while "create" not in world.happened:
            await asyncio.sleep(0)
        assert not runner.decided.done()
        runner.lose()
        plug.over.set()
        await running


@pytest.fixture
def a_commit_a_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    """These steps take no time: commits that gave way to their calls would be one for several ranks."""
    monkeypatch.setattr(give_way, "_LEAVES_WITHIN", 0.0)


@pytest.mark.usefixtures("a_commit_a_rank")
@pytest.mark.parametrize("commits", [1, 2, 3, 4])
async def test_a_crash_between_any_two_commits_leaves_a_whole_guest_or_none(tmp_path: Path, commits: int) -> None:
    """Before its caller was told: undone, with what was only announced. After that: finished, under the same ids."""
    world = World()
    assert await crash_after(tmp_path, world, commits)
    record = await take_over(tmp_path, world)
    if commits == 1:
        assert record is None
        assert "undo create" in world.happened
        assert left_behind(world) == set()
    else:
        assert record is not None
        assert record.state == pb.OPERATION_STATE_SUCCEEDED
        assert left_behind(world) == set(SPAWN)
        assert len(set(world.request_ids)) == len(SPAWN)


@pytest.mark.usefixtures("a_commit_a_rank")
@pytest.mark.parametrize("commits", [1, 2, 3, 4])
async def test_a_cancelled_operation_leaves_nothing_after_a_crash_between_any_two_commits(
    tmp_path: Path, commits: int
) -> None:
    """Everything that may have begun is undone, also what the journal only has as announced."""
    world = World()
    assert await crash_after(tmp_path, world, commits, cancel=True)
    record = await take_over(tmp_path, world)
    assert left_behind(world) == set()
    assert record is None or record.state == pb.OPERATION_STATE_CANCELLED


async def test_a_crash_in_the_undo_of_announced_steps_undoes_them_all_the_same(tmp_path: Path) -> None:
    """grant and send were done, the journal has them as announced; the gateway that undoes them ends as well."""
    world = World()
    assert await crash_after(tmp_path, world, 2, cancel=True)
    assert {"grant", "send"} <= left_behind(world)
    world.hold("undo grant")
    async with journal_in(tmp_path, "two", lease=LEASE, clock=later) as journal:
        (record,) = await journal.claim(10)
        runner = runner_of(tale_of(world), record, journal)
        running = asyncio.create_task(runner.run())
        await world.began["undo grant"].wait()
        runner.lose()
        await running
    world.let_go("undo grant")
    async with journal_in(tmp_path, "three", lease=LEASE, clock=lambda: later() + 2 * LEASE) as journal:
        (record,) = await journal.claim(10)
        await runner_of(tale_of(world), record, journal).run()
    assert left_behind(world) == set()


async def test_an_announced_step_that_surely_never_began_is_not_undone(tmp_path: Path) -> None:
    """create fails here: grant and send were announced and stay PENDING, also for the next gateway."""
    world = World(fails={"create": [refused("FAILED_PRECONDITION")]})
    world.hold("undo plan_a")
    async with journal_in(tmp_path, lease=LEASE) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await world.began["undo plan_a"].wait()
        runner.lose()
        await running
    world.let_go("undo plan_a")
    record = await take_over(tmp_path, world)
    assert record is not None
    assert states(record)["grant"] == states(record)["send"] == "PENDING"
    assert not {"undo grant", "undo send"} & set(world.happened)


async def test_a_guest_of_somebody_else_is_not_touched_by_the_undo_of_announced_steps(tmp_path: Path) -> None:
    """create, done again after a crash, finds a stranger's guest: it never succeeded, so nothing after it began."""
    world = World()
    world.hold("create")
    async with journal_in(tmp_path, lease=LEASE) as journal:
        runner = runner_of(tale_of(world), new_record(journal), journal)
        await runner.open()
        running = asyncio.create_task(runner.run())
        await announced(journal, "grant")
        runner.lose()
        await running
    world.let_go("create")
    world.fails["create"] = [refused("ALREADY_EXISTS", "GUEST_EXISTS")]
    record = await take_over(tmp_path, world)
    assert record is not None
    assert record.state == pb.OPERATION_STATE_FAILED
    assert "undo create" in world.happened
    assert not {"undo grant", "undo send"} & set(world.happened)


async def test_what_a_story_foresees_is_told_once(tmp_path: Path) -> None:
    """The step that was announced with the plan is the one that go_on would have named."""
    tale = tale_of(World())
    async with journal_in(tmp_path) as journal:
        record = new_record(journal)
        names = [step.name for step in (*tale.plan(), *tale.foreseen(), *tale.go_on(Told(record)))]
    assert names == list(SPAWN)
