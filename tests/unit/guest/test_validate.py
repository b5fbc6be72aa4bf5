# SPDX-License-Identifier: Apache-2.0
"""What a request may say, and what becomes of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest import validate
from zfleet_guest.entry import entry_records
from zfleet_guest.settings import GuestSettings
from zfleet_guest.spec import (
    AlternatePath,
    DedicatedDevice,
    GuestSpec,
    Ipl,
    LoadDevice,
    PciFunction,
    PoolPlace,
    Share,
    VirtualDisk,
)
from zfleet_runtime.validation import Violations

SETTINGS = GuestSettings()


def checked(spec: pb.GuestSpec, settings: GuestSettings = SETTINGS, boot: str = "") -> GuestSpec:
    """The spec; fails when there is a violation."""
    v = Violations()
    found = validate.guest_spec(v, spec, settings, boot)
    assert v.found == ()
    return found


def fields(spec: pb.GuestSpec) -> list[str]:
    """The names of the bad fields."""
    v = Violations()
    validate.guest_spec(v, spec, SETTINGS)
    return [violation.field for violation in v.found]


def test_an_empty_spec_gets_every_default() -> None:
    """Only the user id is needed."""
    spec = checked(pb.GuestSpec(user_id="inst0001"))
    assert spec == GuestSpec(
        user_id="INST0001",
        profile="OSDFLT",
        cpu_count=1,
        max_cpu_count=32,
        memory_mib=2048,
        max_memory_mib=65536,
        share=Share("RELATIVE", "100"),
    )


def test_defaults_are_the_operators() -> None:
    """Every default comes from the settings."""
    settings = GuestSettings(
        default_profile="lnx",
        default_cpu_count=2,
        default_max_cpu_count=8,
        default_memory_mib=512,
        default_max_memory_mib=1024,
        default_privilege_classes="BG",
        default_logon_by=("oper1",),
        logon="AUTOONLY",
        share_unit=50,
    )
    spec = checked(pb.GuestSpec(user_id="A"), settings, "0100")
    assert (spec.profile, spec.cpu_count, spec.max_cpu_count) == ("LNX", 2, 8)
    assert (spec.memory_mib, spec.max_memory_mib, spec.privilege_classes) == (512, 1024, "BG")
    assert (spec.logon, spec.logon_by, spec.share, spec.ipl) == (
        "AUTOONLY",
        ("OPER1",),
        Share("RELATIVE", "100"),
        Ipl("0100"),
    )
    assert checked(pb.GuestSpec(user_id="A"), GuestSettings(share_unit=0)).share is None


def test_a_small_maximum_lowers_the_default_instead_of_contradicting_it() -> None:
    """Who asks for at most 1 GiB means at most 1 GiB."""
    spec = checked(pb.GuestSpec(user_id="A", max_memory_mib=1024))
    assert (spec.memory_mib, spec.max_memory_mib) == (1024, 1024)


def test_all_that_can_be_said_is_kept() -> None:
    """Canonical forms: upper case, four digits."""
    spec = checked(
        pb.GuestSpec(
            user_id="a",
            profile="p1",
            ipl=pb.IplSpec(**{"from": "150"}, parameters="root=/dev/dasda1  ro", load_parameter="a1"),
            share=pb.ShareSpec(absolute_percent=12.5),
            account="acc",
            logon_by=["oper1", "OPER1", "oper2"],
            comments=["made by zfleet"],
            cpu_pool="pool",
            relocation_domain="dom",
            dedicated_devices=[pb.DedicatedDevice(device_number="1f00", real_device_number="2f00")],
            load_device=pb.LoadDevice(port_name="0x5005076300c20b8e", lun="5241000000000000"),
        )
    )
    assert spec.ipl == Ipl("0150", "root=/dev/dasda1 ro", "A1")
    assert spec.share == Share("ABSOLUTE", "12.5%")
    assert spec.logon_by == ("OPER1", "OPER2")
    assert spec.comments == ("MADE BY ZFLEET",)
    assert spec.dedicated_devices == (DedicatedDevice("1F00", "2F00"),)
    assert spec.load_device == LoadDevice("5005076300C20B8E", "5241000000000000")


def test_ids_are_filled_up_and_stand_for_themselves() -> None:
    """Short port names and LUNs get zeros; a dedicated device or PCI function keeps its number when none is given."""
    spec = checked(
        pb.GuestSpec(
            user_id="A",
            account="ACC1",
            further_accounts=["acc2"],
            dedicated_devices=[pb.DedicatedDevice(device_number="1f00")],
            load_device=pb.LoadDevice(
                port_name="b8e",
                lun="0x1",
                device_number="1f00",
                alternates=[pb.AlternatePath(device_number="1f01", port_name="ABCD")],
            ),
            pci_functions=[
                pb.PciFunction(function_id="1a"),
                pb.PciFunction(function_id="2", virtual_function_id="20"),
            ],
        )
    )
    assert (spec.account, spec.further_accounts) == ("ACC1", ("ACC2",))
    assert spec.dedicated_devices == (DedicatedDevice("1F00", "1F00"),)
    assert spec.load_device == LoadDevice(
        "0000000000000B8E", "0000000000000001", "1F00", (AlternatePath("1F01", "000000000000ABCD"),)
    )
    assert spec.pci_functions == (PciFunction("0000001A", "0000001A"), PciFunction("00000002", "00000020"))
    assert spec.ipl == Ipl("LOADDEV")


def test_loaddev_needs_its_device() -> None:
    """IPL LOADDEV without a device that the load parameters are for would load nothing."""
    loaddev = pb.IplSpec(**{"from": "loaddev"})
    device = pb.LoadDevice(port_name="1", lun="2")
    assert fields(pb.GuestSpec(user_id="A", ipl=loaddev)) == ["guest.load_device.device_number"]
    assert fields(pb.GuestSpec(user_id="A", ipl=loaddev, load_device=device)) == ["guest.load_device.device_number"]


def test_pci_functions_are_given_once() -> None:
    """Neither may a real function go to two places nor two functions be seen as one."""
    twice = [pb.PciFunction(function_id="1"), pb.PciFunction(function_id="1", virtual_function_id="2")]
    assert fields(pb.GuestSpec(user_id="A", pci_functions=twice)) == ["guest.pci_functions"]


def test_every_bad_field_is_named_at_once() -> None:
    """One answer, not one per attempt."""
    bad = pb.GuestSpec(
        user_id="TOO LONG A NAME",
        profile="no such\nthing",
        cpu_count=65,
        memory_mib=5 * 1024**2,
        privilege_classes="XYZ",
        ipl=pb.IplSpec(parameters="'quoted'", load_parameter="123456789"),
        share=pb.ShareSpec(relative=10001),
        account="HAS BLANK",
        further_accounts=["HAS BLANK"],
        logon_by=["OK", "NOT OK"],
        comments=["fine", "x" * 71],
        cpu_pool='"',
        relocation_domain="A,",
        dedicated_devices=[pb.DedicatedDevice(device_number="G", real_device_number="12345")],
        load_device=pb.LoadDevice(port_name="G", lun="", alternates=[pb.AlternatePath(device_number="", port_name="")]),
        pci_functions=[pb.PciFunction(function_id="", virtual_function_id="123456789")],
    )
    assert set(fields(bad)) == {
        "guest.user_id",
        "guest.profile",
        "guest.cpu_count",
        "guest.memory_mib",
        "guest.privilege_classes",
        "guest.ipl.from",
        "guest.ipl.parameters",
        "guest.ipl.load_parameter",
        "guest.share.relative",
        "guest.account",
        "guest.logon_by[1]",
        "guest.comments[1]",
        "guest.cpu_pool",
        "guest.relocation_domain",
        "guest.dedicated_devices[0].device_number",
        "guest.dedicated_devices[0].real_device_number",
        "guest.load_device.port_name",
        "guest.load_device.lun",
        "guest.further_accounts[0]",
        "guest.load_device.device_number",
        "guest.load_device.alternates[0].device_number",
        "guest.load_device.alternates[0].port_name",
        "guest.pci_functions[0].function_id",
        "guest.pci_functions[0].virtual_function_id",
    }


def test_more_than_the_maximum_is_refused() -> None:
    """CPUs and memory above what the guest may ever define."""
    assert fields(pb.GuestSpec(user_id="A", cpu_count=9, max_cpu_count=8)) == ["guest.cpu_count"]
    assert fields(pb.GuestSpec(user_id="A", memory_mib=65537)) == ["guest.memory_mib"]


def test_a_prototype_is_the_whole_entry() -> None:
    """Nothing else may be said about such a guest."""
    assert checked(pb.GuestSpec(user_id="a", prototype="lnxproto")) == GuestSpec(user_id="A", prototype="LNXPROTO")
    assert fields(pb.GuestSpec(user_id="A", prototype="P", cpu_count=1, account="X")) == [
        "guest.cpu_count",
        "guest.account",
    ]


EVIL = ["A\nOPTION LNKNOPAS", "A\rB", "A B", "A'B", 'A"B', "A\x00B", "A,", "É", "A\u2028B", "A\tB"]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("field", ["user_id", "profile", "account", "cpu_pool", "relocation_domain", "logon_by"])
def test_no_name_can_add_a_statement_or_an_operand(field: str, text: str) -> None:
    """New lines, quotes, blanks, commas and letters beyond ASCII are refused in everything that is one word."""
    values: dict[str, Any] = {"user_id": "A", field: [text] if field == "logon_by" else text}
    assert fields(pb.GuestSpec(**values))


@pytest.mark.parametrize("text", ["IT'S", 'SAY "HI"', "'", '"'])
def test_no_quote_gets_into_a_line(text: str) -> None:
    """Neither into a comment nor into IPL parameters."""
    spec = pb.GuestSpec(user_id="A", comments=[text], ipl=pb.IplSpec(**{"from": "0100"}, parameters=text))
    assert sorted(fields(spec)) == ["guest.comments[0]", "guest.ipl.parameters"]


@pytest.mark.parametrize("text", ["A\nB", "A\rB", "A\x0bB", "A\u2028B", "\x85"])
def test_no_line_can_become_two(text: str) -> None:
    """Comments and IPL parameters are one line each."""
    assert fields(pb.GuestSpec(user_id="A", comments=[text])) == ["guest.comments[0]"]
    assert fields(pb.GuestSpec(user_id="A", ipl=pb.IplSpec(**{"from": "0100"}, parameters=text))) == [
        "guest.ipl.parameters"
    ]


@pytest.mark.parametrize("text", ["a,", "a ,", "quiet LOADPARM 5", "x parm y", "   "])
def test_ipl_parameters_cannot_become_operands_or_swallow_the_next_statement(text: str) -> None:
    """A comma at the end continues a statement; LOADPARM and PARM are operands of it."""
    assert fields(pb.GuestSpec(user_id="A", ipl=pb.IplSpec(**{"from": "0100"}, parameters=text))) == [
        "guest.ipl.parameters"
    ]


@pytest.mark.parametrize("percent", [0.0, 0.04, 100.1, -1.0, 12.55, float("nan"), float("inf")])
def test_an_absolute_share_has_one_decimal(percent: float) -> None:
    """0.1 to 100 percent."""
    assert fields(pb.GuestSpec(user_id="A", share=pb.ShareSpec(absolute_percent=percent))) == [
        "guest.share.absolute_percent"
    ]


def test_minidisks_are_checked_each_with_its_number() -> None:
    """Type, size in the type's unit, place and mode."""
    v = Violations()
    disks = validate.minidisks(
        v,
        [
            pb.MinidiskStatement(device_number="100", device_type="3390", size=10, pool="pool1"),
            pb.MinidiskStatement(device_number="0101", device_type="fb-512", size=2048, virtual_disk=True, mode="mwv"),
            pb.MinidiskStatement(device_number="X", device_type="3380", size=0, mode="Q"),
            pb.MinidiskStatement(device_number="0102", device_type="3390", size=262669, virtual_disk=True),
            pb.MinidiskStatement(
                device_number="0103", device_type="9336", size=1, extent=pb.Extent(volume="LONGLABEL")
            ),
        ],
    )
    assert disks[0].device_number == "0100"
    assert disks[0].place == PoolPlace("POOL1")
    assert (disks[1].device_type, disks[1].place, disks[1].mode) == ("FB-512", VirtualDisk(), "MWV")
    assert [violation.field for violation in v.found] == [
        "minidisks[2].device_number",
        "minidisks[2].device_type",
        "minidisks[2].mode",
        "minidisks[2].place",
        "minidisks[3].size",
        "minidisks[3].device_type",
        "minidisks[4].extent.volume",
    ]


