# SPDX-License-Identifier: Apache-2.0
"""The guest service as a part: what it opens and what it serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zfleet.guest.v1.guest_service_pb2_grpc import add_GuestServiceServicer_to_server
from zfleet.guest.v1.guest_system_service_pb2_grpc import add_GuestSystemServiceServicer_to_server
from zfleet_guest.api import GuestApi, Verbs
from zfleet_guest.claims import Claims
from zfleet_guest.cluster import ClusterFacts
from zfleet_guest.console import Consoles
from zfleet_guest.create import GuestCheck, GuestCreation
from zfleet_guest.delete import GuestDeletion
from zfleet_guest.directory import Directory
from zfleet_guest.entry_edit import EntryEdit
from zfleet_guest.files import ReaderFiles
from zfleet_guest.follow_relocations import FollowRelocations
from zfleet_guest.guest_commands import GuestCommands, LocalGuestCommands, SimulatedGuestCommands
from zfleet_guest.guest_statistics import GuestStatistics
from zfleet_guest.host import HostFacts
from zfleet_guest.list_guests import Census, GuestList
from zfleet_guest.live_cpus import LiveCpus
from zfleet_guest.live_memory import LiveMemory
from zfleet_guest.observe import Observer
from zfleet_guest.pause import Pause
from zfleet_guest.power import Power
from zfleet_guest.reachable import Reachable
from zfleet_guest.reader_access import LocalReaderAccess, ReaderAccess, SimulatedReaderAccess
from zfleet_guest.registry import Registry
from zfleet_guest.relocate import Relocations
from zfleet_guest.resize_cpus import CpuResize
from zfleet_guest.resize_memory import MemoryResize
from zfleet_guest.running_api import RunningVerbs
from zfleet_guest.settings import GuestSettings
from zfleet_guest.system_api import SystemApi, SystemVerbs
from zfleet_guest.system_verbs import system_verbs
from zfleet_guest.watch import Limits, Watch
from zfleet_guest.zvm import Zvm
from zfleet_runtime.database import Database
from zfleet_runtime.process import Runtime
from zfleet_runtime.service import Service, service
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_runtime.turns import Turns
from zfleet_smapi.client import SmapiClient

MIGRATIONS = Path(__file__).parent / "migrations"
# The SMAPI functions that no other service owns.
GROUPS = ("guest", "directory", "host", "other")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the verbs of this service share."""

    settings: GuestSettings
    zvm: Zvm
    database: Database
    access: ReaderAccess
    commands: GuestCommands
    directory: Directory
    power: Power
    registry: Registry
    census: Census


