# SPDX-License-Identifier: Apache-2.0
"""Volumes attached and detached: counted in the records, their FCP devices dedicated and taken away in z/VM.

The first volume over a device dedicates it, the last one takes it away. Records are written before z/VM is touched;
what was done is taken back in reverse when a part fails.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_runtime.database import Database
from zfleet_runtime.errors import Violation, ZfleetError, failed_precondition, invalid_argument
from zfleet_runtime.log import Log
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.errors import SmapiError
from zfleet_storage.together import to_the_end
from zfleet_storage.volumes import fcp_devices, fcp_templates
from zfleet_storage.volumes import volume_changes as changes
from zfleet_storage.volumes.dedicate import Dedications, DirectoryDevices
from zfleet_storage.volumes.fcp_devices import FcpDevice, State
from zfleet_storage.volumes.guest_turns import GuestTurns
from zfleet_storage.volumes.inventory import Inventory
from zfleet_storage.volumes.volume_changes import ATTACH, DETACH, NONE, DeviceChange, VolumeChange

REMEMBERED = 30 * 86400.0  # seconds that a change can be taken back


@dataclass(frozen=True, slots=True)
class Asked:
    """A volume of a guest that is to be attached or detached: its devices, and which parts are to be done."""

    request_id: str
    user_id: str
    device_numbers: Sequence[str]
    template_id: str = ""
    count: bool = True
    dedicate: bool = True
    keep_on_failure: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The devices afterwards, and those whose dedication was changed."""

    devices: Sequence[FcpDevice]
    changed: Sequence[str] = ()
    guest_missing: bool = False


