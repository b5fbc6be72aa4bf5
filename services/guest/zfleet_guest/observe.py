# SPDX-License-Identifier: Apache-2.0
"""Asks z/VM about guests: what the directory says, what CP runs, or both, with no more calls than the view needs."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_guest.directory import Directory
from zfleet_guest.directory_entry import DirectoryEntry
from zfleet_guest.pause import Pause
from zfleet_guest.refusals import NO_SUCH_IMAGE, NOT_ACTIVE, UNKNOWN_FUNCTION, codes_of, explaining
from zfleet_guest.running_state import PowerState, RunningState, running_of
from zfleet_guest.zvm import Zvm, together
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import (
    ImageActiveConfigurationQuery,
    ImagePerformanceQuery,
    ImageStatusQuery,
    SystemImagePerformanceQuery,
)
from zfleet_smapi.calls.image_cpu import ImageActiveConfigurationQueryReply
from zfleet_smapi.calls.image_performance import GuestPerformance
from zfleet_smapi.errors import SmapiError

# Some or all of the images gave no record; those of the others follow.
WITHOUT_RECORDS = ((4, 4), (4, 10), NOT_ACTIVE, NO_SUCH_IMAGE)


class View(enum.Flag):
    """How much of a guest is wanted beside its user id and power state."""

    BASIC = 0
    DIRECTORY = enum.auto()
    RUNNING = enum.auto()
    FULL = DIRECTORY | RUNNING


@dataclass(frozen=True, slots=True)
class Guest:
    """One guest as asked for; `directory` and `running` are None when the view leaves them out or it is off."""

    user_id: str
    power: PowerState
    directory: DirectoryEntry | None = None
    running: RunningState | None = None


class Observer:
    """Looks at single guests."""

    def __init__(self, zvm: Zvm, directory: Directory, pause: Pause) -> None:
        self._zvm = zvm
        self._directory = directory
        self._pause = pause

    async def guest(self, user_id: str, view: View) -> Guest:
        """One guest. NOT_FOUND when the directory has none of that name."""
        with explaining(user_id):
            if View.DIRECTORY in view:
                wanted = self._running(user_id) if View.RUNNING in view else self._power(user_id)
                entry, (power, running) = await together(self._directory.entry(user_id), wanted)
            else:
                power, running = await (self._running(user_id) if View.RUNNING in view else self._power(user_id))
                # Who is logged on is in the directory; only the others need a look.
                known = power is not PowerState.OFF or await self._directory.exists(user_id)
                entry = None
                if not known:
                    raise no_such_guest(user_id)
        if View.DIRECTORY in view and entry is None:
            raise no_such_guest(user_id)
        return Guest(user_id, power, entry, running)

    async def configuration(self, user_id: str) -> ImageActiveConfigurationQueryReply | None:
        """What the running guest has; None when it is off."""
        try:
            return await self._zvm.call(ImageActiveConfigurationQuery(target=user_id))
        except SmapiError as error:
            if codes_of(error) in (NOT_ACTIVE, NO_SUCH_IMAGE):
                return None
            raise

    async def performance(self, user_ids: Sequence[str]) -> dict[str, GuestPerformance]:
        """The performance records of those of the guests that CP has one for, with one call."""
        if not user_ids:
            return {}
        one = len(user_ids) == 1
        reply: object
        try:
            if one:
                reply = await self._zvm.call(SystemImagePerformanceQuery(target=user_ids[0]))
            else:
                reply = await self._zvm.call(ImagePerformanceQuery(target_list=tuple(user_ids)))
        except SmapiError as error:
            # Below level 640 z/VM knows no such function: then there are no counters.
            if codes_of(error) not in (*WITHOUT_RECORDS, UNKNOWN_FUNCTION):
                raise
            reply = getattr(error, "reply", None)
        records: Sequence[GuestPerformance] = getattr(
            reply, "image_performance_array" if one else "performance_records", ()
        )
        return {record.guest_name.strip(): record for record in records}

    async def _power(self, user_id: str) -> tuple[PowerState, None]:
        reply = await self._zvm.call(ImageStatusQuery(target=user_id))
        if user_id not in {name.strip() for name in reply.image_name_array}:
            return PowerState.OFF, None
        return await self._on_or_paused(user_id), None

    async def _running(self, user_id: str) -> tuple[PowerState, RunningState | None]:
        configuration, records, power = await together(
            self.configuration(user_id), self.performance([user_id]), self._on_or_paused(user_id)
        )
        if configuration is None:
            return PowerState.OFF, None
        return power, running_of(configuration, records.get(user_id))

    async def _on_or_paused(self, user_id: str) -> PowerState:
        return PowerState.PAUSED if await self._pause.paused([user_id]) else PowerState.ON
