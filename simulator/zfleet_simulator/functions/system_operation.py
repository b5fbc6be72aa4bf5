# SPDX-License-Identifier: Apache-2.0
"""Operating the system: shutdown, the configuration file, dumps, the server's own state."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import DUMP_MACHINE, Dump
from zfleet_simulator.statements import Mdisk
from zfleet_simulator.system_load import go_down, load
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    DeleteABENDDump,
    ProcessABENDDump,
    QueryABENDDump,
    SMAPIStatusCapture,
    SystemConfigSyntaxCheck,
    SystemShutdown,
)
from zfleet_smapi.calls.system_operation import AbendDump, QueryABENDDumpReply
from zfleet_smapi.declaration import Reply

_MAX_WITHIN = 65_535
_DEFAULT_SIGNAL_SECONDS = 30.0


@serves(SystemShutdown)
def system_shutdown(here: Context, call: SystemShutdown) -> Reply:
    """Shut the system down (and load it again), now or later, or call that off."""
    status = here.parts.configuration.status
    if upper_case(call.cancel or "") == "CANCEL":
        if call.within or call.by or upper_case(call.immediate or "") == "IMMEDIATE":
            raise Refusal(8, 24)
        if status["status"].shutdown_at is None:
            raise Refusal(396, 6799)
        status.put("status", replace(status["status"], shutdown_at=None))
        return done()
    seconds = _seconds(here, call)
    at, again = here.now + seconds, upper_case(call.reipl or "REIPL") != "NOREIPL"
    status.put("status", replace(status["status"], shutdown_at=at))
    here.parts.state.afterwards(lambda: here.parts.later(seconds, lambda: _go_down(here, at, again)))
    return done()


def _seconds(here: Context, call: SystemShutdown) -> float:
    immediate = upper_case(call.immediate or "") == "IMMEDIATE"
    if immediate + bool(call.within) + bool(call.by) > 1:
        raise Refusal(8, 24)
    if immediate:
        return 0.0
    if call.within:
        if not 1 <= int(call.within) <= _MAX_WITHIN:
            raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=WITHIN")
        return float(call.within)
    if call.by:
        return _seconds_until(here, call.by)
    return _DEFAULT_SIGNAL_SECONDS


def _seconds_until(here: Context, time_of_day: str) -> float:
    now = here.parts.configuration.moment(here.now)
    try:
        hours, minutes, seconds = (*(int(part) for part in time_of_day.split(":")), 0)[:3]
        wanted = now.replace(hour=hours, minute=minutes, second=seconds)
    except ValueError:
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=BY") from None
    return (wanted - now).total_seconds() % 86_400


def _go_down(here: Context, at: float, again: bool) -> None:
    """The system goes down and, if it is to, comes up again; a shutdown called off meanwhile is none."""
    parts = here.parts
    if parts.configuration.status["status"].shutdown_at != at:
        return
    with parts.state.change():
        go_down(parts)
        if again:
            load(parts)


@serves(SystemConfigSyntaxCheck)
def system_config_syntax_check(here: Context, call: SystemConfigSyntaxCheck) -> Reply:
    """Check the system configuration file, which a simulated system always has in good order."""
    owner = upper_case(call.parm_disk_owner or "MAINT")
    number = int(call.parm_disk_number or "0CF0", 16)
    entry = here.parts.directory.online(owner)
    disks = entry.all(Mdisk) if entry is not None else ()
    disk = next((disk for disk in disks if disk.vdev == number), None)
    if disk is None:
        raise Refusal(8, 48)
    _check_password(disk, call.parm_disk_password or "")
    if (
        upper_case(call.system_config_name or "SYSTEM") != "SYSTEM"
        or upper_case(call.system_config_type or "CONFIG") != "CONFIG"
    ):
        raise Refusal(8, 32)
    return done()


def _check_password(disk: Mdisk, given: str) -> None:
    """The multi-write password; none given means the configured one, a comma that there is none."""
    needed = disk.passwords[2] if len(disk.passwords) > 2 else ""
    if given == "," and needed:
        raise Refusal(8, 44)
    if given not in ("", ",", needed) and upper_case(given) != needed:
        raise Refusal(8, 46)


@serves(SMAPIStatusCapture)
def smapi_status_capture(here: Context, call: SMAPIStatusCapture) -> Reply:
    """Write the server's state down for support: a file in MAINT's reader."""
    text = "\n".join(
        (
            f"SYSTEM {here.parts.configuration.installed.system_name}",
            f"LEVEL {here.parts.config.api_level}",
            f"WORKERS {here.parts.config.workers}",
            f"ENTRIES {len(here.parts.directory.entries)}",
            f"GUESTS {len(here.parts.cp.guests)}",
        )
    )
    here.parts.spooling.add("MAINT", "VSMGUARD", [text.encode()], name="SMAPI", file_type="CAPTURE")
    return done()


# --- dumps -----------------------------------------------------------------------------------------------------------


def _dumps(here: Context) -> list[Dump]:
    """The dumps there are: one whose spool file left the dump machine's reader is none. Refusal 200/12."""
    if DUMP_MACHINE not in here.parts.cp.guests:
        raise Refusal(200, 12)
    waiting = {f"{one.spool_id:04}" for one in here.parts.spooling.reader(DUMP_MACHINE)}
    return [one for one in here.parts.files.dumps.values() if one.processed or one.dump_id in waiting]


@serves(QueryABENDDump)
def query_abend_dump(here: Context, call: QueryABENDDump) -> QueryABENDDumpReply:
    """Dumps in the reader, processed ones, or both."""
    where = upper_case(call.location)
    found = [one for one in _dumps(here) if where == "ALL" or one.processed == (where == "SFS")]
    if not found:
        return QueryABENDDumpReply(reason_code=28, bare=True)
    return QueryABENDDumpReply(
        abend_dump_array=tuple(
            AbendDump(
                abend_dump_loc=2 if one.processed else 1,
                abend_dump_id=one.dump_id,
                abend_dump_date=here.parts.configuration.moment(one.taken_at).strftime("%Y-%m-%d"),
                abend_dump_dist=one.distribution,
            )
            for one in found
        )
    )


@serves(ProcessABENDDump)
def process_abend_dump(here: Context, call: ProcessABENDDump) -> Reply:
    """Load dumps from the reader into the file pool directory."""
    dumps = here.parts.files.dumps
    waiting = [one for one in _dumps(here) if not one.processed]
    wanted = upper_case(call.spoolid or "")
    if wanted and wanted != "ALL":
        waiting = [one for one in waiting if one.dump_id == wanted]
        if not waiting:
            raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={wanted}")
    elif not wanted:
        waiting = waiting[:1]
    for one in waiting:
        here.parts.spooling.purge([here.parts.spooling.files[one.dump_id]])
        dumps.drop(one.dump_id)
        name = next(name for name in (f"PRB{number:05}" for number in count()) if name not in dumps)
        dumps.put(name, Dump(name, True, one.taken_at))
    return done()


@serves(DeleteABENDDump)
def delete_abend_dump(here: Context, call: DeleteABENDDump) -> Reply:
    """A dump goes."""
    name = upper_case(call.id)
    dump = next((one for one in _dumps(here) if one.dump_id == name), None)
    if dump is None:
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={name}")
    if not dump.processed:
        here.parts.spooling.purge([here.parts.spooling.files[name]])
    here.parts.files.dumps.drop(name)
    return done()
