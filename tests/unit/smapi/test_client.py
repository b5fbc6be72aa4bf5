# SPDX-License-Identifier: Apache-2.0
"""What the client does when things go well and when they do not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from zfleet_smapi.backoff import Backoff
from zfleet_smapi.calls import (
    CheckAuthentication,
    ImageActivate,
    ImageCreateDM,
    ImageDeleteDM,
    ImageDiskCopyDM,
    ImageLockDM,
    ImageQueryDM,
    ImageStatusQuery,
    NameListAdd,
    QueryAPIFunctionalLevel,
    QueryAsynchronousOperationDM,
    ResponseRecovery,
    SystemImagePerformanceQuery,
)
from zfleet_smapi.calls.image_directory import ImageQueryDMReply
from zfleet_smapi.client import Credentials, Observer, SmapiClient, read_recovered
from zfleet_smapi.declaration import OperationId, Reply
from zfleet_smapi.errors import (
    ConversationError,
    DeadlineExceeded,
    EntryLocked,
    GuestActive,
    GuestExists,
    GuestNotFound,
    NotAuthenticated,
    OperationFailed,
    ParameterError,
    ReplyLost,
    ReturnCodeError,
    Unreachable,
)
from zfleet_smapi.wire import encode_reply

from .peer import Peer, Talk, answers, fails, hangs_up, is_silent, loses_answer, recovers

QUERY = ImageQueryDM(target="LINUX01")
CREATE = ImageCreateDM(target="LINUX01", image_record_array=("USER LINUX01 LBYONLY",))
ENTRY = ImageQueryDMReply(image_record_array=("USER LINUX01",))


def quick(first: float, longest: float) -> Backoff:
    """Pauses too short to be noticed."""
    return Backoff(first / 100, longest / 100)


def client(peer: Peer, **options: Any) -> SmapiClient:
    """A client of the scripted z/VM."""
    return SmapiClient(peer.connect, Credentials("MAINT", "secret"), **{"backoff": quick, **options})


class Watcher(Observer):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.waiting = self.flying = self.most_flying = 0

    def queued(self, delta: int) -> None:
        self.waiting += delta

    def in_flight(self, delta: int) -> None:
        self.flying += delta
        self.most_flying = max(self.flying, self.most_flying)

    def called(
        self, function: str, return_code: int | None, reason_code: int | None, seconds: float, queue_seconds: float
    ) -> None:
        assert seconds >= 0
        assert queue_seconds >= 0
        self.told.append((function, return_code, reason_code))

    def retried(self, function: str, reason: str) -> None:
        self.told.append((function, reason))

    def operation_finished(self, function: str, seconds: float) -> None:
        self.told.append((function, "finished"))


async def test_a_call_gives_its_typed_answer() -> None:
    """The answer is an instance of the call's own reply class."""
    peer = Peer(answers(ENTRY))
    async with client(peer) as smapi:
        reply = await smapi.call(QUERY)
    assert reply.image_record_array == ("USER LINUX01",)
    assert reply.request_id == 1001
    assert peer.calls == [QUERY]


async def test_one_call_is_one_connection() -> None:
    """z/VM takes one request per connection."""
    peer = Peer(answers(ENTRY))
    async with client(peer) as smapi:
        await smapi.call(QUERY)
        await smapi.call(QUERY)
    assert peer.connections == 2
    await asyncio.sleep(0)
    assert peer.open == 0


async def test_user_id_and_password_go_with_every_request_unless_trusted() -> None:
    """Over TCP both are sent; over IUCV both stay empty."""
    seen = []

    async def scene(talk: Talk) -> None:
        seen.append((talk.user_id, talk.password))
        await answers(ENTRY)(talk)

    peer = Peer(scene)
    async with client(peer) as smapi:
        await smapi.call(QUERY)
    async with SmapiClient(peer.connect, Credentials("MAINT", "secret", trusted=True)) as smapi:
        await smapi.call(QUERY)
    assert seen == [("MAINT", "secret"), ("", "")]
    assert "secret" not in repr(Credentials("MAINT", "secret"))


async def test_a_check_of_a_password_carries_it_over_iucv_too() -> None:
    """The one call that is about the credentials themselves."""
    seen = []

    async def scene(talk: Talk) -> None:
        seen.append((talk.user_id, talk.password))
        await fails(120, 0)(talk)

    async with SmapiClient(Peer(scene).connect, Credentials("MAINT", "secret", trusted=True)) as smapi:
        with pytest.raises(NotAuthenticated):
            await smapi.call(CheckAuthentication())
    assert seen == [("MAINT", "secret")]


