# SPDX-License-Identifier: Apache-2.0
"""Collects everything that is wrong with a request, so that the caller hears of all of it at once.

    v = Violations()
    user_id = v.check("user_id", values.user_id, request.user_id)
    size = v.check("disks[0].size", values.cylinders, request.disks[0].size)
    v.raise_if_any()

The checked types are functions that give the canonical value or raise ValueError with a clear text
(`zfleet_smapi.values`). `check` gives the value's type, so that the code after `raise_if_any` is typed; between the two
a value that failed is None in disguise and must not be used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from zfleet_runtime.errors import Violation, invalid_argument

Given = TypeVar("Given")
Checked = TypeVar("Checked")


class Violations:
    """The bad fields found so far. One object per request."""

    def __init__(self) -> None:
        self._found: list[Violation] = []

    def check(self, field: str, check: Callable[[Given], Checked], value: Given) -> Checked:
        """The checked value; a ValueError's text becomes the field's violation."""
        try:
            return check(value)
        except ValueError as error:
            self.add(field, str(error))
            return cast(Checked, None)

    def optional(self, field: str, check: Callable[[Given], Checked], value: Given) -> Checked | None:
        """As `check`, but an empty value (proto3's default) is None."""
        return self.check(field, check, value) if value else None

    def required(self, field: str, value: object) -> None:
        """An empty value is a violation."""
        if not value:
            self.add(field, "is required")

    def require(self, holds: bool, field: str, description: str) -> None:
        """A condition of the caller's own: what does not hold is a violation."""
        if not holds:
            self.add(field, description)

    def add(self, field: str, description: str) -> None:
        """One more bad field."""
        self._found.append(Violation(field, description))

    def within(self, prefix: str) -> Violations:
        """A collector for a nested message: its fields are reported here as `prefix.field`."""
        return _Within(self, prefix)

    @property
    def found(self) -> tuple[Violation, ...]:
        """All bad fields, in the order they were found."""
        return tuple(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raises INVALID_ARGUMENT naming every bad field, if there is one."""
        if self._found:
            raise invalid_argument(self._found)


class _Within(Violations):
    """Reports to an outer collector, with a prefix."""

    def __init__(self, outer: Violations, prefix: str) -> None:
        super().__init__()
        self._outer = outer
        self._prefix = prefix

    def add(self, field: str, description: str) -> None:
        super().add(field, description)
        self._outer.add(f"{self._prefix}.{field}", description)
