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

from zfleet_runtime.changes import Changes

Result = TypeVar("Result")


class Turns:
    """A fair queue for each user id, there as long as somebody is in it; replicas have locks in the database."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._changes = Changes()

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
        return await self._changes.run(self._in_turn(user_id, work))

    async def _in_turn(self, user_id: str, work: Coroutine[Any, Any, Result]) -> Result:
        async with self.of(user_id):
            return await work

    async def close(self) -> None:
        """Returns when all unbroken work is done."""
        await self._changes.finish()
