# SPDX-License-Identifier: Apache-2.0
"""The network service, served for real beside a simulated host."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
from pydantic import SecretStr

from tests.service.network.world import PASSWORD, USER, Calls, World
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet_network.part import NetworkPart
from zfleet_network.settings import NetworkSettings
from zfleet_runtime.log import open_log
from zfleet_runtime.process import running
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_smapi.client import Credentials, SmapiClient


@pytest.fixture
def calls() -> Calls:
    """What the host was asked."""
    return Calls(Counter())


@pytest.fixture
async def zvm(calls: Calls) -> AsyncIterator[SimulatedHost]:
    """A z/VM host with the switches VSW1 and VSW2."""
    async with SimulatedHost(HostConfig(preset="small", users={USER: PASSWORD}), calls) as host:
        yield host


@pytest.fixture
def settings(tmp_path: Path) -> NetworkSettings:
    """Free ports and a database of its own."""
    return NetworkSettings(
        listen="127.0.0.1:0",
        metrics_listen="",
        grace=5,
        zvm_user_id=USER,
        zvm_password=SecretStr(PASSWORD),
        state_folder=tmp_path,
    )


@pytest.fixture
async def world(zvm: SimulatedHost, calls: Calls, settings: NetworkSettings) -> AsyncIterator[World]:
    """The service and everything around it."""
    log = open_log("network", form="text")
    smapi = SmapiClient(zvm.connect, credentials=Credentials(USER, PASSWORD))
    async with (
        running(NetworkPart(), settings, log=log, host=zvm) as process,
        grpc.aio.insecure_channel(process.address) as channel,
    ):
        stub = network_service_pb2_grpc.NetworkServiceStub(channel)
        calls.seen.clear()
        yield World(zvm, smapi, stub, calls, process)
    await smapi.close()
