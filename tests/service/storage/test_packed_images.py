# SPDX-License-Identifier: Apache-2.0
"""Images with Feilong's header: recognised, unpacked on the way to a disk, made of disks, and exported again."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.storage.disk_images import image_of, labelled_disk
from tests.service.storage.ssh_host import HOST, REMOTE, ssh_host
from tests.service.storage.test_contents import Breaking
from tests.service.storage.world import CYLINDER, MEBIBYTE, PASSWORD, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_simulator.host import HostConfig, SimulatedHost
from zfleet_storage.sizes import DiskKind

ECKD_DISK = labelled_disk(2)
FBA_DISK = os.urandom(300_000).ljust(512 * 2048, b"\0")
HEADER = b"xCAT %s Image:%16s HLen: 0055 GZIP: %d" + b" " * 457
DISKS = ("MDISK 0100 3390 AUTOG 3 POOL1 MR", "MDISK 0200 9336 AUTOG 4096 POOL2 MR")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """A service with an export folder and a guest LINUX01 with an ECKD and an FBA disk."""
    (tmp_path / "export").mkdir()
    async with world(tmp_path, export_folders=(tmp_path / "export",)) as started:
        await started.make_guest("LINUX01", *DISKS)
        yield started


async def write(here: World, image: str, number: str = "0100") -> list[pb.WriteImageResponse]:
    """WriteImage."""
    request = pb.WriteImageRequest(user_id="LINUX01", device_number=number, image=image)
    return [message async for message in here.storage.WriteImage(request)]


async def capture(here: World, name: str, number: str = "0100", **more: Any) -> list[pb.CaptureImageResponse]:
    """CaptureImage."""
    request = pb.CaptureImageRequest(user_id="LINUX01", device_number=number, name=name, **more)
    return [message async for message in here.storage.CaptureImage(request)]


async def export(here: World, name: str, url: str, **more: Any) -> list[pb.ExportImageResponse]:
    """ExportImage."""
    return [answer async for answer in here.storage.ExportImage(pb.ExportImageRequest(name=name, url=url, **more))]


def image_files(here: World) -> list[str]:
    """What lies in the image folder."""
    return sorted(os.listdir(here.folder / "state" / "images"))


async def test_an_eckd_image_is_written_as_the_disk_that_it_was_made_of(here: World) -> None:
    """It keeps its size in cylinders and its bytes as they came; what is behind it on the disk stays."""
    content = image_of(ECKD_DISK, DiskKind.ECKD)
    image = await here.upload("rhel9", content)
    assert (image.disk_size, image.size_unit, image.packing) == (2, pb.SIZE_UNIT_CYLINDERS, pb.IMAGE_PACKING_CKD_GZIP)
    assert (image.size_bytes, image.disk_size_bytes) == (len(content), len(ECKD_DISK))
    assert image.md5 == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert Path(image.path).read_bytes() == content
    messages = await write(here, "rhel9")
    assert messages[-2].progress == pb.Progress(done_bytes=len(ECKD_DISK), total_bytes=len(ECKD_DISK))
    assert await here.read("LINUX01", "0100", 0, len(ECKD_DISK)) == ECKD_DISK
    used = (await here.storage.GetImage(pb.GetImageRequest(name="rhel9"))).image.last_use_time
    assert used.seconds >= image.import_time.seconds


async def test_an_fba_image_is_written_to_an_fba_disk_only(here: World) -> None:
    """And an ECKD one to an ECKD one."""
    await here.upload("fba", image_of(FBA_DISK, DiskKind.FBA))
    await here.upload("eckd", image_of(ECKD_DISK, DiskKind.ECKD, 0))
    await write(here, "fba", "0200")
    assert await here.read("LINUX01", "0200", 0, len(FBA_DISK)) == FBA_DISK
    for image, number in (("fba", "0100"), ("eckd", "0200")):
        error = await refusal(write(here, image, number))
        assert (error.reason, fields(error)) == ("IMAGE_TYPE_MISMATCH", ["image"])


async def test_a_disk_must_hold_the_unpacked_image(here: World) -> None:
    """However small it is packed; a plan knows it as well, and the pool's kind."""
    packed = image_of(bytes(4 * CYLINDER), DiskKind.ECKD)
    assert len(packed) < CYLINDER
    await here.upload("large", packed)
    error = await refusal(write(here, "large"))
    assert (error.reason, fields(error)) == ("DISK_TOO_SMALL", ["image"])
    plan = await here.plan("op1", "NEW1", pb.DiskSpec(image="large"))
    assert plan.disks[0].size == 4
    error = await refusal(
        here.plan("op2", "NEW2", pb.DiskSpec(image="large", size=3), pb.DiskSpec(image="large", pool="POOL2"))
    )
    assert fields(error) == ["disks[0].size", "disks[1].image"]


