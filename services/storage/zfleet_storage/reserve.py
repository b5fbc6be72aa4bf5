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
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, aborted, invalid_argument, not_found
from zfleet_runtime.validation import Violations
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage import disks
from zfleet_storage.disks import Disk
from zfleet_storage.entry import Entry, Minidisk, read_entry
from zfleet_storage.image_records import Image, images_named
from zfleet_storage.plan import Problems, Surroundings, arrange, check_images, check_kinds, check_pools
from zfleet_storage.pools import Pool, free_space, whole_pools
from zfleet_storage.tables import CREATED, changed_rows, plans
from zfleet_storage.tables import pools as pool_turns
from zfleet_storage.together import tasks
from zfleet_storage.validate import Wanted

ATTEMPTS = 5  # planners of one guest at once may choose the same device numbers; the slower one chooses anew
REMEMBERED = 3600.0  # seconds that an expired plan can be confirmed, as long as nobody else took what it had
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan that is asked for; `fingerprint` tells it from another one under the same request id."""

    request_id: str
    user_id: str
    wanted: Sequence[Wanted]
    fingerprint: str

    @property
    def pools(self) -> list[str]:
        """The pools that its disks come from, sorted."""
        return sorted({disk.pool for disk in self.wanted if disk.pool})


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What the same plan, made before, has left; `holds` while nothing of it has expired."""

    disks: list[Disk]
    there: bool
    holds: bool


_NONE = _Earlier([], there=False, holds=False)


class Reservations:
    """Plans disks. `lifetime` is how many seconds an unconfirmed plan keeps its device numbers and space."""

    def __init__(self, database: Database, smapi: SmapiClient, lifetime: float) -> None:
        self._database = database
        self._smapi = smapi
        self._lifetime = lifetime

    async def plan(self, asked: Asked, v: Violations) -> list[Disk]:
        """Reserves the disks, and says everything that is wrong with them, `v` included.

        The same plan again is the same disks. INVALID_ARGUMENT, ALREADY_EXISTS and RESOURCE_EXHAUSTED as in `plan`.
        """
        async with tasks() as group:
            # z/VM is asked while our own tables are: for anything but a repeat both are needed.
            looking = group.create_task(self._look(asked, v))
            earlier, images = await self._database.read(lambda connection: _known(connection, asked, v))
            if earlier.holds:
                looking.cancel()
        if earlier.holds:
            return earlier.disks
        seen = looking.result()
        for violation in check_images(asked.wanted, images):
            v.add(violation.field, violation.description)

        def reserve(connection: Connection) -> tuple[Surroundings, list[Disk], Problems]:
            around = _surroundings(connection, asked, images, seen)
            planned, problems = arrange(asked.wanted, around, asked.request_id, around.now + self._lifetime)
            if not v and not problems:
                _write(connection, asked, planned, around, earlier)
            return around, planned, problems

        for _ in range(ATTEMPTS):
            try:
                around, planned, problems = await self._database.write(reserve)
            except IntegrityError:
                continue
            if not v and not problems:
                return planned
            raise await self._refusal(asked, around, problems, v)
        raise aborted("PLANNED_AT_THE_SAME_TIME", f"other plans for the disks of {asked.user_id} were faster each time")

    async def release(self, request_id: str, user_id: str) -> int:
        """Gives back what a plan reserved and nothing confirmed; the number of disks."""
        return await self._database.write(lambda connection: disks.release_plan(connection, request_id, user_id))

    async def sweep(self) -> int:
        """Forgets plans that expired a while ago; the number of disks. Until then they can still be confirmed."""
        before = time.time() - max(self._lifetime, REMEMBERED)
        return await self._database.write(lambda connection: disks.forget_expired(connection, before))

    async def confirm(self, request_id: str, user_id: str, placements: Sequence[Placement]) -> list[Disk]:
        """Records where planned disks lie. INVALID_ARGUMENT unless every planned disk, and no other, has a place."""

        def confirm(connection: Connection) -> list[Disk]:
            planned = _planned(connection, request_id, user_id)
            by_number = {one.device_number: one for one in placements}
            problems = _unplaced(planned, placements)
            if problems:
                raise invalid_argument(problems, reason="PLACEMENTS_DO_NOT_MATCH")
            now = time.time()
            created = [_created(one, by_number.get(one.device_number), now) for one in planned]
            disks.put_disks(connection, created)
            return created

        return await self._database.write(confirm)

    async def confirm_found(self, planned: Sequence[Disk], found: Mapping[str, Minidisk]) -> list[Disk]:
        """Records planned disks as the directory entry shows them."""
        now = time.time()
        created = [one.placed(found[one.device_number], now) for one in planned]
        await self._database.write(lambda connection: disks.put_disks(connection, created))
        return created

    async def planned(self, request_id: str, user_id: str) -> list[Disk]:
        """The disks of a plan, whether created already or not. NOT_FOUND when there is no such plan."""
        return await self._database.read(lambda connection: _planned(connection, request_id, user_id))

    async def _look(self, asked: Asked, v: Violations) -> _Seen:
        """Asks z/VM for the entry and for free space, at the same time: one call's time.

        When the request is no good anyway, z/VM being away is no reason not to say so.
        """
        since = time.time()
        if not asked.wanted:
            v.raise_if_any()
            return _Seen(_NOTHING, {}, since)
        try:
            async with tasks() as group:
                # A bad user id has no entry, but its disks' pools are looked at: every bad field is to be named.
                entry = group.create_task(read_entry(self._smapi, asked.user_id)) if asked.user_id else None
                pools = group.create_task(free_space(self._smapi, asked.pools))
        except SmapiError:
            v.raise_if_any()
            raise
        return _Seen((entry.result() if entry else None) or _NOTHING, pools.result(), since)

    async def _refusal(self, asked: Asked, around: Surroundings, problems: Problems, v: Violations) -> Exception:
        """Finds out, now that it matters, whether what does not fit never will."""
        if any(one.field.endswith((".size_bytes", ".size")) for one in problems.exhausted):
            around = replace(around, pools=await whole_pools(self._smapi, asked.pools))
            problems.invalid = [*check_kinds(asked.wanted, around), *check_pools(asked.wanted, around)]
            never = {one.field.partition(".")[0] for one in problems.invalid}
            problems.exhausted = [one for one in problems.exhausted if one.field.partition(".")[0] not in never]
        return problems.as_error(v)


