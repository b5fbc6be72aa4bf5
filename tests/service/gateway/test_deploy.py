# SPDX-License-Identifier: Apache-2.0
"""A deploy: an image on the disk of a guest that is off, and in its reader what its first boot needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.gateway.fleet import MIB, Fleet, fleet, refusal, spawn_request, states
from tests.service.gateway.test_operations import until_running
from tests.service.gateway.test_restart import LEASE, another_gateway, wait
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.part import GatewayPart
from zfleet_simulator.faults import FaultRule

CONTENT = b"a bootable system " * 40_000
SLOW_DISK = FaultRule(function="Image_Disk_Query", target="LINUX01", delay=1.0, times=1)
DRIVE = guest.ReaderFile(name="cfgdrive", type="iso", content=b"keys of a config drive")


async def deployable(zfleet: Fleet, **more: Any) -> None:
    """LINUX01, off, with a boot disk, and the image rhel9."""
    given: dict[str, Any] = {"nics": [], "files": [], "no_start": True}
    ended = await zfleet.spawn(spawn_request(**(given | more)))
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
    await zfleet.upload("rhel9", CONTENT, os_version="rhel9.4")


async def deploy(zfleet: Fleet, **more: Any) -> pb.Operation:
    """A deploy of rhel9 to LINUX01, and its end."""
    given = {"user_id": "linux01", "image": "rhel9", "files": [DRIVE]}
    answer = await zfleet.gateway.DeployGuest(pb.DeployGuestRequest(**(given | more)), timeout=20)
    return await zfleet.ended(answer.operation)


async def on_disk(zfleet: Fleet, device_number: str, length: int) -> bytes:
    """The first bytes of a disk of LINUX01."""
    request = storage.ReadDiskRequest(user_id="LINUX01", device_number=device_number, length=length)
    return b"".join([part.content async for part in zfleet.disks.ReadDisk(request, timeout=20)])


async def registered_os(zfleet: Fleet) -> str:
    """What the registry says that LINUX01 runs."""
    request = guest.GetManagedGuestRequest(user_id="LINUX01")
    return (await zfleet.guests.GetManagedGuest(request, timeout=20)).guest.os_version


async def test_a_deployed_guest_has_the_image_on_its_boot_disk_and_files_in_its_reader(zfleet: Fleet) -> None:
    """The registry knows what it runs; it is left off, and boots."""
    await deployable(zfleet)
    operation = await deploy(zfleet)
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation) == {
        "check_guest": "SUCCEEDED",
        "check_image": "SUCCEEDED",
        "fetch_files": "SKIPPED",
        "prepare_first_boot": "SUCCEEDED",
        "write_image": "SUCCEEDED",
    }
    result = operation.deploy_guest
    assert (result.disk.device_number, result.disk.image, result.os_version) == ("0100", "rhel9", "rhel9.4")
    assert result.HasField("duration")
    assert await on_disk(zfleet, "0100", len(CONTENT)) == CONTENT
    assert len(await zfleet.reader_of("LINUX01")) == len(result.files) > 0
    assert await registered_os(zfleet) == "rhel9.4"
    request = guest.StartGuestRequest(user_id="LINUX01")
    request.wait_reachable.FromSeconds(5)
    assert (await zfleet.guests.StartGuest(request, timeout=20)).reachable


async def test_a_deploy_writes_the_disk_that_is_asked_for(zfleet: Fleet) -> None:
    """In any form of its number."""
    await deployable(zfleet)
    operation = await deploy(zfleet, device_number="101", files=[], hostname="web1")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert operation.deploy_guest.disk.device_number == "0101"
    assert await on_disk(zfleet, "0101", len(CONTENT)) == CONTENT
    assert await on_disk(zfleet, "0100", 100) == bytes(100)


async def test_without_a_copy_only_the_files_are_sent(zfleet: Fleet) -> None:
    """Also to a guest that runs."""
    await deployable(zfleet, no_start=False)
    operation = await deploy(zfleet, image="", skip_disk_copy=True, os_version="sles15.5")
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert not operation.deploy_guest.HasField("disk")
    assert await registered_os(zfleet) == "sles15.5"


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"user_id": "NOBODY"}, grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
        ({"image": "none"}, grpc.StatusCode.NOT_FOUND, "IMAGE_NOT_FOUND"),
        ({"device_number": "0999"}, grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
    ],
)
async def test_what_is_missing_is_told_before_anything_is_changed(
    zfleet: Fleet, more: dict[str, Any], status: grpc.StatusCode, reason: str
) -> None:
    """And leaves no operation."""
    await deployable(zfleet)
    given: dict[str, Any] = {"user_id": "LINUX01", "image": "rhel9"}
    error = await refusal(zfleet.gateway.DeployGuest(pb.DeployGuestRequest(**(given | more)), timeout=20))
    assert (error.status, error.reason) == (status, reason)
    listed = await zfleet.operations.ListOperations(pb.ListOperationsRequest(), timeout=20)
    assert [each.kind for each in listed.operations] == [pb.OPERATION_KIND_SPAWN_GUEST]


async def test_the_disk_of_a_running_guest_is_not_written(zfleet: Fleet) -> None:
    """Its system would not survive it."""
    await deployable(zfleet, no_start=False)
    error = await refusal(
        zfleet.gateway.DeployGuest(pb.DeployGuestRequest(user_id="LINUX01", image="rhel9"), timeout=20)
    )
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_RUNNING")


async def test_a_guest_that_boots_from_no_disk_of_its_own_must_be_told_which(zfleet: Fleet) -> None:
    """The disk that is marked as boot disk counts when the entry IPLs something else."""
    spec = guest.GuestSpec(user_id="LINUX01", cpu_count=1, memory_mib=1024, ipl=guest.IplSpec(**{"from": "CMS"}))
    await deployable(zfleet, guest=spec, disks=[storage.DiskSpec(size_bytes=20 * MIB)])
    request = pb.DeployGuestRequest(user_id="LINUX01", image="rhel9")
    error = await refusal(zfleet.gateway.DeployGuest(request, timeout=20))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "BOOT_DISK_UNKNOWN")
    request.device_number = "0100"
    ended = await zfleet.ended((await zfleet.gateway.DeployGuest(request, timeout=20)).operation)
    assert ended.state == pb.OPERATION_STATE_SUCCEEDED


async def test_a_deploy_whose_image_does_not_fit_takes_its_files_back(zfleet: Fleet) -> None:
    """A stale config drive would be read by whatever boots there next."""
    await deployable(zfleet, disks=[storage.DiskSpec(size_bytes=1 * MIB, boot=True)])
    await zfleet.upload("large", bytes(3 * MIB), os_version="rhel9.4")
    operation = await deploy(zfleet, image="large")
    assert operation.state == pb.OPERATION_STATE_FAILED
    assert operation.error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert states(operation)["prepare_first_boot"] == "UNDONE"
    assert await zfleet.reader_of("LINUX01") == []


async def test_a_system_that_is_not_known_leaves_the_disk_as_it_was(zfleet: Fleet) -> None:
    """The disk is written last."""
    await deployable(zfleet)
    operation = await deploy(zfleet, os_version="amiga3.1")
    assert operation.state == pb.OPERATION_STATE_FAILED
    assert states(operation)["write_image"] == "PENDING"
    assert await on_disk(zfleet, "0100", 100) == bytes(100)


async def test_files_are_fetched_from_where_the_storage_service_reaches_them(tmp_path: Path) -> None:
    """Under their own names, after those that came with the request."""
    drops = tmp_path / "drops"
    drops.mkdir()
    (drops / "net.doscript").write_bytes(b"a script")
    async with fleet(tmp_path, storage={"file_folders": [drops]}) as zfleet:
        await deployable(zfleet)
        remote = pb.RemoteFile(path=str(drops / "net.doscript"))
        operation = await deploy(zfleet, remote_files=[remote])
        assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
        names = [(file.name, file.type) for file in operation.deploy_guest.files]
        assert names.index(("cfgdrive", "iso")) < names.index(("net", "doscript"))
        missing = pb.RemoteFile(path=str(drops / "none.iso"))
        request = pb.DeployGuestRequest(user_id="LINUX01", image="rhel9", remote_files=[remote, missing])
        error = await refusal(zfleet.gateway.DeployGuest(request, timeout=20))
        assert error.status is grpc.StatusCode.NOT_FOUND
        assert error.metadata["file"] == "remote_files[1]"


async def test_a_gateway_has_a_limit_of_deploys_of_its_own(tmp_path: Path) -> None:
    """They move whole disks; other operations may still begin."""
    async with fleet(tmp_path, deploy_limit=1) as zfleet:
        await deployable(zfleet)
        await zfleet.spawn(spawn_request("LINUX02", nics=[], files=[], no_start=True))
        zfleet.host.faults.add(SLOW_DISK)
        first = pb.DeployGuestRequest(user_id="LINUX01", image="rhel9")
        begun = (await zfleet.gateway.DeployGuest(first, timeout=20)).operation
        await until_running(zfleet, begun.operation_id, "write_image")
        second = pb.DeployGuestRequest(user_id="LINUX02", image="rhel9")
        error = await refusal(zfleet.gateway.DeployGuest(second, timeout=20))
        assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_DEPLOYS")
        assert error.retry_after is not None
        assert (await zfleet.spawn(spawn_request("LINUX03"))).state == pb.OPERATION_STATE_SUCCEEDED
        await zfleet.ended(begun)
        ended = await zfleet.ended((await zfleet.gateway.DeployGuest(second, timeout=20)).operation)
        assert ended.state == pb.OPERATION_STATE_SUCCEEDED


@pytest.mark.parametrize("verb", ["finished", "undone"])
async def test_a_killed_gateways_deploy_is_finished_or_undone_by_the_next_one(tmp_path: Path, verb: str) -> None:
    """From the journal: with the same request ids, so that nothing is sent twice."""
    async with fleet(tmp_path, **LEASE) as zfleet:
        await deployable(zfleet)
        zfleet.host.faults.add(SLOW_DISK)
        request = pb.DeployGuestRequest(user_id="LINUX01", image="rhel9", files=[DRIVE], request_id="r1")
        operation = (await zfleet.gateway.DeployGuest(request, timeout=20)).operation
        await until_running(zfleet, operation.operation_id, "write_image")
        assert await zfleet.reader_of("LINUX01")
        part = zfleet.process.part
        assert isinstance(part, GatewayPart)
        assert part.operations is not None
        if verb == "undone":
            await zfleet.operations.CancelOperation(
                pb.CancelOperationRequest(operation_id=operation.operation_id), timeout=20
            )
        part.operations.drop()  # without a trace in the journal, as a killed process
        async with another_gateway(zfleet) as operations:
            ended = await wait(operations, operation.operation_id)
        assert "UNDO_FAILED" not in states(ended).values(), ended
        files = await zfleet.reader_of("LINUX01")
        if verb == "finished":
            assert ended.state == pb.OPERATION_STATE_SUCCEEDED, ended
            assert len(files) == len(ended.deploy_guest.files)
            assert await on_disk(zfleet, "0100", len(CONTENT)) == CONTENT
        else:
            assert ended.state == pb.OPERATION_STATE_CANCELLED, ended
            assert files == []
