# SPDX-License-Identifier: Apache-2.0
"""The table of FCP devices brought up to date from a host, in a real database."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.service.storage.volumes.world import Answered
from tests.service.storage.world import PASSWORD
from zfleet_runtime.database import Database
from zfleet_runtime.log import open_log
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.client import Credentials, SmapiClient
from zfleet_storage.part import MIGRATIONS
from zfleet_storage.volumes import fcp_devices
from zfleet_storage.volumes.cp_access import SimulatedCp
from zfleet_storage.volumes.fcp_devices import FcpDevice, State
from zfleet_storage.volumes.host_facts import HostFacts
from zfleet_storage.volumes.inventory import Inventory

SLOWLY = FaultRule(function="System_WWPN_Query", delay=0.3)


@asynccontextmanager
async def inventory(folder: Path, *before: FcpDevice) -> AsyncIterator[tuple[Inventory, Database, Answered]]:
    """An inventory whose table has these devices, of a host with 64 others."""
    database = Database(f"sqlite:///{folder}/state.db", "storage")
    log, answered = open_log("test", stream=io.StringIO()), Answered()
    await database.upgrade(MIGRATIONS)
    async with database.writing() as session:
        await fcp_devices.add(session, before)
    async with (
        SimulatedHost(HostConfig(users={"MAINT": PASSWORD}, faults=(SLOWLY,)), answered) as host,
        SmapiClient(host.connect, credentials=Credentials("MAINT", PASSWORD)) as smapi,
    ):
        answered.functions.clear()
        facts = HostFacts(SimulatedCp(LinuxClient(host.connect_linux)), smapi, log)
        yield Inventory(database, smapi, facts, log), database, answered
    await database.close()


async def test_the_table_says_what_zvm_says_and_keeps_what_guests_have(tmp_path: Path) -> None:
    """New ones come, unused ones that are gone go, used ones stay; WWPNs in use are kept, others are z/VM's."""
    before = [
        FcpDevice("1A00", State.FREE, npiv_wwpn="1" * 16),
        FcpDevice("1A01", State.ACTIVE, owner="LINUX01", npiv_wwpn="2" * 16, assigner="LINUX01", reserved=True),
        FcpDevice("B800", State.OFFLINE, npiv_wwpn="3" * 16, assigner="LINUX01", connection_count=2),
        FcpDevice("B801", State.OFFLINE, npiv_wwpn="4" * 16),
    ]
    async with inventory(tmp_path, *before) as (kept, database, _):
        await kept.sync()
        async with database.reading() as session:
            found = {device.device_number: device for device in await fcp_devices.read(session, fcp_devices.devices())}
    assert len(found) == 65
    assert "1A00" not in found
    assert (found["1A01"].state, found["1A01"].owner, found["1A01"].npiv_wwpn) == (State.NOT_FOUND, "", "2" * 16)
    assert (found["B800"].state, found["B800"].npiv_wwpn, found["B800"].pchid) == (State.FREE, "3" * 16, "019C")
    assert (found["B800"].assigner, found["B800"].connection_count) == ("LINUX01", 2)
    assert (found["B801"].state, found["B801"].npiv_wwpn) == (State.FREE, "c05076de3300b801")


async def test_many_who_ask_at_once_ask_zvm_twice_at_most(tmp_path: Path) -> None:
    """Who comes while a query is under way waits for the next one, together with the others."""
    async with inventory(tmp_path) as (kept, _, answered):
        await asyncio.gather(*(kept.sync() for _ in range(40)))
        assert answered.functions == ["System_WWPN_Query"]
        first = asyncio.create_task(kept.sync())
        await asyncio.sleep(0.05)  # its query is under way
        await asyncio.gather(first, *(kept.sync() for _ in range(40)))
        assert answered.functions == ["System_WWPN_Query"] * 3


async def test_a_caller_that_goes_away_does_not_stop_the_others(tmp_path: Path) -> None:
    """The query belongs to all of them."""
    async with inventory(tmp_path) as (kept, database, _):
        first, second = asyncio.create_task(kept.sync()), asyncio.create_task(kept.sync())
        await asyncio.sleep(0)
        first.cancel()
        await second
        async with database.reading() as session:
            assert len(await fcp_devices.read(session, fcp_devices.devices())) == 64
