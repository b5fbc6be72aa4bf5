# SPDX-License-Identifier: Apache-2.0
"""System_Shutdown: when it comes, what it ends, what comes up again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, config, define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    VMRELOCATE,
    ImageActivate,
    ImageStatusQuery,
    SystemInfoQuery,
    SystemShutdown,
    VMRELOCATEStatus,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import Unreachable


async def is_running(client: SmapiClient, name: str) -> bool:
    """Whether a guest is logged on."""
    return await codes(client, ImageStatusQuery(target=name)) == (0, 0)


@pytest.mark.parametrize(
    ("how", "seconds"),
    [
        ({"immediate": "IMMEDIATE"}, 0.0),
        ({"within": "300"}, 300.0),
        ({"by": "00:10"}, 600.0),
        ({"by": "00:00:30"}, 30.0),
        ({}, 30.0),
    ],
)
async def test_the_system_goes_down_at_its_time_and_comes_up_with_its_servers(
    how: dict[str, Any], seconds: float
) -> None:
    """Guests run until then; afterwards the servers do, the guests do not, and the IPL time is new."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        loaded = (await client.call(SystemInfoQuery())).cp_ipl_time
        await client.call(SystemShutdown(**how))
        if seconds:
            await clock.advance(seconds - 1)
            assert await is_running(client, "LINUX01")
        await clock.advance(1.5)
        assert not await is_running(client, "LINUX01")
        assert await is_running(client, "TCPIP")
        later = (await client.call(SystemInfoQuery())).cp_ipl_time
        assert (later != loaded) == bool(seconds)
        assert await codes(client, ImageActivate(target="LINUX01")) == (0, 0)


async def test_a_shutdown_is_called_off_once() -> None:
    """The time passes and nothing happens; a second time there is nothing to call off."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(SystemShutdown(within="60"))
        await client.call(SystemShutdown(cancel="CANCEL"))
        assert (await refused(client, SystemShutdown(cancel="CANCEL")))[0] == 396
        await clock.advance(61)
        assert await is_running(client, "LINUX01")


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"immediate": "IMMEDIATE", "within": "10"}, (8, 24)),
        ({"by": "12:00", "within": "10"}, (8, 24)),
        ({"cancel": "CANCEL", "within": "10"}, (8, 24)),
        ({"within": "0"}, (8, 3003)),
        ({"within": "65536"}, (8, 3003)),
        ({"by": "25:00"}, (8, 3003)),
        ({"by": "noon"}, (8, 3003)),
    ],
)
async def test_a_time_that_cannot_be_is_refused(how: dict[str, Any], expected: tuple[int, int]) -> None:
    """8/24 contradiction, 8/3003 bad value; the system stays up."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        loaded = (await client.call(SystemInfoQuery())).cp_ipl_time
        assert await refused(client, SystemShutdown(**how)) == expected
        await clock.advance(86_400)
        assert (await client.call(SystemInfoQuery())).cp_ipl_time == loaded


async def test_a_system_that_is_not_loaded_again_answers_nobody_until_it_is(tmp_path: Path) -> None:
    """NOREIPL: connections are refused; a new start of the host loads it, with its directory and its servers."""
    clock = DrivenClock()
    async with SimulatedHost(config(clock=clock, state_folder=tmp_path)) as host, client_of(host) as client:
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(SystemShutdown(immediate="IMMEDIATE", reipl="NOREIPL"))
        await clock.advance(1)
        with pytest.raises(Unreachable):
            await client.call(SystemInfoQuery())
        with pytest.raises(ConnectionRefusedError):
            await host.connect_linux()
    async with SimulatedHost(config(clock=clock, state_folder=tmp_path)) as host, client_of(host) as client:
        assert await is_running(client, "TCPIP")
        assert not await is_running(client, "LINUX01")
        assert await codes(client, ImageActivate(target="LINUX01")) == (0, 0)


async def test_a_host_that_starts_again_knows_nothing_of_planned_shutdowns_and_moves(tmp_path: Path) -> None:
    """What was to happen later was to be done by the old process: the guest stays, and nothing is pending."""
    clock = DrivenClock()
    settings: dict[str, Any] = {"clock": clock, "state_folder": tmp_path, "cluster_members": ("VM2",)}
    async with SimulatedHost(config(**settings)) as host, client_of(host) as client:
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(VMRELOCATE(target="LINUX01", destination="VM2", action="MOVE"))
        await client.call(SystemShutdown(within="60"))
    async with SimulatedHost(config(**settings)) as host, client_of(host) as client:
        assert await refused(client, VMRELOCATEStatus()) == (4, 3001)
        assert (await refused(client, SystemShutdown(cancel="CANCEL")))[0] == 396
        await clock.advance(120)
        assert await is_running(client, "LINUX01")
