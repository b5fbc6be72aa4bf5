# SPDX-License-Identifier: Apache-2.0
"""StorageService's methods about images."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceServicer
from zfleet_runtime.pagination import page_of
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_runtime.validation import Violations
from zfleet_storage import convert, validate
from zfleet_storage.capture_images import ImageCapture
from zfleet_storage.done_once import done_once
from zfleet_storage.export_images import ImageExport
from zfleet_storage.image_records import Image, Intent
from zfleet_storage.images import Expected, Images, new_file
from zfleet_storage.import_images import ImageImport
from zfleet_storage.locations import source_of, target_of
from zfleet_storage.packing import MOST_LEVEL
from zfleet_storage.settings import StorageSettings
from zfleet_storage.transfer import Progress
from zfleet_storage.uploads import Upload


@dataclass(frozen=True, kw_only=True)
class ImageMethods(StorageServiceServicer):
    """Importing, uploading, exporting, capturing, listing and deleting images."""

    settings: StorageSettings
    requests: Requests
    images: Images
    image_import: ImageImport
    image_export: ImageExport
    image_capture: ImageCapture

    async def ImportImage(
        self, request: pb.ImportImageRequest, context: Context
    ) -> AsyncGenerator[pb.ImportImageResponse, None]:
        v = Violations()
        intent, expected = _image(v, request, 0)
        source = source_of(v, request.path, request.url, request.remote_host)
        v.raise_if_any()

        def work(progress: Progress) -> Awaitable[Image]:
            return self.image_import.run(intent, source, expected, progress)

        def answer(step: Progress | Image) -> pb.ImportImageResponse:
            if isinstance(step, Progress):
                return pb.ImportImageResponse(progress=convert.progress_message(step))
            return pb.ImportImageResponse(image=self._message(step))

        async def made_before() -> Image | None:
            return await self.images.made_by(request.request_id, intent.name)

        steps = done_once(self.requests, request, request.request_id, pb.ImportImageResponse, work, answer, made_before)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def UploadImage(
        self, request_iterator: AsyncIterator[pb.UploadImageRequest], context: Context
    ) -> pb.UploadImageResponse:
        async with Upload[pb.UploadHeader](request_iterator, self.settings.upload_pause) as upload:
            header = await upload.header()
            v = Violations()
            intent, expected = _image(v.within("header"), header, header.size_bytes)
            if header.size_bytes > self.settings.max_image_bytes:
                v.add("header.size_bytes", f"must be at most {self.settings.max_image_bytes}")
            v.raise_if_any()

            async def receive(repeated: bool) -> pb.UploadImageResponse:
                image = await self.images.made_by(header.request_id, intent.name) if repeated else None
                if image is None:
                    image = await self.images.take(intent, expected, upload.content())
                return pb.UploadImageResponse(image=self._message(image))

            return await self.requests.once(header.request_id, "UploadImage", header, pb.UploadImageResponse, receive)

    async def ExportImage(
        self, request: pb.ExportImageRequest, context: Context
    ) -> AsyncGenerator[pb.ExportImageResponse, None]:
        v = Violations()
        v.optional("request_id", validate.request_id, request.request_id)
        name = validate.one_image_name(v, "name", request.name)
        target = target_of(v, request.url, request.remote_host)
        v.raise_if_any()

        def work(progress: Progress) -> Awaitable[Image]:
            return self.image_export.run(name, target, progress)

        def answer(step: Progress | Image) -> pb.ExportImageResponse:
            if isinstance(step, Progress):
                return pb.ExportImageResponse(progress=convert.progress_message(step))
            return pb.ExportImageResponse(image=self._message(step))

        steps = done_once(self.requests, request, request.request_id, pb.ExportImageResponse, work, answer)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def CaptureImage(
        self, request: pb.CaptureImageRequest, context: Context
    ) -> AsyncGenerator[pb.CaptureImageResponse, None]:
        v = Violations()
        v.optional("request_id", validate.request_id, request.request_id)
        user_id = validate.user_of(v, request.user_id)
        number = validate.device_of(v, "device_number", request.device_number)
        name = validate.one_image_name(v, "name", request.name)
        os_version = v.optional("os_version", validate.os_version, request.os_version) or ""
        level = request.compress_level if request.HasField("compress_level") else self.settings.compress_level
        v.require(0 <= level <= MOST_LEVEL, "compress_level", f"must be 0 to {MOST_LEVEL}")
        v.raise_if_any()
        intent = Intent(name, new_file(), os_version, request.request_id, validate.DASD)

        def work(progress: Progress) -> Awaitable[Image]:
            return self.image_capture.run(intent, user_id, number, level, progress)

        def answer(step: Progress | Image) -> pb.CaptureImageResponse:
            if isinstance(step, Progress):
                return pb.CaptureImageResponse(progress=convert.progress_message(step))
            return pb.CaptureImageResponse(image=self._message(step))

        async def made_before() -> Image | None:
            return await self.images.made_by(request.request_id, intent.name)

        steps = done_once(
            self.requests, request, request.request_id, pb.CaptureImageResponse, work, answer, made_before
        )
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def GetImage(self, request: pb.GetImageRequest, context: Context) -> pb.GetImageResponse:
        v = Violations()
        name = validate.one_image_name(v, "name", request.name)
        v.raise_if_any()
        return pb.GetImageResponse(image=self._message(await self.images.named(name)))

    async def ListImages(self, request: pb.ListImagesRequest, context: Context) -> pb.ListImagesResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListImages",))
        v.raise_if_any()
        found = await self.images.listed(page.after, page.size + 1)
        shown = found[: page.size]
        token = page.token_after(shown[-1].name) if len(found) > page.size else ""
        return pb.ListImagesResponse(images=map(self._message, shown), next_page_token=token)

    async def DeleteImage(self, request: pb.DeleteImageRequest, context: Context) -> pb.DeleteImageResponse:
        v = Violations()
        name = validate.one_image_name(v, "name", request.name)
        v.raise_if_any()
        await self.images.delete(name, request.allow_missing)
        return pb.DeleteImageResponse()

    def _message(self, image: Image) -> pb.Image:
        return convert.image_message(image, self.images.content_path(image))


def _image(v: Violations, request: pb.ImportImageRequest | pb.UploadHeader, size_bytes: int) -> tuple[Intent, Expected]:
    v.optional("request_id", validate.request_id, request.request_id)
    name = validate.one_image_name(v, "name", request.name)
    os_version = v.optional("os_version", validate.os_version, request.os_version) or ""
    sha256 = v.optional("sha256", validate.sha256, request.sha256) or ""
    md5 = v.optional("md5", validate.md5, request.md5) or ""
    disk_type = v.check("disk_type", validate.image_disk_type, request.disk_type) or ""
    return Intent(name, new_file(), os_version, request.request_id, disk_type), Expected(
        sha256, size_bytes or None, md5
    )