async def test_an_empty_target_that_only_serves_authorization_becomes_the_caller() -> None:
    """Calls about the host need no target of their own."""
    peer = Peer(fails(0, 720))
    async with client(peer) as smapi:
        level = await smapi.call(QueryAPIFunctionalLevel())
    assert level.reason_code == 720
    assert peer.calls[0].target == "MAINT"


@pytest.mark.parametrize(
    ("codes", "error", "status"),
    [
        ((400, 8), GuestExists, "ALREADY_EXISTS"),
        ((400, 4), GuestNotFound, "NOT_FOUND"),
        ((596, 4711), ReturnCodeError, "UNKNOWN"),
        ((77, 1), ReturnCodeError, "UNKNOWN"),
    ],
)
async def test_a_failure_is_the_exception_of_its_codes(
    codes: tuple[int, int], error: type[ReturnCodeError], status: str
) -> None:
    """It says function, target, codes and what they mean."""
    async with client(Peer(fails(*codes))) as smapi:
        with pytest.raises(error) as caught:
            await smapi.call(CREATE)
    told = caught.value
    assert (told.return_code, told.reason_code, told.function, told.target) == (*codes, "Image_Create_DM", "LINUX01")
    assert told.status == status
    assert told.advice
    assert f"{codes[0]}/{codes[1]}" in str(told)


async def test_a_success_with_a_remark_is_a_success() -> None:
    """Return code 0 never raises, whatever the reason code adds."""
    async with client(Peer(fails(0, 12))) as smapi:
        assert (await smapi.call(NameListAdd(target="LIST", name="LINUX01"))).reason_code == 12
        assert (await smapi.call(ImageStatusQuery(target="LINUX01"))).bare


async def test_codes_that_carry_data_are_no_failure() -> None:
    """4/4 of the performance query gives the records of those that are active."""
    reply = SystemImagePerformanceQuery.reply_type(return_code=4, reason_code=4)
    async with client(Peer(answers(reply))) as smapi:
        assert (await smapi.call(SystemImagePerformanceQuery(target="LIST"))).return_code == 4


async def test_what_cannot_be_sent_never_reaches_the_server() -> None:
    """A bad parameter is found before a connection is made."""
    peer = Peer(answers(ENTRY))
    async with client(peer) as smapi:
        with pytest.raises(ParameterError):
            await smapi.call(NameListAdd(target="LIST", name="two words"))
    assert peer.connections == 0


async def test_a_refused_connection_is_tried_again() -> None:
    """Nothing was asked yet, so even a call that changes something may be."""
    peer, watcher = Peer(ConnectionRefusedError, ConnectionRefusedError, answers(OperationId())), Watcher()
    async with client(peer, observer=watcher) as smapi:
        await smapi.call(CREATE)
    assert peer.connections == 3
    assert watcher.told.count(("Image_Create_DM", "unreachable")) == 2


async def test_a_host_that_is_down_is_given_up_after_the_patience() -> None:
    """Long before the deadline of the call."""
    async with client(Peer(ConnectionRefusedError), connect_patience_seconds=0.1) as smapi:
        with pytest.raises(Unreachable):
            await smapi.call(QUERY)


async def test_a_locked_entry_is_tried_again() -> None:
    """400/12 passes: somebody else is changing the entry."""
    peer, watcher = Peer(fails(400, 12), fails(404, 12), answers(OperationId())), Watcher()
    async with client(peer, observer=watcher) as smapi:
        await smapi.call(CREATE)
    assert peer.functions == ["Image_Create_DM"] * 3
    assert watcher.told.count(("Image_Create_DM", "locked")) == 2


async def test_a_lock_that_stays_is_raised_after_the_patience() -> None:
    """The caller learns that it is locked, not that time ran out."""
    async with client(Peer(fails(400, 12)), lock_patience_seconds=0.05) as smapi:
        with pytest.raises(EntryLocked) as caught:
            await smapi.call(ImageLockDM(target="LINUX01"))
    assert caught.value.retryable


