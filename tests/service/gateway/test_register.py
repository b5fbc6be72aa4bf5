# SPDX-License-Identifier: Apache-2.0
"""Guests that were made elsewhere become managed, and are let go again, in all services together."""

from __future__ import annotations

from typing import Any

import grpc

from tests.service.gateway.fleet import Fleet, refusal, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.smapi.v1 import guest_functions_pb2 as functions
from zfleet.smapi.v1.guest_functions_pb2_grpc import GuestFunctionsServiceStub

ENTRY = (
    "USER {} LBYONLY 1G 4G G",
    "INCLUDE OSDFLT",
    "IPL 0100",
    "MDISK 0100 3390 AUTOG 100 POOL1 MR",
    "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 123456",
)


async def made_elsewhere(zfleet: Fleet, user_id: str = "MADEBYME") -> None:
    """A guest with a NIC that no service of ours knows."""
    records = [line.format(user_id) for line in ENTRY]
    create = functions.ImageCreateDMRequest(target=user_id, image_record_array=records)
    await GuestFunctionsServiceStub(zfleet.channel).ImageCreateDM(create, timeout=20)


async def register(zfleet: Fleet, **more: Any) -> pb.RegisterGuestResponse:
    """MADEBYME becomes managed."""
    given: dict[str, Any] = {
        "user_id": "madebyme",
        "os_version": "rhel9.4",
        "metadata": "mine",
        "nic_ids": {"123456": "port-1"},
    }
    return await zfleet.gateway.RegisterGuest(pb.RegisterGuestRequest(**(given | more)), timeout=20)


async def managed(zfleet: Fleet, user_id: str) -> guest.ManagedGuest | None:
    """What the registry says of it."""
    try:
        request = guest.GetManagedGuestRequest(user_id=user_id)
        return (await zfleet.guests.GetManagedGuest(request, timeout=20)).guest
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return None
        raise


async def last_operation(zfleet: Fleet) -> pb.Operation:
    """The youngest."""
    return (await zfleet.operations.ListOperations(pb.ListOperationsRequest(page_size=1), timeout=20)).operations[0]


async def test_a_registered_guest_is_managed_with_its_nics(zfleet: Fleet) -> None:
    """Its ports are found by their names from now on."""
    await made_elsewhere(zfleet)
    answer = await register(zfleet, network_configured=True)
    assert not answer.already_managed
    assert (answer.guest.user_id, answer.guest.os_version, answer.guest.metadata) == ("MADEBYME", "rhel9.4", "mine")
    assert answer.guest.network_configured
    (nic,) = answer.nics
    assert (nic.device_number, nic.virtual_switch, nic.nic_id) == ("1000", "VSW1", "port-1")
    found = await zfleet.nics.ListNics(network.ListNicsRequest(nic_id="port-1"), timeout=20)
    assert [each.user_id for each in found.nics] == ["MADEBYME"]
    assert await managed(zfleet, "MADEBYME") == answer.guest


async def test_a_guest_that_is_managed_already_stays_as_it_is(zfleet: Fleet) -> None:
    """A spawned guest is managed from its beginning."""
    await zfleet.spawn(spawn_request())
    before = await managed(zfleet, "LINUX01")
    answer = await register(zfleet, user_id="LINUX01")
    assert answer.already_managed
    assert answer.guest == before


async def test_registering_is_all_or_nothing(zfleet: Fleet) -> None:
    """When its NIC has the MAC address of another managed guest's, the guest is not managed either."""
    await made_elsewhere(zfleet)
    await register(zfleet)
    await made_elsewhere(zfleet, "MADETOO")
    error = await refusal(register(zfleet, user_id="MADETOO"))
    assert error.status is grpc.StatusCode.FAILED_PRECONDITION
    operation = await last_operation(zfleet)
    assert error.metadata["operation_id"] == operation.operation_id
    assert (operation.kind, operation.state) == (pb.OPERATION_KIND_REGISTER_GUEST, pb.OPERATION_STATE_FAILED)
    assert await managed(zfleet, "MADETOO") is None
    assert await managed(zfleet, "MADEBYME") is not None


async def test_a_guest_that_is_not_in_the_directory_cannot_be_registered(zfleet: Fleet) -> None:
    """And no operation is left of it."""
    error = await refusal(register(zfleet, user_id="NOBODY"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    listed = await zfleet.operations.ListOperations(pb.ListOperationsRequest(), timeout=20)
    assert not listed.operations


async def test_the_same_request_id_is_answered_alike(zfleet: Fleet) -> None:
    """Though the guest is managed by then."""
    await made_elsewhere(zfleet)
    first = await register(zfleet, request_id="once")
    again = await register(zfleet, request_id="once")
    assert again == first
    assert not again.already_managed


async def test_a_deregistered_guest_is_left_as_it_is_and_known_no_more(zfleet: Fleet) -> None:
    """Only records go: entry, disks and NICs stay, and it can be registered again."""
    await zfleet.spawn(spawn_request())
    before = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
    await zfleet.gateway.DeregisterGuest(pb.DeregisterGuestRequest(user_id="linux01"), timeout=20)
    operation = await last_operation(zfleet)
    steps = ("look_registry", "forget_nics", "forget_disks", "deregister_guest")
    assert states(operation) == dict.fromkeys(steps, "SUCCEEDED")
    assert await managed(zfleet, "LINUX01") is None
    after = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
    assert after.guest.guest.directory == before.guest.guest.directory
    assert after.guest.guest.power_state == guest.POWER_STATE_ON
    assert not (await register(zfleet, user_id="LINUX01")).already_managed


async def test_a_guest_that_is_not_managed_cannot_be_deregistered_unless_that_is_allowed(zfleet: Fleet) -> None:
    """MAINT is nobody's."""
    request = pb.DeregisterGuestRequest(user_id="MAINT")
    error = await refusal(zfleet.gateway.DeregisterGuest(request, timeout=20))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_MANAGED")
    request.allow_missing = True
    await zfleet.gateway.DeregisterGuest(request, timeout=20)