async def test_a_raw_image_counts_in_whole_cylinders(here: World) -> None:
    """Rounded up; one for SCSI disks in blocks, and no minidisk takes it."""
    image = await here.upload("raw", bytes(CYLINDER) + b"x")
    assert (image.disk_size, image.size_unit, image.packing) == (2, pb.SIZE_UNIT_CYLINDERS, pb.IMAGE_PACKING_RAW)
    image = await here.upload("scsi", bytes(1024) + b"x", disk_type=pb.IMAGE_DISK_TYPE_SCSI)
    assert (image.disk_size, image.size_unit, image.disk_type) == (3, pb.SIZE_UNIT_BLOCKS, pb.IMAGE_DISK_TYPE_SCSI)
    error = await refusal(write(here, "scsi"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "IMAGE_FOR_SCSI")
    assert fields(await refusal(here.plan("op1", "NEW1", pb.DiskSpec(image="scsi")))) == ["disks[0].image"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (image_of(ECKD_DISK, DiskKind.ECKD)[:-100], "IMAGE_DAMAGED"),
        (image_of(ECKD_DISK, DiskKind.ECKD, 0)[:-100], "IMAGE_DAMAGED"),
        (image_of(FBA_DISK, DiskKind.FBA, 0) + b"more", "IMAGE_DAMAGED"),
        (HEADER % (b"CKD Disk", b"junk", 6), "IMAGE_DAMAGED"),
        (HEADER % (b"FBA Disk", b"1 BLK", 6) + gzip.compress(bytes(1 << 20)), "IMAGE_DAMAGED"),
        (HEADER % (b"FBA Part", b"1 BLK", 0) + bytes(512), "IMAGE_FORMAT_UNSUPPORTED"),
        (HEADER % (b"FCP Disk", b"1 BLK", 0) + bytes(512), "IMAGE_FORMAT_UNSUPPORTED"),
        (HEADER % (b"CKD Disk", b"1 CYL", 0) + b"\x01\x01\x08\x01\x00\x50" + bytes(88), "IMAGE_FORMAT_UNSUPPORTED"),
    ],
)  # fmt: skip
async def test_what_cannot_be_written_to_a_disk_is_refused_as_it_comes_in(
    here: World, content: bytes, reason: str
) -> None:
    """By upload and by import, with nothing left; its name is free."""
    path = here.import_folder / "image"
    path.write_bytes(content)
    request = pb.ImportImageRequest(name="bad", path=str(path))
    for call in (lambda: here.upload("bad", content), lambda: here.storage.ImportImage(request)):
        error = await refusal(call())
        assert (error.status, error.reason, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, reason, ["content"])
    assert image_files(here) == []


async def test_an_image_whose_unpacked_disk_is_larger_than_is_taken_is_refused(tmp_path: Path) -> None:
    """However small its file is."""
    async with world(tmp_path, max_image_bytes=3 * CYLINDER) as here:
        await here.upload("small", image_of(bytes(3 * CYLINDER), DiskKind.ECKD))
        error = await refusal(here.upload("large", image_of(bytes(4 * CYLINDER), DiskKind.ECKD)))
        assert error.reason == "IMAGE_FORMAT_UNSUPPORTED"


