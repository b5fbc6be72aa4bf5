# SPDX-License-Identifier: Apache-2.0
"""Counters of switches, ports and adapters."""

from __future__ import annotations

from zfleet_simulator.context import Context, serves
from zfleet_simulator.functions.virtual_network_vswitch_extended import selected
from zfleet_simulator.guests import Guest, Nic
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statistics import NO_TRAFFIC, Traffic, nic_traffic, total_traffic
from zfleet_simulator.switches import MAX_VLAN, Vswitch
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    VirtualNetworkVLANQueryStats,
    VirtualNetworkVswitchQueryByteStats,
    VirtualNetworkVswitchQueryIUOStats,
    VirtualNetworkVswitchQueryStats,
)
from zfleet_smapi.calls.virtual_network_statistics import (
    PortOrNicCounters,
    PortOrNicLine,
    SegmentLine,
    VirtualNetworkVLANQueryStatsReply,
    VirtualNetworkVswitchQueryByteStatsReply,
    VirtualNetworkVswitchQueryIUOStatsReply,
    VirtualNetworkVswitchQueryStatsReply,
    VlanCounterLine,
    VswitchCounters,
)

_FORMATS = ("", "1", "2", "3", "4")


def _ports(here: Context, switch: Vswitch) -> list[tuple[str, Nic, Traffic]]:
    """The adapters of a switch with what went through each."""
    found = []
    for user_id, vdev in here.parts.networks.adapters(SYSTEM, switch.name):
        guest = here.parts.cp.guests[user_id]
        found.append((user_id, guest.nic(vdev), nic_traffic(guest, vdev, here.now)))
    return found


def _vlans(here: Context, switch: Vswitch | None, user_id: str, nic: Nic) -> tuple[int, ...]:
    """The VLANs that an adapter is in: its own, its port's, its user's or the switch's; 0 where there are none."""
    if switch is None or not switch.vlan_aware:
        return (0,)
    port = switch.ports.get(nic.port_number)
    grant = here.parts.networks.users(switch.name).get(user_id)
    granted = port.grant.vlans if port is not None else grant.vlans if grant is not None else ()
    own = (int(nic.vlan),) if nic.vlan.isdecimal() else ()
    return own or granted or (switch.vlan_id,)


def _by_vlan(here: Context, switch: Vswitch) -> dict[int, list[Traffic]]:
    """What went through a switch by VLAN, a part for each adapter that is in it."""
    found: dict[int, list[Traffic]] = {}
    for user_id, nic, traffic in _ports(here, switch):
        vlans = _vlans(here, switch, user_id, nic)
        for vlan, part in zip(vlans, _split(traffic, len(vlans)), strict=True):
            found.setdefault(vlan, []).append(part)
    return dict(sorted(found.items()))


