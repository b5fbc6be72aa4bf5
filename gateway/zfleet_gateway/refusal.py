# SPDX-License-Identifier: Apache-2.0
"""Errors of several services made one, and errors as data in an operation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_runtime.errors import Violation, ZfleetError, from_call, invalid_argument

Answer = TypeVar("Answer")

# Which error speaks for all when several services refuse: what the caller can mend first, what may pass last.
_WEIGHT = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.OUT_OF_RANGE,
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.UNAVAILABLE,
)
_OPEN = frozenset({grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL, grpc.StatusCode.CANCELLED})
_PASSING = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.DEADLINE_EXCEEDED})


def may_pass(error: ZfleetError) -> bool:
    """Whether the same call may succeed a little later: a service is away or busy, an entry is locked.

    What is exhausted comes back only when the service says when: a full pool does not.
    """
    busy = error.status is grpc.StatusCode.RESOURCE_EXHAUSTED and error.retry_after is not None
    return busy or error.status in _PASSING


async def unless_refused(call: Awaitable[Answer]) -> Answer | None:
    """What a call answers that is made again, with its request_id, to find out what came of it; None when it is refused
    for good, so that nothing came of it. Raises what leaves that open."""
    try:
        return await call
    except grpc.aio.AioRpcError as raised:
        error = from_call(raised)
    except ZfleetError as raised:
        error = raised
    if may_pass(error) or error.status in _OPEN:
        raise error
    return None


def merged(errors: Sequence[ZfleetError]) -> ZfleetError:
    """One error for several: every bad field of all of them, else the one that the caller can do most about."""
    invalid = [error for error in errors if error.status is grpc.StatusCode.INVALID_ARGUMENT]
    violations = list(_united(violation for error in invalid for violation in error.violations))
    if len(invalid) > 1 and violations:
        return invalid_argument(violations)
    foremost = min(errors, key=_weight)
    if foremost.violations:
        foremost.violations = tuple(_united(foremost.violations))
    return foremost


def renamed(error: ZfleetError, rename: Callable[[str], str]) -> ZfleetError:
    """The same error with its fields called as in the caller's own request."""
    if not error.violations:
        return error
    violations = [Violation(rename(each.field), each.description) for each in error.violations]
    if error.status is grpc.StatusCode.INVALID_ARGUMENT:
        message = invalid_argument(violations).message  # it names the fields
    else:
        message = error.message
    return ZfleetError(
        error.status,
        error.reason,
        message,
        metadata=error.metadata,
        violations=violations,
        retry_after=error.retry_after,
        resource=error.resource,
    )


def as_data(error: ZfleetError) -> pb.OperationError:
    """An error as an operation keeps it."""
    fields: dict[str, str] = {}
    for each in _united(error.violations):
        fields[each.field] = f"{fields[each.field]}; {each.description}" if each.field in fields else each.description
    return pb.OperationError(
        code=error.status.value[0],
        message=error.message,
        reason=error.reason,
        metadata=error.metadata,
        field_violations=fields,
    )


def from_data(error: pb.OperationError) -> ZfleetError:
    """The error that an operation failed with, to be raised for a caller that waited for its end."""
    status = next((each for each in grpc.StatusCode if each.value[0] == error.code), grpc.StatusCode.UNKNOWN)
    retry_after = 1.0 if status in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED) else None
    return ZfleetError(
        status,
        error.reason,
        error.message,
        metadata=dict(error.metadata),
        violations=[Violation(field, text) for field, text in error.field_violations.items()],
        retry_after=retry_after,
    )


def _weight(error: ZfleetError) -> int:
    return _WEIGHT.index(error.status) if error.status in _WEIGHT else len(_WEIGHT)


def _united(violations: Iterable[Violation]) -> Iterable[Violation]:
    """Each once, in the order found: all services look at the user id and say the same of it."""
    return dict.fromkeys(violations)
