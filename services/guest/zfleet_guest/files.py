# SPDX-License-Identifier: Apache-2.0
"""Sends files to a guest's reader, all or none, and takes them out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zfleet_guest.directory import Directory
from zfleet_guest.patience import looks
from zfleet_guest.reader import READER_EMPTY, SpooledFile, files_in_reader, purge_files
from zfleet_guest.reader_access import ReaderAccess, ReaderFile
from zfleet_guest.refusals import NOT_IN_DIRECTORY, codes_of, explaining, tolerating
from zfleet_guest.zvm import Zvm
from zfleet_runtime.deadline import detached
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import SystemRDRFileManage
from zfleet_smapi.errors import SmapiError

MOST_FILES = 16
MOST_BYTES = 8 * 1024 * 1024
FIRST_BOOT_CLASS = "X"
_NO_SUCH_FILE = (8, 3003)
_READER_PATIENCE = 5.0  # seconds that a guest may go on reading what is to be purged


class ReaderFiles:
    """Everybody's readers. Files of one call keep their order, because no other call of ours comes between."""

    def __init__(self, zvm: Zvm, directory: Directory, access: ReaderAccess, turns: Turns) -> None:
        self._zvm = zvm
        self._directory = directory
        self._access = access
        self._turns = turns

    async def send(self, user_id: str, files: Sequence[ReaderFile], repeated: bool) -> list[int]:
        """The spool ids of the files, in their order. NOT_FOUND.

        `repeated`: an earlier attempt broke off; what it may have sent is taken out first. It is known by name, type
        and class, which is all that CP keeps of where a file came from beside its sender.
        """
        async with self._turns.of(user_id):
            if repeated:
                await self._take_out(user_id, files)
            sent: list[int] = []
            try:
                for file in files:
                    sent.append(await self._access.send(user_id, file))
            except BaseException:  # a cancelled call is undone as well
                if sent:
                    await detached(self._purge(user_id, sent), name=f"purge files of {user_id}")
                raise
            return sent

    async def take_out(self, user_id: str, names: Collection[tuple[str, str]], spool_class: str) -> list[SpooledFile]:
        """Takes the files with these names and types and of this class out of the reader; those that were there."""
        wanted = {_key(name, file_type, spool_class) for name, file_type in names}
        found: list[SpooledFile] = []
        async with self._turns.of(user_id):
            with explaining(user_id), tolerating(NOT_IN_DIRECTORY):
                there = await files_in_reader(self._zvm, user_id)
                found += [file for file in there if _key(file.name, file.type, file.spool_class) in wanted]
            if found:
                await self._purge(user_id, [file.spool_id for file in found])
        return found

    async def there(self, user_id: str, spool_ids: Collection[int]) -> set[int]:
        """Those of the files that are still in the reader."""
        with explaining(user_id):
            return {file.spool_id for file in await files_in_reader(self._zvm, user_id)}.intersection(spool_ids)

    async def purge(self, user_id: str, spool_ids: Sequence[int]) -> None:
        """Takes files out of the reader, all of them when none are named. Files that are gone are fine. NOT_FOUND."""
        async with self._turns.of(user_id):
            if spool_ids:
                await self._purge(user_id, spool_ids)
            else:
                await self._purge_all(user_id)

    async def _purge(self, user_id: str, spool_ids: Sequence[int]) -> None:
        with explaining(user_id):
            async for _ in looks(_READER_PATIENCE):
                there = {file.spool_id for file in await files_in_reader(self._zvm, user_id)}
                if not there and not await self._directory.exists(user_id):
                    raise no_such_guest(user_id)
                try:
                    await purge_files(self._zvm, user_id, [spool_id for spool_id in spool_ids if spool_id in there])
                    return
                except SmapiError as error:
                    if codes_of(error) != _NO_SUCH_FILE:
                        raise
                    # The guest has read one of them since we looked.

    async def _purge_all(self, user_id: str) -> None:
        with explaining(user_id):
            # z/VM finds nothing to complain about in the reader of nobody.
            if not await self._directory.exists(user_id):
                raise no_such_guest(user_id)
            with tolerating(READER_EMPTY):
                await self._zvm.call(SystemRDRFileManage(target=user_id, spoolids="ALL"))

    async def _take_out(self, user_id: str, files: Sequence[ReaderFile]) -> None:
        wanted = {_key(file.name, file.type, file.spool_class) for file in files}
        with explaining(user_id), tolerating(NOT_IN_DIRECTORY):
            found = await files_in_reader(self._zvm, user_id)
            ours = [file.spool_id for file in found if _key(file.name, file.type, file.spool_class) in wanted]
            await purge_files(self._zvm, user_id, ours)


def _key(name: str, file_type: str, spool_class: str) -> tuple[str, str, str]:
    """How a file is known. CP keeps the case of names that the punch gave in quotes, and folds others."""
    return name.upper(), file_type.upper(), spool_class.upper()
