# SPDX-License-Identifier: Apache-2.0
"""/guests/{userid}/disks, and disks as guests are created with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zfleet.guest.v1 import guest_system_service_pb2 as system
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.rest import sizes
from zfleet_gateway.rest.envelope import INVALID, NOT_IMPLEMENTED, Module, Refusal, conflict, failed, missing
from zfleet_gateway.rest.models.disks import ConfigureDisks, CreateDisks, DeleteDisks, Disk
from zfleet_gateway.rest.power import is_on
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import BOOLEAN, INTEGER, NOTHING, TEXT, array, record
from zfleet_gateway.settings import GatewaySettings

ROOT_DEVICE = 0x0100
DEFAULT_FORMAT = "ext4"

_FILE_SYSTEMS = {
    "ext2": storage.FILE_SYSTEM_EXT2,
    "ext3": storage.FILE_SYSTEM_EXT3,
    "ext4": storage.FILE_SYSTEM_EXT4,
    "xfs": storage.FILE_SYSTEM_XFS,
    "swap": storage.FILE_SYSTEM_SWAP,
    "none": storage.FILE_SYSTEM_UNSPECIFIED,
}
_TYPES = {"ECKD": storage.DISK_TYPE_ECKD, "FBA": storage.DISK_TYPE_FBA}
_TYPE_NAMES = {number: name for name, number in _TYPES.items()}
_UNITS = {storage.SIZE_UNIT_CYLINDERS: "Cylinders", storage.SIZE_UNIT_BLOCKS: "Blocks"}


def pool_of(text: str) -> tuple[str, storage.DiskType]:
    """Name and type of ECKD:NAME or FBA:NAME."""
    kind, _, name = text.partition(":")
    return name.upper(), _TYPES[kind.upper()]


def pool_text(name: str, kind: storage.DiskType) -> str:
    """The same the other way round."""
    return f"{_TYPE_NAMES.get(kind, 'ECKD')}:{name}"


def format_of(disk: Disk) -> str:
    """What is put on it: nothing on a disk to boot from, ext4 on others unless said otherwise."""
    return "none" if disk.is_boot_disk else disk.format or DEFAULT_FORMAT


def specs_of(disks: Sequence[Disk], settings: GatewaySettings) -> list[storage.DiskSpec]:
    """What the storage service is asked for. Refusal when a pool must be named."""
    return [_spec(disk, len(disks) == 1, settings) for disk in disks]


def _spec(disk: Disk, only: bool, settings: GatewaySettings) -> storage.DiskSpec:
    spec = storage.DiskSpec(device_number=disk.vdev or "", boot=disk.is_boot_disk)
    count = sizes.size_bytes(disk.size)
    if count is None:
        spec.size = int(disk.size)
    else:
        spec.size_bytes = count
    pool = disk.disk_pool
    if format_of(disk) == "swap" and pool is None and (only or not settings.rest_swap_on_minidisk):
        spec.virtual_disk = True
        return spec
    if pool is None and settings.rest_disk_pools:
        if len(settings.rest_disk_pools) > 1:
            raise Refusal(INVALID, "disk_pool is required: several disk pools are configured", reason="POOL_REQUIRED")
        pool = settings.rest_disk_pools[0]
    if pool is not None:
        spec.pool, spec.pool_type = pool_of(pool)
    spec.file_system = _FILE_SYSTEMS[format_of(disk)]
    return spec


def shown(asked: Sequence[Disk], made: Sequence[storage.Disk]) -> list[dict[str, Any]]:
    """Disks as they came to be, in the order of the request."""
    return [
        {
            "size": given.size if given.size[-1] in "mMgG" else sizes.shown(disk.size_bytes),
            "is_boot_disk": given.is_boot_disk,
            "format": format_of(given),
            "vdev": disk.device_number.lower(),
            "disk_pool": pool_text(disk.pool, disk.type) if disk.pool else "",
        }
        for given, disk in zip(asked, made, strict=True)
    ]


async def active(to: InProcess, asked: Asked[None]) -> Any:
    """The disks that the running guest has."""
    answer = await to.call(to.storage.ListActiveDisks, storage.ListActiveDisksRequest(user_id=asked.user_id))
    return {
        "minidisks": [
            {
                "vdev": disk.device_number.lower(),
                "rdev": disk.real_device,
                "access_type": "R/O" if disk.read_only else "R/W",
                "device_type": disk.device_type,
                "device_size": disk.size,
                "device_units": _UNITS.get(disk.size_unit, ""),
                "volume_label": disk.volume,
            }
            for disk in answer.disks
        ]
    }


async def create(to: InProcess, asked: Asked[CreateDisks]) -> Any:
    """More disks, all or none."""
    disks = asked.body.disk_info.disk_list
    if not disks:
        return ""
    request = storage.CreateDisksRequest(user_id=asked.user_id, disks=specs_of(disks, to.settings))
    answer = await to.call(to.storage.CreateDisks, request)
    return shown(disks, answer.disks)


async def configure(to: InProcess, asked: Asked[ConfigureDisks]) -> None:
    """Lets the guest's Linux set up disks. One without a device number is that of its place after the root disk."""
    disks = asked.body.disk_info.disk_list
    if not disks:
        return
    setups = [
        system.DiskSetup(
            device_number=disk.vdev or f"{ROOT_DEVICE + 1 + place:04x}",
            file_system=disk.format,
            mount_point="" if disk.format in ("swap", "none") else disk.mntdir,
        )
        for place, disk in enumerate(disks)
    ]
    request = system.ConfigureDisksRequest(user_id=asked.user_id, disks=setups)
    await to.call(to.guest_system.ConfigureDisks, request)


