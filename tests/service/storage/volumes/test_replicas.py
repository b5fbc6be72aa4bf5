# SPDX-License-Identifier: Apache-2.0
"""Two replicas of the service over one PostgreSQL."""

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
from tests.service.storage.volumes.world import TWO_PATHS
from tests.service.storage.world import PASSWORD
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceStub
from zfleet_runtime.database import Database
from zfleet_runtime.process import running
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_smapi.calls import ImageActivate, ImageCreateDM, ImageQueryDM
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_storage.part import StoragePart
from zfleet_storage.settings import StorageSettings
from zfleet_storage.tables import METADATA

pytestmark = pytest.mark.postgresql


@asynccontextmanager
async def two_replicas(tmp_path: Path, database_url: str) -> AsyncIterator[tuple[list[Any], SmapiClient]]:  # noqa: F811
    """Their stubs, and the test's own way to their host."""
    settings = StorageSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        log_level="error",
        zvm_password=SecretStr(PASSWORD),
        database_url=SecretStr(database_url),
        state_folder=tmp_path,
        image_folder=tmp_path / "images",
    )
    async with (
        SimulatedHost(HostConfig(users={"MAINT": PASSWORD})) as host,
        SmapiClient(host.connect, credentials=Credentials("MAINT", PASSWORD)) as smapi,
        AsyncExitStack() as stack,
    ):
        stubs: list[Any] = []
        for _ in range(2):
            process = await stack.enter_async_context(running(StoragePart(), settings, host=host))
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(process.address))
            stubs.append(VolumeServiceStub(channel))
        database = Database(database_url, "storage")
        stack.push_async_callback(database.close)
        assert await database.differences(METADATA) == []
        yield stubs, smapi


async def test_two_replicas_never_give_a_device_twice(tmp_path: Path, database_url: str) -> None:  # noqa: F811
    """Connectors and volumes. (One test: starting a PostgreSQL takes longer than both halves.)"""
    async with two_replicas(tmp_path, database_url) as (stubs, smapi):
        await connectors_are_disjoint(stubs)
        await volumes_are_counted(stubs, smapi)


async def connectors_are_disjoint(stubs: list[Any]) -> None:
    """Through three templates that share all devices; the same guest gets the same ones at both replicas."""
    templates = []
    for n, devices in enumerate((TWO_PATHS, "b900-b91f;b800-b81f", "b800-b80f,b900-b90f;b810-b81f,b910-b91f")):
        made = await stubs[n % 2].CreateFcpTemplate(pb.CreateFcpTemplateRequest(name=f"t{n}", devices=devices))
        templates.append(made.template.template_id)

    async def reserve(n: int) -> pb.Connector:
        request = pb.ReserveConnectorRequest(user_id=f"LINUX{n // 2:03}", template_id=templates[n // 2 % 3])
        connector: pb.Connector = (await stubs[n % 2].ReserveConnector(request)).connector
        return connector

    connectors = await asyncio.gather(*(reserve(n) for n in range(50)))
    for one, other in zip(connectors[::2], connectors[1::2], strict=True):
        assert list(one.devices) == list(other.devices)
    given = [device.device_number for one in connectors[::2] for device in one.devices]
    assert len(given) == len(set(given)) == 50


async def volumes_are_counted(stubs: list[Any], smapi: SmapiClient) -> None:
    """Of one running guest at both replicas: all volumes count, and the devices are dedicated once."""
    records = ("USER DISKFUL LBYONLY 512M 1G G", "INCLUDE OSDFLT")
    await smapi.call(ImageCreateDM(target="DISKFUL", image_record_array=records))
    await smapi.call(ImageActivate(target="DISKFUL"))
    free = (await stubs[0].ListFcpDevices(pb.ListFcpDevicesRequest(state=pb.FCP_DEVICE_STATE_FREE))).devices
    numbers = [one.device_number for one in free if not one.assigner][:2]
    attach = pb.AttachVolumeRequest(user_id="DISKFUL", device_numbers=numbers)
    await asyncio.gather(*(stubs[n % 2].AttachVolume(attach) for n in range(8)))
    device = (await stubs[1].GetFcpDevice(pb.GetFcpDeviceRequest(device_number=numbers[0]))).device
    assert (device.assigner, device.connection_count) == ("DISKFUL", 8)
    entry = (await smapi.call(ImageQueryDM(target="DISKFUL"))).image_record_array
    assert sorted(line.split()[1] for line in entry if line.startswith("DEDICATE")) == sorted(numbers)
    detach = pb.DetachVolumeRequest(user_id="DISKFUL", device_numbers=numbers)
    await asyncio.gather(*(stubs[n % 2].DetachVolume(detach) for n in range(8)))
    entry = (await smapi.call(ImageQueryDM(target="DISKFUL"))).image_record_array
    assert not any(line.startswith("DEDICATE") for line in entry)
