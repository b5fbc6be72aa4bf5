# SPDX-License-Identifier: Apache-2.0
"""What z/VM's events say about guests. Values in, values out."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from zfleet_smapi.events import DirectoryChange, Event, SystemEvent

_LONGEST_WORD = 64  # of a directory change, whose texts z/VM does not bound
_ABOUT_MACHINES = 0  # class of the records about virtual machines


class Kind(enum.Enum):
    """What happened to a guest."""

    LOGGED_ON = "logged on"
    LOGGED_OFF = "logged off"
    ENTRY_ADDED = "entry added"
    ENTRY_CHANGED = "entry changed"
    ENTRY_REMOVED = "entry removed"
    RELOCATION_BEGUN = "relocation begun"
    RELOCATION_ENDED = "relocation ended"
    RELOCATION_FAILED = "relocation failed"
    OTHER = "other"


_OF_RECORD = {
    0: Kind.LOGGED_ON,
    1: Kind.LOGGED_OFF,
    9: Kind.RELOCATION_BEGUN,
    10: Kind.RELOCATION_BEGUN,
    11: Kind.RELOCATION_ENDED,
    12: Kind.RELOCATION_ENDED,
    13: Kind.RELOCATION_FAILED,
    14: Kind.RELOCATION_FAILED,
}
_INBOUND = frozenset((10, 12, 14))
_OF_WORD = {"ADD": Kind.ENTRY_ADDED, "PURGE": Kind.ENTRY_REMOVED, "DELETE": Kind.ENTRY_REMOVED}


@dataclass(frozen=True, slots=True)
class Record:
    """CP's own record: its type, and what follows the names."""

    type: int
    data: bytes


@dataclass(frozen=True, slots=True)
class GuestEvent:
    """Something that happened to a guest. What does not belong to the kind is empty."""

    user_id: str
    kind: Kind
    directory_action: str = ""
    other_system: str = ""
    inbound: bool = False
    relocation_reason: int = 0
    record: Record | None = None


def guest_event_of(event: Event) -> GuestEvent | None:
    """The event when it is about a guest; None for clusters, devices, and what applications tell each other."""
    match event:
        case DirectoryChange(user_id, action):
            word = action.strip().upper()[:_LONGEST_WORD]
            return GuestEvent(
                user_id.strip().upper()[:_LONGEST_WORD], _OF_WORD.get(word, Kind.ENTRY_CHANGED), directory_action=word
            )
        case SystemEvent(record_class, record_type, (user_id, *others), flags) if record_class == _ABOUT_MACHINES:
            kind = _OF_RECORD.get(record_type, Kind.OTHER)
            return GuestEvent(
                user_id,
                kind,
                other_system=others[0] if others else "",
                inbound=record_type in _INBOUND,
                relocation_reason=flags[0] if flags and kind is Kind.RELOCATION_FAILED else 0,
                record=Record(record_type, flags),
            )
    return None
