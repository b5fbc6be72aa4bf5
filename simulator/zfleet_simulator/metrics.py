# SPDX-License-Identifier: Apache-2.0
"""The simulator's own metrics for Prometheus: requests by function and codes, workers busy, queue depth."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from zfleet_simulator.host import SimulatedHost

_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0)


class HostMetrics:
    """Counts what one host answers. Give it to the host as its observer, then :meth:`watch` the host."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "zfleet_simulator_requests_total",
            "Requests answered, by function and codes; codes -1 are connections dropped by a fault.",
            ("function", "return_code", "reason_code"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zfleet_simulator_request_seconds",
            "Time from a whole request to its answer.",
            ("function",),
            registry=self.registry,
            buckets=_SECONDS,
        )

    def watch(self, host: SimulatedHost) -> None:
        """Report the host's workers and its queue at every scrape."""
        busy = Gauge("zfleet_simulator_workers_busy", "Worker servers at work or down.", registry=self.registry)
        busy.set_function(lambda: host.workers.busy)
        total = Gauge("zfleet_simulator_workers", "Worker servers there are.", registry=self.registry)
        total.set(host.workers.count)
        waiting = Gauge(
            "zfleet_simulator_queue_depth", "Requests that wait for a worker server.", registry=self.registry
        )
        waiting.set_function(lambda: host.workers.waiting)

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """One request was answered."""
        # Operation ids and API levels are reason codes too: one series for each would never end.
        reason = "id" if return_code == 592 and reason_code > 4 else str(reason_code)
        self._requests.labels(function, str(return_code), reason).inc()
        self._seconds.labels(function).observe(seconds)

    def serve(self, address: str, port: int) -> tuple[str, int]:
        """Answer scrapes on a port of its own; the address really bound. OSError when it is taken."""
        server, _ = start_http_server(port, address, registry=self.registry)
        return str(server.server_address[0]), int(server.server_address[1])
