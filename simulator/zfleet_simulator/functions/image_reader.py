# SPDX-License-Identifier: Apache-2.0
"""Reader files of images, and the console spool."""

from __future__ import annotations

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.spool import SpoolFile
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import ImageConsoleGet, SystemRDRFileManage, SystemRDRFileQuery
from zfleet_smapi.calls.image_reader import SystemRDRFileQueryReply
from zfleet_smapi.declaration import Reply

_CONSOLE_WIDTH = 132


@serves(ImageConsoleGet)
def image_console_get(here: Context, call: ImageConsoleGet) -> Reply:
    """Close the console's spool file and put it into the caller's reader."""
    target = upper_case(call.target)
    log = here.parts.cp.consoles.get(target)
    if log is None or not log.lines:
        raise Refusal(8, 8)
    text = "".join(line[:_CONSOLE_WIDTH] + "\n" for line in log.lines)
    here.parts.spooling.add(
        here.caller.user_id or target, target, [text.encode("ascii", "replace")], kind="CON", spool_class="T"
    )
    here.parts.cp.consoles.drop(target)
    return done()


@serves(SystemRDRFileQuery)
def system_rdr_file_query(here: Context, call: SystemRDRFileQuery) -> SystemRDRFileQueryReply:
    """The files in a reader."""
    files = here.parts.spooling.reader(upper_case(call.target))
    if not files:
        raise Refusal(8, 4)
    return SystemRDRFileQueryReply(rdr_file_array=tuple(here.parts.spooling.line(file)[:80] for file in files))


@serves(SystemRDRFileManage)
def system_rdr_file_manage(here: Context, call: SystemRDRFileManage) -> Reply:
    """Purge files, move them to the front, or give them to the caller."""
    files = _selected(here, upper_case(call.target), call.spoolids)
    match upper_case(call.action or "PURGE"):
        case "PURGE":
            here.parts.spooling.purge(files)
        case "ORDER":
            here.parts.spooling.order(files)
        case _:
            for file in files:
                here.parts.spooling.transfer(file, here.caller.user_id)
    return done()


def _selected(here: Context, owner: str, spool_ids: str) -> tuple[SpoolFile, ...]:
    """The files named; ALL may be none. Refusal 8/3003 for an id that is none or not there."""
    if upper_case(spool_ids.strip()) == "ALL":
        return here.parts.spooling.reader(owner)
    found = []
    for word in spool_ids.split():
        file = here.parts.spooling.find(owner, int(word)) if word.isdecimal() and len(word) <= 4 else None
        if file is None:
            raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={word}")
        found.append(file)
    return tuple(found)
