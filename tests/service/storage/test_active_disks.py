# SPDX-License-Identifier: Apache-2.0
"""ListActiveDisks, GetVolume, a pool's free extents, and the health of the calls of z/VM."""

from __future__ import annotations

import grpc

from tests.service.storage.world import CYLINDER, World, fields, refusal
from zfleet.storage.v1 import storage_service_pb2 as pb


async def active(here: World, user_id: str) -> list[pb.ActiveDisk]:
    """ListActiveDisks."""
    return list((await here.storage.ListActiveDisks(pb.ListActiveDisksRequest(user_id=user_id))).disks)


async def test_a_running_guest_s_disks_are_listed(here: World) -> None:
    """Minidisks with their real device and volume, and V-DISKs; by device number."""
    await here.make_guest(
        "LINUX01",
        "MDISK 0200 9336 AUTOG 4096 POOL2 MR",
        "MDISK 0100 3390 AUTOG 10 POOL1 MR",
        "MDISK 0300 FB-512 V-DISK 2048 MR",
    )
    await here.start_guest("LINUX01")
    disks = await active(here, "linux01")
    own = [disk for disk in disks if disk.device_number in ("0100", "0200", "0300")]
    assert [disk.device_number for disk in disks] == sorted(disk.device_number for disk in disks)
    assert [(disk.size, disk.size_unit, disk.device_type) for disk in own] == [
        (10, pb.SIZE_UNIT_CYLINDERS, "3390"),
        (4096, pb.SIZE_UNIT_BLOCKS, "9336"),
        (2048, pb.SIZE_UNIT_BLOCKS, "9336"),
    ]
    assert not any(disk.read_only for disk in own)
    labels = {volume.label for volume in (await here.pool()).volumes}
    assert own[0].volume in labels
    assert len(own[0].real_device) == 4
    assert (own[2].real_device, own[2].volume) == ("VDSK", "(VDSK)")


async def test_a_guest_that_is_off_has_no_active_disks(here: World) -> None:
    """That is said, as is that there is no such guest."""
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 10 POOL1 MR")
    error = await refusal(active(here, "LINUX01"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_NOT_RUNNING")
    error = await refusal(active(here, "NOBODY"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND")
    assert fields(await refusal(active(here, ""))) == ["user_id"]


async def test_a_volume_is_told_by_its_label(here: World) -> None:
    """Type, size and regions; an unknown one is not found."""
    for pool, unit in (("POOL1", pb.SIZE_UNIT_CYLINDERS), ("POOL2", pb.SIZE_UNIT_BLOCKS)):
        of_pool = (await here.pool(pool)).volumes[0]
        found = await here.storage.GetVolume(pb.GetVolumeRequest(label=of_pool.label.lower()))
        assert (found.label, found.device_type, found.size_unit) == (of_pool.label, of_pool.device_type, unit)
        assert found.size >= of_pool.size
        assert found.regions
    error = await refusal(here.storage.GetVolume(pb.GetVolumeRequest(label="NOVOL")))
    assert (error.status, error.reason, error.resource) == (
        grpc.StatusCode.NOT_FOUND,
        "VOLUME_NOT_FOUND",
        ("volume", "NOVOL"),
    )
    for label in ("", "TOOLONG1", "A B"):
        assert fields(await refusal(here.storage.GetVolume(pb.GetVolumeRequest(label=label)))) == ["label"]


async def test_a_pool_tells_its_free_extents(here: World) -> None:
    """Where they are, in which region; together they are what is free."""
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 10 POOL1 MR")
    pool = await here.pool()
    assert sum(extent.size for extent in pool.free_extents) * CYLINDER == pool.free_bytes
    labels = {volume.label: volume.device_type for volume in pool.volumes}
    for extent in pool.free_extents:
        assert (extent.group, extent.device_type) == ("POOL1", labels[extent.volume])
        assert extent.size_bytes == extent.size * CYLINDER
        assert extent.region
    assert any(extent.start == 11 for extent in pool.free_extents) or len(pool.free_extents) > 1
    assert not (await here.storage.ListPools(pb.ListPoolsRequest())).pools[0].free_extents


async def test_the_health_of_the_calls_of_zvm_is_told(here: World) -> None:
    """Answers are counted, refusals among them."""
    await refusal(active(here, "NOBODY"))
    health = (await here.storage.GetSmapiHealth(pb.GetSmapiHealthRequest())).health
    assert health.total_success >= 1
    assert health.healthy
    assert (health.total_fail, health.continuous_fail, health.HasField("last_fail_time")) == (0, 0, False)
    assert health.last_success_time.seconds > 1_700_000_000