class Attachments:
    """Attaches and detaches volumes, and takes that back."""

    def __init__(
        self, database: Database, dedications: Dedications, inventory: Inventory, turns: GuestTurns, log: Log
    ) -> None:
        self._database = database
        self._dedications = dedications
        self._inventory = inventory
        self._turns = turns
        self._log = log

    async def attach(self, asked: Asked) -> Done:
        """See the contract's AttachVolume. A repeat under the same request_id goes on with what the first one began."""
        await self._know_devices(asked)
        async with self._turns.of(asked.user_id):
            entry = await self._entry(asked) if asked.dedicate else None
            change = await self._begin_attach(asked, entry)
            try:
                if entry is not None:
                    await self._dedications.add(asked.user_id, change.dedicated, entry)
            except BaseException as error:
                await self._failed(asked, change, error)
                raise
            return Done(await self._devices(asked.device_numbers), change.dedicated)

    async def detach(self, asked: Asked) -> Done:
        """See the contract's DetachVolume. A repeat as in `attach`."""
        async with self._turns.of(asked.user_id):
            entry = await self._dedications.look(asked.user_id) if asked.dedicate else None
            change = await self._begin_detach(asked, entry)
            try:
                if entry is not None:
                    await self._dedications.remove(asked.user_id, change.dedicated, entry)
            except BaseException as error:
                await self._failed(asked, change, error)
                raise
            missing = asked.dedicate and entry is None
            if asked.dedicate:
                async with self._database.writing() as session:
                    await changes.free_unreleasable(session, asked.user_id, asked.device_numbers)
            return Done(await self._devices(asked.device_numbers), change.dedicated, guest_missing=missing)

    async def undo(self, request_id: str, user_id: str) -> bool:
        """Takes back what was done under a request_id; False when there is nothing to take back."""
        async with self._turns.of(user_id):
            async with self._database.writing() as session:
                change = await changes.find(session, request_id)
                if change is None:
                    # Should it still come, it finds that it was undone.
                    await changes.keep(session, VolumeChange(request_id, user_id, NONE, (), undone=True))
                    return False
            if change.user_id != user_id:
                text = "was used before for another guest"
                raise invalid_argument([Violation("request_id", text)], reason="REQUEST_ID_REUSED")
            if change.undone:
                return False
            await to_the_end(self._take_back(change, for_good=True), f"undo {request_id}")
            return True

    async def refuse_undone(self, request_id: str) -> None:
        """FAILED_PRECONDITION (REQUEST_UNDONE) when what was done under a request_id was taken back."""
        if request_id:
            async with self._database.reading() as session:
                change = await changes.find(session, request_id)
            if change is not None:
                changes.refuse_undone(change)

    async def sweep(self) -> None:
        """Forgets changes that nobody will take back any more."""
        async with self._database.writing() as session:
            await changes.forget_old(session, time.time() - REMEMBERED)

    # --- records ---------------------------------------------------------------------------------------------------

    async def _know_devices(self, asked: Asked) -> None:
        """NOT_FOUND when a template or, after a look at z/VM, a device is missing."""
        async with self._database.reading() as session:
            if asked.template_id:
                await fcp_templates.read_one(session, asked.template_id)
            known = await fcp_devices.read_numbers(session, asked.device_numbers)
        if len(known) < len(set(asked.device_numbers)):
            await self._inventory.sync()

    async def _entry(self, asked: Asked) -> DirectoryDevices:
        entry = await self._dedications.look(asked.user_id)
        if entry is None:
            raise no_such_guest(asked.user_id)
        for number in asked.device_numbers:
            if int(number, 16) in entry.taken and not entry.has(number):
                text = f"{asked.user_id} has another device {number}"
                raise failed_precondition("DEVICE_NUMBER_IN_USE", text, metadata={"device_number": number})
        return entry

    async def _begin_attach(self, asked: Asked, entry: DirectoryDevices | None) -> VolumeChange:
        async with self._database.writing() as session:
            earlier = await changes.find(session, asked.request_id)
            if earlier is not None:
                changes.refuse_undone(earlier)
                return earlier
            if asked.count:
                before = await changes.count_on(session, asked.user_id, asked.template_id, asked.device_numbers)
            else:
                before = await self._own(await fcp_devices.read_numbers(session, asked.device_numbers), asked)
            change = VolumeChange(
                asked.request_id,
                asked.user_id,
                ATTACH,
                tuple(_attached(one, asked, entry) for one in before),
            )
            await changes.keep(session, change)
            return change

    async def _own(self, known: dict[str, FcpDevice], asked: Asked) -> list[FcpDevice]:
        for number in asked.device_numbers:
            if number not in known:
                raise fcp_devices.no_such_device(number)
            if known[number].taken and known[number].assigner != asked.user_id:
                raise changes.taken(known[number])
        return [known[number] for number in asked.device_numbers]

    async def _begin_detach(self, asked: Asked, entry: DirectoryDevices | None) -> VolumeChange:
        async with self._database.writing() as session:
            earlier = await changes.find(session, asked.request_id)
            if earlier is not None:
                changes.refuse_undone(earlier)
                return earlier
            if asked.count:
                found = await changes.count_off(session, asked.user_id, asked.device_numbers)
            else:
                found = await fcp_devices.read_numbers(session, asked.device_numbers)
            before = [found.get(number) or FcpDevice(number, State.NOT_FOUND) for number in asked.device_numbers]
            change = VolumeChange(
                asked.request_id, asked.user_id, DETACH, tuple(_detached(one, asked, entry) for one in before)
            )
            await changes.keep(session, change)
            return change

    async def _devices(self, numbers: Sequence[str]) -> list[FcpDevice]:
        async with self._database.reading() as session:
            known = await fcp_devices.read_numbers(session, numbers)
        return [known.get(number) or FcpDevice(number, State.NOT_FOUND) for number in numbers]

    # --- back ------------------------------------------------------------------------------------------------------

    async def _failed(self, asked: Asked, change: VolumeChange, error: BaseException) -> None:
        """Takes back what was done, unless it is to be left. The caller raises the error in any case."""
        if asked.keep_on_failure and isinstance(error, Exception):
            self._log.warning("volume left as it is", user_id=change.user_id, kind=change.kind, error=str(error))
            return
        try:
            await to_the_end(self._take_back(change, for_good=False), f"undo {change.kind} for {change.user_id}")
        except (ZfleetError, SmapiError) as second:  # the first error is the answer
            self._log.error("volume not undone", user_id=change.user_id, kind=change.kind, error=str(second))

    async def _take_back(self, change: VolumeChange, *, for_good: bool) -> None:
        """z/VM first, then the records. `for_good`: nothing can be done under its request_id any more."""
        entry = await self._dedications.look(change.user_id) if change.dedicated else None
        if entry is not None and change.kind == ATTACH:
            unused = await self._needed_by_nobody_else(change)
            await self._dedications.remove(change.user_id, unused, entry)
        elif entry is not None:
            await self._dedications.add(change.user_id, change.dedicated, entry)
        async with self._database.writing() as session:
            if change.kind == ATTACH:
                await changes.take_back_attach(session, change)
            else:
                await changes.take_back_detach(session, change)
            if for_good:
                await changes.mark_undone(session, change.request_id)
            else:
                await changes.forget(session, change.request_id)

    async def _needed_by_nobody_else(self, change: VolumeChange) -> list[str]:
        """The devices that an attachment dedicated and that no other volume has been attached over since."""
        async with self._database.reading() as session:
            known = await fcp_devices.read_numbers(session, change.dedicated)
        own = {one.device_number: int(one.counted) for one in change.devices}
        return [
            number
            for number in change.dedicated
            if number not in known or known[number].connection_count <= own[number]
        ]


def _attached(before: FcpDevice, asked: Asked, entry: DirectoryDevices | None) -> DeviceChange:
    needed = asked.count or before.connection_count > 0
    dedicated = needed and entry is not None and not entry.has(before.device_number)
    # A reservation that came with another volume goes with that volume, not with this one.
    reserved = before.reserved and (before.template_id != "" or before.connection_count == 0)
    return DeviceChange(before.device_number, asked.count, dedicated, before.assigner, reserved, before.template_id)


def _detached(before: FcpDevice, asked: Asked, entry: DirectoryDevices | None) -> DeviceChange:
    mine = before.assigner == asked.user_id
    counted = asked.count and mine and before.connection_count > 0
    left = before.connection_count - counted if mine else 0
    dedicated = left == 0 and entry is not None and entry.has(before.device_number)
    return DeviceChange(before.device_number, counted, dedicated, before.assigner, before.reserved, before.template_id)
