# SPDX-License-Identifier: Apache-2.0
"""The key=value form of parameters: null-terminated assignments in any order and either case.

A decoded call remembers how its keys were spelt and in which order they came, so that encoding it again gives the same
bytes; a new call sends its keys in the order of declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from .codec import FieldBreached
from .declaration import Call, annotations_of
from .errors import Breach, Problem
from .kinds import Framing, Key
from .scalar import UINT4, Breached, bytes_of, check_text, read_length, strips_blanks, text_of


@dataclass(frozen=True, slots=True)
class _KeyCodec:
    """One key: its field, its name on the wire, its rule."""

    name: str
    key: str
    check: Callable[[str], None]
    strips: bool
    required: bool

    def check_sent(self, value: str) -> None:
        """Breached for a value that must not be sent; blanks in front are the peer's to take off."""
        self.check(value.lstrip(" ") if self.strips else value)
        if "\0" in value:
            raise Breached(Breach.NOT_PRINTABLE)


class KeywordCodec:
    """The keys of one call class, compiled."""

    def __init__(self, cls: type[Call[Any]]) -> None:
        self._framed = cls.framing is Framing.BYTE_LENGTH
        self._keys: list[_KeyCodec] = []
        for name, (python_type, marks) in annotations_of(cls).items():
            for mark in marks:
                if isinstance(mark, Key):
                    key = mark.wire or name
                    self._keys.append(_KeyCodec(name, key, check_text(mark), strips_blanks(mark), python_type is str))
        self._by_key = {one.key.upper(): one for one in self._keys}
        self._by_name = {one.name: one for one in self._keys}

    def _assignments(self, call: Call[Any]) -> list[tuple[_KeyCodec, str, str]]:
        """(key, text in front of the value as spelt, value) of every key that is sent."""
        read_as: tuple[tuple[str, str], ...] | None = call.__dict__.get("_read_as")
        if read_as is not None:
            return [(self._by_name[name], prefix, getattr(call, name)) for name, prefix in read_as]
        values = [(one, f"{one.key}=", getattr(call, one.name)) for one in self._keys]
        return [entry for entry in values if entry[2] is not None]

    def encode(self, call: Call[Any], out: bytearray) -> None:
        """Append the list of assignments."""
        inner = bytearray()
        for one, prefix, value in self._assignments(call):
            one.check_sent(value)
            inner += bytes_of(prefix + value)
            inner.append(0)
        if call.__dict__.get("_unterminated"):
            del inner[-1:]
        if self._framed:
            out += UINT4.pack(len(inner))
        out += inner

    def problems(self, call: Call[Any]) -> list[Problem]:
        """Every key whose value breaks its rule."""
        found = []
        for position, (one, _, value) in enumerate(self._assignments(call), 1):
            try:
                one.check_sent(value)
                bytes_of(value)
            except Breached as breached:
                found.append(Problem(position, one.name, breached.breach, one.key))
        return found

    def read(self, data: bytes, at: int, end: int, *, checked: bool = True) -> tuple[dict[str, Any], int]:
        """Fields by name, and the offset behind the list; unknown, repeated, bad and missing keys are refused."""
        texts, terminated, behind = self._split(data, at, end)
        values: dict[str, Any] = {one.name: None for one in self._keys if not one.required}
        read_as = []
        for position, text in enumerate(texts, 1):
            key, _, value = text.partition("=")
            one = self._by_key.get(key.strip().upper())
            if one is None or values.get(one.name) is not None:
                _refuse(position, key.strip(), Breach.TOO_MANY)
            if one.strips:
                value = value.lstrip(" ")
            try:
                if checked:
                    one.check(value)
            except Breached as breached:
                _refuse(position, key.strip(), breached.breach, one.name)
            values[one.name] = value
            read_as.append((one.name, text[: len(text) - len(value)]))
        for one in self._keys:
            if one.required and one.name not in values:
                _refuse(len(texts) + 1, one.key, Breach.MISSING, one.name)
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