def _split(traffic: Traffic, parts: int) -> list[Traffic]:
    """Even parts that add up; the first takes what is over."""
    words = [int(word) for word in traffic.words()]
    rest = Traffic(*(word // parts for word in words))
    first = Traffic(*(word // parts + word % parts for word in words))
    return [first, *[rest] * (parts - 1)]


def _flat(here: Context, name: str) -> tuple[str, ...]:
    """The counted structure of the byte statistics as one list of texts."""
    switches = selected(here, name)
    lines = [str(len(switches))]
    for switch in switches:
        ports = _ports(here, switch)
        active = here.parts.networks.switch_status(switch) == 8
        uplinks = switch.uplinks[:1] if active else ()
        # Half of what the guests send goes out through the uplink; the rest stays among them.
        outside = _halved(total_traffic([traffic for _, _, traffic in ports]))
        lines += [switch.name, str(len(uplinks))]
        for uplink in uplinks:
            lines += [f"{uplink.rdev:04X}", *outside.words()]
        lines += [*NO_TRAFFIC.words(), str(len(ports))]
        for user_id, nic, traffic in ports:
            lines += [f"{user_id} {nic.vdev:04X}", *traffic.words()]
        vlans = _by_vlan(here, switch) if switch.vlan_aware else {}
        lines.append(str(len(vlans)))
        for vlan, parts in vlans.items():
            total = total_traffic(parts)
            lines += [f"{vlan:04}", str(total.bytes_received), str(total.bytes_sent)]
    return tuple(lines)


def _halved(traffic: Traffic) -> Traffic:
    return Traffic(*(int(word) // 2 for word in traffic.words()))


@serves(VirtualNetworkVswitchQueryByteStats)
def virtual_network_vswitch_query_byte_stats(
    here: Context, call: VirtualNetworkVswitchQueryByteStats
) -> VirtualNetworkVswitchQueryByteStatsReply:
    """Frames and bytes of switches, uplinks and adapters."""
    return VirtualNetworkVswitchQueryByteStatsReply(string_list=_flat(here, call.switch_name))


@serves(VirtualNetworkVswitchQueryIUOStats)
def virtual_network_vswitch_query_iuo_stats(
    here: Context, call: VirtualNetworkVswitchQueryIUOStats
) -> VirtualNetworkVswitchQueryIUOStatsReply:
    """The same, earlier form."""
    return VirtualNetworkVswitchQueryIUOStatsReply(string_list=_flat(here, call.switch_name))


@serves(VirtualNetworkVswitchQueryStats)
def virtual_network_vswitch_query_stats(
    here: Context, call: VirtualNetworkVswitchQueryStats
) -> VirtualNetworkVswitchQueryStatsReply:
    """Segments of switches, one for each VLAN; a switch without adapters or uplink has none."""
    if (call.fmt_version or "") not in _FORMATS:
        raise Refusal(8, 8)
    counters = tuple(
        VswitchCounters(switch_name=one.name, segment_array=tuple(_segments(here, one)))
        for one in selected(here, call.switch_name)
    )
    return VirtualNetworkVswitchQueryStatsReply(vswitch_array=counters)


def _segments(here: Context, switch: Vswitch) -> list[SegmentLine]:
    if not switch.uplinks:
        return []
    created, ready = int(switch.created_at), here.parts.networks.switch_status(switch) == 8
    device = f"OSA {switch.uplinks[0].rdev:04X} {1 if ready else 0}"
    lines = []
    for vlan, parts in _by_vlan(here, switch).items():
        one = total_traffic(parts)
        counters = f"{one.received} {one.received_discarded} {one.sent} {one.sent_discarded}"
        lines.append(SegmentLine(f"{vlan} {counters} {created} {created} {len(parts)} 0 {device}"))
    return lines


@serves(VirtualNetworkVLANQueryStats)
def virtual_network_vlan_query_stats(
    here: Context, call: VirtualNetworkVLANQueryStats
) -> VirtualNetworkVLANQueryStatsReply:
    """Counters of a user's adapters and ports by VLAN."""
    if (call.fmt_version or "") not in _FORMATS:
        raise Refusal(8, 8)
    wanted = int(call.vlan_id) if call.vlan_id else None
    if wanted is not None and not 0 <= wanted <= MAX_VLAN:
        raise Refusal(8, 8)
    device = upper_case(call.device or "BOTH")
    guest = here.parts.cp.running(call.userid)
    rows = []
    for nic in guest.nics() if guest is not None else ():
        if guest is None or not nic.coupled:
            continue
        number = nic.port_number
        if device in ("NIC", "BOTH"):
            rows.append(_counters(here, guest, nic, f"NIC {nic.vdev:04X} {number}", wanted))
        if device in ("PORT", "BOTH") and number:
            rows.append(_counters(here, guest, nic, f"PORT {nic.lan_name} {number}", wanted))
    found = tuple(row for row in rows if row.segment_array)
    if not found and wanted is not None:
        raise Refusal(212, 48)
    return VirtualNetworkVLANQueryStatsReply(port_nic_array=found)


def _counters(here: Context, guest: Guest, nic: Nic, name: str, wanted: int | None) -> PortOrNicCounters:
    switch = here.parts.networks.switches.get(nic.lan_name) if nic.lan_owner == SYSTEM else None
    vlans = _vlans(here, switch, guest.user_id, nic)
    parts = _split(nic_traffic(guest, nic.vdev, here.now), len(vlans))
    lines = tuple(
        VlanCounterLine(f"{vlan} {one.received} {one.received_discarded} {one.sent} {one.sent_discarded}")
        for vlan, one in zip(vlans, parts, strict=True)
        if wanted in (None, vlan)
    )
    return PortOrNicCounters(port_nic_values=PortOrNicLine(name[:24]), segment_array=lines)
