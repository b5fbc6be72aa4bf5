# SPDX-License-Identifier: Apache-2.0
"""Every SMAPI function as a typed rpc: a real gRPC call, one SMAPI call on the simulated host, a typed answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.unit.smapi.strategies import calls
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import Runtime, running
from zfleet_runtime.service import Service
from zfleet_runtime.settings import ServiceSettings
from zfleet_runtime.smapi_contract import GROUPS, PACKAGE, service_name
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_simulator.config import HostConfig
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.declaration import Call, Header, Stream, Struct
from zfleet_smapi.layout import Field, fields_of, layout
from zfleet_smapi.wire import parameter_problems

ANSWERING_ONCE = sorted(name for name, call in FUNCTIONS.items() if call.stream is Stream.NONE)
# What would go down or wait for real time; their rpcs are made in the tests of their functions.
SLOW = {"System_Shutdown", "Process_ABEND_Dump", "SMAPI_Status_Capture"}


class AllFunctions:
    """A part that serves all groups."""

    name = "guest"
    settings = ServiceSettings

    async def open(self, runtime: Runtime[ServiceSettings]) -> Sequence[Service]:
        """Every group on one client."""
        smapi = await runtime.open_smapi()
        return [smapi_functions(group, smapi) for group in GROUPS]

    async def close(self) -> None:
        """Nothing is kept."""


class World:
    """The part on its own loop: hypothesis is synchronous."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        """Starts the host and the part."""
        host = await self._stack.enter_async_context(SimulatedHost(HostConfig(trusted_user="MAINT")))
        chosen = ServiceSettings(listen="127.0.0.1:0", metrics_listen="", smapi_lock_patience=0.05)
        process = await self._stack.enter_async_context(running(AllFunctions(), chosen, host=host))
        self.channel = await self._stack.enter_async_context(grpc.aio.insecure_channel(process.address))

    async def ask(self, call: type[Call[Any]], request: Message) -> Any:
        """The response, or what it was refused with."""
        method = self.channel.unary_unary(
            f"/{PACKAGE}.{service_name(call.group)}/{call.__name__}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=message_type(call, "Response").FromString,
        )
        try:
            return await method(request, timeout=10)
        except grpc.aio.AioRpcError as error:
            return from_call(error)

    def close(self) -> None:
        """Stops both."""
        self.loop.run_until_complete(self._stack.aclose())
        self.loop.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One host for all functions."""
    made = World()
    made.loop.run_until_complete(made.open())
    yield made
    made.close()


def message_type(call: type[Call[Any]], end: str) -> Any:
    """The request or response message of a function."""
    return getattr(import_module(f"{PACKAGE}.{call.group}_functions_pb2"), call.__name__ + end)


def request_of(call: Call[Any]) -> Message:
    """A call as its request message."""
    fields = {field.name: in_contract(field, getattr(call, field.name)) for field in layout(type(call)).parameters}
    if call.header is Header.STANDARD:
        fields["target"] = call.target
    request: Message = message_type(type(call), "Request")(**fields)
    return request


def in_contract(field: Field, value: Any) -> Any:
    """A field's value as the contract has it."""
    if value is None:
        return None
    if field.kind == "pairs":
        return [{"keyword": keyword, "value": given} for keyword, given in value]
    if field.struct is not None:
        return [fields_in_contract(item) for item in value]
    return list(value) if field.repeated else value


def fields_in_contract(struct: Struct) -> dict[str, Any]:
    """A struct as the contract has it."""
    return {field.name: in_contract(field, getattr(struct, field.name)) for field in fields_of(type(struct))}


@pytest.mark.parametrize("function", [name for name in ANSWERING_ONCE if name not in SLOW])
def test_every_function_is_called_through_its_typed_rpc(function: str, world: World) -> None:
    """z/VM's own answer comes back: a typed response, or a refusal with the function and both codes."""
    call_type = FUNCTIONS[function]

    @seed(7)
    @settings(
        max_examples=3, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(calls(call_type).filter(lambda call: not parameter_problems(call)))
    def some(call: Call[Any]) -> None:
        answer = world.loop.run_until_complete(world.ask(call_type, request_of(call)))
        if isinstance(answer, ZfleetError):
            assert answer.metadata.get("function") == function, (call, answer)
            assert answer.metadata.get("return_code", "0") != "0", (call, answer)
            assert answer.status.name not in ("INTERNAL", "UNIMPLEMENTED"), (call, answer)
        else:
            assert answer.return_code in (0, 592), (call, answer)

    some()


def test_the_contract_has_every_function_and_no_other() -> None:
    """One rpc each, streams included, but for Event_Unsubscribe, which would end everybody's subscription."""
    rpcs = set()
    for group in GROUPS:
        file = import_module(f"{PACKAGE}.{group}_functions_pb2").DESCRIPTOR
        rpcs |= {method.name for method in file.services_by_name[service_name(group)].methods}
    assert rpcs == {call.__name__ for call in FUNCTIONS.values() if call.stream is not Stream.CLOSE}


def test_a_parameter_out_of_its_limits_is_named(world: World) -> None:
    """Before z/VM is asked: INVALID_ARGUMENT with every bad field."""
    call_type = FUNCTIONS["Image_Disk_Create_DM"]
    request = message_type(call_type, "Request")(
        target="LINUX01", image_disk_number="XYZ", image_disk_device_type="3390", image_disk_mode="QQ"
    )
    refusal = world.loop.run_until_complete(world.ask(call_type, request))
    assert isinstance(refusal, ZfleetError)
    assert refusal.status is grpc.StatusCode.INVALID_ARGUMENT
    assert {"image_disk_number", "image_disk_mode"} <= {each.field for each in refusal.violations}
