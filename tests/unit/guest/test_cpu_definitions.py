# SPDX-License-Identifier: Apache-2.0
"""CPUs and shares of directory entries, and the way from one state to another."""

from __future__ import annotations

import pytest

from zfleet_guest.cpu_definitions import change_between, definitions_of, same
from zfleet_guest.entry import entry_records
from zfleet_guest.spec import GuestSpec, Share

OURS = definitions_of(entry_records(GuestSpec("A", cpu_count=2, max_cpu_count=8, share=Share("RELATIVE", "200"))))


def test_our_own_entries_are_understood() -> None:
    """What entry.py writes is read back."""
    assert OURS.addresses == {0, 1}
    assert OURS.own[1] == ("COMMAND_DEFINE_CPU", "CPUADDR=01 TYPE=IFL")
    assert (OURS.share, OURS.maximum) == ("RELATIVE=200", 8)


def test_entries_of_others_are_understood() -> None:
    """Statements with options, commands for several CPUs, abbreviations, a limited share, MACHINE without number."""
    found = definitions_of(
        [
            "USER A PW 1G 1G G",
            "MACHINE XA",
            "CPU 00 BASE CPUID 012345",
            "CPU 3F NODEDICATE",
            "COMMAND DEF CPU 2-3 0A TYPE IFL",
            "* COMMAND DEFINE CPU 11",
            "SHARE REL 300 ABS 5% LIMITHARD",
            "COMMAND DEFINE STORAGE 1G",
            "CPU ZZ",
        ]
    )
    assert dict(found.own) == {
        0: ("CPU", "CPUADDR=00 BASE=YES CPUID=012345"),
        0x3F: ("CPU", "CPUADDR=3F DEDICATE=NO"),
    }
    assert found.together == {2, 3, 10}
    assert (found.share, found.maximum) == ("RELATIVE=300 LIMIT=HARD", None)


def test_growing_is_one_update() -> None:
    """CPUs and share together; new CPUs have the type of the others."""
    wanted = OURS.with_cpus([2, 10], ()).with_share(Share("RELATIVE", "400"))
    assert change_between(OURS, wanted).update == (
        ("COMMAND_DEFINE_CPU", "CPUADDR=02 TYPE=IFL"),
        ("COMMAND_DEFINE_CPU", "CPUADDR=0A TYPE=IFL"),
        ("SHARE", "RELATIVE=400"),
    )
    assert change_between(OURS, wanted).delete == ()


def test_shrinking_deletes_and_sets_the_share() -> None:
    """By address, whatever the CPU's type."""
    change = change_between(OURS, OURS.with_cpus((), [1]).with_share(Share("ABSOLUTE", "5%")))
    assert change.update == (("SHARE", "ABSOLUTE=5%"),)
    assert change.delete == (("COMMAND_DEFINE_CPU", "CPUADDR=01"),)


def test_every_change_has_its_way_back() -> None:
    """Also to an entry that had no share at all, and one that had CPU statements."""
    before = definitions_of(["USER A PW 1G 1G G", "CPU 00", "CPU 01 DEDICATE CPUID 1"])
    after = before.with_cpus([2], [1]).with_share(Share("RELATIVE", "100"))
    back = change_between(after, before)
    assert back.update == (("CPU", "CPUADDR=01 CPUID=1 DEDICATE=YES"),)
    assert back.delete == (("COMMAND_DEFINE_CPU", "CPUADDR=02"), ("SHARE", None))
    assert not same(after, before)
    assert same(before, before)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("SHARE RELATIVE 100 LIMITSOFT", Share("RELATIVE", "300"), "RELATIVE=300 LIMIT=SOFT"),
        ("SHARE RELATIVE 100 LIMITSOFT", Share("ABSOLUTE", "3%"), "ABSOLUTE=3%"),
        ("SHARE RELATIVE 100", Share("RELATIVE", "300"), "RELATIVE=300"),
    ],
)
def test_a_limit_stays_with_its_kind_of_share(old: str, new: Share, expected: str) -> None:
    """A guest that is held down is not let loose by a resize."""
    assert definitions_of(["USER A PW 1G 1G G", old]).with_share(new).share == expected
