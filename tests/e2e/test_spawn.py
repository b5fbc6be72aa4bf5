# SPDX-License-Identifier: Apache-2.0
"""Facts about a guest's life, through the public API and all processes."""

from __future__ import annotations

import asyncio
import hashlib
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.command import Up
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet_client import AlreadyExists, Fleet, InvalidArgument, NotFound, disk, nic, reader_file


async def test_what_a_spawn_writes_can_be_read_back_and_a_destroy_leaves_nothing(
    fleet: Up, image: Path, config_drive: Path
) -> None:
    """Image on the boot disk, config drive taken by the guest, NIC coupled, guest on; then nothing of it."""
    async with Fleet(fleet.address) as client:
        free = {pool.name: pool.free_bytes async for pool in client.pools.list()}
        await client.images.upload("e2e-root", image, os_version="test")
        operation = await client.spawn(
            "E2ESPAWN",
            cpus=2,
            memory="1G",
            disks=[disk("64M", boot=True, image="e2e-root"), disk("32M", file_system="ext4")],
            nics=[nic("VSW1", mac="02:00:00:aa:bb:cc", ip="10.1.0.5", cidr="10.1.0.0/24")],
            files=[reader_file(config_drive)],
        )
        seen = {step.name: step.state async for step in operation.watch()}
        assert set(seen.values()) == {pb.STEP_STATE_SUCCEEDED}, seen
        result = await operation.result()
        assert [made.device_number for made in result.disks] == ["0100", "0101"]

        found = (await client.guest("E2ESPAWN")).guest
        assert found.guest.power_state == guest_pb.POWER_STATE_ON
        assert found.nics[0].mac_address.lower() == "02:00:00:aa:bb:cc"
        assert found.nics[0].connected
        switch = await client.virtual_switches.get("VSW1")
        assert "E2ESPAWN" in {grant.user_id for grant in switch.grants}

        drive = await asyncio.to_thread(config_drive.read_bytes)
        said = (await client.guests.console("E2ESPAWN")).text
        assert f"of {len(drive)} bytes, sha256 {hashlib.sha256(drive).hexdigest()}" in said
        assert "config drive of" in said

        await client.guests.stop("E2ESPAWN")
        content = await asyncio.to_thread(image.read_bytes)
        back = b"".join([part async for part in client.disks.read("E2ESPAWN", "0100", length=len(content))])
        assert back == content

        await (await client.destroy("E2ESPAWN")).result()
        with pytest.raises(NotFound):
            await client.guest("E2ESPAWN")
        assert {pool.name: pool.free_bytes async for pool in client.pools.list()} == free
        switch = await client.virtual_switches.get("VSW1")
        assert "E2ESPAWN" not in {grant.user_id for grant in switch.grants}
        assert [nic async for nic in client.nics.list(user_id="E2ESPAWN")] == []
        await client.images.delete("e2e-root")


async def test_a_refused_spawn_names_every_bad_field_of_all_services_and_changes_nothing(fleet: Up) -> None:
    """Guest, disk and NIC are checked by three services; the caller gets one answer."""
    async with Fleet(fleet.address) as client:
        with pytest.raises(InvalidArgument) as caught:
            await client.spawn(
                guest_pb.GuestSpec(user_id="E2E BAD", cpu_count=65),
                disks=[disk("1G", pool="NOPOOL", mode="XX")],
                nics=[nic("NOSUCH", mac="01:00:00:00:00:01")],
            )
        fields = {bad.field for bad in caught.value.bad_fields}
        assert {"guest.user_id", "disks[0].mode", "nics[0].mac_address"} <= fields, fields
        assert [each async for each in client.operations.list(user_id="E2E")] == []


async def test_the_same_request_id_twice_is_one_guest(fleet: Up) -> None:
    """At the same time, from two connections."""
    async with Fleet(fleet.address) as one, Fleet(fleet.address) as other:
        first, second = await asyncio.gather(
            one.spawn("E2ETWICE", start=False, request_id="e2e-twice"),
            other.spawn("E2ETWICE", start=False, request_id="e2e-twice"),
        )
        assert first.id == second.id
        await first.result()
        with pytest.raises(AlreadyExists):
            await (await one.spawn("E2ETWICE", start=False)).result()
        await (await one.destroy("E2ETWICE")).result()


async def test_many_spawns_at_once_all_succeed_and_take_less_than_one_after_the_other(fleet: Up) -> None:
    """Ten guests; device numbers, MAC addresses and space are never given twice."""
    names = [f"E2EM{number:02d}" for number in range(10)]
    async with Fleet(fleet.address, timeout=120) as client:
        began = time.monotonic()
        operations = await asyncio.gather(
            *(client.spawn(name, disks=[disk("20M"), disk("20M")], nics=[nic("VSW1"), nic("VSW2")]) for name in names)
        )
        results = await asyncio.gather(*(operation.result(120) for operation in operations))
        took = time.monotonic() - began
        macs = [made.mac_address for result in results for made in result.nics]
        assert len(set(macs)) == len(macs) == 20
        extents = sorted((made.volume, made.start, made.size) for result in results for made in result.disks)
        for (volume, start, size), (next_volume, next_start, _) in pairwise(extents):
            assert volume != next_volume or start + size <= next_start
        alone = sum(result.duration.ToTimedelta().total_seconds() for result in results)
        assert took < alone
        await asyncio.gather(*[(await client.destroy(name)).result(120) for name in names])


async def test_a_cancelled_spawn_leaves_nothing(fleet: Up) -> None:
    """Cancelled on its way or ended before: in both cases the fleet is consistent afterwards."""
    async with Fleet(fleet.address) as client:
        operation = await client.spawn("E2ECANC", disks=[disk("64M", file_system="ext4")], nics=[nic("VSW1")])
        await operation.cancel()
        await operation.wait(60)
        if operation.message.state == pb.OPERATION_STATE_CANCELLED:
            with pytest.raises(NotFound):
                await client.guest("E2ECANC")
            assert [found async for found in client.nics.list(user_id="E2ECANC")] == []
        else:
            await (await client.destroy("E2ECANC")).result()
