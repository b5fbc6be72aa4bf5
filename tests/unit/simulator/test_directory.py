# SPDX-License-Identifier: Apache-2.0
"""Directory records: what is read from them, how they are written, and what a change of one statement leaves alone."""

from __future__ import annotations

import pytest

from zfleet_simulator.directory import Entry, entry_from_records, render_records
from zfleet_simulator.statement_parser import parse_statement
from zfleet_simulator.statements import (
    Command,
    Comment,
    Cpu,
    Dedicate,
    Include,
    Ipl,
    Link,
    Loaddev,
    Machine,
    Mdisk,
    Nicdef,
    Option,
    Other,
    Share,
    Spool,
    StatementError,
    User,
)

LINUX01 = (
    "USER LINUX01 LBYONLY 2G 64G G",
    "INCLUDE OSDFLT",
    "MACHINE ESA 32",
    "COMMAND SET VCONFIG MODE LINUX",
    "COMMAND DEFINE CPU 00 TYPE IFL",
    "SHARE RELATIVE 100",
    "IPL 0100 PARM AUTO LOADPARM 1",
    "* OWNED BY Somebody",
    "  CONSOLE 0009 3215 T",
    "  SPOOL 00C 2540 READER *",
    "  LINK MAINT 190 190 RR",
    "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 123456",
    "MDISK 0100 3390 1 14564 VOL001 MR READ WRITE MULTI",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("user linux01 lbyonly 2g 64G G", User("USER", "LINUX01", "LBYONLY", 2097152, 67108864, "G")),
        ("IDENTITY TCPIP NOLOG 128M 256M ABG", User("IDENTITY", "TCPIP", "NOLOG", 131072, 262144, "ABG")),
        ("INCLUDE osdflt", Include("OSDFLT")),
        ("MACHINE ESA 32", Machine("ESA", 32)),
        ("CPU 0A BASE CPUID 123456 NODEDICATE", Cpu(10, True, "123456", "NODEDICATE")),
        ("COMMAND DEF STOR INITIAL STANDBY REMAINDER", Command("DEF STOR INITIAL STANDBY REMAINDER")),
        ("IPL CMS PARM AUTOCR", Ipl("CMS", "", "AUTOCR")),
        ("IPL 0100 LOADPARM 2 PARM A B", Ipl("0100", "2", "A B")),
        ("MDISK 0100 3390 AUTOG 14564 POOL1 MR", Mdisk(0x100, "3390", "AUTOG", None, 14564, "POOL1", "MR")),
        ("MDISK 191 3390 100 50 VOL001", Mdisk(0x191, "3390", "", 100, 50, "VOL001", "WR")),
        ("MDISK 0102 FB-512 V-DISK 2097152 MWV", Mdisk(0x102, "FB-512", "V-DISK", None, 2097152, "", "MWV")),
        ("MDISK 0103 3390 T-DISK 10 MR", Mdisk(0x103, "3390", "T-DISK", None, 10, "", "MR")),
        ("MDISK 0104 3390 DEVNO 1000 MR", Mdisk(0x104, "3390", "DEVNO", None, 0, "1000", "MR")),
        ("DEDICATE 1A00 b800", Dedicate(0x1A00, "B800")),
        ("LINK MAINT 190 290 RR", Link("MAINT", 0x190, 0x290, "RR")),
        ("NICDEF 1003 LAN SYSTEM VSW2", Nicdef(0x1003, lan_owner="SYSTEM", lan_name="VSW2")),
        ("SPOOL 00C 2540 READER *", Spool(0xC, "2540 READER", "*")),
        ("SHARE ABS 10% LIMITHARD", Share("ABSOLUTE", "10%", "LIMITHARD")),
        ("OPTION LNKNOPAS todenable", Option(("LNKNOPAS", "TODENABLE"))),
        ("LOADDEV PORT 5005076300C20B8E", Loaddev("PORTNAME", "5005076300C20B8E")),
        ("LOADDEV SCPDATA 'root=/dev/sda'", Loaddev("SCPDATA", "'root=/dev/sda'")),
        ("* any remark", Comment("* any remark")),
        ("XAUTOLOG OPERATOR", Other("XAUTOLOG", "XAUTOLOG OPERATOR")),
    ],
)
def test_a_statement_becomes_a_typed_value_and_its_text_reads_the_same(text: str, value: object) -> None:
    """Operands are read whatever their case, and what is rendered means what was read."""
    assert parse_statement(text) == value
    assert parse_statement(parse_statement(text).render()) == value


