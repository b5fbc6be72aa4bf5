# SPDX-License-Identifier: Apache-2.0
"""One writer at a time for each directory entry: z/VM refuses a second one (400/12) instead of letting it wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class EntryTurns:
    """A fair queue for each user id, there as long as somebody is in it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, user_id: str) -> AsyncIterator[None]:
        """The turn of this caller, for the time of a block."""
        lock = self._locks.get(user_id)
        if lock is None:
            lock = self._locks[user_id] = asyncio.Lock()
        async with lock:
            yield
