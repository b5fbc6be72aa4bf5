# SPDX-License-Identifier: Apache-2.0
"""More callers than worker servers: a fair queue, deadlines that hold, nobody forgotten."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.service.smapi.lives import Told, guest, system
from zfleet_simulator.latency import LatencyRule
from zfleet_simulator.worker_servers import RESTART_SECONDS
from zfleet_smapi.calls import ImageStatusQuery, QueryAPIFunctionalLevel
from zfleet_smapi.errors import DeadlineExceeded, ReplyLost

CALL = ImageStatusQuery(target="MAINT")


async def test_fifty_callers_of_three_workers_are_served_in_turn(tmp_path: Path) -> None:
    """First come, first served; the last waits for sixteen others and no longer."""
    async with system(tmp_path, latency=(LatencyRule("*", 0.02),)) as zvm:
        told, finished = Told(), list[int]()
        async with zvm.client(observer=told) as smapi:

            async def caller(number: int) -> None:
                await smapi.call(CALL)
                finished.append(number)

            started = time.monotonic()
            async with asyncio.TaskGroup() as group:
                for number in range(50):
                    group.create_task(caller(number))
            took = time.monotonic() - started
        # Three at a time: a caller is overtaken by those that ran beside it at most.
        assert all(abs(place - number) <= 2 for place, number in enumerate(finished))
        assert took > 50 / 3 * 0.02
        assert max(told.waited) < took


async def test_two_clients_share_the_workers_fairly(tmp_path: Path) -> None:
    """The host has one line for all: the client that asks more does not starve the other."""
    async with system(tmp_path, latency=(LatencyRule("*", 0.02),)) as zvm:
        async with zvm.client(max_conversations=40) as greedy, zvm.client(max_conversations=1) as modest:
            flood = [asyncio.create_task(greedy.call(CALL)) for _ in range(120)]
            await asyncio.sleep(0.05)
            await asyncio.wait_for(modest.call(CALL), 30)
            still_waiting = sum(not task.done() for task in flood)
            await asyncio.gather(*flood)
        assert still_waiting > 40


async def test_a_deadline_holds_in_the_queue_and_frees_its_place(tmp_path: Path) -> None:
    """Callers whose time runs out leave at once; those behind them are served."""
    async with system(tmp_path, workers=1) as zvm:
        zvm.go_wrong("Image_Status_Query", nth=(1,), delay=1.0)
        async with zvm.client(max_conversations=1) as smapi:
            slow = asyncio.create_task(smapi.call(CALL))
            await asyncio.sleep(0.05)
            started = time.monotonic()
            hurried = await asyncio.gather(*(smapi.call(CALL, timeout=0.2) for _ in range(20)), return_exceptions=True)
            assert time.monotonic() - started < 0.9
            assert all(isinstance(one, DeadlineExceeded) for one in hurried)
            assert (await smapi.call(QueryAPIFunctionalLevel(), timeout=10)).return_code == 0
            assert (await slow).return_code == 0


async def test_all_workers_down_is_waited_for_and_then_served(tmp_path: Path) -> None:
    """A worker that abends loses its request; VSMGUARD brings it back, and those who waited are served then."""
    async with system(tmp_path, workers=1) as zvm, zvm.client() as smapi:
        zvm.go_wrong("Image_Create_DM", nth=(1,), abend=True)
        change = asyncio.create_task(smapi.call(guest("LINUX01")))
        await asyncio.sleep(0.2)
        with pytest.raises(DeadlineExceeded):
            await smapi.call(CALL, timeout=0.5)
        assert (await smapi.call(CALL, timeout=RESTART_SECONDS * 3)).return_code == 0
        with pytest.raises(ReplyLost):
            await change
