# SPDX-License-Identifier: Apache-2.0
"""Starting a guest and waiting for its Linux; stopping it within a time; how the SMAPI calls have gone."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from tests.service.guest.conftest import Served, refused, serving
from tests.service.guest.linuxes import inside, linux
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.config import HostConfig

BOOTS = HostConfig(users={"MAINT": "secret"}, boot_seconds=0.4)


def start(seconds: float) -> pb.StartGuestRequest:
    """LINUX01, with so much patience."""
    wait = Duration()
    wait.FromMilliseconds(round(seconds * 1000))
    return pb.StartGuestRequest(user_id="LINUX01", wait_reachable=wait)


async def test_start_waits_until_the_linux_answers() -> None:
    """It takes as long as booting does; without waiting nobody looks."""
    async with serving(BOOTS, boot_device_number="0100") as served:
        await served.create("LINUX01")
        answer = await served.stub.StartGuest(start(30))
        assert (answer.already_running, answer.reachable) == (False, True)
        assert await inside(served, "pwd") == "/root\n"
        again = await served.stub.StartGuest(start(30))
        assert (again.already_running, again.reachable) == (True, True)
        plain = await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
        assert (plain.already_running, plain.reachable) == (True, False)


async def test_a_linux_that_does_not_come_leaves_the_guest_on(served: Served) -> None:
    """DEADLINE_EXCEEDED, and why at last."""
    await served.create("LINUX01", minidisks=[])
    error = await refused(served.stub.StartGuest(start(0.3)))
    assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "GUEST_NOT_REACHABLE")
    assert error.metadata["last_reason"] == "GUEST_NOT_REACHABLE"
    assert error.resource == ("guest", "LINUX01")
    assert await served.power("LINUX01") == pb.POWER_STATE_ON


async def test_the_deadline_of_the_call_shortens_the_wait(served: Served) -> None:
    """The answer still comes in time to be read."""
    await served.create("LINUX01", minidisks=[])
    error = await refused(served.stub.StartGuest(start(600), timeout=0.6))
    assert error.reason == "GUEST_NOT_REACHABLE"


async def test_a_linux_that_listens_to_others_is_not_reachable(served: Served) -> None:
    """It might be told otherwise while it boots, so the wait goes on to its end."""
    await linux(served)
    await inside(served, "sh", "-c", "echo -n OTHER > /etc/iucv_authorized_userid")
    error = await refused(served.stub.StartGuest(start(0.3)))
    assert (error.reason, error.metadata["last_reason"]) == ("GUEST_NOT_REACHABLE", "GUEST_NOT_AUTHORISED")


async def test_without_a_way_into_guests_nobody_waits(served: Served) -> None:
    """That is ours to mend: UNAVAILABLE at once; the guest is on."""
    await served.create("LINUX01")
    served.host.refuse = frozenset(range(served.host.linux_connections + 1, 1000))
    error = await refused(served.stub.StartGuest(start(600)))
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "GUEST_COMMANDS_UNAVAILABLE")
    assert await served.power("LINUX01") == pb.POWER_STATE_ON


@pytest.mark.parametrize("seconds", [-1.0, 3601.0])
async def test_the_wait_is_limited(served: Served, seconds: float) -> None:
    """To an hour."""
    error = await refused(served.stub.StartGuest(start(seconds)))
    assert [each.field for each in error.violations] == ["wait_reachable"]


async def test_a_stop_may_be_given_a_time_in_both_modes(served: Served) -> None:
    """A guest that goes at once is off in time; one that does not is told, and left to it."""
    await linux(served)
    for mode in (pb.STOP_MODE_IMMEDIATE, pb.STOP_MODE_SOFT):
        request = pb.StopGuestRequest(user_id="LINUX01", mode=mode, timeout=Duration(seconds=30))
        assert not (await served.stub.StopGuest(request)).already_stopped
        await served.stub.StartGuest(pb.StartGuestRequest(user_id="LINUX01"))
    served.go_wrong("Image_Deactivate", return_code=200, reason_code=16)
    hanging = pb.StopGuestRequest(user_id="LINUX01", timeout=Duration(seconds=1))
    error = await refused(served.stub.StopGuest(hanging))
    assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED


async def test_the_health_of_smapi_is_counted(served: Served) -> None:
    """Answers and refusals are successes; no answer is a failure."""
    before = (await served.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert (before.total_success, before.total_fail, before.healthy) == (0, 0, True)
    assert not before.HasField("last_success_time")
    await served.create("LINUX01")
    await refused(served.stub.GetGuest(pb.GetGuestRequest(user_id="NOBODY")))
    after = (await served.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert after.total_success == served.calls()
    assert (after.total_fail, after.continuous_fail, after.healthy) == (0, 0, True)
    assert after.HasField("last_success_time")
    assert not after.HasField("last_fail_time")


async def test_a_host_that_is_away_is_unhealthy() -> None:
    """After 20 failures in a row; the first success heals."""
    async with serving(smapi_timeout=2.0, creation_lease=3.0) as served:
        served.go_wrong("*", times=20, return_code=900, reason_code=8)
        for _ in range(20):
            await refused(served.stub.GetCluster(pb.GetClusterRequest()))
            health = (await served.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
            if not health.healthy:
                break
        assert (health.total_success, health.total_fail, health.continuous_fail) == (0, 20, 20)
        assert health.HasField("last_fail_time")
        await served.stub.GetCluster(pb.GetClusterRequest())
        health = (await served.stub.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
        assert (health.total_success, health.continuous_fail, health.healthy) == (1, 0, True)
