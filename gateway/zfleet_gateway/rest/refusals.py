# SPDX-License-Identifier: Apache-2.0
"""From the services' errors to the contract's numbers: first what the route says of a reason, then z/VM's own codes,
then the gRPC status.

The numbers (class, module, rc, rs) are the contract's. The HTTP status is the contract's too, but for one thing: what
is not there is 404 and what is there already is 409 on every route, where the reference answers 500 on some.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

import grpc

from zfleet_gateway.rest.envelope import (
    FORBIDDEN,
    INTERNAL,
    INVALID,
    NOT_IMPLEMENTED,
    UNAUTHORISED,
    UNAVAILABLE,
    Module,
    Numbers,
    Refusal,
    conflict,
    failed,
    missing,
)
from zfleet_runtime.errors import ZfleetError

Code = grpc.StatusCode

# What a route makes of an error: by "OPERATION:REASON" where one call does several things and says which failed, by
# reason, or by z/VM's codes as "rc/rs"; the first of these that is there.
Rules: TypeAlias = Mapping[str, Numbers]

# HTTP statuses of z/VM's refusals, by (rc, rs): the contract's tables of what is missing and what exists.
_STATUS_OF_CODES = {
    (212, 40): 404,
    (400, 4): 404,
    (200, 4): 404,
    (212, 36): 409,
    (400, 8): 409,
}
_STATUS_OF_CODE = {
    Code.NOT_FOUND: 404,
    Code.ALREADY_EXISTS: 409,
    Code.ABORTED: 409,
    Code.INVALID_ARGUMENT: 400,
}

# Reasons that mean the same on every route.
COMMON: Rules = {
    "GUEST_NOT_MANAGED": missing(Module.GUEST),
    "GUEST_NOT_FOUND": missing(Module.GUEST),
    "GUEST_NOT_RUNNING": conflict(Module.GUEST, 1),
    "GUEST_BUSY": conflict(Module.GUEST, 1),
    "GUEST_RUNNING": NOT_IMPLEMENTED,
    "GUEST_EXISTS": Numbers(8, Module.SMT, 400, 8, 409),
    "PROFILE_NOT_FOUND": missing(Module.GUEST),
    "POOL_NOT_FOUND": Numbers(4, Module.SMT, 5, 402, 404),
    "POOL_FULL": failed(Module.GUEST, 2),
    "DISK_NOT_FOUND": failed(Module.GUEST, 3, 404),
    "IMAGE_NOT_FOUND": missing(Module.IMAGE),
    "IMAGE_EXISTS": failed(Module.IMAGE, 13, 409),
    "IMAGE_LOST": failed(Module.IMAGE, 23),
    "TOO_MANY_DEPLOYS": UNAVAILABLE,
    "TOO_MANY_OPERATIONS": UNAVAILABLE,
    "NOT_IN_CLUSTER": Numbers(99, Module.SMT, 99, 419),
    "GUEST_NOT_REACHABLE": Numbers(2, Module.SMT, 8, 2),
    "GUEST_NOT_AUTHORISED": Numbers(2, Module.SMT, 4, 1),
    "GUEST_COMMAND_TIMED_OUT": Numbers(3, Module.SMT, 64, 408),
    "CP_ACCESS_UNAVAILABLE": Numbers(3, Module.SMT, 415, 1, 503),
    "GUEST_COMMANDS_UNAVAILABLE": Numbers(3, Module.SMT, 415, 1, 503),
}


def refusal_of(error: ZfleetError, rules: Rules, module: Module) -> Refusal:
    """The answer to a request that a service refused; `module` is the route's own."""
    numbers = _numbers(error, rules, module)
    refusal = Refusal(numbers, error.message, {}, error.reason)
    if error.retry_after is not None and refusal.status in (409, 503):
        refusal.headers = {"retry-after": str(max(1, math.ceil(error.retry_after)))}
    return refusal


def _numbers(error: ZfleetError, rules: Rules, module: Module) -> Numbers:
    codes = _codes(error)
    operation = error.metadata.get("operation", "")
    for key in (f"{operation}:{error.reason}", error.reason, f"{codes[0]}/{codes[1]}" if codes else ""):
        if key in rules:
            return rules[key]
    if error.status is Code.INVALID_ARGUMENT:
        return COMMON.get(error.reason, INVALID)
    if error.reason in COMMON:
        return COMMON[error.reason]
    if codes is not None and codes != (0, 0):
        status = _STATUS_OF_CODES.get(codes, _STATUS_OF_CODE.get(error.status, 0))
        return Numbers(8, Module.SMT, *codes, status)
    return _of_status(error.status, module)


def _codes(error: ZfleetError) -> tuple[int, int] | None:
    """z/VM's return code and reason code, when it was z/VM that refused."""
    try:
        return int(error.metadata["return_code"]), int(error.metadata["reason_code"])
    except (KeyError, ValueError):
        return None


def _of_status(status: grpc.StatusCode, module: Module) -> Numbers:
    if status is Code.NOT_FOUND:
        return missing(module)
    if status in (Code.ALREADY_EXISTS, Code.ABORTED):
        return conflict(module, 1)
    if status is Code.OUT_OF_RANGE:
        return INVALID
    if status is Code.PERMISSION_DENIED:
        return FORBIDDEN
    if status is Code.UNAUTHENTICATED:
        return UNAUTHORISED
    if status is Code.UNIMPLEMENTED:
        return Numbers(501, module, 501, 1)
    if status is Code.UNAVAILABLE:
        return UNAVAILABLE
    if status is Code.FAILED_PRECONDITION:
        return conflict(module, 1)
    if status is Code.RESOURCE_EXHAUSTED:
        return failed(module, 1)
    return INTERNAL
