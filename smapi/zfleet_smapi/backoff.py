# SPDX-License-Identifier: Apache-2.0
"""Pauses between tries: short at first, longer and longer, never in step with other callers."""

from __future__ import annotations

from collections.abc import Callable
from random import random


class Backoff:
    """Pauses in seconds: from `first`, growing by `factor` up to `longest`, each shortened by up to `jitter` of it.

    `chance` gives numbers from 0 to 1; tests hand in their own.
    """

    def __init__(
        self,
        first: float,
        longest: float,
        *,
        factor: float = 2.0,
        jitter: float = 0.5,
        chance: Callable[[], float] = random,
    ) -> None:
        if not 0 < first <= longest or factor < 1 or not 0 <= jitter < 1:
            raise ValueError("a backoff needs 0 < first <= longest, factor >= 1 and 0 <= jitter < 1")
        self._next = first
        self._longest = longest
        self._factor = factor
        self._jitter = jitter
        self._chance = chance

    def pause(self) -> float:
        """How long to wait now."""
        pause = self._next
        self._next = min(self._longest, pause * self._factor)
        return pause * (1 - self._jitter * self._chance())
