# SPDX-License-Identifier: Apache-2.0
"""Makes stories from requests: from new ones, and from those that the journal kept."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import grpc
from google.protobuf.message import DecodeError, Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway.attach_volume import AttachVolume
from zfleet_gateway.capture import Capture
from zfleet_gateway.deploy import Deploy
from zfleet_gateway.destroy import Destroy, is_anywhere
from zfleet_gateway.detach_volume import DetachVolume
from zfleet_gateway.interfaces import CreateInterfaces, DeleteInterfaces
from zfleet_gateway.operations import Begin, Operations
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.refusal import merged
from zfleet_gateway.register import Deregister, Register
from zfleet_gateway.services import Services
from zfleet_gateway.spawn import Spawn
from zfleet_gateway.story import At, Step, Story
from zfleet_gateway.times import Times
from zfleet_gateway.validate import CheckedSpawn
from zfleet_runtime.errors import Violation, ZfleetError, from_call, invalid_argument
from zfleet_runtime.smapi_errors import no_such_guest

# Stories that are made of their request alone, by the kind of operation: the request's form and the story. Such
# requests have a user_id and a request_id.
_STORIES: Mapping[pb.OperationKind, tuple[type[Message], Callable[[Any, Services, Times], Story]]] = {
    pb.OPERATION_KIND_DESTROY_GUEST: (pb.DestroyGuestRequest, Destroy),
    pb.OPERATION_KIND_REGISTER_GUEST: (pb.RegisterGuestRequest, Register),
    pb.OPERATION_KIND_DEREGISTER_GUEST: (pb.DeregisterGuestRequest, Deregister),
    pb.OPERATION_KIND_DEPLOY_GUEST: (pb.DeployGuestRequest, Deploy),
    pb.OPERATION_KIND_CAPTURE_GUEST: (pb.CaptureGuestRequest, Capture),
    pb.OPERATION_KIND_CREATE_NETWORK_INTERFACES: (pb.CreateNetworkInterfacesRequest, CreateInterfaces),
    pb.OPERATION_KIND_DELETE_NETWORK_INTERFACES: (pb.DeleteNetworkInterfacesRequest, DeleteInterfaces),
    pb.OPERATION_KIND_ATTACH_VOLUME: (pb.AttachVolumeRequest, AttachVolume),
    pb.OPERATION_KIND_DETACH_VOLUME: (pb.DetachVolumeRequest, DetachVolume),
}
_BY_REQUEST = dict(_STORIES.values())


class Stories:
    """What can be begun, and what can be gone on with."""

    def __init__(self, to: Services, times: Times, read_seconds: float) -> None:
        """`read_seconds`: what a service gets to say whether it knows a guest."""
        self._to = to
        self._times = times
        self._read_seconds = read_seconds

    async def spawn(self, checked: CheckedSpawn) -> Begin:
        """A spawn. INVALID_ARGUMENT at once when its user id cannot be one: no operation could be kept under it."""
        story = Spawn(checked.request, self._to, self._times, checked.violations)
        if not checked.user_id:
            raise await refusal_of(story, checked.violations)
        return Begin(story, checked.user_id, checked.request_id, checked.request, checked.request.validate_only)

    async def destroy(self, request: pb.DestroyGuestRequest, operations: Operations) -> Begin:
        """A destroy. NOT_FOUND when there is nothing to destroy, unless that is allowed or was asked before."""
        user_id = request.user_id
        if not request.allow_missing and not await operations.knows(request.request_id):
            found, at_work = await asyncio.gather(
                is_anywhere(user_id, self._to, self._read_seconds), operations.at_work_on([user_id])
            )
            if not found and not at_work:
                raise no_such_guest(user_id)
        return self.of(request)

    def of(self, request: Message) -> Begin:
        """The story of a checked request, whatever it asks for, except a spawn."""
        asked: Any = request  # they all have these two fields
        story = _BY_REQUEST[type(request)](request, self._to, self._times)
        return Begin(story, asked.user_id, asked.request_id, request)

    def kept(self, kind: pb.OperationKind, request: bytes) -> Begin:
        """What the journal kept. DecodeError when it cannot be read."""
        if kind in _STORIES:
            form, _ = _STORIES[kind]
            return self.of(form.FromString(request))
        if kind == pb.OPERATION_KIND_SPAWN_GUEST:
            spawn = pb.SpawnGuestRequest.FromString(request)
            story = Spawn(spawn, self._to, self._times)
            return Begin(story, spawn.guest.user_id, spawn.request_id, spawn, spawn.validate_only)
        raise DecodeError(f"operations of kind {kind} are not known here")


async def refusal_of(story: Spawn, violations: Sequence[Violation]) -> ZfleetError:
    """What all services find wrong with a request that is refused whatever they say."""
    record = OperationRecord(str(uuid.uuid4()), story.kind, "", "", b"", b"", 0)
    errors = [invalid_argument(violations)]

    async def tried(step: Step) -> None:
        at = At(record, step, lambda done, total: None)
        try:
            await step.do(at)
        except ZfleetError as error:
            errors.append(error)
            return
        except grpc.aio.AioRpcError as error:
            errors.append(from_call(error))
            return
        if step.undo is not None:
            await step.undo(at)

    await asyncio.gather(*(tried(step) for step in story.plan() if not step.skip))
    return merged(errors)
