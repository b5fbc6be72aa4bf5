# SPDX-License-Identifier: Apache-2.0
"""Volumes: FCP devices on z/VM and the volume in the guest's Linux come together and go together."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc

from tests.service.gateway.fleet import Fleet, refusal, spawn_request, states
from tests.service.gateway.test_register import last_operation
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.smapi.v1 import guest_functions_pb2 as functions
from zfleet.smapi.v1.guest_functions_pb2_grpc import GuestFunctionsServiceStub
from zfleet.storage.v1 import volume_service_pb2 as volume
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.linux import LinuxClient

PORT = "5005076300c20b8e"
LUN = "4001400000000000"


def connection(*devices: str, **more: Any) -> pb.VolumeConnection:
    """A volume of the simulated storage network."""
    given: dict[str, Any] = {
        "fcp_devices": devices,
        "target_wwpns": [f"0x{PORT}"],
        "lun": LUN,
        "multipath": True,
        "os_version": "rhel9.4",
        "mount_point": "/dev/sdb",
    }
    return pb.VolumeConnection(**(given | more))


async def attach(zfleet: Fleet, *devices: str, more: dict[str, Any] | None = None, **of: Any) -> Any:
    """A volume to LINUX01; `of` the connection."""
    given: dict[str, Any] = {"user_id": "linux01", "connection": connection(*devices, **of)}
    return await zfleet.gateway.AttachVolume(pb.AttachVolumeRequest(**(given | (more or {}))), timeout=30)


async def detach(zfleet: Fleet, *devices: str, more: dict[str, Any] | None = None, **of: Any) -> Any:
    """A volume from LINUX01."""
    given: dict[str, Any] = {"user_id": "LINUX01", "connection": connection(*devices, **of)}
    return await zfleet.gateway.DetachVolume(pb.DetachVolumeRequest(**(given | (more or {}))), timeout=30)


async def guest_with_devices(zfleet: Fleet, *, on: bool = True) -> list[str]:
    """LINUX01, its Linux answering when it is on; the devices that it has reserved."""
    ended = await zfleet.spawn(spawn_request(nics=[], files=[], no_start=not on))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
    if on:
        started = guest.StartGuestRequest(user_id="LINUX01")
        started.wait_reachable.FromSeconds(5)
        await zfleet.guests.StartGuest(started, timeout=20)
    return await reserved(zfleet)


async def reserved(zfleet: Fleet) -> list[str]:
    """The devices of LINUX01's connector."""
    found = await zfleet.volumes.ListFcpTemplates(volume.ListFcpTemplatesRequest(host_default=True), timeout=20)
    if not found.templates:
        made = volume.CreateFcpTemplateRequest(name="all", devices="b800-b81f;b900-b91f", host_default=True)
        await zfleet.volumes.CreateFcpTemplate(made, timeout=20)
    answer = await zfleet.volumes.ReserveConnector(volume.ReserveConnectorRequest(user_id="LINUX01"), timeout=20)
    return [device.device_number for device in answer.connector.devices]


async def records(zfleet: Fleet, *numbers: str) -> list[tuple[str, bool, int]]:
    """Who has devices by the storage service's records."""
    found = []
    for number in numbers:
        request = volume.GetFcpDeviceRequest(device_number=number)
        device = (await zfleet.volumes.GetFcpDevice(request, timeout=20)).device
        found.append((device.assigner, device.reserved, device.connection_count))
    return found


async def dedicated(zfleet: Fleet) -> list[str]:
    """What LINUX01's directory entry dedicates."""
    request = functions.ImageQueryDMRequest(target="LINUX01")
    entry = await GuestFunctionsServiceStub(zfleet.channel).ImageQueryDM(request, timeout=20)
    return sorted(line.split()[1] for line in entry.image_record_array if line.startswith("DEDICATE"))


async def luns_of(zfleet: Fleet) -> list[str]:
    """The volumes that LINUX01's Linux sees."""
    answer = await LinuxClient(zfleet.host.connect_linux).guest_command("LINUX01", ["lszfcp", "-D"])
    return sorted({line.split()[0].split("/0x")[2] for line in answer.output.splitlines()})


