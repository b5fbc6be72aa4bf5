# SPDX-License-Identifier: Apache-2.0
"""Guests are logged on and off, stopped and continued, and CP's view is answered."""

from __future__ import annotations

import asyncio
import time

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from tests.service.guest.conftest import Served, refused, serving
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.config import HostConfig
from zfleet_smapi.calls import ImageDeactivate, ImagePause

ON, OFF, PAUSED = pb.POWER_STATE_ON, pb.POWER_STATE_OFF, pb.POWER_STATE_PAUSED
SLOW = HostConfig(users={"MAINT": "secret"}, shutdown_seconds=0.4)


async def test_start_and_stop(served: Served) -> None:
    """Each says whether there was anything to do."""
    await served.create("LINUX01")
    start, stop = pb.StartGuestRequest(user_id="linux01"), pb.StopGuestRequest(user_id="LINUX01")
    assert not (await served.stub.StartGuest(start)).already_running
    assert await served.power("LINUX01") == ON
    assert (await served.stub.StartGuest(start)).already_running
    assert not (await served.stub.StopGuest(stop)).already_stopped
    assert await served.power("LINUX01") == OFF
    assert (await served.stub.StopGuest(stop)).already_stopped


@pytest.mark.parametrize(
    ("method", "request_type"),
    [
        ("StartGuest", pb.StartGuestRequest),
        ("StopGuest", pb.StopGuestRequest),
        ("RebootGuest", pb.RebootGuestRequest),
        ("ResetGuest", pb.ResetGuestRequest),
        ("PauseGuest", pb.PauseGuestRequest),
        ("UnpauseGuest", pb.UnpauseGuestRequest),
        ("GetGuest", pb.GetGuestRequest),
        ("DeleteGuest", pb.DeleteGuestRequest),
        ("GetConsole", pb.GetConsoleRequest),
        ("PurgeFiles", pb.PurgeFilesRequest),
    ],
)
async def test_an_unknown_guest_is_not_found(served: Served, method: str, request_type: type) -> None:
    """Also where z/VM itself says no more than that it is not logged on."""
    error = await refused(getattr(served.stub, method)(request_type(user_id="NOBODY")))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert error.resource == ("guest", "NOBODY")
    bad = await refused(getattr(served.stub, method)(request_type(user_id="NO BODY")))
    assert [violation.field for violation in bad.violations] == ["user_id"]


@pytest.mark.parametrize("method", ["RebootGuest", "PauseGuest", "UnpauseGuest"])
async def test_what_needs_a_running_guest_says_so(served: Served, method: str) -> None:
    """FAILED_PRECONDITION when it is off."""
    await served.create("LINUX01")
    request = getattr(pb, f"{method}Request")(user_id="LINUX01")
    error = await refused(getattr(served.stub, method)(request))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert error.metadata["function"].startswith("Image_")


async def test_a_soft_stop_waits_for_the_operating_system() -> None:
    """It ends when the guest is off, soon after it is, and not after a fixed time."""
    async with serving(SLOW) as served:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        began = time.monotonic()
        request = pb.StopGuestRequest(user_id="LINUX01", mode=pb.STOP_MODE_SOFT)
        assert not (await served.stub.StopGuest(request)).already_stopped
        assert 0.3 < time.monotonic() - began < 5
        assert await served.power("LINUX01") == OFF


async def test_a_soft_stop_gives_up_after_its_time() -> None:
    """DEADLINE_EXCEEDED, and the guest is left to its shutdown."""
    config = HostConfig(users={"MAINT": "secret"}, shutdown_seconds=30.0)
    async with serving(config) as served:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        request = pb.StopGuestRequest(user_id="LINUX01", mode=pb.STOP_MODE_SOFT, timeout=Duration(seconds=1))
        began = time.monotonic()
        error = await refused(served.stub.StopGuest(request))
        assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED
        assert 0.9 < time.monotonic() - began < 10
        assert await served.power("LINUX01") == ON
        await served.stub.StopGuest(pb.StopGuestRequest(user_id="LINUX01"))
        assert await served.power("LINUX01") == OFF


async def test_a_soft_stop_ends_with_the_callers_deadline() -> None:
    """The timeout is no reason to answer when nobody listens any more."""
    config = HostConfig(users={"MAINT": "secret"}, shutdown_seconds=30.0)
    async with serving(config) as served:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        request = pb.StopGuestRequest(user_id="LINUX01", mode=pb.STOP_MODE_SOFT)
        error = await refused(served.stub.StopGuest(request, timeout=0.5))
        assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED


