# SPDX-License-Identifier: Apache-2.0
"""The registry of managed guests: those that were created here and those that were taken over.

Rows of `guests` whose creation is done. A guest that was taken over was created by no request of ours, so its row names
none and its fingerprint is empty: no repeat and no undo of a creation takes it for its own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from zfleet_guest.claims import being_created
from zfleet_guest.directory import Directory
from zfleet_guest.refusals import explaining
from zfleet_guest.tables import CREATED, NOTHING_KNOWN, guests
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found
from zfleet_runtime.pagination import Page
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns

_MANAGED = guests.c.state == CREATED
_HERE = guests.c.relocated_to == ""


@dataclass(frozen=True, slots=True)
class ManagedGuest:
    """A managed guest; `relocated_to` is empty while it is here, `registered_at` is in seconds since 1970."""

    user_id: str
    os_version: str = ""
    metadata: str = ""
    network_configured: bool = False
    relocated_to: str = ""
    registered_at: float = 0.0


class Registry:
    """The managed guests of one host."""

    def __init__(self, database: Database, directory: Directory, turns: Turns) -> None:
        self._database = database
        self._directory = directory
        self._turns = turns

    async def register(self, new: ManagedGuest) -> tuple[ManagedGuest, bool]:
        """Takes a guest over; the row, and whether it was managed before. NOT_FOUND, ABORTED while it is created."""
        async with self._turns.of(new.user_id):
            with explaining(new.user_id):
                if not await self._directory.exists(new.user_id):
                    raise no_such_guest(new.user_id)
            return await self._enter(new)

    async def deregister(self, user_id: str) -> bool:
        """Lets go of a guest; False when it was not managed. ABORTED while it is being created."""
        async with self._turns.of(user_id), self._database.writing() as session:
            row = (await session.execute(sa.select(guests).where(guests.c.user_id == user_id))).first()
            if row is None or row.state != CREATED:
                _must_not_be_leased(row)
                return False
            await session.execute(sa.delete(guests).where(guests.c.user_id == user_id))
            return True

    async def find(self, user_id: str) -> ManagedGuest:
        """One managed guest. NOT_FOUND."""
        async with self._database.reading() as session:
            wanted = sa.select(guests).where(guests.c.user_id == user_id, _MANAGED)
            row = (await session.execute(wanted)).first()
        if row is None:
            raise not_managed(user_id)
        return _managed(row)

    async def change(self, user_id: str, changes: Mapping[str, object]) -> ManagedGuest:
        """Writes some of the columns of a managed guest; its row then. NOT_FOUND."""
        same = sa.and_(guests.c.user_id == user_id, _MANAGED)
        async with self._database.writing() as session:
            if changes:
                await session.execute(sa.update(guests).where(same).values(dict(changes)))
            row = (await session.execute(sa.select(guests).where(same))).first()
        if row is None:
            raise not_managed(user_id)
        return _managed(row)

    async def relocation_begins(self, user_id: str, system: str) -> None:
        """Remembers that a guest is on its way, if it is managed, so that a restart can find out how that ended."""
        await self._set(user_id, relocating_to=system)

    async def relocation_ended(self, user_id: str, system: str) -> None:
        """Remembers where a guest has gone to, if it is managed; empty says that it has stayed."""
        await self._set(user_id, relocating_to="", **({"relocated_to": system} if system else {}))

    async def is_at(self, user_id: str, system: str) -> None:
        """Remembers where a guest is, if it is managed: empty says here."""
        await self._set(user_id, relocating_to="", relocated_to=system)

    async def must_be_here(self, user_id: str) -> None:
        """FAILED_PRECONDITION when a managed guest was relocated away: the directory is the other system's too."""
        wanted = sa.select(guests.c.relocated_to).where(guests.c.user_id == user_id, _MANAGED)
        async with self._database.reading() as session:
            system = await session.scalar(wanted)
        if system:
            raise failed_precondition(
                "GUEST_RELOCATED",
                f"guest {user_id} was relocated to {system}: delete it there, or register it here again",
                metadata={"relocated_to": system},
                resource=("guest", user_id),
            )

    async def under_way(self) -> list[tuple[str, str]]:
        """The managed guests that are on their way, and where to, as far as is known here."""
        wanted = sa.select(guests.c.user_id, guests.c.relocating_to).where(guests.c.relocating_to != "")
        async with self._database.reading() as session:
            return [(row.user_id, row.relocating_to) for row in await session.execute(wanted)]

    async def _set(self, user_id: str, **values: object) -> None:
        row = sa.update(guests).where(guests.c.user_id == user_id, _MANAGED).values(**values)
        async with self._database.writing() as session:
            await session.execute(row)

    async def page(
        self, page: Page, prefix: str, user_ids: Sequence[str], include_relocated: bool
    ) -> tuple[list[ManagedGuest], str]:
        """A page in the order of user ids, and the next one's token; no user ids mean all."""
        wanted = sa.select(guests).where(_MANAGED).order_by(guests.c.user_id).limit(page.size + 1)
        if page.after is not None:
            wanted = wanted.where(guests.c.user_id > page.after)
        if prefix:
            wanted = wanted.where(guests.c.user_id.startswith(prefix, autoescape=True))
        if user_ids:
            wanted = wanted.where(guests.c.user_id.in_(user_ids))
        if not include_relocated:
            wanted = wanted.where(_HERE)
        async with self._database.reading() as session:
            found = [_managed(row) for row in await session.execute(wanted)]
        more = len(found) > page.size
        found = found[: page.size]
        return found, page.token_after(found[-1].user_id) if more else ""

    async def here(self) -> list[str]:
        """The user ids of all managed guests that were not relocated away, in their order."""
        wanted = sa.select(guests.c.user_id).where(_MANAGED, _HERE).order_by(guests.c.user_id)
        async with self._database.reading() as session:
            return list(await session.scalars(wanted))

    async def _enter(self, new: ManagedGuest) -> tuple[ManagedGuest, bool]:
        same = guests.c.user_id == new.user_id
        try:
            async with self._database.writing() as session:
                row = (await session.execute(sa.select(guests).where(same))).first()
                if row is not None and row.state == CREATED:
                    await session.execute(sa.update(guests).where(same).values(relocated_to=""))
                else:
                    _must_not_be_leased(row)
                    await session.execute(sa.delete(guests).where(same))
                    await session.execute(sa.insert(guests).values(_row(new)))
                found = _managed((await session.execute(sa.select(guests).where(same))).one())
        except IntegrityError as error:  # another replica has just claimed it
            raise being_created(new.user_id) from error
        return found, row is not None and row.state == CREATED