async def test_a_volume_comes_to_a_running_guest_at_once(zfleet: Fleet) -> None:
    """Dedicated, counted, brought up by its Linux; nothing stays in its reader."""
    devices = await guest_with_devices(zfleet)
    answer = await attach(zfleet, *devices)
    assert answer.applied
    assert [one.device_number for one in answer.devices] == devices
    assert await dedicated(zfleet) == sorted(devices)
    assert await records(zfleet, *devices) == [("LINUX01", True, 1)] * 2
    assert await luns_of(zfleet) == [LUN]
    assert await zfleet.reader_of("LINUX01") == []
    operation = await last_operation(zfleet)
    assert (operation.kind, operation.state) == (pb.OPERATION_KIND_ATTACH_VOLUME, pb.OPERATION_STATE_SUCCEEDED)


async def test_a_detached_volume_is_gone_everywhere(zfleet: Fleet) -> None:
    """The devices go with the last volume, and stay reserved."""
    devices = await guest_with_devices(zfleet)
    await attach(zfleet, *devices)
    await attach(zfleet, *devices, lun="4002400000000000")
    answer = await detach(zfleet, *devices)
    assert answer.applied
    assert (await luns_of(zfleet), await dedicated(zfleet)) == (["4002400000000000"], sorted(devices))
    await detach(zfleet, *devices, lun="4002400000000000")
    assert (await luns_of(zfleet), await dedicated(zfleet)) == ([], [])
    assert await records(zfleet, *devices) == [("LINUX01", True, 0)] * 2
    operation = await last_operation(zfleet)
    assert states(operation) == dict.fromkeys(["count_devices", "configure_volume", "take_devices"], "SUCCEEDED")


async def test_a_guest_that_is_off_brings_the_volume_up_at_its_next_boot(zfleet: Fleet) -> None:
    """The file waits in its reader."""
    devices = await guest_with_devices(zfleet, on=False)
    answer = await attach(zfleet, *devices)
    assert not answer.applied
    assert len(await zfleet.reader_of("LINUX01")) == len(answer.files) == 1
    started = guest.StartGuestRequest(user_id="LINUX01")
    started.wait_reachable.FromSeconds(5)
    await zfleet.guests.StartGuest(started, timeout=20)
    assert await luns_of(zfleet) == [LUN]


async def test_a_volume_that_the_linux_does_not_find_leaves_nothing(zfleet: Fleet) -> None:
    """The guest's own error is told; devices, counts and reader are as before."""
    devices = await guest_with_devices(zfleet)
    for wrong, reason in (
        ({"lun": "40ff400000000000"}, "VOLUME_LUN_NOT_FOUND"),
        ({"target_wwpns": ["0000000000000001"]}, "VOLUME_PORTS_NOT_FOUND"),
    ):
        error = await refusal(attach(zfleet, *devices, **wrong))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)
        operation = await last_operation(zfleet)
        assert operation.state == pb.OPERATION_STATE_FAILED
        assert states(operation) == {"attach_devices": "UNDONE", "configure_volume": "FAILED"}
        assert await dedicated(zfleet) == []
        assert await records(zfleet, *devices) == [("LINUX01", True, 0)] * 2
        assert await zfleet.reader_of("LINUX01") == []
        assert await luns_of(zfleet) == []


async def test_without_rollback_the_error_is_told_and_what_was_done_stays(zfleet: Fleet) -> None:
    """keep_on_failure: no step is undone, and the caller hears why it failed."""
    devices = await guest_with_devices(zfleet)
    error = await refusal(attach(zfleet, *devices, lun="40ff400000000000", more={"keep_on_failure": True}))
    assert error.reason == "VOLUME_LUN_NOT_FOUND"
    assert await dedicated(zfleet) == sorted(devices)
    assert await records(zfleet, *devices) == [("LINUX01", True, 1)] * 2
    assert states(await last_operation(zfleet)) == {"attach_devices": "SUCCEEDED", "configure_volume": "FAILED"}


