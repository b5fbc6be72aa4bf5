# SPDX-License-Identifier: Apache-2.0
"""UploadFile, DownloadFile, FetchFile, DeleteFile."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.service.storage.ssh_host import HOST, REMOTE, ssh_host
from tests.service.storage.world import MEBIBYTE, World, fields, refusal, world
from zfleet.storage.v1 import storage_service_pb2 as pb

CONTENT = os.urandom(3 * MEBIBYTE + 11)


async def upload(here: World, content: bytes, *, piece: int = MEBIBYTE, **header: Any) -> pb.StoredFile:
    """UploadFile."""

    async def messages() -> AsyncIterator[pb.UploadFileRequest]:
        yield pb.UploadFileRequest(header=pb.FileHeader(**header))
        for at in range(0, len(content), piece):
            yield pb.UploadFileRequest(content=content[at : at + piece])

    file: pb.StoredFile = (await here.storage.UploadFile(messages())).file
    return file


async def whole(call: Any) -> bytes:
    """The content of a download or a fetch, whose first message tells its size."""
    messages = [message async for message in call]
    content = b"".join(message.content for message in messages)
    assert messages[0].size_bytes == len(content)
    assert all(len(message.content) <= MEBIBYTE and not message.size_bytes for message in messages[1:])
    return content


def download(here: World, **request: Any) -> Any:
    """DownloadFile."""
    return here.storage.DownloadFile(pb.DownloadFileRequest(**request))


def fetch(here: World, path: object, remote_host: str = "") -> Any:
    """FetchFile."""
    return here.storage.FetchFile(pb.FetchFileRequest(path=str(path), remote_host=remote_host))


def stored(here: World) -> list[str]:
    """What lies in the files folder."""
    return sorted(os.listdir(here.folder / "state" / "files"))


async def test_an_uploaded_file_comes_back(here: World) -> None:
    """By its id, by its path and for a guest's reader; with checksums and the time when it will be gone."""
    file = await upload(here, CONTENT, size_bytes=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())
    assert (file.size_bytes, file.md5) == (len(CONTENT), hashlib.md5(CONTENT, usedforsecurity=False).hexdigest())
    assert (file.url, stored(here)) == (f"file://{file.path}", [file.id])
    assert 86_000 < file.expire_time.seconds - time.time() < 87_000
    assert await whole(download(here, id=file.id)) == CONTENT
    assert await whole(download(here, path=file.path)) == CONTENT
    assert await whole(fetch(here, file.path)) == CONTENT


async def test_an_empty_file_is_a_file(here: World) -> None:
    """Its download has one message; a size of 0 is checked when it is given."""
    file = await upload(here, b"", size_bytes=0)
    assert await whole(download(here, id=file.id)) == b""
    assert (await refusal(upload(here, b"x", size_bytes=0))).reason == "CONTENT_TOO_LONG"


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        ({"md5": "0" * 32}, "md5", "CHECKSUM_MISMATCH"),
        ({"sha256": "0" * 64}, "sha256", "CHECKSUM_MISMATCH"),
        ({"size_bytes": len(CONTENT) + 1}, "size_bytes", "SIZE_MISMATCH"),
        ({"size_bytes": len(CONTENT) - 1}, "content", "CONTENT_TOO_LONG"),
        ({"size_bytes": 1 << 50}, "header.size_bytes", "INVALID_FIELDS"),
        ({"md5": "zz"}, "header.md5", "INVALID_FIELDS"),
        ({"request_id": "a b"}, "header.request_id", "INVALID_FIELDS"),
    ],
)
async def test_what_is_not_what_was_announced_is_not_kept(
    here: World, header: dict[str, Any], field: str, reason: str
) -> None:
    """Nothing is left of it."""
    error = await refusal(upload(here, CONTENT, **header))
    assert (error.status, error.reason, fields(error)) == (grpc.StatusCode.INVALID_ARGUMENT, reason, [field])
    assert stored(here) == []


async def test_the_same_upload_is_taken_once(here: World) -> None:
    """Its repeat gets the same id; another one under its request id is refused, however much is still on its way."""
    file = await upload(here, CONTENT, request_id="op1")
    assert await upload(here, CONTENT, request_id="op1") == file
    for _ in range(20):
        error = await refusal(upload(here, CONTENT, request_id="op1", size_bytes=7, piece=50_000))
        assert error.reason == "REQUEST_ID_REUSED"
    assert stored(here) == [file.id]


async def test_an_upload_has_limits(tmp_path: Path) -> None:
    """Of its size, and of the time for which nothing comes."""

    async def stalled() -> AsyncIterator[pb.UploadFileRequest]:
        yield pb.UploadFileRequest(header=pb.FileHeader())
        yield pb.UploadFileRequest(content=b"x")
        await asyncio.sleep(30)

    async with world(tmp_path, max_file_bytes=MEBIBYTE, upload_pause=0.3) as here:
        assert (await refusal(upload(here, CONTENT))).reason == "CONTENT_TOO_LONG"
        error = await refusal(here.storage.UploadFile(stalled()))
        assert (error.status, error.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "UPLOAD_STALLED")
        assert stored(here) == []
        (here.folder / "state" / "files" / "large").write_bytes(CONTENT)
        assert (await refusal(fetch(here, here.folder / "state" / "files" / "large"))).reason == "CONTENT_TOO_LONG"


