# SPDX-License-Identifier: Apache-2.0
"""Between the contract's messages and this service's values."""

from __future__ import annotations

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.adapters import Adapter
from zfleet_network.address_plan import AddressPlan
from zfleet_network.mac_address import mac_address_of
from zfleet_network.nics import CREATED, Nic
from zfleet_network.osa import ATTACHED, BOXED, FREE, OFFLINE, OsaDevice
from zfleet_network.statistics import NicStatistics
from zfleet_network.virtual_switch import (
    DEFINED_STATES,
    DISCONNECTED_STATES,
    READY,
    TRANSIENT_STATES,
    VirtualSwitch,
)

_TRANSPORTS = {"IP": pb.TRANSPORT_TYPE_IP, "ETHERNET": pb.TRANSPORT_TYPE_ETHERNET}
_PORTS = {"ACCESS": pb.PORT_TYPE_ACCESS, "TRUNK": pb.PORT_TYPE_TRUNK}
_ROUTINGS = {"NONROUTER": pb.ROUTING_TYPE_NON_ROUTER, "PRIROUTER": pb.ROUTING_TYPE_PRIMARY_ROUTER}
_TYPES = {  # words of at most four letters
    "QDIO": pb.ADAPTER_TYPE_QDIO,
    "HIPE": pb.ADAPTER_TYPE_HIPERSOCKETS,
    "IEDN": pb.ADAPTER_TYPE_IEDN,
    "INMN": pb.ADAPTER_TYPE_INMN,
    "IVL": pb.ADAPTER_TYPE_IVL,
}
_MAC_PROTECTIONS = {
    "MACPROTECT": pb.MAC_PROTECTION_ON,
    "NOMACPROTECT": pb.MAC_PROTECTION_OFF,
    "UNSPECIFIED": pb.MAC_PROTECTION_HOST_DEFAULT,
}
_SELECTIONS = {"USERBASED": pb.PORT_SELECTION_USER_BASED, "PORTBASED": pb.PORT_SELECTION_PORT_BASED}
_ADAPTERS = {  # by SMAPI's numbers
    1: pb.ADAPTER_TYPE_HIPERSOCKETS,
    2: pb.ADAPTER_TYPE_QDIO,
    4: pb.ADAPTER_TYPE_INMN,
    5: pb.ADAPTER_TYPE_IEDN,
}
_ADAPTER_STATES = {
    0: pb.ADAPTER_STATUS_NOT_COUPLED,
    1: pb.ADAPTER_STATUS_COUPLED,
    2: pb.ADAPTER_STATUS_ACTIVE,
}
_OSA_STATES = {
    FREE: pb.OSA_STATUS_FREE,
    ATTACHED: pb.OSA_STATUS_ATTACHED,
    OFFLINE: pb.OSA_STATUS_OFFLINE,
    BOXED: pb.OSA_STATUS_BOXED,
}
_COUNTERS = (  # in z/VM's order
    "frames_received",
    "frames_received_discarded",
    "frames_received_errors",
    "frames_sent",
    "frames_sent_discarded",
    "frames_sent_errors",
    "bytes_received",
    "bytes_sent",
)


def switch_message(switch: VirtualSwitch) -> pb.VirtualSwitch:
    """A switch as callers see it."""
    message = pb.VirtualSwitch(
        name=switch.name,
        transport_type=_TRANSPORTS.get(switch.transport, pb.TRANSPORT_TYPE_UNSPECIFIED),
        port_type=_PORTS.get(switch.port_type, pb.PORT_TYPE_UNSPECIFIED),
        vlan_aware=switch.vlan_aware,
        vlan_id=switch.vlan_id,
        native_vlan_id=switch.native_vlan_id,
        queue_memory_mb=switch.queue_memory_mb,
        mac_address=switch.mac_address,
        status=status_of(switch.status),
        status_code=switch.status,
        gvrp=switch.gvrp,
        gvrp_enabled=switch.gvrp_enabled,
        routing=_ROUTINGS.get(switch.routing, pb.ROUTING_TYPE_UNSPECIFIED),
        ip_timeout_minutes=switch.ip_timeout,
        switch_type=_TYPES.get(switch.type, pb.ADAPTER_TYPE_UNSPECIFIED),
        port_isolation=switch.isolated,
        mac_protection=_MAC_PROTECTIONS.get(switch.mac_protect, pb.MAC_PROTECTION_UNSPECIFIED),
        port_selection=_SELECTIONS.get(switch.port_selection, pb.PORT_SELECTION_UNSPECIFIED),
        vlan_counters=switch.vlan_counters,
    )
    if switch.link_aggregation is not None:
        group = switch.link_aggregation
        message.link_aggregation.CopyFrom(
            pb.LinkAggregation(group=group.group, interval_seconds=group.interval, mode=group.mode)
        )
    if switch.uplink_nic is not None:
        user_id, number = switch.uplink_nic
        message.uplink_nic.CopyFrom(pb.UplinkNic(user_id=user_id, device_number=number))
    _add_others(message, switch)
    return message


