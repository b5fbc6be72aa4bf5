# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between a caller and z/VM, as one family of exceptions.

Every one of them is a `SmapiError` and says which function and target it was about. No message ever
holds a password: the texts are made from names and numbers only.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


class SmapiError(Exception):
    """A SMAPI call did not give what was asked for.

    `function` and `target` are empty and the codes None as long as they are not known (a connection refused, say).
    `error_texts` are the lines of the error buffer, in z/VM's own words.
    """

    def __init__(
        self,
        message: str,
        *,
        function: str = "",
        target: str = "",
        return_code: int | None = None,
        reason_code: int | None = None,
        error_texts: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.function = function
        self.target = target
        self.return_code = return_code
        self.reason_code = reason_code
        self.error_texts = tuple(error_texts)


class Breach(enum.IntEnum):
    """How a parameter breaks its rule; the number is the one SMAPI uses in reason code 100 x position + number."""

    LISTNAME_COLON = 1
    NOT_DIGITS = 10
    NOT_SUPPORTED = 11
    TOO_LONG = 13
    TOO_SHORT = 14
    TOO_SMALL = 15
    NOT_HEXADECIMAL = 16
    NOT_HEXADECIMAL_OR_HYPHEN = 17
    TOO_BIG = 18
    UNKNOWN_VALUE = 19
    CONTRADICTS = 23
    MISSING = 24
    TOO_MANY = 25
    NOT_LETTERS = 26
    NOT_ALPHANUMERIC = 36
    NOT_CHAR37 = 37
    NOT_CHAR42 = 42
    NOT_CHAR43 = 43
    NOT_CHAR44 = 44
    NOT_DIRECTORY_NAME = 45
    ENDS_EARLY = 88
    NOT_PRINTABLE = 99


BREACH_TEXTS: Final[Mapping[Breach, str]] = {
    Breach.LISTNAME_COLON: "starts with a colon",
    Breach.NOT_DIGITS: "has something other than decimal digits",
    Breach.NOT_SUPPORTED: "names a function that is not supported",
    Breach.TOO_LONG: "is too long",
    Breach.TOO_SHORT: "is too short",
    Breach.TOO_SMALL: "is too small",
    Breach.NOT_HEXADECIMAL: "has something other than hexadecimal digits",
    Breach.NOT_HEXADECIMAL_OR_HYPHEN: "has something other than hexadecimal digits and hyphens",
    Breach.TOO_BIG: "is too big",
    Breach.UNKNOWN_VALUE: "is not one of the known values",
    Breach.CONTRADICTS: "contradicts another parameter",
    Breach.MISSING: "is missing",
    Breach.TOO_MANY: "is given more than once or not known",
    Breach.NOT_LETTERS: "has something other than letters",
    Breach.NOT_ALPHANUMERIC: "has something other than letters and digits",
    Breach.NOT_CHAR37: "has something other than letters, digits and the hyphen",
    Breach.NOT_CHAR42: "has something other than letters, digits and @#$+-:",
    Breach.NOT_CHAR43: "has something other than letters, digits and @#$+-:_",
    Breach.NOT_CHAR44: "has something other than letters, digits and @#$+-:_=",
    Breach.NOT_DIRECTORY_NAME: "is not the name of a file pool directory",
    Breach.ENDS_EARLY: "is cut off: the message ends before it does",
    Breach.NOT_PRINTABLE: "has a blank, a null or a control character",
}


class WireError(SmapiError, ValueError):
    """Bytes that are not what the layout says, or a value that cannot be sent.

    `return_code` and `reason_code` are what a server answers to a request like that.
    """

    def __init__(self, message: str, *, function: str = "", return_code: int = 900, reason_code: int = 20) -> None:
        super().__init__(message, function=function, return_code=return_code, reason_code=reason_code)


class UnknownFunction(WireError):
    """The function's name is not in the table (SMAPI: 900/12)."""

    def __init__(self, function: str) -> None:
        super().__init__(f"unknown SMAPI function {function!r}", function=function, return_code=900, reason_code=12)


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that breaks its rule.

    `position` counts from 1 for the first parameter after the target; `parameter` is the field's name, `key` its name
    on the wire when it is part of a key=value list.
    """

    position: int
    parameter: str
    breach: Breach
    key: str = ""

    def __str__(self) -> str:
        return f"{self.parameter} {BREACH_TEXTS[self.breach]}"


class ParameterError(WireError):
    """One or more parameters break their rules; `problems` names every one that is known to.

    As z/VM does, the codes speak of the first problem only: 24/(100 x position + breach) for a positional parameter,
    and 8/3002, 8/3003 or 8/3004 with an error text for a keyword that is unknown, has a bad value or is missing.
    """

    def __init__(self, function: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        text = "; ".join(str(problem) for problem in problems)
        if not first.key:
            codes = (24, 100 * first.position + first.breach)
        elif first.breach is Breach.MISSING:
            codes = (8, 3004)
        elif first.breach is Breach.TOO_MANY:
            codes = (8, 3002)
        else:
            codes = (8, 3003)
        super().__init__(f"{function}: {text}", function=function, return_code=codes[0], reason_code=codes[1])
        self.problems = tuple(problems)
        self.position = first.position
        self.parameter = first.parameter
        self.breach = first.breach
        if first.key and codes != (8, 3004):
            word = "UNKNOWN_PARAMETER" if codes == (8, 3002) else "UNKNOWN_PARAMETER_OPERAND"
            self.error_texts = (f"{word}={first.key}",)


class ConversationError(SmapiError):
    """The peer broke the protocol: a length out of bounds, bytes out of turn, an end in the middle of an answer."""


class ConnectionCut(ConversationError):
    """The peer closed the connection before the answer was complete."""


class Unreachable(SmapiError):
    """No connection could be made: nothing was asked of z/VM, so the call may be sent again."""


class TlsFailed(Unreachable):
    """The two sides cannot agree on TLS: a certificate that is not to be trusted, or TLS on one side only.

    Nothing was asked of z/VM, and trying again does not help: settings have to be changed.
    """


class ReplyLost(SmapiError):
    """The request was sent, its answer never came, and z/VM could not be asked for it: it may or may not be done."""


class DeadlineExceeded(SmapiError, TimeoutError):
    """The time given for the call ran out, queueing and retries included; a request that was sent may still be done."""


class ReturnCodeError(SmapiError):
    """z/VM answered with a return code that means no success; `codes.py` decides which subclass stands for which code.

    `name`, `advice`, `status` (a gRPC status name) and `retryable` come from the table of codes, `reply` is the whole
    answer.
    """

    def __init__(
        self,
        message: str,
        *,
        function: str = "",
        target: str = "",
        return_code: int | None = None,
        reason_code: int | None = None,
        error_texts: Sequence[str] = (),
        name: str = "",
        advice: str = "",
        status: str = "UNKNOWN",
        retryable: bool = False,
        reply: object = None,
    ) -> None:
        super().__init__(
            message,
            function=function,
            target=target,
            return_code=return_code,
            reason_code=reason_code,
            error_texts=error_texts,
        )
        self.name = name
        self.advice = advice
        self.status = status
        self.retryable = retryable
        self.reply = reply


class NotFound(ReturnCodeError):
    """What the call names is not there."""


class GuestNotFound(NotFound):
    """No image (or profile) of that name in the directory, or none that CP knows: 400/4, 200/4."""


class DeviceNotFound(NotFound):
    """The image has no such device: 204/8 on the running image, 404/8 in its entry."""


class DiskNotFound(NotFound):
    """The image has no such disk: 208/36, 408/8."""


class PoolNotFound(NotFound):
    """No such group, region or volume: 420/8."""


class ProfileNotFound(NotFound):
    """An included profile is not there: 436/4."""


class SwitchNotFound(NotFound):
    """No such virtual switch: 212/40."""


class AlreadyExists(ReturnCodeError):
    """What the call would make is there already."""


class GuestExists(AlreadyExists):
    """An image or profile of that name is in the directory already: 400/8."""


class DeviceExists(AlreadyExists):
    """The device number is taken: 204/4 on the running image, 404/4 in its entry."""


class DiskExists(AlreadyExists):
    """The disk's number is taken: 408/4."""


class SwitchExists(AlreadyExists):
    """There is a virtual switch of that name: 212/36."""


class Locked(ReturnCodeError):
    """Somebody else is changing it: worth another try."""


class EntryLocked(Locked):
    """The directory entry is locked: 400/12."""


class DeviceLocked(Locked):
    """The device in the directory entry is locked: 404/12, 408/12."""


class WrongState(ReturnCodeError):
    """It cannot be done in the state that the image, device or system is in."""


class GuestActive(WrongState):
    """The image is logged on: 200/8."""


class GuestNotActive(WrongState):
    """The image is not logged on: 200/12 and others."""


class GuestStopping(WrongState):
    """The image is just being logged off: 200/16."""


class NotLocked(WrongState):
    """The entry or device is not locked: 400/24, 404/24."""


class AlreadyCoupled(WrongState):
    """The adapter is coupled already: 204/20."""


class NotCoupled(WrongState):
    """The adapter is not coupled: 204/48, 212/32."""


class NoRoom(ReturnCodeError):
    """Something has run out."""


class PoolFull(NoRoom):
    """No extent of the pool is big enough: 408/24."""


class BadParameter(ReturnCodeError):
    """z/VM does not take a parameter: 24/x, 8/3002 and the like."""


class NotAuthorized(ReturnCodeError):
    """The caller may not call that function for that target: 100/x."""


class NotAuthenticated(ReturnCodeError):
    """User id or password are wrong, or the password has expired: 120/0, 128/0."""


class NotSupported(ReturnCodeError):
    """This system does not have the function: 900/12, 8/999."""


class ServerUnavailable(ReturnCodeError):
    """A server machine that the call needs is not up: 500/8, 900/8 and the like."""


class CPFailed(ReturnCodeError):
    """CP refused; the reason code is the number of its message: 396/x."""


class DirectoryManagerFailed(ReturnCodeError):
    """The directory manager refused; the reason code is the number of its message: 596/x."""


class OperationFailed(ReturnCodeError):
    """Background work that z/VM had begun has failed (Query_Asynchronous_Operation_DM answered 0/108)."""
