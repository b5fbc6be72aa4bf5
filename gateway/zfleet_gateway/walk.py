# SPDX-License-Identifier: Apache-2.0
"""Walks a graph of steps: whatever may begin is written down, then begun, until nothing is left or at work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from zfleet_gateway.story import Step

Begin = Callable[[], Sequence[Step]]
Work = Callable[[Step], Awaitable[None]]
Save = Callable[[], Awaitable[None]]


class Walk:
    """Steps at work. One commit writes the outcomes since the last one together with the intents of the next steps."""

    def __init__(self, save: Save, *, linger: float) -> None:
        self._save = save
        self._linger = linger
        self._tasks: dict[asyncio.Task[None], Step] = {}

    async def go(self, begin: Begin, work: Work, stop: asyncio.Event, *, begun: Sequence[Step] = ()) -> None:
        """Runs `work` for every step that `begin` gives, until it gives none and none is at work.

        `begun` are steps whose intent is written already. When `stop` is set, stoppable steps are cancelled and the
        others waited for; `begin` then gives no more. What `save` raises ends the walk and cancels what is at work.
        The last outcomes are left to the caller to write, with whatever it writes next.
        """
        stopped: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
        unsaved = False
        self._start(begun, work)
        try:
            while True:
                ready = begin()
                if ready:
                    await self._save()
                    unsaved = False
                    self._start(ready, work)
                if not self._tasks:
                    return
                finished = await self._first(stopped, self._linger if unsaved else None)
                if unsaved and not finished:
                    await self._save()
                    unsaved = False
                unsaved = unsaved or finished
        finally:
            stopped.cancel()
            await self._drop()

    def cancel(self) -> None:
        """Cancels everything that is at work."""
        for task in self._tasks:
            task.cancel()

    def _start(self, steps: Sequence[Step], work: Work) -> None:
        loop = asyncio.get_running_loop()
        for step in steps:
            self._tasks[loop.create_task(_awaited(work(step)), name=step.name)] = step

    async def _first(self, stopped: asyncio.Future[Any], timeout: float | None) -> bool:
        """Waits for a step to end; True when one has. Also returns when the walk is stopped or `timeout` is over."""
        if stopped.done():
            self._interrupt()
        watched: set[asyncio.Future[Any]] = {*self._tasks}
        if not stopped.done():
            watched.add(stopped)
        await asyncio.wait(watched, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in self._tasks if task.done()]
        for task in ended:
            del self._tasks[task]
        for task in ended:
            if not task.cancelled():
                task.result()  # a work function records what its step raises: what comes out is a defect
        return bool(ended)

    def _interrupt(self) -> None:
        for task, step in self._tasks.items():
            if step.stoppable and not task.cancelling():  # once: a second time would cut its own cleaning short
                task.cancel()

    async def _drop(self) -> None:
        self.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._tasks.clear()


async def _awaited(work: Awaitable[None]) -> None:
    await work
