# SPDX-License-Identifier: Apache-2.0
"""Our one error, and how it travels: as google.rpc.Status with ErrorInfo, BadRequest, RetryInfo and ResourceInfo.

Services raise a ZfleetError (mostly through the functions below). What anything else becomes is decided in
`zfleet_runtime.interceptors.errors`, once, at the border.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf import duration_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

DOMAIN = "zfleet"
REASON_LENGTH = 63  # google.rpc.ErrorInfo: at most 63 characters
TEXT_LENGTH = 2000  # bytes of metadata are few (8 KiB soft limit): a long error buffer must not break the answer


@dataclass(frozen=True, slots=True)
class Violation:
    """One bad field of a request: its path in the message, and what is wrong with it."""

    field: str
    description: str


class ZfleetError(Exception):
    """An answer other than OK, with everything the caller gets to see.

    `status` is the gRPC status; `reason` is UPPER_SNAKE_CASE, at most 63 characters and stable: programs branch on it.
    `message` is for people and holds no secret. `metadata` goes into ErrorInfo (for SMAPI: function, return_code,
    reason_code). `violations` become BadRequest, `retry_after` (seconds) RetryInfo and `resource` (kind, name)
    ResourceInfo.
    """

    def __init__(
        self,
        status: grpc.StatusCode,
        reason: str,
        message: str,
        *,
        metadata: Mapping[str, str] | None = None,
        violations: Iterable[Violation] = (),
        retry_after: float | None = None,
        resource: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason[:REASON_LENGTH]
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = tuple(violations)
        self.retry_after = retry_after
        self.resource = resource

    def __repr__(self) -> str:
        return f"ZfleetError({self.status.name}, {self.reason}, {self.message!r})"


def invalid_argument(violations: Iterable[Violation], reason: str = "INVALID_FIELDS") -> ZfleetError:
    """INVALID_ARGUMENT naming every bad field; the message lists them too, for callers that show only it."""
    found = tuple(violations)
    message = (
        "; ".join(f"{violation.field}: {violation.description}" for violation in found) or "the request is not valid"
    )
    return ZfleetError(grpc.StatusCode.INVALID_ARGUMENT, reason, message, violations=found)


def not_found(kind: str, name: str, message: str = "", *, reason: str = "", **more: Any) -> ZfleetError:
    """NOT_FOUND: there is no `kind` called `name`. The reason is `<KIND>_NOT_FOUND` unless given."""
    return ZfleetError(
        grpc.StatusCode.NOT_FOUND,
        reason or f"{_upper(kind)}_NOT_FOUND",
        message or f"{kind} {name} does not exist",
        resource=(kind, name),
        **more,
    )


def already_exists(kind: str, name: str, message: str = "", *, reason: str = "", **more: Any) -> ZfleetError:
    """ALREADY_EXISTS: there is a `kind` called `name` already. The reason is `<KIND>_EXISTS` unless given."""
    return ZfleetError(
        grpc.StatusCode.ALREADY_EXISTS,
        reason or f"{_upper(kind)}_EXISTS",
        message or f"{kind} {name} exists already",
        resource=(kind, name),
        **more,
    )


def failed_precondition(reason: str, message: str, **more: Any) -> ZfleetError:
    """FAILED_PRECONDITION: valid, but not in the state that things are in; repeating it changes nothing."""
    return ZfleetError(grpc.StatusCode.FAILED_PRECONDITION, reason, message, **more)


def aborted(reason: str, message: str, *, retry_after: float = 1.0, **more: Any) -> ZfleetError:
    """ABORTED: somebody else was faster or holds a lock; repeat after `retry_after` seconds."""
    return ZfleetError(grpc.StatusCode.ABORTED, reason, message, retry_after=retry_after, **more)


def resource_exhausted(reason: str, message: str, **more: Any) -> ZfleetError:
    """RESOURCE_EXHAUSTED: space, addresses or devices have run out."""
    return ZfleetError(grpc.StatusCode.RESOURCE_EXHAUSTED, reason, message, **more)


def unavailable(reason: str, message: str, *, retry_after: float = 1.0, **more: Any) -> ZfleetError:
    """UNAVAILABLE: something that this call needs cannot be reached; repeat after `retry_after` seconds."""
    return ZfleetError(grpc.StatusCode.UNAVAILABLE, reason, message, retry_after=retry_after, **more)


def deadline_exceeded(message: str = "the deadline passed before the work was done", **more: Any) -> ZfleetError:
    """DEADLINE_EXCEEDED: the time that the caller gave is over; whether the work was done is not known."""
    return ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", message, **more)


def unimplemented(reason: str, message: str, **more: Any) -> ZfleetError:
    """UNIMPLEMENTED: this host or this configuration cannot do it."""
    return ZfleetError(grpc.StatusCode.UNIMPLEMENTED, reason, message, **more)


def unauthenticated(reason: str, message: str, **more: Any) -> ZfleetError:
    """UNAUTHENTICATED: the caller did not show who it is."""
    return ZfleetError(grpc.StatusCode.UNAUTHENTICATED, reason, message, **more)


def permission_denied(reason: str, message: str, **more: Any) -> ZfleetError:
    """PERMISSION_DENIED: the caller may not."""
    return ZfleetError(grpc.StatusCode.PERMISSION_DENIED, reason, message, **more)


def internal(reason: str, message: str, **more: Any) -> ZfleetError:
    """INTERNAL: our fault."""
    return ZfleetError(grpc.StatusCode.INTERNAL, reason, message, **more)


def to_status(error: ZfleetError) -> status_pb2.Status:
    """The google.rpc.Status that says all of it; each kind of detail at most once."""
    status = status_pb2.Status(code=error.status.value[0], message=error.message[:TEXT_LENGTH])
    metadata = {key: value[:TEXT_LENGTH] for key, value in error.metadata.items()}
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    status.details.add().Pack(info)
    if error.violations:
        bad = error_details_pb2.BadRequest()
        for violation in error.violations[:50]:
            bad.field_violations.add(field=violation.field, description=violation.description[:TEXT_LENGTH])
        status.details.add().Pack(bad)
    if error.retry_after is not None:
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(round(error.retry_after * 1000))
        status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
    if error.resource is not None:
        kind, name = error.resource
        status.details.add().Pack(error_details_pb2.ResourceInfo(resource_type=kind, resource_name=name))
    return status


def to_grpc(error: ZfleetError) -> grpc.Status:
    """What `context.abort_with_status` takes."""
    converted: grpc.Status = rpc_status.to_status(to_status(error))
    return converted


def from_status(status: status_pb2.Status) -> ZfleetError:
    """The ZfleetError that a google.rpc.Status tells of; the reason is empty when it carries no ErrorInfo."""
    reason, metadata, retry_after, resource = "", {}, None, None
    violations: list[Violation] = []
    for detail in status.details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        retry, thing = error_details_pb2.RetryInfo(), error_details_pb2.ResourceInfo()
        if detail.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(bad):
            violations = [Violation(each.field, each.description) for each in bad.field_violations]
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta().total_seconds()
        elif detail.Unpack(thing):
            resource = (thing.resource_type, thing.resource_name)
    return ZfleetError(
        grpc.StatusCode[code_pb2.Code.Name(status.code)],
        reason,
        status.message,
        metadata=metadata,
        violations=violations,
        retry_after=retry_after,
        resource=resource,
    )


def from_call(error: grpc.RpcError) -> ZfleetError:
    """The ZfleetError that a failed call of another part answered.

    Without details (the channel itself failed) the reason is `CALL_<STATUS>`, and the transport's own text, which names
    addresses, is left out.
    """
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # an AioRpcError has what is asked of a Call
    if status is not None:
        return from_status(status)
    code: grpc.StatusCode = error.code()
    if code is grpc.StatusCode.CANCELLED:  # not by us: the server went away under the call
        code = grpc.StatusCode.UNAVAILABLE
    retry_after = 1.0 if code is grpc.StatusCode.UNAVAILABLE else None
    message = f"a service that this one depends on answered {code.name}"
    return ZfleetError(code, f"CALL_{code.name}", message, retry_after=retry_after)


def _upper(kind: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in kind.upper())
