# SPDX-License-Identifier: Apache-2.0
"""A stream over a connected socket, through the loop's own socket calls.

A conversation is one small write and one or two small reads on a connection of its own; what a transport and its
buffers cost would be more than all the rest of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket


class SocketStream:
    """One connection. The socket must be connected and non-blocking."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._waiting = 0
        self._closed = False

    async def read(self, limit: int) -> bytes:
        """At least one and at most `limit` bytes, b"" at the end."""
        self._start()
        try:
            return await self._loop.sock_recv(self._socket, limit)
        finally:
            self._end()

    async def write(self, data: bytes) -> None:
        """Send all of the data; waits while the peer does not read."""
        self._start()
        try:
            await self._loop.sock_sendall(self._socket, data)
        finally:
            self._end()

    async def close(self) -> None:
        """Close the connection; a reader that waits gets the end, a writer an error."""
        if self._closed:
            return
        self._closed = True
        if not self._waiting:
            self._socket.close()
            return
        # The loop must not watch a closed descriptor: whoever still waits closes it when it wakes up.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _start(self) -> None:
        if self._closed:
            raise BrokenPipeError("the stream is closed")
        self._waiting += 1

    def _end(self) -> None:
        self._waiting -= 1
        if self._closed and not self._waiting:
            self._socket.close()
