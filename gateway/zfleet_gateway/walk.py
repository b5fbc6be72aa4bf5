# SPDX-License-Identifier: Apache-2.0
"""Walks a graph of steps: whatever may begin is written down, then begun, until nothing is left or at work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from zfleet_gateway.story import Step
from zfleet_runtime.give_way import after_calls

Begin = Callable[[], Sequence[Step]]
Work = Callable[[Step], Awaitable[None]]
Save = Callable[[], Awaitable[None]]
IsAnnounced = Callable[[Step], bool]


def _never(step: Step) -> bool:
    return False


class Walk:
    """Steps at work. One commit writes the outcomes since the last one together with the intents of the next steps.

    A step whose intent is in the journal already begins at once, and the commit is made while it works.
    """

    def __init__(self, save: Save, *, linger: float) -> None:
        self._save = save
        self._linger = linger
        self._tasks: dict[asyncio.Task[None], Step] = {}
        self._saving: asyncio.Task[None] | None = None

    async def go(
        self,
        begin: Begin,
        work: Work,
        stop: asyncio.Event,
        *,
        begun: Sequence[Step] = (),
        is_announced: IsAnnounced = _never,
    ) -> None:
        """Runs `work` for every step that `begin` gives, until it gives none and none is at work.

        `begun` are steps whose intent is written already; so is that of those that `is_announced` says. When `stop` is
        set, stoppable steps are cancelled and the others waited for; `begin` then gives no more. What `save` raises
        ends the walk and cancels what is at work. The last outcomes are left to the caller to write, with whatever it
        writes next, after `settle`.
        """
        stopped: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
        held: list[Step] = []  # their intent must be written before they start
        in_save: list[Step] = []  # it is being written
        due = unsaved = False  # a commit must be made now; outcomes are not written yet
        self._start(begun, work)
        try:
            while True:
                ready = begin()
                due = due or bool(ready)
                at_once = [step for step in (*held, *ready) if is_announced(step)]
                held = [step for step in (*held, *ready) if step not in at_once]
                self._start(at_once, work)
                if due and self._saving is None:
                    save = partial(after_calls, self._save) if at_once and not held else self._save
                    self._saving = asyncio.create_task(_done(save))
                    in_save, held, due, unsaved = held, [], False, False
                if not (self._tasks or held or in_save):
                    return
                pause = self._linger if unsaved and self._saving is None else None
                ended, happened = await self._first(stopped, pause)
                if self._is_saved():
                    self._start(in_save, work)
                    in_save = []
                unsaved = unsaved or ended
                due = due or (unsaved and not happened)
        finally:
            stopped.cancel()
            await self._drop()

    async def settle(self) -> None:
        """Waits for a commit that is under way. Raises what it raised."""
        saving, self._saving = self._saving, None
        if saving is not None:
            await saving

    def cancel(self) -> None:
        """Cancels everything that is at work."""
        for task in self._tasks:
            task.cancel()

    def _start(self, steps: Sequence[Step], work: Work) -> None:
        loop = asyncio.get_running_loop()
        for step in steps:
            self._tasks[loop.create_task(_done(partial(work, step)), name=step.name)] = step

    async def _first(self, stopped: asyncio.Future[Any], timeout: float | None) -> tuple[bool, bool]:
        """Waits until a step ends, a commit is made or the walk is stopped, or for `timeout` seconds.

        Whether a step has ended, and whether anything has happened.
        """
        if stopped.done():
            self._interrupt()
        watched: set[asyncio.Future[Any]] = {*self._tasks}
        if not stopped.done():
            watched.add(stopped)
        if self._saving is not None:
            watched.add(self._saving)
        happened, _ = await asyncio.wait(watched, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in self._tasks if task.done()]
        for task in ended:
            del self._tasks[task]
        for task in ended:
            if not task.cancelled():
                task.result()  # a work function records what its step raises: what comes out is a defect
        return bool(ended), bool(happened)

    def _is_saved(self) -> bool:
        """Whether a commit has been made. Raises what it raised."""
        if self._saving is None or not self._saving.done():
            return False
        saving, self._saving = self._saving, None
        saving.result()
        return True

    def _interrupt(self) -> None:
        for task, step in self._tasks.items():
            if step.stoppable and not task.cancelling():  # once: a second time would cut its own cleaning short
                task.cancel()

    async def _drop(self) -> None:
        self.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._tasks.clear()


async def _done(work: Callable[[], Awaitable[None]]) -> None:
    """Begins `work` only when its task does: one that is cancelled before leaves nothing behind."""
    await work()
