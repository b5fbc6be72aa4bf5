# SPDX-License-Identifier: Apache-2.0
"""How SMAPI's calls have gone in several services, as one."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway import health


def test_counters_add_up_and_one_that_is_ill_makes_all_ill() -> None:
    """Times are the latest ones, the row of failures is the longest one."""
    total = health.together(
        [
            pb.SmapiHealth(total_success=5, last_success_time=Timestamp(seconds=10), healthy=True),
            pb.SmapiHealth(total_success=2, last_success_time=Timestamp(seconds=30), healthy=True),
            pb.SmapiHealth(total_fail=21, last_fail_time=Timestamp(seconds=20), continuous_fail=21),
        ]
    )
    assert total == pb.SmapiHealth(
        total_success=7,
        total_fail=21,
        last_success_time=Timestamp(seconds=30),
        last_fail_time=Timestamp(seconds=20),
        continuous_fail=21,
        healthy=False,
    )


def test_without_a_call_yet_there_are_no_times() -> None:
    """And nothing is wrong."""
    assert health.together([health.of_service(guest.SmapiHealth(healthy=True))]) == pb.SmapiHealth(healthy=True)


@pytest.mark.parametrize("service", [guest, storage, network])
def test_the_counters_of_each_service_are_taken_as_they_are(service: Any) -> None:
    """With their times."""
    fields: dict[str, Any] = {
        "total_success": 1,
        "total_fail": 2,
        "last_success_time": Timestamp(seconds=1),
        "last_fail_time": Timestamp(seconds=2),
        "continuous_fail": 1,
        "healthy": True,
    }
    assert health.of_service(service.SmapiHealth(**fields)) == pb.SmapiHealth(**fields)
