# SPDX-License-Identifier: Apache-2.0
"""A gateway goes and another comes: what it was doing is finished or undone, and nothing is left on z/VM."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.gateway.fleet import PORTS, Fleet, fleet, quiet, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub, OperationServiceStub
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import running
from zfleet_simulator.faults import FaultRule

if TYPE_CHECKING:
    from zfleet.gateway.v1.gateway_service_pb2_grpc import OperationServiceAsyncStub

LEASE: dict[str, Any] = {"operation_lease": 1.0, "operation_poll": 0.05}


@asynccontextmanager
async def another_gateway(zfleet: Fleet, **more: Any) -> AsyncIterator[OperationServiceAsyncStub]:
    """A second gateway with the first one's journal and services."""
    settings = GatewaySettings(
        **PORTS,
        rest_listen="",
        guest_address=zfleet.guest_part.address,
        storage_address=zfleet.storage_part.address,
        network_address=zfleet.network_part.address,
        state_folder=zfleet.folder,
        **(LEASE | more),
    )
    async with (
        running(GatewayPart(), settings, log=quiet("gateway")) as process,
        Channel(process.address) as channel,
    ):
        yield OperationServiceStub(channel)


async def wait(operations: OperationServiceAsyncStub, operation_id: str) -> pb.Operation:
    """The operation's end, as another gateway sees it."""
    answer = await operations.WaitOperation(pb.WaitOperationRequest(operation_id=operation_id), timeout=20)
    assert answer.operation.HasField("end_time"), answer
    return answer.operation


async def at_work(zfleet: Fleet, step: str, delay: FaultRule) -> str:
    """The id of a spawn whose `step` is at work, held up by z/VM."""
    zfleet.host.faults.add(delay)
    operation = (await zfleet.gateway.SpawnGuest(spawn_request(request_id="r1"), timeout=20)).operation
    watching = zfleet.operations.WatchOperation(
        pb.WatchOperationRequest(operation_id=operation.operation_id, cancel_on_disconnect=False), timeout=20
    )
    async for message in watching:
        if states(message.operation).get(step) == "RUNNING":
            watching.cancel()
            return operation.operation_id
    raise AssertionError(f"{step} was never seen at work")


@pytest.mark.parametrize(("step", "function"), [("create_guest", "Image_Create_DM"), ("start_guest", "Image_Activate")])
async def test_a_gateway_that_stops_hands_its_spawn_to_the_next_one(tmp_path: Path, step: str, function: str) -> None:
    """It lets the call under way end; the next gateway finishes the rest, once."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        operation_id = await at_work(zfleet, step, FaultRule(function=function, delay=0.4, times=1))
        await zfleet.process.stop(drain=0, grace=0)
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation_id)
            assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
            assert ended.request_id == "r1"
            assert len(ended.spawn_guest.disks) == 2


async def test_a_gateway_that_is_killed_in_the_middle_of_a_create_is_replaced(tmp_path: Path) -> None:
    """Its call is cut off; the next gateway asks again with the same request_id and gets one guest."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        rule = FaultRule(function="Image_Create_DM", delay=0.4, times=1)
        operation_id = await at_work(zfleet, "create_guest", rule)
        part = zfleet.process.part
        assert isinstance(part, GatewayPart)
        assert part.operations is not None
        part.operations.drop()  # without a trace in the journal, as a killed process
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation_id)
            assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended


async def test_an_undo_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Nothing of the guest is left, and the error is the first gateway's."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        free_before = await zfleet.free_bytes()
        zfleet.host.faults.add(FaultRule(function="Image_Activate", times=1, return_code=396, reason_code=1))
        rule = FaultRule(function="Image_Delete_DM", delay=0.5, times=1)
        zfleet.host.faults.add(rule)
        operation = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
        watching = zfleet.operations.WatchOperation(
            pb.WatchOperationRequest(operation_id=operation.operation_id), timeout=20
        )
        async for message in watching:
            if states(message.operation).get("create_guest") == "UNDOING":
                break
        part = zfleet.process.part
        assert isinstance(part, GatewayPart)
        assert part.operations is not None
        part.operations.drop()
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation.operation_id)
        assert ended.state == pb.OPERATION_STATE_FAILED
        assert ended.error.metadata["return_code"] == "396"
        assert "UNDO_FAILED" not in states(ended).values()
        assert await zfleet.traces_of("LINUX01") == []
        assert await zfleet.free_bytes() == free_before


async def test_another_gateway_sees_and_cancels_what_this_one_works_on(tmp_path: Path) -> None:
    """Both share the journal; the one at work hears of it when it renews its lease."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        rule = FaultRule(function="Image_Activate", delay=6.0, times=1)
        operation_id = await at_work(zfleet, "start_guest", rule)
        async with another_gateway(zfleet) as operations:
            seen = await operations.GetOperation(pb.GetOperationRequest(operation_id=operation_id), timeout=20)
            assert seen.operation.state == pb.OPERATION_STATE_RUNNING
            await operations.CancelOperation(pb.CancelOperationRequest(operation_id=operation_id), timeout=20)
            ended = await wait(operations, operation_id)
        assert ended.state == pb.OPERATION_STATE_CANCELLED
        assert await zfleet.traces_of("LINUX01") == []


async def test_the_same_request_at_two_gateways_at_once_is_one_guest(tmp_path: Path) -> None:
    """The unique key decides; both callers get the same operation."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        settings = zfleet.process.settings
        async with (
            running(GatewayPart(), settings, log=quiet("gateway")) as second,
            Channel(second.address) as channel,
        ):
            request = spawn_request(request_id="both")
            answers = await asyncio.gather(
                zfleet.gateway.SpawnGuest(request, timeout=20),
                GatewayServiceStub(channel).SpawnGuest(request, timeout=20),
            )
            assert answers[0].operation.operation_id == answers[1].operation.operation_id
            ended = await zfleet.ended(answers[0].operation)
            assert ended.state == pb.OPERATION_STATE_SUCCEEDED
