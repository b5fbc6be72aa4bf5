# SPDX-License-Identifier: Apache-2.0
"""Calls that answer at the end of the operation that they begin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue

from tests.unit.gateway.telling import QUICK, Tale, World, journal_in, quiet
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.calls import Calls
from zfleet_gateway.operations import Begin, Operations
from zfleet_gateway.services import Services
from zfleet_gateway.stories import Stories
from zfleet_gateway.times import Times
from zfleet_runtime.deadline import expect
from zfleet_runtime.errors import ZfleetError, already_exists, unavailable

TALE = {"plan": (), "work": ("plan",)}


@asynccontextmanager
async def calling(folder: Path, *, busy_seconds: float = 0.0) -> AsyncIterator[tuple[Calls, World]]:
    """Calls of stories that a test tells: no service is called."""
    async with journal_in(folder) as journal:

        def never(kind: pb.OperationKind, request: bytes) -> Begin:
            raise AssertionError("nothing is taken over here")

        operations = Operations(journal, never, quiet(), patience=QUICK)
        stories = Stories(cast(Services, None), Times(), 1.0)
        try:
            yield Calls(stories, operations, busy_seconds=busy_seconds), World()
        finally:
            await operations.close()


def begin(world: World, name: str = "one") -> Begin:
    """An operation on LINUX01."""
    return Begin(Tale(world, TALE, plan=("plan",)), "LINUX01", "", StringValue(value=name))


async def failure(call: asyncio.Task[object]) -> ZfleetError:
    """What a call raises."""
    with pytest.raises(ZfleetError) as caught:
        await call
    return caught.value


async def test_a_call_gives_what_came_of_its_operation(tmp_path: Path) -> None:
    """When it has ended."""
    async with calling(tmp_path) as (calls, world):
        record = await calls.ended(begin(world))
        assert record.state == pb.OPERATION_STATE_SUCCEEDED
        assert record.result == b"plan done, work done"


async def test_a_call_raises_what_its_operation_failed_with_and_names_it(tmp_path: Path) -> None:
    """Everything is undone by then."""
    async with calling(tmp_path) as (calls, world):
        world.fails["work"] = [already_exists("disk", "LINUX01/0100")]
        with pytest.raises(ZfleetError) as caught:
            await calls.ended(begin(world))
        assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.ALREADY_EXISTS, "DISK_EXISTS")
        assert caught.value.metadata["operation_id"]
        assert world.happened == ["plan", "undo work", "undo plan"]


async def test_a_refusal_of_the_plan_is_raised_as_it_came(tmp_path: Path) -> None:
    """There is no operation to name."""
    async with calling(tmp_path) as (calls, world):
        world.fails["plan"] = [unavailable("AWAY", "away", retry_after=7.0)]
        with pytest.raises(ZfleetError) as caught:
            await calls.ended(begin(world))
        assert (caught.value.reason, caught.value.retry_after) == ("AWAY", 7.0)
        assert "operation_id" not in caught.value.metadata


async def test_a_deadline_leaves_the_operation_at_work_and_says_which(tmp_path: Path) -> None:
    """It can be waited for, or cancelled."""
    async with calling(tmp_path) as (calls, world):
        world.hold("work")

        async def soon() -> None:
            expect(0.3)
            await calls.ended(begin(world))

        error = await failure(asyncio.ensure_future(soon()))
        assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "OPERATION_GOES_ON")
        assert error.metadata["operation_id"]
        assert "undo work" not in world.happened
        world.let_go("work")


async def test_a_caller_that_goes_away_after_the_plan_leaves_the_operation_at_work(tmp_path: Path) -> None:
    """As with a spawn."""
    async with calling(tmp_path) as (calls, world):
        world.hold("work")
        call = asyncio.ensure_future(calls.ended(begin(world)))
        await world.began["work"].wait()
        call.cancel()
        await asyncio.wait([call])
        with pytest.raises(ZfleetError, match="another operation"):
            await calls.ended(begin(world))  # the first is still there
        world.let_go("work")
        async with asyncio.timeout(10):
            while "work" not in world.happened:
                await asyncio.sleep(0.01)
        assert world.happened == ["plan", "work"]


async def test_a_busy_guest_is_refused_at_once_or_waited_for(tmp_path: Path) -> None:
    """Feilong's clients never heard of operations: the facade waits for them."""
    async with calling(tmp_path) as (calls, world):
        world.hold("work")
        first = asyncio.ensure_future(calls.ended(begin(world)))
        await world.began["work"].wait()
        with pytest.raises(ZfleetError) as caught:
            await calls.ended(begin(world, "two"))
        assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.ABORTED, "GUEST_BUSY")
        world.let_go("work")
        await first
    folder = tmp_path / "patient"
    folder.mkdir()
    async with calling(folder, busy_seconds=20.0) as (calls, world):
        world.hold("work")
        first = asyncio.ensure_future(calls.ended(begin(world)))
        await world.began["work"].wait()
        second = asyncio.ensure_future(calls.ended(begin(world, "two")))
        await asyncio.sleep(0)  # it begins while the first is at work
        world.let_go("work")
        records = await asyncio.gather(first, second)
        assert len({record.operation_id for record in records}) == 2
        assert world.happened == ["plan", "work", "plan", "work"]
