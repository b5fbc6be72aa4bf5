# SPDX-License-Identifier: Apache-2.0
"""Running guests: devices, adapters, switches, CPUs, real devices, numbers that move with time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, entry, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageCPUDefine,
    ImageCPUDelete,
    ImageCPUQuery,
    ImageCreateDM,
    ImageDeactivate,
    ImageDeleteDM,
    ImageDeviceDedicate,
    ImageDeviceDedicateDM,
    ImageDeviceUndedicate,
    ImageDiskQuery,
    ImageDiskShare,
    ImageDiskUnshare,
    ImagePause,
    ImageQueryDM,
    ImageRecycle,
    NameListAdd,
    StaticImageChangesDeactivateDM,
    StaticImageChangesImmediateDM,
    SystemImagePerformanceQuery,
    SystemPerformanceInformationQuery,
    SystemWWPNQuery,
    VirtualChannelConnectionCreate,
    VirtualChannelConnectionDelete,
    VirtualNetworkAdapterConnectVswitch,
    VirtualNetworkAdapterConnectVswitchDM,
    VirtualNetworkAdapterConnectVswitchExtended,
    VirtualNetworkAdapterCreateExtended,
    VirtualNetworkAdapterCreateExtendedDM,
    VirtualNetworkAdapterDelete,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkAdapterDisconnectDM,
    VirtualNetworkAdapterQuery,
    VirtualNetworkAdapterQueryExtended,
    VirtualNetworkOSAQuery,
    VirtualNetworkVswitchCreateExtended,
    VirtualNetworkVswitchDeleteExtended,
    VirtualNetworkVswitchQuery,
    VirtualNetworkVswitchQueryByteStats,
    VirtualNetworkVswitchQueryExtended,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"


async def started(client: SmapiClient, *names: str) -> None:
    """Running guests."""
    await define(client, *names)
    for name in names:
        await client.call(ImageActivate(target=name))


async def fields(client: SmapiClient, vdev: str = "*", target: str = ONE) -> dict[str, str]:
    """The last values of the keyed lines about a guest's adapters."""
    query = VirtualNetworkAdapterQueryExtended(target=target, image_device_number=vdev)
    lines = (await client.call(query)).response_list
    return dict(line.split("=", 1) for line in lines if "=" in line)


async def test_an_adapter_gets_the_systems_prefix_and_its_macid() -> None:
    """Or a suffix of CP's own when the entry has none; never one twice."""
    async with running(mac_prefix="0200AB") as (_, client):
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=ONE))
        await client.call(entry(ONE, "NICDEF 2000 TYPE QDIO LAN SYSTEM VSW1 MACID 123456"))
        await client.call(ImageActivate(target=ONE))
        assert (await fields(client, "2000"))["mac_address"] == "0200AB123456"
        assert (await fields(client, "1000"))["mac_address"] == "0200AB000003"


async def test_without_a_grant_an_adapter_stays_uncoupled() -> None:
    """The logon goes on, the adapter is there, and coupling it is 212/8."""
    async with running() as (_, client):
        await client.call(entry(ONE))
        await client.call(ImageActivate(target=ONE))
        assert (await fields(client))["adapter_status"] == "00"
        couple = VirtualNetworkAdapterConnectVswitch(target=ONE, image_device_number="1000", switch_name="VSW1")
        assert await refused(client, couple) == (212, 8)
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid=ONE))
        await client.call(couple)
        assert await refused(client, couple) == (204, 20)
        assert (await fields(client))["adapter_status"] == "02"


async def test_the_directory_may_authorize_by_itself() -> None:
    """Where the system has directory network authorization on."""
    async with running(directory_network_authorization=True) as (_, client):
        await client.call(entry(ONE))
        await client.call(ImageActivate(target=ONE))
        assert (await fields(client))["lan_name"] == "VSW1"


