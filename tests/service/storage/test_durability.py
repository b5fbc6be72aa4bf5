# SPDX-License-Identifier: Apache-2.0
"""What a crash, a lost answer or a cancelled call leaves: nothing half-made, and a repeat that finishes the work."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import grpc
import pytest
from sqlalchemy import Table, column, insert, select, table
from sqlalchemy.exc import IntegrityError

from tests.service.storage.world import CYLINDER, PASSWORD, World, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.database import Database
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.host import HostConfig
from zfleet_simulator.latency import LatencyRule
from zfleet_storage.image_records import Intent, begin_import, begin_use, image_named
from zfleet_storage.packing import Packing
from zfleet_storage.part import MIGRATIONS
from zfleet_storage.tables import METADATA, image_uses, images

DISK = pb.DiskSpec(size_bytes=10 * CYLINDER)


async def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    """Column by column, index by index."""
    database = Database(f"sqlite:///{tmp_path / 'storage.sqlite'}", "storage")
    await database.upgrade(MIGRATIONS)
    await database.upgrade(MIGRATIONS)
    assert await database.differences(METADATA) == []
    await database.close()


async def test_images_of_an_earlier_release_stay_what_they_were(tmp_path: Path) -> None:
    """Raw ones, in whole cylinders; their MD5 was not kept."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(MIGRATIONS / "0001_storage.py", first)
    database = Database(f"sqlite:///{tmp_path / 'storage.sqlite'}", "storage")
    await database.upgrade(first)
    old = {"name": "rhel9", "file": "f", "os_version": "rhel9.2", "size_bytes": CYLINDER + 1, "sha256": "0" * 64}
    old |= {"imported_at": 1.0, "ready": True, "request_id": "", "lease_until": 0.0}
    columns = [images.c[name] for name in old]
    async with database.writing() as session:
        await session.execute(insert(table("storage_images", *(column(one.name) for one in columns))).values(**old))
    await database.upgrade(MIGRATIONS)
    async with database.reading() as session:
        image = await image_named(session, "rhel9")
    await database.close()
    assert image is not None
    assert (image.packing, image.disk_size, image.disk_unit) == (Packing.RAW, 2, "CYL")
    assert (image.disk_bytes, image.md5, image.disk_type, image.used_at) == (CYLINDER + 1, "", "", 0.0)


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_answer_makes_no_second_disk_and_loses_none(tmp_path: Path, drop: str) -> None:
    """Whether z/VM had done the work or not: the disk is there once, or not at all, and the answer says which."""
    lost = FaultRule(function="Image_Disk_Create_DM", nth=(2,), drop=drop)
    recovery = FaultRule(function="Response_Recovery", return_code=4, reason_code=4)
    async with world(tmp_path, HostConfig(users={"MAINT": PASSWORD}, faults=(lost, recovery))) as here:
        await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
        try:
            created = await here.create("LINUX01", DISK, DISK, request_id="op1")
        except grpc.RpcError:
            assert await here.minidisks("LINUX01") == ["0200"]
            created = await here.create("LINUX01", DISK, DISK, request_id="op1")
        assert [one.device_number for one in created] == ["0100", "0101"]
        assert await here.minidisks("LINUX01") == ["0200", "0100", "0101"]
        assert (await here.pool()).reserved_bytes == 0


async def test_a_cancelled_creation_is_undone(tmp_path: Path) -> None:
    """The call that is under way ends first: nothing appears after the undo."""
    slow = LatencyRule(function="Image_Disk_Create_DM", seconds=0.15)
    async with world(tmp_path, HostConfig(users={"MAINT": PASSWORD}, latency=(slow,))) as here:
        await here.make_guest("LINUX01", "MDISK 0200 3390 AUTOG 5 POOL1 MR")
        call = here.storage.CreateDisks(pb.CreateDisksRequest(user_id="LINUX01", disks=[DISK, DISK, DISK]))
        async with asyncio.timeout(5):
            while await here.minidisks("LINUX01") != ["0200", "0100"]:
                await asyncio.sleep(0.02)
        call.cancel()
        async with asyncio.timeout(5):
            while await here.minidisks("LINUX01") != ["0200"] or (await here.pool()).reserved_bytes:
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        assert await here.minidisks("LINUX01") == ["0200"]
        created = await here.create("LINUX01", DISK)
        assert created[0].device_number == "0100"


