# SPDX-License-Identifier: Apache-2.0
"""What one SMAPI call costs beside the bytes themselves, and how many the simulated host serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.load.conftest import Say
from tests.load.measure import at_once, paired
from tests.load.processes import echo_server, simulated_host
from zfleet_smapi.calls import ImageStatusQuery
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.tcp import tcp_connect
from zfleet_smapi.wire import encode_request

BUDGET = 3.0
"""A call may take so many times as long as a bare round trip of the same bytes."""

RATE = 3000
"""Calls a second that one client process should get; both processes need a processor of their own for it."""


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[tuple[str, int, str]]:
    """A simulated host in a process of its own: host, port, password."""
    async with simulated_host(tmp_path) as found:
        yield found


def client_of(host: tuple[str, int, str], conversations: int) -> SmapiClient:
    """A client of the simulated host."""
    address, port, password = host
    credentials = Credentials("MAINT", password)
    return SmapiClient(tcp_connect(address, port), credentials, max_conversations=conversations)


async def test_a_call_costs_at_most_three_bare_round_trips(host: tuple[str, int, str], say: Say) -> None:
    """Encoding, framing, queue, retries and the host's own work are paid for by less than two round trips."""
    call = ImageStatusQuery(target="MAINT")
    request = encode_request(call, "MAINT", host[2])
    async with client_of(host, 1) as client:
        reply_bytes = await raw_reply(host, request)
        async with echo_server(len(request), reply_bytes) as (echo_host, echo_port):

            async def bare() -> None:
                await exchange(echo_host, echo_port, request, len(reply_bytes))

            pair = await paired(bare, lambda: client.call(call), blocks=40, runs=25)
    say(f"one SMAPI call: {pair.second}")
    say(f"a bare round trip of its {len(request)} + {len(reply_bytes)} bytes: {pair.first}")
    say(f"one SMAPI call is {pair.ratio:.2f} bare round trips (budget {BUDGET:.1f})")
    assert pair.ratio <= BUDGET


async def test_the_simulated_host_serves_many_calls(host: tuple[str, int, str], say: Say) -> None:
    """Image_Status_Query from one client process: calls a second, at 1 and at 8 conversations."""
    for width in (1, 8):
        async with client_of(host, width) as client:
            await client.call(ImageStatusQuery(target="MAINT"))
            times, rate = await at_once(
                lambda _: client.call(ImageStatusQuery(target="MAINT")),
                count=3000,
                width=width,
            )
        say(f"Image_Status_Query, {width} conversations: {rate:.0f} calls/s (wanted {RATE} at 8), {times}")
        assert len(times.seconds) == 3000


async def raw_reply(host: tuple[str, int, str], request: bytes) -> bytes:
    """All bytes that the host sends back to a request."""
    reader, writer = await asyncio.open_connection(host[0], host[1])
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


async def exchange(host: str, port: int, request: bytes, length: int) -> None:
    """The least there can be: connect, send, receive, close."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(request)
    await reader.readexactly(length)
    writer.close()
