# SPDX-License-Identifier: Apache-2.0
"""What subscribers are told, and what becomes of those who do not listen."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.unit.simulator.worlds import PASSWORD, client_of, codes, config, define, entry, running
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.directory_manager import Subscription as Notified
from zfleet_simulator.events import EVENT_SERVER, MOST_BLOCKS, MOST_BYTES, Events, Subscriber
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.notifications import Notifications
from zfleet_smapi.calls import (
    VMRELOCATE,
    EventStreamAdd,
    EventSubscribe,
    EventUnsubscribe,
    ImageActivate,
    ImageDeactivate,
    ImageDefinitionAsyncUpdates,
    ImageDefinitionUpdateDM,
    ImageDeleteDM,
    ImageDiskDeleteDM,
    ImageLockDM,
    ImageRecycle,
    ImageReplaceDM,
)
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.conversation import ClientConversation
from zfleet_smapi.errors import ConnectionCut, NotAuthenticated, ServerUnavailable
from zfleet_smapi.events import DefinitionFinished, DirectoryChange, Event, ServerEvent, Subscription, SystemEvent
from zfleet_smapi.tcp import tcp_connect

STREAMED = 16777300


def logon(user_id: str) -> list[Event]:
    """What CP says when a virtual machine logs on."""
    return [SystemEvent(0, 0, (user_id,)), SystemEvent(0, 5, (user_id,))]


def logoff(user_id: str) -> list[Event]:
    """What CP says when a virtual machine logs off, by itself or by force."""
    return [SystemEvent(0, 1, (user_id,))]


async def told(events: Subscription, number: int) -> list[Event]:
    """The next so many events."""
    async with asyncio.timeout(5):
        return [await anext(events) for _ in range(number)]


async def end(events: Subscription) -> None:
    """The subscription is over."""
    async with asyncio.timeout(5):
        with pytest.raises(ConnectionCut):
            await anext(events)


async def settled(host: SimulatedHost, subscribers: int) -> None:
    """Returns when so many subscribers are left."""
    assert host._parts is not None
    async with asyncio.timeout(5):
        while len(host._parts.events) != subscribers:
            await asyncio.sleep(0.001)


async def test_logon_and_logoff_are_told_whatever_caused_them() -> None:
    """By activation, by force, after a signal and by a restart."""
    async with running(shutdown_seconds=30) as (host, client):
        await define(client, "LINUX01")
        async with client.subscribe() as events:
            await client.call(ImageActivate(target="LINUX01"))
            assert await told(events, 2) == logon("LINUX01")
            await client.call(ImageRecycle(target="LINUX01"))
            assert await told(events, 3) == logoff("LINUX01") + logon("LINUX01")
            await client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
            assert await told(events, 1) == logoff("LINUX01")
            await client.call(ImageActivate(target="LINUX01"))
            await client.call(ImageDeactivate(target="LINUX01", force_time="WITHIN 60"))
            assert await told(events, 2) == logon("LINUX01")
            assert isinstance(host.config.clock, DrivenClock)
            await host.config.clock.advance(31)
            assert await told(events, 1) == logoff("LINUX01")


async def test_records_of_one_logon_come_in_one_block() -> None:
    """As recorded on a real system: type 0, then type 5, names in EBCDIC."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        async with client.subscribe() as events:
            await client.call(ImageActivate(target="LINUX01"))
            block = await events.block()
    name = "LINUX01 ".encode("cp037")
    assert (block.event_type, block.data) == (0, b"\0\0\0\0" + name + b"\0\0\0\5" + name)


async def test_each_directory_change_is_told_with_its_word() -> None:
    """ADD, UPDATE, REPLACE and PURGE."""
    async with running() as (_, client), client.subscribe() as events:
        create = entry("LINUX01")
        await client.call(create)
        await client.call(ImageDiskDeleteDM(target="LINUX01", image_disk_number="0100"))
        await client.call(ImageLockDM(target="LINUX01"))
        await client.call(ImageReplaceDM(target="LINUX01", image_record_array=create.image_record_array[:2]))
        await client.call(ImageDeleteDM(target="LINUX01"))
        changes = await told(events, 4)
    words = ("ADD", "UPDATE", "REPLACE", "PURGE")
    assert changes == [DirectoryChange("LINUX01", word, "") for word in words]


async def test_a_refused_change_is_no_event() -> None:
    """Nothing has changed."""
    async with running() as (_, client), client.subscribe() as events:
        assert await codes(client, ImageDeleteDM(target="NOBODY")) == (400, 4)
        await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"marker"))
        assert await told(events, 1) == [ServerEvent(STREAMED, b"marker")]


