# SPDX-License-Identifier: Apache-2.0
"""How late the event loop is, and how much of that is our own doing. What blocks it holds up every call of the process.

Every 20 ms a timer is due, and how late it runs is one observation of zfleet_event_loop_delay_seconds. A callback that
keeps the loop for so long shows as one delay, up to 20 ms shorter than it was; so does a machine that gives the process
no processor. zfleet_event_loop_blocked_seconds is that without the time that the loop's thread was ready to run and
had no processor, as Linux counts it: a delay that is in both is a fault of the program, one that is not wants more CPU.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Histogram

INTERVAL = 0.02
"""Seconds between two looks: 50 observations a second, which cost less than a thousandth of a processor."""

# Around what people notice, and the 100 ms that no part may take (tests/load); then what only a fault explains.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 5.0)

_SCHEDULED = "/proc/thread-self/schedstat"  # nanoseconds on a processor, nanoseconds of waiting for one, turns


class ProcessorWait:
    """Seconds that the thread which made this was ready to run without a processor; 0 where nothing tells."""

    def __init__(self) -> None:
        try:
            self._file = os.open(_SCHEDULED, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:  # not Linux, or a kernel without it
            self._file = -1

    def seconds(self) -> float:
        """Since the thread began."""
        if self._file < 0:
            return 0.0
        return int(os.pread(self._file, 80, 0).split()[1]) / 1e9

    def close(self) -> None:
        """Gives the file back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class LoopDelay:
    """Looks at one event loop from start() to stop(). Not to be shared between loops."""

    def __init__(
        self,
        registry: CollectorRegistry,
        clock: Callable[[], float] = time.perf_counter,
        waits: Callable[[], ProcessorWait] = ProcessorWait,
    ) -> None:
        """`clock` gives seconds, and goes on while the loop is blocked: uvloop's own time() does not."""
        self._delays = Histogram(
            "zfleet_event_loop_delay_seconds",
            "How late the event loop ran a timer, seconds; looked at every 20 ms.",
            registry=registry,
            buckets=BUCKETS,
        )
        self._blocks = Histogram(
            "zfleet_event_loop_blocked_seconds",
            "The same without the time that the loop's thread had to wait for a processor, seconds.",
            registry=registry,
            buckets=BUCKETS,
        )
        self._clock = clock
        self._waits = waits
        self._wait: ProcessorWait | None = None
        self._timer: asyncio.TimerHandle | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Looks from now on. Called in the loop's thread."""
        self._wait = self._waits()
        self._plan(loop, self._wait, self._wait.seconds())

    def stop(self) -> None:
        """Looks no more. What was seen stays in the registry."""
        if self._timer is not None and self._wait is not None:
            self._timer.cancel()
            self._wait.close()
            self._timer = self._wait = None

    def _plan(self, loop: asyncio.AbstractEventLoop, wait: ProcessorWait, waited: float) -> None:
        due = self._clock() + INTERVAL
        self._timer = loop.call_later(INTERVAL, self._look, loop, wait, due, waited)

    def _look(self, loop: asyncio.AbstractEventLoop, wait: ProcessorWait, due: float, waited: float) -> None:
        delay = max(0.0, self._clock() - due)  # a timer may run a little early
        until_now = wait.seconds()
        self._delays.observe(delay)
        self._blocks.observe(max(0.0, delay - (until_now - waited)))
        self._plan(loop, wait, until_now)
