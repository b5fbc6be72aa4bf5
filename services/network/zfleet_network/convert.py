# SPDX-License-Identifier: Apache-2.0
"""Between the contract's messages and this service's values."""

from __future__ import annotations

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.address_plan import AddressPlan
from zfleet_network.mac_address import mac_address_of
from zfleet_network.nics import CREATED, Nic
from zfleet_network.virtual_switch import (
    DEFINED_STATES,
    DISCONNECTED_STATES,
    READY,
    TRANSIENT_STATES,
    VirtualSwitch,
)

_TRANSPORTS = {"IP": pb.TRANSPORT_TYPE_IP, "ETHERNET": pb.TRANSPORT_TYPE_ETHERNET}
_PORTS = {"ACCESS": pb.PORT_TYPE_ACCESS, "TRUNK": pb.PORT_TYPE_TRUNK}


def switch_message(switch: VirtualSwitch) -> pb.VirtualSwitch:
    """A switch as callers see it."""
    message = pb.VirtualSwitch(
        name=switch.name,
        transport_type=_TRANSPORTS.get(switch.transport, pb.TRANSPORT_TYPE_UNSPECIFIED),
        port_type=_PORTS.get(switch.port_type, pb.PORT_TYPE_UNSPECIFIED),
        vlan_id=switch.vlan_id,
        native_vlan_id=switch.native_vlan_id,
        queue_memory_mb=switch.queue_memory_mb,
        mac_address=switch.mac_address,
        status=status_of(switch.status),
        gvrp=switch.gvrp,
    )
    for uplink in switch.uplinks:
        message.uplinks.add(
            real_device_number=uplink.real_device_number, controller=uplink.controller, active=uplink.active
        )
    for grant in switch.grants:
        message.grants.add(user_id=grant.user_id, vlan_ids=grant.vlan_ids, promiscuous=grant.promiscuous)
    for nic in switch.connected_nics:
        message.connected_nics.add(user_id=nic.user_id, device_number=nic.device_number, mac_address=nic.mac_address)
    return message


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
        mac_address=mac_address_of(mac_prefix, nic.mac_id),
        mac_id=nic.mac_id,
        vlan_id=nic.vlan_id,
        nic_id=nic.nic_id,
        address=_address_message(nic.address) if nic.address else None,
        state=pb.NIC_STATE_CREATED if nic.state == CREATED else pb.NIC_STATE_PLANNED,
        connected=connected,
    )


def _address_message(plan: AddressPlan) -> pb.AddressPlan:
    return pb.AddressPlan(
        ip_address=plan.ip_address, cidr=plan.cidr, gateway=plan.gateway, dns_servers=plan.dns_servers, mtu=plan.mtu
    )
