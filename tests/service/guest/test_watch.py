# SPDX-License-Identifier: Apache-2.0
"""WatchGuests: what watchers hear, what they share, and what becomes of them when z/VM, they or the service go away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet_runtime.errors import from_call
from zfleet_simulator.config import HostConfig
from zfleet_smapi.calls import VMRELOCATE, EventStreamAdd, ImageActivate, ImageDeactivate, ImageDeleteDM

ON, OFF = pb.GUEST_EVENT_KIND_LOGGED_ON, pb.GUEST_EVENT_KIND_LOGGED_OFF
ADDED, REMOVED = pb.GUEST_EVENT_KIND_ENTRY_ADDED, pb.GUEST_EVENT_KIND_ENTRY_REMOVED
OTHER = pb.GUEST_EVENT_KIND_OTHER


@asynccontextmanager
async def watching(served: Served, **wanted: Any) -> AsyncIterator[Any]:
    """A watcher whose subscription stands."""
    call = served.stub.WatchGuests(pb.WatchGuestsRequest(**wanted))
    try:
        assert (await news(call)).HasField("started")
        yield call
    finally:
        call.cancel()


async def news(call: Any) -> pb.WatchGuestsResponse:
    """The next message."""
    async with asyncio.timeout(10):
        message = await call.read()
    assert message is not grpc.aio.EOF
    found: pb.WatchGuestsResponse = message
    return found


async def events(call: Any, number: int) -> list[tuple[str, int]]:
    """User id and kind of the next events."""
    found = [(await news(call)).event for _ in range(number)]
    return [(event.user_id, event.kind) for event in found]


async def ended(call: Any) -> Any:
    """The error that a stream ends with, after whatever it still says."""

    async def to_the_end() -> None:
        async with asyncio.timeout(10):
            while await call.read() is not grpc.aio.EOF:
                pass

    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await to_the_end()
    return from_call(caught.value)


def metric(served: Served, name: str, **labels: str) -> float:
    """A metric of the service."""
    return served.process.metrics.registry.get_sample_value(f"zfleet_guest_{name}", labels) or 0.0


async def subscriptions(served: Served, number: int) -> None:
    """Returns when the host has so many event subscriptions."""
    assert served.host._parts is not None
    async with asyncio.timeout(5):
        while len(served.host._parts.events) != number:
            await asyncio.sleep(0.005)


async def event_server(served: Served, up: bool) -> None:
    """Somebody logs z/VM's event server on or off."""
    if up:
        await served.operator.call(ImageActivate(target="VSMEVSRV"))
    else:
        await served.operator.call(ImageDeactivate(target="VSMEVSRV", force_time="IMMED"))


# --- what is told -----------------------------------------------------------------------------------------------------


async def test_the_life_of_a_guest_is_told_whoever_changes_it(served: Served) -> None:
    """By this service and by others, in order, after `started`."""
    async with watching(served) as call:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        await served.operator.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        await served.operator.call(ImageDeleteDM(target="LINUX01"))
        assert await events(call, 4) == [
            ("LINUX01", ADDED),
            ("LINUX01", ON),
            ("LINUX01", OFF),
            ("LINUX01", REMOVED),
        ]


async def test_events_say_what_z_vm_said(served: Served) -> None:
    """The directory manager's word, CP's record, and when it came."""
    async with watching(served) as call:
        await served.create("LINUX01")
        added = await news(call)
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        on = await news(call)
    assert added.event.directory_action == "ADD"
    assert not added.event.HasField("record")
    assert on.event.record.type == 0
    assert on.receive_time.ToNanoseconds() >= added.receive_time.ToNanoseconds() > 1_700_000_000 * 10**9


async def test_a_relocation_is_told_with_the_other_system() -> None:
    """When it begins and when it is complete."""
    config = HostConfig(users={"MAINT": "secret"}, cluster_members=("VM2",))
    async with serving(config) as served:
        await served.create("LINUX01", minidisks=[])
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        async with watching(served) as call:
            await served.operator.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
            begun, complete, off = (await news(call)).event, (await news(call)).event, (await news(call)).event
    assert (begun.kind, begun.other_system, begun.inbound) == (pb.GUEST_EVENT_KIND_RELOCATION_BEGUN, "VM2", False)
    assert (complete.kind, complete.other_system) == (pb.GUEST_EVENT_KIND_RELOCATION_ENDED, "VM2")
    assert off.kind == OFF


