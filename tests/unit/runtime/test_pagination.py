# SPDX-License-Identifier: Apache-2.0
"""Page tokens are opaque, bound to their query, and refused when they were not made by us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_runtime.pagination import LARGEST_SIZE, Page, decode_token, encode_token, page_of
from zfleet_runtime.validation import Violations

QUERY = ("ListGuests", "state=on")


@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=40), st.integers(1, 7))
def test_walking_the_pages_gives_every_key_once_and_in_order(keys: set[str], size: int) -> None:
    sorted_keys, token = sorted(keys), ""
    seen: list[str] = []
    for _ in range(len(keys) + 1):
        v = Violations()
        page = page_of(v, size, token, query=QUERY)
        v.raise_if_any()
        shown, token = page.cut(sorted_keys)
        seen += shown
        if not token:
            break
    assert seen == sorted_keys


def test_a_page_goes_on_where_the_last_ended_although_keys_came_and_went() -> None:
    first, token = Page(2, None, QUERY).cut(["A", "C", "E"])
    assert first == ["A", "C"]
    v = Violations()
    second, end = page_of(v, 2, token, query=QUERY).cut(["A", "B", "D", "E"])  # C has gone, B and D have come
    assert (second, end) == (["D", "E"], "")


@given(st.text(max_size=40))
def test_text_that_is_no_token_is_one_violation(text: str) -> None:
    v = Violations()
    page_of(v, 0, text, query=QUERY)
    assert [each.field for each in v.found] == (["page_token"] if text else [])


@given(st.integers(0, 200), st.integers(1, 255))
def test_an_altered_token_is_refused(position: int, change: int) -> None:
    token = encode_token(QUERY, "LINUX01")
    position %= len(token)
    altered = token[:position] + chr(ord(token[position]) ^ change) + token[position + 1 :]
    with pytest.raises(ValueError, match="not a page token"):
        decode_token(QUERY, altered)


def test_a_token_of_another_query_is_refused() -> None:
    token = encode_token(QUERY, "LINUX01")
    assert decode_token(QUERY, token) == "LINUX01"
    for other in (("ListGuests", "state=off"), ("ListDisks", "state=on"), ("ListGuestsstate=on",)):
        with pytest.raises(ValueError, match="not a page token"):
            decode_token(other, token)


@pytest.mark.parametrize(("asked", "given"), [(0, 100), (1, 1), (LARGEST_SIZE, LARGEST_SIZE), (10**9, LARGEST_SIZE)])
def test_a_page_size_is_coerced(asked: int, given: int) -> None:
    v = Violations()
    assert page_of(v, asked, "", query=QUERY).size == given
    assert not v


def test_a_negative_page_size_is_a_violation() -> None:
    v = Violations()
    page_of(v, -1, "garbage", query=QUERY)
    assert [each.field for each in v.found] == ["page_size", "page_token"]
