# SPDX-License-Identifier: Apache-2.0
"""What attaching and detaching a volume have in common: the calls, and what the caller calls their fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import volume_service_pb2 as volume
from zfleet_gateway.interfaces import purge
from zfleet_gateway.refusal import renamed
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Do
from zfleet_runtime.errors import ZfleetError, from_call

CONFIGURE = "configure_volume"  # the step of both stories in the guest's Linux
_REFUSED = (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.INVALID_ARGUMENT)


class VolumeSteps:
    """The calls for one volume of one guest."""

    def __init__(self, user_id: str, connection: pb.VolumeConnection, to: Services) -> None:
        self._user_id = user_id
        self._connection = connection
        self._to = to

    async def attach(
        self, at: At, *, stage: volume.VolumeStage, template_id: str, keep_on_failure: bool
    ) -> volume.AttachVolumeResponse:
        """The storage service's part."""
        request = volume.AttachVolumeRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            device_numbers=self._connection.fcp_devices,
            template_id=template_id,
            stage=stage,
            keep_on_failure=keep_on_failure,
        )
        try:
            return await self._to.volume.AttachVolume(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), as_caller_wrote_it) from error

    async def detach(self, at: At, *, stage: volume.VolumeStage, keep_on_failure: bool) -> volume.DetachVolumeResponse:
        """The storage service's part."""
        request = volume.DetachVolumeRequest(
            request_id=at.own_request_id,
            user_id=self._user_id,
            device_numbers=self._connection.fcp_devices,
            stage=stage,
            keep_on_failure=keep_on_failure,
        )
        try:
            return await self._to.volume.DetachVolume(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), as_caller_wrote_it) from error

    async def undo_devices(self, at: At) -> None:
        """Takes back what the step did in the storage service, whatever that was."""
        request = volume.UndoVolumeChangeRequest(request_id=at.own_request_id, user_id=self._user_id)
        await self._to.volume.UndoVolumeChange(request, timeout=at.seconds)

    async def configure(
        self, at: At, action: system.VolumeAction, released: Sequence[str] = (), *, request_id: str = ""
    ) -> system.ConfigureVolumeResponse:
        """The guest's Linux brings the volume up or takes it down. `released`: devices that go with it."""
        request = system.ConfigureVolumeRequest(
            request_id=request_id or at.own_request_id,
            user_id=self._user_id,
            action=action,
            fcp_devices=self._connection.fcp_devices,
            target_wwpns=self._connection.target_wwpns,
            lun=self._connection.lun,
            multipath=self._connection.multipath,
            mount_point=self._connection.mount_point,
            os_version=self._connection.os_version,
            released_fcp_devices=released,
        )
        try:
            return await self._to.guest_system.ConfigureVolume(request, timeout=at.seconds)
        except grpc.aio.AioRpcError as error:
            raise renamed(from_call(error), as_caller_wrote_it) from error

    async def unconfigure(self, at: At, do: Do, action: system.VolumeAction, released: Sequence[str] = ()) -> None:
        """Takes back what the step's `do` has the Linux do, by the opposite `action`.

        What a Linux could not do it may have done in part, so the opposite is tried, and may fail too. One that did not
        do it yet must not do it at its next boot: then the files go, those of the opposite as well.
        """
        done = await self._outcome(at, do)
        if done is not None and not done.applied:
            await purge(self._user_id, done.files, self._to, at)
            return
        try:
            back = await self.configure(at, action, released, request_id=f"{at.own_request_id}/undo")
        except ZfleetError as error:
            if done is None and error.status in _REFUSED:
                return
            raise
        if not back.applied:
            await purge(self._user_id, back.files, self._to, at)

    async def _outcome(self, at: At, do: Do) -> system.ConfigureVolumeResponse | None:
        """What came of the step; None when it was refused."""
        if at.has_answered(CONFIGURE):
            return at.reply(CONFIGURE, system.ConfigureVolumeResponse)
        if not at.is_unknown(CONFIGURE):
            return None
        try:
            answer = await do(at)  # under its request_id: tells what came of it, or does it now
        except grpc.aio.AioRpcError as raised:
            error = from_call(raised)
        except ZfleetError as raised:
            error = raised
        else:
            return system.ConfigureVolumeResponse.FromString(answer.SerializeToString())
        if error.status in _REFUSED:
            return None
        raise error


def as_caller_wrote_it(field: str) -> str:
    """A field of the services' requests as the caller calls it."""
    if field in ("user_id", "template_id", "request_id"):
        return field
    return f"connection.{re.sub(r'^device_numbers', 'fcp_devices', field)}"
