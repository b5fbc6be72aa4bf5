# SPDX-License-Identifier: Apache-2.0
"""The one object that every JSON answer is, its five numbers, and the error that carries them to the caller."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

import grpc

from zfleet_runtime.errors import Violation

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Module(IntEnum):
    """Who an error comes from (modID)."""

    SMT = 1
    GUEST = 10
    NETWORK = 20
    VOLUME = 30
    IMAGE = 40
    MONITOR = 50
    FILE = 60
    SERVER = 100
    REST = 120
    ANY = 400


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an error is to a program. `status` is the HTTP status; 0 leaves it to the class `overall_rc`."""

    overall_rc: int
    module: Module
    rc: int
    rs: int
    status: int = 0

    def answering(self, status: int) -> Numbers:
        """The same with this HTTP status."""
        return replace(self, status=status)


def conflict(module: Module, rs: int) -> Numbers:
    """Class 409."""
    return Numbers(409, module, 409, rs)


def missing(module: Module, rs: int = 1) -> Numbers:
    """Class 404."""
    return Numbers(404, module, 404, rs)


def failed(module: Module, rs: int, status: int = 500) -> Numbers:
    """Class 300: an error of one module; HTTP 500 unless the endpoint says otherwise."""
    return Numbers(300, module, 300, rs, status)


INVALID = Numbers(100, Module.ANY, 100, 3)
NOT_ACCEPTED = Numbers(400, Module.REST, 400, 400)
UNAUTHORISED = Numbers(400, Module.REST, 400, 401, 401)
FORBIDDEN = Numbers(400, Module.REST, 400, 403, 403)
INTERNAL = Numbers(500, Module.SERVER, 500, 1)
NOT_IMPLEMENTED = Numbers(501, Module.GUEST, 501, 1)
UNAVAILABLE = Numbers(503, Module.REST, 503, 1)

# The classes that are HTTP statuses themselves; 100 (input) is 400, and everything else is 500.
_STATUS_OF_CLASS = {400: 400, 404: 404, 409: 409, 501: 501, 503: 503, 100: 400}


@dataclass(eq=False)
class Refusal(Exception):
    """An answer other than success. `errmsg` is for people and holds no secret."""

    numbers: Numbers
    errmsg: str
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.numbers.status or _STATUS_OF_CLASS.get(self.numbers.overall_rc, 500)

    def body(self) -> bytes:
        """The envelope."""
        numbers = self.numbers
        module: int | str = int(numbers.module)
        if numbers.overall_rc == 501:  # the reference stores the module's name here
            module = numbers.module.name.lower()
        return envelope(numbers.overall_rc, module, numbers.rc, numbers.rs, self.errmsg, "")


def success(output: Any) -> bytes:
    """The envelope of a success; None is the empty string."""
    return envelope(0, None, 0, 0, "", "" if output is None else output)


def envelope(overall_rc: int, module: int | str | None, rc: int, rs: int, errmsg: str, output: Any) -> bytes:
    """The object, as JSON."""
    answer = {"overallRC": overall_rc, "modID": module, "rc": rc, "rs": rs, "errmsg": errmsg, "output": output}
    return _encode(answer).encode()


def bad_fields(violations: list[Violation]) -> Refusal:
    """HTTP 400 naming every bad field at once."""
    told = "; ".join(f"Invalid input for field/attribute {each.field}. {each.description}" for each in violations)
    return Refusal(NOT_ACCEPTED, f"ValidationError: {told}", reason=grpc.StatusCode.INVALID_ARGUMENT.name)


def bare(output: Any) -> bytes:
    """An answer that is not in the envelope, as JSON."""
    return _encode(output).encode()
