# SPDX-License-Identifier: Apache-2.0
"""The byte stream that a conversation runs over, and one that stays in memory.

A `Connect` opens one stream; SMAPI takes one call per connection, so it is called once for every call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol


class Stream(Protocol):
    """One connection, both directions."""

    async def read(self, limit: int) -> bytes:
        """At least one and at most `limit` bytes; b"" when the peer has closed. Raises OSError when it broke."""

    async def write(self, data: bytes) -> None:
        """Send all of the data. Raises OSError when the connection broke."""

    async def close(self) -> None:
        """Close both directions; a second time does nothing. Never raises, and hardly waits for the peer."""


Connect = Callable[[], Awaitable[Stream]]
"""Opens a stream. Raises OSError (ConnectionRefusedError when nobody listens)."""


class _Pipe:
    """Bytes on their way in one direction, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()
        self._closed = False
        self._changed = asyncio.Event()

    async def put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            room = self._limit - len(self._bytes)
            if self._closed:
                raise BrokenPipeError("the peer has closed the stream")
            if room <= 0:
                await self._wait()
                continue
            self._bytes += view[:room]
            view = view[room:]
            self._changed.set()

    async def take(self, limit: int) -> bytes:
        while not self._bytes and not self._closed:
            await self._wait()
        taken = bytes(self._bytes[:limit])
        del self._bytes[:limit]
        self._changed.set()
        return taken

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def close(self) -> None:
        self._closed = True
        self._changed.set()


class MemoryStream:
    """One end of a pair that lives in this process (and on this event loop)."""

    def __init__(self, incoming: _Pipe, outgoing: _Pipe) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._closed = False

    async def read(self, limit: int) -> bytes:
        """At least one and at most `limit` bytes, b"" at the end."""
        if self._closed:
            raise BrokenPipeError("the stream is closed")
        return await self._incoming.take(limit)

    async def write(self, data: bytes) -> None:
        """Hand the data to the peer; waits while more than a buffer full is unread."""
        if self._closed:
            raise BrokenPipeError("the stream is closed")
        await self._outgoing.put(data)

    async def close(self) -> None:
        """The peer reads what is left and then the end."""
        self._closed = True
        self._outgoing.close()
        self._incoming.close()


def memory_pair(limit: int = 65536) -> tuple[MemoryStream, MemoryStream]:
    """Two connected streams; each direction holds at most `limit` unread bytes."""
    there, back = _Pipe(limit), _Pipe(limit)
    return MemoryStream(back, there), MemoryStream(there, back)
