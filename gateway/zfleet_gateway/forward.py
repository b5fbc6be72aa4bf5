# SPDX-License-Identifier: Apache-2.0
"""Passes the services' own methods on as bytes, so that a client needs one address.

Nothing is decoded: metadata, messages, deadline, status with its details, and cancellation go through as they are. A
method that is not in the contract is UNIMPLEMENTED here without asking anybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from zfleet_runtime.channel import Channel
from zfleet_runtime.deadline import remaining, within
from zfleet_runtime.errors import from_call, unavailable
from zfleet_runtime.request_context import REQUEST_ID, TRACE_PARENT, TRACE_STATE
from zfleet_runtime.service import Context, Service

DETAILS = "grpc-status-details-bin"

# Of this connection, not of the call; the channel itself adds the request's context.
_NOT_PASSED = frozenset({"user-agent", "content-type", "te", "host", REQUEST_ID, TRACE_PARENT, TRACE_STATE})

ENDLESS = frozenset(
    {
        "/zfleet.guest.v1.GuestService/WatchGuests",
        "/zfleet.smapi.v1.HostFunctionsService/EventSubscribe",
    }
)


class EndlessStreams:
    """The streams under way that only their callers end; without this they would hold up a stop for all its grace."""

    def __init__(self) -> None:
        self._under_way: set[Any] = set()
        self.stopping = False

    def began(self, call: Any) -> None:
        """One more."""
        self._under_way.add(call)

    def ended(self, call: Any) -> None:
        """One less."""
        self._under_way.discard(call)

    async def stop(self) -> None:
        """Ends them; their callers are told to watch again."""
        self.stopping = True
        for call in self._under_way:
            call.cancel()


def forwarded(descriptor: ServiceDescriptor, channel: Channel, endless: EndlessStreams) -> Service:
    """A service whose every method is the same method at the other end of `channel`."""
    return Service(
        descriptor.full_name, {method.name: _method(method, channel, endless) for method in descriptor.methods}
    )


def _method(method: MethodDescriptor, channel: Channel, endless: EndlessStreams) -> grpc.RpcMethodHandler[Any, Any]:
    path = f"/{method.containing_service.full_name}/{method.name}"
    made: grpc.RpcMethodHandler[Any, Any]
    match method.client_streaming, method.server_streaming:
        case False, False:
            made = grpc.unary_unary_rpc_method_handler(_answering_once(channel.unary_unary(path)))
        case True, False:
            made = grpc.stream_unary_rpc_method_handler(_answering_once(channel.stream_unary(path)))
        case False, True if path in ENDLESS:
            made = grpc.unary_stream_rpc_method_handler(_watching(channel.unary_stream(path), endless))
        case False, True:
            made = grpc.unary_stream_rpc_method_handler(_streaming(channel.unary_stream(path)))
        case _:
            made = grpc.stream_stream_rpc_method_handler(_streaming(channel.stream_stream(path)))
    return made


def _answering_once(callee: Any) -> Any:
    async def call(request: Any, context: Context) -> bytes:
        under_way = callee(request, timeout=_timeout(), metadata=_passed(context.invocation_metadata()))
        try:
            answer: bytes = await under_way
            await _send_metadata(under_way, context)
        except grpc.aio.AioRpcError as error:
            await _refuse(error, context)
        finally:
            under_way.cancel()  # without effect on a call that is over
        return answer

    return call


def _streaming(callee: Any) -> Any:
    async def call(request: Any, context: Context) -> AsyncIterator[bytes]:
        under_way = callee(request, timeout=_timeout(), metadata=_passed(context.invocation_metadata()))
        try:
            async for answer in under_way:
                yield answer
            await _send_metadata(under_way, context)
        except grpc.aio.AioRpcError as error:
            await _refuse(error, context)
        finally:
            under_way.cancel()

    return call


def _watching(callee: Any, endless: EndlessStreams) -> Any:
    async def call(request: Any, context: Context) -> AsyncIterator[bytes]:
        under_way = callee(request, timeout=_timeout(), metadata=_passed(context.invocation_metadata()))
        endless.began(under_way)
        try:
            async for answer in under_way:
                yield answer
        except grpc.aio.AioRpcError as error:
            await _refuse(error, context)
        except asyncio.CancelledError:
            if endless.stopping:
                raise unavailable("WATCH_ENDED_BY_STOP", "the gateway stops: watch again") from None
            raise
        finally:
            endless.ended(under_way)
            under_way.cancel()

    return call


def _timeout() -> float | None:
    """What is left of the caller's deadline."""
    return None if remaining() is None else within(float("inf"))


async def _send_metadata(under_way: Any, context: Context) -> None:
    first = _passed(await under_way.initial_metadata())
    if first:
        await context.send_initial_metadata(first)
    last = _passed(await under_way.trailing_metadata())
    if last:
        context.set_trailing_metadata((*(context.trailing_metadata() or ()), *last))


async def _refuse(error: grpc.aio.AioRpcError, context: Context) -> None:
    trailing = tuple(error.trailing_metadata() or ())
    if not any(key == DETAILS for key, _ in trailing):
        raise from_call(error) from error  # not the service's answer: its words name addresses
    await context.abort(error.code(), error.details() or "", trailing)


def _passed(metadata: Iterable[tuple[str, str | bytes]] | None) -> tuple[tuple[str, str | bytes], ...]:
    return tuple(
        (key, value) for key, value in metadata or () if key not in _NOT_PASSED and not key.startswith((":", "grpc-"))
    )
