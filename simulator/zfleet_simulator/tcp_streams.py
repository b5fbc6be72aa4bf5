# SPDX-License-Identifier: Apache-2.0
"""The server's end of a TCP connection as a Stream."""

from __future__ import annotations

import asyncio
import contextlib

_FLUSH_SECONDS = 5.0  # a peer that does not read the end of its answer within that time has gone


class SocketStream:
    """A stream over an accepted socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._given_up = False

    async def read(self, limit: int) -> bytes:
        """At least one and at most ``limit`` bytes, b"" at the end."""
        return await self._reader.read(limit)

    async def write(self, data: bytes) -> None:
        """Send all of the data, waiting while the peer does not read."""
        self._writer.write(data)
        try:
            await self._writer.drain()
        except BaseException:
            # Whoever gave up waiting leaves half a message: nothing that could follow would be understood.
            self._given_up = True
            raise

    async def close(self) -> None:
        """Close the connection; what was written is still sent, unless the peer does not read."""
        if self._given_up:
            self._writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            self._writer.close()
            try:
                async with asyncio.timeout(_FLUSH_SECONDS):
                    await self._writer.wait_closed()
            except TimeoutError:
                self._writer.transport.abort()
