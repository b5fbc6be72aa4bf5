# SPDX-License-Identifier: Apache-2.0
"""Two members of a cluster, each with a gateway and services of its own: a guest moves from one to the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.gateway.fleet import Fleet, fleet, refusal, spawn_request
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_simulator.cluster import SimulatedCluster
from zfleet_simulator.config import HostConfig

ONE = "LINUX01"


@pytest.fixture
async def members(tmp_path: Path) -> AsyncIterator[tuple[Fleet, Fleet]]:
    """VM1's zfleet and VM2's."""
    config = HostConfig(users={"MAINT": "secret"})
    async with (
        SimulatedCluster(config, ("VM1", "VM2")) as cluster,
        fleet(tmp_path / "VM1", host=cluster["VM1"]) as one,
        fleet(tmp_path / "VM2", host=cluster["VM2"]) as two,
    ):
        yield one, two


async def move(at: Fleet, destination: str) -> guest.MigrateGuestResponse:
    """LINUX01 moves."""
    request = guest.MigrateGuestRequest(user_id=ONE, destination=destination, action=guest.MIGRATE_ACTION_MOVE)
    return await at.guests.MigrateGuest(request, timeout=20)


async def overview(at: Fleet) -> Any:
    """LINUX01 as a member's gateway describes it."""
    return (await at.gateway.GetGuest(pb.GetGuestRequest(user_id=ONE), timeout=20)).guest


async def test_a_spawned_guest_moves_and_belongs_to_the_other_zfleet(members: tuple[Fleet, Fleet]) -> None:
    """Refused while the other switch does not let it in; then moved, registered, and destroyed there only."""
    one, two = members
    operation = await one.spawn(spawn_request())
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED
    error = await refusal(move(one, "VM2"))
    assert (error.reason, error.metadata["cp_messages"]) == ("RELOCATION_REFUSED", "1997")
    await two.nics.GrantVirtualSwitch(network.GrantVirtualSwitchRequest(name="VSW1", user_id=ONE), timeout=20)
    await move(one, "VM2")

    answer = await two.gateway.RegisterGuest(pb.RegisterGuestRequest(user_id=ONE, os_version="linux"), timeout=20)
    assert not answer.already_managed
    assert [(nic.device_number, nic.virtual_switch) for nic in answer.nics] == [("1000", "VSW1")]
    before, after = await overview(one), await overview(two)
    assert (before.guest.power_state, after.guest.power_state) == (guest.POWER_STATE_OFF, guest.POWER_STATE_ON)
    assert before.guest.directory == after.guest.directory
    assert [disk.device_number for disk in before.disks] == [disk.device_number for disk in after.disks] != []

    failed = await one.destroy(ONE)
    assert (failed.state, failed.error.code) == (
        pb.OPERATION_STATE_FAILED,
        grpc.StatusCode.FAILED_PRECONDITION.value[0],
    )
    assert (await overview(two)).guest.power_state == guest.POWER_STATE_ON
    assert (await two.destroy(ONE)).state == pb.OPERATION_STATE_SUCCEEDED
    assert await two.traces_of(ONE) == []
