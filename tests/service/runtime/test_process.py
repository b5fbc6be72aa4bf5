# SPDX-License-Identifier: Apache-2.0
"""A part as a process: it starts, says what it is, drains on a signal, and fails with a clear word."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.service.runtime.conftest import WIRE, Served, settings
from tests.service.runtime.tiny import NAME, TinyPart
from zfleet_runtime.channel import Channel
from zfleet_runtime.process import running
from zfleet_runtime.settings import SettingsError

SCRIPT = Path(__file__).with_name("tiny.py")
SECRET = "hunter2"


def environment(**more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ZFLEET_")}
    free = {"ZFLEET_LISTEN": "127.0.0.1:0", "ZFLEET_METRICS_LISTEN": "127.0.0.1:0", "ZFLEET_TINY_KEY": SECRET}
    return ours | free | {"PYTHONPATH": str(SCRIPT.parents[3])} | more


class Child:
    """The tiny part as a process of its own. Its log is read all the time: a full pipe would hold it up."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[dict[str, Any]] = []
        self._more = asyncio.Condition()
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        while raw := await self.process.stderr.readline():
            async with self._more:
                self.lines.append(json.loads(raw))
                self._more.notify_all()

    async def line(self, event: str) -> dict[str, Any]:
        """The log line about `event`, when it is there."""

        def found() -> list[dict[str, Any]]:
            return [line for line in self.lines if line["event"] == event]

        async with asyncio.timeout(20), self._more:
            await self._more.wait_for(lambda: bool(found()))
            return found()[0]

    async def end(self) -> int:
        """The exit code, when the process has ended and its log is read."""
        async with asyncio.timeout(20):
            await self.reading
            return await self.process.wait()


@asynccontextmanager
async def child(*flags: str, **variables: str) -> AsyncIterator[Child]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), *flags, env=environment(**variables), stderr=asyncio.subprocess.PIPE
    )
    started = Child(process)
    try:
        yield started
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await started.reading


async def test_on_sigterm_calls_under_way_finish_and_new_ones_are_refused() -> None:
    async with child("--drain", "0.3", "--grace", "10") as tiny:
        address = (await tiny.line("serving"))["address"]
        async with Channel(address) as channel:
            wait = channel.unary_unary(f"/{NAME}/Wait", **WIRE)
            health: Any = health_pb2_grpc.HealthStub(channel)
            watch = health.Watch(health_pb2.HealthCheckRequest())
            assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
            under_way = asyncio.ensure_future(wait(StringValue(value="1")))
            await asyncio.sleep(0.1)
            tiny.process.send_signal(signal.SIGTERM)
            assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
            assert (await under_way).value
        assert await tiny.end() == 0
    assert [line["event"] for line in tiny.lines if line["event"] in ("stopping", "stopped")] == ["stopping", "stopped"]


async def test_a_second_signal_ends_it_at_once() -> None:
    async with child("--drain", "0", "--grace", "600") as tiny:
        address = (await tiny.line("serving"))["address"]
        async with Channel(address) as channel:
            waiting = asyncio.ensure_future(channel.unary_unary(f"/{NAME}/Wait", **WIRE)(StringValue(value="60")))
            await asyncio.sleep(0.2)
            tiny.process.send_signal(signal.SIGTERM)
            await tiny.line("stopping")
            await asyncio.sleep(0.2)
            assert tiny.process.returncode is None
            tiny.process.send_signal(signal.SIGTERM)
            assert await tiny.end() == 0
            with pytest.raises(grpc.aio.AioRpcError):
                await waiting


async def test_a_rolling_restart_loses_no_call() -> None:
    async with child("--drain", "0.5") as first, child("--drain", "0.5") as second:
        ports = [(await one.line("serving"))["address"].rpartition(":")[2] for one in (first, second)]
        target = "ipv4:" + ",".join(f"127.0.0.1:{port}" for port in ports)
        async with Channel(target) as channel:
            await channel.channel_ready()
            echo = channel.unary_unary(f"/{NAME}/Echo", **WIRE)
            stop, done = asyncio.Event(), 0

            async def calling() -> None:
                nonlocal done
                while not stop.is_set():
                    await echo(StringValue(value="x"))
                    done += 1

            callers = [asyncio.create_task(calling()) for _ in range(8)]
            await asyncio.sleep(0.3)
            first.process.send_signal(signal.SIGTERM)
            assert await first.end() == 0
            before = done
            await asyncio.sleep(0.2)
            stop.set()
            await asyncio.gather(*callers)
            assert done > before > 50


async def test_garbage_collection_leaves_alone_what_was_there_at_the_start() -> None:
    """A full one would look at a hundred thousand objects that stay, and hold up every call meanwhile."""
    async with child() as tiny, Channel((await tiny.line("serving"))["address"]) as channel:
        collected = channel.unary_unary(f"/{NAME}/Collected", **WIRE)
        looked_at, left_alone = map(int, (await collected(StringValue())).value.split())
    assert left_alone > 50_000
    assert looked_at < left_alone / 10


async def test_secrets_are_in_no_log_line_metric_or_help() -> None:
    async with child("--log-level", "debug") as tiny:
        serving = await tiny.line("serving")
        async with Channel(serving["address"]) as channel:
            with pytest.raises(grpc.aio.AioRpcError):
                await channel.unary_unary(f"/{NAME}/Fail", **WIRE)(StringValue(value="ours"))
        metrics = await asyncio.to_thread(get, f"http://{serving['metrics']}/metrics")
        tiny.process.send_signal(signal.SIGTERM)
        await tiny.end()
    assert SECRET not in json.dumps(tiny.lines) + metrics


