# SPDX-License-Identifier: Apache-2.0
"""One request and what comes back, as state machines without sockets: bytes in, events out, bytes to send out.

    client: READY -> SENT -> ACCEPTED -> DONE         server: RECEIVING -> RECEIVED -> ACCEPTED -> DONE
                        or SUBSCRIBED -> DONE                                      or SUBSCRIBED -> DONE

Whoever holds the socket feeds what it read into `receive_data` (b"" for the end) and sends what the other methods
return. Every length is compared with a limit before anything is set aside for it. A breach of the protocol raises
`ConversationError` and leaves the conversation in FAILED.
"""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass
from typing import Any, Final

from .declaration import Call, Header, Reply, Stream
from .errors import ConnectionCut, ConversationError, WireError
from .wire import (
    Request,
    decode_reply,
    encode_accepted,
    encode_reply,
    encode_request,
    read_request,
)

_UINT4 = struct.Struct(">I")
_EVENT_HEAD = struct.Struct(">II")

# The longest request that IBM documents is Event_Subscribe with a match key of 16777216 bytes.
REQUEST_LIMIT: Final = 16777216 + 65536
# Query_All_DM of a big directory is some megabytes; an answer beyond this is taken for a broken peer.
REPLY_LIMIT: Final = 256 * 1024 * 1024
EVENT_LIMIT: Final = 16777216 + 65536
# A block of 12 bytes on an event connection is no event: it is the failure of the subscription.
FAILURE_SIZE: Final = 12


class State(enum.Enum):
    """Where a conversation stands; each side uses some of these."""

    READY = "ready"
    SENT = "sent"
    RECEIVING = "receiving"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUBSCRIBED = "subscribed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the request and named it: from here on the call may have been done."""

    request_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer; the conversation is over."""

    reply: Any


@dataclass(frozen=True, slots=True)
class EventReceived:
    """One block of an event connection: type 0 (*VMEVENT records) or 1 (int4 id and data)."""

    event_type: int
    data: bytes


@dataclass(frozen=True, slots=True)
class RequestReceived:
    """A whole request; its parameters are decoded with `wire.decode_request`."""

    request: Request


@dataclass(frozen=True, slots=True)
class RequestMalformed:
    """A whole message that is no request: accept it and answer these codes."""

    return_code: int
    reason_code: int
    reason: str


@dataclass(frozen=True, slots=True)
class PeerClosed:
    """The peer closed its side."""


ClientEvent = Accepted | Answered | EventReceived
ServerEvent = RequestReceived | RequestMalformed | PeerClosed


class _Message:
    """Collects int4 length + that many bytes, never more than the limit."""

    def __init__(self, limit: int, what: str) -> None:
        self._limit = limit
        self._what = what
        self._buffer = bytearray()

    @property
    def started(self) -> bool:
        return bool(self._buffer)

    def add(self, data: bytes) -> None:
        self._buffer += data

    def take_int4(self) -> int | None:
        """An int4 on its own, once it is there."""
        if len(self._buffer) < 4:
            return None
        value: int = _UINT4.unpack_from(self._buffer)[0]
        del self._buffer[:4]
        return value

    def take(self) -> bytes | None:
        """The next whole message without its length, once it is there."""
        if len(self._buffer) < 4:
            return None
        length: int = _UINT4.unpack_from(self._buffer)[0]
        if length > self._limit:
            raise ConversationError(f"{self._what} of {length} bytes is over the limit of {self._limit}")
        if len(self._buffer) < 4 + length:
            return None
        message = bytes(memoryview(self._buffer)[4 : 4 + length])
        del self._buffer[: 4 + length]
        return message


class ClientConversation:
    """The caller's side of one conversation."""

    def __init__(self, call: Call[Any], *, reply_limit: int = REPLY_LIMIT) -> None:
        self.call = call
        self.state = State.READY
        self.request_id: int | None = None
        limit = EVENT_LIMIT if call.stream is Stream.EVENTS else reply_limit
        self._incoming = _Message(limit, "answer")

    def send_request(self, user_id: str = "", password: str = "") -> bytes:
        """The bytes of the request; user id and password stay empty over IUCV, where z/VM vouches for the caller."""
        self._expect(State.READY)
        data = encode_request(self.call, user_id, password)
        self.state = State.SENT
        return data

    def receive_data(self, data: bytes) -> list[ClientEvent]:
        """What the new bytes (b"" for the end of the stream) mean."""
        if self.state in (State.DONE, State.FAILED):
            return []
        if not data:
            return self._end()
        self._incoming.add(data)
        events: list[ClientEvent] = []
        try:
            while (event := self._next()) is not None:
                events.append(event)
        except (ConversationError, WireError) as error:
            self.state = State.FAILED
            raise self._broken(str(error)) from error
        return events

    def _next(self) -> ClientEvent | None:
        if self.state is State.SENT:
            self.request_id = self._incoming.take_int4()
            if self.request_id is None:
                return None
            self.state = State.SUBSCRIBED if self.call.stream is Stream.EVENTS else State.ACCEPTED
            return Accepted(self.request_id)
        if self.state is State.ACCEPTED:
            message = self._incoming.take()
            return None if message is None else self._answered(decode_reply(self.call, message))
        if self.state is State.SUBSCRIBED:
            block = self._incoming.take()
            if block is None:
                return None
            if len(block) == FAILURE_SIZE:
                return self._answered(decode_reply(self.call, block))
            if len(block) < 4:
                raise ConversationError(f"event block of {len(block)} bytes")
            return EventReceived(_UINT4.unpack_from(block)[0], block[4:])
        return None

    def _end(self) -> list[ClientEvent]:
        if self.state is State.ACCEPTED and self.call.stream is Stream.CLOSE and not self._incoming.started:
            return [self._answered(self.call.reply_type(request_id=self.request_id or 0))]
        self.state = State.FAILED
        text = f"{self.call.function}: the connection was closed before the answer was complete"
        raise ConnectionCut(text, function=self.call.function, target=self.call.target)

    def _answered(self, reply: Reply) -> Answered:
        self.state = State.DONE
        return Answered(reply)

    def _expect(self, state: State) -> None:
        if self.state is not state:
            raise self._broken(f"out of turn: the conversation is {self.state.value}")

    def _broken(self, text: str) -> ConversationError:
        return ConversationError(f"{self.call.function}: {text}", function=self.call.function, target=self.call.target)


