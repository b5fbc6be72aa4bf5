# SPDX-License-Identifier: Apache-2.0
"""z/VM's events as an async iterator: images logging on and off, directory changes, finished background work.

    async with smapi.subscribe() as events:             # a SmapiClient
        async for event in events:
            match event:
                case SystemEvent(record_class=0, record_type=0, names=(user_id, *_)):
                    ...

The connection stays open for as long as the `async with` runs, outside the client's bounded number of conversations.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self

from .codes import error_of
from .conversation import Accepted, Answered, ClientConversation, EventReceived
from .errors import ConnectionCut
from .scalar import EBCDIC, UINT4, Breached, read_length, text_of
from .stream import Stream

SYSTEM_EVENT: Final = 0
SERVER_EVENT: Final = 1
DIRECTORY_CHANGE: Final = 1
DEFINITION_FINISHED: Final = 500

_RECORD_HEAD = struct.Struct(">HH")
_FINISHED_HEAD = struct.Struct(">Iii")


@dataclass(frozen=True, slots=True)
class SystemEvent:
    """One *VMEVENT record. `names` are its 8-byte names without blanks, `flags` its other bytes.

    Class 0 type 0 is a logon, type 1 a logoff; types 9 to 12 are about relocation (names: image, system).
    """

    record_class: int
    record_type: int
    names: tuple[str, ...] = ()
    flags: bytes = b""


@dataclass(frozen=True, slots=True)
class DirectoryChange:
    """The directory entry of an image has changed; `action` is ADD, PURGE, UPDATE or the like."""

    user_id: str
    action: str
    subscriber_data: str


@dataclass(frozen=True, slots=True)
class DefinitionFinished:
    """A change by an Image_Definition function has come to its end; `data` are as in that function's answer."""

    request_id: int
    return_code: int
    reason_code: int
    data: bytes


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """Another event of type 1: a number (X'FFFFFF' and up come from Event_Stream_Add) and its data."""

    event_id: int
    data: bytes


@dataclass(frozen=True, slots=True)
class UnreadableEvent:
    """A block, or the rest of one, whose layout is not known: records have no lengths, so nothing can be skipped."""

    event_type: int
    data: bytes


Event = SystemEvent | DirectoryChange | DefinitionFinished | ServerEvent | UnreadableEvent


def _layouts() -> Mapping[tuple[int, int], tuple[int, ...]]:
    """Sizes of the fields of each record; a field of 8 is a name."""
    found: dict[tuple[int, int], tuple[int, ...]] = {(0, 2): (8, 1), (0, 3): (8, 2), (0, 26): (8, 1), (0, 27): (8,)}
    found |= {(0, number): (8,) for number in (0, 1, 4, 5, 6, 15)}
    found |= {(0, number): (8, 8) for number in (9, 10, 11, 12)}
    found |= {(0, number): (8, 1) for number in (13, 14)}
    found |= {(1, 2): (8, 1), (1, 3): (8, 2), (1, 4): (8,), (1, 6): (8,), (1, 9): (8, 8), (1, 10): (8, 8)}
    for cluster in (2, 3):
        found |= {(cluster, 7): (8, 1, 1), (cluster, 8): (18,)}
    found |= {(4, number): (8, 8, 2, 1, 1, 2, 1, 1) for number in (16, 17, 18, 19)}
    found |= {(4, number): (8, 2, 1, 1) for number in (20, 21)}
    found |= {(4, number): (8, 8, 8, 8, 6, 8, 2, 1, 1) for number in (22, 23)}
    found |= {(4, number): (8, 1, 1) for number in (24, 25)}
    return MappingProxyType(found)


_RECORDS: Final = _layouts()


def decode_event(event_type: int, data: bytes) -> Iterator[Event]:
    """The events in one block. Never fails: what cannot be read comes as `UnreadableEvent`."""
    if event_type == SYSTEM_EVENT:
        yield from _system_events(data)
    elif event_type == SERVER_EVENT and len(data) >= 4:
        yield _server_event(UINT4.unpack_from(data)[0], data[4:])
    else:
        yield UnreadableEvent(event_type, data)


def _system_events(data: bytes) -> Iterator[Event]:
    at = 0
    while at < len(data):
        sizes = _RECORDS.get(_RECORD_HEAD.unpack_from(data, at)) if at + 4 <= len(data) else None
        if sizes is None or at + 4 + sum(sizes) > len(data):
            yield UnreadableEvent(SYSTEM_EVENT, data[at:])
            return
        record_class, record_type = _RECORD_HEAD.unpack_from(data, at)
        at += 4
        names, flags = [], b""
        for size in sizes:
            raw = data[at : at + size]
            if size == 8:
                names.append(raw.decode(EBCDIC).rstrip(" "))
            else:
                flags += raw
            at += size
        yield SystemEvent(record_class, record_type, tuple(names), flags)


def _server_event(event_id: int, data: bytes) -> Event:
    if event_id == DIRECTORY_CHANGE:
        try:
            texts, at = [], 0
            for _ in range(3):
                length, start = read_length(data, at, len(data))
                at = start + length
                texts.append(text_of(data[start:at]))
            return DirectoryChange(*texts)
        except Breached:
            return UnreadableEvent(SERVER_EVENT, UINT4.pack(event_id) + data)
    if event_id == DEFINITION_FINISHED and len(data) >= _FINISHED_HEAD.size:
        request_id, return_code, reason_code = _FINISHED_HEAD.unpack_from(data)
        return DefinitionFinished(request_id, return_code, reason_code, data[_FINISHED_HEAD.size :])
    return ServerEvent(event_id, data)


class Subscription:
    """The events of one connection, decoded (`async for`) or as blocks (`block`). Made by `SmapiClient.subscribe`.

    Whoever waits for the next event may be cancelled, and wait again: no event is lost by that. Events between two
    subscriptions are lost, so a caller that subscribes again must read the state it is interested in afterwards.
    """

    def __init__(self, stream: Stream, conversation: ClientConversation) -> None:
        self._stream = stream
        self._conversation = conversation
        self._blocks: deque[EventReceived] = deque()
        self._decoded: Iterator[Event] = iter(())
        self._refusal: Any = None

    @property
    def request_id(self) -> int | None:
        """z/VM's number of the subscription; None before it was accepted."""
        return self._conversation.request_id

    async def accepted(self) -> None:
        """Returns when z/VM has taken the request; that the subscription is refused may still come after that.

        Raises `ConnectionCut` when z/VM closes the connection, `ConversationError` for what is no answer.
        """
        while self.request_id is None:
            await self._receive()

    async def block(self) -> EventReceived:
        """The next block as z/VM sent it.

        Raises the `ReturnCodeError` that z/VM answers instead of events, `ConnectionCut` when it closes the connection.
        """
        while not self._blocks:
            if self._refusal is not None:
                raise error_of(self._conversation.call, self._refusal)
            await self._receive()
        return self._blocks.popleft()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while True:
            for event in self._decoded:
                return event
            block = await self.block()
            self._decoded = decode_event(block.event_type, block.data)

    async def _receive(self) -> None:
        call = self._conversation.call
        try:
            data = await self._stream.read(65536)
        except OSError as error:
            text = f"{call.function}: the connection is broken ({error})"
            raise ConnectionCut(text, function=call.function, target=call.target) from error
        for event in self._conversation.receive_data(data):
            match event:
                case EventReceived():
                    self._blocks.append(event)
                case Answered(reply):
                    self._refusal = reply
                case Accepted():
                    pass
