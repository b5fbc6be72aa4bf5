# SPDX-License-Identifier: Apache-2.0
"""What is kept about images: their facts, the names that imports under way hold, and who reads an image right now.

An import holds its name by a lease that it renews; a crashed one loses the name when the lease ends. A write to a disk
holds its image in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_storage.packing import Form, Packing
from zfleet_storage.sizes import DiskKind
from zfleet_storage.tables import changed_rows, image_uses, images

SCSI = "SCSI"


class Content(Protocol):
    """The facts of content that has come in."""

    size: int

    @property
    def sha256(self) -> str:
        """64 hex digits."""

    @property
    def md5(self) -> str:
        """32 hex digits."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image. Times are seconds since 1970, `used_at` 0 before the first use; `disk_size` is in `disk_unit`."""

    name: str
    file: str
    os_version: str
    size_bytes: int
    sha256: str
    imported_at: float
    md5: str = ""
    disk_type: str = ""
    packing: Packing = Packing.RAW
    disk_size: int = 0
    disk_unit: str = "CYL"
    disk_bytes: int = 0
    used_at: float = 0.0

    @property
    def kind(self) -> DiskKind | None:
        """The only kind of disk that it can be written to; None: either."""
        return self.packing.kind

    @property
    def for_scsi(self) -> bool:
        """It was said to be for SCSI disks: no minidisk can boot from it."""
        return self.disk_type == SCSI


@dataclass(frozen=True, slots=True)
class Intent:
    """What an import is going to be."""

    name: str
    file: str
    os_version: str
    request_id: str
    disk_type: str = ""

    def image(self, content: Content, form: Form) -> Image:
        """What it has become."""
        return Image(
            self.name,
            self.file,
            self.os_version,
            content.size,
            content.sha256,
            time.time(),
            content.md5,
            self.disk_type,
            form.packing,
            form.size,
            form.unit,
            form.disk_bytes,
        )


_COLUMNS = [images.c[name] for name in Image.__dataclass_fields__]


def _image(row: Row[Any]) -> Image:
    values = row._asdict()
    values["packing"] = Packing(values["packing"])
    return Image(**values)


async def image_named(session: AsyncSession, name: str) -> Image | None:
    """A whole image of that name."""
    row = (await session.execute(select(*_COLUMNS).where(images.c.name == name, images.c.ready))).one_or_none()
    return None if row is None else _image(row)


async def images_after(session: AsyncSession, after: str | None, count: int) -> list[Image]:
    """At most `count` whole images by name."""
    query = select(*_COLUMNS).where(images.c.ready).order_by(images.c.name).limit(count)
    if after is not None:
        query = query.where(images.c.name > after)
    return [_image(row) for row in await session.execute(query)]


def images_named(connection: Connection, names: Collection[str]) -> dict[str, Image]:
    """Those of these images that exist."""
    if not names:
        return {}
    rows = connection.execute(select(*_COLUMNS).where(images.c.name.in_(sorted(names)), images.c.ready))
    return {row.name: _image(row) for row in rows}


async def holder_of(session: AsyncSession, name: str) -> Row[Any] | None:
    """The row that has a name, be it an image or an import that is alive."""
    row = (await session.execute(select(images).where(images.c.name == name))).one_or_none()
    return row if row is not None and (row.ready or row.lease_until > time.time()) else None


async def begin_import(session: AsyncSession, intent: Intent, lease: float) -> None:
    """Takes the name for an import, also of one that crashed: whose lease is over, or an attempt of the same request.

    IntegrityError when another one was faster: on PostgreSQL it may have come since the caller looked, and it stays.
    """
    crashed = images.c.lease_until <= time.time()
    if intent.request_id:
        crashed |= images.c.request_id == intent.request_id
    await session.execute(delete(images).where(images.c.name == intent.name, ~images.c.ready, crashed))
    await session.execute(
        insert(images).values(
            name=intent.name,
            file=intent.file,
            os_version=intent.os_version,
            size_bytes=0,
            sha256="",
            md5="",
            disk_type=intent.disk_type,
            packing=Packing.RAW,
            disk_size=0,
            disk_unit="CYL",
            disk_bytes=0,
            imported_at=0.0,
            used_at=0.0,
            ready=False,
            request_id=intent.request_id,
            lease_until=time.time() + lease,
        )
    )


async def renew_import(session: AsyncSession, file: str, lease: float) -> bool:
    """Keeps the name for longer; False when it was lost."""
    renewed = await session.execute(
        update(images).where(images.c.file == file, ~images.c.ready).values(lease_until=time.time() + lease)
    )
    return bool(changed_rows(renewed))


async def finish_import(session: AsyncSession, image: Image) -> bool:
    """Shows the image; False when its name was lost to another import meanwhile."""
    finished = await session.execute(
        update(images)
        .where(images.c.file == image.file, ~images.c.ready)
        .values(
            ready=True,
            size_bytes=image.size_bytes,
            sha256=image.sha256,
            md5=image.md5,
            packing=image.packing,
            disk_size=image.disk_size,
            disk_unit=image.disk_unit,
            disk_bytes=image.disk_bytes,
            imported_at=image.imported_at,
        )
    )
    return bool(changed_rows(finished))


async def end_import(session: AsyncSession, file: str) -> bool:
    """Gives the name of an import that failed back. True when the image is shown all the same, and stays."""
    await session.execute(delete(images).where(images.c.file == file, ~images.c.ready))
    return (await session.execute(select(images.c.file).where(images.c.file == file))).one_or_none() is not None


async def delete_image(session: AsyncSession, image: Image) -> bool:
    """Forgets an image that nobody reads; False when somebody does."""
    gone = await session.execute(
        delete(images).where(
            images.c.file == image.file,
            ~select(image_uses.c.use)
            .where(image_uses.c.image == image.name, image_uses.c.lease_until > time.time())
            .exists(),
        )
    )
    return bool(changed_rows(gone))


async def begin_use(session: AsyncSession, use: str, name: str, lease: float) -> Image | None:
    """Marks an image as being read; None when there is no such image."""
    # The update locks the image's row: a deletion waits until this use can be seen.
    now = time.time()
    locked = await session.execute(update(images).where(images.c.name == name, images.c.ready).values(used_at=now))
    if not changed_rows(locked):
        return None
    await session.execute(insert(image_uses).values(use=use, image=name, lease_until=now + lease))
    return await image_named(session, name)


async def renew_use(session: AsyncSession, use: str, lease: float) -> None:
    """Keeps the mark for longer."""
    await session.execute(update(image_uses).where(image_uses.c.use == use).values(lease_until=time.time() + lease))


async def end_use(session: AsyncSession, use: str) -> None:
    """Takes the mark away."""
    await session.execute(delete(image_uses).where(image_uses.c.use == use))


async def forget_expired(session: AsyncSession) -> None:
    """Forgets imports and uses that crashed: nobody has renewed them."""
    now = time.time()
    await session.execute(delete(image_uses).where(image_uses.c.lease_until < now))
    await session.execute(delete(images).where(~images.c.ready, images.c.lease_until < now))


async def known_files(session: AsyncSession) -> set[str]:
    """The files that images and imports own."""
    return set((await session.execute(select(images.c.file))).scalars())
