# SPDX-License-Identifier: Apache-2.0
"""Files that pass through: uploaded ones, kept for a while under ids of their own, and others that callers may read.

An uploaded file is one file in one folder, named by its id: there is nothing else to remember about it. Its age is the
file's own.
"""

from __future__ import annotations

import errno
import os
import re
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zfleet_runtime.errors import internal, not_found, resource_exhausted
from zfleet_storage.image_folder import Intake
from zfleet_storage.images import Expected, fill, too_long
from zfleet_storage.import_folders import Folders, open_below
from zfleet_storage.locations import FILE_SCHEME, Location
from zfleet_storage.remote_hosts import RemoteHosts
from zfleet_storage.threads import in_thread, open_in_thread
from zfleet_storage.together import to_the_end
from zfleet_storage.transfer import CHUNK_BYTES

FULL = (errno.ENOSPC, errno.EDQUOT)
_ID = re.compile(r"[0-9a-f]{32}")
_PART = ".part"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file; `expires_at` is seconds since 1970."""

    id: str
    path: Path
    size_bytes: int
    md5: str
    sha256: str
    expires_at: float

    @property
    def url(self) -> str:
        """Its file:// URL."""
        return f"{FILE_SCHEME}{self.path}"


def file_id(text: str) -> str:
    """The id of an uploaded file: 32 lower-case hex digits. ValueError."""
    if not _ID.fullmatch(text):
        raise ValueError("must be 32 hex digits")
    return text


class StoredFiles:
    """The uploaded files in `folder`, kept for `lifetime` seconds, and those below `readable`."""

    def __init__(
        self, folder: Path, readable: Folders, remotes: RemoteHosts, *, most_bytes: int, lifetime: float, pause: float
    ) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._readable = readable
        self._remotes = remotes
        self._lifetime = lifetime
        self._pause = pause

    def prepare(self) -> None:
        """Makes the folder. OSError when it cannot be written to."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)

    async def take(self, expected: Expected, content: AsyncIterator[bytes]) -> StoredFile:
        """Takes in a stream. INVALID_ARGUMENT: it is not what was announced. RESOURCE_EXHAUSTED: the folder is full."""
        identity = uuid.uuid4().hex
        path = self.folder / identity
        intake = Intake(self.folder / (identity + _PART), path)
        try:
            await in_thread(intake.begin)
            most = self.most_bytes if expected.size_bytes is None else min(self.most_bytes, expected.size_bytes)
            await fill(intake, content, most)
            expected.check(intake)
            await in_thread(intake.keep)
        except BaseException as error:
            await to_the_end(in_thread(intake.discard), f"give up file {identity}")
            if isinstance(error, OSError) and error.errno in FULL:
                raise resource_exhausted("FILES_FOLDER_FULL", "the folder that holds files is full") from error
            raise
        return StoredFile(identity, path, intake.size, intake.md5, intake.sha256, time.time() + self._lifetime)

    async def stored(self, identity: str) -> int:
        """A descriptor of an uploaded file. NOT_FOUND, also when its time is over."""
        try:
            flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = await open_in_thread(os.open, self.folder / identity, flags)
        except OSError as error:
            raise not_found("file", identity) from error
        if self._expired(os.fstat(descriptor)):
            os.close(descriptor)
            raise not_found("file", identity)
        return descriptor

    async def named(self, path: PurePosixPath) -> int:
        """A descriptor of a file below the folders that may be read. Errors as `open_below`."""
        descriptor = await open_in_thread(open_below, self._readable, path)
        if path.parent == PurePosixPath(self.folder) and self._expired(os.fstat(descriptor)):
            os.close(descriptor)
            raise not_found("file", str(path))
        return descriptor

    @asynccontextmanager
    async def fetching(self, source: Location) -> AsyncIterator[tuple[int, AsyncGenerator[bytes, None]]]:
        """The size and content of a file here or on another host. INVALID_ARGUMENT (CONTENT_TOO_LONG)."""
        if source.remote is None:
            async with reading(await self.named(source.path), self.most_bytes) as found:
                yield found
            return
        async with self._remotes.reading(source.remote, source.path) as (size, content):
            if size > self.most_bytes:
                raise too_long(self.most_bytes)
            yield size, content

    async def delete(self, identity: str, allow_missing: bool) -> None:
        """Removes an uploaded file. NOT_FOUND unless allowed."""
        try:
            await in_thread(os.unlink, self.folder / identity)
        except FileNotFoundError as error:
            if not allow_missing:
                raise not_found("file", identity) from error

    async def sweep(self) -> list[str]:
        """Removes files whose time is over, and what uploads have left that crashed; their names."""
        return await in_thread(self._sweep)

    def _sweep(self) -> list[str]:
        removed = []
        now = time.time()
        for entry in os.scandir(self.folder):
            identity, part, rest = entry.name.partition(_PART)
            if rest or not _ID.fullmatch(identity):
                continue
            age = now - entry.stat(follow_symlinks=False).st_mtime
            # An upload that is alive writes at least once in a pause.
            if age > (max(2 * self._pause, 60.0) if part else self._lifetime):
                Path(entry.path).unlink(missing_ok=True)
                removed.append(entry.name)
        return removed

    def _expired(self, facts: os.stat_result) -> bool:
        return time.time() > facts.st_mtime + self._lifetime


@asynccontextmanager
async def reading(descriptor: int, most: int | None = None) -> AsyncIterator[tuple[int, AsyncGenerator[bytes, None]]]:
    """The size and content of an open file, which is closed behind it. INVALID_ARGUMENT over `most` bytes."""
    try:
        size = os.fstat(descriptor).st_size
        if most is not None and size > most:
            raise too_long(most)
        yield size, _content(descriptor, size)
    finally:
        os.close(descriptor)


async def _content(descriptor: int, size: int) -> AsyncGenerator[bytes, None]:
    at = 0
    while at < size:
        data = await in_thread(os.pread, descriptor, min(CHUNK_BYTES, size - at), at)
        if not data:
            raise internal("TRANSFER_FAILED", "the file became shorter while it was read")
        at += len(data)
        yield data
