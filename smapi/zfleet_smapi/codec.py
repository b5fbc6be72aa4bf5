# SPDX-License-Identifier: Apache-2.0
"""Encoders and decoders made from annotations, once per class, as closures: no reflection while a call is made.

`scalar.py` has those of single values; here are arrays, blocks and whole classes. Nothing copies what it does not
return, so a reply of megabytes is read in one pass.
"""

from __future__ import annotations

from typing import Any

from .declaration import Call, Struct, Words, annotations_of
from .errors import Breach, Problem
from .kinds import (
    ABSENT_AT_END,
    ArrayOf,
    Block,
    CText,
    Fixed,
    Framing,
    Int1,
    Int4,
    Int8,
    Octets,
    Pairs,
    Rest,
    Text,
    When,
)
from .scalar import (
    UINT4,
    Breached,
    Decode,
    DecodeItems,
    Encode,
    bytes_of,
    check_text,
    ctext_codec,
    fixed_codec,
    integer_codec,
    octets_codec,
    read_length,
    rest_codec,
    text_codec,
    text_of,
)

# In one array. The directory of 90,000 guests has so many lines; without a limit an answer of nulls, each of them an
# empty line, would take a hundred times its bytes.
MOST_ITEMS = 2_000_000


class UnterminatedLines(tuple[str, ...]):
    """Lines of which the last one came without its null."""

    __slots__ = ()


class UnterminatedPairs(tuple[tuple[str, str | None], ...]):
    """Assignments of which the last one came without its null."""

    __slots__ = ()


def _block(kind: Block, checked: bool, wrap: type[str]) -> tuple[Encode, Decode]:
    """One value with a length around it."""
    encode_item, decode_item = compile_kind(kind.item, wrap, checked)

    def encode(value: Any, out: bytearray) -> None:
        inner = bytearray()
        encode_item(value, inner)
        out += UINT4.pack(len(inner))
        out += inner

    return encode, _exactly(decode_item)


def _exactly(decode_item: Decode) -> Decode:
    """A decoder of an item with its length in front, which the item must fill."""

    def decode(data: bytes, at: int, end: int) -> tuple[Any, int]:
        length, start = read_length(data, at, end)
        behind = start + length
        item, read = decode_item(data, start, behind)
        if read != behind:
            raise Breached(Breach.TOO_LONG)
        return item, behind

    return decode


def _refuse_text(value: object) -> None:
    """A text is a sequence too: taken for an array, each of its letters would become an item."""
    if isinstance(value, str):
        raise TypeError("an array is wanted, not a text")


def _pairs(kind: Pairs) -> tuple[Encode, Decode]:
    """Assignments whose keywords may repeat."""
    framed = kind.framing is Framing.BYTE_LENGTH

    def encode(value: tuple[tuple[str, str | None], ...], out: bytearray) -> None:
        inner = bytearray()
        for keyword, operand in value:
            text = keyword if operand is None else f"{keyword}={operand}"
            if "\0" in text:
                raise Breached(Breach.NOT_PRINTABLE)
            inner += bytes_of(text)
            inner.append(0)
        if type(value) is UnterminatedPairs:
            del inner[-1:]
        if framed:
            out += UINT4.pack(len(inner))
        out += inner

    def decode(data: bytes, at: int, end: int) -> tuple[tuple[tuple[str, str | None], ...], int]:
        length, start = read_length(data, at, end) if framed else (end - at, at)
        behind = start + length
        if not length:
            return (), behind
        terminated = data[behind - 1] == 0
        texts = text_of(data[start : behind - 1 if terminated else behind]).split("\0")
        pairs = [text.partition("=") for text in texts]
        value = tuple((keyword, operand if equals else None) for keyword, equals, operand in pairs)
        return (value if terminated else UnterminatedPairs(value)), behind

    return encode, decode


def _array(kind: ArrayOf, item_type: Any, checked: bool, option: str) -> tuple[Encode, Decode]:
    """Items back to back, in any framing."""
    framing, framed_items = kind.framing, kind.item_framing is Framing.BYTE_LENGTH
    if isinstance(kind.item, CText) and framing in (Framing.BYTE_LENGTH, Framing.TO_END) and not framed_items:
        return _lines(kind.item, framing, checked, item_type)
    encode_item, decode_item = compile_kind(kind.item, item_type, checked, option)

    def encode(value: tuple[Any, ...], out: bytearray) -> None:
        _refuse_text(value)
        mark = len(out)
        if framing is not Framing.TO_END:
            out += b"\0\0\0\0"
        for item in value:
            start = len(out)
            if framed_items:
                out += b"\0\0\0\0"
            encode_item(item, out)
            if framed_items:
                UINT4.pack_into(out, start, len(out) - start - 4)
        if framing is Framing.BYTE_LENGTH:
            UINT4.pack_into(out, mark, len(out) - mark - 4)
        elif framing is Framing.COUNT:
            UINT4.pack_into(out, mark, len(value))

    if framing is Framing.COUNT:
        return encode, _counted(_exactly(decode_item) if framed_items else decode_item)
    decode_items = items_decoder(kind, item_type, checked, option, decode_item)

    def decode(data: bytes, at: int, end: int) -> tuple[tuple[Any, ...], int]:
        if framing is Framing.BYTE_LENGTH:
            length, at = read_length(data, at, end)
            end = at + length
        items, at = decode_items(data, at, end)
        if at != end:
            raise Breached(Breach.ENDS_EARLY if at + 4 > end else Breach.TOO_LONG)
        return tuple(items), at

    return encode, decode


