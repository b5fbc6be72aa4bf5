# SPDX-License-Identifier: Apache-2.0
"""What z/VM's refusals mean for callers of this service: a status, a stable reason, and the guest they are about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grpc import StatusCode

from zfleet_runtime.errors import Violation, ZfleetError, failed_precondition, invalid_argument
from zfleet_runtime.smapi_errors import from_smapi
from zfleet_smapi.errors import SmapiError

Codes = tuple[int | None, int | None]

NO_SUCH_IMAGE: Codes = (200, 4)
ACTIVE_ALREADY: Codes = (200, 8)
NOT_ACTIVE: Codes = (200, 12)
BEING_STOPPED: Codes = (200, 16)
NOT_IN_DIRECTORY: Codes = (400, 4)
IN_DIRECTORY: Codes = (400, 8)
NO_PROFILE: Codes = (436, 4)
NO_PROTOTYPE: tuple[Codes, ...] = ((400, 20), (416, 4))
NOT_LOCKED: Codes = (400, 24)
UNKNOWN_FUNCTION: Codes = (900, 12)
STILL_DELETING: Codes = (596, 6831)

RETRY_AFTER = 1.0  # seconds

_GUEST = "guest"
_MEANINGS: dict[Codes, tuple[StatusCode, str, str]] = {
    NO_SUCH_IMAGE: (StatusCode.NOT_FOUND, "GUEST_NOT_FOUND", "does not exist"),
    NOT_IN_DIRECTORY: (StatusCode.NOT_FOUND, "GUEST_NOT_FOUND", "does not exist"),
    IN_DIRECTORY: (StatusCode.ALREADY_EXISTS, "GUEST_EXISTS", "exists already"),
    NOT_ACTIVE: (StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING", "is not logged on"),
    (8, 12): (StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING", "is not logged on"),
    BEING_STOPPED: (StatusCode.ABORTED, "GUEST_BEING_STOPPED", "is being logged off"),
    (400, 12): (StatusCode.ABORTED, "ENTRY_LOCKED", "has its directory entry locked by somebody else"),
    (404, 12): (StatusCode.ABORTED, "ENTRY_LOCKED", "has its directory entry locked by somebody else"),
    (400, 16): (StatusCode.FAILED_PRECONDITION, "GUEST_NOT_DELETABLE", "cannot be deleted, the directory manager says"),
    (408, 24): (StatusCode.RESOURCE_EXHAUSTED, "POOL_FULL", "needs more room than its disk pool has"),
    STILL_DELETING: (StatusCode.ABORTED, "GUEST_BEING_DELETED", "is being deleted"),
}


def codes_of(error: SmapiError) -> Codes:
    """Return code and reason code."""
    return (error.return_code, error.reason_code)


def refused(error: SmapiError, user_id: str) -> ZfleetError:
    """The error for a refusal of a call about `user_id`, with z/VM's function and codes beside it."""
    known = from_smapi(error)
    meaning = _MEANINGS.get(codes_of(error))
    if meaning is None:
        return known
    status, reason, text = meaning
    return ZfleetError(
        status,
        reason,
        f"guest {user_id} {text}",
        metadata=known.metadata,
        retry_after=RETRY_AFTER if status is StatusCode.ABORTED else None,
        resource=(_GUEST, user_id),
    )


def not_running(user_id: str) -> ZfleetError:
    """FAILED_PRECONDITION: the guest is off."""
    return failed_precondition(
        "GUEST_NOT_RUNNING",
        f"guest {user_id} is not logged on",
        metadata={"target": user_id},
        resource=(_GUEST, user_id),
    )


def bad_field(error: SmapiError | None, reason: str, *violations: Violation) -> ZfleetError:
    """INVALID_ARGUMENT for what z/VM, and no check of ours, found wrong with a field."""
    bad = invalid_argument(violations, reason)
    if error is not None:
        bad.metadata.update(from_smapi(error).metadata)
    return bad


@contextmanager
def explaining(user_id: str) -> Iterator[None]:
    """Says what a refusal inside the block was about."""
    try:
        yield
    except SmapiError as error:
        raise refused(error, user_id) from error


@contextmanager
def tolerating(*codes: Codes) -> Iterator[None]:
    """Takes refusals with these codes for success: what the call was to bring about is so already."""
    try:
        yield
    except SmapiError as error:
        if codes_of(error) not in codes:
            raise
