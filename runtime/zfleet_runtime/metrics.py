# SPDX-License-Identifier: Apache-2.0
"""The metric families of one process, in a registry of its own; names as in go-grpc-middleware, so dashboards fit.

A scrape holds the interpreter while it formats, so families have few buckets and no label per guest or other resource,
and a child exists only from its first use on.
"""

from __future__ import annotations

import platform
from importlib import metadata

import grpc
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

SECONDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 300.0)
_CALL = ("grpc_type", "grpc_service", "grpc_method")

# As Go spells them: dashboards and alerts written for go-grpc-middleware match on these.
CODE_NAMES = {code: "".join(word.capitalize() for word in code.name.split("_")) for code in grpc.StatusCode} | {
    grpc.StatusCode.OK: "OK"
}


class Metrics:
    """Every family that a process serves; `part` is the process's name (guest, gateway, ...).

    A part adds families of its own to `registry`, called zfleet_<part>_...
    """

    def __init__(self, part: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # else each counter and histogram child has one more series that nobody reads
        self.part = part
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        build = Gauge("zfleet_build_info", "Always 1.", ("part", "version", "python"), registry=self.registry)
        build.labels(part, version(), platform.python_version()).set(1)
        self.server = CallMetrics(self.registry, "grpc_server", "on the server")
        self.client = CallMetrics(self.registry, "grpc_client", "by the client")

    def counter(self, name: str, meaning: str, labels: tuple[str, ...] = ()) -> Counter:
        """A counter of this part: zfleet_<part>_<name>_total."""
        return Counter(f"zfleet_{self.part}_{name}", meaning, labels, registry=self.registry)

    def gauge(self, name: str, meaning: str, labels: tuple[str, ...] = ()) -> Gauge:
        """A gauge of this part: zfleet_<part>_<name>."""
        return Gauge(f"zfleet_{self.part}_{name}", meaning, labels, registry=self.registry)

    def histogram(
        self, name: str, meaning: str, labels: tuple[str, ...] = (), buckets: tuple[float, ...] = SECONDS
    ) -> Histogram:
        """A histogram of this part: zfleet_<part>_<name>."""
        return Histogram(f"zfleet_{self.part}_{name}", meaning, labels, registry=self.registry, buckets=buckets)


class CallMetrics:
    """The families of gRPC calls, for one of the two sides."""

    def __init__(self, registry: CollectorRegistry, prefix: str, where: str) -> None:
        self._started = Counter(f"{prefix}_started", f"RPCs started {where}.", _CALL, registry=registry)
        self._handled = Counter(
            f"{prefix}_handled", f"RPCs completed {where}.", (*_CALL, "grpc_code"), registry=registry
        )
        self._received = Counter(f"{prefix}_msg_received", f"Messages received {where}.", _CALL, registry=registry)
        self._sent = Counter(f"{prefix}_msg_sent", f"Messages sent {where}.", _CALL, registry=registry)
        self._seconds = Histogram(
            f"{prefix}_handling_seconds", f"Time of RPCs {where}, seconds.", _CALL, registry=registry, buckets=SECONDS
        )

    def of(self, kind: str, service: str, method: str) -> BoundCallMetrics:
        """The children of one method, looked up once."""
        return BoundCallMetrics(self, (kind, service, method))


class BoundCallMetrics:
    """One method's children. They come into being at its first call."""

    __slots__ = ("_families", "_handled", "_labels", "received", "seconds", "sent", "started")

    def __init__(self, families: CallMetrics, labels: tuple[str, str, str]) -> None:
        self._families = families
        self._labels = labels
        self._handled: dict[grpc.StatusCode, Counter] = {}
        self.started: Counter | None = None

    def start(self) -> None:
        """A call has come."""
        if self.started is None:
            families, labels = self._families, self._labels
            self.started = families._started.labels(*labels)
            self.received = families._received.labels(*labels)
            self.sent = families._sent.labels(*labels)
            self.seconds = families._seconds.labels(*labels)
        self.started.inc()

    def end(self, code: grpc.StatusCode, seconds: float) -> None:
        """A call that had started is over."""
        child = self._handled.get(code)
        if child is None:
            child = self._handled[code] = self._families._handled.labels(*self._labels, CODE_NAMES[code])
        child.inc()
        self.seconds.observe(seconds)


def version() -> str:
    """The version of the installed distribution."""
    try:
        return metadata.version("zfleet")
    except metadata.PackageNotFoundError:  # run from a folder, not installed
        return "unknown"
