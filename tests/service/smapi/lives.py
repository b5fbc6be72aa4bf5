# SPDX-License-Identifier: Apache-2.0
"""A simulated host that can be taken down and brought back at the same address, and clients of it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from zfleet_simulator.config import HostConfig
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import SimulatedHost
from zfleet_smapi.calls import ImageCreateDM
from zfleet_smapi.client import Credentials, Observer, SmapiClient
from zfleet_smapi.tcp import tcp_connect

PASSWORD = "hunter2"


class Lives:
    """One z/VM system over the times that it is started: a port that stays, a state folder that stays."""

    def __init__(self, folder: Path, tls: ssl.SSLContext | None = None, **settings: Any) -> None:
        self._settings = {"users": {"MAINT": PASSWORD}, "state_folder": folder, **settings}
        self._tls = tls
        self.port = 0
        self.host: SimulatedHost | None = None

    async def start(self) -> SimulatedHost:
        """IPL: the same system as before, if there was one."""
        host = SimulatedHost(HostConfig(**self._settings))
        await host.start()
        _, self.port = await host.listen(port=self.port, tls=self._tls)
        self.host = host
        return host

    async def stop(self) -> None:
        """The system goes down; whoever talks to it is cut off."""
        host, self.host = self.host, None
        if host is not None:
            await host.stop()

    def go_wrong(self, function: str = "*", **rule: Any) -> None:
        """From now on calls fail as the rule says."""
        assert self.host is not None
        self.host.faults.add(FaultRule(function=function, **rule))

    def client(self, password: str = PASSWORD, **options: Any) -> SmapiClient:
        """A client over TCP."""
        return SmapiClient(tcp_connect("127.0.0.1", self.port), Credentials("MAINT", password), **options)


@asynccontextmanager
async def system(folder: Path, **settings: Any) -> AsyncIterator[Lives]:
    """A running system."""
    lives = Lives(folder, **settings)
    await lives.start()
    try:
        yield lives
    finally:
        await lives.stop()


class Told(Observer):
    """What a client does, for tests."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int | None]] = []
        self.retries: list[tuple[str, str]] = []
        self.waited: list[float] = []

    def called(
        self, function: str, return_code: int | None, reason_code: int | None, seconds: float, queue_seconds: float
    ) -> None:
        """One conversation."""
        self.calls.append((function, return_code))
        self.waited.append(queue_seconds)

    def retried(self, function: str, reason: str) -> None:
        """One more try."""
        self.retries.append((function, reason))


def guest(name: str) -> ImageCreateDM:
    """A guest with one disk."""
    records = (f"USER {name} LBYONLY 512M 1G G", "MDISK 0100 3390 AUTOG 1 POOL1 MR")
    return ImageCreateDM(target=name, image_record_array=records)
