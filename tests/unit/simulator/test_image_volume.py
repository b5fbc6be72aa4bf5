# SPDX-License-Identifier: Apache-2.0
"""DASD volumes of the system, and regions and groups in the key=value form."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, entry, refused, running
from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageDeleteDM,
    ImageDeviceDedicate,
    ImageDiskQuery,
    ImageQueryDM,
    ImageRecycle,
    ImageVolumeAdd,
    ImageVolumeDelete,
    ImageVolumeShare,
    ImageVolumeSpaceDefineExtendedDM,
    ImageVolumeSpaceQueryDM,
    ImageVolumeSpaceQueryExtendedDM,
    SystemDiskAccessibility,
    SystemDiskAdd,
    SystemDiskQuery,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"
PARM = {"system_config_name": "SYSTEM", "system_config_type": "CONFIG", "parm_disk_owner": "PMAINT",
        "parm_disk_number": "CF0"}  # fmt: skip
OTHER_PARM = {"alt_system_config_name": "ALT", "alt_system_config_type": "CONFIG", "alt_parm_disk_owner": "PMAINT",
              "alt_parm_disk_number": "CF0"}  # fmt: skip


def add(number: str = "1010", label: str = "FREE01", **more: str) -> ImageVolumeAdd:
    """Give the system a volume."""
    return ImageVolumeAdd(image_device_number=number, image_vol_id=label, **{**PARM, **more})


def delete(number: str = "1010", label: str = "FREE01", **more: str) -> ImageVolumeDelete:
    """Take a volume from the system."""
    return ImageVolumeDelete(image_device_number=number, image_vol_id=label, **{**PARM, **more})


def region(function_type: str = "1", **values: str) -> ImageVolumeSpaceDefineExtendedDM:
    """A definition with exactly these keys."""
    return ImageVolumeSpaceDefineExtendedDM(function_type=function_type, **values)


def part(name: str, start: str, size: str, **more: str) -> ImageVolumeSpaceDefineExtendedDM:
    """A region of FREE01, in a group if one is named."""
    function_type = "2" if "group_name" in more else "1"
    return region(function_type, region_name=name, image_vol_id="FREE01", start_cylinder=start, size=size, **more)


async def status(client: SmapiClient, number: str = "1010") -> str:
    """How the system has a volume."""
    [line] = (await client.call(SystemDiskQuery(dev_num=number))).disk_info_array
    return line.split()[2]


async def space(client: SmapiClient, query_type: int, entry_type: int, names: str) -> tuple[str, ...]:
    """The records of a query, the same in both forms of it."""
    keyed = ImageVolumeSpaceQueryExtendedDM(
        query_type=str(query_type), entry_type=str(entry_type), entry_names=names or None
    )
    plain = ImageVolumeSpaceQueryDM(query_type=query_type, entry_type=entry_type, entry_names=names)
    found = (await client.call(keyed)).record_array
    assert found == (await client.call(plain)).record_array
    return found


def user(*disks: str) -> ImageCreateDM:
    """A guest with these disks."""
    return ImageCreateDM(target=ONE, image_record_array=(f"USER {ONE} LBYONLY 1G 1G G", "IPL 0200", *disks))


async def test_an_added_volume_is_the_systems_and_its_minidisks_can_be_linked() -> None:
    """Before, a minidisk there stays out of reach at logon; the disk queries tell how the volume stands."""
    async with running() as (_, client):
        await client.call(user("MDISK 0200 3390 100 10 FREE01 MR"))
        await client.call(ImageActivate(target=ONE))
        assert await refused(client, ImageDiskQuery(target=ONE, vdasd_id="ALL")) == (8, 8)
        assert await status(client) == "FREE"
        assert await codes(client, SystemDiskAccessibility(dev_num="1010")) == (0, 0)
        assert await codes(client, add()) == (0, 0)
        assert await status(client) == "SYSTEM"
        assert await refused(client, SystemDiskAccessibility(dev_num="1010")) == (8, 10)
        await client.call(ImageRecycle(target=ONE))
        [disk] = (await client.call(ImageDiskQuery(target=ONE, vdasd_id="0200"))).vdasd_array
        assert (disk.vdasd_volid, disk.vdasd_rdev, disk.vdasd_size) == ("FREE01", "1010", 10)


async def test_a_deleted_volume_is_free_for_others() -> None:
    """Its minidisks must be gone first (300/10); then it can be dedicated, and added again when it is given back."""
    async with running() as (_, client):
        await define(client, "LINUX02")
        await client.call(add())
        await client.call(user("MDISK 0200 3390 100 10 FREE01 MR"))
        assert await refused(client, delete()) == (300, 10)
        assert await status(client) == "SYSTEM"
        await client.call(ImageDeleteDM(target=ONE))
        assert await codes(client, delete()) == (0, 0)
        assert await status(client) == "FREE"
        assert await refused(client, delete()) == (300, 18)
        await client.call(ImageActivate(target="LINUX02"))
        give = ImageDeviceDedicate(
            target="LINUX02", image_device_number="0300", real_device_number="1010", readonly=0
        )  # fmt: skip
        await client.call(give)
        assert await refused(client, add()) == (300, 10)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (add("9999"), (300, 8)),
        (add("0500"), (300, 12)),
        (add("4000", "E00001"), (300, 20)),
        (add("1004", "VMPAG1"), (300, 20)),
        (add(label="E00001"), (300, 20)),
        (add(label="NEWLAB"), (300, 10)),
        (add(alt_system_config_name="SYSTEM", alt_system_config_type="CONFIG", alt_parm_disk_owner="PMAINT",
             alt_parm_disk_number="CF0"), (300, 22)),
        (delete("9999"), (300, 8)),
        (delete("0500"), (300, 12)),
        (delete("1005", "FREE01"), (300, 18)),
        (delete("1010", "FREE01"), (300, 18)),
        (delete("1004", "VMPAG1"), (300, 18)),
        (delete("1005", "VMUSR1"), (300, 10)),
        (delete("4000", "E00001", alt_system_config_name="SYSTEM", alt_system_config_type="CONFIG",
                alt_parm_disk_owner="PMAINT", alt_parm_disk_number="CF0"), (300, 22)),
        (ImageVolumeShare(img_vol_addr="9999"), (8, 3012)),
        (ImageVolumeShare(img_vol_addr="0500"), (8, 3012)),
        (ImageVolumeShare(img_vol_addr="1012"), (8, 3013)),
        (ImageVolumeShare(img_vol_addr="1004", share_enable="ON"), (8, 19)),
    ],
)  # fmt: skip
async def test_a_volume_that_cannot_be_had_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """And all volumes are as they were."""
    async with running() as (_, client):
        everything = SystemDiskQuery(dev_num="ALL")
        before = (await client.call(everything)).disk_info_array
        assert await refused(client, call) == expected
        assert (await client.call(everything)).disk_info_array == before


async def test_an_offline_volume_is_varied_on_when_it_is_added() -> None:
    """With two different parm disks. And it can be shared only from then on."""
    async with running() as (_, client):
        assert await status(client, "1012") == "OFFLINE"
        assert await codes(client, add("1012", "OFFL01", **OTHER_PARM)) == (0, 0)
        assert await status(client, "1012") == "SYSTEM"
        for word in (None, "OFF", "ON"):
            assert await codes(client, ImageVolumeShare(img_vol_addr="1012", share_enable=word)) == (0, 0)
        assert await codes(client, delete("1012", "OFFL01", **OTHER_PARM)) == (0, 0)
        assert await status(client, "1012") == "FREE"
        await client.call(SystemDiskAdd(dev_num="1012"))
        assert await status(client, "1012") == "FREE"


async def test_regions_and_groups_are_defined_by_keys_and_seen_in_every_query() -> None:
    """Definition, free and used space, by volume, region and group; both forms of the query say the same."""
    async with running() as (_, client):
        assert await codes(client, part("PART1", "1", "100")) == (0, 0)
        await client.call(part("PART2", "101", "200", group_name="MINE"))
        await client.call(region("5", region_name="PART1", group_name="MINE"))
        assert await space(client, 1, 3, "MINE") == ("MINE PART2 PART1",)
        assert await space(client, 1, 1, "FREE01") == ("FREE01 3390-32K 32760 PART1 PART2",)
        assert await space(client, 1, 2, "PART1 PART2") == (
            "PART1 FREE01 3390-32K 1 100", "PART2 FREE01 3390-32K 101 200",
        )  # fmt: skip
        await client.call(entry(ONE, disk="MDISK 0100 3390 AUTOG 30 MINE MR"))
        assert await space(client, 2, 3, "MINE") == (
            "FREE01 3390-32K 131 170 MINE PART2", "FREE01 3390-32K 1 100 MINE PART1",
        )  # fmt: skip
        assert await space(client, 3, 3, "MINE") == ("FREE01 3390-32K 101 30 LINUX01 0100 * MINE PART2",)
        assert await space(client, 3, 2, "PART1") == ()
        await client.call(ImageDeleteDM(target=ONE))
        assert await space(client, 3, 1, "FREE01") == ()


@pytest.mark.parametrize(("method", "starts"), [("1", [1, 11, 21]), ("2", [1, 101, 11])])
async def test_the_allocation_method_says_which_region_is_next(method: str, starts: list[int]) -> None:
    """1 fills the first region before the second, 2 takes turns."""
    async with running() as (_, client):
        await client.call(part("PART1", "1", "100", group_name="MINE", alloc_method=method))
        await client.call(part("PART2", "101", "100", group_name="MINE"))
        disks = (f"MDISK 020{n} 3390 AUTOG 10 MINE MR" for n in range(3))
        await client.call(user(*disks))
        records = (await client.call(ImageQueryDM(target=ONE))).image_record_array
        assert [int(record.split()[3]) for record in records if record.startswith("MDISK")] == starts


async def test_a_whole_volume_is_one_region() -> None:
    """Function types 3 and 4; the label is the region's name when none is given. Names are not case sensitive."""
    async with running() as (_, client):
        await client.call(region("3", image_vol_id="free01"))
        await client.call(region("4", region_name="whole", image_vol_id="FREE02", group_name="mine"))
        assert (await space(client, 1, 2, "free01"))[0].split()[:4] == ["FREE01", "FREE01", "3390-32K", "1"]
        assert await space(client, 1, 3, "MINE") == ("MINE WHOLE",)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (part("E00001", "1", "10"), (420, 4)),
        (part("PART1", "50", "10"), (420, 4)),
        (part("OTHER", "200", "10", group_name=""), (8, 3004)),
        (region("3", region_name="R", image_vol_id="NOSUCH"), (420, 36)),
        (region("3", region_name="R", image_vol_id="OFFL01"), (420, 36)),
        (region("5", region_name="NOSUCH", group_name="POOL1"), (420, 8)),
        (region("5", region_name="E00001", group_name="POOL1"), (420, 4)),
        (region("1", region_name="R", image_vol_id="FREE02", start_cylinder="1"), (8, 3004)),
        (region("1", image_vol_id="FREE02", start_cylinder="1", size="10"), (8, 3004)),
        (region("3", region_name="R"), (8, 3004)),
        (region("5", region_name="E00001"), (8, 3004)),
    ],
)
async def test_a_definition_that_cannot_be_is_refused(call: Any, expected: tuple[int, int]) -> None:
    """And nothing of it is kept."""
    async with running() as (_, client):
        await client.call(part("PART1", "1", "100"))
        before = [await space(client, 1, kind, "*") for kind in (1, 2, 3)]
        assert await refused(client, call) == expected
        assert [await space(client, 1, kind, "*") for kind in (1, 2, 3)] == before


async def test_names_that_are_not_there_are_left_out_and_no_names_are_all() -> None:
    """As the recorded z/VM does: an empty list, no refusal."""
    async with running() as (_, client):
        assert await space(client, 1, 3, "NOPOOL POOL2") == ("POOL2 F00001 F00002",)
        assert await space(client, 2, 3, "NOPOOL") == ()
        assert await space(client, 1, 3, "") == await space(client, 1, 3, "*")
        assert len(await space(client, 1, 2, "")) == 8
