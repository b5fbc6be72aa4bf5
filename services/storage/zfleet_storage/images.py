# SPDX-License-Identifier: Apache-2.0
"""Images: taken in from a file or a stream, listed, deleted. An image is whole and checked before anybody sees it."""

from __future__ import annotations

import asyncio
import errno
import os
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy.exc import IntegrityError

from zfleet_runtime.database import Database
from zfleet_runtime.errors import (
    Violation,
    aborted,
    already_exists,
    failed_precondition,
    invalid_argument,
    not_found,
    resource_exhausted,
)
from zfleet_storage import image_records
from zfleet_storage.image_folder import ImageFolder, Intake, runs
from zfleet_storage.image_records import Image, Intent
from zfleet_storage.import_folders import open_below
from zfleet_storage.threads import in_thread, open_in_thread
from zfleet_storage.together import tasks, to_the_end
from zfleet_storage.transfer import Progress
from zfleet_storage.validate import checksum_mismatch

STEP_BYTES = 4 * 1024 * 1024  # read, hashed and written by one visit to a thread
LEASE = 60.0  # seconds that an import or a use lives without being renewed

Renew = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the caller says that the content is; an empty checksum or size 0 is not checked."""

    sha256: str = ""
    size_bytes: int = 0


class Images:
    """The images of this service. `most_bytes` is the largest that is taken."""

    def __init__(
        self, database: Database, folder: ImageFolder, import_folders: Sequence[Path], most_bytes: int
    ) -> None:
        self._database = database
        self._folder = folder
        self._import_folders = tuple(import_folders)
        self._most_bytes = most_bytes

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

    async def import_file(self, intent: Intent, path: PurePosixPath, expected: Expected, progress: Progress) -> Image:
        """Takes in a file below an import folder. Errors as `open_below` and `receiving`."""
        descriptor = await open_in_thread(open_below, self._import_folders, path)
        try:
            size = os.fstat(descriptor).st_size
            self._check_size(size, "path")
            progress.total = size
            async with self.receiving(intent, expected) as intake:
                steps = _steps(descriptor, size, intake)
                while (done := await in_thread(next, steps, None)) is not None:
                    progress.done = done
            return await self.named(intent.name)
        finally:
            os.close(descriptor)

    async def upload(self, intent: Intent, expected: Expected, content: AsyncIterator[bytes]) -> Image:
        """Takes in a stream. Errors as `receiving`; INVALID_ARGUMENT when it is larger than it should be."""
        most = min(expected.size_bytes or self._most_bytes, self._most_bytes)
        async with self.receiving(intent, expected) as intake:
            received = 0
            async with tasks() as group:
                writing: asyncio.Task[None] | None = None
                async for data in content:
                    received += len(data)
                    if received > most:
                        text = f"the content is longer than the {most} bytes that are allowed or were announced"
                        raise invalid_argument([Violation("content", text)], reason="CONTENT_TOO_LONG")
                    if writing is not None:
                        await writing
                    # The next message comes in while this one is written.
                    writing = group.create_task(in_thread(intake.write, data))
        return await self.named(intent.name)

    @asynccontextmanager
    async def receiving(self, intent: Intent, expected: Expected) -> AsyncIterator[Intake]:
        """Takes the name, gives an intake to fill, then checks and shows the image; nothing is left after an error.

        ALREADY_EXISTS: the name is taken. INVALID_ARGUMENT: checksum or size is another. RESOURCE_EXHAUSTED: the folder
        is full. ABORTED: the name was lost because this import stood still for too long.
        """
        intake = self._folder.intake(intent.file)
        renewing = asyncio.create_task(self._keep(lambda: self._renew_import(intent.file)))
        try:
            await self._begin(intent)
            await in_thread(intake.begin)
            yield intake
            await self._finish(intent, intake, expected)
        except BaseException as error:
            await to_the_end(self._give_up(intent, intake), f"give up import of {intent.name}")
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise resource_exhausted("IMAGE_FOLDER_FULL", "the folder that holds images is full") from error
            raise
        finally:
            renewing.cancel()

    async def delete(self, name: str, allow_missing: bool) -> None:
        """Removes an image. NOT_FOUND unless allowed; FAILED_PRECONDITION while it is being written to a disk."""
        async with self._database.writing() as session:
            image = await image_records.image_named(session, name)
            if image is None and allow_missing:
                return
            if image is None:
                raise not_found("image", name)
            if not await image_records.delete_image(session, image):
                raise failed_precondition("IMAGE_IN_USE", f"image {name} is being written to a disk")
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

    def _check_size(self, size: int, field: str) -> None:
        if size > self._most_bytes:
            text = f"{size} bytes are more than the {self._most_bytes} that are allowed"
            raise invalid_argument([Violation(field, text)], reason="CONTENT_TOO_LONG")

    async def _begin(self, intent: Intent) -> None:
        try:
            async with self._database.writing() as session:
                if await image_records.holder_of(session, intent.name) is not None:
                    raise already_exists("image", intent.name)
                await image_records.begin_import(session, intent, LEASE)
        except IntegrityError as error:  # another replica was faster
            raise already_exists("image", intent.name) from error

    async def _finish(self, intent: Intent, intake: Intake, expected: Expected) -> None:
        if not intake.size:
            raise invalid_argument([Violation("content", "is empty")], reason="CONTENT_EMPTY")
        if expected.size_bytes and intake.size != expected.size_bytes:
            text = f"the content has {intake.size} bytes, not {expected.size_bytes}"
            raise invalid_argument([Violation("size_bytes", text)], reason="SIZE_MISMATCH")
        if expected.sha256 and intake.sha256 != expected.sha256:
            raise checksum_mismatch(expected.sha256, intake.sha256)
        await in_thread(intake.keep)
        image = Image(intent.name, intent.file, intent.os_version, intake.size, intake.sha256, time.time())
        async with self._database.writing() as session:
            shown = await image_records.finish_import(session, image)
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


def new_file() -> str:
    """A name for an image's content that nothing else has."""
    return uuid.uuid4().hex


def _steps(descriptor: int, size: int, intake: Intake) -> Iterator[int]:
    """Moves a file into an intake, a step at a time; gives the bytes done. Blocks."""
    for offset, length, has_data in runs(descriptor, size):
        for at in range(offset, offset + length, STEP_BYTES):
            asked = min(STEP_BYTES, offset + length - at)
            if has_data:
                data = os.pread(descriptor, asked, at)
                intake.write(data)
                if len(data) < asked:  # it became shorter while we read: what is there is what we have
                    return
            else:
                intake.skip(asked)
            yield at + asked
