# SPDX-License-Identifier: Apache-2.0
"""zfleet.storage.v1.StorageService: each method checks its request, converts it and hands it on."""

from __future__ import annotations

import asyncio
import hashlib
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceServicer
from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, ZfleetError, invalid_argument, not_found
from zfleet_runtime.pagination import page_of
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_smapi.client import SmapiClient
from zfleet_storage import convert, validate
from zfleet_storage.contents import DiskContents, transfer_failed
from zfleet_storage.create import DiskCreation
from zfleet_storage.delete import DiskRemoval
from zfleet_storage.disks import Disk, reservations
from zfleet_storage.format import Formatting
from zfleet_storage.image_records import Image, Intent
from zfleet_storage.images import Expected, Images, new_file
from zfleet_storage.import_folders import path_of
from zfleet_storage.inspect_disks import disks_of_guest
from zfleet_storage.pools import pool_names, reserved_by_pool, whole_pools
from zfleet_storage.reserve import Asked, Reservations, fingerprint_of
from zfleet_storage.settings import StorageSettings
from zfleet_storage.together import to_the_end
from zfleet_storage.transfer import Progress, watched

MOST_UPLOAD_BYTES = 2 * 1024 * 1024  # of one message of an upload

Response = TypeVar("Response", bound=Message)
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class StorageApi(StorageServiceServicer):
    """The handlers. Everything that is wrong with a request is said at once, before z/VM is asked."""

    settings: StorageSettings
    database: Database
    requests: Requests
    smapi: SmapiClient
    reservations: Reservations
    creation: DiskCreation
    removal: DiskRemoval
    images: Images
    contents: DiskContents
    formatting: Formatting

    # --- pools -----------------------------------------------------------------------------------------------------

    async def ListPools(self, request: pb.ListPoolsRequest, context: Context) -> pb.ListPoolsResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListPools",))
        v.raise_if_any()
        names, token = page.cut(await pool_names(self.smapi))
        return pb.ListPoolsResponse(pools=await self._pools(names), next_page_token=token)

    async def GetPool(self, request: pb.GetPoolRequest, context: Context) -> pb.GetPoolResponse:
        v = Violations()
        v.required("name", request.name)
        name = v.optional("name", values.pool_name, request.name) or ""
        v.raise_if_any()
        found = await self._pools([name], with_volumes=True)
        if not found:
            raise not_found("pool", name)
        return pb.GetPoolResponse(pool=found[0])

    async def _pools(self, names: Sequence[str], *, with_volumes: bool = False) -> list[pb.Pool]:
        if not names:
            return []
        pools = await whole_pools(self.smapi, names)
        async with self.database.reading() as session:
            reserved = reserved_by_pool(await reservations(session, time.time(), names))
        return [
            convert.pool_message(pool, reserved.get(name, []), with_volumes=with_volumes)
            for name, pool in pools.items()
        ]

    # --- reservations ----------------------------------------------------------------------------------------------

    async def PlanDisks(self, request: pb.PlanDisksRequest, context: Context) -> pb.PlanDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        wanted = validate.disk_specs(v, request.disks, self.settings.default_pool)
        planned = await self.reservations.plan(Asked(request_id, user_id, wanted, fingerprint_of(request)), v)
        return pb.PlanDisksResponse(
            disks=convert.disk_messages(planned), create_after_entry=self.settings.create_after_entry
        )

    async def ReleaseDisks(self, request: pb.ReleaseDisksRequest, context: Context) -> pb.ReleaseDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        v.raise_if_any()
        return pb.ReleaseDisksResponse(released_count=await self.reservations.release(request_id, user_id))

    async def ConfirmDisks(self, request: pb.ConfirmDisksRequest, context: Context) -> pb.ConfirmDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        placements = convert.placements_of(v, request.placements)
        v.raise_if_any()
        created = await self.reservations.confirm(request_id, user_id, placements)
        return pb.ConfirmDisksResponse(disks=convert.disk_messages(created))

    # --- disks -----------------------------------------------------------------------------------------------------

    async def CreateDisks(self, request: pb.CreateDisksRequest, context: Context) -> pb.CreateDisksResponse:
        v = Violations()
        v.optional("request_id", validate.request_id, request.request_id)
        user_id = validate.user_of(v, request.user_id)
        v.optional("planned_request_id", validate.request_id, request.planned_request_id)
        if bool(request.disks) == bool(request.planned_request_id):
            v.add("disks", "give 1 to 64 disks, or the planned_request_id of those planned before")
        wanted = validate.disk_specs(v, request.disks, self.settings.default_pool, validate.plain_link_mode)
        if request.planned_request_id:
            v.raise_if_any()

        async def create(repeated: bool) -> pb.CreateDisksResponse:
            if request.planned_request_id:
                made = await self.creation.create_planned(user_id, request.planned_request_id)
            else:
                plan = _plan_of(request.request_id)
                planned = await self.reservations.plan(Asked(plan, user_id, wanted, fingerprint_of(request)), v)
                made = await self._create_or_release(plan, user_id, planned)
            return pb.CreateDisksResponse(disks=convert.disk_messages(made))

        # What is malformed is refused without being remembered; what the plan finds wrong is found again by a repeat.
        request_id = "" if v else request.request_id
        return await self.requests.once(request_id, "CreateDisks", request, pb.CreateDisksResponse, create)

    async def _create_or_release(self, plan: str, user_id: str, planned: list[Disk]) -> list[Disk]:
        try:
            return await self.creation.create(user_id, planned)
        except BaseException:  # a cancelled call gives its reservations back as well
            await to_the_end(self.reservations.release(plan, user_id), f"release {plan}")
            raise

    async def DeleteDisks(self, request: pb.DeleteDisksRequest, context: Context) -> pb.DeleteDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        numbers = validate.device_numbers(v, request.device_numbers)
        v.raise_if_any()
        await self.removal.delete(user_id, numbers, request.allow_missing)
        return pb.DeleteDisksResponse()

    async def ListDisks(self, request: pb.ListDisksRequest, context: Context) -> pb.ListDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        page = page_of(v, request.page_size, request.page_token, query=("ListDisks", user_id or ""))
        v.raise_if_any()
        found = {disk.device_number: disk for disk in await disks_of_guest(self.database, self.smapi, user_id)}
        numbers, token = page.cut(list(found))
        disks = convert.disk_messages(found[number] for number in numbers)
        return pb.ListDisksResponse(disks=disks, next_page_token=token)

    async def ForgetDisks(self, request: pb.ForgetDisksRequest, context: Context) -> pb.ForgetDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        v.raise_if_any()
        return pb.ForgetDisksResponse(forgotten_count=await self.removal.forget(user_id))

    # --- content ---------------------------------------------------------------------------------------------------

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

        async with aclosing(self._once(request, "FormatDisk", pb.FormatDiskResponse, work, answer)) as responses:
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

        async with aclosing(self._once(request, "WriteImage", pb.WriteImageResponse, work, answer)) as responses:
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

    # --- images ----------------------------------------------------------------------------------------------------

    async def ImportImage(
        self, request: pb.ImportImageRequest, context: Context
    ) -> AsyncGenerator[pb.ImportImageResponse, None]:
        v = Violations()
        intent, expected = _image(v, request, 0)
        v.required("path", request.path)
        path = v.optional("path", path_of, request.path)
        v.raise_if_any()
        assert path is not None  # noqa: S101  # a missing one was a violation

        def work(progress: Progress) -> Awaitable[Image]:
            return self.images.import_file(intent, path, expected, progress)

        def answer(step: Progress | Image) -> pb.ImportImageResponse:
            if isinstance(step, Progress):
                return pb.ImportImageResponse(progress=convert.progress_message(step))
            return pb.ImportImageResponse(image=convert.image_message(step))

        async def made_before() -> Image | None:
            return await self.images.made_by(request.request_id, intent.name)

        steps = self._once(request, "ImportImage", pb.ImportImageResponse, work, answer, made_before)
        async with aclosing(steps) as responses:
            async for response in responses:
                yield response

    async def UploadImage(
        self, request_iterator: AsyncIterator[pb.UploadImageRequest], context: Context
    ) -> pb.UploadImageResponse:
        messages = aiter(request_iterator)
        first = await self._next(messages)
        if first is None or first.WhichOneof("part") != "header":
            raise invalid_argument([Violation("header", "must come first")], reason="HEADER_MISSING")
        v = Violations()
        header = first.header
        intent, expected = _image(v.within("header"), header, header.size_bytes)
        if header.size_bytes > self.settings.max_image_bytes:
            v.add("header.size_bytes", f"must be at most {self.settings.max_image_bytes}")
        v.raise_if_any()

        async def receive(repeated: bool) -> pb.UploadImageResponse:
            image = await self.images.made_by(header.request_id, intent.name) if repeated else None
            if image is None:
                image = await self.images.upload(intent, expected, self._content(messages))
            return pb.UploadImageResponse(image=convert.image_message(image))

        return await self.requests.once(header.request_id, "UploadImage", header, pb.UploadImageResponse, receive)

    async def GetImage(self, request: pb.GetImageRequest, context: Context) -> pb.GetImageResponse:
        v = Violations()
        name = validate.one_image_name(v, "name", request.name)
        v.raise_if_any()
        return pb.GetImageResponse(image=convert.image_message(await self.images.named(name)))

    async def ListImages(self, request: pb.ListImagesRequest, context: Context) -> pb.ListImagesResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListImages",))
        v.raise_if_any()
        found = await self.images.listed(page.after, page.size + 1)
        shown = found[: page.size]
        token = page.token_after(shown[-1].name) if len(found) > page.size else ""
        return pb.ListImagesResponse(images=map(convert.image_message, shown), next_page_token=token)

    async def DeleteImage(self, request: pb.DeleteImageRequest, context: Context) -> pb.DeleteImageResponse:
        v = Violations()
        name = validate.one_image_name(v, "name", request.name)
        v.raise_if_any()
        await self.images.delete(name, request.allow_missing)
        return pb.DeleteImageResponse()

    # --- what several methods share ----------------------------------------------------------------------------------

    async def _once(
        self,
        request: pb.FormatDiskRequest | pb.WriteImageRequest | pb.ImportImageRequest,
        method: str,
        response: type[Response],
        work: Callable[[Progress], Awaitable[Result]],
        answer: Callable[[Progress | Result], Response],
        made_before: Callable[[], Awaitable[Result | None]] | None = None,
    ) -> AsyncGenerator[Response, None]:
        """The answers of work that reports its progress; a repeat of a finished request gets the last one only."""
        async with self.requests.claim(request.request_id, method, request) as claim:
            if claim.answer is not None:
                yield response.FromString(claim.answer)
                return
            found = await made_before() if claim.repeated and made_before is not None else None
            if found is not None:
                claim.finish(answer(found))
                yield answer(found)
                return
            async with aclosing(watched(work)) as steps:
                async for step in steps:
                    message = answer(step)
                    if not isinstance(step, Progress):
                        claim.finish(message)
                    yield message

    async def _content(self, messages: AsyncIterator[pb.UploadImageRequest]) -> AsyncIterator[bytes]:
        while (message := await self._next(messages)) is not None:
            if message.WhichOneof("part") != "content":
                raise invalid_argument([Violation("header", "comes only once")], reason="HEADER_REPEATED")
            if len(message.content) > MOST_UPLOAD_BYTES:
                text = f"must be at most {MOST_UPLOAD_BYTES} bytes a message"
                raise invalid_argument([Violation("content", text)])
            yield message.content

    async def _next(self, messages: AsyncIterator[pb.UploadImageRequest]) -> pb.UploadImageRequest | None:
        try:
            async with asyncio.timeout(self.settings.upload_pause):
                return await anext(messages, None)
        except TimeoutError as error:
            text = f"nothing came for {self.settings.upload_pause:g} s"
            raise ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "UPLOAD_STALLED", text) from error


def _one_disk(v: Violations, request: pb.FormatDiskRequest | pb.WriteImageRequest) -> tuple[str, str]:
    v.optional("request_id", validate.request_id, request.request_id)
    return validate.user_of(v, request.user_id), validate.device_of(v, "device_number", request.device_number)


def _image(v: Violations, request: pb.ImportImageRequest | pb.UploadHeader, size_bytes: int) -> tuple[Intent, Expected]:
    v.optional("request_id", validate.request_id, request.request_id)
    name = validate.one_image_name(v, "name", request.name)
    os_version = v.optional("os_version", validate.os_version, request.os_version) or ""
    checksum = v.optional("sha256", validate.sha256, request.sha256) or ""
    return Intent(name, new_file(), os_version, request.request_id), Expected(checksum, size_bytes)


def _plan_of(request_id: str) -> str:
    """The plan of a CreateDisks request, under a name that no PlanDisks request has by chance."""
    if not request_id:
        return uuid.uuid4().hex
    return "create/" + hashlib.sha256(request_id.encode()).hexdigest()[:40]
