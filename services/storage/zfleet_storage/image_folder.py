# SPDX-License-Identifier: Apache-2.0
"""The folder that holds the content of images: one sparse file each, whole or not there at all.

Everything here blocks: call it through asyncio.to_thread.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from zfleet_storage.packing import Examiner

PIECE_BYTES = 64 * 1024  # what is looked at for zeros at once
_ZEROS = bytes(1024 * 1024)
_PART = ".part"
_IMAGE = ".image"


class Intake:
    """A new file's content on its way in. It is seen by nobody until `keep`; `discard` leaves nothing behind.

    After `begin`, `write` takes any number of bytes; runs of zeros become holes. An examiner looks at all of them, and
    what it raises comes out here. Not for several threads at once.
    """

    def __init__(self, part: Path, final: Path, examiner: Examiner | None = None) -> None:
        self._part = part
        self._final = final
        self._examiner = examiner
        self._descriptor: int | None = None
        self._digest = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)  # what Feilong's clients compare
        self.size = 0

    def begin(self) -> None:
        """Makes the file. OSError when the folder does not let it."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        self._descriptor = os.open(self._part, flags, 0o640)

    def write(self, data: bytes) -> None:
        """The next bytes. OSError (ENOSPC) when the folder is full."""
        self._digest.update(data)
        self._md5.update(data)
        if self._examiner is not None and self._examiner.looks:
            self._examiner.feed(data)
        at = 0
        while at < len(data):  # one write for each run of pieces that are not all zeros
            end = at
            while end < len(data) and not is_zero(data[end : end + PIECE_BYTES]):
                end += PIECE_BYTES
            end = min(end, len(data))
            if end > at:
                self._put(data[at:end] if end - at < len(data) else data, self.size + at)
            at = end + PIECE_BYTES
        self.size += len(data)

    def skip(self, length: int) -> None:
        """The next `length` bytes are zeros."""
        for at in range(0, length, len(_ZEROS)):
            zeros = _ZEROS[: min(len(_ZEROS), length - at)]
            self._digest.update(zeros)
            self._md5.update(zeros)
            if self._examiner is not None and self._examiner.looks:
                self._examiner.feed(zeros)
        self.size += length

    @property
    def sha256(self) -> str:
        """Checksum of what has come so far, 64 lower-case hex digits."""
        return self._digest.hexdigest()

    @property
    def md5(self) -> str:
        """The same as MD5, 32 digits."""
        return self._md5.hexdigest()

    def keep(self) -> None:
        """Makes it a file that survives a power failure: content first, then its name."""
        descriptor = self._open()
        os.ftruncate(descriptor, self.size)
        os.fsync(descriptor)
        self._close()
        os.rename(self._part, self._final)
        sync_folder(self._final.parent)

    def discard(self) -> None:
        """Removes what has come; after `keep` there is nothing to discard."""
        self._close()
        self._part.unlink(missing_ok=True)

    def _put(self, data: bytes, at: int) -> None:
        view = memoryview(data)
        while view:
            written = os.pwrite(self._open(), view, at)
            view, at = view[written:], at + written

    def _open(self) -> int:
        if self._descriptor is None:
            raise ValueError("the intake is not open")
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class ImageFolder:
    """Where images lie. Replicas of the service may share one over a network file system."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Makes the folder. OSError when it cannot be written to."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o750)

    def intake(self, file: str, examiner: Examiner | None = None) -> Intake:
        """A new file, not begun."""
        return Intake(self.path / (file + _PART), self.content_path(file), examiner)

    def content_path(self, file: str) -> Path:
        """Where an image's content lies."""
        return self.path / (file + _IMAGE)

    def open(self, file: str) -> int:
        """A descriptor to read an image with; its content stays readable even when the image is deleted meanwhile."""
        return os.open(self.content_path(file), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)

    def delete(self, file: str) -> None:
        """Removes an image's content; a missing one is no error."""
        self.content_path(file).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], older_than: float) -> list[str]:
        """Removes files that no image and no import owns and that nobody wrote to for `older_than` seconds.

        A crash between two steps leaves such files. Gives the names of those removed.
        """
        removed = []
        limit = time.time() - older_than
        for path in self.path.iterdir():
            if path.suffix in (_PART, _IMAGE) and path.stem not in known and path.lstat().st_mtime < limit:
                path.unlink(missing_ok=True)
                removed.append(path.name)
        return removed


def is_zero(data: bytes) -> bool:
    """Whether there is nothing but zeros."""
    if not data or data[0] or data[-1]:
        return not data
    return all(
        data[at : at + len(_ZEROS)] == _ZEROS[: min(len(_ZEROS), len(data) - at)]
        for at in range(0, len(data), len(_ZEROS))
    )


def runs(descriptor: int, size: int) -> Iterator[tuple[int, int, bool]]:
    """The runs of a sparse file in order: (offset, length, holds data). The file system says where holes are."""
    at = 0
    while at < size:
        try:
            data = min(os.lseek(descriptor, at, os.SEEK_DATA), size)
        except OSError:  # ENXIO: a hole up to the end
            data = size
        if data > at:
            yield at, data - at, False
        if data < size:
            end = min(os.lseek(descriptor, data, os.SEEK_HOLE), size)
            yield data, end - data, True
            at = end
        else:
            at = size


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
