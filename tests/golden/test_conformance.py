# SPDX-License-Identifier: Apache-2.0
"""The declared calls say what the reference says: names, order, kinds and limits of all functions, and all codes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from zfleet_smapi.calls import FUNCTIONS, function_named
from zfleet_smapi.codes import CODES, explain
from zfleet_smapi.declaration import Background, Header, Stream
from zfleet_smapi.layout import Field, class_name_of, fields_of, layout

from .reference import reference

REFERENCE: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in reference("smapi_functions.json")}
RETURN_CODES: list[dict[str, Any]] = [entry for entry in reference("return_codes.json") if entry["layer"] == "smapi"]

# (function, parameter) whose charset we take wider than the reference writes it, because a value that it names itself
# ('*' for all, the blank in WITHIN 30) would not fit.
WIDER_CHARSETS = {
    ("Authorization_List_Add", "for_id"): "*",
    ("Authorization_List_Add", "function_id"): "*",
    ("Authorization_List_Query", "for_id"): "*",
    ("Authorization_List_Query", "function_id"): "*",
    ("Authorization_List_Remove", "for_id"): "*",
    ("Authorization_List_Remove", "function_id"): "*",
    ("Image_Deactivate", "force_time"): "blank",
    ("Image_Volume_Space_Query_DM", "entry_names"): "*",
    ("Image_Volume_Space_Query_Extended_DM", "entry_names"): "*",
    ("Shared_Memory_Query", "memory_segment_name"): "*",
    ("Virtual_Network_LAN_Query", "lan_name"): "*",
    ("Virtual_Network_LAN_Query", "lan_owner"): "*",
    ("Virtual_Network_Vswitch_Query", "switch_name"): "*",
}
BACKGROUND = {
    False: Background.NONE,
    "operation_id_in_reason_code": Background.ID_IN_REASON_CODE,
    "operation_id_in_data": Background.ID_IN_DATA,
    "text_ids_in_error_buffer_place": Background.TEXT_IDS,
}


def test_every_function_of_the_reference_is_declared_and_no_other() -> None:
    """196 functions, found by IBM's name and, in either case, by the name on the wire."""
    assert set(FUNCTIONS) == set(REFERENCE)
    for name, entry in REFERENCE.items():
        assert function_named(entry["wire_name"].lower()) is FUNCTIONS[name]
        assert FUNCTIONS[name].__name__ == class_name_of(name)
    assert function_named("Image_Create") is None


@pytest.mark.parametrize("name", REFERENCE)
def test_a_function_has_the_head_group_and_codes_of_the_reference(name: str) -> None:
    """What is around the parameters: wire name, service, head, background form, error buffer, level."""
    told, entry = layout(FUNCTIONS[name]), REFERENCE[name]
    assert told.wire_name == entry["wire_name"]
    assert told.group == entry["group"]
    assert told.header is Header(entry["header"])
    assert told.background is BACKGROUND[entry["async"]]
    assert told.level == entry["min_level"]
    assert list(told.success_reasons) == entry["success_rs"]
    assert (told.stream is not Stream.NONE) == bool(entry.get("stream"))
    framing = entry["error_buffer"]["framing"] if entry["error_buffer"] else None
    assert (told.error_buffer.value if told.error_buffer else None) == framing
    assert told.doc.endswith(".") or told.doc.endswith(")"), "a function says what z/VM does"


@pytest.mark.parametrize("name", REFERENCE)
def test_the_parameters_are_those_of_the_reference_in_its_order(name: str) -> None:
    """Names, kinds, framing and limits of every parameter and key."""
    told, entry = layout(FUNCTIONS[name]), REFERENCE[name]
    if told.parameter_list:
        (listed,) = entry["params"]
        assert told.parameter_list == listed["name"]
        assert told.framing is not None
        assert told.framing.value == listed["framing"]
        assert [field.wire_key for field in told.parameters] == [key["name"] for key in listed["keys"]]
        for field, key in zip(told.parameters, listed["keys"], strict=True):
            assert field.name == key["name"].lower()
            assert field.required == key["required"]
            _same_limits(name, field, key)
        return
    assert [field.name for field in told.parameters] == [parameter["name"].lower() for parameter in entry["params"]]
    for field, parameter in zip(told.parameters, entry["params"], strict=True):
        _same(name, field, parameter)


