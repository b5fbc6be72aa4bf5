# SPDX-License-Identifier: Apache-2.0
"""The volume service, put together from the storage service's settings."""

from __future__ import annotations

from typing import TypeVar

from zfleet_runtime.database import Database
from zfleet_runtime.process import Runtime
from zfleet_runtime.requests import Requests
from zfleet_runtime.turns import Turns
from zfleet_smapi.client import SmapiClient
from zfleet_storage.volumes.api import VolumeApi
from zfleet_storage.volumes.attachments import Attachments
from zfleet_storage.volumes.boot_map import BootMaps, ProgramBootMaps, SimulatedBootMaps
from zfleet_storage.volumes.connectors import Connectors
from zfleet_storage.volumes.cp_access import CpAccess, LocalCp, SimulatedCp
from zfleet_storage.volumes.dedicate import Dedications
from zfleet_storage.volumes.guest_turns import GuestTurns
from zfleet_storage.volumes.host_facts import HostFacts
from zfleet_storage.volumes.inventory import Inventory
from zfleet_storage.volumes.settings import VolumeSettings

SettingsT = TypeVar("SettingsT", bound=VolumeSettings)


async def volume_api(
    runtime: Runtime[SettingsT], database: Database, requests: Requests, smapi: SmapiClient, turns: Turns
) -> VolumeApi:
    """The handlers. `turns` are those of everything in this process that writes directory entries."""
    settings, log = runtime.settings, runtime.log
    cp: CpAccess
    boot_maps: BootMaps
    if settings.linux_access == "local":
        cp, boot_maps = LocalCp(), ProgramBootMaps([str(settings.boot_map_program)], settings.boot_map_timeout)
    else:
        cp, boot_maps = SimulatedCp(await runtime.host.linux()), SimulatedBootMaps(smapi)
    facts = HostFacts(cp, smapi, log)
    inventory = Inventory(database, smapi, facts, log)
    return VolumeApi(
        database=database,
        requests=requests,
        inventory=inventory,
        facts=facts,
        connectors=Connectors(database, inventory, same_index=settings.fcp_same_index),
        attachments=Attachments(database, Dedications(smapi), inventory, GuestTurns(database, turns), log),
        boot_maps=boot_maps,
    )
