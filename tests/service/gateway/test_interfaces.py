# SPDX-License-Identifier: Apache-2.0
"""Network interfaces: the NIC on z/VM and its configuration in the guest, both or none."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc

from tests.service.gateway.fleet import Fleet, fleet, refusal, spawn_request, states
from tests.service.gateway.test_operations import until_running
from tests.service.gateway.test_register import last_operation
from tests.service.gateway.test_restart import LEASE, another_gateway, wait
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway.part import GatewayPart
from zfleet_simulator.faults import FaultRule

if TYPE_CHECKING:
    from zfleet.gateway.v1.gateway_service_pb2_grpc import OperationServiceAsyncStub

PLAN = network.AddressPlan(ip_address="192.0.2.5", cidr="192.0.2.0/24", gateway="192.0.2.1")


def interface(**more: Any) -> pb.NetworkInterfaceSpec:
    """An interface on VSW1."""
    given: dict[str, Any] = {"virtual_switch": "VSW1", "nic_id": "port-1", "address": PLAN}
    return pb.NetworkInterfaceSpec(nic=network.NicSpec(**(given | more)))


async def create(
    zfleet: Fleet, *interfaces: pb.NetworkInterfaceSpec, **more: Any
) -> pb.CreateNetworkInterfacesResponse:
    """Interfaces for LINUX01."""
    given: dict[str, Any] = {"user_id": "linux01", "os_version": "rhel9.4", "interfaces": interfaces or [interface()]}
    request = pb.CreateNetworkInterfacesRequest(**(given | more))
    return await zfleet.gateway.CreateNetworkInterfaces(request, timeout=20)


async def delete(zfleet: Fleet, *device_numbers: str, **more: Any) -> pb.DeleteNetworkInterfacesResponse:
    """Interfaces of LINUX01."""
    given: dict[str, Any] = {"user_id": "LINUX01", "os_version": "rhel9.4", "device_numbers": device_numbers}
    request = pb.DeleteNetworkInterfacesRequest(**(given | more))
    return await zfleet.gateway.DeleteNetworkInterfaces(request, timeout=20)


async def nics_of(zfleet: Fleet) -> list[network.Nic]:
    """LINUX01's."""
    return list((await zfleet.nics.ListNics(network.ListNicsRequest(user_id="LINUX01"), timeout=20)).nics)


async def bare_guest(zfleet: Fleet) -> None:
    """LINUX01, off, without NICs and files."""
    ended = await zfleet.spawn(spawn_request(nics=[], files=[], no_start=True))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended


async def test_interfaces_are_nics_with_their_configuration_in_the_reader(zfleet: Fleet) -> None:
    """Both in one call, in the order of the request."""
    await bare_guest(zfleet)
    second = interface(nic_id="port-2", address=None)
    second.dhcp = True
    answer = await create(zfleet, interface(), second)
    assert [(nic.device_number, nic.nic_id) for nic in answer.nics] == [("1000", "port-1"), ("1003", "port-2")]
    assert answer.files
    assert not answer.applied
    assert await nics_of(zfleet) == list(answer.nics)
    assert len(await zfleet.reader_of("LINUX01")) == len(answer.files)
    operation = await last_operation(zfleet)
    assert (operation.kind, operation.state) == (
        pb.OPERATION_KIND_CREATE_NETWORK_INTERFACES,
        pb.OPERATION_STATE_SUCCEEDED,
    )


async def test_nics_whose_configuration_cannot_be_sent_are_gone_again(zfleet: Fleet) -> None:
    """Nobody knows of a Linux called amiga; the switch's grant goes too."""
    await bare_guest(zfleet)
    error = await refusal(create(zfleet, os_version="amiga3.1"))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert await nics_of(zfleet) == []
    assert await zfleet.reader_of("LINUX01") == []
    switch = await zfleet.nics.GetVirtualSwitch(network.GetVirtualSwitchRequest(name="VSW1"), timeout=20)
    assert "LINUX01" not in [grant.user_id for grant in switch.virtual_switch.grants]
    operation = await last_operation(zfleet)
    assert operation.state == pb.OPERATION_STATE_FAILED
    assert states(operation) == {"create_nics": "UNDONE", "configure_nics": "FAILED"}


async def test_refused_nics_leave_no_operation_and_name_the_callers_own_fields(zfleet: Fleet) -> None:
    """The same request_id is good for the corrected request."""
    await bare_guest(zfleet)
    error = await refusal(create(zfleet, interface(mac_address="01:00:00:00:00:01"), request_id="r1"))
    assert [each.field for each in error.violations] == ["interfaces[0].nic.mac_address"]
    assert (await last_operation(zfleet)).kind == pb.OPERATION_KIND_SPAWN_GUEST
    assert (await create(zfleet, request_id="r1")).nics


async def test_the_same_request_id_is_one_interface(zfleet: Fleet) -> None:
    """A caller that lost the answer gets it again."""
    await bare_guest(zfleet)
    first = await create(zfleet, request_id="once")
    assert await create(zfleet, request_id="once") == first
    assert len(await nics_of(zfleet)) == 1