@pytest.mark.parametrize("name", REFERENCE)
def test_the_answer_is_that_of_the_reference_in_its_order(name: str) -> None:
    """Names, kinds and framing of everything that a function answers, down to the words of its lines."""
    told, entry = layout(FUNCTIONS[name]), REFERENCE[name]
    assert len(told.reply) == len(entry["response"])
    for field, expected in zip(told.reply, entry["response"], strict=True):
        assert field.name == expected["name"].lower()
        _same(name, field, expected)


def _same(function: str, field: Field, expected: dict[str, Any]) -> None:
    kind = expected["kind"]
    if kind == "struct":
        assert field.kind == "block"
        assert field.item is not None
        (inner,) = expected["items"]
        assert field.name == inner["name"]
        _same(function, field.item, inner)
        return
    if kind == "array":
        _same_array(function, field, expected)
        return
    assert field.kind == kind
    assert field.size == expected.get("size")
    if kind == "int4" and "range" in expected:
        assert [field.min, field.max] == expected["range"]
    if kind == "int1" and "values" in expected:
        assert list(field.values) == list(expected["values"])
        assert not field.open_values
    if kind in ("string", "cstring") and field.charset != "octets":
        _same_limits(function, field, expected)
    if "tokens" in expected:
        assert [word.name for word in field.words] == [token["name"].lower() for token in expected["tokens"]]


def _same_array(function: str, field: Field, expected: dict[str, Any]) -> None:
    assert field.framing is not None
    assert field.framing.value == expected["framing"]
    if field.kind == "pairs":
        assert list(field.values) == [key["name"] for key in expected["keys"]]
        return
    assert field.kind == "array"
    assert field.item_framing is not None
    assert field.item_framing.value == expected["item_framing"]
    if field.struct is None:
        assert field.item is not None
        (item,) = expected["items"]
        _same(function, field.item, item)
        return
    inner = fields_of(field.struct)
    names = [item["items"][0]["name"] if item["kind"] == "struct" else item["name"] for item in expected["items"]]
    assert [part.name for part in inner] == [name.lower() for name in names]
    for part, item in zip(inner, expected["items"], strict=True):
        _same(function, part, item)


def _same_limits(function: str, field: Field, expected: dict[str, Any]) -> None:
    assert (field.min or 0) == (expected.get("min") or 0)
    assert field.max == expected.get("max")
    charset = expected.get("charset", "charNA")
    wider = WIDER_CHARSETS.get((function, expected["name"]))
    assert field.charset == (f"{charset} plus {wider}" if wider else charset)
    if "values" in expected:
        assert list(field.values) == list(expected["values"])


def test_each_wider_charset_is_still_needed() -> None:
    """An exception that the reference has caught up with must go."""
    for function, parameter in WIDER_CHARSETS:
        entries = REFERENCE[function]["params"]
        found = [item for entry in entries for item in (entry, *entry.get("keys", ())) if item["name"] == parameter]
        assert WIDER_CHARSETS[function, parameter] not in found[0]["charset"]


@pytest.mark.parametrize("entry", RETURN_CODES, ids=lambda entry: f"{entry['rc']}-{entry['rs']}")
def test_every_code_of_the_reference_is_explained(entry: dict[str, Any]) -> None:
    """Each pair has an entry of its own, and so has each function that means something of its own by it."""
    assert (entry["rc"], entry["rs"], "") in CODES
    for variant in entry.get("variants", ()):
        for function in variant["functions"]:
            special = CODES[entry["rc"], entry["rs"], function.upper()]
            assert function in special.functions
            assert explain(entry["rc"], entry["rs"], function.lower()) is special


def test_the_reference_knows_every_code_that_functions_document() -> None:
    """A docstring that names a pair names one that is in the table."""
    for name, cls in FUNCTIONS.items():
        for return_code, reason_code in re.findall(r"\b(\d+)/(\d+)\b", cls.__doc__ or ""):
            if int(return_code) == 24:
                continue
            known = (int(return_code), int(reason_code))
            assert (*known, "") in CODES or (*known, name.upper()) in CODES, f"{name}: {known}"