async def delete(to: InProcess, asked: Asked[DeleteDisks]) -> None:
    """Removes disks of a guest that is off; those that are gone already are no error."""
    if await is_on(to, asked.user_id):
        text = f"disks of {asked.user_id} cannot be deleted while it is on"
        raise Refusal(NOT_IMPLEMENTED, text, reason="GUEST_RUNNING")
    numbers = asked.body.vdev_info.vdev_list
    request = storage.DeleteDisksRequest(user_id=asked.user_id, device_numbers=numbers, allow_missing=True)
    await to.call(to.storage.DeleteDisks, request)


DISK = record(size=TEXT, is_boot_disk=BOOLEAN, format=TEXT, vdev=TEXT, disk_pool=TEXT)
MAKING = {
    "DEVICE_NUMBER_TAKEN": conflict(Module.GUEST, 1),
    "FORMAT_FAILED": failed(Module.GUEST, 2),
    "FORMAT_TIMED_OUT": failed(Module.GUEST, 2),
    "LINK_REFUSED": failed(Module.GUEST, 2, 409),
}
RULES = MAKING | {"ENTRY_LOCKED": conflict(Module.GUEST, 1), "DISK_NOT_FOUND": missing(Module.GUEST)}
_PATH = "/guests/{userid}/disks"
_ACTIVE = record(
    vdev=TEXT,
    rdev=TEXT,
    access_type=TEXT,
    device_type=TEXT,
    device_size=INTEGER,
    device_units=TEXT,
    volume_label=TEXT,
)

ROUTES = (
    Route(
        method="POST",
        path=_PATH,
        handler=create,
        summary="Add disks to a guest",
        module=Module.GUEST,
        body=CreateDisks,
        managed=True,
        rules=RULES,
        answer={"anyOf": [array(DISK), NOTHING]},
        calls=("storage.CreateDisks",),
    ),
    Route(
        method="PUT",
        path=_PATH,
        handler=configure,
        summary="Let a guest's Linux set up disks",
        module=Module.GUEST,
        body=ConfigureDisks,
        managed=True,
        rules=RULES,
        answer=NOTHING,
        calls=("guest.ConfigureDisks",),
    ),
    Route(
        method="DELETE",
        path=_PATH,
        handler=delete,
        summary="Remove disks of a guest that is off",
        module=Module.GUEST,
        body=DeleteDisks,
        managed=True,
        rules=RULES,
        answer=NOTHING,
        calls=("guest.GetGuest", "storage.DeleteDisks"),
    ),
    Route(
        method="GET",
        path=_PATH,
        handler=active,
        summary="The disks that a running guest has",
        module=Module.GUEST,
        answer=record(minidisks=array(_ACTIVE)),
        calls=("storage.ListActiveDisks",),
    ),
)
