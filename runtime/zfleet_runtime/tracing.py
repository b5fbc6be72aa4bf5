# SPDX-License-Identifier: Apache-2.0
"""Sends spans to an OpenTelemetry collector, when `tracing_endpoint` names one (extra `tracing`)."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from zfleet_runtime.metrics import version
from zfleet_runtime.settings import PartSettings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer


def open_tracer(settings: PartSettings, closing: AsyncExitStack) -> Tracer | None:
    """A tracer of this process; None when nothing is to be traced. `closing` sends what is left and ends it.

    SettingsError when the extra is not installed.
    """
    if not settings.tracing_endpoint:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError("tracing_endpoint: needs the extra tracing (pip install zfleet[tracing])") from error
    resource = Resource.create({"service.name": f"zfleet-{settings.part}", "service.version": version()})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    plain = settings.tracing_endpoint.startswith("http://")
    exporter = OTLPSpanExporter(endpoint=settings.tracing_endpoint, insecure=plain, timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    closing.push_async_callback(asyncio.to_thread, provider.shutdown)
    return provider.get_tracer("zfleet", version())
