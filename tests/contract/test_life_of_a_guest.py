# SPDX-License-Identifier: Apache-2.0
"""A guest from its directory entry to its end, through the public SMAPI client, on every kind of host."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from zfleet_smapi.calls import (
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageCPUQuery,
    ImageCreateDM,
    ImageDeactivate,
    ImageDefinitionDeleteDM,
    ImageDefinitionQueryDM,
    ImageDefinitionUpdateDM,
    ImageDeleteDM,
    ImageDiskCreate,
    ImageDiskCreateDM,
    ImageDiskDeleteDM,
    ImageDiskQuery,
    ImageLockDM,
    ImageLockQueryDM,
    ImageNameQueryDM,
    ImagePause,
    ImageQueryDM,
    ImageReplaceDM,
    ImageStatusQuery,
    ImageVolumeSpaceQueryDM,
    NameListAdd,
    NameListQuery,
    NameListRemove,
    QueryAPIFunctionalLevel,
    SystemImagePerformanceQuery,
    SystemInformationQuery,
    SystemProcessorQuery,
    VirtualNetworkAdapterCreateExtendedDM,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkVswitchQueryByteStats,
    VirtualNetworkVswitchQueryExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError

from .conftest import World

GUEST = "ZFCT0001"


def entry(world: World) -> tuple[str, ...]:
    """The whole entry of a guest with one disk and one adapter."""
    return (
        f"USER {GUEST} LBYONLY 1G 4G G",
        f"INCLUDE {world.profile}",
        "COMMAND SET VCONFIG MODE LINUX",
        "COMMAND DEFINE CPU 00 TYPE IFL",
        "SHARE RELATIVE 100",
        "IPL 0100",
        f"NICDEF 1000 TYPE QDIO LAN SYSTEM {world.switch} MACID 0A0B0C",
        f"MDISK 0100 3390 AUTOG 100 {world.pool} MR",
    )


async def remove(world: World) -> None:
    """Nothing of the guest is left, whatever the test did."""
    calls: tuple[Call[Any], ...] = (
        ImageDeactivate(target=GUEST, force_time="IMMED"),
        ImageDeleteDM(target=GUEST),
        VirtualNetworkVswitchSetExtended(switch_name=world.switch, revoke_userid=GUEST),
    )
    for call in calls:
        with contextlib.suppress(ReturnCodeError):
            await world.client.call(call)


@pytest.fixture
async def guest(world: World) -> AsyncIterator[World]:
    """A world with the guest defined and allowed on the switch."""
    await remove(world)
    await world.client.call(VirtualNetworkVswitchSetExtended(switch_name=world.switch, grant_userid=GUEST))
    await world.client.call(ImageCreateDM(target=GUEST, image_record_array=entry(world)))
    yield world
    await remove(world)


async def refused(world: World, call: Call[Any]) -> tuple[int | None, int | None]:
    """The codes of a call that must fail."""
    with pytest.raises(ReturnCodeError) as caught:
        await world.client.call(call)
    return caught.value.return_code, caught.value.reason_code


async def records(world: World) -> list[str]:
    """The guest's entry as lines."""
    reply = await world.client.call(ImageQueryDM(target=GUEST))
    return [record[:72].rstrip() for record in reply.image_record_array]


async def test_a_new_entry_is_listed_and_has_real_extents(guest: World) -> None:
    """Automatic allocation becomes a start and a volume; the rest of the entry comes back as it was sent."""
    names = (await guest.client.call(ImageNameQueryDM(target="ANY"))).image_name_array
    assert GUEST in names
    lines = await records(guest)
    disk = next(line for line in lines if line.startswith("MDISK"))
    words = disk.split()
    assert words[:3] == ["MDISK", "0100", "3390"]
    assert words[3].isdecimal()
    assert words[4] == "100"
    assert set(entry(guest)[:5]) <= set(lines)


async def test_a_second_entry_of_that_name_is_400_8(guest: World) -> None:
    """Exists already."""
    assert await refused(guest, ImageCreateDM(target=GUEST, image_record_array=entry(guest))) == (400, 8)


async def test_a_missing_profile_is_436_4_and_leaves_no_entry(world: World) -> None:
    """A refused creation leaves nothing behind."""
    await remove(world)
    lines = (f"USER {GUEST} LBYONLY 1G 1G G", "INCLUDE NOSUCHPR")
    assert await refused(world, ImageCreateDM(target=GUEST, image_record_array=lines)) == (436, 4)
    assert await refused(world, ImageQueryDM(target=GUEST)) == (400, 4)


