# SPDX-License-Identifier: Apache-2.0
"""Answers that are decoded while they come: the same as decoded at once, in bounded memory, whatever comes."""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zfleet_smapi.array_stream import array_stream
from zfleet_smapi.calls import FUNCTIONS, ImageQueryDM, QueryAllDM
from zfleet_smapi.calls.directory_manager import DirectoryEntry, QueryAllDMReply
from zfleet_smapi.calls.image_directory import ImageQueryDMReply
from zfleet_smapi.conversation import Answered, ClientConversation, State
from zfleet_smapi.declaration import REPLY_HEAD, Call
from zfleet_smapi.errors import ConversationError, WireError
from zfleet_smapi.wire import decode_reply, encode_reply

from . import strategies

SOME = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
HEAD = 13  # an answer of 12 bytes has no data


def asking(cls: type[Call[Any]]) -> Any:
    """A call of which only the reply matters."""
    call = cls.__new__(cls)
    call.__dict__.update(target="X")
    if cls.reply_option:
        call.__dict__[cls.reply_option] = "NO"
    return call


STREAMED = [name for name, cls in FUNCTIONS.items() if array_stream(asking(cls), 0) is not None]


def streamed(call: Any, message: bytes, cuts: Iterable[int]) -> Any:
    """What a client makes of an answer that comes in pieces."""
    client = ClientConversation(call, streamed_from=HEAD)
    client.state = State.SENT
    data = struct.pack(">II", 7, len(message)) + message
    at = 0
    for cut in (*cuts, len(data)):
        for event in client.receive_data(data[at : at + cut] or b"") if data[at : at + cut] else []:
            if isinstance(event, Answered):
                return event.reply
        at += cut
    for event in client.receive_data(b""):
        if isinstance(event, Answered):
            return event.reply
    raise AssertionError("no answer and no error")


def test_nearly_all_answers_that_can_get_big_are_streamed() -> None:
    """Lists of one kind, among them the whole directory, entries, spool files and volumes."""
    assert len(STREAMED) > 30
    assert {"Query_All_DM", "Image_Query_DM", "Image_Name_Query_DM", "Image_Volume_Space_Query_DM"} <= set(STREAMED)


@pytest.mark.parametrize("name", STREAMED)
@SOME
@given(data=st.data(), cuts=st.lists(st.integers(1, 40), max_size=30))
def test_an_answer_in_pieces_is_the_answer(name: str, data: st.DataObject, cuts: list[int]) -> None:
    """Wherever TCP cuts it; and it is written again as it was read."""
    call = asking(FUNCTIONS[name])
    reply = data.draw(strategies.structs(type(call).reply_type, skip=REPLY_HEAD))
    message = encode_reply(call, reply, 7)[4:]
    read = streamed(call, message, cuts)
    assert read == decode_reply(call, message)
    assert encode_reply(call, read, 7)[4:] == message


@pytest.mark.parametrize("name", STREAMED)
@SOME
@given(junk=st.binary(max_size=120), cuts=st.lists(st.integers(1, 40), max_size=30))
def test_garbage_in_pieces_is_what_garbage_is_at_once(name: str, junk: bytes, cuts: list[int]) -> None:
    """A value where the whole would be one, ConversationError where it would not."""
    call = asking(FUNCTIONS[name])
    message = struct.pack(">Iii", 7, 0, 0) + junk
    try:
        whole = decode_reply(call, message)
    except WireError:
        with pytest.raises(ConversationError):
            streamed(call, message, cuts)
    else:
        assert streamed(call, message, cuts) == whole
        assert encode_reply(call, streamed(call, message, cuts), 7)[4:] == message


def test_a_broken_item_ends_the_conversation_before_the_rest_has_come() -> None:
    """Nothing more is read of an answer that cannot become one."""
    client = ClientConversation(QueryAllDM(format="NO"), streamed_from=HEAD)
    client.send_request()
    broken = struct.pack(">IIIiiII", 7, 12 + 4 + 10_000_000, 7, 0, 0, 10_000_000, 0xFFFFFFFF)
    with pytest.raises(ConversationError, match="directory_array is too long"):
        client.receive_data(broken)
    assert client.state is State.FAILED


def test_an_answer_of_megabytes_takes_room_for_its_items_and_one_read() -> None:
    """Not for its bytes as well: they are forgotten as they are read."""
    records = tuple("X" * 80 for _ in range(9))
    entries = tuple(
        DirectoryEntry(directory_entry_type=0, directory_entry_id=f"G{number:07}", directory_entry_record_array=records)
        for number in range(3000)
    )
    call = QueryAllDM(format="NO")
    data = struct.pack(">I", 7) + encode_reply(call, QueryAllDMReply(directory_array=entries), 7)
    client = ClientConversation(call)
    client.send_request()
    tracemalloc.start()
    try:
        answers: list[Any] = []
        for at in range(0, len(data), 65536):
            answers += client.receive_data(data[at : at + 65536])
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answers[-1].reply.directory_array == entries
    assert most < held + 500_000
    assert len(data) > 2_000_000


def test_an_item_longer_than_many_reads_takes_linear_time() -> None:
    """It is looked at when it is whole, not at every piece."""
    call = ImageQueryDM(target="X")
    data = struct.pack(">I", 7) + encode_reply(call, ImageQueryDMReply(image_record_array=("X" * 8_000_000,)), 7)
    client = ClientConversation(call)
    client.send_request()
    array_pieces = 0
    for at in range(0, len(data), 4096):
        events = client.receive_data(data[at : at + 4096])
        array_pieces += 1
    assert isinstance(events[-1], Answered)
    assert array_pieces > 1900
    assert len(events[-1].reply.image_record_array[0]) == 8_000_000
