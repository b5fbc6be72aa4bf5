# SPDX-License-Identifier: Apache-2.0
"""The disks of a guest: the directory entry says what there is, our records what we know besides."""

from __future__ import annotations

import time
from collections.abc import Sequence

from zfleet_runtime.database import Database
from zfleet_runtime.errors import not_found
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.client import SmapiClient
from zfleet_storage import disks
from zfleet_storage.disks import Disk, disk_from_entry
from zfleet_storage.entry import Entry, Minidisk, read_entry
from zfleet_storage.tables import CREATED, PLANNED


async def disks_of_guest(database: Database, smapi: SmapiClient, user_id: str) -> list[Disk]:
    """All disks of a guest by device number, planned ones too. NOT_FOUND when there is neither entry nor plan."""
    entry = await read_entry(smapi, user_id)
    records = await database.read(lambda connection: disks.disks_of_user(connection, user_id))
    found = merged(user_id, entry, records, time.time())
    if entry is None and not found:
        raise no_such_guest(user_id)
    return found


async def one_disk(database: Database, smapi: SmapiClient, user_id: str, device_number: str) -> Disk:
    """One disk that is in the directory entry. NOT_FOUND when the guest or the disk is not there."""
    entry = await read_entry(smapi, user_id)
    if entry is None:
        raise no_such_guest(user_id)
    minidisk = entry.minidisks.get(device_number)
    if minidisk is None:
        raise not_found("disk", f"{user_id}/{device_number}")
    record = await database.read(lambda connection: disks.disk_of(connection, user_id, device_number))
    return known(user_id, minidisk, record, time.time())


def merged(user_id: str, entry: Entry | None, records: Sequence[Disk], now: float) -> list[Disk]:
    """What there is and what is planned, in the order of device numbers."""
    minidisks = entry.minidisks if entry is not None else {}
    by_number = {one.device_number: one for one in records}
    found = [known(user_id, minidisk, by_number.get(number), now) for number, minidisk in minidisks.items()]
    found += [
        one for one in records if one.device_number not in minidisks and one.state == PLANNED and one.holds_at(now)
    ]
    return sorted(found, key=lambda disk: disk.device_number)


def known(user_id: str, minidisk: Minidisk, record: Disk | None, now: float) -> Disk:
    """A disk of the entry with what we know about it, if the record is about the same extent."""
    if record is None:
        return disk_from_entry(user_id, minidisk)
    same_place = (record.volume, record.start) == (minidisk.volume, minidisk.start)
    if record.state == CREATED and not same_place:  # made anew by somebody else under the same number
        return disk_from_entry(user_id, minidisk)
    return record.placed(minidisk, record.changed_at or now)
