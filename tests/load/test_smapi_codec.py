# SPDX-License-Identifier: Apache-2.0
"""What the codec costs: one call there and back, and the whole directory of a host with 4,000 guests."""

from __future__ import annotations

import asyncio
import statistics
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.load.conftest import Say
from tests.load.measure import paired
from tests.load.processes import simulated_host
from zfleet_smapi.calls import ImageCreateDM, QueryAllDM
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.conversation import ClientConversation
from zfleet_smapi.stream import Stream
from zfleet_smapi.tcp import tcp_connect
from zfleet_smapi.wire import decode_request, encode_request, read_request

READ_BYTES = 65536
ROOM = 2.5
"""Decoding may hold so many times the bytes of the answer: what was asked for, and hardly anything besides."""

WANTED = 2.0
"""Reading and decoding should take so many times as long as reading and copying; what keeps it from that is printed."""

FLOOR = 6.0
"""Decoding may take so many times as long as making its texts and nothing else."""


def seconds(work: Callable[[], object], *, runs: int, rounds: int = 15) -> float:
    """The median over some rounds of what one run takes, in seconds of this thread."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.thread_time()
        for _ in range(runs):
            work()
        taken.append((time.thread_time() - started) / runs)
    return statistics.median(taken)


def test_a_create_call_there_and_back(say: Say) -> None:
    """Image_Create_DM with 20 statements: checked and encoded by a client, read and checked by a server."""
    statements = (
        "USER LINUX01 LBYONLY 4G 64G G",
        "INCLUDE OSDFLT",
        "MACHINE ESA 32",
        "IPL 0100",
        *(f"CPU {number:02X}" for number in range(6)),
        *(f"MDISK 01{number:02X} 3390 AUTOG 3338 POOL1 MR READPW WRITEPW MULTIPW" for number in range(5)),
        *(f"NICDEF 1{number}00 TYPE QDIO DEVICES 3 LAN SYSTEM VSW{number}" for number in range(5)),
    )
    call = ImageCreateDM(target="LINUX01", image_record_array=statements)
    sent = encode_request(call, "MAINT", "secret")
    encoding = seconds(lambda: encode_request(call, "MAINT", "secret"), runs=500)
    decoding = seconds(lambda: decode_request(ImageCreateDM, read_request(sent[4:])), runs=500)
    assert len(statements) == 20
    assert decode_request(ImageCreateDM, read_request(sent[4:])) == call
    say(
        f"Image_Create_DM with 20 statements ({len(sent)} bytes): encode {encoding * 1e6:.0f} µs, "
        f"decode {decoding * 1e6:.0f} µs, both {(encoding + decoding) * 1e6:.0f} µs"
    )


@asynccontextmanager
async def replaying(answer: bytes) -> AsyncIterator[tuple[str, int]]:
    """A server on a thread of its own that gives this answer to any request: no host's work is measured."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(READ_BYTES)
        writer.write(answer)
        await writer.drain()
        writer.close()

    ready: asyncio.Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, tuple[str, int]]]
    ready = asyncio.get_running_loop().create_future()
    here = asyncio.get_running_loop()

    async def serve() -> None:
        stop = asyncio.Event()
        async with await asyncio.start_server(one, "127.0.0.1", 0) as server:
            address = server.sockets[0].getsockname()[:2]
            here.call_soon_threadsafe(ready.set_result, (asyncio.get_running_loop(), stop, address))
            await stop.wait()

    serving = asyncio.create_task(asyncio.to_thread(asyncio.run, serve()))
    loop, stop, address = await ready
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stop.set)
        await serving


async def whole(stream: Stream) -> bytearray:
    """All bytes until the end."""
    data = bytearray()
    while chunk := await stream.read(READ_BYTES):
        data += chunk
    await stream.close()
    return data


async def test_the_whole_directory_of_four_thousand_guests(tmp_path: Path, say: Say) -> None:
    """Query_All_DM as records: recorded once from the simulated host, then read and decoded again and again."""
    call = QueryAllDM(target="MAINT", format="NO")
    async with simulated_host(tmp_path, preset="fleet") as (host, port, password):
        stream = await tcp_connect(host, port)()
        await stream.write(encode_request(call, "MAINT", password))
        answer = bytes(await whole(stream))
    # The request id stands in front and in the answer; every replay carries the same.
    async with replaying(answer) as address:
        connect = tcp_connect(*address)
        async with SmapiClient(connect, Credentials("MAINT", password)) as client:
            entries = (await client.call(call)).directory_array
            assert len(entries) > 4000

            async def plain() -> None:
                stream = await connect()
                await stream.write(b"x")
                bytes(await whole(stream))

            pair = await paired(plain, lambda: client.call(call), blocks=10, runs=3)
    texts = sum(len(entry.directory_entry_record_array) for entry in entries)
    decoding = seconds(lambda: decoded(call, answer), runs=1)
    making = seconds(lambda: slices(answer, texts), runs=1)
    held = memory_of(call, answer)
    say(f"Query_All_DM, {len(entries)} entries, {texts} records, {len(answer) / 1e6:.1f} MB: {pair.second}")
    say(f"reading and copying the same bytes: {pair.first}")
    say(f"the call is {pair.ratio:.1f} times that (wanted {WANTED:.0f})")
    if pair.ratio > WANTED:
        share = making / pair.first.median
        say(f"  why: {texts} Python texts have to be made of it, which alone is {share:.1f} times the reading;")
        say(f"  decoding is {decoding / making:.1f} times that (budget {FLOOR:.0f}), a third of it garbage collection")
    say(f"decoding as it comes holds {held:.2f} times its bytes at most, what it gives included (budget {ROOM:.1f})")
    assert decoding <= making * FLOOR
    assert held <= ROOM


def decoded(call: QueryAllDM, answer: bytes) -> None:
    """The answer through a client's conversation, in pieces as a socket gives them."""
    conversation = ClientConversation(call)
    conversation.send_request()
    for at in range(0, len(answer), READ_BYTES):
        conversation.receive_data(answer[at : at + READ_BYTES])


def slices(answer: bytes, texts: int) -> list[str]:
    """As many texts of 80 letters as the directory has records: the least that any decoder must make."""
    return [answer[at : at + 80].decode("latin-1") for at in range(0, texts * 84, 84)]


def memory_of(call: QueryAllDM, answer: bytes) -> float:
    """The most that decoding holds at any time, what it gives included, for each byte of the answer."""
    tracemalloc.start()
    try:
        conversation = ClientConversation(call)
        conversation.send_request()
        kept = [conversation.receive_data(answer[at : at + READ_BYTES]) for at in range(0, len(answer), READ_BYTES)]
        most = tracemalloc.get_traced_memory()[1]
        assert kept
    finally:
        tracemalloc.stop()
    return most / len(answer)
