# SPDX-License-Identifier: Apache-2.0
"""Exports images as they are stored: to a file of this machine or of another host, which is whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePosixPath

from zfleet_runtime.errors import ZfleetError, failed_precondition, resource_exhausted
from zfleet_storage.image_records import Image
from zfleet_storage.images import Images
from zfleet_storage.import_folders import Folders, open_folder_of
from zfleet_storage.locations import Location
from zfleet_storage.remote_hosts import RemoteHosts, Write
from zfleet_storage.threads import in_thread
from zfleet_storage.together import acquired, to_the_end
from zfleet_storage.transfer import CHUNK_BYTES, Progress

FULL = (errno.ENOSPC, errno.EDQUOT)
LONGEST_NAME = 200  # characters of a name that its part keeps: there is room for what makes it its own


class ImageExport:
    """Exports images. Files of this machine must lie below `folders`."""

    def __init__(self, images: Images, folders: Folders, remotes: RemoteHosts) -> None:
        self._images = images
        self._folders = folders
        self._remotes = remotes

    async def run(self, name: str, target: Location, progress: Progress) -> Image:
        """Copies an image; gives it. Errors as the remote hosts and `open_folder_of`; NOT_FOUND: no such image.

        FAILED_PRECONDITION (TARGET_REFUSED): it cannot be written there. RESOURCE_EXHAUSTED (TARGET_FULL).
        """
        async with self._images.opened(name) as (image, descriptor), self._writing(target) as write:
            progress.total = image.size_bytes
            while progress.done < image.size_bytes:
                data = await in_thread(os.pread, descriptor, CHUNK_BYTES, progress.done)
                if not data:
                    raise failed_precondition("IMAGE_LOST", f"the content of image {name} is cut off")
                await write(data)
                progress.done += len(data)
        return image

    @asynccontextmanager
    async def _writing(self, target: Location) -> AsyncIterator[Write]:
        if target.remote is not None:
            async with self._remotes.writing(target.remote, target.path) as write:
                yield write
            return
        part = await acquired(
            in_thread(_Part.begun, self._folders, target.path), lambda part: in_thread(part.discard), "export"
        )
        try:
            yield lambda data: in_thread(part.write, data)
            await to_the_end(in_thread(part.keep), f"export to {target.path}")
        except BaseException as error:
            await to_the_end(in_thread(part.discard), f"give up export to {target.path}")
            if isinstance(error, OSError):
                raise _refused(error, target.path) from error
            raise


class _Part:
    """A file below an export folder on its way to its name. Everything blocks."""

    def __init__(self, folder: int, name: str, part: str, file: int) -> None:
        self._folder: int | None = folder
        self._name = name
        self._part = part
        self._file: int | None = file

    @classmethod
    def begun(cls, folders: Folders, path: PurePosixPath) -> _Part:
        """A new part. Errors as `open_folder_of`; FAILED_PRECONDITION."""
        folder, name = open_folder_of(folders, path)
        part = f".{name[:LONGEST_NAME]}.{uuid.uuid4().hex}.part"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
            return cls(folder, name, part, os.open(part, flags, 0o640, dir_fd=folder))
        except OSError as error:
            os.close(folder)
            raise _refused(error, path) from error

    def write(self, data: bytes) -> None:
        """The next bytes. OSError."""
        view = memoryview(data)
        while view and self._file is not None:
            view = view[os.write(self._file, view) :]

    def keep(self) -> None:
        """Takes the name, durably, from whatever file has it. OSError: a folder has it."""
        if self._file is None or self._folder is None:
            raise ValueError("the part is not open")
        os.fsync(self._file)
        os.rename(self._part, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        os.fsync(self._folder)
        self._close()

    def discard(self) -> None:
        """Leaves nothing; after `keep` there is nothing to discard."""
        if self._folder is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._part, dir_fd=self._folder)
        self._close()

    def _close(self) -> None:
        for descriptor in (self._file, self._folder):
            if descriptor is not None:
                os.close(descriptor)
        self._file = self._folder = None


def _refused(error: OSError, path: PurePosixPath) -> ZfleetError:
    if error.errno in FULL:
        return resource_exhausted("TARGET_FULL", f"{path} cannot be written: there is no room left")
    return failed_precondition("TARGET_REFUSED", f"{path} cannot be written: {error.strerror}")
