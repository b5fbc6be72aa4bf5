# SPDX-License-Identifier: Apache-2.0
"""Two guest services, one for each member of a cluster of simulated hosts, and guests that move between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, refused, serving_on
from tests.service.guest.linuxes import inside
from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_simulator.cluster import SimulatedCluster
from zfleet_simulator.config import HostConfig
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_smapi.calls import (
    VMRELOCATE,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkVswitchSetExtended,
    VMRELOCATEModify,
    VMRELOCATEStatus,
)
from zfleet_smapi.errors import ReturnCodeError

TEST, MOVE = pb.MIGRATE_ACTION_TEST, pb.MIGRATE_ACTION_MOVE
ONE = "LINUX01"


@dataclass
class Sides:
    """The services on VM1 and VM2."""

    one: Served
    two: Served

    async def power(self) -> tuple[bool, bool]:
        """Where LINUX01 runs."""
        states = [await side.power(ONE) for side in (self.one, self.two)]
        return states[0] == pb.POWER_STATE_ON, states[1] == pb.POWER_STATE_ON


@asynccontextmanager
async def cluster(distributed_iucv: bool = False, **more: Any) -> AsyncIterator[Sides]:
    """A service on each of two members; ``more`` are its settings."""
    settings: dict[str, Any] = {"snapshot_age": 0.0, "boot_device_number": "0100", **more}
    config = HostConfig(users={"MAINT": "secret"}, distributed_iucv=distributed_iucv)
    async with (
        SimulatedCluster(config, ("VM1", "VM2")) as members,
        serving_on(members["VM1"], **settings) as one,
        serving_on(members["VM2"], **settings) as two,
    ):
        yield Sides(one, two)


@pytest.fixture
async def sides() -> AsyncIterator[Sides]:
    """Two members whose guests take no time."""
    async with cluster() as found:
        yield found


async def linux(sides: Sides) -> None:
    """LINUX01, created and started at VM1, with an adapter on VSW1, which both members let it use."""
    grant = VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=ONE)
    for side in (sides.one, sides.two):
        await side.operator.call(grant)
    disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=100, pool="POOL1")
    nic = pb.NicStatement(device_number="1000", virtual_switch="VSW1")
    request = pb.CreateGuestRequest(guest=pb.GuestSpec(user_id=ONE), minidisks=[disk], nics=[nic])
    await sides.one.stub.CreateGuest(request)
    await sides.one.stub.StartGuest(pb.StartGuestRequest(user_id=ONE))


def to(destination: str, **more: Any) -> pb.MigrateGuestRequest:
    """LINUX01 to a member."""
    return pb.MigrateGuestRequest(**{"user_id": ONE, "destination": destination, "action": MOVE, **more})


async def managed(side: Served) -> Any:
    """What a registry says of LINUX01."""
    return (await side.stub.GetManagedGuest(pb.GetManagedGuestRequest(user_id=ONE))).guest


async def adapter(side: Served) -> tuple[str, ...]:
    """What a member says of LINUX01's adapter."""
    query = VirtualNetworkAdapterQueryExtended(target=ONE, image_device_number="1000")
    return (await side.operator.call(query)).response_list


async def test_a_guest_moves_and_is_taken_over_there(sides: Sides) -> None:
    """Both registries know; it runs there with its adapter, disk and Linux, and is commanded from there."""
    await linux(sides)
    before = await adapter(sides.one)
    await sides.one.stub.MigrateGuest(to("VM2", action=TEST))
    assert await sides.power() == (True, False)
    await sides.one.stub.MigrateGuest(to("VM2"))
    assert await sides.power() == (False, True)
    assert (await managed(sides.one)).relocated_to == "VM2"
    assert (await refused(managed(sides.two))).reason == "GUEST_NOT_MANAGED"
    answer = await sides.two.stub.RegisterGuest(pb.RegisterGuestRequest(user_id=ONE, os_version="ubuntu22.04"))
    assert (answer.already_managed, answer.guest.relocated_to) == (False, "")
    assert await adapter(sides.two) == before
    assert any("VSW1" in line for line in before)
    assert (await inside(sides.two, "hostname")).strip() == "linux01"
    with pytest.raises(LinuxError, match="ENETUNREACH"):
        await inside(sides.one, "hostname")
    await sides.two.stub.StopGuest(pb.StopGuestRequest(user_id=ONE))
    await sides.two.stub.StartGuest(pb.StartGuestRequest(user_id=ONE))
    assert await sides.power() == (False, True)


async def test_a_guest_moves_back(sides: Sides) -> None:
    """The first registry takes it up again; the second says where it has gone."""
    await linux(sides)
    await sides.one.stub.MigrateGuest(to("VM2"))
    await sides.two.stub.RegisterGuest(pb.RegisterGuestRequest(user_id=ONE))
    await sides.two.stub.MigrateGuest(to("VM1"))
    assert await sides.power() == (True, False)
    answer = await sides.one.stub.RegisterGuest(pb.RegisterGuestRequest(user_id=ONE))
    assert (answer.already_managed, answer.guest.relocated_to) == (True, "")
    assert (await managed(sides.two)).relocated_to == "VM1"
    assert (await inside(sides.one, "hostname")).strip() == "linux01"


