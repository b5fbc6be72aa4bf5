# SPDX-License-Identifier: Apache-2.0
"""Those who watch guests: what each wants to hear, and the bounded queue of what it has not heard yet."""

from __future__ import annotations

import asyncio
import enum
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zfleet_guest.guest_events import GuestEvent, Kind


class GapReason(enum.Enum):
    """Why events may have been missed."""

    ZVM_AWAY = "the subscription to z/VM's events is lost; it is being made anew"
    SLOW_READER = "events were left out: they were not read as fast as they came"
    UNREADABLE = "z/VM told something that cannot be read"


@dataclass(frozen=True, slots=True)
class Started:
    """The subscription to z/VM's events stands."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Events may have been missed; `dropped` of them are known to be."""

    reason: GapReason
    dropped: int = 0


News = Started | GuestEvent | Gap


@dataclass(frozen=True, slots=True)
class Told:
    """News, and when they came (seconds since 1970)."""

    news: News
    time: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a watcher wants to hear: of guests whose user ids begin with the prefix, events of these kinds."""

    prefix: str = ""
    kinds: frozenset[Kind] = field(default=frozenset(Kind) - {Kind.OTHER})

    def fits(self, event: GuestEvent) -> bool:
        """Whether the event is wanted."""
        return event.kind in self.kinds and event.user_id.startswith(self.prefix)


@dataclass(slots=True)
class _Missed:
    """What is left out since the queue was full: how many events, and how the subscription stands since."""

    time: float
    events: int = 0
    standing: Told | None = None


class Watcher:
    """One who watches. Telling never waits: once the queue is full, news are left out until all of it was heard."""

    def __init__(self, wanted: Wanted, most: int) -> None:
        self._wanted = wanted
        self._most = most
        self._queue: deque[Told] = deque()
        self._missed: _Missed | None = None
        self._changed = asyncio.Event()
        self._ending: Callable[[], Exception] | None = None

    def tell(self, told: Told) -> bool:
        """Put news into the queue if they are wanted; False when they are left out."""
        if isinstance(told.news, GuestEvent) and not self._wanted.fits(told.news):
            return True
        if self._missed is None and len(self._queue) < self._most:
            self._queue.append(told)
            self._changed.set()
            return True
        missed = self._missed = self._missed or _Missed(told.time)
        if isinstance(told.news, GuestEvent):
            missed.events += 1
        elif told.news != Gap(GapReason.UNREADABLE):
            missed.standing = told
        return False

    def end(self, error: Callable[[], Exception]) -> None:
        """Nothing more comes: `hear` raises an error made by `error` when everything has been heard."""
        self._ending = error
        self._changed.set()

    async def hear(self) -> Told:
        """The next news."""
        while not self._queue:
            if self._missed is not None:
                self._queue.extend(_summary(self._missed))
                self._missed = None
            elif self._ending is not None:
                raise self._ending()
            else:
                self._changed.clear()
                await self._changed.wait()
        return self._queue.popleft()


def _summary(missed: _Missed) -> Iterator[Told]:
    if missed.events:
        yield Told(Gap(GapReason.SLOW_READER, missed.events), missed.time)
    if missed.standing is not None:
        yield missed.standing
