# SPDX-License-Identifier: Apache-2.0
"""The destroy story: everything of a guest goes, in all services. It is finished, never undone.

delete_guest -> forget_disks || forget_nics || forget_volumes
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet.storage.v1 import volume_service_pb2 as volumes
from zfleet_gateway.refusal import merged
from zfleet_gateway.services import Services
from zfleet_gateway.story import FOREVER, At, Step, Told
from zfleet_gateway.times import Times
from zfleet_runtime.errors import ZfleetError, from_call

Answer = TypeVar("Answer")


class Destroy:
    """The story of one DestroyGuest request. Steps are repeated while their service is away, however long that is."""

    kind: pb.OperationKind = pb.OPERATION_KIND_DESTROY_GUEST
    undoable = False

    def __init__(self, request: pb.DestroyGuestRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times

    def plan(self) -> Sequence[Step]:
        """Nothing: `is_anywhere` has looked before."""
        return ()

    def foreseen(self) -> Sequence[Step]:
        """Nothing: there is no plan to wait for."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """The entry first: while it is there, its disks and NICs are in use."""
        seconds = self._times.step
        after = ("delete_guest",)
        return (
            Step(
                name="delete_guest",
                do=self._delete_guest,
                result=guest.DeleteGuestResponse,
                seconds=seconds,
                patience=FOREVER,
            ),
            Step(
                name="forget_disks",
                do=self._forget_disks,
                after=after,
                result=storage.ForgetDisksResponse,
                seconds=seconds,
                patience=FOREVER,
            ),
            Step(
                name="forget_nics",
                do=self._forget_nics,
                after=after,
                result=network.ForgetNicsResponse,
                seconds=seconds,
                patience=FOREVER,
            ),
            Step(
                name="forget_volumes",
                do=self._forget_volumes,
                after=after,
                result=volumes.ListFcpDevicesResponse,
                seconds=seconds,
                patience=FOREVER,
            ),
        )

    async def _delete_guest(self, at: At) -> guest.DeleteGuestResponse:
        # Missing is well: a repeat after a crash finds it gone, and there may be records of a guest that is no more.
        request = guest.DeleteGuestRequest(user_id=self._request.user_id, allow_missing=True)
        return await self._to.guest.DeleteGuest(request, timeout=at.seconds)

    async def _forget_disks(self, at: At) -> storage.ForgetDisksResponse:
        request = storage.ForgetDisksRequest(user_id=self._request.user_id)
        return await self._to.storage.ForgetDisks(request, timeout=at.seconds)

    async def _forget_nics(self, at: At) -> network.ForgetNicsResponse:
        request = network.ForgetNicsRequest(user_id=self._request.user_id)
        return await self._to.network.ForgetNics(request, timeout=at.seconds)

    async def _forget_volumes(self, at: At) -> volumes.ListFcpDevicesResponse:
        """FCP devices are free again for others, whatever was attached over them."""
        request = volumes.ListFcpDevicesRequest(assigner=self._request.user_id, page_size=1000)
        found = await self._to.volume.ListFcpDevices(request, timeout=at.seconds)
        free = (volumes.UpdateFcpDeviceRequest(device_number=device.device_number) for device in found.devices)
        await asyncio.gather(*(self._to.volume.UpdateFcpDevice(each, timeout=at.seconds) for each in free))
        return found

    def combine(self, told: Told) -> None:
        """Nothing is left to tell of."""

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()


async def is_anywhere(user_id: str, to: Services, seconds: float) -> bool:
    """Whether any service knows anything of a guest. Raises what a service answered when only it could have known."""
    entry = guest.GetGuestRequest(user_id=user_id, view=guest.GUEST_VIEW_BASIC)
    disks = storage.ListDisksRequest(user_id=user_id, page_size=1)
    nics = network.ListNicsRequest(user_id=user_id, page_size=1)
    looks = await asyncio.gather(
        _knows(to.guest.GetGuest(entry, timeout=seconds), lambda _: True),
        _knows(to.storage.ListDisks(disks, timeout=seconds), lambda answer: bool(answer.disks)),
        _knows(to.network.ListNics(nics, timeout=seconds), lambda answer: bool(answer.nics)),
    )
    if any(found is True for found in looks):
        return True
    refusals = [found for found in looks if isinstance(found, ZfleetError)]
    if refusals:
        raise merged(refusals)
    return False


async def _knows(call: Awaitable[Answer], tells: Callable[[Answer], bool]) -> bool | ZfleetError:
    try:
        return tells(await call)
    except grpc.aio.AioRpcError as error:
        return False if error.code() is grpc.StatusCode.NOT_FOUND else from_call(error)
