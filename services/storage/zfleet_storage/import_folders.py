# SPDX-License-Identifier: Apache-2.0
"""Opens a file that a caller names, and only below the folders that the operator allows.

Each part of the path below the folder is opened from the one before it without following symbolic links, so neither
".." nor a link that is put there between a check and its use leads out.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zfleet_runtime.errors import Violation, ZfleetError, invalid_argument, not_found, permission_denied

LONGEST_PATH = 4096
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


def path_of(text: str) -> PurePosixPath:
    """The path as text, checked: absolute, without "..", without control characters. ValueError says what is wrong."""
    if not text or len(text.encode()) > LONGEST_PATH:
        raise ValueError(f"must be 1 to {LONGEST_PATH} bytes")
    if not text.isprintable():
        raise ValueError("must be printable")
    path = PurePosixPath(text)
    if not path.is_absolute() or ".." in path.parts:
        raise ValueError("must be an absolute path without '..'")
    return path


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders below which callers may name files; `reason` and `what` say so when one is outside of them all."""

    paths: Sequence[Path]
    reason: str
    what: str

    def outside(self, path: PurePosixPath) -> ZfleetError:
        """PERMISSION_DENIED: the answer is the same whether there is such a file or not."""
        return permission_denied(self.reason, f"{path} is not a file that can be used below one of the {self.what}")


def import_folders(paths: Sequence[Path]) -> Folders:
    """The folders of ImportImage."""
    return Folders(paths, "OUTSIDE_IMPORT_FOLDERS", "service's import folders")


def export_folders(paths: Sequence[Path]) -> Folders:
    """The folders of ExportImage."""
    return Folders(paths, "OUTSIDE_EXPORT_FOLDERS", "service's export folders")


def file_folders(paths: Sequence[Path]) -> Folders:
    """The folders of DownloadFile and FetchFile."""
    return Folders(paths, "OUTSIDE_FILE_FOLDERS", "service's file folders")


def open_below(folders: Folders, path: PurePosixPath) -> int:
    """A descriptor of a regular file below one of the folders.

    PERMISSION_DENIED outside of them, over a symbolic link or without read permission; NOT_FOUND when there is none;
    INVALID_ARGUMENT when it is no regular file. Blocks: call it through asyncio.to_thread.
    """
    folder, name = open_folder_of(folders, path)
    try:
        # O_NONBLOCK: a named pipe must not hold the service until somebody writes to it.
        file = os.open(name, _FLAGS | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        raise _refused(error, folders, path) from error
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise _not_a_file(path)
    return file


def open_folder_of(folders: Folders, path: PurePosixPath) -> tuple[int, str]:
    """A descriptor of the folder that a file is or will be in, and the file's name there. Errors as `open_below`."""
    for configured in folders.paths:
        # The operator may have configured a link: its own path and the one it leads to are both good.
        for root in {configured.absolute(), configured.resolve()}:
            if path.is_relative_to(root):
                return _open_folder(folders, root, path.relative_to(root).parts, path)
    raise folders.outside(path)


def _open_folder(folders: Folders, root: Path, parts: Sequence[str], path: PurePosixPath) -> tuple[int, str]:
    if not parts:
        raise _not_a_file(path)
    try:
        folder = os.open(root, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
        for part in parts[:-1]:
            try:
                below = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            finally:
                os.close(folder)
            folder = below
    except OSError as error:
        raise _refused(error, folders, path) from error
    return folder, parts[-1]


def _refused(error: OSError, folders: Folders, path: PurePosixPath) -> ZfleetError:
    if error.errno == errno.ENOENT:
        return not_found("file", str(path))
    # ENOTDIR: a link in the middle of the path gives this as well; it is not followed
    if error.errno in (errno.ELOOP, errno.EACCES, errno.EPERM, errno.ENOTDIR):
        return folders.outside(path)
    return _not_a_file(path)


def _not_a_file(path: PurePosixPath) -> ZfleetError:
    return invalid_argument([Violation("path", f"{path} is not a regular file")], reason="NOT_A_REGULAR_FILE")
