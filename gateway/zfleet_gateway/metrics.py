# SPDX-License-Identifier: Apache-2.0
"""What the gateway counts about operations. No label has a device number or a guest in it."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.story import Step

# From a reservation in a table to an image of many gigabytes.
SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0)

_STATES = {
    pb.OPERATION_STATE_SUCCEEDED: "succeeded",
    pb.OPERATION_STATE_FAILED: "failed",
    pb.OPERATION_STATE_CANCELLED: "cancelled",
}


class OperationMetrics:
    """An observer that counts."""

    def __init__(self, registry: CollectorRegistry, running: Callable[[], int]) -> None:
        """`running`: how many operations are at work in this process now."""
        self._steps = Histogram(
            "zfleet_spawn_step_seconds",
            "Time of the steps of spawns, without their undo, seconds.",
            ("step",),
            registry=registry,
            buckets=SECONDS,
        )
        self._operations = Counter(
            "zfleet_operations", "Operations that have ended.", ("kind", "state"), registry=registry
        )
        self._undos = Counter("zfleet_undo", "Undos of steps.", ("step", "outcome"), registry=registry)
        at_work = Gauge("zfleet_operations_running", "Operations at work in this process.", registry=registry)
        at_work.set_function(running)

    def changed(self, record: OperationRecord) -> None:
        """Nothing to count."""

    def progressed(self, record: OperationRecord) -> None:
        """Nothing to count."""

    def step_over(self, record: OperationRecord, step: Step, seconds: float) -> None:
        """Times it."""
        if record.kind == pb.OPERATION_KIND_SPAWN_GUEST:
            self._steps.labels(step.kind).observe(seconds)

    def undo_over(self, record: OperationRecord, step: Step, outcome: str) -> None:
        """Counts it."""
        self._undos.labels(step.kind, outcome).inc()

    def ended(self, record: OperationRecord) -> None:
        """Counts it."""
        kind = pb.OperationKind.Name(record.kind).removeprefix("OPERATION_KIND_").lower()
        self._operations.labels(kind, _STATES.get(record.state, "other")).inc()
