# SPDX-License-Identifier: Apache-2.0
"""Encoders and decoders of single values: texts, numbers and bytes.

An encoder appends a value to a bytearray; a decoder takes the message, an offset and the end of what it may read, and
gives the value and the offset behind it. A decoder never believes a length before it has compared it with the bytes
that are there. What a peer leaves out is remembered in the value's own type (`UnterminatedText`), so that it is written
again as it was read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from .errors import Breach
from .kinds import CHAR_NA, CHAR_NB, CText, Fixed, Int1, Int4, Int8, Key, Octets, Rest, Text, chooses

Encode = Callable[[Any, bytearray], None]
Decode = Callable[[bytes, int, int], tuple[Any, int]]
DecodeItems = Callable[[bytes, int, int], tuple[list[Any], int]]

# Eight-bit text: ASCII nearly always, and a full set of 256 characters otherwise, so that any byte survives.
WIDE = "iso8859-15"
# Names only use characters that code pages 924 and 1140 have in the same places, and Python has no 924.
EBCDIC = "cp1140"

UINT4 = struct.Struct(">I")
_INT4 = struct.Struct(">i")
_INT8 = struct.Struct(">Q")


class Breached(Exception):
    """A value or some bytes break a rule; `path` grows from the inside out."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(breach)
        self.breach = breach


class UnterminatedText(str):
    """A text whose closing null the peer left out."""

    __slots__ = ()


def text_of(raw: bytes) -> str:
    """Bytes from the wire as text."""
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        return raw.decode(WIDE)


def bytes_of(text: str) -> bytes:
    """Text as bytes for the wire; a character that z/VM cannot take is a breach."""
    try:
        return text.encode("ascii")
    except UnicodeEncodeError:
        try:
            return text.encode(WIDE)
        except UnicodeEncodeError:
            raise Breached(Breach.NOT_PRINTABLE) from None


def read_length(data: bytes, at: int, end: int) -> tuple[int, int]:
    """An int4 length and the offset behind it, once it is sure that so many bytes are there."""
    start = at + 4
    if start > end:
        raise Breached(Breach.ENDS_EARLY)
    length: int = UINT4.unpack_from(data, at)[0]
    if length > end - start:
        raise Breached(Breach.TOO_LONG)
    return length, start


def check_text(kind: Text | CText | Key) -> Callable[[str], None]:
    """A function that raises `Breached` for a text outside the kind's limits."""
    low, high, charset, choices, also = kind.min, kind.max, kind.charset, kind.choices, kind.also
    enforced = choices if choices is not None and not kind.open else None
    plain = enforced is None and charset is CHAR_NA

    def check(text: str) -> None:
        size = len(text)
        if size < low:
            raise Breached(Breach.TOO_SHORT)
        if high is not None and size > high:
            raise Breached(Breach.TOO_LONG)
        if plain or not text or (also and text.upper() in also):
            return
        if enforced is not None and not chooses(enforced, text):
            raise Breached(Breach.UNKNOWN_VALUE)
        if not charset.admits(text):
            raise Breached(charset.breach)

    return check


def strips_blanks(kind: Text | Key) -> bool:
    """Whether blanks in front of a value are taken off: real clients send some (" IMMED") where none is meant."""
    return kind.charset is not CHAR_NA and kind.charset is not CHAR_NB and " " not in kind.charset.allowed


def text_codec(kind: Text, checked: bool, wrap: type[str]) -> tuple[Encode, Decode]:
    """int4 length and bytes."""
    check = check_text(kind)
    strips = checked and strips_blanks(kind)
    plain = wrap is str

    def encode(value: str, out: bytearray) -> None:
        if checked:
            check(value)
        raw = bytes_of(value)
        out += UINT4.pack(len(raw))
        out += raw

    def decode(data: bytes, at: int, end: int) -> tuple[str, int]:
        start = at + 4
        if start > end:
            raise Breached(Breach.ENDS_EARLY)
        behind = start + UINT4.unpack_from(data, at)[0]
        if behind > end:
            raise Breached(Breach.TOO_LONG)
        text = text_of(data[start:behind])
        if checked:
            text = text.lstrip(" ") if strips else text
            check(text)
        return (text if plain else wrap(text)), behind

    return encode, decode


