# SPDX-License-Identifier: Apache-2.0
"""The host's clock: real time, or time that a test drives.

Everything in the host that waits or tells the time asks this clock, so a test can make an hour pass at once.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from typing import Protocol

_START_2026 = 1_767_225_600.0  # 2026-01-01T00:00:00Z


class Clock(Protocol):
    """Time in seconds since 1970, and waiting."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; 0 or less only lets others run."""
        ...


class RealClock:
    """The machine's own time."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        await asyncio.sleep(max(0.0, seconds))


class DrivenClock:
    """Time stands still until :meth:`advance` is called."""

    def __init__(self, start: float = _START_2026) -> None:
        self._now = start
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        return self._now

    @property
    def sleepers(self) -> int:
        """How many tasks wait for time to pass."""
        return sum(not future.done() for _, _, future in self._waiting)

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has been advanced that far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self._now + seconds, next(self._order), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Let time pass: wake sleepers in the order of their time, and let each one run before the next."""
        until = self._now + seconds
        await _let_others_run()
        while self._waiting and self._waiting[0][0] <= until:
            self._now, _, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(None)
            await _let_others_run()
        self._now = until


async def _let_others_run() -> None:
    # A woken task may hand on to another through a queue or a stream: give such a chain room to finish.
    for _ in range(20):
        await asyncio.sleep(0)
