# SPDX-License-Identifier: Apache-2.0
"""How a process's SMAPI calls have gone since it started: counted where the client's observer is, served by services.

health = runtime.host.smapi_health.now()
return pb.GetSmapiHealthResponse(health=health_message(pb.SmapiHealth(), health))
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc

from zfleet_smapi.client import Observer
from zfleet_smapi.codes import explain

TOO_MANY_IN_A_ROW = 20
_NOT_IN_ORDER = (grpc.StatusCode.UNAVAILABLE.name, grpc.StatusCode.UNAUTHENTICATED.name)

MessageT = TypeVar("MessageT", bound=Any)


@dataclass(frozen=True, slots=True)
class SmapiHealth:
    """The counters at one moment. Times are seconds since 1970; None: there was none yet."""

    total_success: int = 0
    total_fail: int = 0
    last_success: float | None = None
    last_fail: float | None = None
    continuous_fail: int = 0

    @property
    def healthy(self) -> bool:
        """Fewer than 20 failures since the last success."""
        return self.continuous_fail < TOO_MANY_IN_A_ROW


class SmapiHealthCounters(Observer):
    """Counts the conversations of one client.

    A refusal is an answer, and so a success: it is about what was asked. A failure is no answer, or one that says that
    the API or its server machines are not in order, or that our own password is not taken.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._successes = self._fails = self._in_a_row = 0
        self._last_success: float | None = None
        self._last_fail: float | None = None

    def called(
        self,
        function: str,
        return_code: int | None,
        reason_code: int | None,
        seconds: float,
        queue_seconds: float,
    ) -> None:
        """A conversation is over; the codes are None when there was no answer."""
        if _is_failure(function, return_code, reason_code):
            self._fails += 1
            self._in_a_row += 1
            self._last_fail = self._clock()
        else:
            self._successes += 1
            self._in_a_row = 0
            self._last_success = self._clock()

    def now(self) -> SmapiHealth:
        """The counters as they are."""
        return SmapiHealth(self._successes, self._fails, self._last_success, self._last_fail, self._in_a_row)


def _is_failure(function: str, return_code: int | None, reason_code: int | None) -> bool:
    if return_code == 0:
        return False
    return return_code is None or explain(return_code, reason_code or 0, function).status in _NOT_IN_ORDER


def health_message(message: MessageT, health: SmapiHealth) -> MessageT:
    """Fills a service's SmapiHealth message; those of all services have the same fields."""
    message.total_success = health.total_success
    message.total_fail = health.total_fail
    message.continuous_fail = health.continuous_fail
    message.healthy = health.healthy
    for field, moment in ((message.last_success_time, health.last_success), (message.last_fail_time, health.last_fail)):
        if moment is not None:
            field.FromMicroseconds(round(moment * 1_000_000))
    return message