def ctext_codec(kind: CText, checked: bool, wrap: type[str]) -> tuple[Encode, Decode]:
    """Bytes and a null; the peer may leave the very last null out."""
    check = check_text(kind)
    plain = wrap is str

    def encode(value: str, out: bytearray) -> None:
        if checked:
            check(value)
        if "\0" in value:
            raise Breached(Breach.NOT_PRINTABLE)
        out += bytes_of(value)
        if type(value) is not UnterminatedText:
            out.append(0)

    def decode(data: bytes, at: int, end: int) -> tuple[str, int]:
        null = data.find(0, at, end)
        if null < 0 and at >= end:
            raise Breached(Breach.ENDS_EARLY)
        text = text_of(data[at : null if null >= 0 else end])
        if checked:
            check(text)
        if null < 0:
            return UnterminatedText(text), end
        return (text if plain else wrap(text)), null + 1

    return encode, decode


def octets_codec(kind: Octets, checked: bool) -> tuple[Encode, Decode]:
    """int4 length and bytes that are not text."""
    low, high = kind.min, kind.max

    def check(value: bytes) -> None:
        if len(value) < low:
            raise Breached(Breach.TOO_SHORT)
        if high is not None and len(value) > high:
            raise Breached(Breach.TOO_LONG)

    def encode(value: bytes, out: bytearray) -> None:
        if checked:
            check(value)
        out += UINT4.pack(len(value))
        out += value

    def decode(data: bytes, at: int, end: int) -> tuple[bytes, int]:
        length, start = read_length(data, at, end)
        value = data[start : start + length]
        if checked:
            check(value)
        return value, start + length

    return encode, decode


def fixed_codec(kind: Fixed) -> tuple[Encode, Decode]:
    """A fixed number of bytes, blanks at the end."""
    size, encoding = kind.size, EBCDIC if kind.ebcdic else WIDE

    def encode(value: str, out: bytearray) -> None:
        try:
            raw = value.ljust(size).encode(encoding)
        except UnicodeEncodeError:
            raise Breached(Breach.NOT_PRINTABLE) from None
        if len(raw) > size:
            raise Breached(Breach.TOO_LONG)
        out += raw

    def decode(data: bytes, at: int, end: int) -> tuple[str, int]:
        behind = at + size
        if behind > end:
            raise Breached(Breach.ENDS_EARLY)
        return data[at:behind].decode(encoding).rstrip(" "), behind

    return encode, decode


def rest_codec(kind: Rest, is_bytes: bool, checked: bool) -> tuple[Encode, Decode]:
    """All that is left of the message."""
    low, high = kind.min, kind.max

    def check(size: int) -> None:
        if size < low:
            raise Breached(Breach.TOO_SHORT)
        if high is not None and size > high:
            raise Breached(Breach.TOO_LONG)

    def encode(value: str | bytes, out: bytearray) -> None:
        raw = value if isinstance(value, bytes) else bytes_of(value)
        if checked:
            check(len(raw))
        out += raw

    def decode(data: bytes, at: int, end: int) -> tuple[str | bytes, int]:
        raw = data[at:end]
        if checked:
            check(len(raw))
        return (raw if is_bytes else text_of(raw)), end

    return encode, decode


def integer_codec(kind: Int1 | Int4 | Int8, checked: bool) -> tuple[Encode, Decode]:
    """Big-endian numbers of one, four or eight bytes."""
    if isinstance(kind, Int1):
        form, low, high = struct.Struct(">B"), kind.low, kind.high
        allowed = kind.values
    elif isinstance(kind, Int4):
        form = _INT4 if kind.signed else UINT4
        least, most = (-(2**31), 2**31 - 1) if kind.signed else (0, 2**32 - 1)
        low, high = least if kind.low is None else kind.low, most if kind.high is None else kind.high
        allowed = kind.values if kind.low is None and kind.high is None else None
    else:
        form, low, high, allowed = _INT8, kind.low, kind.high, None
    if allowed:
        low, high = min(allowed), max(allowed)
    size = form.size

    def check(value: int) -> None:
        if value < low:
            raise Breached(Breach.TOO_SMALL)
        if value > high:
            raise Breached(Breach.TOO_BIG)
        if allowed and value not in allowed:
            raise Breached(Breach.UNKNOWN_VALUE)

    def encode(value: int, out: bytearray) -> None:
        if checked:
            check(value)
        out += form.pack(value)

    def decode(data: bytes, at: int, end: int) -> tuple[int, int]:
        if at + size > end:
            raise Breached(Breach.ENDS_EARLY)
        value: int = form.unpack_from(data, at)[0]
        if checked:
            check(value)
        return value, at + size

    return encode, decode
