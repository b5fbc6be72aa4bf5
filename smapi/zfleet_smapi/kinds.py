# SPDX-License-Identifier: Apache-2.0
"""The kinds of value that SMAPI puts on the wire, as marks for annotations.

A field is declared as `name: Annotated[python_type, kind, "what it means"]`. The kind says how the value looks in
bytes and what its limits are; this file holds the marks only, `codec.py` makes encoders and decoders of them.
All integers are big-endian. Limits of texts count bytes.
"""

from __future__ import annotations

import enum
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from .errors import Breach

_CONTROL_OR_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Charset:
    """The characters that a text may be made of; `breach` is SMAPI's number for any other.

    `allowed` empty means any character, or any but blanks and control characters for NB.
    """

    name: str
    breach: Breach
    allowed: str = ""

    def plus(self, more: str) -> Charset:
        """The same charset with further characters."""
        shown = "blank" if more == " " else more
        return replace(self, name=f"{self.name} plus {shown}", allowed=self.allowed + more)

    def admits(self, text: str) -> bool:
        """Whether every character of the text is allowed."""
        if self.allowed:
            # Stripping the allowed characters leaves nothing exactly when there is no other: this runs in C.
            return not text.strip(self.allowed)
        return self.breach is not Breach.NOT_PRINTABLE or _CONTROL_OR_BLANK.search(text) is None


_ALPHANUMERIC = string.ascii_letters + string.digits

CHAR10: Final = Charset("char10", Breach.NOT_DIGITS, string.digits)
CHAR16: Final = Charset("char16", Breach.NOT_HEXADECIMAL, string.hexdigits)
CHAR26: Final = Charset("char26", Breach.NOT_LETTERS, string.ascii_letters)
CHAR36: Final = Charset("char36", Breach.NOT_ALPHANUMERIC, _ALPHANUMERIC)
CHAR37: Final = Charset("char37", Breach.NOT_CHAR37, _ALPHANUMERIC + "-")
CHAR42: Final = Charset("char42", Breach.NOT_CHAR42, _ALPHANUMERIC + "@#$+-:")
CHAR43: Final = Charset("char43", Breach.NOT_CHAR43, _ALPHANUMERIC + "@#$+-:_")
CHAR44: Final = Charset("char44", Breach.NOT_CHAR44, _ALPHANUMERIC + "@#$+-:_=")
CHAR45: Final = Charset("char45", Breach.NOT_DIRECTORY_NAME, _ALPHANUMERIC + "@#$+-:_.")
CHAR_NB: Final = Charset("charNB", Breach.NOT_PRINTABLE)
CHAR_NA: Final = Charset("charNA", Breach.UNKNOWN_VALUE)


class Framing(enum.Enum):
    """What stands in front of the items of an array, or of one item."""

    BYTE_LENGTH = "byte_length"
    """int4: how many bytes follow."""
    COUNT = "count"
    """int4: how many items follow."""
    TO_END = "to_end"
    """Nothing: the items run to the end of the message (or of the block around them)."""
    NONE = "none"
    """Nothing: an item ends where its own layout ends."""


Choices = Mapping[str, str]
"""Allowed words and what they mean. Capital letters of a mixed-case word are its shortest form (CONnect: CON)."""

Numbers = Mapping[int, str]
"""Allowed numbers and what they mean."""


def chooses(choices: Choices, word: str) -> bool:
    """Whether a word is one of the choices or a proper abbreviation of one, in either case."""
    upper = word.upper()
    for choice in choices:
        whole = choice.upper()
        if upper == whole:
            return True
        shortest = sum(letter.isupper() for letter in choice)
        if choice != whole and len(upper) >= shortest and whole.startswith(upper):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Text:
    """`string`: int4 length, then that many bytes.

    `choices` are all that is allowed unless `open`, when they only explain; `also` are words allowed whatever the
    charset says. An empty text is always a proper "not given" where `min` is 0.
    """

    min: int = 0
    max: int | None = None
    charset: Charset = CHAR_NA
    choices: Choices | None = None
    also: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class CText:
    """`cstring`: bytes and a null; the limits are those of `Text`, without the null."""

    min: int = 0
    max: int | None = None
    charset: Charset = CHAR_NA
    choices: Choices | None = None
    also: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Octets:
    """`string` whose bytes are not text for us: EBCDIC or hexadecimal data. The field's type is `bytes`."""

    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """`fixed`: exactly `size` bytes of text, filled up with blanks, which are taken off when read."""

    size: int
    ebcdic: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """`rest`: everything up to the end of the message, with neither length nor null; `str` or `bytes`."""

    min: int = 0
    max: int | None = None
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class Int1:
    """One byte, unsigned. `values`, where given, are all that is allowed."""

    values: Numbers | None = None
    low: int = 0
    high: int = 255


@dataclass(frozen=True, slots=True)
class Int4:
    """Four bytes, signed unless said. `values` are all that is allowed, or only explained when `low` is given too."""

    low: int | None = None
    high: int | None = None
    values: Numbers | None = None
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Int8:
    """Eight bytes, unsigned."""

    low: int = 0
    high: int = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Block:
    """`struct`: int4 length in front of one inner value, which must fill it."""

    item: Text | CText


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """`array`: items of one kind (or of one `Struct` class) back to back."""

    item: object
    framing: Framing = Framing.BYTE_LENGTH
    item_framing: Framing = Framing.NONE


@dataclass(frozen=True, slots=True)
class Key:
    """One KEY=value of a key=value call; the field's name is the key unless `wire` says otherwise.

    A field of type `str` is required, one of type `str | None` is left out of the message when None.
    `choices` restrict the value unless `open`, when they only explain it.
    """

    min: int = 0
    max: int | None = None
    charset: Charset = CHAR_NA
    choices: Choices | None = None
    also: tuple[str, ...] = ()
    open: bool = False
    wire: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Null-terminated assignments whose keywords may repeat: a tuple of (keyword, value or None without "=")."""

    framing: Framing = Framing.BYTE_LENGTH
    keywords: Choices | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The field is on the wire only if the request's option had that value (one request has such a reply)."""

    option: str
    value: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark without parameters."""

    name: str


SECRET: Final = Mark("secret")
"""Never shown: repr hides the value. Directory statements are secret too, as the first of them holds a password."""

ABSENT_AT_END: Final = Mark("absent at end")
"""The last field of a request, of type `... | None`: None leaves it out of the message altogether."""

Kind = Text | CText | Octets | Fixed | Rest | Int1 | Int4 | Int8 | Block | ArrayOf | Key | Pairs
