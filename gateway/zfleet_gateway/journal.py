# SPDX-License-Identifier: Apache-2.0
"""The journal: what every operation is doing, written before and after it is done, and who may go on with it.

Every write of a running operation renews its lease in the same transaction and fails with LeaseLost when the lease is
somebody else's: a gateway that was cut off for a while can never write over the one that took its work. Leases are
times of the gateways' own clocks, which must agree much better than a lease is long.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypedDict

from sqlalchemy import Connection, Insert, Row, and_, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.record import OperationRecord, StepRecord
from zfleet_gateway.tables import leases, operations, steps
from zfleet_runtime.database import Database

# Columns of a step that change after it was first written.
_CHANGING = ("state", "announced", "undone", "start_us", "duration_us", "done_bytes", "total_bytes", "result", "error")


def _put_steps(put: sqlite.Insert | postgresql.Insert) -> Insert:
    changing = {name: put.excluded[name] for name in _CHANGING}
    return put.on_conflict_do_update(index_elements=[steps.c.operation_id, steps.c.name], set_=changing)


# The statements of every commit, made once. Both dialects have the same upsert, each in a class of its own.
_PUT_STEPS = {"sqlite": _put_steps(sqlite.insert(steps)), "postgresql": _put_steps(postgresql.insert(steps))}
_CHANGE_OPERATION = update(operations).where(operations.c.operation_id == bindparam("of_operation"))
_HOLD = (
    update(leases)
    .where(leases.c.operation_id == bindparam("of_operation"), leases.c.owner == bindparam("of_owner"))
    .values(until_us=bindparam("until_us"))
    .returning(leases.c.operation_id)
)


class RequestIdTaken(Exception):
    """An operation with this request_id is in the journal already."""


class GuestBusy(Exception):
    """Another operation that has not ended works on the guest; `operation_id` names it when it is still there."""

    def __init__(self, user_id: str, operation_id: str) -> None:
        super().__init__(f"operation {operation_id} works on {user_id}")
        self.operation_id = operation_id


class LeaseLost(Exception):
    """Another gateway works on this operation now: it must be left alone here."""


class _Lease(TypedDict):
    """What a lease is renewed with: parameters of _HOLD."""

    of_operation: str
    of_owner: str
    until_us: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a renewal of leases found: operations that are not ours any more, and those that shall be cancelled."""

    lost: frozenset[str]
    cancelled: frozenset[str]


