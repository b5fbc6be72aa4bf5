# SPDX-License-Identifier: Apache-2.0
"""Event blocks as values, and a subscription as an iterator."""

from __future__ import annotations

import asyncio
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_smapi.calls import ImageDeleteDM
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.declaration import Reply
from zfleet_smapi.errors import BadParameter, ConnectionCut, DeadlineExceeded, ReturnCodeError, Unreachable
from zfleet_smapi.events import (
    DefinitionFinished,
    DirectoryChange,
    ServerEvent,
    SystemEvent,
    UnreadableEvent,
    decode_event,
)

from .peer import Peer, Scene, Talk, answers, hangs_up


def name(text: str) -> bytes:
    """A name as *VMEVENT records carry it."""
    return text.ljust(8).encode("cp037")


def text(value: str) -> bytes:
    """A counted text."""
    return struct.pack(">I", len(value)) + value.encode()


LOGON = struct.pack(">HH", 0, 0) + name("LINUX01")
MOVED = struct.pack(">HH", 0, 9) + name("LINUX01") + name("VM2")
CHANGED = struct.pack(">I", 1) + text("LINUX01") + text("UPDATE") + text("mine")


def test_several_records_stand_in_one_block() -> None:
    """Records have no lengths: their class and type tell where the next one starts."""
    assert list(decode_event(0, LOGON + MOVED)) == [
        SystemEvent(0, 0, ("LINUX01",)),
        SystemEvent(0, 9, ("LINUX01", "VM2")),
    ]


def test_an_unknown_record_makes_the_rest_unreadable() -> None:
    """What stood before it is told all the same."""
    rest = struct.pack(">HH", 99, 1) + b"whatever"
    assert list(decode_event(0, LOGON + rest)) == [SystemEvent(0, 0, ("LINUX01",)), UnreadableEvent(0, rest)]


def test_other_bytes_of_a_record_are_its_flags() -> None:
    """Here a state of one byte."""
    assert list(decode_event(0, struct.pack(">HH", 0, 2) + name("A") + b"\7")) == [SystemEvent(0, 2, ("A",), b"\7")]


def test_directory_changes_and_finished_definitions_have_their_own_form() -> None:
    """Other numbers are for those who sent them."""
    assert list(decode_event(1, CHANGED)) == [DirectoryChange("LINUX01", "UPDATE", "mine")]
    finished = struct.pack(">IIii", 500, 7, 0, 0) + b"data"
    assert list(decode_event(1, finished)) == [DefinitionFinished(7, 0, 0, b"data")]
    assert list(decode_event(1, struct.pack(">I", 16777216) + b"hello")) == [ServerEvent(16777216, b"hello")]


@given(event_type=st.integers(0, 3), data=st.binary(max_size=100))
def test_any_block_gives_events(event_type: int, data: bytes) -> None:
    """Nothing that a server sends ends the subscription."""
    events = list(decode_event(event_type, data))
    assert bool(events) == (event_type != 0 or bool(data))


async def events_then_cut(talk: Talk) -> None:
    """Three events in two blocks, then the end."""
    await talk.accept(1)
    talk.conversation.subscribe()
    await talk.stream.write(talk.conversation.event(0, LOGON + MOVED) + talk.conversation.event(1, CHANGED))


async def no_events_yet(talk: Talk) -> None:
    """The subscription stands, nothing happens until the caller goes away."""
    await talk.accept(7)
    talk.conversation.subscribe()
    await talk.stream.read(1)


async def test_a_subscription_gives_events_until_the_connection_is_cut() -> None:
    """They come one by one, whatever the blocks are."""
    peer = Peer(events_then_cut)
    seen = []
    async with SmapiClient(peer.connect, Credentials("MAINT", "secret")) as client, client.subscribe() as events:
        for _ in range(3):
            seen.append(type(await anext(events)))
        with pytest.raises(ConnectionCut):
            await anext(events)
    assert seen == [SystemEvent, SystemEvent, DirectoryChange]
    assert peer.calls[0].target == "ALL"