def test_nics_are_checked_each_with_its_number() -> None:
    """Switch, MAC id and VLAN."""
    v = Violations()
    validate.nics(v, [pb.NicStatement(device_number="1000", virtual_switch="A B", mac_id="12345", vlan_id=4095)])
    assert [violation.field for violation in v.found] == ["nics[0].virtual_switch", "nics[0].mac_id", "nics[0].vlan_id"]


def test_a_device_number_is_taken_once() -> None:
    """A NIC takes three; disks, NICs and dedicated devices share one space."""
    v = Violations()
    disks = validate.minidisks(
        v,
        [
            pb.MinidiskStatement(device_number="0100", device_type="3390", size=1, pool="P"),
            pb.MinidiskStatement(device_number="100", device_type="3390", size=1, pool="P"),
            pb.MinidiskStatement(device_number="1002", device_type="3390", size=1, pool="P"),
        ],
    )
    nics = validate.nics(v, [pb.NicStatement(device_number="1000"), pb.NicStatement(device_number="FFFE")])
    validate.device_numbers(
        v, GuestSpec(user_id="A", dedicated_devices=(DedicatedDevice("1001", "2000"),)), disks, nics
    )
    assert [violation.field for violation in v.found] == [
        "minidisks[1].device_number",
        "nics[0].device_number",
        "nics[1].device_number",
        "guest.dedicated_devices[0].device_number",
    ]