def not_managed(user_id: str) -> ZfleetError:
    """NOT_FOUND: the registry has no such guest."""
    return not_found("guest", user_id, f"guest {user_id} is not managed", reason="GUEST_NOT_MANAGED")


def _must_not_be_leased(row: sa.Row[tuple[object, ...]] | None) -> None:
    """ABORTED while a creation may be under way; one that broke off is nobody's."""
    if row is not None and row._mapping["lease_until"] > time.time():
        raise being_created(row._mapping["user_id"])


def _row(new: ManagedGuest) -> dict[str, object]:
    now = time.time()
    return {
        **NOTHING_KNOWN,
        "user_id": new.user_id,
        "request_id": None,
        "fingerprint": "",
        "state": CREATED,
        "claimed_at": now,
        "lease_until": 0.0,
        "registered_at": now,
        "os_version": new.os_version,
        "metadata": new.metadata,
        "network_configured": new.network_configured,
    }


def _managed(row: sa.Row[tuple[object, ...]]) -> ManagedGuest:
    values = row._mapping
    return ManagedGuest(
        user_id=values["user_id"],
        os_version=values["os_version"],
        metadata=values["metadata"],
        network_configured=values["network_configured"],
        relocated_to=values["relocated_to"],
        registered_at=values["registered_at"] or 0.0,
    )
