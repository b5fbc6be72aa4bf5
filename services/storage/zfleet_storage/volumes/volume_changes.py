# SPDX-License-Identifier: Apache-2.0
"""What an attachment or detachment changes in the records, kept so that it can be taken back, also after a crash."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import case, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_storage.tables import changed_rows
from zfleet_storage.volumes import fcp_devices
from zfleet_storage.volumes.fcp_devices import COLUMNS, TAKEN, FcpDevice, no_such_device
from zfleet_storage.volumes.tables import fcp_devices as table
from zfleet_storage.volumes.tables import volume_changes

ATTACH, DETACH, NONE = "attach", "detach", "none"


@dataclass(frozen=True, slots=True)
class DeviceChange:
    """What happens to one device. `reserved`, `assigner`, `template_id` are what they were before."""

    device_number: str
    counted: bool
    dedicated: bool  # z/VM's part is (ATTACH) or was (DETACH) to be changed
    assigner: str = ""
    reserved: bool = False
    template_id: str = ""


@dataclass(frozen=True, slots=True)
class VolumeChange:
    """One attachment (`kind` ATTACH) or detachment (DETACH) of a guest; NONE: undone before it was begun."""

    request_id: str
    user_id: str
    kind: str
    devices: tuple[DeviceChange, ...]
    undone: bool = False

    @property
    def dedicated(self) -> list[str]:
        """The devices whose dedication it changes."""
        return [device.device_number for device in self.devices if device.dedicated]

    @property
    def counted(self) -> list[DeviceChange]:
        """The devices whose count it changes, in one order, so that nobody waits in a circle."""
        return sorted((one for one in self.devices if one.counted), key=lambda one: one.device_number)


async def find(session: AsyncSession, request_id: str) -> VolumeChange | None:
    """The change that was made under a request_id."""
    if not request_id:
        return None
    found = await session.execute(select(volume_changes).where(volume_changes.c.request_id == request_id))
    row = found.one_or_none()
    if row is None:
        return None
    devices = tuple(DeviceChange(**each) for each in json.loads(row.devices))
    return VolumeChange(row.request_id, row.user_id, row.kind, devices, row.undone)


async def keep(session: AsyncSession, change: VolumeChange) -> None:
    """Writes a change down, when it has a request_id. IntegrityError when there is one."""
    if change.request_id:
        row = {
            "request_id": change.request_id,
            "user_id": change.user_id,
            "kind": change.kind,
            "devices": json.dumps([asdict(device) for device in change.devices]),
            "undone": change.undone,
            "changed_at": time.time(),
        }
        await session.execute(insert(volume_changes).values(row))


async def mark_undone(session: AsyncSession, request_id: str) -> None:
    """Nothing can be done under this request_id any more."""
    of = volume_changes.c.request_id == request_id
    await session.execute(update(volume_changes).where(of).values(undone=True, changed_at=time.time()))


async def forget(session: AsyncSession, request_id: str) -> None:
    """As if it had never been asked for."""
    await session.execute(delete(volume_changes).where(volume_changes.c.request_id == request_id))


async def forget_old(session: AsyncSession, older_than: float) -> int:
    """Removes changes that were last touched before a time; how many."""
    old = volume_changes.c.changed_at < older_than
    return changed_rows(await session.execute(delete(volume_changes).where(old)))


def refuse_undone(change: VolumeChange) -> None:
    """FAILED_PRECONDITION when it was taken back."""
    if change.undone:
        raise failed_precondition("REQUEST_UNDONE", f"request {change.request_id} was undone")


async def count_on(session: AsyncSession, user_id: str, template_id: str, numbers: Sequence[str]) -> list[FcpDevice]:
    """Takes devices for a guest and counts a volume on each; the devices as they were, in the order of `numbers`.

    NOT_FOUND; FAILED_PRECONDITION (FCP_DEVICE_TAKEN) when another guest has one.
    """
    before = await _locked(session, numbers)
    for number in sorted(set(numbers)):
        if number not in before:
            raise no_such_device(number)
        changed = {"assigner": user_id, "reserved": True, "connection_count": COLUMNS.connection_count + 1}
        mine = or_(~TAKEN, COLUMNS.assigner.in_((user_id, "")))
        # What was recorded of a device that nobody has is of no meaning any more.
        template: object = template_id or case((TAKEN, COLUMNS.template_id), else_="")
        written = update(table).where(COLUMNS.device_number == number, mine)
        if not changed_rows(await session.execute(written.values(**changed, template_id=template))):
            raise taken(before[number])
    return [before[number] for number in numbers]


async def count_off(session: AsyncSession, user_id: str, numbers: Sequence[str]) -> dict[str, FcpDevice]:
    """Counts a volume off each device of a guest that has one; the devices as they were, unknown ones left out.

    A device without a volume, or that another guest has, stays as it is.
    """
    before = await _locked(session, numbers)
    for number in sorted(before):
        mine = COLUMNS.assigner == user_id, COLUMNS.connection_count > 0
        counted = update(table).where(COLUMNS.device_number == number, *mine)
        await session.execute(counted.values(connection_count=COLUMNS.connection_count - 1))
    return before


async def free_unreleasable(session: AsyncSession, user_id: str, numbers: Sequence[str]) -> None:
    """Gives devices without a volume back that a guest got through no template: no ReleaseConnector ever would."""
    unused = COLUMNS.reserved, COLUMNS.connection_count == 0, COLUMNS.template_id == ""
    for number in sorted(set(numbers)):
        mine = update(table).where(COLUMNS.device_number == number, COLUMNS.assigner == user_id, *unused)
        await session.execute(mine.values(assigner="", reserved=False))


async def take_back_attach(session: AsyncSession, change: VolumeChange) -> None:
    """The records as they were before an attachment, with what others have counted since."""
    for one in change.counted:
        number = COLUMNS.device_number == one.device_number
        mine = COLUMNS.assigner == change.user_id
        last = update(table).where(number, mine, COLUMNS.connection_count == 1)
        restored = last.values(
            connection_count=0,
            reserved=one.reserved,
            assigner=one.assigner if one.reserved else "",
            template_id=one.template_id if one.reserved else "",
        )
        if not changed_rows(await session.execute(restored)):
            more = update(table).where(number, mine, COLUMNS.connection_count > 1)
            await session.execute(more.values(connection_count=COLUMNS.connection_count - 1))


async def take_back_detach(session: AsyncSession, change: VolumeChange) -> None:
    """The records as they were before a detachment.

    FAILED_PRECONDITION (FCP_DEVICE_TAKEN) when another guest has a device by now.
    """
    for one in change.counted:
        mine = or_(~TAKEN, COLUMNS.assigner == change.user_id)
        again = update(table).where(COLUMNS.device_number == one.device_number, mine)
        counted = again.values(
            connection_count=COLUMNS.connection_count + 1,
            reserved=one.reserved,
            assigner=one.assigner,
            template_id=one.template_id,
        )
        if not changed_rows(await session.execute(counted)):
            raise taken(await fcp_devices.read_one(session, one.device_number))


def taken(device: FcpDevice) -> ZfleetError:
    """FAILED_PRECONDITION: another guest has the device."""
    return failed_precondition(
        "FCP_DEVICE_TAKEN",
        f"{device.assigner} has FCP device {device.device_number}",
        metadata={"device_number": device.device_number, "assigner": device.assigner},
    )


async def _locked(session: AsyncSession, numbers: Sequence[str]) -> dict[str, FcpDevice]:
    """These devices, which nobody else changes until the transaction ends."""
    query = fcp_devices.devices().where(COLUMNS.device_number.in_(sorted(set(numbers)))).with_for_update()
    return {device.device_number: device for device in await fcp_devices.read(session, query)}
