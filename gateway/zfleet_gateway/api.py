# SPDX-License-Identifier: Apache-2.0
"""The gateway's own two services: validate, convert, hand on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from google.protobuf.message import Message

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceServicer, OperationServiceServicer
from zfleet_gateway import convert, validate
from zfleet_gateway.calls import Calls
from zfleet_gateway.describe import Describe
from zfleet_gateway.operations import Operations
from zfleet_gateway.stories import Stories
from zfleet_runtime.deadline import within
from zfleet_runtime.service import Context


class GatewayApi(GatewayServiceServicer):
    """zfleet.gateway.v1.GatewayService."""

    def __init__(
        self, stories: Stories, operations: Operations, calls: Calls, describe: Describe, version: pb.GetVersionResponse
    ) -> None:
        """`version`: what GetVersion answers."""
        self._stories = stories
        self._calls = calls
        self._version = version
        self._operations = operations
        self._describe = describe

    async def SpawnGuest(self, request: pb.SpawnGuestRequest, context: Context) -> pb.SpawnGuestResponse:
        """Plans, answers, and goes on."""
        new = await self._stories.spawn(validate.spawn_request(request))
        record = await self._operations.begin(new)
        if record is None:
            return pb.SpawnGuestResponse(
                operation=convert.checked_only(new.story.kind, new.user_id, request.request_id)
            )
        return pb.SpawnGuestResponse(operation=convert.operation(record))

    async def DestroyGuest(self, request: pb.DestroyGuestRequest, context: Context) -> pb.DestroyGuestResponse:
        """Looks whether there is anything, answers, and goes on."""
        new = await self._stories.destroy(validate.destroy_request(request), self._operations)
        record = await self._operations.begin(new)
        assert record is not None  # noqa: S101  # only a spawn can be planned only
        return pb.DestroyGuestResponse(operation=convert.operation(record))

    async def GetGuest(self, request: pb.GetGuestRequest, context: Context) -> pb.GetGuestResponse:
        """From all services."""
        return await self._describe.one_guest(validate.user_id_of(request))

    async def ListGuests(self, request: pb.ListGuestsRequest, context: Context) -> pb.ListGuestsResponse:
        """A page from the guest service, furnished by the others."""
        return await self._describe.page_of_guests(validate.list_guests_request(request))

    async def GetHost(self, request: pb.GetHostRequest, context: Context) -> pb.GetHostResponse:
        """From all services."""
        return await self._describe.host()

    async def RegisterGuest(self, request: pb.RegisterGuestRequest, context: Context) -> pb.RegisterGuestResponse:
        """At the end."""
        return await self._calls.register_guest(request)

    async def DeregisterGuest(self, request: pb.DeregisterGuestRequest, context: Context) -> pb.DeregisterGuestResponse:
        """At the end."""
        return await self._calls.deregister_guest(request)

    async def DeployGuest(self, request: pb.DeployGuestRequest, context: Context) -> pb.DeployGuestResponse:
        """Checks, answers, and goes on."""
        return pb.DeployGuestResponse(operation=await self._begun(validate.deploy_request(request)))

    async def CaptureGuest(self, request: pb.CaptureGuestRequest, context: Context) -> pb.CaptureGuestResponse:
        """Checks, answers, and goes on."""
        return pb.CaptureGuestResponse(operation=await self._begun(validate.capture_request(request)))

    async def _begun(self, request: Message) -> pb.Operation:
        record = await self._operations.begin(self._stories.of(request))
        assert record is not None  # noqa: S101  # only a spawn can be planned only
        return convert.operation(record)

    async def CreateNetworkInterfaces(
        self, request: pb.CreateNetworkInterfacesRequest, context: Context
    ) -> pb.CreateNetworkInterfacesResponse:
        """At the end."""
        return await self._calls.create_network_interfaces(request)

    async def DeleteNetworkInterfaces(
        self, request: pb.DeleteNetworkInterfacesRequest, context: Context
    ) -> pb.DeleteNetworkInterfacesResponse:
        """At the end."""
        return await self._calls.delete_network_interfaces(request)

    async def AttachVolume(self, request: pb.AttachVolumeRequest, context: Context) -> pb.AttachVolumeResponse:
        """At the end."""
        return await self._calls.attach_volume(request)

    async def DetachVolume(self, request: pb.DetachVolumeRequest, context: Context) -> pb.DetachVolumeResponse:
        """At the end."""
        return await self._calls.detach_volume(request)

    async def GetVersion(self, request: pb.GetVersionRequest, context: Context) -> pb.GetVersionResponse:
        """What was found out at the start."""
        return self._version

    async def GetSmapiHealth(self, request: pb.GetSmapiHealthRequest, context: Context) -> pb.GetSmapiHealthResponse:
        """From all services."""
        return await self._describe.smapi_health()


class OperationApi(OperationServiceServicer):
    """zfleet.gateway.v1.OperationService."""

    def __init__(self, operations: Operations, serving: Callable[[], bool]) -> None:
        """`serving`: whether this gateway takes calls; one that stops breaks streams that no caller has left."""
        self._operations = operations
        self._serving = serving

    async def GetOperation(self, request: pb.GetOperationRequest, context: Context) -> pb.GetOperationResponse:
        """From memory while it is at work here, else from the journal."""
        record = await self._operations.get(validate.operation_id_of(request.operation_id))
        return pb.GetOperationResponse(operation=convert.operation(record))

    async def ListOperations(self, request: pb.ListOperationsRequest, context: Context) -> pb.ListOperationsResponse:
        """A page of the journal."""
        asked = validate.list_operations_request(request)
        found = await self._operations.page(
            after=asked.after, limit=asked.page.size + 1, user_id=asked.user_id, state=asked.state
        )
        shown = found[: asked.page.size]
        token = ""
        if len(found) > len(shown):
            token = asked.page.token_after(validate.page_key(shown[-1].create_us, shown[-1].operation_id))
        return pb.ListOperationsResponse(
            operations=[convert.operation(record) for record in shown], next_page_token=token
        )

    async def WaitOperation(self, request: pb.WaitOperationRequest, context: Context) -> pb.WaitOperationResponse:
        """At the operation's end, the timeout's, or a little before the deadline's."""
        operation_id, seconds = validate.wait_request(request)
        record = await self._operations.wait(operation_id, within(seconds))
        return pb.WaitOperationResponse(operation=convert.operation(record))

    async def WatchOperation(
        self, request: pb.WatchOperationRequest, context: Context
    ) -> AsyncIterator[pb.WatchOperationResponse]:
        """Every change until the end."""
        operation_id = validate.operation_id_of(request.operation_id)
        watched = ended = False
        try:
            async for operation in self._operations.watch(operation_id):
                watched = True
                ended = operation.HasField("end_time")
                yield pb.WatchOperationResponse(operation=operation)
        finally:
            if request.cancel_on_disconnect and watched and not ended and self._serving():
                self._operations.cancel_soon(operation_id)

    async def CancelOperation(self, request: pb.CancelOperationRequest, context: Context) -> pb.CancelOperationResponse:
        """Marks it; what runs it undoes it."""
        record = await self._operations.cancel(validate.operation_id_of(request.operation_id))
        return pb.CancelOperationResponse(operation=convert.operation(record))
