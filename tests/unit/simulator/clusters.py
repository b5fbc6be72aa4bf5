# SPDX-License-Identifier: Apache-2.0
"""Clusters of two members for the simulator's own tests, and short ways to ask them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.unit.simulator.worlds import client_of, codes, config, entry
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.cluster import SimulatedCluster
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import (
    VMRELOCATE,
    ImageActivate,
    ImageStatusQuery,
    VirtualNetworkVswitchSetExtended,
    VMRELOCATEStatus,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"


@dataclass
class Pair:
    """Two members and a client of each."""

    cluster: SimulatedCluster
    one: SmapiClient
    two: SmapiClient

    async def pass_time(self, seconds: float) -> None:
        """Let the cluster's clock go on."""
        assert isinstance(self.cluster.config.clock, DrivenClock)
        await self.cluster.config.clock.advance(seconds)

    def linux(self, system: str) -> LinuxClient:
        """The connector's Linux on a member."""
        return LinuxClient(self.cluster[system].connect_linux)

    async def move(self, **changes: Any) -> None:
        """LINUX01 from VM1 to VM2, until it is there."""
        await self.one.call(move(**changes))
        await self.pass_time(3)


@asynccontextmanager
async def pair(**changes: Any) -> AsyncIterator[Pair]:
    """VM1 and VM2, a cluster."""
    async with AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(SimulatedCluster(config(**changes), ("vm1", "VM2")))
        one, two = [await stack.enter_async_context(client_of(cluster[name])) for name in ("VM1", "VM2")]
        yield Pair(cluster, one, two)


@asynccontextmanager
async def started(*more: str, **changes: Any) -> AsyncIterator[Pair]:
    """LINUX01 runs on VM1, and may use VSW1 on both members."""
    async with pair(**changes) as both:
        await both.one.call(grant())
        await both.two.call(grant())
        await both.one.call(entry(ONE, *more))
        await both.one.call(ImageActivate(target=ONE))
        yield both


def grant() -> VirtualNetworkVswitchSetExtended:
    """LINUX01 may use VSW1."""
    return VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=ONE)


def move(**changes: Any) -> VMRELOCATE:
    """A move to VM2."""
    return VMRELOCATE(**{"target": ONE, "destination": "VM2", "action": "MOVE", **changes})


async def logged_on(client: SmapiClient) -> bool:
    """Whether LINUX01 is logged on at that member."""
    return await codes(client, ImageStatusQuery(target=ONE)) == (0, 0)


async def moves(client: SmapiClient, what: str = "ALL") -> list[str]:
    """The moves under way, none for 4/3001."""
    if await codes(client, VMRELOCATEStatus(status_target=what)) == (4, 3001):
        return []
    return [str(line) for line in (await client.call(VMRELOCATEStatus(status_target=what))).status_array]