@pytest.mark.parametrize("level", [0, 6, 9])
async def test_a_captured_disk_can_be_deployed_again(here: World, level: int) -> None:
    """Labels and all, in its own unit, whichever number it had; the image says that it is of a DASD."""
    await here.upload("first", image_of(ECKD_DISK.ljust(3 * CYLINDER, b"\0"), DiskKind.ECKD))
    await write(here, "first")
    messages = await capture(here, "second", os_version="rhel9.2", compress_level=level)
    image = messages[-1].image
    assert messages[-2].progress == pb.Progress(done_bytes=3 * CYLINDER, total_bytes=3 * CYLINDER)
    assert (image.disk_size, image.size_unit, image.os_version) == (3, pb.SIZE_UNIT_CYLINDERS, "rhel9.2")
    packing = pb.IMAGE_PACKING_CKD if level == 0 else pb.IMAGE_PACKING_CKD_GZIP
    assert (image.packing, image.disk_type) == (packing, pb.IMAGE_DISK_TYPE_DASD)
    assert Path(image.path).read_bytes().startswith(b"xCAT CKD Disk Image:           3 CYL HLen: 0055 GZIP: %d" % level)
    await here.make_guest("LINUX02", "MDISK 0ABC 3390 AUTOG 3 POOL1 MR")
    request = pb.WriteImageRequest(user_id="LINUX02", device_number="0ABC", image="second")
    assert [one async for one in here.storage.WriteImage(request)]
    assert await here.read("LINUX02", "0ABC", 0, len(ECKD_DISK)) == ECKD_DISK


async def test_a_captured_fba_disk_keeps_its_blocks(here: World) -> None:
    """And a disk that nobody ever wrote to is one of zeros."""
    await here.upload("fba", FBA_DISK)
    await write(here, "fba", "0200")
    image = (await capture(here, "copy", "0200"))[-1].image
    assert (image.disk_size, image.size_unit, image.packing) == (4096, pb.SIZE_UNIT_BLOCKS, pb.IMAGE_PACKING_FBA_GZIP)
    await write(here, "copy", "0200")
    assert await here.read("LINUX01", "0200", 0, len(FBA_DISK)) == FBA_DISK
    assert (await capture(here, "empty"))[-1].image.disk_size == 3


async def test_a_capture_is_made_once_for_a_request_id(here: World) -> None:
    """Its repeat gets the same image; a taken name is refused."""
    first = await capture(here, "copy", request_id="op1")
    assert await capture(here, "copy", request_id="op1") == first[-1:]
    error = await refusal(capture(here, "copy"))
    assert (error.status, error.resource) == (grpc.StatusCode.ALREADY_EXISTS, ("image", "copy"))
    assert len(image_files(here)) == 1


