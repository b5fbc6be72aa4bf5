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


def _ports(here: Context, switch: Vswitch) -> list[tuple[str, int, Traffic]]:
    """The adapters of a switch with what went through each."""
    found = []
    for user_id, vdev in here.parts.networks.adapters(SYSTEM, switch.name):
        guest = here.parts.cp.guests[user_id]
        found.append((user_id, vdev, nic_traffic(guest, vdev, here.now)))
    return found


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
        for user_id, vdev, traffic in ports:
            lines += [f"{user_id} {vdev:04X}", *traffic.words()]
        vlans = [switch.vlan_id] if switch.vlan_aware else []
        lines.append(str(len(vlans)))
        for vlan in vlans:
            total = total_traffic([traffic for _, _, traffic in ports])
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
    """Segments of switches; a switch without traffic has none."""
    if (call.fmt_version or "") not in _FORMATS:
        raise Refusal(8, 8)
    counters = tuple(
        VswitchCounters(switch_name=one.name, segment_array=tuple(_segments(here, one)))
        for one in selected(here, call.switch_name)
    )
    return VirtualNetworkVswitchQueryStatsReply(vswitch_array=counters)


def _segments(here: Context, switch: Vswitch) -> list[SegmentLine]:
    ports = _ports(here, switch)
    if not ports or not switch.uplinks:
        return []
    total = total_traffic([traffic for _, _, traffic in ports])
    created = int(switch.created_at)
    words = (
        switch.vlan_id,
        total.received,
        total.received_discarded,
        total.sent,
        total.sent_discarded,
        created,
        created,
        len(ports),
        0,
        "OSA",
        f"{switch.uplinks[0].rdev:04X}",
        1 if here.parts.networks.switch_status(switch) == 8 else 0,
    )
    return [SegmentLine(" ".join(str(word) for word in words))]


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
    found = tuple(row for row in rows if row is not None)
    if not found and wanted is not None:
        raise Refusal(212, 48)
    return VirtualNetworkVLANQueryStatsReply(port_nic_array=found)


def _counters(here: Context, guest: Guest, nic: Nic, name: str, wanted: int | None) -> PortOrNicCounters | None:
    switch = here.parts.networks.switches.get(nic.lan_name)
    vlan = switch.vlan_id if switch is not None and switch.vlan_aware else 0
    if wanted is not None and wanted != vlan:
        return None
    traffic = nic_traffic(guest, nic.vdev, here.now)
    line = f"{vlan} {traffic.received} {traffic.received_discarded} {traffic.sent} {traffic.sent_discarded}"
    return PortOrNicCounters(port_nic_values=PortOrNicLine(name[:24]), segment_array=(VlanCounterLine(line),))
