# SPDX-License-Identifier: Apache-2.0
"""The operations of this gateway: begun, gone on with after a crash, waited for, cancelled, forgotten in the end."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError, Message
from sqlalchemy.exc import SQLAlchemyError

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway import convert
from zfleet_gateway.journal import GuestBusy, Journal, RequestIdTaken
from zfleet_gateway.listening import Listeners
from zfleet_gateway.observer import Observer, Observers
from zfleet_gateway.patience import Patience
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.runner import PLAN_CANCELLED, Runner
from zfleet_gateway.story import Story
from zfleet_runtime.deadline import detached
from zfleet_runtime.errors import (
    Violation,
    ZfleetError,
    aborted,
    failed_precondition,
    invalid_argument,
    not_found,
    resource_exhausted,
)
from zfleet_runtime.log import Log

_SWEEP = 600.0  # seconds between looks for operations that were kept long enough
_REMEMBERED = 64  # ended operations kept in memory
# Operations that move whole disks, of which there may be fewer at once.
_DEPLOYS = frozenset({pb.OPERATION_KIND_DEPLOY_GUEST, pb.OPERATION_KIND_CAPTURE_GUEST})
# Operations that are finished, never undone.
_FINISHED = {pb.OPERATION_KIND_DESTROY_GUEST: "a destroy", pb.OPERATION_KIND_DEREGISTER_GUEST: "a deregistration"}
_REFUSAL = 2.0  # seconds that a refused caller waits for its reservations to be given back


@dataclass(frozen=True, slots=True)
class Keeping:
    """How operations are kept; seconds."""

    retention: float = 7 * 86400.0
    limit: int = 256
    deploy_limit: int = 20
    poll: float = 1.0
    progress_interval: float = 0.2
    grace: float = 20.0


@dataclass(frozen=True, slots=True)
class Begin:
    """What an operation is begun with."""

    story: Story
    user_id: str
    request_id: str
    request: Message
    plan_only: bool = False


StoryOf = Callable[[pb.OperationKind, bytes], Begin]


class Operations:
    """Operations at work in this process, and all of the journal."""

    def __init__(
        self,
        journal: Journal,
        story_of: StoryOf,
        log: Log,
        *,
        keeping: Keeping | None = None,
        patience: Patience | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        """`story_of` makes the story of a kind from its stored request; DecodeError when it cannot."""
        self._journal = journal
        self._story_of = story_of
        self._log = log
        self._keeping = keeping or Keeping()
        self._patience = patience or Patience()
        self._listeners = Listeners(self._keeping.progress_interval)
        self._observer = Observers([self._listeners, *observers])
        self._runners: dict[str, Runner] = {}
        self._ended: OrderedDict[str, OperationRecord] = OrderedDict()  # the latest: who waited for them asks next
        self._tasks: set[asyncio.Task[None]] = set()
        self._tending: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def running(self) -> int:
        """Operations at work in this process."""
        return len(self._runners)

    async def start(self) -> None:
        """Takes over what was left by gateways that are gone, and looks after leases from now on."""
        await self._tend_once()
        self._tending = asyncio.create_task(self._tend())

    async def close(self) -> None:
        """Lets steps at work end for the grace time, then gives all operations up for others to go on with."""
        self._closing = True
        if self._tending is not None:
            self._tending.cancel()
            await asyncio.wait([self._tending])
        for runner in self._runners.values():
            runner.leave()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._keeping.grace)
        self.drop()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def drop(self) -> None:
        """Lets go of all operations at once, writing nothing: others go on when the leases have run out."""
        self._closing = True
        if self._tending is not None:
            self._tending.cancel()
        for runner in self._runners.values():
            runner.lose()

    # Begin

    async def begin(self, new: Begin) -> OperationRecord | None:
        """A new operation whose plan is done, or the earlier one of the same request_id. None when only planned.

        Raises what the plan was refused with; ABORTED while another operation works on the guest; RESOURCE_EXHAUSTED;
        INVALID_ARGUMENT (REQUEST_ID_REUSED). A caller that goes away before the plan is done cancels the operation.
        """
        digest = digest_of(new.request)
        while True:
            self._check_room(new.story.kind)
            record = OperationRecord(
                operation_id=str(uuid.uuid4()),
                kind=new.story.kind,
                user_id=new.user_id,
                request_id=new.request_id,
                request=new.request.SerializeToString(),
                request_digest=digest,
                create_us=self._journal.now_us(),
            )
            runner = self._runner(new.story, record, new.plan_only)
            opening = self._background(self._open(runner))
            try:
                await asyncio.shield(opening)
                return await self._decision(runner, new.plan_only)
            except RequestIdTaken:
                earlier = await self._earlier(new, digest)
                if earlier is not None:
                    return earlier
            except GuestBusy as busy:
                text = f"another operation works on {new.user_id}: wait for it or cancel it"
                raise aborted("GUEST_BUSY", text, metadata={"operation_id": busy.operation_id}) from busy
            except asyncio.CancelledError:
                runner.cancel()
                raise

    async def _open(self, runner: Runner) -> None:
        await runner.open()
        self._start(runner)

    async def _decision(self, runner: Runner, plan_only: bool) -> OperationRecord | None:
        refusal = await asyncio.shield(runner.decided)
        if refusal is None:
            return None if plan_only else runner.record
        # Its request_id and its guest are free again when the caller hears of it, unless a service is slow.
        with self._listeners.listen(runner.record.operation_id) as listener:
            until = asyncio.get_running_loop().time() + _REFUSAL
            while runner.record.operation_id in self._runners:
                listener.clear()
                left = until - asyncio.get_running_loop().time()
                if left <= 0 or not await listener.wait(left):
                    break
        raise refusal

    async def _earlier(self, new: Begin, digest: bytes) -> OperationRecord | None:
        """The operation that has the request_id already; None when it has vanished and may be tried again."""
        found = await self._journal.find_request(new.request_id)
        if found is None:
            return None
        if found.kind != new.story.kind or found.request_digest != digest:
            text = "was used before, for another content"
            raise invalid_argument([Violation("request_id", text)], "REQUEST_ID_REUSED")
        runner = self._runners.get(found.operation_id)
        if runner is not None:
            refusal = await asyncio.shield(runner.decided)
            if new.plan_only or (refusal is not None and refusal.reason == PLAN_CANCELLED):
                return None  # it is gone, and this caller is still there
            if refusal is not None:
                raise refusal
            return runner.record
        if found.accepted:
            return found
        await asyncio.sleep(self._keeping.poll)  # another gateway plans it now
        return None

    def _check_room(self, kind: pb.OperationKind) -> None:
        deploys = sum(runner.record.kind in _DEPLOYS for runner in self._runners.values())
        if kind in _DEPLOYS and deploys >= self._keeping.deploy_limit:
            text = f"{deploys} deploys and captures are at work here, which is as many as there may be"
            raise resource_exhausted("TOO_MANY_DEPLOYS", text, retry_after=5.0)
        if len(self._runners) >= self._keeping.limit:
            text = f"{len(self._runners)} operations are at work here, which is as many as there may be"
            raise resource_exhausted("TOO_MANY_OPERATIONS", text, retry_after=5.0)

    # Run

    def _runner(self, story: Story, record: OperationRecord, plan_only: bool) -> Runner:
        return Runner(
            story,
            record,
            self._journal,
            self._observer,
            self._log,
            patience=self._patience,
            plan_only=plan_only,
        )

    def _start(self, runner: Runner) -> None:
        self._runners[runner.record.operation_id] = runner
        self._background(self._run(runner))
        if self._closing:
            runner.leave()

    async def _run(self, runner: Runner) -> None:
        try:
            await runner.run()
        finally:
            del self._runners[runner.record.operation_id]
            self._remember(runner.record)
            self._observer.changed(runner.record)  # whoever waits looks into the journal from now on

    def _remember(self, record: OperationRecord) -> None:
        if record.end_us is not None:  # it is in the journal as it is here, and will not change
            self._ended[record.operation_id] = record
            if len(self._ended) > _REMEMBERED:
                self._ended.popitem(last=False)

    def _background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = detached(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever wanted to hear of it has gone, or has heard

    # Tend

    async def _tend(self) -> None:
        loop = asyncio.get_running_loop()
        swept = float("-inf")
        while True:
            await asyncio.sleep(self._journal.lease_seconds / 3)
            await self._tend_once()
            if loop.time() - swept > _SWEEP:
                swept = loop.time()
                await self._sweep()

    async def _tend_once(self) -> None:
        """Renews our leases, and takes over operations whose gateway is gone."""
        try:
            renewal = await self._journal.renew(list(self._runners))
            for operation_id, runner in list(self._runners.items()):
                if operation_id in renewal.lost:
                    runner.lose()
                elif operation_id in renewal.cancelled:
                    runner.cancel()
            room = self._keeping.limit - len(self._runners)
            for record in await self._journal.claim(room) if room > 0 else ():
                self._take_over(record)
        except (SQLAlchemyError, ZfleetError) as error:
            self._log.warning("leases not renewed", exc_info=error)

    def _take_over(self, record: OperationRecord) -> None:
        if record.operation_id in self._runners:
            return  # ours: this process stood still for longer than its lease
        try:
            new = self._story_of(record.kind, record.request)
        except DecodeError as error:
            self._log.error("operation cannot be read", operation_id=record.operation_id, exc_info=error)
            return
        self._log.info("operation taken over", operation_id=record.operation_id, user_id=record.user_id)
        self._start(self._runner(new.story, record, new.plan_only))

    async def _sweep(self) -> None:
        try:
            self._ended.clear()
            before = self._journal.now_us() - round(self._keeping.retention * 1_000_000)
            while count := await self._journal.sweep(before):
                self._log.info("old operations forgotten", count=count)
        except (SQLAlchemyError, ZfleetError) as error:
            self._log.warning("old operations not forgotten", exc_info=error)

    # Look

    async def get(self, operation_id: str) -> OperationRecord:
        """An operation as it is now. NOT_FOUND."""
        runner = self._runners.get(operation_id)
        known = runner.record if runner is not None else self._ended.get(operation_id)
        record = known or await self._journal.load(operation_id)
        if record is None:
            raise not_found("operation", operation_id)
        return record

    async def page(
        self, *, after: tuple[int, str] | None, limit: int, user_id: str, state: pb.OperationState
    ) -> list[OperationRecord]:
        """Operations, the youngest first; those at work here as they are now."""
        found = await self._journal.page(after=after, limit=limit, user_id=user_id, state=state)
        live = {record.operation_id: self._runners.get(record.operation_id) for record in found}
        return [runner.record if (runner := live[record.operation_id]) is not None else record for record in found]

    async def knows(self, request_id: str) -> bool:
        """Whether there is an operation of this request_id."""
        return bool(request_id) and await self._journal.find_request(request_id) is not None

    async def at_work_on(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """For each of the guests that an operation works on: that operation's id."""
        return await self._journal.at_work_on(user_ids)

    async def wait(self, operation_id: str, seconds: float) -> OperationRecord:
        """The operation when it has ended, or as it is after `seconds`. NOT_FOUND."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        with self._listeners.listen(operation_id) as listener:
            while True:
                listener.clear()
                record = await self.get(operation_id)
                left = until - loop.time()
                if record.ended or left <= 0:
                    return record
                await listener.wait(left if operation_id in self._runners else min(left, self._keeping.poll))

    async def watch(self, operation_id: str) -> AsyncIterator[pb.Operation]:
        """The operation now and after every change, until it has ended. NOT_FOUND."""
        with self._listeners.listen(operation_id) as listener:
            last: pb.Operation | None = None
            while True:
                listener.clear()
                record = await self.get(operation_id)
                shown = convert.operation(record)
                if shown != last:
                    last = shown
                    yield shown
                if record.ended:
                    return
                await listener.wait(None if operation_id in self._runners else self._keeping.poll)

    async def cancel(self, operation_id: str) -> OperationRecord:
        """Asks an operation to stop and undo. NOT_FOUND; FAILED_PRECONDITION when it has ended or is never undone."""
        record = await self.get(operation_id)
        if record.kind in _FINISHED:
            raise failed_precondition("NOT_CANCELLABLE", f"{_FINISHED[record.kind]} is finished, never undone")
        if record.ended or not await self._journal.request_cancel(operation_id):
            raise failed_precondition("OPERATION_ENDED", f"operation {operation_id} has ended already")
        runner = self._runners.get(operation_id)
        if runner is not None:
            runner.cancel()
        return await self.get(operation_id)

    def cancel_soon(self, operation_id: str) -> None:
        """Cancels an operation for a caller that has gone and hears of nothing any more."""

        async def cancel() -> None:
            try:
                await self.cancel(operation_id)
            except ZfleetError as error:
                self._log.info("not cancelled", operation_id=operation_id, reason=error.reason)

        self._background(cancel())


def digest_of(request: Message) -> bytes:
    """What tells two requests apart: the hash of their content."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).digest()
