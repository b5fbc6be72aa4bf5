# SPDX-License-Identifier: Apache-2.0
"""What can be set for the storage service."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import field_validator

from zfleet_runtime.settings import LISTEN, METRICS_LISTEN, option
from zfleet_smapi import values
from zfleet_storage.volumes.settings import VolumeSettings


class StorageSettings(VolumeSettings):
    """The options of the storage service. Times are seconds, sizes bytes."""

    part: ClassVar[str] = "storage"

    listen: str = option("127.0.0.1:50052", LISTEN)
    metrics_listen: str = option("127.0.0.1:9152", METRICS_LISTEN)
    default_pool: str = option("", "Disk pool of a disk for which the request names none; without one it must.")
    reservation_lifetime: float = option(
        900.0, "Seconds that planned disks keep their device numbers and space without being confirmed.", gt=0, le=86400
    )
    create_after_entry: bool = option(
        False,
        "The site's directory manager refuses automatic allocation in a new entry: a spawn then adds disks after it.",
    )
    image_folder: Path | None = option(
        None,
        "Folder that holds the content of images, shared by all replicas; by default `images` in state_folder.",
    )
    import_folders: tuple[Path, ...] = option(
        (), "Folders, absolute paths, below which ImportImage may read files; without one it reads none."
    )
    import_hosts: tuple[str, ...] = option(
        (),
        "Web servers, HOST or HOST:PORT, that ImportImage may read from over http and https; empty lets it ask any.",
    )
    import_ca_file: Path | None = option(
        None, "PEM file of certificate authorities that https servers may be certified by besides the system's own."
    )
    connect_timeout: float = option(
        10.0, "Seconds to wait for a web server or a host of SSH to be connected.", gt=0, le=600
    )
    ssh_known_hosts: Path | None = option(
        None,
        "OpenSSH known_hosts file of the hosts that images and files may be copied from and to; without it none are.",
    )
    ssh_key: Path | None = option(
        None, "OpenSSH private key, without passphrase, that this service shows to those hosts; required with them."
    )
    ssh_port: int = option(22, "Port of SSH on those hosts.", ge=1, le=65535)
    export_folders: tuple[Path, ...] = option(
        (), "Folders, absolute paths, below which ExportImage may write files; without one it writes none."
    )
    compress_level: int = option(
        6, "gzip's level for CaptureImage when the request names none, 0 (not compressed) to 9.", ge=0, le=9
    )
    files_folder: Path | None = option(
        None, "Folder of the files that UploadFile takes, shared by all replicas; by default `files` in state_folder."
    )
    file_folders: tuple[Path, ...] = option(
        (), "Folders, absolute paths, below which DownloadFile and FetchFile may read files, besides files_folder."
    )
    max_file_bytes: int = option(100 * 1024**3, "Largest file that UploadFile and FetchFile take.", ge=1, le=2**63 - 1)
    file_lifetime: float = option(86400.0, "Seconds that a file is kept after its upload.", gt=0, le=366 * 86400)
    max_image_bytes: int = option(1024**4, "Largest image that is taken, packed and unpacked.", ge=1, le=2**63 - 1)
    upload_pause: float = option(
        60.0,
        "Longest pause between two messages of an upload, or blocks of a copy over the network, before it is given up.",
        gt=0,
        le=3600,
    )
    transfers: int = option(
        4, "Disks written or formatted at once at most, and read at once; the others wait in line.", ge=1, le=256
    )
    format_timeout: float = option(3600.0, "Longest time that a tool that formats or grows a disk may run.", gt=0)
    grow_partitions: bool = option(
        True,
        "With linux_access local: WriteImage grows the last partition and its file system to the end of a larger disk.",
    )
    coreos_program: Path = option(
        Path("/opt/zthin/bin/unpackdiskimage"),
        "With linux_access local: program that WriteCoreosImage runs, given target, image, Ignition file and network.",
    )
    coreos_timeout: float = option(3600.0, "Longest time that coreos_program may run.", gt=0, le=86400)
    local_device_numbers: str = option(
        "E000-EFFF",
        "With linux_access local: virtual device numbers, FIRST-LAST, of this Linux that minidisks are linked as.",
    )

    @field_validator("default_pool")
    @classmethod
    def _pool(cls, value: str) -> str:
        return values.pool_name(value) if value else ""

    @field_validator("import_folders", "export_folders", "file_folders")
    @classmethod
    def _folders(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        if any(not folder.is_absolute() for folder in value):
            raise ValueError("must be absolute paths")
        return value

    @field_validator("local_device_numbers")
    @classmethod
    def _device_numbers(cls, value: str) -> str:
        device_number_range(value)
        return value


def device_number_range(text: str) -> range:
    """The device numbers of FIRST-LAST. ValueError for anything else."""
    first, hyphen, last = text.partition("-")
    numbers = range(int(values.device_number(first), 16), int(values.device_number(last), 16) + 1)
    if not hyphen or not numbers:
        raise ValueError("must be FIRST-LAST, two device numbers")
    return numbers
