# SPDX-License-Identifier: Apache-2.0
"""Reservations: planning disks, giving them back, and recording where the directory manager has put them.

A plan is rows in the table of disks, written in one transaction after z/VM was asked what is free. Planners of one pool
wait for each other there, and each counts the rows of the others, so what two of them promise fits together.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from google.protobuf.message import Message
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, aborted, invalid_argument, not_found
from zfleet_runtime.validation import Violations
from zfleet_smapi.client import SmapiClient
from zfleet_storage import disks
from zfleet_storage.disks import Disk
from zfleet_storage.entry import Entry, Minidisk, read_entry
from zfleet_storage.image_records import image_sizes
from zfleet_storage.plan import Problems, Surroundings, arrange, check_images, check_pools
from zfleet_storage.pools import Pool, free_space, whole_pools
from zfleet_storage.tables import CREATED, changed_rows, plans
from zfleet_storage.tables import pools as pool_turns
from zfleet_storage.together import tasks
from zfleet_storage.validate import Wanted

ATTEMPTS = 5  # planners of one guest at once may choose the same device numbers; the slower one chooses anew
_NOTHING = Entry({}, frozenset())


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the directory manager has put a disk; size in cylinders or blocks."""

    device_number: str
    volume: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What z/VM showed, and when it was asked."""

    entry: Entry
    pools: Mapping[str, Pool]
    since: float


class Reservations:
    """Plans disks. `lifetime` is how many seconds an unconfirmed plan keeps its device numbers and space."""

    def __init__(self, database: Database, smapi: SmapiClient, lifetime: float) -> None:
        self._database = database
        self._smapi = smapi
        self._lifetime = lifetime

    async def plan(
        self, request_id: str, user_id: str, wanted: Sequence[Wanted], fingerprint: str, v: Violations
    ) -> list[Disk]:
        """Reserves the disks, and says everything that is wrong with them, `v` included.

        The same plan again is the same disks. INVALID_ARGUMENT, ALREADY_EXISTS and RESOURCE_EXHAUSTED as in `plan`.
        """
        async with self._database.reading() as session:
            earlier = [] if v else await self._earlier(session, request_id, user_id, fingerprint)
            sizes = await image_sizes(session, {disk.image for disk in wanted if disk.image})
        if earlier:
            return earlier
        for violation in check_images(wanted, sizes):
            v.add(violation.field, violation.description)
        if not user_id:
            v.raise_if_any()
        seen = await self._look(user_id, wanted)
        for _ in range(ATTEMPTS):
            try:
                async with self._database.writing() as session:
                    planned, problems, around = await self._arrange(session, request_id, user_id, wanted, sizes, seen)
                    if not v and planned is not None:
                        await self._write(session, request_id, user_id, fingerprint, planned)
                        return planned
            except IntegrityError:
                continue
            return await self._refuse(wanted, around, problems, v)
        raise aborted("PLANNED_AT_THE_SAME_TIME", f"other plans for the disks of {user_id} were faster each time")

    async def release(self, request_id: str, user_id: str) -> int:
        """Gives back what a plan reserved and nothing confirmed; the number of disks."""
        async with self._database.writing() as session:
            return await disks.release_plan(session, request_id, user_id)

    async def confirm(self, request_id: str, user_id: str, placements: Sequence[Placement]) -> list[Disk]:
        """Records where planned disks lie. INVALID_ARGUMENT unless every planned disk, and no other, has a place."""
        async with self._database.writing() as session:
            planned = await _planned(session, request_id, user_id)
            by_number = {one.device_number: one for one in placements}
            problems = _unplaced(planned, placements)
            if problems:
                raise invalid_argument(problems, reason="PLACEMENTS_DO_NOT_MATCH")
            now = time.time()
            created = [_created(one, by_number.get(one.device_number), now) for one in planned]
            await disks.put_disks(session, created)
        return created

    async def confirm_found(self, planned: Sequence[Disk], found: Mapping[str, Minidisk]) -> list[Disk]:
        """Records planned disks as the directory entry shows them."""
        now = time.time()
        created = [one.placed(found[one.device_number], now) for one in planned]
        async with self._database.writing() as session:
            await disks.put_disks(session, created)
        return created

    async def planned(self, request_id: str, user_id: str) -> list[Disk]:
        """The disks of a plan, whether created already or not. NOT_FOUND when there is no such plan."""
        async with self._database.reading() as session:
            return await _planned(session, request_id, user_id)

    async def _earlier(self, session: AsyncSession, request_id: str, user_id: str, fingerprint: str) -> list[Disk]:
        """The disks of the same plan made before; none when it expired, then it is planned anew."""
        row = (await session.execute(select(plans).where(plans.c.request_id == request_id))).one_or_none()
        if row is None:
            return []
        if row.user_id != user_id or row.fingerprint != fingerprint:
            raise reused("request_id")
        made = await disks.disks_of_plan(session, request_id)
        now = time.time()
        return made if all(one.holds_at(now) for one in made) else []

    async def _look(self, user_id: str, wanted: Sequence[Wanted]) -> _Seen:
        """Asks z/VM for the entry and for free space, at the same time: one call's time."""
        since = time.time()
        names = {disk.pool for disk in wanted if disk.pool}
        if not wanted:
            return _Seen(_NOTHING, {}, since)
        async with tasks() as group:
            entry = group.create_task(read_entry(self._smapi, user_id))
            pools = group.create_task(free_space(self._smapi, names))
        return _Seen(entry.result() or _NOTHING, pools.result(), since)

    async def _arrange(
        self,
        session: AsyncSession,
        request_id: str,
        user_id: str,
        wanted: Sequence[Wanted],
        sizes: Mapping[str, int],
        seen: _Seen,
    ) -> tuple[list[Disk] | None, Problems, Surroundings]:
        names = sorted({disk.pool for disk in wanted if disk.pool})
        await _take_turns(session, names)
        now = time.time()
        records = await disks.disks_that_count(session, user_id, names, now, seen.since)
        others = [one for one in records if one.plan != request_id or one.state == CREATED]
        around = Surroundings(user_id, seen.entry.taken, seen.pools, sizes, others, now, seen.since)
        planned, problems = arrange(wanted, around, request_id, now + self._lifetime)
        refused = bool(problems.exhausted or problems.taken or problems.invalid)
        return (None if refused else planned), problems, around

    async def _write(
        self, session: AsyncSession, request_id: str, user_id: str, fingerprint: str, planned: list[Disk]
    ) -> None:
        await disks.release_plan(session, request_id, user_id)  # an expired one
        await session.execute(insert(plans).values(request_id=request_id, user_id=user_id, fingerprint=fingerprint))
        await disks.put_disks(session, planned)

    async def _refuse(
        self, wanted: Sequence[Wanted], around: Surroundings, problems: Problems, v: Violations
    ) -> list[Disk]:
        """Finds out, now that it matters, whether what does not fit never will, and raises."""
        full = any(one.field.endswith(".size_bytes") for one in problems.exhausted)
        if full:
            names = {disk.pool for disk in wanted if disk.pool}
            around = replace(around, pools=await whole_pools(self._smapi, names))
            problems.invalid += check_pools(wanted, around)
            never = {one.field.partition(".")[0] for one in problems.invalid}
            problems.exhausted = [one for one in problems.exhausted if one.field.partition(".")[0] not in never]
        problems.raise_if_any(v)
        # Disks were deleted between the two looks at the pool: the caller's next try will see that.
        raise aborted("POOL_CHANGED", "the free space of a pool changed while the disks were planned")


