# SPDX-License-Identifier: Apache-2.0
"""What the facade counts: requests by route, method and status. Labels are bounded: a route is its pattern."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

from zfleet_runtime.metrics import SECONDS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class RestMetrics:
    """The families zfleet_rest_requests_total and zfleet_rest_request_seconds."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "zfleet_rest_requests", "REST requests answered.", ("route", "method", "code"), registry=registry
        )
        self._seconds = Histogram(
            "zfleet_rest_request_seconds",
            "Time of REST requests up to the answer's first byte, seconds.",
            ("route", "method"),
            registry=registry,
            buckets=SECONDS,
        )

    def ended(self, route: str, method: str, status: int, seconds: float) -> None:
        """One more request. A method that HTTP does not know counts as "other"."""
        method = method if method in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)
