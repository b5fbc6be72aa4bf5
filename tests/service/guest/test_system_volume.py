# SPDX-License-Identifier: Apache-2.0
"""SCSI volumes are brought up and taken down by the guest's Linux, and what kept it from that has a reason each."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.service.guest.conftest import Served, inside, refused
from tests.service.guest.test_files import reader
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_guest.carry_out import Ended
from zfleet_guest.configure_volume import volume_failed
from zfleet_simulator.linux import LinuxClient

FCP = "B800"
WWPN, LUN = "5005076300C20B8E", "4001400000000000"  # of the simulated storage network


async def make(served: Served, start: bool = True) -> None:
    """A guest with an FCP device."""
    device = guest_pb.DedicatedDevice(device_number=FCP, real_device_number=FCP)
    disk = guest_pb.MinidiskStatement(device_number="0100", device_type="3390", size=100, pool="POOL1")
    spec = guest_pb.GuestSpec(user_id="LINUX01", dedicated_devices=[device])
    await served.stub.CreateGuest(guest_pb.CreateGuestRequest(guest=spec, minidisks=[disk]))
    if start:
        await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))


def volume(action: pb.VolumeAction = pb.VOLUME_ACTION_ATTACH, **more: Any) -> pb.ConfigureVolumeRequest:
    """A volume of LINUX01."""
    more = {"fcp_devices": [FCP], "target_wwpns": [f"0x{WWPN}"], "lun": f"0x{LUN}", **more}
    return pb.ConfigureVolumeRequest(
        user_id="LINUX01", action=action, multipath=True, mount_point="/dev/sdz", os_version="ubuntu22.04", **more
    )


async def test_a_running_linux_attaches_and_detaches_at_once(served: Served) -> None:
    """Nothing lies in the reader afterwards."""
    await make(served)
    async with inside(served) as system:
        answer = await system.ConfigureVolume(volume())
        assert answer.applied
        assert [f"{file.name}.{file.type} {file.spool_class}" for file in answer.files] == ["atvol.sh X"]
        detach = volume(pb.VOLUME_ACTION_DETACH, released_fcp_devices=[FCP])
        for _ in range(2):  # one that is gone is gone
            answer = await system.ConfigureVolume(detach)
            assert answer.applied
            assert [file.name for file in answer.files] == ["devol"]
    assert await reader(served, "LINUX01") == []


async def test_a_guest_that_is_off_does_it_at_its_boot(served: Served) -> None:
    """The script waits in its reader, and the boot takes it."""
    await make(served, start=False)
    async with inside(served) as system:
        answer = await system.ConfigureVolume(volume())
    assert not answer.applied
    assert len(await reader(served, "LINUX01")) == 1
    await served.stub.StartGuest(guest_pb.StartGuestRequest(user_id="LINUX01"))
    assert await reader(served, "LINUX01") == []


@pytest.mark.parametrize(
    ("more", "reason", "code"),
    [
        ({"target_wwpns": ["0123456789abcdef"]}, "VOLUME_PORTS_NOT_FOUND", "3"),
        ({"lun": "00ff000000000000"}, "VOLUME_LUN_NOT_FOUND", "4"),
    ],
)
async def test_what_is_not_there_is_said_and_the_script_is_gone(
    served: Served, more: dict[str, Any], reason: str, code: str
) -> None:
    """A later boot must not try it again."""
    await make(served)
    async with inside(served) as system:
        error = await refused(system.ConfigureVolume(volume(**more)))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)
    assert error.metadata["exit_code"] == code
    assert await reader(served, "LINUX01") == []


async def test_a_linux_that_obeys_somebody_else_is_an_error_and_nothing_stays(served: Served) -> None:
    """It would not know of the volume until its next boot."""
    await make(served)
    linux = LinuxClient(served.host.connect_linux)
    await linux.guest_command("LINUX01", ["sh", "-c", "echo -n OTHER > /etc/iucv_authorized_userid"])
    async with inside(served) as system:
        error = await refused(system.ConfigureVolume(volume()))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_AUTHORISED")
    assert await reader(served, "LINUX01") == []


@pytest.mark.parametrize(
    ("exit_code", "taken", "reason"),
    [
        (1, True, "VOLUME_MULTIPATH_FAILED"),
        (2, True, "VOLUME_SETUP_INTERRUPTED"),
        (None, True, "VOLUME_SETUP_INTERRUPTED"),
        (3, True, "VOLUME_PORTS_NOT_FOUND"),
        (4, True, "VOLUME_LUN_NOT_FOUND"),
        (5, True, "VOLUME_IN_USE"),
        (127, True, "VOLUME_SETUP_FAILED"),
        (None, False, "VOLUME_SETUP_FAILED"),
    ],
)
def test_each_end_of_the_script_has_a_reason(exit_code: int | None, taken: bool, reason: str) -> None:
    """Also when it left no exit code, or was never taken out of the reader."""
    error = volume_failed("LINUX01", Ended("atvol.sh", exit_code, taken, "some output"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, reason)


async def test_every_bad_field_is_named(served: Served) -> None:
    """What is to be quoted in scripts and written into rules."""
    bad = pb.ConfigureVolumeRequest(
        user_id="LINUX01",
        fcp_devices=["1a00", "zz"],
        target_wwpns=["5005"],
        lun="0x",
        mount_point='/dev/sdz", RUN+="/bin/sh',
        os_version="beos5",
        released_fcp_devices=["1B00"],
    )
    bad.timeout.FromSeconds(7200)
    async with inside(served) as system:
        error = await refused(system.ConfigureVolume(bad))
    assert [each.field for each in error.violations] == [
        "action",
        "fcp_devices[1]",
        "released_fcp_devices",
        "released_fcp_devices",
        "target_wwpns[0]",
        "lun",
        "mount_point",
        "os_version",
        "timeout",
    ]


async def test_the_root_file_system_grows_at_the_next_boot(served: Served) -> None:
    """Not in the running guest; rhcos does so by itself."""
    await make(served)
    grow = pb.GrowRootVolumeRequest(request_id="r1", user_id="LINUX01", os_version="rhel9.4")
    async with inside(served) as system:
        answer = await system.GrowRootVolume(grow)
        assert await system.GrowRootVolume(grow) == answer
        assert [f"{file.name}.{file.type}" for file in answer.files] == ["growroot.sh"]
        assert [file.spool_id for file in await reader(served, "LINUX01")] == [answer.files[0].spool_id]
        await served.stub.ResetGuest(guest_pb.ResetGuestRequest(user_id="LINUX01"))
        assert await reader(served, "LINUX01") == []
        rhcos = pb.GrowRootVolumeRequest(user_id="LINUX01", os_version="rhcos4.14")
        error = await refused(system.GrowRootVolume(rhcos))
        assert (error.status, error.reason) == (grpc.StatusCode.UNIMPLEMENTED, "RHCOS_GROWS_ITSELF")
        error = await refused(system.GrowRootVolume(pb.GrowRootVolumeRequest(user_id="LINUX01")))
        assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "OS_VERSION_UNKNOWN")
        nobody = pb.GrowRootVolumeRequest(user_id="NOBODY", os_version="rhel9.4")
        assert (await refused(system.GrowRootVolume(nobody))).reason == "GUEST_NOT_FOUND"
