# SPDX-License-Identifier: Apache-2.0
"""FCP devices dedicated to a guest: in its directory entry, and in the running guest when it is on.

A guest sees a device under the device's own number. The caller has the entry's turn: calls for one entry follow each
other, those for the running guest run beside them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from zfleet_smapi.calls import (
    ImageDeviceDedicate,
    ImageDeviceDedicateDM,
    ImageDeviceUndedicate,
    ImageDeviceUndedicateDM,
    ImageQueryDM,
    SystemWWPNQuery,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import ReplyLost, SmapiError
from zfleet_storage.entry import NO_SUCH_USER, entry_of, statements
from zfleet_storage.together import tasks, to_the_end
from zfleet_storage.volumes.inventory import seen_devices

READ_AND_WRITE = 0
NOT_ACTIVE = (200, 12)
DEVICE_EXISTS = (204, 4)
NO_SUCH_DEVICE = (204, 8)
IN_ENTRY = (404, 4)
NOT_IN_ENTRY = (404, 8)


@dataclass(frozen=True, slots=True)
class DirectoryDevices:
    """Of a directory entry: the real device of each DEDICATE statement, and every device number that it uses."""

    dedicated: Mapping[str, str]
    taken: frozenset[int]

    def has(self, number: str) -> bool:
        """Whether this FCP device is dedicated under its own number."""
        return self.dedicated.get(number) == number


class Dedications:
    """Gives FCP devices to guests and takes them away, in z/VM."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def look(self, user_id: str) -> DirectoryDevices | None:
        """What the entry has; None when the directory has no such user."""
        try:
            reply = await self._smapi.call(ImageQueryDM(target=user_id))
        except SmapiError as error:
            if (error.return_code, error.reason_code) == NO_SUCH_USER:
                return None
            raise
        records = reply.image_record_array
        return DirectoryDevices(dedicated_of(records), entry_of(records).taken)

    async def add(self, user_id: str, numbers: Sequence[str], entry: DirectoryDevices) -> None:
        """Dedicates devices; what is dedicated already is no error. SmapiError when z/VM refuses one."""
        async with tasks() as group:
            for number in numbers:
                if not entry.has(number):
                    await to_the_end(self._add_to_entry(user_id, number), f"dedicate {number} to {user_id}")
                work = self._attach(user_id, number)
                group.create_task(to_the_end(work, f"attach {number} to {user_id}"))

    async def _add_to_entry(self, user_id: str, number: str) -> None:
        call = ImageDeviceDedicateDM(
            target=user_id, image_device_number=number, real_device_number=number, readonly=READ_AND_WRITE
        )
        try:
            await self._smapi.call(call)
        except SmapiError as error:
            if not isinstance(error, ReplyLost) and (error.return_code, error.reason_code) != IN_ENTRY:
                raise
            entry = await self.look(user_id)  # it may be ours
            if entry is None or not entry.has(number):
                raise

    async def _attach(self, user_id: str, number: str) -> None:
        call = ImageDeviceDedicate(
            target=user_id, image_device_number=number, real_device_number=number, readonly=READ_AND_WRITE
        )
        try:
            await self._smapi.call(call)
        except SmapiError as error:
            codes = (error.return_code, error.reason_code)
            if codes == NOT_ACTIVE or (codes == DEVICE_EXISTS and await self._owner(number) == user_id):
                return
            if isinstance(error, ReplyLost) and await self._owner(number) == user_id:
                return
            raise

    async def _owner(self, number: str) -> str:
        reply = await self._smapi.call(SystemWWPNQuery(owner="YES"))
        found = seen_devices(str(line) for line in reply.wwpn_array).get(number)
        return found.owner if found is not None else ""

    async def remove(self, user_id: str, numbers: Collection[str], entry: DirectoryDevices) -> list[str]:
        """Takes devices that the entry has away, from the running guest first; which ones they were."""
        there = [number for number in numbers if entry.has(number)]
        if there:
            await to_the_end(self._remove(user_id, there), f"take {', '.join(there)} from {user_id}")
        return there

    async def _remove(self, user_id: str, numbers: Sequence[str]) -> None:
        # All are waited for: one that was cut off might be done all the same.
        work = (self._detach(user_id, number) for number in numbers)
        for outcome in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        for number in numbers:
            with _tolerated(NOT_IN_ENTRY):
                await self._smapi.call(ImageDeviceUndedicateDM(target=user_id, image_device_number=number))

    async def _detach(self, user_id: str, number: str) -> None:
        with _tolerated(NOT_ACTIVE, NO_SUCH_DEVICE):
            await self._smapi.call(ImageDeviceUndedicate(target=user_id, image_device_number=number))


def dedicated_of(records: Iterable[str]) -> dict[str, str]:
    """The real device numbers of DEDICATE statements by virtual device number; those of volume labels are left out."""
    found = {}
    for words in statements(records):
        if words[0] in ("DEDICATE", "DED") and len(words) > 2:
            try:
                found[f"{int(words[1], 16):04X}"] = f"{int(words[2], 16):04X}"
            except ValueError:
                continue
    return found


@contextmanager
def _tolerated(*codes: tuple[int, int]) -> Iterator[None]:
    """Answers with these codes are as good as done."""
    try:
        yield
    except SmapiError as error:
        if (error.return_code, error.reason_code) not in codes:
            raise