async def test_a_guest_is_active_between_activate_and_deactivate(guest: World) -> None:
    """Status, second start, stop, second stop."""
    query = ImageStatusQuery(target=GUEST)
    assert (await guest.client.call(query)).reason_code == 12
    await guest.client.call(ImageActivate(target=GUEST))
    assert (await guest.client.call(query)).image_name_array == (GUEST,)
    assert await refused(guest, ImageActivate(target=GUEST)) == (200, 8)
    await guest.client.call(ImageDeactivate(target=GUEST, force_time="IMMED"))
    assert (await guest.client.call(query)).reason_code == 12
    assert await refused(guest, ImageDeactivate(target=GUEST, force_time="IMMED")) == (200, 12)


async def test_logon_makes_the_devices_of_the_entry(guest: World) -> None:
    """CPUs, disks and adapters of a running guest are those of its entry, the profile's included."""
    await guest.client.call(ImageActivate(target=GUEST))
    cpus = await guest.client.call(ImageCPUQuery(target=GUEST))
    assert [cpu.cpu_type for cpu in cpus.cpu_info_array] == [2]
    disks = (await guest.client.call(ImageDiskQuery(target=GUEST, vdasd_id="ALL"))).vdasd_array
    boot = next(disk for disk in disks if disk.vdasd_vdev == "0100")
    assert (boot.vdasd_size, boot.vdasd_unit, boot.vdasd_access_type) == (100, 1, 2)
    adapters = await guest.client.call(VirtualNetworkAdapterQueryExtended(target=GUEST, image_device_number="*"))
    assert "adapter_address=1000" in adapters.response_list
    assert f"lan_name={guest.switch}" in adapters.response_list
    configuration = await guest.client.call(ImageActiveConfigurationQuery(target=GUEST))
    assert (configuration.memory_size, configuration.memory_unit) == (1, 3)
    assert configuration.number_cpus == len(configuration.cpu_info_array)


async def test_a_switch_shows_the_grant_and_the_adapter(guest: World) -> None:
    """A coupled adapter is listed with its MAC, its owner among the authorized users."""
    await guest.client.call(ImageActivate(target=GUEST))
    reply = await guest.client.call(VirtualNetworkVswitchQueryExtended(switch_name=guest.switch))
    switch = reply.vswitch_array[0]
    assert GUEST in [user.grant_userid for user in switch.authorized_user_array]
    adapter = next(one for one in switch.connected_adapter_array if one.adapter_owner == GUEST)
    assert adapter.adapter_macaddr.endswith("0A-0B-0C")
    stats = await guest.client.call(VirtualNetworkVswitchQueryByteStats(switch_name=guest.switch))
    assert f"{GUEST} 1000" in stats.string_list


async def test_disks_are_added_and_taken_away(guest: World) -> None:
    """In the directory first, then on the running guest."""
    create = ImageDiskCreateDM(
        target=GUEST,
        image_disk_number="0101",
        image_disk_device_type="3390",
        image_disk_allocation_type="AUTOG",
        allocation_area_name_or_volser=guest.pool,
        allocation_unit_size=1,
        image_disk_size=10,
        image_disk_mode="MR",
        image_disk_formatting=1,
    )
    await guest.client.call(create)
    assert await refused(guest, create) == (408, 4)
    assert any(line.startswith("MDISK 0101 3390") for line in await records(guest))
    await guest.client.call(ImageActivate(target=GUEST))
    disks = (await guest.client.call(ImageDiskQuery(target=GUEST, vdasd_id="0101"))).vdasd_array
    assert disks[0].vdasd_size == 10
    assert await refused(guest, ImageDiskCreate(target=GUEST, image_disk_number="0101", image_disk_mode="MR")) == (
        208,
        4,
    )
    await guest.client.call(ImageDeactivate(target=GUEST, force_time="IMMED"))
    await guest.client.call(ImageDiskDeleteDM(target=GUEST, image_disk_number="0101"))
    assert not any(line.startswith("MDISK 0101") for line in await records(guest))


async def test_used_space_names_the_disk_and_its_pool(guest: World) -> None:
    """Nine words: volume, type, start, size, owner, device, system, group, region."""
    query = ImageVolumeSpaceQueryDM(query_type=3, entry_type=3, entry_names=guest.pool)
    lines = (await guest.client.call(query)).record_array
    mine = next(line.split() for line in lines if GUEST in line.split())
    assert len(mine) == 9
    assert (mine[3], mine[5]) == ("100", "0100")


