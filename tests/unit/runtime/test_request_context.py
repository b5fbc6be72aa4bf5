# SPDX-License-Identifier: Apache-2.0
"""What a caller says of itself is taken when it is well formed, and made up when it is not."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_runtime.deadline import MARGIN, SHORTEST, detached, expect, remaining, within
from zfleet_runtime.request_context import RequestContext, from_metadata

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_well_formed_context_is_taken_and_passed_on_as_it_is() -> None:
    sent = (("x-request-id", "gw/op-1:step.2"), ("traceparent", TRACE), ("tracestate", "vendor=1"))
    context = from_metadata((*sent, ("authorization", "Bearer x"), ("data-bin", b"\0")))
    assert context.metadata() == sent
    assert context.trace_id == TRACE.split("-")[1]


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=600))
def test_nothing_malformed_is_passed_on(request_id: str, trace_parent: str, trace_state: str) -> None:
    sent = (("x-request-id", request_id), ("traceparent", trace_parent), ("tracestate", trace_state))
    for key, value in from_metadata(sent).metadata():
        assert value.isascii() or key == "tracestate"
        assert value.isprintable()
        assert len(value) <= 512


@pytest.mark.parametrize("bad", ["", "a b", 'a"', "a\nb", "x" * 129, "ä"])
def test_a_malformed_request_id_is_replaced_by_a_new_one(bad: str) -> None:
    first, second = (from_metadata((("x-request-id", bad),)).request_id for _ in range(2))
    assert len(first) == 32
    assert first != second


def test_without_a_trace_there_is_no_trace_state() -> None:
    assert from_metadata((("x-request-id", "r"), ("tracestate", "vendor=1"))) == RequestContext("r")


async def test_what_is_waited_for_ends_a_margin_before_the_deadline() -> None:
    async def handler() -> tuple[float, float]:
        expect(10)
        return within(60), within(1)

    assert within(60) == 60
    far, near = await asyncio.create_task(handler())
    assert 9 < far <= 10 - MARGIN
    assert near == 1


async def test_after_the_deadline_there_is_the_shortest_time_left_and_not_none() -> None:
    async def handler() -> float:
        expect(-1)
        return within(60)

    assert await asyncio.create_task(handler()) == SHORTEST


async def test_tasks_of_a_handler_share_its_deadline_and_detached_ones_have_none() -> None:
    async def left() -> float | None:
        return remaining()

    async def handler() -> tuple[float | None, float | None]:
        expect(10)
        return await asyncio.create_task(left()), await detached(left())

    inherited, none = await asyncio.create_task(handler())
    assert inherited is not None
    assert none is None
    assert remaining() is None