async def test_prefix_and_kinds_choose_what_is_told(served: Served) -> None:
    """The prefix in either case; OTHER only when it is asked for."""
    async with (
        watching(served, user_id_prefix="linux1") as of_some,
        watching(served, kinds=[ON, OTHER]) as of_logons,
    ):
        for user_id in ("LINUX01", "LINUX11"):
            await served.create(user_id)
            await served.operator.call(ImageActivate(target=user_id))
        assert await events(of_some, 2) == [("LINUX11", ADDED), ("LINUX11", ON)]
        assert await events(of_logons, 4) == [
            ("LINUX01", ON),
            ("LINUX01", OTHER),
            ("LINUX11", ON),
            ("LINUX11", OTHER),
        ]


async def test_every_bad_field_is_named(served: Served) -> None:
    """Before z/VM is touched."""
    request = pb.WatchGuestsRequest(user_id_prefix="NO GOOD", kinds=[99])  # type: ignore[list-item]  # on purpose
    error = await refused(served.stub.WatchGuests(request).read())
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.field for violation in error.violations] == ["user_id_prefix", "kinds"]
    unspecified = pb.WatchGuestsRequest(kinds=[pb.GUEST_EVENT_KIND_UNSPECIFIED])
    assert (await refused(served.stub.WatchGuests(unspecified).read())).status is grpc.StatusCode.INVALID_ARGUMENT
    assert served.calls("Event_Stream_Add") == 0


async def test_what_applications_tell_each_other_is_not_told(served: Served) -> None:
    """Nor the events by which the service finds out that its subscription stands."""
    async with watching(served, kinds=pb.GuestEventKind.values()[1:]) as call:
        await served.operator.call(EventStreamAdd(event_id=16777300, event_data=b"LINUX01 is here"))
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]


async def test_what_cannot_be_read_is_a_gap(served: Served) -> None:
    """The subscription stands, and goes on."""
    async with watching(served) as call:
        assert served.host._parts is not None
        served.host._parts.events.virtual_machine(b"\0\x63\0\0what is this?")
        assert (await news(call)).gap.reason == pb.WATCH_GAP_REASON_UNREADABLE
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]


# --- one subscription for all -----------------------------------------------------------------------------------------


async def test_all_watchers_share_one_subscription_which_ends_with_the_last_of_them(served: Served) -> None:
    """And takes no place of a SMAPI conversation meanwhile."""
    async with watching(served) as first:
        async with watching(served) as second:
            await subscriptions(served, 1)
            assert metric(served, "watchers") == 2
            await served.create("LINUX01")
            assert await events(first, 1) == await events(second, 1)
        await served.create("LINUX02")
        assert await events(first, 1) == [("LINUX02", ADDED)]
        await subscriptions(served, 1)
    await subscriptions(served, 0)
    assert metric(served, "watchers") == 0
    async with watching(served) as again:
        await served.create("LINUX03")
        assert await events(again, 1) == [("LINUX03", ADDED)]


async def test_watchers_beyond_the_limit_are_turned_away() -> None:
    """Until another one leaves."""
    async with serving(watch_limit=1) as served:
        async with watching(served):
            error = await refused(served.stub.WatchGuests(pb.WatchGuestsRequest()).read())
            assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_WATCHERS")
        await subscriptions(served, 0)
        async with watching(served):
            pass


async def test_a_watcher_that_does_not_read_misses_events_and_holds_nobody_up() -> None:
    """The others hear all of them; it hears how many it has missed, and what comes after."""
    # A window as large as gRPC can make it would hold tens of thousands of events before anybody is slow.
    small_window = [("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 16384)]
    async with (
        serving(watch_queue=10) as served,
        grpc.aio.insecure_channel(served.process.address, options=small_window) as channel,
    ):
        slow = GuestServiceStub(channel).WatchGuests(pb.WatchGuestsRequest())
        assert (await news(slow)).HasField("started")
        assert served.host._parts is not None  # more events a second than DIRMAINT could make
        tell, sent = served.host._parts.events.directory_changed, 0
        async with watching(served) as quick:
            while not metric(served, "events_dropped_total"):
                assert sent < 10_000
                for _ in range(20):
                    tell(f"L{sent:06}", "UPDATE", "")
                    assert await events(quick, 1) == [(f"L{sent:06}", pb.GUEST_EVENT_KIND_ENTRY_CHANGED)]
                    sent += 1
        heard, dropped = 0, 0
        while heard + dropped < sent:
            message = await news(slow)
            if message.HasField("gap"):
                assert message.gap.reason == pb.WATCH_GAP_REASON_SLOW_READER
                dropped += message.gap.dropped_count
            else:
                assert message.event.user_id == f"L{heard + dropped:06}"
                heard += 1
        assert dropped > 0
        await served.create("LINUX01")
        assert await events(slow, 1) == [("LINUX01", ADDED)]


# --- z/VM goes away ---------------------------------------------------------------------------------------------------


async def test_an_outage_of_the_event_server_is_a_gap_and_a_new_start(served: Served) -> None:
    """What happens in between is missed, and the watcher knows it."""
    async with watching(served) as call:
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]
        await event_server(served, up=False)
        assert await events(call, 1) == [("VSMEVSRV", OFF)]
        assert (await news(call)).gap.reason == pb.WATCH_GAP_REASON_ZVM_AWAY
        await served.create("LINUX02")
        await event_server(served, up=True)
        assert (await news(call)).HasField("started")
        await served.create("LINUX03")
        assert await events(call, 1) == [("LINUX03", ADDED)]
    assert metric(served, "event_gaps_total", reason="zvm_away") == 1


async def test_an_event_server_that_stays_away_ends_the_streams() -> None:
    """With UNAVAILABLE and when to come back; who comes then is served."""
    async with serving(watch_patience=0.5) as served:
        async with watching(served) as call:
            await event_server(served, up=False)
            error = await ended(call)
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "EVENTS_UNAVAILABLE")
        assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("900", "8")
        assert error.retry_after is not None
        assert (await ended(served.stub.WatchGuests(pb.WatchGuestsRequest()))).reason == "EVENTS_UNAVAILABLE"
        await event_server(served, up=True)
        async with watching(served) as call:
            await served.create("LINUX01")
            assert await events(call, 1) == [("LINUX01", ADDED)]


