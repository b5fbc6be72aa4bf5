# SPDX-License-Identifier: Apache-2.0
"""Facts about moving content: uploads, imports, reads."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.client.answering import answering
from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_client import Fleet, FleetError

MIB = 1024**2


def stored(requests: list[pb.UploadImageRequest]) -> pb.UploadImageResponse:
    """What an honest service answers."""
    content = b"".join(request.content for request in requests)
    name = requests[0].header.name
    digest = hashlib.sha256(content).hexdigest()
    return pb.UploadImageResponse(image=pb.Image(name=name, size_bytes=len(content), sha256=digest))


async def test_an_upload_is_a_header_and_then_content_in_small_messages(tmp_path: Path) -> None:
    """A file's size is told in the header; progress comes with every message."""
    path = tmp_path / "image.raw"
    path.write_bytes(bytes(range(256)) * 4096 * 2 + b"end")
    seen: list[tuple[int, int]] = []
    with answering({"UploadImage": stored}) as server:
        async with Fleet(server.address) as fleet:
            image = await fleet.images.upload(
                "rhel9", path, os_version="rhel9.2", on_progress=lambda done, total: seen.append((done, total))
            )
    assert image.size_bytes == 2 * MIB + 3
    (requests,) = server.requests("UploadImage")
    assert requests[0].header.size_bytes == 2 * MIB + 3
    assert requests[0].header.request_id
    assert max(len(request.content) for request in requests) <= 2 * MIB
    assert seen == [(MIB, 2 * MIB + 3), (2 * MIB, 2 * MIB + 3), (2 * MIB + 3, 2 * MIB + 3)]


async def test_an_open_file_can_be_uploaded() -> None:
    """Standard input has no size; the header leaves it open."""
    with answering({"UploadImage": stored}) as server:
        async with Fleet(server.address) as fleet:
            image = await fleet.images.upload("x", io.BytesIO(b"abc"))
    assert image.size_bytes == 3
    assert server.requests("UploadImage")[0][0].header.size_bytes == 0


async def test_an_image_that_arrived_changed_is_removed_again() -> None:
    """The client hashes what it sends, so nothing on the way can go unnoticed."""
    answers: dict[str, Callable[[object], object]] = {
        "UploadImage": lambda _: pb.UploadImageResponse(image=pb.Image(name="x", sha256="0" * 64)),
        "DeleteImage": lambda _: pb.DeleteImageResponse(),
    }
    with answering(answers) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(FleetError, match="other content"):
                await fleet.images.upload("x", io.BytesIO(b"abc"))
    assert [request.name for request in server.requests("DeleteImage")] == ["x"]


async def test_an_import_reports_progress_and_ends_with_the_image() -> None:
    """The last message of the stream is the result."""
    stream = [
        pb.ImportImageResponse(progress=pb.Progress(done_bytes=5, total_bytes=10)),
        pb.ImportImageResponse(image=pb.Image(name="rhel9", size_bytes=10)),
    ]
    seen: list[tuple[int, int]] = []
    with answering({"ImportImage": stream}) as server:
        async with Fleet(server.address) as fleet:
            image = await fleet.images.import_from(
                "rhel9", "/images/rhel9", on_progress=lambda done, total: seen.append((done, total))
            )
    assert (image.size_bytes, seen) == (10, [(5, 10)])


async def test_a_transfer_that_ends_without_a_result_is_an_error() -> None:
    """Never taken for done."""
    stream = [pb.WriteImageResponse(progress=pb.Progress(done_bytes=5, total_bytes=10))]
    with answering({"WriteImage": stream}) as server:
        async with Fleet(server.address) as fleet:
            with pytest.raises(FleetError, match="without a result"):
                await fleet.disks.write("A", "0100", "rhel9")


async def test_a_disk_is_read_in_order() -> None:
    """The parts put together are the disk."""
    stream = [pb.ReadDiskResponse(content=b"abc"), pb.ReadDiskResponse(content=b"def")]
    with answering({"ReadDisk": stream}) as server:
        async with Fleet(server.address) as fleet:
            parts = [part async for part in fleet.disks.read("A", "0100", offset=4, length=6)]
    assert b"".join(parts) == b"abcdef"
    (request,) = server.requests("ReadDisk")
    assert (request.offset, request.length) == (4, 6)