async def test_revoking_cuts_the_connection_at_once() -> None:
    """The adapter stays, without a switch."""
    async with running() as (_, client):
        await started(client, ONE)
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW1", revoke_userid=ONE))
        assert (await fields(client))["adapter_status"] == "00"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (VirtualNetworkAdapterConnectVswitch(target=ONE, image_device_number="1000", switch_name="NOSUCH"), (204, 20)),
        (VirtualNetworkAdapterConnectVswitch(target=ONE, image_device_number="3000", switch_name="VSW1"), (204, 8)),
        (VirtualNetworkAdapterConnectVswitch(target=ONE, image_device_number="0100", switch_name="VSW1"), (204, 28)),
        (
            VirtualNetworkAdapterConnectVswitch(target="NOBODY", image_device_number="1000", switch_name="VSW1"),
            (200, 4),
        ),
        (VirtualNetworkAdapterCreateExtended(target=ONE, image_device_number="1002", adapter_type="QDIO"), (204, 4)),
        (VirtualNetworkAdapterCreateExtended(target=ONE, image_device_number="0100", adapter_type="QDIO"), (204, 28)),
        (VirtualNetworkAdapterDelete(target=ONE, image_device_number="3000"), (204, 8)),
        (VirtualNetworkAdapterDisconnect(target=ONE, image_device_number="3000"), (204, 8)),
        (VirtualNetworkAdapterQuery(target=ONE, image_device_number="3000"), (212, 8)),
        (VirtualNetworkVswitchQuery(switch_name="NOSUCH"), (212, 40)),
        (VirtualNetworkVswitchDeleteExtended(switch_name="NOSUCH"), (212, 40)),
        (VirtualNetworkVswitchCreateExtended(switch_name="VSW1"), (212, 36)),
        (VirtualNetworkVswitchSetExtended(switch_name="VSW1", grant_userid="X", user_vlan_id="10"), (396, 2846)),
        (ImageCPUDefine(target="NOBODY", cpu_address="01", cpu_type=2), (216, 12)),
        (ImageCPUDefine(target=ONE, cpu_address="40", cpu_type=2), (216, 2)),
        (ImageCPUDefine(target=ONE, cpu_address="00", cpu_type=2), (216, 24)),
        (ImageCPUDelete(target=ONE, cpu_address="05"), (216, 4)),
        (ImageDiskQuery(target=ONE, vdasd_id="0999"), (8, 8)),
        (ImageDiskQuery(target="NOBODY", vdasd_id="ALL"), (200, 4)),
        (ImageDeleteDM(target=ONE), (596, 6831)),
        (ImageDeviceDedicate(target=ONE, image_device_number="0100", real_device_number="B800", readonly=0), (204, 4)),
        (ImageDeviceDedicate(target=ONE, image_device_number="2000", real_device_number="9999", readonly=0), (204, 8)),
        (ImageDeviceDedicate(target=ONE, image_device_number="2000", real_device_number="0500", readonly=0), (204, 16)),
        (ImageDeviceUndedicate(target=ONE, image_device_number="2000"), (204, 8)),
        (ImageDeviceUndedicate(target=ONE, image_device_number="0100"), (204, 44)),
        (ImageDeviceUndedicate(target=ONE, image_device_number="1000"), (204, 40)),
    ],
)
async def test_what_cannot_be_done_to_a_running_guest_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """As documented for each function."""
    async with running() as (_, client):
        await started(client, ONE)
        assert await codes(client, call) == expected


