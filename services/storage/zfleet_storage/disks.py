# SPDX-License-Identifier: Apache-2.0
"""A disk as this service knows it, and how it is kept in the table of disks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from zfleet_storage.entry import Minidisk
from zfleet_storage.sizes import DiskKind
from zfleet_storage.tables import CREATED, PLANNED, changed_rows, disks, plans


@dataclass(frozen=True, slots=True)
class Disk:
    """One disk of a guest. `size` is in cylinders or blocks; times are seconds since 1970."""

    user_id: str
    device_number: str
    kind: DiskKind
    device_type: str
    size: int
    state: str = CREATED
    plan: str = ""
    position: int = 0
    pool: str = ""
    volume: str = ""
    start: int = 0
    mode: str = ""
    boot: bool = False
    virtual_disk: bool = False
    image: str = ""
    file_system: str = ""
    expires_at: float = 0.0
    changed_at: float = 0.0

    @property
    def size_bytes(self) -> int:
        """As Linux sees it."""
        return self.kind.bytes(self.size)

    def holds_at(self, now: float) -> bool:
        """Whether its device number and space are its own: created, or planned and not expired."""
        return self.state == CREATED or self.expires_at > now

    def placed(self, found: Minidisk, now: float) -> Disk:
        """Created, where the directory entry says that it lies."""
        return dataclasses.replace(
            self,
            state=CREATED,
            device_type=found.device_type,
            kind=found.kind,
            size=found.size or self.size,
            volume=found.volume,
            start=found.start,
            mode=found.mode or self.mode,
            virtual_disk=found.virtual_disk,
            changed_at=now,
        )


def disk_from_entry(user_id: str, found: Minidisk) -> Disk:
    """A disk that this service has no record of."""
    return Disk(user_id, found.device_number, found.kind, found.device_type, found.size).placed(found, 0.0)


_COLUMNS = [disks.c[field.name] for field in dataclasses.fields(Disk)]


def _disk(row: Row[Any]) -> Disk:
    values = list(row)
    values[2] = DiskKind(values[2])
    return Disk(*values)


def disks_of_user(connection: Connection, user_id: str) -> list[Disk]:
    """All records of one guest, in the order of device numbers."""
    rows = connection.execute(select(*_COLUMNS).where(disks.c.user_id == user_id).order_by(disks.c.device_number))
    return [_disk(row) for row in rows]


def disk_of(connection: Connection, user_id: str, device_number: str) -> Disk | None:
    """One record."""
    found = connection.execute(
        select(*_COLUMNS).where(disks.c.user_id == user_id, disks.c.device_number == device_number)
    )
    row = found.one_or_none()
    return None if row is None else _disk(row)


def disks_of_plan(connection: Connection, plan: str) -> list[Disk]:
    """The disks of one plan in the order of its request."""
    rows = connection.execute(select(*_COLUMNS).where(disks.c.plan == plan).order_by(disks.c.position))
    return [_disk(row) for row in rows]


def disks_that_count(
    connection: Connection, user_id: str, pools: Iterable[str], now: float, since: float
) -> list[Disk]:
    """The records of a guest, and of every disk in these pools whose space a query made `since` may show as free.

    Those are the planned ones and the ones created after the query began.
    """
    hidden = or_(and_(disks.c.state == PLANNED, disks.c.expires_at > now), disks.c.changed_at >= since)
    counts = or_(disks.c.user_id == user_id, and_(disks.c.pool.in_(sorted(pools)), hidden))
    return [_disk(row) for row in connection.execute(select(*_COLUMNS).where(counts))]


def reservations(connection: Connection, now: float, pools: Sequence[str]) -> list[tuple[str, int]]:
    """(pool, size) of every disk that is planned now in these pools."""
    rows = connection.execute(
        select(disks.c.pool, disks.c.size).where(
            disks.c.state == PLANNED, disks.c.expires_at > now, disks.c.pool.in_(pools)
        )
    )
    return [(pool, size) for pool, size in rows]


def put_disks(connection: Connection, records: Sequence[Disk]) -> None:
    """Adds records of one guest, or replaces those of the same device numbers."""
    if not records:
        return
    delete_disks(connection, records[0].user_id, [record.device_number for record in records])
    add_disks(connection, records)


def add_disks(connection: Connection, records: Sequence[Disk]) -> None:
    """Adds records. IntegrityError when there is one of the same user id and device number."""
    if records:
        connection.execute(insert(disks), [dataclasses.asdict(record) for record in records])


def delete_disks(connection: Connection, user_id: str, device_numbers: Sequence[str]) -> int:
    """Forgets records; their number."""
    if not device_numbers:
        return 0
    gone = connection.execute(
        delete(disks).where(disks.c.user_id == user_id, disks.c.device_number.in_(device_numbers))
    )
    return changed_rows(gone)


def delete_created(connection: Connection, user_id: str, device_numbers: Sequence[str]) -> None:
    """Forgets records of disks that were created; reservations stay."""
    connection.execute(
        delete(disks).where(
            disks.c.user_id == user_id, disks.c.device_number.in_(device_numbers), disks.c.state == CREATED
        )
    )


def forget_user(connection: Connection, user_id: str) -> int:
    """Forgets everything about a guest; the number of disks forgotten."""
    gone = connection.execute(delete(disks).where(disks.c.user_id == user_id))
    connection.execute(delete(plans).where(plans.c.user_id == user_id))
    return changed_rows(gone)


def release_plan(connection: Connection, plan: str, user_id: str) -> int:
    """Forgets a plan and the disks of it that were not created; the number of those."""
    gone = connection.execute(
        delete(disks).where(disks.c.plan == plan, disks.c.user_id == user_id, disks.c.state == PLANNED)
    )
    connection.execute(delete(plans).where(plans.c.request_id == plan, plans.c.user_id == user_id))
    return changed_rows(gone)


def forget_expired(connection: Connection, before: float) -> int:
    """Forgets what was planned, not created and expired `before` then, and plans of which nothing is left."""
    gone = connection.execute(delete(disks).where(disks.c.state == PLANNED, disks.c.expires_at < before))
    connection.execute(delete(plans).where(~select(disks.c.plan).where(disks.c.plan == plans.c.request_id).exists()))
    return changed_rows(gone)


def note_content(connection: Connection, disk: Disk, *, image: str = "", file_system: str = "") -> Disk:
    """Remembers what was last put on a disk, which may be one that this service did not create."""
    changed = dataclasses.replace(disk, image=image, file_system=file_system)
    put_disks(connection, [changed])
    return changed
