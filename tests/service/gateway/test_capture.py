# SPDX-License-Identifier: Apache-2.0
"""A capture: an image of a guest's disk; a guest that was on is on again, whatever became of the image."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.gateway.fleet import Fleet, fleet, refusal, spawn_request, states
from tests.service.gateway.test_deploy import deploy
from tests.service.gateway.test_operations import until_running
from tests.service.gateway.test_restart import LEASE, another_gateway, wait
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.part import GatewayPart
from zfleet_simulator.faults import FaultRule

CONTENT = b"a bootable system " * 10_000
SLOW_DISK = FaultRule(function="Image_Disk_Query", target="LINUX01", delay=1.0, times=1)


async def capturable(zfleet: Fleet, *, on: bool = True) -> None:
    """LINUX01 with the image rhel9 on its boot disk, and its Linux up when it is on."""
    ended = await zfleet.spawn(spawn_request(nics=[], files=[], no_start=True))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
    await zfleet.upload("rhel9", CONTENT, os_version="rhel9.4")
    assert (await deploy(zfleet)).state == pb.OPERATION_STATE_SUCCEEDED
    if on:
        request = guest.StartGuestRequest(user_id="LINUX01")
        request.wait_reachable.FromSeconds(5)
        await zfleet.guests.StartGuest(request, timeout=20)


async def capture(zfleet: Fleet, **more: Any) -> pb.Operation:
    """A capture of LINUX01 as golden, and its end."""
    given = {"user_id": "linux01", "image": "golden"}
    answer = await zfleet.gateway.CaptureGuest(pb.CaptureGuestRequest(**(given | more)), timeout=20)
    return await zfleet.ended(answer.operation)


async def power_of(zfleet: Fleet) -> guest.PowerState:
    """LINUX01's."""
    request = guest.GetGuestRequest(user_id="LINUX01", view=guest.GUEST_VIEW_BASIC)
    return (await zfleet.guests.GetGuest(request, timeout=20)).guest.power_state


async def images(zfleet: Fleet) -> list[str]:
    """Their names."""
    return [image.name for image in (await zfleet.disks.ListImages(storage.ListImagesRequest(), timeout=20)).images]


async def test_a_captured_guest_is_on_again_and_its_image_makes_the_same_disk(zfleet: Fleet) -> None:
    """Its own Linux told which disk has its root."""
    await capturable(zfleet)
    operation = await capture(zfleet)
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert list(states(operation).items()) == [
        ("check_guest", "SUCCEEDED"),
        ("check_image", "SUCCEEDED"),
        ("stop_guest", "SUCCEEDED"),
        ("capture_image", "SUCCEEDED"),
        ("start_guest", "SUCCEEDED"),
    ]
    result = operation.capture_guest
    assert (result.image.name, result.device_number, result.restarted) == ("golden", "0100", True)
    assert result.image.os_version
    assert await power_of(zfleet) == guest.POWER_STATE_ON
    disks = [storage.DiskSpec(boot=True, image="golden")]
    again = await zfleet.spawn(spawn_request("LINUX02", disks=disks, nics=[], files=[], no_start=True))
    assert again.state == pb.OPERATION_STATE_SUCCEEDED, again
    request = storage.ReadDiskRequest(user_id="LINUX02", device_number="0100", length=len(CONTENT))
    assert b"".join([part.content async for part in zfleet.disks.ReadDisk(request, timeout=20)]) == CONTENT


async def test_a_guest_that_is_off_is_captured_and_left_off(zfleet: Fleet) -> None:
    """The directory entry says which disk; the registry says which system."""
    await capturable(zfleet, on=False)
    operation = await capture(zfleet, compression_level=0)
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation)["stop_guest"] == states(operation)["start_guest"] == "SKIPPED"
    result = operation.capture_guest
    assert (result.device_number, result.image.os_version, result.restarted) == ("0100", "rhel9.4", False)
    assert await power_of(zfleet) == guest.POWER_STATE_OFF


