# SPDX-License-Identifier: Apache-2.0
"""Callers that send slowly, never, or something that is not HTTP: none of them holds a connection for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.gateway.rest.world import Rest, rest_world

PATIENCE = 0.5  # seconds
HEAD = b"POST /vswitches HTTP/1.1\r\nhost: a\r\n"


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Rest]:
    """A host whose gateway does not wait for long."""
    async with rest_world(tmp_path, rest_read_timeout=PATIENCE) as world:
        yield world


async def connected(rest: Rest) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection of its own."""
    url = rest.http.base_url
    return await asyncio.open_connection(url.host, url.port)


async def drip(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Sends `data` byte by byte, for longer than the gateway's patience."""
    try:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(PATIENCE / 5)
    except ConnectionError:
        pass  # this is what it is about


async def answer_to(rest: Rest, sent: bytes, slowly: bytes = b"") -> bytes:
    """All that comes back until the server closes; fails when it never does."""
    reader, writer = await connected(rest)
    writer.write(sent)
    dripping = asyncio.create_task(drip(writer, slowly))
    try:
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionResetError:
        return b""
    finally:
        dripping.cancel()
        writer.close()


def told(answer: bytes) -> tuple[int, dict[str, Any]]:
    """Status and envelope."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    return int(head.split()[1]), json.loads(body)


SLOW_HEADS = {
    "half a request line": (b"GET /gue", b""),
    "half a head": (HEAD, b""),
    "a head byte by byte": (b"", HEAD + b"x-a: " + b"a" * 1000),
}


@pytest.mark.parametrize(("sent", "slowly"), SLOW_HEADS.values(), ids=SLOW_HEADS.keys())
async def test_a_head_that_does_not_come_is_408(rest: Rest, sent: bytes, slowly: bytes) -> None:
    """More bytes give no more time."""
    status, envelope = told(await answer_to(rest, sent, slowly))
    assert (status, envelope["rs"]) == (408, 408)


async def test_a_caller_who_says_nothing_is_hung_up_on(rest: Rest) -> None:
    """There is no request to answer."""
    assert await answer_to(rest, b"") == b""


async def test_the_second_request_of_a_connection_has_no_more_time(rest: Rest) -> None:
    """The first one was answered, then half a line came."""
    answer = await answer_to(rest, b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET /gue", b"st" * 1000)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


SLOW_BODIES = {
    "none of it": (b"content-length: 100\r\n\r\n", b""),
    "some of it": (b'content-length: 100\r\n\r\n{"vswitch', b""),
    "byte by byte": (b"content-length: 1000\r\n\r\n", b" " * 1000),
    "chunk by chunk": (b"transfer-encoding: chunked\r\n\r\n", b"1\r\n{\r\n" * 1000),
}


@pytest.mark.parametrize(("sent", "slowly"), SLOW_BODIES.values(), ids=SLOW_BODIES.keys())
async def test_a_body_that_does_not_come_is_408(rest: Rest, sent: bytes, slowly: bytes) -> None:
    """A JSON body has a time as a whole."""
    status, envelope = told(await answer_to(rest, HEAD + sent, slowly))
    assert (status, envelope["rs"]) == (408, 408)
    assert await rest.get("/vswitches") == ["VSW1", "VSW2"]


async def test_a_file_may_take_its_time_as_long_as_it_comes(rest: Rest) -> None:
    """Each part has its own time, not the whole."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(6):
            await asyncio.sleep(PATIENCE / 3)
            yield b"x"

    stored = (await rest.http.put("/files", content=parts())).json()["output"]
    assert stored["filesize_in_bytes"] == 6


async def test_a_file_that_stalls_is_408(rest: Rest) -> None:
    """And nothing of it stays."""
    head = b"PUT /files HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc"
    status, _ = told(await answer_to(rest, head))
    assert status == 408


NOT_HTTP = {
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "no version": b"GET /\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nhost a\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a control character in the path": b"GET /gu\x00ests HTTP/1.1\r\nhost: a\r\n\r\n",
    "two lengths": HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    "a length that is no number": HEAD + b"content-length: -1\r\n\r\n{}",
    "a chunk without a length": HEAD + b"transfer-encoding: chunked\r\n\r\nhello\r\n",
}


@pytest.mark.parametrize("sent", NOT_HTTP.values(), ids=NOT_HTTP.keys())
async def test_what_is_not_http_is_400_in_the_envelope(rest: Rest, sent: bytes) -> None:
    """And the connection ends."""
    status, envelope = told(await answer_to(rest, sent))
    assert (status, envelope["overallRC"], envelope["modID"]) == (400, 400, 120)


async def test_an_endless_head_is_cut_off(rest: Rest) -> None:
    """Nobody waits for its end; whether the answer gets through to somebody who goes on sending is luck."""
    answer = await answer_to(rest, b"GET / HTTP/1.1\r\nhost: a\r\nx: " + b"a" * 1_000_000)
    assert answer == b"" or told(answer)[0] == 400


async def test_a_caller_who_does_not_read_is_hung_up_on(rest: Rest) -> None:
    """Else its answers would stay in memory for as long as it likes."""
    file = (await rest.http.put("/files", content=b"x" * (32 * 1024 * 1024))).json()["output"]["dest_url"]
    body = json.dumps({"source_file": file}).encode()
    head = f"POST /files HTTP/1.1\r\nhost: a\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    server = rest.zfleet.process.part.rest  # type: ignore[attr-defined]
    _, writer = await connected(rest)
    writer.write(head + body)
    await asyncio.sleep(0.1)
    own = writer.get_extra_info("sockname")
    async with asyncio.timeout(30):
        while own in [connection.client for connection in server._server.server_state.connections]:
            await asyncio.sleep(0.05)
    writer.close()
