# SPDX-License-Identifier: Apache-2.0
"""Things that go wrong on purpose: rules that turn chosen calls into the failures a real system shows.

A rules file is TOML::

    [[fault]]
    function = "Image_Create_DM"     # * and ? allowed, case ignored
    target = "TEST*"
    nth = [1, 3]                     # the first and third call that fit; or probability = 0.1
    return_code = 400
    reason_code = 12
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from zfleet_simulator.upper_case import upper_case

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class FaultRule:
    """One kind of failure.

    function, target: which calls, with ``*`` and ``?``, case ignored.
    nth: the numbers (from 1) of the calls that fail, among those that fit; empty: all.
    probability: 0 to 1, how many of those fail. times: the rule is used up after so many; 0: never.
    return_code, reason_code, texts: answer these instead of doing the work.
    delay: seconds of waiting before anything else.
    drop: close the connection without an answer, ``before`` or ``after`` the work is done.
    truncate: send only that many bytes of the answer and close; -1: whole answers.
    abend: the worker server dies with the request undone, and comes back later.
    command: the rule is about commands in guests' Linux and orders of scripts in their readers, not about calls: which
        lines, such as ``chcpu -e*`` or ``attach-volume *``; target is the guest. return_code is the exit code then (1
        to 255) and texts the output; delay and drop are as for calls (not for orders), the others mean nothing.
    """

    function: str = "*"
    target: str = "*"
    nth: tuple[int, ...] = ()
    probability: float = 1.0
    times: int = 0
    return_code: int = 0
    reason_code: int = 0
    texts: tuple[str, ...] = ()
    delay: float = 0.0
    drop: str = ""
    truncate: int = -1
    abend: bool = False
    command: str = ""

    def __post_init__(self) -> None:
        """ValueError for values that mean nothing."""
        if self.drop not in ("", BEFORE, AFTER):
            raise ValueError(f"drop is {self.drop!r}, not 'before' or 'after'")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability {self.probability} is not 0 to 1")
        if self.delay < 0 or any(number < 1 for number in self.nth):
            raise ValueError("delay must not be negative, nth counts from 1")

    def fits(self, function: str, target: str) -> bool:
        """True when the rule is about such a call."""
        return not self.command and _like(function, self.function) and _like(target, self.target)

    def fits_command(self, line: str, user_id: str) -> bool:
        """True when the rule is about such a command in that guest."""
        return bool(self.command) and _like(line, self.command) and _like(user_id, self.target)


def _like(text: str, pattern: str) -> bool:
    return fnmatchcase(upper_case(text), upper_case(pattern))


NO_FAULT = FaultRule()


class Faults:
    """The rules of one host and how often each was met."""

    def __init__(self, rules: Iterable[FaultRule], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - chance, not secrets
        self._rules: list[tuple[FaultRule, list[int]]] = []
        for rule in rules:
            self.add(rule)

    def add(self, rule: FaultRule) -> None:
        """One more rule; its count starts now."""
        self._rules.append((rule, [0, 0]))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._rules.clear()

    def next(self, function: str, target: str) -> FaultRule:
        """The first rule that strikes this call, or NO_FAULT. Counts the call for every rule that fits."""
        return self._first(lambda rule: rule.fits(function, target))

    def next_command(self, line: str, user_id: str) -> FaultRule:
        """The same for a command in a guest's Linux."""
        return self._first(lambda rule: rule.fits_command(line, user_id))

    def _first(self, fits: Callable[[FaultRule], bool]) -> FaultRule:
        struck = NO_FAULT
        for rule, counts in self._rules:
            if not fits(rule):
                continue
            counts[0] += 1
            if struck is NO_FAULT and self._strikes(rule, counts):
                counts[1] += 1
                struck = rule
        return struck

    def _strikes(self, rule: FaultRule, counts: list[int]) -> bool:
        if rule.times and counts[1] >= rule.times:
            return False
        if rule.nth and counts[0] not in rule.nth:
            return False
        return rule.probability >= 1 or self._random.random() < rule.probability


def load_faults(path: Path) -> tuple[FaultRule, ...]:
    """The rules of a TOML file; ValueError naming what is wrong with it, OSError when it cannot be read."""
    known = {field.name for field in fields(FaultRule)}
    rules = []
    with path.open("rb") as file:
        tables = tomllib.load(file).get("fault", [])
    for number, table in enumerate(tables, 1):
        unknown = sorted(set(table) - known)
        if unknown:
            raise ValueError(f"{path}: fault {number} has unknown settings {', '.join(unknown)}")
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
        }
        if isinstance(values.get("nth"), int):
            values["nth"] = (values["nth"],)
        try:
            rules.append(FaultRule(**values))
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path}: fault {number}: {error}") from None
    return tuple(rules)
