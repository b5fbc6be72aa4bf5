# SPDX-License-Identifier: Apache-2.0
"""Two replicas of the service over one PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest
from pydantic import SecretStr

from tests.service.network.world import PASSWORD, USER
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet_network.part import NetworkPart
from zfleet_network.settings import NetworkSettings
from zfleet_network.tables import metadata
from zfleet_runtime.database import Database
from zfleet_runtime.errors import from_call
from zfleet_runtime.log import open_log
from zfleet_runtime.process import running
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import ImageCreateDM
from zfleet_smapi.client import Credentials, SmapiClient

pytestmark = pytest.mark.postgresql


def _programs() -> Path:
    found = shutil.which("postgres")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists():
            return folder
    pytest.skip("there is no PostgreSQL server on this machine")


async def _run(*command: str | Path, **more: Any) -> None:
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, **more
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()


@pytest.fixture
async def database_url() -> AsyncIterator[str]:
    """A PostgreSQL server of our own, on a free port, that keeps nothing."""
    programs = _programs()
    user: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="zfleet-postgresql-"))
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    await _run(programs / "initdb", "--auth=trust", "--username=zfleet", "--no-sync", "-D", data, cwd=folder, **user)
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    control = (programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log")
    await _run(*control, "-o", options, "start", cwd=folder, **user)
    try:
        yield f"postgresql://zfleet@127.0.0.1:{port}/postgres"
    finally:
        await _run(*control, "-m", "immediate", "stop", cwd=folder, **user)
        shutil.rmtree(folder)


@pytest.fixture
async def replicas(zvm: SimulatedHost, database_url: str) -> AsyncIterator[list[Any]]:
    """Stubs of two replicas with one database."""
    settings = NetworkSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        grace=5,
        zvm_user_id=USER,
        zvm_password=SecretStr(PASSWORD),
        database_url=SecretStr(database_url),
    )
    async with AsyncExitStack() as stack:
        stubs: list[Any] = []
        for _ in range(2):
            part = running(NetworkPart(), settings, log=open_log("network", form="text"), host=zvm)
            process = await stack.enter_async_context(part)
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(process.address))
            stubs.append(network_service_pb2_grpc.NetworkServiceStub(channel))
        yield stubs


async def test_two_replicas_share_one_database(replicas: list[Any], database_url: str) -> None:
    """A burst of plans, each replica taking half: every number and address is given once, and nobody is sent away.

    A request that one replica answered is answered alike by the other, and what one created the other deletes.
    """
    database = Database(database_url, "network")
    assert await database.differences(metadata) == []
    await database.close()
    requests = [
        pb.PlanNicsRequest(request_id=f"p-{n}", user_id=f"LINUX{n % 4:02}", nics=[pb.NicSpec()] * 2) for n in range(40)
    ]
    answers = await asyncio.gather(*(replicas[n % 2].PlanNics(request) for n, request in enumerate(requests)))
    nics = [nic for answer in answers for nic in answer.nics]
    assert len({nic.mac_id for nic in nics}) == 80
    assert len({(nic.user_id, nic.device_number) for nic in nics}) == 80
    assert await replicas[1].PlanNics(requests[0]) == answers[0]
    confirmed = (await replicas[1].GrantNics(pb.GrantNicsRequest(request_id="p-0", user_id="LINUX00"))).nics
    assert [nic.state for nic in confirmed] == [pb.NIC_STATE_CREATED] * 2
    numbers = [nic.device_number for nic in confirmed]
    await replicas[0].DeleteNics(pb.DeleteNicsRequest(user_id="LINUX00", device_numbers=numbers))
    left = (await replicas[1].ListNics(pb.ListNicsRequest(user_id="LINUX00", page_size=5))).nics
    assert len(left) == 5
    assert not {nic.device_number for nic in left} & set(numbers)


async def test_replicas_never_promise_one_osa_twice(zvm: SimulatedHost, replicas: list[Any]) -> None:
    """Of eight guests that ask for it, half of them at each, one gets it; the others hear that it is not free."""
    smapi = SmapiClient(zvm.connect, credentials=Credentials(USER, PASSWORD))
    for n in range(8):
        records = (f"USER LINUX{n:02} NOLOG 1G 2G G",)
        await smapi.call(ImageCreateDM(target=f"LINUX{n:02}", image_record_array=records))
    await smapi.close()
    requests = [pb.CreateNicsRequest(user_id=f"LINUX{n:02}", nics=[pb.NicSpec(osa_device="0700")]) for n in range(8)]
    outcomes = await asyncio.gather(
        *(replicas[n % 2].CreateNics(request) for n, request in enumerate(requests)), return_exceptions=True
    )
    refusals = [from_call(outcome) for outcome in outcomes if isinstance(outcome, grpc.RpcError)]
    assert len(refusals) == 7
    assert {refusal.reason for refusal in refusals} == {"OSA_DEVICE_NOT_FREE"}


async def test_a_guest_is_taken_over_once_by_both_replicas(zvm: SimulatedHost, replicas: list[Any]) -> None:
    """Eight requests at the same time, half of them at each: the same answer, one row for each NIC."""
    smapi = SmapiClient(zvm.connect, credentials=Credentials(USER, PASSWORD))
    records = ("USER LINUX01 NOLOG 1G 2G G", "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 0000AA")
    await smapi.call(ImageCreateDM(target="LINUX01", image_record_array=records))
    await smapi.close()
    request = pb.RegisterNicsRequest(user_id="LINUX01", nic_ids={"0000AA": "port"})
    answers = await asyncio.gather(*(replicas[n % 2].RegisterNics(request) for n in range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert [nic.nic_id for nic in (await replicas[0].ListNics(pb.ListNicsRequest())).nics] == ["port"]
