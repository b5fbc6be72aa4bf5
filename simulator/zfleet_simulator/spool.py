# SPDX-License-Identifier: Apache-2.0
"""CP's spool: files in virtual readers, with ids, classes and contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from zfleet_simulator.clock import Clock
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.contents import Contents
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import State
from zfleet_simulator.upper_case import upper_case

MAX_SPOOL_ID = 9999
_RECORD_BYTES = {"PUN": 80, "CON": 132, "PRT": 132, "RDR": 80, "DMP": 4096}


@dataclass(frozen=True)
class SpoolFile:
    """A file in a reader. ``kind`` is PUN, PRT, CON or DMP; ``place`` orders the files of one reader.

    ``system`` is the one member of a cluster where a file is seen whose owner may be logged on at several.
    """

    spool_id: int
    owner: str
    origin: str
    kind: str
    spool_class: str
    records: int
    created_at: float
    name: str = ""
    file_type: str = ""
    distribution: str = "SYSTEM"
    hold: str = "NONE"
    place: int = 0
    system: str = ""


@dataclass(frozen=True)
class LastSpoolId:
    """The last spool id that was given."""

    value: int


class Spooling:
    """All readers, as one system sees them; ``is_local`` says whose files are seen at one member of a cluster only."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        contents: Contents,
        configuration: Configuration,
        is_local: Callable[[str], bool],
    ) -> None:
        self._clock = clock
        self._contents = contents
        self._configuration = configuration
        self._is_local = is_local
        self.files = state.shelf("spool file", SpoolFile)
        self._last = state.shelf("last spool id", LastSpoolId)
        self._readers: dict[str, dict[str, None]] = {}
        self.files.observe(self._file_changed)

    def _file_changed(self, name: str, old: SpoolFile | None, new: SpoolFile | None) -> None:
        if old is not None:
            self._readers[old.owner].pop(name, None)
        if new is not None:
            self._readers.setdefault(new.owner, {})[name] = None

    def reader(self, user_id: str) -> tuple[SpoolFile, ...]:
        """The files in a user's reader, the next one first."""
        files = (self.files[name] for name in self._readers.get(user_id, ()))
        return tuple(sorted((file for file in files if self._is_seen(file)), key=lambda file: file.place))

    def _is_seen(self, file: SpoolFile) -> bool:
        return file.system in ("", self._configuration.installed.system_name)

    def _system_of(self, owner: str) -> str:
        return self._configuration.installed.system_name if self._is_local(owner) else ""

    def add(
        self,
        owner: str,
        origin: str,
        chunks: list[bytes],
        *,
        kind: str = "PUN",
        spool_class: str = "A",
        name: str = "",
        file_type: str = "",
    ) -> SpoolFile:
        """A new file at the end of a reader. Refusal 396/429 when all 9999 spool ids are in use."""
        spool_id = self._next_id()
        size = self._contents.write_spool(f"{spool_id:04}", chunks)
        record = _RECORD_BYTES.get(kind, 80)
        file = SpoolFile(
            spool_id,
            owner,
            origin,
            kind,
            upper_case(spool_class),
            -(-size // record),
            self._clock.now(),
            name,
            file_type,
            place=self._last_place(owner) + 1,
            system=self._system_of(owner),
        )
        self.files.put(f"{spool_id:04}", file)
        return file

    def _next_id(self) -> int:
        last = self._last.get("last")
        spool_id = last.value if last is not None else 0
        for _ in range(MAX_SPOOL_ID):
            spool_id = spool_id % MAX_SPOOL_ID + 1
            if f"{spool_id:04}" not in self.files:
                self._last.put("last", LastSpoolId(spool_id))
                return spool_id
        raise Refusal(396, 429)

    def _last_place(self, owner: str) -> int:
        return max((self.files[name].place for name in self._readers.get(owner, ())), default=0)

    def find(self, owner: str, spool_id: int) -> SpoolFile | None:
        """A file in a user's reader."""
        file = self.files.get(f"{spool_id:04}")
        return file if file is not None and file.owner == owner and self._is_seen(file) else None

    def content(self, file: SpoolFile) -> bytes:
        """The bytes of a file."""
        return self._contents.read_spool(f"{file.spool_id:04}")

    def purge(self, files: Iterable[SpoolFile]) -> None:
        """Delete files."""
        for file in files:
            self.files.drop(f"{file.spool_id:04}")
            self._contents.forget_spool(f"{file.spool_id:04}")

    def transfer(self, file: SpoolFile, to: str) -> None:
        """Move a file to the end of another reader."""
        moved = replace(file, owner=to, place=self._last_place(to) + 1, system=self._system_of(to))
        self.files.put(f"{file.spool_id:04}", moved)

    def order(self, files: Iterable[SpoolFile]) -> None:
        """Move files to the front of their reader, in this order."""
        ordered = list(files)
        if not ordered:
            return
        first = min((file.place for file in self.reader(ordered[0].owner)), default=0) - len(ordered)
        for number, file in enumerate(ordered):
            self.files.put(f"{file.spool_id:04}", replace(file, place=first + number))

    def change_class(self, file: SpoolFile, spool_class: str) -> None:
        """Give a file another class."""
        self.files.put(f"{file.spool_id:04}", replace(file, spool_class=upper_case(spool_class)))

    def line(self, file: SpoolFile) -> str:
        """One line of QUERY RDR ALL."""
        when = self._configuration.moment(file.created_at).strftime("%m/%d %H:%M:%S")
        name, file_type = file.name.ljust(9), file.file_type.ljust(8)
        return (
            f"{file.origin:<8} {file.spool_id:04} {file.spool_class} {file.kind} {file.records:08} 001 "
            f"{file.hold:<4} {when} {name} {file_type} {file.distribution}"
        )
