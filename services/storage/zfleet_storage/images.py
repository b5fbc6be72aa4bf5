# SPDX-License-Identifier: Apache-2.0
"""Images: taken in, listed, deleted. An image is whole and checked before anybody sees it."""

from __future__ import annotations

import asyncio
import errno
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from zfleet_runtime.database import Database
from zfleet_runtime.errors import (
    Violation,
    ZfleetError,
    aborted,
    already_exists,
    failed_precondition,
    invalid_argument,
    not_found,
    resource_exhausted,
)
from zfleet_storage import image_records
from zfleet_storage.image_folder import ImageFolder, Intake
from zfleet_storage.image_records import SCSI, Image, Intent
from zfleet_storage.packing import Examiner, Form, ImageDamaged, ImageUnsupported
from zfleet_storage.threads import in_thread, open_in_thread
from zfleet_storage.together import tasks, to_the_end
from zfleet_storage.validate import checksum_mismatch

LEASE = 60.0  # seconds that an import or a use lives without being renewed

Renew = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the caller says that the content is; an empty checksum or no size is not checked."""

    sha256: str = ""
    size_bytes: int | None = None
    md5: str = ""

    def check(self, intake: Intake) -> None:
        """INVALID_ARGUMENT when what has come is something else."""
        if self.size_bytes is not None and intake.size != self.size_bytes:
            text = f"the content has {intake.size} bytes, not {self.size_bytes}"
            raise invalid_argument([Violation("size_bytes", text)], reason="SIZE_MISMATCH")
        if self.sha256 and intake.sha256 != self.sha256:
            raise checksum_mismatch("sha256", self.sha256, intake.sha256)
        if self.md5 and intake.md5 != self.md5:
            raise checksum_mismatch("md5", self.md5, intake.md5)


class Images:
    """The images of this service. `most_bytes` is the largest that is taken."""

    def __init__(self, database: Database, folder: ImageFolder, most_bytes: int) -> None:
        self._database = database
        self._folder = folder
        self.most_bytes = most_bytes

    async def named(self, name: str) -> Image:
        """One image. NOT_FOUND."""
        async with self._database.reading() as session:
            found = await image_records.image_named(session, name)
        if found is None:
            raise not_found("image", name)
        return found

    async def listed(self, after: str | None, count: int) -> list[Image]:
        """At most `count` images by name, those behind `after`."""
        async with self._database.reading() as session:
            return await image_records.images_after(session, after, count)

    async def made_by(self, request_id: str, name: str) -> Image | None:
        """The image of that name, when this very request made it and a crash kept its answer from being remembered."""
        async with self._database.reading() as session:
            holder = await image_records.holder_of(session, name)
            if holder is None or not holder.ready or holder.request_id != request_id:
                return None
            return await image_records.image_named(session, name)

    def content_path(self, image: Image) -> Path:
        """Where an image's content lies."""
        return self._folder.content_path(image.file)

    async def take(self, intent: Intent, expected: Expected, content: AsyncIterator[bytes]) -> Image:
        """Takes in a stream. Errors as `receiving`; INVALID_ARGUMENT when it is larger than it should be."""
        most = min(expected.size_bytes or self.most_bytes, self.most_bytes)
        async with self.receiving(intent, expected) as intake:
            await fill(intake, content, most)
        return await self.named(intent.name)

    @asynccontextmanager
    async def receiving(self, intent: Intent, expected: Expected) -> AsyncIterator[Intake]:
        """Takes the name, gives an intake to fill, then checks and shows the image; nothing is left after an error.

        ALREADY_EXISTS: the name is taken. INVALID_ARGUMENT: checksum or size is another, or what comes is no image that
        could be written to a disk. RESOURCE_EXHAUSTED: the folder is full. ABORTED: the name was lost because this
        import stood still for too long.
        """
        examiner = Examiner(self.most_bytes)
        intake = self._folder.intake(intent.file, examiner)
        renewing = asyncio.create_task(self._keep(lambda: self._renew_import(intent.file)))
        try:
            await self._begin(intent)
            await in_thread(intake.begin)
            yield intake
            await self._finish(intent, intake, expected, examiner)
        except BaseException as error:
            await to_the_end(self._give_up(intent, intake), f"give up import of {intent.name}")
            if isinstance(error, (ImageDamaged, ImageUnsupported)):
                raise not_an_image(error) from error
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise resource_exhausted("IMAGE_FOLDER_FULL", "the folder that holds images is full") from error
            raise
        finally:
            renewing.cancel()

    async def delete(self, name: str, allow_missing: bool) -> None:
        """Removes an image. NOT_FOUND unless allowed; FAILED_PRECONDITION while it is being read."""
        async with self._database.writing() as session:
            image = await image_records.image_named(session, name)
            if image is None and allow_missing:
                return
            if image is None:
                raise not_found("image", name)
            if not await image_records.delete_image(session, image):
                raise failed_precondition("IMAGE_IN_USE", f"image {name} is being written to a disk or exported")
        await in_thread(self._folder.delete, image.file)

    @asynccontextmanager
    async def opened(self, name: str) -> AsyncIterator[tuple[Image, int]]:
        """An image and a descriptor of its content; it cannot be deleted meanwhile. NOT_FOUND."""
        use = uuid.uuid4().hex
        renewing = asyncio.create_task(self._keep(lambda: self._renew_use(use)))
        try:
            async with self._database.writing() as session:
                image = await image_records.begin_use(session, use, name, LEASE)
            if image is None:
                raise not_found("image", name)
            descriptor = await open_in_thread(self._folder.open, image.file)
            try:
                yield image, descriptor
            finally:
                os.close(descriptor)
        finally:
            renewing.cancel()
            await to_the_end(self._end_use(use), f"end use of {name}")

    async def sweep(self) -> list[str]:
        """Forgets imports that crashed, and removes the files that they left in the image folder; their names."""
        async with self._database.writing() as session:
            await image_records.forget_expired(session)
            known = await image_records.known_files(session)
        return await in_thread(self._folder.sweep, known, 2 * LEASE)

    async def _begin(self, intent: Intent) -> None:
        try:
            async with self._database.writing() as session:
                holder = await image_records.holder_of(session, intent.name)
                if holder is not None and not _crashed(holder, intent):
                    raise already_exists("image", intent.name)
                await image_records.begin_import(session, intent, LEASE)
        except IntegrityError as error:  # another replica was faster
            raise already_exists("image", intent.name) from error

    async def _finish(self, intent: Intent, intake: Intake, expected: Expected, examiner: Examiner) -> None:
        if not intake.size:
            raise invalid_argument([Violation("content", "is empty")], reason="CONTENT_EMPTY")
        expected.check(intake)
        form: Form = await in_thread(examiner.finish, intake.size, for_scsi=intent.disk_type == SCSI)
        await in_thread(intake.keep)
        async with self._database.writing() as session:
            shown = await image_records.finish_import(session, intent.image(intake, form))
        if not shown:
            raise aborted("IMPORT_LOST", f"the import of {intent.name} stood still for too long and lost its name")

    async def _give_up(self, intent: Intent, intake: Intake) -> None:
        await in_thread(intake.discard)
        async with self._database.writing() as session:
            shown = await image_records.end_import(session, intent.file)
        if not shown:  # cancelled in the very moment in which it was shown, the image stays
            await in_thread(self._folder.delete, intent.file)

    async def _keep(self, renew: Renew) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            await renew()

    async def _renew_import(self, file: str) -> None:
        async with self._database.writing() as session:
            await image_records.renew_import(session, file, LEASE)

    async def _renew_use(self, use: str) -> None:
        async with self._database.writing() as session:
            await image_records.renew_use(session, use, LEASE)

    async def _end_use(self, use: str) -> None:
        async with self._database.writing() as session:
            await image_records.end_use(session, use)


