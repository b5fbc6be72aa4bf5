# SPDX-License-Identifier: Apache-2.0
"""A single system image cluster of simulated hosts in one process: guests move between them while they run.

    async with SimulatedCluster(HostConfig(users={"MAINT": "secret"}), ("VM1", "VM2")) as cluster:
        client = SmapiClient(cluster["VM1"].connect, credentials=Credentials("MAINT", "secret"))

What the members have in common and what each has for itself says commons.py; how guests move, relocation.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zfleet_simulator.commons import Commons
from zfleet_simulator.config import HostConfig
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.request_server import Observer
from zfleet_simulator.upper_case import upper_case

MAX_MEMBERS = 8


class SimulatedCluster:
    """Two to eight hosts that share what members of a cluster share (commons.py).

    ``config`` is that of every member; its ``system_name`` does not count, its ``cluster_members`` are further systems
    that are only named. ``members`` are their names in the order of their slots. The members start and stop together;
    System_Shutdown takes a single one down. A stopped cluster cannot be started again, but another one can be made
    from its state folder, with further members too. ValueError for names that cannot be.
    """

    def __init__(
        self, config: HostConfig, members: Sequence[str], observers: Mapping[str, Observer] | None = None
    ) -> None:
        self.config = config
        self.names = tuple(upper_case(name) for name in members)
        _check(self.names, tuple(upper_case(name) for name in config.cluster_members))
        self._observers = {upper_case(name): one for name, one in (observers or {}).items()}
        self._commons: Commons | None = None
        self.hosts: dict[str, SimulatedHost] = {}

    def __getitem__(self, name: str) -> SimulatedHost:
        """A member of the started cluster by its name; KeyError when there is none."""
        return self.hosts[upper_case(name)]

    async def __aenter__(self) -> SimulatedCluster:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the members. ValueError, OSError or sqlite3.Error when the state folder cannot be used."""
        self._commons = Commons(self.config, self.names)
        try:
            for name in self.names:
                config = replace(self.config, system_name=name)
                self.hosts[name] = SimulatedHost(config, self._observers.get(name), self._commons)
                await self.hosts[name].start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop the members, the last one first, and close the state folder."""
        for host in reversed(self.hosts.values()):
            await host.stop()
        commons, self._commons = self._commons, None
        if commons is not None:
            commons.close()


def _check(names: tuple[str, ...], only_named: tuple[str, ...]) -> None:
    bad = [f"{name!r} is not 1 to 8 letters or digits" for name in names
           if not (name.isascii() and name.isalnum() and len(name) <= 8)]  # fmt: skip
    every = (*names, *only_named)
    bad += [f"{name} is named more than once" for name in dict.fromkeys(every) if every.count(name) > 1]
    if not 1 < len(names) <= MAX_MEMBERS:
        bad.append(f"{len(names)} members are not 2 to {MAX_MEMBERS}")
    if bad:
        raise ValueError(f"members: {'; '.join(bad)}")
