# SPDX-License-Identifier: Apache-2.0
"""Disks of a running guest: the copy that the directory has got, and taking disks away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.simulator.worlds import codes, define, entry, refused, running
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import (
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageDeactivate,
    ImageDiskCopy,
    ImageDiskCopyDM,
    ImageDiskCreate,
    ImageDiskDelete,
    ImageDiskQuery,
    ImageMDISKLinkQuery,
    ImageQueryDM,
)
from zfleet_smapi.client import SmapiClient

ONE, TWO = "LINUX01", "LINUX02"


def take(number: str = "0300", target: str = ONE) -> ImageDiskCopy:
    """Give a guest the disk that was copied for it."""
    return ImageDiskCopy(target=target, image_disk_number=number)


def drop(number: str = "0100", target: str = ONE) -> ImageDiskDelete:
    """Take a disk away from a guest."""
    return ImageDiskDelete(target=target, image_disk_number=number)


def copy(source: str = TWO) -> ImageDiskCopyDM:
    """A copy of somebody's boot disk as 0300."""
    return ImageDiskCopyDM(
        target=ONE,
        image_disk_number="0300",
        source_image_name=source,
        source_image_disk_number="0100",
        image_disk_allocation_type="AUTOG",
        allocation_area_name="POOL1",
    )


async def seen(client: SmapiClient, number: str, name: str = ONE) -> list[bool]:
    """Whether the disk query, the configuration query and the link query show a disk."""
    disks = (await client.call(ImageDiskQuery(target=name, vdasd_id="ALL"))).vdasd_array
    devices = (await client.call(ImageActiveConfigurationQuery(target=name))).device_info_array
    links = await client.call(ImageMDISKLinkQuery(target=name, vdev=number))
    lines = [line.split() for line in links.link_array]
    return [
        number in [one.vdasd_vdev for one in disks],
        number in [one.device_address for one in devices],
        [name, number, "WRITE"] in [words[1:] for words in lines],
    ]


async def test_a_copied_disk_appears_on_the_running_guest_with_its_content() -> None:
    """It is in the entry after Image_Disk_Copy_DM and on the guest after Image_Disk_Copy, in every query."""
    async with running() as (host, client):
        await define(client, ONE, TWO)
        linux = LinuxClient(host.connect_linux)
        async with await linux.link(TWO, "0100") as disk:
            await disk.write(8192, b"content")
        await client.call(ImageActivate(target=ONE))
        assert await refused(client, take()) == (208, 36)
        await client.call(copy())
        assert await seen(client, "0300") == [False, False, False]
        assert await codes(client, take("300")) == (0, 0)
        assert await seen(client, "0300") == [True, True, True]
        assert await refused(client, take()) == (208, 4)
        await client.call(drop("0300"))
        async with await linux.link(ONE, "0300") as disk:
            assert await disk.read(8192, 7) == b"content"


async def test_a_deleted_disk_is_gone_from_the_guest_but_not_from_its_entry() -> None:
    """It can be given back at once, and is there again after the next logon."""
    async with running() as (_, client):
        await client.call(entry(ONE, "MDISK 0101 3390 AUTOG 5 POOL1 MR"))
        await client.call(ImageActivate(target=ONE))
        assert await seen(client, "0101") == [True, True, True]
        assert await codes(client, drop("101")) == (0, 0)
        assert await seen(client, "0101") == [False, False, False]
        assert await refused(client, drop("0101")) == (208, 8)
        records = (await client.call(ImageQueryDM(target=ONE))).image_record_array
        assert any(record.startswith("MDISK 0101") for record in records)
        await client.call(ImageDiskCreate(target=ONE, image_disk_number="0101", image_disk_mode="MR"))
        assert await seen(client, "0101") == [True, True, True]
        await client.call(drop("0101"))
        await client.call(ImageDeactivate(target=ONE, force_time="IMMED"))
        await client.call(ImageActivate(target=ONE))
        assert await seen(client, "0101") == [True, True, True]


async def test_a_disk_that_was_taken_away_is_free_for_others() -> None:
    """The Linux system may write to it from then on; the guest that comes back meanwhile may only read (mode MR)."""
    async with running() as (host, client):
        await define(client, ONE)
        await client.call(ImageActivate(target=ONE))
        linux = LinuxClient(host.connect_linux)
        await client.call(drop())
        async with await linux.link(ONE, "0100", "MW") as disk:
            await disk.write(0, b"x" * 4096)
            await client.call(take("0100"))
            assert await seen(client, "0100") == [True, True, False]
            await client.call(drop())
        await client.call(take("0100"))
        assert await seen(client, "0100") == [True, True, True]


async def test_a_disk_that_is_for_one_writer_alone_is_not_linked_while_another_has_it() -> None:
    """208/8 for mode W; the guest has it as soon as the other lets go."""
    async with running() as (host, client):
        await client.call(entry(ONE, "MDISK 0101 3390 AUTOG 5 POOL1 W"))
        await client.call(ImageActivate(target=ONE))
        linux = LinuxClient(host.connect_linux)
        await client.call(drop("0101"))
        async with await linux.link(ONE, "0101", "W"):
            assert await refused(client, take("0101")) == (208, 8)
            assert await seen(client, "0101") == [False, False, False]
        assert await codes(client, take("0101")) == (0, 0)
        assert await seen(client, "0101") == [True, True, True]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (take(target="NOBODY"), (200, 4)),
        (take(target="OSDFLT"), (200, 4)),
        (take(target=TWO), (200, 12)),
        (take("0999"), (208, 36)),
        (take("0190"), (208, 36)),
        (take("0100"), (208, 4)),
        (drop(target="NOBODY"), (200, 4)),
        (drop(target=TWO), (200, 12)),
        (drop("0999"), (208, 8)),
        (drop("1000"), (208, 28)),
        (drop("0009"), (208, 28)),
    ],
)
async def test_what_is_no_disk_of_a_running_guest_has_its_code(call: Any, expected: tuple[int, int]) -> None:
    """And the guest keeps what it has."""
    async with running() as (_, client):
        await define(client, ONE, TWO)
        await client.call(ImageActivate(target=ONE))
        before = (await client.call(ImageActiveConfigurationQuery(target=ONE))).device_info_array
        assert await refused(client, call) == expected
        assert (await client.call(ImageActiveConfigurationQuery(target=ONE))).device_info_array == before
