# SPDX-License-Identifier: Apache-2.0
"""The server's end of a TCP connection as a Stream."""

from __future__ import annotations

import asyncio
import contextlib


class SocketStream:
    """A stream over an accepted socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, limit: int) -> bytes:
        """At least one and at most ``limit`` bytes, b"" at the end."""
        return await self._reader.read(limit)

    async def write(self, data: bytes) -> None:
        """Send all of the data, waiting while the peer does not read."""
        self._writer.write(data)
        await self._writer.drain()

    async def close(self) -> None:
        """Close the connection; what was written is still sent."""
        with contextlib.suppress(OSError):
            self._writer.close()
            await self._writer.wait_closed()
