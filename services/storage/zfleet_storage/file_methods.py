# SPDX-License-Identifier: Apache-2.0
"""StorageService's methods about files that pass through."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceServicer
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_runtime.validation import Violations
from zfleet_storage import convert, validate
from zfleet_storage.images import Expected
from zfleet_storage.import_folders import path_of
from zfleet_storage.locations import file_of
from zfleet_storage.settings import StorageSettings
from zfleet_storage.stored_files import StoredFiles, file_id, reading
from zfleet_storage.uploads import Upload

Response = TypeVar("Response", pb.DownloadFileResponse, pb.FetchFileResponse)


@dataclass(frozen=True, kw_only=True)
class FileMethods(StorageServiceServicer):
    """Uploading, downloading, fetching and deleting files."""

    settings: StorageSettings
    requests: Requests
    files: StoredFiles

    async def UploadFile(
        self, request_iterator: AsyncIterator[pb.UploadFileRequest], context: Context
    ) -> pb.UploadFileResponse:
        async with Upload[pb.FileHeader](request_iterator, self.settings.upload_pause) as upload:
            header = await upload.header()
            expected = self._expected(header)

            async def receive(repeated: bool) -> pb.UploadFileResponse:
                return pb.UploadFileResponse(
                    file=convert.file_message(await self.files.take(expected, upload.content()))
                )

            return await self.requests.once(header.request_id, "UploadFile", header, pb.UploadFileResponse, receive)

    async def DownloadFile(
        self, request: pb.DownloadFileRequest, context: Context
    ) -> AsyncGenerator[pb.DownloadFileResponse, None]:
        v = Violations()
        v.require(bool(request.id) != bool(request.path), "id", "is required, or path in its place")
        identity = v.optional("id", file_id, request.id) or ""
        path = v.optional("path", path_of, request.path) or PurePosixPath()
        v.raise_if_any()
        descriptor = await (self.files.stored(identity) if identity else self.files.named(path))
        async with aclosing(_streamed(reading(descriptor), pb.DownloadFileResponse)) as responses:
            async for response in responses:
                yield response

    async def FetchFile(
        self, request: pb.FetchFileRequest, context: Context
    ) -> AsyncGenerator[pb.FetchFileResponse, None]:
        v = Violations()
        source = file_of(v, request.path, request.remote_host)
        v.raise_if_any()
        async with aclosing(_streamed(self.files.fetching(source), pb.FetchFileResponse)) as responses:
            async for response in responses:
                yield response

    async def DeleteFile(self, request: pb.DeleteFileRequest, context: Context) -> pb.DeleteFileResponse:
        v = Violations()
        v.required("id", request.id)
        identity = v.optional("id", file_id, request.id) or ""
        v.raise_if_any()
        await self.files.delete(identity, request.allow_missing)
        return pb.DeleteFileResponse()

    def _expected(self, header: pb.FileHeader) -> Expected:
        v = Violations()
        within = v.within("header")
        within.optional("request_id", validate.request_id, header.request_id)
        sha256 = within.optional("sha256", validate.sha256, header.sha256) or ""
        md5 = within.optional("md5", validate.md5, header.md5) or ""
        most = self.settings.max_file_bytes
        within.require(header.size_bytes <= most, "size_bytes", f"must be at most {most}")
        v.raise_if_any()
        return Expected(sha256, header.size_bytes if header.HasField("size_bytes") else None, md5)


async def _streamed(
    opened: AbstractAsyncContextManager[tuple[int, AsyncGenerator[bytes, None]]], response: Callable[..., Response]
) -> AsyncGenerator[Response, None]:
    """A file's content, its size in the first message."""
    async with opened as (size, content), aclosing(content) as chunks:
        yield response(size_bytes=size)
        async for data in chunks:
            yield response(content=data)
