# SPDX-License-Identifier: Apache-2.0
"""The gateway as a part of zfleet: what it opens, what it serves, what it forwards."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator, Sequence
from importlib import metadata
from itertools import chain
from pathlib import Path

from google.protobuf.descriptor import FileDescriptor

from zfleet.gateway.v1 import gateway_service_pb2, gateway_service_pb2_grpc
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2, guest_system_service_pb2
from zfleet.network.v1 import network_service_pb2
from zfleet.smapi.v1 import (
    directory_functions_pb2,
    guest_functions_pb2,
    host_functions_pb2,
    network_functions_pb2,
    other_functions_pb2,
    storage_functions_pb2,
)
from zfleet.storage.v1 import storage_service_pb2, volume_service_pb2
from zfleet_gateway.api import GatewayApi, OperationApi
from zfleet_gateway.calls import Calls
from zfleet_gateway.describe import Describe
from zfleet_gateway.forward import EndlessStreams, forwarded
from zfleet_gateway.journal import Journal
from zfleet_gateway.metrics import OperationMetrics
from zfleet_gateway.operations import Keeping, Operations
from zfleet_gateway.rest.server import RestServer
from zfleet_gateway.rest.start import start_rest
from zfleet_gateway.services import Services, open_services
from zfleet_gateway.settings import GatewaySettings
from zfleet_gateway.stories import Stories
from zfleet_gateway.times import Times
from zfleet_runtime.process import Runtime
from zfleet_runtime.service import Service, service

MIGRATIONS = Path(__file__).parent / "migrations"

# Whose methods are passed on to which service.
FORWARDED: dict[str, tuple[FileDescriptor, ...]] = {
    "guest": (
        guest_service_pb2.DESCRIPTOR,
        guest_system_service_pb2.DESCRIPTOR,
        guest_functions_pb2.DESCRIPTOR,
        directory_functions_pb2.DESCRIPTOR,
        host_functions_pb2.DESCRIPTOR,
        other_functions_pb2.DESCRIPTOR,
    ),
    "storage": (
        storage_service_pb2.DESCRIPTOR,
        volume_service_pb2.DESCRIPTOR,
        storage_functions_pb2.DESCRIPTOR,
    ),
    "network": (network_service_pb2.DESCRIPTOR, network_functions_pb2.DESCRIPTOR),
}


class GatewayPart:
    """One address for everything: the stories, the operations, and the services' own methods."""

    name = "gateway"
    settings = GatewaySettings

    def __init__(self) -> None:
        self.operations: Operations | None = None
        self.rest: RestServer | None = None

    async def open(self, runtime: Runtime[GatewaySettings]) -> Sequence[Service]:
        """Opens the journal and goes on with what other gateways left behind."""
        settings = runtime.settings
        to = open_services(runtime.channels, settings)
        database = await runtime.open_database(MIGRATIONS)
        journal = Journal(database, owner(), lease_seconds=settings.operation_lease)
        stories = Stories(to, times_of(settings), settings.read_timeout)
        metrics = OperationMetrics(runtime.metrics.registry, lambda: operations.running)
        operations = Operations(journal, stories.kept, runtime.log, keeping=keeping_of(settings), observers=[metrics])
        self.operations = operations
        await operations.start()
        describe = Describe(to, operations.at_work_on, settings.read_timeout)
        endless = EndlessStreams()
        runtime.at_stop.append(endless.stop)
        api = GatewayApi(stories, operations, Calls(stories, operations), describe, version())
        patient = Calls(stories, operations, busy_seconds=settings.rest_busy_patience)
        self.rest = await start_rest(runtime, database, to, patient, describe, version())
        return [
            service(gateway_service_pb2_grpc.add_GatewayServiceServicer_to_server, api),
            service(
                gateway_service_pb2_grpc.add_OperationServiceServicer_to_server,
                OperationApi(operations, lambda: runtime.health.serving),
            ),
            *forwarded_services(to, endless),
        ]

    async def close(self) -> None:
        """Answers the last REST requests, then gives operations up for others to go on with."""
        if self.rest is not None:
            await self.rest.stopped()
        if self.operations is not None:
            await self.operations.close()


def forwarded_services(to: Services, endless: EndlessStreams) -> Iterator[Service]:
    """Every service of the contract that is not the gateway's own."""
    for name, files in FORWARDED.items():
        for file in files:
            for descriptor in file.services_by_name.values():
                yield forwarded(descriptor, to.channels[name], endless)


def version() -> pb.GetVersionResponse:
    """The release of this package and the services that the gateway serves."""
    own = gateway_service_pb2.DESCRIPTOR
    services = (service for file in (own, *chain(*FORWARDED.values())) for service in file.services_by_name.values())
    names = sorted(each.full_name for each in services)
    return pb.GetVersionResponse(version=metadata.version("zfleet"), services=names)


def owner() -> str:
    """Names this process in leases; never the same twice, so that a restarted gateway is another one."""
    return f"{socket.gethostname()[:30]}/{os.getpid()}/{uuid.uuid4().hex[:16]}"


def times_of(settings: GatewaySettings) -> Times:
    """How long the calls of stories may take."""
    return Times(
        plan=settings.plan_timeout,
        step=settings.step_timeout,
        image=settings.image_timeout,
        patience=settings.step_patience,
    )


def keeping_of(settings: GatewaySettings) -> Keeping:
    """How operations are kept."""
    return Keeping(
        retention=settings.operation_retention * 3600,
        limit=settings.operation_limit,
        deploy_limit=settings.deploy_limit,
        poll=settings.operation_poll,
        progress_interval=settings.progress_interval,
        grace=settings.grace,
    )
