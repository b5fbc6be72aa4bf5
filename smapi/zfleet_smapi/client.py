# SPDX-License-Identifier: Apache-2.0
"""Calls to one z/VM host: how many at once, how long, and what to do when something goes wrong on the way.

One call is one connection. z/VM has few worker servers, so a client holds a bounded number of conversations open and
lets the others queue, first come first served. A refused connection and a locked directory entry are tried again with
growing, jittered pauses. A call whose answer was lost is never simply repeated: z/VM is asked for the answer first
(Response_Recovery), and only a call that changes nothing is sent again without one.
"""

from __future__ import annotations

import asyncio
import dataclasses
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

from .backoff import Backoff
from .calls import EventSubscribe, ImageActivate, QueryAsynchronousOperationDM, ResponseRecovery
from .codes import error_of, operation_error
from .conversation import Answered, ClientConversation
from .declaration import Background, Call, Header, HostCall, OperationId, Reply, Retry
from .errors import (
    ConnectionCut,
    DeadlineExceeded,
    GuestStopping,
    Locked,
    ReplyLost,
    ReturnCodeError,
    SmapiError,
    TlsFailed,
    Unreachable,
    WireError,
)
from .events import Subscription
from .scalar import UINT4
from .stream import Connect, Stream
from .wire import BACKGROUND_STARTED, decode_reply

ReplyT = TypeVar("ReplyT", bound=Reply)

