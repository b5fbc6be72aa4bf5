# SPDX-License-Identifier: Apache-2.0
"""A story for tests of what runs stories: its steps are held and let go by events, so that order shows without time."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from google.protobuf.wrappers_pb2 import StringValue

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.journal import Journal
from zfleet_gateway.part import MIGRATIONS
from zfleet_gateway.patience import Patience
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.runner import Runner
from zfleet_gateway.story import At, Step, Told
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log, open_log

QUICK = Patience(first=0.001, longest=0.002, undo=0.05, linger=0.001)


def quiet() -> Log:
    """A log that nobody reads."""
    return open_log("test", stream=io.StringIO())


@asynccontextmanager
async def journal_in(
    folder: Path, owner: str = "one", *, lease: float = 60.0, clock: Callable[[], float] | None = None
) -> AsyncIterator[Journal]:
    """A journal in a real file, as a gateway process called `owner` has it."""
    database = Database(f"sqlite:///{folder / 'gateway.sqlite'}", "gateway", durable=False)
    await database.upgrade(MIGRATIONS)
    try:
        if clock is None:
            yield Journal(database, owner, lease_seconds=lease)
        else:
            yield Journal(database, owner, lease_seconds=lease, clock=clock)
    finally:
        await database.close()


class Crash(BaseException):
    """The process ends here."""


@dataclass
class World:
    """What steps have done to the world, and what they are told to do next."""

    happened: list[str] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    began: dict[str, asyncio.Event] = field(default_factory=dict)
    # Errors that a step's next calls raise, the first first.
    fails: dict[str, list[BaseException]] = field(default_factory=dict)
    request_ids: list[str] = field(default_factory=list)

    def hold(self, *names: str) -> None:
        """Makes steps wait until they are let go."""
        for name in names:
            self.held[name] = asyncio.Event()
            self.began[name] = asyncio.Event()

    def let_go(self, *names: str) -> None:
        """Lets held steps go on."""
        for name in names:
            self.held[name].set()

    async def call(self, what: str) -> None:
        """One call of a step's do ("a") or undo ("undo a")."""
        if what in self.began:
            self.began[what].set()
        if what in self.held:
            await self.held[what].wait()
        if self.fails.get(what):
            raise self.fails[what].pop(0)
        self.happened.append(what)


class Tale:
    """A story of named steps: `graph` maps each to those it waits for."""

    kind: pb.OperationKind = pb.OPERATION_KIND_SPAWN_GUEST

    def __init__(
        self,
        world: World,
        graph: dict[str, tuple[str, ...]],
        *,
        plan: Sequence[str] = (),
        foreseen: Sequence[str] = (),
        no_undo: Sequence[str] = (),
        stoppable: Sequence[str] = (),
        skipped: Sequence[str] = (),
        needs: dict[str, tuple[str, ...]] | None = None,
        undoable: bool = True,
        patience: float = 0.0,
    ) -> None:
        self.undoable = undoable
        self._world = world
        self._graph = graph
        self._plan = tuple(plan)
        self._foreseen = tuple(foreseen)
        self._no_undo = no_undo
        self._stoppable = stoppable
        self._skipped = skipped
        self._needs = needs or {}
        self._patience = patience

    def plan(self) -> list[Step]:
        """The planning steps."""
        return [self._step(name) for name in self._plan]

    def foreseen(self) -> list[Step]:
        """The steps that follow the plan whatever it says."""
        return [self._step(name) for name in self._foreseen]

    def go_on(self, told: Told) -> list[Step]:
        """All others."""
        return [self._step(name) for name in self._graph if name not in (*self._plan, *self._foreseen)]

    def _step(self, name: str) -> Step:
        async def do(at: At) -> StringValue:
            self._world.request_ids.append(at.own_request_id)
            await self._world.call(name)
            return StringValue(value=f"{name} done")

        async def undo(at: At) -> None:
            await self._world.call(f"undo {name}")

        return Step(
            name=name,
            do=do,
            undo=None if name in self._no_undo else undo,
            after=self._graph[name],
            result=StringValue,
            stoppable=name in self._stoppable,
            skip=name in self._skipped,
            undo_needs=self._needs.get(name, ()),
            patience=self._patience,
        )

    def combine(self, told: Told) -> bytes:
        """What the steps answered."""
        values = [told.reply(name, StringValue).value for name in self._graph]
        return ", ".join(values).encode()

    def kept_request(self) -> bytes:
        """What is left of the request."""
        return b"kept"


@dataclass
class Seen:
    """An observer that remembers."""

    changes: int = 0
    progress: list[int] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    undos: list[tuple[str, str]] = field(default_factory=list)
    ends: list[pb.OperationState] = field(default_factory=list)

    def changed(self, record: OperationRecord) -> None:
        """Counts."""
        self.changes += 1

    def progressed(self, record: OperationRecord) -> None:
        """Remembers."""
        self.progress.append(sum(step.done_bytes for step in record.steps.values()))

    def step_over(self, record: OperationRecord, step: Step, seconds: float) -> None:
        """Remembers."""
        self.steps.append(step.name)

    def undo_over(self, record: OperationRecord, step: Step, outcome: str) -> None:
        """Remembers."""
        self.undos.append((step.name, outcome))

    def ended(self, record: OperationRecord) -> None:
        """Remembers."""
        self.ends.append(record.state)


def new_record(
    journal: Journal, operation_id: str = "op", *, user_id: str = "LINUX01", request_id: str = ""
) -> OperationRecord:
    """An operation that has not begun."""
    return OperationRecord(
        operation_id=operation_id,
        kind=pb.OPERATION_KIND_SPAWN_GUEST,
        user_id=user_id,
        request_id=request_id,
        request=b"request",
        request_digest=b"digest",
        create_us=journal.now_us(),
    )


def runner_of(tale: Tale, record: OperationRecord, journal: Journal, seen: Seen | None = None, **more: bool) -> Runner:
    """A runner that is quick to try again."""
    return Runner(tale, record, journal, seen or Seen(), quiet(), patience=QUICK, **more)


async def told(tale: Tale, journal: Journal, seen: Seen | None = None, **more: bool) -> OperationRecord:
    """A new operation, run to its end."""
    runner = runner_of(tale, new_record(journal), journal, seen, **more)
    await runner.open()
    await runner.run()
    return runner.record


async def announced(journal: Journal, step: str) -> None:
    """Returns when the journal has it that a step may begin."""
    while True:
        stored = await journal.load("op")
        if stored is not None and step in stored.steps and stored.steps[step].announced:
            return
        await asyncio.sleep(0)


def states(record: OperationRecord) -> dict[str, str]:
    """Each step's state, by its short name."""
    return {name: pb.StepState.Name(step.state).removeprefix("STEP_STATE_") for name, step in record.steps.items()}


def refused(status: str, reason: str = "NO") -> ZfleetError:
    """A service's refusal."""
    import grpc

    return ZfleetError(grpc.StatusCode[status], reason, f"{reason}, says the service")