async def _planned(session: AsyncSession, request_id: str, user_id: str) -> list[Disk]:
    found = await session.execute(
        select(plans.c.request_id).where(plans.c.request_id == request_id, plans.c.user_id == user_id)
    )
    if found.one_or_none() is None:
        raise not_found("plan", request_id, f"there is no plan {request_id} of disks for {user_id}")
    return [one for one in await disks.disks_of_plan(session, request_id) if one.user_id == user_id]


def fingerprint_of(request: Message) -> str:
    """What tells two requests with the same request_id apart."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()


def reused(field: str) -> Exception:
    """INVALID_ARGUMENT: the request id was used for something else."""
    return invalid_argument([Violation(field, "was used before for another request")], reason="REQUEST_ID_REUSED")


async def _take_turns(session: AsyncSession, names: Sequence[str]) -> None:
    """Locks the rows of these pools until the transaction ends; in one order, so that nobody waits in a circle."""
    for name in names:
        turned = await session.execute(
            update(pool_turns).where(pool_turns.c.name == name).values(turn=pool_turns.c.turn + 1)
        )
        if not changed_rows(turned):
            await session.execute(insert(pool_turns).values(name=name, turn=0))


def _created(one: Disk, place: Placement | None, now: float) -> Disk:
    if place is None:  # a V-DISK lies nowhere
        return replace(one, state=CREATED, changed_at=now)
    return replace(one, state=CREATED, volume=place.volume, start=place.start, size=place.size, changed_at=now)


def _unplaced(planned: Sequence[Disk], placements: Sequence[Placement]) -> list[Violation]:
    known = {one.device_number for one in planned}
    problems = []
    seen: set[str] = set()
    for at, place in enumerate(placements):
        where = f"placements[{at}].device_number"
        if place.device_number not in known:
            problems.append(Violation(where, f"{place.device_number} is no disk of this plan"))
        elif place.device_number in seen:
            problems.append(Violation(where, f"{place.device_number} is given twice"))
        seen.add(place.device_number)
    problems += [
        Violation("placements", f"disk {one.device_number} has no place")
        for one in planned
        if not one.virtual_disk and one.device_number not in seen
    ]
    return problems
