# SPDX-License-Identifier: Apache-2.0
"""Disks linked to a Linux on z/VM. Scripts stand for its commands, a file for the block device; the kernel is real."""

from __future__ import annotations

import asyncio
import io
import os
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest

from tests.service.storage.disk_images import labelled_disk
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import open_log
from zfleet_storage.disk_access import Layout, linked
from zfleet_storage.local_disks import LocalAccess, Tools
from zfleet_storage.transfer import Progress, read_chunks, write_file

SIZE = 3 * 1024 * 1024

# CP's part: E000 is another device of ours, E001 up are free; BUSY's disk is in use, GONE is nobody.
VMCP = """#!/bin/sh
echo "vmcp $*" >> "{log}"
case "$1 $2 $4" in
    "link BUSY "*) echo "HCPLNK105E BUSY 0100 not linked; R/W by OTHER"; echo "Error: non-zero CP response"; exit 1;;
    "link GONE "*) echo "HCPLNK053E GONE not in CP directory"; exit 1;;
    "link SLOW "*) sleep 0.3;;
    "link "*" E000") echo "HCPLNK092E DASD E000 already defined"; exit 1;;
esac
"""
CHCCWDEV = """#!/bin/sh
echo "chccwdev $*" >> "{log}"
[ "$2" = 0.0.e003 ] && [ "$1" = -e ] && {{ echo "Failed (device offline)"; exit 1; }}
mkdir -p "{sysfs}/$2/block/dasdb" && cat "{folder}/status" > "{sysfs}/$2/status"
cp "{folder}/discipline" "{sysfs}/$2/discipline"
"""
OTHER = """#!/bin/sh
echo "{name} $*" >> "{log}"
"""


@dataclass
class Linux:
    """The commands' folder and what was run."""

    folder: Path
    tools: Tools

    def access(self, first: int, last: int) -> LocalAccess:
        """An access that may use these device numbers."""
        log = open_log("storage", stream=io.StringIO())
        return LocalAccess(range(first, last + 1), log, self.tools)

    @property
    def device(self) -> Path:
        """The block device."""
        return self.folder / "dev" / "dasdb"

    def ran(self) -> list[str]:
        """The commands, in order."""
        return (self.folder / "log").read_text().splitlines()


@pytest.fixture
def linux(tmp_path: Path) -> Linux:
    """A Linux with one disk that comes online as dasdb."""
    facts = {"log": tmp_path / "log", "sysfs": tmp_path / "sys", "folder": tmp_path}
    scripts = {"vmcp": VMCP, "chccwdev": CHCCWDEV, "cio_ignore": OTHER, "dasdfmt": OTHER}
    for name, text in scripts.items():
        path = tmp_path / name
        path.write_text(text.format(name=name, **facts))
        path.chmod(0o755)
    (tmp_path / "status").write_text("online\n")
    (tmp_path / "discipline").write_text("ECKD\n")
    (tmp_path / "dev").mkdir()
    with (tmp_path / "dev" / "dasdb").open("wb") as file:
        file.truncate(SIZE)
    commands = {name: str(tmp_path / name) for name in scripts}
    return Linux(tmp_path, Tools(**commands, sysfs=tmp_path / "sys", devices=tmp_path / "dev"))


async def test_a_disk_is_linked_brought_online_and_taken_away_again(linux: Linux) -> None:
    """In this order, under a number that is free; and the number can be used again."""
    access = linux.access(0xE000, 0xE001)
    for _ in range(2):
        async with linked(access, "LINUX01", "0100", "W") as disk:
            assert (disk.size, disk.device) == (SIZE, linux.device)
    assert linux.ran()[:7] == [
        "vmcp link LINUX01 0100 E000 W",
        "vmcp link LINUX01 0100 E001 W",
        "cio_ignore -r 0.0.e001",
        "chccwdev -e 0.0.e001",
        "chccwdev -d 0.0.e001",
        "vmcp detach E001",
        "vmcp link LINUX01 0100 E000 W",
    ]


async def test_content_goes_to_the_device_and_back(linux: Linux, tmp_path: Path) -> None:
    """Data, zeros over what was there, and any range."""
    linux.device.write_bytes(b"\xff" * SIZE)
    source = tmp_path / "image"
    with source.open("wb") as file:
        file.write(b"begin")
        file.truncate(2_500_000)
    descriptor = os.open(source, os.O_RDONLY)
    progress = Progress()
    async with linked(linux.access(0xE001, 0xE001), "LINUX01", "0100", "W") as disk:
        await write_file(descriptor, 2_500_000, disk, progress)
        back = b"".join([data async for data in read_chunks(disk, 0, SIZE)])
    os.close(descriptor)
    assert back == b"begin" + bytes(2_500_000 - 5) + b"\xff" * (SIZE - 2_500_000)
    assert linux.device.read_bytes() == back
    assert (progress.done, progress.total) == (2_500_000, 2_500_000)


