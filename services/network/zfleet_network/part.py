# SPDX-License-Identifier: Apache-2.0
"""The network service as a part: what it opens, what it serves, and what it does beside calls."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

from zfleet.network.v1 import network_service_pb2_grpc
from zfleet_network.adapters import AdapterRoom
from zfleet_network.api import NetworkApi
from zfleet_network.confirm import Confirmation
from zfleet_network.couple import Coupling
from zfleet_network.create_nics import Creation
from zfleet_network.delete_nics import Deletion
from zfleet_network.grants import Grants
from zfleet_network.list_nics import Listing
from zfleet_network.osa import OsaRoom
from zfleet_network.plan import Planning
from zfleet_network.register import Registration
from zfleet_network.reservations import Reservations
from zfleet_network.settings import NetworkSettings
from zfleet_network.statistics import Statistics
from zfleet_network.switch_query import SwitchQuery
from zfleet_network.switches import SwitchRoom
from zfleet_network.update_switch import SwitchUpdate
from zfleet_runtime.changes import Changes
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log
from zfleet_runtime.process import Runtime
from zfleet_runtime.service import Service, service
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_runtime.turns import Turns
from zfleet_smapi.errors import SmapiError

MIGRATIONS = Path(__file__).parent / "migrations"
TIDY_INTERVAL = 60.0  # seconds between looks for plans that expired and creations that were left


class NetworkPart:
    """The network service."""

    name = "network"

    def __init__(self) -> None:
        self._changes = Changes()
        self._tidying: asyncio.Task[None] | None = None

    @property
    def settings(self) -> type[NetworkSettings]:
        """The class of its settings."""
        return NetworkSettings

    async def open(self, runtime: Runtime[NetworkSettings]) -> Sequence[Service]:
        """Serves NetworkService and SMAPI's network functions."""
        settings, log = runtime.settings, runtime.log
        database = await runtime.open_database(MIGRATIONS)
        requests = await runtime.open_requests(database)
        smapi = await runtime.open_smapi()
        query, grants, turns = SwitchQuery(smapi), Grants(smapi), Turns()
        room, reservations, osas = SwitchRoom(smapi, query), Reservations(database), OsaRoom(smapi)
        creation = Creation(
            smapi,
            query,
            osas,
            grants,
            reservations,
            turns,
            log,
            mac_prefix=settings.mac_prefix,
            lease=settings.creation_lease,
        )
        lifetime = settings.plan_lifetime
        api = NetworkApi(
            changes=self._changes,
            requests=requests,
            room=room,
            switch_update=SwitchUpdate(smapi, room, log),
            grants=grants,
            planning=Planning(query, reservations, mac_prefix=settings.mac_prefix, lifetime=lifetime),
            confirmation=Confirmation(grants, reservations, turns, log, lifetime=lifetime),
            creation=creation,
            deletion=Deletion(smapi, query, grants, reservations, turns),
            listing=Listing(smapi, query, database),
            coupling=Coupling(smapi, query, grants, reservations, turns, log),
            registration=Registration(smapi, query, reservations, turns, mac_prefix=settings.mac_prefix),
            adapters=AdapterRoom(smapi),
            statistics=Statistics(smapi, lifetime=settings.statistics_lifetime),
            osas=osas,
            health=runtime.host.smapi_health,
            mac_prefix=settings.mac_prefix,
        )
        self._tidying = asyncio.create_task(tidy_for_ever(reservations, creation, log))
        return [
            service(network_service_pb2_grpc.add_NetworkServiceServicer_to_server, api),
            smapi_functions("network", smapi),
        ]

    async def close(self) -> None:
        """Lets the changes under way end, so that nothing is left half-made."""
        if self._tidying is not None:
            self._tidying.cancel()
            await asyncio.wait([self._tidying])
        await self._changes.finish()


async def tidy_for_ever(reservations: Reservations, creation: Creation, log: Log) -> None:
    """Removes what expired, again and again; a host or a database that cannot be reached is tried again later."""
    while True:
        try:
            await reservations.drop_expired()
            await creation.undo_abandoned()
        except (ZfleetError, SmapiError) as error:
            log.warning("tidying failed", error=type(error).__name__, detail=str(error))
        await asyncio.sleep(TIDY_INTERVAL * random.uniform(0.8, 1.2))  # noqa: S311  # replicas apart from each other
