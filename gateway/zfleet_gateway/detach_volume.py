# SPDX-License-Identifier: Apache-2.0
"""The story of a volume that a guest gives back: out of its Linux, then the FCP devices that no volume needs any more.

count_devices -> configure_volume -> take_devices
"""

from __future__ import annotations

from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import volume_service_pb2 as volume
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Step, Told
from zfleet_gateway.times import Times
from zfleet_gateway.volume_steps import CONFIGURE, VolumeSteps
from zfleet_runtime.errors import ZfleetError


class DetachVolume:
    """The story of one DetachVolume request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_DETACH_VOLUME
    undoable = True

    def __init__(self, request: pb.DetachVolumeRequest, to: Services, times: Times) -> None:
        self._request = request
        self._times = times
        self._steps = VolumeSteps(request.user_id, request.connection, to)
        self._only_records = request.records_only or request.connection.root_volume
        self._keep = request.keep_on_failure

    def plan(self) -> Sequence[Step]:
        """Counted off first: then it is known which devices go with the volume."""
        return (
            Step(
                name="count_devices",
                do=self._count_devices,
                undo=None if self._keep else self._steps.undo_devices,
                result=volume.DetachVolumeResponse,
                seconds=self._times.step,
            ),
        )

    async def _count_devices(self, at: At) -> volume.DetachVolumeResponse:
        return await self._steps.detach(at, stage=volume.VOLUME_STAGE_COUNT, keep_on_failure=self._keep)

    def foreseen(self) -> Sequence[Step]:
        """The Linux lets go of the volume before its devices are taken away."""
        return (
            Step(
                name=CONFIGURE,
                do=self._configure_volume,
                undo=None if self._keep else self._unconfigure_volume,
                after=("count_devices",),
                result=system.ConfigureVolumeResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=self._only_records,
            ),
            Step(
                name="take_devices",
                do=self._take_devices,
                undo=None if self._keep else self._steps.undo_devices,
                after=(CONFIGURE,),
                result=volume.DetachVolumeResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=self._only_records,
            ),
        )

    def go_on(self, told: Told) -> Sequence[Step]:
        """Nothing more."""
        return ()

    async def _configure_volume(self, at: At) -> system.ConfigureVolumeResponse:
        counted = at.reply("count_devices", volume.DetachVolumeResponse).devices
        released = [device.device_number for device in counted if not device.connection_count]
        try:
            return await self._steps.configure(at, system.VOLUME_ACTION_DETACH, released)
        except ZfleetError as error:
            if error.status is grpc.StatusCode.NOT_FOUND:  # there is no Linux any more that has the volume
                return system.ConfigureVolumeResponse()
            raise

    async def _unconfigure_volume(self, at: At) -> None:
        await self._steps.unconfigure(at, self._configure_volume, system.VOLUME_ACTION_ATTACH)

    async def _take_devices(self, at: At) -> volume.DetachVolumeResponse:
        return await self._steps.detach(at, stage=volume.VOLUME_STAGE_DEDICATE, keep_on_failure=self._keep)

    def combine(self, told: Told) -> bytes:
        """The devices, and what the guest was sent."""
        counted = told.reply("count_devices", volume.DetachVolumeResponse)
        configured = told.reply(CONFIGURE, system.ConfigureVolumeResponse)
        result = pb.DetachVolumeResponse(
            devices=told.reply("take_devices", volume.DetachVolumeResponse).devices or counted.devices,
            files=configured.files,
            applied=configured.applied,
        )
        return result.SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()
