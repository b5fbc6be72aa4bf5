# SPDX-License-Identifier: Apache-2.0
"""Guests watched through the gateway: one address is enough, and whoever goes away leaves nothing behind."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from tests.service.gateway.fleet import Fleet, refusal, spawn_request
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.smapi.v1 import host_functions_pb2
from zfleet.smapi.v1.host_functions_pb2_grpc import HostFunctionsServiceStub


async def news(call: Any) -> guest.WatchGuestsResponse:
    """The next message."""
    async with asyncio.timeout(10):
        message = await call.read()
    assert message is not grpc.aio.EOF
    found: guest.WatchGuestsResponse = message
    return found


async def watching(zfleet: Fleet) -> Any:
    """A watcher whose subscription stands."""
    call = zfleet.guests.WatchGuests(guest.WatchGuestsRequest(user_id_prefix="LINUX"))
    assert (await news(call)).HasField("started")
    return call


async def subscriptions(zfleet: Fleet, number: int) -> None:
    """Returns when the host has so many event subscriptions."""
    assert zfleet.host._parts is not None
    async with asyncio.timeout(5):
        while len(zfleet.host._parts.events) != number:
            await asyncio.sleep(0.005)


async def test_a_spawn_and_a_destroy_are_told_as_they_happen(zfleet: Fleet) -> None:
    """From the directory entry's first line to its last."""
    call = await watching(zfleet)
    await zfleet.spawn(spawn_request())
    await zfleet.destroy("LINUX01")
    kinds: list[guest.GuestEventKind] = []
    while not kinds or kinds[-1] != guest.GUEST_EVENT_KIND_ENTRY_REMOVED:
        event = (await news(call)).event
        assert event.user_id == "LINUX01"
        kinds.append(event.kind)
    call.cancel()
    changes = [kind for kind in kinds if kind != guest.GUEST_EVENT_KIND_ENTRY_CHANGED]
    assert changes == [
        guest.GUEST_EVENT_KIND_ENTRY_ADDED,
        guest.GUEST_EVENT_KIND_LOGGED_ON,
        guest.GUEST_EVENT_KIND_LOGGED_OFF,
        guest.GUEST_EVENT_KIND_ENTRY_REMOVED,
    ]


async def test_a_watcher_that_cancels_ends_the_subscription_to_z_vm(zfleet: Fleet) -> None:
    """Through the gateway and the service, when it was the last one."""
    first, second = await watching(zfleet), await watching(zfleet)
    await subscriptions(zfleet, 1)
    first.cancel()
    second.cancel()
    await subscriptions(zfleet, 0)


async def test_z_vms_own_events_come_through_as_well(zfleet: Fleet) -> None:
    """Event_Subscribe, which has a subscription of its own."""
    stub = HostFunctionsServiceStub(zfleet.channel)
    call = stub.EventSubscribe(host_functions_pb2.EventSubscribeRequest())
    await subscriptions(zfleet, 1)
    request = host_functions_pb2.EventStreamAddRequest(event_id=16777300, event_data=b"hello")
    await stub.EventStreamAdd(request, timeout=20)
    async with asyncio.timeout(10):
        message: Any = await call.read()
    assert message.data.endswith(b"hello")
    call.cancel()
    await subscriptions(zfleet, 0)


@pytest.mark.parametrize("stopped", ["service", "gateway"])
async def test_whoever_stops_on_the_way_says_so_at_once(zfleet: Fleet, stopped: str) -> None:
    """UNAVAILABLE and why, long before the time that other calls get is over; the watcher watches again."""
    call = await watching(zfleet)
    process: Any = zfleet.guest_part if stopped == "service" else zfleet.process
    started = asyncio.get_running_loop().time()
    stopping = asyncio.create_task(process.stop(drain=0, grace=20))
    error = await refusal(call.read())
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "WATCH_ENDED_BY_STOP")
    await stopping
    assert asyncio.get_running_loop().time() - started < 5
    await subscriptions(zfleet, 0)
