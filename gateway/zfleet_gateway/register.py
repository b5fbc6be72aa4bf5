# SPDX-License-Identifier: Apache-2.0
"""Two stories of the registry: a guest made elsewhere becomes ours with its NICs, and a guest is let go.

register      look_registry || look_nics || look_guest; register_guest || register_nics
deregister    look_registry; forget_nics || forget_disks; deregister_guest
"""

from __future__ import annotations

from collections.abc import Sequence

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.services import Services
from zfleet_gateway.story import At, Step, Told
from zfleet_gateway.times import Times

LOOKS = ("look_registry", "look_nics", "look_guest")


class Register:
    """The story of one RegisterGuest request. Only records are made: z/VM is read, never changed."""

    kind: pb.OperationKind = pb.OPERATION_KIND_REGISTER_GUEST
    undoable = True

    def __init__(self, request: pb.RegisterGuestRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id

    def plan(self) -> Sequence[Step]:
        """What was there before: that stays when the story is undone."""
        seconds = self._times.plan
        return (
            Step(name="look_registry", do=self._look_registry, result=guest.GetManagedGuestResponse, seconds=seconds),
            Step(name="look_nics", do=self._look_nics, result=network.ListNicsResponse, seconds=seconds),
            Step(name="look_guest", do=self._look_guest, result=guest.GetGuestResponse, seconds=seconds),
        )

    async def _look_registry(self, at: At) -> guest.GetManagedGuestResponse:
        return await managed(self._user_id, self._to, at.seconds) or guest.GetManagedGuestResponse()

    async def _look_nics(self, at: At) -> network.ListNicsResponse:
        request = network.ListNicsRequest(user_id=self._user_id, page_size=1)
        return await self._to.network.ListNics(request, timeout=at.seconds)

    async def _look_guest(self, at: At) -> guest.GetGuestResponse:
        request = guest.GetGuestRequest(user_id=self._user_id, view=guest.GUEST_VIEW_BASIC)
        return await self._to.guest.GetGuest(request, timeout=at.seconds)

    def foreseen(self) -> Sequence[Step]:
        """Nothing: everything waits for all looks, and is cheap."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """The row and the NICs, at the same time."""
        seconds, patience = self._times.step, self._times.patience
        return (
            Step(
                name="register_guest",
                do=self._register_guest,
                undo=self._deregister_guest,
                after=LOOKS,
                result=guest.RegisterGuestResponse,
                seconds=seconds,
                patience=patience,
            ),
            Step(
                name="register_nics",
                do=self._register_nics,
                undo=self._deregister_nics,
                after=LOOKS,
                result=network.RegisterNicsResponse,
                seconds=seconds,
                patience=patience,
            ),
        )

    async def _register_guest(self, at: At) -> guest.RegisterGuestResponse:
        request = guest.RegisterGuestRequest(
            user_id=self._user_id,
            os_version=self._request.os_version,
            metadata=self._request.metadata,
            network_configured=self._request.network_configured,
        )
        return await self._to.guest.RegisterGuest(request, timeout=at.seconds)

    async def _deregister_guest(self, at: At) -> None:
        if not self._was_managed(at):
            request = guest.DeregisterGuestRequest(user_id=self._user_id, allow_missing=True)
            await self._to.guest.DeregisterGuest(request, timeout=at.seconds)

    async def _register_nics(self, at: At) -> network.RegisterNicsResponse:
        request = network.RegisterNicsRequest(user_id=self._user_id, nic_ids=self._request.nic_ids)
        return await self._to.network.RegisterNics(request, timeout=at.seconds)

    async def _deregister_nics(self, at: At) -> None:
        if not at.reply("look_nics", network.ListNicsResponse).nics:
            request = network.DeregisterNicsRequest(user_id=self._user_id)
            await self._to.network.DeregisterNics(request, timeout=at.seconds)

    def combine(self, told: Told) -> bytes:
        """The row and the NICs."""
        registered = told.reply("register_guest", guest.RegisterGuestResponse)
        nics = told.reply("register_nics", network.RegisterNicsResponse).nics
        # Not what the step answered: done again after a crash it finds its own row.
        result = pb.RegisterGuestResponse(guest=registered.guest, nics=nics, already_managed=self._was_managed(told))
        return result.SerializeToString()

    def _was_managed(self, told: Told) -> bool:
        return told.reply("look_registry", guest.GetManagedGuestResponse).HasField("guest")

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()


class Deregister:
    """The story of one DeregisterGuest request. What fails half-way is finished by asking again: the row goes last."""

    kind: pb.OperationKind = pb.OPERATION_KIND_DEREGISTER_GUEST
    undoable = False

    def __init__(self, request: pb.DeregisterGuestRequest, to: Services, times: Times) -> None:
        self._request = request
        self._to = to
        self._times = times
        self._user_id = request.user_id

    def plan(self) -> Sequence[Step]:
        """Whether it is managed at all, if that matters."""
        if self._request.allow_missing:
            return ()
        return (
            Step(
                name="look_registry",
                do=self._look_registry,
                result=guest.GetManagedGuestResponse,
                seconds=self._times.plan,
            ),
        )

    async def _look_registry(self, at: At) -> guest.GetManagedGuestResponse:
        request = guest.GetManagedGuestRequest(user_id=self._user_id)
        return await self._to.guest.GetManagedGuest(request, timeout=at.seconds)

    def foreseen(self) -> Sequence[Step]:
        """Nothing: a guest that is not managed has nothing to lose."""
        return ()

    def go_on(self, told: Told) -> Sequence[Step]:
        """The records of NICs and disks at the same time, then the row."""
        seconds, patience = self._times.step, self._times.patience
        looked = tuple(step.name for step in self.plan())
        return (
            Step(
                name="forget_nics",
                do=self._forget_nics,
                after=looked,
                result=network.DeregisterNicsResponse,
                seconds=seconds,
                patience=patience,
            ),
            Step(
                name="forget_disks",
                do=self._forget_disks,
                after=looked,
                result=storage.ForgetDisksResponse,
                seconds=seconds,
                patience=patience,
            ),
            Step(
                name="deregister_guest",
                do=self._deregister_guest,
                after=("forget_nics", "forget_disks"),
                result=guest.DeregisterGuestResponse,
                seconds=seconds,
                patience=patience,
            ),
        )

    async def _forget_nics(self, at: At) -> network.DeregisterNicsResponse:
        request = network.DeregisterNicsRequest(user_id=self._user_id)
        return await self._to.network.DeregisterNics(request, timeout=at.seconds)

    async def _forget_disks(self, at: At) -> storage.ForgetDisksResponse:
        request = storage.ForgetDisksRequest(user_id=self._user_id)
        return await self._to.storage.ForgetDisks(request, timeout=at.seconds)

    async def _deregister_guest(self, at: At) -> guest.DeregisterGuestResponse:
        request = guest.DeregisterGuestRequest(user_id=self._user_id, allow_missing=True)
        return await self._to.guest.DeregisterGuest(request, timeout=at.seconds)

    def combine(self, told: Told) -> bytes:
        """Nothing is left to tell of."""
        return pb.DeregisterGuestResponse().SerializeToString()

    def kept_request(self) -> bytes:
        """The request as it is."""
        return self._request.SerializeToString()


async def managed(user_id: str, to: Services, seconds: float) -> guest.GetManagedGuestResponse | None:
    """What the registry says of a guest; None when it is not managed."""
    try:
        return await to.guest.GetManagedGuest(guest.GetManagedGuestRequest(user_id=user_id), timeout=seconds)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return None
        raise
