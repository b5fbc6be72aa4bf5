# SPDX-License-Identifier: Apache-2.0
"""A request with an id is done once, through crashes, errors, cancellations and at another replica."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue

from tests.service.runtime.conftest import Served
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.requests import Requests

REQUEST = StringValue(value="content")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/tiny.sqlite", "tiny", durable=False)
    await database.upgrade(None)
    yield database
    await database.close()


class Work:
    """Work that notes how it was called."""

    def __init__(self, *, fails: int = 0, hold: asyncio.Event | None = None) -> None:
        self.repeated: list[bool] = []
        self.fails = fails
        self.hold = hold
        self.begun = asyncio.Event()

    async def __call__(self, repeated: bool) -> StringValue:
        self.repeated.append(repeated)
        self.begun.set()
        if self.hold:
            await self.hold.wait()
        if len(self.repeated) <= self.fails:
            raise RuntimeError("failed")
        return StringValue(value=f"answer {len(self.repeated)}")


async def once(requests: Requests, work: Work, request_id: str = "r1", request: StringValue = REQUEST) -> str:
    answer: StringValue = await requests.once(request_id, "Create", request, StringValue, work)
    return answer.value


async def test_a_repeat_gets_the_same_answer_and_nothing_is_done_again(database: Database) -> None:
    work = Work()
    assert await once(Requests(database, 60), work) == "answer 1"
    assert await once(Requests(database, 60), work) == "answer 1"  # another replica, or after a restart
    assert work.repeated == [False]


async def test_an_answer_that_is_given_before_it_is_kept_is_kept_all_the_same(database: Database) -> None:
    """A repeat that comes in between waits for it; a stop waits as well."""
    work, requests = Work(), Requests(database, 60)

    async def answered() -> str:
        answer = await requests.once("r1", "Create", REQUEST, StringValue, work, answer_first=True)
        return answer.value

    async with database.writing():  # nobody else can write
        first = asyncio.create_task(answered())
        await asyncio.sleep(0.05)
        assert work.repeated == []  # what is claimed must be written before the work begins
    await work.begun.wait()
    async with database.writing():
        assert await first == "answer 1"
        repeat = asyncio.create_task(answered())
        await asyncio.sleep(0.05)
        assert not repeat.done()
    assert await repeat == "answer 1"
    await requests.close()
    assert await once(Requests(database, 60), work) == "answer 1"
    assert work.repeated == [False]


async def test_without_an_id_everything_is_done_each_time(database: Database) -> None:
    work, requests = Work(), Requests(database, 60)
    assert await once(requests, work, "") == "answer 1"
    assert await once(requests, work, "") == "answer 2"


async def test_the_same_id_for_another_content_or_method_is_refused(database: Database) -> None:
    work, requests = Work(), Requests(database, 60)
    await once(requests, work)
    with pytest.raises(ZfleetError) as caught:
        await once(requests, work, request=StringValue(value="other"))
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    assert caught.value.violations[0].field == "request_id"
    with pytest.raises(ZfleetError, match="used before"):
        await requests.once("r1", "Delete", REQUEST, StringValue, work)
    assert work.repeated == [False]


@pytest.mark.parametrize("bad", ["a b", "x" * 65, "a\nb", "ä"])
async def test_a_malformed_id_is_a_violation(database: Database, bad: str) -> None:
    with pytest.raises(ZfleetError) as caught:
        await once(Requests(database, 60), Work(), bad)
    assert caught.value.violations[0].field == "request_id"


async def test_a_repeat_after_a_failure_is_told_to_look_first(database: Database) -> None:
    work, requests = Work(fails=1), Requests(database, 60)
    with pytest.raises(RuntimeError):
        await once(requests, work)
    assert await once(requests, work) == "answer 2"
    assert work.repeated == [False, True]


async def test_a_repeat_after_a_cancelled_call_is_told_to_look_first(database: Database) -> None:
    work, requests = Work(hold=asyncio.Event()), Requests(database, 60)
    call = asyncio.create_task(once(requests, work))
    await work.begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert work.hold is not None
    work.hold.set()
    assert await once(requests, work) == "answer 2"
    assert work.repeated == [False, True]


async def test_a_repeat_during_the_first_waits_and_gets_its_answer(database: Database) -> None:
    work, requests = Work(hold=asyncio.Event()), Requests(database, 60)
    calls = [asyncio.create_task(once(requests, work)) for _ in range(5)]
    await work.begun.wait()
    assert work.hold is not None
    work.hold.set()
    assert await asyncio.gather(*calls) == ["answer 1"] * 5
    assert work.repeated == [False]


async def test_another_replica_is_told_to_come_back_while_the_first_works(database: Database) -> None:
    work, first, second = Work(hold=asyncio.Event()), Requests(database, 60), Requests(database, 60)
    call = asyncio.create_task(once(first, work))
    await work.begun.wait()
    with pytest.raises(ZfleetError) as caught:
        await once(second, work)
    assert (caught.value.status, caught.value.reason) == (grpc.StatusCode.ABORTED, "REQUEST_IN_PROGRESS")
    assert caught.value.retry_after
    assert work.hold is not None
    work.hold.set()
    assert await call == "answer 1"
    assert await once(second, work) == "answer 1"


async def test_a_replica_that_crashed_is_taken_over_when_its_lease_is_over(database: Database) -> None:
    crashed, other, work = Requests(database, 60, lease=0.3), Requests(database, 60, lease=0.3), Work()
    await crashed._take("r1", "Create", b"\0" * 32)  # a row written, and then the process was gone
    with pytest.raises(ZfleetError, match="another"):
        await once(other, work)  # another content, as it happens
    await crashed._take("r2", "Create", _digest())
    with pytest.raises(ZfleetError, match="another replica"):
        await once(other, work, "r2")
    await asyncio.sleep(0.35)
    assert await once(other, work, "r2") == "answer 1"
    assert work.repeated == [True]


async def test_a_long_request_keeps_its_lease(database: Database) -> None:
    work = Work(hold=asyncio.Event())
    first, second = Requests(database, 60, lease=0.3), Requests(database, 60, lease=0.3)
    call = asyncio.create_task(once(first, work))
    await asyncio.sleep(0.7)
    with pytest.raises(ZfleetError, match="another replica"):
        await once(second, work)
    assert work.hold is not None
    work.hold.set()
    await call


async def test_old_requests_are_forgotten(database: Database) -> None:
    work = Work()
    await once(Requests(database, 60), work)
    assert await Requests(database, 60).forget_old() == 0
    assert await Requests(database, -1).forget_old() == 1
    assert await once(Requests(database, 60), work) == "answer 2"


async def test_a_served_request_is_done_once(served: Served) -> None:
    first = await asyncio.gather(*(served.call("Once", "r1:x") for _ in range(4)))
    assert {answer.value for answer in first} == {"1 False"}
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await served.call("Once", "r1:y")
    assert from_call(caught.value).reason == "REQUEST_ID_REUSED"
    with pytest.raises(grpc.aio.AioRpcError):
        await served.call("Once", "r2:!")
    assert (await served.call("Once", "r2:!")).value == "3 True"


def _digest() -> bytes:
    from zfleet_runtime.requests import _digest as digest

    return digest("Create", REQUEST)
