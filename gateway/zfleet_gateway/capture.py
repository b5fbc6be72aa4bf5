# SPDX-License-Identifier: Apache-2.0
"""The capture story: an image of a guest's disk, and the guest as it was before, whatever becomes of the image.

    plan        check_guest || check_image
    capture     stop_guest; capture_image; start_guest           the first and the last only when the guest is on

The undo of stop_guest starts the guest. A capture that fails removes what it wrote; an image that is not wanted any
more is removed by the undo of check_image, which comes last: the guest does not wait for a storage service that is
away.
"""

from __future__ import annotations

from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.boot_device import boot_device, one_of
from zfleet_gateway.long_work import image_of
from zfleet_gateway.refusal import unless_refused
from zfleet_gateway.register import managed
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Step, Told
from zfleet_gateway.times import Times
from zfleet_runtime.errors import already_exists, failed_precondition

PLAN = ("check_guest", "check_image")
_STOP = 120.0  # seconds that a guest gets to shut down unless the caller says
_STOP_MORE = 60.0  # seconds that the call of it may take longer


class Capture:
    """The story of one CaptureGuest request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_CAPTURE_GUEST
    undoable = True

    def __init__(self, request: pb.CaptureGuestRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id

    def plan(self) -> Sequence[Step]:
        """What is to be captured, and whether the name is free."""
        seconds = self._times.plan
        return (
            Step(name="check_guest", do=self._check_guest, result=pb.CaptureGuestResult, seconds=seconds),
            Step(
                name="check_image",
                do=self._check_image,
                undo=self._remove_image,
                result=storage.GetImageResponse,
                seconds=seconds,
            ),
        )

    async def _check_guest(self, at: At) -> pb.CaptureGuestResult:
        """The disk, what is on it, and whether the guest is on."""
        request = guest.GetGuestRequest(user_id=self._user_id, view=guest.GUEST_VIEW_DIRECTORY)
        found = (await self._to.guest.GetGuest(request, timeout=at.seconds)).guest
        if found.power_state == guest.POWER_STATE_PAUSED:
            text = f"guest {self._user_id} is paused and cannot shut down: unpause it first"
            raise failed_precondition("GUEST_PAUSED", text, resource=("guest", self._user_id))
        is_on = found.power_state == guest.POWER_STATE_ON
        looked = await self._look_inside(is_on, at)
        result = pb.CaptureGuestResult(
            device_number=self._root_disk(found.directory, looked.root_device_number), restarted=is_on
        )
        result.image.os_version = self._request.os_version or looked.os_version or await self._registered_os(at)
        return result

    async def _look_inside(self, is_on: bool, at: At) -> system.InspectGuestResponse:
        if not is_on or (self._request.device_number and self._request.os_version):
            return system.InspectGuestResponse()
        request = system.InspectGuestRequest(user_id=self._user_id)
        return await self._to.guest_system.InspectGuest(request, timeout=at.seconds)

    def _root_disk(self, entry: guest.DirectoryEntry, root: str) -> str:
        numbers = [disk.device_number for disk in entry.minidisks]
        if self._request.device_number:
            return one_of(numbers, self._request.device_number, self._user_id)
        for number in (root, boot_device(entry)):
            if number in numbers:
                return number
        text = f"neither the Linux of {self._user_id} nor its entry says where its root is: give the device number"
        raise failed_precondition("ROOT_DISK_UNKNOWN", text, resource=("guest", self._user_id))

    async def _registered_os(self, at: At) -> str:
        known = await managed(self._user_id, self._to, at.seconds)
        return known.guest.os_version if known is not None else ""

    async def _check_image(self, at: At) -> storage.GetImageResponse:
        try:
            await self._to.storage.GetImage(storage.GetImageRequest(name=self._request.image), timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return storage.GetImageResponse()
            raise
        raise already_exists("image", self._request.image)

    async def _remove_image(self, at: At) -> None:
        made: storage.Image | None = at.reply("capture_image", storage.Image)
        if at.is_unknown("capture_image"):
            made = await self._made(at)
        if made is not None and made.name:
            request = storage.DeleteImageRequest(name=made.name, allow_missing=True)
            await self._to.storage.DeleteImage(request, timeout=at.seconds)

    async def _made(self, at: At) -> storage.Image | None:
        """The image, when there is one of that name and it is ours: asked for again, the service knows its own."""
        try:
            await self._to.storage.GetImage(storage.GetImageRequest(name=self._request.image), timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return None
            raise
        return await unless_refused(self._capture_image(at))

    def foreseen(self) -> Sequence[Step]:
        """Nothing: whether the guest is on is not known yet."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """Off, read, on again."""
        is_off = not told.reply("check_guest", pb.CaptureGuestResult).restarted
        return (
            Step(
                name="stop_guest",
                do=self._stop_guest,
                undo=self._start_again,
                after=PLAN,
                result=guest.StopGuestResponse,
                seconds=max(self._times.step, self._stop_seconds + _STOP_MORE),
                skip=is_off,
            ),
            Step(
                name="capture_image",
                do=self._capture_image,
                after=("stop_guest",),
                result=storage.Image,
                seconds=self._times.image,
                patience=self._times.patience,
                stoppable=True,
            ),
            Step(
                name="start_guest",
                do=self._start_guest,
                after=("capture_image",),
                result=guest.StartGuestResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=is_off,
            ),
        )

    @property
    def _stop_seconds(self) -> float:
        if not self._request.HasField("stop_timeout"):
            return _STOP
        return self._request.stop_timeout.ToTimedelta().total_seconds()

    async def _stop_guest(self, at: At) -> guest.StopGuestResponse:
        request = guest.StopGuestRequest(user_id=self._user_id, mode=guest.STOP_MODE_SOFT)
        request.timeout.FromMilliseconds(round(self._stop_seconds * 1000))
        try:
            return await self._to.guest.StopGuest(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            if not self._request.force_stop or error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                raise
        force = guest.StopGuestRequest(user_id=self._user_id, mode=guest.STOP_MODE_IMMEDIATE)
        return await self._to.guest.StopGuest(force, timeout=at.seconds)

    async def _start_again(self, at: At) -> None:
        await self._start_guest(at)  # waits for a guest that is still shutting down

    async def _capture_image(self, at: At) -> storage.Image:
        found = at.reply("check_guest", pb.CaptureGuestResult)
        request = storage.CaptureImageRequest(
            request_id=at.request_id("capture_image"),
            user_id=self._user_id,
            device_number=found.device_number,
            name=self._request.image,
            os_version=found.image.os_version,
        )
        if self._request.HasField("compression_level"):
            request.compress_level = self._request.compression_level
        return await image_of(self._to.storage.CaptureImage(request, timeout=at.seconds), at)

    async def _start_guest(self, at: At) -> guest.StartGuestResponse:
        return await self._to.guest.StartGuest(guest.StartGuestRequest(user_id=self._user_id), timeout=at.seconds)

    def combine(self, told: Told) -> bytes:
        """The image."""
        found = told.reply("check_guest", pb.CaptureGuestResult)
        result = pb.CaptureGuestResult(
            image=told.reply("capture_image", storage.Image),
            device_number=found.device_number,
            restarted=found.restarted,
        )
        return result.SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()
