# SPDX-License-Identifier: Apache-2.0
"""The services' own methods through the gateway: as if they were called themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import grpc
import pytest
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.service.gateway.fleet import MIB, PORTS, Fleet, quiet, refusal
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.smapi.v1 import guest_functions_pb2, guest_functions_pb2_grpc
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceStub
from zfleet_gateway.part import GatewayPart
from zfleet_gateway.settings import GatewaySettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import running


class Behind:
    """A real server behind the gateway that remembers what reached it."""

    def __init__(self) -> None:
        self.metadata: dict[str, str | bytes] = {}
        self.seconds: float | None = None
        self.cancelled = asyncio.Event()
        self.began = asyncio.Event()

    def handlers(self) -> list[grpc.GenericRpcHandler]:
        """A method of each kind of answer."""
        unary, stream = grpc.unary_unary_rpc_method_handler, grpc.unary_stream_rpc_method_handler
        of_guest: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
            "GetConsole": unary(
                self.GetConsole,
                guest.GetConsoleRequest.FromString,
                guest.GetConsoleResponse.SerializeToString,
            ),
            "StopGuest": unary(
                self.StopGuest,
                guest.StopGuestRequest.FromString,
                guest.StopGuestResponse.SerializeToString,
            ),
        }
        of_storage: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
            "ReadDisk": stream(
                self.ReadDisk,
                storage.ReadDiskRequest.FromString,
                storage.ReadDiskResponse.SerializeToString,
            )
        }
        return [
            grpc.method_handlers_generic_handler("zfleet.guest.v1.GuestService", of_guest),
            grpc.method_handlers_generic_handler("zfleet.storage.v1.StorageService", of_storage),
        ]

    async def GetConsole(self, request: guest.GetConsoleRequest, context: Any) -> guest.GetConsoleResponse:
        """Answers with metadata of its own."""
        self.metadata = dict(context.invocation_metadata())
        self.seconds = context.time_remaining()
        await context.send_initial_metadata((("x-first", "1"),))
        context.set_trailing_metadata((("x-last-bin", b"\x00\x01"),))
        return guest.GetConsoleResponse(text=f"console of {request.user_id}")

    async def StopGuest(self, request: guest.StopGuestRequest, context: Any) -> guest.StopGuestResponse:
        """Never answers."""
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()
        return guest.StopGuestResponse()

    async def ReadDisk(self, request: storage.ReadDiskRequest, context: Any) -> AsyncIterator[storage.ReadDiskResponse]:
        """Never stops."""
        try:
            while True:
                self.began.set()
                yield storage.ReadDiskResponse(content=b"x")
                await asyncio.sleep(0.01)
        finally:
            self.cancelled.set()


@asynccontextmanager
async def in_front_of(behind: Behind) -> AsyncIterator[Channel]:
    """A channel to a gateway in front of `behind`."""
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(tuple(behind.handlers()))
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    settings = GatewaySettings(
        **PORTS, rest_listen="", guest_address=address, storage_address=address, network_address=address
    )
    try:
        async with (
            running(GatewayPart(), settings, log=quiet("gateway")) as process,
            Channel(process.address) as channel,
        ):
            yield channel
    finally:
        await server.stop(0)


async def test_metadata_and_deadline_go_through_in_both_directions() -> None:
    """Also binary metadata; the deadline is the caller's, less a little."""
    behind = Behind()
    async with in_front_of(behind) as channel:
        call = GuestServiceStub(channel).GetConsole(
            guest.GetConsoleRequest(user_id="LINUX01"),
            timeout=5,
            metadata=(("x-own", "mine"), ("x-own-bin", b"\x01"), ("x-request-id", "request-7")),
        )
        assert (await call).text == "console of LINUX01"
        assert dict(await call.initial_metadata())["x-first"] == "1"
        assert dict(await call.trailing_metadata())["x-last-bin"] == b"\x00\x01"
    assert behind.metadata["x-own"] == "mine"
    assert behind.metadata["x-own-bin"] == b"\x01"
    assert behind.metadata["x-request-id"] == "request-7"
    assert behind.seconds is not None
    assert 4 < behind.seconds <= 5


@pytest.mark.parametrize("method", ["StopGuest", "ReadDisk"])
async def test_a_caller_that_cancels_cancels_the_call_behind_the_gateway(method: str) -> None:
    """Unary calls and streams alike."""
    behind = Behind()
    async with in_front_of(behind) as channel:
        call: Any
        if method == "StopGuest":
            call = GuestServiceStub(channel).StopGuest(guest.StopGuestRequest(user_id="A"), timeout=20)
        else:
            call = StorageServiceStub(channel).ReadDisk(storage.ReadDiskRequest(user_id="A"), timeout=20)
            assert (await call.read()).content == b"x"
        await asyncio.wait_for(behind.began.wait(), 5)
        call.cancel()
        await asyncio.wait_for(behind.cancelled.wait(), 5)


