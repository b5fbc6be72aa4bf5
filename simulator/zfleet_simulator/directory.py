# SPDX-License-Identifier: Apache-2.0
"""Entries of the user directory: users, identities, profiles and prototypes as fixed records.

An entry is its records, as the directory manager keeps them: columns 1 to 72 are text, 73 to 80 a sequence field that
callers may send back and that means nothing. A comma at the end of a record continues the statement on the next one.
Statements are read from the records when someone asks; a change of one statement leaves all other records as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from zfleet_simulator.statement_parser import parse_statement
from zfleet_simulator.statements import (
    MAX_TEXT_COLUMNS,
    Comment,
    Console,
    Dedicate,
    Include,
    Link,
    Mdisk,
    Nicdef,
    Profile,
    Special,
    Spool,
    Statement,
    StatementError,
    User,
)
from zfleet_simulator.upper_case import upper_case

S = TypeVar("S")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DEVICES = (Console, Spool, Link, Special, Nicdef, Dedicate, Mdisk)


@dataclass(frozen=True)
class Placed:
    """A statement and the records (first, last) that hold it."""

    statement: Statement
    first: int
    last: int


@dataclass(frozen=True)
class Entry:
    """One directory entry. ``records`` are the texts of its lines without trailing blanks, never empty."""

    name: str
    records: tuple[str, ...]

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All statements with their places; StatementError when a record makes no sense."""
        return tuple(_read(self.records))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order."""
        return tuple(one.statement for one in self.placed)

    def all(self, kind: type[S]) -> tuple[S, ...]:
        """The statements of one kind."""
        return tuple(one for one in self.statements if isinstance(one, kind))

    def first(self, kind: type[S]) -> S | None:
        """The first statement of one kind, or None."""
        return next((one for one in self.statements if isinstance(one, kind)), None)

    @property
    def head(self) -> User | Profile:
        """USER, IDENTITY or PROFILE."""
        head = next(one for one in self.statements if not isinstance(one, Comment))
        if not isinstance(head, (User, Profile)):
            raise StatementError(f"{self.name} does not start with USER, IDENTITY or PROFILE")
        return head

    @property
    def is_profile(self) -> bool:
        """True for a profile."""
        return isinstance(self.head, Profile)

    def replacing(self, old: Statement, new: Statement) -> Entry:
        """With one statement in the place of another (which must be the very object found in this entry)."""
        place = self._place(old)
        indent = self.records[place.first][: len(self.records[place.first]) - len(self.records[place.first].lstrip())]
        text = [indent + line if number == 0 else line for number, line in enumerate(render_records(new))]
        return Entry(self.name, (*self.records[: place.first], *text, *self.records[place.last + 1 :]))

    def without(self, *old: Statement) -> Entry:
        """Without some statements (the very objects found in this entry)."""
        gone = {at for one in old for at in range(self._place(one).first, self._place(one).last + 1)}
        return Entry(self.name, tuple(text for at, text in enumerate(self.records) if at not in gone))

    def adding(self, *new: Statement) -> Entry:
        """With more statements: devices go last, everything else in front of the first device, as CP wants it."""
        entry = self
        for one in new:
            lines = render_records(one)
            at = len(entry.records) if isinstance(one, _DEVICES) else entry._first_device()
            entry = Entry(entry.name, (*entry.records[:at], *lines, *entry.records[at:]))
        return entry

    def _place(self, statement: Statement) -> Placed:
        return next(one for one in self.placed if one.statement is statement)

    def _first_device(self) -> int:
        return next((one.first for one in self.placed if isinstance(one.statement, _DEVICES)), len(self.records))

    def device_numbers(self) -> frozenset[int]:
        """The virtual device numbers that this entry's own statements define."""
        found: set[int] = set()
        for one in self.statements:
            if isinstance(one, Nicdef):
                found.update(range(one.vdev, one.vdev + (one.devices or 3)))
            elif isinstance(one, (Console, Spool, Link, Special, Dedicate, Mdisk)):
                found.add(one.vdev)
        return frozenset(found)

    def mdisk(self, vdev: int) -> Mdisk | None:
        """The minidisk of that number, or None."""
        return next((one for one in self.all(Mdisk) if one.vdev == vdev), None)


def entry_from_records(records: Iterable[str]) -> Entry:
    """An entry from the lines of a request. StatementError on a line that is no statement or on a wrong beginning."""
    lines = tuple(_normal(text) for text in (record[:MAX_TEXT_COLUMNS] for record in records) if text.strip(" "))
    if not lines:
        raise StatementError("no records")
    statements = [one.statement for one in _read(lines)]
    first = next((one for one in statements if not isinstance(one, Comment)), None)
    if not isinstance(first, (User, Profile)):
        raise StatementError("the first statement must be USER, IDENTITY or PROFILE")
    name = first.user_id if isinstance(first, User) else first.name
    return Entry(name, lines)


def fixed_columns(text: str, columns: int) -> str:
    """A record padded with blanks to its width."""
    return text[:columns].ljust(columns)


def render_records(statement: Statement) -> tuple[str, ...]:
    """A statement as records of at most 72 columns; a long one continues after a comma.

    StatementError when it cannot be written so that reading gives it back: a word that fills more than a record, a
    control character, or a comma at the end, which would make the next statement a part of it.
    """
    text = _printable(statement.render())
    if text.endswith(",") and not isinstance(statement, Comment):
        raise StatementError("a statement that ends with a comma")
    if len(text) <= MAX_TEXT_COLUMNS:
        return (text,)
    lines = []
    while len(text) > MAX_TEXT_COLUMNS:
        # The two blanks that a continuation starts with are no place to cut.
        cut = text.rfind(" ", 2, MAX_TEXT_COLUMNS - 1)
        if cut < 0:
            raise StatementError(f"a word that does not fit into {MAX_TEXT_COLUMNS} columns")
        lines.append(text[:cut] + " ,")
        text = "  " + text[cut:].lstrip()
    return (*lines, text)


def _normal(text: str) -> str:
    """A record's text without trailing blanks, in upper case where case means nothing. StatementError."""
    kept = _printable(text.rstrip(" "))
    if kept.lstrip().startswith("*") or "'" in kept or '"' in kept:
        return kept
    return upper_case(kept)


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise StatementError("a control character")
    return text


def _read(records: tuple[str, ...]) -> Iterator[Placed]:
    at = 0
    while at < len(records):
        first, text = at, records[at]
        if not text.lstrip().startswith("*"):
            while text.rstrip().endswith(",") and at + 1 < len(records):
                at += 1
                text = text.rstrip()[:-1].rstrip() + " " + records[at].strip()
            if text.rstrip().endswith(","):
                raise StatementError("a continued statement that ends with the entry")
        yield Placed(parse_statement(text), first, at)
        at += 1


def included(entry: Entry) -> tuple[str, ...]:
    """The names of the profiles that an entry includes."""
    return tuple(one.profile for one in entry.all(Include))
