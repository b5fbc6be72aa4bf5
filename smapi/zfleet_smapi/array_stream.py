# SPDX-License-Identifier: Apache-2.0
"""Big answers decoded while they come: the items of their one array, as soon as each is whole.

Of the bytes no more is kept than the item that is not complete yet, so an answer of megabytes needs room for what was
asked for and for one read, not for two copies of its bytes besides. Answers of one array are nearly all that can get
big; the others are decoded when they are complete.
"""

from __future__ import annotations

from typing import Any

from .codec import MOST_ITEMS, FieldBreached, UnterminatedLines, compile_kind, item_type_of, items_decoder, reply_option
from .declaration import REPLY_HEAD, Call, Reply, annotations_of
from .errors import Breach, Problem
from .kinds import ArrayOf, CText, Framing, Text, When
from .scalar import UINT4, Breached, DecodeItems, text_of


class ArrayStream:
    """The one array of an answer whose data are `size` bytes long.

    `feed` takes the data as they come, and never more than are missing; `values` gives the fields of the reply when all
    of them have come. Both raise `FieldBreached` for data that do not fit the layout.
    """

    def __init__(self, field: str, kind: ArrayOf, decode_items: DecodeItems | None, size: int) -> None:
        self.missing = size
        self._field = field
        self._decode_items = decode_items  # None: null-terminated texts
        # Bytes of the array that have not been decoded, whether they have come or not; None: its length has not come.
        self._left = None if kind.framing is Framing.BYTE_LENGTH else size
        self._rest = bytearray()
        self._wanted = 1
        self._items: list[Any] = []

    def feed(self, data: bytes) -> None:
        """More of the data."""
        self.missing -= len(data)
        self._rest += data
        if self._left is None:
            self._left = self._measure()
        if self._left and len(self._rest) >= min(self._wanted, self._left):
            try:
                self._left -= self._take_items(self._left)
            except Breached as breached:
                raise self._breached(breached.breach) from None

    def _measure(self) -> int | None:
        """How long the array is, once that is known."""
        if len(self._rest) < 4:
            return None
        length: int = UINT4.unpack_from(self._rest)[0]
        del self._rest[:4]
        if length > len(self._rest) + self.missing:
            raise self._breached(Breach.TOO_LONG)
        return length

    def _take_items(self, left: int) -> int:
        """Decode all items that are whole; how many bytes they were."""
        data = bytes(self._rest)
        end = min(len(data), left)
        if self._decode_items is None:
            at = data.rfind(0, 0, end) + 1
            if at:
                self._items += text_of(data[: at - 1]).split("\0")
            # A text of megabytes is not searched again for every piece of it.
            self._wanted = 2 * (len(data) - at) + 1
        else:
            items, at = self._decode_items(data, 0, end)
            self._items += items
            # The next item says how long it is: before so much is there, nothing is to be done.
            self._wanted = 4 + UINT4.unpack_from(data, at)[0] if at + 4 <= end else 4
            if at < left < at + self._wanted:
                raise Breached(Breach.TOO_LONG)
        if len(self._items) > MOST_ITEMS:
            raise Breached(Breach.TOO_LONG)
        self._rest = bytearray(data[at:])
        return at

    def values(self) -> dict[str, Any]:
        """The array, and what the answer has behind it."""
        items: tuple[Any, ...] = tuple(self._items)
        if self._left is None or (self._left and self._decode_items is not None):
            raise self._breached(Breach.ENDS_EARLY)
        if self._left:
            items = UnterminatedLines((*items, text_of(bytes(self._rest[: self._left]))))
        behind = bytes(self._rest[self._left :])
        return {self._field: items} | ({"_trailing": behind} if behind else {})

    def _breached(self, breach: Breach) -> FieldBreached:
        return FieldBreached(Problem(1, self._field, breach))


def array_stream(call: Call[Any], size: int) -> ArrayStream | None:
    """The decoder of an answer's data as they come; None for answers that are more, or less, than one array."""
    cls = type(call)
    reply: type[Reply] = cls.reply_type
    names = [name for name in annotations_of(reply) if name not in REPLY_HEAD]
    if len(names) != 1:
        return None
    python_type, marks = annotations_of(reply)[names[0]]
    kind = next((mark for mark in marks if isinstance(mark, ArrayOf)), None)
    if kind is None or kind.framing is Framing.COUNT or any(isinstance(mark, When) for mark in marks):
        return None
    framed = kind.item_framing is Framing.BYTE_LENGTH
    item_type = item_type_of(python_type)
    if isinstance(kind.item, CText) and not framed:
        return ArrayStream(names[0], kind, None, size) if item_type is str else None
    if not framed and not isinstance(kind.item, Text):
        return None
    option = reply_option(call)
    _, decode_item = compile_kind(kind.item, item_type, False, option)
    return ArrayStream(names[0], kind, items_decoder(kind, item_type, False, option, decode_item), size)