_READ_SIZE = 65536
_TRIES_WHEN_LOST = 5
_RUNNING, _FAILED = 104, 108


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who calls. Over IUCV z/VM itself vouches for the caller: `trusted` keeps user id and password off the wire."""

    user_id: str = ""
    password: str = field(default="", repr=False)
    trusted: bool = False


class Observer:
    """Is told what the client does; a metrics observer overrides what it wants. Must not block or raise."""

    def queued(self, delta: int) -> None:
        """So many calls more (or fewer) wait for a free conversation."""

    def in_flight(self, delta: int) -> None:
        """So many conversations more (or fewer) are open."""

    def called(
        self,
        function: str,
        return_code: int | None,
        reason_code: int | None,
        seconds: float,
        queue_seconds: float,
    ) -> None:
        """A conversation is over after so many seconds, not counting the queue; codes are None without an answer."""

    def retried(self, function: str, reason: str) -> None:
        """A call will be tried again because of `reason`: unreachable, locked, stopping or lost."""

    def operation_finished(self, function: str, seconds: float) -> None:
        """Background work was waited for, so many seconds from the answer 592 on."""


class SmapiClient:
    """Calls SMAPI functions on one host.

    `max_conversations` is how many are open at once. `timeout_seconds` bounds a call that brings no timeout of its
    own, all of it: queue, retries and background work. `connect_patience_seconds` and `lock_patience_seconds` bound
    how long a refused connection or a lock is retried within that.
    """

    def __init__(
        self,
        connect: Connect,
        credentials: Credentials | None = None,
        *,
        max_conversations: int = 3,
        timeout_seconds: float = 240.0,
        connect_patience_seconds: float = 20.0,
        lock_patience_seconds: float = 30.0,
        observer: Observer | None = None,
        backoff: Callable[[float, float], Backoff] = Backoff,
    ) -> None:
        if max_conversations < 1:
            raise ValueError("at least one conversation is needed")
        self._connect = connect
        self._credentials = credentials or Credentials()
        self._slots = asyncio.Semaphore(max_conversations)
        self._timeout = timeout_seconds
        self._connect_patience = connect_patience_seconds
        self._lock_patience = lock_patience_seconds
        self._observer = observer or Observer()
        self._backoff = backoff
        self._open: set[Stream] = set()
        self._subscribed: set[Stream] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every open conversation; calls that are under way end with ReplyLost or Unreachable."""
        self._closed = True
        await asyncio.gather(*(stream.close() for stream in tuple(self._open)))

    @asynccontextmanager
    async def subscribe(self, match_key: str | None = "", target: str = "ALL") -> AsyncIterator[Subscription]:
        """Subscribe to z/VM's events for the time of an `async with`, on a connection beside the conversations.

        `match_key`: of the events of type 1, only those that have it. z/VM takes the request before the `with` begins;
        that it refuses the subscription is raised while waiting for an event, for it answers nothing else.

        Raises `Unreachable`, `ConversationError`, and `DeadlineExceeded` when z/VM does not take the request in time.
        """
        conversation = ClientConversation(EventSubscribe(target=target, match_key=match_key))
        async with self._stream(conversation.call) as stream:
            self._subscribed.add(stream)
            try:
                yield await self._subscription(stream, conversation)
            finally:
                self._subscribed.discard(stream)

    async def _subscription(self, stream: Stream, conversation: ClientConversation) -> Subscription:
        """A subscription that z/VM has taken."""
        call = conversation.call
        sent_as = Credentials() if self._credentials.trusted else self._credentials
        subscription = Subscription(stream, conversation)
        try:
            async with asyncio.timeout(self._timeout):
                await stream.write(conversation.send_request(sent_as.user_id, sent_as.password))
                await subscription.accepted()
        except TimeoutError:
            text = f"{call.function}: not taken within {self._timeout:g} s"
            raise DeadlineExceeded(text, function=call.function, target=call.target) from None
        except (OSError, ConnectionCut) as error:
            raise Unreachable(f"{call.function}: {error}", function=call.function, target=call.target) from error
        return subscription

    async def end_subscriptions(self) -> None:
        """Close the connections of all subscriptions; those who wait for events get `ConnectionCut`."""
        await asyncio.gather(*(stream.close() for stream in tuple(self._subscribed)))

    async def call(self, call: Call[ReplyT], timeout: float | None = None, wait: bool = True) -> ReplyT:
        """Call a function and give its typed answer.

        `wait`: stay until background work (return code 592) is done; the answer then says 0/0. Without it the answer
        says 592 and carries the operation's id. The ids of the Image_Definition functions cannot be asked for, so
        their answers stay at 592/4 either way.

        Raises `ReturnCodeError` (or the subclass that stands for the codes), `DeadlineExceeded`, `Unreachable`,
        `ReplyLost`, `ConversationError`, and `ParameterError` before anything is sent.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + (self._timeout if timeout is None else timeout)
        if isinstance(call, HostCall) and not call.target and self._credentials.user_id:
            call = dataclasses.replace(call, target=self._credentials.user_id)
        try:
            async with asyncio.timeout_at(deadline):
                reply = await self._until_answered(call, deadline)
                operation_id = _operation_id(call, reply) if wait else 0
                if operation_id:
                    reply = await self._until_finished(call, reply, operation_id, deadline)
                return reply
        except TimeoutError as error:
            if isinstance(error, SmapiError):
                raise
            raise DeadlineExceeded(
                f"{call.function} for {call.target}: no end within the time given",
                function=call.function,
                target=call.target,
            ) from None

    async def _until_answered(self, call: Call[ReplyT], deadline: float) -> ReplyT:
        """Try until there is an answer that is no reason to try again.

        A pause that would last beyond the deadline is not begun: the reason for it says more than that time ran out.
        """
        now = asyncio.get_running_loop().time
        start = now()
        refused, locked = self._backoff(0.05, 8.0), self._backoff(0.1, 5.0)
        while True:
            waited = now() - start
            try:
                reply = await self._converse_or_recover(call)
                if _succeeded(call, reply):
                    return reply
                raise error_of(call, reply)
            except Unreachable as error:
                pause = refused.pause()
                if self._closed or isinstance(error, TlsFailed) or waited + pause > self._connect_patience:
                    raise
                if now() + pause >= deadline:
                    raise
                self._observer.retried(call.function, "unreachable")
            except ReturnCodeError as error:
                pause = locked.pause()
                reason = _passing_reason(call, error)
                if not reason or waited + pause > self._lock_patience or now() + pause >= deadline:
                    raise
                self._observer.retried(call.function, reason)
            await asyncio.sleep(pause)

    async def _converse_or_recover(self, call: Call[ReplyT]) -> ReplyT:
        """One conversation; when its answer is lost, ask z/VM for it, and repeat only what changes nothing."""
        lost = self._backoff(0.1, 5.0)
        for tries_left in reversed(range(_TRIES_WHEN_LOST)):
            conversation = ClientConversation(call)
            try:
                reply: ReplyT = await self._converse(conversation)
                return reply
            except (OSError, ConnectionCut) as error:
                cause: Exception = error
            recovered: ReplyT | None = None
            if conversation.request_id is not None and not isinstance(call, ResponseRecovery):
                recovered = await self._recover(call, conversation.request_id)
            if recovered is not None:
                return recovered
            if call.retry is not Retry.REPEAT or not tries_left or self._closed:
                raise ReplyLost(
                    f"{call.function} for {call.target}: the answer was lost ({cause}); it may or may not be done",
                    function=call.function,
                    target=call.target,
                ) from cause
            self._observer.retried(call.function, "lost")
            await asyncio.sleep(lost.pause())
        raise AssertionError("the last try returns or raises")

    async def _recover(self, call: Call[ReplyT], request_id: int) -> ReplyT | None:
        """The answer that z/VM kept for a request, or None."""
        question = ResponseRecovery(
            target=self._credentials.user_id or call.target, failed_request_id=request_id & 0xFFFFFFFF
        )
        try:
            kept = await self._converse(ClientConversation(question))
            if kept.return_code != 0 or not kept.response_data:
                return None
            return read_recovered(call, kept.response_data, request_id)
        except (OSError, SmapiError):
            return None

    async def _converse(self, conversation: ClientConversation) -> Any:
        """Hold one conversation, once a slot is free."""
        loop = asyncio.get_running_loop()
        # Check_Authentication is about the user id and password themselves, so it carries them even where z/VM vouches.
        vouched = self._credentials.trusted and conversation.call.header is not Header.NO_TARGET
        sent_as = Credentials() if vouched else self._credentials
        # Encoded before a slot is taken: what cannot be sent never comes near z/VM.
        request = conversation.send_request(sent_as.user_id, sent_as.password)
        asked = loop.time()
        async with self._slot():
            started = loop.time()
            codes: tuple[int | None, int | None] = (None, None)
            try:
                async with self._stream(conversation.call) as stream:
                    await stream.write(request)
                    reply = await _answer(stream, conversation)
                codes = (reply.return_code, reply.reason_code)
                return reply
            finally:
                seconds = loop.time() - started
                self._observer.called(conversation.call.function, *codes, seconds, started - asked)

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        self._observer.queued(1)
        try:
            await self._slots.acquire()
        finally:
            self._observer.queued(-1)
        self._observer.in_flight(1)
        try:
            yield
        finally:
            self._observer.in_flight(-1)
            self._slots.release()

    @asynccontextmanager
    async def _stream(self, call: Call[Any]) -> AsyncIterator[Stream]:
        if self._closed:
            raise Unreachable("the client is closed", function=call.function, target=call.target)
        try:
            stream = await self._connect()
        except OSError as error:
            kind = Unreachable if not isinstance(error, ssl.SSLError) or _may_pass(error) else TlsFailed
            text = f"{call.function} for {call.target}: no connection ({str(error) or type(error).__name__})"
            raise kind(text, function=call.function, target=call.target) from error
        self._open.add(stream)
        try:
            yield stream
        finally:
            self._open.discard(stream)
            await stream.close()

    async def _until_finished(self, call: Call[ReplyT], reply: ReplyT, operation_id: int, deadline: float) -> ReplyT:
        """Ask how the background work stands, often at first, until it is done.

        Raises `ReplyLost` when z/VM cannot be asked any more: the work was begun, so it is not that nothing was done.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        pauses = self._backoff(0.05, 5.0)
        question = QueryAsynchronousOperationDM(target=getattr(call, call.operation_target), operation_id=operation_id)
        while True:
            try:
                state = await self._until_answered(question, deadline)
            except SmapiError as error:
                raise ReplyLost(
                    f"{call.function} for {call.target}: operation {operation_id} was begun, how it ends is not known "
                    f"({error})",
                    function=call.function,
                    target=call.target,
                ) from error
            if state.reason_code == _FAILED:
                raise operation_error(call, state, operation_id)
            if state.reason_code != _RUNNING:
                self._observer.operation_finished(call.function, loop.time() - started)
                return dataclasses.replace(reply, return_code=0, reason_code=0)
            await asyncio.sleep(pauses.pause())


