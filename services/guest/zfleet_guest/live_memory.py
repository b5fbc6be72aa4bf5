# SPDX-License-Identifier: Apache-2.0
"""The memory of a running Linux guest: how much is online, and bringing standby memory online."""

from __future__ import annotations

import re

from zfleet_guest.guest_commands import GuestCommands
from zfleet_guest.guest_step import step
from zfleet_guest.undo import undoing
from zfleet_runtime.errors import failed_precondition

_ONLINE = re.compile(r"^\s*Total online memory\s*:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
_STANDBY = re.compile(r"STANDBY\s*=\s*(\d+)([KMGTPE]?)", re.IGNORECASE)
_MIB = 1024**2
_UNITS = {"": 1, "K": 1024, "M": _MIB, "G": 1024**3, "T": 1024**4, "P": 1024**5, "E": 1024**6}


class LiveMemory:
    """Memory in guests' Linux."""

    def __init__(self, commands: GuestCommands) -> None:
        self._commands = commands

    async def online_mib(self, user_id: str) -> int:
        """Memory online in MiB, parts of one cut off. FAILED_PRECONDITION when the guest's Linux does not tell."""
        text = await step(self._commands, user_id, "MEMORY_LIST_FAILED", "lsmem", "-b")
        found = _ONLINE.search(text)
        if found is None:
            text = f"the Linux of guest {user_id} does not say how much memory is online"
            raise failed_precondition("MEMORY_LIST_FAILED", text, resource=("guest", user_id))
        return int(found[1]) // _MIB

    async def define_standby(self, user_id: str, mib: int) -> None:
        """Makes sure that so much reserved memory is standby, for a guest that was logged on without any."""
        text = await step(self._commands, user_id, "MEMORY_STANDBY_FAILED", "vmcp", "q", "storage")
        found = _STANDBY.search(text)
        if found is None or int(found[1]) * _UNITS[found[2].upper()] < mib * _MIB:
            words = ("vmcp", "def", "storage", "standby", f"{mib}M")
            await step(self._commands, user_id, "MEMORY_STANDBY_FAILED", *words)

    async def bring_online(self, user_id: str, mib: int, online_mib: int) -> None:
        """Brings so much standby memory online, beside what is online already: all of it, or none."""
        async with undoing(lambda: self._back_to(user_id, online_mib), "memory online"):
            await step(self._commands, user_id, "MEMORY_ONLINE_FAILED", "chmem", "-e", f"{mib}M")

    async def _back_to(self, user_id: str, mib: int) -> None:
        """Takes back what chmem brought online before it could not go on."""
        surplus = await self.online_mib(user_id) - mib
        if surplus > 0:
            await step(self._commands, user_id, "MEMORY_UNDO_FAILED", "chmem", "-d", f"{surplus}M")
