# SPDX-License-Identifier: Apache-2.0
"""What requests may say, checked before anything else happens: every bad field of a request is named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.errors import Violation, invalid_argument
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_storage.image_records import SCSI
from zfleet_storage.sizes import BLOCK_BYTES, MOST_UNITS, MOST_VIRTUAL_DISK_BYTES, DiskKind

MOST_DISKS = 64
MOST_BYTES = 2**63 - 1  # what a database and a file offset can count
DASD = "DASD"
DEFAULT_MODE = "MR"
LONGEST_OS_VERSION = 64
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/\-]{1,64}")
_IMAGE_NAME = re.compile(r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MD5 = re.compile(r"[0-9a-f]{32}")
_KINDS: Final = MappingProxyType({pb.DISK_TYPE_ECKD: DiskKind.ECKD, pb.DISK_TYPE_FBA: DiskKind.FBA})
_IMAGE_DISK_TYPES: Final = MappingProxyType(
    {"IMAGE_DISK_TYPE_UNSPECIFIED": "", "IMAGE_DISK_TYPE_DASD": DASD, "IMAGE_DISK_TYPE_SCSI": SCSI}
)
_MODE = re.compile(r"(R|RR|W|WR|M|MR|MW)V?")
_PLAIN_MODE = re.compile(r"R|RR|W|WR|M|MR|MW")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A disk that a request asks for, checked by itself. `device_number` is empty when the service may choose.

    The size is in `size_bytes`, or in whole cylinders or blocks in `units`; the other one is 0.
    """

    device_number: str
    size_bytes: int
    pool: str
    mode: str
    boot: bool
    image: str
    file_system: int
    virtual_disk: bool
    units: int = 0
    pool_kind: DiskKind | None = None

    @property
    def size_field(self) -> str:
        """The field that the request gives the size in."""
        return "size" if self.units else "size_bytes"


def request_id(text: str) -> str:
    """1 to 64 of A-Z a-z 0-9 . _ : / -"""
    if not _REQUEST_ID.fullmatch(text):
        raise ValueError("must be 1 to 64 of A-Z a-z 0-9 . _ : / -")
    return text


def image_name(text: str) -> str:
    """The name of an image: 1 to 255 of A-Z a-z 0-9 . _ - and not starting with a dot."""
    if not _IMAGE_NAME.fullmatch(text):
        raise ValueError("must be 1 to 255 of A-Z a-z 0-9 . _ - and not start with a dot")
    return text


def sha256(text: str) -> str:
    """A checksum as 64 lower-case hex digits."""
    if not _SHA256.fullmatch(text.lower()):
        raise ValueError("must be 64 hex digits")
    return text.lower()


def md5(text: str) -> str:
    """A checksum as 32 lower-case hex digits."""
    if not _MD5.fullmatch(text.lower()):
        raise ValueError("must be 32 hex digits")
    return text.lower()


def image_disk_type(number: int) -> str:
    """What an image is made for: DASD, SCSI, or empty."""
    if number not in pb.ImageDiskType.values():
        raise ValueError("must be DASD or SCSI")
    return _IMAGE_DISK_TYPES[pb.ImageDiskType.Name(number)]


def os_version(text: str) -> str:
    """At most 64 printable characters."""
    return values.printable_line(text, LONGEST_OS_VERSION)


def link_mode(text: str) -> str:
    """The link mode of an MDISK statement, upper case: R RR W WR M MR MW, V behind it for virtual reserve/release."""
    if not _MODE.fullmatch(text.upper()):
        raise ValueError("must be R, RR, W, WR, M, MR or MW, with V behind it for virtual reserve and release")
    return text.upper()


def plain_link_mode(text: str) -> str:
    """The link mode of a disk that is added to an existing entry: Image_Disk_Create_DM takes no V."""
    if not _PLAIN_MODE.fullmatch(text.upper()):
        raise ValueError("must be R, RR, W, WR, M, MR or MW")
    return text.upper()


def file_system(number: int) -> int:
    """A file system of the contract, not UNSPECIFIED."""
    if number not in pb.FileSystem.values() or number == pb.FILE_SYSTEM_UNSPECIFIED:
        raise ValueError("must be EXT2, EXT3, EXT4, XFS or SWAP")
    return number


def required_request_id(v: Violations, field: str, text: str) -> str:
    """A request id that must be there."""
    if not text:
        v.add(field, "is required")
        return ""
    return v.check(field, request_id, text)


def user_of(v: Violations, text: str) -> str:
    """The user id of a request."""
    if not text:
        v.add("user_id", "is required")
        return ""
    return v.check("user_id", values.user_id, text)


def device_of(v: Violations, field: str, text: str) -> str:
    """A device number that must be there."""
    if not text:
        v.add(field, "is required")
        return ""
    return v.check(field, values.device_number, text)


