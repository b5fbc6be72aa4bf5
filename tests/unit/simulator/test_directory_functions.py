# SPDX-License-Identifier: Apache-2.0
"""The directory manager's functions: creation, prototypes, tags, disks, boot, CPUs, segments, the whole directory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import client_of, codes, define, entry, refused, running
from zfleet_smapi.calls import (
    DirectoryManagerLocalTagDefineDM,
    DirectoryManagerLocalTagDeleteDM,
    DirectoryManagerLocalTagQueryDM,
    DirectoryManagerLocalTagSetDM,
    DirectoryManagerSearchDM,
    ImageActivate,
    ImageCPUDefineDM,
    ImageCPUDeleteDM,
    ImageCPUQueryDM,
    ImageCPUSetMaximumDM,
    ImageCreateDM,
    ImageDefinitionQueryDM,
    ImageDefinitionUpdateDM,
    ImageDeleteDM,
    ImageDiskCopyDM,
    ImageDiskCreateDM,
    ImageDiskDeleteDM,
    ImageDiskShareDM,
    ImageDiskUnshareDM,
    ImageIPLDeleteDM,
    ImageIPLQueryDM,
    ImageIPLSetDM,
    ImageLockDM,
    ImageNameQueryDM,
    ImagePasswordSetDM,
    ImageQueryDM,
    ImageReplaceDM,
    ImageSCSICharacteristicsDefineDM,
    ImageSCSICharacteristicsQueryDM,
    ImageUnlockDM,
    ImageVolumeSpaceDefineDM,
    ImageVolumeSpaceQueryDM,
    ImageVolumeSpaceRemoveDM,
    ProfileCreateDM,
    ProfileDeleteDM,
    ProfileQueryDM,
    PrototypeCreateDM,
    PrototypeDeleteDM,
    PrototypeNameQueryDM,
    QueryAllDM,
    SharedMemoryAccessAddDM,
    SharedMemoryAccessQueryDM,
    SharedMemoryCreate,
    SharedMemoryQuery,
    VirtualNetworkAdapterDeleteDM,
)
from zfleet_smapi.client import SmapiClient

ONE = "LINUX01"


async def lines(client: SmapiClient, name: str = ONE) -> list[str]:
    """The texts of an entry."""
    reply = await client.call(ImageQueryDM(target=name))
    return [record.rstrip() for record in reply.image_record_array]


def create(*records: str, name: str = "X") -> ImageCreateDM:
    """An entry from records."""
    return ImageCreateDM(target=name, image_record_array=(f"USER {name} LBYONLY 1G 1G G", *records))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (create("MDISK 0100 3390 AUTOG 10 NOPOOL MR"), (420, 8)),
        (create("MDISK 0100 3390 AUTOG 99999 POOL1 MR"), (408, 24)),
        (create("MDISK 0100 3390 AUTOG ten POOL1 MR"), (596, 3212)),
        (create("INCLUDE NOSUCH"), (436, 4)),
        (create("INCLUDE OSDFLT", "INCLUDE ZFLEET"), (436, 40)),
        (create("INCLUDE MAINT"), (436, 4)),
        (create("USER Y LBYONLY 1G 1G G"), (400, 40)),
        (create("MDISK 0100 3390 1 10 E00001 MR", "MDISK 0100 3390 20 10 E00001 MR"), (408, 4)),
        (create("DEDICATE 1000 B800", "NICDEF 1000 TYPE QDIO"), (404, 4)),
        (create("MDISK 0190 3390 100 10 VMUSR1 MR"), (408, 0)),
        (create("MACHINE PDP11"), (596, 3212)),
        (ImageCreateDM(target="X", image_record_array=("USER Y LBYONLY 1G 1G G",)), (400, 0)),
        (ImageCreateDM(target="X", prototype_name="NOSUCH"), (400, 20)),
        (create(name="MAINT"), (400, 8)),
        (create(name="OSDFLT"), (400, 8)),
    ],
)
async def test_an_entry_that_cannot_be_is_refused_whole(call: ImageCreateDM, expected: tuple[int, int]) -> None:
    """With the documented code, and no trace of it in the directory or the pools."""
    async with running() as (_, client):
        free = ImageVolumeSpaceQueryDM(query_type=2, entry_type=3, entry_names="*")
        before = (await client.call(free)).record_array
        assert await refused(client, call) == expected
        assert (await client.call(free)).record_array == before
        names = (await client.call(ImageNameQueryDM(target="X"))).image_name_array
        assert "X" not in names


async def test_a_whole_entry_gets_real_extents_one_after_the_other() -> None:
    """Two disks of one entry never meet, FBA disks are called FB-512."""
    async with running() as (_, client):
        more = ("MDISK 0101 3390 AUTOG 20 POOL1 MR", "MDISK 0102 9336 AUTOG 1000 POOL2 MR")
        await client.call(entry(ONE, *more))
        disks = [line for line in await lines(client) if line.startswith("MDISK")]
        assert disks == [
            "MDISK 0100 3390 1 10 E00001 MR",
            "MDISK 0101 3390 11 20 E00001 MR",
            "MDISK 0102 FB-512 16 1000 F00001 MR",
        ]


async def test_a_site_may_refuse_automatic_allocation_in_entries() -> None:
    """Then disks are added one by one."""
    async with running(automatic_allocation_in_entries=False) as (_, client):
        assert await refused(client, entry(ONE)) == (596, 3212)
        await client.call(entry(ONE, disk=""))
        assert await codes(client, disk()) == (0, 0)


def disk(**changes: Any) -> ImageDiskCreateDM:
    """A disk of ten cylinders."""
    values: dict[str, Any] = {
        "target": ONE,
        "image_disk_number": "0200",
        "image_disk_device_type": "3390",
        "image_disk_allocation_type": "AUTOG",
        "allocation_area_name_or_volser": "POOL1",
        "allocation_unit_size": 1,
        "image_disk_size": 10,
        "image_disk_mode": "MR",
    }
    return ImageDiskCreateDM(**{**values, **changes})


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (disk(target="NOBODY"), (400, 4)),
        (disk(target="OSDFLT"), (400, 4)),
        (disk(image_disk_number="0100"), (408, 4)),
        (disk(image_disk_number="1001"), (408, 4)),
        (disk(allocation_area_name_or_volser="NOPOOL"), (420, 8)),
        (disk(image_disk_size=70_000), (408, 24)),
        (disk(image_disk_allocation_type="5", allocation_area_name_or_volser="E00001"), (408, 0)),
        (ImageDiskDeleteDM(target=ONE, image_disk_number="0999"), (208, 36)),
        (ImageDeleteDM(target="NOBODY"), (400, 4)),
        (ImageUnlockDM(target=ONE), (400, 24)),
        (ImageUnlockDM(target=ONE, device_address="0100"), (404, 24)),
        (ImageLockDM(target=ONE, device_address="0999"), (404, 8)),
        (ImageIPLDeleteDM(target="MAINT"), (460, 4)),
        (ImageCPUQueryDM(target=ONE, cpu_address="00"), (520, 30)),
        (ImageCPUDeleteDM(target=ONE, cpu_address="41"), (520, 28)),
        (VirtualNetworkAdapterDeleteDM(target=ONE, image_device_number="5000"), (404, 8)),
        (ProfileDeleteDM(target="OSDFLT"), (400, 16)),
        (ProfileDeleteDM(target=ONE), (400, 4)),
        (PrototypeDeleteDM(target="NOSUCH"), (416, 4)),
        (ImageDiskUnshareDM(target=ONE, image_disk_number="0190", target_image_name="X",
                            target_image_disk_number="0190"), (408, 8)),
        (ImageDiskShareDM(target=ONE, image_disk_number="0500", target_image_name="MAINT",
                          target_image_disk_number="0999"), (408, 8)),
        (ImageVolumeSpaceDefineDM(function_type=3, region_name="R", image_vol_id="NOSUCH"), (420, 36)),
        (ImageVolumeSpaceDefineDM(function_type=3, region_name="E00001", image_vol_id="E00001"), (420, 4)),
        (ImageVolumeSpaceDefineDM(function_type=5, region_name="NOSUCH", group_name="G"), (420, 8)),
        (ImageVolumeSpaceRemoveDM(function_type=7, group_name="NOSUCH"), (420, 8)),
        (ImageVolumeSpaceRemoveDM(function_type=2, region_name="F00001", group_name="POOL1"), (420, 12)),
        (ImagePasswordSetDM(target=ONE, image_password="much too long"), (444, 4)),
        (SharedMemoryAccessQueryDM(target=ONE, memory_segment_name="SEG1"), (0, 20)),
        (SharedMemoryQuery(memory_segment_name="SEG1"), (0, 28)),
    ],
)  # fmt: skip
async def test_what_the_directory_manager_cannot_do_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """As documented for each function."""
    async with running() as (_, client):
        await define(client, ONE)
        assert await codes(client, call) == expected


async def test_a_locked_device_cannot_be_changed() -> None:
    """The disk is locked (408/12), the rest of the entry is not."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageLockDM(target=ONE, device_address="0100"))
        assert await refused(client, ImageDiskDeleteDM(target=ONE, image_disk_number="0100")) == (408, 12)
        await client.call(disk())
        await client.call(ImageUnlockDM(target=ONE, device_address="0100"))
        await client.call(ImageDiskDeleteDM(target=ONE, image_disk_number="0100"))


