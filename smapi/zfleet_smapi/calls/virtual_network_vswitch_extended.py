# SPDX-License-Identifier: Apache-2.0
"""Virtual switches in the key=value form."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Struct, Words
from ..kinds import CHAR10, CHAR16, CHAR26, CHAR42, ArrayOf, Block, CText, Framing, Key


class VirtualNetworkVswitchCreateExtended(
    HostCall[Reply],
    function="Virtual_Network_Vswitch_Create_Extended",
    group="network",
    level=611,
    parameters="parameters",
):
    """Create a virtual switch, in the key=value form.

    At least one client takes nothing but exactly 0/0 for success here. 212/36: there already.
    """

    switch_name: Annotated[str, Key(1, 8, CHAR42), "virtual switch"]
    real_device_address: Annotated[str | None, Key(0, 23), "up to 3 of device[.Pport], blank separated, or NONE"] = None
    port_name: Annotated[str | None, Key(0, 26), "up to 3 names"] = None
    controller_name: Annotated[str | None, Key(0, 71), "controller userid(s) or '*'"] = None
    connection_value: Annotated[
        str | None,
        Key(
            0,
            10,
            CHAR26,
            choices={"CONnect": "default", "DISCONnect": "", "NOUPLINK": "no uplink for ever (create only)"},
        ),
    ] = None
    queue_memory_limit: Annotated[str | None, Key(0, 1, CHAR10), "1-8 megabytes, default 8"] = None
    routing_value: Annotated[str | None, Key(0, 9, CHAR26, choices={"NONrouter": "default", "PRIrouter": ""})] = None
    transport_type: Annotated[str | None, Key(0, 8, CHAR26, choices={"IP": "default but for INMN", "ETHernet": ""})] = (
        None
    )
    vlan_id: Annotated[
        str | None,
        Key(
            0,
            7,
            choices={"UNAWARE": "default", "AWARE": "needed for IEDN and INMN", "1-4094": "default VLAN"},
            open=True,
        ),
    ] = None
    port_type: Annotated[str | None, Key(0, 6, CHAR26, choices={"ACCESS": "default with vlan_id", "TRUNK": ""})] = None
    persist: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "running system only (default)", "YES": "also permanent configuration"}),
    ] = None
    gvrp_value: Annotated[str | None, Key(0, 6, CHAR26, choices={"GVRP": "", "NOGVRP": ""})] = None
    native_vlanid: Annotated[str | None, Key(0, 4, CHAR10), "1-4094; not with UNAWARE"] = None
    vswitch_type: Annotated[
        str | None, Key(0, 4, CHAR26, choices={"QDIO": "default", "IEDN": "", "INMN": "", "IVL": "inter-vswitch link"})
    ] = None
    iptimeout: Annotated[str | None, Key(0, 3, CHAR10), "1-240 minutes, default 5"] = None
    port_selection: Annotated[
        str | None,
        Key(0, 9, CHAR26, choices={"PORTBASED": "authority by port", "USERBASED": "authority by userid (default)"}),
    ] = None
    group_name: Annotated[str | None, Key(0, 8), "link aggregation group"] = None
    vswitch_domain: Annotated[str | None, Key(0, 1), "A-H, for an inter-vswitch link"] = None
    vswitch_global: Annotated[str | None, Key(), "scope, for example DOMAIN"] = None


class VirtualNetworkVswitchDeleteExtended(
    HostCall[Reply],
    function="Virtual_Network_Vswitch_Delete_Extended",
    group="network",
    level=611,
    parameters="parameters",
):
    """Remove a virtual switch, in the key=value form.

    212/40: no such switch.
    """

    switch_name: Annotated[str, Key(1, 8, CHAR42), "virtual switch"]
    persist: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "running system only (default)", "YES": "also permanent configuration"}),
    ] = None


class VswitchLine(Words, rest=True):
    """The attributes of a switch; 32768 means no VLAN."""

    switch_name: str
    transport_type: str
    port_type: str
    queue_memory_limit: str
    routing_value: str
    vlan_awareness: str
    vlan_id: str
    native_vlan_id: str
    mac_address: str
    gvrp_request_attribute: str
    gvrp_enabled_attribute: str
    switch_status: str
    link_ag: str
    lag_interval: str
    lag_group: str
    ip_timeout: str
    switch_type: str
    isolation_status: str
    mac_protect: str
    user_port_based: str
    vlan_counters: str
    vepa_status: str
    spg_scope: str


class RealDeviceLine(Words):
    """One uplink device."""

    real_device_address: str
    virtual_device_address: str
    controller_name: str
    port_name: str
    device_status: str
    device_error_status: str


class AuthorizedUserLine(Words, rest=True):
    """A port or user id that may connect; as many VLAN numbers follow as the count says."""

    port_num: str
    grant_userid: str
    promiscuous_mode: str
    osd_sim: str
    vlan_count: str
    user_vlan_ids: str


class ConnectedAdapterLine(Words):
    """One adapter on the switch."""

    adapter_owner: str
    adapter_vdev: str
    adapter_macaddr: str
    adapter_type: str


class UplinkNicLine(Words):
    """The adapter that is the uplink port."""

    uplink_nic_userid: str
    uplink_nic_vdev: str
    uplink_nic_error_status: str


class GlobalMemberLine(Words):
    """One member of a global switch."""

    member_name: str
    member_state: str


class ExtendedVswitch(Struct):
    """One virtual switch, line by line."""

    vswitch_attributes: Annotated[VswitchLine, Block(CText(1, 400))]
    real_device_array: Annotated[tuple[RealDeviceLine, ...], ArrayOf(CText(0, 90))] = ()
    authorized_user_array: Annotated[tuple[AuthorizedUserLine, ...], ArrayOf(CText())] = ()
    connected_adapter_array: Annotated[tuple[ConnectedAdapterLine, ...], ArrayOf(CText(0, 41))] = ()
    uplink_nic_array: Annotated[tuple[UplinkNicLine, ...], ArrayOf(CText(0, 15))] = ()
    global_member_array: Annotated[tuple[GlobalMemberLine, ...], ArrayOf(CText(0, 99))] = ()


class VirtualNetworkVswitchQueryExtendedReply(Reply):
    """The answer of Virtual_Network_Vswitch_Query_Extended."""

    vswitch_array: Annotated[
        tuple[ExtendedVswitch, ...], ArrayOf(ExtendedVswitch, Framing.COUNT, Framing.BYTE_LENGTH)
    ] = ()


class VirtualNetworkVswitchQueryExtended(
    HostCall[VirtualNetworkVswitchQueryExtendedReply],
    function="Virtual_Network_Vswitch_Query_Extended",
    group="network",
    level=620,
    parameters="parameters",
):
    """Describe one switch or all of them, one line of words for each thing.

    The list starts with the number of switches. In each of them the attributes have a length in front and a null
    behind, and five lists of lines follow. 212/40: no such switch. 900/99: the system changed meanwhile, so ask
    again.
    """

    switch_name: Annotated[str, Key(1, 8), "virtual switch, or '*'"]
    vepa_status: Annotated[
        str | None, Key(0, 3, CHAR26, choices={"YES": "add the vepa word (level 630 up)", "NO": "default"})
    ] = None


class VirtualNetworkVswitchSetExtended(
    HostCall[Reply],
    function="Virtual_Network_Vswitch_Set_Extended",
    group="network",
    level=611,
    parameters="parameters",
):
    """Change a virtual switch, in the key=value form: one change, with the keys that belong to it.

    212/40: no such switch. 396/x: CP refused with its message x.
    """

    switch_name: Annotated[str, Key(1, 8, CHAR42), "virtual switch"]
    grant_userid: Annotated[str | None, Key(0, 8, CHAR42), "userid allowed to connect"] = None
    user_vlan_id: Annotated[str | None, Key(0, 19), "up to 4 numbers or 2 ranges a-b, blank separated"] = None
    revoke_userid: Annotated[str | None, Key(0, 8, CHAR42), "userid no longer allowed"] = None
    real_device_address: Annotated[str | None, Key(0, 23), "up to 3 of device[.Pport], blank separated, or NONE"] = None
    port_name: Annotated[str | None, Key(0, 26), "up to 3 names"] = None
    controller_name: Annotated[str | None, Key(0, 71), "controller userid(s) or '*'"] = None
    connection_value: Annotated[
        str | None,
        Key(
            0,
            10,
            CHAR26,
            choices={"CONnect": "default", "DISCONnect": "", "NOUPLINK": "no uplink for ever (create only)"},
        ),
    ] = None
    queue_memory_limit: Annotated[str | None, Key(0, 1, CHAR10), "1-8 megabytes, default 8"] = None
    routing_value: Annotated[str | None, Key(0, 9, CHAR26, choices={"NONrouter": "default", "PRIrouter": ""})] = None
    port_type: Annotated[str | None, Key(0, 6, CHAR26, choices={"ACCESS": "", "TRUNK": ""})] = None
    persist: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "running system only (default)", "YES": "also permanent configuration"}),
    ] = None
    gvrp_value: Annotated[str | None, Key(0, 6, CHAR26, choices={"GVRP": "", "NOGVRP": ""})] = None
    mac_id: Annotated[str | None, Key(0, 6, CHAR16), "last 6 digits; QDIO switch only"] = None
    uplink: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"NO": "granted user needs an IEDN/INMN NIC", "YES": "a simulated QDIO NIC will do"}),
    ] = None
    osd_sim: Annotated[str | None, Key(0, 3, CHAR26), "like uplink, for a grant or a port"] = None
    nic_userid: Annotated[str | None, Key(0, 8), "user id whose NIC is the uplink port, or '*' to disconnect it"] = None
    nic_vdev: Annotated[str | None, Key(0, 4, CHAR16), "that NIC's device; goes with nic_userid"] = None
    lacp: Annotated[
        str | None, Key(0, 8, CHAR26, choices={"ACTIVE": "start LACP", "INACTIVE": "aggregate without LACP"})
    ] = None
    interval: Annotated[
        str | None, Key(0, 4, choices={"1-9990": "seconds between load balancing", "OFF": "none"}, open=True)
    ] = None
    group_rdev: Annotated[str | None, Key(0, 63), "up to 8 device[.Pport] for the aggregation group"] = None
    iptimeout: Annotated[str | None, Key(0, 3, CHAR10), "1-240 minutes"] = None
    port_isolation: Annotated[str | None, Key(0, 3, CHAR26, choices={"ON": "", "OFF": ""})] = None
    promiscuous: Annotated[
        str | None, Key(0, 3, CHAR26, choices={"NO": "", "YES": "granted user or port may listen to all"})
    ] = None
    mac_protect: Annotated[
        str | None, Key(0, 11, CHAR26, choices={"ON": "", "OFF": "", "UNSPECified": ""}, wire="MAC_protect")
    ] = None
    vlan_counters: Annotated[str | None, Key(0, 3, CHAR26, choices={"ON": "", "OFF": ""}, wire="VLAN_counters")] = None
    nic_portselection: Annotated[
        str | None, Key(0, 7, CHAR26, choices={"AUTO": "system picks (default)", "PORTNUM": "caller picks"})
    ] = None
    portnum: Annotated[str | None, Key(), "port number and user id; other keys say what the port may do"] = None
    portnum_modify: Annotated[str | None, Key(), "port number to change, with the same companions"] = None
    portnum_remove: Annotated[str | None, Key(), "port number to drop"] = None
    vlan_port_add: Annotated[str | None, Key(), "VLAN number, then port numbers or ranges in 1-2048"] = None
    vlan_port_remove: Annotated[str | None, Key(), "as vlan_port_add"] = None
    vlan_delete: Annotated[str | None, Key(), "VLAN number"] = None
    vepa: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"ON": "guests cannot reach each other through the switch", "OFF": "they can"}),
    ] = None
    trace_size: Annotated[str | None, Key(), "undocumented"] = None
    ivl_vlanid: Annotated[str | None, Key(), "undocumented"] = None
    ivl_heartbeat: Annotated[str | None, Key(), "undocumented"] = None
    lacp_group_type: Annotated[str | None, Key(), "for example EXCLUSIVE"] = None
