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


def open_below(folders: Sequence[Path], path: PurePosixPath) -> int:
    """A descriptor of a regular file below one of the folders.

    PERMISSION_DENIED outside of them, over a symbolic link or without read permission; NOT_FOUND when there is none;
    INVALID_ARGUMENT when it is no regular file. Blocks: call it through asyncio.to_thread.
    """
    for folder in folders:
        # The operator may have configured a link: its own path and the one it leads to are both good.
        for root in {folder.absolute(), folder.resolve()}:
            if path.is_relative_to(root):
                return _open_file(root, path.relative_to(root).parts, path)
    raise _outside(path)


def _open_file(root: Path, parts: Sequence[str], path: PurePosixPath) -> int:
    if not parts:
        raise _not_a_file(path)
    try:
        folder = os.open(root, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
        try:
            for part in parts[:-1]:
                below = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
                os.close(folder)
                folder = below
            # O_NONBLOCK: a named pipe must not hold the service until somebody writes to it.
            file = os.open(parts[-1], _FLAGS | os.O_NONBLOCK, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise _refused(error, path) from error
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise _not_a_file(path)
    return file


def _refused(error: OSError, path: PurePosixPath) -> ZfleetError:
    if error.errno == errno.ENOENT:
        return not_found("file", str(path))
    if error.errno in (errno.ELOOP, errno.EACCES, errno.EPERM):
        return _outside(path)
    if error.errno == errno.ENOTDIR:  # a link in the middle of the path gives this as well: it is not followed
        return _outside(path)
    return _not_a_file(path)


def _outside(path: PurePosixPath) -> ZfleetError:
    return permission_denied(
        "OUTSIDE_IMPORT_FOLDERS", f"{path} is not a readable file below one of the service's import folders"
    )


def _not_a_file(path: PurePosixPath) -> ZfleetError:
    return invalid_argument([Violation("path", f"{path} is not a regular file")], reason="NOT_A_REGULAR_FILE")
