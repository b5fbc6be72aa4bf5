# SPDX-License-Identifier: Apache-2.0
"""Values for any declared field, made from its layout: within its limits for requests, anything for answers."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st

from zfleet_smapi import kinds
from zfleet_smapi.declaration import Call, Header, Struct
from zfleet_smapi.layout import Field, fields_of, layout

_CHARSETS: dict[str, str] = {
    name: getattr(kinds, constant).allowed
    for constant, name in (
        ("CHAR10", "char10"),
        ("CHAR16", "char16"),
        ("CHAR26", "char26"),
        ("CHAR36", "char36"),
        ("CHAR37", "char37"),
        ("CHAR42", "char42"),
        ("CHAR43", "char43"),
        ("CHAR44", "char44"),
        ("CHAR45", "char45"),
    )
}
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))
_WIDE = _PRINTABLE + " éß€Ž"


def _alphabet(charset: str | None) -> str:
    if charset in (None, "charNA"):
        return _WIDE
    if charset == "charNB":
        return _PRINTABLE
    assert charset is not None
    name, _, more = charset.partition(" plus ")
    return _CHARSETS[name] + (" " if more == "blank" else more)


def _text(field: Field) -> st.SearchStrategy[str]:
    if field.values and not field.open_values:
        words = [word for word in field.values if len(word) <= (field.max or len(word))]
        return st.sampled_from(words + ([""] if not field.min else []))
    most = min(field.max if field.max is not None else 20, 40)
    text = st.text(_alphabet(field.charset), min_size=field.min or 0, max_size=max(most, field.min or 0))
    # A leading blank is taken off when a request is read, as real clients send some that mean nothing.
    return text.filter(lambda value: value == value.lstrip(" "))


def _number(field: Field) -> st.SearchStrategy[int]:
    if field.values and not field.open_values:
        return st.sampled_from([int(value) for value in field.values])
    size = {"int1": 8, "int4": 32, "int8": 64}[field.kind]
    low, high = (-(2 ** (size - 1)), 2 ** (size - 1) - 1) if field.signed else (0, 2**size - 1)
    return st.integers(low if field.min is None else field.min, high if field.max is None else field.max)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Proper values of one field."""
    found: st.SearchStrategy[Any]
    match field.kind:
        case "string" | "cstring" | "rest" | "fixed" if field.python_type is bytes:
            found = st.binary(max_size=min(field.max or 64, 64))
        case "fixed":
            letters = string.ascii_uppercase + string.digits
            found = st.text(letters, max_size=field.size)
        case "string" | "cstring" | "key":
            found = _text(field)
        case "rest":
            found = st.text(_PRINTABLE, max_size=30)
        case "int1" | "int4" | "int8":
            found = _number(field)
        case "block":
            assert field.item is not None
            found = values_of(field.item)
        case "pairs":
            words = st.sampled_from(sorted(field.values))
            found = st.lists(st.tuples(words, st.none() | st.text(_PRINTABLE + " ", max_size=20)), max_size=4).map(
                tuple
            )
        case "array":
            found = st.lists(_items(field), max_size=4).map(tuple)
        case _:
            raise AssertionError(field.kind)
    if field.words_class is not None and field.kind != "array":
        found = found.map(field.words_class)
    if field.optional or (field.kind == "key" and not field.required):
        found = st.none() | found
    return found


def _items(field: Field) -> st.SearchStrategy[Any]:
    if field.struct is not None:
        return structs(field.struct)
    assert field.item is not None
    items = values_of(field.item)
    if field.item.kind == "cstring":
        # Lines without anything in them cannot be told from the end of a list.
        items = items.filter(bool)
    return items.map(field.words_class) if field.words_class is not None else items


def structs(cls: type[Struct], *, skip: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """Instances of a declared class."""
    return st.builds(cls, **{field.name: values_of(field) for field in fields_of(cls, skip=skip) if field.when is None})


def calls(cls: type[Call[Any]]) -> st.SearchStrategy[Any]:
    """Calls that z/VM's syntax check would take."""
    fields = {field.name: values_of(field) for field in layout(cls).parameters}
    if cls.header is Header.STANDARD:
        fields["target"] = st.text(_CHARSETS["char42"], min_size=1, max_size=8)
    return st.builds(cls, **fields)
