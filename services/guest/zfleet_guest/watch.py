# SPDX-License-Identifier: Apache-2.0
"""Watches guests: one subscription to z/VM's events, however many watch; none when nobody does.

z/VM answers a subscription with a request id, which says that it has taken the request, not that it has done it. So
events of our own are sent (Event_Stream_Add): when one comes back, the subscription stands. Where we may not send any,
or none comes back, time has to do: a subscription that was not refused for a moment is taken to stand.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial

import grpc

from zfleet_guest.guest_events import guest_event_of
from zfleet_guest.watchers import Gap, GapReason, News, Started, Told, Wanted, Watcher
from zfleet_runtime.deadline import detached
from zfleet_runtime.errors import ZfleetError, internal, resource_exhausted, unavailable
from zfleet_runtime.log import Log
from zfleet_runtime.metrics import Metrics
from zfleet_runtime.smapi_errors import from_smapi
from zfleet_smapi.backoff import Backoff
from zfleet_smapi.calls import EventStreamAdd
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import ReturnCodeError, SmapiError
from zfleet_smapi.events import ServerEvent, Subscription, UnreadableEvent

MARK = 0x5A464C54  # "ZFLT": the number of the events that we send to ourselves
SETTLE = 1.0  # seconds
_MARKS = (
    0.1,
    0.2,
    0.4,
    0.8,
)  # seconds to wait for each event of our own: the first may be quicker than the subscription
STABLE = 10.0  # seconds; a subscription that stood for so long is no part of a run of failures
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 10.0  # seconds
# Refusals that no waiting will change; all others may come from servers that are being started again.
_FINAL = frozenset({"PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED", "INVALID_ARGUMENT", "FAILED_PRECONDITION"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How many may watch, how much is kept for each of them, and how long z/VM may be away (seconds)."""

    watchers: int = 256
    queue: int = 1000
    patience: float = 60.0


