# SPDX-License-Identifier: Apache-2.0
"""A whole simulated z/VM host: its parts put together, started, stopped, reached by bytes.

    async with SimulatedHost(HostConfig(users={"MAINT": "secret"})) as host:
        client = SmapiClient(host.connect, credentials=Credentials("MAINT", "secret"))

Two hosts in one process share nothing, but for members of one cluster (cluster.py).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from zfleet_simulator import system_load
from zfleet_simulator.authorisation import ADMINISTRATOR, Authorities
from zfleet_simulator.commons import Commons
from zfleet_simulator.config import HostConfig
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.context import Parts
from zfleet_simulator.directory import entry_from_records
from zfleet_simulator.directory_manager import RUNNING
from zfleet_simulator.events import Events
from zfleet_simulator.faults import Faults
from zfleet_simulator.guest_linux.agent import Agents
from zfleet_simulator.hypervisor import Hypervisor
from zfleet_simulator.latency import Latency
from zfleet_simulator.linux_port import LinuxPort
from zfleet_simulator.networks import Networks
from zfleet_simulator.notifications import Notifications
from zfleet_simulator.presets import Preset, load, preset_named
from zfleet_simulator.request_server import NoObserver, Observer, RequestServer
from zfleet_simulator.server_files import ServerFiles
from zfleet_simulator.spool import Spooling
from zfleet_simulator.subnets import Subnets
from zfleet_simulator.system import Cluster, Member
from zfleet_simulator.tcp_streams import SocketStream, accept, listening_socket
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.worker_servers import WorkerServers
from zfleet_smapi.stream import MemoryStream, Stream, memory_pair

__all__ = ["HostConfig", "SimulatedHost"]

_CLUSTER_NAME = "ZFLEET"


class SimulatedHost:
    """One z/VM host. Start it before it is connected to; a stopped host cannot be started again.

    ``observer`` is told of every request that was answered; it can be set until the host starts.
    """

    def __init__(self, config: HostConfig, observer: Observer | None = None, commons: Commons | None = None) -> None:
        self.config = config
        self.observer: Observer = observer or NoObserver()
        self._commons = commons  # its cluster's; a host on its own makes them when it starts, and ends them
        self._has_own_commons = commons is None
        self._preset = _in_its_place(preset_named(config.preset), config, commons.names if commons is not None else ())
        self.faults = Faults(config.faults, config.seed)
        self.latency = Latency(config.latency, config.seed)
        self.workers = WorkerServers(config.workers, config.clock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._streams: set[Stream] = set()
        self._listening: list[socket.socket] = []
        self._servers: list[asyncio.Server] = []
        self._parts: Parts | None = None
        self._requests: RequestServer | None = None
        self._linux: LinuxPort | None = None

    @property
    def system_name(self) -> str:
        """The system identifier, as QUERY USERID shows it."""
        return self._preset.installed.system_name

    async def __aenter__(self) -> SimulatedHost:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Read the state folder, or install the preset; then the host can be connected to.

        OSError or sqlite3.Error when the state folder cannot be used, ValueError when it is a cluster's.
        """
        commons = self._commons = self._commons or Commons(self.config, (self.system_name,))
        try:
            parts = self._parts = commons.members[self.system_name] = self._put_together(commons)
            place = (commons.slot(self.system_name), len(commons.names))
            self._requests = RequestServer(parts, self.workers, self.faults, self.latency, self.observer, *place)
            self._linux = LinuxPort(parts, upper_case(self.config.linux_user_id), self.faults)
            if parts.configuration.status:
                with parts.state.change():
                    self._resume(parts)
            else:
                await self._fill(parts, self._requests)
        except BaseException:
            await self.stop()
            raise

    async def _fill(self, parts: Parts, requests: RequestServer) -> None:
        """A new system: install it, then populate it through its own front door, undisturbed by faults."""
        joining = len(parts.directory.entries) > 0
        with parts.state.change():
            self._install(parts)
        requests.undisturbed = True
        try:
            await load(self._preset, self._connect_administrator, joining)
        finally:
            requests.undisturbed = False

    def _put_together(self, commons: Commons) -> Parts:
        config, state = self.config, commons.state_of(self.system_name)
        contents, directory = commons.contents, commons.directory
        configuration = Configuration(state, config.clock, self._preset.installed)
        mac_prefix = f"{int(config.mac_prefix, 16) + commons.slot(self.system_name) - 1 & 0xFFFFFF:06X}"
        networks = Networks(state, config.clock, configuration, mac_prefix, config.mac_prefix)
        is_local = directory.is_multiconfiguration if commons.is_cluster else _nobody
        spooling = Spooling(state, config.clock, contents, configuration, is_local)
        events = Events()
        shared = (commons.links, commons.whereabouts)
        cp = Hypervisor(state, config.clock, directory, configuration, networks, spooling, events, *shared)
        agents = Agents(state, config, contents, configuration, spooling, cp, self.faults, self._later)
        networks.subnets = Subnets({upper_case(name): text for name, text in config.subnets.items()})
        networks.authorized_by_directory = config.directory_network_authorization
        authorities = Authorities(state, directory, config.users, config.trusted_user)
        notifications = Notifications(events, self._spawn, delivers=not directory.listeners)
        directory.listeners.append(notifications.directory_changed)
        return Parts(
            config,
            config.clock,
            state,
            contents,
            configuration,
            commons.volumes,
            directory,
            networks,
            spooling,
            events,
            cp,
            agents,
            authorities,
            ServerFiles(state),
            self._later,
            commons.members,
        )

    def _install(self, parts: Parts) -> None:
        """The system as its installation left it: devices, IBM's entries, the servers running."""
        parts.configuration.install()
        linux = upper_case(self.config.linux_user_id)
        own = (
            f"USER {linux} LBYONLY 4G 8G BDEG",
            "MACHINE ESA 4",
            "OPTION LNKNOPAS",
            "SPOOL 000C 2540 READER *",
        )
        everywhere = {linux, *self._preset.installed.running} if len(parts.members) > 1 else set()
        for records in (*self._preset.installed.entries, own):
            entry = entry_from_records(records)
            if entry.name in everywhere:  # what runs on every member of a cluster is a multiconfiguration user there
                entry = entry_from_records((records[0].replace("USER", "IDENTITY", 1), *records[1:]))
            if entry.name not in parts.directory.entries:
                parts.directory.put(entry, "ADD", None)
        parts.authorities.install()
        system_load.start_servers(parts)

    def _resume(self, parts: Parts) -> None:
        """After a restart: background work of the old process is lost, guests that were stopping are gone.

        Moves and a planned shutdown are lost too; a system that was down is loaded.
        """
        parts.authorities.install()
        for unit in parts.directory.work_units.values():
            if unit.status == RUNNING:
                parts.directory.end_work(unit.number, succeeded=False)
        for guest in parts.cp.guests.values():
            if guest.stopping_until is not None:
                parts.cp.log_off(guest.user_id)
        parts.agents.resume()
        for user_id in list(parts.files.relocations):
            parts.files.relocations.drop(user_id)
        status = parts.configuration.status["status"]
        if status.down:
            system_load.load(parts)
        elif status.shutdown_at is not None:
            parts.configuration.status.put("status", replace(status, shutdown_at=None))

    # --- being reached ---------------------------------------------------------------------------------------------

    async def connect(self) -> Stream:
        """A new connection to the request server, in memory. ConnectionRefusedError when the host is not running."""
        return self._open("")

    async def connect_linux(self) -> Stream:
        """A new connection to the Linux port, in memory. ConnectionRefusedError when the host is not running."""
        if self._linux is None or self._down:
            raise ConnectionRefusedError("the host is not running")
        mine, theirs = memory_pair()
        self._converse(theirs, self._linux.serve(theirs))
        return mine

    async def _connect_administrator(self) -> Stream:
        return self._open(ADMINISTRATOR)

    @property
    def _down(self) -> bool:
        """True while the system is shut down: nothing on it answers."""
        return self._parts is not None and self._parts.configuration.is_down

    def _open(self, vouched_for: str) -> MemoryStream:
        if self._requests is None or self._down:
            raise ConnectionRefusedError("the host is not running")
        mine, theirs = memory_pair()
        self._converse(theirs, self._requests.serve(theirs, vouched_for))
        return mine

    async def listen(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> tuple[str, int]:
        """Take SMAPI connections on TCP; the address really bound (port 0 picks a free one)."""
        return await self._listen(self._serve_smapi, host, port, tls)

    async def listen_linux(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> tuple[str, int]:
        """Take connections to the Linux port on TCP; the address really bound."""
        return await self._listen(self._serve_linux, host, port, tls)

    async def _listen(
        self,
        serve: Callable[[Stream], Coroutine[Any, Any, None]],
        host: str,
        port: int,
        tls: ssl.SSLContext | None,
    ) -> tuple[str, int]:
        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            taken(SocketStream(reader, writer))

        def taken(stream: Stream) -> None:
            self._converse(stream, serve(stream))

        listening = await listening_socket(host, port)
        if tls is not None:
            self._servers.append(await asyncio.start_server(connected, sock=listening, ssl=tls))
        else:
            self._spawn(accept(listening, taken))
        self._listening.append(listening)
        address = listening.getsockname()
        return str(address[0]), int(address[1])

    async def _serve_smapi(self, stream: Stream) -> None:
        if self._requests is None or self._down:
            await stream.close()
            return
        await self._requests.serve(stream)

    async def _serve_linux(self, stream: Stream) -> None:
        if self._linux is None or self._down:
            await stream.close()
            return
        await self._linux.serve(stream)

    # --- tasks -----------------------------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._start(work)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _converse(self, stream: Stream, conversation: Coroutine[Any, Any, None]) -> None:
        """Have a conversation, which closes the stream when it ends; one that never began leaves that to ``stop``."""
        self._streams.add(stream)
        self._start(conversation).add_done_callback(lambda _: self._streams.discard(stream))

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        async def wait() -> None:
            await self.config.clock.sleep(seconds)
            action()

        self._spawn(wait())

    async def stop(self) -> None:
        """Stop listening, end every conversation and background work, and close the state folder."""
        self._requests = self._linux = None
        await self.workers.stop()
        tasks, streams = tuple(self._tasks), tuple(self._streams)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(stream.close() for stream in streams))
        for server in self._servers:
            server.close()
        for listening in self._listening:
            listening.close()
        self._parts = None
        if self._commons is not None:
            self._commons.members[self.system_name] = None
            if self._has_own_commons:
                self._commons.close()
                self._commons = None


def _nobody(_: str) -> bool:
    return False


def _in_its_place(preset: Preset, config: HostConfig, names: tuple[str, ...]) -> Preset:
    """The preset as the system of that name, alone or as a member of a cluster with a partition of its own."""
    name = upper_case(config.system_name) or preset.installed.system_name
    members = (*(names or (name,)), *(upper_case(member) for member in config.cluster_members))
    installed = replace(preset.installed, system_name=name)
    if len(members) > 1:
        cluster = Cluster(_CLUSTER_NAME, tuple(Member(slot, member) for slot, member in enumerate(members, 1)))
        installed = replace(installed, cluster=cluster)
    slot = members.index(name) + 1
    return replace(preset, installed=installed.in_partition(slot) if slot > 1 else installed)
