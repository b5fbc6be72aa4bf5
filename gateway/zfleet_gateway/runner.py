# SPDX-License-Identifier: Apache-2.0
"""Runs one story: steps as soon as they may begin, the intent of each in the journal before it, its outcome after it.

The commit that writes that steps begin also announces those that directly follow them. An announced step begins as soon
as its turn comes, while the outcomes before it are written; after a crash it counts as one that may have begun.

When a step fails or the operation is cancelled, every step that began is undone, the last first. A runner outlives the
call that started it and is never cancelled by it; after a crash another runner goes on from the journal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import grpc
from sqlalchemy.exc import SQLAlchemyError

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.journal import Journal, LeaseLost
from zfleet_gateway.observer import Observer
from zfleet_gateway.patience import Patience, repeated
from zfleet_gateway.record import STEP_DONE, OperationRecord, StepRecord
from zfleet_gateway.refusal import as_data, may_pass, merged
from zfleet_gateway.story import STOPPED, At, Step, Story, Told, check_steps
from zfleet_gateway.undo import Undo, what_is_left
from zfleet_gateway.walk import Walk
from zfleet_runtime.errors import ZfleetError, aborted, internal, unavailable
from zfleet_runtime.log import Log

PLAN_CANCELLED = "PLAN_CANCELLED"


class _Left(Exception):
    """The process stops: somebody else goes on."""


class Runner:
    """One operation at work in this process."""

    def __init__(
        self,
        story: Story,
        record: OperationRecord,
        journal: Journal,
        observer: Observer,
        log: Log,
        *,
        patience: Patience | None = None,
        plan_only: bool = False,
    ) -> None:
        """`plan_only`: undo the plan and forget the operation when the plan is done."""
        self.record = record
        # None when the plan was accepted, the refusal otherwise.
        self.decided: asyncio.Future[ZfleetError | None] = asyncio.get_running_loop().create_future()
        self._story = story
        self._journal = journal
        self._observer = observer
        self._log = log
        self._patience = patience or Patience()
        self._plan_only = plan_only
        self._told = Told(record)
        self._steps: dict[str, Step] = {}
        self._failures: list[ZfleetError] = []
        self._begun: list[Step] = []  # written by open() already
        self._mine: set[str] = set()  # steps that this runner began
        self._announced = {name for name, step in record.steps.items() if step.announced}  # in the journal
        self._others: set[str] = set()  # steps that found somebody else's work in their place
        self._stopping = asyncio.Event()  # begin no further step
        self._halting = asyncio.Event()  # neither do nor undo any further
        self._lost = False
        self._walk = Walk(self._save, linger=self._patience.linger)

    async def open(self) -> None:
        """Writes a new operation and the intents of its first steps. Raises RequestIdTaken or GuestBusy."""
        self._define(self._story.plan())
        if not self._steps:
            self._accept()
        elif not self._plan_only:
            self._foresee(self._story.foreseen())
        self._begun = self._begin()
        announced = self._announce()
        await self._journal.open(self.record)
        self._announced = announced
        if self.record.accepted:
            self._decide(None)

    def cancel(self) -> None:
        """Stops and undoes. Without effect on a story that is finished and never undone."""
        if self._story.undoable:
            self.record.cancel_requested = True
            self._stopping.set()

    def leave(self) -> None:
        """Lets the steps at work end, begins no other, and gives the operation up for another runner to go on with."""
        self._halting.set()
        self._stopping.set()

    def lose(self) -> None:
        """Drops the operation at once, without a trace: it is not ours any more, or there is no more time."""
        self._lost = True
        self.leave()
        self._walk.cancel()

    async def run(self) -> None:
        """Runs to the operation's end, or until leave() or lose(). What the story raises is recorded, not raised."""
        try:
            if self.record.state == pb.OPERATION_STATE_RUNNING:
                await self._forward()
            else:
                self._define_again()
            if self.record.state == pb.OPERATION_STATE_UNDOING:
                await self._back()
            self._check_halt()
            await self._end()
        except LeaseLost:
            self._log.warning("operation left to another gateway", operation_id=self.record.operation_id)
        except _Left:
            await self._hand_over()
        except Exception as error:  # noqa: BLE001  # one operation must not take others with it; its lease runs out
            self._log.error("operation broken", operation_id=self.record.operation_id, exc_info=error)
        finally:
            await self._settle_anyhow()
            self._decide(unavailable("GATEWAY_STOPPING", "the gateway stops; repeat the request"))

    async def _settle_anyhow(self) -> None:
        try:
            await self._walk.settle()
        except LeaseLost:
            return  # whoever has the operation now goes by what it found in the journal

    async def _forward(self) -> None:
        record = self.record
        resumed = not self._begun
        if resumed:
            self._define_again()
            if not record.accepted:
                # Its caller was never told of it: it must not go on behind everybody's back.
                self._failures.append(unavailable("GATEWAY_STOPPED", "the gateway stopped while it planned this"))
        if record.cancel_requested:
            self._stopping.set()
        if not record.accepted:
            await self._go()
            self._check_halt()
            if not self._plan_only and not self._in_trouble:
                self._accept()
            self._begun = []
        if record.accepted:
            await self._go()
        await self._walk.settle()
        # A halt that came when everything was done already changes nothing.
        if not self._in_trouble and not all(each.state in STEP_DONE for each in record.steps.values()):
            self._check_halt()
        if self._in_trouble or self._plan_only:
            self._turn_back()

    async def _go(self) -> None:
        await self._walk.go(
            self._begin, self._do, self._stopping, begun=self._begun, is_announced=self._may_begin_at_once
        )

    def _may_begin_at_once(self, step: Step) -> bool:
        # While the lease is surely ours nobody else can have begun it; else the commit before it finds out.
        return step.name in self._announced and self._journal.holds(self.record.operation_id)

    async def _back(self) -> None:
        self._check_halt()
        undo = Undo(
            self.record,
            self._steps,
            patience=self._patience,
            halting=self._halting,
            observer=self._observer,
            log=self._log,
        )
        self._observer.changed(self.record)
        await self._walk.go(undo.begin, undo.work, self._halting)
        await self._walk.settle()

    def _accept(self) -> None:
        try:
            self._define([*self._story.foreseen(), *self._story.go_on(self._told)])
        except Exception as error:  # noqa: BLE001  # the outcome is recorded: what was planned must be undone
            self._failures.append(self._broken("go_on", error))
        else:
            self.record.accepted = True

    def _define_again(self) -> None:
        self._define(self._story.plan())
        if not self._plan_only:
            self._define(self._story.foreseen())
        if self.record.accepted:
            self._define(self._story.go_on(self._told))

    def _define(self, steps: Sequence[Step]) -> None:
        check_steps([*self._steps.values(), *steps])
        self._steps |= {step.name: step for step in steps}
        self._foresee(steps)

    def _foresee(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.name not in self.record.steps:
                state = pb.STEP_STATE_SKIPPED if step.skip else pb.STEP_STATE_PENDING
                self.record.steps[step.name] = StepRecord(step.name, state, step.after)
                self.record.touched.add(step.name)

    @property
    def _in_trouble(self) -> bool:
        return bool(self._failures) or self.record.cancel_requested

    def _begin(self) -> list[Step]:
        if self._stopping.is_set() or self._in_trouble:
            return []
        ready = [step for step in self._steps.values() if self._is_ready(step)]
        for step in ready:
            record = self.record.steps[step.name]
            record.state = pb.STEP_STATE_RUNNING
            record.start_us = record.start_us or self._journal.now_us()
            self._mine.add(step.name)
            self.record.touched.add(step.name)
        if ready:
            self._announce()
            self._observer.changed(self.record)
        return ready

    def _announce(self) -> set[str]:
        """Announces the steps that directly follow those that are begun or done; gives all that are announced."""
        for record in self.record.steps.values():
            pending = record.state == pb.STEP_STATE_PENDING
            if pending and not record.announced and all(self._is_under_way(name) for name in record.after):
                record.announced = True
                self.record.touched.add(record.name)
        return {name for name, record in self.record.steps.items() if record.announced}

    def _is_under_way(self, name: str) -> bool:
        """A step has begun, or is skipped and those before it have."""
        record = self.record.steps[name]
        if record.state == pb.STEP_STATE_SKIPPED:
            return all(self._is_under_way(earlier) for earlier in record.after)
        return record.state in (pb.STEP_STATE_RUNNING, pb.STEP_STATE_SUCCEEDED)

    def _is_ready(self, step: Step) -> bool:
        state = self.record.steps[step.name].state
        # RUNNING and not ours: its runner stopped under it, so it is done again, with the same request_id.
        waits = state == pb.STEP_STATE_PENDING or (state == pb.STEP_STATE_RUNNING and step.name not in self._mine)
        return waits and all(self._is_done(name) for name in step.after)

    def _is_done(self, name: str) -> bool:
        """A step that is skipped is done when those before it are: what follows it must not overtake them."""
        record = self.record.steps[name]
        if record.state == pb.STEP_STATE_SKIPPED:
            return all(self._is_done(earlier) for earlier in record.after)
        return record.state == pb.STEP_STATE_SUCCEEDED

    async def _do(self, step: Step) -> None:
        record = self.record.steps[step.name]
        began = asyncio.get_running_loop().time()
        try:
            record.result = await self._answer(step, record)
        except asyncio.CancelledError:
            if self._lost or not self._in_trouble:
                raise  # nobody's decision about the operation: its step is still RUNNING and will be done again
            stopped = aborted(STOPPED, "stopped, because the operation is being undone")
            record.state, record.error = pb.STEP_STATE_FAILED, as_data(stopped)
        except ZfleetError as error:
            if self._halting.is_set() and not self._in_trouble and may_pass(error):
                return  # its step is still RUNNING: whoever goes on with the operation does it again
            record.state, record.error = pb.STEP_STATE_FAILED, as_data(error)
            if error.status is grpc.StatusCode.ALREADY_EXISTS:
                self._others.add(step.name)
            self._failures.append(error)
            self._stopping.set()
        else:
            record.state, record.error = pb.STEP_STATE_SUCCEEDED, None
        record.duration_us = self._journal.now_us() - (record.start_us or 0)
        self.record.touched.add(step.name)
        self._observer.step_over(self.record, step, asyncio.get_running_loop().time() - began)
        self._observer.changed(self.record)

    async def _answer(self, step: Step, record: StepRecord) -> bytes:
        def progress(done: int, total: int) -> None:
            record.done_bytes, record.total_bytes = done, total
            self._observer.progressed(self.record)

        def refused(error: ZfleetError) -> None:
            record.error = as_data(error)
            self.record.touched.add(step.name)
            self._observer.changed(self.record)

        at = At(self.record, step, progress)
        try:
            answer = await repeated(
                lambda: step.do(at),
                patience=self._patience,
                seconds=lambda _: step.patience,
                stop=self._stopping,
                refused=refused,
            )
        except ZfleetError:
            raise
        except Exception as error:  # the outcome is recorded, whatever it is
            raise self._broken(step.name, error) from error
        return answer.SerializeToString()

    def _broken(self, where: str, error: Exception) -> ZfleetError:
        self._log.error("step broken", step=where, operation_id=self.record.operation_id, exc_info=error)
        return internal("STEP_BROKEN", f"{where} is broken; the log has why under operation {self.record.operation_id}")

    def _turn_back(self) -> None:
        error = merged(self._failures) if self._failures else None
        self.record.error = as_data(error) if error is not None else None
        if not self.record.accepted and error is not None:
            self._decide(error)
        if self._story.undoable:
            self._call_off()
            self.record.state = pb.OPERATION_STATE_UNDOING

    def _call_off(self) -> None:
        """Announced steps that surely never began will not: they have nothing to take back, also after a crash.

        A step in doubt has not begun when the one before it, done again, found somebody else's work in its place: it
        never succeeded then. An undo would take away what is not ours.
        """
        for record in self.record.steps.values():
            never = not record.in_doubt or not self._others.isdisjoint(record.after)
            if record.announced and record.start_us is None and never:
                record.announced = record.in_doubt = False
                self.record.touched.add(record.name)

    async def _end(self) -> None:
        record = self.record
        if not record.accepted and not what_is_left(record):
            await self._write(self._journal.remove)
            cancelled = None if self._plan_only else aborted(PLAN_CANCELLED, "its first caller went away; repeat it")
            self._decide(merged(self._failures) if self._failures else cancelled)
            return
        ended = replace(record, end_us=self._journal.now_us(), request=self._story.kept_request(), accepted=True)
        if not record.accepted:
            ended.request_id = ""  # what was refused may be asked for again
        self._conclude(ended)
        await self._write_as(ended, self._journal.end)
        for name in ("state", "error", "result", "end_us", "request", "accepted", "request_id"):
            setattr(record, name, getattr(ended, name))
        self._decide(None)
        self._observer.changed(record)
        self._observer.ended(record)

    def _conclude(self, record: OperationRecord) -> None:
        """Sets how the operation ended. Not on the live record: nobody may see an end that is not written yet."""
        left = what_is_left(record)
        if record.state != pb.OPERATION_STATE_UNDOING and record.error is None:
            try:
                record.result = self._story.combine(self._told)
                record.state = pb.OPERATION_STATE_SUCCEEDED
            except Exception as raised:  # noqa: BLE001  # everything is done: the end must be written
                record.error, record.state = as_data(self._broken("combine", raised)), pb.OPERATION_STATE_FAILED
        elif left:
            record.state = pb.OPERATION_STATE_FAILED
            error = pb.OperationError()
            if record.error is not None:
                error.CopyFrom(record.error)
            else:
                error.CopyFrom(as_data(aborted("CANCELLED", "the operation was cancelled")))
            error.message += f"; could not be undone: {', '.join(left)} (see these steps)"
            if record.kind == pb.OPERATION_KIND_SPAWN_GUEST:
                error.message += "; DestroyGuest removes the rest"
            error.metadata["left"] = ",".join(left)
            record.error = error
        else:
            record.state = pb.OPERATION_STATE_FAILED if record.error else pb.OPERATION_STATE_CANCELLED

    def _decide(self, refusal: ZfleetError | None) -> None:
        if not self.decided.done():
            self.decided.set_result(refusal)

    def _check_halt(self) -> None:
        if self._lost:
            raise LeaseLost(self.record.operation_id)
        if self._halting.is_set():
            raise _Left

    async def _hand_over(self) -> None:
        try:
            await self._walk.settle()
            await self._journal.save(self.record)
            await self._journal.release(self.record.operation_id)
        except (LeaseLost, SQLAlchemyError, ZfleetError) as error:
            # The lease runs out by itself; what was not written is done again, with the same request ids.
            self._log.warning("operation not handed over", operation_id=self.record.operation_id, exc_info=error)

    async def _save(self) -> None:
        # As they are now, when they are written: steps go on meanwhile.
        accepted = self.record.accepted
        announced = {name for name, record in self.record.steps.items() if record.announced}
        await self._write(self._journal.save)
        self._announced |= announced
        if accepted:
            self._decide(None)

    async def _write(self, write: Callable[[OperationRecord], Awaitable[None]]) -> None:
        await self._write_as(self.record, write)

    async def _write_as(self, record: OperationRecord, write: Callable[[OperationRecord], Awaitable[None]]) -> None:
        """Writes, again and again while the database is away, but not for longer than the lease lasts."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._journal.lease_seconds
        for pause in self._patience.pauses():
            try:
                return await write(record)
            except (SQLAlchemyError, ZfleetError) as error:
                self._log.warning("journal not written", operation_id=record.operation_id, exc_info=error)
                if loop.time() + pause > until or self._lost:
                    raise LeaseLost(record.operation_id) from error
            await asyncio.sleep(pause)
        return None
