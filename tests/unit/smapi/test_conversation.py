# SPDX-License-Identifier: Apache-2.0
"""Both sides of a conversation, byte by byte and out of turn."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zfleet_smapi.calls import EventSubscribe, EventUnsubscribe, ImageActivate, ImageQueryDM, SystemConfigSyntaxCheck
from zfleet_smapi.calls.image_directory import ImageQueryDMReply
from zfleet_smapi.conversation import (
    REPLY_LIMIT,
    Accepted,
    Answered,
    ClientConversation,
    EventReceived,
    PeerClosed,
    RequestMalformed,
    RequestReceived,
    ServerConversation,
    State,
)
from zfleet_smapi.declaration import Reply
from zfleet_smapi.errors import ConnectionCut, ConversationError
from zfleet_smapi.wire import decode_request

QUERY = ImageQueryDM(target="LINUX01")


def pieces(data: bytes, size: int) -> list[bytes]:
    """The data in pieces of one size."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def accepted_server(call: Any) -> ServerConversation:
    """A server that has read a call and named it 7."""
    server = ServerConversation()
    server.receive_data(ClientConversation(call).send_request("MAINT", "secret"))
    server.accept(7)
    return server


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_pieces_of_any_size_make_the_same_conversation(size: int) -> None:
    """TCP cuts where it likes."""
    client, server = ClientConversation(QUERY), ServerConversation()
    events: list[Any] = []
    for piece in pieces(client.send_request("MAINT", "secret"), size):
        events += server.receive_data(piece)
    (received,) = events
    assert isinstance(received, RequestReceived)
    assert decode_request(ImageQueryDM, received.request) == QUERY
    assert (received.request.user_id, received.request.password) == ("MAINT", "secret")
    back = server.accept(7) + server.answer(QUERY, ImageQueryDMReply(image_record_array=("USER LINUX01",)))
    events = []
    for piece in pieces(back, size):
        events += client.receive_data(piece)
    accepted, answered = events
    assert accepted == Accepted(7)
    assert isinstance(answered, Answered)
    assert answered.reply.image_record_array == ("USER LINUX01",)
    assert answered.reply.request_id == 7
    assert client.state is server.state is State.DONE


@given(junk=st.binary(min_size=1, max_size=200), cuts=st.integers(1, 50))
@settings(max_examples=200, deadline=None)
def test_any_bytes_leave_a_server_in_a_proper_state(junk: bytes, cuts: int) -> None:
    """Nothing but ConversationError comes out, and nothing is kept beyond the limit."""
    server = ServerConversation(request_limit=100)
    try:
        for piece in pieces(junk, cuts):
            server.receive_data(piece)
    except ConversationError:
        assert server.state is State.FAILED
    else:
        assert server.state in (State.RECEIVING, State.RECEIVED)


@given(junk=st.binary(max_size=200), cuts=st.integers(1, 50))
@settings(max_examples=200, deadline=None)
def test_any_bytes_leave_a_client_in_a_proper_state(junk: bytes, cuts: int) -> None:
    """Nothing but ConversationError comes out."""
    client = ClientConversation(QUERY, reply_limit=100)
    client.send_request()
    try:
        for piece in [*pieces(junk, cuts), b""]:
            client.receive_data(piece)
    except ConversationError:
        assert client.state is State.FAILED
    else:
        assert client.state is State.DONE


def test_a_server_refuses_a_length_over_its_limit_as_soon_as_it_sees_it() -> None:
    """Four bytes are enough: nothing is set aside."""
    server = ServerConversation(request_limit=1000)
    with pytest.raises(ConversationError, match="over the limit of 1000"):
        server.receive_data(struct.pack(">I", 1001))
    assert server.receive_data(b"more") == []


def test_a_client_refuses_a_length_over_its_limit_as_soon_as_it_sees_it() -> None:
    """The same for answers."""
    client = ClientConversation(QUERY)
    client.send_request()
    with pytest.raises(ConversationError, match="over the limit"):
        client.receive_data(struct.pack(">II", 7, REPLY_LIMIT + 1))
    assert client.receive_data(b"more") == []


def test_a_message_that_is_no_request_has_codes_to_answer() -> None:
    """The server accepts it and answers 900/x, as z/VM does."""
    server = ServerConversation()
    (event,) = server.receive_data(struct.pack(">II", 8, 1000) + b"\0\0\0\0")
    assert isinstance(event, RequestMalformed)
    assert (event.return_code, event.reason_code) == (900, 36)
    assert server.accept(7) + server.fail(900, 36) == struct.pack(">IIIii", 7, 12, 7, 900, 36)


