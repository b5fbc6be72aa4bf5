# SPDX-License-Identifier: Apache-2.0
"""A guest service with a real server, a real database and a simulated z/VM host that is spoken to in SMAPI bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.guest.v1.guest_system_service_pb2_grpc import GuestSystemServiceStub
from zfleet_guest.part import GuestPart
from zfleet_guest.settings import GuestSettings
from zfleet_runtime.channel import Channel
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import Process, running
from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.stream import Stream

POOL, FBA_POOL, SWITCH, PROFILE = "POOL1", "POOL2", "VSW1", "OSDFLT"


class BreakableHost(SimulatedHost):
    """A host whose Linux port can be made to refuse the connections with these numbers, from 1."""

    linux_connections = 0
    refuse: frozenset[int] = frozenset()

    async def connect_linux(self) -> Stream:
        """See SimulatedHost."""
        self.linux_connections += 1
        if self.linux_connections in self.refuse:
            raise ConnectionRefusedError
        return await super().connect_linux()


@dataclass
class Served:
    """The service while it runs, and the host behind it."""

    process: Process[GuestSettings]
    host: Any  # a BreakableHost when it is the service's own
    stub: Any
    operator: SmapiClient  # somebody else who works on the same host

    def calls(self, function: str = "") -> int:
        """SMAPI conversations so far, of one function or of all."""
        samples = (
            sample
            for metric in self.process.metrics.registry.collect()
            for sample in metric.samples
            if sample.name == "zfleet_smapi_calls_total"
        )
        return int(sum(each.value for each in samples if function in ("", each.labels["function"])))

    def go_wrong(self, function: str, **rule: Any) -> None:
        """From now on calls of a function fail as the rule says."""
        self.host.faults.add(FaultRule(function=function, **rule))

    async def create(self, user_id: str, **more: Any) -> Any:
        """A small guest with one disk, without an operating system."""
        disk = pb.MinidiskStatement(device_number="0100", device_type="3390", size=100, pool=POOL)
        more.setdefault("minidisks", [disk])
        return (await self.stub.CreateGuest(pb.CreateGuestRequest(guest=pb.GuestSpec(user_id=user_id), **more))).guest

    async def power(self, user_id: str) -> Any:
        """What CP does with a guest."""
        return (
            await self.stub.GetGuest(pb.GetGuestRequest(user_id=user_id, view=pb.GUEST_VIEW_BASIC))
        ).guest.power_state


@asynccontextmanager
async def inside(served: Served) -> AsyncIterator[Any]:
    """The stub of what is done inside guests."""
    async with Channel(served.process.address, timeout=30) as channel:
        yield GuestSystemServiceStub(channel)


async def refused(call: Awaitable[Any]) -> ZfleetError:
    """The error that a call must end with, with all its details."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return from_call(caught.value)


@asynccontextmanager
async def serving(config: HostConfig | None = None, **settings: Any) -> AsyncIterator[Served]:
    """The service on a host of its own."""
    host = BreakableHost(config or HostConfig(users={"MAINT": "secret"}))
    await host.start()
    try:
        async with serving_on(host, **settings) as served:
            yield served
    finally:
        await host.stop()


@asynccontextmanager
async def serving_on(host: SimulatedHost, **settings: Any) -> AsyncIterator[Served]:
    """The service on a host that runs already."""
    options = {"listen": "127.0.0.1:0", "metrics_listen": "", "grace": 5.0, "log_level": "error", **settings}
    async with (
        running(GuestPart(), GuestSettings(**options), host=host) as process,
        Channel(process.address, timeout=30) as channel,
    ):
        operator = SmapiClient(host.connect, Credentials("MAINT", "secret"))
        yield Served(process, host, GuestServiceStub(channel), operator)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """The service on a small host that takes no time and makes no mistake."""
    async with serving(snapshot_age=0.0, boot_device_number="0100") as found:
        yield found