def _may_pass(error: ssl.SSLError) -> bool:
    """A peer that goes away while TLS is agreed on may be a server that is being restarted."""
    return isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError)


async def _answer(stream: Stream, conversation: ClientConversation) -> Any:
    """Read until the conversation has its answer."""
    while True:
        for event in conversation.receive_data(await stream.read(_READ_SIZE)):
            if isinstance(event, Answered):
                return event.reply


def _succeeded(call: Call[Any], reply: Reply) -> bool:
    codes = (reply.return_code, reply.reason_code)
    return reply.return_code in (0, BACKGROUND_STARTED) or codes in call.data_codes


def _passing_reason(call: Call[Any], error: ReturnCodeError) -> str:
    """Why the same call may succeed in a moment; empty when it will not."""
    if isinstance(error, Locked):
        return "locked"
    if isinstance(error, GuestStopping) and isinstance(call, ImageActivate):
        return "stopping"
    return ""


def _operation_id(call: Call[Any], reply: Reply) -> int:
    """The id of background work that can be asked about, or 0."""
    if reply.return_code != BACKGROUND_STARTED:
        return 0
    if call.background is Background.ID_IN_DATA and isinstance(reply, OperationId):
        return max(reply.operation_id, 0)
    if call.background is Background.ID_IN_REASON_CODE:
        return max(reply.reason_code, 0)
    return 0


def read_recovered(call: Call[ReplyT], data: bytes, request_id: int) -> ReplyT | None:
    """The lost answer in the data of a Response_Recovery, with or without its length in front; None if it is another's.

    How z/VM lays it out is not documented, so both are taken, and the request id must be the right one.
    """
    if len(data) >= 4 and UINT4.unpack_from(data)[0] == len(data) - 4:
        data = data[4:]
    try:
        reply = decode_reply(call, data)
    except WireError:
        return None
    return reply if reply.request_id & 0xFFFFFFFF == request_id & 0xFFFFFFFF else None