async def test_a_detachment_that_fails_on_zvm_brings_the_volume_back(zfleet: Fleet) -> None:
    """The directory manager refuses: devices, Linux and count are as before."""
    devices = await guest_with_devices(zfleet)
    await attach(zfleet, *devices)
    zfleet.host.faults.add(
        FaultRule(function="Image_Device_Undedicate_DM", target="LINUX01", nth=(2,), return_code=596, reason_code=1)
    )
    error = await refusal(detach(zfleet, *devices))
    assert error.metadata["function"] == "Image_Device_Undedicate_DM"
    assert await dedicated(zfleet) == sorted(devices)
    assert await luns_of(zfleet) == [LUN]
    assert await records(zfleet, *devices) == [("LINUX01", True, 1)] * 2


async def test_root_volumes_and_bare_records_are_only_counted(zfleet: Fleet) -> None:
    """Neither z/VM nor the guest is touched; the guest need not be there."""
    taken = await guest_with_devices(zfleet, on=False)
    first, second = (next(f"{path}{n}" for n in ("1D", "1E") if f"{path}{n}" not in taken) for path in ("B8", "B9"))
    to = {"user_id": "NEWGUEST"}
    kinds: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"root_volume": True}, to),
        ({}, to | {"records_only": True}),
    )
    for of, more in kinds:
        await attach(zfleet, first, second, more=more, **of)
        assert await records(zfleet, first) == [("NEWGUEST", True, 1)]
        operation = await last_operation(zfleet)
        assert states(operation) == {"attach_devices": "SUCCEEDED", "configure_volume": "SKIPPED"}
        await detach(zfleet, first, second, more=more, **of)
        assert await records(zfleet, first) == [("NEWGUEST", True, 0)]


async def test_a_volume_of_a_guest_that_is_gone_is_detached(zfleet: Fleet) -> None:
    """Counted off; there is nothing else to be done."""
    devices = await guest_with_devices(zfleet, on=False)
    await attach(zfleet, *devices)
    await zfleet.guests.DeleteGuest(guest.DeleteGuestRequest(user_id="LINUX01"), timeout=20)
    answer = await detach(zfleet, *devices)
    assert not answer.files
    assert await records(zfleet, *devices) == [("LINUX01", True, 0)] * 2


async def test_refused_volumes_leave_no_operation_and_name_the_callers_own_fields(zfleet: Fleet) -> None:
    """Before anything is done; a missing guest and a device of another guest are told as they are."""
    devices = await guest_with_devices(zfleet)
    before = await last_operation(zfleet)
    error = await refusal(
        attach(zfleet, "B800 R", lun="1", target_wwpns=["x;y"], mount_point="/dev/../etc", os_version="a b")
    )
    names = ["fcp_devices[0]", "target_wwpns[0]", "lun", "os_version", "mount_point"]
    assert [each.field for each in error.violations] == [f"connection.{name}" for name in names]
    error = await refusal(attach(zfleet, *devices, more={"user_id": "NOBODY"}))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    error = await refusal(attach(zfleet, *devices, more={"user_id": "MAINT"}))
    assert (error.reason, error.metadata["assigner"]) == ("FCP_DEVICE_TAKEN", "LINUX01")
    assert await last_operation(zfleet) == before


async def test_the_same_request_id_is_one_volume(zfleet: Fleet) -> None:
    """A caller that lost the answer gets it again."""
    devices = await guest_with_devices(zfleet)
    first = await attach(zfleet, *devices, more={"request_id": "once"})
    assert await attach(zfleet, *devices, more={"request_id": "once"}) == first
    assert await records(zfleet, *devices) == [("LINUX01", True, 1)] * 2


async def test_a_cancelled_attachment_is_undone(zfleet: Fleet) -> None:
    """While the devices are being dedicated slowly."""
    devices = await guest_with_devices(zfleet)
    zfleet.host.faults.add(FaultRule(function="Image_Device_Dedicate", target="LINUX01", delay=0.3, times=2))
    attaching = asyncio.create_task(attach(zfleet, *devices))
    while not await dedicated(zfleet):
        await asyncio.sleep(0.02)
    attaching.cancel()
    await asyncio.wait([attaching])
    while (await records(zfleet, *devices))[0][2] or await dedicated(zfleet):
        await asyncio.sleep(0.02)
    assert await records(zfleet, *devices) == [("LINUX01", True, 0)] * 2
    assert await luns_of(zfleet) == []