@pytest.mark.parametrize(
    ("variables", "code", "word"),
    [
        ({"ZFLEET_DRAIN": "x", "ZFLEET_LISTEN": "nowhere"}, 2, b"drain"),
        ({"ZFLEET_TINY_BROKEN": "true"}, 2, b"broken"),
        ({"ZFLEET_DATABASE_URL": f"mysql://u:{SECRET}@h/d"}, 2, b"database_url"),
        ({"ZFLEET_LISTEN": "192.0.2.1:1"}, 2, b"listen"),
        ({"ZFLEET_TLS_CERTIFICATE_FILE": "/none", "ZFLEET_TLS_KEY_FILE": "/none"}, 2, b"/none cannot be read"),
    ],
)
async def test_a_process_that_cannot_start_says_why(variables: dict[str, str], code: int, word: bytes) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), env=environment(**variables), stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(20):
        _, text = await process.communicate()
    assert process.returncode == code
    assert word in text
    assert SECRET.encode() not in text
    assert b"Traceback" not in text


async def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """No traceback: a file is in its place."""
    (tmp_path / "file").write_bytes(b"")
    folder = tmp_path / "file" / "state"
    with pytest.raises(SettingsError, match=r"state_folder: .*file/state cannot be made \(NotADirectoryError\)"):
        async with running(TinyPart(), settings(state_folder=folder)):
            pass


async def test_a_port_in_use_is_refused_and_not_shared(served: Served) -> None:
    for taken in ({"listen": served.process.address}, {"metrics_listen": served.process.metrics_address}):
        part = TinyPart()
        with pytest.raises(SettingsError, match="cannot be bound"):
            async with running(part, settings().model_copy(update=taken)):
                pass
        assert part.closed == (part.tiny is not None)


async def test_health_and_reflection_are_served(served: Served) -> None:
    health: Any = health_pb2_grpc.HealthStub(served.channel)
    for name in ("", NAME):
        answer = await health.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await health.Check(health_pb2.HealthCheckRequest(service="nobody"))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(served.channel)  # type: ignore[arg-type]
    asking = [reflection_pb2.ServerReflectionRequest(list_services="")]
    answers = [answer async for answer in stub.ServerReflectionInfo(iter(asking))]
    names = {service.name for service in answers[0].list_services_response.service}
    assert {NAME, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"} <= names


async def test_what_blocks_the_loop_of_a_part_is_measured(served: Served) -> None:
    """From the moment it serves until it has stopped; opening it took its time before."""
    registry = served.process.metrics.registry

    def counted(below: str) -> float:
        return registry.get_sample_value("zfleet_event_loop_delay_seconds_bucket", {"le": below}) or 0.0

    before = counted("+Inf") - counted("0.1")
    time.sleep(0.2)  # the part runs in the loop of this test
    async with asyncio.timeout(20):
        while counted("+Inf") - counted("0.1") == before:
            await asyncio.sleep(0.01)
    await served.process.stop(drain=0)
    after = counted("+Inf")
    await asyncio.sleep(0.1)
    assert counted("+Inf") == after


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        text: str = answer.read().decode()
        return text


async def test_metrics_and_probes_are_served_over_http(served: Served) -> None:
    await served.call("Echo", "x")
    base = f"http://{served.process.metrics_address}"
    text = await asyncio.to_thread(get, f"{base}/metrics")
    for series in (
        f'grpc_server_handled_total{{grpc_code="OK",grpc_method="Echo",grpc_service="{NAME}",grpc_type="unary"}} 1.0',
        "grpc_server_handling_seconds_bucket",
        "process_cpu_seconds_total",
        'zfleet_build_info{part="tiny"',
        "zfleet_event_loop_delay_seconds_bucket",
    ):
        assert series in text
    assert "_created" not in text
    assert await asyncio.to_thread(get, f"{base}/livez") == "ok\n"
    assert await asyncio.to_thread(get, f"{base}/readyz") == "ok\n"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        await asyncio.to_thread(get, f"{base}/secrets")
    await served.process.runtime.health.set_serving(False)
    with pytest.raises(urllib.error.HTTPError, match="503"):
        await asyncio.to_thread(get, f"{base}/readyz")


async def test_garbage_on_the_port_harms_nobody(served: Served) -> None:
    host, _, port = served.process.address.rpartition(":")
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    for garbage in (b"\0" * 4096, b"GET / HTTP/1.1\r\n\r\n", preface + b"\xff" * 4096, b"\x16\x03"):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(garbage)
        writer.write_eof()
        async with asyncio.timeout(10):
            while await reader.read(4096):
                pass
        writer.close()
    assert (await served.call("Echo", "still here")).value == "still here"


async def test_a_message_that_is_too_large_is_refused_and_the_rest_goes_on(served: Served) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await served.call("Echo", "x" * 17 * 1024 * 1024)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (await served.call("Echo", "x")).value == "x"


async def test_a_failed_opening_closes_what_was_opened() -> None:
    part = TinyPart()
    with pytest.raises(SettingsError, match="broken"):
        async with running(part, settings(broken=True)):
            pass
    assert not part.closed
