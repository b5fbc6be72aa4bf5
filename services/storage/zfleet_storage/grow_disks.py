# SPDX-License-Identifier: Apache-2.0
"""Grows what an image brought to the end of a larger disk: the last partition, and the file system on it.

Only for ECKD disks in Linux's compatible layout: others have no labels that tell of partitions. Done with the programs
of this Linux on z/VM, each given a list of arguments. The disk is linked anew when its partitions have changed, so that
the kernel sees them.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from zfleet_runtime.errors import internal
from zfleet_runtime.log import Log
from zfleet_storage.ckd_tracks import LABEL_TRACKS_BYTES
from zfleet_storage.disk_access import ALONE, DiskAccess, linked
from zfleet_storage.local_disks import CommandFailed, run
from zfleet_storage.threads import in_thread
from zfleet_storage.together import to_the_end

SECTOR = 512  # what the kernel counts partitions in
FIRST_SECTOR = LABEL_TRACKS_BYTES // SECTOR  # the two tracks before it hold the labels
E2FSCK_MENDED = 2  # e2fsck: 1 mended, 2 mended and to be mounted anew, from 4 on not mended
NOTHING_FOUND = 2  # blkid: there is nothing that it knows
SAME_PARTITIONS = b"u\ny\nw\n"  # fdasd: write the labels anew with the partitions that there are
LONGEST_TOLD = 300


@dataclass(frozen=True, slots=True)
class GrowthTools:
    """The programs; `blocks` and `devices` are where the kernel shows block devices."""

    fdasd: str = "fdasd"
    parted: str = "parted"
    blkid: str = "blkid"
    e2fsck: str = "e2fsck"
    resize2fs: str = "resize2fs"
    mount: str = "mount"
    umount: str = "umount"
    xfs_growfs: str = "xfs_growfs"
    pvresize: str = "pvresize"
    blocks: Path = Path("/sys/class/block")
    devices: Path = Path("/dev")


@dataclass(frozen=True, slots=True)
class Partition:
    """One that the kernel sees; start and size in sectors."""

    number: int
    start: int
    size: int


class DiskGrowth:
    """Grows disks that are linked by `access`, which must make block devices of them."""

    def __init__(self, access: DiskAccess, log: Log, timeout: float, tools: GrowthTools | None = None) -> None:
        """`timeout`: seconds that a program may run."""
        self._access = access
        self._log = log
        self._timeout = timeout
        self._tools = tools or GrowthTools()

    async def grow(self, user_id: str, device_number: str) -> bool:
        """Whether there was something to grow. INTERNAL (DISK_NOT_GROWN) when a program fails; errors of the link."""
        try:
            async with linked(self._access, user_id, device_number, ALONE) as disk:
                if disk.device is None or not await self._grow_partition(disk.device):
                    return False
            async with linked(self._access, user_id, device_number, ALONE) as disk:
                if disk.device is not None:
                    await self._grow_content(disk.device)
            return True
        except TimeoutError as error:
            text = f"the image is on disk {user_id}/{device_number}, but growing it took more than {self._timeout:g} s"
            raise internal("DISK_NOT_GROWN", text) from error
        except (CommandFailed, OSError) as error:
            text = f"the image is on disk {user_id}/{device_number}, but its last partition was not grown: {error}"
            raise internal("DISK_NOT_GROWN", " ".join(text.split())[:LONGEST_TOLD]) from error

    async def _grow_partition(self, device: Path) -> bool:
        size, found = await in_thread(partitions_of, self._tools.blocks / device.name)
        if not found or found[0].start != FIRST_SECTOR or found[-1].start + found[-1].size >= size:
            return False
        if len(found) == 1:
            await self._run(self._tools.fdasd, "-s", "-a", str(device))
        else:
            await self._run(self._tools.fdasd, str(device), told=SAME_PARTITIONS)
            await self._run(self._tools.parted, "-s", str(device), "resizepart", str(found[-1].number), "100%")
        return True

    async def _grow_content(self, device: Path) -> None:
        _, found = await in_thread(partitions_of, self._tools.blocks / device.name)
        if not found:
            raise OSError(f"{device.name} has no partition any more")
        last = str(self._tools.devices / f"{device.name}{found[-1].number}")
        kind = await self._kind(last)
        if kind in ("ext2", "ext3", "ext4"):
            await self._allowing(E2FSCK_MENDED, self._tools.e2fsck, "-f", "-y", last)
            await self._run(self._tools.resize2fs, last)
        elif kind == "xfs":
            await self._grow_mounted(last)
        elif kind == "LVM2_member":
            await self._run(self._tools.pvresize, last)
        else:
            self._log.info("last partition grown, but not what is on it", kind=kind or "unknown")

    async def _kind(self, device: str) -> str:
        said = await self._allowing(NOTHING_FOUND, self._tools.blkid, "-p", "-o", "value", "-s", "TYPE", device)
        return said.strip()

    async def _run(self, *command: str, told: bytes | None = None) -> str:
        async with asyncio.timeout(self._timeout):
            return await run(command, told)

    async def _allowing(self, most: int, *command: str) -> str:
        """What a command says that may end with up to `most`."""
        try:
            return await self._run(*command)
        except CommandFailed as error:
            if error.code > most:
                raise
            return error.output

    async def _grow_mounted(self, device: str) -> None:
        """XFS grows only while it is mounted; without its UUID, which another disk of that image has too."""
        folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="zfleet-grow-")
        try:
            await self._run(self._tools.mount, "-t", "xfs", "-o", "nouuid,nosuid,nodev,noexec", device, folder)
            try:
                await self._run(self._tools.xfs_growfs, folder)
            finally:
                await to_the_end(run((self._tools.umount, folder)), f"unmount {device}")
        finally:
            await in_thread(Path(folder).rmdir)


def partitions_of(block: Path) -> tuple[int, list[Partition]]:
    """Size of a block device in sectors, and its partitions in the order of their places. OSError."""
    found = [
        Partition(_number(path / "partition"), _number(path / "start"), _number(path / "size"))
        for path in block.iterdir()
        if (path / "partition").exists()
    ]
    return _number(block / "size"), sorted(found, key=lambda partition: partition.start)


def _number(path: Path) -> int:
    try:
        return int(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise OSError(f"{path} has no number") from error
