# SPDX-License-Identifier: Apache-2.0
"""The declared form: dataclasses, their layout as data, and words of lines."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Annotated

import pytest

from zfleet_smapi.calls import (
    FUNCTIONS,
    ImageCreateDM,
    ImageDeactivate,
    ImageDiskCreateDM,
    SystemShutdown,
    VirtualNetworkVswitchSetExtended,
)
from zfleet_smapi.calls.system_disk import FcpLine, FreeLunLine
from zfleet_smapi.calls.vmrelocate import RelocationLine
from zfleet_smapi.declaration import Call, OperationId, Reply, Retry, Struct, Words, line
from zfleet_smapi.kinds import CHAR16, CHAR42, SECRET, Int1, Text, chooses
from zfleet_smapi.layout import fields_of, layout

DeviceNumber = Annotated[str, Text(1, 4, CHAR16), "device number"]


def test_calls_are_frozen_and_take_keywords_only() -> None:
    """A call is a value."""
    call = ImageDeactivate(target="LINUX01")
    with pytest.raises(dataclasses.FrozenInstanceError):
        call.target = "OTHER"  # type: ignore[misc]
    with pytest.raises(TypeError):
        ImageDeactivate("LINUX01")  # type: ignore[call-arg]
    assert dataclasses.replace(call, force_time="IMMED").force_time == "IMMED"
    assert {call: 1}[ImageDeactivate(target="LINUX01")] == 1


def test_a_call_must_say_which_answer_it_has() -> None:
    """`Call` without a reply type is an error when the class is made, not when it is used."""
    with pytest.raises(TypeError, match="must name its reply"):

        class Bad(Call, function="Bad"):  # type: ignore[type-arg]
            """No reply named."""


def test_the_layout_tells_all_that_was_declared() -> None:
    """Position, kind, limits, charset, allowed values, documentation, secrecy."""
    told = layout(ImageDiskCreateDM)
    fields = {field.name: field for field in told.parameters}
    number = fields["image_disk_number"]
    assert (number.position, number.kind, number.min, number.max, number.charset) == (1, "string", 1, 4, "char16")
    assert number.required
    assert number.doc
    assert fields["read_password"].secret
    assert not fields["read_password"].required
    assert fields["image_disk_mode"].values["MR"]
    assert (fields["image_disk_size"].kind, fields["image_disk_size"].max) == ("int4", 2147483640)
    assert told.reply_type is OperationId
    assert [field.name for field in told.reply] == ["operation_id"]
    assert told.target_required


def test_the_layout_of_a_keyword_call_has_wire_keys() -> None:
    """The field is in lower case, the key as z/VM spells it; optional ones are None."""
    fields = {field.name: field for field in layout(VirtualNetworkVswitchSetExtended).parameters}
    assert fields["mac_protect"].wire_key == "MAC_protect"
    assert fields["switch_name"].required
    assert fields["persist"].optional
    assert fields["persist"].default is None
    assert not layout(SystemShutdown).target_required


def test_every_field_of_every_function_has_a_layout() -> None:
    """Nothing that is declared is hidden from those who generate from it."""
    for cls in FUNCTIONS.values():
        told = layout(cls)
        for field in (*told.parameters, *told.reply):
            assert field.kind
            if field.kind == "array":
                assert (field.item is None) != (field.struct is None)
            if field.struct is not None:
                assert fields_of(field.struct) == field.items


def test_only_what_changes_nothing_may_be_repeated_after_a_lost_answer() -> None:
    """Queries and checks; whatever makes, changes, removes, starts or sends something is done once at most."""
    repeated = {name for name, cls in FUNCTIONS.items() if cls.retry is Retry.REPEAT}
    queries = {name for name in FUNCTIONS if "Query" in name}
    assert queries - repeated == set()
    assert repeated - queries == {
        "Check_Authentication",
        "Directory_Manager_Search_DM",
        "IPaddr_Get",
        "Metadata_Get",
        "Response_Recovery",
        "System_Config_Syntax_Check",
        "System_Disk_Accessibility",
        "VMRELOCATE_Status",
    }


def test_the_last_text_of_an_annotation_is_its_documentation() -> None:
    """A field may say more than the shared mark it is made from."""

    class Example(Struct):
        first: DeviceNumber
        second: Annotated[DeviceNumber, "the other device"]
        third: Annotated[int, Int1({1: "one"}), SECRET] = 1

    first, second, third = fields_of(Example)
    assert (first.doc, second.doc, third.doc) == ("device number", "the other device", "")
    assert repr(Example(first="1", second="2", third=5)) == "Example(first='1', second='2', third=<hidden>)"


def test_only_what_differs_from_its_default_is_shown() -> None:
    """A call with twenty empty fields stays readable."""
    assert repr(ImageDeactivate(target="A")) == "ImageDeactivate(target='A')"
    assert repr(Reply(return_code=8)) == "Reply(return_code=8)"
    assert "<hidden>" in repr(ImageCreateDM(target="A", initial_password="x"))


def test_words_of_a_line_have_names() -> None:
    """The line is still a text."""
    fcp = FcpLine("1A00 NONE 50 C05076ABC5000010 1")
    assert (fcp.fcp_dev_id, fcp.npiv_wwpn, fcp.dev_status, fcp.owner) == ("1A00", "NONE", "1", "")
    assert fcp.split() == ["1A00", "NONE", "50", "C05076ABC5000010", "1"]
    assert fcp == "1A00 NONE 50 C05076ABC5000010 1"
    with pytest.raises(AttributeError, match="no word 'nothing'"):
        fcp.nothing  # noqa: B018
    assert line(["1A00", "NONE", 50]) == "1A00 NONE 50"


def test_words_may_be_separated_by_something_else_and_the_last_may_take_the_rest() -> None:
    """One answer has semicolons, another a stage with blanks in it."""
    assert FreeLunLine("1A00;5005076300C20B8E;0").wwpn == "5005076300C20B8E"
    assert RelocationLine("A VM1 VM2 MAINT 00:00:01 Moving memory").vmrelocate_status == "Moving memory"

    class Total(Words, leading=1):
        total: str
        name: str
        used: str

    assert Total("100 A 5").by_name() == {"total": "100", "name": "A", "used": "5"}
    assert Total("B 7").by_name() == {"name": "B", "used": "7"}


@pytest.mark.parametrize(
    ("word", "good"),
    [
        ("CONNECT", True),
        ("con", True),
        ("CONN", True),
        ("CO", False),
        ("CONNECTED", False),
        ("DISC", False),
        ("", False),
    ],
)
def test_capital_letters_of_a_choice_are_its_shortest_form(word: str, good: bool) -> None:
    """CONnect may be CON, CONN, ... in either case."""
    assert chooses({"CONnect": "", "DISCONnect": ""}, word) is good


def test_a_charset_can_be_widened() -> None:
    """For a field that takes '*' beside names."""
    assert not CHAR42.admits("*")
    assert CHAR42.plus("*").admits("A*")
    assert CHAR42.plus(" ").name == "char42 plus blank"


def test_importing_all_calls_is_quick_and_needs_the_standard_library_only() -> None:
    """The command line imports it at every start."""
    script = (
        "import sys, time; before = set(sys.modules); start = time.perf_counter(); import zfleet_smapi.calls;"
        "taken = time.perf_counter() - start;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(taken, sorted(new - set(sys.stdlib_module_names)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, _, foreign = result.stdout.partition(" ")
    assert foreign.strip() == "['zfleet_smapi']"
    assert float(seconds) < 2
