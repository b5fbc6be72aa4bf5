# SPDX-License-Identifier: Apache-2.0
"""How the content of a minidisk is reached: linked to this Linux on z/VM, read and written, detached again.

CP's link modes do the guarding: W is refused while anybody else has the disk, R while anybody else may write to it. So
a guest that is logged on between our look and our link keeps its disk.
"""

from __future__ import annotations

import asyncio
import enum
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found, unavailable
from zfleet_simulator.linux import LinkedDevice, LinuxClient, LinuxError
from zfleet_storage.together import to_the_end

ALONE = "W"
WHILE_NOBODY_WRITES = "R"
# Numbers of HCPLNK messages: no such user, no such device, not in the directory; linked by others so that we cannot.
NOT_THERE = {"040", "053", "107"}
IN_USE = {"101", "102", "103", "104", "105", "106"}

Result = TypeVar("Result")


class Layout(enum.Enum):
    """How an ECKD disk is formatted: what dasdfmt calls it."""

    # Every block is content: the compatible layout's first ones are too short for any.
    PLAIN = "ldl"
    # Labels with keys at the start, as an image brings them that was made of such a disk.
    LABELLED = "cdl"


class LinkedDisk(Protocol):
    """A minidisk while it is linked. `size` is in bytes; `device` the block device for tools to work on, if any."""

    size: int
    device: Path | None

    async def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes; fewer only at the end of the disk."""

    async def write(self, offset: int, data: bytes) -> None:
        """Writes all of `data`."""

    async def zero(self, offset: int, length: int) -> None:
        """Makes a range zeros."""

    async def flush(self) -> None:
        """Returns when everything written is on the disk."""

    async def close(self) -> None:
        """Detaches the disk."""


class DiskAccess(Protocol):
    """The way to minidisks."""

    async def link(self, user_id: str, device_number: str, mode: str, layout: Layout | None = None) -> LinkedDisk:
        """Links a disk in mode ALONE or WHILE_NOBODY_WRITES.

        With a layout, what is on the disk is of no more use: an ECKD disk that is formatted otherwise is formatted so.
        FAILED_PRECONDITION (DISK_IN_USE) when somebody else has it so that CP refuses; NOT_FOUND when CP knows no such
        disk; UNAVAILABLE when there is no way to it.
        """


@asynccontextmanager
async def linked(
    access: DiskAccess, user_id: str, device_number: str, mode: str, layout: Layout | None = None
) -> AsyncIterator[LinkedDisk]:
    """A linked disk for the time of a block. It is detached even when the block is cancelled."""
    disk = await access.link(user_id, device_number, mode, layout)
    try:
        yield disk
    finally:
        await to_the_end(disk.close(), f"detach {user_id}/{device_number}")


def link_refused(user_id: str, device_number: str, message: str) -> ZfleetError:
    """What CP's refusal of a LINK means. `message` is CP's own, which begins with HCPLNK and a number."""
    name = f"{user_id}/{device_number}"
    number = message[6:9] if message.startswith("HCP") else ""
    metadata = {"cp_message": message}
    if number in NOT_THERE:
        return not_found("disk", name, message, metadata=metadata)
    if number in IN_USE:
        return failed_precondition("DISK_IN_USE", f"disk {name} is in use: {message}", metadata=metadata)
    return failed_precondition("LINK_REFUSED", f"disk {name} cannot be linked: {message}", metadata=metadata)


class SimulatedAccess:
    """The Linux of a simulated host, over its Linux port."""

    def __init__(self, linux: LinuxClient) -> None:
        self._linux = linux

    async def link(self, user_id: str, device_number: str, mode: str, layout: Layout | None = None) -> LinkedDisk:
        """See DiskAccess. A simulated disk has blocks and no format that could differ."""
        try:
            return SimulatedDisk(await self._linux.link(user_id, device_number, mode))
        except LinuxError as error:
            raise link_refused(user_id, device_number, error.message) from error
        except OSError as error:
            text = "the Linux on z/VM that links minidisks cannot be reached"
            raise unavailable("DISK_ACCESS_UNAVAILABLE", text) from error


class SimulatedDisk:
    """A disk behind one connection, on which one request is under way at a time.

    A request that was sent is waited for even when its caller is cancelled: else the next one would get its answer.
    """

    device: Path | None = None

    def __init__(self, linked_device: LinkedDevice) -> None:
        self._linked_device = linked_device
        self._turn = asyncio.Lock()
        self.size = linked_device.size

    async def read(self, offset: int, length: int) -> bytes:
        """See LinkedDisk."""
        return await self._asked(lambda: self._linked_device.read(offset, length))

    async def write(self, offset: int, data: bytes) -> None:
        """See LinkedDisk."""
        await self._asked(lambda: self._linked_device.write(offset, data))

    async def zero(self, offset: int, length: int) -> None:
        """See LinkedDisk."""
        await self._asked(lambda: self._linked_device.zero(offset, length))

    async def flush(self) -> None:
        """Every write was answered when it was done."""

    async def prepare_coreos(self, parameter: str, ignition: bytes) -> None:
        """Leaves on the disk what the first boot of a CoreOS finds. OSError when the host does not take it."""
        await self._asked(lambda: self._linked_device.prepare_coreos(parameter, ignition))

    async def close(self) -> None:
        """See LinkedDisk."""
        await self._asked(self._linked_device.close)

    async def _asked(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        async with self._turn:
            asking = asyncio.ensure_future(ask())
            try:
                return await asyncio.shield(asking)
            except asyncio.CancelledError:
                await asyncio.wait({asking})
                raise
            except LinuxError as error:
                raise OSError(errno.EIO, error.message) from error
