# SPDX-License-Identifier: Apache-2.0
"""One writer at a time for each directory entry, and work that is finished although its caller has gone.

z/VM refuses a second writer of an entry (400/12) instead of letting it wait. And a creation or deletion that its caller
gave up is not given up by z/VM: it is watched to its end, so that whoever comes next (the caller's own undo) finds it
done and not half done.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from zfleet_runtime.deadline import detached

Result = TypeVar("Result")


class Turns:
    """A fair queue for each user id, there as long as somebody is in it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._unbroken: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def of(self, user_id: str) -> AsyncIterator[None]:
        """The turn of this caller, for the time of a block."""
        lock = self._locks.get(user_id)
        if lock is None:
            lock = self._locks[user_id] = asyncio.Lock()
        async with lock:
            yield

    async def unbroken(self, user_id: str, work: Coroutine[Any, Any, Result]) -> Result:
        """What `work` gives, done in its turn and to its end even when the caller is cancelled meanwhile."""
        task = detached(self._in_turn(user_id, work), name=f"unbroken {user_id}")
        self._unbroken.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def _in_turn(self, user_id: str, work: Coroutine[Any, Any, Result]) -> Result:
        async with self.of(user_id):
            return await work

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._unbroken.discard(task)
        if not task.cancelled():
            task.exception()  # its caller has heard of it, or has gone

    async def close(self) -> None:
        """Returns when all unbroken work is done."""
        await asyncio.gather(*self._unbroken, return_exceptions=True)
