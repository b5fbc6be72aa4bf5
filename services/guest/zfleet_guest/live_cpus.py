# SPDX-License-Identifier: Apache-2.0
"""The CPUs of a running Linux guest: which are online, and setting them on- and offline.

CP defines a CPU in a running virtual machine, but cannot take one away without resetting it; so a guest with fewer CPUs
has the others offline. CPUs go by their addresses, which Linux counts in decimal and CP in hexadecimal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zfleet_guest.guest_commands import GuestCommands
from zfleet_guest.guest_step import step
from zfleet_guest.undo import undoing


@dataclass(frozen=True, slots=True)
class OnlineCpus:
    """The addresses of the CPUs that a guest has."""

    online: frozenset[int]
    offline: frozenset[int]

    def has(self, addresses: Iterable[int]) -> bool:
        """Whether Linux knows all of these."""
        return self.online | self.offline >= set(addresses)


class LiveCpus:
    """CPUs in guests' Linux."""

    def __init__(self, commands: GuestCommands) -> None:
        self._commands = commands

    async def look(self, user_id: str) -> OnlineCpus:
        """Which CPUs there are. FAILED_PRECONDITION when the guest's Linux does not answer, or makes no sense."""
        online, offline = await asyncio.gather(self._listed(user_id), self._listed(user_id, "--offline"))
        return OnlineCpus(online, offline - online)

    async def more(self, user_id: str, wanted: Sequence[int], known: OnlineCpus) -> None:
        """Sets CPUs online, those too that are not there yet; all of them, or none. `known`: as just looked at.

        CPUs that an earlier attempt has defined may be there without Linux knowing: it is made to look before CP is
        asked for more of them.
        """
        if not known.has(wanted):
            await step(self._commands, user_id, "CPU_RESCAN_FAILED", "chcpu", "-r")
            known = await self.look(user_id)
        if not known.has(wanted):
            numbers = [f"{address:02X}" for address in wanted if not known.has([address])]
            await step(self._commands, user_id, "CPU_DEFINE_FAILED", "vmcp", "def", "cpu", *numbers)
            await step(self._commands, user_id, "CPU_RESCAN_FAILED", "chcpu", "-r")
        async with undoing(lambda: self._switch(user_id, "-d", wanted), "CPUs online"):
            await step(self._commands, user_id, "CPU_ENABLE_FAILED", "chcpu", "-e", _list(wanted))

    async def fewer(self, user_id: str, unwanted: Sequence[int]) -> None:
        """Sets CPUs offline; all of them, or none."""
        async with undoing(lambda: self._switch(user_id, "-e", unwanted), "CPUs offline"):
            await step(self._commands, user_id, "CPU_DISABLE_FAILED", "chcpu", "-d", _list(unwanted))

    async def _switch(self, user_id: str, way: str, addresses: Sequence[int]) -> None:
        """Puts back those that are not as they were: chcpu stops at the first that it cannot switch."""
        now = await self.look(user_id)
        changed = sorted(set(addresses) & (now.online if way == "-d" else now.offline))
        if changed:
            await step(self._commands, user_id, "CPU_UNDO_FAILED", "chcpu", way, _list(changed))

    async def _listed(self, user_id: str, *which: str) -> frozenset[int]:
        text = await step(self._commands, user_id, "CPU_LIST_FAILED", "lscpu", "--parse=ADDRESS", *which)
        lines = (line.strip() for line in text.splitlines())
        return frozenset(int(line) for line in lines if line.isdecimal())


def _list(addresses: Sequence[int]) -> str:
    return ",".join(str(address) for address in addresses)
