# SPDX-License-Identifier: Apache-2.0
"""What is known about an operation and its steps, in memory as in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb

Reply = TypeVar("Reply", bound=Message)

OPERATION_ENDED = frozenset({pb.OPERATION_STATE_SUCCEEDED, pb.OPERATION_STATE_FAILED, pb.OPERATION_STATE_CANCELLED})
STEP_DONE = frozenset({pb.STEP_STATE_SUCCEEDED, pb.STEP_STATE_SKIPPED})


@dataclass(slots=True)
class StepRecord:
    """One step: how far it is and what it answered. Times are microseconds."""

    name: str
    state: pb.StepState
    after: tuple[str, ...] = ()
    # Its intent is written (or about to be) ahead of its turn: it may begin as soon as that comes.
    announced: bool = False
    # The journal says that it was announced, and not what came of it: the runner before may have begun it.
    in_doubt: bool = False
    undone: bool = False
    start_us: int | None = None
    duration_us: int | None = None
    done_bytes: int = 0
    total_bytes: int = 0
    result: bytes | None = None
    error: pb.OperationError | None = None

    @property
    def began(self) -> bool:
        """Its work was begun at least, or may have been, so z/VM may have changed."""
        return self.start_us is not None or self.in_doubt


@dataclass(slots=True)
class OperationRecord:
    """One operation with its steps in the order of the story. Times are microseconds since 1970 UTC."""

    operation_id: str
    kind: pb.OperationKind
    user_id: str
    request_id: str
    request: bytes
    request_digest: bytes
    create_us: int
    state: pb.OperationState = pb.OPERATION_STATE_RUNNING
    accepted: bool = False
    cancel_requested: bool = False
    end_us: int | None = None
    error: pb.OperationError | None = None
    result: bytes | None = None
    steps: dict[str, StepRecord] = field(default_factory=dict)
    # Steps that differ from the journal, and the operation's own row as the journal has it.
    touched: set[str] = field(default_factory=set)
    written: Mapping[str, object] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in OPERATION_ENDED

    def reply(self, step: str, form: type[Reply]) -> Reply:
        """What a step answered; an empty message when it was skipped or has not succeeded."""
        record = self.steps.get(step)
        return form.FromString(record.result) if record is not None and record.result is not None else form()
