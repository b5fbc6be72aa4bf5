# SPDX-License-Identifier: Apache-2.0
"""Real disks and SCSI disks: what is there, what can be had, what they did, and how EDEVs come and go."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, refused, running
from zfleet_simulator.clock import DrivenClock
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeactivate,
    ImageDeviceDedicate,
    ImageDeviceUndedicate,
    SystemDiskAccessibility,
    SystemDiskAdd,
    SystemDiskIOQuery,
    SystemDiskQuery,
    SystemFCPFreeQuery,
    SystemSCSIDiskAdd,
    SystemSCSIDiskDelete,
    SystemSCSIDiskQuery,
    SystemShutdown,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call

WWPN = "5005076300C20B8E"
LUNS = tuple(f"40{n:02X}400000000000" for n in range(16))


# --- DASD ------------------------------------------------------------------------------------------------------------


async def disk(client: SmapiClient, number: str, size: str = "NO") -> str:
    """One line of the query."""
    (line,) = (await client.call(SystemDiskQuery(dev_num=number, disk_size=size))).disk_info_array
    return str(line)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("1000", "1000 3390-32 OWNED VMCOM1 32760"),
        ("1005", "1005 3390-32 SYSTEM VMUSR1 32760"),
        ("1010", "1010 3390-32 FREE FREE01 32760"),
        ("1012", "1012 3390-32 OFFLINE"),
        ("6000", "6000 9336-32 SYSTEM F00001 83886080"),
    ],
)
async def test_a_disk_is_described_by_its_state(number: str, line: str) -> None:
    """Label and size only of what is online, the size only when asked for; the same among all disks."""
    async with running() as (_, client):
        assert await disk(client, number.lower(), "YES") == line
        short = " ".join(line.split()[:4])
        assert await disk(client, number) == short
        everything = (await client.call(SystemDiskQuery(dev_num="all"))).disk_info_array
        assert short in [str(one) for one in everything]


async def test_a_disk_is_free_while_nobody_has_it() -> None:
    """Its state and whether it can be had follow attachment, detachment and logoff."""
    async with running() as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        can_be_had = SystemDiskAccessibility(dev_num="1010")
        dedicate = ImageDeviceDedicate(
            target="LINUX01", image_device_number="2000", real_device_number="1010", readonly=0
        )
        assert await codes(client, can_be_had) == (0, 0)
        await client.call(dedicate)
        assert (await disk(client, "1010")).split()[2] == "ATTACHED"
        assert await refused(client, can_be_had) == (8, 10)
        await client.call(ImageDeviceUndedicate(target="LINUX01", image_device_number="2000"))
        assert await codes(client, can_be_had) == (0, 0)
        await client.call(dedicate)
        await client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        assert (await disk(client, "1010")).split()[2] == "FREE"


async def test_a_disk_is_varied_online() -> None:
    """Then it has a label and can be had; a second time nothing changes."""
    async with running() as (_, client):
        assert await refused(client, SystemDiskAccessibility(dev_num="1012")) == (8, 10)
        for _ in range(2):
            await client.call(SystemDiskAdd(dev_num="1012"))
            assert await disk(client, "1012") == "1012 3390-32 FREE OFFL01"
        assert await codes(client, SystemDiskAccessibility(dev_num="1012")) == (0, 0)
        await client.call(SystemDiskAdd(dev_num="1005"))
        assert (await disk(client, "1005")).split()[2] == "SYSTEM"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (SystemDiskQuery(dev_num="0999"), (8, 8)),
        (SystemDiskQuery(dev_num="XYZ"), (8, 3003)),
        (SystemDiskAccessibility(dev_num="0999"), (8, 8)),
        (SystemDiskAccessibility(dev_num="XYZ"), (8, 3003)),
        (SystemDiskAdd(dev_num="0999"), (396, 40)),
        (SystemDiskAdd(dev_num="XYZ"), (8, 3003)),
        (SystemDiskIOQuery(rdev="0999"), (8, 8)),
        (SystemDiskIOQuery(rdev="1012"), (8, 8)),
        (SystemDiskIOQuery(rdev="1000 XYZ"), (8, 3003)),
    ],
)
async def test_a_disk_that_is_not_there_has_its_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """8/8 no such device, 8/3003 no device number, 396/40 CP's own message."""
    async with running() as (_, client):
        assert await refused(client, call) == expected


