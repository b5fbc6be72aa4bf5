# SPDX-License-Identifier: Apache-2.0
"""Takes disks away from a guest: from the running guest when it is on, then from its directory entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from zfleet_runtime.database import Database
from zfleet_runtime.errors import not_found
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageDiskDelete, ImageDiskDeleteDM
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage import disks
from zfleet_storage.entry import read_entry

NOT_ACTIVE = (200, 12)
# No such device, disk not linked, no such disk: the running guest does not have it.
NOT_ATTACHED = {NOT_ACTIVE, (200, 4), (204, 8), (208, 8), (208, 36)}
# No such disk, disk not in the entry, no such user.
NOT_IN_ENTRY = {(208, 36), (408, 8), (400, 4)}


class DiskRemoval:
    """Removes disks and their records."""

    def __init__(self, database: Database, smapi: SmapiClient, turns: Turns) -> None:
        self._database = database
        self._smapi = smapi
        self._turns = turns

    async def delete(self, user_id: str, device_numbers: Sequence[str], allow_missing: bool) -> None:
        """Removes the disks. NOT_FOUND, with nothing removed, when one is not there, unless `allow_missing`."""
        async with self._turns.of(user_id):
            entry = await read_entry(self._smapi, user_id)
            if entry is None and not allow_missing:
                raise no_such_guest(user_id)
            there = [] if entry is None else [one for one in device_numbers if one in entry.minidisks]
            missing = [one for one in device_numbers if one not in there]
            if missing and not allow_missing:
                names = ", ".join(missing)
                raise not_found("disk", f"{user_id}/{missing[0]}", f"{user_id} has no disk {names}")
            gone: list[str] = []
            try:
                for number in there:
                    await self.remove(user_id, number)
                    gone.append(number)
            finally:
                await self._forget(user_id, gone, missing)

    async def remove(self, user_id: str, device_number: str) -> None:
        """Removes one disk, whose absence is no error; its record stays. The caller has the entry's turn."""
        with _tolerated(NOT_ATTACHED):
            await self._smapi.call(ImageDiskDelete(target=user_id, image_disk_number=device_number))
        with _tolerated(NOT_IN_ENTRY):
            await self._smapi.call(ImageDiskDeleteDM(target=user_id, image_disk_number=device_number))

    async def forget(self, user_id: str) -> int:
        """Forgets all records of a guest whose entry is gone; how many disks."""
        return await self._database.write(lambda connection: disks.forget_user(connection, user_id))

    async def _forget(self, user_id: str, gone: Sequence[str], missing: Sequence[str]) -> None:
        if not gone and not missing:
            return

        def forget(connection: Connection) -> None:
            disks.delete_disks(connection, user_id, gone)
            disks.delete_created(connection, user_id, missing)  # the entry does not have them any more

        await self._database.write(forget)


@contextmanager
def _tolerated(codes: set[tuple[int, int]]) -> Iterator[None]:
    """Answers with these codes are as good as done."""
    try:
        yield
    except SmapiError as error:
        if (error.return_code, error.reason_code) not in codes:
            raise
