# SPDX-License-Identifier: Apache-2.0
"""Disks larger than their image. Scripts stand for the programs, folders for what the kernel shows of the disk."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import open_log
from zfleet_storage.grow_disks import DiskGrowth, GrowthTools
from zfleet_storage.local_disks import LocalAccess, Tools

SECTORS = 30_000
FIRST = 192  # two tracks of 12 blocks of 4096 bytes

# Each notes what it was given and what it reads, and does what FILE.does says.
PROGRAM = """#!/bin/sh
echo "{name} $*" >> "{folder}/log"
case "{name} $#" in "fdasd 1") cat | tr '\\n' ' ' >> "{folder}/log"; echo >> "{folder}/log";; esac
[ -e "{folder}/{name}.does" ] && . "{folder}/{name}.does"
exit 0
"""
CHCCWDEV = """#!/bin/sh
echo "chccwdev $1" >> "{folder}/log"
mkdir -p "{folder}/sys/$2/block/dasdb" && echo online > "{folder}/sys/$2/status"
echo ECKD > "{folder}/sys/$2/discipline"
"""
NAMES = ("fdasd", "parted", "blkid", "e2fsck", "resize2fs", "mount", "umount", "xfs_growfs", "pvresize")


@dataclass
class Linux:
    """A Linux with one linked disk, dasdb."""

    folder: Path
    access: LocalAccess
    tools: GrowthTools

    def growth(self, timeout: float = 5) -> DiskGrowth:
        """What is tested; `timeout`: seconds for each program."""
        return DiskGrowth(self.access, open_log("storage", stream=io.StringIO()), timeout, self.tools)

    def does(self, program: str, text: str) -> None:
        """What a program does besides: lines of shell."""
        (self.folder / f"{program}.does").write_text(text)

    def has(self, *partitions: tuple[int, int]) -> None:
        """The kernel sees these: start and size in sectors."""
        for number, (start, size) in enumerate(partitions, 1):
            path = self.folder / "blocks" / "dasdb" / f"dasdb{number}"
            path.mkdir()
            for name, value in (("partition", number), ("start", start), ("size", size)):
                (path / name).write_text(f"{value}\n")

    def ran(self) -> list[str]:
        """What was run, paths shortened, what brings the disk online and away left out."""
        lines = (self.folder / "log").read_text().replace(f"{self.folder}/dev/", "").splitlines()
        return [line for line in lines if not line.startswith(("vmcp", "cio_ignore", "chccwdev"))]


@pytest.fixture
def linux(tmp_path: Path) -> Linux:
    """One whose disk has SECTORS sectors and no partition yet."""
    for name in (*NAMES, "vmcp", "cio_ignore", "dasdfmt", "chccwdev"):
        path = tmp_path / name
        path.write_text((CHCCWDEV if name == "chccwdev" else PROGRAM).format(name=name, folder=tmp_path))
        path.chmod(0o755)
    (tmp_path / "blocks" / "dasdb").mkdir(parents=True)
    (tmp_path / "blocks" / "dasdb" / "size").write_text(f"{SECTORS}\n")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "dasdb").write_bytes(bytes(SECTORS * 512))
    commands = {name: str(tmp_path / name) for name in ("vmcp", "cio_ignore", "dasdfmt", "chccwdev")}
    log = open_log("storage", stream=io.StringIO())
    tools = Tools(**commands, sysfs=tmp_path / "sys", devices=tmp_path / "dev")
    growers = {name: str(tmp_path / name) for name in NAMES}
    grown = GrowthTools(**growers, blocks=tmp_path / "blocks", devices=tmp_path / "dev")
    return Linux(tmp_path, LocalAccess(range(0xE000, 0xE001), log, tools), grown)


async def test_one_partition_becomes_the_whole_disk_and_its_file_system_too(linux: Linux) -> None:
    """The disk is linked anew in between, and is away at the end."""
    linux.has((FIRST, 10_000))
    linux.does("blkid", "echo ext4")
    assert await linux.growth().grow("LINUX01", "0100")
    assert linux.ran() == [
        "fdasd -s -a dasdb",
        "blkid -p -o value -s TYPE dasdb1",
        "e2fsck -f -y dasdb1",
        "resize2fs dasdb1",
    ]
    lines = (linux.folder / "log").read_text().splitlines()
    links = [line for line in lines if line.startswith("vmcp")]
    assert links == ["vmcp link LINUX01 0100 E000 W", "vmcp detach E000"] * 2
    assert lines.index("vmcp detach E000") < lines.index(f"blkid -p -o value -s TYPE {linux.folder}/dev/dasdb1")


async def test_of_several_partitions_the_last_one_grows(linux: Linux) -> None:
    """The labels are written anew for the larger disk first; last is which lies last."""
    linux.has((FIRST, 5_000), (12_000, 4_000), (5_192, 5_000))
    linux.does("blkid", "echo ext3")
    assert await linux.growth().grow("LINUX01", "0100")
    assert linux.ran()[:4] == [
        "fdasd dasdb",
        "u y w ",
        "parted -s dasdb resizepart 2 100%",
        "blkid -p -o value -s TYPE dasdb2",
    ]


async def test_xfs_grows_while_it_is_mounted(linux: Linux) -> None:
    """And is unmounted also when it does not."""
    linux.has((FIRST, 10_000))
    linux.does("blkid", "echo xfs")
    assert await linux.growth().grow("LINUX01", "0100")
    mounted = linux.ran()[2]
    folder = mounted.split()[-1]
    assert mounted == f"mount -t xfs -o nouuid,nosuid,nodev,noexec dasdb1 {folder}"
    assert linux.ran()[3:] == [f"xfs_growfs {folder}", f"umount {folder}"]
    assert not Path(folder).exists()
    linux.does("xfs_growfs", "echo no; exit 1")
    with pytest.raises(ZfleetError, match="xfs_growfs: no"):
        await linux.growth().grow("LINUX01", "0100")
    assert linux.ran()[-1].startswith("umount")


async def test_a_physical_volume_grows_and_what_is_not_known_is_left(linux: Linux) -> None:
    """The partition has grown all the same: its owner can do the rest."""
    linux.has((FIRST, 10_000))
    linux.does("blkid", "echo LVM2_member")
    assert await linux.growth().grow("LINUX01", "0100")
    assert linux.ran()[-1] == "pvresize dasdb1"
    linux.does("blkid", "exit 2")
    assert await linux.growth().grow("LINUX01", "0100")
    assert linux.ran()[-1].startswith("blkid")


@pytest.mark.parametrize(
    "partitions", [(), ((8, 10_000),), ((FIRST, SECTORS - FIRST),), ((FIRST, 1_000), (2_000, SECTORS - 2_000))]
)
async def test_a_disk_without_room_or_with_another_layout_is_left_as_it_is(
    linux: Linux, partitions: tuple[tuple[int, int], ...]
) -> None:
    """No partition, one that does not begin behind the labels, or one that ends with the disk."""
    linux.has(*partitions)
    assert not await linux.growth().grow("LINUX01", "0100")
    assert linux.ran() == []


async def test_a_file_system_that_was_mended_is_good(linux: Linux) -> None:
    """e2fsck says so with 1 or 2; with 4 it could not."""
    linux.has((FIRST, 10_000))
    linux.does("blkid", "echo ext4")
    linux.does("e2fsck", "exit 2")
    assert await linux.growth().grow("LINUX01", "0100")
    linux.does("e2fsck", "echo damaged; exit 4")
    with pytest.raises(ZfleetError, match="e2fsck: damaged") as caught:
        await linux.growth().grow("LINUX01", "0100")
    assert caught.value.reason == "DISK_NOT_GROWN"
    assert linux.ran()[-1].startswith("e2fsck")


async def test_a_program_that_fails_is_missing_or_hangs_is_told(linux: Linux, tmp_path: Path) -> None:
    """The disk is detached in any case."""
    linux.has((FIRST, 10_000))
    linux.does("fdasd", "echo no label; exit 1")
    for change in ("", "exec sleep 60", "gone"):
        if change == "gone":
            (tmp_path / "fdasd").unlink()
        elif change:
            linux.does("fdasd", change)
        with pytest.raises(ZfleetError) as caught:
            await linux.growth(0.3 if change else 5).grow("LINUX01", "0100")
        assert caught.value.reason == "DISK_NOT_GROWN"
        assert "the image is on disk LINUX01/0100" in caught.value.message
        assert (linux.folder / "log").read_text().splitlines()[-1] == "vmcp detach E000"
