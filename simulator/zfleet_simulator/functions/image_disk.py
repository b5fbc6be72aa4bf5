# SPDX-License-Identifier: Apache-2.0
"""Minidisks: in the directory, and on running guests."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory import Entry
from zfleet_simulator.functions.image_directory import changed, online_reason
from zfleet_simulator.guests import LinkedDisk, MemoryDisk
from zfleet_simulator.links import Wanted
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import AUTOMATIC, Link, Mdisk, Option, device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import BLOCK_BYTES, CYLINDER_BYTES, family, is_fba, size_in_units_of
from zfleet_smapi.calls import (
    ImageDiskCopy,
    ImageDiskCopyDM,
    ImageDiskCreate,
    ImageDiskCreateDM,
    ImageDiskDelete,
    ImageDiskDeleteDM,
    ImageDiskQuery,
    ImageDiskShare,
    ImageDiskShareDM,
    ImageDiskUnshare,
    ImageDiskUnshareDM,
    ImageMDISKLinkQuery,
)
from zfleet_smapi.calls.image_disk import ImageDiskQueryReply, ImageMDISKLinkQueryReply, LinkLine, VirtualDisk
from zfleet_smapi.declaration import OperationId, Reply

_UNIT_BYTES = {1: None, 2: 512, 3: 1024, 4: 2048, 5: 4096}
_READ_MODES = ("R", "RR")
_WRITE_MODES = ("W", "WR")


@serves(ImageDiskCreateDM)
def image_disk_create_dm(here: Context, call: ImageDiskCreateDM) -> OperationId:
    """A new minidisk in an entry, with space from where the caller says."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev = device_number(call.image_disk_number)
    _refuse_taken(entry, vdev)
    size = size_in_units_of(call.image_disk_device_type, _UNIT_BYTES[call.allocation_unit_size], call.image_disk_size)
    passwords = (call.read_password, call.write_password, call.multi_password)
    disk = _disk(
        here,
        entry.name,
        vdev,
        call.image_disk_device_type,
        call.image_disk_allocation_type,
        call.allocation_area_name_or_volser,
        size,
        call.image_disk_mode,
        passwords,
    )
    directory.update(entry.adding(disk))
    return OperationId(reason_code=online_reason(here))


def _refuse_taken(entry: Entry, vdev: int) -> None:
    if vdev in entry.device_numbers():
        raise Refusal(408, 4)


def _disk(
    here: Context,
    owner: str,
    vdev: int,
    device_type: str,
    allocation: str,
    area: str,
    size: int,
    mode: str,
    passwords: tuple[str, ...],
) -> Mdisk:
    """A statement with a real extent. Refusal 408/24, 408/0, 420/8, 24 for an allocation that is none."""
    allocation, mode = upper_case(allocation), upper_case(mode)
    given = tuple(upper_case(word) for word in passwords if word)
    device_type = upper_case(device_type) if upper_case(device_type) == "XXXX" else family(device_type)
    if allocation in ("T-DISK", "V-DISK"):
        return Mdisk(vdev, "FB-512" if allocation == "V-DISK" else device_type, allocation, None, size, "", mode, given)
    if allocation == "DEVNO":
        rdev = here.parts.configuration.real_number(upper_case(area))
        if rdev is None or f"{rdev:04X}" not in here.parts.configuration.dasd:
            raise Refusal(420, 8)
        return Mdisk(vdev, device_type, "DEVNO", None, 0, f"{rdev:04X}", mode, given)
    if not size:
        raise Refusal(24, 615)
    if allocation in AUTOMATIC:
        return here.parts.directory.allocate(
            Mdisk(vdev, device_type, allocation, None, size, upper_case(area), mode, given)
        )
    if not allocation.isdecimal():
        raise Refusal(24, 319)
    disk = Mdisk(vdev, device_type, "", int(allocation), size, upper_case(area), mode, given)
    here.parts.volumes.check_fixed(owner, disk)
    return disk


