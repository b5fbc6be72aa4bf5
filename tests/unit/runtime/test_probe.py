# SPDX-License-Identifier: Apache-2.0
"""The probe for places that can only run a command."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import grpc
import grpc_testing
import pytest
from grpc_health.v1 import health_pb2

from zfleet_runtime.probe import TIMEOUT_SECONDS, main, status

HEALTH = health_pb2.DESCRIPTOR.services_by_name["Health"]
CHECK = HEALTH.methods_by_name["Check"]
Response = health_pb2.HealthCheckResponse


def answered(answer: Callable[[Any], None]) -> str:
    """What the probe says when the part answers like this."""
    channel = grpc_testing.channel([HEALTH], grpc_testing.strict_real_time())
    with ThreadPoolExecutor(1) as pool:
        said: Future[str] = pool.submit(status, channel)
        _, request, call = channel.take_unary_unary(CHECK)
        assert request == health_pb2.HealthCheckRequest()
        call.send_initial_metadata(())
        answer(call)
        return said.result(timeout=10)


@pytest.mark.parametrize("state", ["SERVING", "NOT_SERVING", "UNKNOWN"])
def test_the_probe_says_what_the_part_says(state: str) -> None:
    """In grpc.health.v1's own words."""
    response = Response(status=Response.ServingStatus.Value(state))
    assert answered(lambda call: call.terminate(response, (), grpc.StatusCode.OK, "")) == state


def test_a_refusal_is_said_with_its_status() -> None:
    """A part that is there but does not answer the question is not healthy."""
    status_code = grpc.StatusCode.UNIMPLEMENTED
    said = answered(lambda call: call.terminate(Response(), (), status_code, "no such method"))
    assert said == "UNIMPLEMENTED: no such method"


def test_nobody_at_the_address_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    """Within the probe's patience."""
    assert main(["127.0.0.1:1"]) == 1
    assert capsys.readouterr().out.startswith(("UNAVAILABLE", "DEADLINE_EXCEEDED"))
    assert TIMEOUT_SECONDS <= 5


def test_a_wrong_command_line_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    """With the right one."""
    assert main([]) == 2
    assert "HOST:PORT" in capsys.readouterr().err
