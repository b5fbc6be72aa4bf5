# SPDX-License-Identifier: Apache-2.0
"""One request and what comes back, as state machines without sockets: bytes in, events out, bytes to send out.

    client: READY -> SENT -> ACCEPTED -> DONE         server: RECEIVING -> RECEIVED -> ACCEPTED -> DONE
                        or SUBSCRIBED -> DONE                                      or SUBSCRIBED -> DONE

Whoever holds the socket feeds what it read into `receive_data` (b"" for the end) and sends what the other methods
return. Every length is compared with a limit before anything is set aside for it. A breach of the protocol raises
`ConversationError` and leaves the conversation in FAILED.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

from .array_stream import ArrayStream, array_stream
from .codec import FieldBreached
from .declaration import Call, Header, Reply, Stream
from .errors import ConnectionCut, ConversationError, TlsFailed, WireError
from .scalar import UINT4
from .turns import CLIENT, SERVER, State, Step, Turns
from .wire import (
    ANSWER_CODES,
    Request,
    decode_reply,
    encode_accepted,
    encode_reply,
    encode_request,
    read_request,
    streamed_reply,
)

_TLS_ALERT, _TLS_ALERT_LENGTH = 0x1503, 2
_EVENT_HEAD = struct.Struct(">II")

# The longest request that IBM documents is Event_Subscribe with a match key of 16777216 bytes.
REQUEST_LIMIT: Final = 16777216 + 65536
# Query_All_DM of a big directory is some megabytes; an answer beyond this is taken for a broken peer.
REPLY_LIMIT: Final = 64 * 1024 * 1024
# An answer of at least so many bytes is decoded while it comes, if its layout allows.
STREAMED_FROM: Final = 65536
EVENT_LIMIT: Final = 16777216 + 65536
# A block of 12 bytes on an event connection is no event: it is the failure of the subscription.
FAILURE_SIZE: Final = 12


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
        value: int = UINT4.unpack_from(self._buffer)[0]
        del self._buffer[:4]
        return value

    def start(self, size: int) -> tuple[int, bytes] | None:
        """The length of a message and its first `size` bytes, once they are there; nothing is taken."""
        if len(self._buffer) < 4 + size:
            return None
        return UINT4.unpack_from(self._buffer)[0], bytes(self._buffer[4 : 4 + size])

    def is_rest_of_tls_alert(self, request_id: int | None) -> bool:
        """Whether all that came is what a TLS server answers to a request in the clear: one alert of seven bytes."""
        if request_id is None or len(self._buffer) != 3:
            return False
        return request_id >> 16 == _TLS_ALERT and self._buffer[0] == _TLS_ALERT_LENGTH

    def take_some(self, most: int) -> bytes:
        """What is there, up to so many bytes."""
        taken = bytes(self._buffer[:most])
        del self._buffer[:most]
        return taken

    def take(self) -> bytes | None:
        """The next whole message without its length, once it is there."""
        if len(self._buffer) < 4:
            return None
        length: int = UINT4.unpack_from(self._buffer)[0]
        if length > self._limit:
            raise ConversationError(f"{self._what} of {length} bytes is over the limit of {self._limit}")
        if len(self._buffer) < 4 + length:
            return None
        message = bytes(memoryview(self._buffer)[4 : 4 + length])
        del self._buffer[: 4 + length]
        return message


class _Conversation:
    """What both sides have: the state, and the table that says where it may go."""

    def __init__(self, turns: Turns, start: State, incoming: _Message) -> None:
        self.state = start
        self.request_id: int | None = None
        self._turns = turns
        self._incoming = incoming

    def _take(self, step: Step) -> None:
        """Go on to the next state; nothing changes when the step is out of turn."""
        state = self._turns.get((self.state, step))
        if state is None:
            raise ConversationError(f"{step.value} out of turn: the conversation is {self.state.value}")
        self.state = state


class ClientConversation(_Conversation):
    """The caller's side of one conversation."""

    def __init__(self, call: Call[Any], *, reply_limit: int = REPLY_LIMIT, streamed_from: int = STREAMED_FROM) -> None:
        limit = EVENT_LIMIT if call.stream is Stream.EVENTS else reply_limit
        super().__init__(CLIENT, State.READY, _Message(limit, "answer"))
        self._limit = limit
        self.call = call
        self._array: ArrayStream | None = None
        self._streams = call.stream is Stream.NONE
        self._streamed_from = streamed_from
        self._codes = b""

    def send_request(self, user_id: str = "", password: str = "") -> bytes:
        """The bytes of the request; user id and password stay empty over IUCV, where z/VM vouches for the caller."""
        data = encode_request(self.call, user_id, password)
        self._take(Step.REQUEST)
        return data

    def receive_data(self, data: bytes) -> list[ClientEvent]:
        """What the new bytes (b"" for the end of the stream) mean; after the end of the conversation, nothing.

        Raises `ConversationError` for bytes that break the protocol, and its subclass `ConnectionCut` for an end
        before the answer was complete.
        """
        if self.state in (State.DONE, State.FAILED):
            return []
        if not data:
            return [self._closed()]
        self._incoming.add(data)
        events: list[ClientEvent] = []
        try:
            while (event := self._next()) is not None:
                events.append(event)
        except (ConversationError, WireError) as error:
            self.state = State.FAILED
            text = f"{self.call.function}: {error}"
            raise ConversationError(text, function=self.call.function, target=self.call.target) from error
        return events

    def _next(self) -> ClientEvent | None:
        """The next event in the bytes that are there."""
        if self.state is State.SENT:
            return self._accepted()
        if self.state not in (State.ACCEPTED, State.SUBSCRIBED):
            return None
        if self._streams:
            self._begin()
        if self._array is not None:
            return self._more(self._array)
        message = self._incoming.take()
        if message is None:
            return None
        if self.state is State.SUBSCRIBED and len(message) != FAILURE_SIZE:
            return self._event(message)
        return self._answered(decode_reply(self.call, message))

    def _begin(self) -> None:
        """Look at an answer's head as soon as it is there: is it ours, and can it be decoded as it comes?"""
        start = self._incoming.start(ANSWER_CODES.size)
        if start is None:
            return
        self._streams = False
        length, (request_id, return_code, _) = start[0], ANSWER_CODES.unpack(start[1])
        if request_id != self.request_id:
            # Garbage, nearly always: the megabytes that it promises are not waited for.
            raise ConversationError(f"the answer is that of request {request_id}, not {self.request_id}")
        if self._streamed_from <= length <= self._limit and return_code == 0:
            self._array = array_stream(self.call, length - ANSWER_CODES.size)
            if self._array is not None:
                self._codes = self._incoming.take_some(4 + ANSWER_CODES.size)[4:]

    def _more(self, array: ArrayStream) -> Answered | None:
        try:
            array.feed(self._incoming.take_some(array.missing))
            if array.missing:
                return None
            return self._answered(streamed_reply(self.call, self._codes, array.values()))
        except FieldBreached as breached:
            raise ConversationError(f"answer does not fit its layout: {breached.problem}") from None

    def _answered(self, reply: Any) -> Answered:
        self._take(Step.ANSWER)
        return Answered(reply)

    def _accepted(self) -> Accepted | None:
        self.request_id = self._incoming.take_int4()
        if self.request_id is None:
            return None
        self._take(Step.REQUEST_ID)
        if self.call.stream is Stream.EVENTS:
            self._take(Step.SUBSCRIPTION)
        return Accepted(self.request_id)

    def _event(self, block: bytes) -> EventReceived:
        if len(block) < UINT4.size:
            raise ConversationError(f"event block of {len(block)} bytes")
        self._take(Step.EVENT)
        return EventReceived(UINT4.unpack_from(block)[0], block[UINT4.size :])

    def _closed(self) -> Answered:
        if self.call.stream is Stream.CLOSE and self.state is State.ACCEPTED and not self._incoming.started:
            self._take(Step.CLOSE)
            return Answered(self.call.reply_type(request_id=self.request_id or 0))
        self.state = State.FAILED
        if self._incoming.is_rest_of_tls_alert(self.request_id):
            text = f"{self.call.function}: the peer speaks TLS on this port, and we do not"
            raise TlsFailed(text, function=self.call.function, target=self.call.target)
        text = f"{self.call.function}: the connection was closed before the answer was complete"
        raise ConnectionCut(text, function=self.call.function, target=self.call.target)


