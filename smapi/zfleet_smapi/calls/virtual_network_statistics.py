# SPDX-License-Identifier: Apache-2.0
"""Counters of switches, ports and adapters."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Struct, Words
from ..kinds import CHAR10, CHAR26, CHAR42, ArrayOf, CText, Framing, Key, Text


class PortOrNicLine(Words):
    """PORT with switch and port number, or NIC with device number."""

    type: str
    name_or_address: str
    number: str


class VlanCounterLine(Words):
    """Frames of one VLAN: received and sent, and discarded of each."""

    vlanid: str
    rx: str
    rx_disc: str
    tx: str
    tx_disc: str


class PortOrNicCounters(Struct):
    """A port or an adapter and its VLANs."""

    port_nic_values: Annotated[PortOrNicLine, CText(1, 24)]
    segment_array: Annotated[tuple[VlanCounterLine, ...], ArrayOf(CText(1, 50))] = ()


class VirtualNetworkVLANQueryStatsReply(Reply):
    """The answer of Virtual_Network_VLAN_Query_Stats."""

    port_nic_array: Annotated[
        tuple[PortOrNicCounters, ...], ArrayOf(PortOrNicCounters, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class VirtualNetworkVLANQueryStats(
    HostCall[VirtualNetworkVLANQueryStatsReply],
    function="Virtual_Network_VLAN_Query_Stats",
    group="network",
    level=620,
    parameters="parameters",
):
    """Read the counters of a user's adapters and ports by VLAN.

    8/8: a value is not supported. 212/48: no such VLAN.
    """

    fmt_version: Annotated[str | None, Key(charset=CHAR10), "DIAGNOSE X'26C' format, 4 from z/VM 6.2"] = None
    userid: Annotated[str, Key(1, 8, CHAR42), "owner of the NICs and ports"]
    vlan_id: Annotated[str | None, Key(0, 4, CHAR10, wire="VLAN_id"), "one VLAN"] = None
    device: Annotated[
        str | None, Key(0, 4, CHAR26, choices={"PORT": "ports only", "NIC": "NICs only", "BOTH": "default"})
    ] = None


class VirtualNetworkVswitchQueryByteStatsReply(Reply):
    """The answer of Virtual_Network_Vswitch_Query_Byte_Stats."""

    string_list: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END), "in the order told at the call"] = ()


class VirtualNetworkVswitchQueryByteStats(
    HostCall[VirtualNetworkVswitchQueryByteStatsReply],
    function="Virtual_Network_Vswitch_Query_Byte_Stats",
    group="network",
    level=640,
    parameters="parameters",
):
    """Read frame and byte counters of a switch, its uplinks, adapters and VLANs.

    A counted structure as a flat list of texts: number of switches; for each its name, the number of uplinks, for
    each uplink a name and 8 counters; 8 counters of the bridge; the number of adapters, for each 'userid vdev' and 8
    counters; the number of VLANs, for each its id, received, sent. The 8 counters are frames received, discarded and
    in error, frames sent, discarded and in error, bytes received, bytes sent.
    """

    switch_name: Annotated[str, Key(1, 8), "virtual switch, or '*'"]


class VirtualNetworkVswitchQueryIUOStatsReply(Reply):
    """The answer of Virtual_Network_Vswitch_Query_IUO_Stats."""

    string_list: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END), "in the order told at the call"] = ()


class VirtualNetworkVswitchQueryIUOStats(
    HostCall[VirtualNetworkVswitchQueryIUOStatsReply],
    function="Virtual_Network_Vswitch_Query_IUO_Stats",
    group="network",
    level=630,
    parameters="parameters",
):
    """Read counters of a switch; the earlier, undocumented form of Virtual_Network_Vswitch_Query_Byte_Stats."""

    switch_name: Annotated[str, Key(1, 8), "virtual switch, or '*'"]


class SegmentLine(Words):
    """Counters of one VLAN of the switch."""

    seg_vlanid: str
    seg_rx: str
    seg_rx_disc: str
    seg_tx: str
    seg_tx_disc: str
    seg_activated_tod: str
    seg_config_update_tod: str
    seg_vlan_interfaces: str
    seg_vlan_deletes: str
    seg_device_type: str
    seg_device_addr: str
    seg_device_status: str


class VswitchCounters(Struct):
    """A switch and its VLANs."""

    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]
    segment_array: Annotated[tuple[SegmentLine, ...], ArrayOf(CText(1, 111))] = ()


class VirtualNetworkVswitchQueryStatsReply(Reply):
    """The answer of Virtual_Network_Vswitch_Query_Stats."""

    vswitch_array: Annotated[tuple[VswitchCounters, ...], ArrayOf(VswitchCounters)] = ()


class VirtualNetworkVswitchQueryStats(
    HostCall[VirtualNetworkVswitchQueryStatsReply],
    function="Virtual_Network_Vswitch_Query_Stats",
    group="network",
    level=620,
    parameters="parameters",
):
    """Read the counters of a switch by VLAN.

    8/8: not available on this system. 212/40: no such switch.
    """

    switch_name: Annotated[str, Key(1, 8, CHAR42), "virtual switch"]
    fmt_version: Annotated[str | None, Key(charset=CHAR10), "DIAGNOSE X'26C' format, 4 from z/VM 6.2"] = None
