# SPDX-License-Identifier: Apache-2.0
"""How long the host takes over a function, so that a client meets real waiting times. Off without rules."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase

from zfleet_simulator.clock import Clock
from zfleet_simulator.upper_case import upper_case


@dataclass(frozen=True)
class LatencyRule:
    """Functions whose name fits ``function`` (``*`` and ``?`` allowed, case ignored) take ``seconds``.

    ``jitter`` is a share of ``seconds``: 0.2 makes 1 s anything between 0.8 s and 1.2 s.
    """

    function: str
    seconds: float
    jitter: float = 0.0

    def __post_init__(self) -> None:
        """ValueError for a negative time or a jitter outside of 0 to 1."""
        if self.seconds < 0 or not 0 <= self.jitter <= 1:
            raise ValueError(f"latency of {self.function}: seconds must not be negative, jitter is 0 to 1")


# Rough times of a mid-size system: directory changes wait for DIRMAINT, CP commands do not.
REALISTIC = (
    LatencyRule("Image_Activate", 0.35, 0.3),
    LatencyRule("Image_Deactivate", 0.25, 0.3),
    LatencyRule("*_Query*", 0.04, 0.5),
    LatencyRule("*_DM", 0.6, 0.4),
    LatencyRule("*", 0.06, 0.5),
)


_LATEST = 16  # calls of a function that tell what the host itself needs for it
_TICK = 0.001  # seconds that a timer may be late by anyway


class Latency:
    """The rules of one host; the first that fits counts."""

    def __init__(self, rules: Iterable[LatencyRule], seed: int) -> None:
        self.rules = tuple(rules)
        self._random = random.Random(seed)  # noqa: S311 - spread, not secrets
        self._known: dict[str, LatencyRule | None] = {}
        self._own: dict[str, deque[float]] = {}  # what the host itself needed for a function, lately

    def seconds(self, function: str) -> float:
        """How long this call shall take."""
        if not self.rules:
            return 0.0
        if function not in self._known:
            fits = (rule for rule in self.rules if fnmatchcase(upper_case(function), upper_case(rule.function)))
            self._known[function] = next(fits, None)
        rule = self._known[function]
        if rule is None:
            return 0.0
        return rule.seconds * (1 + rule.jitter * self._random.uniform(-1, 1)) if rule.jitter else rule.seconds

    def pause(self, function: str, seconds: float) -> float:
        """How long to wait in a call that shall take ``seconds``: the rest is what the host itself usually needs."""
        own = sorted(self._own.get(function, (0.0,)))
        return max(0.0, seconds - own[len(own) // 2])

    def took(self, function: str, seconds: float) -> None:
        """What a call took beside its pause."""
        self._own.setdefault(function, deque(maxlen=_LATEST)).append(max(0.0, seconds))

    @asynccontextmanager
    async def spent(self, function: str, seconds: float, clock: Clock) -> AsyncIterator[float]:
        """A block that takes ``seconds`` in all when it waits for what it is given: never less, but for a timer's tick.

        On a busy machine it takes longer, as everything does.
        """
        pause, began = self.pause(function, seconds), clock.now()
        try:
            yield pause
        finally:
            spent = clock.now() - began
            self.took(function, spent - pause)
        if seconds - spent > _TICK:  # the host was faster than usual
            await clock.sleep(seconds - spent)


def latency_rule(text: str) -> LatencyRule:
    """A rule from ``FUNCTION=SECONDS`` or ``FUNCTION=SECONDS~JITTER``; ValueError otherwise."""
    function, equals, rest = text.partition("=")
    seconds, _, jitter = rest.partition("~")
    if not function or not equals:
        raise ValueError(f"{text!r} is not FUNCTION=SECONDS[~JITTER]")
    return LatencyRule(function, float(seconds), float(jitter or 0))
