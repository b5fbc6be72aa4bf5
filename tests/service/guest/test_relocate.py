# SPDX-License-Identifier: Apache-2.0
"""Moving guests to another member of the cluster, and the cluster itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from tests.service.guest.conftest import Served, refused, serving
from tests.service.guest.linuxes import inside, linux
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet_guest.guest_commands import SimulatedGuestCommands
from zfleet_guest.part import GuestPart
from zfleet_guest.relocate import Relocation, authorise
from zfleet_guest.settings import GuestSettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import running
from zfleet_simulator.config import HostConfig
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_smapi.calls import VMRELOCATE, ImageDeviceDedicate, SystemWWPNQuery

CLUSTER = HostConfig(users={"MAINT": "secret"}, system_name="VM1", cluster_members=("VM2",))
TEST, MOVE = pb.MIGRATE_ACTION_TEST, pb.MIGRATE_ACTION_MOVE


@pytest.fixture
async def member() -> AsyncIterator[Served]:
    """The service on a member of a cluster."""
    async with serving(CLUSTER, snapshot_age=0.0, boot_device_number="0100") as found:
        yield found


def request(**more: Any) -> pb.MigrateGuestRequest:
    """LINUX01 to VM2."""
    return pb.MigrateGuestRequest(**{"user_id": "LINUX01", "destination": "VM2", "action": MOVE, **more})


async def relocated_to(served: Served) -> str:
    """What the registry says of LINUX01."""
    found = await served.stub.GetManagedGuest(pb.GetManagedGuestRequest(user_id="LINUX01"))
    return str(found.guest.relocated_to)


async def test_a_test_changes_nothing(member: Served) -> None:
    """It is the default, and says nothing when there is no obstacle."""
    await linux(member)
    answer = await member.stub.MigrateGuest(request(action=pb.MIGRATE_ACTION_UNSPECIFIED))
    assert answer == pb.MigrateGuestResponse()
    assert await member.power("LINUX01") == pb.POWER_STATE_ON
    assert await relocated_to(member) == ""


async def test_a_moved_guest_is_gone_from_here_and_marked(member: Served) -> None:
    """The call ends when the move has; the guest leaves the list of managed guests."""
    await linux(member)
    options = {"immediate": True, "max_total": Duration(seconds=60), "max_quiesce": Duration()}
    force = [pb.MIGRATE_FORCE_ARCHITECTURE, pb.MIGRATE_FORCE_DOMAIN, pb.MIGRATE_FORCE_STORAGE]
    await member.stub.MigrateGuest(request(**options, force=force))
    assert await member.power("LINUX01") == pb.POWER_STATE_OFF
    assert await relocated_to(member) == "VM2"
    here = await member.stub.ListManagedGuests(pb.ListManagedGuestsRequest())
    assert list(here.guests) == []


def test_all_options_reach_zvm() -> None:
    """As VMRELOCATE has them; what is not given is left to CP."""
    plain = VMRELOCATE(target="A", destination="B", action="TEST")
    assert Relocation("A", "B").call("TEST") == plain
    force = ("ARCHITECTURE", "STORAGE")
    assert Relocation("A", "B", 60, 0, True, force).call("MOVE") == VMRELOCATE(
        target="A",
        destination="B",
        action="MOVE",
        force="ARCHITECTURE STORAGE",
        immediate="YES",
        max_total="60",
        max_quiesce="NOLIMIT",
    )


@pytest.mark.parametrize("action", [TEST, MOVE])
async def test_a_guest_that_is_off_cannot_be_moved(member: Served, action: Any) -> None:
    """CP's 0045 means so; a guest that does not exist is not found."""
    await member.create("LINUX01")
    error = await refused(member.stub.MigrateGuest(request(action=action)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert (error.metadata["function"], error.metadata["error_text"]) == ("VMRELOCATE", "0045")
    unknown = await refused(member.stub.MigrateGuest(request(user_id="NOBODY", action=action)))
    assert (unknown.status, unknown.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert await relocated_to(member) == ""


@pytest.mark.parametrize("action", [TEST, MOVE])
async def test_obstacles_are_told_by_their_numbers(member: Served, action: Any) -> None:
    """All of them, with z/VM's text; the guest stays."""
    await linux(member)
    fcp = (await member.operator.call(SystemWWPNQuery())).wwpn_array[0].split()[0]
    dedicate = ImageDeviceDedicate(target="LINUX01", image_device_number="1F00", real_device_number=fcp)
    await member.operator.call(dedicate)
    error = await refused(member.stub.MigrateGuest(request(destination="VM9", action=action)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "RELOCATION_REFUSED")
    assert error.metadata["cp_messages"] == "1983 1996"
    assert error.metadata["reason_code"] == "3000"
    assert "HCP1983, HCP1996" in error.metadata["advice"]
    assert await member.power("LINUX01") == pb.POWER_STATE_ON
    assert await relocated_to(member) == ""


@pytest.mark.parametrize("action", [TEST, MOVE])
async def test_without_a_cluster_nothing_moves(served: Served, action: Any) -> None:
    """Its own reason: no other destination will help."""
    await linux(served)
    error = await refused(served.stub.MigrateGuest(request(action=action)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NOT_IN_CLUSTER")
    assert "advice" not in error.metadata, "there are no numbers to be looked up"


async def test_a_move_that_takes_too_long_is_given_up_by_cp(member: Served) -> None:
    """The limit is the caller's: the guest runs here as before, and the registry says so."""
    await linux(member)
    error = await refused(member.stub.MigrateGuest(request(max_total=Duration(seconds=1))))
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "RELOCATION_ENDED")
    assert await member.power("LINUX01") == pb.POWER_STATE_ON
    assert await relocated_to(member) == ""


async def test_a_second_move_is_refused(member: Served) -> None:
    """The first goes on."""
    await linux(member)
    first = member.stub.MigrateGuest(request())
    while not member.calls("VMRELOCATE"):
        await asyncio.sleep(0.01)
    error = await refused(member.stub.MigrateGuest(request()))
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "RELOCATION_UNDER_WAY")
    assert error.retry_after
    await first
    assert await relocated_to(member) == "VM2"


async def test_a_move_that_others_have_begun_is_an_obstacle(member: Served) -> None:
    """An operator's, for example."""
    await linux(member)
    await member.operator.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
    error = await refused(member.stub.MigrateGuest(request()))
    assert (error.reason, error.metadata["cp_messages"]) == ("RELOCATION_REFUSED", "1949")
    assert await relocated_to(member) == ""


async def test_a_caller_who_cannot_wait_is_told_that_it_goes_on(member: Served) -> None:
    """And the registry is marked when it is over."""
    await linux(member)
    error = await refused(member.stub.MigrateGuest(request(), timeout=0.5))
    assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "RELOCATION_GOES_ON")
    assert await relocated_to(member) == ""
    while await relocated_to(member) != "VM2":
        await asyncio.sleep(0.05)


async def test_a_restarted_service_finds_out_how_a_move_ended(tmp_path: Path) -> None:
    """It began before the service stopped, and ended after."""
    url = f"sqlite:///{tmp_path}/guest.db"
    options: dict[str, Any] = {"listen": "127.0.0.1:0", "metrics_listen": "", "log_level": "error", "database_url": url}
    async with serving(CLUSTER, database_url=url, boot_device_number="0100") as served:
        await linux(served)
        assert (await refused(served.stub.MigrateGuest(request(), timeout=0.3))).reason == "RELOCATION_GOES_ON"
        await served.process.stop()
        settings = GuestSettings(**options)
        async with running(GuestPart(), settings, host=served.host) as again, Channel(again.address) as channel:
            stub: Any = GuestServiceStub(channel)
            get = pb.GetManagedGuestRequest(user_id="LINUX01")
            while (await stub.GetManagedGuest(get)).guest.relocated_to != "VM2":
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_reply_is_found_out(member: Served, drop: str) -> None:
    """Whether the move began is seen by how it ended."""
    await linux(member)
    member.go_wrong("VMRELOCATE", drop=drop)
    member.go_wrong("Response_Recovery", return_code=8, reason_code=3000)
    if drop == "after":
        await member.stub.MigrateGuest(request())
        assert await relocated_to(member) == "VM2"
    else:
        assert (await refused(member.stub.MigrateGuest(request()))).reason == "RELOCATION_ENDED"
        assert await relocated_to(member) == ""


async def test_a_new_connector_that_cannot_be_told_is_no_failure(member: Served) -> None:
    """The guest has gone to where our commands do not reach it here; the move is done all the same."""
    await linux(member)
    answer = await member.stub.MigrateGuest(request(destination_connector_user_id="zcc2"))
    assert not answer.connector_authorised
    assert await relocated_to(member) == "VM2"


async def test_a_guest_that_is_not_managed_can_be_moved(member: Served) -> None:
    """There is nothing to mark then."""
    await linux(member)
    await member.stub.DeregisterGuest(pb.DeregisterGuestRequest(user_id="LINUX01"))
    await member.stub.MigrateGuest(request())
    assert await member.power("LINUX01") == pb.POWER_STATE_OFF


async def test_moves_of_others_are_followed_when_asked_for() -> None:
    """An operator moves a guest away: the registry says so; one that is not managed is nothing to it."""
    async with serving(CLUSTER, follow_relocations=True, boot_device_number="0100") as served:
        await linux(served)
        await linux(served, "LINUX02")
        await served.stub.DeregisterGuest(pb.DeregisterGuestRequest(user_id="LINUX02"))
        await subscribed(served)
        for user_id in ("LINUX02", "LINUX01"):
            await served.operator.call(VMRELOCATE(target=user_id, destination="VM2", action="MOVE"))
        while await relocated_to(served) != "VM2":
            await asyncio.sleep(0.05)
        every = await served.stub.ListManagedGuests(pb.ListManagedGuestsRequest(include_relocated=True))
        assert [guest.user_id for guest in every.guests] == ["LINUX01"]


async def subscribed(served: Served) -> None:
    """The subscription to z/VM's events stands."""
    while not served.process.metrics.registry.get_sample_value("zfleet_guest_events_subscribed"):
        await asyncio.sleep(0.05)


async def test_every_bad_field_is_named(member: Served) -> None:
    """Limits are whole seconds, obstacles are given once."""
    bad = pb.MigrateGuestRequest(
        user_id="A B",
        destination="",
        action=7,  # type: ignore[arg-type]  # not one of the enum's
        max_total=Duration(seconds=-1),
        max_quiesce=Duration(nanos=1),
        force=[pb.MIGRATE_FORCE_DOMAIN, pb.MIGRATE_FORCE_DOMAIN],
        destination_connector_user_id="'",
    )
    error = await refused(member.stub.MigrateGuest(bad))
    assert {each.field for each in error.violations} == {field.name for field in bad.DESCRIPTOR.fields} - {"immediate"}
    assert member.calls() == 0


async def test_the_cluster_is_described(member: Served) -> None:
    """Name, mode and members with their states."""
    cluster = (await member.stub.GetCluster(pb.GetClusterRequest())).cluster
    assert (cluster.mode, cluster.cross_system_timeouts) == ("STABLE", True)
    assert cluster.name
    assert cluster.persistent_data_record
    assert [(one.slot, one.name, one.state) for one in cluster.members][:2] == [
        (1, "VM1", "Joined"),
        (2, "VM2", "Joined"),
    ]
    assert cluster.members[0].heartbeat == cluster.members[0].received_heartbeat != ""


async def test_a_host_in_no_cluster_has_none(served: Served) -> None:
    """That is a fact and no error; a refusal is one."""
    assert not (await served.stub.GetCluster(pb.GetClusterRequest())).HasField("cluster")
    served.go_wrong("SSI_Query", return_code=100, reason_code=8)
    error = await refused(served.stub.GetCluster(pb.GetClusterRequest()))
    assert error.status is grpc.StatusCode.PERMISSION_DENIED


async def test_the_linux_of_a_guest_is_told_of_another_connector(member: Served) -> None:
    """It listens to that one only from then on, so it cannot be told twice."""
    await linux(member)
    commands = SimulatedGuestCommands(LinuxClient(member.host.connect_linux))
    assert await authorise(commands, "LINUX01", "ZCC2")
    assert not await authorise(commands, "LINUX01", "ZCC3")
    with pytest.raises(LinuxError, match="UNAUTHORIZED"):
        await inside(member, "pwd")
