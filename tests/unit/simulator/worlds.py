# SPDX-License-Identifier: Apache-2.0
"""Hosts for the simulator's own tests, and short ways to ask them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_smapi.calls import ImageCreateDM, VirtualNetworkVswitchSetExtended
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError

PASSWORD = "secret"


def config(**changes: Any) -> HostConfig:
    """A small host with a clock that tests drive."""
    settings: dict[str, Any] = {"users": {"MAINT": PASSWORD}, "clock": DrivenClock()}
    return HostConfig(**{**settings, **changes})


@asynccontextmanager
async def running(**changes: Any) -> AsyncIterator[tuple[SimulatedHost, SmapiClient]]:
    """A started host and a client of it that never tries again."""
    async with SimulatedHost(config(**changes)) as host, client_of(host) as client:
        yield host, client


def client_of(host: SimulatedHost, user_id: str = "MAINT", password: str = PASSWORD, **options: Any) -> SmapiClient:
    """A client that gives up at the first refusal."""
    settings: dict[str, Any] = {"connect_patience_seconds": 0, "lock_patience_seconds": 0}
    return SmapiClient(host.connect, Credentials(user_id, password), **{**settings, **options})


def entry(name: str, *more: str, disk: str = "MDISK 0100 3390 AUTOG 10 POOL1 MR") -> ImageCreateDM:
    """A guest with one disk and one adapter on VSW1."""
    lines = (
        f"USER {name} LBYONLY 1G 4G G",
        "INCLUDE OSDFLT",
        "IPL 0100",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1",
        *((disk,) if disk else ()),
        *more,
    )
    return ImageCreateDM(target=name, image_record_array=lines)


async def define(client: SmapiClient, *names: str) -> None:
    """Guests, each allowed on VSW1."""
    for name in names:
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=name))
        await client.call(entry(name))


async def codes(client: SmapiClient, call: Call[Any]) -> tuple[int | None, int | None]:
    """The codes of an answer, good or bad."""
    try:
        reply = await client.call(call, wait=False)
    except ReturnCodeError as error:
        return error.return_code, error.reason_code
    return reply.return_code, reply.reason_code


async def refused(client: SmapiClient, call: Call[Any]) -> tuple[int | None, int | None]:
    """The codes of a call that must fail."""
    with pytest.raises(ReturnCodeError) as caught:
        await client.call(call)
    return caught.value.return_code, caught.value.reason_code
