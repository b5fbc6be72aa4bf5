# SPDX-License-Identifier: Apache-2.0
"""What surrounds a call: answers to errors, deadlines, the request's context, metrics and log lines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue
from grpc.aio import AioRpcError

from tests.service.runtime.conftest import WIRE, Served, settings
from tests.service.runtime.tiny import NAME, SECRET, TinyPart
from zfleet_runtime.channel import Channel
from zfleet_runtime.errors import ZfleetError, from_call
from zfleet_runtime.process import running

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def failure(call: grpc.aio.UnaryUnaryCall[StringValue, StringValue]) -> ZfleetError:
    with pytest.raises(AioRpcError) as caught:
        await call
    return from_call(caught.value)


async def test_an_error_of_ours_arrives_with_status_reason_metadata_and_retry_delay(served: Served) -> None:
    error = await failure(served.call("Fail", "ours"))
    assert (error.status, error.reason, error.message) == (
        grpc.StatusCode.ABORTED,
        "ENTRY_LOCKED",
        "the entry is locked",
    )
    assert error.metadata == {"return_code": "400"}
    assert error.retry_after == 1


async def test_bad_fields_arrive_all_at_once(served: Served) -> None:
    error = await failure(served.call("Fail", "fields"))
    assert error.status is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.field for violation in error.violations] == ["user_id", "size"]


async def test_a_smapi_error_arrives_with_zvms_numbers(served: Served) -> None:
    error = await failure(served.call("Fail", "smapi"))
    assert error.metadata == {"function": "Image_Query_DM", "return_code": "500", "reason_code": "8"}


async def test_a_defect_is_internal_and_its_text_stays_in_the_log(served: Served) -> None:
    with pytest.raises(AioRpcError) as caught:
        await served.call("Fail", "defect", metadata=(("x-request-id", "request-7"),))
    error = from_call(caught.value)
    assert (error.status, error.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL_ERROR")
    assert "request-7" in error.message
    assert SECRET not in str(caught.value) + str(caught.value.trailing_metadata())
    (line,) = [line for line in served.log_lines() if line["event"] == "unexpected"]
    assert (line["request_id"], line["error"]) == ("request-7", "ValueError")


async def test_a_handlers_own_abort_and_set_code_stay_as_they_are(served: Served) -> None:
    assert (await failure(served.call("Fail", "abort"))).status is grpc.StatusCode.NOT_FOUND
    assert (await failure(served.call("Fail", "code"))).status is grpc.StatusCode.DATA_LOSS


async def test_a_servers_own_unavailable_is_not_repeated_behind_the_callers_back(served: Served) -> None:
    assert (await failure(served.call("Fail", "unavailable"))).reason == "ZVM_UNREACHABLE"
    assert served.sample("grpc_server_started_total", grpc_type="unary", grpc_service=NAME, grpc_method="Fail") == 1


async def test_a_call_without_deadline_gets_the_default_one(served: Served) -> None:
    stub = grpc.aio.insecure_channel(served.process.address)
    async with stub:
        wait = stub.unary_unary(f"/{NAME}/Wait", **WIRE)
        left = float((await wait(StringValue(value="0.01"))).value)
        assert 0.4 < left <= 0.5
        began = time.monotonic()
        error = await failure(wait(StringValue(value="30")))
    assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED
    assert time.monotonic() - began < 5
    assert served.tiny.cancelled == ["30"]


async def test_a_handler_sees_the_callers_deadline_and_is_cancelled_at_it(served: Served) -> None:
    left = float((await served.call("Wait", "0.01", timeout=3)).value)
    assert 2 < left <= 3
    error = await failure(served.call("Wait", "30", timeout=0.1))
    assert error.status is grpc.StatusCode.DEADLINE_EXCEEDED
    async with asyncio.timeout(5):
        while not served.tiny.cancelled:
            await asyncio.sleep(0.01)
    labels = {"grpc_type": "unary", "grpc_service": NAME, "grpc_method": "Wait"}
    async with asyncio.timeout(5):
        while not served.sample("grpc_server_handled_total", grpc_code="DeadlineExceeded", **labels):
            await asyncio.sleep(0.01)


async def test_work_that_outlives_its_call_has_no_deadline(served: Served) -> None:
    await served.call("Start", "x", timeout=1)
    assert await served.tiny.background[0] is None


async def test_a_cancelled_call_cancels_its_handler(served: Served) -> None:
    call = served.call("Wait", "30", timeout=60)
    await asyncio.sleep(0.1)
    call.cancel()
    async with asyncio.timeout(5):
        while not served.tiny.cancelled:
            await asyncio.sleep(0.01)


async def test_streams_of_all_kinds_pass(served: Served) -> None:
    async def texts() -> AsyncIterator[StringValue]:
        for text in "abc":
            yield StringValue(value=text)

    count = served.channel.unary_stream(f"/{NAME}/Count", **WIRE)
    collect = served.channel.stream_unary(f"/{NAME}/Collect", **WIRE)
    chat = served.channel.stream_stream(f"/{NAME}/Chat", **WIRE)
    assert [m.value async for m in count(StringValue(value="3"))] == ["0", "1", "2"]
    assert (await collect(texts())).value == "abc"
    assert [m.value async for m in chat(texts())] == ["a", "b", "c"]
    for kind, method, received, sent in (
        ("server_stream", "Count", 1, 3),
        ("client_stream", "Collect", 3, 1),
        ("bidi_stream", "Chat", 3, 3),
    ):
        labels = {"grpc_type": kind, "grpc_service": NAME, "grpc_method": method}
        assert served.sample("grpc_server_msg_received_total", **labels) == received
        assert served.sample("grpc_server_msg_sent_total", **labels) == sent
        assert served.sample("grpc_client_msg_sent_total", **labels) == received
        assert served.sample("grpc_client_msg_received_total", **labels) == sent
        assert served.sample("grpc_server_handled_total", grpc_code="OK", **labels) == 1
        assert served.sample("grpc_client_handled_total", grpc_code="OK", **labels) == 1


async def test_an_error_in_the_middle_of_a_stream_arrives_after_what_was_sent(served: Served) -> None:
    count = served.channel.unary_stream(f"/{NAME}/Count", **WIRE)
    call = count(StringValue(value="2!"))
    assert [(await call.read()).value, (await call.read()).value] == ["0", "1"]
    with pytest.raises(AioRpcError) as caught:
        await call.read()
    assert from_call(caught.value).reason == "BROKE"


async def test_a_stream_whose_caller_leaves_cleans_up_at_once(served: Served) -> None:
    call = served.channel.unary_stream(f"/{NAME}/Count", **WIRE)(StringValue(value="1000000000"))
    assert (await call.read()).value == "0"
    call.cancel()
    async with asyncio.timeout(5):
        while not served.tiny.cancelled:
            await asyncio.sleep(0.01)


async def test_calls_are_counted_under_go_grpc_middlewares_names(served: Served) -> None:
    await served.call("Echo", "x")
    await failure(served.call("Fail", "ours"))
    for side in ("server", "client"):
        echo = {"grpc_type": "unary", "grpc_service": NAME, "grpc_method": "Echo"}
        assert served.sample(f"grpc_{side}_started_total", **echo) == 1
        assert served.sample(f"grpc_{side}_handled_total", grpc_code="OK", **echo) == 1
        assert served.sample(f"grpc_{side}_msg_received_total", **echo) == 1
        assert served.sample(f"grpc_{side}_msg_sent_total", **echo) == 1
        assert served.sample(f"grpc_{side}_handling_seconds_count", **echo) == 1
        assert served.sample(f"grpc_{side}_handled_total", grpc_code="Aborted", **(echo | {"grpc_method": "Fail"})) == 1


async def test_a_method_that_does_not_exist_leaves_no_series(served: Served) -> None:
    unknown = grpc.aio.insecure_channel(served.process.address)
    async with unknown:
        for path in (f"/{NAME}/Nonsense", "/nobody.Service/Echo"):
            error = await failure(unknown.unary_unary(path, **WIRE)(StringValue()))
            assert error.status is grpc.StatusCode.UNIMPLEMENTED
    names = {
        value
        for family in served.process.metrics.registry.collect()
        for sample in family.samples
        for value in sample.labels.values()
    }
    assert not names & {"Nonsense", "nobody.Service"}


async def test_every_call_is_one_log_line_with_its_request_id(served: Served) -> None:
    await served.call("Echo", "secret text", metadata=(("x-request-id", "request-1"), ("traceparent", TRACE)))
    (line,) = [line for line in served.log_lines() if line["event"] == "call"]
    assert (line["method"], line["code"], line["request_id"]) == (f"/{NAME}/Echo", "OK", "request-1")
    assert line["trace_id"] == TRACE.split("-")[1]
    assert "secret text" not in served.logged.getvalue()


async def test_a_request_id_that_could_forge_log_lines_is_replaced(served: Served) -> None:
    call = served.call("Echo", "x", metadata=(("x-request-id", 'a" b'), ("traceparent", "garbage")))
    await call
    (line,) = [line for line in served.log_lines() if line["event"] == "call"]
    assert len(line["request_id"]) == 32
    assert dict(await call.trailing_metadata())["x-request-id"] == line["request_id"]
    assert "trace_id" not in line


async def test_request_id_trace_and_deadline_are_passed_on_to_the_next_part(served: Served) -> None:
    async with (
        running(TinyPart(), settings(next=served.process.address)) as first,
        Channel(first.address) as channel,
    ):
        relay = channel.unary_unary(f"/{NAME}/Relay", **WIRE)
        sent = (("x-request-id", "request-1"), ("traceparent", TRACE), ("tracestate", "a=b"))
        for key, value in sent:
            answer = await relay(StringValue(value=f"Metadata:{key}"), metadata=sent)
            assert answer.value == value
        left = float((await relay(StringValue(value="Wait:0"), timeout=5)).value)
        assert 3 < left < 5
        error = await failure(relay(StringValue(value="Fail:ours")))
        assert (error.status, error.reason, error.metadata["return_code"], error.retry_after) == (
            grpc.StatusCode.ABORTED,
            "ENTRY_LOCKED",
            "400",
            1,
        )


async def test_a_part_that_is_gone_is_unavailable_without_its_address(served: Served) -> None:
    async with (
        running(TinyPart(), settings(next="127.0.0.1:1", default_deadline=3)) as first,
        Channel(first.address) as channel,
    ):
        relay = channel.unary_unary(f"/{NAME}/Relay", **WIRE)
        error = await failure(relay(StringValue(value="Echo:x")))
    assert (error.status, error.reason) == (grpc.StatusCode.UNAVAILABLE, "CALL_UNAVAILABLE")
    assert "127.0.0.1:1" not in error.message
