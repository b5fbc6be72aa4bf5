# SPDX-License-Identifier: Apache-2.0
"""Takes back what the steps of an operation did: every step that began, after the steps that waited for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.observer import Observer
from zfleet_gateway.patience import Patience, repeated
from zfleet_gateway.record import OperationRecord, StepRecord
from zfleet_gateway.refusal import as_data, may_pass
from zfleet_gateway.story import FOREVER, At, Step
from zfleet_runtime.errors import ZfleetError, failed_precondition, internal
from zfleet_runtime.log import Log


class Undo:
    """The way back of one operation. A step that failed keeps the state FAILED when its undo has succeeded."""

    def __init__(
        self,
        record: OperationRecord,
        steps: Mapping[str, Step],
        *,
        patience: Patience,
        halting: asyncio.Event,
        observer: Observer,
        log: Log,
    ) -> None:
        self._record = record
        self._steps = steps
        self._patience = patience
        self._halting = halting
        self._observer = observer
        self._log = log
        self._begun: set[str] = set()

    def begin(self) -> Sequence[Step]:
        """The steps whose undo may begin now, marked as such."""
        if self._halting.is_set():
            return []
        ready = [step for step in reversed(list(self._steps.values())) if self._may_begin(step)]
        if ready:
            self._observer.changed(self._record)
        return ready

    def _may_begin(self, step: Step) -> bool:
        record = self._record.steps[step.name]
        if step.undo is None or not record.began or step.name in self._begun or _is_over(record):
            return False
        if not all(_is_over(self._record.steps[later]) for later in self._undone_before(step)):
            return False
        self._begun.add(step.name)
        self._record.touched.add(step.name)
        blocked = [name for name in step.undo_needs if self._is_left(name)]
        if blocked:
            self._leave(step, record, blocked)
            return False
        if record.state != pb.STEP_STATE_FAILED:
            record.state = pb.STEP_STATE_UNDOING
        return True

    def _undone_before(self, step: Step) -> Iterator[str]:
        """Steps that waited for `step`, directly or not, that began and have an undo, and those that its undo needs."""
        waited = {step.name}
        for other in self._steps.values():
            follows = not waited.isdisjoint(other.after)
            if follows:
                waited.add(other.name)
            needed = other.name in step.undo_needs
            if (follows or needed) and other.undo is not None and self._record.steps[other.name].began:
                yield other.name

    def _is_left(self, name: str) -> bool:
        record = self._record.steps.get(name)
        return record is not None and record.state == pb.STEP_STATE_UNDO_FAILED

    def _leave(self, step: Step, record: StepRecord, blocked: Sequence[str]) -> None:
        text = f"left as it is, because {' and '.join(blocked)} could not be undone; DestroyGuest removes it"
        record.state = pb.STEP_STATE_UNDO_FAILED
        record.error = as_data(failed_precondition("UNDO_LEFT", text))
        self._observer.undo_over(self._record, step, "left")

    async def work(self, step: Step) -> None:
        """Calls one undo until it succeeds or is refused for good, and records which."""
        record = self._record.steps[step.name]
        at = At(self._record, step, lambda done, total: None)
        undo = step.undo
        assert undo is not None  # noqa: S101  # begin() gives no others
        try:
            await repeated(
                lambda: undo(at),
                patience=self._patience,
                # A service that is away comes back; what refuses for this long will go on refusing.
                seconds=lambda error: FOREVER if error.status is grpc.StatusCode.UNAVAILABLE else self._patience.undo,
                stop=self._halting,
            )
        except ZfleetError as error:
            if self._halting.is_set() and may_pass(error):
                return  # whoever goes on with the operation calls it again
            if error.status is grpc.StatusCode.NOT_FOUND:
                self._succeeded(step, record)  # what is not there needs no taking back
            else:
                self._failed(step, record, error)
        except Exception as error:  # noqa: BLE001  # the outcome is recorded, whatever it is
            self._log.error("undo broken", step=step.name, operation_id=self._record.operation_id, exc_info=error)
            self._failed(step, record, internal("UNDO_BROKEN", f"the undo of {step.name} is broken; the log has why"))
        else:
            self._succeeded(step, record)
        self._record.touched.add(step.name)
        self._observer.changed(self._record)

    def _succeeded(self, step: Step, record: StepRecord) -> None:
        record.undone = True
        if record.state != pb.STEP_STATE_FAILED:
            record.state = pb.STEP_STATE_UNDONE
        self._observer.undo_over(self._record, step, "undone")

    def _failed(self, step: Step, record: StepRecord, error: ZfleetError) -> None:
        record.state, record.error = pb.STEP_STATE_UNDO_FAILED, as_data(error)
        self._observer.undo_over(self._record, step, "failed")
        self._log.error(
            "undo failed",
            step=step.name,
            operation_id=self._record.operation_id,
            user_id=self._record.user_id,
            reason=error.reason,
            message=error.message,
        )


def what_is_left(record: OperationRecord) -> list[str]:
    """Names of the steps that could not be undone."""
    return [step.name for step in record.steps.values() if step.state == pb.STEP_STATE_UNDO_FAILED]


def _is_over(record: StepRecord) -> bool:
    return record.undone or record.state == pb.STEP_STATE_UNDO_FAILED