class Watch:
    """All watchers of one service."""

    def __init__(self, smapi: SmapiClient, limits: Limits, log: Log, metrics: Metrics) -> None:
        self._smapi = smapi
        self._limits = limits
        self._log = log
        self._watchers: set[Watcher] = set()
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._standing = False
        self._stopped = False
        metrics.gauge("watchers", "WatchGuests streams.").set_function(lambda: len(self._watchers))
        metrics.gauge("events_subscribed", "1 while a subscription to z/VM's events stands.").set_function(
            lambda: self._standing
        )
        self._events = metrics.counter("events", "Events of guests that z/VM told.", ("kind",))
        self._gaps = metrics.counter("event_gaps", "Times that z/VM's events may have been missed.", ("reason",))
        self._dropped = metrics.counter("events_dropped", "Events left out for watchers that did not read.")

    async def guests(self, wanted: Wanted) -> AsyncGenerator[Told, None]:
        """What happens to the guests that are wanted, from now on; see the contract's WatchGuests."""
        if self._stopped:
            raise _stopping()
        if len(self._watchers) >= self._limits.watchers:
            raise resource_exhausted("TOO_MANY_WATCHERS", f"{self._limits.watchers} watch already")
        watcher = Watcher(wanted, self._limits.queue)
        self._watchers.add(watcher)
        try:
            if self._standing:
                watcher.tell(Told(Started(), time.time()))
            self._subscribe()
            while True:
                yield await watcher.hear()
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                self._unsubscribe()

    async def stop(self) -> None:
        """End all streams, and begin no more."""
        self._stopped = True
        self._unsubscribe()
        self._end_all(_stopping)

    async def close(self) -> None:
        """Returns when the connection to z/VM is closed."""
        self._unsubscribe()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- the subscription --------------------------------------------------------------------------------------------

    def _subscribe(self) -> None:
        if self._task is None:
            # Not the caller's own work: the others go on hearing events when the first one has left.
            self._task = detached(self._keep_subscribed(), name="z/VM events")
            self._tasks.add(self._task)
            self._task.add_done_callback(self._over)

    def _unsubscribe(self) -> None:
        # The connection is closed, and that is all: Event_Unsubscribe would end the subscriptions of everybody who uses
        # our user id, other replicas of this service among them.
        if self._task is not None:
            self._task.cancel()
        self._task, self._standing = None, False

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task is not self._task:
            return
        self._task, self._standing = None, False
        error = task.exception()
        if error is not None:  # a defect of ours: whoever watches must hear of it
            self._log.error("watching failed", error=type(error).__name__, exc_info=error)
            self._end_all(lambda: internal("WATCH_FAILED", "watching z/VM's events failed"))

    async def _keep_subscribed(self) -> None:
        """Follows z/VM's events, and subscribes again and again, until it is refused or z/VM is away for too long."""
        clock = asyncio.get_running_loop().time
        away_since, pauses = clock(), Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        while True:
            began = clock()
            problem = await self._until_cut()
            if self._standing:
                self._standing, away_since = False, clock()
                if away_since - began > STABLE:
                    pauses = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
                self._log.warning("events interrupted", problem=str(problem))
                self._tell_gap(GapReason.ZVM_AWAY)
            pause = pauses.pause()
            if isinstance(problem, ReturnCodeError) and problem.status in _FINAL:
                give_up = partial(from_smapi, problem)
            elif clock() + pause - away_since > self._limits.patience:
                give_up = partial(_away, self._limits.patience, problem)
            else:
                await asyncio.sleep(pause)
                continue
            self._log.error("events not available", problem=str(problem))
            self._task = None  # who comes from now on tries anew
            self._end_all(give_up)
            return

    async def _until_cut(self) -> SmapiError:
        """Follows one subscription, and gives what ended it."""
        try:
            async with self._smapi.subscribe() as events:
                await self._follow(events)
        except SmapiError as error:
            return error
        raise AssertionError("events have no end but an error")

    async def _follow(self, events: Subscription) -> None:
        """Tells the events of one subscription, from when it stands; ends with the error that ends it."""
        mark = ServerEvent(MARK, uuid.uuid4().hex.encode())
        settling = asyncio.create_task(self._settle(mark))
        try:
            async for event in events:
                if event == mark:
                    settling.cancel()
                    self._stand()
                elif not self._standing:
                    continue  # whoever watches reads the guests after `started`: it is in there
                elif (about := guest_event_of(event)) is not None:
                    self._events.labels(about.kind.value).inc()
                    self._tell(about)
                elif isinstance(event, UnreadableEvent):
                    self._log.warning("unreadable event", event_type=event.event_type, data=event.data[:64].hex())
                    self._tell_gap(GapReason.UNREADABLE)
        finally:
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)

    async def _settle(self, mark: ServerEvent) -> None:
        """Sends our own event until it comes back (and ends this), or for long enough that it will not."""
        call = EventStreamAdd(event_id=mark.event_id, event_data=mark.data)
        for pause in _MARKS:
            try:
                await self._smapi.call(call, timeout=SETTLE)
            except SmapiError as error:
                self._log.info("no event of our own", problem=str(error))
                break
            await asyncio.sleep(pause)
        await asyncio.sleep(SETTLE)
        self._stand()

    def _stand(self) -> None:
        if not self._standing:
            self._standing = True
            self._log.info("events subscribed")
            self._tell(Started())

    # --- telling -----------------------------------------------------------------------------------------------------

    def _tell(self, news: News) -> None:
        told = Told(news, time.time())
        for watcher in self._watchers:
            if not watcher.tell(told):
                self._dropped.inc()

    def _tell_gap(self, reason: GapReason) -> None:
        self._gaps.labels(reason.name.lower()).inc()
        self._tell(Gap(reason))

    def _end_all(self, error: Callable[[], Exception]) -> None:
        watchers, self._watchers = self._watchers, set()
        for watcher in watchers:
            watcher.end(error)


def _stopping() -> ZfleetError:
    return unavailable("WATCH_ENDED_BY_STOP", "the service stops: watch again")


def _away(patience: float, problem: SmapiError) -> ZfleetError:
    text = f"z/VM's events have not been available for {patience:g} s"
    metadata = from_smapi(problem).metadata
    return ZfleetError(
        grpc.StatusCode.UNAVAILABLE, "EVENTS_UNAVAILABLE", text, metadata=metadata, retry_after=_LONGEST_PAUSE
    )
