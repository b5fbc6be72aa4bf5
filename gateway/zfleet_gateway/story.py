# SPDX-License-Identifier: Apache-2.0
"""What a story is made of: steps in a graph, each with its undo beside it.

    class Spawn:
        def plan(self) -> list[Step]:
            return [Step(name="plan_disks", do=self.plan_disks, undo=self.release_disks, result=PlanDisksResponse), ...]

        def foreseen(self) -> list[Step]:
            return [Step(name="create_guest", after=("plan_disks", "plan_nics"), ...)]

        def go_on(self, told: Told) -> list[Step]:
            return [Step(name="start_guest", after=("create_guest",), ...), ...]

A step begins when all steps in its `after` are done; steps that do not wait for each other run at the same time. What
runs a story is `runner.py`; nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.record import OperationRecord, Reply

FOREVER = float("inf")
STOPPED = "STEP_STOPPED"  # the reason of steps that were cut off because the operation is being undone

# Codes of answers after which a call may have been done.
_UNKNOWN = frozenset(
    status.value[0]
    for status in (
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNAVAILABLE,
    )
)


class Told:
    """What is known of an operation so far: what its steps answered."""

    def __init__(self, record: OperationRecord) -> None:
        self._record = record

    @property
    def operation_id(self) -> str:
        """The operation's id."""
        return self._record.operation_id

    def reply(self, step: str, form: type[Reply]) -> Reply:
        """What a step answered; an empty message when it was skipped or has not succeeded."""
        return self._record.reply(step, form)

    def began(self, step: str) -> bool:
        """A step's work was begun, so what it does may have been done."""
        found = self._record.steps.get(step)
        return found is not None and found.began

    def has_answered(self, step: str) -> bool:
        """A step has succeeded, even if it answered nothing."""
        found = self._record.steps.get(step)
        return found is not None and found.result is not None

    def is_unknown(self, step: str) -> bool:
        """A step's work was begun, and nobody knows what came of it: it may have been done, in part or whole."""
        found = self._record.steps.get(step)
        if found is None or not found.began or found.result is not None:
            return False
        return found.error is None or found.error.code in _UNKNOWN or found.error.reason == STOPPED

    def request_id(self, step: str) -> str:
        """The request_id of a step's call: the same whenever the step is repeated, so that its work is done once."""
        return f"{self._record.operation_id}/{step.replace(' ', ':')}"


class At(Told):
    """Where a step stands while it works: what is known so far, its own request_id, and where it tells its progress."""

    def __init__(self, record: OperationRecord, step: Step, progress: Callable[[int, int], None]) -> None:
        super().__init__(record)
        self.own_request_id = self.request_id(step.name)
        self.seconds = step.seconds
        self.progress = progress


Do = Callable[[At], Awaitable[Message]]
Undo = Callable[[At], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a story.

    `do` may be called again after a crash or while its service is away, with the same request_id. `undo` is called for
    every step that began, whether it is known to have succeeded or not, and after a crash also for steps that may have
    begun: it must not mind that there is nothing to undo.
    """

    name: str
    do: Do
    undo: Undo | None = None
    # Steps that must be done before.
    after: tuple[str, ...] = ()
    # What `do` answers.
    result: type[Message] = Empty
    # Not needed this time.
    skip: bool = False
    # Seconds that one call of `do` or `undo` may take.
    seconds: float = 60.0
    # Seconds during which `do` is repeated while its service is away or the directory entry is locked.
    patience: float = 0.0
    # Cancelling `do` stops its work at once. Others are waited for: what they did is known then.
    stoppable: bool = False
    # Steps, also later ones, whose undo must have succeeded before this one may be undone: else it is left as it is.
    undo_needs: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Its name without the device that it is for: "write_image" of "write_image 0100"."""
        return self.name.partition(" ")[0]


class Story(Protocol):
    """What an operation does."""

    kind: pb.OperationKind
    # A story that is not undone is finished instead: its steps are patient, and it cannot be cancelled.
    undoable: bool

    def plan(self) -> Sequence[Step]:
        """The steps whose outcome the caller waits for. They do not wait for each other."""

    def foreseen(self) -> Sequence[Step]:
        """The steps after the plan that are known before it has answered: they are written down together with it."""

    def go_on(self, told: Told) -> Sequence[Step]:
        """The other steps, from what the plan answered. Called again with the same answers after a restart."""

    def combine(self, told: Told) -> bytes | None:
        """The operation's result, serialised, from what the steps answered."""

    def kept_request(self) -> bytes:
        """The request as it stays in the journal when the operation has ended: without what nobody needs any more."""


class StoryError(ValueError):
    """Steps that cannot be told: a name twice, or a step that waits for one that is not there."""


def check_steps(steps: Iterable[Step]) -> None:
    """Raises StoryError unless every name is there once and every step waits only for steps before it."""
    seen: set[str] = set()
    for step in steps:
        if step.name in seen:
            raise StoryError(f"two steps are called {step.name}")
        for earlier in step.after:
            if earlier not in seen:
                raise StoryError(f"{step.name} waits for {earlier}, which is not before it")
        seen.add(step.name)
