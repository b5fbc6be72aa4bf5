# SPDX-License-Identifier: Apache-2.0
"""A disk of one image linked by another: which of the two device numbers is whose."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from zfleet_smapi.calls import (
    ImageActivate,
    ImageCreateDM,
    ImageDeactivate,
    ImageDeleteDM,
    ImageDiskQuery,
    ImageDiskShareDM,
    ImageDiskUnshareDM,
    ImageQueryDM,
)
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReturnCodeError

from .conftest import World

OWNER, BORROWER = "ZFCT0002", "ZFCT0003"


async def remove(world: World) -> None:
    """Neither image is left, whatever the test did."""
    for name in (BORROWER, OWNER):
        calls: tuple[Call[Any], ...] = (ImageDeactivate(target=name, force_time="IMMED"), ImageDeleteDM(target=name))
        for call in calls:
            with contextlib.suppress(ReturnCodeError):
                await world.client.call(call)


@pytest.fixture
async def two(world: World) -> AsyncIterator[World]:
    """An owner of disk 0777, and a borrower who has a 0777 of its own."""
    await remove(world)
    for name in (OWNER, BORROWER):
        records = (
            f"USER {name} LBYONLY 1G 1G G",
            f"INCLUDE {world.profile}",
            f"MDISK 0777 3390 AUTOG 10 {world.pool} MR READ WRITE MULTIPLE",
        )
        await world.client.call(ImageCreateDM(target=name, image_record_array=records))
    yield world
    await remove(world)


async def links(world: World) -> list[list[str]]:
    """The borrower's own LINK statements, word by word, numbers with four digits."""
    records = (await world.client.call(ImageQueryDM(target=BORROWER))).image_record_array
    words = [record[:72].split() for record in records]
    return [[owner, *(number.rjust(4, "0") for number in numbers), mode]
            for word, owner, *numbers, mode in (line for line in words if line[:1] == ["LINK"])]  # fmt: skip


async def test_the_directory_function_names_the_owners_number_first(two: World) -> None:
    """The borrower gets the owner's 0777 as 0555, beside its own 0777, and gives it back by the same two numbers."""
    share = ImageDiskShareDM(
        target=BORROWER,
        image_disk_number="777",
        target_image_name=OWNER,
        target_image_disk_number="555",
        read_write_mode="RR",
        optional_password="READ",
    )
    await two.client.call(share)
    assert await links(two) == [[OWNER, "0777", "0555", "RR"]]
    await two.client.call(ImageActivate(target=BORROWER))
    disks = (await two.client.call(ImageDiskQuery(target=BORROWER, vdasd_id="0555"))).vdasd_array
    assert [(disk.vdasd_vdev, disk.vdasd_access_type) for disk in disks] == [("0555", 1)]
    unshare = ImageDiskUnshareDM(
        target=BORROWER, image_disk_number="777", target_image_name=OWNER, target_image_disk_number="555"
    )
    await two.client.call(unshare)
    assert await links(two) == []


async def test_a_disk_that_the_owner_does_not_have_is_408_8(two: World) -> None:
    """The number on the target image is no help: it is the owner who must have the disk."""
    with pytest.raises(ReturnCodeError) as caught:
        await two.client.call(
            ImageDiskShareDM(
                target=BORROWER,
                image_disk_number="555",
                target_image_name=OWNER,
                target_image_disk_number="777",
                read_write_mode="RR",
                optional_password="READ",
            )
        )
    assert (caught.value.return_code, caught.value.reason_code) == (408, 8)
