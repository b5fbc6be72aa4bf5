# SPDX-License-Identifier: Apache-2.0
"""What is read out of directory entries, ours and other people's."""

from __future__ import annotations

from zfleet_guest.directory_entry import DirectoryMinidisk, DirectoryNic
from zfleet_guest.read_entry import MASK, fingerprint, read_entry, with_profile
from zfleet_guest.spec import AlternatePath, DedicatedDevice, Extent, LoadDevice

# As a directory manager answers: 80 columns, sequence numbers, notes at the end.
OURS = [
    "USER INST0001 LBYONLY 2G 64G G".ljust(72) + "00000001",
    "INCLUDE OSDFLT".ljust(72) + "00000002",
    "MACHINE ESA 32".ljust(72) + "00000003",
    "COMMAND SET VCONFIG MODE LINUX".ljust(80),
    "COMMAND DEFINE CPU 00 TYPE IFL".ljust(80),
    "COMMAND DEFINE CPU 01 TYPE IFL".ljust(80),
    "IPL 0100".ljust(80),
    "NICDEF 1000 TYPE QDIO DEVICES 3 MACID 123456".ljust(80),
    "NICDEF 1000 LAN SYSTEM VSW1".ljust(80),
    "NICDEF 1000 VLAN 12 PORTTYPE ACCESS".ljust(80),
    "MDISK 0100 3390 1457 14564 VOL001 MR".ljust(80),
    "*DVHOPT LNK0 LOG1 RCM1 SMS0 NPW1 LNGAMENG PWC20190428 CRCcc".ljust(80),
]

# As people write it: abbreviated, indented, continued, with passwords.
THEIRS = [
    "USER GT@PONG @SM8PI@  1024M 1G ABCDEFG",
    "  I CMS PARM AUTOCR",
    "MACH ESA 4",
    "*PW00= 7CE2D4F8D7C97C40",
    "CPU 0 BASE",
    "CPU 01",
    "  SPOOL 00C 2540 READER *",
    "  LINK MAINT 190 190 RR",
    "MDISK 888 3390 1457 10 LX3002 W READPW WRITEPW MULTIPW",
    "MDISK 0777 3390 ,",
    "  29129 1000 LX3000 W ALL ,",
    "  WRITEPW",
    "MDISK 0778 3390 T-DISK 5 MR",
    "MDISK 0779 3390 0000 END LX3005 MW",
    "MDISK WHAT",
    "SOMETHING NEW UNDER THE SUN",
]


def test_an_entry_of_ours_is_read_whole() -> None:
    """Sequence numbers, padding and the directory manager's notes are no part of it."""
    entry = read_entry("INST0001", OURS)
    assert entry.statements[0] == "USER INST0001 LBYONLY 2G 64G G"
    assert len(entry.statements) == 11
    assert (entry.profile, entry.ipl) == ("OSDFLT", "0100")
    assert (entry.cpu_count, entry.max_cpu_count) == (2, 32)
    assert (entry.memory_mib, entry.max_memory_mib) == (2048, 65536)
    assert entry.minidisks == (DirectoryMinidisk("0100", "3390", Extent("VOL001", 1457), 14564, "MR"),)
    assert entry.nics == (DirectoryNic("1000", "QDIO", "VSW1", "123456", 12),)


def test_what_a_guest_boots_from_over_fcp_is_read() -> None:
    """One keyword on a line or several; what dedicates a volume by name does not count."""
    entry = read_entry(
        "SCSI1",
        [
            "USER SCSI1 NOLOG 1G 1G G",
            "DED 1A00 B800",
            "DEDICATE 1B00 RDEV B900",
            "DEDICATE 0200 VOLID LX0001",
            "DEDICATE 0201 LX0002",
            "LOADDEV PORTNAME 5005076300c20b8e LUN 4000400000000000",
            "LOADDEV DEVICE 1a00",
            "LOADDEV SCSI ALTERNATE 1B00 PORT 5005076300C20B8F",
            "LOADDEV BOOTPROG 0 LUN 0000000000000000",
        ],
    )
    alternates = (AlternatePath("1B00", "5005076300C20B8F"),)
    assert entry.load_device == LoadDevice("5005076300C20B8E", "4000400000000000", "1A00", alternates)
    assert entry.dedicated == (DedicatedDevice("1A00", "B800"), DedicatedDevice("1B00", "B900"))
    assert (read_entry("INST0001", OURS).load_device, read_entry("INST0001", OURS).dedicated) == (None, ())


