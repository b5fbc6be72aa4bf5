# SPDX-License-Identifier: Apache-2.0
"""Reads the user directory: entries, profiles, prototypes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from zfleet_guest.directory_entry import DirectoryEntry
from zfleet_guest.read_entry import read_entry, with_profile
from zfleet_guest.refusals import NO_PROTOTYPE, NOT_IN_DIRECTORY, codes_of, explaining
from zfleet_guest.zvm import Zvm
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageQueryDM, ProfileQueryDM, PrototypeQueryDM
from zfleet_smapi.errors import SmapiError

_MOST_PROFILES = 256  # kept at once
_MOST_SEEN = 8192
_SEEN_LATELY = 600.0  # seconds; a spawn that writes a big image starts its guest without asking again


class Directory:
    """The directory of one host. Profiles are kept for `profile_age` seconds: many entries include the same few."""

    def __init__(self, zvm: Zvm, profile_age: float) -> None:
        self._zvm = zvm
        self._profile_age = profile_age
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._profiles: OrderedDict[str, tuple[float, tuple[str, ...]]] = OrderedDict()

    async def records(self, user_id: str) -> tuple[str, ...] | None:
        """The records of an entry as they are, passwords and all; None when there is no such user."""
        try:
            reply = await self._zvm.call(ImageQueryDM(target=user_id))
        except SmapiError as error:
            if codes_of(error) == NOT_IN_DIRECTORY:
                self._seen.pop(user_id, None)
                return None
            raise
        self._seen[user_id] = asyncio.get_running_loop().time()
        self._seen.move_to_end(user_id)
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        return reply.image_record_array

    async def must_exist(self, user_id: str) -> None:
        """NOT_FOUND when there is no such user; one that was there a moment ago is not asked about again.

        SMAPI's functions that log on and off take names of lists too, and act on all who are in the list: what is no
        user must never get as far as them.
        """
        seen = self._seen.get(user_id)
        if seen is None or asyncio.get_running_loop().time() - seen > _SEEN_LATELY:
            with explaining(user_id):
                if await self.records(user_id) is None:
                    raise no_such_guest(user_id)

    async def exists(self, user_id: str) -> bool:
        """Whether the directory has the user."""
        return await self.records(user_id) is not None

    async def entry(self, user_id: str) -> DirectoryEntry | None:
        """The entry, with what it leaves to its profile; None when there is no such user."""
        records = await self.records(user_id)
        return None if records is None else await self.understood(user_id, records)

    async def understood(self, user_id: str, records: tuple[str, ...]) -> DirectoryEntry:
        """What records say, with what they leave to their profile."""
        entry = read_entry(user_id, records)
        if entry.profile and None in (entry.cpu_count, entry.max_cpu_count):
            entry = with_profile(entry, await self._kept_profile(entry.profile))
        return entry

    async def profile(self, name: str) -> tuple[str, ...] | None:
        """The records of a profile as they are now; None when there is none."""
        try:
            return (await self._zvm.call(ProfileQueryDM(target=name))).profile_record_array
        except SmapiError as error:
            if codes_of(error) == NOT_IN_DIRECTORY:
                return None
            raise

    async def prototype(self, name: str) -> tuple[str, ...] | None:
        """The records of a prototype; None when there is none."""
        try:
            return (await self._zvm.call(PrototypeQueryDM(target=name))).prototype_record_array
        except SmapiError as error:
            if codes_of(error) in (NOT_IN_DIRECTORY, *NO_PROTOTYPE):
                return None
            raise

    async def _kept_profile(self, name: str) -> tuple[str, ...]:
        now = asyncio.get_running_loop().time()
        kept = self._profiles.get(name)
        if kept is None or now - kept[0] > self._profile_age:
            kept = (now, await self.profile(name) or ())
            self._profiles[name] = kept
            if len(self._profiles) > _MOST_PROFILES:
                self._profiles.popitem(last=False)
        return kept[1]
