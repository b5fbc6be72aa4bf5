# SPDX-License-Identifier: Apache-2.0
"""The simulator's own metrics for Prometheus: requests by function and codes, workers busy, queue depth, by system."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from zfleet_simulator.host import SimulatedHost

_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0)


class HostMetrics:
    """Counts what the hosts of a process answer: give :meth:`of` a system to its host as observer, then watch it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "zfleet_simulator_requests_total",
            "Requests answered, by function and codes; codes -1 are connections dropped by a fault.",
            ("system", "function", "return_code", "reason_code"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zfleet_simulator_request_seconds",
            "Time from a whole request to its answer.",
            ("system", "function"),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._busy = self._gauge("workers_busy", "Worker servers at work or down.")
        self._total = self._gauge("workers", "Worker servers there are.")
        self._waiting = self._gauge("queue_depth", "Requests that wait for a worker server.")

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"zfleet_simulator_{name}", meaning, ("system",), registry=self.registry)

    def of(self, system: str) -> SystemMetrics:
        """Who counts what one system answers."""
        return SystemMetrics(system, self._requests, self._seconds)

    def watch(self, host: SimulatedHost) -> None:
        """Report a host's workers and its queue at every scrape."""
        system = host.system_name
        self._busy.labels(system).set_function(lambda: host.workers.busy)
        self._total.labels(system).set(host.workers.count)
        self._waiting.labels(system).set_function(lambda: host.workers.waiting)

    def serve(self, address: str, port: int) -> tuple[str, int]:
        """Answer scrapes on a port of its own; the address really bound. OSError when it is taken."""
        server, _ = start_http_server(port, address, registry=self.registry)
        return str(server.server_address[0]), int(server.server_address[1])


class SystemMetrics:
    """The observer of one host."""

    def __init__(self, system: str, requests: Counter, seconds: Histogram) -> None:
        self._system = system
        self._requests = requests
        self._seconds = seconds

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """One request was answered."""
        # Operation ids and API levels are reason codes too: one series for each would never end.
        reason = "id" if return_code == 592 and reason_code > 4 else str(reason_code)
        self._requests.labels(self._system, function, str(return_code), reason).inc()
        self._seconds.labels(self._system, function).observe(seconds)