def _add_others(message: pb.VirtualSwitch, switch: VirtualSwitch) -> None:
    for uplink in switch.uplinks:
        message.uplinks.add(
            real_device_number=uplink.real_device_number,
            controller=uplink.controller,
            active=uplink.active,
            port_name=uplink.port_name,
            virtual_device_number=uplink.virtual_device_number,
            status_code=uplink.status,
            error_code=uplink.error,
        )
    for grant in switch.grants:
        message.grants.add(
            user_id=grant.user_id,
            vlan_ids=grant.vlan_ids,
            promiscuous=grant.promiscuous,
            port_number=grant.port_number,
            osd_simulation=grant.osd_simulation,
        )
    for nic in switch.connected_nics:
        message.connected_nics.add(
            user_id=nic.user_id,
            device_number=nic.device_number,
            mac_address=nic.mac_address,
            adapter_type=_TYPES.get(nic.type, pb.ADAPTER_TYPE_UNSPECIFIED),
        )


def status_of(number: int) -> pb.SwitchStatus:
    """The state that one of SMAPI's numbers stands for."""
    if number == READY:
        return pb.SWITCH_STATUS_READY
    if number in DEFINED_STATES:
        return pb.SWITCH_STATUS_DEFINED
    if number in DISCONNECTED_STATES:
        return pb.SWITCH_STATUS_DISCONNECTED
    return pb.SWITCH_STATUS_TRANSIENT if number in TRANSIENT_STATES else pb.SWITCH_STATUS_UNSPECIFIED


def nic_message(nic: Nic, mac_prefix: str, *, connected: bool = False) -> pb.Nic:
    """A NIC as callers see it; one that is still being created is shown as planned."""
    return pb.Nic(
        user_id=nic.user_id,
        device_number=nic.device_number,
        virtual_switch=nic.virtual_switch,
        mac_address=nic.mac_address or mac_address_of(mac_prefix, nic.mac_id),
        mac_id=nic.mac_id,
        vlan_id=nic.vlan_id,
        nic_id=nic.nic_id,
        address=_address_message(nic.address) if nic.address else None,
        state=pb.NIC_STATE_CREATED if nic.state == CREATED else pb.NIC_STATE_PLANNED,
        connected=connected,
        osa_device=nic.osa_device,
    )


def adapter_message(adapter: Adapter) -> pb.Adapter:
    """An adapter as callers see it."""
    message = pb.Adapter(
        device_number=adapter.device_number,
        adapter_type=_ADAPTERS.get(adapter.type, pb.ADAPTER_TYPE_UNSPECIFIED),
        status=_ADAPTER_STATES.get(adapter.status, pb.ADAPTER_STATUS_UNSPECIFIED),
        lan_owner=adapter.lan_owner,
        lan_name=adapter.lan_name,
        mac_address=adapter.mac_address,
        device_count=adapter.device_count,
    )
    for version, address in adapter.addresses:
        message.addresses.add(ip_version=version, ip_address=address)
    return message


def statistics_message(statistics: NicStatistics) -> pb.NicStatistics:
    """The counters of a NIC as callers see them."""
    return pb.NicStatistics(
        user_id=statistics.user_id,
        device_number=statistics.device_number,
        virtual_switch=statistics.virtual_switch,
        **dict(zip(_COUNTERS, statistics.counters, strict=True)),
    )


def osa_message(osa: OsaDevice) -> pb.OsaDevice:
    """An OSA device as callers see it."""
    return pb.OsaDevice(
        real_device_number=osa.real_device_number,
        status=_OSA_STATES.get(osa.status, pb.OSA_STATUS_UNSPECIFIED),
        user_id=osa.user_id,
        type=osa.type,
        channel_path=osa.channel_path,
    )


def _address_message(plan: AddressPlan) -> pb.AddressPlan:
    return pb.AddressPlan(
        ip_address=plan.ip_address, cidr=plan.cidr, gateway=plan.gateway, dns_servers=plan.dns_servers, mtu=plan.mtu
    )