class ServerConversation(_Conversation):
    """The server's side of one conversation."""

    def __init__(self, *, request_limit: int = REQUEST_LIMIT) -> None:
        super().__init__(SERVER, State.RECEIVING, _Message(request_limit, "request"))
        self.request: Request | None = None

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
        self._take(Step.REQUEST)
        try:
            self.request = read_request(message)
        except WireError as error:
            return [RequestMalformed(error.return_code or 900, error.reason_code or 20, str(error))]
        return [RequestReceived(self.request)]

    def accept(self, request_id: int) -> bytes:
        """The request id, to be sent at once: the client waits for it before it waits for the answer."""
        self._take(Step.REQUEST_ID)
        self.request_id = request_id
        return encode_accepted(request_id)

    def answer(self, call: Call[Any] | type[Call[Any]], reply: Reply) -> bytes:
        """The answer. The connection is closed after it."""
        data = encode_reply(call, reply, self.request_id or 0)
        self._take(Step.ANSWER)
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
        self._take(Step.SUBSCRIPTION)

    def event(self, event_type: int, data: bytes) -> bytes:
        """One event block. A type 1 event is an int4 id and data; type 0 are *VMEVENT records."""
        if UINT4.size + len(data) == FAILURE_SIZE:
            # The client could not tell it from a failure.
            raise ConversationError("an event block must not have 12 bytes")
        self._take(Step.EVENT)
        return _EVENT_HEAD.pack(UINT4.size + len(data), event_type) + data


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
