# SPDX-License-Identifier: Apache-2.0
"""The key=value form of parameters: null-terminated assignments in any order and either case.

A decoded call remembers how its keys were spelt and in which order they came, so that encoding it again gives the same
bytes; a new call sends its keys in the order of declaration.
"""

from __future__ import annotations

from typing import Any, NoReturn

from .codec import FieldBreached
from .declaration import Call, annotations_of
from .errors import Breach, Problem
from .kinds import Framing, Key
from .scalar import UINT4, Breached, bytes_of, check_text, read_length, text_of


class KeywordCodec:
    """The keys of one call class, compiled."""

    def __init__(self, cls: type[Call[Any]]) -> None:
        self._framed = cls.framing is Framing.BYTE_LENGTH
        self._keys: list[tuple[str, str, Any, bool]] = []
        self._by_key: dict[str, tuple[str, Any]] = {}
        for name, (python_type, marks) in annotations_of(cls).items():
            for mark in marks:
                if isinstance(mark, Key):
                    key, check = mark.wire or name, check_text(mark)
                    self._keys.append((name, key, check, python_type is str))
                    self._by_key[key.upper()] = (name, check)

    def _assignments(self, call: Call[Any]) -> list[tuple[str, str, str, Any]]:
        """(field, key as spelt, value, check) of every key that is sent."""
        read_as: tuple[tuple[str, str], ...] | None = call.__dict__.get("_read_as")
        if read_as is not None:
            checks = {name: check for name, _, check, _ in self._keys}
            return [(name, key, getattr(call, name), checks[name]) for name, key in read_as]
        values = [(name, key, getattr(call, name), check) for name, key, check, _ in self._keys]
        return [entry for entry in values if entry[2] is not None]

    def encode(self, call: Call[Any], out: bytearray) -> None:
        """Append the list of assignments."""
        inner = bytearray()
        for _, key, value, check in self._assignments(call):
            check(value.lstrip(" "))
            if "\0" in value:
                raise Breached(Breach.NOT_PRINTABLE)
            inner += bytes_of(f"{key}={value}")
            inner.append(0)
        if call.__dict__.get("_unterminated"):
            del inner[-1:]
        if self._framed:
            out += UINT4.pack(len(inner))
        out += inner

    def problems(self, call: Call[Any]) -> list[Problem]:
        """Every key whose value breaks its rule."""
        found = []
        for position, (name, key, value, check) in enumerate(self._assignments(call), 1):
            try:
                check(value.lstrip(" "))
                bytes_of(value)
                if "\0" in value:
                    raise Breached(Breach.NOT_PRINTABLE)
            except Breached as breached:
                found.append(Problem(position, name, breached.breach, key))
        return found

    def read(self, data: bytes, at: int, end: int, *, checked: bool = True) -> tuple[dict[str, Any], int]:
        """Fields by name, and the offset behind the list; unknown, repeated, bad and missing keys are refused."""
        texts, terminated, behind = self._split(data, at, end)
        values: dict[str, Any] = {name: None for name, _, _, required in self._keys if not required}
        read_as = []
        for position, text in enumerate(texts, 1):
            key, _, value = text.partition("=")
            name, check = self._by_key.get(key.strip().upper(), ("", None))
            if check is None or values.get(name) is not None:
                _refuse(position, key.strip(), Breach.TOO_MANY)
            try:
                if checked:
                    check(value.lstrip(" "))
            except Breached as breached:
                _refuse(position, key.strip(), breached.breach, name)
            values[name] = value
            read_as.append((name, key))
        for name, key, _, required in self._keys:
            if required and name not in values:
                _refuse(len(texts) + 1, key, Breach.MISSING, name)
        values["_read_as"] = tuple(read_as)
        values["_unterminated"] = not terminated
        return values, behind

    def _split(self, data: bytes, at: int, end: int) -> tuple[list[str], bool, int]:
        try:
            length, start = read_length(data, at, end) if self._framed and at < end else (end - at, at)
        except Breached as breached:
            raise FieldBreached(Problem(1, "parameters", breached.breach)) from None
        behind = start + length
        if not length:
            return [], True, behind
        # Real clients leave out the last null now and then.
        terminated = data[behind - 1] == 0
        return text_of(data[start : behind - 1 if terminated else behind]).split("\0"), terminated, behind


def _refuse(position: int, key: str, breach: Breach, name: str = "") -> NoReturn:
    raise FieldBreached(Problem(position, name or key, breach, key or "?"))


def keyword_codec(cls: type[Call[Any]]) -> KeywordCodec:
    """The codec of a key=value call class, compiled at first use and kept with the class."""
    found: KeywordCodec | None = cls.__dict__.get("_keyword_codec")
    if found is None:
        found = KeywordCodec(cls)
        type.__setattr__(cls, "_keyword_codec", found)
    return found
