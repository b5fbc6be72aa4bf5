# SPDX-License-Identifier: Apache-2.0
"""Counts and times every call, with the children of its method bound once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import grpc
from prometheus_client import Counter

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.metrics import CallMetrics
from zfleet_runtime.service import Around, Context, Handler, Method


def with_metrics(metrics: CallMetrics) -> Around:
    """started, handled by code, seconds, messages received and sent."""

    def around(method: Method, inner: Handler) -> Handler:
        bound = metrics.of(method.kind, method.service, method.name)
        streams_in = method.kind in ("client_stream", "bidi_stream")

        async def call(request: Any, context: Context) -> Any:
            bound.start()
            started = time.perf_counter()
            if streams_in:
                request = _counted(request, bound.received)
            else:
                bound.received.inc()
            given = context if method.answers_once else _CountingContext(context, bound.sent)
            code = grpc.StatusCode.OK
            try:
                response = await inner(request, given)  # type: ignore[arg-type]  # all that is used of a context
                code = set_code(context)
                if method.answers_once:
                    bound.sent.inc()
                return response
            except BaseException as error:
                code = code_of(error, context)
                raise
            finally:
                bound.end(code, time.perf_counter() - started)

        return call

    return around


def code_of(error: BaseException, context: Context) -> grpc.StatusCode:
    """The status that a call ends with that raised `error`."""
    if isinstance(error, ZfleetError):
        return error.status
    if isinstance(error, grpc.aio.AbortError):
        return set_code(context)
    if isinstance(error, asyncio.CancelledError):
        left: float | None = context.time_remaining()
        return grpc.StatusCode.CANCELLED if left is None or left > 0 else grpc.StatusCode.DEADLINE_EXCEEDED
    return grpc.StatusCode.UNKNOWN


def set_code(context: Context) -> grpc.StatusCode:
    """The status that the handler itself has set on the context (OK when it has not)."""
    code: Any = context.code()  # grpc.aio gives the number, a StatusCode or nothing, depending on who set it
    if isinstance(code, grpc.StatusCode):
        return code
    return _BY_NUMBER.get(code, grpc.StatusCode.UNKNOWN) if code else grpc.StatusCode.OK


_BY_NUMBER = {code.value[0]: code for code in grpc.StatusCode}


async def _counted(requests: AsyncIterator[Any], received: Counter) -> AsyncIterator[Any]:
    async for request in requests:
        received.inc()
        yield request


class _CountingContext:
    """A context that counts what is written to it."""

    def __init__(self, context: Context, sent: Counter) -> None:
        self._context = context
        self._sent = sent

    async def write(self, message: Any) -> None:
        """Writes and counts one response."""
        await self._context.write(message)
        self._sent.inc()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)
