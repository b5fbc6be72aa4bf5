# SPDX-License-Identifier: Apache-2.0
"""/files: bytes up and down, streamed both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.rest.envelope import Module, failed
from zfleet_gateway.rest.models.images import ExportFile
from zfleet_gateway.rest.route import AS_LONG_AS_IT_TAKES, Asked, InProcess, Route
from zfleet_gateway.rest.schemas import INTEGER, TEXT, record

_PART = 1024 * 1024  # bytes of a message


async def upload(to: InProcess, asked: Asked[None]) -> Any:
    """Takes a file; where it lies, and its checksum."""
    header = storage.FileHeader()
    if asked.size is not None:
        header.size_bytes = asked.size
    failure: list[Exception] = []

    async def parts() -> AsyncIterator[storage.UploadFileRequest]:
        yield storage.UploadFileRequest(header=header)
        assert asked.content is not None  # noqa: S101  # the route takes a file
        waiting = bytearray()
        try:
            async for part in asked.content:
                waiting += part
                while len(waiting) >= _PART:
                    yield storage.UploadFileRequest(content=bytes(waiting[:_PART]))
                    del waiting[:_PART]
        except Exception as error:
            failure.append(error)  # gRPC would hide it behind a cancelled call
            raise
        if waiting:
            yield storage.UploadFileRequest(content=bytes(waiting))

    try:
        answer = await to.storage.UploadFile(parts(), timeout=AS_LONG_AS_IT_TAKES)
    except BaseException:
        if failure:
            raise failure[0] from None
        raise
    file = answer.file
    return {"filesize_in_bytes": file.size_bytes, "dest_url": file.url, "md5sum": file.md5}


async def download(to: InProcess, asked: Asked[ExportFile]) -> StreamingResponse:
    """Gives a file; errors are told before the first byte."""
    path = asked.body.source_file.removeprefix("file://")
    call = to.storage.DownloadFile(storage.DownloadFileRequest(path=path), timeout=AS_LONG_AS_IT_TAKES)
    messages = call.__aiter__()
    first = await anext(messages)

    async def content() -> AsyncIterator[bytes]:
        try:
            yield first.content
            async for message in messages:
                yield message.content
        finally:
            call.cancel()  # without effect on a call that is over

    return StreamingResponse(
        content(), media_type="application/octet-stream", headers={"content-length": str(first.size_bytes)}
    )


_FILE = Module.FILE
_UPLOAD = {
    "FILES_FOLDER_FULL": failed(_FILE, 1),
    "CONTENT_TOO_LONG": failed(_FILE, 1, 413),
    "SIZE_MISMATCH": failed(_FILE, 1, 400),
    "UPLOAD_STALLED": failed(_FILE, 1, 408),
}
_DOWNLOAD = {
    "FILE_NOT_FOUND": failed(_FILE, 2, 404),
    "OUTSIDE_FILE_FOLDERS": failed(_FILE, 2, 403),
    "NOT_A_REGULAR_FILE": failed(_FILE, 2, 400),
}

ROUTES = (
    Route(
        method="PUT",
        path="/files",
        handler=upload,
        summary="Upload a file",
        module=_FILE,
        takes_file=True,
        rules=_UPLOAD,
        answer=record(filesize_in_bytes=INTEGER, dest_url=TEXT, md5sum=TEXT),
        calls=("storage.UploadFile",),
    ),
    Route(
        method="POST",
        path="/files",
        handler=download,
        summary="Download a file",
        module=_FILE,
        body=ExportFile,
        gives_file=True,
        rules=_DOWNLOAD,
        calls=("storage.DownloadFile",),
    ),
)
