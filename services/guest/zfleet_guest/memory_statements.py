# SPDX-License-Identifier: Apache-2.0
"""The memory of a directory entry: words 4 and 5 of its USER statement, and the command that makes the rest standby."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zfleet_guest.entry import COLUMNS, memory_text
from zfleet_guest.read_entry import keyword_of, kibibytes, own_lines, statements

STANDBY = "COMMAND DEF STOR INITIAL STANDBY REMAINDER"
_MEMORY_WORD = 3  # of USER name password memory maximum, from 0


@dataclass(frozen=True, slots=True)
class MemoryDefinition:
    """What an entry says of memory, MiB. `reserved`: its spare memory is reserved, not standby, at logon."""

    memory_mib: int
    max_memory_mib: int
    reserved: bool


def memory_of(records: Iterable[str]) -> MemoryDefinition:
    """What records say. ValueError when there is no USER statement with memory that makes sense."""
    lines = own_lines(records)
    for word, words in statements(lines):
        if word in ("USER", "IDENTITY"):
            if len(words) < _MEMORY_WORD:
                break
            memory = kibibytes(words[2])
            maximum = kibibytes(words[3]) if len(words) > _MEMORY_WORD else memory
            return MemoryDefinition(memory // 1024, maximum // 1024, any(_is_reserved(line) for line in lines))
    raise ValueError("has no USER statement with a memory size")


def with_memory(records: Iterable[str], mib: int) -> tuple[str, ...]:
    """The lines with another memory at logon, spare memory standby and not reserved. ValueError as memory_of."""
    lines = own_lines(records)
    memory_of(lines)
    return tuple(STANDBY if _is_reserved(line) else line for line in _resized(lines, memory_text(mib)))


def _resized(lines: Sequence[str], size: str) -> Iterator[str]:
    at, inside = 0, False
    for line in lines:
        kept = line
        if not line.lstrip().startswith("*"):
            position = 0
            for word in line.split():
                start = line.index(word, position)
                position = start + len(word)
                if word == ",":
                    continue
                if at == 0:
                    inside = keyword_of(word) in ("USER", "IDENTITY")
                if inside and at == _MEMORY_WORD:
                    rest = "," if word.endswith(",") else ""
                    kept = line[:start] + size + rest + line[position:]
                at += 1
            if not line.endswith(","):
                at = 0
        if len(kept) > COLUMNS:
            raise ValueError("has a USER statement with no room for another memory size")
        yield kept


def _is_reserved(line: str) -> bool:
    words = line.upper().split()
    return (
        len(words) >= 4
        and keyword_of(words[0]) == "COMMAND"
        and len(words[1]) >= 3
        and "DEFINE".startswith(words[1])
        and len(words[2]) >= 4
        and "STORAGE".startswith(words[2])
        and words[3].startswith("RES")
    )
