# SPDX-License-Identifier: Apache-2.0
"""What a SmapiError becomes for a gRPC caller: a status, a stable reason, and z/VM's own numbers beside it."""

from __future__ import annotations

import re

import grpc

from zfleet_runtime.errors import Violation, ZfleetError
from zfleet_smapi.errors import DeadlineExceeded, ParameterError, ReturnCodeError, SmapiError, Unreachable


def from_smapi(error: SmapiError) -> ZfleetError:
    """The ZfleetError for a SMAPI call that did not give what was asked for.

    The status comes from the table of return codes; ErrorInfo has function, target, return_code and reason_code.
    """
    if isinstance(error, ParameterError):
        violations = [Violation(problem.parameter, str(problem)) for problem in error.problems]
        status = grpc.StatusCode.INVALID_ARGUMENT
        return ZfleetError(status, "SMAPI_PARAMETER", str(error), metadata=_metadata(error), violations=violations)
    return ZfleetError(
        _status(error),
        _reason(error),
        str(error),
        metadata=_metadata(error),
        retry_after=1.0 if isinstance(error, Unreachable) or getattr(error, "retryable", False) else None,
    )


def _status(error: SmapiError) -> grpc.StatusCode:
    if isinstance(error, ReturnCodeError):
        return grpc.StatusCode[error.status]
    if isinstance(error, DeadlineExceeded):
        return grpc.StatusCode.DEADLINE_EXCEEDED
    if isinstance(error, Unreachable):
        return grpc.StatusCode.UNAVAILABLE
    return grpc.StatusCode.UNKNOWN  # a lost reply: nobody knows whether it is done


def _reason(error: SmapiError) -> str:
    # GuestExists -> SMAPI_GUEST_EXISTS
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", type(error).__name__.removesuffix("Error"))
    return "SMAPI_" + ("_".join(words).upper() or "ERROR")


def _metadata(error: SmapiError) -> dict[str, str]:
    pairs = {
        "function": error.function,
        "target": error.target,
        "return_code": error.return_code,
        "reason_code": error.reason_code,
        "error_text": "\n".join(error.error_texts),
    }
    return {key: str(value) for key, value in pairs.items() if value not in ("", None)}
