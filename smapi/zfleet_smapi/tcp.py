# SPDX-License-Identifier: Apache-2.0
"""Streams over TCP, with TLS if wanted. z/VM's usual port is 44444, in both cases."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from pathlib import Path

from .socket_stream import SocketStream
from .stream import Connect, Stream

DEFAULT_PORT = 44444
# A subscription to events may hear nothing for days: a host that has gone is found out after about a minute and a half.
_KEEP_ALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))  # seconds, seconds, probes
_CLOSE_SECONDS = 1.0

Address = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]


class TlsStream:
    """One TLS connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, limit: int) -> bytes:
        """At least one and at most `limit` bytes, b"" at the end."""
        return await self._reader.read(limit)

    async def write(self, data: bytes) -> None:
        """Send the data; waits while the peer does not read."""
        self._writer.write(data)
        await self._writer.drain()

    async def close(self) -> None:
        """Close the connection; a peer that does not say goodbye in time is left without."""
        self._writer.close()
        # The peer may have been quicker, or the connection may be broken: closed it is.
        with contextlib.suppress(OSError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._writer.wait_closed()


def tcp_connect(
    host: str, port: int = DEFAULT_PORT, tls: ssl.SSLContext | None = None, *, timeout_seconds: float = 10.0
) -> Connect:
    """Opens connections to one server. With `tls` its certificate is verified for `host`.

    A name's addresses are tried in turn. Raises OSError when there is no connection within `timeout_seconds`
    (ConnectionRefusedError at once when nobody listens), and ssl.SSLError when TLS cannot be agreed on.
    """
    known = _numeric(host, port)

    async def connect() -> Stream:
        try:
            async with asyncio.timeout(timeout_seconds):
                if tls is not None:
                    reader, writer = await asyncio.open_connection(host, port, ssl=tls)
                    _keep_alive(writer.get_extra_info("socket"))
                    return TlsStream(reader, writer)
                connected = await _connected([known] if known else await _addresses(host, port))
                _keep_alive(connected)
                return SocketStream(connected)
        except TimeoutError:
            raise TimeoutError(f"{host}:{port} did not answer within {timeout_seconds:g} s") from None

    return connect


def _numeric(host: str, port: int) -> Address | None:
    """The address that a host written in numbers is: no name service has to be asked for it."""
    for family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError):
            socket.inet_pton(family, host)
            return family, (host, port)
    return None


async def _addresses(host: str, port: int) -> list[Address]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]  # type: ignore[misc]  # of two families


async def _connected(addresses: list[Address]) -> socket.socket:
    """A connection to the first address that takes one."""
    failure: OSError = OSError("the name has no address")
    for family, address in addresses:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.setblocking(False)
            # The last part of a long request must not wait until the peer has confirmed the others.
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().sock_connect(opened, address)
        except OSError as error:
            opened.close()
            failure = error
        except BaseException:
            opened.close()
            raise
        else:
            return opened
    raise failure


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE:
        if hasattr(socket, name):  # not every system has all of them
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def tls_context(
    ca_file: Path | None = None, *, certificate: Path | None = None, key: Path | None = None
) -> ssl.SSLContext:
    """A context that verifies the server's certificate and name; there is no way to switch that off.

    `ca_file` holds the certificates to trust instead of the system's; `certificate` and `key` are the caller's own.
    """
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        context.load_cert_chain(str(certificate), str(key) if key else None)
    return context
