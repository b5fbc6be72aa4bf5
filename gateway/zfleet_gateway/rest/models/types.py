# SPDX-License-Identifier: Apache-2.0
"""The contract's kinds of value. Each is checked in full, so that nothing can hide in a value that goes further down.

A kind is an annotation that both checks and describes itself (OpenAPI): the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

TRUE = ("True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes")
FALSE = ("False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no")
_DIGITS = re.compile(r"[0-9]{1,18}")


class Body(BaseModel):
    """A JSON object of the contract: no keys but the ones named, and no other spelling of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class OpenBody(BaseModel):
    """A JSON object that may have keys which nobody looks at."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)


class Query(BaseModel):
    """A query string; every value is text. Unknown keys are refused unless `unknown_is_fine`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    unknown_is_fine: ClassVar[bool] = False
    lists: ClassVar[frozenset[str]] = frozenset()
    """Keys that may come more than once; their values are joined by commas."""


@dataclass(frozen=True, eq=False)  # hashable: a kind is itself only
class Kind:
    """A value checked by `check`, which gives the value to use or raises ValueError; described by `schema`."""

    check: Callable[[Any], Any]
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def checked(value: Any) -> Any:
            try:
                return self.check(value)
            except ValueError as error:
                raise PydanticCustomError("zfleet", "{rule}", {"rule": str(error)}) from None

        return core_schema.no_info_plain_validator_function(checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def text(pattern: str, rule: str, *, upper: bool = False, lower: bool = False) -> Kind:
    """Text that is `pattern` from end to end; `rule` says the same to people."""
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise ValueError(f"must be {rule}")
        return value.upper() if upper else value.lower() if lower else value

    return Kind(check, {"type": "string", "pattern": f"^(?:{pattern})$", "description": rule})


def number(low: int, high: int) -> Kind:
    """A whole number; text of digits is one too, and no text at all is 0 where that is allowed."""

    def check(value: Any) -> int:
        if value == "" and low == 0:
            return 0
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    whole = {"type": "integer", "minimum": low, "maximum": high}
    # Text of so many digits that every such number can be written, and none of them is above the limit.
    more = max(len(str(high)) - 2, 0)
    pattern = f"[1-9][0-9]{{0,{more}}}"
    pattern = f"^{pattern}$" if low else f"^(?:0|{pattern})?$"
    return Kind(check, {"anyOf": [whole, {"type": "string", "pattern": pattern}]})


def strict_number(low: int, high: int) -> Kind:
    """A whole number, never as text."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return Kind(check, {"type": "integer", "minimum": low, "maximum": high})


def word(*words: str) -> Kind:
    """One of some words, spelt like this."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return Kind(check, {"type": "string", "enum": list(words)})


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in TRUE + FALSE:
        return value in TRUE
    raise ValueError("must be true or false (or text: True, true, 1, on, yes, False, false, 0, off, no)")


_OS_NAMES = (
    r"(?:[rR][hH][eE][lL](?:6|7|8|9|10)(?:\.[0-9]{1,2})?"
    r"|[rR][eE][dD][hH][aA][tT][67](?:\.[0-9]{1,2})?"
    r"|(?:[sS][lL][eE][sS]|[sS][uU][sS][eE])(?:11|12|15)(?:(?:\.|[sS][pP])[0-9])?"
    r"|[uU][bB][uU][nN][tT][uU](?:16|20|22|24|25)(?:\.[0-9]{1,2})?(?:\.[0-9]{1,2})?"
    r"|[rR][hH][cC][oO][sS]4(?:\.[0-9]{1,2})?(?:\.[0-9]{1,2})?)"
)
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
Bool = Annotated[bool, Kind(_boolean, {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": [*TRUE, *FALSE]}]})]
UserId = Annotated[str, text("[a-zA-Z0-9]{1,8}", "1 to 8 letters or digits", upper=True)]
DeviceNumber = Annotated[str, text("[0-9a-fA-F]{1,4}", "1 to 4 hexadecimal digits", lower=True)]
MaybeDeviceNumber = Annotated[str, text("[0-9a-fA-F]{0,4}", "at most 4 hexadecimal digits", lower=True)]
FcpDevice = Annotated[str, text("[0-9a-fA-F]{4}", "4 hexadecimal digits", lower=True)]
Wwpn = Annotated[str, text("0[xX][0-9a-fA-F]{16}", "0x and 16 hexadecimal digits", lower=True)]
Name = Annotated[str, text(r"[\x20-\x7e]{1,255}", "1 to 255 printable characters")]
ImageName = Annotated[
    str, text(r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}", "1 to 255 letters, digits, dots, hyphens or underscores")
]
OsVersion = Annotated[str, text(_OS_NAMES, "a known Linux, for example rhel9.4, sles15sp5, ubuntu22.04 or rhcos4")]
RemoteHost = Annotated[
    str,
    text(
        r"[a-zA-Z0-9\-]{1,64}@[a-zA-Z0-9\-]{1,63}(?:\.[a-zA-Z0-9\-]{1,63}){1,8}",
        "user@host with at least one dot in the host",
    ),
]
MemorySize = Annotated[str, text("[1-9][0-9]{0,3}[mMgG]", "1 to 4 digits and M or G")]
DiskSize = Annotated[
    str,
    text(
        r"[1-9][0-9]{0,9}|[0-9]{1,7}(?:\.[0-9]{1,3})?[mMgG]",
        "a number and M or G (1024s), or a number of cylinders or blocks",
    ),
]
DiskPool = Annotated[str, text(r"(?:[eE][cC][kK][dD]|[fF][bB][aA]):[A-Za-z0-9@#$_]{1,8}", "ECKD:NAME or FBA:NAME")]
Ipv4 = Annotated[str, text(rf"{_OCTET}(?:\.{_OCTET}){{3}}", "an IPv4 address")]
Cidr = Annotated[
    str, text(rf"{_OCTET}(?:\.{_OCTET}){{3}}/(?:3[0-2]|[12]?[0-9])", "an IPv4 network, for example 192.0.2.0/24")
]
Mac = Annotated[
    str, text("[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}", "six pairs of hexadecimal digits with colons", lower=True)
]
CpuCount = Annotated[int, strict_number(1, 64)]
CpuShare = Annotated[
    str,
    text(
        r"[aA][bB][sS][a-zA-Z]{0,5} {0,8}(?:100(?:\.0)?|[1-9][0-9]?(?:\.[0-9])?)%"
        r"|[rR][eE][lL][a-zA-Z]{0,5} {0,8}(?:10000|[1-9][0-9]{0,3})|",
        "ABSOLUTE 1% to 100%, or RELATIVE 1 to 10000",
    ),
]
SwitchName = Annotated[str, text("[A-Za-z0-9@#$_]{1,8}", "1 to 8 letters, digits or @#$_", upper=True)]
Path = Annotated[str, text(r"[\x21-\x7e]{1,1024}", "printable characters without blanks, at most 1024")]
Hostname = Annotated[str, text(r"[a-zA-Z0-9\-._]{1,255}", "1 to 255 letters, digits, dots, hyphens or underscores")]


def is_os_version(value: str) -> bool:
    """Whether it names a Linux that the contract knows."""
    return re.fullmatch(_OS_NAMES, value) is not None
