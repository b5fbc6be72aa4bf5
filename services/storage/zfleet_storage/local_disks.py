# SPDX-License-Identifier: Apache-2.0
"""Minidisks linked to the Linux that this process runs in, a guest of z/VM: vmcp, channel subsystem, block devices.

CP links the disk under a device number of ours that is free, the DASD driver makes a block device of it, and both are
undone in reverse. Commands are lists of arguments; no shell sees them.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import struct
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from zfleet_runtime.errors import resource_exhausted, unavailable
from zfleet_runtime.log import Log
from zfleet_runtime.program import run_program
from zfleet_storage.ckd_tracks import LABEL_TRACKS_BYTES, has_labels
from zfleet_storage.disk_access import Layout, LinkedDisk, link_refused
from zfleet_storage.sizes import DiskKind
from zfleet_storage.threads import in_thread, open_in_thread
from zfleet_storage.together import acquired, to_the_end

BLKZEROOUT = 0x127F  # linux/fs.h: the kernel writes zeros, by the device's own means where it has some
BLKFLSBUF = 0x1261
ZERO_BYTES = 64 * 1024 * 1024  # zeroed by one visit to the kernel
ALREADY_DEFINED = ("HCPLNK092E", "HCPLNK1155E")  # CP: we have a device of that number
UNFORMATTED = "unformatted"  # the DASD driver's word for an ECKD disk without blocks
SYSFS = Path("/sys/bus/ccw/devices")
DEVICES = Path("/dev")


@dataclass(frozen=True, slots=True)
class Tools:
    """The commands; `sysfs` and `devices` are where the kernel shows devices."""

    vmcp: str = "vmcp"
    chccwdev: str = "chccwdev"
    cio_ignore: str = "cio_ignore"
    dasdfmt: str = "dasdfmt"
    sysfs: Path = SYSFS
    devices: Path = DEVICES


class CommandFailed(Exception):
    """A command ended with `code`, not 0; `output` is what it said."""

    def __init__(self, command: Sequence[str], output: str, code: int) -> None:
        super().__init__(f"{command[0]}: {output}")
        self.output = output
        self.code = code


class LocalAccess:
    """Links minidisks as device numbers of `numbers`, each at most once at a time."""

    def __init__(self, numbers: Iterable[int], log: Log, tools: Tools | None = None) -> None:
        self._free = sorted(numbers, reverse=True)
        self._log = log
        self._tools = tools or Tools()

    async def link(self, user_id: str, device_number: str, mode: str, layout: Layout | None = None) -> LinkedDisk:
        """See DiskAccess."""
        name = f"{user_id}/{device_number}"
        # A link that CP has made must be known to us, or nobody ever detaches it.
        number = await acquired(self._cp_link(user_id, device_number, mode), self._away, f"link {name}")
        try:
            writing = mode.startswith(("W", "M"))
            device = await self._online(number, writing, layout)
            descriptor = await open_in_thread(os.open, device, (os.O_RDWR if writing else os.O_RDONLY) | os.O_CLOEXEC)
        except (CommandFailed, OSError, ValueError) as error:  # ValueError: no block device
            await self._away(number)
            raise unavailable("DISK_NOT_ONLINE", f"disk {name} was linked but did not come online: {error}") from error
        except BaseException:
            await to_the_end(self._away(number), f"detach {name}")
            raise
        return LocalDisk(device, descriptor, lambda: self._away(number))

    async def _cp_link(self, user_id: str, device_number: str, mode: str) -> int:
        """The number of ours that CP has linked the disk as; numbers that somebody else uses are passed over."""
        refused: list[int] = []
        try:
            while self._free:
                number = self._free.pop()
                try:
                    await run((self._tools.vmcp, "link", user_id, device_number, f"{number:04X}", mode))
                    return number
                except CommandFailed as error:
                    refused.append(number)
                    message = _message(error.output)
                    if not message.startswith(ALREADY_DEFINED):
                        raise link_refused(user_id, device_number, message) from error
                except FileNotFoundError as error:
                    refused.append(number)
                    raise unavailable("VMCP_MISSING", "there is no vmcp here: is this Linux on z/VM?") from error
                except BaseException:
                    refused.append(number)
                    raise
        finally:
            self._free = sorted({*self._free, *refused}, reverse=True)
        raise resource_exhausted("NO_DEVICE_NUMBER", "every device number for linking disks here is in use")

    async def _online(self, number: int, writing: bool, layout: Layout | None) -> Path:
        bus_id = f"0.0.{number:04x}"
        with contextlib.suppress(CommandFailed, FileNotFoundError):  # not ignored: the next command tells
            await run((self._tools.cio_ignore, "-r", bus_id))
        await run((self._tools.chccwdev, "-e", bus_id))
        name, status = await in_thread(_shown, self._tools.sysfs / bus_id)
        device = self._tools.devices / name
        if writing and status == UNFORMATTED:
            await self._format(device, layout or Layout.PLAIN)
        elif (
            writing
            and layout is not None
            and await in_thread(_other_layout, self._tools.sysfs / bus_id, device, layout)
        ):
            await self._format(device, layout)
        return device

    async def _format(self, device: Path, layout: Layout) -> None:
        await run((self._tools.dasdfmt, "-y", "-b", "4096", "-d", layout.value, str(device)))

    async def _away(self, number: int) -> None:
        """Takes a disk offline and detaches it; what fails is logged, and its number not used again."""
        try:
            try:
                await run((self._tools.chccwdev, "-d", f"0.0.{number:04x}"))
            finally:
                await run((self._tools.vmcp, "detach", f"{number:04X}"))
        except (CommandFailed, OSError) as error:
            self._log.error("disk not detached", device_number=f"{number:04X}", error=str(error))
        else:
            self._free = sorted({*self._free, number}, reverse=True)


class LocalDisk:
    """A block device of this Linux."""

    def __init__(self, device: Path, descriptor: int, away: Callable[[], Awaitable[None]]) -> None:
        self.device: Path | None = device
        self.size = os.lseek(descriptor, 0, os.SEEK_END)
        self._descriptor = descriptor
        self._away = away

    async def read(self, offset: int, length: int) -> bytes:
        """See LinkedDisk."""
        return await in_thread(os.pread, self._descriptor, length, offset)

    async def write(self, offset: int, data: bytes) -> None:
        """See LinkedDisk."""
        await in_thread(_write_all, self._descriptor, data, offset)

    async def zero(self, offset: int, length: int) -> None:
        """See LinkedDisk."""
        for at in range(offset, offset + length, ZERO_BYTES):
            await in_thread(_zero, self._descriptor, at, min(ZERO_BYTES, offset + length - at))

    async def flush(self) -> None:
        """See LinkedDisk."""
        await in_thread(os.fsync, self._descriptor)

    async def close(self) -> None:
        """See LinkedDisk."""
        await in_thread(_close, self._descriptor)
        await self._away()


async def run(command: Sequence[str], told: bytes | None = None) -> str:
    """What a command says when it is told this on its input.

    CommandFailed when it does not end with 0, FileNotFoundError when it is not there.
    """
    ended = await run_program(command, given=told, errors_with_output=True)
    output = ended.output.decode(errors="replace").strip()
    if ended.exit_code:
        raise CommandFailed(command, output, ended.exit_code)
    return output


def _message(output: str) -> str:
    """CP's message out of what vmcp said; vmcp adds a line of its own about the return code."""
    return next((line.strip() for line in output.splitlines() if line.strip().startswith("HCP")), output)


