# SPDX-License-Identifier: Apache-2.0
"""Who hears how operations come along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from zfleet_gateway.record import OperationRecord
from zfleet_gateway.story import Step


class Observer(Protocol):
    """Hears of everything that happens to an operation. Called on the event loop; must not wait."""

    def changed(self, record: OperationRecord) -> None:
        """A step or the operation has another state."""

    def progressed(self, record: OperationRecord) -> None:
        """A step has moved more data."""

    def step_over(self, record: OperationRecord, step: Step, seconds: float) -> None:
        """A step's work has succeeded or failed."""

    def undo_over(self, record: OperationRecord, step: Step, outcome: str) -> None:
        """A step's undo is over: "undone", "failed" or "left"."""

    def ended(self, record: OperationRecord) -> None:
        """An operation that its caller was told of has ended."""


class Observers:
    """Several as one."""

    def __init__(self, observers: Sequence[Observer]) -> None:
        self._observers = tuple(observers)

    def changed(self, record: OperationRecord) -> None:
        """Tells all."""
        for each in self._observers:
            each.changed(record)

    def progressed(self, record: OperationRecord) -> None:
        """Tells all."""
        for each in self._observers:
            each.progressed(record)

    def step_over(self, record: OperationRecord, step: Step, seconds: float) -> None:
        """Tells all."""
        for each in self._observers:
            each.step_over(record, step, seconds)

    def undo_over(self, record: OperationRecord, step: Step, outcome: str) -> None:
        """Tells all."""
        for each in self._observers:
            each.undo_over(record, step, outcome)

    def ended(self, record: OperationRecord) -> None:
        """Tells all."""
        for each in self._observers:
            each.ended(record)