async def test_a_move_to_another_member_is_told_when_it_starts_and_when_it_is_complete() -> None:
    """With the member; here the guest is logged off then."""
    async with running(cluster_members=("VM2",)) as (host, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        async with client.subscribe() as events:
            await client.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
            assert await told(events, 1) == [SystemEvent(0, 9, ("LINUX01", "VM2"))]
            assert isinstance(host.config.clock, DrivenClock)
            await host.config.clock.advance(3)
            assert await told(events, 2) == [SystemEvent(0, 11, ("LINUX01", "VM2")), *logoff("LINUX01")]


@pytest.mark.parametrize("cancelled", [True, False])
async def test_a_move_that_does_not_come_to_its_end_is_told_with_the_reason(cancelled: bool) -> None:
    """Cancelled, or the guest logged off in the middle of it."""
    async with running(cluster_members=("VM2",)) as (host, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        async with client.subscribe() as events:
            await client.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
            await told(events, 1)
            if cancelled:
                await client.call(VMRELOCATE(target="LINUX01", destination="VM2", action="CANCEL"))
                assert await told(events, 1) == [SystemEvent(0, 13, ("LINUX01",), b"\1")]
            else:
                await client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
                assert isinstance(host.config.clock, DrivenClock)
                await host.config.clock.advance(3)
                assert await told(events, 2) == [*logoff("LINUX01"), SystemEvent(0, 13, ("LINUX01",), b"\7")]


async def test_the_end_of_an_image_definition_change_is_told_to_those_who_asked_for_it() -> None:
    """Event 500: the request's id and codes."""
    async with running(background=(("Image_Definition_Update_DM", 5.0),)) as (host, client):
        await define(client, "LINUX01")
        await client.call(ImageDefinitionAsyncUpdates(target="LINUX01", enabled="YES"))
        async with client.subscribe() as events:
            pairs = (("STORAGE_INITIAL", "2G"),)
            update = ImageDefinitionUpdateDM(target="LINUX01", definition_update_directory_keyword_parameter_list=pairs)
            started = await client.call(update)
            assert isinstance(host.config.clock, DrivenClock)
            await host.config.clock.advance(6)
            told_of = await told(events, 2)
    assert DirectoryChange("LINUX01", "UPDATE", "") in told_of
    assert DefinitionFinished(started.request_id, 0, 0, b"") in told_of


async def test_a_match_key_chooses_among_numbered_events_only() -> None:
    """Streamed events and directory changes that have it in their data; records about machines come always."""
    async with running() as (_, client):
        await define(client, "LINUX01", "LINUX02")
        async with client.subscribe("LINUX02") as events:
            await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"about LINUX01"))
            await client.call(EventStreamAdd(event_id=STREAMED + 1, event_data=b"about LINUX02"))
            await client.call(ImageDeleteDM(target="LINUX01"))
            await client.call(ImageActivate(target="LINUX02"))
            await client.call(ImageDeactivate(target="LINUX02", force_time="IMMED"))
            await client.call(ImageDeleteDM(target="LINUX02"))
            assert await told(events, 5) == [
                ServerEvent(STREAMED + 1, b"about LINUX02"),
                *logon("LINUX02"),
                *logoff("LINUX02"),
                DirectoryChange("LINUX02", "PURGE", ""),
            ]


async def test_a_streamed_event_as_long_as_a_failure_is_kept_from_subscribers() -> None:
    """4 bytes of data make a block of 12 bytes, which clients take for the end of the subscription."""
    async with running() as (_, client), client.subscribe() as events:
        await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"four"))
        await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"more than four"))
        assert await told(events, 1) == [ServerEvent(STREAMED, b"more than four")]


async def test_unsubscribing_ends_all_of_the_callers_subscriptions_and_nobody_elses() -> None:
    """What was to be told before is told first."""
    async with (
        running(users={"MAINT": PASSWORD, "OPERATOR": PASSWORD}) as (host, client),
        client_of(host, "OPERATOR") as operator,
        operator.subscribe() as others,
        client.subscribe() as mine,
        client.subscribe() as also_mine,
    ):
        await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"last words"))
        await client.call(EventUnsubscribe(target="ALL"))
        for events in (mine, also_mine):
            assert await told(events, 1) == [ServerEvent(STREAMED, b"last words")]
            await end(events)
        await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"still here"))
        assert len(await told(others, 2)) == 2


async def test_a_wrong_password_is_refused_after_the_request_id() -> None:
    """With a block of 12 bytes."""
    async with running() as (host, _), client_of(host, password="wrong") as stranger, stranger.subscribe() as events:
        with pytest.raises(NotAuthenticated):
            await anext(events)


async def test_without_its_event_server_the_host_tells_nobody_anything() -> None:
    """Subscriptions end when VSMEVSRV logs off, and none can be had until it is back."""
    async with running() as (host, client):
        async with client.subscribe() as events:
            await client.call(ImageDeactivate(target=EVENT_SERVER, force_time="IMMED"))
            assert await told(events, 1) == logoff(EVENT_SERVER)
            await end(events)
        await settled(host, 0)
        async with client.subscribe() as events:
            with pytest.raises(ServerUnavailable) as caught:
                await anext(events)
        assert (caught.value.return_code, caught.value.reason_code) == (900, 8)
        await client.call(ImageActivate(target=EVENT_SERVER))
        async with client.subscribe() as events:
            await client.call(EventStreamAdd(event_id=STREAMED, event_data=b"again"))
            assert await told(events, 1) == [ServerEvent(STREAMED, b"again")]