def test_files_are_few_and_small() -> None:
    """1 to 16 files, 8 MiB together."""
    v = Violations()
    validate.reader_files(v, [], 16, 100)
    validate.reader_files(v, [pb.ReaderFile(name="A", type="B", content=b"x" * 101)], 16, 100)
    validate.reader_files(v, [pb.ReaderFile(name="a b", type="", spool_class="XX")], 16, 100)
    assert [violation.field for violation in v.found] == [
        "files",
        "files",
        "files[0].name",
        "files[0].type",
        "files[0].spool_class",
    ]


def test_a_checked_spec_can_always_be_written() -> None:
    """The longest of everything fits on records of 72 columns."""
    spec = checked(
        pb.GuestSpec(
            user_id="ABCDEFGH",
            profile="ABCDEFGH",
            cpu_count=64,
            max_cpu_count=64,
            privilege_classes="ABCDEFGH",
            ipl=pb.IplSpec(**{"from": "ABCDEFGH"}, parameters="x" * 64, load_parameter="12345678"),
            account="ABCDEFGH",
            logon_by=[f"ABCDEFG{n}" for n in range(8)],
            comments=["X" * 70] * 32,
        )
    )
    assert all(len(record) <= 72 for record in entry_records(spec))


def test_a_guest_that_boots_from_fcp_loads_its_first_dedicated_device() -> None:
    """Unless it says otherwise, or has a boot disk."""
    spec = pb.GuestSpec(
        user_id="A",
        dedicated_devices=[pb.DedicatedDevice(device_number="1f00", real_device_number="2f00")],
        load_device=pb.LoadDevice(port_name="5005076300c20b8e", lun="5241000000000000"),
    )
    assert checked(spec).ipl == Ipl("1F00")
    assert checked(spec, boot="0100").ipl == Ipl("0100")