@serves(ImageDiskDeleteDM)
def image_disk_delete_dm(here: Context, call: ImageDiskDeleteDM) -> OperationId:
    """Take a minidisk out of an entry; its space and content go."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    vdev = device_number(call.image_disk_number)
    disk = entry.mdisk(vdev)
    if disk is None:
        raise Refusal(208, 36)
    directory.refuse_locked_device(entry.name, vdev, 408)
    directory.update(entry.without(disk))
    return OperationId(reason_code=online_reason(here))


@serves(ImageDiskCopyDM)
def image_disk_copy_dm(here: Context, call: ImageDiskCopyDM) -> OperationId:
    """Copy a minidisk to the target, into a new disk or one that is there."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    source = directory.image(call.source_image_name)
    vdev, source_vdev = device_number(call.image_disk_number), device_number(call.source_image_disk_number)
    original = source.mdisk(source_vdev)
    if original is None:
        raise Refusal(408, 8)
    directory.refuse_locked_device(source.name, source_vdev, 408)
    there = entry.mdisk(vdev)
    if call.image_disk_allocation_type:
        _refuse_taken(entry, vdev)
        passwords = (call.read_password, call.write_password, call.multi_password)
        mode = call.image_disk_mode or original.mode
        there = _disk(
            here,
            entry.name,
            vdev,
            original.device_type,
            call.image_disk_allocation_type,
            call.allocation_area_name,
            original.size,
            mode,
            passwords,
        )
        directory.update(entry.adding(there))
    elif there is None:
        raise Refusal(408, 8)
    if is_fba(there.device_type) != is_fba(original.device_type):
        raise Refusal(404, 24)
    if there.size != original.size:
        raise Refusal(404, 28)
    size = original.size * (BLOCK_BYTES if is_fba(original.device_type) else CYLINDER_BYTES)
    here.parts.agents.installations.copied((source.name, source_vdev), (entry.name, vdev))
    here.parts.contents.copy((source.name, source_vdev), (entry.name, vdev), size)
    return OperationId(reason_code=online_reason(here), operation_id=0)


@serves(ImageDiskShareDM)
def image_disk_share_dm(here: Context, call: ImageDiskShareDM) -> Reply:
    """A LINK statement. The owner's number comes first here, unlike in Image_Disk_Share."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    owner = directory.image(call.target_image_name)
    owner_vdev, vdev = device_number(call.image_disk_number), device_number(call.target_image_disk_number)
    disk = owner.mdisk(owner_vdev)
    if disk is None:
        raise Refusal(408, 8)
    directory.refuse_locked_device(owner.name, owner_vdev, 408)
    _refuse_taken(entry, vdev)
    mode = upper_case(call.read_write_mode) or "RR"
    _check_link_password(here, disk, mode, call.optional_password, 408)
    directory.update(entry.adding(Link(owner.name, owner_vdev, vdev, mode)))
    return changed(here)


def _check_link_password(here: Context, disk: Mdisk, mode: str, password: str, code: int) -> None:
    """Refusal code/28 when the disk has no password for that mode, code/32 when it is not this one.

    A caller whose own entry has OPTION LNKNOPAS needs none.
    """
    caller = here.parts.directory.online(here.caller.user_id)
    if caller is not None and any("LNKNOPAS" in option.words for option in caller.all(Option)) and not password:
        return
    wanted = 0 if mode in _READ_MODES else 1 if mode in _WRITE_MODES else 2
    if len(disk.passwords) <= wanted:
        raise Refusal(code, 28)
    if disk.passwords[wanted] not in ("ALL", upper_case(password)):
        raise Refusal(code, 32)


@serves(ImageDiskUnshareDM)
def image_disk_unshare_dm(here: Context, call: ImageDiskUnshareDM) -> Reply:
    """Take a LINK statement out."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    owner_vdev, vdev = device_number(call.image_disk_number), device_number(call.target_image_disk_number)
    wanted = (upper_case(call.target_image_name), owner_vdev, vdev)
    link = next((one for one in entry.all(Link) if (one.user_id, one.owner_vdev, one.vdev) == wanted), None)
    if link is None:
        raise Refusal(408, 8)
    directory.update(entry.without(link))
    return changed(here)


# --- running guests --------------------------------------------------------------------------------------------------


@serves(ImageDiskCreate)
def image_disk_create(here: Context, call: ImageDiskCreate) -> Reply:
    """Give a running guest a disk that its entry has."""
    _link_own(here, call.target, device_number(call.image_disk_number), call.image_disk_mode)
    return done()


@serves(ImageDiskCopy)
def image_disk_copy(here: Context, call: ImageDiskCopy) -> Reply:
    """Give a running guest the disk that Image_Disk_Copy_DM made for it."""
    _link_own(here, call.target, device_number(call.image_disk_number), "")
    return done()


