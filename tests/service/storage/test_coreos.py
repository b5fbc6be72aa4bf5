# SPDX-License-Identifier: Apache-2.0
"""WriteCoreosImage: the image on the disk, and its first boot known to the (simulated) guest."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.storage.world import CYLINDER, MEBIBYTE, World, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_smapi.calls import VirtualNetworkAdapterQueryExtended, VirtualNetworkVswitchSetExtended

PARAMETER = "192.168.10.11::192.168.10.1:24:node1:enc1000:none::;1500"
IGNITION = json.dumps({"ignition": {"version": "3.2.0"}}).encode()
VOLUME = pb.ScsiVolume(fcp_device="B800", wwpn="5005076300C20B8E", lun="4001400000000000")
CONTENT = os.urandom(MEBIBYTE) + bytes(MEBIBYTE) + b"end"


def request(**more: Any) -> pb.WriteCoreosImageRequest:
    """rhcos on LINUX01's disk 0100, or on what `more` says."""
    given: dict[str, Any] = {
        "user_id": "LINUX01",
        "image": "rhcos",
        "ignition": IGNITION,
        "network_parameter": PARAMETER,
    }
    if not {"device_number", "volume"} & more.keys():
        given["device_number"] = "0100"
    return pb.WriteCoreosImageRequest(**(given | more))


async def write(here: World, **more: Any) -> list[pb.WriteCoreosImageResponse]:
    """All messages of it."""
    return [message async for message in here.storage.WriteCoreosImage(request(**more))]


async def guest(here: World, size: int = 4 * MEBIBYTE) -> None:
    """LINUX01 with a disk and a NIC, and the image rhcos."""
    await here.make_guest("LINUX01", "IPL 0100", "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1")
    await here.create("LINUX01", pb.DiskSpec(size_bytes=size, device_number="0100"))
    await here.upload("rhcos", CONTENT, os_version="rhcos4.14")


async def test_the_image_is_written_and_the_guest_comes_up_with_its_network(here: World) -> None:
    """Its disk has the image's bytes; CP knows the address that the parameter says."""
    await guest(here)
    messages = await write(here)
    assert messages[-1].disk.image == "rhcos"
    assert messages[-2].progress == pb.Progress(done_bytes=len(CONTENT), total_bytes=len(CONTENT))
    assert await here.read("LINUX01", "0100", 0, len(CONTENT)) == CONTENT
    grant = VirtualNetworkVswitchSetExtended(target="SYSTEM", switch_name="VSW1", grant_userid="LINUX01")
    await here.smapi.call(grant)
    await here.start_guest("LINUX01")
    query = VirtualNetworkAdapterQueryExtended(target="LINUX01", image_device_number="*")
    assert "mac_ip_address=192.168.10.11" in (await here.smapi.call(query)).response_list


async def test_the_same_request_id_writes_once(here: World) -> None:
    """A repeat gets the answer only, and no other config."""
    await guest(here)
    first = await write(here, request_id="once")
    assert await write(here, request_id="once") == first[-1:]
    other = b'{"ignition": {"version": "3.3.0"}}'
    error = await refusal(write(here, request_id="once", ignition=other))
    assert error.reason == "REQUEST_ID_REUSED"


async def test_a_volume_takes_an_image_for_scsi_disks(here: World) -> None:
    """Of the guest that boots from it, only that it is off matters."""
    await guest(here)
    await here.upload("scsi", CONTENT, disk_type=pb.IMAGE_DISK_TYPE_SCSI)
    messages = await write(here, image="scsi", volume=VOLUME)
    assert messages[-1].volume == pb.ScsiVolume(fcp_device="B800", wwpn="5005076300c20b8e", lun="4001400000000000")


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"user_id": "NOBODY"}, grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ({"user_id": "NOBODY", "image": "scsi", "volume": VOLUME}, grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ({"device_number": "0999"}, grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
        ({"image": "none"}, grpc.StatusCode.NOT_FOUND, "IMAGE_NOT_FOUND"),
        ({"image": "big"}, grpc.StatusCode.INVALID_ARGUMENT, "DISK_TOO_SMALL"),
        ({"image": "scsi"}, grpc.StatusCode.INVALID_ARGUMENT, "IMAGE_TYPE_MISMATCH"),
        ({"volume": VOLUME}, grpc.StatusCode.INVALID_ARGUMENT, "IMAGE_TYPE_MISMATCH"),
        ({"device_number": "0200"}, grpc.StatusCode.INVALID_ARGUMENT, "IMAGE_TYPE_MISMATCH"),
        ({"ignition": b"a config drive"}, grpc.StatusCode.INVALID_ARGUMENT, "IGNITION_MALFORMED"),
        (
            {"image": "scsi", "volume": pb.ScsiVolume(fcp_device="B800", wwpn=VOLUME.wwpn, lun="4001400000000009")},
            grpc.StatusCode.NOT_FOUND,
            "VOLUME_NOT_FOUND",
        ),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    here: World, more: dict[str, Any], status: grpc.StatusCode, reason: str
) -> None:
    """The disk is as it was."""
    await guest(here)
    await here.create("LINUX01", pb.DiskSpec(size_bytes=4 * MEBIBYTE, device_number="0200", pool="POOL2"))
    await here.upload("big", bytes(6 * CYLINDER + 1))
    await here.upload("scsi", CONTENT, disk_type=pb.IMAGE_DISK_TYPE_SCSI)
    error = await refusal(write(here, **more))
    assert (error.status, error.reason) == (status, reason)
    assert await here.read("LINUX01", "0100", 0, MEBIBYTE) == bytes(MEBIBYTE)


async def test_a_packed_image_is_refused(here: World) -> None:
    """The program on a real host looks at the partitions of the file itself."""
    await guest(here)
    request = pb.CaptureImageRequest(name="captured", user_id="LINUX01", device_number="0100")
    async for _ in here.storage.CaptureImage(request):
        pass
    assert (await refusal(write(here, image="captured"))).reason == "IMAGE_PACKED"


async def test_a_running_guest_s_disk_and_volume_are_not_touched(here: World) -> None:
    """Neither is a disk that somebody else has."""
    await guest(here)
    await here.upload("scsi", CONTENT, disk_type=pb.IMAGE_DISK_TYPE_SCSI)
    async with await here.linux.link("LINUX01", "0100", "W"):
        assert (await refusal(write(here))).reason == "DISK_IN_USE"
    await here.start_guest("LINUX01")
    for more in ({}, {"image": "scsi", "volume": VOLUME}):
        error = await refusal(write(here, **more))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_RUNNING")


async def test_a_service_on_a_real_linux_has_the_program_do_it(tmp_path: Path) -> None:
    """With linux_access local it is run, and what it says when it fails is told; the disk is looked for in z/VM."""
    program = tmp_path / "program"
    program.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\ntest -e "$0.fails" || exit 0\necho "ERROR: no"; exit 3\n'
    )
    program.chmod(0o755)
    async with world(tmp_path, linux_access="local", coreos_program=program) as here:
        await guest(here)
        assert (await write(here))[-1].disk.image == "rhcos"
        said = Path(f"{program}.args").read_text().splitlines()
        assert said[:2] == ["LINUX01", "0100"]
        assert Path(said[2]).read_bytes() == CONTENT
        assert said[4:] == ["ECKD", "0.0.1000,0.0.1001,0.0.1002", PARAMETER]
        Path(f"{program}.fails").touch()
        error = await refusal(write(here))
        assert (error.reason, error.metadata["exit_code"]) == ("COREOS_WRITE_FAILED", "3")
        (disk,) = await here.disks("LINUX01")
        assert disk.image == "rhcos"
