# SPDX-License-Identifier: Apache-2.0
"""CP's performance counters of many guests with one call: z/VM answers for all names of a name list together.

The list is kept in z/VM under a name of our own. It has the managed guests that were asked about, and others for a
while after they were asked about; it is put right whenever the counters are read anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from zfleet_guest.observe import WITHOUT_RECORDS
from zfleet_guest.refusals import Codes, codes_of
from zfleet_guest.registry import Registry
from zfleet_guest.zvm import Zvm, a_few_at_a_time
from zfleet_smapi.calls import NameListAdd, NameListQuery, NameListRemove, SystemImagePerformanceQuery
from zfleet_smapi.calls.image_performance import GuestPerformance
from zfleet_smapi.errors import SmapiError

_NO_SUCH_LIST: tuple[Codes, ...] = ((28, 0), (200, 24))
_REMEMBERED = 3600.0  # seconds that a guest that is not managed stays in the list after it was asked about
_AT_ONCE = 3  # changes of the list


@dataclass(frozen=True, slots=True)
class _Reading:
    """The counters of the running ones among `names`; `taken_at` is the loop's time when the query began."""

    names: frozenset[str]
    records: Mapping[str, GuestPerformance]
    taken_at: float


class GuestStatistics:
    """Reads counters. `age`: seconds that a reading is good for; `list_name`: of the name list."""

    def __init__(self, zvm: Zvm, registry: Registry, list_name: str, age: float) -> None:
        self._zvm = zvm
        self._registry = registry
        self._list = list_name
        self._age = age
        self._reading = asyncio.Lock()
        self._kept: _Reading | None = None
        self._asked: dict[str, float] = {}

    async def of(self, user_ids: Sequence[str]) -> list[GuestPerformance]:
        """The counters of those that are on, in the order of their user ids; no user ids mean all managed guests."""
        managed = await self._registry.here() if not user_ids else ()
        wanted = frozenset(user_ids or managed)
        if not wanted:
            return []
        asked_at = asyncio.get_running_loop().time()
        kept = self._good(wanted, asked_at)
        if kept is None:
            async with self._reading:  # whoever waited here may find that the one before has read for both
                kept = self._good(wanted, asked_at)
                if kept is None:
                    kept = self._kept = await self._read(wanted)
        return [kept.records[user_id] for user_id in sorted(wanted) if user_id in kept.records]

    def _good(self, wanted: frozenset[str], asked_at: float) -> _Reading | None:
        kept = self._kept
        if kept is None or not wanted <= kept.names or kept.taken_at < asked_at - self._age:
            return None
        return kept

    async def _read(self, wanted: frozenset[str]) -> _Reading:
        now = asyncio.get_running_loop().time()
        self._asked = {name: at for name, at in self._asked.items() if now - at < _REMEMBERED}
        self._asked.update(dict.fromkeys(wanted, now))
        listed = await self._listed()
        keep = set(await self._registry.here()) | set(self._asked)
        await self._change(listed, wanted - listed, listed - keep)
        names = frozenset(wanted | (listed & keep))
        return _Reading(names, await self._records(), now)

    async def _listed(self) -> frozenset[str]:
        try:
            return frozenset((await self._zvm.call(NameListQuery(target=self._list))).name_array)
        except SmapiError as error:
            if codes_of(error) in _NO_SUCH_LIST:
                return frozenset()
            raise

    async def _change(self, listed: Collection[str], missing: Collection[str], surplus: Collection[str]) -> None:
        """Adds before it removes: a list that gets empty goes, and the first name makes it, before the others come."""
        new = sorted(missing)
        if not listed and new:
            await self._add(new.pop(0))
        await a_few_at_a_time([self._add(name) for name in new], _AT_ONCE)
        await a_few_at_a_time([self._remove(name) for name in sorted(surplus)], _AT_ONCE)

    async def _add(self, name: str) -> None:
        await self._zvm.call(NameListAdd(target=self._list, name=name))

    async def _remove(self, name: str) -> None:
        await self._zvm.call(NameListRemove(target=self._list, name=name))

    async def _records(self) -> dict[str, GuestPerformance]:
        try:
            reply: object = await self._zvm.call(SystemImagePerformanceQuery(target=self._list))
        except SmapiError as error:
            if codes_of(error) not in WITHOUT_RECORDS:
                raise
            reply = getattr(error, "reply", None)
        records: Sequence[GuestPerformance] = getattr(reply, "image_performance_array", ())
        return {record.guest_name.strip(): record for record in records}
