# SPDX-License-Identifier: Apache-2.0
"""Adds planned disks to an existing guest: to its directory entry, and to the running guest when it is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from zfleet_runtime.errors import already_exists
from zfleet_runtime.log import Log
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageDiskCreate, ImageDiskCreateDM
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import ReplyLost, SmapiError
from zfleet_storage.delete import DiskRemoval
from zfleet_storage.disks import Disk
from zfleet_storage.entry import Entry, read_entry
from zfleet_storage.format import Formatting, check_size, tool_for
from zfleet_storage.reserve import Reservations
from zfleet_storage.sizes import DiskKind
from zfleet_storage.together import to_the_end, together
from zfleet_storage.transfer import Progress

CYLINDERS, BLOCKS = 1, 2
NOT_FORMATTED = 1
NOT_ACTIVE = (200, 12)
LINKED_ALREADY = (208, 4)


class DiskCreation:
    """Adds disks, all of them or none."""

    def __init__(
        self,
        smapi: SmapiClient,
        reservations: Reservations,
        removal: DiskRemoval,
        formatting: Formatting,
        turns: Turns,
        log: Log,
    ) -> None:
        self._smapi = smapi
        self._reservations = reservations
        self._removal = removal
        self._formatting = formatting
        self._turns = turns
        self._log = log

    async def create_planned(self, user_id: str, request_id: str) -> list[Disk]:
        """Adds the disks of an earlier plan, as `create`. NOT_FOUND when there is no such plan."""
        return await self.create(user_id, await self._reservations.planned(request_id, user_id))

    async def create(
        self, user_id: str, planned: Sequence[Disk], systems: Mapping[str, str] = MappingProxyType({})
    ) -> list[Disk]:
        """Adds what was planned and is not there yet; gives all of it with its places.

        `systems` are the file systems to put on disks, by device number, before a running guest gets them. NOT_FOUND
        when the guest does not exist; errors of formatting as `Formatting.format_disk`. After any failure the disks
        added so far are taken away again.
        """
        for disk in planned:
            if disk.device_number in systems:
                tool_for(systems[disk.device_number])
                check_size(disk, systems[disk.device_number])
        async with self._turns.of(user_id):
            entry = await self._entry(user_id)
            missing = _missing(planned, entry)
            added: list[Disk] = []
            try:
                for disk in missing:
                    await self._add(disk, added)
                entry = await self._entry(user_id) if missing else entry
                planned = await together(self._formatted(disk, systems.get(disk.device_number, "")) for disk in planned)
                await self._attach(planned)
                return await self._reservations.confirm_found(planned, entry.minidisks)
            except BaseException:  # a cancelled call is undone as well
                await to_the_end(self._undo(added), f"undo disks of {user_id}")
                raise

    async def _entry(self, user_id: str) -> Entry:
        entry = await read_entry(self._smapi, user_id)
        if entry is None:
            raise no_such_guest(user_id)
        return entry

    async def _add(self, disk: Disk, added: list[Disk]) -> None:
        added.append(disk)
        try:
            # Broken off, it might still be done after its undo has found nothing to take away.
            await to_the_end(self._smapi.call(add_call(disk)), f"add disk {disk.device_number} of {disk.user_id}")
        except ReplyLost:
            entry = await self._entry(disk.user_id)
            if disk.device_number not in entry.minidisks:
                raise
        except SmapiError as error:
            if error.return_code is not None:  # refused for certain: what is under that number is not ours
                added.remove(disk)
            raise

    async def _formatted(self, disk: Disk, system: str) -> Disk:
        if not system or disk.file_system == system:  # an earlier attempt of the same request has done it
            return disk
        return await self._formatting.format_disk(disk, system, Progress())

    async def _attach(self, planned: Sequence[Disk]) -> None:
        """Gives the disks to the running guest; whether it is on, the first call finds out."""
        for disk in planned:
            call = ImageDiskCreate(target=disk.user_id, image_disk_number=disk.device_number, image_disk_mode=disk.mode)
            try:
                await self._smapi.call(call)
            except SmapiError as error:
                codes = (error.return_code, error.reason_code)
                if codes == NOT_ACTIVE:
                    return
                if codes != LINKED_ALREADY:
                    raise

    async def _undo(self, added: Sequence[Disk]) -> None:
        for disk in reversed(added):
            try:
                await self._removal.remove(disk.user_id, disk.device_number)
            except SmapiError as error:
                self._log.error(
                    "disk left behind", user_id=disk.user_id, device_number=disk.device_number, error=str(error)
                )


def _missing(planned: Sequence[Disk], entry: Entry) -> list[Disk]:
    """The disks that are not in the entry yet.

    One that is there with the planned size was added by an earlier attempt of the same request; ALREADY_EXISTS when
    somebody else has put another one under the number meanwhile.
    """
    missing = []
    for disk in planned:
        found = entry.minidisks.get(disk.device_number)
        if found is None:
            missing.append(disk)
        elif (found.size, found.virtual_disk) != (disk.size, disk.virtual_disk):
            raise already_exists("disk", f"{disk.user_id}/{disk.device_number}")
    return missing


def add_call(disk: Disk) -> ImageDiskCreateDM:
    """The SMAPI call that adds a planned disk to its owner's entry."""
    return ImageDiskCreateDM(
        target=disk.user_id,
        image_disk_number=disk.device_number,
        image_disk_device_type=disk.device_type,
        image_disk_allocation_type="V-DISK" if disk.virtual_disk else "AUTOG",
        allocation_area_name_or_volser=disk.pool,
        allocation_unit_size=CYLINDERS if disk.kind is DiskKind.ECKD else BLOCKS,
        image_disk_size=disk.size,
        image_disk_mode=disk.mode,
        image_disk_formatting=NOT_FORMATTED,
    )
