# SPDX-License-Identifier: Apache-2.0
"""Keeps the registry right when guests are moved by others: by an operator, or from another member to here.

Opt-in, for members of a cluster: it holds a subscription to z/VM's events for as long as the service runs. Moves while
z/VM's events are away are missed; RegisterGuest and UpdateManagedGuest put them right.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from zfleet_guest.guest_events import GuestEvent, Kind
from zfleet_guest.registry import Registry
from zfleet_guest.watch import Watch
from zfleet_guest.watchers import Wanted
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log

_PAUSE = 5.0  # seconds until the next try when events are not to be had


class FollowRelocations:
    """Follows z/VM's events of relocations that have come to their end."""

    def __init__(self, watch: Watch, registry: Registry, log: Log) -> None:
        self._watch = watch
        self._registry = registry
        self._log = log
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """From now on."""
        self._task = asyncio.create_task(self._follow(), name="follow relocations")

    async def close(self) -> None:
        """No longer."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        wanted = Wanted(kinds=frozenset((Kind.RELOCATION_ENDED,)))
        while True:
            try:
                async with aclosing(self._watch.guests(wanted)) as news:
                    async for told in news:
                        if isinstance(told.news, GuestEvent):
                            await self._note(told.news)
            except ZfleetError as error:  # no events, or no database
                self._log.warning("relocations not followed", reason=error.reason)
            await asyncio.sleep(_PAUSE)

    async def _note(self, event: GuestEvent) -> None:
        system = "" if event.inbound else event.other_system
        if system or event.inbound:
            await self._registry.is_at(event.user_id, system)
            self._log.info("guest was relocated", user_id=event.user_id, other_system=event.other_system)