async def test_a_disk_without_blocks_is_formatted_before_it_is_written(linux: Linux) -> None:
    """A new ECKD minidisk has none; for reading it is left as it is."""
    (linux.folder / "status").write_text("unformatted\n")
    access = linux.access(0xE001, 0xE001)
    async with linked(access, "LINUX01", "0100", "R"):
        pass
    assert not any(line.startswith("dasdfmt") for line in linux.ran())
    async with linked(access, "LINUX01", "0100", "W"):
        pass
    assert f"dasdfmt -y -b 4096 -d ldl {linux.device}" in linux.ran()


@pytest.mark.parametrize(
    ("discipline", "there", "wanted", "formats"),
    [
        ("ECKD", Layout.PLAIN, Layout.PLAIN, False),
        ("ECKD", Layout.PLAIN, Layout.LABELLED, True),
        ("ECKD", Layout.LABELLED, Layout.PLAIN, True),
        ("ECKD", Layout.LABELLED, Layout.LABELLED, False),
        ("ECKD", Layout.PLAIN, None, False),
        ("FBA", Layout.PLAIN, Layout.LABELLED, False),
    ],
)
async def test_a_disk_gets_the_layout_that_its_image_was_made_in(
    linux: Linux, discipline: str, there: Layout, wanted: Layout | None, formats: bool
) -> None:
    """Else its labels would be no labels, or its first blocks cut short; without a layout it is left as it is."""
    linux.device.write_bytes(labelled_disk() if there is Layout.LABELLED else bytes(SIZE))
    (linux.folder / "discipline").write_text(f"{discipline}\n")
    async with linked(linux.access(0xE001, 0xE001), "LINUX01", "0100", "W", wanted):
        pass
    formatted = [line for line in linux.ran() if line.startswith("dasdfmt")]
    assert formatted == ([f"dasdfmt -y -b 4096 -d {wanted.value} {linux.device}"] if formats and wanted else [])


async def test_a_new_disk_is_formatted_in_the_layout_of_its_image(linux: Linux) -> None:
    """At once, not first in another one."""
    (linux.folder / "status").write_text("unformatted\n")
    async with linked(linux.access(0xE001, 0xE001), "LINUX01", "0100", "W", Layout.LABELLED):
        pass
    assert [line for line in linux.ran() if line.startswith("dasdfmt")] == [f"dasdfmt -y -b 4096 -d cdl {linux.device}"]


@pytest.mark.parametrize(
    ("user_id", "status", "reason"),
    [
        ("BUSY", grpc.StatusCode.FAILED_PRECONDITION, "DISK_IN_USE"),
        ("GONE", grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
    ],
)
async def test_cp_s_refusal_is_told_and_costs_no_number(
    linux: Linux, user_id: str, status: grpc.StatusCode, reason: str
) -> None:
    """With CP's own words, without vmcp's."""
    access = linux.access(0xE001, 0xE001)
    with pytest.raises(ZfleetError) as caught:
        await access.link(user_id, "0100", "W")
    assert (caught.value.status, caught.value.reason) == (status, reason)
    assert caught.value.metadata["cp_message"].startswith("HCPLNK")
    assert "non-zero" not in caught.value.message
    async with linked(access, "LINUX01", "0100", "W"):
        pass


async def test_a_disk_that_does_not_come_online_is_detached_again(linux: Linux) -> None:
    """Nothing stays linked."""
    with pytest.raises(ZfleetError) as caught:
        await linux.access(0xE003, 0xE003).link("LINUX01", "0100", "W")
    assert caught.value.reason == "DISK_NOT_ONLINE"
    assert linux.ran()[-1] == "vmcp detach E003"


async def test_a_link_that_nobody_waits_for_any_more_is_detached(linux: Linux) -> None:
    """The caller is cancelled while CP makes it."""
    linking = asyncio.create_task(linux.access(0xE001, 0xE001).link("SLOW", "0100", "W"))
    while not (linux.folder / "log").exists():
        await asyncio.sleep(0.01)
    linking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await linking
    assert linux.ran()[-2:] == ["chccwdev -d 0.0.e001", "vmcp detach E001"]


async def test_each_number_is_used_by_one_disk_at_a_time(linux: Linux) -> None:
    """Two disks at once have two numbers; a third finds none."""
    access = linux.access(0xE001, 0xE002)
    first, second = await asyncio.gather(access.link("LINUX01", "0100", "W"), access.link("LINUX02", "0100", "W"))
    with pytest.raises(ZfleetError) as caught:
        await access.link("LINUX03", "0100", "W")
    assert caught.value.status is grpc.StatusCode.RESOURCE_EXHAUSTED
    await first.close()
    third = await access.link("LINUX03", "0100", "W")
    await second.close()
    await third.close()


async def test_a_linux_that_is_not_on_z_vm_says_so(linux: Linux) -> None:
    """There is no vmcp."""
    log = open_log("storage", stream=io.StringIO())
    access = LocalAccess(range(0xE001, 0xE002), log, Tools(vmcp=str(linux.folder / "nothing")))
    with pytest.raises(ZfleetError) as caught:
        await access.link("LINUX01", "0100", "W")
    assert caught.value.reason == "VMCP_MISSING"
