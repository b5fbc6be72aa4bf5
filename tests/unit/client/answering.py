# SPDX-License-Identifier: Apache-2.0
"""A gRPC server that answers what a test tells it to, over a real socket: the other end for tests of the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

Answer: TypeAlias = Message | list[Message] | status_pb2.Status | Callable[[Any], Any]


@dataclass
class Answering:
    """Answers by method name ("SpawnGuest"); `heard` has the requests and metadata in the order they came."""

    answers: Mapping[str, Answer]
    address: str = ""
    heard: list[tuple[str, Any, dict[str, str]]] = field(default_factory=list)

    def requests(self, method: str) -> list[Any]:
        """The requests of one method."""
        return [request for name, request, _ in self.heard if name == method]


class _Handlers(grpc.GenericRpcHandler):
    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        _, service, name = details.method.split("/")
        if name not in self._answering.answers:
            return None
        method = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
        request_type = message_factory.GetMessageClass(method.input_type)
        metadata = {key: value for key, value in details.invocation_metadata if isinstance(value, str)}
        behaviour = self._behaviour(name, metadata)
        make = {
            (False, False): grpc.unary_unary_rpc_method_handler,
            (False, True): grpc.unary_stream_rpc_method_handler,
            (True, False): grpc.stream_unary_rpc_method_handler,
        }[method.client_streaming, method.server_streaming]
        return make(
            behaviour, request_deserializer=request_type.FromString, response_serializer=lambda m: m.SerializeToString()
        )

    def _behaviour(self, name: str, metadata: dict[str, str]) -> Callable[[Any, grpc.ServicerContext], Any]:
        def behave(request: Any, context: grpc.ServicerContext) -> Any:
            if not isinstance(request, Message):
                request = list(request)
            self._answering.heard.append((name, request, metadata))
            answer: Any = self._answering.answers[name]
            if not isinstance(answer, Message | list):
                answer = answer(request)
            if isinstance(answer, status_pb2.Status):
                context.abort_with_status(rpc_status.to_status(answer))
            return iter(answer) if isinstance(answer, list) else answer

        return behave


@contextmanager
def answering(answers: Mapping[str, Answer], credentials: grpc.ServerCredentials | None = None) -> Iterator[Answering]:
    """Serves the answers on a free port for the time of a `with`, over TLS when there are credentials."""
    server = grpc.server(ThreadPoolExecutor(4))
    state = Answering(answers)
    server.add_generic_rpc_handlers((_Handlers(state),))
    anywhere = "127.0.0.1:0"
    port = server.add_secure_port(anywhere, credentials) if credentials else server.add_insecure_port(anywhere)
    state.address = f"127.0.0.1:{port}"
    server.start()
    try:
        yield state
    finally:
        server.stop(None).wait()


def refusal(
    code: int,
    message: str,
    *,
    reason: str = "",
    metadata: Mapping[str, str] | None = None,
    bad: Mapping[str, str] | None = None,
    retry_after: float | None = None,
) -> status_pb2.Status:
    """A google.rpc.Status with the details that the services send."""
    status = status_pb2.Status(code=code, message=message)
    if reason:
        status.details.add().Pack(
            error_details_pb2.ErrorInfo(reason=reason, domain="zfleet", metadata=dict(metadata or {}))
        )
    if bad:
        violations = [
            error_details_pb2.BadRequest.FieldViolation(field=name, description=text) for name, text in bad.items()
        ]
        status.details.add().Pack(error_details_pb2.BadRequest(field_violations=violations))
    if retry_after is not None:
        info = error_details_pb2.RetryInfo()
        info.retry_delay.FromMilliseconds(round(retry_after * 1000))
        status.details.add().Pack(info)
    return status
