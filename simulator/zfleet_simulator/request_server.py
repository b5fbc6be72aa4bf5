# SPDX-License-Identifier: Apache-2.0
"""The request server: takes a connection's one request, names it at once, and has a worker server answer it.

Garbage, too much of anything and silence end in a clean close; nothing that a peer sends can end the server.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Protocol

from zfleet_simulator.context import Parts
from zfleet_simulator.directory_manager import UNEXPECTED_RETURN_CODE
from zfleet_simulator.events import EVENT_SERVER, publish
from zfleet_simulator.faults import AFTER, BEFORE, NO_FAULT, FaultRule, Faults
from zfleet_simulator.latency import Latency
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.work import Answer, Work
from zfleet_simulator.worker_servers import WorkerServers
from zfleet_smapi.calls import EventSubscribe, EventUnsubscribe, function_named
from zfleet_smapi.conversation import (
    PeerClosed,
    Request,
    RequestMalformed,
    RequestReceived,
    ServerConversation,
)
from zfleet_smapi.declaration import Call, Header
from zfleet_smapi.errors import ConversationError, WireError
from zfleet_smapi.stream import Stream

_LOG = logging.getLogger(__name__)
_READ_BYTES = 65536
_ALWAYS_TAKEN = 16384  # bytes that fit into any connection's buffer: nobody has to wait until the peer reads them
_FIRST_REQUEST_ID = 52_000_000
_KEPT_ANSWERS = 1000  # for Response_Recovery
_KEPT_BYTES = 65536  # longer answers are not kept: their callers ask again


class Observer(Protocol):
    """Who wants to know about requests, for metrics."""

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """A request was answered; codes -1/-1: its connection was dropped by a fault."""
        ...


class NoObserver:
    """Nobody wants to know."""

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """Nothing to do."""


@dataclass(frozen=True)
class _Dropped(Exception):
    """A fault ends the conversation here."""

    after_work: bool = False


class RequestServer:
    """Conversations of one host. No two members of a cluster give the same number to a request."""

    def __init__(
        self,
        parts: Parts,
        workers: WorkerServers,
        faults: Faults,
        latency: Latency,
        observer: Observer,
        slot: int = 1,
        members: int = 1,
    ) -> None:
        self._parts = parts
        self._workers = workers
        self._faults = faults
        self._latency = latency
        self.observer = observer
        self.undisturbed = False  # while a preset is loaded: no faults, no latency, no background
        self._ids = itertools.count(_FIRST_REQUEST_ID + slot - 1, members)
        self._answers: OrderedDict[int, bytes] = OrderedDict()
        self._work = Work(parts, self._answers.get)
        self._open = 0

    @property
    def work(self) -> Work:
        """What turns calls into replies."""
        return self._work

    async def serve(self, stream: Stream, vouched_for: str = "") -> None:
        """Have one conversation on a stream and close it. ``vouched_for`` is the peer's user id where IUCV knows it."""
        if self._open >= self._parts.config.max_connections:
            await stream.close()
            return
        self._open += 1
        try:
            await self._converse(stream, vouched_for)
        except (OSError, ConversationError, TimeoutError, _Dropped) as error:
            _LOG.debug("conversation ended: %s", error)
        finally:
            self._open -= 1
            await stream.close()

    async def _converse(self, stream: Stream, vouched_for: str) -> None:
        conversation = ServerConversation()
        event = await self._read_request(stream, conversation)
        if event is None:
            return
        request_id = next(self._ids)
        await stream.write(conversation.accept(request_id))
        if isinstance(event, RequestMalformed):
            await stream.write(conversation.fail(event.return_code, event.reason_code))
            self.observer.answered("malformed", event.return_code, event.reason_code, 0.0)
            return
        await self._handle(stream, conversation, event.request, request_id, vouched_for)

    async def _read_request(
        self, stream: Stream, conversation: ServerConversation
    ) -> RequestReceived | RequestMalformed | None:
        async with asyncio.timeout(self._parts.config.idle_timeout_seconds):
            while True:
                for event in conversation.receive_data(await stream.read(_READ_BYTES)):
                    if isinstance(event, PeerClosed):
                        return None
                    return event

    async def _handle(
        self, stream: Stream, conversation: ServerConversation, request: Request, request_id: int, vouched_for: str
    ) -> None:
        started = time.perf_counter()
        call_type = function_named(request.function)
        function = call_type.function if call_type is not None else "unknown"
        answer = Answer(-1, -1)
        try:
            if call_type is EventSubscribe or call_type is EventUnsubscribe:
                answer = await self._events(stream, conversation, call_type, request, vouched_for)
            else:
                fault = self._faults.next(function, request.target) if not self.undisturbed else None
                answer = await self._answer(call_type, request, request_id, vouched_for, fault)
                data = self._encode(conversation, call_type, answer, request_id)
                await self._send(stream, data, fault)
        finally:
            seconds = time.perf_counter() - started
            self.observer.answered(function, answer.return_code, answer.reason_code, seconds)
            if _LOG.isEnabledFor(logging.DEBUG):
                _log_request(request, function, request_id, answer, seconds)

    async def _answer(
        self,
        call_type: type[Call[Any]] | None,
        request: Request,
        request_id: int,
        vouched_for: str,
        fault: FaultRule | None,
    ) -> Answer:
        if fault is not None and fault.delay:
            await self._parts.clock.sleep(fault.delay)
        if fault is not None and fault.drop == BEFORE:
            raise _Dropped
        async with self._workers.one() as worker:
            if fault is not None and fault.abend:
                worker.abend()
                raise _Dropped
            if fault is not None and (fault.return_code or fault.reason_code):
                return Answer(fault.return_code, fault.reason_code, texts=fault.texts, worker=worker.name)
            try:
                user_id = self._authenticate(call_type, request, vouched_for)
                if call_type is None:
                    raise Refusal(900, 12)
                seconds = 0.0 if self.undisturbed else self._latency.seconds(call_type.function)
                answer = await self._do(call_type, request, user_id, request_id, seconds)
            except Refusal as refusal:
                answer = Answer(refusal.return_code, refusal.reason_code, texts=refusal.texts)
            except WireError as error:
                answer = Answer(error.return_code or 900, error.reason_code or 20, texts=error.error_texts)
            except StatementError as error:
                answer = Answer(596, UNEXPECTED_RETURN_CODE, texts=(str(error),))
            except Exception:  # noqa: BLE001 - one request that meets a defect of ours must not end the server
                _LOG.exception("%s for %s failed inside of the host", request.function, request.target)
                answer = Answer(396, 0)
            return answer.by(worker.name)

    async def _do(
        self, call_type: type[Call[Any]], request: Request, user_id: str, request_id: int, seconds: float
    ) -> Answer:
        if not seconds:
            return await self._work.do(call_type, request, user_id, request_id, 0.0, self.undisturbed)
        async with self._latency.spent(call_type.function, seconds, self._parts.clock) as pause:
            return await self._work.do(call_type, request, user_id, request_id, pause, self.undisturbed)

    def _authenticate(self, call_type: type[Call[Any]] | None, request: Request, vouched_for: str) -> str:
        if request.header is Header.FF or (call_type is not None and call_type.header is Header.FF):
            # The old functions have no place for a user id: whoever reaches the server may call them.
            return vouched_for or upper_case(request.user_id)
        return self._parts.authorities.authenticate(request.user_id, request.password, vouched_for)

    def _encode(
        self, conversation: ServerConversation, call_type: type[Call[Any]] | None, answer: Answer, request_id: int
    ) -> bytes:
        try:
            if answer.reply is None or call_type is None:
                data = conversation.fail(answer.return_code, answer.reason_code, answer.texts, call_type or Call)
            else:
                data = conversation.answer(answer.call or call_type, answer.reply)
        except WireError as error:
            # An answer that cannot be put into bytes is a defect of this host: z/VM's code for it, and a log line.
            _LOG.error("answer of %s cannot be sent: %s", call_type.function if call_type else "nothing", error)
            data = conversation.fail(900, 28)
        if len(data) <= _KEPT_BYTES:
            self._answers[request_id] = data
            if len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return data

    async def _send(self, stream: Stream, data: bytes, fault: FaultRule | None) -> None:
        if fault is not None and fault.drop == AFTER:
            raise _Dropped
        if fault is not None and fault.truncate >= 0:
            data = data[: fault.truncate]
        if len(data) <= _ALWAYS_TAKEN:
            await stream.write(data)
            return
        # A peer that does not take its answer must not keep one of the few connections for ever.
        async with asyncio.timeout(self._parts.config.idle_timeout_seconds):
            await stream.write(data)

    # --- events ----------------------------------------------------------------------------------------------------

    async def _events(
        self,
        stream: Stream,
        conversation: ServerConversation,
        call_type: type[Call[Any]],
        request: Request,
        vouched_for: str,
    ) -> Answer:
        fault = self._faults.next(call_type.function, request.target) if not self.undisturbed else NO_FAULT
        if fault.delay:
            await self._parts.clock.sleep(fault.delay)
        if fault.drop or fault.abend:
            raise _Dropped
        try:
            if fault.return_code or fault.reason_code:
                raise Refusal(fault.return_code, fault.reason_code)
            user_id = self._authenticate(call_type, request, vouched_for)
            call = self._work.decode(call_type, request)
            self._parts.authorities.check(user_id, request.target or "ALL", call_type.function)
            if self._parts.cp.running(EVENT_SERVER) is None:
                raise Refusal(900, 8)
        except (Refusal, WireError) as error:
            codes = (error.return_code or 900, 20 if error.reason_code is None else error.reason_code)
            await stream.write(conversation.fail(*codes))
            return Answer(*codes)
        events = self._parts.events
        if isinstance(call, EventUnsubscribe):
            events.unsubscribe(user_id)
            return Answer(0, 0)
        conversation.subscribe()
        subscriber = events.subscribe(user_id, call.match_key or "")
        try:
            await publish(subscriber, stream, conversation, self._parts.config.idle_timeout_seconds)
        finally:
            events.forget(subscriber)
        return Answer(0, 0)


def _log_request(request: Request, function: str, request_id: int, answer: Answer, seconds: float) -> None:
    """One line of JSON per request; neither password nor parameters are in it."""
    _LOG.debug(
        json.dumps(
            {
                "request": request_id,
                "function": function,
                "caller": request.user_id,
                "target": request.target,
                "return_code": answer.return_code,
                "reason_code": answer.reason_code,
                "worker": answer.worker,
                "milliseconds": round(seconds * 1000, 3),
            }
        )
    )
