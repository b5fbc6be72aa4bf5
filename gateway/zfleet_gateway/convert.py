# SPDX-License-Identifier: Apache-2.0
"""Operations as the journal has them, to operations as the contract has them."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.record import OperationRecord, StepRecord

# Operations whose result is shown: the field of Operation that has it.
_RESULTS = {
    pb.OPERATION_KIND_SPAWN_GUEST: "spawn_guest",
    pb.OPERATION_KIND_DEPLOY_GUEST: "deploy_guest",
    pb.OPERATION_KIND_CAPTURE_GUEST: "capture_guest",
}


def operation(record: OperationRecord) -> pb.Operation:
    """An operation as it is now."""
    shown = pb.Operation(
        operation_id=record.operation_id,
        kind=record.kind,
        state=record.state,
        user_id=record.user_id,
        steps=[step(each) for each in record.steps.values()],
        create_time=timestamp(record.create_us),
        error=record.error,
        request_id=record.request_id,
    )
    if record.end_us is not None:
        shown.end_time.CopyFrom(timestamp(record.end_us))
    if record.kind in _RESULTS and record.result is not None:
        result = getattr(shown, _RESULTS[record.kind])
        result.ParseFromString(record.result)
        result.duration.CopyFrom(duration((record.end_us or record.create_us) - record.create_us))
    return shown


def checked_only(kind: pb.OperationKind, user_id: str, request_id: str) -> pb.Operation:
    """What a request that was only to be checked is answered: an operation that never was, without an id."""
    return pb.Operation(kind=kind, state=pb.OPERATION_STATE_SUCCEEDED, user_id=user_id, request_id=request_id)


def step(record: StepRecord) -> pb.Step:
    """A step as it is now."""
    shown = pb.Step(
        name=record.name,
        state=record.state,
        done_bytes=record.done_bytes,
        total_bytes=record.total_bytes,
        after=record.after,
        error=record.error,
    )
    if record.start_us is not None:
        shown.start_time.CopyFrom(timestamp(record.start_us))
    if record.duration_us is not None:
        shown.duration.CopyFrom(duration(record.duration_us))
    return shown


def timestamp(microseconds: int) -> Timestamp:
    """A time from microseconds since 1970 UTC."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return Timestamp(seconds=seconds, nanos=rest * 1000)


def duration(microseconds: int) -> Duration:
    """A length of time from microseconds; never below zero, whatever the clock did."""
    seconds, rest = divmod(max(microseconds, 0), 1_000_000)
    return Duration(seconds=seconds, nanos=rest * 1000)
