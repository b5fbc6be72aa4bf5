# SPDX-License-Identifier: Apache-2.0
"""Reads a request's body from ASGI, never more of it than allowed and never waiting for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive

from zfleet_gateway.rest.envelope import Module, Numbers, Refusal

_LINGER = 2.0  # seconds, and
_MOST_DISCARDED = 16 * 2**20  # bytes, that a caller whose body is refused gets to finish it
TIMED_OUT = Numbers(400, Module.REST, 400, 408, 408)


class BodyTooLong(Exception):
    """More bytes came than are allowed."""


async def received(receive: Receive, limit: int, patience: float) -> bytes:
    """The whole body, within `patience` seconds. BodyTooLong past `limit` bytes; Refusal when the caller stalls or goes
    away."""
    try:
        async with asyncio.timeout(patience):
            return b"".join([part async for part in streamed(receive, limit, patience)])
    except TimeoutError:
        text = f"the body did not come within {patience:g} s"
        raise Refusal(TIMED_OUT, text, {"connection": "close"}, "BODY_STALLED") from None


async def streamed(receive: Receive, limit: int, patience: float) -> AsyncIterator[bytes]:
    """The body as it comes. BodyTooLong past `limit` bytes; Refusal when nothing comes for `patience` seconds, or the
    caller goes away."""
    length = 0
    while True:
        try:
            async with asyncio.timeout(patience):
                message = await receive()
        except TimeoutError:
            text = f"nothing of the body came for {patience:g} s"
            raise Refusal(TIMED_OUT, text, {"connection": "close"}, "BODY_STALLED") from None
        if message["type"] == "http.disconnect":
            raise Refusal(TIMED_OUT, "the caller went away", {"connection": "close"}, "CALLER_GONE")
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            raise BodyTooLong
        if part:
            yield part
        if not message.get("more_body", False):
            return


async def discard(receive: Receive) -> None:
    """Reads on for a while, so that a caller who sends first and reads then gets its answer and not a reset."""
    length = 0
    try:
        async with asyncio.timeout(_LINGER):
            while length < _MOST_DISCARDED:
                message = await receive()
                length += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
