# SPDX-License-Identifier: Apache-2.0
"""How long the event loop of a process was held up, read from its /metrics: before, after, and what came between."""

from __future__ import annotations

import asyncio
import math
import urllib.request
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

FAMILY = "zfleet_event_loop_delay_seconds"


@dataclass(frozen=True)
class Stalls:
    """What a process's loop was seen to be late by; `counts` has the number of delays by their bucket's upper bound."""

    counts: dict[float, float]
    seconds: float

    def since(self, before: Stalls) -> Stalls:
        """Those after `before` was read."""
        counts = {bound: count - before.counts.get(bound, 0.0) for bound, count in self.counts.items()}
        return Stalls(counts, self.seconds - before.seconds)

    def above(self, seconds: float) -> float:
        """How many delays were longer than this, which must be a bucket's bound."""
        if seconds not in self.counts:
            raise ValueError(f"{seconds} is no bucket of {FAMILY}")
        return sum(count for bound, count in self.counts.items() if bound > seconds)

    @property
    def looks(self) -> float:
        """How often the loop was looked at."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        bounds = sorted(self.counts)
        worst = max((bound for bound, count in self.counts.items() if count), default=0.0)
        best = max((bound for bound in bounds if bound < worst), default=0.0)
        between = f"over {best * 1e3:g} ms" if math.isinf(worst) else f"{best * 1e3:g} to {worst * 1e3:g} ms"
        mean = self.seconds / self.looks * 1e3 if self.looks else 0.0
        return f"worst stall {between}, mean delay {mean:.2f} ms ({self.looks:.0f} looks)"


async def stalls_of(metrics_url: str) -> Stalls:
    """Since the process began to serve."""
    text = await asyncio.to_thread(_read, metrics_url)
    family = next(each for each in text_string_to_metric_families(text) if each.name == FAMILY)
    below = {float(each.labels["le"]): each.value for each in family.samples if each.name.endswith("_bucket")}
    bounds = sorted(below)
    counts = {bound: below[bound] - (below[bounds[at - 1]] if at else 0.0) for at, bound in enumerate(bounds)}
    return Stalls(counts, next(each.value for each in family.samples if each.name.endswith("_sum")))


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
        return text
