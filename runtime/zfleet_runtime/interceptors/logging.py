# SPDX-License-Identifier: Apache-2.0
"""One log line per call: method, code, seconds and, for a failure, its reason and message. Never any content."""

from __future__ import annotations

import time
from typing import Any

import grpc

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.interceptors.metrics import code_of, set_code
from zfleet_runtime.log import Log
from zfleet_runtime.metrics import CODE_NAMES
from zfleet_runtime.service import Around, Context, Handler, Method

# Answers that say something about us or z/VM rather than about the caller's request.
_OURS = frozenset(
    {
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DATA_LOSS,
        grpc.StatusCode.DEADLINE_EXCEEDED,
    }
)


def with_logging(log: Log) -> Around:
    """Logs calls at info, failures that are ours at warning, probes at debug."""

    def around(method: Method, inner: Handler) -> Handler:
        write_done = log.debug if method.is_probe else log.info

        async def call(request: Any, context: Context) -> Any:
            started = time.perf_counter()
            try:
                response = await inner(request, context)
            except BaseException as error:
                code = code_of(error, context)
                write = log.warning if code in _OURS else write_done
                told = {"reason": error.reason, "message": error.message} if isinstance(error, ZfleetError) else {}
                write("call", method=method.path, code=CODE_NAMES[code], **_about(context, started), **told)
                raise
            write_done("call", method=method.path, code=CODE_NAMES[set_code(context)], **_about(context, started))
            return response

        return call

    return around


def _about(context: Context, started: float) -> dict[str, Any]:
    return {"seconds": round(time.perf_counter() - started, 6), "peer": context.peer()}
