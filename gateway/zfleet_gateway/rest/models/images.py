# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries about images and files."""

from __future__ import annotations

from typing import Annotated, ClassVar

from zfleet_gateway.rest.models.types import Body, ImageName, OsVersion, Path, Query, RemoteHost, text

Url = Annotated[
    str,
    text(
        r"https?://[\x21-\x7e]{1,1000}|file:///[A-Za-z0-9._][\x21-\x7e]{1,1000}",
        "an address that starts with http://, https:// or file:///",
    ),
]


class ImageMeta(Body):
    """What an image is."""

    os_version: OsVersion
    md5sum: Annotated[str, text("[0-9a-fA-F]{32}", "32 hexadecimal digits", lower=True)] | None = None
    disk_type: Annotated[str, text("DASD|dasd|SCSI|scsi", "DASD or SCSI", upper=True)] | None = None


class ImageToBe(Body):
    """What is inside image."""

    image_name: ImageName
    url: Url
    image_meta: ImageMeta
    remote_host: RemoteHost | None = None


class ImportImage(Body):
    """Body of POST /images."""

    image: ImageToBe


class ImageWanted(Query):
    """?imagename=NAME, once."""

    unknown_is_fine: ClassVar[bool] = True

    imagename: ImageName | None = None


class Target(Body):
    """What is inside location."""

    dest_url: Url
    remote_host: RemoteHost | None = None


class ExportImage(Body):
    """Body of PUT /images/{name}."""

    location: Target


class ExportFile(Body):
    """Body of POST /files."""

    source_file: Path
