# SPDX-License-Identifier: Apache-2.0
"""One span per call, a child of the caller's; what the handler calls becomes a child of it. Off unless configured."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import grpc

from zfleet_runtime import request_context
from zfleet_runtime.interceptors.metrics import code_of, set_code
from zfleet_runtime.service import Around, Context, Handler, Method

if TYPE_CHECKING:  # an extra
    from opentelemetry.trace import Tracer


def with_tracing(tracer: Tracer) -> Around:
    """Spans made by `tracer`, named and attributed as OpenTelemetry's conventions for gRPC say."""
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
    from opentelemetry.trace.status import Status, StatusCode

    propagator = TraceContextTextMapPropagator()

    def around(method: Method, inner: Handler) -> Handler:
        if method.is_probe:
            return inner
        name = method.path.removeprefix("/")
        attributes = {"rpc.system": "grpc", "rpc.service": method.service, "rpc.method": method.name}

        async def call(request: Any, context: Context) -> Any:
            came = request_context.current() or request_context.RequestContext("")
            span = tracer.start_as_current_span(
                name,
                context=propagator.extract(dict(came.metadata())),
                kind=SpanKind.SERVER,
                attributes=attributes | {"zfleet.request_id": came.request_id},
                record_exception=False,  # its text is not for everybody who may read traces
                set_status_on_exception=False,
            )
            with span as current:
                carrier: dict[str, str] = {}
                propagator.inject(carrier)
                parent, state = carrier.get("traceparent", ""), carrier.get("tracestate", "")
                request_context.enter(dataclasses.replace(came, trace_parent=parent, trace_state=state))
                code = grpc.StatusCode.OK
                try:
                    response = await inner(request, context)
                    code = set_code(context)
                    return response
                except BaseException as error:
                    code = code_of(error, context)
                    raise
                finally:
                    current.set_attribute("rpc.grpc.status_code", code.value[0])
                    if code is not grpc.StatusCode.OK:
                        current.set_status(Status(StatusCode.ERROR))

        return call

    return around
