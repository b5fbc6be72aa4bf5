# SPDX-License-Identifier: Apache-2.0
"""What z/VM's events say about guests."""

from __future__ import annotations

import pytest

from zfleet_guest.guest_events import GuestEvent, Kind, Record, guest_event_of
from zfleet_smapi.events import DefinitionFinished, DirectoryChange, Event, ServerEvent, SystemEvent, UnreadableEvent


@pytest.mark.parametrize(
    ("number", "kind", "inbound"),
    [
        (0, Kind.LOGGED_ON, False),
        (1, Kind.LOGGED_OFF, False),
        (5, Kind.OTHER, False),
        (9, Kind.RELOCATION_BEGUN, False),
        (10, Kind.RELOCATION_BEGUN, True),
        (11, Kind.RELOCATION_ENDED, False),
        (12, Kind.RELOCATION_ENDED, True),
        (99, Kind.OTHER, False),
    ],
)
def test_the_type_of_a_record_tells_the_kind(number: int, kind: Kind, inbound: bool) -> None:
    """Types that we do not name are OTHER, and all show their record."""
    found = guest_event_of(SystemEvent(0, number, ("LINUX01",)))
    assert found == GuestEvent("LINUX01", kind, inbound=inbound, record=Record(number, b""))


def test_a_relocation_names_the_other_system() -> None:
    """The second name of the record."""
    found = guest_event_of(SystemEvent(0, 9, ("LINUX01", "VM2")))
    assert found is not None
    assert found.other_system == "VM2"


@pytest.mark.parametrize(("number", "inbound"), [(13, False), (14, True)])
def test_a_relocation_that_failed_has_a_reason(number: int, inbound: bool) -> None:
    """The byte behind the name; of no other record is it one."""
    found = guest_event_of(SystemEvent(0, number, ("LINUX01",), b"\7"))
    assert found is not None
    assert (found.kind, found.inbound, found.relocation_reason) == (Kind.RELOCATION_FAILED, inbound, 7)
    other = guest_event_of(SystemEvent(0, 2, ("LINUX01",), b"\7"))
    assert other is not None
    assert (other.relocation_reason, other.record) == (0, Record(2, b"\7"))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ADD", Kind.ENTRY_ADDED),
        ("PURGE", Kind.ENTRY_REMOVED),
        ("DELETE", Kind.ENTRY_REMOVED),
        ("UPDATE", Kind.ENTRY_CHANGED),
        ("REPLACE", Kind.ENTRY_CHANGED),
        ("CMDISK", Kind.ENTRY_CHANGED),
        ("", Kind.ENTRY_CHANGED),
    ],
)
def test_the_directory_managers_word_tells_the_kind(word: str, kind: Kind) -> None:
    """Words that we do not know are changes; names and words come in any case and padded with blanks."""
    found = guest_event_of(DirectoryChange("linux01 ", f"{word.lower()} ", "data"))
    assert found == GuestEvent("LINUX01", kind, directory_action=word)


@pytest.mark.parametrize(
    "event",
    [
        SystemEvent(1, 0, ("LINUX01",)),
        SystemEvent(2, 7, ("CLUSTER",), b"ab"),
        SystemEvent(0, 7),
        DefinitionFinished(1, 0, 0, b""),
        ServerEvent(16777300, b"LINUX01"),
        UnreadableEvent(0, b"?"),
    ],
)
def test_other_events_are_not_about_guests(event: Event) -> None:
    """Clusters, devices, finished work, what applications tell each other."""
    assert guest_event_of(event) is None
