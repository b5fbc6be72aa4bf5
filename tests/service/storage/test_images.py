# SPDX-License-Identifier: Apache-2.0
"""ImportImage, UploadImage, GetImage, ListImages, DeleteImage."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.storage.world import MEBIBYTE, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb

CONTENT = bytes(MEBIBYTE) + b"zfleet" * 100_000 + bytes(3 * MEBIBYTE)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def image_files(here: World) -> list[str]:
    """What lies in the image folder."""
    return sorted(os.listdir(here.folder / "state" / "images"))


async def import_image(here: World, name: str, path: Path, **more: str) -> list[pb.ImportImageResponse]:
    """All messages of an import."""
    request = pb.ImportImageRequest(name=name, path=str(path), **more)
    return [message async for message in here.storage.ImportImage(request)]


async def names(here: World) -> list[str]:
    """All images."""
    return [image.name for image in (await here.storage.ListImages(pb.ListImagesRequest())).images]


async def test_an_upload_is_an_image(here: World) -> None:
    """With size, checksum and time; holes take no space."""
    image = await here.upload("rhel9", CONTENT, os_version="rhel9.2", sha256=SHA256, size_bytes=len(CONTENT))
    assert (image.name, image.os_version, image.size_bytes, image.sha256) == ("rhel9", "rhel9.2", len(CONTENT), SHA256)
    assert image.import_time.seconds > 1_700_000_000
    assert (await here.storage.GetImage(pb.GetImageRequest(name="rhel9"))).image == image
    (file,) = image_files(here)
    assert (here.folder / "state" / "images" / file).stat().st_blocks * 512 < 1_000_000


async def test_an_import_is_an_image_with_the_same_bytes(here: World) -> None:
    """Its last message has it."""
    path = here.import_folder / "image.raw"
    path.write_bytes(CONTENT)
    messages = await import_image(here, "rhel9", path, sha256=SHA256.upper())
    assert messages[-1].image.sha256 == SHA256
    assert all(message.HasField("progress") for message in messages[:-1])
    (file,) = image_files(here)
    assert (here.folder / "state" / "images" / file).read_bytes() == CONTENT


async def test_a_taken_name_is_refused(here: World) -> None:
    """Whichever way; the first one stays as it was."""
    await here.upload("rhel9", CONTENT)
    path = here.import_folder / "image.raw"
    path.write_bytes(b"other")
    for call in (here.upload("rhel9", b"other"), import_image(here, "rhel9", path)):
        error = await refusal(call)
        assert (error.status, error.resource) == (grpc.StatusCode.ALREADY_EXISTS, ("image", "rhel9"))
    assert (await here.storage.GetImage(pb.GetImageRequest(name="rhel9"))).image.sha256 == SHA256
    assert len(image_files(here)) == 1


async def test_the_same_request_is_done_once(here: World) -> None:
    """Its repeat gets the same image; another content under its id is refused."""
    path = here.import_folder / "image.raw"
    path.write_bytes(CONTENT)
    first = await import_image(here, "rhel9", path, request_id="op1")
    again = await import_image(here, "rhel9", path, request_id="op1")
    assert again == first[-1:]
    uploaded = await here.upload("sles", CONTENT, request_id="op2")
    assert await here.upload("sles", CONTENT, request_id="op2") == uploaded
    error = await refusal(here.upload("sles", CONTENT, request_id="op2", os_version="other"))
    assert error.reason == "REQUEST_ID_REUSED"


async def test_a_refused_upload_says_why_however_much_is_still_on_its_way(here: World) -> None:
    """The refusal does not get lost under a stream that is reset while its caller is still sending."""
    await here.upload("sles", b"x", request_id="op1")
    for _ in range(60):
        error = await refusal(here.upload("sles", CONTENT, request_id="op1", os_version="other", piece=100_000))
        assert error.reason == "REQUEST_ID_REUSED"


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        ({"sha256": "0" * 64}, "sha256", "CHECKSUM_MISMATCH"),
        ({"size_bytes": len(CONTENT) + 1}, "size_bytes", "SIZE_MISMATCH"),
        ({"size_bytes": len(CONTENT) - 1}, "content", "CONTENT_TOO_LONG"),
    ],
)
async def test_content_that_is_not_what_was_announced_shows_up_nowhere(
    here: World, header: dict[str, Any], field: str, reason: str
) -> None:
    """Neither as an image nor in the folder, and its name is free."""
    error = await refusal(here.upload("rhel9", CONTENT, **header))
    assert (error.status, error.reason, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, reason, [field])
    assert image_files(here) == []
    assert await names(here) == []
    await here.upload("rhel9", CONTENT)


async def test_a_file_outside_the_import_folders_is_not_for_callers(here: World) -> None:
    """A path, a link, a traversal."""
    secret = here.folder / "secret"
    secret.write_bytes(b"secret")
    (here.import_folder / "link").symlink_to(secret)
    for path in (secret, here.import_folder / "link", Path("/etc/passwd")):
        error = await refusal(import_image(here, "x", path))
        assert (error.status, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OUTSIDE_IMPORT_FOLDERS")
    error = await refusal(import_image(here, "x", here.import_folder / ".." / "secret"))
    assert (error.status, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, ["path"])
    assert (await refusal(import_image(here, "x", here.import_folder / "none"))).status is grpc.StatusCode.NOT_FOUND


async def test_malformed_requests_name_every_field(here: World) -> None:
    """Name, checksum, version, path, request id."""
    request = pb.ImportImageRequest(request_id="a b", name="../x", os_version="a\nb", sha256="zz")
    error = await refusal(here.storage.ImportImage(request))
    assert sorted(fields(error)) == ["name", "os_version", "path", "request_id", "sha256"]
    error = await refusal(here.upload(".hidden", b"x", sha256="zz", size_bytes=2**63))
    assert sorted(fields(error)) == ["header.name", "header.sha256", "header.size_bytes"]
    assert fields(await refusal(here.storage.GetImage(pb.GetImageRequest()))) == ["name"]


async def test_an_upload_begins_with_its_header(here: World) -> None:
    """Nothing else first, and no second one; a message has a limit, an image is not empty."""

    async def messages(*parts: pb.UploadImageRequest) -> AsyncIterator[pb.UploadImageRequest]:
        for each in parts:
            yield each

    header = pb.UploadImageRequest(header=pb.UploadHeader(name="rhel9"))
    content = pb.UploadImageRequest(content=b"x")
    for parts, reason in (
        ((), "HEADER_MISSING"),
        ((content,), "HEADER_MISSING"),
        ((header, header), "HEADER_REPEATED"),
        ((header,), "CONTENT_EMPTY"),
        ((header, pb.UploadImageRequest(content=bytes(2 * MEBIBYTE + 1))), "INVALID_FIELDS"),
    ):
        assert (await refusal(here.storage.UploadImage(messages(*parts)))).reason == reason
    assert image_files(here) == []


async def test_an_upload_that_stands_still_is_given_up(tmp_path: Path) -> None:
    """And leaves nothing."""

    async def messages() -> AsyncIterator[pb.UploadImageRequest]:
        yield pb.UploadImageRequest(header=pb.UploadHeader(name="rhel9"))
        yield pb.UploadImageRequest(content=b"x")
        await asyncio.sleep(30)

    async with world(tmp_path, upload_pause=0.2) as here:
        error = await refusal(here.storage.UploadImage(messages()))
        assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "UPLOAD_STALLED")
        assert image_files(here) == []
        await here.upload("rhel9", b"content")


async def test_a_cancelled_upload_leaves_nothing(here: World) -> None:
    """Its name is free again at once."""
    sent = asyncio.Event()

    async def messages() -> AsyncIterator[pb.UploadImageRequest]:
        yield pb.UploadImageRequest(header=pb.UploadHeader(name="rhel9"))
        yield pb.UploadImageRequest(content=CONTENT[: 2 * MEBIBYTE])
        sent.set()
        await asyncio.sleep(30)

    call = here.storage.UploadImage(messages())
    await sent.wait()
    while not image_files(here):
        await asyncio.sleep(0.01)
    call.cancel()
    while image_files(here):
        await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        while True:
            try:
                await here.upload("rhel9", b"content")
                break
            except grpc.RpcError as error:
                if error.code() is not grpc.StatusCode.ALREADY_EXISTS:
                    raise
                await asyncio.sleep(0.01)


async def test_an_image_larger_than_the_service_takes_is_refused(tmp_path: Path) -> None:
    """Announced or not, by file or by stream."""
    async with world(tmp_path, max_image_bytes=1000) as here:
        path = here.import_folder / "image.raw"
        path.write_bytes(bytes(1001))
        assert (await refusal(import_image(here, "a", path))).reason == "CONTENT_TOO_LONG"
        assert (await refusal(here.upload("a", bytes(1001)))).reason == "CONTENT_TOO_LONG"
        assert fields(await refusal(here.upload("a", b"", size_bytes=1001))) == ["header.size_bytes"]
        await here.upload("a", bytes(1000))


async def test_images_are_listed_by_name_and_page(here: World) -> None:
    """Imports under way are not among them."""
    for name in ("c", "a", "d", "b"):
        await here.upload(name, b"content")
    first = await here.storage.ListImages(pb.ListImagesRequest(page_size=3))
    assert [image.name for image in first.images] == ["a", "b", "c"]
    second = await here.storage.ListImages(pb.ListImagesRequest(page_size=3, page_token=first.next_page_token))
    assert [image.name for image in second.images] == ["d"]
    assert second.next_page_token == ""
    assert fields(await refusal(here.storage.ListImages(pb.ListImagesRequest(page_size=-1)))) == ["page_size"]


async def test_a_deleted_image_is_gone(here: World) -> None:
    """Row and file; deleting it again is NOT_FOUND unless allowed."""
    await here.upload("rhel9", CONTENT)
    await here.storage.DeleteImage(pb.DeleteImageRequest(name="rhel9"))
    assert image_files(here) == []
    for call in (
        here.storage.DeleteImage(pb.DeleteImageRequest(name="rhel9")),
        here.storage.GetImage(pb.GetImageRequest(name="rhel9")),
    ):
        error = await refusal(call)
        assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "IMAGE_NOT_FOUND")
    await here.storage.DeleteImage(pb.DeleteImageRequest(name="rhel9", allow_missing=True))


async def test_images_survive_a_restart_and_a_crash_s_remains_do_not(tmp_path: Path) -> None:
    """A part of an import that nobody owns any more is swept away at the start."""
    async with world(tmp_path) as here:
        image = await here.upload("rhel9", CONTENT)
    orphan = tmp_path / "state" / "images" / "0123.part"
    orphan.write_bytes(b"x")
    os.utime(orphan, (1, 1))
    async with world(tmp_path) as here:
        assert (await here.storage.GetImage(pb.GetImageRequest(name="rhel9"))).image == image
        async with asyncio.timeout(5):
            while orphan.exists():
                await asyncio.sleep(0.01)
        assert len(image_files(here)) == 1
