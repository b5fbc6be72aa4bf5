# SPDX-License-Identifier: Apache-2.0
"""Everything that a declaration says, as data: for syntax checks, for the contract's generator, for the command line.

for field in layout(ImageCreateDM).parameters:
    print(field.name, field.kind, field.min, field.max, field.doc)
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin

from .codec import is_kind, item_type_of
from .declaration import REPLY_HEAD, Background, Call, Header, Reply, Retry, Stream, Struct, Words, annotations_of
from .kinds import (
    ABSENT_AT_END,
    SECRET,
    ArrayOf,
    Block,
    CText,
    Fixed,
    Framing,
    Int1,
    Int4,
    Int8,
    Key,
    Octets,
    Pairs,
    Rest,
    Text,
    When,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a line."""

    name: str
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a request, a reply or a struct.

    `kind` is the wire's word for it: string, cstring, fixed, rest, int1, int4, int8, block, array, key or pairs.
    `min` and `max` count bytes, or bound the value of a number. `values` maps allowed values (text) to meanings;
    `open_values` says that other values are allowed too. An array has one of `item` (a field) and `items` (the fields
    of `struct`).
    """

    name: str
    wire_key: str
    position: int
    kind: str
    python_type: Any
    doc: str
    min: int | None = None
    max: int | None = None
    size: int | None = None
    charset: str | None = None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    open_values: bool = False
    also: tuple[str, ...] = ()
    signed: bool = True
    ebcdic: bool = False
    optional: bool = False
    required: bool = False
    repeated: bool = False
    secret: bool = False
    default: Any = None
    framing: Framing | None = None
    item_framing: Framing | None = None
    item: Field | None = None
    struct: type[Struct] | None = None
    items: tuple[Field, ...] = ()
    words: tuple[Word, ...] = ()
    words_class: type[Words] | None = None
    when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One function. `target_required` is False where the target only serves the authorization check (or is not sent).

    `error_buffer_expected` is False where IBM's own client stumbles over error texts that a server sends.
    `parameter_list` is IBM's name of the key=value list, if the function has one, and `framing` its framing.
    """

    function: str
    wire_name: str
    class_name: str
    group: str
    doc: str
    header: Header
    target_doc: str
    target_required: bool
    parameter_list: str
    framing: Framing | None
    parameters: tuple[Field, ...]
    reply_type: type[Reply]
    reply: tuple[Field, ...]
    background: Background
    error_buffer: Framing | None
    error_buffer_expected: bool
    level: int | None
    success_reasons: tuple[int, ...]
    data_codes: tuple[tuple[int, int], ...]
    stream: Stream
    retry: Retry


def layout(cls: type[Call[Any]]) -> Layout:
    """All about one call class."""
    return Layout(
        function=cls.function,
        wire_name=cls.wire_name,
        class_name=cls.__name__,
        group=cls.group,
        doc=inspect.cleandoc(cls.__doc__ or ""),
        header=cls.header,
        target_doc=cls.target_meaning,
        target_required=cls.header is Header.STANDARD and _default(cls, "target") is dataclasses.MISSING,
        parameter_list=cls.parameters,
        framing=cls.framing if cls.parameters else None,
        parameters=fields_of(cls, skip=("target",)),
        reply_type=cls.reply_type,
        reply=fields_of(cls.reply_type, skip=REPLY_HEAD),
        background=cls.background,
        error_buffer=cls.error_buffer,
        error_buffer_expected=cls.error_buffer_expected,
        level=cls.level,
        success_reasons=cls.success_reasons,
        data_codes=cls.data_codes,
        stream=cls.stream,
        retry=cls.retry,
    )


