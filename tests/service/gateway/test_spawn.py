# SPDX-License-Identifier: Apache-2.0
"""A guest comes to be: through the gateway, the three services and the simulated host."""

from __future__ import annotations

from pathlib import Path

from tests.service.gateway.fleet import MIB, Fleet, fleet, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import FaultRule


async def test_a_spawned_guest_has_its_entry_disks_nics_and_files_and_runs(zfleet: Fleet) -> None:
    """What SpawnGuest answers is what every service says afterwards."""
    operation = await zfleet.spawn(spawn_request())
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert set(states(operation).values()) == {"SUCCEEDED"}
    result = operation.spawn_guest
    assert result.guest.power_state == guest.POWER_STATE_ON
    assert [disk.device_number for disk in result.disks] == ["0100", "0101"]
    assert all(disk.state == storage.DISK_STATE_CREATED and disk.volume for disk in result.disks)
    found = await zfleet.gateway.GetGuest(pb.GetGuestRequest(user_id="linux01"), timeout=20)
    assert not found.missing
    assert found.guest.guest.power_state == guest.POWER_STATE_ON
    assert found.guest.guest.directory.ipl == "0100"
    assert found.guest.guest.directory.cpu_count == 2
    assert [disk.device_number for disk in found.guest.disks] == ["0100", "0101"]
    assert [nic.mac_address for nic in found.guest.nics] == [result.nics[0].mac_address]
    assert found.guest.nics[0].connected
    assert found.guest.operation_id == ""


async def test_an_image_is_written_to_its_disk_and_read_back(zfleet: Fleet) -> None:
    """The bytes on the disk are the image's."""
    content = bytes(range(256)) * 4096
    await zfleet.upload("rhel9", content)
    disks = [storage.DiskSpec(image="rhel9", size_bytes=20 * MIB, boot=True)]
    operation = await zfleet.spawn(spawn_request(disks=disks, no_start=True))
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    assert states(operation)["write_image 0100"] == "SUCCEEDED"
    assert states(operation)["start_guest"] == "SKIPPED"
    assert operation.spawn_guest.disks[0].image == "rhel9"
    assert operation.spawn_guest.guest.power_state == guest.POWER_STATE_OFF
    read = b""
    request = storage.ReadDiskRequest(user_id="LINUX01", device_number="0100", length=len(content))
    async for message in zfleet.disks.ReadDisk(request, timeout=20):
        read += message.content
    assert read == content


async def test_a_site_that_wants_disks_after_the_entry_gets_them_so(tmp_path: Path) -> None:
    """Its directory manager refuses automatic allocation in a new entry."""
    config = HostConfig(users={"MAINT": "secret"}, automatic_allocation_in_entries=False)
    async with fleet(tmp_path, config=config, storage={"create_after_entry": True}) as zfleet:
        free_before = await zfleet.free_bytes()
        await zfleet.upload("rhel9", bytes(range(256)) * 16)
        disks = [storage.DiskSpec(image="rhel9", boot=True), storage.DiskSpec(size_bytes=10 * MIB)]
        operation = await zfleet.spawn(spawn_request(disks=disks))
        assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation.error
        assert states(operation)["create_disks"] == states(operation)["write_image 0100"] == "SUCCEEDED"
        assert [disk.device_number for disk in operation.spawn_guest.disks] == ["0100", "0101"]
        assert operation.spawn_guest.disks[0].image == "rhel9"
        zfleet.host.faults.add(FaultRule(function="Image_Activate", times=1, return_code=396, reason_code=1))
        failed = await zfleet.spawn(spawn_request("LINUX02", disks=disks))
        assert failed.state == pb.OPERATION_STATE_FAILED
        assert await zfleet.traces_of("LINUX02") == []
        await zfleet.destroy("LINUX01")
        assert await zfleet.free_bytes() == free_before


async def test_a_swap_disk_in_memory_and_a_formatted_disk_are_made(zfleet: Fleet) -> None:
    """A V-DISK has no place on a volume; a swap area is put on a minidisk."""
    disks = [
        storage.DiskSpec(size_bytes=20 * MIB, boot=True),
        storage.DiskSpec(size_bytes=8 * MIB, virtual_disk=True),
        storage.DiskSpec(size_bytes=8 * MIB, file_system=storage.FILE_SYSTEM_SWAP),
    ]
    operation = await zfleet.spawn(spawn_request(disks=disks))
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation.error
    assert [disk.virtual_disk for disk in operation.spawn_guest.disks] == [False, True, False]
    assert operation.spawn_guest.disks[2].file_system == storage.FILE_SYSTEM_SWAP
    assert states(operation)["format 0102"] == "SUCCEEDED"
