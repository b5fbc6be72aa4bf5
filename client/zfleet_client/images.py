# SPDX-License-Identifier: Apache-2.0
"""Images: what can be written to disks."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import grpc

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_client import errors
from zfleet_client.connection import Connection, new_request_id
from zfleet_client.transfer import OnProgress, follow

_MESSAGE = 1024 * 1024  # bytes of content in one message of an upload; the service takes 2 MiB


class Images:
    """The images of a storage service."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = StorageServiceStub(connection.channel)

    async def list(self) -> AsyncIterator[pb.Image]:
        """The images in the order of their names."""
        request = pb.ListImagesRequest()
        while True:
            page = await self._connection.call(self._service.ListImages, request)
            for image in page.images:
                yield image
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def get(self, name: str) -> pb.Image:
        """One image. NotFound."""
        return (await self._connection.call(self._service.GetImage, pb.GetImageRequest(name=name))).image

    async def delete(self, name: str, *, allow_missing: bool = False) -> None:
        """Removes an image. FailedPrecondition while it is being written to a disk."""
        request = pb.DeleteImageRequest(name=name, allow_missing=allow_missing)
        await self._connection.call(self._service.DeleteImage, request)

    async def import_from(
        self,
        name: str,
        source: str,
        *,
        remote_host: str = "",
        os_version: str = "",
        sha256: str = "",
        md5: str = "",
        disk_type: pb.ImageDiskType = pb.IMAGE_DISK_TYPE_UNSPECIFIED,
        on_progress: OnProgress | None = None,
        request_id: str = "",
    ) -> pb.Image:
        """Imports an image that the storage service fetches: from a path below one of its import folders, from a URL
        (http, https, or file: of its own machine), or from a file: URL of `remote_host`, USER@HOST."""
        request = pb.ImportImageRequest(
            request_id=request_id or new_request_id(),
            name=name,
            remote_host=remote_host,
            os_version=os_version,
            sha256=sha256,
            md5=md5,
            disk_type=disk_type,
        )
        if "://" in source:
            request.url = source
        else:
            request.path = source
        last = await follow(self._connection.stream(self._service.ImportImage, request), on_progress)
        return last.image

    async def export(
        self,
        name: str,
        url: str,
        *,
        remote_host: str = "",
        on_progress: OnProgress | None = None,
        request_id: str = "",
    ) -> pb.Image:
        """Copies an image to a file: URL of the storage service's machine, below one of its export folders, or of
        `remote_host`, USER@HOST."""
        request = pb.ExportImageRequest(
            request_id=request_id or new_request_id(), name=name, url=url, remote_host=remote_host
        )
        last = await follow(self._connection.stream(self._service.ExportImage, request), on_progress)
        return last.image

    async def upload(
        self,
        name: str,
        content: Path | BinaryIO,
        *,
        os_version: str = "",
        sha256: str = "",
        on_progress: OnProgress | None = None,
        request_id: str = "",
    ) -> pb.Image:
        """Imports an image from a file of this machine, or from an open one (read from where it stands).

        What arrived is compared with what was read: a difference removes the image again and raises FleetError.
        """
        header = pb.UploadHeader(
            request_id=request_id or new_request_id(), name=name, os_version=os_version, sha256=sha256
        )
        if not isinstance(content, Path):
            return await self._upload(header, content, on_progress)
        with await asyncio.to_thread(content.open, "rb") as file:
            header.size_bytes = os.fstat(file.fileno()).st_size
            return await self._upload(header, file, on_progress)

    async def _upload(self, header: pb.UploadHeader, file: BinaryIO, on_progress: OnProgress | None) -> pb.Image:
        digest = hashlib.sha256()

        async def messages() -> AsyncIterator[pb.UploadImageRequest]:
            yield pb.UploadImageRequest(header=header)
            done = 0
            while part := await asyncio.to_thread(file.read, _MESSAGE):
                digest.update(part)
                yield pb.UploadImageRequest(content=part)
                done += len(part)
                if on_progress is not None:
                    on_progress(done, header.size_bytes)

        image = (await self._connection.send(self._service.UploadImage, messages())).image
        if image.sha256 != digest.hexdigest():
            await self.delete(image.name, allow_missing=True)
            raise errors.FleetError(
                grpc.StatusCode.DATA_LOSS, f"image {image.name} arrived with other content than was sent; it is removed"
            )
        return image