async def test_faults_strike_subscriptions_too() -> None:
    """Codes, or a connection that is closed."""
    rules = (
        FaultRule("Event_Subscribe", nth=(1,), return_code=8, reason_code=241),
        FaultRule("Event_*", drop="before"),
    )
    async with running(faults=rules) as (_, client):
        assert await codes_of_subscription(client) == (8, 241)
        async with client.subscribe() as events:
            await end(events)


async def codes_of_subscription(client: SmapiClient) -> tuple[int | None, int | None]:
    """The codes that a subscription is refused with."""
    async with client.subscribe() as events:
        try:
            await anext(events)
        except Exception as error:  # noqa: BLE001 - whatever it is, its codes are compared
            return getattr(error, "return_code", None), getattr(error, "reason_code", None)
    return None, None


async def test_a_subscriber_that_leaves_is_forgotten() -> None:
    """With nothing left of it on the host."""
    async with running() as (host, client):
        async with client.subscribe():
            await settled(host, 1)
        await settled(host, 0)


# --- those who do not listen ------------------------------------------------------------------------------------------


async def test_a_subscriber_that_stops_reading_costs_a_bounded_number_of_bytes_and_holds_nobody_up() -> None:
    """The others get everything at once; the slow one loses its connection when too much waits for it."""
    async with running() as (host, client):
        stream, conversation = await host.connect(), ClientConversation(EventSubscribe(target="ALL"))
        await stream.write(conversation.send_request("MAINT", PASSWORD))
        await settled(host, 1)
        async with client.subscribe() as events:
            data = bytes(512 * 1024)
            for _ in range(2 * MOST_BYTES // len(data)):
                await client.call(EventStreamAdd(event_id=STREAMED, event_data=data))
                assert await told(events, 1) == [ServerEvent(STREAMED, data)]
            await settled(host, 1)
        while await stream.read(65536):
            pass  # what was under way, then the end


async def test_a_subscriber_over_tcp_that_vanished_is_cut_off_in_time() -> None:
    """It reads nothing and says nothing: a block that is not taken in time ends it, and the host stops at once."""
    async with running(idle_timeout_seconds=0.2) as (host, client):
        address = await host.listen()
        conversation = ClientConversation(EventSubscribe(target="ALL"))
        with socket.create_connection(address) as vanished:
            vanished.sendall(conversation.send_request("MAINT", PASSWORD))
            await settled(host, 1)
            for _ in range(7):
                # Below the limit on what may wait, above what the kernel's own buffers take.
                await client.call(EventStreamAdd(event_id=STREAMED, event_data=bytes(MOST_BYTES)))
                await asyncio.sleep(0.01)
            await settled(host, 0)
        started = asyncio.get_running_loop().time()
        await host.stop()
        assert asyncio.get_running_loop().time() - started < 2


async def test_a_subscriber_over_tcp_that_hangs_up_is_forgotten_without_an_event() -> None:
    """The end of its connection is enough."""
    async with running() as (host, _):
        address = await host.listen()
        async with SmapiClient(tcp_connect(*address), Credentials("MAINT", PASSWORD)) as client, client.subscribe():
            await settled(host, 1)
        await settled(host, 0)


async def test_a_host_stops_while_subscribers_wait() -> None:
    """They are told by the end of their connections."""
    host = SimulatedHost(config())
    await host.start()
    async with client_of(host) as client, client.subscribe() as events:
        waiting = asyncio.create_task(anext(events))
        await asyncio.sleep(0)
        await host.stop()
        with pytest.raises(ConnectionCut):
            await waiting


async def test_one_block_always_has_room() -> None:
    """However big it is: only a second one is too much."""
    subscriber = Subscriber("MAINT", "")
    assert subscriber.put(1, bytes(2 * MOST_BYTES))
    assert not subscriber.put(1, b"x")
    assert subscriber.cut.is_set()
    assert subscriber.waiting_bytes == 0


async def test_the_number_of_blocks_is_bounded_too() -> None:
    """Small ones cost more than their bytes."""
    events = Events()
    slow = events.subscribe("MAINT", "")
    for _ in range(MOST_BLOCKS + 1):
        events.stream(STREAMED, b"")
    assert slow.cut.is_set()
    assert len(events) == 0


async def test_notifications_to_addresses_where_nobody_answers_are_bounded() -> None:
    """Further ones are left out until some have come to their end."""
    spawned: list[Coroutine[Any, Any, None]] = []
    notifications = Notifications(Events(), spawned.append)
    subscription = Notified("ALL", True, True, "192.0.2.1", 9, 0, "")
    for _ in range(1000):
        notifications.directory_changed("LINUX01", "ADD", (subscription,))
    assert len(spawned) == 256
    for delivery in spawned:
        delivery.close()
