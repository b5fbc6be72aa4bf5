# SPDX-License-Identifier: Apache-2.0
"""Counters of the coupled NICs: one SMAPI call reads them all, and callers share it for a short time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zfleet_network.refusals import NO_SUCH_SWITCH, codes_of
from zfleet_runtime.deadline import detached
from zfleet_runtime.errors import internal
from zfleet_smapi.calls import VirtualNetworkVswitchQueryByteStats
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

EVERY = "*"
COUNTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NicStatistics:
    """What went through one NIC since it was coupled. `counters` are frames received, discarded and in error, frames
    sent, discarded and in error, bytes received, bytes sent."""

    user_id: str
    device_number: str
    virtual_switch: str
    counters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The counters of every guest's NICs by user id; when z/VM was asked: seconds since 1970, and on a steady clock."""

    of_guest: Mapping[str, Sequence[NicStatistics]]
    read_at: float
    begun: float


class Statistics:
    """The counters of the host."""

    def __init__(self, smapi: SmapiClient, *, lifetime: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`lifetime`: seconds that what was read is given to others too."""
        self._smapi = smapi
        self._lifetime = lifetime
        self._clock = clock
        self._latest: Reading | None = None
        self._running: asyncio.Task[Reading] | None = None

    async def of(self, user_ids: Collection[str]) -> tuple[list[NicStatistics], float]:
        """The counters of these guests' NICs by user id and device number; when they were read, seconds since 1970.

        Guests without coupled NICs are left out.
        """
        reading = await self._reading()
        found = [each for user_id in sorted(set(user_ids)) for each in reading.of_guest.get(user_id, ())]
        return found, reading.read_at

    async def _reading(self) -> Reading:
        if self._latest is not None and self._clock() - self._latest.begun < self._lifetime:
            return self._latest
        if self._running is None or self._running.done():
            self._running = detached(self._read())  # it is nobody's own: no caller's deadline is the others'
            self._running.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return await asyncio.shield(self._running)

    async def _read(self) -> Reading:
        read_at, begun = time.time(), self._clock()
        try:
            reply = await self._smapi.call(VirtualNetworkVswitchQueryByteStats(switch_name=EVERY))
            words: Sequence[str] = reply.string_list
        except SmapiError as error:
            if codes_of(error) != NO_SUCH_SWITCH:  # z/VM's word for "no switch at all"
                raise
            words = ()
        of_guest: dict[str, list[NicStatistics]] = {}
        for each in sorted(statistics_of(words), key=lambda each: each.device_number):
            of_guest.setdefault(each.user_id, []).append(each)
        self._latest = Reading(of_guest, read_at, begun)
        return self._latest


def statistics_of(words: Sequence[str]) -> list[NicStatistics]:
    """The NICs' counters in z/VM's flat list of counted structures. INTERNAL when it breaks off or is none."""
    try:
        return list(_nics(iter(words))) if words else []
    except (StopIteration, RuntimeError, ValueError) as error:
        raise internal("ZVM_ANSWER_UNREADABLE", "z/VM's list of network counters cannot be read") from error


def _nics(words: Iterator[str]) -> Iterator[NicStatistics]:
    for _ in range(int(next(words))):
        switch = next(words)
        for _ in range(int(next(words))):  # uplinks
            next(words)
            _counters(words)
        _counters(words)  # the bridge
        for _ in range(int(next(words))):
            owner, _, number = next(words).partition(" ")
            yield NicStatistics(
                user_id=owner,
                device_number=number.strip().upper().zfill(4),
                virtual_switch=switch,
                counters=_counters(words),
            )
        for _ in range(int(next(words))):  # VLANs: number, received, sent
            for _ in range(3):
                next(words)


def _counters(words: Iterator[str]) -> tuple[int, ...]:
    return tuple(int(next(words)) for _ in range(COUNTERS))
