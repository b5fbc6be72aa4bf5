# SPDX-License-Identifier: Apache-2.0
"""A spawn that fails leaves nothing behind: no entry, no reservation, no grant, no file."""

from __future__ import annotations

import pytest

from tests.service.gateway.fleet import MIB, Fleet, refusal, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_simulator.faults import FaultRule


@pytest.mark.parametrize(
    ("function", "step"),
    [
        ("Image_Create_DM", "create_guest"),
        ("Virtual_Network_Vswitch_Set_Extended", "grant_nics"),
        ("Image_Activate", "start_guest"),
    ],
)
async def test_when_zvm_refuses_a_step_everything_is_undone(zfleet: Fleet, function: str, step: str) -> None:
    """The operation names the SMAPI function and its codes; the pools are as full as before."""
    free_before = await zfleet.free_bytes()
    zfleet.host.faults.add(FaultRule(function=function, times=1, return_code=596, reason_code=3610, texts=("no",)))
    operation = await zfleet.spawn(spawn_request())
    assert operation.state == pb.OPERATION_STATE_FAILED
    assert states(operation)[step] == "FAILED"
    assert operation.error.metadata["function"] == function
    assert operation.error.metadata["return_code"] == "596"
    assert "UNDO_FAILED" not in states(operation).values()
    assert await zfleet.traces_of("LINUX01") == []
    assert await zfleet.free_bytes() == free_before
    again = await zfleet.spawn(spawn_request())
    assert again.state == pb.OPERATION_STATE_SUCCEEDED, again


async def test_every_bad_field_of_all_services_is_named_at_once_as_the_caller_wrote_it(zfleet: Fleet) -> None:
    """One INVALID_ARGUMENT, before z/VM is touched, and nothing is kept."""
    error = await refusal(
        zfleet.gateway.SpawnGuest(
            spawn_request(
                guest=guest.GuestSpec(user_id="LINUX01", memory_mib=10**12),
                disks=[storage.DiskSpec(size_bytes=MIB), storage.DiskSpec()],
                nics=[network.NicSpec(mac_address="01:00:00:00:00:01")],
                files=[guest.ReaderFile(name="TOOLONGNAME", type="X", content=b"x")],
            ),
            timeout=20,
        )
    )
    fields = {each.field for each in error.violations}
    assert error.status.name == "INVALID_ARGUMENT"
    assert fields == {"guest.memory_mib", "disks[1].size_bytes", "nics[0].mac_address", "files[0].name"}
    listed = await zfleet.operations.ListOperations(pb.ListOperationsRequest(), timeout=20)
    assert not listed.operations
    assert await zfleet.traces_of("LINUX01") == []


async def test_a_user_id_that_cannot_be_one_is_named_once_with_all_else_that_is_wrong(zfleet: Fleet) -> None:
    """All services see it; the caller is told once."""
    disks = [storage.DiskSpec(), storage.DiskSpec(size_bytes=MIB, pool="NOPE")]
    request = spawn_request(guest=guest.GuestSpec(user_id="NO GOOD"), disks=disks, request_id="a b")
    error = await refusal(zfleet.gateway.SpawnGuest(request, timeout=20))
    fields = [each.field for each in error.violations]
    assert sorted(set(fields)) == ["disks[0].size_bytes", "disks[1].pool", "guest.user_id", "request_id"]
    assert fields.count("request_id") == 1


async def test_a_taken_user_id_is_already_exists(zfleet: Fleet) -> None:
    """And what was planned for it is given back; the first guest is left alone."""
    first = await zfleet.spawn(spawn_request())
    assert first.state == pb.OPERATION_STATE_SUCCEEDED
    free_before = await zfleet.free_bytes()
    error = await refusal(zfleet.gateway.SpawnGuest(spawn_request(files=[]), timeout=20))
    assert error.status.name == "ALREADY_EXISTS"
    assert await zfleet.free_bytes() == free_before
    assert await zfleet.traces_of("LINUX01") != []


async def test_a_refused_request_may_be_repeated_with_its_request_id(zfleet: Fleet) -> None:
    """Nothing was done under it."""
    request = spawn_request(request_id="r1", disks=[storage.DiskSpec(size_bytes=40 * 2**30)] * 30)
    error = await refusal(zfleet.gateway.SpawnGuest(request, timeout=20))
    assert error.status.name == "RESOURCE_EXHAUSTED", error.violations
    operation = await zfleet.spawn(spawn_request(request_id="r1"))
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED


async def test_validate_only_answers_without_doing_anything(zfleet: Fleet) -> None:
    """No operation, no reservation, no guest."""
    free_before = await zfleet.free_bytes()
    answer = await zfleet.gateway.SpawnGuest(spawn_request(validate_only=True, request_id="r1"), timeout=20)
    assert answer.operation.operation_id == ""
    assert answer.operation.user_id == "LINUX01"
    assert await zfleet.traces_of("LINUX01") == []
    assert await zfleet.free_bytes() == free_before
    error = await refusal(
        zfleet.gateway.SpawnGuest(spawn_request(validate_only=True, disks=[storage.DiskSpec()]), timeout=20)
    )
    assert error.status.name == "INVALID_ARGUMENT"


async def test_a_lost_answer_of_create_is_not_a_second_guest_and_not_a_failure(zfleet: Fleet) -> None:
    """The guest service finds out what became of the call."""
    zfleet.host.faults.add(FaultRule(function="Image_Create_DM", times=1, drop="after"))
    operation = await zfleet.spawn(spawn_request())
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation.error
    guests = await zfleet.gateway.ListGuests(pb.ListGuestsRequest(user_id_prefix="LINUX"), timeout=20)
    assert [each.user_id for each in guests.guests] == ["LINUX01"]