async def test_what_cannot_be_captured_leaves_no_image(here: World) -> None:
    """A running guest's disk, one in CP's memory, one that is not there; malformed requests name every field."""
    await here.make_guest("LINUX02", "MDISK 0300 FB-512 V-DISK 2048 MR")
    for user_id, number, status, reason in (
        ("LINUX02", "0300", grpc.StatusCode.FAILED_PRECONDITION, "VIRTUAL_DISK"),
        ("LINUX01", "0ABC", grpc.StatusCode.NOT_FOUND, "DISK_NOT_FOUND"),
        ("NOBODY", "0100", grpc.StatusCode.NOT_FOUND, "GUEST_NOT_FOUND"),
    ):
        request = pb.CaptureImageRequest(user_id=user_id, device_number=number, name="copy")
        error = await refusal(here.storage.CaptureImage(request))
        assert (error.status, error.reason) == (status, reason)
    await here.start_guest("LINUX01")
    error = await refusal(capture(here, "copy"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "GUEST_RUNNING")
    error = await refusal(
        here.storage.CaptureImage(pb.CaptureImageRequest(device_number="xyz", name="..", compress_level=10))
    )
    assert sorted(fields(error)) == ["compress_level", "device_number", "name", "user_id"]
    assert image_files(here) == []


async def test_an_exported_image_is_the_file_that_came_in(here: World) -> None:
    """With its header; a file of that name is replaced as a whole, and its folder must be there."""
    content = image_of(FBA_DISK, DiskKind.FBA)
    await here.upload("rhel9", content, os_version="rhel9.2")
    target = here.folder / "export" / "rhel9.img"
    target.write_bytes(b"an older one")
    messages = await export(here, "rhel9", f"file://{target}")
    assert messages[-1].image.os_version == "rhel9.2"
    assert messages[-2].progress.done_bytes == len(content)
    assert target.read_bytes() == content
    assert os.listdir(target.parent) == ["rhel9.img"]
    error = await refusal(export(here, "rhel9", f"file://{here.folder}/export/none/rhel9.img"))
    assert error.status is grpc.StatusCode.NOT_FOUND


async def test_nothing_is_written_outside_the_export_folders(here: World) -> None:
    """Neither over a link nor to a folder of imports; what is in the way is no file."""
    await here.upload("rhel9", b"content")
    folder = here.folder / "export"
    (folder / "out").symlink_to(here.folder)
    (folder / "file").symlink_to(here.folder / "secret")
    (folder / "below").mkdir()
    for path in (here.folder / "x", here.import_folder / "x", folder / "out" / "x", Path("/etc/zfleet-test")):
        error = await refusal(export(here, "rhel9", f"file://{path}"))
        assert (error.status, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OUTSIDE_EXPORT_FOLDERS")
        assert not path.exists()
    error = await refusal(export(here, "rhel9", f"file://{folder}/below"))
    assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "TARGET_REFUSED")
    await export(here, "rhel9", f"file://{folder}/file")  # the link itself gives way, not what it leads to
    assert not (here.folder / "secret").exists()
    assert (folder / "file").read_bytes() == b"content"
    assert sorted(os.listdir(folder)) == ["below", "file", "out"]


async def test_exports_that_cannot_begin_name_what_is_wrong(here: World) -> None:
    """No such image; not a file URL; nothing at all."""
    error = await refusal(export(here, "none", f"file://{here.folder}/export/x"))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "IMAGE_NOT_FOUND")
    for url in ("http://host/x", "/x", "file:///a/../b"):
        assert fields(await refusal(export(here, "rhel9", url))) == ["url"]
    assert sorted(fields(await refusal(export(here, "", "", request_id="a b")))) == ["name", "request_id", "url"]
    assert os.listdir(here.folder / "export") == []


async def test_an_image_is_exported_to_another_host(tmp_path: Path) -> None:
    """Whole or not at all, over what was there; without the folder it is NOT_FOUND."""
    async with ssh_host(tmp_path / "ssh") as ssh, world(tmp_path, **ssh.settings) as here:
        content = os.urandom(3 * MEBIBYTE + 5)
        await here.upload("rhel9", content)
        (ssh.folder / "snap").mkdir()
        (ssh.folder / "snap" / "a;b").write_bytes(b"older")
        messages = await export(here, "rhel9", "file:///snap/a;b", remote_host=REMOTE)
        assert messages[-2].progress.done_bytes == len(content)
        assert (ssh.folder / "snap" / "a;b").read_bytes() == content
        error = await refusal(export(here, "rhel9", "file:///none/x", remote_host=REMOTE))
        assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("folder", f"{HOST}:/none"))
        error = await refusal(export(here, "rhel9", "file:///snap", remote_host=REMOTE))
        assert (error.status, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "TARGET_REFUSED")
        assert os.listdir(ssh.folder / "snap") == ["a;b"]
        assert os.listdir(ssh.folder) == ["snap"]


