# SPDX-License-Identifier: Apache-2.0
"""Frozen dataclasses to JSON texts and back, driven by their annotations.

Everything that a simulated host remembers is a frozen dataclass, so one converter stores all of it. A union of
dataclasses is told apart by the class name, kept under the key ``@``. Annotations may use str, int, float, bool,
bytes, None, enums, tuples, frozensets, dicts (keys str or int), dataclasses and unions of these.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Reader = Callable[[Any], Any]
_CLASS = "@"  # no field can be called that


def to_text(value: object) -> str:
    """One stored value as JSON text."""
    return json.dumps(_plain(value), separators=(",", ":"))


def from_text(expected: Any, text: str) -> Any:
    """The value of type ``expected`` that :func:`to_text` wrote; ValueError when the text does not fit the type."""
    try:
        return _reader(expected)(json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"stored record is not a {expected}: {error}") from error


def _plain(value: object) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        plain[_CLASS] = type(value).__name__
        return plain
    raise ValueError(f"cannot store a {type(value).__name__}")


@lru_cache(maxsize=256)
def _reader(expected: Any) -> Reader:
    """How to turn plain JSON into ``expected``; worked out once per type."""
    origin = typing.get_origin(expected)
    arguments = typing.get_args(expected)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(arguments)
    if origin in (tuple, frozenset):
        item = _reader(arguments[0])
        return lambda plain: origin(item(one) for one in plain)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key_type, item = arguments[0], _reader(arguments[1])
        return lambda plain: {key_type(key): item(one) for key, one in plain.items()}
    if expected is type(None):
        return lambda plain: None
    if expected is bytes:
        return lambda plain: bytes.fromhex(plain)
    if dataclasses.is_dataclass(expected):
        return _dataclass_reader(typing.cast("type[Any]", expected))
    if isinstance(expected, type) and issubclass(expected, (enum.Enum, bool, int, float, str)):
        return expected
    raise ValueError(f"cannot read a {expected}")


def _union_reader(arguments: tuple[Any, ...]) -> Reader:
    kinds: dict[str, Reader] = {}
    for one in arguments:
        if isinstance(one, type) and dataclasses.is_dataclass(one):
            kinds[one.__name__] = _reader(one)
    plain_types = [one for one in arguments if one is not type(None) and not dataclasses.is_dataclass(one)]
    others = [_reader(one) for one in plain_types]

    def read(plain: Any) -> Any:
        if plain is None:
            return None
        if isinstance(plain, dict) and _CLASS in plain:
            return kinds[plain[_CLASS]](plain)
        return others[0](plain)

    return read


def _dataclass_reader(expected: type[Any]) -> Reader:
    hints = typing.get_type_hints(expected)
    readers = [(f.name, _reader(hints[f.name])) for f in dataclasses.fields(expected) if f.init]

    def read(plain: Any) -> Any:
        # A field added by a newer release is absent in an older state folder: its default applies.
        return expected(**{name: reader(plain[name]) for name, reader in readers if name in plain})

    return read
