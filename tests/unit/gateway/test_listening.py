# SPDX-License-Identifier: Apache-2.0
"""Who waits for an operation is woken: at once for states, now and then for progress."""

from __future__ import annotations

import asyncio

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.listening import Listeners
from zfleet_gateway.record import OperationRecord

RECORD = OperationRecord("op", pb.OPERATION_KIND_SPAWN_GUEST, "LINUX01", "", b"", b"", 0)
OTHER = OperationRecord("other", pb.OPERATION_KIND_SPAWN_GUEST, "LINUX02", "", b"", b"", 0)


async def test_a_change_of_state_wakes_at_once_and_only_those_it_concerns() -> None:
    """Whatever the interval is."""
    listeners = Listeners(interval=3600)
    with listeners.listen("op") as mine, listeners.listen("other") as others:
        mine.clear()
        others.clear()
        listeners.changed(RECORD)
        assert await mine.wait(None)
        assert not await others.wait(0)
        listeners.changed(OTHER)
        assert await others.wait(None)


async def test_progress_within_the_interval_is_heard_when_it_is_over_and_once() -> None:
    """A thousand blocks are one wake, and the last of them is not lost."""
    listeners = Listeners(interval=0.05)
    with listeners.listen("op") as mine:
        mine.clear()
        for _ in range(1000):
            listeners.progressed(RECORD)
        assert not await mine.wait(0)
        assert await mine.wait(5)
        mine.clear()
        assert not await mine.wait(0.1)


async def test_progress_after_the_interval_is_heard_at_once() -> None:
    """Nobody has to wait twice."""
    listeners = Listeners(interval=0.01)
    with listeners.listen("op") as mine:
        mine.clear()
        await asyncio.sleep(0.02)
        listeners.progressed(RECORD)
        assert await mine.wait(0.001)


async def test_what_happened_before_anybody_listened_is_not_heard() -> None:
    """And nothing is kept for those who have gone."""
    listeners = Listeners(interval=0)
    with listeners.listen("op"):
        pass
    listeners.changed(RECORD)
    with listeners.listen("op") as mine:
        assert not await mine.wait(0)
