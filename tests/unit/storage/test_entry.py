# SPDX-License-Identifier: Apache-2.0
"""What is read out of a directory entry."""

from __future__ import annotations

from zfleet_storage.entry import Minidisk, entry_of
from zfleet_storage.sizes import DiskKind

RECORDS = [
    "USER LINUX01 LBYONLY 2G 64G G                                           00000001",
    "INCLUDE OSDFLT",
    "* MDISK 0999 3390 1 10 XXXXXX MR",
    "LINK MAINT 0190 0190 RR",
    "LINK TCPMAINT 0592 RR",
    "CONSOLE 0009 3215 T",
    "SPOOL 000C 2540 READER *",
    "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1",
    "NICDEF 2000 TYPE QDIO DEVICES 6",
    "DEDICATE 1F00 1F00",
    "MDISK 0101 FB-512 V-DISK 4194296 MWV",
    "MDISK 100 3390 1457 14564 LX3004 MR READ WRITE MULTI",
    "MDISK 0102 9336 16 2048 ,",
    "  FBA001 W",
    "MDISK 0103 3390 0000 END LX3005 MW",
    "MDISK 0104 3390 DEVNO 1234 MR",
    "SYSAFFIN * SOMETHING ELSE",
]


def test_minidisks_are_read_with_their_places() -> None:
    """Volume, start, size and mode, in the order of device numbers."""
    disks = entry_of(RECORDS).minidisks
    assert list(disks) == ["0100", "0101", "0102", "0103", "0104"]
    assert disks["0100"] == Minidisk("0100", "3390", DiskKind.ECKD, 14564, "LX3004", 1457, "MR")
    assert disks["0100"].size_bytes == 14564 * 737_280
    assert disks["0101"] == Minidisk("0101", "FB-512", DiskKind.FBA, 4194296, mode="MWV", virtual_disk=True)


def test_a_statement_goes_on_after_a_comma() -> None:
    """The second record belongs to the first one's MDISK."""
    assert entry_of(RECORDS).minidisks["0102"] == Minidisk("0102", "9336", DiskKind.FBA, 2048, "FBA001", 16, "W")


def test_a_size_that_the_statement_leaves_open_is_zero() -> None:
    """END and DEVNO say where a disk ends only to those who know the volume."""
    disks = entry_of(RECORDS).minidisks
    assert (disks["0103"].size, disks["0103"].volume) == (0, "LX3005")
    assert disks["0104"].size == 0


def test_device_numbers_of_every_kind_of_device_are_taken() -> None:
    """Links, unit record devices, dedicated ones, and as many as a NICDEF says."""
    taken = entry_of(RECORDS).taken
    assert {0x190, 0x592, 0x009, 0x00C, 0x1F00, 0x100, 0x104} <= taken
    assert {0x1000, 0x1001, 0x1002} <= taken
    assert 0x1003 not in taken
    assert {0x2000, 0x2005} <= taken


def test_a_comment_is_no_disk() -> None:
    """Even when it looks like one."""
    assert "0999" not in entry_of(RECORDS).minidisks


def test_a_statement_that_makes_no_sense_is_passed_over() -> None:
    """A site's own MDISK form hides neither itself nor the disks behind it behind an error."""
    entry = entry_of(["MDISK", "MDISK XYZ 3390 1 2 VOL MR", "MDISK 0200 3390 1 2 VOL001 MR"])
    assert list(entry.minidisks) == ["0200"]