async def test_what_disks_did_grows_with_time_from_the_ipl() -> None:
    """Each online disk has its own counters; after an IPL they begin again."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):

        async def counters(rdev: str) -> dict[str, tuple[int, int]]:
            lines = (await client.call(SystemDiskIOQuery(rdev=rdev))).dasd_information_data
            found = [re.fullmatch(r"RDEV=(\w{4}) BYTES_READ=(\d+) BYTES_WRITTEN=(\d+)", line) for line in lines]
            return {one[1]: (int(one[2]), int(one[3])) for one in found if one is not None}

        assert set((await counters("*")).values()) == {(0, 0)}
        await clock.advance(10)
        first = await counters("1000 1001")
        assert first["1000"] != first["1001"]
        await clock.advance(10)
        second = await counters("*")
        assert all(second[name] > first[name] for name in first)
        assert "1012" not in second
        await client.call(SystemDiskAdd(dev_num="1012"))
        assert "1012" in await counters("*")
        await client.call(SystemShutdown(immediate="IMMEDIATE"))
        await clock.advance(1)
        assert (await counters("1000"))["1000"] < first["1000"]


async def test_what_disks_did_is_known_to_the_performance_machine() -> None:
    """200/12 while it is not logged on."""
    async with running() as (_, client):
        await client.call(ImageDeactivate(target="PERSMAPI", force_time="IMMED"))
        assert await refused(client, SystemDiskIOQuery()) == (200, 12)


# --- SCSI ------------------------------------------------------------------------------------------------------------


def path(fcp: str, lun: int = 0) -> str:
    """A way to a SCSI disk."""
    return f"{fcp} {WWPN} {LUNS[lun]}"


def add(number: str = "7000", *paths: str, **changes: Any) -> SystemSCSIDiskAdd:
    """A change of an EDEV."""
    return SystemSCSIDiskAdd(dev_num=number, dev_path_array=";".join(paths), **changes)


async def edevices(client: SmapiClient) -> list[str]:
    """The lines of all EDEVs."""
    if await codes(client, SystemSCSIDiskQuery(dev_num="ALL")) == (4, 28):
        return []
    return [str(line) for line in (await client.call(SystemSCSIDiskQuery(dev_num="ALL"))).scsi_info_array]


async def test_a_scsi_disk_gains_and_loses_paths_and_goes() -> None:
    """36 characters for each path; without a path it has no size, as was recorded."""
    async with running() as (_, client):
        assert await edevices(client) == []
        await client.call(add("7000", path("b800")))
        assert await edevices(client) == [f"7000 FBA SCSI 20971520 B800{WWPN}{LUNS[0]}"]
        await client.call(add("7000", path("B900"), path("B800"), option="2"))
        assert await edevices(client) == [f"7000 FBA SCSI 20971520 B800{WWPN}{LUNS[0]}B900{WWPN}{LUNS[0]}"]
        await client.call(add("7000", path("B800"), path("B900"), option="3"))
        assert await edevices(client) == ["7000 FBA SCSI 0"]
        await client.call(SystemSCSIDiskDelete(dev_num="7000"))
        assert await edevices(client) == []


async def test_a_scsi_disk_in_use_is_not_free_to_the_fcp_devices() -> None:
    """It leaves the list of free LUNs, for every FCP device, and comes back."""
    async with running() as (_, client):

        async def free(fcp: str) -> list[str]:
            lines = (await client.call(SystemFCPFreeQuery(fcp_dev=fcp))).fcp_array
            return [str(line).split(";")[2] for line in lines]

        before = await free("B800")
        assert before == list(LUNS)
        await client.call(add("7000", path("B800", 3)))
        assert await free("B801") == [lun for lun in LUNS if lun != LUNS[3]]
        await client.call(SystemSCSIDiskDelete(dev_num="7000"))
        assert await free("B800") == before


async def test_only_permanent_scsi_disks_are_there_after_an_ipl() -> None:
    """And one that was deleted from the running system only is there again."""
    clock = DrivenClock()
    async with running(clock=clock) as (_, client):

        async def ipl() -> list[str]:
            await client.call(SystemShutdown(immediate="IMMEDIATE"))
            await clock.advance(1)
            return [line.split()[0] for line in await edevices(client)]

        await client.call(add("7000", path("B800", 0), persist="YES"))
        await client.call(add("7001", path("B800", 1)))
        assert await ipl() == ["7000"]
        await client.call(SystemSCSIDiskDelete(dev_num="7000", persist="NO"))
        assert await edevices(client) == []
        assert await ipl() == ["7000"]
        await client.call(SystemSCSIDiskDelete(dev_num="7000", persist="YES"))
        assert await ipl() == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (add("6000", path("B800")), (396, 8705)),
        (add("1000", path("B800")), (396, 8705)),
        (add("7009", path("5000")), (396, 8700)),
        (add("7009", f"B800 {WWPN} 0000000000000001"), (396, 8700)),
        (add("7009", f"B800 {WWPN}"), (8, 3003)),
        (add("7009", path("B800"), option="2"), (4, 8)),
        (add("7009", path("B800"), option="3"), (4, 8)),
        (add("7000", option="2"), (8, 3004)),
        (SystemSCSIDiskDelete(dev_num="7009"), (8, 8)),
        (SystemSCSIDiskQuery(dev_num="7009"), (8, 8)),
        (SystemSCSIDiskQuery(dev_num="XYZ"), (8, 3003)),
    ],
)
async def test_a_scsi_disk_that_cannot_be_has_its_code(call: Call[Any], expected: tuple[int, int]) -> None:
    """And the EDEVs are as before."""
    async with running() as (_, client):
        await client.call(add("7000", path("B800")))
        before = await edevices(client)
        assert await refused(client, call) == expected
        assert await edevices(client) == before
