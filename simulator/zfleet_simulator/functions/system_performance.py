# SPDX-License-Identifier: Apache-2.0
"""Load of the system: processors, memory, paging and spool space, thresholds."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.definition_keywords import subkeys
from zfleet_simulator.real_devices import Dasd
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Threshold
from zfleet_simulator.statistics import PAGE_KB, cpu_microseconds, memory_used_kb
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    SystemPageUtilizationQuery,
    SystemPerformanceInfoQuery,
    SystemPerformanceInformationQuery,
    SystemPerformanceThresholdDisable,
    SystemPerformanceThresholdEnable,
    SystemSpoolUtilizationQuery,
)
from zfleet_smapi.calls.system_performance import (
    PagingLine,
    SpoolLine,
    SystemPageUtilizationQueryReply,
    SystemPerformanceInfoQueryReply,
    SystemPerformanceInformationQueryReply,
    SystemSpoolUtilizationQueryReply,
)
from zfleet_smapi.declaration import Reply

_PAGES_PER_CYLINDER = 180
_MONITOR = "PERSMAPI"
_SYSTEM_EVENTS = ("SYSTEM_CPU", "SYSTEM_VIRTUAL_IO", "SYSTEM_PAGING", "SYSTEM_DASD_IO")
_USER_EVENTS = ("USER_CPU", "USER_IO")


def _memory_pages(here: Context) -> tuple[int, int]:
    """Pages in use and pages there are."""
    total = here.parts.configuration.installed.memory_kb // PAGE_KB
    used = sum(memory_used_kb(guest, here.now) for guest in here.parts.cp.guests.values()) // PAGE_KB
    # CP itself takes a few per cent.
    return min(total, used + total // 25), total


def _cpu_percent(here: Context) -> float:
    """Average use of the processors over the last minute."""
    processors = len(here.parts.configuration.installed.cpus)
    used = 0
    for guest in here.parts.cp.guests.values():
        since = max(guest.logged_on_at, here.now - 60)
        used += cpu_microseconds(guest, here.now) - cpu_microseconds(guest, since)
    return min(100.0, used / 60e6 / processors * 100)


@serves(SystemPerformanceInformationQuery)
def system_performance_information_query(
    here: Context, call: SystemPerformanceInformationQuery
) -> SystemPerformanceInformationQueryReply:
    """Processors, memory and paging; each processor too when asked for."""
    installed = here.parts.configuration.installed
    used, total = _memory_pages(here)
    percent = _cpu_percent(here)
    lines = [
        f"CPU_COUNT={len(installed.cpus):04}",
        f"CPU_AVERAGE_USE={percent:.0f}%",
        "PAGING_RATE=0",
        f"MEMORY_IN_USE={used}",
        f"MEMORY_TOTAL={total}",
        "MONITOR_RATE=2.00 SECONDS ",
        "MONITOR_INTERVAL=1 MINUTES ",
        f"MY_LPAR_NAME={installed.partition}",
    ]
    if upper_case(subkeys(call.monitor_event or "").get("QUERY", "")) == "YES":
        lines.append(f"MONITOR_EVENT_COUNT={len(here.parts.files.thresholds)}")
    if upper_case(subkeys(call.detailed_cpu or "").get("SHOW", "")) == "YES":
        lines.append(f"DETAILED_CPU_COUNT={len(installed.cpus)}")
        lines += [_processor(here, number, kind, percent) for number, kind in enumerate(installed.cpus)]
    return SystemPerformanceInformationQueryReply(system_performance_information_data=tuple(lines))


def _processor(here: Context, number: int, kind: str, percent: float) -> str:
    installed = here.parts.configuration.installed
    load = f"{percent:.2f}%"
    return (
        f"DETAILED_CPU=LPAR_NAME={installed.partition:<8} LPAR_NUMBER={installed.partition_number} LPAR_ID= ... "
        f"LPAR_CPU_COUNT={len(installed.cpus)} LPAR_CAP=NO LPAR_WEIGHT=1000 LPAR_WAIT=NO LPAR_LOAD={load} "
        f"LPAR_STATUS=ACTIVE LPAR_OVERHEAD=0.10% CPU_TYPE={kind} CPU_ID={number} CPU_SUSPEND_TIME=0.00% "
        f"CPU_LP_OVERHEAD_TIME=0.10% CPU_BUSY_TIME={load} PHYSICAL_CPU_BUSY={load} LOGICAL_CPU_LOAD={load} "
        f"VM_CPU_LOAD={load}"
    )


@serves(SystemPerformanceInfoQuery)
def system_performance_info_query(here: Context, call: SystemPerformanceInfoQuery) -> SystemPerformanceInfoQueryReply:
    """The older form: values without names."""
    cpus = here.parts.configuration.installed.cpus
    used, total = _memory_pages(here)
    percent = round(_cpu_percent(here))
    lines = [f"{len(cpus):04}", f"{percent:03}%", "0", str(total), str(used)]
    if upper_case(call.monrate or "") == "QUERY":
        lines.append("2.00 SECONDS")
    lines += [f"PROC {number:04}-{percent:03}% {kind}  VM" for number, kind in enumerate(cpus)]
    return SystemPerformanceInfoQueryReply(performance_info=tuple(lines))


def _volumes(here: Context, use: str) -> list[Dasd]:
    owned = here.parts.configuration.dasd.values()
    return [one for one in owned if one.status == "OWNED" and one.use == use]


def _short(pages: int) -> str:
    """A page count as CP shortens it: from 1024 K pages on in K."""
    return f"{pages // 1024}K" if pages >= 1024 * 1024 else str(pages)


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0


@serves(SystemPageUtilizationQuery)
def system_page_utilization_query(here: Context, call: SystemPageUtilizationQuery) -> SystemPageUtilizationQueryReply:
    """Paging space."""
    volumes = _volumes(here, "PAGE")
    used, total = _memory_pages(here)
    # What does not fit into memory with room to spare is paged out, evenly over the volumes.
    paged = max(0, used - total * 9 // 10) // max(1, len(volumes))
    rows = [(one, one.size * _PAGES_PER_CYLINDER, paged) for one in volumes]
    return SystemPageUtilizationQueryReply(
        paging_information_structure=tuple(PagingLine(line) for line in _rows(rows, "NOTDRAINED"))
    )


@serves(SystemSpoolUtilizationQuery)
def system_spool_utilization_query(
    here: Context, call: SystemSpoolUtilizationQuery
) -> SystemSpoolUtilizationQueryReply:
    """Spool space."""
    volumes = _volumes(here, "SPOOL")
    pages = sum(-(-file.records * 80 // 4096) for file in here.parts.spooling.files.values())
    rows = [(one, one.size * _PAGES_PER_CYLINDER, pages if at == 0 else 0) for at, one in enumerate(volumes)]
    return SystemSpoolUtilizationQueryReply(
        spool_information_structure=tuple(SpoolLine(line) for line in _rows(rows, "NOTDUMP NOTDRAINED"))
    )


def _rows(rows: list[tuple[Dasd, int, int]], status: str) -> list[str]:
    """A line for each volume; the first also has the totals."""
    total, used = sum(size for _, size, _ in rows), sum(part for _, _, part in rows)
    lines = []
    for at, (disk, size, part) in enumerate(rows):
        totals = f"{_short(total)} {used} {_percent(used, total)} " if at == 0 else ""
        lines.append(f"{totals}{disk.label} {disk.rdev:04X} {_short(size)} {part} {_percent(part, size)} {status}")
    return lines


@serves(SystemPerformanceThresholdEnable)
def system_performance_threshold_enable(here: Context, call: SystemPerformanceThresholdEnable) -> Reply:
    """Watch for a limit."""
    event, _, limit = upper_case(call.event_type).partition("=")
    *user, value = limit.split() or [""]
    name = _event([event, *user])
    percent = name.split()[0].endswith("_CPU")
    if not value.isdecimal() or (percent and int(value) > 100):
        raise _unknown_event(call.event_type)
    if _MONITOR not in here.parts.cp.guests:
        raise Refusal(8, 4)
    here.parts.files.thresholds.put(name, Threshold(name, value))
    return done()


def _event(words: list[str]) -> str:
    """The name of an event: one word, and the user's for those that watch one user. Refusal 8/3002."""
    words = " ".join(words).split()
    count = 1 if words[:1] and words[0] in _SYSTEM_EVENTS else 2
    if len(words) != count or words[0] not in (*_SYSTEM_EVENTS, *_USER_EVENTS):
        raise _unknown_event(" ".join(words))
    return " ".join(words)


def _unknown_event(text: str) -> Refusal:
    return Refusal(8, 3002, f"UNKNOWN_PARAMETER={upper_case(text)}")


@serves(SystemPerformanceThresholdDisable)
def system_performance_threshold_disable(here: Context, call: SystemPerformanceThresholdDisable) -> Reply:
    """Watch no longer."""
    name = _event(upper_case(call.event_type).split())
    if name in here.parts.files.thresholds:
        here.parts.files.thresholds.drop(name)
    return done()
