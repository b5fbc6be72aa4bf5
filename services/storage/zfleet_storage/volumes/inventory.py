# SPDX-License-Identifier: Apache-2.0
"""The FCP devices of the host, brought up to date: one System_WWPN_Query, and each CHPID's PCHID once."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.database import Database
from zfleet_runtime.deadline import detached, within
from zfleet_runtime.log import Log
from zfleet_smapi import values
from zfleet_smapi.calls import SystemWWPNQuery
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.volumes import fcp_devices
from zfleet_storage.volumes.fcp_devices import COLUMNS, TAKEN, FcpDevice, State
from zfleet_storage.volumes.host_facts import HostFacts
from zfleet_storage.volumes.tables import fcp_devices as table

NO_FCP_DEVICES = (4, 28)
PATIENCE, ASK_AGAIN = 10.0, 60.0  # seconds
_STATES = {"1": State.ACTIVE, "2": State.FREE, "3": State.OFFLINE}
_NONE = ("", "NONE", "-")
_WHAT_ZVM_SAYS = ("state", "owner", "npiv_wwpn", "physical_wwpn", "chpid", "pchid")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written so that the table says what z/VM says."""

    new: list[FcpDevice]
    changed: list[FcpDevice]
    gone: list[str]


class Inventory:
    """Keeps the table of devices true. However many ask at once, z/VM is asked once."""

    def __init__(self, database: Database, smapi: SmapiClient, facts: HostFacts, log: Log) -> None:
        self._database = database
        self._smapi = smapi
        self._facts = facts
        self._log = log
        self._known = False  # z/VM was asked at least once
        self._ask_again = 0.0  # time of the loop's clock
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def sync(self) -> None:
        """Returns when the table says what z/VM said at a time after this call.

        SmapiError when z/VM does not tell. A caller that goes away does not take it away from the others.
        """
        if self._next is None:
            self._next = detached(self._after(self._running), name="sync FCP devices")
        await asyncio.shield(self._next)

    async def sync_if_possible(self) -> None:
        """As `sync`; that z/VM does not tell is logged only."""
        try:
            await self.sync()
        except SmapiError as error:
            self._log.warning("FCP devices not synchronised", error=str(error))

    async def ensure(self) -> None:
        """Sees to it that there is a table at all: z/VM is asked when this process has not asked it yet.

        When z/VM does not answer soon, what is in the table has to do, and it is not asked again for a minute.
        """
        loop = asyncio.get_running_loop()
        if self._known or loop.time() < self._ask_again:
            return
        self._ask_again = loop.time() + ASK_AGAIN
        try:
            async with asyncio.timeout(within(PATIENCE)):
                await self.sync()
        except (SmapiError, TimeoutError) as error:
            self._log.warning("FCP devices not synchronised", error=str(error))

    async def _after(self, running: asyncio.Task[None] | None) -> None:
        if running is not None:
            await asyncio.wait({running})
        self._running, self._next = self._next, None  # who comes from now on may have seen what this one does not see
        await self._sync()

    async def _sync(self) -> None:
        seen = await self._seen()
        pchids = await self._facts.pchids({device.chpid for device in seen.values() if device.chpid})
        seen = {
            number: dataclasses.replace(device, pchid=pchids.get(device.chpid, "")) for number, device in seen.items()
        }
        async with self._database.writing() as session:
            known = await fcp_devices.read(session, fcp_devices.devices().with_for_update())
            await _write(session, compare(known, seen))
        self._known = True

    async def _seen(self) -> dict[str, FcpDevice]:
        try:
            reply = await self._smapi.call(SystemWWPNQuery(owner="YES"))
        except SmapiError as error:
            if (error.return_code, error.reason_code) == NO_FCP_DEVICES:
                return {}
            raise
        return seen_devices(str(line) for line in reply.wwpn_array)


def seen_devices(lines: Iterable[str]) -> dict[str, FcpDevice]:
    """The devices of System_WWPN_Query's lines: number, NPIV WWPN, CHPID, permanent WWPN, state, owner.

    Lines of another form are passed over.
    """
    found = {}
    for line in lines:
        words = line.split()
        if len(words) < 5 or words[4] not in _STATES:
            continue
        try:
            number = values.device_number(words[0])
        except ValueError:
            continue
        owner = words[5].upper() if len(words) > 5 else ""
        found[number] = FcpDevice(
            number,
            _STATES[words[4]],
            owner="" if owner in _NONE else owner[:8],
            npiv_wwpn=_wwpn(words[1]),
            chpid=words[2].upper()[:2].zfill(2),
            physical_wwpn=_wwpn(words[3]),
        )
    return found


def _wwpn(word: str) -> str:
    try:
        return values.wwpn(word)
    except ValueError:
        return ""


def compare(known: Sequence[FcpDevice], seen: Mapping[str, FcpDevice]) -> Changes:
    """What z/VM says now against what the table says.

    The WWPNs of a device that somebody has stay as they are: volumes are mapped to them. A device that z/VM no longer
    has is forgotten when nobody has it by our records, else kept as not found. A PCHID that is not told now was told
    before, unless the channel is another one.
    """
    changed, gone = [], []
    for device in known:
        now = seen.get(device.device_number)
        if now is None:
            if not device.taken:
                gone.append(device.device_number)
                continue
            updated = dataclasses.replace(device, state=State.NOT_FOUND, owner="")
        else:
            updated = _updated(device, now)
        if updated != device:
            changed.append(updated)
    there = {device.device_number for device in known}
    return Changes([seen[number] for number in sorted(seen) if number not in there], changed, gone)


def _updated(device: FcpDevice, now: FcpDevice) -> FcpDevice:
    frozen = device.taken and device.wwpn
    return dataclasses.replace(
        device,
        state=now.state,
        owner=now.owner,
        npiv_wwpn=device.npiv_wwpn if frozen else now.npiv_wwpn,
        physical_wwpn=device.physical_wwpn if frozen else now.physical_wwpn,
        chpid=now.chpid,
        pchid=now.pchid or (device.pchid if device.chpid == now.chpid else ""),
    )


async def _write(session: AsyncSession, changes: Changes) -> None:
    connection = await session.connection()
    if changes.gone:
        forgotten = delete(table).where(COLUMNS.device_number == bindparam("of"), ~TAKEN)
        await connection.execute(forgotten, [{"of": number} for number in changes.gone])
    if changes.changed:
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _WHAT_ZVM_SAYS}
        written = update(table).where(COLUMNS.device_number == bindparam("of")).values(columns)
        rows = [
            {"of": device.device_number} | {f"new_{name}": getattr(device, name) for name in _WHAT_ZVM_SAYS}
            for device in changes.changed
        ]
        await connection.execute(written, rows)
    await fcp_devices.add(session, changes.new)
