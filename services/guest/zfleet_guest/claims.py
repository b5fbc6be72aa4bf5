# SPDX-License-Identifier: Apache-2.0
"""Who creates, or has created, which guest: rows of `guests`, written before z/VM is touched.

The same rows are the registry of managed guests (registry.py): a guest is managed from the end of its creation on. A
row is never the proof that a guest exists, only of whose request it is. `CREATING` rows are left behind by a crash;
their fingerprint tells whether what is in the directory is what that request sent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from zfleet_guest.first_boot_table import first_boot
from zfleet_guest.tables import CREATED, CREATING, NOTHING_KNOWN, consoles, guests, paused
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError, aborted


@dataclass(frozen=True, slots=True)
class Claim:
    """A row. `request_id` is empty when the creation was not repeatable; `claimed_at` tells one claim from the next."""

    user_id: str
    request_id: str
    fingerprint: str
    state: str
    claimed_at: float
    lease_until: float

    @property
    def leased(self) -> bool:
        """Whether a creation may still be under way."""
        return self.state == CREATING and self.lease_until > time.time()


class Claims:
    """The rows. `lease`: seconds that a creation may take before others may take the user id."""

    def __init__(self, database: Database, lease: float) -> None:
        self._database = database
        self._lease = lease

    async def take(self, user_id: str, request_id: str, fingerprint: str) -> Claim | None:
        """Claims a user id that nobody has claimed (None), or gives the claim that is in the way."""
        new = self._row(user_id, request_id, fingerprint)

        def take(connection: sa.Connection) -> Claim | None:
            row = connection.execute(sa.select(guests).where(guests.c.user_id == user_id)).first()
            if row is not None:
                return _claim(row)
            connection.execute(sa.insert(guests), new)
            return None

        try:
            return await self._database.write(take)
        except IntegrityError as error:
            raise being_created(user_id) from error

    async def take_over(self, old: Claim, request_id: str, fingerprint: str) -> None:
        """Puts a new claim in the place of one that is void. ABORTED when somebody else has just done so."""
        same = (guests.c.user_id == old.user_id) & (guests.c.claimed_at == old.claimed_at)
        async with self._database.writing() as session:
            update = sa.update(guests).where(same).values(self._row(old.user_id, request_id, fingerprint))
            if not (await session.execute(update)).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
                raise being_created(old.user_id)

    async def settle(self, user_id: str) -> None:
        """The guest is there, and managed from now on. What an earlier guest of that name has left is forgotten."""
        since = sa.func.coalesce(guests.c.registered_at, time.time())  # a repeat of the request finds it managed
        values = {"state": CREATED, "lease_until": 0.0, "registered_at": since}

        def settle(connection: sa.Connection) -> None:
            connection.execute(sa.update(guests).where(guests.c.user_id == user_id).values(values))
            for table in (paused, consoles, first_boot):
                connection.execute(sa.delete(table).where(table.c.user_id == user_id))

        await self._database.write(settle)

    async def of(self, user_id: str) -> Claim | None:
        """The row of a user id."""
        async with self._database.reading() as session:
            row = (await session.execute(sa.select(guests).where(guests.c.user_id == user_id))).first()
        return None if row is None else _claim(row)

    async def forget(self, user_id: str) -> None:
        """There is no guest, or none of ours: removes all that is known of it."""
        async with self._database.writing() as session:
            for table in (guests, paused, consoles, first_boot):
                await session.execute(sa.delete(table).where(table.c.user_id == user_id))

    def _row(self, user_id: str, request_id: str, fingerprint: str) -> dict[str, object]:
        now = time.time()
        return {
            "user_id": user_id,
            "request_id": request_id or None,
            "fingerprint": fingerprint,
            "state": CREATING,
            "claimed_at": now,
            "lease_until": now + self._lease,
            "registered_at": None,
            **NOTHING_KNOWN,
        }


def being_created(user_id: str) -> ZfleetError:
    """ABORTED: another replica is creating that guest."""
    return aborted("GUEST_BEING_CREATED", f"guest {user_id} is being created by another request")


def _claim(row: sa.Row[tuple[object, ...]]) -> Claim:
    values = row._mapping
    return Claim(
        user_id=values["user_id"],
        request_id=values["request_id"] or "",
        fingerprint=values["fingerprint"],
        state=values["state"],
        claimed_at=values["claimed_at"],
        lease_until=values["lease_until"],
    )
