# SPDX-License-Identifier: Apache-2.0
"""Disks of guests, and the pools that they come from."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_client.connection import Connection, new_request_id
from zfleet_client.transfer import OnProgress, follow


class Disks:
    """The disks of the guests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = StorageServiceStub(connection.channel)

    async def list(self, user_id: str) -> AsyncIterator[pb.Disk]:
        """The disks of a guest in the order of their device numbers."""
        request = pb.ListDisksRequest(user_id=user_id)
        while True:
            page = await self._connection.call(self._service.ListDisks, request)
            for disk in page.disks:
                yield disk
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def create(self, user_id: str, disks: Iterable[pb.DiskSpec], *, request_id: str = "") -> tuple[pb.Disk, ...]:
        """Adds disks to a guest, all or none. ResourceExhausted when no pool has the space."""
        request = pb.CreateDisksRequest(request_id=request_id or new_request_id(), user_id=user_id, disks=disks)
        return tuple((await self._connection.call(self._service.CreateDisks, request)).disks)

    async def delete(self, user_id: str, device_numbers: Iterable[str], *, allow_missing: bool = False) -> None:
        """Removes disks from a guest, with what is on them. NotFound before anything is removed."""
        request = pb.DeleteDisksRequest(user_id=user_id, device_numbers=device_numbers, allow_missing=allow_missing)
        await self._connection.call(self._service.DeleteDisks, request)

    async def format(
        self,
        user_id: str,
        device_number: str,
        file_system: pb.FileSystem,
        *,
        on_progress: OnProgress | None = None,
        request_id: str = "",
    ) -> pb.Disk:
        """Puts a file system or swap area on a disk that no running guest uses."""
        request = pb.FormatDiskRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            device_number=device_number,
            file_system=file_system,
        )
        last = await follow(self._connection.stream(self._service.FormatDisk, request), on_progress)
        return last.disk

    async def write(
        self,
        user_id: str,
        device_number: str,
        image: str,
        *,
        on_progress: OnProgress | None = None,
        request_id: str = "",
    ) -> pb.Disk:
        """Writes an image to the start of a disk of a guest that is logged off."""
        request = pb.WriteImageRequest(
            request_id=request_id or new_request_id(), user_id=user_id, device_number=device_number, image=image
        )
        last = await follow(self._connection.stream(self._service.WriteImage, request), on_progress)
        return last.disk

    async def read(
        self, user_id: str, device_number: str, *, offset: int = 0, length: int = 0
    ) -> AsyncGenerator[bytes, None]:
        """A disk's content in order, from byte `offset`, `length` bytes (0: up to the end)."""
        request = pb.ReadDiskRequest(user_id=user_id, device_number=device_number, offset=offset, length=length)
        async with aclosing(self._connection.stream(self._service.ReadDisk, request)) as parts:
            async for part in parts:
                yield part.content


class Pools:
    """The disk pools of a host."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = StorageServiceStub(connection.channel)

    async def list(self) -> AsyncIterator[pb.Pool]:
        """The pools by name, without their volumes."""
        request = pb.ListPoolsRequest()
        while True:
            page = await self._connection.call(self._service.ListPools, request)
            for pool in page.pools:
                yield pool
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def get(self, name: str) -> pb.Pool:
        """A pool with its volumes. NotFound."""
        return (await self._connection.call(self._service.GetPool, pb.GetPoolRequest(name=name))).pool
