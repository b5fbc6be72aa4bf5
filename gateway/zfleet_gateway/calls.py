# SPDX-License-Identifier: Apache-2.0
"""Calls that answer at the end: each begins an operation, waits until it has ended, and gives what came of it.

The rpcs that are said to answer at the end and the REST facade call the same methods. Each raises the ZfleetError that
the operation was refused with or failed with. A caller that goes away while the operation is checked cancels it; after
that it goes on by itself, and a repeat with the same request_id waits for the same end.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_gateway import convert, validate
from zfleet_gateway.operations import Begin, Operations
from zfleet_gateway.record import OperationRecord
from zfleet_gateway.refusal import from_data
from zfleet_gateway.stories import Stories
from zfleet_runtime.deadline import within
from zfleet_runtime.errors import ZfleetError, aborted

Answer = TypeVar("Answer", bound=Message)


class Calls:
    """The stories, as calls."""

    def __init__(self, stories: Stories, operations: Operations, *, busy_seconds: float = 0.0) -> None:
        """`busy_seconds`: how long to wait for another operation to leave the guest; then ABORTED (GUEST_BUSY)."""
        self._stories = stories
        self._operations = operations
        self._busy_seconds = busy_seconds

    async def spawn_guest(self, request: pb.SpawnGuestRequest) -> pb.SpawnGuestResult:
        """A new guest."""
        record = await self.ended(await self._stories.spawn(validate.spawn_request(request)))
        return convert.operation(record).spawn_guest

    async def destroy_guest(self, request: pb.DestroyGuestRequest) -> None:
        """A guest gone."""
        await self.ended(await self._stories.destroy(validate.destroy_request(request), self._operations))

    async def register_guest(self, request: pb.RegisterGuestRequest) -> pb.RegisterGuestResponse:
        """A guest that was made elsewhere, now managed."""
        return await self._answer(validate.register_request(request), pb.RegisterGuestResponse)

    async def deregister_guest(self, request: pb.DeregisterGuestRequest) -> pb.DeregisterGuestResponse:
        """A guest, managed no longer."""
        return await self._answer(validate.deregister_request(request), pb.DeregisterGuestResponse)

    async def deploy_guest(self, request: pb.DeployGuestRequest) -> pb.DeployGuestResult:
        """An image on a guest's disk."""
        record = await self.ended(self._stories.of(validate.deploy_request(request)))
        return convert.operation(record).deploy_guest

    async def capture_guest(self, request: pb.CaptureGuestRequest) -> pb.CaptureGuestResult:
        """An image of a guest's disk."""
        record = await self.ended(self._stories.of(validate.capture_request(request)))
        return convert.operation(record).capture_guest

    async def create_network_interfaces(
        self, request: pb.CreateNetworkInterfacesRequest
    ) -> pb.CreateNetworkInterfacesResponse:
        """NICs with their configuration."""
        return await self._answer(validate.create_interfaces_request(request), pb.CreateNetworkInterfacesResponse)

    async def delete_network_interfaces(
        self, request: pb.DeleteNetworkInterfacesRequest
    ) -> pb.DeleteNetworkInterfacesResponse:
        """NICs gone with their configuration."""
        return await self._answer(validate.delete_interfaces_request(request), pb.DeleteNetworkInterfacesResponse)

    async def attach_volume(self, request: pb.AttachVolumeRequest) -> pb.AttachVolumeResponse:
        """A volume at a guest."""
        return await self._answer(validate.attach_volume_request(request), pb.AttachVolumeResponse)

    async def detach_volume(self, request: pb.DetachVolumeRequest) -> pb.DetachVolumeResponse:
        """A volume gone from a guest."""
        return await self._answer(validate.detach_volume_request(request), pb.DetachVolumeResponse)

    async def _answer(self, request: Message, form: type[Answer]) -> Answer:
        record = await self.ended(self._stories.of(request))
        return form.FromString(record.result or b"")

    async def ended(self, new: Begin) -> OperationRecord:
        """The operation that `new` begins, when it has succeeded. Raises what it was refused or failed with;
        DEADLINE_EXCEEDED (OPERATION_GOES_ON) when the caller's deadline is over before it has ended."""
        record = await self._begun(new)
        record = await self._operations.wait(record.operation_id, within(float("inf")))
        metadata = {"operation_id": record.operation_id}
        if not record.ended:
            text = f"the operation goes on: wait for operation {record.operation_id}, or cancel it"
            raise ZfleetError(grpc.StatusCode.DEADLINE_EXCEEDED, "OPERATION_GOES_ON", text, metadata=metadata)
        if record.state == pb.OPERATION_STATE_SUCCEEDED:
            return record
        if record.error is None:
            raise aborted("OPERATION_CANCELLED", "the operation was cancelled and is undone", metadata=metadata)
        error = from_data(record.error)
        error.metadata |= metadata
        raise error

    async def _begun(self, new: Begin) -> OperationRecord:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._busy_seconds
        while True:
            try:
                record = await self._operations.begin(new)
                assert record is not None  # noqa: S101  # what is only planned has no end to wait for
                return record
            except ZfleetError as error:
                left = min(until - loop.time(), within(float("inf")))
                if error.reason != "GUEST_BUSY" or left <= 0:
                    raise
                await self._left_alone(error.metadata["operation_id"], left)

    async def _left_alone(self, operation_id: str, seconds: float) -> None:
        """Returns when an operation has ended, or is no more, or when the time is over."""
        try:
            await self._operations.wait(operation_id, seconds)
        except ZfleetError as error:
            if error.status is not grpc.StatusCode.NOT_FOUND:
                raise