async def test_a_start_waits_for_the_image_to_be_off() -> None:
    """200/16 passes for Image_Activate; 200/8 does not."""
    peer = Peer(fails(200, 16), fails(200, 8))
    async with client(peer) as smapi:
        with pytest.raises(GuestActive):
            await smapi.call(ImageActivate(target="LINUX01"))
    assert peer.connections == 2


async def test_a_lost_answer_is_asked_for_and_the_call_not_repeated() -> None:
    """Response_Recovery with the request id gives the kept answer."""
    kept = OperationId(operation_id=-1)
    for with_length in (True, False):
        peer = Peer(loses_answer(42), recovers(ImageCreateDM, kept, 42, with_length=with_length))
        async with client(peer) as smapi:
            reply = await smapi.call(CREATE)
        assert reply.request_id == 42
        assert peer.functions == ["Image_Create_DM", "Response_Recovery"]
        assert isinstance(peer.calls[1], ResponseRecovery)
        assert peer.calls[1].failed_request_id == 42


async def test_a_kept_failure_is_raised_like_any_other() -> None:
    """The recovered answer may be bad news."""
    peer = Peer(loses_answer(42), recovers(ImageCreateDM, Reply(return_code=400, reason_code=8, bare=True), 42))
    async with client(peer) as smapi:
        with pytest.raises(GuestExists):
            await smapi.call(CREATE)


async def test_a_change_without_a_kept_answer_is_reported_as_lost() -> None:
    """4/4 for the recovery: it may have been done, so the caller must look."""
    peer = Peer(loses_answer(42), fails(4, 4))
    async with client(peer) as smapi:
        with pytest.raises(ReplyLost):
            await smapi.call(CREATE)
    assert peer.functions == ["Image_Create_DM", "Response_Recovery"]


async def test_a_query_without_a_kept_answer_is_repeated() -> None:
    """Asking twice changes nothing."""
    peer, watcher = Peer(loses_answer(42), fails(4, 4), answers(ENTRY)), Watcher()
    async with client(peer, observer=watcher) as smapi:
        assert (await smapi.call(QUERY)).image_record_array
    assert peer.functions == ["Image_Query_DM", "Response_Recovery", "Image_Query_DM"]
    assert ("Image_Query_DM", "lost") in watcher.told


async def test_a_change_cut_off_before_its_request_id_is_not_repeated() -> None:
    """The server may have read it all the same; without an id there is nothing to ask for."""
    peer = Peer(hangs_up)
    async with client(peer) as smapi:
        with pytest.raises(ReplyLost):
            await smapi.call(CREATE)
    assert peer.functions == ["Image_Create_DM"]


async def test_a_query_that_is_always_cut_off_ends() -> None:
    """Five tries, then the answer is lost."""
    peer = Peer(hangs_up)
    async with client(peer) as smapi:
        with pytest.raises(ReplyLost):
            await smapi.call(QUERY)
    assert peer.connections == 5


async def test_an_answer_that_makes_no_sense_is_not_asked_for_again() -> None:
    """A broken server would send it again and again."""

    async def scene(talk: Talk) -> None:
        await talk.accept(1)
        await talk.stream.write(b"\xff\xff\xff\xff")
        await asyncio.sleep(1)

    peer = Peer(scene)
    async with client(peer) as smapi:
        with pytest.raises(ConversationError, match="over the limit"):
            await smapi.call(QUERY)
    assert peer.connections == 1


def test_a_kept_answer_of_another_request_is_not_taken() -> None:
    """The request id tells."""
    kept = encode_reply(ImageCreateDM, OperationId(), 41)
    assert read_recovered(CREATE, kept, 41) is not None
    assert read_recovered(CREATE, kept, 42) is None
    assert read_recovered(CREATE, b"junk", 42) is None


async def test_the_deadline_counts_everything() -> None:
    """Queue, connection, answer: when the time is over, the call ends, and its connection is closed."""
    peer = Peer(is_silent)
    async with client(peer, max_conversations=1) as smapi:
        first = asyncio.create_task(smapi.call(QUERY, timeout=0.05))
        second = asyncio.create_task(smapi.call(QUERY, timeout=0.01))
        for task in (second, first):
            with pytest.raises(DeadlineExceeded) as caught:
                await task
            assert caught.value.function == "Image_Query_DM"
    assert peer.connections == 1


