# SPDX-License-Identifier: Apache-2.0
"""Worker servers: a fixed number of them, one request at a time each, the others wait in line."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from zfleet_simulator.clock import Clock

RESTART_SECONDS = 5.0  # how long VSMGUARD takes to bring a worker back


class WorkerServers:
    """VSMWORK1 and on. First come, first served."""

    def __init__(self, count: int, clock: Clock) -> None:
        self.count = count
        self._clock = clock
        self._idle = deque(f"VSMWORK{number}" for number in range(1, count + 1))
        self._line: deque[asyncio.Future[str]] = deque()
        self._restarts: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> int:
        """How many workers are at work or down."""
        return self.count - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return sum(not one.done() for one in self._line)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Worker]:
        """The next free worker, for the time of one request."""
        name = self._idle.popleft() if self._idle else await self._wait()
        worker = Worker(name)
        try:
            yield worker
        finally:
            if worker.dead:
                task = asyncio.get_running_loop().create_task(self._restart(name))
                self._restarts.add(task)
                task.add_done_callback(self._restarts.discard)
            else:
                self._free(name)

    async def _wait(self) -> str:
        place: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._line.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                # A worker was handed over in the very moment the caller went away.
                self._free(place.result())
            raise

    def _free(self, name: str) -> None:
        while self._line:
            place = self._line.popleft()
            if not place.done():
                place.set_result(name)
                return
        self._idle.append(name)

    async def _restart(self, name: str) -> None:
        await self._clock.sleep(RESTART_SECONDS)
        self._free(name)

    async def stop(self) -> None:
        """End pending restarts."""
        for task in tuple(self._restarts):
            task.cancel()
        await asyncio.gather(*self._restarts, return_exceptions=True)


class Worker:
    """One worker server during one request."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dead = False

    def abend(self) -> None:
        """The worker ends abnormally and has to be restarted."""
        self.dead = True