def _shown(device: Path) -> tuple[str, str]:
    """The name of a device's block device, and what its driver says about it. OSError when there is none."""
    return min(os.listdir(device / "block")), (device / "status").read_text(encoding="ascii").strip()


def _other_layout(shown: Path, device: Path, layout: Layout) -> bool:
    """Whether a formatted ECKD disk is not in this layout. OSError when it cannot be read."""
    if (shown / "discipline").read_text(encoding="ascii").strip() != DiskKind.ECKD:
        return False
    with device.open("rb") as file:
        return has_labels(file.read(LABEL_TRACKS_BYTES)) != (layout is Layout.LABELLED)


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def _zero(descriptor: int, offset: int, length: int) -> None:
    whole = length // 512 * 512 if offset % 512 == 0 else 0
    if whole:
        try:
            fcntl.ioctl(descriptor, BLKZEROOUT, struct.pack("QQ", offset, whole))
        except OSError as error:
            if error.errno not in (errno.ENOTTY, errno.EOPNOTSUPP, errno.EINVAL):
                raise
            whole = 0
    for at in range(offset + whole, offset + length, 1 << 20):
        _write_all(descriptor, bytes(min(1 << 20, offset + length - at)), at)


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        fcntl.ioctl(descriptor, BLKFLSBUF)  # the next link must not be read from what a cache here remembers
    os.close(descriptor)
