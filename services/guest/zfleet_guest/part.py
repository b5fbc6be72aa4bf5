# SPDX-License-Identifier: Apache-2.0
"""The guest service as a part: what it opens and what it serves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zfleet.guest.v1.guest_service_pb2_grpc import add_GuestServiceServicer_to_server
from zfleet_guest.api import GuestApi, Verbs
from zfleet_guest.claims import Claims
from zfleet_guest.console import Consoles
from zfleet_guest.create import GuestCheck, GuestCreation
from zfleet_guest.delete import GuestDeletion
from zfleet_guest.directory import Directory
from zfleet_guest.files import ReaderFiles
from zfleet_guest.host import HostFacts
from zfleet_guest.list_guests import Census, GuestList
from zfleet_guest.observe import Observer
from zfleet_guest.pause import Pause
from zfleet_guest.power import Power
from zfleet_guest.reader_access import LocalReaderAccess, ReaderAccess, SimulatedReaderAccess
from zfleet_guest.settings import GuestSettings
from zfleet_guest.watch import Limits, Watch
from zfleet_guest.zvm import Zvm
from zfleet_runtime.database import Database
from zfleet_runtime.process import Runtime
from zfleet_runtime.service import Service, service
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_runtime.turns import Turns

MIGRATIONS = Path(__file__).parent / "migrations"
# The SMAPI functions that no other service owns.
GROUPS = ("guest", "directory", "host", "other")


class GuestPart:
    """The guest service."""

    name = "guest"

    def __init__(self) -> None:
        self._turns = Turns()
        self._consoles: Consoles | None = None
        self._watch: Watch | None = None

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
        access: ReaderAccess
        if settings.linux_access == "local":
            access = LocalReaderAccess()
        else:
            access = SimulatedReaderAccess(await runtime.host.linux())
        limits = Limits(settings.watch_limit, settings.watch_queue, settings.watch_patience)
        self._watch = Watch(smapi, limits, runtime.log, runtime.metrics)
        runtime.at_stop.append(self._watch.stop)
        verbs = self._verbs(Zvm(smapi), database, access, settings, self._watch)
        api = GuestApi(verbs, requests, settings)
        return [
            service(add_GuestServiceServicer_to_server, api),
            *(smapi_functions(group, smapi) for group in GROUPS),
        ]

    def _verbs(
        self, zvm: Zvm, database: Database, access: ReaderAccess, settings: GuestSettings, watch: Watch
    ) -> Verbs:
        directory = Directory(zvm, settings.profile_age)
        claims = Claims(database, settings.creation_lease)
        power = Power(zvm, directory)
        pause = Pause(zvm, directory, database)
        observer = Observer(zvm, directory, pause)
        census = Census(zvm, settings.snapshot_age)
        # Over AF_IUCV z/VM knows us by the name of our own virtual machine.
        caller = "" if settings.zvm.startswith("iucv:") else settings.zvm_user_id.upper()
        self._consoles = Consoles(zvm, directory, access, database, caller)
        return Verbs(
            check=GuestCheck(directory),
            creation=GuestCreation(zvm, directory, claims, self._turns),
            deletion=GuestDeletion(zvm, directory, power, claims, self._turns),
            observer=observer,
            guests=GuestList(census, observer, directory, pause, settings.list_concurrency),
            census=census,
            power=power,
            pause=pause,
            files=ReaderFiles(zvm, directory, access, self._turns),
            consoles=self._consoles,
            host=HostFacts(zvm, census, access),
            watch=watch,
        )

    async def close(self) -> None:
        """Returns when every creation and deletion that was begun has come to its end, and nothing is watched."""
        await self._turns.close()
        if self._watch is not None:
            await self._watch.close()
        if self._consoles is not None:
            await self._consoles.close()
