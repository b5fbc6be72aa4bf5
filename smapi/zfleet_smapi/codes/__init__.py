# SPDX-License-Identifier: Apache-2.0
"""What z/VM's return and reason codes mean, what to do about them, and which exception stands for them.

    meaning = explain(400, 12)                       # ENTRY_LOCKED, ABORTED, retryable
    raise error_of(call, reply)                      # EntryLocked: Image_Create_DM for LINUX01: ...

A pair that stands in the table twice is an error at import. A pair that does not stand there keeps its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ..declaration import Call, Reply
from ..errors import BREACH_TEXTS, Breach, OperationFailed, ReturnCodeError
from .code import FAILED_PRECONDITION, OK, PERMISSION_DENIED, UNKNOWN, ReturnCode, code
from .configuration import RESOURCE_MANAGER, SWITCH_FILES, VOLUMES
from .directory import DIRECTORY_MANAGER, ENTRIES, NAMED_THINGS
from .request import FUNCTION_SPECIFIC, REQUEST
from .running import CP, DEVICES, IMAGES, NETWORK, PROCESSORS, SEGMENTS
from .success import SUCCESS

SYNTAX: Final = 24
_Key = tuple[int, int | None, str]


def _index(*tables: tuple[ReturnCode, ...]) -> Mapping[_Key, ReturnCode]:
    found: dict[_Key, ReturnCode] = {}
    for table in tables:
        for entry in table:
            for function in entry.functions or ("",):
                key = (entry.return_code, entry.reason_code, function.upper())
                if key in found:
                    raise ImportError(f"return code {key} is in the table twice")
                found[key] = entry
    return MappingProxyType(found)


CODES: Final = _index(
    SUCCESS,
    FUNCTION_SPECIFIC,
    REQUEST,
    IMAGES,
    DEVICES,
    NETWORK,
    PROCESSORS,
    CP,
    SEGMENTS,
    ENTRIES,
    NAMED_THINGS,
    DIRECTORY_MANAGER,
    VOLUMES,
    SWITCH_FILES,
    RESOURCE_MANAGER,
)
"""Every entry by (return code, reason code or None, function in upper case or "")."""


def explain(return_code: int, reason_code: int, function: str = "") -> ReturnCode:
    """The meaning of a pair, for one function if it means something of its own there.

    A reason code without an entry falls back to the return code's general entry, and then to one that only has the
    numbers: so there is always an answer, and `return_code` and `reason_code` of it are those asked for.
    """
    for key in (
        (return_code, reason_code, function.upper()),
        (return_code, reason_code, ""),
        (return_code, None, function.upper()),
        (return_code, None, ""),
    ):
        entry = CODES.get(key)
        if entry is not None:
            return _with_numbers(entry, reason_code)
    return _unknown(return_code, reason_code)


def error_of(call: Call[Any], reply: Reply) -> ReturnCodeError:
    """The exception for an answer that is no success."""
    function = type(call).function
    entry = explain(reply.return_code, reply.reason_code, function)
    texts = "".join(f"; {text}" for text in reply.error_texts)
    about = f"{function} for {call.target}" if call.target else function
    return entry.error(
        f"{about}: {entry.meaning} ({reply.return_code}/{reply.reason_code}){texts}",
        function=function,
        target=call.target,
        return_code=reply.return_code,
        reason_code=reply.reason_code,
        error_texts=reply.error_texts,
        name=entry.name,
        advice=entry.advice,
        status=entry.status,
        retryable=entry.retryable,
        reply=reply,
    )


def operation_error(call: Call[Any], reply: Reply, operation_id: int) -> OperationFailed:
    """The exception for background work that ended badly; `reply` is the answer to the question about it."""
    function = type(call).function
    return OperationFailed(
        f"{function} for {call.target}: background operation {operation_id} has failed",
        function=function,
        target=call.target,
        return_code=reply.return_code,
        reason_code=reply.reason_code,
        error_texts=reply.error_texts,
        name="OPERATION_FAILED",
        advice="Read back what became of it; the directory manager's console says why.",
        status=FAILED_PRECONDITION,
        reply=reply,
    )


def _with_numbers(entry: ReturnCode, reason_code: int) -> ReturnCode:
    """An entry for any reason code, made out for this one."""
    if entry.reason_code is not None:
        return entry
    meaning = entry.meaning
    if entry.return_code == SYNTAX:
        position, breach = divmod(reason_code, 100)
        known = breach in Breach.__members__.values()
        text = BREACH_TEXTS[Breach(breach)] if known else f"breaks rule {breach}"
        meaning = f"parameter {position} {text}"
    return ReturnCode(
        return_code=entry.return_code,
        reason_code=reason_code,
        name=entry.name,
        meaning=meaning,
        status=entry.status,
        advice=entry.advice,
        retryable=entry.retryable,
        error=entry.error,
        functions=entry.functions,
    )


def _unknown(return_code: int, reason_code: int) -> ReturnCode:
    # Return code 0 is success whatever is added; everything under 100 is about the caller's authority.
    status = {0: OK, 100: PERMISSION_DENIED}.get(return_code, UNKNOWN)
    return code(return_code, reason_code, f"RC_{return_code}_{reason_code}", status, "a code that is not in the table")


__all__ = ["CODES", "ReturnCode", "error_of", "explain", "operation_error"]
