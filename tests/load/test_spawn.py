# SPDX-License-Identifier: Apache-2.0
"""Spawns through the gateway: how many, how long, and how much longer than what they have to wait for."""

from __future__ import annotations

import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.load.conftest import Say
from tests.load.measure import at_once
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet_client import Fleet
from zfleet_client.local.local_fleet import LocalFleet
from zfleet_client.local.plan import PORTS, Plan
from zfleet_client.specs import disk, nic

LATENCY = 0.02
"""Seconds that each SMAPI call takes in the critical-path test."""

CRITICAL_PATH_CALLS = {
    "plan": ("Image_Query_DM, Profile_Query_DM, volume space and switch queries, all at the same time", 1),
    "create_guest": ("Image_Create_DM, then Image_Query_DM", 2),
    "furnish": ("Virtual_Network_Vswitch_Set_Extended", 1),
    "start_guest": ("Image_Activate", 1),
}
"""What a spawn cannot do at the same time, in SMAPI calls."""

BUDGET = 1.3
"""A spawn may take so many times the sum of its critical path."""


@asynccontextmanager
async def running(folder: Path, *, latency: float = 0.0) -> AsyncIterator[Fleet]:
    """Everything that `zfleet up` starts, on free ports."""
    plan = Plan(
        state_folder=folder,
        ports=dict.fromkeys(PORTS, 0),
        latency=latency,
        # The plan asks five things at the same time; three workers, the default, would answer them in two rounds.
        arguments={"simulator": ["--workers=16"]},
    )
    async with LocalFleet(plan) as local, Fleet(local.address) as fleet:
        yield fleet


async def spawn(fleet: Fleet, user_id: str, disks: Sequence[storage_pb.DiskSpec]) -> pb.Operation:
    """One guest with these disks and one NIC, started."""
    operation = await fleet.spawn(user_id, cpus=1, memory="512M", disks=disks, nics=[nic("VSW1")])
    await operation.wait()
    return operation.message


def two_disks() -> list[storage_pb.DiskSpec]:
    """A boot disk and another one; no image."""
    return [disk("10M", boot=True), disk("10M")]


@pytest.mark.parametrize("width", [1, 4, 16, 64])
async def test_spawns_at_once(tmp_path: Path, say: Say, width: int) -> None:
    """Two disks, one NIC, no image, no latency; every guest is there afterwards."""
    count = max(24, width * 2)
    async with running(tmp_path) as fleet:
        await spawn(fleet, "WARMUP", two_disks())
        times, rate = await at_once(
            lambda number: spawn(fleet, f"LOAD{number:04}", two_disks()), count=count, width=width
        )
        guests = [guest async for guest in fleet.guests.list(prefix="LOAD")]
    say(f"{width:2} spawns at once: {rate:.1f}/s, {times}")
    assert len(guests) == count


async def test_a_spawn_takes_little_more_than_its_critical_path(tmp_path: Path, say: Say) -> None:
    """With 20 ms for each SMAPI call, what is not on the critical path must not be waited for.

    The path is the longest chain of steps that wait for each other, each as long as it took. How far the whole is from
    the SMAPI calls alone, which no connector can be faster than, is told as well.
    """
    floor = LATENCY * sum(calls for _, calls in CRITICAL_PATH_CALLS.values())
    async with running(tmp_path, latency=LATENCY) as fleet:
        await spawn(fleet, "WARMUP", two_disks())
        operations = [await spawn(fleet, f"PATH{number:02}", two_disks()) for number in range(15)]
    whole = statistics.median(o.spawn_guest.duration.ToMicroseconds() / 1e6 for o in operations)
    ratio = statistics.median(o.spawn_guest.duration.ToMicroseconds() / critical_path(o) for o in operations)
    by_step: dict[str, list[float]] = {}
    for operation in operations:
        for step in operation.steps:
            by_step.setdefault(step.name, []).append(step.duration.ToMicroseconds() / 1e3)
    shown = ", ".join(f"{name} {statistics.median(times):.0f}" for name, times in by_step.items() if any(times))
    say(f"a spawn with {LATENCY * 1e3:.0f} ms a SMAPI call: p50 {whole * 1e3:.0f} ms; steps (ms): {shown}")
    say(f"that is {ratio:.2f} times the steps on its critical path (budget {BUDGET:.1f})")
    say(f"and {whole / floor:.2f} times the {floor * 1e3:.0f} ms of SMAPI calls on it (budget {BUDGET:.1f})")
    assert ratio <= BUDGET
    assert whole <= floor * BUDGET


def critical_path(operation: pb.Operation) -> int:
    """Microseconds of the longest chain of steps that wait for each other."""
    ends: dict[str, int] = {}
    for step in operation.steps:  # in the order of the story: a step stands behind what it waits for
        before = max((ends.get(name, 0) for name in step.after), default=0)
        ends[step.name] = before + step.duration.ToMicroseconds()
    return max(ends.values())
