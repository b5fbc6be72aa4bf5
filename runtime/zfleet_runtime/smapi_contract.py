# SPDX-License-Identifier: Apache-2.0
"""How a SMAPI dataclass looks in the contract zfleet.smapi.v1: names, field types, field numbers.

The generator of the .proto files and the servicer that serves them both read these rules, so they cannot disagree.
"""

from __future__ import annotations

from typing import Any

from zfleet_smapi.declaration import Struct, Words
from zfleet_smapi.layout import Field

PACKAGE = "zfleet.smapi.v1"
GROUPS = ("guest", "directory", "host", "other", "storage", "network")
FIRST_FIELD = 2
"""Parameters follow the target, which is field 1 whether a function has one or not."""
FIRST_REPLY_FIELD = 3
"""Reply fields follow return_code and reason_code."""
RETURN_AT_ONCE = 1000

_TYPES = {"int1": "uint32", "block": "string", "string": "string", "cstring": "string", "fixed": "string"}


def service_name(group: str) -> str:
    """The gRPC service of a group, without its package: GuestFunctionsService."""
    return f"{group.capitalize()}FunctionsService"


def message_name(declared: type[Struct] | type[Words]) -> str:
    """The message of a struct or of a line of words: its class's name."""
    return declared.__name__.lstrip("_")


def word_name(word: str) -> str:
    """A word's field name: IBM's, in lower case."""
    return word.lower()


def field_type(field: Field) -> str:
    """The proto type of one field, without `repeated` or `optional`."""
    if field.kind == "pairs":
        return "Assignment"
    if field.kind == "array":
        if field.struct is not None:
            return message_name(field.struct)
        if field.item is None:
            raise TypeError(f"{field.name}: an array without items")
        return field_type(field.item)
    if field.words_class is not None:
        return message_name(field.words_class)
    if field.kind == "int4":
        return "int32" if field.signed else "uint32"
    if field.kind == "int8":
        return "uint64"
    if field.charset == "octets" or is_bytes(field.python_type):
        return "bytes"
    return _TYPES.get(field.kind, "string")


def has_presence(field: Field) -> bool:
    """Whether the contract tells an absent field from an empty one: where None or another default stands for absent."""
    return field.optional or not (field.repeated or field.required or field.default in (None, "", b"", 0))


def is_bytes(python_type: Any) -> bool:
    """Whether a field's Python type is bytes."""
    return python_type is bytes or (isinstance(python_type, str) and python_type == "bytes")
