# SPDX-License-Identifier: Apache-2.0
"""How late an event loop is, as it is counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from zfleet_runtime.loop_delay import BUCKETS, INTERVAL, LoopDelay, ProcessorWait

NAME = "zfleet_event_loop_delay_seconds"
BLOCKED = "zfleet_event_loop_blocked_seconds"


class DrivenClock:
    """Seconds as the test sets them."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class DrivenLoop(asyncio.SelectorEventLoop):
    """A loop that keeps its timers until the test runs them."""

    def call_later(  # type: ignore[override]  # the stub ties args to the callback
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Remembers the timer; it would be due after `delay` seconds."""
        self.delay = delay
        self.timer = asyncio.TimerHandle(0.0, callback, args, self, context)
        return self.timer

    def run_timer(self) -> None:
        """Runs the timer unless it was cancelled."""
        if not self.timer.cancelled():
            self.timer._run()


class DrivenWait(ProcessorWait):
    """A thread that waited for a processor as long as the test says."""

    waited = 7.0
    closed = False

    def seconds(self) -> float:
        """What the test set."""
        return self.waited

    def close(self) -> None:
        """Remembers it."""
        super().close()
        self.closed = True


class Observed:
    """A sampler on a driven loop with a driven clock."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.clock = DrivenClock()
        self.loop = DrivenLoop()
        self.wait = DrivenWait()
        self.delay = LoopDelay(self.registry, self.clock, lambda: self.wait)

    def late(self, seconds: float, waiting: float = 0.0) -> None:
        """The next timer runs so late, the thread having waited for a processor for `waiting` seconds of it."""
        self.clock.now += self.loop.delay + seconds
        self.wait.waited += waiting
        self.loop.run_timer()

    def sum_of(self, name: str) -> float | None:
        """Seconds in all."""
        return self.registry.get_sample_value(f"{name}_sum")

    def count(self, below: float | None = None) -> float | None:
        """Observations, of delays up to `below` seconds."""
        if below is None:
            return self.registry.get_sample_value(f"{NAME}_count")
        return self.registry.get_sample_value(f"{NAME}_bucket", {"le": str(below)})


@pytest.fixture
def observed() -> Iterator[Observed]:
    """Started; its loop is closed at the end."""
    made = Observed()
    made.delay.start(made.loop)
    yield made
    made.loop.close()


def test_a_timer_that_runs_late_is_counted_by_how_late_it_was(observed: Observed) -> None:
    """Each look is one observation; the sum is the delays and not the intervals between them."""
    for seconds in (0.0, 0.004, 0.06, 0.3):
        observed.late(seconds)
    assert observed.count() == 4
    assert [observed.count(below) for below in (0.005, 0.05, 0.075, 0.25, 0.5)] == [2, 2, 3, 3, 4]
    assert observed.sum_of(NAME) == pytest.approx(0.364)


def test_one_delay_is_counted_once(observed: Observed) -> None:
    """The next look is due an interval after the late one, not after the one that was planned."""
    observed.late(5.0)
    observed.late(0.0)
    assert (observed.count(), observed.count(0.005)) == (2, 1)


def test_a_timer_that_runs_early_is_no_delay(observed: Observed) -> None:
    """Timers of the loop are as coarse as a millisecond; a negative delay would make the sum nonsense."""
    observed.late(-0.0009)
    assert observed.sum_of(NAME) == 0


def test_nothing_is_counted_after_a_stop(observed: Observed) -> None:
    """And what was counted stays."""
    observed.late(0.0)
    observed.delay.stop()
    observed.late(1.0)
    observed.delay.stop()
    assert observed.count() == 1
    assert observed.wait.closed


def test_what_the_machine_took_is_not_ours(observed: Observed) -> None:
    """Waiting for a processor is a delay and no block; only the waiting since the last look counts."""
    observed.late(0.3, waiting=0.29)
    observed.late(0.3)
    observed.late(0.001, waiting=0.02)
    assert observed.sum_of(NAME) == pytest.approx(0.601)
    assert observed.sum_of(BLOCKED) == pytest.approx(0.31)


def test_the_waiting_of_this_thread_is_told_by_linux() -> None:
    """It never goes back; after close() nothing tells, as on systems that do not count it."""
    wait = ProcessorWait()
    first = wait.seconds()
    assert 0 <= first <= wait.seconds() < time.monotonic()
    wait.close()
    wait.close()
    assert wait.seconds() == 0


def test_a_look_is_dense_enough_for_the_budget_of_a_part() -> None:
    """What holds a part up for longer than 0.1 s cannot hide between two looks, and 0.1 s is a bucket of its own."""
    assert INTERVAL < 0.1
    assert 0.1 in BUCKETS


async def test_a_callback_that_blocks_is_seen() -> None:
    """On the loop of this test, whichever it is, with the real clock."""
    registry = CollectorRegistry()
    delay = LoopDelay(registry)
    delay.start(asyncio.get_running_loop())
    try:
        time.sleep(0.15)  # what must not happen, on purpose
        while not registry.get_sample_value(f"{NAME}_count"):
            await asyncio.sleep(0)
    finally:
        delay.stop()
    assert registry.get_sample_value(f"{NAME}_bucket", {"le": "0.1"}) == 0
    assert registry.get_sample_value(f"{BLOCKED}_sum") <= registry.get_sample_value(f"{NAME}_sum")  # type: ignore[operator]
