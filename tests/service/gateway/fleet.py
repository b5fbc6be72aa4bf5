# SPDX-License-Identifier: Apache-2.0
"""The gateway with the three real services and one simulated z/VM host, each spoken to through its real protocol."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub, OperationServiceStub
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.network.v1.network_service_pb2_grpc import NetworkServiceStub
from zfleet.smapi.v1 import guest_functions_pb2 as functions
from zfleet.smapi.v1.guest_functions_pb2_grpc import GuestFunctionsServiceStub
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceStub
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_guest.part import GuestPart
from zfleet_guest.settings import GuestSettings
from zfleet_network.part import NetworkPart
from zfleet_network.settings import NetworkSettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.log import Log, open_log
from zfleet_runtime.process import Process, running
from zfleet_simulator.config import HostConfig
from zfleet_simulator.host import SimulatedHost
from zfleet_storage.part import StoragePart
from zfleet_storage.settings import StorageSettings

PORTS: dict[str, Any] = {"listen": "127.0.0.1:0", "metrics_listen": "127.0.0.1:0", "grace": 1, "reflection": True}
MIB = 1024 * 1024


def quiet(name: str) -> Log:
    """A log that nobody reads."""
    return open_log(name, stream=io.StringIO())


@dataclass
class Fleet:
    """Everything at work, and stubs of all of it; those of the services are called through the gateway."""

    host: SimulatedHost
    guest_part: Process[GuestSettings]
    storage_part: Process[StorageSettings]
    network_part: Process[NetworkSettings]
    process: Process[GatewaySettings]
    channel: Channel
    folder: Path

    def __post_init__(self) -> None:
        self.gateway = GatewayServiceStub(self.channel)
        self.operations = OperationServiceStub(self.channel)
        self.guests = GuestServiceStub(self.channel)
        self.disks = StorageServiceStub(self.channel)
        self.volumes = VolumeServiceStub(self.channel)
        self.nics = NetworkServiceStub(self.channel)

    async def ended(self, operation: pb.Operation) -> pb.Operation:
        """The operation when it has ended."""
        answer = await self.operations.WaitOperation(
            pb.WaitOperationRequest(operation_id=operation.operation_id), timeout=30
        )
        return answer.operation

    async def spawn(self, request: pb.SpawnGuestRequest) -> pb.Operation:
        """A spawn and its end."""
        answer = await self.gateway.SpawnGuest(request, timeout=20)
        return await self.ended(answer.operation)

    async def destroy(self, user_id: str, **more: Any) -> pb.Operation:
        """A destroy and its end."""
        answer = await self.gateway.DestroyGuest(pb.DestroyGuestRequest(user_id=user_id, **more), timeout=20)
        return await self.ended(answer.operation)

    async def upload(self, name: str, content: bytes, os_version: str = "linux") -> None:
        """An image, streamed through the gateway."""

        async def parts() -> AsyncIterator[storage.UploadImageRequest]:
            yield storage.UploadImageRequest(header=storage.UploadHeader(name=name, os_version=os_version))
            for start in range(0, len(content), MIB):
                yield storage.UploadImageRequest(content=content[start : start + MIB])

        await self.disks.UploadImage(parts(), timeout=20)

    async def free_bytes(self) -> dict[str, tuple[int, int]]:
        """Of each pool: what is free and what is reserved."""
        pools = (await self.disks.ListPools(storage.ListPoolsRequest(), timeout=20)).pools
        return {pool.name: (pool.free_bytes, pool.reserved_bytes) for pool in pools}

    async def traces_of(self, user_id: str) -> list[str]:
        """Whatever there is of a guest, anywhere: directory, disks, NICs, grants."""
        found = []
        try:
            await self.guests.GetGuest(guest.GetGuestRequest(user_id=user_id), timeout=20)
            found.append("directory entry")
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.NOT_FOUND:
                raise
        try:
            disks = await self.disks.ListDisks(storage.ListDisksRequest(user_id=user_id), timeout=20)
            found += [f"disk {disk.device_number}" for disk in disks.disks]
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.NOT_FOUND:
                raise
        nics = await self.nics.ListNics(network.ListNicsRequest(user_id=user_id), timeout=20)
        found += [f"NIC {nic.device_number}" for nic in nics.nics]
        for name in ("VSW1", "VSW2"):
            switch = await self.nics.GetVirtualSwitch(network.GetVirtualSwitchRequest(name=name), timeout=20)
            found += [f"grant on {name}" for grant in switch.virtual_switch.grants if grant.user_id == user_id]
        return found

    async def reader_of(self, user_id: str) -> list[str]:
        """What lies in a guest's reader, as z/VM lists it."""
        request = functions.SystemRDRFileQueryRequest(target=user_id)
        try:
            answer = await GuestFunctionsServiceStub(self.channel).SystemRDRFileQuery(request, timeout=20)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return []
            raise
        return list(answer.rdr_file_array)

    def metric(self, name: str, **labels: str) -> float:
        """A metric of the gateway; 0 when there is no such series."""
        return self.process.metrics.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def fleet(
    folder: Path,
    *,
    config: HostConfig | None = None,
    host: SimulatedHost | None = None,
    storage: dict[str, Any] | None = None,
    **more: Any,
) -> AsyncIterator[Fleet]:
    """Everything on free ports, with a furnished host. `storage`, `more`: settings of that service, of the gateway.

    `host`: one that runs already, instead of one of its own.

    The network service keeps its state in a folder, so that it can be started again.
    """
    async with AsyncExitStack() as stack:
        if host is None:
            own = SimulatedHost(config or HostConfig(users={"MAINT": "secret"}))
            host = await stack.enter_async_context(own)
        guest_part = await stack.enter_async_context(
            running(GuestPart(), GuestSettings(**PORTS), log=quiet("guest"), host=host)
        )
        storage_settings = StorageSettings(default_pool="POOL1", **PORTS, **(storage or {}))
        storage_part = await stack.enter_async_context(
            running(StoragePart(), storage_settings, log=quiet("storage"), host=host)
        )
        network_settings = NetworkSettings(**PORTS, state_folder=folder / "network")
        network_part = await stack.enter_async_context(
            running(NetworkPart(), network_settings, log=quiet("network"), host=host)
        )
        settings = GatewaySettings(
            **PORTS,
            guest_address=guest_part.address,
            storage_address=storage_part.address,
            network_address=network_part.address,
            state_folder=folder,
            **{"rest_listen": "", **more},
        )
        process = await stack.enter_async_context(running(GatewayPart(), settings, log=quiet("gateway")))
        channel = await stack.enter_async_context(Channel(process.address))
        yield Fleet(host, guest_part, storage_part, network_part, process, channel, folder)


def spawn_request(user_id: str = "LINUX01", **more: Any) -> pb.SpawnGuestRequest:
    """A guest with a boot disk, a data disk, a NIC and a file."""
    given: dict[str, Any] = {
        "guest": guest.GuestSpec(user_id=user_id, cpu_count=2, memory_mib=2048),
        "disks": [storage.DiskSpec(size_bytes=20 * MIB, boot=True), storage.DiskSpec(size_bytes=10 * MIB)],
        "nics": [network.NicSpec(virtual_switch="VSW1")],
        "files": [guest.ReaderFile(name="CFGDRIVE", type="TGZ", content=b"config drive")],
    }
    return pb.SpawnGuestRequest(**(given | more))


async def refusal(call: Awaitable[object]) -> ZfleetError:
    """What a call is refused with."""
    try:
        answer = await call
    except grpc.aio.AioRpcError as error:
        return from_call(error)
    raise AssertionError(f"not refused: {answer}")


def states(operation: pb.Operation) -> dict[str, str]:
    """Each step's state, by its short name."""
    return {step.name: pb.StepState.Name(step.state).removeprefix("STEP_STATE_") for step in operation.steps}