def test_abbreviated_and_continued_statements_are_understood() -> None:
    """People's entries are as good as ours; a statement that makes no sense counts for nothing."""
    entry = read_entry("GT@PONG", THEIRS)
    assert (entry.ipl, entry.cpu_count, entry.max_cpu_count, entry.memory_mib) == ("CMS", 2, 4, 1024)
    assert entry.minidisks == (
        DirectoryMinidisk("0888", "3390", Extent("LX3002", 1457), 10, "W"),
        DirectoryMinidisk("0777", "3390", Extent("LX3000", 29129), 1000, "W"),
        DirectoryMinidisk("0778", "3390", None, 5, "MR"),
        DirectoryMinidisk("0779", "3390", Extent("LX3005", 0), 0, "MW"),
    )
    assert "SOMETHING NEW UNDER THE SUN" in entry.statements


def test_no_password_is_in_the_statements() -> None:
    """Logon passwords, link passwords on any record of a statement, and the notes with passwords are masked."""
    statements = read_entry("GT@PONG", THEIRS).statements
    text = "\n".join(statements)
    for secret in ("@SM8PI@", "READPW", "WRITEPW", "MULTIPW", "7CE2D4F8D7C97C40"):
        assert secret not in text
    assert statements[0] == f"USER GT@PONG {MASK}  1024M 1G ABCDEFG"
    assert f"MDISK 888 3390 1457 10 LX3002 W {MASK} {MASK} {MASK}" in statements
    assert "  29129 1000 LX3000 W ALL ," in statements
    assert f"  {MASK}" in statements


def test_a_password_on_a_record_of_its_own_is_masked() -> None:
    """A continued USER statement hides nothing from the mask."""
    statements = read_entry("A", ["USER A ,", "  TOPSECRT 1G 1G G"]).statements
    assert statements == ("USER A ,", f"  {MASK} 1G 1G G")


def test_words_that_are_no_password_are_shown() -> None:
    """LBYONLY, NOLOG and AUTOONLY say something and hide nothing."""
    for word in ("LBYONLY", "NOLOG", "AUTOONLY", "NOPASS"):
        assert read_entry("A", [f"USER A {word} 1G 1G G"]).statements == (f"USER A {word} 1G 1G G",)


def test_a_profile_gives_what_the_entry_leaves_out() -> None:
    """CPUs, their maximum and the IPL may all come from the profile."""
    entry = read_entry("A", ["USER A LBYONLY 1G 2G G", "INCLUDE P"])
    assert (entry.cpu_count, entry.max_cpu_count, entry.ipl) == (None, None, "")
    entry = with_profile(entry, ["PROFILE P", "CPU 00 BASE", "MACHINE ESA 8", "IPL CMS"])
    assert (entry.cpu_count, entry.max_cpu_count, entry.ipl, entry.memory_mib) == (1, 8, "CMS", 1024)


def test_an_entry_is_recognised_after_the_directory_manager_rewrote_it() -> None:
    """Placed disks, added operands and notes do not change the fingerprint."""
    sent = [
        "USER INST0001 LBYONLY 2G 64G G",
        "INCLUDE OSDFLT",
        "LOGONBY A ,",
        "  B",
        "MDISK 0100 3390 AUTOG 14564 POOL1 MR",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1",
        "* A COMMENT",
    ]
    kept = [
        "USER INST0001 XXXXXXXX 2G 64G G".ljust(80),
        "INCLUDE OSDFLT".ljust(80),
        "LOGONBY A B",
        "NICDEF 1000 TYPE QDIO DEVICES 3 LAN SYSTEM VSW1",
        "MDISK 0100 3390 1457 14564 VOL001 MR",
        "* A COMMENT",
        "*DVHOPT LNK0 LOG1",
    ]
    assert fingerprint(sent) == fingerprint(kept)


def test_another_entry_has_another_fingerprint() -> None:
    """Memory, a statement more, or another disk size tell two entries apart."""
    base = ["USER A LBYONLY 2G 4G G", "MDISK 0100 3390 AUTOG 10 POOL1 MR"]
    others = [
        ["USER A LBYONLY 2G 8G G", "MDISK 0100 3390 AUTOG 10 POOL1 MR"],
        ["USER A LBYONLY 2G 4G G", "MDISK 0100 3390 1 11 VOL001 MR"],
        [*base, "OPTION LNKNOPAS"],
    ]
    assert all(fingerprint(other) != fingerprint(base) for other in others)


def test_nothing_that_is_no_entry_breaks_the_reader() -> None:
    """Empty answers and half statements are read as what they say: little."""
    for records in ([], [""], [","], ["USER"], ["USER A B"], ["MDISK 0100 3390"], ["NICDEF ZZZZ"], ["CPU XX", "IPL"]):
        entry = read_entry("A", records)
        assert (entry.memory_mib, entry.minidisks, entry.nics) == (0, (), ())


def test_conversation_passwords_are_masked_too() -> None:
    """APPCPASS has user ids and a password, in an order that depends on its form."""
    statements = read_entry("A", ["USER A LBYONLY 1G 1G G", "APPCPASS * AVSVM PARTNER SECRETPW"]).statements
    assert statements[1] == f"APPCPASS {MASK} {MASK} {MASK} {MASK}"
