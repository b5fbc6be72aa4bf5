# SPDX-License-Identifier: Apache-2.0
"""Request servers that are down for a while or for long, and whole systems that are restarted under their callers."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.service.smapi.lives import Told, guest, system
from zfleet_smapi.calls import (
    ImageDeleteDM,
    ImageNameQueryDM,
    ImageQueryDM,
    NameListAdd,
    NameListQuery,
    QueryAPIFunctionalLevel,
)
from zfleet_smapi.errors import EntryLocked, GuestNotFound, ReplyLost, SmapiError, Unreachable


async def test_a_request_server_that_comes_back_is_hardly_noticed(tmp_path: Path) -> None:
    """Refused connections are tried again: nothing was asked yet, so even a change may be."""
    async with system(tmp_path) as zvm:
        told = Told()
        async with zvm.client(observer=told) as smapi:
            await zvm.stop()
            call = asyncio.create_task(smapi.call(guest("LINUX01")))
            await asyncio.sleep(0.3)
            assert not call.done()
            await zvm.start()
            assert (await asyncio.wait_for(call, 10)).return_code == 0
            assert ("Image_Create_DM", "unreachable") in told.retries
            assert told.calls[-1] == ("Image_Create_DM", 0)


async def test_a_request_server_that_stays_away_is_unreachable(tmp_path: Path) -> None:
    """After the patience, with the reason; and at once when the deadline leaves no time for another try."""
    async with system(tmp_path) as zvm:
        await zvm.stop()
        async with zvm.client(connect_patience_seconds=0.3) as smapi:
            with pytest.raises(Unreachable, match="no connection"):
                await smapi.call(QueryAPIFunctionalLevel())
        async with zvm.client() as smapi:
            started = time.monotonic()
            with pytest.raises(Unreachable):
                await smapi.call(QueryAPIFunctionalLevel(), timeout=0.4)
            assert time.monotonic() - started < 0.4


async def test_a_lock_that_outlasts_the_deadline_is_told_as_a_lock(tmp_path: Path) -> None:
    """Not as time that ran out: the caller learns what to wait for."""
    async with system(tmp_path) as zvm:
        zvm.go_wrong("Image_Delete_DM", return_code=400, reason_code=12)
        async with zvm.client() as smapi:
            with pytest.raises(EntryLocked):
                await smapi.call(ImageDeleteDM(target="LINUX01"), timeout=0.5)


async def test_queries_outlive_a_restart_and_changes_are_done_once_or_lost(tmp_path: Path) -> None:
    """A system restarted again and again under its callers: every answer is true, none is made up."""
    async with system(tmp_path, latency=()) as zvm:
        zvm.go_wrong("*", delay=0.01)
        done: set[str] = set()
        lost: set[str] = set()
        async with zvm.client(max_conversations=8, timeout_seconds=30) as smapi:

            async def change(number: int) -> None:
                name = f"LINUX{number:02}"
                try:
                    await smapi.call(guest(name))
                except ReplyLost:
                    lost.add(name)
                else:
                    done.add(name)

            async def ask() -> int:
                return len((await smapi.call(ImageNameQueryDM(target="ALL"))).image_name_array)

            async def restart() -> None:
                for _ in range(3):
                    await asyncio.sleep(0.08)
                    await zvm.stop()
                    await asyncio.sleep(0.05)
                    await zvm.start()
                    zvm.go_wrong("*", delay=0.01)

            restarting = asyncio.create_task(restart())
            results = await asyncio.gather(
                *(change(number) for number in range(40)), *(ask() for _ in range(40)), return_exceptions=True
            )
            await restarting
            assert [result for result in results if isinstance(result, BaseException)] == []
            there = set((await smapi.call(ImageNameQueryDM(target="ALL"))).image_name_array)
            for name in sorted(lost):  # a lost change is looked at, and found either done or not
                try:
                    await smapi.call(ImageQueryDM(target=name))
                    assert name in there
                except GuestNotFound:
                    assert name not in there
        assert done <= there
        assert done | lost == {f"LINUX{number:02}" for number in range(40)}


async def test_background_work_that_a_restart_ends_is_not_taken_for_undone(tmp_path: Path) -> None:
    """It was begun: ReplyLost, whether z/VM can still be asked or not; never Unreachable."""
    slow = (("Image_Delete_DM", 60.0),)
    async with system(tmp_path, background=slow) as zvm, zvm.client(connect_patience_seconds=0.3) as smapi:
        await smapi.call(guest("LINUX01"))
        call = asyncio.create_task(smapi.call(ImageDeleteDM(target="LINUX01")))
        await asyncio.sleep(0.3)
        assert not call.done()
        await zvm.stop()
        with pytest.raises(ReplyLost, match="was begun"):
            await asyncio.wait_for(call, 10)


async def test_what_was_written_before_a_restart_is_there_after_it(tmp_path: Path) -> None:
    """The state folder holds all of it."""
    async with system(tmp_path) as zvm, zvm.client() as smapi:
        await smapi.call(guest("LINUX01"))
        await smapi.call(NameListAdd(target="LIST", name="LINUX01"))
        await zvm.stop()
        await zvm.start()
        assert (await smapi.call(NameListQuery(target="LIST"))).name_array == ("LINUX01",)
        assert any(
            "MDISK 0100" in line for line in (await smapi.call(ImageQueryDM(target="LINUX01"))).image_record_array
        )


async def test_closing_a_client_in_an_outage_ends_its_calls(tmp_path: Path) -> None:
    """Nobody waits for a host that may never come back."""
    async with system(tmp_path) as zvm:
        await zvm.stop()
        smapi = zvm.client()
        call = asyncio.create_task(smapi.call(QueryAPIFunctionalLevel()))
        await asyncio.sleep(0.1)
        await smapi.close()
        with pytest.raises(SmapiError):
            await asyncio.wait_for(call, 10)
