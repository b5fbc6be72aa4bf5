# SPDX-License-Identifier: Apache-2.0
"""The story of a volume that a guest gets: FCP devices on z/VM, then the volume in its Linux.

attach_devices -> configure_volume
"""

from __future__ import annotations

from collections.abc import Sequence

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import volume_service_pb2 as volume
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Step, Told
from zfleet_gateway.times import Times
from zfleet_gateway.volume_steps import CONFIGURE, VolumeSteps


class AttachVolume:
    """The story of one AttachVolume request."""

    kind: pb.OperationKind = pb.OPERATION_KIND_ATTACH_VOLUME
    undoable = True

    def __init__(self, request: pb.AttachVolumeRequest, to: Services, times: Times) -> None:
        self._request = request
        self._times = times
        self._steps = VolumeSteps(request.user_id, request.connection, to)
        self._only_records = request.records_only or request.connection.root_volume
        self._keep = request.keep_on_failure

    def plan(self) -> Sequence[Step]:
        """The devices: all or none, so that a refusal leaves nothing to be taken back."""
        return (
            Step(
                name="attach_devices",
                do=self._attach_devices,
                undo=None if self._keep else self._steps.undo_devices,
                undo_needs=(CONFIGURE,),
                result=volume.AttachVolumeResponse,
                seconds=self._times.step,
            ),
        )

    async def _attach_devices(self, at: At) -> volume.AttachVolumeResponse:
        stage = volume.VOLUME_STAGE_COUNT if self._only_records else volume.VOLUME_STAGE_UNSPECIFIED
        return await self._steps.attach(
            at, stage=stage, template_id=self._request.template_id, keep_on_failure=self._keep
        )

    def foreseen(self) -> Sequence[Step]:
        """The Linux can look for the volume when the devices are there."""
        return (
            Step(
                name=CONFIGURE,
                do=self._configure_volume,
                undo=None if self._keep else self._unconfigure_volume,
                after=("attach_devices",),
                result=system.ConfigureVolumeResponse,
                seconds=self._times.step,
                patience=self._times.patience,
                skip=self._only_records,
            ),
        )

    def go_on(self, told: Told) -> Sequence[Step]:
        """Nothing more."""
        return ()

    async def _configure_volume(self, at: At) -> system.ConfigureVolumeResponse:
        return await self._steps.configure(at, system.VOLUME_ACTION_ATTACH)

    async def _unconfigure_volume(self, at: At) -> None:
        attached = at.reply("attach_devices", volume.AttachVolumeResponse)
        first = [device.device_number for device in attached.devices if device.connection_count == 1]
        await self._steps.unconfigure(at, self._configure_volume, system.VOLUME_ACTION_DETACH, first)

    def combine(self, told: Told) -> bytes:
        """The devices, and what the guest was sent."""
        configured = told.reply(CONFIGURE, system.ConfigureVolumeResponse)
        result = pb.AttachVolumeResponse(
            devices=told.reply("attach_devices", volume.AttachVolumeResponse).devices,
            files=configured.files,
            applied=configured.applied,
        )
        return result.SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()