async def test_interfaces_for_a_guest_that_must_run_are_refused_when_it_is_off(zfleet: Fleet) -> None:
    """Before anything is changed."""
    await bare_guest(zfleet)
    error = await refusal(create(zfleet, scope=network.CHANGE_SCOPE_RUNNING_TOO))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    assert await nics_of(zfleet) == []


async def test_deleted_interfaces_are_gone_and_the_guest_is_told(zfleet: Fleet) -> None:
    """By a file for its next boot."""
    await bare_guest(zfleet)
    await create(zfleet, interface(), interface(nic_id="port-2", address=None))
    before = len(await zfleet.reader_of("LINUX01"))
    answer = await delete(zfleet, "1000")
    assert answer.files
    assert [nic.device_number for nic in await nics_of(zfleet)] == ["1003"]
    assert len(await zfleet.reader_of("LINUX01")) == before + len(answer.files)


async def test_interfaces_whose_removal_cannot_be_sent_are_there_again(zfleet: Fleet) -> None:
    """With their device number, address and name."""
    await bare_guest(zfleet)
    before = (await create(zfleet)).nics
    error = await refusal(delete(zfleet, "1000", os_version="amiga3.1"))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert await nics_of(zfleet) == list(before)


async def test_a_missing_interface_is_not_found_unless_that_is_allowed(zfleet: Fleet) -> None:
    """And then nothing is sent."""
    await bare_guest(zfleet)
    error = await refusal(delete(zfleet, "1000"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "NIC_NOT_FOUND")
    answer = await delete(zfleet, "1000", allow_missing=True)
    assert not answer.files


async def test_a_second_operation_on_the_guest_waits_for_nobody_here(zfleet: Fleet) -> None:
    """It is aborted and names the first, as everywhere."""
    await bare_guest(zfleet)
    zfleet.host.faults.add(FaultRule(function="Image_Activate", delay=0.5, times=1))
    running = (await zfleet.gateway.SpawnGuest(spawn_request("LINUX02"), timeout=20)).operation
    error = await refusal(create(zfleet, user_id="LINUX02"))
    assert (error.status, error.reason) == (grpc.StatusCode.ABORTED, "GUEST_BUSY")
    assert error.metadata["operation_id"] == running.operation_id
    await zfleet.ended(running)


async def test_an_interface_comes_to_a_running_guest_at_once(zfleet: Fleet) -> None:
    """Its Linux configures it, and the file is in its reader no more."""
    ended = await zfleet.spawn(spawn_request(nics=[], files=[]))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
    started = guest.StartGuestRequest(user_id="LINUX01")
    started.wait_reachable.FromSeconds(5)
    await zfleet.guests.StartGuest(started, timeout=20)
    answer = await create(zfleet, scope=network.CHANGE_SCOPE_RUNNING_TOO)
    assert answer.applied
    assert await zfleet.reader_of("LINUX01") == []


async def killed_at(zfleet: Fleet, call: Coroutine[Any, Any, Any], step: str) -> str:
    """The id of an operation whose gateway is gone, without a trace, while `step` was at work."""
    calling = asyncio.ensure_future(call)
    async with asyncio.timeout(10):
        while True:
            found = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="LINUX01"), timeout=20)
            if found.guest.operation_id:
                break
    await until_running(zfleet, found.guest.operation_id, step)
    part = zfleet.process.part
    assert isinstance(part, GatewayPart)
    assert part.operations is not None
    part.operations.drop()
    calling.cancel()  # its caller has gone with it
    await asyncio.wait([calling])
    return found.guest.operation_id


async def is_there(operations: OperationServiceAsyncStub, operation_id: str) -> bool:
    """Whether an operation is known; what was never accepted is forgotten when it is undone."""
    try:
        await operations.GetOperation(pb.GetOperationRequest(operation_id=operation_id), timeout=20)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return False
        raise
    return True


async def test_a_killed_gateways_nics_are_taken_back_when_nobody_was_told_of_them(tmp_path: Path) -> None:
    """It is not known whether they were made: the next gateway finds out, and removes them."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        await bare_guest(zfleet)
        slow = FaultRule(function="Virtual_Network_Adapter_Create_Extended_DM", delay=0.8, times=1)
        zfleet.host.faults.add(slow)
        operation_id = await killed_at(zfleet, create(zfleet, request_id="r1"), "create_nics")
        async with another_gateway(zfleet) as operations, asyncio.timeout(20):
            while await is_there(operations, operation_id):
                await asyncio.sleep(0.05)
        assert await nics_of(zfleet) == []


async def test_a_killed_gateways_removal_is_finished_by_the_next_one(tmp_path: Path) -> None:
    """The guest is told too."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        await bare_guest(zfleet)
        await create(zfleet)
        before = len(await zfleet.reader_of("LINUX01"))
        slow = FaultRule(function="Virtual_Network_Adapter_Delete_DM", delay=0.8, times=1)
        zfleet.host.faults.add(slow)
        operation_id = await killed_at(zfleet, delete(zfleet, "1000"), "delete_nics")
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation_id)
        assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
        assert await nics_of(zfleet) == []
        assert len(await zfleet.reader_of("LINUX01")) > before
