# SPDX-License-Identifier: Apache-2.0
"""Checks requests about virtual switches field by field; everything that is wrong goes to one `Violations`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_network.grants import Rights
from zfleet_network.mac_address import mac_id_of
from zfleet_network.switches import ANY_CONTROLLER, SwitchWish
from zfleet_network.update_switch import BY_HOST, LinkAggregationChange, SwitchChange, on_or_off
from zfleet_network.validate import device_number
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Word = TypeVar("Word", bound=int)

MOST_REAL_DEVICES = 3
MOST_GROUP_DEVICES = 8
MOST_PORT_NAMES = 3
MOST_CONTROLLERS = 8
QUEUE_MEMORY = range(1, 9)  # MB
IP_TIMEOUT = range(1, 241)  # minutes
INTERVAL = range(9991)  # seconds; 0 is none
TRANSPORTS = {  # whether it is Ethernet
    pb.TRANSPORT_TYPE_UNSPECIFIED: True,
    pb.TRANSPORT_TYPE_IP: False,
    pb.TRANSPORT_TYPE_ETHERNET: True,
}
PORTS = {pb.PORT_TYPE_UNSPECIFIED: "", pb.PORT_TYPE_ACCESS: "ACCESS", pb.PORT_TYPE_TRUNK: "TRUNK"}
ROUTINGS = {
    pb.ROUTING_TYPE_UNSPECIFIED: "",
    pb.ROUTING_TYPE_NON_ROUTER: "NONROUTER",
    pb.ROUTING_TYPE_PRIMARY_ROUTER: "PRIROUTER",
}
CONNECTIONS = {
    pb.UPLINK_CONNECTION_UNSPECIFIED: "",
    pb.UPLINK_CONNECTION_CONNECTED: "CONNECT",
    pb.UPLINK_CONNECTION_DISCONNECTED: "DISCONNECT",
    pb.UPLINK_CONNECTION_NO_UPLINK: "NOUPLINK",
}


def switch_wish(v: Violations, request: pb.CreateVirtualSwitchRequest) -> SwitchWish:
    """A virtual switch that is asked for."""
    if not request.vlan_id and not request.vlan_aware:
        for field in ("port_type", "native_vlan_id", "gvrp"):
            v.require(not getattr(request, field), field, "needs a vlan_id: without one the switch is VLAN-unaware")
    v.require(request.transport_type in TRANSPORTS, "transport_type", "is not a known transport type")
    ethernet = TRANSPORTS.get(request.transport_type, True)
    routing = _word(v, "routing", ROUTINGS, request.routing)
    v.require(not routing or not ethernet, "routing", "goes with an IP switch only")
    connection = _word(v, "connection", CONNECTIONS, request.connection)
    if connection == "NOUPLINK":
        v.require(not request.real_device_numbers, "real_device_numbers", "cannot be there with NO_UPLINK")
    return SwitchWish(
        name=v.check("name", values.switch_name, request.name),
        real_device_numbers=real_device_numbers(v, "real_device_numbers", request.real_device_numbers),
        controller=v.optional("controller", _controller, request.controller) or "",
        ethernet=ethernet,
        vlan_id=v.optional("vlan_id", values.vlan_id, request.vlan_id) or 0,
        vlan_aware=request.vlan_aware,
        port_type=_word(v, "port_type", PORTS, request.port_type) or "ACCESS",
        native_vlan_id=v.optional("native_vlan_id", values.vlan_id, request.native_vlan_id) or 0,
        gvrp=request.gvrp,
        queue_memory_mb=v.optional("queue_memory_mb", _within(QUEUE_MEMORY, "MB"), request.queue_memory_mb)
        or QUEUE_MEMORY[-1],
        persistent=request.persistent,
        connection=connection,
        routing=routing,
    )


def switch_change(v: Violations, request: pb.UpdateVirtualSwitchRequest) -> SwitchChange:
    """What is to be different about a switch."""
    numbers = None
    if request.HasField("real_device_numbers"):
        numbers = real_device_numbers(v, "real_device_numbers.values", request.real_device_numbers.values)
    if request.mac_protect_by_host and request.HasField("mac_protect"):
        v.add("mac_protect_by_host", "cannot be there together with mac_protect")
    mac_protect = on_or_off(request.mac_protect) if request.HasField("mac_protect") else None
    return SwitchChange(
        real_device_numbers=numbers,
        queue_memory_mb=_number(v, request, "queue_memory_mb", QUEUE_MEMORY, "MB"),
        port_isolation=request.port_isolation if request.HasField("port_isolation") else None,
        mac_protect=BY_HOST if request.mac_protect_by_host else mac_protect,
        connected=request.connected if request.HasField("connected") else None,
        routing=_word(v, "routing", ROUTINGS, request.routing) or None,
        port_type=_word(v, "port_type", PORTS, request.port_type) or None,
        gvrp=request.gvrp if request.HasField("gvrp") else None,
        ip_timeout=_number(v, request, "ip_timeout_minutes", IP_TIMEOUT, "minutes"),
        vlan_counters=request.vlan_counters if request.HasField("vlan_counters") else None,
        mac_id=v.check("mac_address", mac_id_of, request.mac_address) if request.HasField("mac_address") else None,
        port_names=_port_names(v, request.port_names.values) if request.HasField("port_names") else None,
        controllers=_controllers(v, request.controllers.values) if request.HasField("controllers") else None,
        uplink_nic=_uplink_nic(v.within("uplink_nic"), request.uplink_nic) if request.HasField("uplink_nic") else None,
        link_aggregation=_group(v.within("link_aggregation"), request.link_aggregation)
        if request.HasField("link_aggregation")
        else None,
        persistent=request.persistent,
    )


def rights(v: Violations, request: pb.GrantVirtualSwitchRequest) -> Rights:
    """What a guest may do beyond coupling."""
    return Rights(
        promiscuous=request.promiscuous,
        osd_simulation=request.osd_simulation,
        port_type=_word(v, "port_type", PORTS, request.port_type),
    )


def real_device_numbers(
    v: Violations, field: str, given: Sequence[str], most: int = MOST_REAL_DEVICES
) -> tuple[str, ...]:
    """Real devices of an uplink, each named once."""
    v.require(len(given) <= most, field, f"at most {most} real devices")
    checked = [v.check(f"{field}[{at}]", values.device_number, text) for at, text in enumerate(given[:most])]
    v.require(len(set(checked)) == len(checked), field, "names a real device twice")
    return tuple(checked)


def _port_names(v: Violations, given: Sequence[str]) -> tuple[str, ...]:
    field = "port_names.values"
    v.require(1 <= len(given) <= MOST_PORT_NAMES, field, f"1 to {MOST_PORT_NAMES} names")
    shown = given[:MOST_PORT_NAMES]
    return tuple(v.check(f"{field}[{at}]", values.switch_name, text) for at, text in enumerate(shown))


def _controllers(v: Violations, given: Sequence[str]) -> tuple[str, ...]:
    field = "controllers.values"
    if list(given) == [ANY_CONTROLLER]:
        return (ANY_CONTROLLER,)
    v.require(1 <= len(given) <= MOST_CONTROLLERS, field, f"1 to {MOST_CONTROLLERS} user ids, or * alone")
    shown = given[:MOST_CONTROLLERS]
    return tuple(v.check(f"{field}[{at}]", values.user_id, text) for at, text in enumerate(shown))


def _controller(text: str) -> str:
    return text if text == ANY_CONTROLLER else values.user_id(text)


def _uplink_nic(v: Violations, given: pb.UplinkNic) -> tuple[str, str]:
    if not given.user_id and not given.device_number:
        return "", ""
    return (
        v.check("user_id", values.user_id, given.user_id),
        v.check("device_number", device_number, given.device_number),
    )


def _group(v: Violations, given: pb.LinkAggregationChange) -> LinkAggregationChange:
    change = LinkAggregationChange(
        lacp=given.lacp if given.HasField("lacp") else None,
        interval=_number(v, given, "interval_seconds", INTERVAL, "seconds"),
        real_device_numbers=real_device_numbers(
            v, "real_device_numbers", given.real_device_numbers, MOST_GROUP_DEVICES
        ),
    )
    if change == LinkAggregationChange():
        v.add("lacp", "or another field must be there")
    return change


def _word(v: Violations, field: str, words: Mapping[Word, str], given: Word) -> str:
    v.require(given in words, field, f"is not a known {field.replace('_', ' ')}")
    return words.get(given, "")


def _number(
    v: Violations, message: pb.UpdateVirtualSwitchRequest | pb.LinkAggregationChange, field: str, span: range, unit: str
) -> int | None:
    """A field that may be absent."""
    if not message.HasField(field):
        return None
    return v.check(field, _within(span, unit), getattr(message, field))


def _within(span: range, unit: str) -> Callable[[int], int]:
    def check(number: int) -> int:
        if number not in span:
            raise ValueError(f"must be {span.start} to {span.stop - 1} {unit}")
        return number

    return check
