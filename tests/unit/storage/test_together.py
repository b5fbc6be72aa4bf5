# SPDX-License-Identifier: Apache-2.0
"""Work at the same time, work to its end, turns, threads."""

from __future__ import annotations

import asyncio
import threading

import pytest

from zfleet_runtime.turns import Turns
from zfleet_storage.threads import in_thread
from zfleet_storage.together import to_the_end, together


async def test_the_first_error_is_raised_as_itself() -> None:
    """And ends the others."""
    ended = asyncio.Event()

    async def waits() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()

    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError("nothing")

    with pytest.raises(LookupError, match="nothing"):
        await together([waits(), fails()])
    assert ended.is_set()


async def test_work_comes_to_its_end_when_its_caller_is_cancelled() -> None:
    """The caller is cancelled after that, and not before."""
    begun, go, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go.wait()
        done.set()

    caller = asyncio.create_task(to_the_end(work(), "work"))
    await begun.wait()
    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert done.is_set()


async def test_a_cancelled_caller_waits_for_its_thread() -> None:
    """Nothing goes on behind its back."""
    begun, go = threading.Event(), threading.Event()
    done = []

    def work() -> None:
        begun.set()
        go.wait(5)
        done.append(True)

    caller = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(begun.wait, 5)
    caller.cancel()
    await asyncio.sleep(0.01)
    assert not caller.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert done == [True]


async def test_one_entry_is_changed_by_one_at_a_time_and_others_meanwhile() -> None:
    """In the order in which they came."""
    turns = Turns()
    order: list[str] = []

    async def change(user_id: str, name: str) -> None:
        async with turns.of(user_id):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")

    await asyncio.gather(change("A", "a1"), change("A", "a2"), change("B", "b"))
    assert order.index("a1 ends") < order.index("a2 begins")
    assert order.index("b begins") < order.index("a1 ends")
