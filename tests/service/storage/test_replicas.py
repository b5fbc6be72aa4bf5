# SPDX-License-Identifier: Apache-2.0
"""Two replicas of the service over one PostgreSQL and one image folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from pydantic import SecretStr

from tests.service.network.test_replicas import database_url  # noqa: F401  # a fixture
from tests.service.storage.world import CYLINDER, PASSWORD, refusal
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_runtime.database import Database
from zfleet_runtime.process import running
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_storage.part import StoragePart
from zfleet_storage.settings import StorageSettings
from zfleet_storage.tables import METADATA

pytestmark = pytest.mark.postgresql


@asynccontextmanager
async def two_replicas(tmp_path: Path, database_url: str) -> AsyncIterator[list[Any]]:  # noqa: F811
    """Their stubs."""
    settings = StorageSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        log_level="error",
        zvm_password=SecretStr(PASSWORD),
        database_url=SecretStr(database_url),
        default_pool="POOL1",
        image_folder=tmp_path / "images",
    )
    async with SimulatedHost(HostConfig(users={"MAINT": PASSWORD})) as host, AsyncExitStack() as stack:
        stubs: list[Any] = []
        for _ in range(2):
            process = await stack.enter_async_context(running(StoragePart(), settings, host=host))
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(process.address))
            stubs.append(StorageServiceStub(channel))
        database = Database(database_url, "storage")
        stack.push_async_callback(database.close)
        assert await database.differences(METADATA) == []
        yield stubs


def plan(request_id: str, user_id: str, cylinders: int) -> pb.PlanDisksRequest:
    """A plan of one disk."""
    disk = pb.DiskSpec(size_bytes=cylinders * CYLINDER)
    return pb.PlanDisksRequest(request_id=request_id, user_id=user_id, disks=[disk])


async def test_two_replicas_never_give_the_same_thing_twice(tmp_path: Path, database_url: str) -> None:  # noqa: F811
    """Disks, space and names of images. (One test: starting a PostgreSQL takes longer than both halves.)"""
    async with two_replicas(tmp_path, database_url) as replicas:
        await plans_are_disjoint(replicas)
        await a_name_is_given_to_one_upload(replicas)


async def plans_are_disjoint(replicas: list[Any]) -> None:
    """Neither a device number of one guest nor more of a pool than there is."""
    answers = await asyncio.gather(
        *(replicas[n % 2].PlanDisks(plan(f"n{n}", f"LINUX{n % 3}", 1)) for n in range(30)), return_exceptions=True
    )
    given = [answer for answer in answers if not isinstance(answer, BaseException)]
    keys = {(answer.disks[0].user_id, answer.disks[0].device_number) for answer in given}
    assert len(keys) == len(given) >= 25
    pool = (await replicas[0].GetPool(pb.GetPoolRequest(name="POOL1"))).pool
    third = pool.largest_free_bytes // 3 // CYLINDER
    room = sum(volume.free // third for volume in pool.volumes)
    answers = await asyncio.gather(
        *(replicas[n % 2].PlanDisks(plan(f"s{n}", f"GUEST{n}", third)) for n in range(room + 6)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
    assert 6 <= len(refused) <= 8
    assert {error.code() for error in refused} == {grpc.StatusCode.RESOURCE_EXHAUSTED}
    assert await replicas[1].PlanDisks(plan("n0", "LINUX0", 1)) == await replicas[0].PlanDisks(plan("n0", "LINUX0", 1))


async def a_name_is_given_to_one_upload(replicas: list[Any]) -> None:
    """The other one hears that it is taken; both replicas then have the image."""

    async def messages(content: bytes) -> AsyncIterator[pb.UploadImageRequest]:
        yield pb.UploadImageRequest(header=pb.UploadHeader(name="rhel9"))
        yield pb.UploadImageRequest(content=content)

    answers = await asyncio.gather(
        *(replica.UploadImage(messages(b"%d" % n)) for n, replica in enumerate(replicas)), return_exceptions=True
    )
    (refused,) = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
    assert refused.code() is grpc.StatusCode.ALREADY_EXISTS
    (made,) = [answer.image for answer in answers if not isinstance(answer, BaseException)]
    for replica in replicas:
        assert (await replica.GetImage(pb.GetImageRequest(name="rhel9"))).image == made
    await replicas[1].DeleteImage(pb.DeleteImageRequest(name="rhel9"))
    error = await refusal(replicas[0].GetImage(pb.GetImageRequest(name="rhel9")))
    assert error.status is grpc.StatusCode.NOT_FOUND