async def test_a_creation_that_is_cancelled_while_it_reserves_keeps_nothing(here: World) -> None:
    """The reservation is written in the very moment in which the caller goes."""
    await here.make_guest("LINUX01")
    await here.create("LINUX01", DISK)  # what a service does first is over
    path = here.folder / "state" / "storage.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")  # the service's own write waits for this one
        call = here.storage.CreateDisks(pb.CreateDisksRequest(user_id="LINUX01", disks=[DISK]))
        await asyncio.sleep(0.3)
        call.cancel()
        await asyncio.sleep(0.1)
        other.execute("COMMIT")
    async with asyncio.timeout(5):
        while (await here.pool()).reserved_bytes:
            await asyncio.sleep(0.02)
    assert await here.minidisks("LINUX01") == ["0100"]


async def test_a_request_that_was_broken_off_is_finished_by_its_repeat(here: World) -> None:
    """A write whose caller went away half-way is written again from the start."""
    content = bytes(range(256)) * 4096 * 30
    await here.upload("big", content)
    await here.make_guest("LINUX01")
    await here.create("LINUX01", pb.DiskSpec(image="big"))
    request = pb.WriteImageRequest(request_id="op1", user_id="LINUX01", device_number="0100", image="big")
    call = here.storage.WriteImage(request)
    await asyncio.sleep(0.02)
    call.cancel()
    async with asyncio.timeout(10):
        messages = [message async for message in here.storage.WriteImage(request)]
    assert messages[-1].disk.image == "big"
    assert await here.read("LINUX01", "0100", 0, len(content)) == content


async def test_progress_is_told_at_a_bounded_rate(here: World) -> None:
    """It grows, and has the whole size as its total."""
    path = here.import_folder / "image"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
        file.write(b"begin")
    messages = [m async for m in here.storage.ImportImage(pb.ImportImageRequest(name="big", path=str(path)))]
    told = [message.progress for message in messages[:-1]]
    assert told
    assert [one.done_bytes for one in told] == sorted(one.done_bytes for one in told)
    assert {one.total_bytes for one in told} == {3 * 1024**3}
    assert messages[-1].image.size_bytes == 3 * 1024**3


async def test_what_a_crashed_import_held_is_free_after_a_while(tmp_path: Path) -> None:
    """Its name and its image's use end with their leases, and are swept away at a start."""
    async with world(tmp_path) as here:
        await here.upload("used", b"content")
    database = Database(f"sqlite:///{tmp_path / 'state' / 'storage.sqlite'}", "storage")
    intent = Intent("half", "0123456789", "", "")
    async with database.writing() as session:
        await begin_import(session, intent, -1.0)
        await begin_use(session, "crashed", "used", -1.0)
    async with world(tmp_path) as here:
        async with asyncio.timeout(5):
            while await rows_of(database, images) != ["used"] or await rows_of(database, image_uses):
                await asyncio.sleep(0.01)
        await here.upload("half", b"content")
        await here.storage.DeleteImage(pb.DeleteImageRequest(name="used"))
    await database.close()


async def test_the_repeat_of_a_crashed_request_takes_over_what_it_held(tmp_path: Path) -> None:
    """The name of the image is held by the dead attempt's lease: for others until it ends, not for its own repeat."""
    async with world(tmp_path) as here:
        await here.upload("other", b"content")
    database = Database(f"sqlite:///{tmp_path / 'state' / 'storage.sqlite'}", "storage")
    async with database.writing() as session:
        await begin_import(session, Intent("half", "0123456789", "", "r-1"), 60.0)
    async with world(tmp_path) as here:
        error = await refusal(here.upload("half", b"content", request_id="r-2"))
        assert (error.status, error.reason) == (grpc.StatusCode.ALREADY_EXISTS, "IMAGE_EXISTS")
        image = await here.upload("half", b"content", request_id="r-1")
        assert (image.name, image.size_bytes) == ("half", 7)
        assert await rows_of(database, images) == ["half", "other"]
    await database.close()


async def test_an_import_that_is_alive_keeps_its_name_from_one_that_looked_before_it_began(tmp_path: Path) -> None:
    """Two replicas saw the name free: the slower one must not take away what the faster one holds."""
    async with world(tmp_path):
        database = Database(f"sqlite:///{tmp_path / 'state' / 'storage.sqlite'}", "storage")
        async with database.writing() as session:
            await begin_import(session, Intent("half", "faster", "", "r-1"), 60.0)
        for request_id in ("r-2", ""):
            with pytest.raises(IntegrityError):
                async with database.writing() as session:
                    await begin_import(session, Intent("half", "slower", "", request_id), 60.0)
        async with database.reading() as session:
            assert [row.file for row in await session.execute(select(images))] == ["faster"]
        await database.close()


async def rows_of(database: Database, table: Table) -> list[Any]:
    """The keys of a table."""
    async with database.reading() as session:
        return list((await session.execute(select(table.primary_key.columns[0]))).scalars())