def _counted(decode_one: Decode) -> Decode:
    """A decoder of a number of items and so many items."""

    def decode(data: bytes, at: int, end: int) -> tuple[tuple[Any, ...], int]:
        if at + 4 > end:
            raise Breached(Breach.ENDS_EARLY)
        count = UINT4.unpack_from(data, at)[0]
        at += 4
        if count > min(end - at, MOST_ITEMS):  # an item has one byte at least
            raise Breached(Breach.TOO_LONG)
        items: list[Any] = []
        for _ in range(count):
            item, at = decode_one(data, at, end)
            items.append(item)
        return tuple(items), at

    return decode


def items_decoder(kind: ArrayOf, item_type: Any, checked: bool, option: str, decode_item: Decode) -> DecodeItems:
    """A decoder of as many whole items as there are: it stops in front of one that is not all there.

    Items without a length in front, which cannot be told from broken ones, must all be there.
    """
    if kind.item_framing is Framing.BYTE_LENGTH:
        return _framed_items(decode_item)
    if isinstance(kind.item, Text):
        wrap = item_type if isinstance(item_type, type) and issubclass(item_type, Words) else str
        return _text_items(kind.item, checked, wrap)

    def decode(data: bytes, at: int, end: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        while at < end:
            item, at = decode_item(data, at, end)
            items.append(item)
            if len(items) > MOST_ITEMS:
                raise Breached(Breach.TOO_LONG)
        return items, at

    return decode


# The two decoders below are what an answer of megabytes spends its time in: they call nothing that can be written out.


def _framed_items(decode_item: Decode) -> DecodeItems:
    """Items with their lengths in front."""
    length_at = UINT4.unpack_from

    def decode(data: bytes, at: int, end: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        append = items.append
        while at + 4 <= end:
            start = at + 4
            behind = start + length_at(data, at)[0]
            if behind > end:
                break
            item, at = decode_item(data, start, behind)
            if at != behind or len(items) >= MOST_ITEMS:
                raise Breached(Breach.TOO_LONG)
            append(item)
        return items, at

    return decode


def _text_items(kind: Text, checked: bool, wrap: type[str]) -> DecodeItems:
    """Texts with their lengths in front."""
    if checked:
        _, decode_one = text_codec(kind, checked, wrap)

        def decode_checked(data: bytes, at: int, end: int) -> tuple[list[Any], int]:
            items: list[Any] = []
            while at < end:
                item, at = decode_one(data, at, end)
                items.append(item)
            return items, at

        return decode_checked
    length_at = UINT4.unpack_from
    plain = wrap is str

    def decode(data: bytes, at: int, end: int) -> tuple[list[Any], int]:
        # One conversion for all of them: lengths below 128 are ASCII too.
        block = text_of(data[at:end])
        items: list[Any] = []
        append = items.append
        first, size = at, end - at
        read = 0
        while read + 4 <= size:
            start = read + 4
            behind = start + length_at(data, first + read)[0]
            if behind > size:
                break
            append(block[start:behind])
            read = behind
        if len(items) > MOST_ITEMS:
            raise Breached(Breach.TOO_LONG)
        return (items if plain else [wrap(text) for text in items]), first + read

    return decode


def _lines(kind: CText, framing: Framing, checked: bool, wrap: type[str]) -> tuple[Encode, Decode]:
    """Null-terminated texts back to back: split in one go."""
    check = check_text(kind)
    framed = framing is Framing.BYTE_LENGTH

    def encode(value: tuple[str, ...], out: bytearray) -> None:
        _refuse_text(value)
        inner = bytearray()
        for text in value:
            if checked:
                check(text)
            if "\0" in text:
                raise Breached(Breach.NOT_PRINTABLE)
            inner += bytes_of(text)
            inner.append(0)
        if type(value) is UnterminatedLines:
            del inner[-1:]
        if framed:
            out += UINT4.pack(len(inner))
        out += inner

    def decode(data: bytes, at: int, end: int) -> tuple[tuple[str, ...], int]:
        length, start = read_length(data, at, end) if framed else (end - at, at)
        behind = start + length
        if not length:
            return (), behind
        if data.count(0, start, behind) > MOST_ITEMS:
            raise Breached(Breach.TOO_LONG)
        terminated = data[behind - 1] == 0
        texts = text_of(data[start : behind - 1 if terminated else behind]).split("\0")
        if checked:
            for text in texts:
                check(text)
        value = tuple(texts) if wrap is str else tuple(map(wrap, texts))
        return (value if terminated else UnterminatedLines(value)), behind

    return encode, decode


def compile_kind(kind: object, python_type: Any, checked: bool, option: str = "") -> tuple[Encode, Decode]:
    """Encoder and decoder of one kind. `checked` ones enforce the limits: they are for requests.

    `option` is the request's KEY=VALUE on which the layout of some reply depends (see `When`).
    """
    wrap = python_type if isinstance(python_type, type) and issubclass(python_type, Words) else str
    match kind:
        case Text():
            return text_codec(kind, checked, wrap)
        case CText():
            return ctext_codec(kind, checked, wrap)
        case Octets():
            return octets_codec(kind, checked)
        case Fixed():
            return fixed_codec(kind)
        case Rest():
            return rest_codec(kind, python_type is bytes, checked)
        case Int1() | Int4() | Int8():
            return integer_codec(kind, checked)
        case Block():
            return _block(kind, checked, wrap)
        case Pairs():
            return _pairs(kind)
        case ArrayOf():
            return _array(kind, item_type_of(python_type), checked, option)
        case type() if issubclass(kind, Struct):
            codec = struct_codec(kind, checked=checked, option=option)
            return codec.encode, codec.decode
    raise TypeError(f"{kind!r} is not a kind of value on the wire")


def item_type_of(python_type: Any) -> Any:
    """X of tuple[X, ...]."""
    arguments = getattr(python_type, "__args__", ())
    return arguments[0] if arguments else str


class StructCodec:
    """The fields of one class, compiled. `first` is the position of its first field, for problems."""

    def __init__(self, cls: type[Struct], names: tuple[str, ...], *, option: str, checked: bool) -> None:
        self._cls = cls
        self._fields: list[tuple[str, Encode, Decode, bool]] = []
        for name in names:
            python_type, marks = annotations_of(cls)[name]
            when = next((mark for mark in marks if isinstance(mark, When)), None)
            if when is not None and f"{when.option}={when.value}".upper() != option.upper():
                continue
            kind = next(mark for mark in marks if is_kind(mark))
            encode, decode = compile_kind(kind, python_type, checked, option)
            self._fields.append((name, encode, decode, ABSENT_AT_END in marks))

    def encode(self, value: Any, out: bytearray) -> None:
        """Append all fields; the first breach ends it."""
        for name, encode, _, may_be_absent in self._fields:
            field = getattr(value, name)
            if field is None and may_be_absent:
                continue
            encode(field, out)

    def problems(self, value: Any) -> list[Problem]:
        """Every field that breaks its rule."""
        found = []
        for position, (name, encode, _, may_be_absent) in enumerate(self._fields, 1):
            field = getattr(value, name)
            if field is None and may_be_absent:
                continue
            try:
                encode(field, bytearray())
            except Breached as breached:
                found.append(Problem(position, name, breached.breach))
        return found

    def read(self, data: bytes, at: int, end: int) -> tuple[dict[str, Any], int]:
        """The fields' values by name, and the offset behind them; a breach is raised with its `Problem`."""
        values: dict[str, Any] = {}
        position = 0
        try:
            for name, _, decode, may_be_absent in self._fields:
                position += 1
                if may_be_absent and at >= end:
                    values[name] = None
                    continue
                values[name], at = decode(data, at, end)
        except Breached as breached:
            name = self._fields[position - 1][0]
            raise FieldBreached(Problem(position, name, breached.breach)) from None
        return values, at

    def decode(self, data: bytes, at: int, end: int) -> tuple[Any, int]:
        """One instance and the offset behind it."""
        values, at = self.read(data, at, end)
        return build(self._cls, values), at


class FieldBreached(Breached):
    """A breach in a known field."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.breach)
        self.problem = problem


def is_kind(mark: object) -> bool:
    """Whether a mark of an annotation says how the value looks on the wire."""
    return isinstance(mark, (Text, CText, Octets, Fixed, Rest, Int1, Int4, Int8, Block, ArrayOf, Pairs))


def build(cls: type[Struct], values: dict[str, Any]) -> Any:
    """An instance without running __init__: decoded values have been looked at already."""
    instance = object.__new__(cls)
    instance.__dict__.update(values)
    return instance


def struct_codec(
    cls: type[Struct], *, checked: bool = False, skip: tuple[str, ...] = (), option: str = ""
) -> StructCodec:
    """The codec of a class, compiled at first use and kept with the class."""
    codecs: dict[Any, StructCodec] | None = cls.__dict__.get("_codecs")
    if codecs is None:
        codecs = {}
        type.__setattr__(cls, "_codecs", codecs)
    key = (checked, skip, option)
    found = codecs.get(key)
    if found is None:
        names = tuple(name for name in annotations_of(cls) if name not in skip)
        found = codecs[key] = StructCodec(cls, names, option=option, checked=checked)
    return found


def reply_option(call: Call[Any] | type[Call[Any]]) -> str:
    """The KEY=VALUE of a request on which the layout of its reply depends; empty for nearly all."""
    name = call.reply_option
    if not name:
        return ""
    value = "" if isinstance(call, type) else getattr(call, name)
    return f"{name}={value or 'NO'}".upper()