@pytest.mark.parametrize(("seconds", "nanos"), [(0, 999_999_999), (3601, 0), (-1, 0)])
async def test_a_stops_timeout_has_limits(served: Served, seconds: int, nanos: int) -> None:
    """1 s to 1 h."""
    request = pb.StopGuestRequest(user_id="A", mode=pb.STOP_MODE_SOFT, timeout=Duration(seconds=seconds, nanos=nanos))
    error = await refused(served.stub.StopGuest(request))
    assert [violation.field for violation in error.violations] == ["timeout"]


async def test_a_start_waits_for_the_end_of_a_shutdown() -> None:
    """200/16 is no error but a matter of patience."""
    async with serving(SLOW) as served:
        await served.create("LINUX01")
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        await served.operator.call(ImageDeactivate(target="LINUX01"))
        assert not (await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))).already_running
        assert await served.power("LINUX01") == ON


async def test_reset_starts_what_was_off(served: Served) -> None:
    """Off or on before: on after."""
    await served.create("LINUX01")
    for _ in range(2):
        await served.stub.ResetGuest(pb.ResetGuestRequest(user_id="LINUX01"))
        assert await served.power("LINUX01") == ON


async def test_reboot_keeps_the_guest_on(served: Served) -> None:
    """It was on and is on, logged on anew."""
    await served.create("LINUX01")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    await served.stub.RebootGuest(pb.RebootGuestRequest(user_id="LINUX01"))
    assert await served.power("LINUX01") == ON
    assert served.calls("Image_Recycle") == 1


async def test_a_paused_guest_is_seen_as_paused(served: Served) -> None:
    """By itself, in lists, and no longer when somebody else continued it."""
    await served.create("LINUX01")
    await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    await served.stub.PauseGuest(pb.PauseGuestRequest(user_id="LINUX01"))
    assert await served.power("LINUX01") == PAUSED
    listed = pb.ListGuestsRequest(user_id_prefix="LINUX01")
    assert (await served.stub.ListGuests(listed)).guests[0].power_state == PAUSED
    await served.stub.UnpauseGuest(pb.UnpauseGuestRequest(user_id="LINUX01"))
    assert await served.power("LINUX01") == ON
    await served.stub.PauseGuest(pb.PauseGuestRequest(user_id="LINUX01"))
    await served.operator.call(ImagePause(target="LINUX01", action="PAUSE=NO"))
    assert (await served.stub.ListGuests(listed)).guests[0].power_state == ON


async def test_a_guest_that_may_not_log_on_is_told_from_one_that_is_not_there() -> None:
    """NOLOG in the entry: the guest exists, but CP will not start it."""
    async with serving(logon="NOLOG") as served:
        await served.create("OWNER")
        error = await refused(served.stub.StartGuest(pb.StartGuestRequest(user_id="OWNER")))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_CANNOT_LOG_ON")


async def test_a_start_whose_answer_was_lost_is_a_start(served: Served) -> None:
    """z/VM had done it: the second question is answered with "already", and that is not what happened."""
    await served.create("LINUX01")
    served.go_wrong("Image_Activate", nth=(1,), drop="after")
    served.go_wrong("Response_Recovery", return_code=4, reason_code=4)
    assert not (await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))).already_running
    assert await served.power("LINUX01") == ON


async def test_refusals_carry_zvms_own_numbers(served: Served) -> None:
    """What has no meaning of its own here still says function, return code and reason code."""
    await served.create("LINUX01")
    served.go_wrong("Image_Activate", return_code=396, reason_code=1234)
    error = await refused(served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01")))
    codes = {key: error.metadata[key] for key in ("function", "return_code", "reason_code")}
    assert codes == {"function": "Image_Activate", "return_code": "396", "reason_code": "1234"}


async def test_many_guests_start_at_once(served: Served) -> None:
    """More than there are worker servers: they queue, nobody fails."""
    names = [f"LINUX{n:02}" for n in range(12)]
    await asyncio.gather(*(served.create(name) for name in names))
    await asyncio.gather(*(served.stub.StartGuest(pb.StartGuestRequest(user_id=name)) for name in names))
    listed = await served.stub.ListGuests(pb.ListGuestsRequest(user_id_prefix="LINUX"))
    assert [(guest.user_id, guest.power_state) for guest in listed.guests] == [(name, ON) for name in names]
