# SPDX-License-Identifier: Apache-2.0
"""How long the event loop of a process was held up, read from its /metrics: before, after, and what came between."""

from __future__ import annotations

import asyncio
import math
import urllib.request
from dataclasses import dataclass

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

DELAY = "zfleet_event_loop_delay_seconds"
BLOCKED = "zfleet_event_loop_blocked_seconds"


@dataclass(frozen=True)
class Seen:
    """A histogram; `counts` has the number of observations by their bucket's upper bound, in seconds."""

    counts: dict[float, float]
    seconds: float

    def since(self, before: Seen) -> Seen:
        """What came after `before` was read."""
        counts = {bound: count - before.counts[bound] for bound, count in self.counts.items()}
        return Seen(counts, self.seconds - before.seconds)

    def above(self, seconds: float) -> float:
        """How many were longer than this, which must be a bucket's bound."""
        if seconds not in self.counts:
            raise ValueError(f"{seconds} is not the bound of a bucket")
        return sum(count for bound, count in self.counts.items() if bound > seconds)

    @property
    def looks(self) -> float:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def worst(self) -> str:
        """The bucket of the longest one."""
        high = max((bound for bound, count in self.counts.items() if count), default=0.0)
        low = max((bound for bound in self.counts if bound < high), default=0.0)
        return f"over {low * 1e3:g} ms" if math.isinf(high) else f"{low * 1e3:g} to {high * 1e3:g} ms"


@dataclass(frozen=True)
class Stalls:
    """How late a loop was, and how late by what its own process did."""

    delay: Seen
    blocked: Seen

    def since(self, before: Stalls) -> Stalls:
        """What came after `before` was read."""
        return Stalls(self.delay.since(before.delay), self.blocked.since(before.blocked))

    def __str__(self) -> str:
        mean = self.delay.seconds / max(1.0, self.delay.looks)
        return (
            f"worst stall of its own doing {self.blocked.worst}, with waiting for a processor {self.delay.worst}, "
            f"mean {mean * 1e3:.2f} ms ({self.delay.looks:.0f} looks)"
        )


async def stalls_of(metrics_url: str) -> Stalls:
    """Since the process began to serve."""
    text = await asyncio.to_thread(_read, metrics_url)
    families = {each.name: each for each in text_string_to_metric_families(text)}
    return Stalls(_seen(families[DELAY]), _seen(families[BLOCKED]))


def _seen(family: Metric) -> Seen:
    below = {float(each.labels["le"]): each.value for each in family.samples if each.name.endswith("_bucket")}
    bounds = sorted(below)
    counts = {bound: below[bound] - (below[bounds[at - 1]] if at else 0.0) for at, bound in enumerate(bounds)}
    return Seen(counts, next(each.value for each in family.samples if each.name.endswith("_sum")))


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
        return text
