# SPDX-License-Identifier: Apache-2.0
"""What is on minidisks and in spool files: sparse files, so that a disk of gigabytes costs what was written to it.

A minidisk that was never written has no file. Deleting a minidisk deletes its file when the step that deletes it is
done, so that an undone step loses nothing; a disk made again under the same number starts empty.
"""

from __future__ import annotations

import ctypes
import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from zfleet_simulator.state import State

_KEEP_SIZE, _PUNCH_HOLE = 1, 2  # Linux fallocate(2) flags
_ZEROS = bytes(1 << 20)


@dataclass(frozen=True)
class DiskFile:
    """Which file holds a minidisk's content."""

    serial: int


class _Fallocate(Protocol):
    def __call__(self, descriptor: int, mode: int, offset: int, length: int) -> int: ...


class Content:
    """The bytes of one minidisk: an open sparse file of the disk's size."""

    def __init__(self, path: Path, size: int) -> None:
        self.size = size
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._descriptor, size)
        self._fallocate = _find_fallocate()

    def read(self, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes; what was never written is zeros."""
        return os.pread(self._descriptor, min(length, max(0, self.size - offset)), offset)

    def write(self, offset: int, data: bytes) -> None:
        """Write; whole pages of zeros become holes. ValueError past the end of the disk."""
        if offset + len(data) > self.size:
            raise ValueError("write past the end of the disk")
        if len(data) >= 4096 and not data[0] and data.count(0) == len(data):
            self.zero(offset, len(data))
            return
        os.pwrite(self._descriptor, data, offset)

    def zero(self, offset: int, length: int) -> None:
        """Make a range zeros, as a hole where the file system can. ValueError past the end of the disk."""
        if offset + length > self.size:
            raise ValueError("zero range past the end of the disk")
        if length and not self._punch(offset, length):
            at = offset
            while at < offset + length:
                at += os.pwrite(self._descriptor, _ZEROS[: min(len(_ZEROS), offset + length - at)], at)

    def _punch(self, offset: int, length: int) -> bool:
        if self._fallocate is None:
            return False
        return self._fallocate(self._descriptor, _KEEP_SIZE | _PUNCH_HOLE, offset, length) == 0

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def _find_fallocate() -> _Fallocate | None:
    """The C library's fallocate, which os does not offer with a mode; None where it is not Linux."""
    try:
        function = ctypes.CDLL(None, use_errno=True).fallocate64
    except (OSError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
    found: _Fallocate = function
    return found


class Contents:
    """The folder of disk and spool contents of one host; a temporary one when the host keeps no state."""

    def __init__(self, state: State, folder: Path | None) -> None:
        self._state = state
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        if folder is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="zfleet-simulator-")
            folder = Path(self._temporary.name)
        self._folder = folder
        self.files = state.shelf("disk file", DiskFile)
        self.listeners: list[Callable[[str, int], None]] = []
        self._last = max((one.serial for one in self.files.values()), default=0)

    def open(self, owner: str, vdev: int, size: int) -> Content:
        """The content of a minidisk, of that many bytes; made when it is first asked for (inside of a step)."""
        key = _key(owner, vdev)
        known = self.files.get(key)
        if known is None:
            self._last += 1
            known = DiskFile(self._last)
            self.files.put(key, known)
        return Content(self._path(f"disk-{known.serial}"), size)

    def written(self, owner: str, vdev: int) -> bool:
        """True when the disk has a file, that is, was opened for writing since it was made."""
        return _key(owner, vdev) in self.files

    def forget(self, owner: str, vdev: int) -> None:
        """Delete a minidisk's content with the present step; the listeners are told of every disk that goes."""
        for listener in self.listeners:
            listener(owner, vdev)
        known = self.files.get(_key(owner, vdev))
        if known is not None:
            self.files.drop(_key(owner, vdev))
            path = self._path(f"disk-{known.serial}")
            self._state.afterwards(lambda: path.unlink(missing_ok=True))

    def copy(self, source: tuple[str, int], target: tuple[str, int], size: int) -> None:
        """Copy what is on one minidisk to another, holes as holes (inside of a step)."""
        if not self.written(*source):
            return
        original, copy = self.open(*source, size), self.open(*target, size)
        try:
            for at in range(0, size, len(_ZEROS)):
                copy.write(at, original.read(at, len(_ZEROS)))
        finally:
            original.close()
            copy.close()

    def write_spool(self, name: str, chunks: list[bytes]) -> int:
        """Store a spool file's bytes; their number."""
        with self._path(f"spool-{name}").open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            return file.tell()

    def read_spool(self, name: str) -> bytes:
        """A spool file's bytes, none when it has no content."""
        try:
            return self._path(f"spool-{name}").read_bytes()
        except OSError as error:
            if error.errno == errno.ENOENT:
                return b""
            raise

    def forget_spool(self, name: str) -> None:
        """Delete a spool file's bytes with the present step."""
        path = self._path(f"spool-{name}")
        self._state.afterwards(lambda: path.unlink(missing_ok=True))

    def _path(self, name: str) -> Path:
        folder = self._folder / "contents"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def close(self) -> None:
        """Remove a temporary folder."""
        if self._temporary is not None:
            self._temporary.cleanup()


def _key(owner: str, vdev: int) -> str:
    return f"{owner} {vdev:04X}"
