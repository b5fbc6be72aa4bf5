# SPDX-License-Identifier: Apache-2.0
"""What became of each thing that was to be taken over."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from zfleet_client.errors import FleetError


class Outcome(enum.StrEnum):
    """What became of one thing."""

    TAKEN_OVER = "taken over"
    WOULD_BE = "would be taken over"
    ALREADY_THERE = "already there"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One guest, NIC, image, FCP template or FCP device, and why it was skipped or failed, or what is to be known."""

    kind: str
    name: str
    outcome: Outcome
    reason: str = ""


def taken(kind: str, name: str, *, dry_run: bool, reason: str = "") -> Item:
    """It was taken over, or would be in a run that may change something."""
    return Item(kind, name, Outcome.WOULD_BE if dry_run else Outcome.TAKEN_OVER, reason)


def there(kind: str, name: str) -> Item:
    """It had been taken over before."""
    return Item(kind, name, Outcome.ALREADY_THERE)


def skipped(kind: str, name: str, reason: str) -> Item:
    """There is nothing to take over, or what the fleet has is kept."""
    return Item(kind, name, Outcome.SKIPPED, reason)


def failed(kind: str, name: str, error: FleetError) -> Item:
    """The fleet refused it."""
    fields = "; ".join(f"{bad.field}: {bad.description}" for bad in error.bad_fields)
    text = fields or error.message or error.status.name
    if error.return_code is not None:
        text += f" ({error.function} return code {error.return_code}, reason code {error.reason_code})"
    return Item(kind, name, Outcome.FAILED, text)


def counts(items: Iterable[Item]) -> dict[str, int]:
    """How many came out how; outcomes that did not happen are left out."""
    found = [item.outcome for item in items]
    return {outcome.value: found.count(outcome) for outcome in Outcome if outcome in found}