async def test_only_the_holder_of_a_lock_replaces_and_unlocks() -> None:
    """Another caller gets 400/12."""
    async with (
        running(users={"MAINT": "secret", "OTHER": "secret"}) as (host, maint),
        client_of(host, "OTHER") as other,
    ):
        await define(maint, ONE)
        await maint.call(ImageLockDM(target=ONE))
        records = tuple(await lines(maint))
        assert await refused(other, ImageReplaceDM(target=ONE, image_record_array=records)) == (400, 12)
        assert await refused(other, ImageUnlockDM(target=ONE)) == (400, 12)
        await maint.call(ImageReplaceDM(target=ONE, image_record_array=records))


async def test_a_replaced_entry_keeps_the_extents_it_still_names() -> None:
    """Its own disks do not collide with themselves; a new one is allocated."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageLockDM(target=ONE))
        records = (*await lines(client), "MDISK 0101 3390 AUTOG 5 POOL1 MR")
        await client.call(ImageReplaceDM(target=ONE, image_record_array=records))
        assert [line for line in await lines(client) if line.startswith("MDISK")] == [
            "MDISK 0100 3390 1 10 E00001 MR",
            "MDISK 0101 3390 11 5 E00001 MR",
        ]


async def test_an_entry_is_made_from_a_prototype() -> None:
    """Name, password and account number are put in."""
    async with running() as (_, client):
        records = ("USER PROTO NOLOG 1G 2G G", "INCLUDE OSDFLT", "ACCOUNT NONE", "MDISK 0100 3390 AUTOG 5 POOL1 MR")
        await client.call(PrototypeCreateDM(target="LINUX", prototype_record_array=records))
        assert (await client.call(PrototypeNameQueryDM())).prototype_name_array == ("LINUX",)
        await client.call(
            ImageCreateDM(target=ONE, prototype_name="LINUX", initial_password="pass1", initial_account_number="A1")
        )
        found = await lines(client)
        assert found[0] == "USER LINUX01 PASS1 1G 2G G"
        assert "ACCOUNT A1" in found
        assert "MDISK 0100 3390 1 5 E00001 MR" in found


async def test_disks_are_copied_and_shared_in_the_directory() -> None:
    """A copy has the source's size; a share is a LINK statement."""
    async with running() as (_, client):
        await define(client, "LINUX01", "LINUX02")
        copy: dict[str, Any] = {
            "image_disk_number": "0300",
            "source_image_name": "LINUX02",
            "source_image_disk_number": "0100",
        }
        auto = {"image_disk_allocation_type": "AUTOG", "allocation_area_name": "POOL1"}
        await client.call(ImageDiskCopyDM(target=ONE, **copy, **auto))
        assert await refused(client, ImageDiskCopyDM(target=ONE, **copy, **auto)) == (408, 4)
        assert "MDISK 0300 3390 21 10 E00001 MR" in await lines(client)
        # As recorded: the owner's number first, then the one that the target gets.
        share: dict[str, Any] = {
            "target": ONE,
            "image_disk_number": "0100",
            "target_image_name": "LINUX02",
            "target_image_disk_number": "0400",
        }
        await client.call(ImageDiskShareDM(**share, read_write_mode="RR"))
        assert "LINK LINUX02 0100 0400 RR" in await lines(client)
        await client.call(ImageDiskUnshareDM(**share))
        assert "LINK LINUX02 0100 0400 RR" not in await lines(client)