def one_image_name(v: Violations, field: str, text: str) -> str:
    """An image's name that must be there."""
    if not text:
        v.add(field, "is required")
        return ""
    return v.check(field, image_name, text)


def device_numbers(v: Violations, texts: Sequence[str]) -> list[str]:
    """1 to 64 device numbers; one that is named twice is one."""
    if not 1 <= len(texts) <= MOST_DISKS:
        v.add("device_numbers", f"must be 1 to {MOST_DISKS}")
        return []
    checked = [v.check(f"device_numbers[{at}]", values.device_number, text) for at, text in enumerate(texts)]
    return list(dict.fromkeys(number for number in checked if number))


def disk_specs(
    v: Violations, specs: Sequence[pb.DiskSpec], default_pool: str, mode: Callable[[str], str] = link_mode
) -> list[Wanted]:
    """The disks of a request, each checked by itself and against the others."""
    if len(specs) > MOST_DISKS:
        v.add("disks", f"must be at most {MOST_DISKS}")
        return []
    wanted = [_disk_spec(v.within(f"disks[{at}]"), spec, default_pool, mode) for at, spec in enumerate(specs)]
    boots = [at for at, disk in enumerate(wanted) if disk.boot]
    for at in boots[1:]:
        v.add(f"disks[{at}].boot", f"a guest boots from one disk, and disks[{boots[0]}] is it already")
    first_at: dict[str, int] = {}
    for at, disk in enumerate(wanted):
        if disk.device_number:
            first = first_at.setdefault(disk.device_number, at)
            if first != at:
                v.add(f"disks[{at}].device_number", f"{disk.device_number} is that of disks[{first}] already")
    return wanted


def _disk_spec(v: Violations, spec: pb.DiskSpec, default_pool: str, check_mode: Callable[[str], str]) -> Wanted:
    device_number = v.optional("device_number", values.device_number, spec.device_number) or ""
    mode = v.check("mode", check_mode, spec.mode) if spec.mode else DEFAULT_MODE
    image = v.optional("image", image_name, spec.image) or ""
    wanted_system = v.check("file_system", file_system, spec.file_system) if spec.file_system else 0
    if spec.image and spec.file_system:
        v.add("file_system", "cannot go together with image: the image brings its own")
    if not spec.size_bytes and not spec.size and (not spec.image or spec.virtual_disk):
        v.add("size_bytes", "must be at least 1" + ("" if spec.virtual_disk else ", or an image given that has a size"))
    v.require(not (spec.size_bytes and spec.size), "size", "not together with size_bytes")
    v.require(spec.size_bytes <= MOST_BYTES, "size_bytes", f"must be at most {MOST_BYTES}")
    v.require(spec.size <= MOST_UNITS, "size", f"must be at most {MOST_UNITS}")
    v.require(spec.pool_type in pb.DiskType.values(), "pool_type", "must be ECKD or FBA")
    pool = ""
    if spec.virtual_disk:
        _virtual_disk(v, spec)
    elif spec.pool or default_pool:
        pool = v.check("pool", values.pool_name, spec.pool or default_pool)
    else:
        v.add("pool", "is required: the service has no default pool")
    return Wanted(
        device_number or "",
        spec.size_bytes,
        pool or "",
        mode or DEFAULT_MODE,
        spec.boot,
        image,
        wanted_system or 0,
        spec.virtual_disk,
        spec.size,
        _KINDS.get(spec.pool_type),
    )


def _virtual_disk(v: Violations, spec: pb.DiskSpec) -> None:
    v.require(
        spec.size_bytes <= MOST_VIRTUAL_DISK_BYTES, "size_bytes", f"a V-DISK has at most {MOST_VIRTUAL_DISK_BYTES}"
    )
    v.require(
        spec.size <= MOST_VIRTUAL_DISK_BYTES // BLOCK_BYTES,
        "size",
        f"a V-DISK has at most {MOST_VIRTUAL_DISK_BYTES // BLOCK_BYTES} blocks",
    )
    v.require(not spec.pool_type, "pool_type", "a V-DISK comes from no pool")
    v.require(not spec.pool, "pool", "a V-DISK comes from no pool")
    v.require(not spec.image, "image", "a V-DISK is empty at each logon: no image can be written to it")
    v.require(not spec.file_system, "file_system", "a V-DISK is empty at each logon: the guest itself has to format it")
    v.require(not spec.boot, "boot", "a V-DISK is empty at each logon: nothing can be booted from it")


def checksum_mismatch(field: str, expected: str, actual: str) -> Exception:
    """INVALID_ARGUMENT: the content is not what the caller said it would be."""
    text = f"the content's {field.upper()} is {actual}, not {expected}"
    return invalid_argument([Violation(field, text)], reason="CHECKSUM_MISMATCH")
