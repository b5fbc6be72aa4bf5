# SPDX-License-Identifier: Apache-2.0
"""Imports images: from a file of this machine, from another host, or from a web server."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing

from zfleet_storage.image_folder import Intake, runs
from zfleet_storage.image_records import Image, Intent
from zfleet_storage.images import Expected, Images, too_long
from zfleet_storage.import_folders import Folders, open_below
from zfleet_storage.locations import Location
from zfleet_storage.remote_hosts import RemoteHosts
from zfleet_storage.threads import in_thread, open_in_thread
from zfleet_storage.transfer import Progress
from zfleet_storage.web_files import WebFiles

STEP_BYTES = 1024 * 1024  # read, hashed, unpacked (to a thousand times as much) and written by one visit to a thread


class ImageImport:
    """Imports images. Files of this machine must lie below `folders`."""

    def __init__(self, images: Images, folders: Folders, remotes: RemoteHosts, web: WebFiles) -> None:
        self._images = images
        self._folders = folders
        self._remotes = remotes
        self._web = web

    async def run(self, intent: Intent, source: Location, expected: Expected, progress: Progress) -> Image:
        """Takes in what is there. Errors as `open_below`, the remote hosts, the web files and `Images.receiving`."""
        if source.url:
            async with self._web.reading(source.url) as (size, content):
                return await self._stream(intent, expected, size, content, progress)
        if source.remote is not None:
            async with self._remotes.reading(source.remote, source.path) as (size, content):
                return await self._stream(intent, expected, size, content, progress)
        return await self._file(intent, source, expected, progress)

    async def _stream(
        self,
        intent: Intent,
        expected: Expected,
        size: int | None,
        content: AsyncGenerator[bytes, None],
        progress: Progress,
    ) -> Image:
        if size is not None and size > self._images.most_bytes:
            raise too_long(self._images.most_bytes)
        progress.total = size or 0
        async with aclosing(content):
            return await self._images.take(intent, expected, _counted(content, progress))

    async def _file(self, intent: Intent, source: Location, expected: Expected, progress: Progress) -> Image:
        descriptor = await open_in_thread(open_below, self._folders, source.path)
        try:
            size = os.fstat(descriptor).st_size
            if size > self._images.most_bytes:
                raise too_long(self._images.most_bytes)
            progress.total = size
            async with self._images.receiving(intent, expected) as intake:
                steps = _steps(descriptor, size, intake)
                while (done := await in_thread(next, steps, None)) is not None:
                    progress.done = done
            return await self._images.named(intent.name)
        finally:
            os.close(descriptor)


async def _counted(content: AsyncIterator[bytes], progress: Progress) -> AsyncGenerator[bytes, None]:
    async for data in content:
        progress.done += len(data)
        yield data


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
