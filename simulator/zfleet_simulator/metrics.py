# SPDX-License-Identifier: Apache-2.0
"""What the simulated host counts, for Prometheus: requests, their time, and how busy its worker servers are."""

from __future__ import annotations

import threading
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

from zfleet_simulator.worker_servers import WorkerServers

SECONDS = (0.0005, 0.002, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0)


class SimulatorMetrics:
    """The families of one host, in a registry of their own. It is an observer of the request server."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._requests = Counter(
            "zfleet_simulator_requests",
            "Requests answered; return code -1: dropped by a fault.",
            ("function", "return_code"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zfleet_simulator_request_seconds",
            "Time from a request's arrival to its answer, the wait for a worker included, seconds.",
            ("function",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._busy = Gauge("zfleet_simulator_workers_busy", "Worker servers at work or down.", registry=self.registry)
        self._waiting = Gauge(
            "zfleet_simulator_requests_waiting", "Requests that wait for a worker server.", registry=self.registry
        )
        self._server: WSGIServer | None = None
        self._thread: threading.Thread | None = None

    def watch(self, workers: WorkerServers) -> None:
        """Shows how busy these are."""
        self._busy.set_function(lambda: workers.busy)
        self._waiting.set_function(lambda: workers.waiting)

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """Counts one request. Reason codes are no label: there are hundreds."""
        self._requests.labels(function, return_code).inc()
        self._seconds.labels(function).observe(seconds)

    def serve(self, host: str, port: int) -> tuple[str, int]:
        """Serves /metrics on a thread; the address really bound. OSError when it cannot be had."""
        self._server, self._thread = start_http_server(port, addr=host, registry=self.registry)
        bound = self._server.server_address
        return str(bound[0]), int(bound[1])

    def stop(self) -> None:
        """Stops serving."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
