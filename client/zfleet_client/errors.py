# SPDX-License-Identifier: Apache-2.0
"""What a call or an operation can fail with: one class per kind of failure, made from the google.rpc details.

try:
    await fleet.guests.get("LINUX01")
except NotFound as error:
    print(error.reason, error.return_code, error.reason_code)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

if TYPE_CHECKING:
    from zfleet.gateway.v1.gateway_service_pb2 import OperationError


@dataclass(frozen=True, slots=True)
class BadField:
    """A field of a request that was refused: its path, for example "disks[0].size_bytes", and what is wrong."""

    field: str
    description: str


class FleetError(Exception):
    """A call or an operation that failed.

    `status` is the gRPC status, `reason` the stable word for programs (empty when the other side gave none), `message`
    the text for people, `metadata` whatever else was said; `bad_fields` has every refused field; `retry_after` the
    seconds to wait before another try, None when none was named. When z/VM refused, `function`, `return_code` and
    `reason_code` are its own words. `call_id` is what the services' logs have as request id.
    """

    def __init__(
        self,
        status: grpc.StatusCode,
        message: str,
        *,
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        bad_fields: Iterable[BadField] = (),
        retry_after: float | None = None,
        call_id: str = "",
        operation_id: str = "",
        step: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason
        self.metadata = dict(metadata or {})
        self.bad_fields = tuple(bad_fields)
        self.retry_after = retry_after
        self.call_id = call_id
        self.operation_id = operation_id
        self.step = step

    @property
    def function(self) -> str:
        """The SMAPI function that z/VM refused; empty when z/VM was not the one."""
        return self.metadata.get("function", "")

    @property
    def return_code(self) -> int | None:
        """z/VM's return code; None when z/VM was not the one."""
        return _number(self.metadata.get("return_code"))

    @property
    def reason_code(self) -> int | None:
        """z/VM's reason code; None when z/VM was not the one."""
        return _number(self.metadata.get("reason_code"))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status.name}, {self.reason!r}, {self.message!r})"


class NotFound(FleetError):
    """There is no such guest, disk, image, switch or operation."""


class AlreadyExists(FleetError):
    """The name or number is taken."""


class InvalidArgument(FleetError):
    """The request is wrong; `bad_fields` says where."""


class FailedPrecondition(FleetError):
    """Right, but not in the state that things are in."""


class Aborted(FleetError):
    """Somebody else is at work on it; try again after `retry_after` seconds."""


class Unavailable(FleetError):
    """Not reachable: the gateway, a service behind it, or z/VM."""


class DeadlineExceeded(FleetError):
    """Out of time; whether the work was done is not known."""


class ResourceExhausted(FleetError):
    """No space, address or device is left, or the message is too large."""


class PermissionDenied(FleetError):
    """Not allowed, or not known who is asking."""


class OperationCancelled(FleetError):
    """The call or the operation was cancelled; an operation has undone what it did."""


_CLASSES: Mapping[grpc.StatusCode, type[FleetError]] = {
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.ALREADY_EXISTS: AlreadyExists,
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgument,
    grpc.StatusCode.OUT_OF_RANGE: InvalidArgument,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPrecondition,
    grpc.StatusCode.ABORTED: Aborted,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ResourceExhausted,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDenied,
    grpc.StatusCode.UNAUTHENTICATED: PermissionDenied,
    grpc.StatusCode.CANCELLED: OperationCancelled,
}


def of_call(error: grpc.aio.AioRpcError, *, call_id: str = "", address: str = "") -> FleetError:
    """The error that a failed call answered. Without details it comes from the channel, and `address` is named."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # it has what is asked of a Call
    if status is not None:
        return of_status(status, call_id=call_id)
    text = error.details() or "no reason given"
    message = f"{address}: {text}" if address else text
    return _CLASSES.get(error.code(), FleetError)(error.code(), message, call_id=call_id)


def of_status(status: status_pb2.Status, *, call_id: str = "") -> FleetError:
    """The error that a google.rpc.Status tells of."""
    reason, metadata, retry_after = "", {}, None
    bad_fields: list[BadField] = []
    for detail in status.details:
        info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(bad):
            bad_fields = [BadField(each.field, each.description) for each in bad.field_violations]
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta().total_seconds()
    code = _status_code(status.code)
    return _CLASSES.get(code, FleetError)(
        code,
        status.message,
        reason=reason,
        metadata=metadata,
        bad_fields=bad_fields,
        retry_after=retry_after,
        call_id=call_id,
    )


def of_operation(error: OperationError, *, operation_id: str, step: str = "") -> FleetError:
    """The error that an operation, one of its steps, or a missing part of an answer ended with."""
    code = _status_code(error.code)
    return _CLASSES.get(code, FleetError)(
        code,
        error.message,
        reason=error.reason,
        metadata=error.metadata,
        bad_fields=[BadField(field, text) for field, text in sorted(error.field_violations.items())],
        operation_id=operation_id,
        step=step,
    )


def _status_code(number: int) -> grpc.StatusCode:
    """The status of a google.rpc.Code; UNKNOWN for a number that a newer server may have."""
    try:
        return grpc.StatusCode[code_pb2.Code.Name(number)]
    except (KeyError, ValueError):
        return grpc.StatusCode.UNKNOWN


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