async def test_no_more_conversations_than_allowed_and_first_come_first_served() -> None:
    """Two at once; the others wait in their order."""
    peer, watcher = Peer(answers(ENTRY, after=0.005)), Watcher()
    async with client(peer, max_conversations=2, observer=watcher) as smapi:
        targets = [f"LINUX{number:02}" for number in range(8)]
        await asyncio.gather(*(smapi.call(ImageQueryDM(target=target)) for target in targets))
    assert [call.target for call in peer.calls] == targets
    assert peer.most_open == watcher.most_flying == 2
    assert watcher.waiting == watcher.flying == 0


async def test_a_cancelled_call_gives_its_slot_back() -> None:
    """Cancelled while it waits for the answer, and while it waits in the queue."""
    peer = Peer(is_silent, answers(ENTRY))
    async with client(peer, max_conversations=1) as smapi:
        running = asyncio.create_task(smapi.call(QUERY))
        await asyncio.sleep(0.01)
        queueing = asyncio.create_task(smapi.call(QUERY))
        await asyncio.sleep(0.01)
        for task in (queueing, running):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert (await smapi.call(QUERY, timeout=1)).image_record_array


async def test_background_work_with_an_id_in_the_data_is_waited_for() -> None:
    """592/0: ask until 0/100, often at first; the answer then says 0/0."""
    started = OperationId(return_code=592, operation_id=7)
    peer, watcher = Peer(answers(started), fails(0, 104), fails(0, 104), fails(0, 100)), Watcher()
    async with client(peer, observer=watcher) as smapi:
        reply = await smapi.call(ImageDeleteDM(target="LINUX01"))
    assert (reply.return_code, reply.reason_code, reply.operation_id) == (0, 0, 7)
    assert peer.functions == ["Image_Delete_DM", *["Query_Asynchronous_Operation_DM"] * 3]
    assert ("Image_Delete_DM", "finished") in watcher.told
    question = peer.calls[1]
    assert isinstance(question, QueryAsynchronousOperationDM)
    assert (question.target, question.operation_id) == ("LINUX01", 7)


async def test_background_work_with_its_id_in_the_reason_code_is_waited_for() -> None:
    """The other form: 592/n without data."""
    peer = Peer(fails(592, 12), fails(0, 0))
    async with client(peer) as smapi:
        assert (await smapi.call(ImageLockDM(target="LINUX01"))).return_code == 0
    assert peer.calls[1] == QueryAsynchronousOperationDM(target="LINUX01", operation_id=12)


async def test_a_copy_is_asked_about_under_its_source() -> None:
    """The directory manager files the work under the source image."""
    copy = ImageDiskCopyDM(
        target="LINUX02", image_disk_number="0100", source_image_name="LINUX01", source_image_disk_number="0100"
    )
    peer = Peer(answers(OperationId(return_code=592, operation_id=7)), fails(0, 100))
    async with client(peer) as smapi:
        await smapi.call(copy)
    assert peer.calls[1].target == "LINUX01"


async def test_failed_background_work_is_an_error() -> None:
    """0/108 is a return code of 0 and yet no success."""
    peer = Peer(answers(OperationId(return_code=592, operation_id=7)), fails(0, 108))
    async with client(peer) as smapi:
        with pytest.raises(OperationFailed, match="operation 7"):
            await smapi.call(ImageDeleteDM(target="LINUX01"))


async def test_without_waiting_the_operation_id_comes_back() -> None:
    """The caller asks for itself."""
    peer = Peer(answers(OperationId(return_code=592, operation_id=7)))
    async with client(peer) as smapi:
        reply = await smapi.call(ImageDeleteDM(target="LINUX01"), wait=False)
    assert (reply.return_code, reply.operation_id) == (592, 7)
    assert peer.connections == 1


async def test_the_observer_hears_of_calls_without_an_answer() -> None:
    """Codes are None then."""
    watcher = Watcher()
    async with client(Peer(hangs_up), observer=watcher) as smapi:
        with pytest.raises(ReplyLost):
            await smapi.call(CREATE)
    assert watcher.told == [("Image_Create_DM", None, None)]


async def test_closing_ends_calls_that_are_under_way() -> None:
    """Nobody waits for a client that is closed."""
    smapi = client(Peer(is_silent))
    task = asyncio.create_task(smapi.call(CREATE))
    await asyncio.sleep(0.01)
    await smapi.close()
    with pytest.raises(ReplyLost):
        await task
    with pytest.raises(Unreachable):
        await smapi.call(QUERY)
