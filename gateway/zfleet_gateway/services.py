# SPDX-License-Identifier: Apache-2.0
"""The three services that the gateway calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zfleet.guest.v1 import guest_service_pb2_grpc, guest_system_service_pb2_grpc
from zfleet.network.v1 import network_service_pb2_grpc
from zfleet.storage.v1 import storage_service_pb2_grpc, volume_service_pb2_grpc
from zfleet_runtime.channel import Channel, Channels

if TYPE_CHECKING:
    from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceAsyncStub
    from zfleet.guest.v1.guest_system_service_pb2_grpc import GuestSystemServiceAsyncStub
    from zfleet.network.v1.network_service_pb2_grpc import NetworkServiceAsyncStub
    from zfleet.storage.v1.storage_service_pb2_grpc import StorageServiceAsyncStub
    from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceAsyncStub
    from zfleet_gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Services:
    """Stubs for the services, and the channel to each by its name: guest_system is the guest service's too, volume the
    storage service's."""

    guest: GuestServiceAsyncStub
    guest_system: GuestSystemServiceAsyncStub
    storage: StorageServiceAsyncStub
    volume: VolumeServiceAsyncStub
    network: NetworkServiceAsyncStub
    channels: dict[str, Channel]


def open_services(channels: Channels, settings: GatewaySettings) -> Services:
    """Stubs for the addresses of the settings. They connect at their first call."""
    guest = channels.open(settings.guest_address)
    storage = channels.open(settings.storage_address)
    network = channels.open(settings.network_address)
    return Services(
        guest=guest_service_pb2_grpc.GuestServiceStub(guest),
        guest_system=guest_system_service_pb2_grpc.GuestSystemServiceStub(guest),
        storage=storage_service_pb2_grpc.StorageServiceStub(storage),
        volume=volume_service_pb2_grpc.VolumeServiceStub(storage),
        network=network_service_pb2_grpc.NetworkServiceStub(network),
        channels={"guest": guest, "storage": storage, "network": network},
    )
