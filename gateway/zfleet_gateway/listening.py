# SPDX-License-Identifier: Apache-2.0
"""Wakes those who wait for an operation to change: at once for states, at a bounded rate for progress."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from zfleet_gateway.record import OperationRecord
from zfleet_gateway.story import Step


class Listener:
    """Somebody who waits. What happens between two looks is one change, however much it was."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._heard = asyncio.Event()
        self._told = float("-inf")
        self._later: asyncio.TimerHandle | None = None

    def clear(self) -> None:
        """Forgets what was heard; to be called before looking."""
        self._heard.clear()
        self._told = asyncio.get_running_loop().time()

    async def wait(self, seconds: float | None) -> bool:
        """Returns at the next change, or after `seconds` (None: never); True when there was a change."""
        try:
            async with asyncio.timeout(seconds):
                await self._heard.wait()
        except TimeoutError:
            return False
        return True

    def state(self) -> None:
        """A state has changed."""
        self._heard.set()

    def progress(self) -> None:
        """Data was moved: heard now when enough time has passed since the last look, else then."""
        loop = asyncio.get_running_loop()
        due = self._told + self._interval
        if loop.time() >= due:
            self._heard.set()
        elif self._later is None:
            self._later = loop.call_at(due, self._due)

    def _due(self) -> None:
        self._later = None
        self._heard.set()

    def close(self) -> None:
        """Nobody waits any more."""
        if self._later is not None:
            self._later.cancel()


class Listeners:
    """An observer that tells listeners, by operation id."""

    def __init__(self, interval: float) -> None:
        """`interval`: least seconds between two wakes for progress alone."""
        self._interval = interval
        self._of: dict[str, set[Listener]] = {}

    @contextmanager
    def listen(self, operation_id: str) -> Iterator[Listener]:
        """A listener for the time of a `with`."""
        listener = Listener(self._interval)
        self._of.setdefault(operation_id, set()).add(listener)
        try:
            yield listener
        finally:
            listener.close()
            rest = self._of[operation_id]
            rest.discard(listener)
            if not rest:
                del self._of[operation_id]

    def changed(self, record: OperationRecord) -> None:
        """Wakes all."""
        for each in self._of.get(record.operation_id, ()):
            each.state()

    def progressed(self, record: OperationRecord) -> None:
        """Wakes all, not too often."""
        for each in self._of.get(record.operation_id, ()):
            each.progress()

    def step_over(self, record: OperationRecord, step: Step, seconds: float) -> None:
        """`changed` follows."""

    def undo_over(self, record: OperationRecord, step: Step, outcome: str) -> None:
        """`changed` follows."""

    def ended(self, record: OperationRecord) -> None:
        """`changed` has told it."""
