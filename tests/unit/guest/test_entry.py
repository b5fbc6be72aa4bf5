# SPDX-License-Identifier: Apache-2.0
"""What a new guest's directory entry looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_guest.entry import Unwritable, entry_records, minidisk_statement, nic_statements
from zfleet_guest.read_entry import read_entry
from zfleet_guest.spec import (
    AlternatePath,
    DedicatedDevice,
    Extent,
    GuestSpec,
    Ipl,
    LoadDevice,
    Minidisk,
    Nic,
    PciFunction,
    PoolPlace,
    Share,
    VirtualDisk,
)

SMALL = GuestSpec(
    user_id="INST0001",
    profile="OSDFLT",
    cpu_count=1,
    max_cpu_count=32,
    memory_mib=2048,
    max_memory_mib=65536,
    ipl=Ipl("0100"),
    share=Share("RELATIVE", "100"),
)


def test_a_typical_guest_has_these_statements_in_this_order() -> None:
    """General statements, then devices."""
    disk = Minidisk("0100", "3390", 14564, PoolPlace("POOL1"))
    assert entry_records(SMALL, [disk], [Nic("1000", "VSW1", "123456")]) == (
        "USER INST0001 LBYONLY 2G 64G G",
        "INCLUDE OSDFLT",
        "MACHINE ESA 32",
        "COMMAND SET VCONFIG MODE LINUX",
        "COMMAND DEFINE CPU 00 TYPE IFL",
        "SHARE RELATIVE 100",
        "IPL 0100",
        "COMMAND DEF STOR INITIAL STANDBY REMAINDER",
        "MDISK 0100 3390 AUTOG 14564 POOL1 MR",
        "NICDEF 1000 TYPE QDIO LAN SYSTEM VSW1 MACID 123456",
    )


def test_every_part_of_a_spec_has_its_statement_in_its_place() -> None:
    """All that a spec can say."""
    spec = GuestSpec(
        user_id="FULL",
        profile="LNX",
        cpu_count=11,
        max_cpu_count=64,
        memory_mib=1500,
        max_memory_mib=1536,
        privilege_classes="BG",
        ipl=Ipl("CMS", "AUTOCR", "2"),
        share=Share("ABSOLUTE", "12.5%"),
        account="ACC1",
        logon_by=("OPER1", "OPER2"),
        comments=("MADE FOR A TEST", ""),
        cpu_pool="POOLA",
        relocation_domain="SSIDOM",
        dedicated_devices=(DedicatedDevice("1F00", "2F00"),),
        load_device=LoadDevice("5005076300C20B8E", "5241000000000000"),
    )
    records = entry_records(spec)
    assert records[0] == "USER FULL LBYONLY 1500M 1536M BG"
    assert records[3] == "ACCOUNT ACC1"
    assert records[5:16] == tuple(f"COMMAND DEFINE CPU {address:02X} TYPE IFL" for address in range(11))
    assert records[16:] == (
        "COMMAND SCHEDULE * WITHIN POOL POOLA",
        "SHARE ABSOLUTE 12.5%",
        "COMMAND SET VMRELOCATE * DOMAIN SSIDOM",
        "IPL CMS LOADPARM 2 PARM AUTOCR",
        "LOGONBY OPER1 OPER2",
        "COMMAND DEF STOR INITIAL STANDBY REMAINDER",
        "LOADDEV PORTNAME 5005076300C20B8E",
        "LOADDEV LUN 5241000000000000",
        "DEDICATE 1F00 2F00",
        "* MADE FOR A TEST",
        "*",
    )


def test_a_guest_that_loads_from_its_load_device_names_all_paths() -> None:
    """IPL LOADDEV, its device, and the alternates in their order; PCI functions are attached before."""
    spec = GuestSpec(
        user_id="A",
        ipl=Ipl("LOADDEV", "root=/dev/sda1"),
        load_device=LoadDevice(
            "5005076300C20B8E", "0000000000000001", "1F00", (AlternatePath("1F01", "5005076300C20B8F"),)
        ),
        pci_functions=(PciFunction("0000001A", "00000001"),),
    )
    assert entry_records(spec)[4:] == (
        "COMMAND ATTACH PCIF 0000001A AS 00000001",
        "IPL LOADDEV PARM root=/dev/sda1",
        "COMMAND DEF STOR INITIAL STANDBY REMAINDER",
        "LOADDEV DEVICE 1F00",
        "LOADDEV PORTNAME 5005076300C20B8E",
        "LOADDEV LUN 0000000000000001",
        "LOADDEV SCSI ALTERNATE 1F01 PORT 5005076300C20B8F",
    )


def test_a_disk_lies_in_a_pool_on_a_volume_or_in_memory() -> None:
    """The three forms of MDISK."""
    assert (
        minidisk_statement(Minidisk("0101", "3390", 10, Extent("VOL001", 4371))) == "MDISK 0101 3390 4371 10 VOL001 MR"
    )
    assert (
        minidisk_statement(Minidisk("0102", "FB-512", 2048, VirtualDisk(), "MWV"))
        == "MDISK 0102 FB-512 V-DISK 2048 MWV"
    )
    assert minidisk_statement(Minidisk("0103", "9336", 7, PoolPlace("P"), "W")) == "MDISK 0103 9336 AUTOG 7 P W"


def test_a_nic_with_a_vlan_has_two_statements() -> None:
    """All operands together are wider than a record."""
    assert list(nic_statements(Nic("1000", "SWITCH01", "ABCDEF", 4094))) == [
        "NICDEF 1000 TYPE QDIO LAN SYSTEM SWITCH01 MACID ABCDEF",
        "NICDEF 1000 VLAN 4094 PORTTYPE ACCESS",
    ]
    assert list(nic_statements(Nic("2000"))) == ["NICDEF 2000 TYPE QDIO"]


def test_a_long_statement_goes_on_after_a_comma() -> None:
    """LOGONBY with eight names does not fit on 72 columns."""
    spec = GuestSpec(user_id="A", logon_by=tuple(f"OPERAT0{n}" for n in range(8)))
    records = [record for record in entry_records(spec) if "OPERAT" in record]
    assert len(records[0]) == 72
    assert records == [
        "LOGONBY OPERAT00 OPERAT01 OPERAT02 OPERAT03 OPERAT04 OPERAT05 OPERAT06 ,",
        "  OPERAT07",
    ]


def test_the_longest_parameters_without_a_blank_still_fit() -> None:
    """64 characters stand on a record of their own."""
    spec = GuestSpec(user_id="A", ipl=Ipl("0100", "x" * 64, "12345678"))
    records = [record for record in entry_records(spec) if "IPL" in record or "x" in record]
    assert records == ["IPL 0100 LOADPARM 12345678 PARM ,", "  " + "x" * 64]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (GuestSpec(user_id="A", account="X" * 80), "guest.account"),
        (GuestSpec(user_id="A", comments=("X" * 71,)), "guest.comments"),
        (GuestSpec(user_id="A", cpu_pool="A\nOPTION LNKNOPAS"), "guest.cpu_pool"),
        (GuestSpec(user_id="A", ipl=Ipl("0100", "café")), "guest.ipl"),
    ],
)
def test_what_no_record_can_hold_names_its_field(spec: GuestSpec, field: str) -> None:
    """Also what a check of the request should never have let through."""
    with pytest.raises(Unwritable) as caught:
        entry_records(spec)
    assert caught.value.field == field


def test_a_disk_that_cannot_be_written_is_named_with_its_number() -> None:
    """The second of two."""
    good = Minidisk("0100", "3390", 1, PoolPlace("P"))
    with pytest.raises(Unwritable) as caught:
        entry_records(SMALL, [good, Minidisk("0101", "3390", 1, PoolPlace("P\r"))])
    assert caught.value.field == "minidisks[1]"


WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#$_+-:", min_size=1, max_size=8)
PARAMETERS = st.lists(st.text("abcXYZ019=/,.-", min_size=1, max_size=64), max_size=5).map(" ".join)


@given(WORD, st.lists(WORD, max_size=8), st.integers(1, 64), st.integers(1, 4 * 1024**2), PARAMETERS, WORD)
def test_whatever_is_written_is_read_back(
    user_id: str, logon_by: list[str], cpus: int, memory: int, parameters: str, account: str
) -> None:
    """No record is wider than 72 columns, and CPUs, memory, disks and NICs come back as they were."""
    spec = GuestSpec(
        user_id=user_id,
        profile="OSDFLT",
        cpu_count=cpus,
        max_cpu_count=64,
        memory_mib=memory,
        max_memory_mib=4 * 1024**2,
        account=account,
        logon_by=tuple(logon_by),
        ipl=Ipl("0100", parameters[:64].strip().rstrip(",")),
    )
    disks = [Minidisk("0100", "3390", 10, Extent("VOL001", 1)), Minidisk("0101", "9336", 16, VirtualDisk())]
    records = entry_records(spec, disks, [Nic("1000", "VSW1", "ABCDEF", 7)])
    assert all(len(record) <= 72 for record in records)
    entry = read_entry(user_id, records)
    assert (entry.cpu_count, entry.max_cpu_count, entry.ipl) == (cpus, 64, "0100")
    assert (entry.memory_mib, entry.max_memory_mib, entry.profile) == (memory, 4 * 1024**2, "OSDFLT")
    assert [disk.device_number for disk in entry.minidisks] == ["0100", "0101"]
    assert [(nic.virtual_switch, nic.mac_id, nic.vlan_id) for nic in entry.nics] == [("VSW1", "ABCDEF", 7)]
