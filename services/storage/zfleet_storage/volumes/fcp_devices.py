# SPDX-License-Identifier: Apache-2.0
"""An FCP device as this service knows it, and how it is kept in its table."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.errors import not_found
from zfleet_storage.tables import changed_rows
from zfleet_storage.volumes.tables import fcp_devices

_AT_ONCE = 500  # device numbers in one statement: SQLite takes 32,766 parameters, older ones 999


class State(enum.StrEnum):
    """What z/VM says of a device."""

    FREE = "free"
    ACTIVE = "active"
    OFFLINE = "offline"
    NOT_FOUND = "notfound"


@dataclass(frozen=True, slots=True)
class FcpDevice:
    """One device. `owner` is who has it in z/VM, `assigner` who has it by our records; WWPNs in lower case."""

    device_number: str
    state: State
    owner: str = ""
    npiv_wwpn: str = ""
    physical_wwpn: str = ""
    chpid: str = ""
    pchid: str = ""
    assigner: str = ""
    reserved: bool = False
    connection_count: int = 0
    template_id: str = ""

    @property
    def taken(self) -> bool:
        """Somebody has it by our records."""
        return self.reserved or self.connection_count > 0

    @property
    def available(self) -> bool:
        """A new connector may get it."""
        return self.state is State.FREE and not self.taken

    @property
    def wwpn(self) -> str:
        """The port name that storage systems see."""
        return self.npiv_wwpn or self.physical_wwpn


_COLUMNS = [fcp_devices.c[field.name] for field in dataclasses.fields(FcpDevice)]
COLUMNS = fcp_devices.c
TAKEN = or_(COLUMNS.reserved, COLUMNS.connection_count > 0)


def _device(row: Row[Any]) -> FcpDevice:
    values = list(row)
    values[1] = State(values[1])
    return FcpDevice(*values)


def devices() -> Select[Any]:
    """The query for all devices, to be narrowed; `read` runs it."""
    return select(*_COLUMNS).order_by(COLUMNS.device_number)


async def read(session: AsyncSession, query: Select[Any]) -> list[FcpDevice]:
    """The devices that a query from `devices()` gives."""
    return [_device(row) for row in await session.execute(query)]


async def read_numbers(session: AsyncSession, numbers: Collection[str]) -> dict[str, FcpDevice]:
    """Those of these device numbers that there are."""
    found: dict[str, FcpDevice] = {}
    for some in _pieces(numbers):
        for device in await read(session, devices().where(COLUMNS.device_number.in_(some))):
            found[device.device_number] = device
    return found


async def read_one(session: AsyncSession, device_number: str) -> FcpDevice:
    """One device. NOT_FOUND."""
    found = await read(session, devices().where(COLUMNS.device_number == device_number))
    if not found:
        raise no_such_device(device_number)
    return found[0]


async def read_taken(session: AsyncSession, assigner: str, template_id: str) -> list[FcpDevice]:
    """The devices that a guest has through a template."""
    mine = and_(COLUMNS.assigner == assigner, COLUMNS.template_id == template_id, TAKEN)
    return await read(session, devices().where(mine))


async def take(session: AsyncSession, device_number: str, assigner: str, template_id: str) -> bool:
    """Reserves a device that is free; False when somebody was faster."""
    free = and_(COLUMNS.device_number == device_number, ~TAKEN, COLUMNS.state == State.FREE.value)
    reserved = update(fcp_devices).where(free).values(assigner=assigner, reserved=True, template_id=template_id)
    return changed_rows(await session.execute(reserved)) == 1


async def release_unused(session: AsyncSession, assigner: str, template_id: str) -> int:
    """Gives back what a guest has through a template and uses for no volume; how many devices."""
    unused = and_(
        COLUMNS.assigner == assigner,
        COLUMNS.template_id == template_id,
        COLUMNS.reserved,
        COLUMNS.connection_count == 0,
    )
    given = update(fcp_devices).where(unused).values(assigner="", reserved=False, template_id="")
    return changed_rows(await session.execute(given))


async def add(session: AsyncSession, new: Iterable[FcpDevice]) -> None:
    """Adds devices; those that are there stay as they are: another replica has found them too."""
    rows = [dataclasses.asdict(device) for device in new]
    if rows:
        connection = await session.connection()
        put_new = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        await connection.execute(put_new(fcp_devices).on_conflict_do_nothing(), rows)


async def put(session: AsyncSession, device_number: str, **values: object) -> bool:
    """Writes columns of one device; False when there is none."""
    written = update(fcp_devices).where(COLUMNS.device_number == device_number).values(**values)
    return changed_rows(await session.execute(written)) == 1


def no_such_device(device_number: str) -> Exception:
    """NOT_FOUND: there is no such FCP device."""
    return not_found("fcp_device", device_number, f"FCP device {device_number} does not exist")


def _pieces(numbers: Collection[str]) -> Iterable[Sequence[str]]:
    ordered = sorted(numbers)
    return (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE))
