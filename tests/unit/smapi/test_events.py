# SPDX-License-Identifier: Apache-2.0
"""Event blocks as values, and a subscription as an iterator."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_smapi.client import Credentials
from zfleet_smapi.declaration import Reply
from zfleet_smapi.errors import BadParameter, ConnectionCut, ReturnCodeError, Unreachable
from zfleet_smapi.events import (
    DefinitionFinished,
    DirectoryChange,
    ServerEvent,
    SystemEvent,
    UnreadableEvent,
    decode_event,
    subscribed,
)

from .peer import Peer, Talk


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


async def test_a_subscription_gives_events_until_the_connection_is_cut() -> None:
    """They come one by one, whatever the blocks are."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        talk.conversation.subscribe()
        await talk.stream.write(talk.conversation.event(0, LOGON + MOVED) + talk.conversation.event(1, CHANGED))

    peer = Peer(scene)
    seen = []
    async with subscribed(peer.connect, Credentials("MAINT", "secret")) as events:
        for _ in range(3):
            seen.append(type(await anext(events)))
        with pytest.raises(ConnectionCut):
            await anext(events)
    assert seen == [SystemEvent, SystemEvent, DirectoryChange]
    assert peer.calls[0].target == "ALL"


async def test_a_refused_subscription_is_the_exception_of_its_codes() -> None:
    """A block of 12 bytes instead of an event."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        talk.conversation.subscribe()
        await talk.answer(Reply(return_code=8, reason_code=13, bare=True))

    async with subscribed(Peer(scene).connect) as events:
        with pytest.raises(BadParameter) as caught:
            await anext(events)
    assert isinstance(caught.value, ReturnCodeError)


async def test_no_connection_is_unreachable() -> None:
    """As for calls."""
    with pytest.raises(Unreachable):
        async with subscribed(Peer(ConnectionRefusedError).connect):
            pass