async def test_another_disk_is_captured_when_asked_for(zfleet: Fleet) -> None:
    """Under any name of its system."""
    await capturable(zfleet, on=False)
    operation = await capture(zfleet, device_number="101", os_version="mine1")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert (operation.capture_guest.device_number, operation.capture_guest.image.os_version) == ("0101", "mine1")


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"user_id": "NOBODY"}, grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ({"image": "rhel9"}, grpc.StatusCode.ALREADY_EXISTS, "IMAGE_EXISTS"),
        ({"device_number": "0999"}, grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
    ],
)
async def test_what_cannot_be_captured_is_told_before_the_guest_is_stopped(
    zfleet: Fleet, more: dict[str, Any], status: grpc.StatusCode, reason: str
) -> None:
    """And leaves no operation."""
    await capturable(zfleet)
    given: dict[str, Any] = {"user_id": "LINUX01", "image": "golden"}
    error = await refusal(zfleet.gateway.CaptureGuest(pb.CaptureGuestRequest(**(given | more)), timeout=20))
    assert (error.status, error.reason) == (status, reason)
    assert await power_of(zfleet) == guest.POWER_STATE_ON
    assert await images(zfleet) == ["rhel9"]


async def test_a_guest_is_started_again_when_its_capture_failed(zfleet: Fleet) -> None:
    """Feilong leaves it off."""
    await capturable(zfleet)
    refused = FaultRule(function="Image_Disk_Query", target="LINUX01", return_code=396, reason_code=1, times=1)
    zfleet.host.faults.add(refused)
    operation = await capture(zfleet)
    assert operation.state == pb.OPERATION_STATE_FAILED, operation
    assert states(operation) == {
        "check_guest": "SUCCEEDED",
        "check_image": "UNDONE",
        "stop_guest": "UNDONE",
        "capture_image": "FAILED",
        "start_guest": "PENDING",
    }
    assert await power_of(zfleet) == guest.POWER_STATE_ON
    assert await images(zfleet) == ["rhel9"]


async def test_a_cancelled_capture_leaves_no_image_and_the_guest_on(zfleet: Fleet) -> None:
    """Also when it is cancelled while the disk is read."""
    await capturable(zfleet)
    zfleet.host.faults.add(SLOW_DISK)
    request = pb.CaptureGuestRequest(user_id="LINUX01", image="golden")
    operation = (await zfleet.gateway.CaptureGuest(request, timeout=20)).operation
    await until_running(zfleet, operation.operation_id, "capture_image")
    assert await power_of(zfleet) == guest.POWER_STATE_OFF
    await zfleet.operations.CancelOperation(pb.CancelOperationRequest(operation_id=operation.operation_id), timeout=20)
    ended = await zfleet.ended(operation)
    assert ended.state == pb.OPERATION_STATE_CANCELLED, ended
    assert await power_of(zfleet) == guest.POWER_STATE_ON
    assert await images(zfleet) == ["rhel9"]


async def test_an_image_that_somebody_else_made_meanwhile_is_theirs(zfleet: Fleet) -> None:
    """The capture fails and takes back its own work only."""
    await capturable(zfleet)
    zfleet.host.faults.add(FaultRule(function="Image_Deactivate", delay=0.8, times=1))
    request = pb.CaptureGuestRequest(user_id="LINUX01", image="golden")
    operation = (await zfleet.gateway.CaptureGuest(request, timeout=20)).operation
    await until_running(zfleet, operation.operation_id, "stop_guest")
    await zfleet.upload("golden", b"somebody else's")
    ended = await zfleet.ended(operation)
    assert (ended.state, ended.error.reason) == (pb.OPERATION_STATE_FAILED, "IMAGE_EXISTS")
    assert await images(zfleet) == ["golden", "rhel9"]
    assert await power_of(zfleet) == guest.POWER_STATE_ON


async def test_a_killed_gateways_capture_is_finished_by_the_next_one_and_the_guest_started(tmp_path: Path) -> None:
    """Its caller is not there any more; its guest must not stay off."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        await capturable(zfleet)
        zfleet.host.faults.add(SLOW_DISK)
        request = pb.CaptureGuestRequest(user_id="LINUX01", image="golden")
        operation = (await zfleet.gateway.CaptureGuest(request, timeout=20)).operation
        await until_running(zfleet, operation.operation_id, "capture_image")
        part = zfleet.process.part
        assert isinstance(part, GatewayPart)
        assert part.operations is not None
        part.operations.drop()  # without a trace in the journal, as a killed process
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation.operation_id)
        assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
        assert await power_of(zfleet) == guest.POWER_STATE_ON
        assert await images(zfleet) == ["golden", "rhel9"]


async def test_a_paused_guest_cannot_shut_down(zfleet: Fleet) -> None:
    """Its virtual CPUs stand still."""
    await capturable(zfleet)
    await zfleet.guests.PauseGuest(guest.PauseGuestRequest(user_id="LINUX01"), timeout=20)
    request = pb.CaptureGuestRequest(user_id="LINUX01", image="golden")
    error = await refusal(zfleet.gateway.CaptureGuest(request, timeout=20))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_PAUSED")
