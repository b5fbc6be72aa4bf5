# SPDX-License-Identifier: Apache-2.0
"""The contract's messages to our values and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from google.protobuf.timestamp_pb2 import Timestamp

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_smapi.calls.image_disk import VirtualDisk
from zfleet_storage.disks import Disk
from zfleet_storage.image_records import Image
from zfleet_storage.packing import Packing
from zfleet_storage.pools import Pool, VolumeDefinition
from zfleet_storage.reserve import Placement
from zfleet_storage.sizes import MOST_UNITS, DiskKind
from zfleet_storage.space import FreeSpace
from zfleet_storage.stored_files import StoredFile
from zfleet_storage.tables import PLANNED
from zfleet_storage.transfer import Progress

_TYPES = {DiskKind.ECKD: pb.DISK_TYPE_ECKD, DiskKind.FBA: pb.DISK_TYPE_FBA}
_KIND_UNITS = {DiskKind.ECKD: pb.SIZE_UNIT_CYLINDERS, DiskKind.FBA: pb.SIZE_UNIT_BLOCKS}
_UNITS = {"CYL": pb.SIZE_UNIT_CYLINDERS, "BLK": pb.SIZE_UNIT_BLOCKS}
_IMAGE_DISK_TYPES = {
    "": pb.IMAGE_DISK_TYPE_UNSPECIFIED,
    "DASD": pb.IMAGE_DISK_TYPE_DASD,
    "SCSI": pb.IMAGE_DISK_TYPE_SCSI,
}
_PACKINGS = {
    Packing.RAW: pb.IMAGE_PACKING_RAW,
    Packing.CKD: pb.IMAGE_PACKING_CKD,
    Packing.CKD_GZIP: pb.IMAGE_PACKING_CKD_GZIP,
    Packing.FBA: pb.IMAGE_PACKING_FBA,
    Packing.FBA_GZIP: pb.IMAGE_PACKING_FBA_GZIP,
}
READ_ONLY, BLOCKS = 1, 2  # Image_Disk_Query's access type and unit
_FILE_SYSTEM_NAMES = {
    pb.FILE_SYSTEM_UNSPECIFIED: "",
    pb.FILE_SYSTEM_EXT2: "ext2",
    pb.FILE_SYSTEM_EXT3: "ext3",
    pb.FILE_SYSTEM_EXT4: "ext4",
    pb.FILE_SYSTEM_XFS: "xfs",
    pb.FILE_SYSTEM_SWAP: "swap",
}
_FILE_SYSTEMS = {name: number for number, name in _FILE_SYSTEM_NAMES.items()}


def file_system_name(number: int) -> str:
    """The contract's EXT4 as ext4."""
    return _FILE_SYSTEM_NAMES[cast("pb.FileSystem", number)]


def disk_message(disk: Disk) -> pb.Disk:
    """A disk."""
    return pb.Disk(
        user_id=disk.user_id,
        device_number=disk.device_number,
        pool=disk.pool,
        type=_TYPES[disk.kind],
        device_type=disk.device_type,
        size=disk.size,
        size_bytes=disk.size_bytes,
        volume=disk.volume,
        start=disk.start,
        mode=disk.mode,
        boot=disk.boot,
        image=disk.image,
        file_system=_FILE_SYSTEMS[disk.file_system],
        state=pb.DISK_STATE_PLANNED if disk.state == PLANNED else pb.DISK_STATE_CREATED,
        virtual_disk=disk.virtual_disk,
    )


def disk_messages(disks: Iterable[Disk]) -> list[pb.Disk]:
    """Disks."""
    return [disk_message(disk) for disk in disks]


def pool_message(pool: Pool, reserved: Sequence[int], *, with_volumes: bool = False) -> pb.Pool:
    """A pool, with the sizes of planned disks taken off its free space."""
    free = FreeSpace(pool.free)
    free.reserve(reserved)
    in_bytes = pool.kind.bytes
    message = pb.Pool(
        name=pool.name,
        type=_TYPES[pool.kind],
        size_bytes=in_bytes(pool.size),
        used_bytes=in_bytes(pool.used),
        free_bytes=in_bytes(free.total),
        reserved_bytes=in_bytes(sum(reserved)),
        largest_free_bytes=in_bytes(free.largest),
    )
    if with_volumes:
        for volume in pool.volumes:
            message.volumes.add(label=volume.label, device_type=volume.device_type, size=volume.size, free=volume.free)
        for extent in pool.extents:
            message.free_extents.add(
                volume=extent.volume,
                device_type=extent.device_type,
                start=extent.start,
                size=extent.size,
                size_bytes=in_bytes(extent.size),
                group=extent.pool,
                region=extent.region,
            )
    return message


def volume_message(volume: VolumeDefinition) -> pb.GetVolumeResponse:
    """A real volume."""
    return pb.GetVolumeResponse(
        label=volume.label,
        device_type=volume.device_type,
        size=volume.size,
        size_unit=_KIND_UNITS[volume.kind],
        regions=volume.regions,
    )


def active_disk_message(disk: VirtualDisk) -> pb.ActiveDisk:
    """A disk of a running guest."""
    return pb.ActiveDisk(
        device_number=disk.vdasd_vdev.strip().zfill(4),
        real_device=disk.vdasd_rdev.strip(),
        read_only=disk.vdasd_access_type == READ_ONLY,
        device_type=disk.vdasd_devtype.strip(),
        size=disk.vdasd_size,
        size_unit=pb.SIZE_UNIT_BLOCKS if disk.vdasd_unit == BLOCKS else pb.SIZE_UNIT_CYLINDERS,
        volume=disk.vdasd_volid.strip(),
    )


def image_message(image: Image, path: Path) -> pb.Image:
    """An image whose content lies at `path`."""
    return pb.Image(
        name=image.name,
        os_version=image.os_version,
        size_bytes=image.size_bytes,
        sha256=image.sha256,
        import_time=_time(image.imported_at),
        md5=image.md5,
        disk_type=_IMAGE_DISK_TYPES[image.disk_type],
        disk_size=image.disk_size,
        size_unit=_UNITS[image.disk_unit],
        disk_size_bytes=image.disk_bytes,
        packing=_PACKINGS[image.packing],
        last_use_time=_time(image.used_at) if image.used_at else None,
        path=str(path),
    )


def file_message(file: StoredFile) -> pb.StoredFile:
    """An uploaded file."""
    return pb.StoredFile(
        id=file.id,
        path=str(file.path),
        url=file.url,
        size_bytes=file.size_bytes,
        md5=file.md5,
        sha256=file.sha256,
        expire_time=_time(file.expires_at),
    )


def _time(seconds: float) -> Timestamp:
    message = Timestamp()
    message.FromNanoseconds(int(seconds * 1e9))
    return message


def progress_message(progress: Progress) -> pb.Progress:
    """How far work has come."""
    return pb.Progress(done_bytes=progress.done, total_bytes=progress.total)


def placements_of(v: Violations, placements: Sequence[pb.DiskPlacement]) -> list[Placement]:
    """Where the directory manager has put disks, checked."""
    found = []
    for at, placement in enumerate(placements):
        within = v.within(f"placements[{at}]")
        number = within.check("device_number", values.device_number, placement.device_number)
        volume = within.check("volume", values.volume_label, placement.volume)
        within.require(1 <= placement.size <= MOST_UNITS, "size", f"must be 1 to {MOST_UNITS}")
        within.require(placement.start <= MOST_UNITS, "start", f"must be at most {MOST_UNITS}")
        found.append(Placement(number, volume, placement.start, placement.size))
    return found