class Journal:
    """Operations in a database, for one gateway process called `owner`.

    All methods may raise UNAVAILABLE or SQLAlchemyError.
    """

    def __init__(
        self, database: Database, owner: str, *, lease_seconds: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._owner = owner
        self.lease_seconds = lease_seconds
        self._lease_us = round(lease_seconds * 1_000_000)
        self._clock = clock
        self._held_until_us: dict[str, int] = {}

    def now_us(self) -> int:
        """The journal's time, in microseconds since 1970 UTC."""
        return round(self._clock() * 1_000_000)

    async def open(self, record: OperationRecord) -> None:
        """Writes a new operation with the steps it has, leased to us. Raises RequestIdTaken or GuestBusy."""
        until_us = self.now_us() + self._lease_us
        lease = {"operation_id": record.operation_id, "owner": self._owner, "until_us": until_us}
        changes = _Changes(record)

        def put(connection: Connection) -> None:
            connection.execute(insert(operations), changes.operation)
            connection.execute(insert(leases), lease)
            changes.write_steps(connection)

        try:
            with changes:
                await self._database.write(put)
        except IntegrityError as error:
            if record.request_id and await self.find_request(record.request_id) is not None:
                raise RequestIdTaken(record.request_id) from error
            busy = await self.at_work_on([record.user_id])
            raise GuestBusy(record.user_id, busy.get(record.user_id, "")) from error
        self._held_until_us[record.operation_id] = until_us

    def holds(self, operation_id: str) -> bool:
        """Whether the lease is ours for at least half of its time from now on, so that nobody can have taken it."""
        return self.now_us() + self._lease_us // 2 < self._held_until_us.get(operation_id, 0)

    async def save(self, record: OperationRecord) -> None:
        """Writes what has changed, in one commit. Raises LeaseLost."""
        changes = _Changes(record)
        lease = self._lease(record.operation_id)

        def put(connection: Connection) -> None:
            _hold(connection, lease)
            changes.write(connection)

        await self._write_held(put, lease, changes)

    async def end(self, record: OperationRecord) -> None:
        """Writes the end of an operation and gives its lease up. Raises LeaseLost."""
        changes = _Changes(record)
        lease = self._lease(record.operation_id)

        def put(connection: Connection) -> None:
            _hold(connection, lease)
            changes.write(connection)
            connection.execute(delete(leases).where(leases.c.operation_id == record.operation_id))

        await self._write_held(put, lease, changes)
        self._held_until_us.pop(record.operation_id, None)

    async def remove(self, record: OperationRecord) -> None:
        """Forgets an operation that nobody was told of. Raises LeaseLost."""
        lease = self._lease(record.operation_id)

        def remove(connection: Connection) -> None:
            _hold(connection, lease)
            _remove(connection, [record.operation_id])

        await self._write_held(remove, lease, contextlib.nullcontext())
        self._held_until_us.pop(record.operation_id, None)

    def _lease(self, operation_id: str) -> _Lease:
        """Our lease of an operation as it is when it is renewed now."""
        until_us = self.now_us() + self._lease_us
        return {"of_operation": operation_id, "of_owner": self._owner, "until_us": until_us}

    async def _write_held(
        self, work: Callable[[Connection], None], lease: _Lease, changes: AbstractContextManager[object]
    ) -> None:
        """Writes with a lease that `work` renews. Raises LeaseLost."""
        try:
            with changes:
                await self._database.write(work)
        except LeaseLost:
            self._held_until_us.pop(lease["of_operation"], None)
            raise
        self._held_until_us[lease["of_operation"]] = lease["until_us"]

    async def load(self, operation_id: str) -> OperationRecord | None:
        """One operation, None when there is none of that id."""
        found = await self._load(operations.c.operation_id == operation_id, limit=1)
        return found[0] if found else None

    async def find_request(self, request_id: str) -> OperationRecord | None:
        """The operation of a request_id, None when there is none."""
        found = await self._load(operations.c.request_id == request_id, limit=1)
        return found[0] if found else None

    async def page(
        self, *, after: tuple[int, str] | None, limit: int, user_id: str = "", state: int = 0
    ) -> list[OperationRecord]:
        """Operations, the youngest first: those older than `after` (create_us, operation_id), at most `limit`."""
        wanted: list[Any] = [operations.c.accepted]
        if user_id:
            wanted.append(operations.c.user_id == user_id)
        if state:
            wanted.append(operations.c.state == state)
        if after is not None:
            create_us, operation_id = after
            wanted.append(
                or_(
                    operations.c.create_us < create_us,
                    and_(operations.c.create_us == create_us, operations.c.operation_id < operation_id),
                )
            )
        return await self._load(and_(*wanted), limit=limit)

    async def _load(self, wanted: Any, *, limit: int) -> list[OperationRecord]:
        youngest = operations.c.create_us.desc(), operations.c.operation_id.desc()
        async with self._database.reading() as session:
            rows = (await session.execute(select(operations).where(wanted).order_by(*youngest).limit(limit))).all()
            records = {row.operation_id: _operation(row) for row in rows}
            if records:
                await _load_steps(session, records)
        return list(records.values())

    async def at_work_on(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """For each of the guests that an operation works on: that operation's id."""
        if not user_ids:
            return {}
        query = select(operations.c.user_id, operations.c.operation_id).where(
            operations.c.end_us.is_(None), operations.c.user_id.in_(list(user_ids))
        )
        async with self._database.reading() as session:
            return {row.user_id: row.operation_id for row in (await session.execute(query)).all()}

    async def claim(self, limit: int) -> list[OperationRecord]:
        """Takes over at most `limit` operations whose lease has run out: their gateway stopped or was cut off."""
        now = self.now_us()
        free = select(leases.c.operation_id).where(leases.c.until_us < now).order_by(leases.c.until_us).limit(limit)
        taken: list[str] = []
        async with self._database.reading() as session:
            candidates = (await session.execute(free)).scalars().all()
        for operation_id in candidates:
            until_us = self.now_us() + self._lease_us
            async with self._database.writing() as session:
                # Of several gateways that saw the same row only one finds it still free.
                won = await session.execute(
                    update(leases)
                    .where(leases.c.operation_id == operation_id, leases.c.until_us < now)
                    .values(owner=self._owner, until_us=until_us)
                    .returning(leases.c.operation_id)
                )
                ours = won.scalars().all()
            taken += ours
            self._held_until_us |= dict.fromkeys(ours, until_us)
        return await self._load(operations.c.operation_id.in_(taken), limit=len(taken)) if taken else []

    async def renew(self, operation_ids: Collection[str]) -> Renewal:
        """Keeps the leases of operations that run here, and tells which are lost and which shall be cancelled."""
        if not operation_ids:
            return Renewal(frozenset(), frozenset())
        mine = and_(leases.c.owner == self._owner, leases.c.operation_id.in_(list(operation_ids)))
        until_us = self.now_us() + self._lease_us
        async with self._database.writing() as session:
            await session.execute(update(leases).where(mine).values(until_us=until_us))
            rows = (
                await session.execute(
                    select(leases.c.operation_id, operations.c.cancel_requested)
                    .join_from(leases, operations, leases.c.operation_id == operations.c.operation_id)
                    .where(mine)
                )
            ).all()
        held = {row.operation_id for row in rows}
        lost = frozenset(operation_ids) - held
        for operation_id in lost:
            self._held_until_us.pop(operation_id, None)
        for operation_id in held & self._held_until_us.keys():  # others have ended since
            self._held_until_us[operation_id] = max(until_us, self._held_until_us[operation_id])
        return Renewal(
            lost=lost,
            cancelled=frozenset(row.operation_id for row in rows if row.cancel_requested),
        )

    async def release(self, operation_id: str) -> None:
        """Gives a lease up before its time, so that another gateway goes on at once."""
        self._held_until_us.pop(operation_id, None)
        async with self._database.writing() as session:
            await session.execute(
                update(leases)
                .where(leases.c.operation_id == operation_id, leases.c.owner == self._owner)
                .values(until_us=0)
            )

    async def request_cancel(self, operation_id: str) -> bool:
        """Marks an operation to be cancelled, whoever works on it; False when it has ended already."""
        async with self._database.writing() as session:
            marked = await session.execute(
                update(operations)
                .where(operations.c.operation_id == operation_id, operations.c.end_us.is_(None))
                .values(cancel_requested=True)
                .returning(operations.c.operation_id)
            )
            return marked.first() is not None

    async def sweep(self, before_us: int, limit: int = 500) -> int:
        """Forgets at most `limit` operations that ended before a time; gives their number."""
        old = select(operations.c.operation_id).where(operations.c.end_us < before_us).limit(limit)
        async with self._database.writing() as session:
            gone: Sequence[str] = (await session.execute(old)).scalars().all()
            if gone:
                await (await session.connection()).run_sync(_remove, gone)
        return len(gone)

    async def count_unended(self) -> int:
        """Operations that have not ended, of all gateways."""
        query = select(operations.c.operation_id).where(operations.c.end_us.is_(None))
        async with self._database.reading() as session:
            return len((await session.execute(query)).all())

    async def is_leased(self, operation_id: str) -> bool:
        """Whether some gateway is at work on an operation now."""
        live = exists().where(leases.c.operation_id == operation_id, leases.c.until_us >= self.now_us())
        async with self._database.reading() as session:
            return bool((await session.execute(select(live))).scalar())


class _Changes:
    """What an operation's record had changed when it was made. Steps go on while it is written: what they change is
    written the next time. When it could not be written, all of it counts as changed again."""

    def __init__(self, record: OperationRecord) -> None:
        self._record = record
        self._names = set(record.touched)
        self.operation = _operation_row(record)
        self._steps = [_step_row(record, name, place) for place, name in enumerate(record.steps) if name in self._names]
        record.touched.clear()

    def __enter__(self) -> _Changes:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._record.written = self.operation
        else:
            self._record.touched |= self._names

    def write(self, connection: Connection) -> None:
        """The operation's changed columns and its changed steps."""
        before = self._record.written
        changed = {name: value for name, value in self.operation.items() if before.get(name, before) != value}
        if not self.operation["cancel_requested"]:
            changed.pop("cancel_requested", None)  # another replica may have asked for it: once set, it stays
        if changed:
            connection.execute(_CHANGE_OPERATION, {**changed, "of_operation": self._record.operation_id})
        self.write_steps(connection)

    def write_steps(self, connection: Connection) -> None:
        """The changed steps."""
        if not self._steps:
            return
        connection.execute(_PUT_STEPS[connection.dialect.name], self._steps)


def _hold(connection: Connection, lease: _Lease) -> None:
    if connection.execute(_HOLD, lease).first() is None:
        raise LeaseLost(lease["of_operation"])


def _remove(connection: Connection, operation_ids: Iterable[str]) -> None:
    # In this order, because SQLite keeps foreign keys only when it is told to.
    ids = list(operation_ids)
    for table in (leases, steps, operations):
        connection.execute(delete(table).where(table.c.operation_id.in_(ids)))


async def _load_steps(session: AsyncSession, records: Mapping[str, OperationRecord]) -> None:
    query = select(steps).where(steps.c.operation_id.in_(list(records))).order_by(steps.c.operation_id, steps.c.place)
    for row in (await session.execute(query)).all():
        records[row.operation_id].steps[row.name] = _step(row)


def _operation_row(record: OperationRecord) -> dict[str, Any]:
    return {
        "operation_id": record.operation_id,
        "kind": record.kind,
        "state": record.state,
        "user_id": record.user_id,
        "request_id": record.request_id or None,
        "request": record.request,
        "request_digest": record.request_digest,
        "accepted": record.accepted,
        "cancel_requested": record.cancel_requested,
        "create_us": record.create_us,
        "end_us": record.end_us,
        "error": record.error.SerializeToString() if record.error is not None else None,
        "result": record.result,
    }


def _operation(row: Row[Any]) -> OperationRecord:
    record = OperationRecord(
        operation_id=row.operation_id,
        kind=row.kind,
        user_id=row.user_id,
        request_id=row.request_id or "",
        request=bytes(row.request),
        request_digest=bytes(row.request_digest),
        create_us=row.create_us,
        state=row.state,
        accepted=row.accepted,
        cancel_requested=row.cancel_requested,
        end_us=row.end_us,
        error=pb.OperationError.FromString(row.error) if row.error is not None else None,
        result=row.result,
    )
    record.written = _operation_row(record)
    return record


def _step_row(record: OperationRecord, name: str, place: int) -> dict[str, Any]:
    step = record.steps[name]
    return {
        "operation_id": record.operation_id,
        "name": name,
        "place": place,
        "state": step.state,
        "after": ",".join(step.after),
        "announced": step.announced,
        "undone": step.undone,
        "start_us": step.start_us,
        "duration_us": step.duration_us,
        "done_bytes": step.done_bytes,
        "total_bytes": step.total_bytes,
        "result": step.result,
        "error": step.error.SerializeToString() if step.error is not None else None,
    }


def _step(row: Row[Any]) -> StepRecord:
    return StepRecord(
        name=row.name,
        state=row.state,
        after=tuple(row.after.split(",")) if row.after else (),
        announced=row.announced,
        in_doubt=row.announced and row.start_us is None,
        undone=row.undone,
        start_us=row.start_us,
        duration_us=row.duration_us,
        done_bytes=row.done_bytes,
        total_bytes=row.total_bytes,
        result=row.result,
        error=pb.OperationError.FromString(row.error) if row.error is not None else None,
    )
