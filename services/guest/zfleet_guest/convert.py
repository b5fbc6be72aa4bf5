# SPDX-License-Identifier: Apache-2.0
"""Our values as messages of the contract."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest.cluster import Cluster
from zfleet_guest.directory_entry import DirectoryEntry, DirectoryMinidisk, DirectoryNic
from zfleet_guest.guest_events import GuestEvent, Kind
from zfleet_guest.host import Host
from zfleet_guest.observe import Guest, View
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.registry import ManagedGuest
from zfleet_guest.running_state import PowerState, RunningState
from zfleet_guest.spec import DedicatedDevice, LoadDevice
from zfleet_guest.watchers import Gap, GapReason, Started, Told
from zfleet_smapi import values
from zfleet_smapi.calls.image_performance import GuestPerformance

_POWER = {
    PowerState.OFF: pb.POWER_STATE_OFF,
    PowerState.ON: pb.POWER_STATE_ON,
    PowerState.PAUSED: pb.POWER_STATE_PAUSED,
}
_VIEWS = {
    pb.GUEST_VIEW_BASIC: View.BASIC,
    pb.GUEST_VIEW_DIRECTORY: View.DIRECTORY,
    pb.GUEST_VIEW_RUNNING: View.RUNNING,
    pb.GUEST_VIEW_FULL: View.FULL,
}
_KINDS = {
    Kind.LOGGED_ON: pb.GUEST_EVENT_KIND_LOGGED_ON,
    Kind.LOGGED_OFF: pb.GUEST_EVENT_KIND_LOGGED_OFF,
    Kind.ENTRY_ADDED: pb.GUEST_EVENT_KIND_ENTRY_ADDED,
    Kind.ENTRY_CHANGED: pb.GUEST_EVENT_KIND_ENTRY_CHANGED,
    Kind.ENTRY_REMOVED: pb.GUEST_EVENT_KIND_ENTRY_REMOVED,
    Kind.RELOCATION_BEGUN: pb.GUEST_EVENT_KIND_RELOCATION_BEGUN,
    Kind.RELOCATION_ENDED: pb.GUEST_EVENT_KIND_RELOCATION_ENDED,
    Kind.RELOCATION_FAILED: pb.GUEST_EVENT_KIND_RELOCATION_FAILED,
    Kind.OTHER: pb.GUEST_EVENT_KIND_OTHER,
}
_GAP_REASONS = {
    GapReason.ZVM_AWAY: pb.WATCH_GAP_REASON_ZVM_AWAY,
    GapReason.SLOW_READER: pb.WATCH_GAP_REASON_SLOW_READER,
    GapReason.UNREADABLE: pb.WATCH_GAP_REASON_UNREADABLE,
}


def kinds_of(kinds: Sequence[pb.GuestEventKind]) -> frozenset[Kind]:
    """The kinds of events that a request asks for; all but OTHER when it names none. ValueError for no kind."""
    known = {number: kind for kind, number in _KINDS.items()}
    if not all(kind in known for kind in kinds):
        raise ValueError("has something that is not a kind of event")
    return frozenset(known[kind] for kind in kinds) or frozenset(Kind) - {Kind.OTHER}


def told(news: Told) -> pb.WatchGuestsResponse:
    """What a watcher is told."""
    message = pb.WatchGuestsResponse()
    message.receive_time.FromMicroseconds(round(news.time * 1_000_000))
    match news.news:
        case Started():
            message.started.SetInParent()
        case Gap(reason, dropped):
            gap = pb.WatchGap(reason=_GAP_REASONS[reason], message=reason.value, dropped_count=dropped)
            message.gap.CopyFrom(gap)
        case GuestEvent() as event:
            message.event.CopyFrom(_guest_event(event))
    return message


def _guest_event(event: GuestEvent) -> pb.GuestEvent:
    record = event.record
    return pb.GuestEvent(
        user_id=event.user_id,
        kind=_KINDS[event.kind],
        directory_action=event.directory_action,
        other_system=event.other_system,
        inbound=event.inbound,
        relocation_reason=event.relocation_reason,
        record=pb.EventRecord(type=record.type, data=record.data) if record is not None else None,
    )


def view_of(view: pb.GuestView, default: View) -> View:
    """What a request wants to see. ValueError for a number that the contract does not have."""
    if view == pb.GUEST_VIEW_UNSPECIFIED:
        return default
    if view not in _VIEWS:
        raise ValueError("is not a view")
    return _VIEWS[view]


def guest(found: Guest) -> pb.Guest:
    """A guest."""
    message = pb.Guest(user_id=found.user_id, power_state=_POWER[found.power])
    if found.directory is not None:
        message.directory.CopyFrom(directory_entry(found.directory))
    if found.running is not None:
        message.running.CopyFrom(_running(found.running))
    return message


def directory_entry(entry: DirectoryEntry) -> pb.DirectoryEntry:
    """An entry. Without any CPU statement CP defines one CPU; without MACHINE there can be no more than defined."""
    cpus = entry.cpu_count or 1
    return pb.DirectoryEntry(
        statements=entry.statements,
        profile=entry.profile,
        cpu_count=cpus,
        max_cpu_count=entry.max_cpu_count or cpus,
        memory_mib=entry.memory_mib,
        max_memory_mib=entry.max_memory_mib,
        ipl=entry.ipl,
        minidisks=map(_minidisk, entry.minidisks),
        nics=map(_nic, entry.nics),
        load_device=_load_device(entry.load_device) if entry.load_device else None,
        dedicated_devices=map(_dedicated, entry.dedicated),
    )


def _load_device(device: LoadDevice) -> pb.LoadDevice:
    return pb.LoadDevice(
        port_name=device.port_name,
        lun=device.lun,
        device_number=device.device_number,
        alternates=[
            pb.AlternatePath(device_number=path.device_number, port_name=path.port_name) for path in device.alternates
        ],
    )


def _dedicated(device: DedicatedDevice) -> pb.DedicatedDevice:
    return pb.DedicatedDevice(device_number=device.device_number, real_device_number=device.real_device_number)


def _minidisk(disk: DirectoryMinidisk) -> pb.DirectoryMinidisk:
    extent = pb.Extent(volume=disk.extent.volume, start=disk.extent.start) if disk.extent else None
    return pb.DirectoryMinidisk(
        device_number=disk.device_number, device_type=disk.device_type, extent=extent, size=disk.size, mode=disk.mode
    )


def _nic(nic: DirectoryNic) -> pb.DirectoryNic:
    return pb.DirectoryNic(
        device_number=nic.device_number,
        type=nic.type,
        virtual_switch=nic.virtual_switch,
        mac_id=nic.mac_id,
        vlan_id=nic.vlan_id,
    )


def _running(state: RunningState) -> pb.RunningState:
    message = pb.RunningState(
        cpu_count=state.cpu_count,
        memory_mib=state.memory_mib,
        used_memory_mib=state.used_memory_mib,
        devices=(pb.VirtualDevice(device_number=each.device_number, type=each.type) for each in state.devices),
    )
    message.cpu_time.FromMicroseconds(state.cpu_time_us)
    message.uptime.FromMicroseconds(state.uptime_us)
    return message


def reader_file(file: pb.ReaderFile, default_class: str) -> ReaderFile:
    """A checked file of a request."""
    return ReaderFile(
        values.file_name(file.name),
        values.file_type(file.type),
        values.spool_class(file.spool_class) if file.spool_class else default_class,
        file.content,
    )


def spool_files(files: Sequence[ReaderFile], spool_ids: Sequence[int]) -> list[pb.SpoolFile]:
    """Files as they lie in a reader."""
    return [
        pb.SpoolFile(spool_id=spool_id, name=file.name, type=file.type, spool_class=file.spool_class)
        for file, spool_id in zip(files, spool_ids, strict=True)
    ]


def host(found: Host) -> pb.Host:
    """The host."""
    message = pb.Host(
        system_name=found.system_name,
        hypervisor=found.hypervisor,
        smapi_level=found.smapi_level,
        directory_manager=found.directory_manager,
        machine=found.machine,
        processor_count=found.processor_count,
        active_processor_count=found.active_processor_count,
        memory_mib=found.memory_mib,
        used_memory_mib=found.used_memory_mib,
        cluster_members=found.cluster_members,
        defined_guest_count=found.defined_guest_count,
        running_guest_count=found.running_guest_count,
        connector_user_id=found.connector_user_id,
    )
    if found.ipl_time is not None:
        message.ipl_time.FromDatetime(found.ipl_time)
    return message


def managed_guest(found: ManagedGuest) -> pb.ManagedGuest:
    """A row of the registry."""
    message = pb.ManagedGuest(
        user_id=found.user_id,
        os_version=found.os_version,
        metadata=found.metadata,
        network_configured=found.network_configured,
        relocated_to=found.relocated_to,
    )
    message.register_time.FromMicroseconds(round(found.registered_at * 1_000_000))
    return message


def guest_statistics(record: GuestPerformance) -> pb.GuestStatistics:
    """CP's counters of one guest."""
    message = pb.GuestStatistics(
        user_id=record.guest_name.strip(),
        cpu_count=record.guest_cpus,
        min_cpu_count=record.min_cpu_count,
        max_cpu_limit=record.max_cpu_limit,
        samples_cpu_in_use=record.samples_cpu_in_use,
        samples_cpu_delay=record.samples_cpu_delay,
        used_memory_kib=record.used_memory,
        max_memory_kib=record.max_memory,
        min_memory_kib=record.min_memory,
        shared_memory_kib=record.shared_memory,
    )
    message.used_cpu_time.FromMicroseconds(record.used_cpu_time)
    message.elapsed_time.FromMicroseconds(record.elapsed_time)
    return message


def cluster(found: Cluster) -> pb.Cluster:
    """The cluster."""
    members = (
        pb.ClusterMember(
            slot=each.slot,
            name=each.name,
            state=each.state,
            heartbeat=each.heartbeat,
            received_heartbeat=each.received_heartbeat,
        )
        for each in found.members
    )
    return pb.Cluster(
        name=found.name,
        mode=found.mode,
        cross_system_timeouts=found.cross_system_timeouts,
        persistent_data_record=found.persistent_data_record,
        members=members,
    )
