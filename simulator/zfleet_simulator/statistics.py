# SPDX-License-Identifier: Apache-2.0
"""Numbers that move with time: worked out from how long something has been running, never stored.

A guest's appetite is fixed by its name, so the same guest looks the same in every run, and two looks at it a minute
apart differ by a minute's work.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

from zfleet_simulator.guests import Guest

PAGE_KB = 4


def _appetite(name: str, what: str) -> float:
    """A number between 0 and 1 that belongs to a name."""
    return zlib.crc32(f"{what}:{name}".encode()) / 0xFFFFFFFF


def cpu_microseconds(guest: Guest, now: float) -> int:
    """CPU time used since logon, over all virtual CPUs."""
    load = 0.02 + 0.38 * _appetite(guest.user_id, "cpu")
    return int(guest.running_seconds(now) * load * len(guest.cpus) * 1_000_000)


def memory_used_kb(guest: Guest, now: float) -> int:
    """Resident memory: grows quickly after logon and then levels off."""
    share = 0.15 + 0.5 * _appetite(guest.user_id, "memory")
    return int(guest.memory_kb * share * (1 - math.exp(-(guest.running_seconds(now) + 30) / 300)))


@dataclass(frozen=True)
class Samples:
    """CP's samples of what a guest was doing, one a second."""

    cpu: int
    delay: int
    page_wait: int
    idle: int
    other: int

    @property
    def total(self) -> int:
        """All samples."""
        return self.cpu + self.delay + self.page_wait + self.idle + self.other


def samples(guest: Guest, now: float) -> Samples:
    """What the guest was seen doing since logon."""
    seconds = int(guest.running_seconds(now))
    busy = int(seconds * (0.02 + 0.38 * _appetite(guest.user_id, "cpu")))
    delay, page_wait, other = busy // 50, seconds // 500, seconds // 200
    return Samples(busy, delay, page_wait, max(0, seconds - busy - delay - page_wait - other), other)


@dataclass(frozen=True)
class Traffic:
    """Eight counters of a network port."""

    received: int
    received_discarded: int
    received_errors: int
    sent: int
    sent_discarded: int
    sent_errors: int
    bytes_received: int
    bytes_sent: int

    def words(self) -> tuple[str, ...]:
        """The counters in SMAPI's order."""
        return (
            str(self.received),
            str(self.received_discarded),
            str(self.received_errors),
            str(self.sent),
            str(self.sent_discarded),
            str(self.sent_errors),
            str(self.bytes_received),
            str(self.bytes_sent),
        )


NO_TRAFFIC = Traffic(0, 0, 0, 0, 0, 0, 0, 0)


def nic_traffic(guest: Guest, vdev: int, now: float) -> Traffic:
    """What went through a coupled adapter since logon."""
    seconds = guest.running_seconds(now)
    rate = 5 + 200 * _appetite(f"{guest.user_id} {vdev:04X}", "net")
    received, sent = int(seconds * rate), int(seconds * rate * 0.8)
    return Traffic(received, received // 10_000, 0, sent, 0, 0, received * 610, sent * 420)


def total_traffic(parts: list[Traffic]) -> Traffic:
    """The sum of several ports."""
    columns = zip(*(tuple(int(word) for word in part.words()) for part in parts), strict=True)
    return Traffic(*(sum(column) for column in columns)) if parts else NO_TRAFFIC


def disk_bytes(rdev: int, seconds: float) -> tuple[int, int]:
    """Bytes read from and written to a real disk in that time."""
    rate = 20_000 + 400_000 * _appetite(f"{rdev:04X}", "disk")
    return int(seconds * rate), int(seconds * rate * 0.4)
