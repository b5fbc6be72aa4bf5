# SPDX-License-Identifier: Apache-2.0
"""WriteImage, ReadDisk, FormatDisk: real content on real (simulated) minidisks."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
import pytest

from tests.service.storage.world import CYLINDER, MEBIBYTE, PASSWORD, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_simulator.linux import LinuxError
from zfleet_storage.format import search_path

MKFS = shutil.which("mkfs.ext4", path=search_path())
E2FSCK = shutil.which("e2fsck", path=search_path())
needs_e2fsprogs = pytest.mark.skipif(not (MKFS and E2FSCK), reason="e2fsprogs is not installed")


async def guest_with_disk(here: World, size: int, number: str = "0100") -> None:
    """LINUX01 with one disk of at least so many bytes."""
    await here.make_guest("LINUX01")
    await here.create("LINUX01", pb.DiskSpec(size_bytes=size, device_number=number))


async def write(here: World, image: str, **more: str) -> list[pb.WriteImageResponse]:
    """All messages of writing an image to LINUX01's disk 0100."""
    request = pb.WriteImageRequest(user_id="LINUX01", device_number="0100", image=image, **more)
    return [message async for message in here.storage.WriteImage(request)]


async def format_disk(here: World, file_system: pb.FileSystem) -> list[pb.FormatDiskResponse]:
    """All messages of formatting LINUX01's disk 0100."""
    request = pb.FormatDiskRequest(user_id="LINUX01", device_number="0100", file_system=file_system)
    return [message async for message in here.storage.FormatDisk(request)]


@needs_e2fsprogs
async def test_a_real_file_system_comes_back_as_it_was(here: World) -> None:
    """256 MiB of ext4 with files in it: imported, written, read back byte for byte, and sound."""
    tree = here.folder / "tree"
    tree.mkdir()
    for at in range(8):
        (tree / f"file{at}").write_bytes(os.urandom(2 * MEBIBYTE))
    source = here.import_folder / "root.ext4"
    with source.open("wb") as file:
        file.truncate(256 * MEBIBYTE)
    subprocess.run([str(MKFS), "-q", "-F", "-d", str(tree), str(source)], check=True)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    request = pb.ImportImageRequest(name="root", path=str(source), sha256=digest)
    imported = [message async for message in here.storage.ImportImage(request)]
    assert imported[-1].image.sha256 == digest
    await guest_with_disk(here, 256 * MEBIBYTE)
    messages = await write(here, "root")
    assert messages[-1].disk.image == "root"
    back = here.folder / "back.ext4"
    back.write_bytes(await here.read("LINUX01", "0100", 0, 256 * MEBIBYTE))
    assert hashlib.sha256(back.read_bytes()).hexdigest() == digest
    subprocess.run([str(E2FSCK), "-f", "-n", str(back)], check=True, capture_output=True)
    (disk,) = await here.disks("LINUX01")
    assert (disk.image, disk.file_system) == ("root", pb.FILE_SYSTEM_UNSPECIFIED)


async def test_zeros_of_an_image_overwrite_what_was_there(here: World) -> None:
    """A hole in an image is zeros on the disk, not what a former owner has left."""
    await guest_with_disk(here, 8 * MEBIBYTE)
    await here.upload("full", b"\xff" * (4 * MEBIBYTE))
    sparse = b"begin" + bytes(3 * MEBIBYTE) + b"end"
    await here.upload("sparse", sparse)
    await write(here, "full")
    await write(here, "sparse")
    content = await here.read("LINUX01", "0100")
    assert content[: len(sparse)] == sparse
    assert content[len(sparse) : 4 * MEBIBYTE] == b"\xff" * (4 * MEBIBYTE - len(sparse))
    assert len(content) == 12 * CYLINDER


async def test_any_range_of_a_disk_can_be_read(here: World) -> None:
    """In messages of at most 1 MiB; beyond the end is refused."""
    await guest_with_disk(here, 4 * MEBIBYTE)
    content = os.urandom(3 * MEBIBYTE)
    await here.upload("random", content)
    await write(here, "random")
    assert await here.read("LINUX01", "0100", 12345, 2_000_001) == content[12345 : 12345 + 2_000_001]
    size = 6 * CYLINDER
    assert await here.read("LINUX01", "0100", size - 5) == bytes(5)
    assert await here.read("LINUX01", "0100", size) == b""
    request = pb.ReadDiskRequest(user_id="LINUX01", device_number="0100")
    assert max([len(answer.content) async for answer in here.storage.ReadDisk(request)]) == MEBIBYTE
    for offset, length, field in ((size + 1, 0, "offset"), (size - 5, 6, "length")):
        request = pb.ReadDiskRequest(user_id="LINUX01", device_number="0100", offset=offset, length=length)
        error = await refusal(here.storage.ReadDisk(request))
        assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, [field])


