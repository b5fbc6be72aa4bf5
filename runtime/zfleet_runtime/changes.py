# SPDX-License-Identifier: Apache-2.0
"""A change of z/VM that has begun is finished or undone, whether its caller still waits for it or not."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from zfleet_runtime.deadline import detached

Result = TypeVar("Result")


class Changes:
    """The changes under way in this process."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[Any]] = set()

    async def run(self, change: Coroutine[Any, Any, Result]) -> Result:
        """Runs a change and gives its result. When the caller goes away or its time is up, the change goes on."""
        task = detached(change)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: with the caller gone, asyncio would complain that nobody did

    async def finish(self) -> None:
        """Waits until no change is under way."""
        while self._under_way:
            await asyncio.wait(tuple(self._under_way))
