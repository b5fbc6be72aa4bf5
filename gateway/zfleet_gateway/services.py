# SPDX-License-Identifier: Apache-2.0
"""The three services that the gateway calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zfleet.guest.v1 import guest_service_pb2_grpc
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet.storage.v1 import storage_service_pb2_grpc
from zfleet_runtime.channel import Channel, Channels

if TYPE_CHECKING:
    from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceAsyncStub
    from zfleet.network.v1.network_service_pb2_grpc import NetworkServiceAsyncStub
    from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceAsyncStub
    from zfleet_gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Services:
    """A stub for each service, and the channel that it uses by the service's name."""

    guest: GuestServiceAsyncStub
    storage: StorageServiceAsyncStub
    network: NetworkServiceAsyncStub
    channels: dict[str, Channel]


def open_services(channels: Channels, settings: GatewaySettings) -> Services:
    """Stubs for the addresses of the settings. They connect at their first call."""
    guest = channels.open(settings.guest_address)
    storage = channels.open(settings.storage_address)
    network = channels.open(settings.network_address)
    return Services(
        guest=guest_service_pb2_grpc.GuestServiceStub(guest),
        storage=storage_service_pb2_grpc.StorageServiceStub(storage),
        network=network_service_pb2_grpc.NetworkServiceStub(network),
        channels={"guest": guest, "storage": storage, "network": network},
    )
