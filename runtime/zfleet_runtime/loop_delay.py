# SPDX-License-Identifier: Apache-2.0
"""How late the event loop is: zfleet_event_loop_delay_seconds. What blocks the loop holds up every call of the process.

Every 20 ms a timer is due, and how late it runs is one observation. A callback that keeps the loop for so long shows as
one delay, up to 20 ms shorter than it was; so does a machine that gives the process no processor.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Histogram

INTERVAL = 0.02
"""Seconds between two looks: 50 observations a second, which cost less than a thousandth of a processor."""

# Around what people notice, and the 100 ms that no part may take (tests/load); then what only a fault explains.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 5.0)


class LoopDelay:
    """Looks at one event loop from start() to stop(). Not to be shared between loops."""

    def __init__(self, registry: CollectorRegistry, clock: Callable[[], float] = time.perf_counter) -> None:
        """`clock` gives seconds, and goes on while the loop is blocked: uvloop's own time() does not."""
        self._seconds = Histogram(
            "zfleet_event_loop_delay_seconds",
            "How late the event loop ran a timer, seconds; looked at every 20 ms.",
            registry=registry,
            buckets=BUCKETS,
        )
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Looks from now on."""
        self._due = self._clock() + INTERVAL
        self._timer = loop.call_later(INTERVAL, self._look, loop)

    def stop(self) -> None:
        """Looks no more. What was seen stays in the registry."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._seconds.observe(max(0.0, self._clock() - self._due))  # a timer may run a little early
        self.start(loop)
