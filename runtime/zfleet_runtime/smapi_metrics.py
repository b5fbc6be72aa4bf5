# SPDX-License-Identifier: Apache-2.0
"""What the SmapiClient tells about its calls, as metrics: zfleet_smapi_*. An observer of that client.

Labels are bounded: a function is one of IBM's names, and at most 64 return codes are told apart.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from zfleet_runtime.metrics import SECONDS
from zfleet_runtime.smapi_health import SmapiHealthCounters
from zfleet_smapi.client import Observer

_OTHER = "other"
_NO_REPLY = "none"
_MOST_CODES = 64  # z/VM has about 50 return codes; what a broken server may make up is counted together


class SmapiMetrics(Observer):
    """Counts and times SMAPI calls, and tells `health` of them. Children are looked up once per function (and code)."""

    def __init__(self, registry: CollectorRegistry, health: SmapiHealthCounters | None = None) -> None:
        self._health = health or SmapiHealthCounters()
        self._calls = Counter(
            "zfleet_smapi_calls", "SMAPI calls by how they ended.", ("function", "return_code"), registry=registry
        )
        self._seconds = Histogram(
            "zfleet_smapi_call_seconds",
            "Time of SMAPI calls from connecting to the last byte, seconds.",
            ("function",),
            registry=registry,
            buckets=SECONDS,
        )
        self._queue = Histogram(
            "zfleet_smapi_queue_seconds",
            "Time that SMAPI calls waited for a free conversation, seconds.",
            registry=registry,
            buckets=SECONDS,
        )
        self._in_flight = Gauge("zfleet_smapi_in_flight", "SMAPI conversations that are open now.", registry=registry)
        self._queued = Gauge(
            "zfleet_smapi_queued", "SMAPI calls that wait for a free conversation now.", registry=registry
        )
        self._retries = Counter(
            "zfleet_smapi_retries", "SMAPI calls tried again, by why.", ("reason",), registry=registry
        )
        self._background = Histogram(
            "zfleet_smapi_background_seconds",
            "Time that the directory manager took after answering 592, seconds.",
            registry=registry,
            buckets=SECONDS,
        )
        self._calls_of: dict[tuple[str, str], Counter] = {}
        self._seconds_of: dict[str, Histogram] = {}
        self._codes: dict[int, str] = {}

    def called(
        self,
        function: str,
        return_code: int | None,
        reason_code: int | None,
        seconds: float,
        queue_seconds: float,
    ) -> None:
        """A call is over; the codes are None when there was no reply."""
        key = (function, self._code_label(return_code))
        calls = self._calls_of.get(key)
        if calls is None:
            calls = self._calls_of[key] = self._calls.labels(*key)
        timed = self._seconds_of.get(function)
        if timed is None:
            timed = self._seconds_of[function] = self._seconds.labels(function)
        self._health.called(function, return_code, reason_code, seconds, queue_seconds)
        calls.inc()
        timed.observe(seconds)
        self._queue.observe(queue_seconds)

    def queued(self, delta: int) -> None:
        """So many calls more wait for a free conversation."""
        self._queued.inc(delta)

    def in_flight(self, delta: int) -> None:
        """So many conversations more are open."""
        self._in_flight.inc(delta)

    def retried(self, function: str, reason: str) -> None:
        """A call is tried again."""
        self._retries.labels(reason).inc()

    def operation_finished(self, function: str, seconds: float) -> None:
        """Background work was waited for."""
        self._background.observe(seconds)

    def _code_label(self, return_code: int | None) -> str:
        if return_code is None:
            return _NO_REPLY
        if return_code not in self._codes:
            if len(self._codes) >= _MOST_CODES:
                return _OTHER
            self._codes[return_code] = str(return_code)
        return self._codes[return_code]
