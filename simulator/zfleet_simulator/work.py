# SPDX-License-Identifier: Apache-2.0
"""What a worker server does with one request: decode, authorize, take its time, run the handler as one step.

Functions that the configuration says run in the background are tried first, so that a refusal comes at once, then
answered with 592; the work itself is done when its time is up, with the entry locked until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from zfleet_simulator.context import Context, Handler, Parts
from zfleet_simulator.directory_manager import RUNNING, Caller, WorkUnit
from zfleet_simulator.functions import handlers
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    EventStreamAdd,
    EventSubscribe,
    ImageDefinitionCreateDM,
    ImageDefinitionDeleteDM,
    ImageDefinitionUpdateDM,
)
from zfleet_smapi.calls.image_definition import DefinitionTasks
from zfleet_smapi.declaration import Background, Call, OperationId, Reply, Retry
from zfleet_smapi.errors import WireError
from zfleet_smapi.wire import Request, decode_request

BACKGROUND_STARTED = 592
# A directory entry of 13,000 records. Only events may be longer: one request must not keep the host from the others.
_LONGEST_PARAMETERS = 1 << 20
_DEFINITION_NOTICE = 500  # event id of a finished Image_Definition change


@dataclass(frozen=True)
class Answer:
    """Codes, and the reply where there is more to say; ``call`` is what was asked, for replies that depend on it."""

    return_code: int
    reason_code: int
    reply: Reply | None = None
    call: Call[Any] | None = None
    texts: tuple[str, ...] = ()
    worker: str = ""

    def by(self, worker: str) -> Answer:
        """The same answer, given by that worker."""
        return replace(self, worker=worker)


class Work:
    """Calls to replies, for one host."""

    def __init__(self, parts: Parts, recovered: Callable[[int], bytes | None]) -> None:
        self._parts = parts
        self._recovered = recovered
        self._handlers = handlers()

    def decode(self, call_type: type[Call[Any]], request: Request) -> Any:
        """The typed call, its parameters checked. WireError with z/VM's codes."""
        if len(request.parameters) > _LONGEST_PARAMETERS and call_type not in (EventSubscribe, EventStreamAdd):
            text = f"{call_type.function}: {len(request.parameters)} bytes of parameters"
            raise WireError(text, function=call_type.function, reason_code=36)
        return decode_request(call_type, request)

    async def do(
        self,
        call_type: type[Call[Any]],
        request: Request,
        user_id: str,
        request_id: int,
        seconds: float,
        at_once: bool,
    ) -> Answer:
        """The answer to one request; Refusal or WireError when there is nothing more to say than codes.

        ``seconds`` is how long it takes; ``at_once`` does it without the background that the configuration asks for.
        """
        parts = self._parts
        if call_type.level is not None and call_type.level > parts.config.api_level:
            raise Refusal(900, 12)
        call = self.decode(call_type, request)
        if upper_case(request.function) != "CHECK_AUTHENTICATION" and user_id:
            parts.authorities.check(user_id, request.target, call_type.function)
        handler = self._handlers.get(call_type)
        if handler is None:
            raise Refusal(900, 12)
        context = Context(parts, Caller(user_id, request_id), self._recovered)
        target = upper_case(request.target)
        if seconds:
            await self._take_time(call_type, target, request_id, seconds)
        background = None if at_once else self._background_seconds(call_type)
        if background is not None:
            return self._in_background(handler, context, call, target, background)
        with parts.state.change():
            reply = handler(context, call)
        return Answer(reply.return_code, reply.reason_code, reply, call)

    async def _take_time(self, call_type: type[Call[Any]], target: str, request_id: int, seconds: float) -> None:
        """Wait; an entry that is to be changed is locked for others meanwhile, as DIRMAINT does."""
        busy = self._parts.directory.busy
        changes_entry = call_type.function.endswith("_DM") and call_type.retry is Retry.NEVER
        if not changes_entry or target not in self._parts.directory.entries:
            await self._parts.clock.sleep(seconds)
            return
        if target in busy:
            raise Refusal(400, 12)
        busy[target] = request_id
        try:
            await self._parts.clock.sleep(seconds)
        finally:
            busy.pop(target, None)

    def _background_seconds(self, call_type: type[Call[Any]]) -> float | None:
        if call_type.background is Background.NONE or call_type.retry is not Retry.NEVER:
            return None
        name = upper_case(call_type.function)
        return next((s for pattern, s in self._parts.config.background if fnmatchcase(name, upper_case(pattern))), None)

    def _in_background(
        self, handler: Handler, context: Context, call: Call[Any], target: str, seconds: float
    ) -> Answer:
        parts = self._parts
        with parts.state.change(keep=False):
            handler(context, call)
        with parts.state.change():
            unit = parts.directory.start_work(target, type(call).function)
        parts.directory.busy[target] = context.caller.request
        parts.later(seconds, lambda: self._finish(handler, context, call, unit))
        return _started(call, unit)

    def _finish(self, handler: Handler, context: Context, call: Call[Any], unit: WorkUnit) -> None:
        parts = self._parts
        parts.directory.busy.pop(unit.target, None)
        if parts.directory.work_units[str(unit.number)].status != RUNNING:
            return  # cancelled
        try:
            with parts.state.change():
                handler(context, call)
                parts.directory.end_work(unit.number, succeeded=True)
            codes = (0, 0)
        except Refusal as refusal:
            codes = (refusal.return_code, refusal.reason_code)
            with parts.state.change():
                parts.directory.end_work(unit.number, succeeded=False)
        if context.caller.user_id in parts.files.definition_notices:
            numbers = (context.caller.request, *codes)
            parts.events.stream(_DEFINITION_NOTICE, b"".join(number.to_bytes(4, "big") for number in numbers))


def _started(call: Call[Any], unit: WorkUnit) -> Answer:
    cls = type(call)
    if cls.background is Background.ID_IN_REASON_CODE:
        return Answer(
            BACKGROUND_STARTED,
            unit.number,
            Reply(return_code=BACKGROUND_STARTED, reason_code=unit.number, bare=True),
            call,
        )
    if cls.background is Background.ID_IN_DATA:
        started = OperationId(return_code=BACKGROUND_STARTED, operation_id=unit.number)
        return Answer(BACKGROUND_STARTED, 0, started, call)
    task = f"{_slow_keyword(call)}={unit.number}"
    tasks = DefinitionTasks(return_code=BACKGROUND_STARTED, reason_code=4, asynch_data=(task,))
    return Answer(BACKGROUND_STARTED, 4, tasks, call)


def _slow_keyword(call: Call[Any]) -> str:
    """The keyword of an Image_Definition call that takes its time: a disk's where there is one."""
    match call:
        case ImageDefinitionCreateDM():
            pairs = call.definition_create_directory_keyword_parameter_list
        case ImageDefinitionUpdateDM():
            pairs = call.definition_update_directory_keyword_parameter_list
        case ImageDefinitionDeleteDM():
            pairs = call.definition_delete_directory_keyword_parameter_list
        case _:
            pairs = ()
    keywords = [upper_case(keyword) for keyword, _ in pairs]
    return "MDISK" if "MDISK" in keywords or not keywords else keywords[0]
