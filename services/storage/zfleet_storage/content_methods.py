# SPDX-License-Identifier: Apache-2.0
"""StorageService's methods that put content on disks and read it back."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceServicer
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_runtime.validation import Violations
from zfleet_storage import convert, validate
from zfleet_storage.contents import DiskContents, transfer_failed
from zfleet_storage.disks import Disk
from zfleet_storage.done_once import done_once
from zfleet_storage.format import Formatting
from zfleet_storage.transfer import Progress


@dataclass(frozen=True, kw_only=True)
class ContentMethods(StorageServiceServicer):
    """Formatting, writing and reading disks."""

    requests: Requests
    contents: DiskContents
    formatting: Formatting

    async def FormatDisk(
        self, request: pb.FormatDiskRequest, context: Context
    ) -> AsyncGenerator[pb.FormatDiskResponse, None]:
        v = Violations()
        user_id, number = _one_disk(v, request)
        v.check("file_system", validate.file_system, request.file_system)
        v.raise_if_any()
        name = convert.file_system_name(request.file_system)

        def work(progress: Progress) -> Awaitable[Disk]:
            return self.formatting.format(user_id, number, name, progress)

        def answer(step: Progress | Disk) -> pb.FormatDiskResponse:
            if isinstance(step, Progress):
                return pb.FormatDiskResponse(progress=convert.progress_message(step))
            return pb.FormatDiskResponse(disk=convert.disk_message(step))

        steps = done_once(self.requests, request, request.request_id, pb.FormatDiskResponse, work, answer)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def WriteImage(
        self, request: pb.WriteImageRequest, context: Context
    ) -> AsyncGenerator[pb.WriteImageResponse, None]:
        v = Violations()
        user_id, number = _one_disk(v, request)
        name = validate.one_image_name(v, "image", request.image)
        v.raise_if_any()

        def work(progress: Progress) -> Awaitable[Disk]:
            return self.contents.write_image(user_id, number, name, progress)

        def answer(step: Progress | Disk) -> pb.WriteImageResponse:
            if isinstance(step, Progress):
                return pb.WriteImageResponse(progress=convert.progress_message(step))
            return pb.WriteImageResponse(disk=convert.disk_message(step))

        steps = done_once(self.requests, request, request.request_id, pb.WriteImageResponse, work, answer)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def ReadDisk(
        self, request: pb.ReadDiskRequest, context: Context
    ) -> AsyncGenerator[pb.ReadDiskResponse, None]:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        number = validate.device_of(v, "device_number", request.device_number)
        v.require(request.offset <= validate.MOST_BYTES, "offset", f"must be at most {validate.MOST_BYTES}")
        v.require(request.length <= validate.MOST_BYTES, "length", f"must be at most {validate.MOST_BYTES}")
        v.raise_if_any()
        try:
            async with (
                self.contents.reading(user_id, number, request.offset, request.length) as content,
                aclosing(content) as chunks,
            ):
                async for data in chunks:
                    yield pb.ReadDiskResponse(content=data)
        except OSError as error:
            raise transfer_failed(error) from error


def _one_disk(v: Violations, request: pb.FormatDiskRequest | pb.WriteImageRequest) -> tuple[str, str]:
    v.optional("request_id", validate.request_id, request.request_id)
    return validate.user_of(v, request.user_id), validate.device_of(v, "device_number", request.device_number)
