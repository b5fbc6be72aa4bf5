# SPDX-License-Identifier: Apache-2.0
"""What a SmapiError becomes for a gRPC caller: a status, a stable reason, and z/VM's own numbers beside it."""

from __future__ import annotations

import grpc

from zfleet_runtime.errors import Violation, ZfleetError, already_exists, not_found
from zfleet_smapi.calls import ImageQueryDM
from zfleet_smapi.errors import (
    ConversationError,
    DeadlineExceeded,
    ParameterError,
    ReplyLost,
    ReturnCodeError,
    SmapiError,
    TlsFailed,
    UnknownFunction,
    Unreachable,
)

_RETRY_AFTER = 1.0  # seconds; the client below has already waited and tried again for longer than that

# The nearest class counts: subclasses stand before their bases.
_WITHOUT_CODES: tuple[tuple[type[SmapiError], grpc.StatusCode, str], ...] = (
    (TlsFailed, grpc.StatusCode.FAILED_PRECONDITION, "ZVM_TLS_FAILED"),  # the settings are wrong: no repeat helps
    (Unreachable, grpc.StatusCode.UNAVAILABLE, "ZVM_UNREACHABLE"),
    (DeadlineExceeded, grpc.StatusCode.DEADLINE_EXCEEDED, "ZVM_DEADLINE_EXCEEDED"),
    (ReplyLost, grpc.StatusCode.UNKNOWN, "ZVM_REPLY_LOST"),  # not UNAVAILABLE: it may have been done
    (UnknownFunction, grpc.StatusCode.UNIMPLEMENTED, "ZVM_FUNCTION_UNKNOWN"),
    (ConversationError, grpc.StatusCode.INTERNAL, "ZVM_PROTOCOL_BROKEN"),
    (SmapiError, grpc.StatusCode.INTERNAL, "ZVM_CALL_FAILED"),
)


def from_smapi(error: SmapiError) -> ZfleetError:
    """The ZfleetError for a SMAPI call that did not give what was asked for.

    For a return code, status and reason are those of the table of codes (ABORTED, ENTRY_LOCKED). ErrorInfo's metadata
    has function, target, return_code, reason_code, advice and error_text, as far as they are known.
    """
    if isinstance(error, ParameterError):
        violations = [Violation(problem.parameter, str(problem)) for problem in error.problems]
        status = grpc.StatusCode.INVALID_ARGUMENT
        return ZfleetError(status, "INVALID_FIELDS", str(error), metadata=_metadata(error), violations=violations)
    if isinstance(error, ReturnCodeError):
        status = grpc.StatusCode[error.status]
        if status is grpc.StatusCode.UNAUTHENTICATED:  # our password for z/VM was refused, not the caller's for us
            status = grpc.StatusCode.FAILED_PRECONDITION
        return ZfleetError(
            status,
            error.name or "ZVM_RETURN_CODE",
            str(error),
            metadata=_metadata(error),
            retry_after=_RETRY_AFTER if error.retryable else None,
        )
    status, reason = next((status, reason) for kind, status, reason in _WITHOUT_CODES if isinstance(error, kind))
    retry_after = _RETRY_AFTER if status is grpc.StatusCode.UNAVAILABLE else None
    return ZfleetError(status, reason, str(error), metadata=_metadata(error), retry_after=retry_after)


def no_such_guest(user_id: str) -> ZfleetError:
    """NOT_FOUND for a user id that Image_Query_DM did not find in the directory (400/4)."""
    return not_found("guest", user_id, metadata=_looked_up(user_id, 400, 4))


def guest_exists(user_id: str) -> ZfleetError:
    """ALREADY_EXISTS for a user id that Image_Query_DM found in the directory (0/0)."""
    return already_exists("guest", user_id, metadata=_looked_up(user_id, 0, 0))


def _looked_up(user_id: str, return_code: int, reason_code: int) -> dict[str, str]:
    return {
        "function": ImageQueryDM.function,
        "target": user_id,
        "return_code": str(return_code),
        "reason_code": str(reason_code),
    }


def _metadata(error: SmapiError) -> dict[str, str]:
    pairs = {
        "function": error.function,
        "target": error.target,
        "return_code": error.return_code,
        "reason_code": error.reason_code,
        "advice": error.advice if isinstance(error, ReturnCodeError) else "",
        "error_text": "\n".join(error.error_texts),
    }
    return {key: str(value) for key, value in pairs.items() if value not in ("", None)}
