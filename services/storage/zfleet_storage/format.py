# SPDX-License-Identifier: Apache-2.0
"""Puts a file system or swap area on a disk with the system's own tools.

A block device of this Linux is what the tool works on. Without one (a simulated host) it works on a sparse file of the
disk's size, and what it wrote is then copied over, the rest as zeros: the tool takes a new file's holes for zeros too.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from zfleet_runtime.errors import Violation, failed_precondition, internal, invalid_argument
from zfleet_runtime.program import run_program
from zfleet_storage.contents import DiskContents, transfer_failed
from zfleet_storage.disk_access import LinkedDisk
from zfleet_storage.disks import Disk
from zfleet_storage.threads import in_thread
from zfleet_storage.transfer import Progress, write_file

TOOLS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ext2": ("mkfs.ext2", "-F", "-q"),
        "ext3": ("mkfs.ext3", "-F", "-q"),
        "ext4": ("mkfs.ext4", "-F", "-q"),
        "xfs": ("mkfs.xfs", "-f", "-q"),
        "swap": ("mkswap", "-f"),
    }
)
LOWEST_BYTES: Final = MappingProxyType(
    {"ext2": 1 << 20, "ext3": 4 << 20, "ext4": 4 << 20, "xfs": 16 << 20, "swap": 40 << 10}
)
SHOWN = 300  # characters of a tool's own message


class Formatting:
    """Formats disks. `timeout` is how many seconds a tool may run."""

    def __init__(self, contents: DiskContents, timeout: float) -> None:
        self._contents = contents
        self._timeout = timeout

    async def format(self, user_id: str, device_number: str, file_system: str, progress: Progress) -> Disk:
        """Formats one disk of a guest that is off; gives the disk.

        FAILED_PRECONDITION: the guest is on, the disk is in use, or this machine has no tool for it.
        """
        tool_for(file_system)
        return await self.format_disk(await self._contents.free_disk(user_id, device_number), file_system, progress)

    async def format_disk(self, disk: Disk, file_system: str, progress: Progress) -> Disk:
        """Formats a disk that its guest does not have yet or that is off; gives it. Errors as `format`."""
        tool = tool_for(file_system)
        check_size(disk, file_system)
        async with self._contents.alone(disk) as target:
            progress.total = target.size
            if target.device is not None:
                await self._run([*tool, str(target.device)])
                await target.flush()
            else:
                await self._by_file(tool, target, progress)
            progress.done = target.size
        return await self._contents.noted(disk, file_system=file_system)

    async def _by_file(self, tool: Sequence[str], target: LinkedDisk, progress: Progress) -> None:
        with tempfile.TemporaryDirectory(prefix="zfleet-format-") as folder:
            path = Path(folder) / "disk"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                os.ftruncate(descriptor, target.size)
                await self._run([*tool, str(path)])
                await write_file(descriptor, target.size, target, progress)
            except OSError as error:
                raise transfer_failed(error) from error
            finally:
                os.close(descriptor)
                await in_thread(path.unlink)

    async def _run(self, arguments: Sequence[str]) -> None:
        """Runs a tool to its end; it is ended when the call is cancelled or takes too long."""
        environment = {"PATH": search_path(), "LC_ALL": "C"}
        try:
            async with asyncio.timeout(self._timeout):
                ended = await run_program(arguments, environment=environment)
        except TimeoutError as error:
            raise internal("FORMAT_TIMED_OUT", f"{arguments[0]} took more than {self._timeout:g} s") from error
        if ended.exit_code:
            text = " ".join(ended.errors.decode(errors="replace").split())[:SHOWN]
            raise internal("FORMAT_FAILED", f"{Path(arguments[0]).name} ended with {ended.exit_code}: {text}")


def check_size(disk: Disk, file_system: str) -> None:
    """INVALID_ARGUMENT (DISK_TOO_SMALL) when the file system does not fit on the disk."""
    if disk.size_bytes < LOWEST_BYTES[file_system]:
        text = f"{file_system} needs {LOWEST_BYTES[file_system]} bytes, the disk has {disk.size_bytes}"
        raise invalid_argument([Violation("file_system", text)], reason="DISK_TOO_SMALL")


def tool_for(file_system: str) -> tuple[str, ...]:
    """The command, without the disk, that makes a file system. FAILED_PRECONDITION when it is not installed."""
    name, *options = TOOLS[file_system]
    found = shutil.which(name, path=search_path())
    if found is None:
        text = f"{name} is not installed where the storage service runs: it cannot make {file_system}"
        raise failed_precondition("FORMAT_TOOL_MISSING", text, metadata={"tool": name})
    return (found, *options)


def search_path() -> str:
    """Where tools are looked for: the system's folders for them are often missing from a service's own path."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
