# SPDX-License-Identifier: Apache-2.0
"""SCSI volumes of guests, and the FCP devices that they are reached over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub
from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceStub
from zfleet_client.connection import Connection, new_request_id

LONGEST = 1900.0  # seconds: a guest's Linux may take 30 minutes to bring a volume up


class Volumes:
    """The SCSI volumes of guests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gateway = GatewayServiceStub(connection.channel)
        self._service = VolumeServiceStub(connection.channel)

    async def attach(
        self,
        user_id: str,
        connection: gateway_pb.VolumeConnection,
        *,
        template_id: str = "",
        request_id: str = "",
    ) -> gateway_pb.AttachVolumeResponse:
        """Attaches a volume: devices for the guest, and its Linux brings the volume up. All or nothing."""
        request = gateway_pb.AttachVolumeRequest(
            request_id=request_id or new_request_id(), user_id=user_id, connection=connection, template_id=template_id
        )
        return await self._connection.call(self._gateway.AttachVolume, request, timeout=self._longest)

    async def detach(
        self, user_id: str, connection: gateway_pb.VolumeConnection, *, request_id: str = ""
    ) -> gateway_pb.DetachVolumeResponse:
        """Detaches a volume; devices that no volume needs any more are taken away, and stay reserved for the guest."""
        request = gateway_pb.DetachVolumeRequest(
            request_id=request_id or new_request_id(), user_id=user_id, connection=connection
        )
        return await self._connection.call(self._gateway.DetachVolume, request, timeout=self._longest)

    async def reserve(self, user_id: str, *, template_id: str = "", storage_provider: str = "") -> pb.Connector:
        """Reserves FCP devices for a guest; the connector says why when there are too few."""
        request = pb.ReserveConnectorRequest(
            user_id=user_id, template_id=template_id, storage_provider=storage_provider
        )
        return (await self._connection.call(self._service.ReserveConnector, request)).connector

    async def release(self, user_id: str, template_id: str) -> pb.Connector:
        """Gives back the devices of a guest that no volume is attached over."""
        request = pb.ReleaseConnectorRequest(user_id=user_id, template_id=template_id)
        return (await self._connection.call(self._service.ReleaseConnector, request)).connector

    @property
    def _longest(self) -> float:
        return max(self._connection.timeout, LONGEST)


class FcpDevices:
    """The FCP devices of a host."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = VolumeServiceStub(connection.channel)

    async def list(
        self, *, user_id: str = "", template_id: str = "", sync: bool = False
    ) -> AsyncIterator[pb.FcpDevice]:
        """The devices in the order of their numbers; of one guest or template when asked. `sync`: ask z/VM first."""
        request = pb.ListFcpDevicesRequest(assigner=user_id, template_id=template_id, sync=sync)
        while True:
            page = await self._connection.call(self._service.ListFcpDevices, request)
            for device in page.devices:
                yield device
            if not page.next_page_token:
                return
            request.page_token, request.sync = page.next_page_token, False

    async def get(self, device_number: str) -> pb.FcpDevice:
        """One device. NotFound."""
        request = pb.GetFcpDeviceRequest(device_number=device_number)
        return (await self._connection.call(self._service.GetFcpDevice, request)).device

    async def update(
        self,
        device_number: str,
        *,
        user_id: str = "",
        reserved: bool = False,
        connections: int = 0,
        template_id: str = "",
    ) -> pb.FcpDevice:
        """Sets all that is recorded of a device: whose it is, whether reserved, for how many volumes."""
        request = pb.UpdateFcpDeviceRequest(
            device_number=device_number,
            assigner=user_id,
            reserved=reserved,
            connection_count=connections,
            template_id=template_id,
        )
        return (await self._connection.call(self._service.UpdateFcpDevice, request)).device


class FcpTemplates:
    """Templates of FCP devices, from which connectors are made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = VolumeServiceStub(connection.channel)

    async def list(
        self, template_ids: Iterable[str] = (), *, statistics: bool = False, sync: bool = False
    ) -> AsyncIterator[pb.FcpTemplate]:
        """The templates, all or those named, in the order of their ids. NotFound when a named one is missing."""
        request = pb.ListFcpTemplatesRequest(template_ids=template_ids, with_statistics=statistics, sync=sync)
        while True:
            page = await self._connection.call(self._service.ListFcpTemplates, request)
            for template in page.templates:
                yield template
            if not page.next_page_token:
                return
            request.page_token, request.sync = page.next_page_token, False

    async def create(
        self,
        name: str,
        devices: str,
        *,
        description: str = "",
        host_default: bool = False,
        storage_providers: Iterable[str] = (),
        min_paths: int = 0,
        template_id: str = "",
        request_id: str = "",
    ) -> pb.FcpTemplate:
        """Makes a template; paths of `devices` have ";" between them, as in "1a00-1a0f;1b00,1b02".

        `template_id` is for one that another connector had. AlreadyExists when it is taken.
        """
        request = pb.CreateFcpTemplateRequest(
            request_id=request_id or new_request_id(),
            name=name,
            description=description,
            devices=devices,
            host_default=host_default,
            storage_providers=storage_providers,
            min_path_count=min_paths,
            template_id=template_id,
        )
        return (await self._connection.call(self._service.CreateFcpTemplate, request)).template

    async def delete(self, template_id: str, *, allow_missing: bool = False) -> None:
        """Removes a template. FailedPrecondition while guests have devices through it."""
        request = pb.DeleteFcpTemplateRequest(template_id=template_id, allow_missing=allow_missing)
        await self._connection.call(self._service.DeleteFcpTemplate, request)