async def test_a_disk_that_is_too_small_is_refused(here: World) -> None:
    """Before it is touched."""
    await guest_with_disk(here, CYLINDER)
    await here.upload("big", os.urandom(CYLINDER + 1))
    error = await refusal(write(here, "big"))
    assert (error.status, error.reason, fields(error)) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "DISK_TOO_SMALL",
        ["image"],
    )
    assert await here.read("LINUX01", "0100") == bytes(CYLINDER)


async def test_a_running_guest_s_disk_is_not_touched(here: World) -> None:
    """Neither written nor formatted, nor read while it may write."""
    await guest_with_disk(here, MEBIBYTE)
    await here.upload("small", b"content")
    await here.start_guest("LINUX01")
    for call in (write(here, "small"), format_disk(here, pb.FILE_SYSTEM_EXT4)):
        error = await refusal(call)
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_RUNNING")
    error = await refusal(here.read("LINUX01", "0100"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DISK_IN_USE")


async def test_a_disk_that_somebody_else_has_is_not_touched(here: World) -> None:
    """CP refuses the link, and says who has it."""
    await guest_with_disk(here, MEBIBYTE)
    await here.upload("small", b"content")
    other = await here.linux.link("LINUX01", "0100", "R")
    error = await refusal(write(here, "small"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DISK_IN_USE")
    assert error.metadata["cp_message"].startswith("HCPLNK")
    assert await here.read("LINUX01", "0100") == bytes(2 * CYLINDER)
    await other.close()
    await write(here, "small")


async def test_what_is_not_there_is_not_found(here: World) -> None:
    """Guest, disk, image; and a V-DISK that exists only while its guest runs."""
    await here.upload("small", b"content")
    assert (await refusal(write(here, "small"))).reason == "GUEST_NOT_FOUND"
    await here.make_guest("LINUX01")
    assert (await refusal(write(here, "small"))).reason == "DISK_NOT_FOUND"
    await here.create("LINUX01", pb.DiskSpec(size_bytes=4096, virtual_disk=True))
    error = await refusal(write(here, "small"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "VIRTUAL_DISK")
    assert (await refusal(write(here, "missing"))).reason == "IMAGE_NOT_FOUND"


async def test_malformed_requests_name_every_field(here: World) -> None:
    """For each of the three methods."""
    for call, expected in (
        (here.storage.WriteImage(pb.WriteImageRequest(request_id="a b")),
         ["device_number", "image", "request_id", "user_id"]),
        (here.storage.FormatDisk(pb.FormatDiskRequest(user_id="A B", device_number="XYZ")),
         ["device_number", "file_system", "user_id"]),
        (here.storage.ReadDisk(pb.ReadDiskRequest(offset=2**63, length=2**63)),
         ["device_number", "length", "offset", "user_id"]),
    ):  # fmt: skip
        error = await refusal(call)
        assert (error.status, sorted(fields(error))) == (grpc.StatusCode.INVALID_ARGUMENT, expected)


async def test_the_same_write_is_done_once(here: World) -> None:
    """Its repeat is answered with the disk, and does not write over what came later."""
    await guest_with_disk(here, MEBIBYTE)
    await here.upload("one", b"1" * 1000)
    await here.upload("two", b"2" * 1000)
    first = await write(here, "one", request_id="op1")
    await write(here, "two")
    assert await write(here, "one", request_id="op1") == first[-1:]
    assert await here.read("LINUX01", "0100", 0, 1000) == b"2" * 1000
    assert (await refusal(write(here, "two", request_id="op1"))).reason == "REQUEST_ID_REUSED"


async def test_a_cancelled_write_gives_the_disk_back(tmp_path: Path) -> None:
    """The link is gone, the image can be deleted, and other work can begin."""
    async with world(tmp_path, transfers=1) as here:
        await guest_with_disk(here, 200 * MEBIBYTE)
        path = here.import_folder / "big"
        with path.open("wb") as file:
            for _ in range(50):
                file.write(os.urandom(MEBIBYTE) * 4)
        request = pb.ImportImageRequest(name="big", path=str(path))
        assert [message async for message in here.storage.ImportImage(request)][-1].HasField("image")
        call = here.storage.WriteImage(pb.WriteImageRequest(user_id="LINUX01", device_number="0100", image="big"))
        async with asyncio.timeout(10):
            while not await is_linked(here):
                await asyncio.sleep(0.005)
        error = await refusal(here.storage.DeleteImage(pb.DeleteImageRequest(name="big")))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "IMAGE_IN_USE")
        call.cancel()
        async with asyncio.timeout(10):
            while await is_linked(here):
                await asyncio.sleep(0.005)
            while True:
                try:
                    await here.storage.DeleteImage(pb.DeleteImageRequest(name="big"))
                    break
                except grpc.RpcError:
                    await asyncio.sleep(0.01)
        await here.upload("small", b"content")
        await write(here, "small")
        (disk,) = await here.disks("LINUX01")
        assert disk.image == "small"


async def is_linked(here: World) -> bool:
    """Whether somebody has LINUX01's disk so that nobody else can."""
    try:
        link = await here.linux.link("LINUX01", "0100", "R")
    except LinuxError:
        return True
    await link.close()
    return False


@needs_e2fsprogs
@pytest.mark.parametrize("file_system", [pb.FILE_SYSTEM_EXT2, pb.FILE_SYSTEM_EXT3, pb.FILE_SYSTEM_EXT4])
async def test_a_formatted_disk_has_a_sound_file_system(here: World, file_system: pb.FileSystem) -> None:
    """Even over the garbage that was there before: the tool's own checker finds nothing wrong."""
    await guest_with_disk(here, 24 * MEBIBYTE)
    await here.upload("garbage", os.urandom(24 * MEBIBYTE))
    await write(here, "garbage")
    messages = await format_disk(here, file_system)
    assert messages[-1].disk.file_system == file_system
    (disk,) = await here.disks("LINUX01")
    assert (disk.file_system, disk.image) == (file_system, "")
    back = here.folder / "back"
    back.write_bytes(await here.read("LINUX01", "0100"))
    subprocess.run([str(E2FSCK), "-f", "-n", str(back)], check=True, capture_output=True)


async def test_a_swap_area_has_its_signature(here: World) -> None:
    """Where the kernel looks for it."""
    if shutil.which("mkswap", path=search_path()) is None:
        pytest.skip("mkswap is not installed")
    await guest_with_disk(here, 8 * MEBIBYTE)
    assert (await format_disk(here, pb.FILE_SYSTEM_SWAP))[-1].disk.file_system == pb.FILE_SYSTEM_SWAP
    assert (await here.read("LINUX01", "0100", 4086, 10)) == b"SWAPSPACE2"


async def test_a_missing_tool_is_named(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the operator knows what to install."""
    await guest_with_disk(here, 400 * MEBIBYTE)
    monkeypatch.setenv("PATH", str(here.folder))
    if shutil.which("mkfs.xfs", path=search_path()) is not None:
        pytest.skip("mkfs.xfs is installed")
    error = await refusal(format_disk(here, pb.FILE_SYSTEM_XFS))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "FORMAT_TOOL_MISSING")
    assert error.metadata["tool"] == "mkfs.xfs"


async def test_the_linux_away_is_unavailable(tmp_path: Path) -> None:
    """The disk is then not touched, and the image free."""
    async with world(tmp_path, linux_access="simulator://127.0.0.1:1") as here:
        await guest_with_disk(here, MEBIBYTE)
        await here.upload("small", b"content")
        error = await refusal(write(here, "small"))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "DISK_ACCESS_UNAVAILABLE")
        await here.storage.DeleteImage(pb.DeleteImageRequest(name="small"))


async def test_a_linux_that_goes_away_in_the_middle_is_unavailable(tmp_path: Path) -> None:
    """The caller may try again: nothing is held by the broken write, and the disk is on record without the image."""
    host = SimulatedHost(HostConfig(users={"MAINT": PASSWORD}))
    breaking = Breaking()
    async with host, breaking.proxy(host) as port, world(tmp_path, on=host, linux_access=f"simulator://{port}") as here:
        await guest_with_disk(here, 24 * MEBIBYTE)
        content = os.urandom(20 * MEBIBYTE)
        await here.upload("image", content)
        breaking.after = 5 * MEBIBYTE
        error = await refusal(write(here, "image"))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "DISK_ACCESS_LOST")
        (disk,) = await here.disks("LINUX01")
        assert disk.image == ""
        breaking.after = 0
        await write(here, "image")
        assert await here.read("LINUX01", "0100", 0, len(content)) == content
        await here.storage.DeleteImage(pb.DeleteImageRequest(name="image"))


class Breaking:
    """A way to the host's Linux port that breaks `after` so many bytes; 0 never breaks."""

    after = 0

    @asynccontextmanager
    async def proxy(self, host: SimulatedHost) -> AsyncIterator[str]:
        """Its HOST:PORT."""
        there = await host.listen_linux()
        server = await asyncio.start_server(lambda r, w: self._between(r, w, there), "127.0.0.1", 0)
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        server.close()

    async def _between(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: tuple[str, int]
    ) -> None:
        to_read, to_write = await asyncio.open_connection(*there)
        left = self.after or None

        async def forward(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            nonlocal left
            while data := await source.read(1 << 16):
                if left is not None:
                    left -= len(data)
                    if left < 0:
                        break
                target.write(data)
                await target.drain()

        ways = [asyncio.create_task(forward(reader, to_write)), asyncio.create_task(forward(to_read, writer))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        writer.close()
        to_write.close()
