# SPDX-License-Identifier: Apache-2.0
"""Who asked: the request id and the trace of the call being handled, as they are logged and passed on."""

from __future__ import annotations

import contextvars
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

REQUEST_ID = "x-request-id"
TRACE_PARENT = "traceparent"
TRACE_STATE = "tracestate"

_GOOD_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
_GOOD_TRACE_PARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_LONGEST_TRACE_STATE = 512  # characters, as W3C Trace Context asks to carry at least


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What a call brought along. `trace_parent` and `trace_state` are empty when it is not traced."""

    request_id: str
    trace_parent: str = ""
    trace_state: str = ""

    @property
    def trace_id(self) -> str:
        """The trace id in `trace_parent`, or nothing."""
        return self.trace_parent.split("-")[1] if self.trace_parent else ""

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The metadata that passes it on to another part."""
        pairs = ((REQUEST_ID, self.request_id), (TRACE_PARENT, self.trace_parent), (TRACE_STATE, self.trace_state))
        return tuple((key, value) for key, value in pairs if value)


_current: contextvars.ContextVar[RequestContext | None] = contextvars.ContextVar("zfleet_request", default=None)


def current() -> RequestContext | None:
    """The context of the call being handled; None outside of one."""
    return _current.get()


def request_id() -> str:
    """The request id of the call being handled; empty outside of one."""
    context = _current.get()
    return context.request_id if context else ""


def enter(context: RequestContext) -> None:
    """Makes `context` the one of this task and of those it starts."""
    _current.set(context)


def from_metadata(metadata: Iterable[tuple[str, str | bytes]]) -> RequestContext:
    """What the caller sent, as far as it is well formed: what is not could forge log lines. A missing id is made up."""
    found = {key: value for key, value in metadata if isinstance(value, str)}
    request_id = found.get(REQUEST_ID, "")
    trace_parent = found.get(TRACE_PARENT, "")
    trace_state = found.get(TRACE_STATE, "")
    if not _GOOD_REQUEST_ID.fullmatch(request_id):
        request_id = f"{random.getrandbits(128):032x}"  # to tell calls apart, not a secret
    if not _GOOD_TRACE_PARENT.fullmatch(trace_parent):
        trace_parent = ""
    if not trace_parent or len(trace_state) > _LONGEST_TRACE_STATE or not trace_state.isprintable():
        trace_state = ""
    return RequestContext(request_id, trace_parent, trace_state)