async def test_tags_are_defined_used_and_kept_while_used() -> None:
    """432/4, 432/8, 432/12 and 432/16."""
    async with running() as (_, client):
        await define(client, ONE)
        define_tag = DirectoryManagerLocalTagDefineDM(tag_name="OWNER", tag_ordinal=1, define_action=1)
        await client.call(define_tag)
        assert await refused(client, define_tag) == (432, 4)
        other = DirectoryManagerLocalTagDefineDM(tag_name="OTHER", tag_ordinal=1, define_action=1)
        assert await refused(client, other) == (432, 12)
        query = DirectoryManagerLocalTagQueryDM(target=ONE, tag_name="OWNER")
        assert await codes(client, query) == (0, 28)
        await client.call(DirectoryManagerLocalTagSetDM(target=ONE, tag_name="OWNER", tag_value="me and you"))
        assert (await client.call(query)).tag_value == "me and you"
        assert await refused(client, DirectoryManagerLocalTagDeleteDM(tag_name="OWNER")) == (432, 16)
        await client.call(ImageDeleteDM(target=ONE))
        await client.call(DirectoryManagerLocalTagDeleteDM(tag_name="OWNER"))
        unknown = DirectoryManagerLocalTagSetDM(target="MAINT", tag_name="OWNER", tag_value="x")
        assert await refused(client, unknown) == (432, 8)