class GuestPart:
    """The guest service."""

    name = "guest"

    def __init__(self) -> None:
        self._turns = Turns()
        self._consoles: Consoles | None = None
        self._watch: Watch | None = None
        self._relocations: Relocations | None = None
        self._followed: FollowRelocations | None = None

    @property
    def settings(self) -> type[GuestSettings]:
        """The class of its settings."""
        return GuestSettings

    async def open(self, runtime: Runtime[GuestSettings]) -> Sequence[Service]:
        """Serves GuestService and SMAPI's functions of guests, the directory and the host."""
        settings = runtime.settings
        database = await runtime.open_database(MIGRATIONS)
        requests = await runtime.open_requests(database)
        smapi = await runtime.open_smapi()
        tools = await self._tools(runtime, smapi, database)
        limits = Limits(settings.watch_limit, settings.watch_queue, settings.watch_patience)
        self._watch = Watch(smapi, limits, runtime.log, runtime.metrics)
        runtime.at_stop.append(self._watch.stop)
        if settings.follow_relocations:
            self._followed = FollowRelocations(self._watch, tools.registry, runtime.log)
            self._followed.start()
        verbs = self._verbs(tools, self._watch, await self._running(tools, runtime))
        return [
            service(add_GuestServiceServicer_to_server, GuestApi(verbs, requests, settings)),
            service(add_GuestSystemServiceServicer_to_server, SystemApi(self._system_verbs(tools, verbs), requests)),
            *(smapi_functions(group, smapi) for group in GROUPS),
        ]

    async def _tools(self, runtime: Runtime[GuestSettings], smapi: SmapiClient, database: Database) -> Tools:
        settings = runtime.settings
        access: ReaderAccess
        commands: GuestCommands
        if settings.linux_access == "local":
            access, commands = LocalReaderAccess(), LocalGuestCommands(settings.iucv_client)
        else:
            linux = await runtime.host.linux()
            access, commands = SimulatedReaderAccess(linux), SimulatedGuestCommands(linux)
        zvm = Zvm(smapi)
        directory = Directory(zvm, settings.profile_age)
        return Tools(
            settings=settings,
            zvm=zvm,
            database=database,
            access=access,
            commands=commands,
            directory=directory,
            power=Power(zvm, directory),
            registry=Registry(database, directory, self._turns),
            census=Census(zvm, settings.snapshot_age),
        )

    @staticmethod
    def _system_verbs(tools: Tools, verbs: Verbs) -> SystemVerbs:
        return system_verbs(
            verbs.files,
            tools.commands,
            tools.power,
            tools.directory,
            tools.registry,
            tools.database,
            tools.access,
            tools.settings,
        )

    def _verbs(self, tools: Tools, watch: Watch, running: RunningVerbs) -> Verbs:
        settings, zvm, directory, census = tools.settings, tools.zvm, tools.directory, tools.census
        claims = Claims(tools.database, settings.creation_lease)
        pause = Pause(zvm, directory, tools.database)
        observer = Observer(zvm, directory, pause)
        # Over AF_IUCV z/VM knows us by the name of our own virtual machine.
        caller = "" if settings.zvm.startswith("iucv:") else settings.zvm_user_id.upper()
        self._consoles = Consoles(zvm, directory, tools.access, tools.database, caller)
        return Verbs(
            check=GuestCheck(directory),
            creation=GuestCreation(zvm, directory, claims, self._turns),
            deletion=GuestDeletion(zvm, directory, tools.power, self._consoles, claims, self._turns),
            observer=observer,
            guests=GuestList(census, observer, directory, pause, settings.list_concurrency),
            census=census,
            power=tools.power,
            pause=pause,
            files=ReaderFiles(zvm, directory, tools.access, self._turns),
            consoles=self._consoles,
            host=HostFacts(zvm, census, tools.access),
            watch=watch,
            reachable=Reachable(tools.commands),
            registry=tools.registry,
            running=running,
        )

    async def _running(self, tools: Tools, runtime: Runtime[GuestSettings]) -> RunningVerbs:
        """What changes guests and the registry in the background goes on where an earlier process has left it."""
        settings, zvm, directory, power = tools.settings, tools.zvm, tools.directory, tools.power
        self._relocations = Relocations(zvm, directory, power, tools.registry, runtime.log, settings.relocation_timeout)
        await self._relocations.resume()
        edit = EntryEdit(zvm, directory)
        live_cpus, live_memory = LiveCpus(tools.commands), LiveMemory(tools.commands)
        return RunningVerbs(
            cpus=CpuResize(zvm, directory, power, live_cpus, self._turns, settings.share_unit),
            memory=MemoryResize(directory, edit, power, live_memory, self._turns),
            statistics=GuestStatistics(zvm, tools.registry, settings.statistics_list, settings.statistics_age),
            relocations=self._relocations,
            commands=tools.commands,
            cluster=ClusterFacts(zvm),
            health=runtime.host.smapi_health,
            changed=tools.census.changed,
        )

    async def close(self) -> None:
        """Returns when every change that was begun has come to its end, and nothing is watched."""
        await self._turns.close()
        if self._followed is not None:
            await self._followed.close()
        if self._relocations is not None:
            await self._relocations.close()
        if self._watch is not None:
            await self._watch.close()
        if self._consoles is not None:
            await self._consoles.close()
