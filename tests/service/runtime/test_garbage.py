# SPDX-License-Identifier: Apache-2.0
"""Bytes that nobody should send to a service: its ports close those connections, and its callers notice nothing."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from tests.service.runtime.conftest import Served

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
NO_GRPC = (
    b"\xff" * 64,
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    b"\x00\x00\x00\x40" + b"Image_Query_DM" * 4,
    b"SSH-2.0-OpenSSH_9.6\r\n" + b"x" * 100,
    PREFACE + b"\xff\xff\xff\x00\x00\x00\x00\x00\x01",
    PREFACE + SETTINGS + b"\xff\xff\xff\x01\x04\x00\x00\x00\x01" + b"\xff" * 1000,
    PREFACE + SETTINGS + b"\x00\x00\x05\x01\x04\x00\x00\x00\x01" + b"\xff" * 5,
    PREFACE + SETTINGS + b"\x00\x00\x04\x08\x00\x00\x00\x00\x00" + b"\x00" * 4,
)
NO_HTTP = (
    b"\xff" * 64 + b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /metrics HTTP/9.9\r\n\r\n",
    b"GET /metrics HTTP/1.1\r\n" + b"x: y\r\n" * 1000 + b"\r\n",
    b"POST /metrics HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"\x00\x00\x00\x00\r\n",
    PREFACE,
)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


async def sent(port: int, content: bytes, *, seconds: float = 5.0) -> bytes:
    """All that comes back until the other side closes, which it must do in time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(content)
        async with asyncio.timeout(seconds):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def calling(served: Served, until: asyncio.Event) -> list[float]:
    """Calls one after another for as long as the others make trouble; how long each took."""
    took: list[float] = []
    while not until.is_set() or len(took) < 20:
        started = time.monotonic()
        assert (await served.call("Echo", "hello", timeout=5)).value == "hello"
        took.append(time.monotonic() - started)
    return took


@pytest.mark.parametrize("content", NO_GRPC, ids=range(len(NO_GRPC)))
async def test_what_is_no_grpc_is_closed_and_callers_notice_nothing(served: Served, content: bytes) -> None:
    """Their connection goes on, their calls are answered, nothing is logged as an error."""
    lines, trouble_is_over = len(served.log_lines()), asyncio.Event()
    callers = [asyncio.create_task(calling(served, trouble_is_over)) for _ in range(3)]
    port = port_of(served.process.address)
    answers = await asyncio.gather(*(sent(port, content) for _ in range(5)))
    trouble_is_over.set()
    assert max(max(times) for times in await asyncio.gather(*callers)) < 5
    assert b"hello" not in b"".join(answers)
    assert served.log_lines()[lines:] == [line for line in served.log_lines()[lines:] if line["event"] == "call"]


async def test_random_bytes_and_half_frames_leave_the_service_as_it_was(served: Served) -> None:
    """Two hundred connections that stop anywhere, some of them never closed by their sender."""
    chance = random.Random(5)
    port = port_of(served.process.address)
    whole = PREFACE + SETTINGS + b"\x00\x00\x10\x01\x04\x00\x00\x00\x01" + bytes(range(16))
    left_open = []
    for number in range(200):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        content = whole[: chance.randrange(len(whole))] if number % 2 else chance.randbytes(chance.randrange(1, 2000))
        writer.write(content)
        if number % 5:
            writer.close()
        else:
            left_open.append(writer)
    for _ in range(20):
        assert (await served.call("Echo", "hello", timeout=5)).value == "hello"
    for writer in left_open:
        writer.close()


@pytest.mark.parametrize("content", NO_HTTP, ids=range(len(NO_HTTP)))
async def test_what_is_no_http_is_refused_by_the_metrics_port(
    served: Served, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """A 4xx or 5xx or the end; the next scrape works, and no traceback is printed."""
    port = port_of(served.process.metrics_address)
    answers = await asyncio.gather(*(sent(port, content) for _ in range(3)))
    for answer in answers:
        assert not answer.startswith(b"HTTP/1.0 200")
    good = await sent(port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"grpc_server_started_total" in good
    assert (await served.call("Echo", "hello", timeout=5)).value == "hello"
    assert "Traceback" not in capfd.readouterr().err


async def test_silent_connections_do_not_keep_scrapes_out(served: Served) -> None:
    """A hundred that say nothing, or half a line; each ends when its time is over, and none is waited for."""
    port = port_of(served.process.metrics_address)
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(100)]
    for number, (_, writer) in enumerate(silent):
        if number % 2:
            writer.write(b"GET /met")
    started = time.monotonic()
    assert b"grpc_server_started_total" in await sent(port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
    assert time.monotonic() - started < 5
    for _, writer in silent:
        writer.close()


async def test_a_peer_that_resets_its_scrape_is_no_error(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    """It asked and went away: nobody is there to be told."""
    port = port_of(served.process.metrics_address)
    for _ in range(10):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        writer.transport.abort()
    assert b"grpc_server_started_total" in await sent(port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(0.2)
    assert "Traceback" not in capfd.readouterr().err
