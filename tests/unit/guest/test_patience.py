# SPDX-License-Identifier: Apache-2.0
"""Waiting looks at once, often at first, and ends in time."""

from __future__ import annotations

import asyncio

import pytest

from zfleet_guest.patience import looks
from zfleet_guest.zvm import a_few_at_a_time, together
from zfleet_runtime.deadline import expect
from zfleet_runtime.turns import Turns


async def test_the_first_look_is_at_once_and_the_last_at_the_end() -> None:
    """Pauses grow; the time is used up and not more."""
    clock = asyncio.get_running_loop().time
    began = clock()
    times = [clock() - began async for _ in looks(0.3)]
    assert times[0] < 0.25
    assert 2 <= len(times) <= 5
    assert 0.29 < times[-1] < 2


async def test_the_callers_deadline_ends_it_sooner() -> None:
    """Nobody waits for an answer after it."""
    expect(0.15)
    clock = asyncio.get_running_loop().time
    began = clock()
    async for _ in looks(10):
        pass
    assert clock() - began < 5


async def test_the_first_failure_is_raised_as_it_is_and_stops_the_others() -> None:
    """No group of exceptions, and nothing goes on behind the caller's back."""
    ended = []

    async def slow() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            ended.append("slow")

    async def failing() -> None:
        await asyncio.sleep(0)
        raise KeyError("x")

    with pytest.raises(KeyError):
        await together(slow(), failing())
    assert ended == ["slow"]


async def test_no_more_than_so_many_work_at_once() -> None:
    """And the results keep their order."""
    running, most = 0, 0

    async def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return number

    assert await a_few_at_a_time([work(number) for number in range(20)], 3) == list(range(20))
    assert most == 3


async def test_unbroken_work_ends_although_its_caller_was_cancelled() -> None:
    """The next one in turn comes after it."""
    turns, done = Turns(), []

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.append("work")

    caller = asyncio.create_task(turns.unbroken("LINUX01", work()))
    await asyncio.sleep(0.01)
    caller.cancel()
    async with turns.of("LINUX01"):
        done.append("next")
    assert done == ["work", "next"]
    await turns.close()