def _crashed(holder: Row[Any], intent: Intent) -> bool:
    """Whether a name is held by an attempt of the same request: only one is at work, so that one has gone with its
    process, and its repeat need not wait until the lease ends."""
    return not holder.ready and bool(intent.request_id) and holder.request_id == intent.request_id


def new_file() -> str:
    """A name for an image's content that nothing else has."""
    return uuid.uuid4().hex


async def fill(intake: Intake, content: AsyncIterator[bytes], most: int) -> None:
    """Writes a stream to an intake, the next piece coming while one is written. Over `most` bytes: INVALID_ARGUMENT."""
    received = 0
    async with tasks() as group:
        writing: asyncio.Task[None] | None = None
        async for data in content:
            received += len(data)
            if received > most:
                raise too_long(most)
            if writing is not None:
                await writing
            writing = group.create_task(in_thread(intake.write, data))


def too_long(most: int) -> ZfleetError:
    """INVALID_ARGUMENT: there is more content than there may be."""
    text = f"the content is longer than the {most} bytes that are allowed or were announced"
    return invalid_argument([Violation("content", text)], reason="CONTENT_TOO_LONG")


def not_an_image(error: ImageDamaged | ImageUnsupported) -> ZfleetError:
    """INVALID_ARGUMENT: what a packed image turned out to be."""
    reason = "IMAGE_DAMAGED" if isinstance(error, ImageDamaged) else "IMAGE_FORMAT_UNSUPPORTED"
    return invalid_argument([Violation("content", f"this is no image that can be written to a disk: {error}")], reason)
