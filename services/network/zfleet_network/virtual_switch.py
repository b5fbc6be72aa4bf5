# SPDX-License-Identifier: Apache-2.0
"""Virtual switches as values, and how they are read out of the lines of Virtual_Network_Vswitch_Query_Extended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zfleet_network.mac_address import canonical
from zfleet_network.vlans import vlans_of
from zfleet_smapi.calls.virtual_network_vswitch_extended import (
    AuthorizedUserLine,
    ConnectedAdapterLine,
    ExtendedVswitch,
    RealDeviceLine,
    UplinkNicLine,
    VswitchLine,
)

NONE = "(NONE)"  # z/VM's word for "nothing here"
NO_GROUP = "(NOGRP)"
NO_DEVICE = "0000"  # a port name without a device stands on a line of this
ACTIVE = 1  # device_status
READY = 8  # switch_status

DEFINED_STATES = frozenset({1})
DISCONNECTED_STATES = frozenset({2, 3, 4, 7})  # no controller, operator needed, disconnected, OSA not ready
TRANSIENT_STATES = frozenset({5, 6, 9, 10, 11, 12})


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplink:
    """A real device of a switch; `controller` and `port_name` are empty for none. `status` and `error` are SMAPI's
    numbers (status 1: active, error 0: none)."""

    real_device_number: str
    controller: str = ""
    port_name: str = ""
    virtual_device_number: str = "0000"
    status: int = 0
    error: int = 0

    @property
    def active(self) -> bool:
        """It carries the traffic now."""
        return self.status == ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A guest's permission; no VLANs means the switch's default. `port_number` is 0 but on a port-based switch."""

    user_id: str
    vlan_ids: tuple[int, ...] = ()
    promiscuous: bool = False
    osd_simulation: bool = False
    port_number: int = 0

    def merged(self, other: Grant) -> Grant:
        """Both as one, of a guest that is granted more than one port."""
        return Grant(
            user_id=self.user_id,
            vlan_ids=tuple(dict.fromkeys((*self.vlan_ids, *other.vlan_ids))),
            promiscuous=self.promiscuous or other.promiscuous,
            osd_simulation=self.osd_simulation or other.osd_simulation,
            port_number=self.port_number or other.port_number,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedNic:
    """A NIC that is coupled now."""

    user_id: str
    device_number: str
    mac_address: str
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAggregation:
    """Real devices that work as one. `interval` is seconds, 0 for none; `mode` z/VM's description."""

    group: str
    interval: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualSwitch:
    """A switch as z/VM describes it. `transport` is IP or ETHERNET, `port_type` ACCESS, TRUNK or empty, `routing`
    NONROUTER, PRIROUTER or NA; VLAN 0 is none; `status` is SMAPI's number (8: ready); `uplink_nic` is user id and
    device number."""

    name: str
    transport: str
    port_type: str = ""
    vlan_aware: bool = False
    vlan_id: int = 0
    native_vlan_id: int = 0
    queue_memory_mb: int = 0
    mac_address: str = ""
    status: int = 0
    gvrp: bool = False
    gvrp_enabled: bool = False
    routing: str = ""
    link_aggregation: LinkAggregation | None = None
    ip_timeout: int = 0
    type: str = ""
    port_selection: str = ""
    vlan_counters: bool = False
    uplink_nic: tuple[str, str] | None = None
    isolated: bool = False
    mac_protect: str = ""
    uplinks: tuple[Uplink, ...] = ()
    grants: tuple[Grant, ...] = ()
    connected_nics: tuple[ConnectedNic, ...] = ()

    def grant_of(self, user_id: str) -> Grant | None:
        """The guest's permission, if it has one."""
        return next((grant for grant in self.grants if grant.user_id == user_id), None)


def switch_of(block: ExtendedVswitch) -> VirtualSwitch:
    """The switch that one block of the answer describes."""
    line = block.vswitch_attributes
    return VirtualSwitch(
        name=line.switch_name,
        transport=line.transport_type,
        port_type=line.port_type if line.port_type in ("ACCESS", "TRUNK") else "",
        vlan_aware=line.vlan_awareness == "AWARE",
        vlan_id=_vlan(line.vlan_id),
        native_vlan_id=_vlan(line.native_vlan_id),
        queue_memory_mb=_number(line.queue_memory_limit),
        mac_address=canonical(line.mac_address),
        status=_number(line.switch_status),
        gvrp=line.gvrp_request_attribute == "GVRP",
        gvrp_enabled=line.gvrp_enabled_attribute == "GVRP",
        routing=line.routing_value,
        link_aggregation=_link_aggregation(line),
        ip_timeout=_number(line.ip_timeout),
        type=line.switch_type,
        port_selection=line.user_port_based,
        vlan_counters=line.vlan_counters == "COUNTERS",
        uplink_nic=_uplink_nic(block.uplink_nic_array),
        isolated=line.isolation_status == "ISOLATION",
        mac_protect=line.mac_protect,
        uplinks=_uplinks(block.real_device_array),
        grants=_grants(block.authorized_user_array),
        connected_nics=_connected(block.connected_adapter_array),
    )


def _link_aggregation(line: VswitchLine) -> LinkAggregation | None:
    if line.lag_group in ("", NO_GROUP):
        return None
    mode = line.link_ag.partition(":")[2].strip("-")
    return LinkAggregation(group=line.lag_group, interval=_number(line.lag_interval), mode=mode)


def _uplink_nic(lines: Iterable[UplinkNicLine]) -> tuple[str, str] | None:
    found = ((line.uplink_nic_userid, line.uplink_nic_vdev.upper().zfill(4)) for line in lines if line.strip())
    return next(found, None)


def _uplinks(lines: Iterable[RealDeviceLine]) -> tuple[Uplink, ...]:
    found: dict[str, Uplink] = {}
    for line in lines:
        number = line.real_device_address.upper().zfill(4)
        if not line.strip() or number == NO_DEVICE or number in found:  # z/VM repeats a device for each port
            continue
        found[number] = Uplink(
            real_device_number=number,
            controller=_named(line.controller_name),
            port_name=_named(line.port_name),
            virtual_device_number=line.virtual_device_address.upper().zfill(4),
            status=_number(line.device_status),
            error=_number(line.device_error_status),
        )
    return tuple(sorted(found.values(), key=lambda uplink: not uplink.active))


def _grants(lines: Iterable[AuthorizedUserLine]) -> tuple[Grant, ...]:
    found: dict[str, Grant] = {}
    for line in lines:
        words = defaultdict(str, line.by_name())  # split once: a switch may have thousands of these
        user_id = words["grant_userid"]
        if not user_id:
            continue
        known = found.get(user_id)  # a port-based switch has a line for each port
        grant = Grant(
            user_id=user_id,
            vlan_ids=vlans_of(words["user_vlan_ids"].split()[: _number(words["vlan_count"])]),
            promiscuous=words["promiscuous_mode"] == "PROM",
            osd_simulation=words["osd_sim"] == "OSDSIM",
            port_number=_number(words["port_num"]),
        )
        found[user_id] = grant if known is None else known.merged(grant)
    return tuple(found.values())


def _connected(lines: Iterable[ConnectedAdapterLine]) -> tuple[ConnectedNic, ...]:
    return tuple(
        ConnectedNic(
            user_id=words["adapter_owner"],
            device_number=words["adapter_vdev"].upper().zfill(4),
            mac_address=canonical(words["adapter_macaddr"]),
            type=words["adapter_type"],
        )
        for words in (defaultdict(str, line.by_name()) for line in lines)
        if words["adapter_owner"]
    )


def _named(word: str) -> str:
    return "" if word == NONE else word


def _vlan(word: str) -> int:
    return next(iter(vlans_of([word])), 0)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 0
