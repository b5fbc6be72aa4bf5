# SPDX-License-Identifier: Apache-2.0
"""Maps every exception to one answer, once, at the border; nothing that was not written for callers reaches one.

Two layers: `with_mapped_errors` (inside metrics and logging) makes whatever was raised a ZfleetError;
`with_answers` (outermost) sends it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import grpc

from zfleet_runtime import request_context
from zfleet_runtime.errors import ZfleetError, from_call, internal, to_grpc
from zfleet_runtime.service import Around, Context, Handler, Method
from zfleet_runtime.smapi_errors import from_smapi
from zfleet_smapi.errors import SmapiError

# A server's answer UNAVAILABLE is final for this attempt: without this the caller's channel would repeat the call by
# itself, which is right only when the call never got here.
_NO_TRANSPARENT_RETRY = ("grpc-retry-pushback-ms", "-1")


def with_mapped_errors(unexpected: Callable[[Method, Exception], None]) -> Around:
    """Everything raised becomes a ZfleetError; `unexpected` hears of what nobody foresaw (a defect of ours)."""

    def around(method: Method, inner: Handler) -> Handler:
        async def call(request: Any, context: Context) -> Any:
            try:
                return await inner(request, context)
            except (ZfleetError, grpc.aio.AbortError, asyncio.CancelledError):
                raise
            except SmapiError as error:
                raise from_smapi(error) from error
            except grpc.aio.AioRpcError as error:
                raise from_call(error) from error
            except Exception as error:
                if context.cancelled() or context.done():  # a write or read after the caller has gone
                    raise asyncio.CancelledError from error
                unexpected(method, error)
                text = f"internal error; the log has it under request id {request_context.request_id()}"
                metadata = {"request_id": request_context.request_id()}
                raise internal("INTERNAL_ERROR", text, metadata=metadata) from error

        return call

    return around


def with_answers(method: Method, inner: Handler) -> Handler:
    """Sends a ZfleetError as google.rpc.Status."""

    async def call(request: Any, context: Context) -> Any:
        try:
            return await inner(request, context)
        except ZfleetError as error:
            status = to_grpc(error)
            trailing = (*status.trailing_metadata, (request_context.REQUEST_ID, request_context.request_id()))
            if error.status is grpc.StatusCode.UNAVAILABLE:
                trailing += (_NO_TRANSPARENT_RETRY,)
            return await context.abort(status.code, status.details, trailing)

    return call
