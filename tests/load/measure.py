# SPDX-License-Identifier: Apache-2.0
"""How the load tests measure: in paired blocks, so that a busy machine slows both sides alike, and as ratios.

A figure in milliseconds says something about the machine of that minute; a ratio of two things that took turns on it
says something about the code.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Times:
    """Durations of single runs, in seconds."""

    seconds: Sequence[float]

    def at(self, share: float) -> float:
        """The duration that `share` of the runs stayed below, 0.5 being the median."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def median(self) -> float:
        """The middle duration."""
        return self.at(0.5)

    def __str__(self) -> str:
        return f"p50 {self.median * 1e3:.2f} ms, p99 {self.at(0.99) * 1e3:.2f} ms ({len(self.seconds)} runs)"


@dataclass(frozen=True)
class Pair:
    """Two things that took turns."""

    first: Times
    second: Times
    ratio: float
    """The median over the blocks of (second / first), each the median of its block."""


async def paired(first: Work, second: Work, *, blocks: int = 30, runs: int = 20, seed: int = 1) -> Pair:
    """Runs both in turns, in blocks of `runs`, each block in a random order; a first block of each is thrown away."""
    order = random.Random(seed)
    taken: tuple[list[float], list[float]] = ([], [])
    ratios = []
    for block in range(blocks + 1):
        medians = [0.0, 0.0]
        sides = [0, 1]
        order.shuffle(sides)
        for side in sides:
            times = [await timed((first, second)[side]) for _ in range(runs)]
            medians[side] = statistics.median(times)
            if block:
                taken[side].extend(times)
        if block:
            ratios.append(medians[1] / medians[0])
    return Pair(Times(taken[0]), Times(taken[1]), statistics.median(ratios))


async def timed(work: Work) -> float:
    """Seconds that one run took."""
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def at_once(work: Callable[[int], Awaitable[object]], *, count: int, width: int) -> tuple[Times, float]:
    """`count` runs, `width` of them at any time; their durations, and how many were done a second."""
    numbers = iter(range(count))
    times: list[float] = []

    async def one_after_another() -> None:
        for number in numbers:
            times.append(await timed(lambda number=number: work(number)))  # type: ignore[misc]

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(width):
            group.create_task(one_after_another())
    return Times(times), count / (time.perf_counter() - started)
