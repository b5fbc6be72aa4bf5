# SPDX-License-Identifier: Apache-2.0
"""Devices, templates and connectors as the contract's messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_storage.volumes.connectors import Connector
from zfleet_storage.volumes.fcp_devices import FcpDevice, State
from zfleet_storage.volumes.fcp_templates import FcpTemplate
from zfleet_storage.volumes.host_facts import HostIdentity
from zfleet_storage.volumes.path_statistics import ChannelUse, PathStatistics, statistics_of
from zfleet_storage.volumes.paths import shown, written

_STATES = {
    State.FREE: pb.FCP_DEVICE_STATE_FREE,
    State.ACTIVE: pb.FCP_DEVICE_STATE_ACTIVE,
    State.OFFLINE: pb.FCP_DEVICE_STATE_OFFLINE,
    State.NOT_FOUND: pb.FCP_DEVICE_STATE_NOT_FOUND,
}
STATE_OF = {number: state for state, number in _STATES.items()}


def device_message(device: FcpDevice) -> pb.FcpDevice:
    """A device."""
    return pb.FcpDevice(
        device_number=device.device_number,
        state=_STATES[device.state],
        owner=device.owner,
        npiv_wwpn=device.npiv_wwpn,
        physical_wwpn=device.physical_wwpn,
        chpid=device.chpid,
        pchid=device.pchid,
        assigner=device.assigner,
        reserved=device.reserved,
        connection_count=device.connection_count,
        template_id=device.template_id,
    )


def device_messages(devices: Iterable[FcpDevice]) -> list[pb.FcpDevice]:
    """Devices."""
    return [device_message(device) for device in devices]


def set_message(numbers: Iterable[str]) -> pb.FcpDeviceSet:
    """Device numbers, sorted, and as people read them."""
    found = sorted(numbers)
    return pb.FcpDeviceSet(device_numbers=found, text=shown(found))


def identity_message(identity: HostIdentity) -> pb.HostIdentity:
    """Where the host is."""
    return pb.HostIdentity(
        cpc_serial_number=identity.cpc_serial_number,
        cpc_name=identity.cpc_name,
        lpar=identity.lpar,
        hypervisor_hostname=identity.hypervisor_hostname,
    )


def pchids_of(numbers: Iterable[str], known: Mapping[str, FcpDevice]) -> set[str]:
    """The physical channels of these devices, as far as known."""
    return {known[number].pchid for number in numbers if number in known and known[number].pchid}


def template_message(
    template: FcpTemplate,
    known: Mapping[str, FcpDevice],
    *,
    with_statistics: bool = False,
    with_inventory: bool = False,
) -> pb.FcpTemplate:
    """A template; `known` are its devices as far as z/VM ever had them."""
    message = pb.FcpTemplate(
        template_id=template.template_id,
        name=template.name,
        description=template.description,
        host_default=template.host_default,
        storage_providers=template.providers,
        min_path_count=template.fewest_paths,
        devices=written(template.paths),
        pchids=sorted(pchids_of(template.device_numbers, known)),
    )
    for at, path in enumerate(template.paths):
        shown_path = message.paths.add(number=at, devices=set_message(path))
        if with_statistics:
            shown_path.statistics.CopyFrom(statistics_message(statistics_of(path, known)))
        if with_inventory:
            missing = (FcpDevice(number, State.NOT_FOUND) for number in path if number not in known)
            there = (known[number] for number in path if number in known)
            each = sorted((*there, *missing), key=lambda one: one.device_number)
            shown_path.inventory.extend(device_messages(each))
    return message


def statistics_message(found: PathStatistics) -> pb.FcpPathStatistics:
    """How the devices of a path are used."""
    return pb.FcpPathStatistics(
        total=set_message(found.total),
        available=set_message(found.available),
        allocated=set_message(found.allocated),
        reserve_only=set_message(found.reserve_only),
        connection_only=set_message(found.connection_only),
        allocated_but_free=set_message(found.allocated_but_free),
        not_found=set_message(found.not_found),
        offline=set_message(found.offline),
        unallocated_but_active=found.unallocated_but_active,
        chpids=_channels(found.chpids),
        pchids=_channels(found.pchids),
    )


def _channels(uses: Mapping[str, ChannelUse]) -> list[pb.FcpChannelDevices]:
    return [
        pb.FcpChannelDevices(channel=name, devices=set_message(use.devices), available=set_message(use.available))
        for name, use in sorted(uses.items())
    ]


def connector_message(connector: Connector, user_id: str, identity: HostIdentity) -> pb.Connector:
    """A guest's connector."""
    return pb.Connector(
        devices=device_messages(connector.devices),
        host=f"{identity.hypervisor_hostname}_{user_id}" if connector.devices else "",
        template_id=connector.template_id,
        host_identity=identity_message(identity),
        reservation_changed=connector.changed,
        empty_reason=connector.empty_reason,
    )


def paths_message(paths: Mapping[str, Sequence[str]], order: Sequence[str]) -> list[pb.BootMapPath]:
    """The paths that work, in the order of the request."""
    return [pb.BootMapPath(device_number=number, wwpns=paths[number]) for number in order if number in paths]
