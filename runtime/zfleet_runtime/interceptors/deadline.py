# SPDX-License-Identifier: Apache-2.0
"""Gives every call a deadline that its handler can see: the caller's, or a default when the caller set none."""

from __future__ import annotations

import asyncio
from typing import Any

from zfleet_runtime.deadline import expect
from zfleet_runtime.errors import deadline_exceeded
from zfleet_runtime.service import Around, Context, Handler, Method


def with_deadline(default: float) -> Around:
    """`default` seconds for calls without a deadline; streams get none: they last as long as the caller listens."""

    def around(method: Method, inner: Handler) -> Handler:
        async def call(request: Any, context: Context) -> Any:
            left: float | None = context.time_remaining()
            if left is not None:  # grpc.aio itself cancels the handler then
                expect(left)
                return await inner(request, context)
            if not method.answers_once:
                return await inner(request, context)
            expect(default)
            try:
                async with asyncio.timeout(default) as limit:
                    return await inner(request, context)
            except TimeoutError as error:
                if limit.expired():
                    text = f"no answer within {default:g} s, which is what a call without a deadline gets"
                    raise deadline_exceeded(text) from error
                raise

        return call

    return around
