# SPDX-License-Identifier: Apache-2.0
"""JSON that everybody reads the same way, and nothing else."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_gateway.rest.json_body import DEEPEST, MOST_VALUES, Malformed, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_json_can_say_comes_through(value: object) -> None:
    """Whatever it is, as long as it can be written as UTF-8."""
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_bytes_are_json_or_malformed(body: bytes) -> None:
    """Nothing else ever comes out."""
    with contextlib.suppress(Malformed):
        json.dumps(parse(body), allow_nan=False).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"a": 1, "a": 1}', "twice"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"[1e999]", "out of range"),
        (b"9" * 5000, "out of range"),
        (b'["\\udc00"]', "UTF-8"),
        (b'{"\\udc00": 1}', "UTF-8"),
        (b"[\xff]", "UTF-8"),
        (b"[1,]", "line 1, column"),
        (b"[" * 100_000, "levels"),
        (b"[" + b"0," * MOST_VALUES + b"0]", "values"),
        (json.dumps({"a": {f"{number}": 1 for number in range(MOST_VALUES)}}).encode(), "values"),
        (json.dumps([[0] * (MOST_VALUES // 2)] * 2).encode(), "values"),
        (b"[" + b"0," * 500_000, "commas"),
        (b"[" * (DEEPEST + 1) + b"1" + b"]" * (DEEPEST + 1), "levels"),
    ],
)
def test_what_readers_would_take_differently_is_refused(body: bytes, says: str) -> None:
    """With a word about why."""
    with pytest.raises(Malformed, match=says):
        parse(body)


def test_as_many_levels_as_allowed_are_read() -> None:
    """The contract needs six."""
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)


def test_as_many_values_as_allowed_come_through() -> None:
    """Members and items of all levels are counted together; what holds them all is not one of them."""
    value = [[0] * (MOST_VALUES - 2), {}]
    assert parse(json.dumps(value).encode()) == value