async def test_a_file_is_gone_when_its_time_is_over(tmp_path: Path) -> None:
    """For callers at once, from the disk with the next sweep; what is no upload stays."""
    async with world(tmp_path) as here:
        file = await upload(here, b"content")
        young = await upload(here, b"young")
        long_ago = time.time() - 90_000
        os.utime(file.path, (long_ago, long_ago))
        for call in (download(here, id=file.id), download(here, path=file.path), fetch(here, file.path)):
            assert (await refusal(call)).status is grpc.StatusCode.NOT_FOUND
        folder = tmp_path / "state" / "files"
        for name in ("notes.txt", "0" * 32 + ".part", "1" * 32 + ".part"):
            (folder / name).write_bytes(b"x")
        for name in ("notes.txt", "0" * 32 + ".part"):
            os.utime(folder / name, (1, 1))
    async with world(tmp_path) as here, asyncio.timeout(5):
        while "0" * 32 + ".part" in stored(here) or file.id in stored(here):
            await asyncio.sleep(0.01)
        assert stored(here) == sorted([young.id, "notes.txt", "1" * 32 + ".part"])


async def test_a_deleted_file_is_gone(here: World) -> None:
    """A second time it is not there, which may be allowed; ids are ids."""
    file = await upload(here, b"content")
    await here.storage.DeleteFile(pb.DeleteFileRequest(id=file.id))
    assert stored(here) == []
    error = await refusal(here.storage.DeleteFile(pb.DeleteFileRequest(id=file.id)))
    assert (error.status, error.reason) == (grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND")
    await here.storage.DeleteFile(pb.DeleteFileRequest(id=file.id, allow_missing=True))
    for identity in ("", "../x", "x" * 32, file.path):
        assert fields(await refusal(here.storage.DeleteFile(pb.DeleteFileRequest(id=identity)))) == ["id"]


async def test_only_files_below_the_configured_folders_are_given_away(tmp_path: Path) -> None:
    """Not the service's own database, not by a link, not by a traversal; exported images are among them."""
    inside, exported, secret = tmp_path / "inside", tmp_path / "exported", tmp_path / "secret"
    inside.mkdir()
    exported.mkdir()
    for path in (inside / "cfgdrive.iso", exported / "image", secret):
        path.write_bytes(path.name.encode())
    (inside / "link").symlink_to(secret)
    async with world(tmp_path, file_folders=(inside,), export_folders=(exported,)) as here:
        for path in (inside / "cfgdrive.iso", exported / "image"):
            assert await whole(download(here, path=str(path))) == path.name.encode()
            assert await whole(fetch(here, path)) == path.name.encode()
        outside = (secret, inside / "link", Path("/etc/passwd"), here.import_folder / "x")
        for path in (*outside, tmp_path / "state" / "storage.sqlite"):
            for call in (download(here, path=str(path)), fetch(here, path)):
                error = await refusal(call)
                assert (error.status, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OUTSIDE_FILE_FOLDERS")
        assert (await refusal(fetch(here, inside / "none"))).status is grpc.StatusCode.NOT_FOUND
        assert (await refusal(fetch(here, inside))).reason == "NOT_A_REGULAR_FILE"
        for request in ({}, {"id": "0" * 32, "path": "/x"}):
            assert fields(await refusal(download(here, **request))) == ["id"]
        assert fields(await refusal(download(here, path=f"{inside}/../secret"))) == ["path"]
        assert sorted(fields(await refusal(fetch(here, "", "nobody")))) == ["path", "remote_host"]


async def test_a_file_is_fetched_from_another_host(tmp_path: Path) -> None:
    """Its name is taken as it is; one that is too large is not."""
    async with ssh_host(tmp_path / "ssh") as ssh, world(tmp_path, **ssh.settings, max_file_bytes=len(CONTENT)) as here:
        (ssh.folder / "$(reboot).iso").write_bytes(CONTENT)
        (ssh.folder / "large").write_bytes(CONTENT + b"x")
        assert await whole(fetch(here, "/$(reboot).iso", REMOTE)) == CONTENT
        assert (await refusal(fetch(here, "/large", REMOTE))).reason == "CONTENT_TOO_LONG"
        error = await refusal(fetch(here, "/none", REMOTE))
        assert (error.status, error.resource) == (grpc.StatusCode.NOT_FOUND, ("file", f"{HOST}:/none"))
        ssh.trust()
        assert (await refusal(fetch(here, "/large", REMOTE))).reason == "REMOTE_HOST_UNKNOWN"