class ServerConversation:
    """The server's side of one conversation."""

    def __init__(self, *, request_limit: int = REQUEST_LIMIT) -> None:
        self.state = State.RECEIVING
        self.request: Request | None = None
        self.request_id: int | None = None
        self._incoming = _Message(request_limit, "request")

    def receive_data(self, data: bytes) -> list[ServerEvent]:
        """What the new bytes mean; b"" is the end. A connection takes one request: bytes behind it are not looked at.

        Raises `ConversationError` for a length over the limit, as soon as the length is there, and for an end in the
        middle of a request.
        """
        if not data:
            if self.state is State.RECEIVING and self._incoming.started:
                self.state = State.FAILED
                raise ConversationError("the connection was closed in the middle of a request")
            return [PeerClosed()]
        if self.state is not State.RECEIVING:
            return []
        self._incoming.add(data)
        try:
            message = self._incoming.take()
        except ConversationError:
            self.state = State.FAILED
            raise
        if message is None:
            return []
        self.state = State.RECEIVED
        try:
            self.request = read_request(message)
        except WireError as error:
            return [RequestMalformed(error.return_code or 900, error.reason_code or 20, str(error))]
        return [RequestReceived(self.request)]

    def accept(self, request_id: int) -> bytes:
        """The request id, to be sent at once: the client waits for it before it waits for the answer."""
        self._expect(State.RECEIVED)
        self.request_id = request_id
        self.state = State.ACCEPTED
        return encode_accepted(request_id)

    def answer(self, call: Call[Any] | type[Call[Any]], reply: Reply) -> bytes:
        """The answer. The connection is closed after it."""
        self._expect(State.ACCEPTED, State.SUBSCRIBED)
        data = encode_reply(call, reply, self.request_id or 0)
        self.state = State.DONE
        return data

    def fail(
        self,
        return_code: int,
        reason_code: int,
        error_texts: tuple[str, ...] = (),
        call: type[Call[Any]] = Call,
    ) -> bytes:
        """An answer of codes alone, or with error texts where the function `call` can give them."""
        texts = error_texts if call.error_buffer is not None else ()
        return self.answer(call, Reply(return_code=return_code, reason_code=reason_code, error_texts=texts, bare=True))

    def subscribe(self) -> None:
        """From here on the connection carries events."""
        self._expect(State.ACCEPTED)
        self.state = State.SUBSCRIBED

    def event(self, event_type: int, data: bytes) -> bytes:
        """One event block. A type 1 event is an int4 id and data; type 0 are *VMEVENT records."""
        self._expect(State.SUBSCRIBED)
        if 4 + len(data) == FAILURE_SIZE:
            # The client could not tell it from a failure.
            raise ConversationError("an event block must not have 12 bytes")
        return _EVENT_HEAD.pack(4 + len(data), event_type) + data

    def _expect(self, *states: State) -> None:
        if self.state not in states:
            raise ConversationError(f"out of turn: the conversation is {self.state.value}")


__all__ = [
    "EVENT_LIMIT",
    "REPLY_LIMIT",
    "REQUEST_LIMIT",
    "Accepted",
    "Answered",
    "ClientConversation",
    "ClientEvent",
    "ConversationError",
    "EventReceived",
    "Header",
    "PeerClosed",
    "Request",
    "RequestMalformed",
    "RequestReceived",
    "ServerConversation",
    "ServerEvent",
    "State",
]