async def test_an_adapter_is_made_coupled_uncoupled_and_deleted() -> None:
    """And every query follows."""
    async with running() as (_, client):
        await started(client, ONE)
        device: dict[str, Any] = {"target": ONE, "image_device_number": "2000"}
        await client.call(VirtualNetworkAdapterCreateExtended(**device, adapter_type="QDIO"))
        await client.call(VirtualNetworkAdapterConnectVswitchExtended(**device, switch_name="VSW1"))
        assert (await fields(client))["adapter_count"] == "2"
        switch = (await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW1"))).vswitch_array[0]
        assert [one.adapter_vdev for one in switch.connected_adapter_array] == ["1000", "2000"]
        await client.call(VirtualNetworkAdapterDisconnect(**device))
        assert await refused(client, VirtualNetworkAdapterDisconnect(**device)) == (204, 48)
        await client.call(VirtualNetworkAdapterDelete(**device))
        assert (await fields(client))["adapter_count"] == "1"


async def test_the_directorys_adapter_is_coupled_and_uncoupled_in_place() -> None:
    """One NICDEF statement or two: both are one adapter; uncoupling a free one is 212/32."""
    async with running() as (_, client):
        await define(client, ONE)
        device: dict[str, Any] = {"target": ONE, "image_device_number": "2000"}
        await client.call(VirtualNetworkAdapterCreateExtendedDM(**device, adapter_type="QDIO", mac_id="0000AA"))
        await client.call(VirtualNetworkAdapterConnectVswitchDM(**device, switch_name="VSW2"))
        lines = (await client.call(ImageQueryDM(target=ONE))).image_record_array
        mine = [line.rstrip() for line in lines if line.startswith("NICDEF 2000")]
        assert mine == ["NICDEF 2000 TYPE QDIO DEVICES 3 LAN SYSTEM VSW2 MACID 0000AA"]
        await client.call(VirtualNetworkAdapterDisconnectDM(**device))
        assert await refused(client, VirtualNetworkAdapterDisconnectDM(**device)) == (212, 32)


async def test_two_nicdef_statements_describe_one_adapter() -> None:
    """As the reference connector writes them."""
    async with running() as (_, client):
        await client.call(VirtualNetworkVswitchSetExtended(switch_name="VSW2", grant_userid=ONE))
        more = ("NICDEF 2000 TYPE QDIO DEVICES 3 MACID 0000AA", "NICDEF 2000 LAN SYSTEM VSW2")
        await client.call(entry(ONE, *more))
        await client.call(ImageActivate(target=ONE))
        found = await fields(client, "2000")
        assert (found["lan_name"], found["adapter_type"], found["mac_address"]) == ("VSW2", "2", "0200000000AA")


async def test_a_deleted_switch_leaves_its_adapters_uncoupled_and_its_osa_free() -> None:
    """Nothing keeps pointing at what is gone."""
    async with running() as (_, client):
        await started(client, ONE)

        async def attached() -> int:
            lines = (await client.call(VirtualNetworkOSAQuery())).osa_info_structure
            return sum("DTCVSW1" in line for line in lines)

        assert await attached() == 6
        await client.call(VirtualNetworkVswitchDeleteExtended(switch_name="VSW1"))
        assert await attached() == 3
        assert (await fields(client))["adapter_status"] == "00"


async def test_an_uplink_that_is_not_there_is_an_error_of_the_device() -> None:
    """The switch is created all the same, as CP does."""
    async with running() as (_, client):
        create = VirtualNetworkVswitchCreateExtended(
            switch_name="VSW9", real_device_address="0999", connection_value="CON"
        )
        await client.call(create)
        switch = (await client.call(VirtualNetworkVswitchQuery(switch_name="VSW9"))).vswitch_array[0]
        assert switch.switch_status == 3
        assert switch.real_device_info_array[0].device_error_status == 3


async def test_vlans_of_a_grant_are_shown() -> None:
    """On a VLAN aware switch, numbers and ranges."""
    async with running() as (_, client):
        await client.call(
            VirtualNetworkVswitchCreateExtended(
                switch_name="VSW9", transport_type="ETHERNET", vlan_id="AWARE", port_type="TRUNK"
            )
        )
        grant = VirtualNetworkVswitchSetExtended(switch_name="VSW9", grant_userid=ONE, user_vlan_id="10 20-22")
        await client.call(grant)
        switch = (await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW9"))).vswitch_array[0]
        assert switch.authorized_user_array[0].split()[4:] == ["4", "0010", "0020", "0021", "0022"]


async def test_cpus_come_and_go_up_to_the_limit() -> None:
    """MACHINE of the profile allows 32; the base CPU stays."""
    async with running() as (_, client):
        await started(client, ONE)
        for address in range(1, 32):
            await client.call(ImageCPUDefine(target=ONE, cpu_address=f"{address:02X}", cpu_type=2))
        over = ImageCPUDefine(target=ONE, cpu_address="3F", cpu_type=2)
        assert await refused(client, over) == (216, 28)
        await client.call(ImageCPUDelete(target=ONE, cpu_address="1F"))
        reply = await client.call(ImageCPUQuery(target=ONE))
        assert (reply.number_cpus, reply.cpu_info_array[0].cpu_base) == (31, 1)
        assert await refused(client, ImageCPUDelete(target=ONE, cpu_address="00")) == (216, 4)


async def test_a_dedicated_fcp_device_is_its_users_until_logoff() -> None:
    """Dedicated in the directory, attached at logon, free afterwards."""
    async with running() as (_, client):
        await define(client, ONE)
        device = ImageDeviceDedicateDM(target=ONE, image_device_number="1A00", real_device_number="B800", readonly=0)
        await client.call(device)
        assert await refused(client, device) == (404, 4)

        async def owner() -> str:
            lines = (await client.call(SystemWWPNQuery(owner="YES"))).wwpn_array
            return lines[0].split()[-1]

        assert await owner() == "NONE"
        await client.call(ImageActivate(target=ONE))
        assert await owner() == ONE
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        assert await owner() == "NONE"


async def test_a_shared_disk_needs_the_right_password_or_authority() -> None:
    """208/28 no password set, 208/32 wrong, 208/12 no such disk; MAINT's LNKNOPAS needs none."""
    async with running(users={"MAINT": "secret", "OTHER": "secret"}) as (host, maint):
        await started(maint, "LINUX01")
        await maint.call(entry("LINUX02", disk="MDISK 0100 3390 AUTOG 10 POOL1 MR RD WR MU"))
        await maint.call(entry("LINUX03"))
        share: dict[str, Any] = {
            "target": ONE,
            "image_disk_number": "0500",
            "target_image_disk_number": "0100",
            "read_write_mode": "RR",
        }
        from tests.unit.simulator.worlds import client_of

        async with client_of(host, "OTHER") as other:
            assert await refused(other, ImageDiskShare(**share, target_image_name="LINUX03")) == (208, 28)
            wrong = ImageDiskShare(**share, target_image_name="LINUX02", optional_password="no")
            assert await refused(other, wrong) == (208, 32)
            assert await refused(other, ImageDiskShare(**share, target_image_name="NOBODY")) == (208, 12)
            await other.call(ImageDiskShare(**share, target_image_name="LINUX02", optional_password="rd"))
        disk = (await maint.call(ImageDiskQuery(target=ONE, vdasd_id="0500"))).vdasd_array[0]
        assert disk.vdasd_access_type == 1
        await maint.call(ImageDiskUnshare(target=ONE, image_disk_number="0500"))
        assert await codes(maint, ImageDiskShare(**share, target_image_name="LINUX03")) == (0, 0)


async def test_two_guests_are_joined_by_channels() -> None:
    """Both ends exist; deleting one leaves the other free."""
    async with running() as (_, client):
        await started(client, "LINUX01", "LINUX02")
        create = VirtualChannelConnectionCreate(
            target=ONE, image_device_number="F100", coupled_image_name="LINUX02", coupled_image_device_number="F200"
        )
        await client.call(create)
        assert await refused(client, create) == (204, 12)
        await client.call(VirtualChannelConnectionDelete(target=ONE, image_device_number="F100"))
        await client.call(create)


async def test_numbers_move_with_time_and_stand_still_while_paused() -> None:
    """CPU time, memory and traffic grow by the clock."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):
        await started(client, ONE)

        async def look() -> tuple[int, int, int]:
            record = (await client.call(SystemImagePerformanceQuery(target=ONE))).image_performance_array[0]
            stats = (await client.call(VirtualNetworkVswitchQueryByteStats(switch_name="VSW1"))).string_list
            return record.used_cpu_time, record.used_memory, int(stats[stats.index(f"{ONE} 1000") + 7])

        first = await look()
        await clock.advance(60)
        second = await look()
        assert all(later > earlier for earlier, later in zip(first, second, strict=True))
        await client.call(ImagePause(target=ONE, action="PAUSE=YES"))
        paused = await look()
        await clock.advance(60)
        assert await look() == paused
        await client.call(ImagePause(target=ONE, action="PAUSE=NO"))
        await clock.advance(60)
        assert (await look())[0] > paused[0]
        used = (await client.call(SystemPerformanceInformationQuery())).system_performance_information_data
        assert any(line.startswith("MEMORY_IN_USE=") for line in used)


async def test_a_list_is_activated_as_far_as_possible() -> None:
    """200/28 with the counts and the one that failed."""
    async with running() as (_, client):
        await define(client, "LINUX01", "LINUX02")
        for name in ("LINUX01", "LINUX02", "NOBODY"):
            await client.call(NameListAdd(target="LIST1", name=name))
        from zfleet_smapi.errors import ReturnCodeError

        with pytest.raises(ReturnCodeError) as caught:
            await client.call(ImageActivate(target="LIST1"))
        assert (caught.value.return_code, caught.value.reason_code) == (200, 28)
        again = await codes(client, ImageRecycle(target="LINUX02"))
        assert again == (0, 0)


async def test_changes_held_back_do_not_reach_a_logon() -> None:
    """The source directory has it (0/8), CP does not, until it is put online."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(StaticImageChangesDeactivateDM())
        device = ImageDeviceDedicateDM(target=ONE, image_device_number="1A00", real_device_number="B800", readonly=0)
        assert await codes(client, device) == (0, 8)
        await client.call(ImageActivate(target=ONE))
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        assert await codes(client, ImageActivate(target="LATER")) == (200, 4)
        await client.call(ImageCreateDM(target="LATER", image_record_array=("USER LATER LBYONLY 1G 1G G",)))
        assert await codes(client, ImageActivate(target="LATER")) == (200, 4)
        await client.call(StaticImageChangesImmediateDM())
        assert await codes(client, ImageActivate(target="LATER")) == (0, 0)


async def test_the_entrys_own_statements_go_before_the_profiles() -> None:
    """MACHINE of the entry counts, not the profile's."""
    async with running() as (_, client):
        await client.call(entry(ONE, "MACHINE ESA 1", "CPU 00 BASE"))
        await client.call(ImageActivate(target=ONE))
        over = ImageCPUDefine(target=ONE, cpu_address="01", cpu_type=0)
        assert await refused(client, over) == (216, 28)
        reply = await client.call(ImageActiveConfigurationQuery(target=ONE))
        assert [one.device_address for one in reply.device_info_array][:2] == ["0009", "000C"]
