# SPDX-License-Identifier: Apache-2.0
"""The worlds in which the contract tests run: an embedded simulated host, one over TCP, and a real z/VM host.

A real host is used when it is named: ``pytest tests/contract --zvm HOST:PORT``, with the user id and password in
ZFLEET_ZVM_USER_ID and ZFLEET_ZVM_PASSWORD, and the pool, switch and profile to use in ZFLEET_ZVM_POOL,
ZFLEET_ZVM_SWITCH and ZFLEET_ZVM_PROFILE.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_smapi.stream import Connect
from zfleet_smapi.tcp import tcp_connect

PASSWORD = "contract"


@dataclass(frozen=True)
class World:
    """A host to talk to and the names that it has; ``linux`` is the connector's own Linux of a simulated one."""

    name: str
    client: SmapiClient
    pool: str
    switch: str
    profile: str
    linux: LinuxClient | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """A real host to run against as well."""
    parser.addoption("--zvm", metavar="HOST:PORT", help="also run the contract tests on this z/VM host")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test with a world runs in each of them."""
    if "world" in metafunc.fixturenames:
        worlds = ["embedded", "tcp"] + (["zvm"] if metafunc.config.getoption("--zvm", None) else [])
        metafunc.parametrize("world", worlds, indirect=True)


@pytest.fixture
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """One host, for one test."""
    if request.param == "zvm":
        host, _, port = request.config.getoption("--zvm").rpartition(":")
        credentials = Credentials(os.environ["ZFLEET_ZVM_USER_ID"], os.environ["ZFLEET_ZVM_PASSWORD"])
        names = [os.environ[f"ZFLEET_ZVM_{name}"] for name in ("POOL", "SWITCH", "PROFILE")]
        async with SmapiClient(tcp_connect(host, int(port)), credentials) as client:
            yield World("zvm", client, names[0], names[1], names[2])
        return
    async with SimulatedHost(HostConfig(users={"MAINT": PASSWORD})) as simulated:
        connect: Connect = simulated.connect
        connect_linux: Connect = simulated.connect_linux
        if request.param == "tcp":
            connect = tcp_connect(*await simulated.listen())
            connect_linux = tcp_connect(*await simulated.listen_linux())
        async with SmapiClient(connect, Credentials("MAINT", PASSWORD)) as client:
            yield World(request.param, client, "POOL1", "VSW1", "OSDFLT", LinuxClient(connect_linux))
