# SPDX-License-Identifier: Apache-2.0
"""What a service that was killed left half-made is finished by the next one, or undone."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.network.world import PASSWORD, USER, Calls, World
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet_network.part import NetworkPart
from zfleet_network.settings import NetworkSettings
from zfleet_runtime.log import open_log
from zfleet_runtime.process import running
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import (
    ImageQueryDM,
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import Credentials, SmapiClient

CREATE = "Virtual_Network_Adapter_Create_Extended_DM"
REQUEST = pb.CreateNicsRequest(
    request_id="r-1", user_id="LINUX01", nics=[pb.NicSpec(virtual_switch="VSW1"), pb.NicSpec(virtual_switch="VSW1")]
)


@pytest.fixture
async def killed(zvm: SimulatedHost, calls: Calls, tmp_path: Path) -> World:
    """z/VM after a service was killed in the middle of REQUEST: one of two NICs is in the directory."""
    world = without_service(zvm, calls)
    await world.define("LINUX01")
    zvm.faults.add(FaultRule(function=CREATE, nth=(2,), delay=60))
    async with to_be_killed(zvm, tmp_path) as (stub, kill):
        asking = asyncio.ensure_future(swallowed(stub.CreateNics(REQUEST)))
        async with asyncio.timeout(20):
            while not await world.nicdefs("LINUX01"):
                await asyncio.sleep(0.01)
        kill()
        await asking
    return world


def without_service(zvm: SimulatedHost, calls: Calls) -> World:
    """z/VM as an administrator sees it."""
    smapi = SmapiClient(zvm.connect, credentials=Credentials(USER, PASSWORD))
    return World(zvm, smapi, None, calls, None)  # type: ignore[arg-type]


@asynccontextmanager
async def to_be_killed(zvm: SimulatedHost, folder: Path) -> AsyncIterator[tuple[Any, Callable[[], None]]]:
    """The service in a process of its own, and what kills it."""
    host, port = await zvm.listen()
    options = {
        "ZFLEET_ZVM": f"tcp://{host}:{port}",
        "ZFLEET_ZVM_USER_ID": USER,
        "ZFLEET_ZVM_PASSWORD": PASSWORD,
        "ZFLEET_STATE_FOLDER": str(folder),
        "ZFLEET_METRICS_LISTEN": "",
        "ZFLEET_LISTEN": "127.0.0.1:0",
        "ZFLEET_LOG_FORMAT": "text",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "zfleet_network", env={**os.environ, **options}, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with grpc.aio.insecure_channel(await address_of(process)) as channel:
            yield network_service_pb2_grpc.NetworkServiceStub(channel), process.kill
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def address_of(process: asyncio.subprocess.Process) -> str:
    """Where a service says that it listens."""
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while line := (await process.stderr.readline()).decode():
            for word in line.split():
                if word.startswith("address="):
                    return word.removeprefix("address=")
    raise AssertionError("the service did not start")


async def swallowed(call: Any) -> None:
    """A call whose server dies."""
    with pytest.raises(grpc.aio.AioRpcError):
        await call


@asynccontextmanager
async def next_service(world: World, settings: NetworkSettings) -> AsyncIterator[Any]:
    """A service that comes up with the database of the killed one."""
    log = open_log("network", form="text")
    async with (
        running(NetworkPart(), settings, log=log, host=world.zvm) as process,
        grpc.aio.insecure_channel(process.address) as channel,
    ):
        yield network_service_pb2_grpc.NetworkServiceStub(channel)


def time_passes(folder: Path) -> None:
    """Every lease in the database is over."""
    with sqlite3.connect(folder / "network.sqlite") as database:
        database.execute("UPDATE network_requests SET lease_until = 0")
        database.execute("UPDATE network_nics SET expires_at = 1")
    database.close()


async def test_a_repeat_at_the_next_service_finishes_what_the_killed_one_began(
    killed: World, settings: NetworkSettings, tmp_path: Path
) -> None:
    """The NIC in the directory is taken as done: the same request reserved it. The MAC addresses are the same."""
    with sqlite3.connect(tmp_path / "network.sqlite") as database:
        reserved = [mac for (mac,) in database.execute("SELECT mac_id FROM network_nics ORDER BY position")]
        database.execute("UPDATE network_requests SET lease_until = 0")
    database.close()
    async with next_service(killed, settings) as stub:
        nics = (await stub.CreateNics(REQUEST)).nics
    assert [nic.mac_id for nic in nics] == reserved
    statements = await killed.nicdefs("LINUX01")
    assert [statement.split()[1] for statement in statements] == ["1000", "1003"]
    assert all("LAN SYSTEM VSW1" in statement for statement in statements)
    assert await killed.grants("VSW1") == ["LINUX01"]


async def test_a_creation_that_nobody_comes_back_to_is_undone(
    killed: World, settings: NetworkSettings, tmp_path: Path
) -> None:
    """When its lease is over, the directory loses the NIC and the service its reservation."""
    time_passes(tmp_path)
    async with next_service(killed, settings) as stub:
        async with asyncio.timeout(20):
            while (await stub.ListNics(pb.ListNicsRequest())).nics:
                await asyncio.sleep(0.01)
        assert await killed.nicdefs("LINUX01") == []
        assert await killed.grants("VSW1") == []


async def test_grants_of_a_killed_confirmation_are_taken_back_by_what_was_recorded(
    zvm: SimulatedHost, calls: Calls, settings: NetworkSettings, tmp_path: Path
) -> None:
    """It gave one of two before it died. What an administrator granted before the plan stays."""
    world = without_service(zvm, calls)
    await world.smapi.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid="LINUX01"))
    await world.smapi.call(VirtualNetworkVswitchCreateExtended(switch_name="VSW3"))
    plan = {"request_id": "op-1", "user_id": "LINUX01"}
    nics = [pb.NicSpec(virtual_switch=f"VSW{n}") for n in (1, 2, 3)]
    async with to_be_killed(zvm, tmp_path) as (stub, kill):
        await stub.PlanNics(pb.PlanNicsRequest(**plan, nics=nics))
        zvm.faults.add(FaultRule(function="Virtual_Network_Vswitch_Set_Extended", nth=(3,), delay=60))
        asking = asyncio.ensure_future(swallowed(stub.GrantNics(pb.GrantNicsRequest(**plan))))
        async with asyncio.timeout(20):
            while len(await granted(world)) < 2:
                await asyncio.sleep(0.01)
        kill()
        await asking
    async with next_service(world, settings) as stub:
        await stub.RevokeNics(pb.RevokeNicsRequest(**plan))
    assert await granted(world) == ["VSW1"]


async def granted(world: World) -> list[str]:
    """The switches that LINUX01 may couple to."""
    return [name for name in ("VSW1", "VSW2", "VSW3") if "LINUX01" in await world.grants(name)]


async def test_osa_devices_of_a_creation_that_nobody_comes_back_to_are_free_again(
    zvm: SimulatedHost, calls: Calls, settings: NetworkSettings, tmp_path: Path
) -> None:
    """The service was killed after two of three statements."""
    world = without_service(zvm, calls)
    await world.define("LINUX01")
    zvm.faults.add(FaultRule(function="Image_Device_Dedicate_DM", nth=(3,), delay=60))
    request = pb.CreateNicsRequest(user_id="LINUX01", nics=[pb.NicSpec(osa_device="0700")])
    async with to_be_killed(zvm, tmp_path) as (stub, kill):
        asking = asyncio.ensure_future(swallowed(stub.CreateNics(request)))
        async with asyncio.timeout(20):
            while len(await dedicated(world)) < 2:
                await asyncio.sleep(0.01)
        kill()
        await asking
    time_passes(tmp_path)
    async with next_service(world, settings) as stub:
        async with asyncio.timeout(20):
            while (await stub.ListNics(pb.ListNicsRequest())).nics:
                await asyncio.sleep(0.01)
        assert await dedicated(world) == []
        await stub.CreateNics(request)
    assert len(await dedicated(world)) == 3


async def dedicated(world: World) -> list[str]:
    """The DEDICATE statements of LINUX01."""
    reply = await world.smapi.call(ImageQueryDM(target="LINUX01"))
    return [line for line in reply.image_record_array if line.startswith("DEDICATE")]
