# SPDX-License-Identifier: Apache-2.0
"""A storage service with its host, and what tests do with both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from pydantic import SecretStr

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import running
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import ImageActivate, ImageCreateDM, ImageDeleteDM, ImageQueryDM
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_storage.part import StoragePart
from zfleet_storage.settings import StorageSettings

PASSWORD = "of the tests"
MEBIBYTE = 1024 * 1024
CYLINDER = 737_280


@dataclass
class World:
    """The service's stub, and the host behind it: `smapi` and `linux` are the tests' own ways to it."""

    storage: Any
    channel: grpc.aio.Channel
    host: SimulatedHost
    smapi: SmapiClient
    linux: LinuxClient
    folder: Path

    @property
    def import_folder(self) -> Path:
        """Where the service may import from."""
        return self.folder / "import"

    async def make_guest(self, user_id: str, *records: str) -> None:
        """A guest with these statements behind USER."""
        head = f"USER {user_id} LBYONLY 512M 1G G"
        await self.smapi.call(ImageCreateDM(target=user_id, image_record_array=(head, "INCLUDE OSDFLT", *records)))

    async def start_guest(self, user_id: str) -> None:
        """Logs it on."""
        await self.smapi.call(ImageActivate(target=user_id))

    async def delete_guest(self, user_id: str) -> None:
        """Behind the service's back."""
        await self.smapi.call(ImageDeleteDM(target=user_id, data_security_erase=0))

    async def minidisks(self, user_id: str) -> list[str]:
        """The device numbers of the MDISK statements in the directory."""
        reply = await self.smapi.call(ImageQueryDM(target=user_id))
        return [line.split()[1] for line in reply.image_record_array if line.startswith("MDISK")]

    async def plan(self, request_id: str, user_id: str, *disks: pb.DiskSpec) -> pb.PlanDisksResponse:
        """PlanDisks."""
        answer: pb.PlanDisksResponse = await self.storage.PlanDisks(
            pb.PlanDisksRequest(request_id=request_id, user_id=user_id, disks=disks)
        )
        return answer

    async def create(self, user_id: str, *disks: pb.DiskSpec, request_id: str = "") -> Sequence[pb.Disk]:
        """CreateDisks."""
        answer = await self.storage.CreateDisks(
            pb.CreateDisksRequest(request_id=request_id, user_id=user_id, disks=disks)
        )
        disks_created: Sequence[pb.Disk] = answer.disks
        return disks_created

    async def disks(self, user_id: str) -> Sequence[pb.Disk]:
        """ListDisks, its first page."""
        answer = await self.storage.ListDisks(pb.ListDisksRequest(user_id=user_id))
        found: Sequence[pb.Disk] = answer.disks
        return found

    async def pool(self, name: str = "POOL1") -> pb.Pool:
        """GetPool."""
        answer = await self.storage.GetPool(pb.GetPoolRequest(name=name))
        pool: pb.Pool = answer.pool
        return pool

    async def upload(self, name: str, content: bytes, *, piece: int = MEBIBYTE, **header: Any) -> pb.Image:
        """UploadImage."""

        async def messages() -> AsyncIterator[pb.UploadImageRequest]:
            yield pb.UploadImageRequest(header=pb.UploadHeader(name=name, **header))
            for at in range(0, len(content), piece):
                yield pb.UploadImageRequest(content=content[at : at + piece])

        answer = await self.storage.UploadImage(messages())
        image: pb.Image = answer.image
        return image

    async def read(self, user_id: str, number: str, offset: int = 0, length: int = 0) -> bytes:
        """ReadDisk, all of it."""
        request = pb.ReadDiskRequest(user_id=user_id, device_number=number, offset=offset, length=length)
        return b"".join([answer.content async for answer in self.storage.ReadDisk(request)])


@asynccontextmanager
async def world(
    folder: Path, host: HostConfig | None = None, *, on: SimulatedHost | None = None, **settings: Any
) -> AsyncIterator[World]:
    """A started service with an import folder, on a host of its own or `on` a started one; `settings` as said."""
    (folder / "import").mkdir(exist_ok=True)
    chosen = StorageSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        log_level="error",
        state_folder=folder / "state",
        zvm_password=SecretStr(PASSWORD),
        default_pool="POOL1",
        import_folders=(folder / "import",),
        **settings,
    )
    config = host or HostConfig(users={"MAINT": PASSWORD})
    async with (
        nullcontext(on) if on is not None else SimulatedHost(config) as started,
        SmapiClient(started.connect, credentials=Credentials("MAINT", PASSWORD)) as smapi,
        running(StoragePart(), chosen, host=started) as process,
        grpc.aio.insecure_channel(process.address) as channel,
    ):
        linux = LinuxClient(started.connect_linux)
        yield World(StorageServiceStub(channel), channel, started, smapi, linux, folder)


async def refusal(call: Any) -> ZfleetError:
    """How a call is refused; AssertionError when it is not."""
    try:
        if hasattr(call, "__aiter__"):
            async for _ in call:
                pass
        else:
            await call
    except grpc.RpcError as error:
        return from_call(error)
    raise AssertionError("the call was not refused")


def fields(error: ZfleetError) -> list[str]:
    """The fields that a refusal names."""
    return [one.field for one in error.violations]