def _surroundings(connection: Connection, asked: Asked, images: Mapping[str, Image], seen: _Seen) -> Surroundings:
    """What the plan has to fit into, as it is now that it is this planner's turn."""
    _take_turns(connection, asked.pools)
    now = time.time()
    records = disks.disks_that_count(connection, asked.user_id, asked.pools, now, seen.since)
    others = [one for one in records if one.plan != asked.request_id or one.state == CREATED]
    return Surroundings(asked.user_id, seen.entry.taken, seen.pools, images, others, now, seen.since)


def _known(connection: Connection, asked: Asked, v: Violations) -> tuple[_Earlier, dict[str, Image]]:
    """What our own tables have for a plan: its disks when it was made before, and the images of the new ones."""
    earlier = _NONE if v else _earlier(connection, asked)
    return earlier, images_named(connection, {disk.image for disk in asked.wanted if disk.image})


def _earlier(connection: Connection, asked: Asked) -> _Earlier:
    """What the same plan, made before, has left. REQUEST_ID_REUSED when it was another one."""
    row = connection.execute(select(plans).where(plans.c.request_id == asked.request_id)).one_or_none()
    if row is None:
        return _NONE
    if row.user_id != asked.user_id or row.fingerprint != asked.fingerprint:
        raise reused("request_id")
    made = disks.disks_of_plan(connection, asked.request_id)
    now = time.time()
    whole = len(made) == len(asked.wanted)  # else another plan has taken an expired disk's number
    return _Earlier(made, there=True, holds=whole and all(one.holds_at(now) for one in made))


def _write(
    connection: Connection, asked: Asked, planned: Sequence[Disk], around: Surroundings, earlier: _Earlier
) -> None:
    """The plan and its disks, in the place of its own expired ones and of stale records of the same numbers."""
    if earlier.there:
        disks.release_plan(connection, asked.request_id, asked.user_id)
    numbers = {one.device_number for one in planned}
    stale = [one.device_number for one in around.records if one.user_id == asked.user_id]
    disks.delete_disks(connection, asked.user_id, [number for number in stale if number in numbers])
    connection.execute(
        insert(plans).values(request_id=asked.request_id, user_id=asked.user_id, fingerprint=asked.fingerprint)
    )
    disks.add_disks(connection, planned)


def _planned(connection: Connection, request_id: str, user_id: str) -> list[Disk]:
    found = connection.execute(
        select(plans.c.request_id).where(plans.c.request_id == request_id, plans.c.user_id == user_id)
    )
    if found.one_or_none() is None:
        raise not_found("plan", request_id, f"there is no plan {request_id} of disks for {user_id}")
    return [one for one in disks.disks_of_plan(connection, request_id) if one.user_id == user_id]


def fingerprint_of(request: Message) -> str:
    """What tells two requests with the same request_id apart."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()


def reused(field: str) -> Exception:
    """INVALID_ARGUMENT: the request id was used for something else."""
    return invalid_argument([Violation(field, "was used before for another request")], reason="REQUEST_ID_REUSED")


def _take_turns(connection: Connection, names: Sequence[str]) -> None:
    """Locks the rows of these pools until the transaction ends; in one order, so that nobody waits in a circle."""
    for name in names:
        turned = connection.execute(
            update(pool_turns).where(pool_turns.c.name == name).values(turn=pool_turns.c.turn + 1)
        )
        if not changed_rows(turned):
            connection.execute(insert(pool_turns).values(name=name, turn=0))


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