async def test_a_deadline_that_passes_ends_the_call_behind_the_gateway() -> None:
    """And the caller hears DEADLINE_EXCEEDED."""
    behind = Behind()
    async with in_front_of(behind) as channel:
        error = await refusal(GuestServiceStub(channel).StopGuest(guest.StopGuestRequest(user_id="A"), timeout=0.3))
        assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED
        await asyncio.wait_for(behind.cancelled.wait(), 5)


async def test_a_refusal_has_the_same_details_as_from_the_service_itself(zfleet: Fleet) -> None:
    """Status, message, ErrorInfo, ResourceInfo, BadRequest: byte for byte."""
    requests = (guest.GetGuestRequest(user_id="NOBODY"), guest.GetGuestRequest(user_id="NO GOOD"))
    async with Channel(zfleet.guest_part.address) as direct:
        for request in requests:
            errors = []
            for stub in (GuestServiceStub(direct), zfleet.guests):
                with pytest.raises(grpc.aio.AioRpcError) as caught:
                    await stub.GetGuest(request, timeout=20)
                errors.append(caught.value)
            first, second = errors
            assert second.code() is first.code()
            assert second.details() == first.details()
            details = [dict(error.trailing_metadata())["grpc-status-details-bin"] for error in errors]
            assert details[0] == details[1]


async def test_streams_go_through_in_both_directions(zfleet: Fleet) -> None:
    """An image is uploaded, and the failure of an upload is the service's."""
    await zfleet.upload("one", bytes(3 * MIB))
    image = await zfleet.disks.GetImage(storage.GetImageRequest(name="one"), timeout=20)
    assert image.image.size_bytes == 3 * MIB
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await zfleet.upload("one", b"again")
    assert caught.value.code() is grpc.StatusCode.ALREADY_EXISTS


async def test_smapi_functions_go_through(zfleet: Fleet) -> None:
    """One address is enough for them too."""
    stub = guest_functions_pb2_grpc.GuestFunctionsServiceStub(zfleet.channel)
    answer = await stub.ImageQueryDM(guest_functions_pb2.ImageQueryDMRequest(target="MAINT"), timeout=20)
    assert answer.image_record_array[0].startswith("USER MAINT")


async def test_a_method_that_is_not_in_the_contract_is_unimplemented(zfleet: Fleet) -> None:
    """Without asking the service."""
    for path in ("/zfleet.guest.v1.GuestService/Explode", "/zfleet.nobody.v1.Service/Method"):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await zfleet.channel.unary_unary(path)(b"", timeout=20)
        assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_reflection_lists_and_describes_the_forwarded_services(zfleet: Fleet) -> None:
    """A tool that knows nothing but the gateway's address finds everything."""

    async def ask() -> AsyncIterator[reflection_pb2.ServerReflectionRequest]:
        yield reflection_pb2.ServerReflectionRequest(list_services="")
        yield reflection_pb2.ServerReflectionRequest(file_containing_symbol="zfleet.storage.v1.StorageService")

    stub: Any = reflection_pb2_grpc.ServerReflectionStub(cast(Any, zfleet.channel))  # its types know no asyncio
    answers = [answer async for answer in stub.ServerReflectionInfo(ask(), timeout=20)]
    names = {each.name for each in answers[0].list_services_response.service}
    assert {
        "zfleet.gateway.v1.GatewayService",
        "zfleet.gateway.v1.OperationService",
        "zfleet.guest.v1.GuestService",
        "zfleet.storage.v1.StorageService",
        "zfleet.network.v1.NetworkService",
        "zfleet.smapi.v1.NetworkFunctionsService",
    } <= names
    assert answers[1].file_descriptor_response.file_descriptor_proto


async def test_a_service_that_is_down_is_unavailable_without_its_address_in_the_message(zfleet: Fleet) -> None:
    """The transport's own words are not for callers."""
    await zfleet.guest_part.stop(drain=0, grace=0)
    error = await refusal(zfleet.guests.GetGuest(guest.GetGuestRequest(user_id="LINUX01"), timeout=20))
    assert error.status is grpc.StatusCode.UNAVAILABLE
    assert "127.0.0.1" not in error.message
