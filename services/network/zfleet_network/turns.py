# SPDX-License-Identifier: Apache-2.0
"""One writer at a time per directory entry: z/VM would refuse a second one (400/12), which would have to try again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Turns of the writers inside this process, in the order they asked. Guests nobody waits for cost nothing."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._interested: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, user_id: str) -> AsyncIterator[None]:
        """The turn to write one guest's entry, for the time of a block."""
        lock = self._locks.setdefault(user_id, asyncio.Lock())
        self._interested[user_id] = self._interested.get(user_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._interested[user_id] -= 1
            if not self._interested[user_id]:
                del self._interested[user_id], self._locks[user_id]
