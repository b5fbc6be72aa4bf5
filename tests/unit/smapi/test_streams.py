# SPDX-License-Identifier: Apache-2.0
"""Streams in memory, over TCP and TLS, over IUCV; and the pauses between tries."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from pathlib import Path

import pytest
import trustme

from zfleet_smapi.backoff import Backoff
from zfleet_smapi.iucv import AF_IUCV, iucv_connect, pack_address
from zfleet_smapi.socket_stream import SocketStream
from zfleet_smapi.stream import memory_pair
from zfleet_smapi.tcp import tcp_connect, tls_context


async def test_bytes_written_at_one_end_are_read_at_the_other() -> None:
    """In pieces of at most the size asked for, in their order."""
    near, far = memory_pair()
    await near.write(b"hello")
    assert await far.read(3) == b"hel"
    assert await far.read(100) == b"lo"
    await far.write(b"back")
    assert await near.read(100) == b"back"


async def test_a_writer_waits_for_a_slow_reader() -> None:
    """No more than a buffer full is held."""
    near, far = memory_pair(limit=4)
    writing = asyncio.create_task(near.write(b"0123456789"))
    await asyncio.sleep(0.01)
    assert not writing.done()
    read = b""
    while len(read) < 10:
        piece = await far.read(100)
        assert len(piece) <= 4
        read += piece
    await writing
    assert read == b"0123456789"


async def test_what_was_written_before_a_close_is_still_read() -> None:
    """Then comes the end, again and again."""
    near, far = memory_pair()
    await near.write(b"last words")
    await near.close()
    await near.close()
    assert await far.read(100) == b"last words"
    assert await far.read(100) == b""
    assert await far.read(100) == b""


async def test_a_reader_that_waits_learns_of_the_end() -> None:
    """Nobody waits for ever."""
    near, far = memory_pair()
    reading = asyncio.create_task(far.read(100))
    await asyncio.sleep(0)
    await near.close()
    assert await reading == b""


async def test_writing_to_a_closed_stream_is_an_os_error() -> None:
    """As with a socket."""
    near, far = memory_pair()
    await far.close()
    for _ in range(2):
        with pytest.raises(OSError, match="closed"):
            await near.write(b"x")
        await near.close()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(100):
        writer.write(data.upper())
    writer.close()


async def test_tcp_carries_bytes_both_ways() -> None:
    """And closes."""
    async with await asyncio.start_server(_echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        stream = await tcp_connect("127.0.0.1", port)()
        await stream.write(b"hello")
        assert await stream.read(100) == b"HELLO"
        await stream.close()


async def test_a_host_that_has_gone_is_found_out_while_nothing_is_said() -> None:
    """The kernel asks for it: a subscription to events only listens."""
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        stream = await tcp_connect("127.0.0.1", server.sockets[0].getsockname()[1])()
        assert isinstance(stream, SocketStream)
        connection = stream._socket
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 60
        await stream.close()


async def test_a_refused_tcp_connection_is_an_os_error() -> None:
    """The client takes it as unreachable."""
    async with await asyncio.start_server(_echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        await tcp_connect("127.0.0.1", port)()


async def test_tls_trusts_only_the_right_certificate_for_the_right_name(tmp_path: Path) -> None:
    """Another authority, or another name, and there is no connection."""
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    stranger.cert_pem.write_to_path(tmp_path / "stranger.pem")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(serving)
    async with await asyncio.start_server(_echo, "127.0.0.1", 0, ssl=serving) as server:
        port = server.sockets[0].getsockname()[1]
        stream = await tcp_connect("localhost", port, tls_context(tmp_path / "ca.pem"))()
        await stream.write(b"hello")
        assert await stream.read(100) == b"HELLO"
        await stream.close()
        with pytest.raises(ssl.SSLCertVerificationError):
            await tcp_connect("localhost", port, tls_context(tmp_path / "stranger.pem"))()
        with pytest.raises(ssl.SSLCertVerificationError):
            await tcp_connect("127.0.0.1", port, tls_context(tmp_path / "ca.pem"))()


def test_an_iucv_address_is_thirty_two_bytes_of_padded_names() -> None:
    """Family, two unused fields, node, user id and program name."""
    assert pack_address() == struct.pack("=HHI", AF_IUCV, 0, 0) + b" " * 8 + b"VSMREQIUDMSRSRQU"
    assert pack_address("zvm", "x")[16:] == b"ZVM     X       "
    with pytest.raises(ValueError, match="1-8"):
        pack_address("TOOLONG01")


async def test_an_iucv_stream_is_an_ordinary_socket_once_it_is_connected() -> None:
    """Bytes both ways, the end, and a close that wakes the reader."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    stream = SocketStream(ours)
    await stream.write(b"hello")
    assert theirs.recv(100) == b"hello"
    theirs.sendall(b"back")
    assert await stream.read(100) == b"back"
    reading = asyncio.create_task(stream.read(100))
    await asyncio.sleep(0.01)
    await stream.close()
    assert await asyncio.wait_for(reading, 1) == b""
    await stream.close()
    assert theirs.recv(100) == b""
    assert ours.fileno() == -1
    theirs.close()


async def test_without_iucv_there_is_no_connection() -> None:
    """On a machine that is no z/VM guest the attempt ends in an OSError."""
    with pytest.raises(OSError):
        await iucv_connect()()


def test_pauses_grow_to_their_longest() -> None:
    """Without chance: 1, 2, 4, 5, 5."""
    backoff = Backoff(1, 5, jitter=0.0)
    assert [backoff.pause() for _ in range(5)] == [1, 2, 4, 5, 5]


def test_chance_only_shortens_a_pause() -> None:
    """By half at most, so that callers do not come back all at once."""
    assert Backoff(1, 5, chance=lambda: 1.0).pause() == 0.5
    assert Backoff(1, 5, chance=lambda: 0.0).pause() == 1


@pytest.mark.parametrize(("first", "longest", "factor"), [(0, 1, 2), (2, 1, 2), (1, 2, 0.5)])
def test_a_backoff_that_makes_no_sense_is_refused(first: float, longest: float, factor: float) -> None:
    """It would never wait, or wait less and less."""
    with pytest.raises(ValueError, match="backoff"):
        Backoff(first, longest, factor=factor)
