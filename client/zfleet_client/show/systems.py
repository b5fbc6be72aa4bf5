# SPDX-License-Identifier: Apache-2.0
"""Tables about the systems in guests: the registry, what a Linux says, CP's counters, SMAPI's health."""

from __future__ import annotations

from collections.abc import Iterable

from google.protobuf.timestamp_pb2 import Timestamp
from rich.console import RenderableType

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as system_pb
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet_client.show.answer import facts, table, word
from zfleet_client.sizes import MIB, text_of


def managed(found: Iterable[guest_pb.ManagedGuest]) -> RenderableType:
    """Managed guests."""
    return table(
        ("USER ID", "SYSTEM", "NETWORK", "RELOCATED TO", "MANAGED SINCE", "METADATA"),
        (
            (
                guest.user_id,
                guest.os_version,
                "configured" if guest.network_configured else "",
                guest.relocated_to,
                time_of(guest.register_time),
                guest.metadata,
            )
            for guest in found
        ),
    )


def inspected(user_id: str, found: system_pb.InspectGuestResponse) -> RenderableType:
    """What a Linux says of itself, or why it says nothing."""
    if not found.reachable:
        return facts((("User id", user_id), ("Reachable", f"no: {found.unreachable_reason}")))
    return facts(
        (
            ("User id", user_id),
            ("System", found.os_name or found.os_version),
            ("Version", found.os_version),
            ("Kernel", found.kernel),
            ("CPUs online", found.online_cpu_count),
            ("Memory online", text_of(found.memory_mib * MIB)),
            ("Addresses", " ".join(found.addresses)),
            ("Root disk", found.root_device_number),
        )
    )


def statistics(found: Iterable[guest_pb.GuestStatistics]) -> RenderableType:
    """CP's counters of guests."""
    return table(
        ("USER ID", "CPUS", "CPU TIME", "UP FOR", "MEMORY", "IN USE", "SHARED"),
        (
            (
                guest.user_id,
                guest.cpu_count,
                f"{guest.used_cpu_time.ToTimedelta().total_seconds():.1f} s",
                f"{guest.elapsed_time.ToTimedelta().total_seconds():.0f} s",
                text_of(guest.max_memory_kib * 1024),
                text_of(guest.used_memory_kib * 1024),
                text_of(guest.shared_memory_kib * 1024),
            )
            for guest in found
        ),
        right=("CPUS", "CPU TIME", "UP FOR", "MEMORY", "IN USE", "SHARED"),
    )


def nic_statistics(found: Iterable[network_pb.NicStatistics]) -> RenderableType:
    """What went through coupled NICs."""
    return table(
        (
            "USER ID",
            "DEVICE",
            "VSWITCH",
            "RECEIVED",
            "FRAMES",
            "DROPPED",
            "ERRORS",
            "SENT",
            "FRAMES",
            "DROPPED",
            "ERRORS",
        ),
        (
            (
                nic.user_id,
                nic.device_number,
                nic.virtual_switch,
                text_of(nic.bytes_received),
                nic.frames_received,
                nic.frames_received_discarded,
                nic.frames_received_errors,
                text_of(nic.bytes_sent),
                nic.frames_sent,
                nic.frames_sent_discarded,
                nic.frames_sent_errors,
            )
            for nic in found
        ),
        right=("RECEIVED", "SENT", "FRAMES", "DROPPED", "ERRORS"),
    )


def adapters(found: Iterable[network_pb.Adapter]) -> RenderableType:
    """Adapters of a running guest."""
    return table(
        ("DEVICE", "TYPE", "STATUS", "COUPLED TO", "MAC", "ADDRESSES"),
        (
            (
                adapter.device_number,
                word(network_pb.AdapterType.Name(adapter.adapter_type), "ADAPTER_TYPE_"),
                word(network_pb.AdapterStatus.Name(adapter.status), "ADAPTER_STATUS_"),
                f"{adapter.lan_owner} {adapter.lan_name}".strip(),
                adapter.mac_address,
                " ".join(address.ip_address for address in adapter.addresses),
            )
            for adapter in found
        ),
    )


def health(found: gateway_pb.GetSmapiHealthResponse) -> RenderableType:
    """How SMAPI's calls have gone."""
    rows = [(each.service, each.health) for each in found.services]
    return table(
        ("SERVICE", "HEALTHY", "ANSWERED", "FAILED", "FAILED IN A ROW", "LAST ANSWERED", "LAST FAILED"),
        (
            (
                name,
                "yes" if each.healthy else "no",
                each.total_success,
                each.total_fail,
                each.continuous_fail,
                time_of(each.last_success_time) if each.HasField("last_success_time") else "",
                time_of(each.last_fail_time) if each.HasField("last_fail_time") else "",
            )
            for name, each in (*rows, ("all", found.total))
        ),
        right=("ANSWERED", "FAILED", "FAILED IN A ROW"),
    )


def time_of(time: Timestamp) -> str:
    """A time, UTC, to the second."""
    return time.ToDatetime().isoformat(" ", "seconds")