async def test_ipl_and_scsi_boot_data_are_set_read_and_deleted() -> None:
    """IPL and LOADDEV statements, EBCDIC text on the wire."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageIPLSetDM(target=ONE, saved_system="CMS", load_parameter="1", parameter_string="AUTOCR"))
        reply = await client.call(ImageIPLQueryDM(target=ONE))
        assert (reply.saved_system, reply.load_parameter, reply.parameter_string) == ("CMS", "1", "AUTOCR")
        await client.call(ImageIPLDeleteDM(target=ONE))
        assert await codes(client, ImageIPLQueryDM(target=ONE)) == (0, 28)
        assert await codes(client, ImageSCSICharacteristicsQueryDM(target=ONE)) == (0, 28)
        text = "root=/dev/sda".encode("cp1140")
        await client.call(
            ImageSCSICharacteristicsDefineDM(
                target=ONE, boot_program="1", lun="5241000000000000", scp_data_type=2, scp_data=text
            )
        )
        boot = await client.call(ImageSCSICharacteristicsQueryDM(target=ONE))
        assert (boot.boot_program, boot.lun, boot.scp_data) == ("1", "5241000000000000", text)
        await client.call(ImageSCSICharacteristicsDefineDM(target=ONE, boot_program="DELETE", scp_data_type=0))
        assert (await client.call(ImageSCSICharacteristicsQueryDM(target=ONE))).boot_program == ""


async def test_cpus_of_an_entry_stay_within_its_machine() -> None:
    """One base CPU, as many as MACHINE allows."""
    async with running() as (_, client):
        await define(client, ONE)
        await client.call(ImageCPUSetMaximumDM(target=ONE, max_cpu=2))

        def cpu(address: str, base: int = 0) -> ImageCPUDefineDM:
            return ImageCPUDefineDM(target=ONE, cpu_address=address, base_cpu=base, cpuid="", dedicate_cpu=0, crypto=0)

        await client.call(cpu("00", 1))
        await client.call(cpu("01"))
        assert await refused(client, cpu("01", 1)) == (520, 24)
        assert await refused(client, cpu("02")) == (520, 32)
        assert await refused(client, cpu("40")) == (520, 28)
        assert (await client.call(ImageCPUQueryDM(target=ONE, cpu_address="00"))).base_cpu == 1
        assert "MACHINE ESA 2" in await lines(client)


async def test_keywords_of_a_profile_are_marked() -> None:
    """And a new disk needs OPERATION=ADD."""
    async with running() as (_, client):
        await define(client, ONE)
        question = ImageDefinitionQueryDM(
            target=ONE, definition_query_directory_keyword_parameter_list=("CONSOLE MDISK",)
        )
        found = (await client.call(question)).directory_information_data
        assert found[0] == "CONSOLE_PROFILE=VDEV=0009 DEVTYPE=3215 CLASS=T"
        assert found[1].startswith("MDISK=VDEV=0100 DEVTYPE=3390 DISKTYPE=PERM START=1 COUNT=10 VOLID=E00001 MODE=MR")
        text = "VDEV=0200 DEVTYPE=XXXX DISKTYPE=AUTOG COUNT=5 NAME=POOL1 MODE=MR"
        for words, expected in (
            (text, (408, 8)),
            (f"OPERATION=ADD {text}", (0, 0)),
            (f"OPERATION=ADD {text}", (408, 4)),
        ):
            update = ImageDefinitionUpdateDM(
                target=ONE, definition_update_directory_keyword_parameter_list=(("MDISK", words),)
            )
            assert await codes(client, update) == expected


async def test_the_whole_directory_comes_in_two_forms() -> None:
    """Records or keywords, users and profiles."""
    async with running() as (_, client):
        await define(client, ONE)
        records = (await client.call(QueryAllDM(format="NO"))).directory_array
        mine = next(one for one in records if one.directory_entry_id == ONE)
        assert mine.directory_entry_record_array[0].startswith("USER LINUX01 LBYONLY 1G 4G G")
        keyed = (await client.call(QueryAllDM(format="YES"))).directory_array
        mine = next(one for one in keyed if one.directory_entry_id == ONE)
        assert "STORAGE_MAXIMUM=4G" in mine.directory_entry_data
        assert {one.directory_entry_type for one in keyed} == {0, 1}


async def test_profiles_are_made_read_and_deleted_when_unused() -> None:
    """A profile in use stays (400/16)."""
    async with running() as (_, client):
        await client.call(ProfileCreateDM(target="MINE", profile_record_array=("PROFILE MINE", "MACHINE ESA 2")))
        assert (await client.call(ProfileQueryDM(target="MINE"))).profile_record_array[1].rstrip() == "MACHINE ESA 2"
        await client.call(create("INCLUDE MINE"))
        assert await refused(client, ProfileDeleteDM(target="MINE")) == (400, 16)
        await client.call(ImageDeleteDM(target="X"))
        await client.call(ProfileDeleteDM(target="MINE"))
        assert await refused(client, ProfileQueryDM(target="MINE")) == (400, 4)


async def test_segments_are_saved_listed_and_opened_to_users() -> None:
    """A restricted segment puts NAMESAVE into the entry."""
    async with running() as (_, client):
        await define(client, ONE)
        segment = SharedMemoryCreate(
            target="MAINT", memory_segment_name="SEG1", begin_page=256, end_page=511, page_access_descriptor=3,
            memory_attributes=1, memory_access_identifier=ONE,
        )  # fmt: skip
        assert await refused(client, segment) == (600, 12)
        await client.call(ImageActivate(target="MAINT"))
        await client.call(segment)
        found = (await client.call(SharedMemoryQuery(memory_segment_name="*"))).memory_segment_info_array
        assert (found[0].memory_segment_name, found[0].memory_segment_status) == ("SEG1", 3)
        assert "NAMESAVE SEG1" in await lines(client)
        names = (await client.call(SharedMemoryAccessQueryDM(target=ONE, memory_segment_name="SEG1"))).name_array
        assert names == (ONE,)
        assert await refused(client, SharedMemoryAccessAddDM(target=ONE, memory_segment_name="SEG1")) == (424, 4)


async def test_pools_are_taken_apart_and_put_together() -> None:
    """Free space is asked for by pool, by region and by volume."""
    async with running() as (_, client):
        await client.call(ImageVolumeSpaceRemoveDM(function_type=4, image_vol_id="E00006"))
        halves = (("HALF1", 1, 30_000), ("HALF2", 30_001, 30_000))
        for name, start, size in halves:
            await client.call(
                ImageVolumeSpaceDefineDM(
                    function_type=2, region_name=name, image_vol_id="E00006", start_cylinder=start, size=size,
                    group_name="POOL3", device_type=1,
                )
            )  # fmt: skip

        async def ask(query_type: int, entry_type: int, names: str) -> tuple[str, ...]:
            query = ImageVolumeSpaceQueryDM(query_type=query_type, entry_type=entry_type, entry_names=names)
            return (await client.call(query)).record_array

        assert await ask(1, 3, "POOL3") == ("POOL3 HALF1 HALF2",)
        assert await ask(1, 1, "E00006") == ("E00006 3390-64K 65520 HALF1 HALF2",)
        assert await ask(2, 3, "POOL3") == (
            "E00006 3390-64K 1 30000 POOL3 HALF1",
            "E00006 3390-64K 30001 30000 POOL3 HALF2",
        )
        assert await ask(2, 2, "HALF2") == ("E00006 3390-64K 30001 30000 * *",)
        assert await ask(2, 3, "NOPOOL") == ()
        await client.call(ImageVolumeSpaceRemoveDM(function_type=7, group_name="POOL3"))
        assert await ask(1, 3, "POOL3") == ()


async def test_the_directory_is_searched_by_words_and_wildcards() -> None:
    """0/28 when nothing fits."""
    async with running() as (_, client):
        await define(client, ONE)
        found = (await client.call(DirectoryManagerSearchDM(search_pattern="mdisk 0100 *"))).statement_array
        assert [one.target_id for one in found] == [ONE]
        assert await codes(client, DirectoryManagerSearchDM(search_pattern="mdisk 9999")) == (0, 28)