async def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    """On this machine and on another host."""
    (tmp_path / "export").mkdir()
    async with (
        ssh_host(tmp_path / "ssh") as ssh,
        world(tmp_path, export_folders=(tmp_path / "export",), **ssh.settings) as here,
    ):
        await here.upload("rhel9", os.urandom(64 * MEBIBYTE))
        for folder, target in (
            (tmp_path / "export", {"url": f"file://{tmp_path}/export/x"}),
            (ssh.folder, {"url": "file:///x", "remote_host": REMOTE}),
        ):
            call = here.storage.ExportImage(pb.ExportImageRequest(name="rhel9", **target))
            reading = asyncio.ensure_future(refusal(call))
            async with asyncio.timeout(20):
                while not os.listdir(folder):
                    await asyncio.sleep(0)
                call.cancel()
                with pytest.raises((asyncio.CancelledError, AssertionError)):
                    await reading
                while any(name.endswith(".part") for name in os.listdir(folder)):
                    await asyncio.sleep(0.01)
            assert os.listdir(folder) in ([], ["x"])
            assert [(folder / name).stat().st_size for name in os.listdir(folder)] in ([], [64 * MEBIBYTE])


async def test_a_cancelled_capture_leaves_nothing(here: World) -> None:
    """No file, no link to the disk, and the name is free."""
    await here.make_guest("LINUX02", "MDISK 0100 3390 AUTOG 60 POOL1 MR")
    await here.upload("raw", os.urandom(40 * MEBIBYTE))
    there = {"user_id": "LINUX02", "device_number": "0100"}
    assert [one async for one in here.storage.WriteImage(pb.WriteImageRequest(image="raw", **there))]
    call = here.storage.CaptureImage(pb.CaptureImageRequest(name="copy", compress_level=9, **there))
    reading = asyncio.ensure_future(refusal(call))
    async with asyncio.timeout(20):
        while len(image_files(here)) == 1:
            await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        while len(image_files(here)) > 1:
            await asyncio.sleep(0.01)
    again = pb.CaptureImageRequest(name="copy", compress_level=1, **there)
    messages = [one async for one in here.storage.CaptureImage(again)]
    assert messages[-1].image.disk_size == 60
    assert [one async for one in here.storage.WriteImage(pb.WriteImageRequest(image="raw", **there))]


async def test_two_captures_at_once_under_one_name_do_not_touch_each_other(here: World) -> None:
    """One of them has the name, and its content is whole."""
    await here.upload("first", image_of(ECKD_DISK, DiskKind.ECKD))
    await write(here, "first")
    results = await asyncio.gather(*(capture(here, "copy") for _ in range(3)), return_exceptions=True)
    made = [one for one in results if isinstance(one, list)]
    refused = [one for one in results if isinstance(one, grpc.RpcError)]
    assert (len(made), [one.code() for one in refused]) == (1, [grpc.StatusCode.ALREADY_EXISTS] * 2)
    assert len(image_files(here)) == 2
    await write(here, "copy")
    assert await here.read("LINUX01", "0100", 0, len(ECKD_DISK)) == ECKD_DISK


async def test_a_linux_that_goes_away_in_the_middle_leaves_no_image(tmp_path: Path) -> None:
    """The name is free, and the same request is done when it is back."""
    host = SimulatedHost(HostConfig(users={"MAINT": PASSWORD}))
    breaking = Breaking()
    async with host, breaking.proxy(host) as port, world(tmp_path, on=host, linux_access=f"simulator://{port}") as here:
        await here.make_guest("LINUX01", "MDISK 0100 3390 AUTOG 30 POOL1 MR")
        await here.upload("image", os.urandom(20 * MEBIBYTE))
        await write(here, "image")
        breaking.after = 5 * MEBIBYTE
        error = await refusal(capture(here, "copy", request_id="op1"))
        assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "DISK_ACCESS_LOST")
        assert len(image_files(here)) == 1
        breaking.after = 0
        assert (await capture(here, "copy", request_id="op1"))[-1].image.disk_size == 30
