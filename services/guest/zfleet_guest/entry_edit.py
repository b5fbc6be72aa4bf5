# SPDX-License-Identifier: Apache-2.0
"""Rewrites a whole directory entry under its lock, so that no change of somebody else's gets lost in between.

A lock outlives who took it. So it is taken last and held for two calls, and given back whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable

from zfleet_guest.directory import Directory
from zfleet_guest.read_entry import own_lines
from zfleet_guest.refusals import NOT_LOCKED, explaining, tolerating
from zfleet_guest.undo import undoing
from zfleet_guest.zvm import Zvm
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_smapi.calls import ImageLockDM, ImageReplaceDM, ImageUnlockDM
from zfleet_smapi.errors import ReplyLost

Lines = tuple[str, ...]


class EntryEdit:
    """Edits of entries. Callers hold the guest's turn."""

    def __init__(self, zvm: Zvm, directory: Directory) -> None:
        self._zvm = zvm
        self._directory = directory

    async def edit(self, user_id: str, change: Callable[[Lines], Lines]) -> tuple[Lines, Lines]:
        """The lines before and after. `change` may raise: then nothing was changed.

        NOT_FOUND; ABORTED (ENTRY_LOCKED) when somebody else holds the lock for too long.
        """
        with explaining(user_id):
            try:
                await self._zvm.call(ImageLockDM(target=user_id))
            except ReplyLost:
                await self._unlock(user_id)  # it may be ours by now
                raise
            async with undoing(lambda: self._unlock(user_id), "lock of the directory entry"):
                return await self._locked_edit(user_id, change)

    async def _locked_edit(self, user_id: str, change: Callable[[Lines], Lines]) -> tuple[Lines, Lines]:
        with explaining(user_id):
            before = await self._lines(user_id)
            after = change(before)
            if after == before:
                await self._unlock(user_id)
                return before, after
            try:
                await self._zvm.call(ImageReplaceDM(target=user_id, image_record_array=after))
            except ReplyLost:
                if await self._lines(user_id) != after:
                    raise
                await self._unlock(user_id)
            return before, after

    async def _lines(self, user_id: str) -> Lines:
        records = await self._directory.records(user_id)
        if records is None:
            raise no_such_guest(user_id)
        return own_lines(records)

    async def _unlock(self, user_id: str) -> None:
        with tolerating(NOT_LOCKED):
            await self._zvm.call(ImageUnlockDM(target=user_id))