async def test_blocks_can_be_had_as_they_came() -> None:
    """For those who pass them on."""
    async with SmapiClient(Peer(events_then_cut).connect) as client, client.subscribe() as events:
        blocks = [await events.block(), await events.block()]
    assert [(block.event_type, block.data) for block in blocks] == [(0, LOGON + MOVED), (1, CHANGED)]


async def test_waiting_for_an_event_can_be_given_up_and_taken_up_again() -> None:
    """No event is lost by that."""
    gate = asyncio.Event()

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        talk.conversation.subscribe()
        await gate.wait()
        await talk.stream.write(talk.conversation.event(0, LOGON + MOVED))
        await talk.stream.read(1)

    async with SmapiClient(Peer(scene).connect) as client, client.subscribe() as events:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await anext(events)
        gate.set()
        assert [await anext(events), await anext(events)] == [
            SystemEvent(0, 0, ("LINUX01",)),
            SystemEvent(0, 9, ("LINUX01", "VM2")),
        ]


async def test_a_subscription_is_taken_before_its_block_begins() -> None:
    """The request id has come: what happens from here on will be told."""
    async with SmapiClient(Peer(no_events_yet).connect) as client, client.subscribe() as events:
        assert events.request_id == 7


async def test_subscriptions_take_no_place_of_a_conversation() -> None:
    """A client that may hold one conversation holds a subscription beside it, and gives it back."""
    peer = Peer(no_events_yet, answers(Reply()))
    async with SmapiClient(peer.connect, Credentials("MAINT", "x"), max_conversations=1) as client:
        async with client.subscribe(), asyncio.timeout(5):
            await client.call(ImageDeleteDM(target="A", data_security_erase=0))
        await asyncio.sleep(0)
        assert peer.most_open == 2
        assert peer.open == 0


@pytest.mark.parametrize("ending", ["end_subscriptions", "close"])
async def test_ending_all_subscriptions_wakes_those_who_wait(ending: str) -> None:
    """As when z/VM closes the connection."""
    async with SmapiClient(Peer(no_events_yet).connect) as client, client.subscribe() as events:
        waiting = asyncio.create_task(anext(events))
        await asyncio.sleep(0)
        await getattr(client, ending)()
        with pytest.raises(ConnectionCut):
            async with asyncio.timeout(5):
                await waiting


async def test_a_refused_subscription_is_the_exception_of_its_codes() -> None:
    """A block of 12 bytes instead of an event."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        talk.conversation.subscribe()
        await talk.answer(Reply(return_code=8, reason_code=13, bare=True))

    async with SmapiClient(Peer(scene).connect) as client, client.subscribe() as events:
        for _ in range(2):
            with pytest.raises(BadParameter) as caught:
                await anext(events)
            assert isinstance(caught.value, ReturnCodeError)


async def test_events_before_a_failure_are_told_first() -> None:
    """z/VM may end a subscription with codes, too."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        talk.conversation.subscribe()
        data = talk.conversation.event(0, LOGON)
        failure = Reply(return_code=900, reason_code=8, bare=True)
        await talk.stream.write(data + talk.conversation.answer(talk.call, failure))

    async with SmapiClient(Peer(scene).connect) as client, client.subscribe() as events:
        assert await anext(events) == SystemEvent(0, 0, ("LINUX01",))
        with pytest.raises(ReturnCodeError):
            await anext(events)


@pytest.mark.parametrize("scene", [ConnectionRefusedError, hangs_up])
async def test_no_connection_is_unreachable(scene: type[OSError] | Scene) -> None:
    """As for calls; nothing was subscribed when z/VM closes before it takes the request."""
    async with SmapiClient(Peer(scene).connect) as client:
        with pytest.raises(Unreachable):
            async with client.subscribe():
                pass


async def test_a_request_that_is_not_taken_in_time_fails() -> None:
    """Within the client's own time limit."""

    async def never_accepts(talk: Talk) -> None:
        await talk.stream.read(1)

    async with SmapiClient(Peer(never_accepts).connect, timeout_seconds=0.05) as client:
        with pytest.raises(DeadlineExceeded):
            async with client.subscribe():
                pass
