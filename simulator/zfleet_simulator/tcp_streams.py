# SPDX-License-Identifier: Apache-2.0
"""The server's end of TCP connections as Streams: plain ones, and those that a transport carries (TLS)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import Callable

_LOG = logging.getLogger(__name__)

_BACKLOG = 512
_ACCEPT_PAUSE_SECONDS = 0.05
_ABORT = struct.pack("ii", 1, 0)  # linger for no time: what is unsent is dropped and the peer told
_FLUSH_SECONDS = 5.0  # a peer that does not read the end of its answer within that time has gone


class SocketStream:
    """A stream over an accepted connection that has a transport."""

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


class PlainSocket:
    """A stream over an accepted socket without TLS: the loop's own socket calls, which take what is there at once.

    A conversation is two small reads and two small writes, so what a transport costs would be most of it.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._given_up = False

    async def read(self, limit: int) -> bytes:
        """At least one and at most ``limit`` bytes, b"" at the end."""
        if self._socket.fileno() < 0:
            raise BrokenPipeError("the connection is closed")
        return await self._loop.sock_recv(self._socket, limit)

    async def write(self, data: bytes) -> None:
        """Send all of the data, waiting while the peer does not read."""
        try:
            await self._loop.sock_sendall(self._socket, data)
        except BaseException:
            # Whoever gave up waiting leaves half a message: nothing that could follow would be understood.
            self._given_up = True
            raise

    async def close(self) -> None:
        """Close the connection; the system still sends what was written, unless the write was given up."""
        with contextlib.suppress(OSError):
            if self._given_up:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self._socket.close()


async def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there. OSError when the address is none of ours or the port is taken."""
    addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, address = addresses[0]
    listening = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    listening.setblocking(False)
    return listening


async def accept(listening: socket.socket, serve: Callable[[PlainSocket], None]) -> None:
    """Hand every connection to ``serve``, until cancelled. None is taken that is not handed on."""
    loop = asyncio.get_running_loop()
    end = loop.create_future()

    def watch() -> None:
        if not end.done():
            loop.add_reader(listening, take)

    def take() -> None:
        for _ in range(_BACKLOG):
            try:
                connection, _ = listening.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                # No descriptors left, or a peer that was gone before it was accepted: the others must not wait long.
                _LOG.warning("a connection could not be accepted: %s", error)
                loop.remove_reader(listening)
                loop.call_later(_ACCEPT_PAUSE_SECONDS, watch)
                return
            connection.setblocking(False)
            # The answer follows the request id in a write of its own: it must not wait until that is confirmed.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            serve(PlainSocket(connection))

    watch()
    try:
        await end
    finally:
        loop.remove_reader(listening)