async def test_a_guest_that_has_moved_away_cannot_be_moved_started_or_deleted_here(sides: Sides) -> None:
    """CP logs a user id on once in a cluster: starting it finds it running; nothing happens to it."""
    await linux(sides)
    await sides.one.stub.MigrateGuest(to("VM2"))
    error = await refused(sides.one.stub.MigrateGuest(to("VM2")))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert (await sides.one.stub.StartGuest(pb.StartGuestRequest(user_id=ONE))).already_running
    deleted = await refused(sides.one.stub.DeleteGuest(pb.DeleteGuestRequest(user_id=ONE)))
    assert (deleted.status, deleted.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_RELOCATED")
    assert deleted.metadata["relocated_to"] == "VM2"
    assert await sides.power() == (False, True)
    assert (await managed(sides.one)).relocated_to == "VM2"
    await sides.two.stub.DeleteGuest(pb.DeleteGuestRequest(user_id=ONE))
    assert (await refused(sides.two.power(ONE))).reason == "GUEST_NOT_FOUND"


@pytest.mark.parametrize("action", [TEST, MOVE])
async def test_a_switch_that_does_not_let_it_in_there_is_told(sides: Sides, action: Any) -> None:
    """The guest stays, and the registry does not say otherwise."""
    await linux(sides)
    await sides.two.operator.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", revoke_userid=ONE))
    error = await refused(sides.one.stub.MigrateGuest(to("VM2", action=action)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "RELOCATION_REFUSED")
    assert error.metadata["cp_messages"] == "1997"
    assert await sides.power() == (True, False)
    assert (await managed(sides.one)).relocated_to == ""


async def test_a_move_that_takes_too_long_leaves_it_here(sides: Sides) -> None:
    """Both members show it while it is under way, neither does afterwards."""
    await linux(sides)
    moving = sides.one.stub.MigrateGuest(to("VM2"))
    async with asyncio.timeout(10):
        while not await incoming(sides.two):
            await asyncio.sleep(0.02)
    assert await incoming(sides.two) == [f"{ONE} VM1 VM2"]
    await sides.one.operator.call(VMRELOCATEModify(target=ONE, max_total="1"))
    error = await refused(moving)
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "RELOCATION_ENDED")
    assert await sides.power() == (True, False)
    assert not await incoming(sides.two)


async def incoming(side: Served) -> list[str]:
    """What is on its way to that member, from where and to where."""
    try:
        reply = await side.operator.call(VMRELOCATEStatus(status_target="INCOMING"))
    except ReturnCodeError as error:
        assert (error.return_code, error.reason_code) == (4, 3001)  # noqa: PT017 - nothing is
        return []
    return [" ".join(str(line).split()[:3]) for line in reply.status_array]


async def test_another_connector_is_authorised_where_iucv_reaches_the_guest() -> None:
    """The old side tells the guest's Linux, which has moved already; nobody else commands it then."""
    async with cluster(distributed_iucv=True) as sides:
        await linux(sides)
        answer = await sides.one.stub.MigrateGuest(to("VM2", destination_connector_user_id="ZCC2"))
        assert answer.connector_authorised
        with pytest.raises(LinuxError, match="UNAUTHORIZED"):
            await LinuxClient(sides.two.host.connect_linux).guest_command(ONE, ["pwd"])


async def test_what_an_operator_moves_there_and_back_is_followed() -> None:
    """Each member's own events tell its service of guests that leave and that come."""
    async with cluster(follow_relocations=True) as sides:
        await linux(sides)
        async with asyncio.timeout(20):
            for side in (sides.one, sides.two):
                while not side.process.metrics.registry.get_sample_value("zfleet_guest_events_subscribed"):
                    await asyncio.sleep(0.02)
            await sides.one.operator.call(VMRELOCATE(target=ONE, destination="VM2", action="MOVE"))
            while (await managed(sides.one)).relocated_to != "VM2":
                await asyncio.sleep(0.02)
            await sides.two.operator.call(VMRELOCATE(target=ONE, destination="VM1", action="MOVE"))
            while (await managed(sides.one)).relocated_to:
                await asyncio.sleep(0.02)
        assert await sides.power() == (True, False)


async def test_both_services_describe_the_same_cluster(sides: Sides) -> None:
    """Slots, names, states."""
    seen = [(await side.stub.GetCluster(pb.GetClusterRequest())).cluster for side in (sides.one, sides.two)]
    described = [[(one.slot, one.name, one.state) for one in each.members] for each in seen]
    assert described == [[(1, "VM1", "Joined"), (2, "VM2", "Joined")]] * 2
