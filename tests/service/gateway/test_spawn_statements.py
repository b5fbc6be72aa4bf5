# SPDX-License-Identifier: Apache-2.0
"""What a spawn can say in a directory entry: everything that Feilong's guest_create can, in the same order."""

from __future__ import annotations

from tests.service.gateway.fleet import MIB, Fleet, states
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage

SPEC = guest.GuestSpec(
    user_id="INST0001",
    cpu_count=2,
    memory_mib=2048,
    account="ACC",
    cpu_pool="POOL",
    comments=["made elsewhere"],
    ipl=guest.IplSpec(**{"from": "0100"}, load_parameter="1"),
    dedicated_devices=[guest.DedicatedDevice(device_number="b800")],
    load_device=guest.LoadDevice(port_name="5005076300c213e9", lun="5022000000000000"),
)
DISKS = (
    storage.DiskSpec(device_number="0100", size=30, boot=True),
    storage.DiskSpec(device_number="0101", size_bytes=30 * MIB, file_system=storage.FILE_SYSTEM_EXT3),
    storage.DiskSpec(device_number="0102", size_bytes=16 * MIB, file_system=storage.FILE_SYSTEM_SWAP),
    storage.DiskSpec(device_number="0103", size_bytes=16 * MIB, virtual_disk=True),
)


async def test_an_entry_can_say_what_feilongs_can(zfleet: Fleet) -> None:
    """Disks by cylinders, with file systems, as swap on a minidisk and in CP's memory; IPL and LOADDEV; left off."""
    operation = await zfleet.spawn(pb.SpawnGuestRequest(guest=SPEC, disks=DISKS, no_start=True))
    assert operation.state == pb.OPERATION_STATE_SUCCEEDED, operation
    result = operation.spawn_guest
    placed = {disk.device_number: f"{disk.start} {disk.size} {disk.volume}" for disk in result.disks}
    assert list(result.guest.directory.statements) == [
        "USER INST0001 LBYONLY 2G 64G G",
        "INCLUDE OSDFLT",
        "MACHINE ESA 32",
        "ACCOUNT ACC",
        "COMMAND SET VCONFIG MODE LINUX",
        "COMMAND DEFINE CPU 00 TYPE IFL",
        "COMMAND DEFINE CPU 01 TYPE IFL",
        "COMMAND SCHEDULE * WITHIN POOL POOL",
        "SHARE RELATIVE 200",
        "IPL 0100 LOADPARM 1",
        "COMMAND DEF STOR INITIAL STANDBY REMAINDER",
        "LOADDEV PORTNAME 5005076300C213E9",
        "LOADDEV LUN 5022000000000000",
        "DEDICATE B800 B800",
        f"MDISK 0100 3390 {placed['0100']} MR",
        f"MDISK 0101 3390 {placed['0101']} MR",
        f"MDISK 0102 3390 {placed['0102']} MR",
        "MDISK 0103 FB-512 V-DISK 32768 MR",
        "* MADE ELSEWHERE",
    ]
    done = states(operation)
    assert (done["format 0101"], done["format 0102"]) == ("SUCCEEDED", "SUCCEEDED")
    assert "format 0103" not in done  # its content goes at each logoff
    assert result.guest.power_state == guest.POWER_STATE_OFF
