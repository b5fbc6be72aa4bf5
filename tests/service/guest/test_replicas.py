# SPDX-License-Identifier: Apache-2.0
"""Two guest services over one PostgreSQL and one z/VM host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from pydantic import SecretStr

from tests.postgresql import postgresql_server
from tests.service.guest.conftest import Served, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet_guest.part import MIGRATIONS, GuestPart
from zfleet_guest.tables import metadata
from zfleet_runtime.channel import Channel
from zfleet_runtime.database import Database
from zfleet_runtime.errors import from_call
from zfleet_runtime.process import running

pytestmark = pytest.mark.postgresql


@pytest.fixture
async def replicas() -> AsyncIterator[tuple[Served, Any]]:
    """The first service with its host, and a stub of the second."""
    async with (
        postgresql_server() as url,
        serving(database_url=SecretStr(url), snapshot_age=0.0) as first,
        running(GuestPart(), first.process.settings, host=first.host) as second,
        Channel(second.address) as channel,
    ):
        yield first, GuestServiceStub(channel)


def create(user_id: str, request_id: str) -> pb.CreateGuestRequest:
    """A small guest."""
    return pb.CreateGuestRequest(request_id=request_id, guest=pb.GuestSpec(user_id=user_id))


async def test_a_user_id_goes_to_one_of_two_replicas(replicas: tuple[Served, Any]) -> None:
    """The other's caller is told that it is taken, or that it is being taken."""
    first, second = replicas
    for number in range(5):
        name = f"LINUX{number}"
        answers: list[Any] = list(
            await asyncio.gather(
                first.stub.CreateGuest(create(name, f"a{number}")),
                second.CreateGuest(create(name, f"b{number}")),
                return_exceptions=True,
            )
        )
        errors = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
        assert len(errors) == 1
        assert errors[0].code() in (grpc.StatusCode.ALREADY_EXISTS, grpc.StatusCode.ABORTED)
        # The loser's undo leaves the winner's guest alone.
        loser = f"{'ab'[answers.index(errors[0])]}{number}"
        undo = pb.DeleteGuestRequest(user_id=name, created_by_request_id=loser)
        assert not (await second.DeleteGuest(undo)).deleted
        assert await first.power(name) == pb.POWER_STATE_OFF


async def repeated(stub: Any, request: pb.CreateGuestRequest) -> Any:
    """The answer of a repeat; the other replica may still be writing its own down, and is ABORTED until then."""
    while True:
        try:
            return await stub.CreateGuest(request)
        except grpc.aio.AioRpcError as error:
            if from_call(error).reason != "REQUEST_IN_PROGRESS":
                raise
            await asyncio.sleep(0.01)


async def test_what_one_replica_did_the_other_knows(replicas: tuple[Served, Any]) -> None:
    """Request ids, pauses and consoles are shared."""
    first, second = replicas
    made = await first.stub.CreateGuest(create("LINUX1", "r1"))
    assert await repeated(second, create("LINUX1", "r1")) == made
    await first.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX1"))
    await first.stub.PauseGuest(pb.PauseGuestRequest(user_id="LINUX1"))
    listed = (await second.ListGuests(pb.ListGuestsRequest(user_id_prefix="LINUX1"))).guests
    assert listed[0].power_state == pb.POWER_STATE_PAUSED
    console = pb.GetConsoleRequest(user_id="LINUX1")
    assert (await first.stub.GetConsole(console)).text == (await second.GetConsole(console)).text != ""
    undo = pb.DeleteGuestRequest(user_id="LINUX1", created_by_request_id="r1")
    assert (await second.DeleteGuest(undo)).deleted


async def test_the_registry_is_shared(replicas: tuple[Served, Any]) -> None:
    """Each guest once over all pages, in the database's own order; two who register meet on one row."""
    first, second = replicas
    names = ["A-1", "A1", "AB", "A_1", "A_2", "B"]
    for name in reversed(names):
        await first.stub.CreateGuest(create(name, ""))
    await second.DeregisterGuest(pb.DeregisterGuestRequest(user_id="AB"))
    register = pb.RegisterGuestRequest(user_id="AB")
    both = await asyncio.gather(
        first.stub.RegisterGuest(register), second.RegisterGuest(register), return_exceptions=True
    )
    assert any(isinstance(each, pb.RegisterGuestResponse) for each in both)
    found, token = [], ""
    while True:
        page = await second.ListManagedGuests(pb.ListManagedGuestsRequest(page_size=2, page_token=token))
        found += [guest.user_id for guest in page.guests]
        token = page.next_page_token
        if not token:
            break
    assert sorted(found) == sorted(names)
    some = await second.ListManagedGuests(pb.ListManagedGuestsRequest(user_id_prefix="A_"))
    assert [guest.user_id for guest in some.guests] == ["A_1", "A_2"]


async def test_the_tables_are_the_same_on_postgresql() -> None:
    """Alembic finds nothing to change."""
    async with postgresql_server() as url:
        database = Database(url, "guest")
        try:
            await database.upgrade(MIGRATIONS)
            assert await database.differences(metadata) == []
        finally:
            await database.close()
