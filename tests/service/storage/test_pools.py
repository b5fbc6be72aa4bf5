# SPDX-License-Identifier: Apache-2.0
"""ListPools and GetPool."""

from __future__ import annotations

import grpc

from tests.service.storage.world import CYLINDER, World, fields, refusal
from zfleet.storage.v1 import storage_service_pb2 as pb


async def test_pools_are_listed_with_their_sizes(here: World) -> None:
    """ECKD and FBA, in bytes."""
    pools = (await here.storage.ListPools(pb.ListPoolsRequest())).pools
    assert [(pool.name, pool.type) for pool in pools] == [("POOL1", pb.DISK_TYPE_ECKD), ("POOL2", pb.DISK_TYPE_FBA)]
    for pool in pools:
        assert pool.size_bytes == pool.used_bytes + pool.free_bytes
        assert 0 < pool.largest_free_bytes <= pool.free_bytes
        assert not pool.volumes


async def test_pools_come_page_by_page(here: World) -> None:
    """A page token goes on behind the last one, and belongs to its query."""
    first = await here.storage.ListPools(pb.ListPoolsRequest(page_size=1))
    assert [pool.name for pool in first.pools] == ["POOL1"]
    second = await here.storage.ListPools(pb.ListPoolsRequest(page_size=1, page_token=first.next_page_token))
    assert [pool.name for pool in second.pools] == ["POOL2"]
    assert second.next_page_token == ""
    error = await refusal(here.storage.ListPools(pb.ListPoolsRequest(page_size=-1, page_token="nonsense")))
    assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, ["page_size", "page_token"])


async def test_a_pool_shows_its_volumes_and_what_is_used(here: World) -> None:
    """A disk that is made takes its cylinders from one volume."""
    before = await here.pool()
    await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 100 POOL1 MR")
    after = await here.pool()
    assert before.free_bytes - after.free_bytes == 100 * CYLINDER
    assert after.used_bytes == 100 * CYLINDER
    assert sum(volume.free for volume in after.volumes) * CYLINDER == after.free_bytes
    assert {volume.device_type.split("-")[0] for volume in after.volumes} == {"3390"}
    assert [volume.size for volume in before.volumes] == [volume.size for volume in after.volumes]


async def test_reserved_space_is_not_free(here: World) -> None:
    """A plan shows at once."""
    before = await here.pool()
    await here.plan("op1", "LINUX01", pb.DiskSpec(size_bytes=100 * CYLINDER))
    after = await here.pool()
    assert after.reserved_bytes == 100 * CYLINDER
    assert before.free_bytes - after.free_bytes == 100 * CYLINDER


async def test_an_unknown_pool_is_not_found(here: World) -> None:
    """With its name in the details; a malformed one is INVALID_ARGUMENT."""
    error = await refusal(here.storage.GetPool(pb.GetPoolRequest(name="NOPOOL")))
    assert (error.status, error.reason, error.resource) == (
        grpc.StatusCode.NOT_FOUND,
        "POOL_NOT_FOUND",
        ("pool", "NOPOOL"),
    )
    for name in ("", "TOO LONG NAME"):
        error = await refusal(here.storage.GetPool(pb.GetPoolRequest(name=name)))
        assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, ["name"])
