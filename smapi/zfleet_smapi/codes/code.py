# SPDX-License-Identifier: Apache-2.0
"""The form of one entry in the table of return codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import (
    AlreadyExists,
    BadParameter,
    Locked,
    NoRoom,
    NotAuthenticated,
    NotAuthorized,
    NotFound,
    NotSupported,
    ReturnCodeError,
    ServerUnavailable,
    WrongState,
)

OK = "OK"
ABORTED = "ABORTED"
ALREADY_EXISTS = "ALREADY_EXISTS"
FAILED_PRECONDITION = "FAILED_PRECONDITION"
INTERNAL = "INTERNAL"
INVALID_ARGUMENT = "INVALID_ARGUMENT"
NOT_FOUND = "NOT_FOUND"
PERMISSION_DENIED = "PERMISSION_DENIED"
RESOURCE_EXHAUSTED = "RESOURCE_EXHAUSTED"
UNAUTHENTICATED = "UNAUTHENTICATED"
UNAVAILABLE = "UNAVAILABLE"
UNIMPLEMENTED = "UNIMPLEMENTED"
UNKNOWN = "UNKNOWN"

_ERRORS: Final[Mapping[str, type[ReturnCodeError]]] = {
    ABORTED: Locked,
    ALREADY_EXISTS: AlreadyExists,
    FAILED_PRECONDITION: WrongState,
    INVALID_ARGUMENT: BadParameter,
    NOT_FOUND: NotFound,
    PERMISSION_DENIED: NotAuthorized,
    RESOURCE_EXHAUSTED: NoRoom,
    UNAUTHENTICATED: NotAuthenticated,
    UNAVAILABLE: ServerUnavailable,
    UNIMPLEMENTED: NotSupported,
}

_ADVICE: Final[Mapping[str, str]] = {
    OK: "Nothing to do.",
    ABORTED: "Try again in a moment: somebody else holds it.",
    ALREADY_EXISTS: "Use another name or number, or take what is there.",
    FAILED_PRECONDITION: "Bring it into the state that the call needs, then try again.",
    INTERNAL: "Look at the console of the server machine (VSMWORK1 to VSMWORK3) and at the error texts.",
    INVALID_ARGUMENT: "Correct the parameter.",
    NOT_FOUND: "Check the name or number.",
    PERMISSION_DENIED: "Have the caller authorized for this function and target.",
    RESOURCE_EXHAUSTED: "Make room, or ask for less.",
    UNAUTHENTICATED: "Check user id and password.",
    UNAVAILABLE: "Start the server machine that is down, then try again.",
    UNIMPLEMENTED: "Use another function: this system does not have it.",
    UNKNOWN: "Look the number up in the messages manual of the product that gave it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCode:
    """What a pair of codes means.

    `reason_code` None stands for every reason code without an entry of its own. `functions` is empty for the general
    meaning and names the functions that mean something of their own by the pair. `status` is the name of a gRPC
    status. `retryable`: the same call may well succeed a little later, and nothing was done yet.
    """

    return_code: int
    reason_code: int | None
    name: str
    meaning: str
    status: str
    advice: str
    retryable: bool
    error: type[ReturnCodeError]
    functions: tuple[str, ...] = ()


def code(
    return_code: int,
    reason_code: int | None,
    name: str,
    status: str,
    meaning: str,
    advice: str = "",
    *,
    retryable: bool | None = None,
    error: type[ReturnCodeError] | None = None,
    functions: str | Iterable[str] = (),
) -> ReturnCode:
    """One entry; advice, retryable and the exception class follow from the status unless given."""
    return ReturnCode(
        return_code=return_code,
        reason_code=reason_code,
        name=name,
        meaning=meaning,
        status=status,
        advice=advice or _ADVICE[status],
        retryable=status in (ABORTED, UNAVAILABLE) if retryable is None else retryable,
        error=error or _ERRORS.get(status, ReturnCodeError),
        functions=tuple(functions.split()) if isinstance(functions, str) else tuple(functions),
    )