def _link_own(here: Context, target: str, vdev: int, mode: str) -> None:
    cp = here.parts.cp
    guest = cp.active(target)
    entry = here.parts.directory.online(guest.user_id)
    disk = entry.mdisk(vdev) if entry is not None else None
    if disk is None:
        raise Refusal(208, 36)
    if vdev in guest.occupied():
        raise Refusal(208, 4)
    if disk.allocation in ("T-DISK", "V-DISK"):
        volume = "(TEMP)" if disk.allocation == "T-DISK" else "(VDSK)"
        cp.guests.put(guest.user_id, guest.with_device(MemoryDisk(vdev, disk.device_type, volume, disk.size)))
        return
    try:
        cp.link(guest.user_id, Wanted(guest.user_id, vdev, vdev, upper_case(mode or disk.mode).rstrip("V")))
    except Refusal as refusal:
        raise Refusal(208, 8 if refusal.reason_code == 12 else refusal.reason_code) from None


@serves(ImageDiskDelete)
def image_disk_delete(here: Context, call: ImageDiskDelete) -> Reply:
    """Take a disk away from a running guest."""
    here.parts.cp.detach_disk(call.target, device_number(call.image_disk_number))
    return done()


@serves(ImageDiskShare)
def image_disk_share(here: Context, call: ImageDiskShare) -> Reply:
    """Link another image's disk to a running guest."""
    guest = here.parts.cp.active(call.target)
    owner, owner_vdev = upper_case(call.target_image_name), device_number(call.target_image_disk_number)
    mode = upper_case(call.read_write_mode) or "RR"
    try:
        disk = here.parts.cp.disk_of(owner, owner_vdev)
    except Refusal:
        raise Refusal(208, 12) from None
    _check_link_password(here, disk, mode, call.optional_password, 208)
    here.parts.cp.link(guest.user_id, Wanted(owner, owner_vdev, device_number(call.image_disk_number), mode))
    return done()


@serves(ImageDiskUnshare)
def image_disk_unshare(here: Context, call: ImageDiskUnshare) -> Reply:
    """Detach a linked disk from a running guest."""
    here.parts.cp.detach_disk(call.target, device_number(call.image_disk_number))
    return done()


@serves(ImageDiskQuery)
def image_disk_query(here: Context, call: ImageDiskQuery) -> ImageDiskQueryReply:
    """The disks of a running guest."""
    guest = here.parts.cp.active(call.target)
    disks = [one for one in guest.devices.values() if isinstance(one, (LinkedDisk, MemoryDisk))]
    if upper_case(call.vdasd_id) != "ALL":
        vdev = _number_or_bad_operand(call.vdasd_id, "vdasd_id")
        disks = [one for one in disks if one.vdev == vdev]
    if not disks:
        raise Refusal(8, 8)
    return ImageDiskQueryReply(vdasd_array=tuple(_virtual_disk(one) for one in disks))


def _number_or_bad_operand(text: str, name: str) -> int:
    if not all(letter in "0123456789ABCDEFabcdef" for letter in text):
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={upper_case(name)}")
    return device_number(text)


def _virtual_disk(disk: LinkedDisk | MemoryDisk) -> VirtualDisk:
    linked = isinstance(disk, LinkedDisk)
    blocks = is_fba(disk.device_type)
    return VirtualDisk(
        vdasd_vdev=f"{disk.vdev:04X}",
        vdasd_rdev=f"{disk.rdev:04X}" if isinstance(disk, LinkedDisk) else "VDSK",
        vdasd_access_type=2 if not linked or (isinstance(disk, LinkedDisk) and disk.writable) else 1,
        vdasd_devtype="9336" if blocks else disk.device_type[:4],
        vdasd_size=disk.size,
        vdasd_unit=2 if blocks else 1,
        vdasd_volid=disk.volume,
    )


@serves(ImageMDISKLinkQuery)
def image_mdisk_link_query(here: Context, call: ImageMDISKLinkQuery) -> ImageMDISKLinkQueryReply:
    """Who has a disk of an image linked."""
    vdev = _number_or_bad_operand(call.vdev, "vdev")
    guest = here.parts.cp.running(call.target)
    if guest is None:
        raise Refusal(8, 12)
    device = guest.devices.get(vdev)
    owner, owner_vdev = guest.user_id, vdev
    if isinstance(device, LinkedDisk):
        owner, owner_vdev = device.owner, device.owner_vdev
    elif here.parts.directory.entry(owner).mdisk(vdev) is None:
        raise Refusal(8, 8)
    system = here.parts.configuration.installed.system_name
    lines = tuple(
        LinkLine(f"{system:<8} {held.holder} {held.vdev:04X} {'WRITE' if held.writable else 'READ'}")
        for held in here.parts.cp.links.of(owner, owner_vdev)
    )
    if not lines:
        return ImageMDISKLinkQueryReply(reason_code=28, bare=True)
    return ImageMDISKLinkQueryReply(link_array=lines)
