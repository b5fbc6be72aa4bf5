# SPDX-License-Identifier: Apache-2.0
"""Templates of FCP devices, and how they are kept in their tables."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found
from zfleet_storage.tables import changed_rows
from zfleet_storage.volumes import fcp_devices
from zfleet_storage.volumes.fcp_devices import TAKEN
from zfleet_storage.volumes.paths import shown
from zfleet_storage.volumes.tables import fcp_template_devices, fcp_template_providers, fcp_templates

_REQUESTS = uuid.UUID("6f0f5f0e-5d1b-4f6e-9d1f-3a0c1d7a2b44")  # the name space of the ids of templates
_AT_ONCE = 1000  # rows in one INSERT, templates in one SELECT


@dataclass(frozen=True, slots=True)
class FcpTemplate:
    """A template: `paths` are the device numbers of each path; `min_path_count` 0 means all of them."""

    template_id: str
    name: str
    description: str = ""
    host_default: bool = False
    min_path_count: int = 0
    providers: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()

    @property
    def fewest_paths(self) -> int:
        """Fewest paths of a connector."""
        return self.min_path_count or len(self.paths)

    def is_like(self, other: FcpTemplate) -> bool:
        """Whether one request could have made both; defaults are left out, which others take away."""
        return (self.template_id, self.name, self.description, self.min_path_count, self.paths) == (
            other.template_id,
            other.name,
            other.description,
            other.min_path_count,
            other.paths,
        )

    @property
    def device_numbers(self) -> set[str]:
        """Of all paths."""
        return {number for path in self.paths for number in path}


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change of a template; None leaves it as it is."""

    name: str | None = None
    description: str | None = None
    host_default: bool | None = None
    min_path_count: int | None = None
    providers: tuple[str, ...] | None = None
    paths: tuple[tuple[str, ...], ...] | None = None

    def of(self, template: FcpTemplate) -> FcpTemplate:
        """The template as it is to be."""
        given = {
            name: value
            for name, value in (
                ("name", self.name),
                ("description", self.description),
                ("host_default", self.host_default),
                ("min_path_count", self.min_path_count),
                ("providers", self.providers),
                ("paths", self.paths),
            )
            if value is not None
        }
        return replace(template, **given)  # type: ignore[arg-type]  # each value is of its field's type


def new_id(request_id: str) -> str:
    """A UUID; of a request with an id always the same one, so that its repeat finds what it made."""
    return str(uuid.uuid5(_REQUESTS, request_id) if request_id else uuid.uuid4())


async def read(session: AsyncSession, template_ids: Collection[str] | None = None) -> list[FcpTemplate]:
    """These templates, or all, by id; those that are not there are left out."""
    if template_ids is not None and len(template_ids) > _AT_ONCE:
        ordered = sorted(template_ids)
        pieces = [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]
        return [template for piece in pieces for template in await read(session, piece)]
    query = select(fcp_templates).order_by(fcp_templates.c.template_id)
    devices = select(fcp_template_devices)
    providers = select(fcp_template_providers)
    if template_ids is not None:
        query = query.where(fcp_templates.c.template_id.in_(template_ids))
        devices = devices.where(fcp_template_devices.c.template_id.in_(template_ids))
        providers = providers.where(fcp_template_providers.c.template_id.in_(template_ids))
    rows = (await session.execute(query)).all()
    paths: dict[str, dict[int, list[str]]] = {}
    for one in await session.execute(devices.order_by(fcp_template_devices.c.device_number)):
        paths.setdefault(one.template_id, {}).setdefault(one.path, []).append(one.device_number)
    names: dict[str, list[str]] = {}
    for one in await session.execute(providers.order_by(fcp_template_providers.c.provider)):
        names.setdefault(one.template_id, []).append(one.provider)
    return [
        FcpTemplate(
            row.template_id,
            row.name,
            row.description,
            bool(row.host_default),
            row.min_path_count,
            tuple(names.get(row.template_id, ())),
            tuple(tuple(of_path) for _, of_path in sorted(paths.get(row.template_id, {}).items())),
        )
        for row in rows
    ]


async def read_one(session: AsyncSession, template_id: str) -> FcpTemplate:
    """One template. NOT_FOUND."""
    found = await read(session, [template_id])
    if not found:
        raise no_such_template(template_id)
    return found[0]


async def default_id(session: AsyncSession, provider: str) -> str:
    """The default template of a storage provider, else of the host. FAILED_PRECONDITION when there is none."""
    by_provider = select(fcp_template_providers.c.template_id).where(fcp_template_providers.c.provider == provider)
    found = (await session.execute(by_provider)).scalar_one_or_none() if provider else None
    if found is None:
        by_host = select(fcp_templates.c.template_id).where(fcp_templates.c.host_default.is_(True))
        found = (await session.execute(by_host)).scalar_one_or_none()
    if found is None:
        of = f"storage provider {provider} and the host have" if provider else "the host has"
        raise failed_precondition("NO_DEFAULT_TEMPLATE", f"{of} no default FCP template, and none was named")
    return str(found)


async def turn(session: AsyncSession, template_id: str) -> None:
    """Locks a template until the transaction ends. NOT_FOUND."""
    mine = fcp_templates.c.template_id == template_id
    if not changed_rows(await session.execute(update(fcp_templates).where(mine).values(turn=fcp_templates.c.turn + 1))):
        raise no_such_template(template_id)


