# SPDX-License-Identifier: Apache-2.0
"""What the client makes of everything that a conversation can suffer, over TCP, for a query and for a change."""

from __future__ import annotations

import asyncio
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.service.smapi.lives import PASSWORD, Told, guest, system
from zfleet_smapi.calls import ImageQueryDM, NameListAdd, NameListQuery
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.errors import ConversationError, DeadlineExceeded, GuestExists, GuestNotFound, ReplyLost
from zfleet_smapi.tcp import tcp_connect

QUERY = ImageQueryDM(target="MAINT")


@pytest.mark.parametrize(
    "rule",
    [
        {"drop": "before"},
        {"drop": "after"},
        *({"truncate": size} for size in (0, 1, 4, 8, 15, 16, 19)),
        {"abend": True},
    ],
    ids=str,
)
async def test_a_query_survives_a_lost_answer(tmp_path: Path, rule: dict[str, Any]) -> None:
    """It is asked for again by its id, or asked once more."""
    async with system(tmp_path) as zvm:
        told = Told()
        zvm.go_wrong("Image_Query_DM", nth=(1,), **rule)
        async with zvm.client(observer=told) as smapi:
            assert (await smapi.call(QUERY)).image_record_array
        assert told.calls[0] == ("Image_Query_DM", None)
        assert next(function for function, code in told.calls if code == 0) in ("Image_Query_DM", "Response_Recovery")


@pytest.mark.parametrize(
    ("rule", "is_done"),
    [({"drop": "before"}, False), ({"drop": "after"}, True), ({"truncate": 8}, True), ({"abend": True}, False)],
    ids=str,
)
async def test_a_change_is_never_sent_twice(tmp_path: Path, rule: dict[str, Any], is_done: bool) -> None:
    """What was done is recovered by its id; what was not is told as lost, and is not there."""
    async with system(tmp_path) as zvm:
        told = Told()
        zvm.go_wrong("Image_Create_DM", nth=(1,), **rule)
        async with zvm.client(observer=told) as smapi:
            if is_done:
                assert (await smapi.call(guest("LINUX01"))).return_code == 0
                with pytest.raises(GuestExists):
                    await smapi.call(guest("LINUX01"))
            else:
                with pytest.raises(ReplyLost):
                    await smapi.call(guest("LINUX01"))
                with pytest.raises(GuestNotFound):
                    await smapi.call(ImageQueryDM(target="LINUX01"))
        sent = [function for function, _ in told.calls if function == "Image_Create_DM"]
        assert len(sent) == (2 if is_done else 1)


async def test_a_change_that_cannot_be_recovered_is_lost_though_it_was_done(tmp_path: Path) -> None:
    """The caller is told that it may have been, and finds out."""
    async with system(tmp_path) as zvm:
        zvm.go_wrong("Name_List_Add", nth=(1,), drop="after")
        zvm.go_wrong("Response_Recovery", return_code=4, reason_code=4)
        async with zvm.client() as smapi:
            with pytest.raises(ReplyLost, match="may or may not be done"):
                await smapi.call(NameListAdd(target="LIST", name="LINUX01"))
            assert (await smapi.call(NameListQuery(target="LIST"))).name_array == ("LINUX01",)


async def test_delays_only_delay_and_never_beyond_the_deadline(tmp_path: Path) -> None:
    """A slow call holds its own conversation, not the others."""
    async with system(tmp_path) as zvm:
        zvm.go_wrong("Image_Query_DM", nth=(1,), delay=5.0)
        async with zvm.client() as smapi:
            slow = asyncio.create_task(smapi.call(QUERY, timeout=1.0))
            await asyncio.sleep(0.05)
            for _ in range(5):
                assert (await smapi.call(QUERY, timeout=1.0)).return_code == 0
            with pytest.raises(DeadlineExceeded):
                await slow


GARBAGE = (
    struct.pack(">II", 7, 0xFFFFFFFF),
    struct.pack(">II", 7, 0x7FFFFFFF) + b"x" * 1000,
    struct.pack(">II", 7, 3) + b"abc",
    struct.pack(">IIIii", 7, 12, 8, 0, 0),
    struct.pack(">IIIiiI", 7, 16, 7, 0, 0, 1000),
    struct.pack(">IIIiiII", 7, 20, 7, 0, 0, 4, 0x7FFFFFFF),
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    bytes(range(256)) * 10,
)


@pytest.mark.parametrize("answer", GARBAGE, ids=range(len(GARBAGE)))
async def test_an_answer_of_garbage_is_one_clear_error_and_touches_nobody_else(answer: bytes, tmp_path: Path) -> None:
    """The connection is closed, not waited on, and the slot is free for the next."""
    closed = asyncio.Event()

    async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        # Open until the client closes: it must not wait for more of what makes no sense.
        await reader.read()
        closed.set()
        writer.close()

    async with system(tmp_path) as zvm, await asyncio.start_server(garbage, "127.0.0.1", 0) as server:
        ports = iter([server.sockets[0].getsockname()[1]])

        async def connect() -> Any:
            return await tcp_connect("127.0.0.1", next(ports, zvm.port))()

        async with SmapiClient(connect, Credentials("MAINT", PASSWORD), max_conversations=2) as smapi:
            broken = asyncio.create_task(smapi.call(QUERY, timeout=10))
            await asyncio.sleep(0)
            others = await asyncio.gather(*(smapi.call(QUERY, timeout=10) for _ in range(10)))
            assert all(other.image_record_array for other in others)
            with pytest.raises(ConversationError):
                await broken
            await asyncio.wait_for(closed.wait(), 5)