@pytest.mark.parametrize(
    "text",
    [
        "USER TOOLONGNAME PW 1G 1G G",
        "USER A PW 1X",
        "USER A PW 2G 1G G",
        "USER A",
        "MACHINE PDP 4",
        "CPU 64",
        "CPU XX",
        "MDISK 0100 3390 AUTOG many POOL1 MR",
        "MDISK 0100 3390 1 0 VOL001 MR",
        "MDISK 12345 3390 1 10 VOL001 MR",
        "MDISK 0100 3390 1 10 VOL001 ZZ",
        "NICDEF 1000 MACID 12345G",
        "NICDEF 1000 DEVICES 2",
        "NICDEF 1000 LAN SYSTEM",
        "SHARE SOME 100",
        "DEDICATE 1000",
        "/etc/passwd",
    ],
)
def test_a_wrong_operand_is_a_statement_error(text: str) -> None:
    """The directory program refuses what CP could not use."""
    with pytest.raises(StatementError):
        parse_statement(text)


def test_records_stay_as_they_came_but_for_sequence_fields_and_case() -> None:
    """Columns 73 to 80 and trailing blanks go, letters become capitals, comments stay."""
    entry = entry_from_records([line.lower().ljust(72) + "00010000" for line in LINUX01])
    assert entry.name == "LINUX01"
    assert entry.records[0] == "USER LINUX01 LBYONLY 2G 64G G"
    assert entry.records[7] == "* owned by somebody"
    assert entry.records[8] == "  CONSOLE 0009 3215 T"


def test_a_comma_continues_a_statement_on_the_next_record() -> None:
    """Continuation is read as one statement and comes out again when a statement is too long for a record."""
    entry = entry_from_records(["USER A PW 1G", "OPTION LNKNOPAS,", "  TODENABLE"])
    assert entry.first(Option) == Option(("LNKNOPAS", "TODENABLE"))
    long = Option(tuple(f"WORD{number:04}" for number in range(20)))
    records = render_records(long)
    assert all(len(record) <= 72 for record in records)
    assert entry_from_records(["USER A PW 1G", *records]).first(Option) == long


def test_a_continued_statement_must_not_end_the_entry() -> None:
    """A comma with nothing behind it is an error, not a statement."""
    with pytest.raises(StatementError):
        _ = entry_from_records(["USER A PW 1G", "OPTION LNKNOPAS,"]).statements


def test_an_entry_starts_with_user_identity_or_profile() -> None:
    """Anything else is refused, and so are no records at all."""
    for records in (["MDISK 0100 3390 1 10 VOL001 MR"], [], ["* only a comment"]):
        with pytest.raises(StatementError):
            entry_from_records(records)


def test_changing_one_statement_leaves_every_other_record_alone() -> None:
    """Replacing, adding and removing touch nothing else, indentation included."""
    entry = Entry("LINUX01", LINUX01)
    nic = entry.all(Nicdef)[0]
    other = entry.replacing(nic, Nicdef(0x1000, "QDIO", 3, "SYSTEM", "VSW2", mac_id="123456"))
    assert other.records == (
        *LINUX01[:11],
        "NICDEF 1000 TYPE QDIO DEVICES 3 LAN SYSTEM VSW2 MACID 123456",
        LINUX01[12],
    )
    assert entry.without(nic).records == (*LINUX01[:11], LINUX01[12])
    added = entry.adding(Mdisk(0x101, "3390", "", 15000, 10, "VOL001", "MR"), Option(("LNKNOPAS",)))
    assert added.records[-1] == "MDISK 0101 3390 15000 10 VOL001 MR"
    assert added.records[8] == "OPTION LNKNOPAS"


def test_an_adapter_takes_three_device_numbers() -> None:
    """Device numbers of an entry count every number that an adapter occupies."""
    numbers = Entry("LINUX01", LINUX01).device_numbers()
    assert {0x9, 0xC, 0x190, 0x100, 0x1000, 0x1001, 0x1002} == set(numbers)
