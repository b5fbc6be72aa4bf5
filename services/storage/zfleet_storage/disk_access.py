# SPDX-License-Identifier: Apache-2.0
"""How the content of a minidisk is reached: linked to this Linux on z/VM, read and written, detached again.

CP's link modes do the guarding: W is refused while anybody else has the disk, R while anybody else may write to it. So
a guest that is logged on between our look and our link keeps its disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found, unavailable
from zfleet_simulator.linux import LinkRefused, LinuxClient

ALONE = "W"
WHILE_NOBODY_WRITES = "R"


class LinkedDisk(Protocol):
    """A minidisk while it is linked. `size` is in bytes; `device` is the block device that tools can work on, if any."""

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

    async def link(self, user_id: str, device_number: str, mode: str) -> LinkedDisk:
        """Links a disk in mode ALONE or WHILE_NOBODY_WRITES.

        FAILED_PRECONDITION (DISK_IN_USE) when somebody else has it so that CP refuses; NOT_FOUND when CP knows no such
        disk; UNAVAILABLE when there is no way to it.
        """


@asynccontextmanager
async def linked(access: DiskAccess, user_id: str, device_number: str, mode: str) -> AsyncIterator[LinkedDisk]:
    """A linked disk for the time of a block. It is detached even when the block is cancelled."""
    disk = await access.link(user_id, device_number, mode)
    try:
        yield disk
    finally:
        closing = asyncio.ensure_future(disk.close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing
            raise


def link_refused(user_id: str, device_number: str, message: str) -> ZfleetError:
    """What CP's refusal of a LINK means. `message` is CP's own, which begins with HCPLNK and a number."""
    name = f"{user_id}/{device_number}"
    number = message[6:9] if message.startswith("HCP") else ""
    if number in ("053", "040"):  # not in CP directory; no such device
        return not_found("disk", name, message)
    if number in ("101", "102", "103", "104", "105", "106", "107", "160", "161", "1156"):
        return failed_precondition("DISK_IN_USE", f"disk {name} is in use: {message}", metadata={"cp_message": message})
    return failed_precondition("LINK_REFUSED", f"disk {name}: {message}", metadata={"cp_message": message})


def unreachable() -> ZfleetError:
    """The Linux on z/VM does not answer."""
    return unavailable("DISK_ACCESS_UNAVAILABLE", "the Linux on z/VM that links minidisks cannot be reached")


class SimulatedAccess:
    """The Linux of a simulated host, over its Linux port."""

    def __init__(self, linux: LinuxClient) -> None:
        self._linux = linux

    async def link(self, user_id: str, device_number: str, mode: str) -> LinkedDisk:
        """See DiskAccess."""
        try:
            return SimulatedDisk(await self._linux.link(user_id, device_number, mode))
        except LinkRefused as error:
            raise link_refused(user_id, device_number, str(error)) from error
        except OSError as error:
            raise unreachable() from error
