# SPDX-License-Identifier: Apache-2.0
"""What lies in a reader: the lines of System_RDR_File_Query, which are those of CP QUERY RDR ALL."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zfleet_guest.zvm import Zvm
from zfleet_smapi.calls import SystemRDRFileManage, SystemRDRFileQuery
from zfleet_smapi.errors import SmapiError

READER_EMPTY = (8, 4)
# ORIGINID FILE CLASS RECORDS CPY HOLD DATE TIME NAME TYPE DIST; name and type may be blank.
_LINE = re.compile(
    r"(?P<origin>\S{1,8})\s+(?P<id>\d{4})\s+(?P<cls>[A-Z0-9])\s+(?P<kind>[A-Z]{3})\s+(?P<records>\d+)\s+\d{3}\s+\S+"
    r"\s+\S+\s+\S+(?:\s+(?P<names>.*))?"
)
_MOST_IDS = 200  # in one purge: their text must stay short


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file in a reader. `kind` is PUN, PRT, CON or another of CP's."""

    spool_id: int
    origin: str
    spool_class: str
    kind: str
    name: str
    type: str


def spooled_file(line: str) -> SpooledFile | None:
    """The file of one line; None for a heading or a line of another form."""
    found = _LINE.match(line.strip())
    if found is None:
        return None
    # The last word is the distribution code; a file without a name has nothing else.
    names = (found["names"] or "").split()[:-1]
    name, file_type = (*names, "", "")[:2]
    return SpooledFile(int(found["id"]), found["origin"], found["cls"], found["kind"], name, file_type)


async def files_in_reader(zvm: Zvm, user_id: str) -> tuple[SpooledFile, ...]:
    """The files in a user's reader, the next one first."""
    try:
        lines = (await zvm.call(SystemRDRFileQuery(target=user_id))).rdr_file_array
    except SmapiError as error:
        if (error.return_code, error.reason_code) == READER_EMPTY:
            return ()
        raise
    return tuple(file for file in map(spooled_file, lines) if file is not None)


async def purge_files(zvm: Zvm, user_id: str, spool_ids: list[int]) -> None:
    """Takes files out of a reader; those that are gone already must not be among them."""
    for at in range(0, len(spool_ids), _MOST_IDS):
        ids = " ".join(f"{spool_id:04}" for spool_id in spool_ids[at : at + _MOST_IDS])
        await zvm.call(SystemRDRFileManage(target=user_id, spoolids=ids))
