# SPDX-License-Identifier: Apache-2.0
"""Changes how much memory a guest has: in its directory entry, and in the running guest when that is asked for.

Everything that can be wrong is looked at before anything changes. When a step in the guest fails, the entry is put
back: as it was, or, when somebody else has changed it since, with the memory that it had.
"""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.directory import Directory
from zfleet_guest.entry_edit import EntryEdit, Lines
from zfleet_guest.live_memory import LiveMemory
from zfleet_guest.memory_statements import MemoryDefinition, memory_of, with_memory
from zfleet_guest.power import Power
from zfleet_guest.refusals import explaining, not_running
from zfleet_guest.undo import undoing
from zfleet_runtime.errors import ZfleetError, failed_precondition, resource_exhausted
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns


@dataclass(frozen=True, slots=True)
class MemoryResized:
    """What the entry gave before, whether it was changed, what is online now (0: not looked at); MiB."""

    before_mib: int
    changed: bool
    online_mib: int = 0


class MemoryResize:
    """Resizes guests' memory."""

    def __init__(self, directory: Directory, edit: EntryEdit, power: Power, live: LiveMemory, turns: Turns) -> None:
        self._directory = directory
        self._edit = edit
        self._power = power
        self._live = live
        self._turns = turns

    async def resize(self, user_id: str, mib: int, live: bool) -> MemoryResized:
        """Gives a guest so much memory. NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION as the contract says."""
        return await self._turns.unbroken(user_id, self._resize(user_id, mib, live))

    async def _resize(self, user_id: str, mib: int, live: bool) -> MemoryResized:
        with explaining(user_id):
            now = await self._definition(user_id)
            _must_fit(user_id, now, mib)
            if live and not await self._power.is_on(user_id):
                raise not_running(user_id)
        online = await self._live.online_mib(user_id) if live else 0
        if online > mib:
            raise failed_precondition(
                "MEMORY_DECREASE",
                f"guest {user_id} has {online} MiB online, and memory in use cannot be taken away",
                metadata={"online_mib": str(online)},
                resource=("guest", user_id),
            )
        changed = now.memory_mib != mib
        before, after = await self._rewrite(user_id, mib) if changed else ((), ())
        if mib > online > 0:
            if changed:
                async with undoing(lambda: self._restore(user_id, before, after), "directory entry"):
                    await self._bring(user_id, mib, online, now.reserved)
            else:
                await self._bring(user_id, mib, online, now.reserved)
        return MemoryResized(now.memory_mib, changed, mib if live else 0)

    async def _definition(self, user_id: str) -> MemoryDefinition:
        records = await self._directory.records(user_id)
        if records is None:
            raise no_such_guest(user_id)
        try:
            return memory_of(records)
        except ValueError as error:
            raise _unreadable(user_id, error) from error

    async def _rewrite(self, user_id: str, mib: int) -> tuple[Lines, Lines]:
        def change(lines: Lines) -> Lines:
            try:
                _must_fit(user_id, memory_of(lines), mib)  # somebody may have changed it since we looked
                return with_memory(lines, mib)
            except ValueError as error:
                raise _unreadable(user_id, error) from error

        return await self._edit.edit(user_id, change)

    async def _restore(self, user_id: str, before: Lines, after: Lines) -> None:
        old = memory_of(before).memory_mib
        await self._edit.edit(user_id, lambda lines: before if lines == after else with_memory(lines, old))

    async def _bring(self, user_id: str, mib: int, online: int, reserved: bool) -> None:
        if reserved:
            await self._live.define_standby(user_id, mib - online)
        await self._live.bring_online(user_id, mib - online, online)


def _must_fit(user_id: str, now: MemoryDefinition, mib: int) -> None:
    if mib > now.max_memory_mib:
        raise resource_exhausted(
            "MEMORY_ABOVE_MAXIMUM",
            f"guest {user_id} may have at most {now.max_memory_mib} MiB",
            metadata={"maximum_mib": str(now.max_memory_mib)},
            resource=("guest", user_id),
        )


def _unreadable(user_id: str, error: ValueError) -> ZfleetError:
    text = f"the directory entry of guest {user_id} {error}"
    return failed_precondition("USER_STATEMENT_UNREADABLE", text, resource=("guest", user_id))
