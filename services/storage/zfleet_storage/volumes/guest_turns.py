# SPDX-License-Identifier: Apache-2.0
"""One caller at a time for a guest's volumes: in this process, and among the replicas that share a database.

Who counts a guest's last volume off and takes the device away must not meet who attaches the next one. Between replicas
the turn is a row with a lease, which a dead replica stops renewing.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql

from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.turns import Turns
from zfleet_storage.together import to_the_end
from zfleet_storage.volumes.tables import volume_turns

LEASE = 10.0  # seconds after which a replica that stopped renewing is taken to be dead
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5  # seconds between two looks whether the turn is free


class GuestTurns:
    """Turns of guests. SQLite has one process, for which the process' own turns are enough."""

    def __init__(self, database: Database, turns: Turns, *, lease: float = LEASE) -> None:
        self._database = database
        self._turns = turns
        self._lease = lease
        self._shared = database.dialect != "sqlite"

    @asynccontextmanager
    async def of(self, user_id: str) -> AsyncIterator[None]:
        """The turn of this caller, for the time of a block."""
        async with self._turns.of(user_id):
            if not self._shared:
                yield
                return
            owner = uuid.uuid4().hex
            await self._take(user_id, owner)
            renewing = asyncio.create_task(self._renew(user_id, owner))
            try:
                yield
            finally:
                renewing.cancel()
                await to_the_end(self._give(user_id, owner), f"give the turn of {user_id}")

    async def _take(self, user_id: str, owner: str) -> None:
        pause = FIRST_PAUSE
        while not await self._took(user_id, owner):
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - chance, not secrets
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _took(self, user_id: str, owner: str) -> bool:
        now = time.time()
        mine = {"owner": owner, "lease_until": now + self._lease}
        put = postgresql.insert(volume_turns).values(user_id=user_id, **mine)
        free = volume_turns.c.lease_until <= now
        taken = put.on_conflict_do_update(index_elements=[volume_turns.c.user_id], set_=mine, where=free)
        async with self._database.writing() as session:
            return (await session.execute(taken.returning(volume_turns.c.user_id))).first() is not None

    async def _renew(self, user_id: str, owner: str) -> None:
        mine = volume_turns.c.user_id == user_id, volume_turns.c.owner == owner
        while True:
            await asyncio.sleep(self._lease / 3)
            try:
                async with self._database.writing() as session:
                    renewed = update(volume_turns).where(*mine).values(lease_until=time.time() + self._lease)
                    await session.execute(renewed)
            except ZfleetError:  # the database is away: two more tries until the lease is over
                continue

    async def _give(self, user_id: str, owner: str) -> None:
        async with self._database.writing() as session:
            mine = volume_turns.c.user_id == user_id, volume_turns.c.owner == owner
            await session.execute(delete(volume_turns).where(*mine))
