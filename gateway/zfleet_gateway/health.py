# SPDX-License-Identifier: Apache-2.0
"""How the calls of the systems management API have gone in all services, as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from google.protobuf.timestamp_pb2 import Timestamp

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage


def of_service(health: guest.SmapiHealth | storage.SmapiHealth | network.SmapiHealth) -> pb.SmapiHealth:
    """The counters of one service."""
    shown = pb.SmapiHealth(
        total_success=health.total_success,
        total_fail=health.total_fail,
        continuous_fail=health.continuous_fail,
        healthy=health.healthy,
    )
    if health.HasField("last_success_time"):
        shown.last_success_time.CopyFrom(health.last_success_time)
    if health.HasField("last_fail_time"):
        shown.last_fail_time.CopyFrom(health.last_fail_time)
    return shown


def together(healths: Sequence[pb.SmapiHealth]) -> pb.SmapiHealth:
    """All as one: sums, the latest times, the longest row of failures, healthy when all are."""
    total = pb.SmapiHealth(
        total_success=sum(health.total_success for health in healths),
        total_fail=sum(health.total_fail for health in healths),
        continuous_fail=max((health.continuous_fail for health in healths), default=0),
        healthy=all(health.healthy for health in healths),
    )
    success = _latest(health.last_success_time for health in healths if health.HasField("last_success_time"))
    if success is not None:
        total.last_success_time.CopyFrom(success)
    fail = _latest(health.last_fail_time for health in healths if health.HasField("last_fail_time"))
    if fail is not None:
        total.last_fail_time.CopyFrom(fail)
    return total


def _latest(times: Iterable[Timestamp]) -> Timestamp | None:
    return max(times, key=lambda time: (time.seconds, time.nanos), default=None)
