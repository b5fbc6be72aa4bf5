# SPDX-License-Identifier: Apache-2.0
"""A service restarts in the middle of a story: the story waits for it and goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
import pytest

from tests.service.gateway.fleet import Fleet, quiet, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_network.part import NetworkPart
from zfleet_runtime.process import running
from zfleet_simulator.faults import FaultRule


@asynccontextmanager
async def network_again(zfleet: Fleet) -> AsyncIterator[None]:
    """The network service, started again at its old address with its old state."""
    before = zfleet.network_part
    settings = before.settings.model_copy(update={"listen": before.address})
    async with running(NetworkPart(), settings, log=quiet("network"), host=zfleet.host):
        yield


async def until(
    zfleet: Fleet, operation: pb.Operation, step: str, state: str, *, with_error: bool = False
) -> pb.Operation:
    """The operation when a step has come to a state, and tells why it waits."""
    watching = zfleet.operations.WatchOperation(
        pb.WatchOperationRequest(operation_id=operation.operation_id), timeout=30
    )
    async for message in watching:
        told = not with_error or any(each.HasField("error") for each in message.operation.steps)
        if told and states(message.operation).get(step) == state:
            watching.cancel()
            return message.operation
    raise AssertionError(f"{step} never was {state}")


async def test_a_spawn_waits_for_a_service_that_restarts(zfleet: Fleet) -> None:
    """While it waits the step says why; the guest is made once."""
    zfleet.host.faults.add(FaultRule(function="Image_Create_DM", delay=0.3, times=1))
    operation = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
    await zfleet.network_part.stop(drain=0, grace=0)
    waiting = await until(zfleet, operation, "grant_nics", "RUNNING", with_error=True)
    assert waiting.state == pb.OPERATION_STATE_RUNNING
    (error,) = [step.error for step in waiting.steps if step.HasField("error")]
    assert error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    async with network_again(zfleet):
        ended = await zfleet.ended(operation)
        assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
        assert not [step for step in ended.steps if step.HasField("error")]


@pytest.mark.parametrize("verb", ["undo", "destroy"])
async def test_an_undo_and_a_destroy_wait_for_a_service_however_long_it_is_away(zfleet: Fleet, verb: str) -> None:
    """And leave nothing in it when it is back."""
    if verb == "undo":
        rule = FaultRule(function="Image_Activate", delay=0.3, times=1, return_code=396, reason_code=1)
        zfleet.host.faults.add(rule)
        operation = (await zfleet.gateway.SpawnGuest(spawn_request(), timeout=20)).operation
        await until(zfleet, operation, "start_guest", "RUNNING")
        step, state = "grant_nics", "UNDOING"
    else:
        await zfleet.spawn(spawn_request())
        rule = FaultRule(function="Image_Delete_DM", delay=0.3, times=1)
        zfleet.host.faults.add(rule)
        request = pb.DestroyGuestRequest(user_id="LINUX01")
        operation = (await zfleet.gateway.DestroyGuest(request, timeout=20)).operation
        step, state = "forget_nics", "RUNNING"
    await zfleet.network_part.stop(drain=0, grace=0)
    await until(zfleet, operation, step, state)
    async with network_again(zfleet):
        ended = await zfleet.ended(operation)
        expected = pb.OPERATION_STATE_FAILED if verb == "undo" else pb.OPERATION_STATE_SUCCEEDED
        assert ended.state == expected
        assert "UNDO_FAILED" not in states(ended).values()
        assert await zfleet.traces_of("LINUX01") == []
