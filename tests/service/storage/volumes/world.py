# SPDX-License-Identifier: Apache-2.0
"""A volume service with its host, and what tests do with both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.service.storage.world import PASSWORD, World, world
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceStub
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_smapi.calls import ImageQueryDM, SystemWWPNQuery

TWO_PATHS = "b800-b81f;b900-b91f"
PORT = "5005076300c20b8e"


class Answered:
    """The SMAPI functions that the host has answered, in their order."""

    def __init__(self) -> None:
        self.functions: list[str] = []

    def answered(self, function: str, return_code: int, reason_code: int, seconds: float) -> None:
        """One request was answered."""
        self.functions.append(function)


@dataclass
class Volumes:
    """The volume service's stub, the world behind it, and the host's SMAPI functions called so far."""

    stub: Any
    world: World
    calls: list[str]

    async def template(self, name: str = "both", devices: str = TWO_PATHS, **more: Any) -> str:
        """A new template's id."""
        request = pb.CreateFcpTemplateRequest(name=name, devices=devices, **more)
        answer = await self.stub.CreateFcpTemplate(request)
        return str(answer.template.template_id)

    async def reserve(self, user_id: str, template_id: str = "", **more: Any) -> pb.Connector:
        """ReserveConnector."""
        request = pb.ReserveConnectorRequest(user_id=user_id, template_id=template_id, **more)
        connector: pb.Connector = (await self.stub.ReserveConnector(request)).connector
        return connector

    async def reserved(self, user_id: str, template_id: str) -> list[str]:
        """The device numbers of a new connector."""
        return [device.device_number for device in (await self.reserve(user_id, template_id)).devices]

    async def attach(self, user_id: str, numbers: Sequence[str], **more: Any) -> pb.AttachVolumeResponse:
        """AttachVolume."""
        request = pb.AttachVolumeRequest(user_id=user_id, device_numbers=numbers, **more)
        answer: pb.AttachVolumeResponse = await self.stub.AttachVolume(request)
        return answer

    async def detach(self, user_id: str, numbers: Sequence[str], **more: Any) -> pb.DetachVolumeResponse:
        """DetachVolume."""
        request = pb.DetachVolumeRequest(user_id=user_id, device_numbers=numbers, **more)
        answer: pb.DetachVolumeResponse = await self.stub.DetachVolume(request)
        return answer

    async def undo(self, request_id: str, user_id: str) -> bool:
        """UndoVolumeChange."""
        request = pb.UndoVolumeChangeRequest(request_id=request_id, user_id=user_id)
        return bool((await self.stub.UndoVolumeChange(request)).undone)

    async def device(self, number: str) -> pb.FcpDevice:
        """GetFcpDevice."""
        answer = await self.stub.GetFcpDevice(pb.GetFcpDeviceRequest(device_number=number))
        device: pb.FcpDevice = answer.device
        return device

    async def record(self, number: str) -> tuple[str, bool, int]:
        """Who has a device by the service's records: assigner, reserved, volumes."""
        device = await self.device(number)
        return device.assigner, device.reserved, device.connection_count

    async def devices(self, **filters: Any) -> list[pb.FcpDevice]:
        """ListFcpDevices, its first page."""
        return list((await self.stub.ListFcpDevices(pb.ListFcpDevicesRequest(**filters))).devices)

    async def dedicated(self, user_id: str) -> list[str]:
        """The devices of the DEDICATE statements in the directory."""
        reply = await self.world.smapi.call(ImageQueryDM(target=user_id))
        return [line.split()[1] for line in reply.image_record_array if line.startswith("DEDICATE")]

    async def owner(self, number: str) -> str:
        """Who has a device in z/VM; NONE when nobody."""
        reply = await self.world.smapi.call(SystemWWPNQuery(owner="YES"))
        return next(line.owner for line in reply.wwpn_array if line.fcp_dev_id == number)


@asynccontextmanager
async def volumes(folder: Path, **settings: Any) -> AsyncIterator[Volumes]:
    """A started service on a host of its own; `settings` as said."""
    answered = Answered()
    async with (
        SimulatedHost(HostConfig(users={"MAINT": PASSWORD}), answered) as host,
        world(folder, on=host, **settings) as started,
    ):
        yield Volumes(VolumeServiceStub(started.channel), started, answered.functions)
