# SPDX-License-Identifier: Apache-2.0
"""The way to z/VM that the settings name: embedded, shared, over TCP, with the right password or not at all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue

from tests.service.runtime.conftest import WIRE
from zfleet_runtime.channel import Channel
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import Process, Runtime, running
from zfleet_runtime.service import Context, Service
from zfleet_runtime.settings import ServiceSettings, SettingsError
from zfleet_simulator.config import HostConfig
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.latency import LatencyRule
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import FUNCTIONS
from zfleet_smapi.client import SmapiClient

NAME = "zfleet.test.v1.HostService"
PASSWORD = "hunter2"


class HostTestSettings(ServiceSettings):
    """A part that passes SMAPI calls on."""

    part: ClassVar[str] = "host"


class HostPart:
    """Calls the SMAPI function and target that a request names: FUNCTION:TARGET."""

    name = "host"
    settings = HostTestSettings

    def __init__(self) -> None:
        self.smapi: SmapiClient | None = None
        self.linux: LinuxClient | None = None

    async def open(self, runtime: Runtime[HostTestSettings]) -> Sequence[Service]:
        """Opens both ways."""
        self.smapi = await runtime.open_smapi()
        self.linux = await runtime.host.linux()
        unary: Any = grpc.unary_unary_rpc_method_handler
        wire = {"request_deserializer": StringValue.FromString, "response_serializer": StringValue.SerializeToString}
        return [Service(NAME, {"Call": unary(self.call, **wire)})]

    async def call(self, request: StringValue, context: Context) -> StringValue:
        """One SMAPI call; answers its codes."""
        function, _, target = request.value.partition(":")
        assert self.smapi is not None
        reply = await self.smapi.call(FUNCTIONS[function](target=target))
        return StringValue(value=f"{reply.return_code}/{reply.reason_code}")

    async def close(self) -> None:
        """Nothing of its own."""


def settings(**more: Any) -> HostTestSettings:
    return HostTestSettings(listen="127.0.0.1:0", metrics_listen="", **more)


async def ask(process: Process[HostTestSettings], text: str, timeout: float = 20) -> str:
    async with Channel(process.address) as channel:
        answer: StringValue = await channel.unary_unary(f"/{NAME}/Call", **WIRE)(StringValue(value=text), timeout)
        return answer.value


async def failure(process: Process[HostTestSettings], text: str, timeout: float = 20) -> ZfleetError:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await ask(process, text, timeout)
    return from_call(caught.value)


async def test_the_embedded_host_answers_smapi_and_linux() -> None:
    part = HostPart()
    async with running(part, settings()) as process:
        assert await ask(process, "Query_API_Functional_Level:MAINT") == "0/730"
        assert part.linux is not None
        assert " AT " in await part.linux.command("QUERY USERID")


async def test_parts_of_one_process_have_a_host_each_or_share_the_one_they_are_given() -> None:
    async with SimulatedHost(HostConfig(users={"MAINT": PASSWORD})) as host:
        first, second, alone = HostPart(), HostPart(), HostPart()
        async with (
            running(first, settings(), host=host) as one,
            running(second, settings(), host=host) as two,
            running(alone, settings()) as three,
        ):
            for process in (one, two, three):
                assert await ask(process, "Query_API_Functional_Level:MAINT") == "0/730"
        async with running(
            HostPart(), settings(), host=host
        ) as again:  # a part that stops leaves a shared host running
            assert await ask(again, "Query_API_Functional_Level:MAINT") == "0/730"


async def test_a_host_over_tcp_needs_the_right_password(tmp_path: Path) -> None:
    async with SimulatedHost(HostConfig(users={"MAINT": PASSWORD})) as host:
        zvm = "tcp://{}:{}".format(*await host.listen())
        linux = "simulator://{}:{}".format(*await host.listen_linux())
        file = tmp_path / "password"
        file.write_text(f"{PASSWORD}\n")
        part = HostPart()
        async with running(part, settings(zvm=zvm, linux_access=linux, zvm_password_file=file)) as process:
            assert await ask(process, "Query_API_Functional_Level:MAINT") == "0/730"
            assert part.linux is not None
            assert " AT " in await part.linux.command("QUERY USERID")
        async with running(HostPart(), settings(zvm=zvm, linux_access=linux, zvm_password="tiger5")) as process:
            error = await failure(process, "Query_API_Functional_Level:MAINT")
            assert (error.status, error.metadata["return_code"]) == (grpc.StatusCode.FAILED_PRECONDITION, "120")
            assert "tiger5" not in f"{error!r} {error.metadata}"
    with pytest.raises(SettingsError, match="zvm_password"):
        async with running(HostPart(), settings(zvm=zvm)):
            pass


async def test_a_host_that_is_not_there_is_unavailable() -> None:
    lost = settings(zvm="tcp://127.0.0.1:1", zvm_password=PASSWORD, smapi_timeout=0.3)
    async with running(HostPart(), lost) as process:
        error = await failure(process, "Query_API_Functional_Level:MAINT")
    assert error.status in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
    assert error.reason in ("ZVM_UNREACHABLE", "ZVM_DEADLINE_EXCEEDED")
    assert error.metadata["function"] == "Query_API_Functional_Level"


async def test_zvms_refusal_keeps_its_numbers_and_gets_a_status_and_a_reason() -> None:
    async with running(HostPart(), settings()) as process:
        error = await failure(process, "Image_Query_DM:NOSUCH")
    assert error.status is grpc.StatusCode.NOT_FOUND
    assert (error.metadata["function"], error.metadata["target"]) == ("Image_Query_DM", "NOSUCH")
    assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("400", "4")
    assert error.reason
    assert error.reason == error.reason.upper()


async def test_a_smapi_call_ends_before_the_rpc_that_it_is_made_for() -> None:
    slow = LatencyRule(function="Image_Query_DM", seconds=30)
    async with (
        SimulatedHost(HostConfig(users={"MAINT": PASSWORD}, latency=(slow,))) as host,
        running(HostPart(), settings(), host=host) as process,
    ):
        began = time.monotonic()
        error = await failure(process, "Image_Query_DM:MAINT", timeout=0.5)
        assert time.monotonic() - began < 5
    assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED


async def test_smapi_calls_are_measured() -> None:
    async with running(HostPart(), settings()) as process:
        await ask(process, "Query_API_Functional_Level:MAINT")
        await failure(process, "Image_Query_DM:NOSUCH")
        sample = process.metrics.registry.get_sample_value
        for function, code in (("Query_API_Functional_Level", "0"), ("Image_Query_DM", "400")):
            labels = {"function": function, "return_code": code}
            assert sample("zfleet_smapi_calls_total", labels) == 1
            assert sample("zfleet_smapi_call_seconds_count", {"function": function}) == 1
        assert sample("zfleet_smapi_queue_seconds_count") == 2
        assert sample("zfleet_smapi_in_flight") == 0


async def test_the_embedded_hosts_state_outlives_the_process_when_there_is_a_folder(tmp_path: Path) -> None:
    for _ in range(2):
        async with running(HostPart(), settings(state_folder=tmp_path)) as process:
            assert await ask(process, "Query_API_Functional_Level:MAINT") == "0/730"
    assert any(tmp_path.iterdir())
