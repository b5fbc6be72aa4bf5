# SPDX-License-Identifier: Apache-2.0
"""Channels to other parts: balanced, health-checked, measured, with a deadline on every call.

    stub = GuestServiceStub(runtime.channels.open("dns:///zfleet-guest:50051"))
    answer = await stub.GetGuest(request)

A call's timeout is the one given or the channel's default, and never more than what remains of the call being handled;
streams have none by default. It is set per call because a service config's timeout is broken in grpcio. The request
id and the trace go along. A channel may be kept for the life of the process; renewed certificate files are picked up.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, TypeVar

import grpc
from prometheus_client import Counter

from zfleet_runtime import request_context
from zfleet_runtime.deadline import remaining, within
from zfleet_runtime.metrics import BoundCallMetrics, CallMetrics
from zfleet_runtime.tls import Files

DEFAULT_TIMEOUT = 60.0  # seconds
_LOOK_AT_FILES = 30.0  # seconds between looks at the certificate files
_OLD_CHANNEL = 300.0  # seconds that calls on a channel with the old certificate may go on

# UNAVAILABLE only, and only for calls that no server has answered (servers of ours forbid it for answers of theirs).
# The health check makes callers leave a server that says NOT_SERVING; without it a rolling restart loses calls.
_SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": ""},
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.05s",
                "maxBackoff": "1s",
                "backoffMultiplier": 3,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
    "retryThrottling": {"maxTokens": 20, "tokenRatio": 0.2},
}

OPTIONS: tuple[tuple[str, int | str], ...] = (
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
    ("grpc.enable_retries", 1),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.dns_min_time_between_resolutions_ms", 5_000),
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 5_000),
)

_Self = TypeVar("_Self", bound="Channel")


class Channels:
    """The channels of a process, closed together. One per target, shared by everybody who asks for it."""

    def __init__(self, metrics: CallMetrics, files: Files | None = None) -> None:
        self._metrics = metrics
        self._files = files or Files()
        self._open: dict[str, Channel] = {}

    def open(self, target: str, *, timeout: float = DEFAULT_TIMEOUT, server_name: str = "") -> Channel:
        """The channel to `target` (HOST:PORT, dns:///NAME:PORT, ipv4:A:P,B:P). Connects at the first call.

        `timeout`: seconds that a call with one answer gets when nothing else is said. `server_name`: the name that the
        server's certificate must have, when it is not the target's host.
        """
        if target not in self._open:
            self._open[target] = Channel(
                target, metrics=self._metrics, files=self._files, timeout=timeout, server_name=server_name
            )
        return self._open[target]

    async def close(self) -> None:
        """Closes all, and with them the calls that are still under way."""
        channels, self._open = list(self._open.values()), {}
        await asyncio.gather(*(channel.close() for channel in channels))


class Channel(grpc.aio.Channel):
    """A grpc.aio channel whose calls have a deadline, pass the request context on and are counted."""

    def __init__(
        self,
        target: str,
        *,
        metrics: CallMetrics | None = None,
        files: Files | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        server_name: str = "",
        options: Sequence[tuple[str, int | str]] = (),
    ) -> None:
        self.target = target
        self.timeout = timeout
        self._metrics = metrics
        self._files = files or Files()
        named = (("grpc.ssl_target_name_override", server_name),) if server_name else ()
        self._options = (*OPTIONS, *named, *options)
        self._stamp = self._files.stamp()
        self._looked = time.monotonic()
        self._closing: set[asyncio.Task[None]] = set()
        self.generation = 0
        self._inner = self._connect()

    def _connect(self) -> grpc.aio.Channel:
        if self._files.ca is None:
            return grpc.aio.insecure_channel(self.target, options=self._options)
        return grpc.aio.secure_channel(self.target, self._files.read().client(), options=self._options)

    def current(self) -> grpc.aio.Channel:
        """The channel underneath: a new one when the certificate files have changed (looked at every 30 s)."""
        now = time.monotonic()
        if self._files.ca is not None and now - self._looked > _LOOK_AT_FILES:
            self._looked = now
            self.renew_if_changed()
        return self._inner

    def renew_if_changed(self) -> None:
        """Connects anew when the certificate files have changed; calls under way finish on the old connection."""
        stamp = self._files.stamp()
        if stamp == self._stamp:
            return
        old, self._inner = self._inner, self._connect()
        self._stamp = stamp
        self.generation += 1
        task = asyncio.get_running_loop().create_task(old.close(_OLD_CHANNEL))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def unary_unary(self, method: str, *arguments: Any, **more: Any) -> Any:
        """A callable for a method with one request and one answer."""
        return _Callable(self, "unary_unary", "unary", method, arguments, more)

    def unary_stream(self, method: str, *arguments: Any, **more: Any) -> Any:
        """A callable for a method with one request and a stream of answers."""
        return _Callable(self, "unary_stream", "server_stream", method, arguments, more)

    def stream_unary(self, method: str, *arguments: Any, **more: Any) -> Any:
        """A callable for a method with a stream of requests and one answer."""
        return _Callable(self, "stream_unary", "client_stream", method, arguments, more)

    def stream_stream(self, method: str, *arguments: Any, **more: Any) -> Any:
        """A callable for a method with two streams."""
        return _Callable(self, "stream_stream", "bidi_stream", method, arguments, more)

    def bound_metrics(self, kind: str, path: str) -> BoundCallMetrics | None:
        """The metric children of one method."""
        _, service, name = path.split("/", 2)
        return self._metrics.of(kind, service, name) if self._metrics else None

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:
        """The state of the connection."""
        return self._inner.get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        """Returns when the state is no longer the one given."""
        await self._inner.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        """Returns when a server is connected and says SERVING."""
        await self._inner.channel_ready()

    async def close(self, grace: float | None = None) -> None:
        """Closes it; calls under way get `grace` seconds."""
        for task in self._closing:
            task.cancel()
        await self._inner.close(grace)

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class _Callable:
    """Calls one method. What it gives back is grpc.aio's own call object, or for streams one that counts messages."""

    def __init__(
        self, channel: Channel, maker: str, kind: str, path: str, arguments: tuple[Any, ...], more: dict[str, Any]
    ) -> None:
        self._channel = channel
        self._make: Callable[[grpc.aio.Channel], Any] = lambda inner: getattr(inner, maker)(path, *arguments, **more)
        self._streams_in = kind in ("client_stream", "bidi_stream")
        self._streams_out = kind in ("server_stream", "bidi_stream")
        self._bound = channel.bound_metrics(kind, path)
        self._generation = -1
        self._inner: Any = None

    def __call__(self, request: Any = None, timeout: float | None = None, metadata: Any = None, **more: Any) -> Any:
        inner_channel = self._channel.current()
        if self._generation != self._channel.generation:
            self._inner, self._generation = self._make(inner_channel), self._channel.generation
        timeout, metadata = self._timeout(timeout), _with_context(metadata)
        bound = self._bound
        if bound is None:
            return self._inner(request, timeout=timeout, metadata=metadata, **more)
        bound.start()
        if not self._streams_in:
            bound.sent.inc()
        elif request is not None:
            request = _counted(request, bound.sent)
        started = time.perf_counter()
        call = self._inner(request, timeout=timeout, metadata=metadata, **more)

        def done(finished: Any) -> None:
            code = code_of(finished)
            bound.end(code, time.perf_counter() - started)
            if code is grpc.StatusCode.OK and not self._streams_out:
                bound.received.inc()

        call.add_done_callback(done)
        return _CountingCall(call, bound.received) if self._streams_out else call

    def _timeout(self, given: float | None) -> float | None:
        if given is not None:
            return within(given)
        if self._streams_out:
            left = remaining()
            return None if left is None else within(left)
        return within(self._channel.timeout)


class _CountingCall:
    """A call with streamed answers that counts them; everything else is the call's."""

    def __init__(self, call: Any, received: Counter) -> None:
        self._call = call
        self._received = received

    def __aiter__(self) -> AsyncIterator[Any]:
        return self._messages()

    async def _messages(self) -> AsyncIterator[Any]:
        async for message in self._call:
            self._received.inc()
            yield message

    async def read(self) -> Any:
        """The next answer, or grpc.aio.EOF."""
        message = await self._call.read()
        if message is not grpc.aio.EOF:
            self._received.inc()
        return message

    def __getattr__(self, name: str) -> Any:
        return getattr(self._call, name)


def code_of(finished: Any) -> grpc.StatusCode:
    """The status of a call that is over. `code()` is a coroutine that has nothing left to wait for then."""
    asking = finished.code()
    try:
        asking.send(None)
    except StopIteration as answered:
        code: grpc.StatusCode = answered.value
        return code
    asking.close()
    return grpc.StatusCode.UNKNOWN


def _with_context(given: Any) -> tuple[tuple[str, str | bytes], ...]:
    own = request_context.current()
    pairs = tuple(given or ())
    if own is None:
        return pairs
    names = {key for key, _ in pairs}
    return (*pairs, *(pair for pair in own.metadata() if pair[0] not in names))


async def _counted(requests: Any, sent: Counter) -> AsyncIterator[Any]:
    if hasattr(requests, "__aiter__"):
        async for request in requests:
            sent.inc()
            yield request
    else:
        for request in requests:
            sent.inc()
            yield request
