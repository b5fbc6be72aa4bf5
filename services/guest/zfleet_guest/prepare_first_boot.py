# SPDX-License-Identifier: Apache-2.0
"""Sends what a new system reads at its first boot, and remembers what that was: a later deployment takes it out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zfleet_guest.directory import Directory
from zfleet_guest.files import FIRST_BOOT_CLASS, ReaderFiles
from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.first_boot.system_scripts import (
    AUTHORISATION_FILE_NAME,
    HOSTNAME_FILE_NAME,
    authorisation_script,
    hostname_script,
)
from zfleet_guest.first_boot_table import first_boot
from zfleet_guest.reader import SpooledFile
from zfleet_guest.reader_access import ReaderAccess, ReaderFile
from zfleet_guest.registry import Registry
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_runtime.turns import Turns

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a new system shall find. `distribution` is None when nobody knows which it is."""

    user_id: str
    os_version: str = ""
    distribution: Distribution | None = None
    hostname: str = ""
    files: tuple[ReaderFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """The files sent with their spool ids, files of an earlier preparation that were purged, the parameter of rhcos."""

    files: tuple[ReaderFile, ...] = ()
    spool_ids: tuple[int, ...] = ()
    purged: tuple[SpooledFile, ...] = ()
    network_parameter: str = ""


class FirstBootRecords:
    """The rows: what was prepared for whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replace_files(self, user_id: str, names: Sequence[Name]) -> list[Name]:
        """Notes what will be sent; what may be in the reader of an earlier preparation."""
        mine = first_boot.c.user_id == user_id
        text = json.dumps([list(name) for name in names])
        async with self._database.writing() as session:
            row = (await session.execute(sa.select(first_boot.c.files).where(mine))).first()
            if row is None:
                values = {"user_id": user_id, "files": text, "network_parameter": ""}
                await session.execute(sa.insert(first_boot).values(values))
                return []
            await session.execute(sa.update(first_boot).where(mine).values(files=text))
            return [(name, file_type) for name, file_type in json.loads(row.files)]

    async def keep_network_parameter(self, user_id: str, parameter: str) -> None:
        """Keeps what a later deployment of rhcos hands to its kernel."""
        mine = first_boot.c.user_id == user_id
        async with self._database.writing() as session:
            changed = await session.execute(sa.update(first_boot).where(mine).values(network_parameter=parameter))
            if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
                values = {"user_id": user_id, "files": "[]", "network_parameter": parameter}
                await session.execute(sa.insert(first_boot).values(values))

    async def network_parameter(self, user_id: str) -> str:
        """What was kept; empty for nothing."""
        async with self._database.reading() as session:
            wanted = sa.select(first_boot.c.network_parameter).where(first_boot.c.user_id == user_id)
            return (await session.scalar(wanted)) or ""

    async def forget_network_parameter(self, user_id: str, parameter: str) -> bool:
        """Forgets what was kept, if it is this; whether it was."""
        kept = (first_boot.c.user_id == user_id) & (first_boot.c.network_parameter == parameter)
        async with self._database.writing() as session:
            changed = await session.execute(sa.update(first_boot).where(kept).values(network_parameter=""))
            return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


class OwnUserId:
    """The user id of our own Linux on z/VM, which is whose commands a guest has to take; CP is asked once."""

    def __init__(self, access: ReaderAccess, configured: str = "") -> None:
        self._access = access
        self._known = configured

    async def get(self) -> str:
        """The user id. UNAVAILABLE when that Linux does not answer."""
        if not self._known:
            words = (await self._access.command("QUERY USERID")).split()
            if not words:
                raise failed_precondition("CP_REFUSED", "CP does not say which user id this service has")
            self._known = words[0].upper()
        return self._known


class FirstBoots:
    """Prepares first boots."""

    def __init__(
        self,
        files: ReaderFiles,
        records: FirstBootRecords,
        registry: Registry,
        directory: Directory,
        own: OwnUserId,
    ) -> None:
        self._files = files
        self._directory = directory
        self._records = records
        self._registry = registry
        self._own = own
        self._turns = Turns()  # of two preparations of one guest the later one takes out what the earlier one sent

    async def prepare(self, wanted: Preparation) -> Prepared:
        """Sends the files, all or none, instead of those of an earlier preparation. NOT_FOUND.

        FAILED_PRECONDITION (NICS_NOT_CONFIGURED): an rhcos whose network has not been configured.
        """
        user_id = wanted.user_id
        parameter = ""
        files: tuple[ReaderFile, ...] = ()
        if wanted.distribution is not None and wanted.distribution.family is Family.RHCOS:
            parameter = await self.network_parameter(user_id)
        else:
            files = await self._files_of(wanted)
        names = [(file.name, file.type) for file in files]
        async with self._turns.of(user_id):
            earlier = await self._records.replace_files(user_id, names)
            # An attempt that broke off has noted its files too: a repeat of it finds them among the earlier ones.
            purged = await self._files.take_out(user_id, earlier, FIRST_BOOT_CLASS) if earlier else []
            spool_ids = await self._files.send(user_id, files, repeated=False) if files else []
        if wanted.os_version:
            await self._note(user_id, wanted.os_version)
        return Prepared(files, tuple(spool_ids), tuple(purged), parameter)

    async def _files_of(self, wanted: Preparation) -> tuple[ReaderFile, ...]:
        files = [*wanted.files, _script(AUTHORISATION_FILE_NAME, authorisation_script(await self._own.get()))]
        if wanted.hostname and not wanted.files:
            files.append(_script(HOSTNAME_FILE_NAME, hostname_script(wanted.hostname)))
        return tuple(files)

    async def network_parameter(self, user_id: str) -> str:
        """What is kept for the kernel of an rhcos. NOT_FOUND; FAILED_PRECONDITION (NICS_NOT_CONFIGURED) for nothing."""
        await self._directory.must_exist(user_id)
        parameter = await self._records.network_parameter(user_id)
        if not parameter:
            raise failed_precondition(
                "NICS_NOT_CONFIGURED",
                f"the network of guest {user_id} must be configured before rhcos is deployed",
                metadata={"user_id": user_id},
            )
        return parameter

    async def forget_network_parameter(self, user_id: str, parameter: str) -> bool:
        """Forgets what is kept for the kernel of an rhcos, if it is this; whether it was."""
        return await self._records.forget_network_parameter(user_id, parameter)

    async def _note(self, user_id: str, os_version: str) -> None:
        try:
            await self._registry.change(user_id, {"os_version": os_version})
        except ZfleetError as error:
            if error.reason != "GUEST_NOT_MANAGED":
                raise


def _script(name: Name, content: bytes) -> ReaderFile:
    return ReaderFile(*name, FIRST_BOOT_CLASS, content)
