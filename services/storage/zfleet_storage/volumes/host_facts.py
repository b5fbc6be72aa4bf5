# SPDX-License-Identifier: Apache-2.0
"""Facts that stay the same until the next IPL: where the host is, and the physical channel behind a channel path."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log
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

    def __init__(self, cp: CpAccess, log: Log) -> None:
        self._cp = cp
        self._log = log
        self._pchids: dict[str, str] = {}
        self._identity: HostIdentity | None = None

    async def identity(self) -> HostIdentity:
        """Where the host is."""
        if self._identity is None:
            answer, machine = await asyncio.gather(self._answer("QUERY USERID"), self._cp.machine())
            found = identity_of(answer, machine)
            if not found.hypervisor_hostname:
                return found
            self._identity = found
        return self._identity

    async def pchids(self, chpids: Collection[str]) -> Mapping[str, str]:
        """The PCHID behind each CHPID, each asked for once; those that cannot be found out are missing."""
        unknown = sorted(set(chpids) - set(self._pchids))
        if unknown:
            answers = await asyncio.gather(*(self._answer(f"QUERY CHPID {chpid} PCHID") for chpid in unknown))
            found = {chpid: pchid_of(text) for chpid, text in zip(unknown, answers, strict=True)}
            if not all(found.values()) and "OFF" in (await self._answer("QUERY CHPIDV")).upper().split():
                # Not virtualised: this Linux has the host's own CHPIDs, and may see what CP would not tell us.
                found |= {chpid: pchid_of(await self._cp.channel(chpid)) for chpid in unknown if not found[chpid]}
            self._pchids.update({chpid: pchid for chpid, pchid in found.items() if pchid})
        return {chpid: self._pchids[chpid] for chpid in chpids if chpid in self._pchids}

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


def identity_of(userid: str, machine: str) -> HostIdentity:
    """From CP's answer to QUERY USERID ("MAINT    AT ZVMSYS") and lines like those of /proc/sysinfo."""
    words = userid.split()
    lines = (line.partition(":") for line in machine.splitlines())
    facts = {key.strip().upper(): value.strip() for key, _, value in lines}
    return HostIdentity(
        cpc_serial_number=facts.get("SEQUENCE CODE", ""),
        cpc_name=facts.get("CPC NAME", ""),
        lpar=facts.get("LPAR NAME", ""),
        hypervisor_hostname=words[-1] if len(words) > 2 else "",
    )
