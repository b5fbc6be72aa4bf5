# SPDX-License-Identifier: Apache-2.0
"""Guests are deleted whole: logged off, reader emptied, entry and disks gone."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.config import HostConfig
from zfleet_smapi.calls import ImageDeactivate, NameListAdd


async def test_a_running_guest_is_deleted_with_its_disks(served: Served) -> None:
    """Its cylinders are free again: the next guest gets the same place."""
    first = await served.create("LINUX01")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    assert (await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))).deleted
    gone = await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="LINUX01")))
    assert gone.status is grpc.StatusCode.NOT_FOUND
    again = await served.create("LINUX02")
    assert again.directory.minidisks[0].extent == first.directory.minidisks[0].extent


async def test_deleting_what_is_not_there(served: Served) -> None:
    """NOT_FOUND with z/VM's codes, or a success that says that there was nothing."""
    error = await refused(served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="NOBODY")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert error.metadata["function"] == "Image_Query_DM"
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("400", "4")
    request = pb.DeleteGuestRequest(user_id="NOBODY", allow_missing=True)
    assert not (await served.stub.DeleteGuest(request)).deleted


async def test_only_the_request_that_created_a_guest_undoes_it(served: Served) -> None:
    """Another request id leaves it alone and succeeds; the right one works once."""
    await served.create("LINUX01", request_id="r1")
    for request_id, deleted in (("r2", False), ("r1", True), ("r1", False)):
        request = pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id=request_id)
        assert (await served.stub.DeleteGuest(request)).deleted is deleted


async def test_a_deletion_waits_for_a_shutdown_under_way() -> None:
    """A guest that is being logged off is forced and then deleted."""
    async with serving(HostConfig(users={"MAINT": "secret"}, shutdown_seconds=20.0)) as served:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        await served.operator.call(ImageDeactivate(target="LINUX01"))
        assert (await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"), timeout=5)).deleted


async def test_a_deletion_that_goes_on_is_asked_about_again(served: Served) -> None:
    """596/6831 is patience, not failure."""
    await served.create("LINUX01")
    served.go_wrong("Image_Delete_DM", nth=(1, 2), return_code=596, reason_code=6831)
    assert (await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))).deleted
    assert served.calls("Image_Delete_DM") == 3


async def test_a_lost_answer_of_a_deletion_is_a_deletion(served: Served) -> None:
    """The second question says that there is no such guest, and it was ours that there was."""
    await served.create("LINUX01")
    served.go_wrong("Image_Delete_DM", nth=(1,), drop="after")
    served.go_wrong("Response_Recovery", return_code=4, reason_code=4)
    assert (await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))).deleted


async def test_a_refused_deletion_can_be_repeated(served: Served) -> None:
    """Nothing is forgotten before the entry is gone."""
    await served.create("LINUX01", request_id="r1")
    served.go_wrong("Image_Delete_DM", nth=(1,), return_code=400, reason_code=16)
    request = pb.DeleteGuestRequest(user_id="LINUX01", created_by_request_id="r1")
    error = await refused(served.stub.DeleteGuest(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_DELETABLE")
    assert (await served.stub.DeleteGuest(request)).deleted


@pytest.mark.parametrize("read_before", [True, False])
async def test_the_next_guest_of_that_name_has_nothing_of_the_last(served: Served, read_before: bool) -> None:
    """Neither its pause nor its console, had anybody read that or not, nor its reader files."""
    await served.create("LINUX01")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    if read_before:
        await served.stub.GetConsole(pb.GetConsoleRequest(user_id="LINUX01"))
    await served.stub.PauseGuest(pb.PauseGuestRequest(user_id="LINUX01"))
    await served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))
    await served.create("LINUX01")
    assert (await served.stub.GetConsole(pb.GetConsoleRequest(user_id="LINUX01"))).text == ""
    assert await served.power("LINUX01") == pb.POWER_STATE_OFF


async def test_a_list_of_guests_is_no_guest(served: Served) -> None:
    """SMAPI would log off everybody who is in a name list: what is no user never gets there."""
    await served.create("LINUX01")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    await served.operator.call(NameListAdd(target="MYLIST", name="LINUX01"))
    for call in (
        served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="MYLIST")),
        served.stub.StopGuest(pb.StopGuestRequest(user_id="MYLIST")),
        served.stub.ResetGuest(pb.ResetGuestRequest(user_id="MYLIST")),
        served.stub.RebootGuest(pb.RebootGuestRequest(user_id="MYLIST")),
    ):
        assert (await refused(call)).reason == "GUEST_NOT_FOUND"
    assert await served.power("LINUX01") == pb.POWER_STATE_ON
    assert served.calls("Image_Deactivate") == served.calls("Image_Recycle") == 0


async def test_create_and_delete_of_one_guest_take_turns(served: Served) -> None:
    """Both at once: whichever comes first, neither trips over the other's lock."""
    await served.create("LINUX01")
    delete = served.stub.DeleteGuest(pb.DeleteGuestRequest(user_id="LINUX01"))
    create = served.stub.CreateGuest(pb.CreateGuestRequest(guest=pb.GuestSpec(user_id="LINUX01")))
    answers: Any = await asyncio.gather(delete, create, return_exceptions=True)
    assert answers[0].deleted
    if isinstance(answers[1], grpc.aio.AioRpcError):
        assert answers[1].code() is grpc.StatusCode.ALREADY_EXISTS
