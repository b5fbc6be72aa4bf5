# SPDX-License-Identifier: Apache-2.0
"""Assembles the gRPC server of a part: its services, health and reflection, with everything that surrounds a call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2, reflection_pb2_grpc

from zfleet_runtime.interceptors.deadline import with_deadline
from zfleet_runtime.interceptors.errors import with_answers, with_mapped_errors
from zfleet_runtime.interceptors.logging import with_logging
from zfleet_runtime.interceptors.metrics import with_metrics
from zfleet_runtime.interceptors.request_context import with_request_context
from zfleet_runtime.interceptors.tracing import with_tracing
from zfleet_runtime.log import Log
from zfleet_runtime.metrics import Metrics
from zfleet_runtime.service import Method, Service, service, surrounded
from zfleet_runtime.settings import PartSettings, SettingsError, host_and_port
from zfleet_runtime.tls import files_of, server_credentials

if TYPE_CHECKING:  # an extra
    from opentelemetry.trace import Tracer

HEALTH = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
REFLECTION = reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"].full_name


# Kubernetes asks this one whether the process still answers: a part that can do nothing now must not be restarted.
LIVENESS = "liveness"


class Health:
    """What grpc.health.v1 answers: one state for the whole server ("", what channels watch), one per service.

    LIVENESS is SERVING until the end, whatever the others are.
    """

    def __init__(self) -> None:
        self.servicer = health.aio.HealthServicer()
        self._services: tuple[str, ...] = ()
        self.serving = False

    async def begin(self, services: Sequence[str]) -> None:
        """All of it is SERVING."""
        self._services = ("", *services)
        await self.servicer.set(LIVENESS, health_pb2.HealthCheckResponse.SERVING)
        await self.set_serving(True)

    async def set_serving(self, serving: bool) -> None:
        """Says whether calls are welcome. A part may use it while it can do nothing; callers then go elsewhere."""
        state = health_pb2.HealthCheckResponse.ServingStatus.Value("SERVING" if serving else "NOT_SERVING")
        await asyncio.gather(*(self.servicer.set(name, state) for name in self._services))
        self.serving = serving

    async def end(self) -> None:
        """NOT_SERVING, for good."""
        self.serving = False
        await self.servicer.enter_graceful_shutdown()


class Server:
    """The gRPC server of one part."""

    def __init__(self, settings: PartSettings, metrics: Metrics, log: Log) -> None:
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self.health = Health()
        self.address = ""
        self._server = grpc.aio.server(options=options_of(settings))

    async def start(self, services: Sequence[Service], tracer: Tracer | None = None) -> None:
        """Serves, with a span per call when there is a tracer.

        SettingsError when the address cannot be had or a certificate cannot be used.
        """
        offered = [*services, service(health_pb2_grpc.add_HealthServicer_to_server, self.health.servicer)]
        if self._settings.reflection:
            names = [each.name for each in offered] + [REFLECTION]
            reflecting = reflection.aio.ReflectionServicer(names)
            offered.append(service(reflection_pb2_grpc.add_ServerReflectionServicer_to_server, reflecting))
        layers = (
            with_answers,
            with_request_context,
            *([with_tracing(tracer)] if tracer else []),
            with_metrics(self._metrics.server),
            with_logging(self._log),
            with_mapped_errors(self._unexpected),
            with_deadline(self._settings.default_deadline),
        )
        self._server.add_generic_rpc_handlers(tuple(surrounded(each, layers) for each in offered))
        self.address = self._bind()
        await self.health.begin([each.name for each in services])
        await self._server.start()

    def _bind(self) -> str:
        host, _ = host_and_port(self._settings.listen)
        credentials = server_credentials(files_of(self._settings), self._certificate_changed)
        try:
            if credentials is None:
                port = self._server.add_insecure_port(self._settings.listen)
            else:
                port = self._server.add_secure_port(self._settings.listen, credentials)
        except RuntimeError as error:
            raise SettingsError(f"listen: {self._settings.listen} cannot be bound (is it in use?)") from error
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    async def drain(self, pause: float) -> None:
        """Says NOT_SERVING and goes on serving for `pause` seconds, while callers move to other replicas."""
        await self.health.end()
        await asyncio.sleep(pause)

    async def stop(self, grace: float) -> None:
        """Refuses new calls; those under way get `grace` seconds, then they are cancelled."""
        await self._server.stop(grace)

    def _unexpected(self, method: Method, error: Exception) -> None:
        self._log.error("unexpected", method=method.path, error=type(error).__name__, exc_info=error)

    def _certificate_changed(self, usable: bool) -> None:
        if usable:
            self._log.info("certificate renewed")
        else:
            self._log.error("certificate files cannot be used; the old certificate stays")


def options_of(settings: PartSettings) -> list[tuple[str, int]]:
    """What a gRPC server is made with."""
    options = [
        ("grpc.so_reuseport", 0),  # else two processes share a port and nobody notices
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", -1),
        # What our own channels do (channel.OPTIONS); without these they would be told off for pinging too often.
        ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
    ]
    if settings.max_connection_age:
        # And no max_connection_age_grace: a stream that writes an image on an old connection must not be cut.
        options.append(("grpc.max_connection_age_ms", round(settings.max_connection_age * 1000)))
    return options
