# SPDX-License-Identifier: Apache-2.0
"""Pools out of the directory manager's lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_smapi.calls import FUNCTIONS
from zfleet_storage.pools import FREE, USED, in_queries, pieces, pools_of
from zfleet_storage.sizes import DiskKind

CAPTURES = Path(__file__).parents[4] / "shared" / "reference" / "captures.json"

FREE_LINES = [
    "VM2001 3390-09 1 4000 POOL1 VM2001",
    "VM2001 3390-09 6000 4016 POOL1 VM2001",
    "VM2002 3390-09 1 100 POOL1 VM2002",
    "FBA001 9336-20 16 8192 FBAPOOL FBA001",
]
USED_LINES = [
    "VM2001 3390-09 4001 1999 LINUX01 0100 * POOL1 VM2001",
    "VM2003 3390-09 1 10016 LINUX02 0100 * POOL1 VM2003",
]


def test_a_pool_has_the_volumes_of_its_free_and_used_space() -> None:
    """A volume that is full shows in the used lines only, and is a volume of the pool all the same."""
    pools = pools_of(pieces(FREE_LINES, FREE), pieces(USED_LINES, USED))
    pool = pools["POOL1"]
    assert (pool.kind, pool.free) == (DiskKind.ECKD, (4000, 4016, 100))
    assert [(v.label, v.device_type, v.size, v.free) for v in pool.volumes] == [
        ("VM2001", "3390-09", 10015, 8016),
        ("VM2002", "3390-09", 100, 100),
        ("VM2003", "3390-09", 10016, 0),
    ]
    assert pool.used == 12015
    assert pool.largest_volume == 10016
    assert pools["FBAPOOL"].kind is DiskKind.FBA


def test_lines_that_are_no_records_are_passed_over() -> None:
    """A heading, an empty line, a type that is no disk."""
    lines = ["VOLUME DEVTYPE START SIZE GROUP REGION", "", "VM2001 3390", "TAPE01 3590 1 5 POOL1 X"]
    assert pieces(lines, FREE) == []


def test_a_recorded_answer_of_a_real_system_is_read() -> None:
    """Used space as a real z/VM 7.1 gave it: every line is one piece."""
    if not CAPTURES.exists():
        pytest.skip("the recorded answers are not on this machine")
    record = next(
        one
        for one in json.loads(CAPTURES.read_text(encoding="utf-8"))
        if one["function"] == "Image_Volume_Space_Query_DM"
    )
    data = bytes.fromhex(record["reply"])[20 + 4 :]
    lines = []
    while data:
        length = int.from_bytes(data[:4], "big")
        lines.append(data[4 : 4 + length].decode("ascii"))
        data = data[4 + length :]
    found = pieces(lines, USED)
    assert len(found) == len(lines) > 20
    assert (found[0].volume, found[0].size, found[0].kind) == ("LX4004", 21846, DiskKind.ECKD)
    assert "Image_Volume_Space_Query_DM" in FUNCTIONS


@given(st.lists(st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True), max_size=64))
def test_any_number_of_names_fits_into_queries(names: list[str]) -> None:
    """No operand is longer than SMAPI takes, and no name is lost or cut."""
    operands = in_queries(names)
    assert all(0 < len(operand) <= 255 for operand in operands)
    assert [name for operand in operands for name in operand.split(" ")] == names
