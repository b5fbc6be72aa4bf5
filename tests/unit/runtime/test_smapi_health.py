# SPDX-License-Identifier: Apache-2.0
"""Counting how SMAPI calls go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_runtime.smapi_health import SmapiHealth, SmapiHealthCounters, health_message


@pytest.fixture
def counters() -> SmapiHealthCounters:
    """Counters whose clock goes one second per look, from 100."""
    seconds: Iterator[int] = iter(range(100, 1000))
    return SmapiHealthCounters(clock=lambda: float(next(seconds)))


def called(counters: SmapiHealthCounters, *codes: tuple[int | None, int | None]) -> SmapiHealth:
    for return_code, reason_code in codes:
        counters.called("Image_Query_DM", return_code, reason_code, 0.1, 0.0)
    return counters.now()


def test_nothing_called_yet_is_healthy(counters: SmapiHealthCounters) -> None:
    """A service that has just started says that all is well."""
    assert counters.now() == SmapiHealth()
    assert counters.now().healthy


def test_a_refusal_is_a_success(counters: SmapiHealthCounters) -> None:
    """An unknown guest, a locked entry, a missing authorisation and background work are answers of a working API."""
    found = called(counters, (0, 0), (400, 4), (400, 12), (100, 8), (592, 4711))
    assert found == SmapiHealth(total_success=5, last_success=104.0)


@pytest.mark.parametrize("codes", [(None, None), (500, 8), (900, 8), (120, 0)])
def test_no_answer_and_an_api_out_of_order_are_failures(
    counters: SmapiHealthCounters, codes: tuple[int | None, int | None]
) -> None:
    """No answer, directory manager down, worker server down, our password refused."""
    assert called(counters, codes) == SmapiHealth(total_fail=1, last_fail=100.0, continuous_fail=1)


def test_twenty_failures_in_a_row_are_unhealthy_and_one_success_heals(counters: SmapiHealthCounters) -> None:
    """Nineteen are not enough, and what counts is the row."""
    assert called(counters, *[(None, None)] * 19).healthy
    assert not called(counters, (None, None)).healthy
    healed = called(counters, (0, 0))
    assert healed.healthy
    assert healed == SmapiHealth(1, 20, last_success=120.0, last_fail=119.0, continuous_fail=0)


def test_a_message_has_all_of_it(counters: SmapiHealthCounters) -> None:
    """Times that there are none of are absent."""
    message = health_message(pb.SmapiHealth(), called(counters, (0, 0)))
    assert (message.total_success, message.total_fail, message.healthy) == (1, 0, True)
    assert message.last_success_time.ToSeconds() == 100
    assert not message.HasField("last_fail_time")
