# SPDX-License-Identifier: Apache-2.0
"""A caller's stream of a header and content, read in order and with limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

import grpc

from zfleet_runtime.errors import Violation, ZfleetError, invalid_argument

MOST_BYTES = 2 * 1024 * 1024  # of one message
MOST_LEFT_BYTES = 64 * 1024 * 1024  # that are still taken in when the answer is known already
LEFT_PAUSE = 0.5  # seconds to wait for more of them

Header = TypeVar("Header")


class Part(Protocol):
    """A message of an upload: either the header or a piece of content."""

    content: bytes

    def WhichOneof(self, oneof_group: Any) -> str | None:  # protobuf's name
        """`header`, `content`, or None."""


class Upload(Generic[Header]):
    """An upload for the time of a block; `pause` is how many seconds its caller may say nothing.

    What the caller has still sent when the block ends is taken in and forgotten: else a caller that is in the middle of
    sending would be told that the stream is reset, and not why.
    """

    def __init__(self, messages: AsyncIterator[Any], pause: float) -> None:
        self._messages = aiter(messages)
        self._pause = pause
        self._ended = False

    async def header(self) -> Header:
        """The first message's header. INVALID_ARGUMENT (HEADER_MISSING) when something else comes first."""
        first = await self._next()
        if first is None or first.WhichOneof("part") != "header":
            raise invalid_argument([Violation("header", "must come first")], reason="HEADER_MISSING")
        header: Header = first.header
        return header

    async def content(self) -> AsyncIterator[bytes]:
        """The content, piece by piece. INVALID_ARGUMENT; DEADLINE_EXCEEDED (UPLOAD_STALLED)."""
        while (message := await self._next()) is not None:
            if message.WhichOneof("part") != "content":
                raise invalid_argument([Violation("header", "comes only once")], reason="HEADER_REPEATED")
            if len(message.content) > MOST_BYTES:
                raise invalid_argument([Violation("content", f"must be at most {MOST_BYTES} bytes a message")])
            yield message.content

    async def __aenter__(self) -> Upload[Header]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Exception):
            await self._leave()

    async def _next(self) -> Any:
        try:
            async with asyncio.timeout(self._pause):
                message = await anext(self._messages, None)
        except TimeoutError as error:
            self._ended = True  # an iterator that was cancelled gives nothing more
            text = f"nothing came for {self._pause:g} s"
            raise ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "UPLOAD_STALLED", text) from error
        self._ended = message is None
        return message

    async def _leave(self) -> None:
        left = 0
        while not self._ended and left < MOST_LEFT_BYTES:
            try:
                async with asyncio.timeout(LEFT_PAUSE):
                    message = await anext(self._messages, None)
            except TimeoutError:
                return
            self._ended = message is None
            left += message.ByteSize() if message is not None else 0
