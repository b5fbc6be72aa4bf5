# SPDX-License-Identifier: Apache-2.0
"""/images."""

from __future__ import annotations

from typing import Any

import grpc

from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.rest.disks import pool_of
from zfleet_gateway.rest.envelope import Module, failed, missing
from zfleet_gateway.rest.models.images import ExportImage, ImageWanted, ImportImage
from zfleet_gateway.rest.refusals import refusal_of
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import MAYBE_TEXT, NOTHING, NUMBER, TEXT, array, record
from zfleet_runtime.errors import from_call

_BLOCK = 512  # bytes
_UNITS = {storage.SIZE_UNIT_CYLINDERS: "CYL", storage.SIZE_UNIT_BLOCKS: "BLK"}
_MADE_FOR = {storage.IMAGE_DISK_TYPE_DASD: "DASD", storage.IMAGE_DISK_TYPE_SCSI: "SCSI"}
_TYPES = {name: number for number, name in _MADE_FOR.items()}


async def create(to: InProcess, asked: Asked[ImportImage]) -> None:
    """Imports an image from where its URL says."""
    given = asked.body.image
    request = storage.ImportImageRequest(
        name=given.image_name,
        url=given.url,
        remote_host=given.remote_host or "",
        os_version=given.image_meta.os_version,
        md5=given.image_meta.md5sum or "",
        disk_type=_TYPES.get(given.image_meta.disk_type or "", storage.IMAGE_DISK_TYPE_UNSPECIFIED),
    )
    try:
        await to.last_of(to.storage.ImportImage, request, "image")
    except grpc.aio.AioRpcError as error:
        raise refusal_of(from_call(error), _IMPORT_REMOTE if given.remote_host else _IMPORT, _IMG) from error


async def listed(to: InProcess, asked: Asked[None]) -> Any:
    """All images, or the one of that name; without it 404, which is how clients know that they must import it."""
    if asked.query.imagename:
        return [shown(await _image(to, asked.query.imagename))]
    found = await to.pages_of(to.storage.ListImages, storage.ListImagesRequest(), "images")
    return [shown(image) for image in found]


async def _image(to: InProcess, name: str) -> storage.Image:
    image: storage.Image = (await to.call(to.storage.GetImage, storage.GetImageRequest(name=name))).image
    return image


def shown(image: storage.Image) -> dict[str, Any]:
    """An image as the contract writes it."""
    return {
        "imagename": image.name,
        "imageosdistro": image.os_version,
        "md5sum": image.md5,
        "disk_size_units": f"{image.disk_size}:{_UNITS.get(image.size_unit, 'CYL')}",
        "image_size_in_bytes": str(image.size_bytes),
        "type": "rootonly",
        "comments": _comments(image),
        "last_access_time": _seconds(image),
        "image_path": image.path,
    }


def _comments(image: storage.Image) -> str | None:
    made_for = _MADE_FOR.get(image.disk_type)
    return f"{{'disk_type': '{made_for}'}}" if made_for else None


def _seconds(image: storage.Image) -> float:
    """-1 for an image that nobody has used."""
    if not image.HasField("last_use_time"):
        return -1
    return image.last_use_time.ToMicroseconds() / 1e6


async def export(to: InProcess, asked: Asked[ExportImage]) -> Any:
    """Copies an image to where the URL says."""
    target = asked.body.location
    request = storage.ExportImageRequest(
        name=asked.path["image"], url=target.dest_url, remote_host=target.remote_host or ""
    )
    image = await to.last_of(to.storage.ExportImage, request, "image")
    return {
        "image_name": image.name,
        "image_path": target.dest_url,
        "os_version": image.os_version,
        "md5sum": image.md5,
        "comments": _comments(image),
    }


async def delete(to: InProcess, asked: Asked[None]) -> None:
    """Removes an image; one that is not there is a success."""
    request = storage.DeleteImageRequest(name=asked.path["image"], allow_missing=True)
    await to.call(to.storage.DeleteImage, request)


