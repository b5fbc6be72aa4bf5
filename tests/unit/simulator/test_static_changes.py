# SPDX-License-Identifier: Apache-2.0
"""The directory manager's own state: its level, and when source changes go online."""

from __future__ import annotations

from tests.unit.simulator.worlds import codes, define, entry, running
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeleteDM,
    ImageDiskCreateDM,
    ImageDiskQuery,
    ImageRecycle,
    QueryDirectoryManagerLevelDM,
    StaticImageChangesActivateDM,
    StaticImageChangesDeactivateDM,
    SystemInformationQuery,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"


def disk(number: str) -> ImageDiskCreateDM:
    """One more disk in the entry."""
    return ImageDiskCreateDM(
        target=ONE,
        image_disk_number=number,
        image_disk_device_type="3390",
        image_disk_allocation_type="AUTOG",
        allocation_area_name_or_volser="POOL1",
        allocation_unit_size=1,
        image_disk_size=10,
        image_disk_mode="MR",
    )


async def at_logon(client: SmapiClient) -> list[str]:
    """The guest's own disks after a new logon."""
    await client.call(ImageRecycle(target=ONE))
    disks = (await client.call(ImageDiskQuery(target=ONE, vdasd_id="ALL"))).vdasd_array
    return [one.vdasd_vdev for one in disks if one.vdasd_volid == "E00001"]


async def test_the_level_names_the_directory_manager_and_the_systems_version() -> None:
    """As DIRMAINT puts it: DirMaint FL and the version without its dots."""
    async with running() as (_, client):
        level = (await client.call(QueryDirectoryManagerLevelDM())).directory_manager_level
        version = (await client.call(SystemInformationQuery())).system_information_data
        assert level == "DirMaint FL 730"
        assert any("7.3.0" in line for line in version)


async def test_activated_changes_go_online_with_those_that_were_held_back() -> None:
    """From then on each change is online at once (0/0 instead of 0/8); activating twice changes nothing."""
    async with running() as (_, client):
        await define(client, ONE, "GONE")
        await client.call(ImageActivate(target=ONE))
        await client.call(StaticImageChangesDeactivateDM())
        for call in (disk("0101"), ImageDeleteDM(target="GONE"), entry("LINUX09")):
            assert await codes(client, call) == (0, 8)
        assert await at_logon(client) == ["0100"]
        assert await codes(client, ImageActivate(target="LINUX09")) == (200, 4)
        for _ in range(2):
            assert await codes(client, StaticImageChangesActivateDM()) == (0, 0)
        assert await at_logon(client) == ["0100", "0101"]
        assert await codes(client, ImageActivate(target="GONE")) == (200, 4)
        assert await codes(client, ImageActivate(target="LINUX09")) == (0, 0)
        assert await codes(client, disk("0102")) == (0, 0)
        assert await at_logon(client) == ["0100", "0101", "0102"]
