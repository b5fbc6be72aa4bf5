# SPDX-License-Identifier: Apache-2.0
"""Facts about the z/VM host, gathered from all the functions that know some, at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from zfleet_guest.list_guests import Census
from zfleet_guest.reader_access import ReaderAccess
from zfleet_guest.refusals import UNKNOWN_FUNCTION, Codes, codes_of
from zfleet_guest.zvm import Zvm, together
from zfleet_smapi.calls import (
    QueryAPIFunctionalLevel,
    QueryDirectoryManagerLevelDM,
    SSIQuery,
    SystemInformationQuery,
    SystemPerformanceInformationQuery,
    SystemProcessorQuery,
)
from zfleet_smapi.declaration import Call, Reply
from zfleet_smapi.errors import SmapiError

_NO_CLUSTER: tuple[Codes, ...] = ((4, 3008), (4, 3009))
_NO_MONITOR_DATA: tuple[Codes, ...] = ((8, 3016), (8, 3017), (8, 3018), (8, 3019))
_PAGES_PER_MIB = 256
_MIB = {"K": 1 / 1024, "M": 1.0, "G": 1024.0, "T": 1024.0**2, "P": 1024.0**3}
_NOT_ACTIVE = ("STANDBY", "PARKED", "STAND-BY")
_QUARTER = timedelta(minutes=15)
_WIDEST_ZONE = timedelta(hours=14)

ReplyT = TypeVar("ReplyT", bound=Reply)


@dataclass(frozen=True, slots=True)
class Host:
    """Facts; empty or 0 where this z/VM has no function that tells. Memory in MiB."""

    system_name: str = ""
    hypervisor: str = ""
    smapi_level: int = 0
    directory_manager: str = ""
    machine: str = ""
    processor_count: int = 0
    active_processor_count: int = 0
    memory_mib: int = 0
    used_memory_mib: int = 0
    ipl_time: datetime | None = None
    cluster_members: tuple[str, ...] = ()
    defined_guest_count: int = 0
    running_guest_count: int = 0
    connector_user_id: str = ""


class HostFacts:
    """Asks one host about itself."""

    def __init__(self, zvm: Zvm, census: Census, access: ReaderAccess) -> None:
        self._zvm = zvm
        self._census = census
        self._access = access
        self._own = ("", "")  # user id and system name: the same until the next IPL, which ends this Linux too

    async def host(self) -> Host:
        """All facts as they are now."""
        information, performance, processors, cluster, level, manager, census, own = await together(
            self._if_known(SystemInformationQuery()),
            self._if_known(SystemPerformanceInformationQuery(detailed_cpu="SHOW=NO"), *_NO_MONITOR_DATA),
            self._if_known(SystemProcessorQuery()),
            self._if_known(SSIQuery(), *_NO_CLUSTER),
            self._if_known(QueryAPIFunctionalLevel()),
            self._if_known(QueryDirectoryManagerLevelDM()),
            self._census.now(),
            self._user_id_and_system(),
        )
        facts = subjects(information.system_information_data) if information else {}
        load = pairs(performance.system_performance_information_data) if performance else {}
        counts = _processors([line.status for line in processors.system_processor_array] if processors else [], load)
        return Host(
            system_name=own[1],
            connector_user_id=own[0],
            hypervisor=_hypervisor(facts),
            smapi_level=level.reason_code if level else 0,
            directory_manager=manager.directory_manager_level.strip() if manager else "",
            machine=_machine(facts),
            processor_count=counts[0],
            active_processor_count=counts[1],
            memory_mib=_mib(facts.get("STORAGE", {}).get("ONLINE", "")),
            used_memory_mib=_number(load.get("MEMORY_IN_USE", "")) // _PAGES_PER_MIB,
            ipl_time=ipl_time(facts, datetime.now(UTC)),
            cluster_members=_members(cluster.ssi_info_array) if cluster else (),
            defined_guest_count=len(census.names),
            running_guest_count=len(census.active),
        )

    async def _if_known(self, call: Call[ReplyT], *nothing: Codes) -> ReplyT | None:
        """The reply; None when this z/VM does not have the function, or has nothing to tell."""
        try:
            return await self._zvm.call(call)
        except SmapiError as error:
            if codes_of(error) in (UNKNOWN_FUNCTION, *nothing):
                return None
            raise

    async def _user_id_and_system(self) -> tuple[str, str]:
        """Ours and the host's: no SMAPI function tells them, CP does."""
        if not self._own[1]:
            words = (await self._access.command("QUERY USERID")).split()
            self._own = (words[0].upper(), words[-1]) if len(words) > 2 else ("", "")
        return self._own


def pairs(lines: Sequence[str]) -> dict[str, str]:
    """KEY=VALUE lines as a mapping."""
    return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}


def subjects(lines: Sequence[str]) -> dict[str, dict[str, str]]:
    """SUBJECT=KEY=VALUE KEY=VALUE ... lines as a mapping of mappings."""
    return {
        subject: {key: value for key, _, value in (word.partition("=") for word in text.split())}
        for subject, text in pairs(lines).items()
    }


def ipl_time(facts: dict[str, dict[str, str]], now: datetime) -> datetime | None:
    """When the host was IPLed, in UTC.

    z/VM names its time zone but does not say how far it is from UTC; the host's own time, which it tells beside it,
    does. `now` is the time in UTC; a host whose clock is out by more than any time zone is taken to keep UTC.
    """
    level, time = facts.get("CP_LEVEL", {}), facts.get("TIME", {})
    loaded, local = _moment(level, "IPL_"), _moment(time, "")
    if loaded is None:
        return None
    zone = level.get("IPL_TIME_ZONE", "")
    if local is None or zone in ("UTC", "GMT", "UCT"):
        return loaded
    offset = round((local - now) / _QUARTER) * _QUARTER
    return loaded - offset if abs(offset) <= _WIDEST_ZONE else loaded


def _moment(values: dict[str, str], prefix: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{values[f'{prefix}DATE']}T{values[f'{prefix}TIME']}+00:00")
    except (KeyError, ValueError):
        return None


def _hypervisor(facts: dict[str, dict[str, str]]) -> str:
    version = facts.get("CP_LEVEL", {}).get("VERSION", "")
    return f"z/VM {version}" if version else ""


def _machine(facts: dict[str, dict[str, str]]) -> str:
    """The machine type: digits 9 to 12 of the CPU id."""
    return facts.get("CPUID", {}).get("ID", "")[8:12]


def _processors(states: Sequence[str], load: dict[str, str]) -> tuple[int, int]:
    if not states:
        count = _number(load.get("CPU_COUNT", ""))
        return count, count
    active = sum(not any(word in state.upper() for word in _NOT_ACTIVE) for state in states)
    return len(states), active


def _members(lines: Sequence[object]) -> tuple[str, ...]:
    """The systems of the cluster; a slot that is merely free has no system in it."""
    words = [str(line).split() for line in lines]
    return tuple(each[1] for each in words if len(each) > 2 and each[2].upper() != "AVAILABLE")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _mib(text: str) -> int:
    number, unit = text[:-1], text[-1:].upper()
    return int(float(number) * _MIB[unit]) if unit in _MIB and number.replace(".", "", 1).isdecimal() else 0