async def test_a_watcher_that_comes_during_an_outage_is_served_after_it(served: Served) -> None:
    """Its stream begins when the subscription stands."""
    await event_server(served, up=False)
    call = served.stub.WatchGuests(pb.WatchGuestsRequest())
    await asyncio.sleep(0.3)
    await event_server(served, up=True)
    assert (await news(call)).HasField("started")
    call.cancel()


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        ((100, 16), grpc.StatusCode.PERMISSION_DENIED),
        ((900, 12), grpc.StatusCode.UNIMPLEMENTED),
        ((120, 0), grpc.StatusCode.FAILED_PRECONDITION),
    ],
)
async def test_a_refusal_for_good_ends_the_stream_at_once(
    served: Served, codes: tuple[int, int], status: grpc.StatusCode
) -> None:
    """With z/VM's codes: no waiting would change it."""
    served.go_wrong("Event_Subscribe", return_code=codes[0], reason_code=codes[1])
    error = await ended(served.stub.WatchGuests(pb.WatchGuestsRequest()))
    assert (error.status, error.metadata["return_code"]) == (status, str(codes[0]))


async def test_a_subscription_stands_only_when_events_come_through(served: Served) -> None:
    """z/VM takes the request long before it has done it: what happens after `started` is told."""
    served.go_wrong("Event_Subscribe", delay=0.5)
    async with watching(served) as call:
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]


async def test_a_service_that_may_not_send_events_takes_time_for_a_proof(served: Served) -> None:
    """A subscription that is not refused for a while stands."""
    served.go_wrong("Event_Stream_Add", return_code=100, reason_code=16)
    async with watching(served) as call:
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]


async def test_a_connection_that_breaks_while_it_is_made_is_made_again(served: Served) -> None:
    """The request may be lost in any way."""
    served.go_wrong("Event_Subscribe", drop="before", nth=(1, 2))
    async with watching(served) as call:
        await served.create("LINUX01")
        assert await events(call, 1) == [("LINUX01", ADDED)]


# --- watchers and the service go away ---------------------------------------------------------------------------------


async def test_a_deadline_ends_the_stream(served: Served) -> None:
    """As for every call; the subscription ends with it."""
    call = served.stub.WatchGuests(pb.WatchGuestsRequest(), timeout=0.3)
    assert (await ended(call)).status is grpc.StatusCode.DEADLINE_EXCEEDED
    await subscriptions(served, 0)


async def test_a_service_that_stops_ends_its_streams_at_once(served: Served) -> None:
    """Not after the time that other calls get to finish; the watcher is told to come back."""
    async with watching(served) as call:
        started = asyncio.get_running_loop().time()
        stopping = asyncio.create_task(served.process.stop(drain=0, grace=20))
        error = await ended(call)
        await stopping
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "WATCH_ENDED_BY_STOP")
    assert asyncio.get_running_loop().time() - started < 5
    await subscriptions(served, 0)


async def test_a_host_that_stops_is_a_gap(served: Served) -> None:
    """As when the network to it breaks."""
    async with watching(served) as call:
        await served.host.stop()
        assert (await news(call)).gap.reason == pb.WATCH_GAP_REASON_ZVM_AWAY