async def create(session: AsyncSession, template: FcpTemplate) -> None:
    """Adds a template. FAILED_PRECONDITION (MIN_PATHS_TOO_LARGE)."""
    _check_paths(template)
    if template.host_default:
        await _no_host_default(session)
    row = {**_row(template), "template_id": template.template_id, "turn": 0}
    await session.execute(insert(fcp_templates).values(row))
    await _put_devices(session, template)
    await _put_providers(session, template)


async def edit(session: AsyncSession, template_id: str, changes: Edit) -> tuple[FcpTemplate, FcpTemplate]:
    """The template before and after. NOT_FOUND; FAILED_PRECONDITION (TEMPLATE_DEVICES_IN_USE, MIN_PATHS_TOO_LARGE)."""
    await turn(session, template_id)
    before = await read_one(session, template_id)
    after = changes.of(before)
    _check_paths(after)
    if after.paths != before.paths:
        await _check_moves(session, before, after)
        await session.execute(delete(fcp_template_devices).where(fcp_template_devices.c.template_id == template_id))
        await _put_devices(session, after)
    if after.providers != before.providers:
        await session.execute(delete(fcp_template_providers).where(fcp_template_providers.c.template_id == template_id))
        await _put_providers(session, after)
    if after.host_default and not before.host_default:
        await _no_host_default(session)
    await session.execute(update(fcp_templates).where(fcp_templates.c.template_id == template_id).values(**_row(after)))
    return before, await read_one(session, template_id)


async def remove(session: AsyncSession, template_id: str) -> bool:
    """Removes a template; False when there was none. FAILED_PRECONDITION (TEMPLATE_IN_USE)."""
    try:
        await turn(session, template_id)
    except ZfleetError:
        return False
    used = await _in_use(session, template_id)
    if used:
        text = f"guests have FCP devices through template {template_id}: {shown(used)}"
        raise failed_precondition("TEMPLATE_IN_USE", text, metadata={"device_numbers": ",".join(sorted(used))})
    for table in (fcp_template_devices, fcp_template_providers, fcp_templates):
        await session.execute(delete(table).where(table.c.template_id == template_id))
    return True


async def numbers_of_others(session: AsyncSession, template_id: str) -> set[str]:
    """The devices that are in any other template."""
    rows = await session.execute(
        select(fcp_template_devices.c.device_number).where(fcp_template_devices.c.template_id != template_id).distinct()
    )
    return {str(number) for (number,) in rows}


def no_such_template(template_id: str) -> ZfleetError:
    """NOT_FOUND: there is no such template."""
    return not_found("fcp_template", template_id, f"FCP template {template_id} does not exist")


def _check_paths(template: FcpTemplate) -> None:
    if template.min_path_count > len(template.paths):
        text = f"min_path_count is {template.min_path_count}, and the template has {len(template.paths)} paths"
        raise failed_precondition("MIN_PATHS_TOO_LARGE", text, metadata={"path_count": str(len(template.paths))})


async def _check_moves(session: AsyncSession, before: FcpTemplate, after: FcpTemplate) -> None:
    """Devices that guests have through the template stay in their path: two paths of a guest must not become one."""
    old = {number: at for at, path in enumerate(before.paths) for number in path}
    new = {number: at for at, path in enumerate(after.paths) for number in path}
    moved = {number for number, at in old.items() if new.get(number) != at}
    used = moved & await _in_use(session, before.template_id)
    if used:
        text = (
            f"guests have FCP devices through template {before.template_id} that would leave their path: {shown(used)}"
        )
        raise failed_precondition("TEMPLATE_DEVICES_IN_USE", text, metadata={"device_numbers": ",".join(sorted(used))})


async def _in_use(session: AsyncSession, template_id: str) -> set[str]:
    taken = fcp_devices.devices().where(fcp_devices.COLUMNS.template_id == template_id, TAKEN)
    return {device.device_number for device in await fcp_devices.read(session, taken)}


def _row(template: FcpTemplate) -> dict[str, object]:
    return {
        "name": template.name,
        "description": template.description,
        "host_default": True if template.host_default else None,
        "min_path_count": template.min_path_count,
    }


async def _no_host_default(session: AsyncSession) -> None:
    await session.execute(update(fcp_templates).where(fcp_templates.c.host_default.is_(True)).values(host_default=None))


async def _put_devices(session: AsyncSession, template: FcpTemplate) -> None:
    rows: Sequence[dict[str, object]] = [
        {"template_id": template.template_id, "device_number": number, "path": at}
        for at, path in enumerate(template.paths)
        for number in path
    ]
    for at in range(0, len(rows), _AT_ONCE):
        await session.execute(insert(fcp_template_devices), rows[at : at + _AT_ONCE])


async def _put_providers(session: AsyncSession, template: FcpTemplate) -> None:
    """The providers are this template's from now on, whosever they were."""
    connection = await session.connection()
    put_one = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for provider in sorted(template.providers):
        new = put_one(fcp_template_providers).values(provider=provider, template_id=template.template_id)
        columns = [fcp_template_providers.c.provider]
        taken_over = new.on_conflict_do_update(index_elements=columns, set_={"template_id": template.template_id})
        await session.execute(taken_over)