async def test_a_locked_entry_is_replaced_and_unlocked_by_it(guest: World) -> None:
    """Replace needs the lock (400/24 without) and gives it back."""
    lines = tuple(await records(guest))
    assert await refused(guest, ImageReplaceDM(target=GUEST, image_record_array=lines)) == (400, 24)
    await guest.client.call(ImageLockDM(target=GUEST))
    assert (await guest.client.call(ImageLockQueryDM(target=GUEST))).reason_code == 12
    await guest.client.call(ImageReplaceDM(target=GUEST, image_record_array=(*lines, "* CHANGED")))
    assert (await guest.client.call(ImageLockQueryDM(target=GUEST))).reason_code == 24
    assert "* CHANGED" in await records(guest)


async def test_an_adapter_of_the_entry_cannot_be_defined_twice(guest: World) -> None:
    """404/4 for a device number that is taken."""
    call = VirtualNetworkAdapterCreateExtendedDM(target=GUEST, image_device_number="1000", adapter_type="QDIO")
    assert await refused(guest, call) == (404, 4)
    await guest.client.call(
        VirtualNetworkAdapterCreateExtendedDM(target=GUEST, image_device_number="2000", adapter_type="QDIO")
    )


async def test_keywords_change_and_show_the_entry(guest: World) -> None:
    """CPUs are added and removed by keyword."""
    update = ImageDefinitionUpdateDM(
        target=GUEST,
        definition_update_directory_keyword_parameter_list=(
            ("COMMAND_DEFINE_CPU", "CPUADDR=01 TYPE=IFL"),
            ("SHARE", "RELATIVE=200"),
        ),
    )
    await guest.client.call(update)
    lines = await records(guest)
    assert "COMMAND DEFINE CPU 01 TYPE IFL" in lines
    assert "SHARE RELATIVE 200" in lines
    query = ImageDefinitionQueryDM(target=GUEST, definition_query_directory_keyword_parameter_list=("*",))
    found = (await guest.client.call(query)).directory_information_data
    assert "STORAGE_INITIAL=1G" in found
    await guest.client.call(
        ImageDefinitionDeleteDM(
            target=GUEST,
            definition_delete_directory_keyword_parameter_list=(("COMMAND_DEFINE_CPU", "CPUADDR=01"),),
        )
    )
    assert "COMMAND DEFINE CPU 01 TYPE IFL" not in await records(guest)


async def test_a_paused_guest_stays_active(guest: World) -> None:
    """Pausing stops the CPUs, not the guest."""
    assert (await guest.client.call(ImagePause(target=GUEST, action="PAUSE=YES"))).reason_code == 12
    await guest.client.call(ImageActivate(target=GUEST))
    await guest.client.call(ImagePause(target=GUEST, action="PAUSE=YES"))
    assert (await guest.client.call(ImageStatusQuery(target=GUEST))).image_name_array == (GUEST,)
    await guest.client.call(ImagePause(target=GUEST, action="PAUSE=NO"))


async def test_performance_is_read_by_list(guest: World) -> None:
    """A record for each running member of a name list."""
    await guest.client.call(NameListAdd(target="ZFCTLIST", name=GUEST))
    assert GUEST in (await guest.client.call(NameListQuery(target="ZFCTLIST"))).name_array
    await guest.client.call(ImageActivate(target=GUEST))
    reply = await guest.client.call(SystemImagePerformanceQuery(target="ZFCTLIST"))
    assert [one.guest_name for one in reply.image_performance_array] == [GUEST]
    assert (await guest.client.call(NameListRemove(target="ZFCTLIST", name=GUEST))).reason_code == 16


async def test_a_deleted_guest_is_gone_with_its_space(guest: World) -> None:
    """400/4 afterwards, and nothing of it among the used space."""
    await guest.client.call(ImageDeleteDM(target=GUEST))
    assert await refused(guest, ImageQueryDM(target=GUEST)) == (400, 4)
    query = ImageVolumeSpaceQueryDM(query_type=3, entry_type=3, entry_names=guest.pool)
    assert not any(GUEST in line.split() for line in (await guest.client.call(query)).record_array)


async def test_the_host_tells_its_level_and_its_machine(world: World) -> None:
    """What a connector asks first."""
    assert (await world.client.call(QueryAPIFunctionalLevel())).reason_code >= 640
    data = (await world.client.call(SystemInformationQuery())).system_information_data
    assert any(line.startswith("STORAGE=ONLINE=") for line in data)
    processors = (await world.client.call(SystemProcessorQuery())).system_processor_array
    assert "MASTER" in processors[0].status