async def root_disk_size(to: InProcess, asked: Asked[None]) -> Any:
    """Cylinders or blocks that a disk for the image must have, as text."""
    image = await _image(to, asked.path["image"])
    kinds = {pool_of(each)[1] for each in to.settings.rest_disk_pools}
    if image.packing == storage.IMAGE_PACKING_RAW and kinds == {storage.DISK_TYPE_FBA}:
        return str(-(-image.disk_size_bytes // _BLOCK))  # it fits on either kind, and there is no other to put it on
    return str(image.disk_size)


_IMG = Module.IMAGE
_REMOTE = {
    "REMOTE_HOST_UNKNOWN": failed(_IMG, 10),
    "REMOTE_HOST_CHANGED": failed(_IMG, 10),
    "REMOTE_ACCESS_DENIED": failed(_IMG, 10),
    "REMOTE_COPIES_OFF": failed(_IMG, 10),
    "REMOTE_HOST_UNREACHABLE": failed(_IMG, 10),
}
_IMPORT = _REMOTE | {
    "CHECKSUM_MISMATCH": failed(_IMG, 4, 400),
    "IMAGE_DAMAGED": failed(_IMG, 6, 400),
    "IMAGE_FORMAT_UNSUPPORTED": failed(_IMG, 7, 400),
    "CONTENT_EMPTY": failed(_IMG, 8, 400),
    "CONTENT_TOO_LONG": failed(_IMG, 14, 400),
    "NOT_A_REGULAR_FILE": failed(_IMG, 12, 400),
    "SOURCE_REFUSED": failed(_IMG, 9),
    "SOURCE_UNREACHABLE": failed(_IMG, 9),
    "SOURCE_NOT_FOUND": failed(_IMG, 9, 404),
    "FILE_NOT_FOUND": failed(_IMG, 12, 404),
    "OUTSIDE_IMPORT_FOLDERS": failed(_IMG, 12, 403),
    "OUTSIDE_IMPORT_HOSTS": failed(_IMG, 9, 403),
    "IMAGE_FOLDER_FULL": failed(_IMG, 14),
}
_IMPORT_REMOTE = _IMPORT | {"FILE_NOT_FOUND": failed(_IMG, 10, 404)}
_EXPORT = {reason: failed(_IMG, 21) for reason in _REMOTE} | {
    "OUTSIDE_EXPORT_FOLDERS": failed(_IMG, 22, 403),
    "TARGET_REFUSED": failed(_IMG, 22),
    "TARGET_FULL": failed(_IMG, 22),
    "FOLDER_NOT_FOUND": failed(_IMG, 22, 404),
    "FILE_NOT_FOUND": failed(_IMG, 22, 404),
}
_NONE = {"IMAGE_NOT_FOUND": missing(_IMG)}

ROUTES = (
    Route(
        method="POST",
        path="/images",
        handler=create,
        summary="Import an image",
        module=_IMG,
        body=ImportImage,
        rules=_IMPORT,
        answer=NOTHING,
        calls=("storage.ImportImage",),
    ),
    Route(
        method="GET",
        path="/images",
        handler=listed,
        summary="All images, or one",
        module=_IMG,
        query=ImageWanted,
        rules=_NONE,
        answer=array(
            record(
                imagename=TEXT,
                imageosdistro=TEXT,
                md5sum=TEXT,
                disk_size_units=TEXT,
                image_size_in_bytes=TEXT,
                type=TEXT,
                comments=MAYBE_TEXT,
                last_access_time=NUMBER,
                image_path=TEXT,
            )
        ),
        calls=("storage.GetImage", "storage.ListImages"),
    ),
    Route(
        method="PUT",
        path="/images/{image}",
        handler=export,
        summary="Export an image",
        module=_IMG,
        body=ExportImage,
        rules=_EXPORT | _NONE,
        answer=record(image_name=TEXT, image_path=TEXT, os_version=TEXT, md5sum=TEXT, comments=MAYBE_TEXT),
        calls=("storage.ExportImage",),
    ),
    Route(
        method="DELETE",
        path="/images/{image}",
        handler=delete,
        summary="Remove an image",
        module=_IMG,
        answer=NOTHING,
        calls=("storage.DeleteImage",),
    ),
    Route(
        method="GET",
        path="/images/{image}/root_disk_size",
        handler=root_disk_size,
        summary="Cylinders or blocks that an image needs",
        module=_IMG,
        rules=_NONE,
        answer=TEXT,
        calls=("storage.GetImage",),
    ),
)
