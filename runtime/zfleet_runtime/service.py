# SPDX-License-Identifier: Apache-2.0
"""A gRPC service as a table of its methods, and the one shape that all four kinds of method are given.

    services = [service(add_GuestServiceServicer_to_server, GuestServicer(...))]

The table is known before the first call, so everything that surrounds a handler (metrics, logging, errors, ...) is
bound to the method once, and a call of a method that is not in it costs nothing and leaves no trace in the metrics.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc

# What a call is to everything around it: the request (or the iterator of requests) and the context in, the response
# out; None when the responses were written to the context.
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = Callable[[Any, Context], Awaitable[Any]]
Around: TypeAlias = Callable[["Method", Handler], Handler]

_KINDS = {
    (False, False): "unary",
    (True, False): "client_stream",
    (False, True): "server_stream",
    (True, True): "bidi_stream",
}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a service; `kind` is unary, client_stream, server_stream or bidi_stream."""

    service: str
    name: str
    kind: str

    @property
    def path(self) -> str:
        """The path of its calls: /package.Service/Method."""
        return f"/{self.service}/{self.name}"

    @property
    def is_probe(self) -> bool:
        """Whether it is health or reflection: asked for every few seconds, of interest to nobody."""
        return self.service.startswith(("grpc.health.", "grpc.reflection."))

    @property
    def answers_once(self) -> bool:
        """Whether the answer is one message and not a stream."""
        return self.kind in ("unary", "client_stream")


@dataclass(frozen=True)
class Service:
    """A service to be served: its full name and its handlers by method name.

    Handlers are coroutine functions or, for streamed responses, async generators (or coroutine functions that write to
    the context). Serializers may be None: such a method takes and gives bytes.
    """

    name: str
    methods: Mapping[str, grpc.RpcMethodHandler[Any, Any]]


def service(add: Callable[[Any, Any], None], servicer: object) -> Service:
    """The table of a generated service: `add` is its add_...Servicer_to_server function."""
    recorder = _Recorder()
    add(servicer, recorder)
    return Service(recorder.name, recorder.methods)


def surrounded(offered: Service, layers: Iterable[Around]) -> grpc.GenericRpcHandler:
    """The handlers of a service with `layers` around each, the first one outermost; ready for a grpc.aio server.

    Methods that the servicer leaves to its generated base class are left out: gRPC then answers UNIMPLEMENTED.
    TypeError for a handler that is not asynchronous: it would run in a thread and know nothing of deadlines.
    """
    outermost_last = tuple(layers)[::-1]
    handlers = {}
    for name, handler in offered.methods.items():
        behaviour = _behaviour(handler)
        if behaviour.__module__.endswith("_pb2_grpc"):
            continue
        method = Method(offered.name, name, _KINDS[handler.request_streaming, handler.response_streaming])
        call = _uniform(method, behaviour)
        for around in outermost_last:
            call = around(method, call)
        handlers[name] = _like(handler, call)
    return grpc.method_handlers_generic_handler(offered.name, handlers)


def _behaviour(handler: grpc.RpcMethodHandler[Any, Any]) -> Any:
    return handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream


def _uniform(method: Method, behaviour: Any) -> Handler:
    if inspect.isasyncgenfunction(behaviour) and not method.answers_once:
        return _writing(behaviour)
    if not inspect.iscoroutinefunction(behaviour):
        raise TypeError(f"{method.path}: its handler is neither a coroutine function nor an async generator")
    call: Handler = behaviour
    return call


def _writing(generate: Callable[[Any, Any], AsyncIterator[Any]]) -> Handler:
    async def call(request: Any, context: Context) -> None:
        # aclosing: when a call is cancelled in a write, the generator cleans up now, not when it is collected
        async with aclosing(generate(request, context)) as responses:  # type: ignore[type-var]
            async for response in responses:
                await context.write(response)

    return call


def _like(handler: grpc.RpcMethodHandler[Any, Any], call: Any) -> grpc.RpcMethodHandler[Any, Any]:
    if handler.request_streaming:
        make: Any = (
            grpc.stream_stream_rpc_method_handler
            if handler.response_streaming
            else grpc.stream_unary_rpc_method_handler
        )
    else:
        make = (
            grpc.unary_stream_rpc_method_handler if handler.response_streaming else grpc.unary_unary_rpc_method_handler
        )
    made: grpc.RpcMethodHandler[Any, Any] = make(call, handler.request_deserializer, handler.response_serializer)
    return made


class _Recorder:
    """Stands in for a server in a generated add function, and remembers what it was given."""

    def __init__(self) -> None:
        self.name = ""
        self.methods: Mapping[str, grpc.RpcMethodHandler[Any, Any]] = {}

    def add_generic_rpc_handlers(self, handlers: object) -> None:
        """The same table again, closed: not needed."""

    def add_registered_method_handlers(
        self, service_name: str, handlers: Mapping[str, grpc.RpcMethodHandler[Any, Any]]
    ) -> None:
        """The table."""
        self.name, self.methods = service_name, handlers
