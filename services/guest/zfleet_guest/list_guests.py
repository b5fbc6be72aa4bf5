# SPDX-License-Identifier: Apache-2.0
"""Lists guests page by page. z/VM answers all names at once, so the names are kept for a moment, and a page costs its
own guests only."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_guest.directory import Directory
from zfleet_guest.directory_entry import DirectoryEntry
from zfleet_guest.observe import Guest, Observer, View
from zfleet_guest.pause import Pause
from zfleet_guest.running_state import PowerState, running_of
from zfleet_guest.zvm import Zvm, a_few_at_a_time, together
from zfleet_runtime.deadline import detached
from zfleet_runtime.pagination import Page
from zfleet_smapi.calls import ImageNameQueryDM, ImageStatusQuery
from zfleet_smapi.calls.image_cpu import ImageActiveConfigurationQueryReply

_AFTER_EVERY_NAME = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All user ids of the directory, sorted, and those of them that are logged on; `taken_at` is the loop's time."""

    names: tuple[str, ...]
    active: frozenset[str]
    taken_at: float


class Census:
    """Who there is. Kept for `age` seconds; those who ask at the same time share one query."""

    def __init__(self, zvm: Zvm, age: float) -> None:
        self._zvm = zvm
        self._age = age
        self._kept: Snapshot | None = None
        self._taking: asyncio.Task[Snapshot] | None = None

    async def now(self) -> Snapshot:
        """The guests as they are, or were a moment ago."""
        kept, time = self._kept, asyncio.get_running_loop().time()
        if kept is not None and time - kept.taken_at <= self._age:
            return kept
        if self._taking is None:
            # Not the caller's own work: others wait for it too, and must not be cancelled with the caller.
            self._taking = detached(self._take(), name="census")
        return await asyncio.shield(self._taking)

    def changed(self) -> None:
        """A guest was created, deleted, started or stopped here: the next page shows it."""
        self._kept = self._taking = None

    async def _take(self) -> Snapshot:
        task, time = asyncio.current_task(), asyncio.get_running_loop().time()
        try:
            names, active = await together(
                self._zvm.call(ImageNameQueryDM()), self._zvm.call(ImageStatusQuery(target="*"))
            )
            taken = Snapshot(
                tuple(sorted({name.strip() for name in names.image_name_array})),
                frozenset(name.strip() for name in active.image_name_array),
                time,
            )
            if self._taking is task:
                self._kept = taken
            return taken
        finally:
            if self._taking is task:
                self._taking = None


@dataclass(frozen=True, slots=True)
class GuestPage:
    """A page of guests, the next one's token, and how many guests there are over all pages."""

    guests: tuple[Guest, ...]
    next_page_token: str
    total: int


class GuestList:
    """Pages of guests."""

    def __init__(
        self, census: Census, observer: Observer, directory: Directory, pause: Pause, concurrency: int
    ) -> None:
        self._census = census
        self._observer = observer
        self._directory = directory
        self._pause = pause
        self._concurrency = concurrency

    async def page(self, page: Page, prefix: str, view: View) -> GuestPage:
        """The guests whose user ids begin with `prefix`, after the last page's last, in order.

        A guest that was deleted since the names were taken is left out of a view that would show its entry.
        """
        census = await self._census.now()
        first = bisect_left(census.names, prefix)
        end = bisect_left(census.names, prefix + _AFTER_EVERY_NAME)
        start = first if page.after is None else max(first, bisect_right(census.names, page.after))
        names = census.names[start : min(end, start + page.size)]
        token = page.token_after(names[-1]) if names and start + page.size < end else ""
        guests = await self._look(names, census.active, view)
        return GuestPage(tuple(guests), token, end - first)

    async def _look(self, names: Sequence[str], active: frozenset[str], view: View) -> list[Guest]:
        running = [name for name in names if name in active]
        asked = running if View.RUNNING in view else ()
        entries, configurations, performance, paused = await together(
            self._entries(names if View.DIRECTORY in view else ()),
            self._configurations(asked),
            self._observer.performance(asked),
            self._pause.paused(running),
        )
        guests = []
        for name in names:
            entry, configuration = entries.get(name), configurations.get(name)
            if View.DIRECTORY in view and entry is None:
                continue
            # A guest without a configuration was logged off since the names were taken.
            is_on = name in active and (name not in configurations or configuration is not None)
            power = PowerState.OFF if not is_on else PowerState.PAUSED if name in paused else PowerState.ON
            state = running_of(configuration, performance.get(name)) if configuration is not None else None
            guests.append(Guest(name, power, entry, state))
        return guests

    async def _entries(self, names: Sequence[str]) -> dict[str, DirectoryEntry | None]:
        found = await a_few_at_a_time([self._directory.entry(name) for name in names], self._concurrency)
        return dict(zip(names, found, strict=True))

    async def _configurations(self, names: Sequence[str]) -> dict[str, ImageActiveConfigurationQueryReply | None]:
        found = await a_few_at_a_time([self._observer.configuration(name) for name in names], self._concurrency)
        return dict(zip(names, found, strict=True))