def fields_of(cls: type[Struct], *, skip: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The fields of any declared class that are on the wire, in wire order."""
    return tuple(_fields(cls, skip))


def _fields(cls: type[Struct], skip: tuple[str, ...]) -> Iterator[Field]:
    position = 0
    for name, (python_type, marks) in annotations_of(cls).items():
        if name in skip:
            continue
        kind = next((mark for mark in marks if is_kind(mark) or isinstance(mark, Key)), None)
        if kind is None:
            raise TypeError(f"{cls.__name__}.{name} has no kind")
        position += 1
        yield _field(cls, name, position, python_type, kind, marks)


def _field(cls: type[Struct] | None, name: str, position: int, python_type: Any, kind: Any, marks: Any) -> Field:
    default = _default(cls, name) if cls is not None else None
    optional = type(None) in get_args(python_type) and get_origin(python_type) in (Union, UnionType)
    docs = [mark for mark in marks if isinstance(mark, str)]
    when = next(((mark.option, mark.value) for mark in marks if isinstance(mark, When)), None)
    words_class = _words_class(python_type)
    facts: dict[str, Any] = {
        "name": name,
        "wire_key": name,
        "position": position,
        "python_type": python_type,
        # The last text stands: a field may say more than the shared mark it is built from.
        "doc": docs[-1] if docs else "",
        "optional": optional or ABSENT_AT_END in marks,
        "required": default is dataclasses.MISSING,
        "secret": SECRET in marks,
        "default": None if default is dataclasses.MISSING else default,
        "when": when,
        "words_class": words_class,
        "words": _words(words_class),
    }
    return Field(**(facts | _kind_facts(name, kind, python_type)))


def _kind_facts(name: str, kind: Any, python_type: Any) -> dict[str, Any]:
    match kind:
        case Text() | CText() | Key():
            facts: dict[str, Any] = {"kind": {Text: "string", CText: "cstring", Key: "key"}[type(kind)]}
            facts |= {"min": kind.min, "max": kind.max, "charset": kind.charset.name, "also": kind.also}
            facts |= {"values": dict(kind.choices or {}), "open_values": kind.open}
            if isinstance(kind, Key):
                facts["wire_key"] = kind.wire or name
            return facts
        case Octets():
            return {"kind": "string", "min": kind.min, "max": kind.max, "charset": "octets"}
        case Fixed():
            return {"kind": "fixed", "size": kind.size, "ebcdic": kind.ebcdic}
        case Rest():
            return {
                "kind": "rest",
                "min": kind.min,
                "max": kind.max,
                "values": dict(kind.choices or {}),
                "open_values": True,
            }
        case Int1() | Int4() | Int8():
            return _number_facts(kind)
        case Block():
            return {"kind": "block", "item": _field(None, name, 1, python_type, kind.item, ())}
        case Pairs():
            return {"kind": "pairs", "framing": kind.framing, "values": dict(kind.keywords or {}), "repeated": True}
        case ArrayOf():
            facts = {"kind": "array", "framing": kind.framing, "item_framing": kind.item_framing, "repeated": True}
            if isinstance(kind.item, type) and issubclass(kind.item, Struct):
                return facts | {"struct": kind.item, "items": fields_of(kind.item)}
            return facts | {"item": _field(None, name, 1, item_type_of(python_type), kind.item, ())}
    raise TypeError(f"{kind!r} is not a kind")


def _number_facts(kind: Int1 | Int4 | Int8) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": type(kind).__name__.lower(), "min": kind.low, "max": kind.high}
    if isinstance(kind, Int8):
        return facts | {"signed": False}
    bounded = isinstance(kind, Int4) and (kind.low is not None or kind.high is not None)
    facts |= {"values": {str(number): text for number, text in (kind.values or {}).items()}, "open_values": bounded}
    facts["signed"] = isinstance(kind, Int4) and kind.signed
    return facts


def _words_class(python_type: Any) -> type[Words] | None:
    for candidate in (python_type, *get_args(python_type)):
        if isinstance(candidate, type) and issubclass(candidate, Words):
            return candidate
    return None


def _words(cls: type[Words] | None) -> tuple[Word, ...]:
    if cls is None:
        return ()
    return tuple(Word(name=name, optional=number < cls.leading) for number, name in enumerate(cls.words))


def _default(cls: type[Struct], name: str) -> Any:
    field = cls.__dataclass_fields__[name]  # type: ignore[attr-defined]
    return field.default


def class_name_of(function: str) -> str:
    """The class name of a function: IBM's name without underscores, first letter a capital."""
    joined = re.sub("_", "", function)
    return joined[:1].upper() + joined[1:]
