# SPDX-License-Identifier: Apache-2.0
"""A guest comes to be: through the gateway, the three services and the simulated host."""

from __future__ import annotations

from tests.service.gateway.fleet import MIB, Fleet, spawn_request, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage


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
