# SPDX-License-Identifier: Apache-2.0
"""One table per noun of the contract."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet_client.show.answer import facts, heading, table, word
from zfleet_client.sizes import MIB, text_of


def power(state: guest_pb.PowerState) -> str:
    """on, off, paused or - for not known."""
    return word(guest_pb.PowerState.Name(state), "POWER_STATE_")


def guests(found: Iterable[gateway_pb.Guest], *, full: bool) -> RenderableType:
    """Guests, one a line."""
    if not full:
        rows = [(guest.user_id, power(guest.guest.power_state), guest.operation_id) for guest in found]
        return table(("USER ID", "POWER", "OPERATION"), rows)
    return table(
        ("USER ID", "POWER", "CPUS", "MEMORY", "DISKS", "NICS", "OPERATION"),
        (
            (
                guest.user_id,
                power(guest.guest.power_state),
                guest.guest.directory.cpu_count,
                text_of(guest.guest.directory.memory_mib * MIB),
                len(guest.disks),
                len(guest.nics),
                guest.operation_id,
            )
            for guest in found
        ),
        right=("CPUS", "MEMORY", "DISKS", "NICS"),
    )


def guest(found: gateway_pb.Guest, *, statements: bool) -> list[RenderableType]:
    """One guest with everything that belongs to it."""
    entry, running = found.guest.directory, found.guest.running
    parts = [
        facts(
            (
                ("User id", found.user_id),
                ("Power", power(found.guest.power_state)),
                ("Profile", entry.profile),
                ("CPUs", f"{entry.cpu_count} (at most {entry.max_cpu_count})"),
                ("Memory", f"{text_of(entry.memory_mib * MIB)} (at most {text_of(entry.max_memory_mib * MIB)})"),
                ("IPL", entry.ipl),
                ("Memory in use", text_of(running.used_memory_mib * MIB) if found.guest.HasField("running") else ""),
                ("CPU time", _seconds(running.cpu_time.ToTimedelta().total_seconds(), running.HasField("cpu_time"))),
                ("Up for", _seconds(running.uptime.ToTimedelta().total_seconds(), running.HasField("uptime"))),
                ("Operation", found.operation_id),
            )
        ),
        heading("Disks"),
        disks(found.disks),
        heading("NICs"),
        nics(found.nics),
    ]
    if statements:
        parts += [heading("Directory entry"), "\n".join(entry.statements).replace("[", "\\[")]
    return parts


def disks(found: Iterable[storage_pb.Disk]) -> RenderableType:
    """Disks of guests."""
    return table(
        ("DEVICE", "TYPE", "SIZE", "POOL", "VOLUME", "START", "MODE", "BOOT", "CONTENT", "STATE"),
        (
            (
                disk.device_number,
                "V-DISK" if disk.virtual_disk else disk.device_type,
                text_of(disk.size_bytes),
                disk.pool,
                disk.volume,
                disk.start if disk.volume else "",
                disk.mode,
                "yes" if disk.boot else "",
                disk.image or _file_system(disk.file_system),
                word(storage_pb.DiskState.Name(disk.state), "DISK_STATE_"),
            )
            for disk in found
        ),
        right=("SIZE", "START"),
    )


def nics(found: Iterable[network_pb.Nic]) -> RenderableType:
    """NICs of guests; COUPLED is about the running guest."""
    return table(
        ("USER ID", "DEVICE", "VSWITCH", "MAC", "VLAN", "ADDRESS", "NAME", "STATE", "COUPLED"),
        (
            (
                nic.user_id,
                nic.device_number,
                nic.virtual_switch,
                nic.mac_address,
                nic.vlan_id or "",
                nic.address.ip_address,
                nic.nic_id,
                word(network_pb.NicState.Name(nic.state), "NIC_STATE_"),
                "yes" if nic.connected else "no",
            )
            for nic in found
        ),
    )


def host(found: gateway_pb.GetHostResponse) -> list[RenderableType]:
    """The host with its pools and switches."""
    known = found.host
    return [
        facts(
            (
                ("System", known.system_name),
                ("Hypervisor", known.hypervisor),
                ("SMAPI level", known.smapi_level or ""),
                ("Directory manager", known.directory_manager),
                ("Machine", known.machine),
                ("Processors", f"{known.processor_count} ({known.active_processor_count} in use)"),
                ("Memory", f"{text_of(known.memory_mib * MIB)} ({text_of(known.used_memory_mib * MIB)} in use)"),
                ("IPL", known.ipl_time.ToDatetime().isoformat(" ") + " UTC" if known.HasField("ipl_time") else ""),
                ("Cluster", " ".join(known.cluster_members)),
                ("Guests", f"{known.defined_guest_count} ({known.running_guest_count} logged on)"),
            )
        ),
        heading("Disk pools"),
        pools(found.pools),
        heading("Virtual switches"),
        switches(found.virtual_switches),
    ]


def pools(found: Iterable[storage_pb.Pool]) -> RenderableType:
    """Disk pools."""
    return table(
        ("POOL", "TYPE", "SIZE", "USED", "RESERVED", "FREE", "LARGEST FREE"),
        (
            (
                pool.name,
                storage_pb.DiskType.Name(pool.type).removeprefix("DISK_TYPE_"),
                text_of(pool.size_bytes),
                text_of(pool.used_bytes),
                text_of(pool.reserved_bytes),
                text_of(pool.free_bytes),
                text_of(pool.largest_free_bytes),
            )
            for pool in found
        ),
        right=("SIZE", "USED", "RESERVED", "FREE", "LARGEST FREE"),
    )


def volumes(found: Iterable[storage_pb.Volume]) -> RenderableType:
    """Volumes of a pool, sizes in cylinders or blocks."""
    rows = ((volume.label, volume.device_type, volume.size, volume.free) for volume in found)
    return table(("VOLUME", "TYPE", "SIZE", "FREE"), rows, right=("SIZE", "FREE"))


def images(found: Iterable[storage_pb.Image]) -> RenderableType:
    """Images."""
    return table(
        ("IMAGE", "SYSTEM", "SIZE", "SHA-256", "IMPORTED"),
        (
            (
                image.name,
                image.os_version,
                text_of(image.size_bytes),
                image.sha256[:16],
                image.import_time.ToDatetime().isoformat(" ", "seconds"),
            )
            for image in found
        ),
        right=("SIZE",),
    )


def switches(found: Iterable[network_pb.VirtualSwitch]) -> RenderableType:
    """Virtual switches."""
    return table(
        ("VSWITCH", "CARRIES", "PORTS", "VLAN", "STATUS", "UPLINKS"),
        (
            (
                switch.name,
                word(network_pb.TransportType.Name(switch.transport_type), "TRANSPORT_TYPE_"),
                word(network_pb.PortType.Name(switch.port_type), "PORT_TYPE_"),
                switch.vlan_id or "",
                word(network_pb.SwitchStatus.Name(switch.status), "SWITCH_STATUS_"),
                " ".join(uplink.real_device_number for uplink in switch.uplinks),
            )
            for switch in found
        ),
    )


def switch(found: network_pb.VirtualSwitch) -> list[RenderableType]:
    """One switch with its grants and connected NICs."""
    return [
        switches([found]),
        facts((("MAC", found.mac_address), ("Queue", f"{found.queue_memory_mb} MB"))),
        heading("Grants"),
        table(
            ("USER ID", "VLANS"),
            ((grant.user_id, " ".join(map(str, grant.vlan_ids)) or "default") for grant in found.grants),
        ),
        heading("Connected NICs"),
        table(
            ("USER ID", "DEVICE", "MAC"),
            ((nic.user_id, nic.device_number, nic.mac_address) for nic in found.connected_nics),
        ),
    ]


def operations(found: Iterable[gateway_pb.Operation]) -> RenderableType:
    """Operations, one a line."""
    return table(
        ("OPERATION", "KIND", "USER ID", "STATE", "STARTED", "TOOK"),
        (
            (
                operation.operation_id,
                word(gateway_pb.OperationKind.Name(operation.kind), "OPERATION_KIND_"),
                operation.user_id,
                word(gateway_pb.OperationState.Name(operation.state), "OPERATION_STATE_"),
                operation.create_time.ToDatetime().isoformat(" ", "seconds"),
                f"{(operation.end_time.ToDatetime() - operation.create_time.ToDatetime()).total_seconds():.2f} s"
                if operation.HasField("end_time")
                else "",
            )
            for operation in found
        ),
        right=("TOOK",),
    )


def steps(found: Iterable[gateway_pb.Step]) -> RenderableType:
    """Steps of an operation."""
    return table(
        ("STEP", "STATE", "TOOK", "AFTER", "ERROR"),
        (
            (
                step.name,
                word(gateway_pb.StepState.Name(step.state), "STEP_STATE_"),
                f"{step.duration.ToTimedelta().total_seconds():.3f} s" if step.HasField("duration") else "",
                ", ".join(step.after),
                step.error.message,
            )
            for step in found
        ),
        right=("TOOK",),
    )


def _file_system(value: storage_pb.FileSystem) -> str:
    name = word(storage_pb.FileSystem.Name(value), "FILE_SYSTEM_")
    return "" if name == "-" else name


def _seconds(value: float, known: bool) -> str:
    return f"{value:.0f} s" if known else ""
