# SPDX-License-Identifier: Apache-2.0
"""A guest goes, with everything of it in every service."""

from __future__ import annotations

import asyncio

import grpc

from tests.service.gateway.fleet import Fleet, refusal, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import volume_service_pb2 as volumes
from zfleet_simulator.faults import FaultRule


async def test_a_destroyed_guest_is_nowhere_and_its_space_is_free(zfleet: Fleet) -> None:
    """Directory, disks, NICs, grants."""
    free_before = await zfleet.free_bytes()
    await zfleet.spawn(spawn_request())
    operation = await zfleet.destroy("linux01")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    steps = ("delete_guest", "forget_disks", "forget_nics", "forget_volumes")
    assert states(operation) == dict.fromkeys(steps, "SUCCEEDED")
    assert await zfleet.traces_of("LINUX01") == []
    assert await zfleet.free_bytes() == free_before


async def test_a_guest_that_is_nowhere_is_not_found_unless_that_is_allowed(zfleet: Fleet) -> None:
    """allow_missing makes it a success."""
    error = await refusal(zfleet.gateway.DestroyGuest(pb.DestroyGuestRequest(user_id="NOBODY"), timeout=20))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("400", "4")
    operation = await zfleet.destroy("NOBODY", allow_missing=True)
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED


async def test_records_of_a_guest_without_an_entry_are_still_destroyed(zfleet: Fleet) -> None:
    """Somebody removed the entry behind the services' backs."""
    await zfleet.spawn(spawn_request())
    await zfleet.guests.DeleteGuest(guest.DeleteGuestRequest(user_id="LINUX01"), timeout=20)
    assert await zfleet.traces_of("LINUX01") != []
    operation = await zfleet.destroy("LINUX01")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED
    assert await zfleet.traces_of("LINUX01") == []


async def test_the_same_request_id_is_one_destroy_also_after_the_guest_is_gone(zfleet: Fleet) -> None:
    """A caller that lost the answer may ask again."""
    await zfleet.spawn(spawn_request())
    first = await zfleet.destroy("LINUX01", request_id="d1")
    again = await zfleet.destroy("LINUX01", request_id="d1")
    assert again.operation_id == first.operation_id
    assert again.state == pb.OPERATION_STATE_SUCCEEDED


async def test_a_destroy_cannot_be_cancelled_and_is_repeated_until_zvm_lets_it(zfleet: Fleet) -> None:
    """A locked entry passes; the step tells why it waits."""
    await zfleet.spawn(spawn_request())
    zfleet.host.faults.add(FaultRule(function="Image_Delete_DM", delay=0.3, times=1))
    started = await zfleet.gateway.DestroyGuest(pb.DestroyGuestRequest(user_id="LINUX01"), timeout=20)
    error = await refusal(
        zfleet.operations.CancelOperation(
            pb.CancelOperationRequest(operation_id=started.operation.operation_id), timeout=20
        )
    )
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NOT_CANCELLABLE")
    assert (await zfleet.ended(started.operation)).state == pb.OPERATION_STATE_SUCCEEDED


async def test_sixteen_destroys_at_once_leave_nothing(zfleet: Fleet) -> None:
    """All in one go, after sixteen spawns."""
    free_before = await zfleet.free_bytes()
    names = [f"LINUX{number:02}" for number in range(16)]
    await asyncio.gather(*(zfleet.spawn(spawn_request(name)) for name in names))
    ended = await asyncio.gather(*(zfleet.destroy(name) for name in names))
    assert {operation.state for operation in ended} == {pb.OPERATION_STATE_SUCCEEDED}
    assert await zfleet.free_bytes() == free_before


async def test_the_fcp_devices_of_a_destroyed_guest_are_free_for_others(zfleet: Fleet) -> None:
    """Reserved or in use: nobody would give them back any more. Those of others stay theirs."""
    await zfleet.spawn(spawn_request())
    template = volumes.CreateFcpTemplateRequest(name="all", devices="b800-b803", host_default=True, min_path_count=1)
    await zfleet.volumes.CreateFcpTemplate(template, timeout=20)
    for user_id in ("LINUX01", "OTHER"):
        reserve = volumes.ReserveConnectorRequest(user_id=user_id)
        answer = await zfleet.volumes.ReserveConnector(reserve, timeout=20)
        assert answer.connector.devices, answer
    await zfleet.destroy("LINUX01")
    listed = await zfleet.volumes.ListFcpDevices(volumes.ListFcpDevicesRequest(), timeout=20)
    assert {device.assigner for device in listed.devices if device.reserved} == {"OTHER"}
