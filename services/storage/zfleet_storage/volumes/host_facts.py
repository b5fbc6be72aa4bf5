# SPDX-License-Identifier: Apache-2.0
"""Facts that stay the same until the next IPL: where the host is, and the physical channel behind a channel path."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log
from zfleet_smapi.calls import SystemPerformanceInformationQuery
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.volumes.cp_access import CpAccess

_PCHID = re.compile(r"(?=[A-F]*[0-9])[0-9A-F]{3,4}")


@dataclass(frozen=True, slots=True)
class HostIdentity:
    """Where a host is; what it does not say is empty."""

    cpc_serial_number: str = ""
    cpc_name: str = ""
    lpar: str = ""
    hypervisor_hostname: str = ""


class HostFacts:
    """Asks once and remembers. What cannot be found out is left empty, and asked again the next time."""

    def __init__(self, cp: CpAccess, smapi: SmapiClient, log: Log) -> None:
        self._cp = cp
        self._smapi = smapi
        self._log = log
        self._turn = asyncio.Lock()  # who comes second finds what the first one was told
        self._pchids: dict[str, str] = {}
        self._identity: HostIdentity | None = None

    async def identity(self) -> HostIdentity:
        """Where the host is."""
        if self._identity is not None:
            return self._identity
        async with self._turn:
            if self._identity is None:
                found = await self._asked_identity()
                if not found.hypervisor_hostname:
                    return found
                self._identity = found
            return self._identity

    async def _asked_identity(self) -> HostIdentity:
        answer, machine, performance = await asyncio.gather(
            self._answer("QUERY USERID"), self._cp.machine(), self._performance()
        )
        return identity_of(answer, machine, performance)

    async def pchids(self, chpids: Collection[str]) -> Mapping[str, str]:
        """The PCHID behind each CHPID, each asked for once; those that cannot be found out are missing."""
        async with self._turn:
            unknown = sorted(set(chpids) - set(self._pchids))
            if unknown:
                self._pchids.update(await self._asked_pchids(unknown))
        return {chpid: self._pchids[chpid] for chpid in chpids if chpid in self._pchids}

    async def _asked_pchids(self, chpids: Sequence[str]) -> dict[str, str]:
        answers = await asyncio.gather(*(self._answer(f"QUERY CHPID {chpid} PCHID") for chpid in chpids))
        found = {chpid: pchid_of(text) for chpid, text in zip(chpids, answers, strict=True)}
        if not all(found.values()) and "OFF" in (await self._answer("QUERY CHPIDV")).upper().split():
            # Not virtualised: this Linux has the host's own CHPIDs, and may see what CP would not tell us.
            found |= {chpid: pchid_of(await self._cp.channel(chpid)) for chpid in chpids if not found[chpid]}
        return {chpid: pchid for chpid, pchid in found.items() if pchid}

    async def _performance(self) -> Sequence[str]:
        try:
            reply = await self._smapi.call(SystemPerformanceInformationQuery(detailed_cpu="SHOW=NO"))
        except SmapiError as error:
            self._log.warning("z/VM did not tell its partition", error=str(error))
            return ()
        return reply.system_performance_information_data

    async def _answer(self, command: str) -> str:
        try:
            return await self._cp.command(command)
        except ZfleetError as error:
            self._log.warning("CP did not tell", command=command, reason=error.reason, message=error.message)
            return ""


def pchid_of(answer: str) -> str:
    """The PCHID, 4 digits: the last word of 3 or 4 hex digits of an answer; empty when there is none."""
    words = [word.strip(".,=:;()") for word in answer.upper().split()]
    found = [word for word in words if _PCHID.fullmatch(word)]
    return found[-1].zfill(4) if found else ""


def identity_of(userid: str, machine: str, performance: Sequence[str] = ()) -> HostIdentity:
    """From CP's answer to QUERY USERID ("MAINT    AT ZVMSYS") and lines like those of /proc/sysinfo.

    `performance`: lines KEY=VALUE of System_Performance_Information_Query, which also know the partition.
    """
    words = userid.split()
    lines = (line.partition(":") for line in machine.splitlines())
    facts = {key.strip().upper(): value.strip() for key, _, value in lines}
    told = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in performance)}
    return HostIdentity(
        cpc_serial_number=facts.get("SEQUENCE CODE", ""),
        cpc_name=facts.get("CPC NAME", ""),
        lpar=facts.get("LPAR NAME", "") or told.get("MY_LPAR_NAME", ""),
        hypervisor_hostname=words[-1] if len(words) > 2 else "",
    )
