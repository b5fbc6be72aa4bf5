# SPDX-License-Identifier: Apache-2.0
"""Spans reach a collector, as children of the caller's span."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from tests.service.runtime.conftest import WIRE, settings
from tests.service.runtime.tiny import NAME, SECRET, TinyPart
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import running

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"


class Collector:
    """Keeps the spans it is sent."""

    def __init__(self) -> None:
        self.spans: list[Any] = []

    async def Export(self, request: Any, context: Any) -> Any:
        """Takes a batch."""
        self.spans += [span for one in request.resource_spans for scope in one.scope_spans for span in scope.spans]
        return trace_service_pb2.ExportTraceServiceResponse()


@pytest.fixture
async def collector() -> AsyncIterator[tuple[Collector, str]]:
    collector, server = Collector(), grpc.aio.server()
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield collector, f"http://127.0.0.1:{port}"
    await server.stop(None)


async def test_calls_through_two_parts_are_one_trace(collector: tuple[Collector, str]) -> None:
    kept, endpoint = collector
    async with (
        running(TinyPart(), settings(tracing_endpoint=endpoint)) as second,
        running(TinyPart(), settings(tracing_endpoint=endpoint, next=second.address)) as first,
        Channel(first.address) as channel,
    ):
        relay = channel.unary_unary(f"/{NAME}/Relay", **WIRE)
        await relay(StringValue(value="Echo:x"), metadata=(("traceparent", f"00-{TRACE}-{PARENT}-01"),))
        with pytest.raises(grpc.aio.AioRpcError):
            await relay(StringValue(value="Fail:defect"), metadata=(("traceparent", f"00-{TRACE}-{PARENT}-01"),))
    by_name: dict[str, list[Any]] = {}
    for span in kept.spans:
        assert span.trace_id.hex() == TRACE
        by_name.setdefault(span.name.rpartition("/")[2], []).append(span)
    assert {name: len(spans) for name, spans in by_name.items()} == {"Relay": 2, "Echo": 1, "Fail": 1}
    relays = {span.span_id for span in by_name["Relay"]}
    assert {span.parent_span_id.hex() for span in by_name["Relay"]} == {PARENT}
    assert {by_name["Echo"][0].parent_span_id, by_name["Fail"][0].parent_span_id} == relays
    codes = {a.key: a.value.int_value for a in by_name["Fail"][0].attributes}
    assert codes["rpc.grpc.status_code"] == grpc.StatusCode.INTERNAL.value[0]
    assert SECRET not in str(kept.spans)