def test_bytes_behind_a_request_are_not_looked_at() -> None:
    """One connection, one request; IBM's own client sends stray bytes now and then."""
    server = ServerConversation()
    assert len(server.receive_data(ClientConversation(QUERY).send_request() + b"stray")) == 1
    assert server.receive_data(b"more") == []


def test_the_end_between_and_in_the_middle_of_requests() -> None:
    """A peer that goes away before it has asked is no error."""
    assert ServerConversation().receive_data(b"") == [PeerClosed()]
    server = ServerConversation()
    server.receive_data(b"\0\0")
    with pytest.raises(ConversationError, match="in the middle"):
        server.receive_data(b"")


@pytest.mark.parametrize("seen", [0, 2, 4, 8, 12])
def test_a_connection_cut_before_the_answer_is_told_from_a_breach(seen: int) -> None:
    """What the client does then depends on whether it has the request id."""
    back = struct.pack(">IIIii", 7, 12, 7, 0, 0)
    client = ClientConversation(QUERY)
    client.send_request()
    client.receive_data(back[:seen]) if seen else None
    with pytest.raises(ConnectionCut):
        client.receive_data(b"")
    assert client.request_id == (7 if seen >= 4 else None)


def test_the_answer_of_another_request_is_a_breach() -> None:
    """z/VM names the request twice; an answer under another number is not taken for ours."""
    client = ClientConversation(QUERY)
    client.send_request()
    with pytest.raises(ConversationError, match="that of request 8, not 7"):
        client.receive_data(struct.pack(">IIIii", 7, 12, 8, 0, 0))
    assert client.state is State.FAILED


def test_a_success_whose_data_do_not_fit_is_a_breach() -> None:
    """It is not taken for a cut connection."""
    client = ClientConversation(QUERY)
    client.send_request()
    with pytest.raises(ConversationError) as caught:
        client.receive_data(struct.pack(">IIIiiI", 7, 16, 7, 0, 0, 99))
    assert not isinstance(caught.value, ConnectionCut)


def test_out_of_turn_is_an_error() -> None:
    """The states allow one order only."""
    client = ClientConversation(QUERY)
    client.send_request()
    with pytest.raises(ConversationError, match="out of turn"):
        client.send_request()
    server = ServerConversation()
    with pytest.raises(ConversationError, match="out of turn"):
        server.accept(1)
    server = accepted_server(QUERY)
    server.fail(400, 4)
    with pytest.raises(ConversationError, match="out of turn"):
        server.fail(400, 4)


def test_error_texts_go_only_where_the_function_can_give_them() -> None:
    """Another function's client would take them for data."""
    plain = accepted_server(QUERY).fail(8, 34, ("TEXT",), ImageQueryDM)
    assert len(plain) == 16
    check = SystemConfigSyntaxCheck(target="MAINT")
    texts = accepted_server(check).fail(8, 34, ("LINE 1", "LINE 2"), SystemConfigSyntaxCheck)
    assert texts.endswith(b"LINE 1\0LINE 2\0")


def test_a_subscription_gets_events_until_it_fails() -> None:
    """Blocks of any kind, and then a block of 12 bytes, which is the failure."""
    call = EventSubscribe(target="ALL")
    client, server = ClientConversation(call), ServerConversation()
    server.receive_data(client.send_request())
    accepted = server.accept(9)
    server.subscribe()
    data = accepted + server.event(1, b"\0\0\0\1abc") + server.event(0, b"")
    assert client.receive_data(data) == [
        Accepted(9),
        EventReceived(1, b"\0\0\0\1abc"),
        EventReceived(0, b""),
    ]
    with pytest.raises(ConversationError, match="12 bytes"):
        server.event(1, b"12345678")
    (answered,) = client.receive_data(server.answer(call, Reply(return_code=8, reason_code=13, bare=True)))
    assert isinstance(answered, Answered)
    assert answered.reply.return_code == 8


def test_the_end_of_an_unsubscription_is_its_answer() -> None:
    """Only a request id comes, and then the end."""
    client = ClientConversation(EventUnsubscribe(target="ALL"))
    client.send_request()
    assert client.receive_data(struct.pack(">I", 5)) == [Accepted(5)]
    (answered,) = client.receive_data(b"")
    assert isinstance(answered, Answered)
    assert answered.reply == Reply(request_id=5)


def test_a_request_id_may_use_all_its_bits() -> None:
    """Real servers name requests by big numbers."""
    server = ServerConversation()
    server.receive_data(ClientConversation(ImageActivate(target="A")).send_request())
    assert server.accept(0xFFFFFFF0) == b"\xff\xff\xff\xf0"
    assert server.fail(0, 0)[4:8] == b"\xff\xff\xff\xf0"
