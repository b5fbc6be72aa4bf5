# SPDX-License-Identifier: Apache-2.0
"""Memory in directory entries."""

from __future__ import annotations

import pytest

from zfleet_guest.memory_statements import MemoryDefinition, memory_of, with_memory

ENTRY = (
    "USER LINUX01 SECRET 2G 64G G".ljust(72) + "00000001",
    "INCLUDE OSDFLT".ljust(72) + "00000002",
    "COMMAND DEF STOR RESERVED 62G".ljust(80),
    "* USER LINUX01 SECRET 2G 64G G".ljust(80),
    "MDISK 0100 3390 1 100 VOL001 MR".ljust(80),
    "*DVHOPT LNK0 LOG1 RCM1".ljust(80),
)


def test_memory_is_word_four_and_five_of_the_user_statement() -> None:
    """And the command tells whether the rest is reserved."""
    assert memory_of(ENTRY) == MemoryDefinition(2048, 65536, True)
    assert memory_of(["IDENTITY A PW 1536M"]) == MemoryDefinition(1536, 1536, False)
    assert memory_of(["USER A PW 1048576 2T B"]) == MemoryDefinition(1024, 2 * 1024**2, False)


def test_another_memory_changes_nothing_else() -> None:
    """Notes of the directory manager and sequence fields are not sent back; spare memory becomes standby."""
    assert with_memory(ENTRY, 4096) == (
        "USER LINUX01 SECRET 4G 64G G",
        "INCLUDE OSDFLT",
        "COMMAND DEF STOR INITIAL STANDBY REMAINDER",
        "* USER LINUX01 SECRET 2G 64G G",
        "MDISK 0100 3390 1 100 VOL001 MR",
    )


def test_a_continued_user_statement_keeps_its_form() -> None:
    """The size may stand on another record than the name."""
    assert with_memory(["  USER LINUX01 SECRET,", "     2G,", "  64G G", "IPL 100"], 2500) == (
        "  USER LINUX01 SECRET,",
        "     2500M,",
        "  64G G",
        "IPL 100",
    )


@pytest.mark.parametrize("command", ["COMMAND DEFINE STORAGE RESERVED 1G", "COMM DEFI STOR RES 1G"])
def test_reserved_memory_is_known_in_every_spelling(command: str) -> None:
    """Commands may be abbreviated."""
    assert memory_of(["USER A PW 1G 2G", command]).reserved


@pytest.mark.parametrize("command", ["COMMAND DEF STOR INITIAL STANDBY REMAINDER", "COMMAND DEF CPU 01", "* RESERVED"])
def test_other_commands_stay(command: str) -> None:
    """Only the reserving one is replaced."""
    assert with_memory(["USER A PW 1G 2G", command], 2048)[1] == command


@pytest.mark.parametrize("statement", ["USER A PW", "USER A PW LOTS 2G", "PROFILE A", "USER A PW 1G 2X"])
def test_an_entry_without_memory_is_no_guess(statement: str) -> None:
    """Nothing is written over what is not understood."""
    with pytest.raises(ValueError):
        memory_of([statement])
    with pytest.raises(ValueError):
        with_memory([statement], 1024)


def test_a_statement_without_room_is_refused() -> None:
    """72 columns are all there is."""
    full = "USER A PW 1G 2G G" + " " * 52 + "X,"
    assert len(full) == 71
    with pytest.raises(ValueError, match="no room"):
        with_memory([full, " B"], 1500)
