# SPDX-License-Identifier: Apache-2.0
"""Event_Subscribe as a typed rpc: z/VM's own blocks, a connection for each caller."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served
from tests.service.guest.test_watch import ended, subscriptions
from zfleet.smapi.v1 import host_functions_pb2 as pb
from zfleet.smapi.v1.host_functions_pb2_grpc import HostFunctionsServiceStub
from zfleet_runtime.channel import Channel
from zfleet_runtime.smapi_service import MOST_SUBSCRIPTIONS
from zfleet_smapi.calls import EventStreamAdd, ImageActivate


@pytest.fixture
async def functions(served: Served) -> Any:
    """SMAPI's functions of the host."""
    async with Channel(served.process.address) as channel:
        yield HostFunctionsServiceStub(channel)


async def block(call: Any) -> pb.EventSubscribeResponse:
    """The next one."""
    async with asyncio.timeout(10):
        message = await call.read()
    assert message is not grpc.aio.EOF
    found: pb.EventSubscribeResponse = message
    return found


async def test_blocks_come_as_z_vm_sent_them(served: Served, functions: Any) -> None:
    """Type 0 with *VMEVENT records, type 1 with a number and data; both as bytes."""
    await served.create("LINUX01", minidisks=[])
    call = functions.EventSubscribe(pb.EventSubscribeRequest())
    await subscriptions(served, 1)
    await served.operator.call(ImageActivate(target="LINUX01"))
    await served.operator.call(EventStreamAdd(event_id=16777300, event_data=b"hello"))
    logon, streamed = await block(call), await block(call)
    name = "LINUX01 ".encode("cp037")
    assert (logon.event_type, logon.data) == (0, b"\0\0\0\0" + name + b"\0\0\0\5" + name)
    assert (streamed.event_type, streamed.data) == (1, (16777300).to_bytes(4, "big") + b"hello")
    call.cancel()
    await subscriptions(served, 0)


async def test_the_match_key_goes_to_z_vm(served: Served, functions: Any) -> None:
    """It chooses among events of type 1."""
    call = functions.EventSubscribe(pb.EventSubscribeRequest(match_key="fleet"))
    await subscriptions(served, 1)
    for data in (b"other", b"fleet!"):
        await served.operator.call(EventStreamAdd(event_id=16777300, event_data=data))
    assert (await block(call)).data.endswith(b"fleet!")
    call.cancel()


async def test_a_refusal_has_z_vms_codes(served: Served, functions: Any) -> None:
    """As of every function."""
    served.go_wrong("Event_Subscribe", return_code=100, reason_code=16)
    error = await ended(functions.EventSubscribe(pb.EventSubscribeRequest()))
    assert error.status is grpc.StatusCode.PERMISSION_DENIED
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("100", "16")


async def test_subscriptions_are_bounded_and_given_back(served: Served, functions: Any) -> None:
    """One more than there may be is refused; one that is cancelled makes room."""
    calls = [functions.EventSubscribe(pb.EventSubscribeRequest()) for _ in range(MOST_SUBSCRIPTIONS)]
    await subscriptions(served, MOST_SUBSCRIPTIONS)
    error = await ended(functions.EventSubscribe(pb.EventSubscribeRequest()))
    assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_SUBSCRIPTIONS")
    calls.pop().cancel()
    await subscriptions(served, MOST_SUBSCRIPTIONS - 1)
    calls.append(functions.EventSubscribe(pb.EventSubscribeRequest()))
    await subscriptions(served, MOST_SUBSCRIPTIONS)
    for call in calls:
        call.cancel()


async def test_the_end_of_the_connection_is_unavailable(served: Served, functions: Any) -> None:
    """z/VM's event server went away, and with it all subscriptions."""
    call = functions.EventSubscribe(pb.EventSubscribeRequest())
    await subscriptions(served, 1)
    assert served.host._parts is not None
    served.host._parts.events.server_gone()
    error = await ended(call)
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "SUBSCRIPTION_ENDED")


async def test_a_service_that_stops_ends_subscriptions_at_once(served: Served, functions: Any) -> None:
    """They would outlast any grace."""
    call = functions.EventSubscribe(pb.EventSubscribeRequest())
    await subscriptions(served, 1)
    started = asyncio.get_running_loop().time()
    stopping = asyncio.create_task(served.process.stop(drain=0, grace=20))
    assert (await ended(call)).reason == "SUBSCRIPTION_ENDED"
    await stopping
    assert asyncio.get_running_loop().time() - started < 5
