# SPDX-License-Identifier: Apache-2.0
"""Virtual switches in the positional form, which can also keep the system configuration file up to date."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Struct
from ..kinds import CHAR16, CHAR42, ArrayOf, Framing, Int1, Int4, Int8, Text
from .system_config import (
    AltParmDiskNumber,
    AltParmDiskOwner,
    AltParmDiskPassword,
    AltSystemConfigName,
    AltSystemConfigType,
    ParmDiskNumber,
    ParmDiskOwner,
    ParmDiskPassword,
    SystemConfigName,
    SystemConfigType,
)


class VirtualNetworkVswitchCreate(HostCall[Reply], function="Virtual_Network_Vswitch_Create", group="network"):
    """Create a virtual switch, in the running system and, if asked, in the configuration file.

    The fields about the configuration file matter for indicators 2 and 3 only, and are sent empty otherwise. 0/40:
    done, it is new. 212/36: there already. 620/x: trouble with the configuration file.
    """

    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]
    real_device_address: Annotated[str, Text(0, 14), "up to 3 real devices, blank separated, or NONE"] = ""
    port_name: Annotated[str, Text(0, 26), "up to 3 names"] = ""
    controller_name: Annotated[str, Text(0, 8, CHAR42.plus("*")), "controller userid or '*'"] = ""
    connection_value: Annotated[int, Int1({0: "unspecified", 1: "connect the real device", 2: "do not connect"})] = 0
    queue_memory_limit: Annotated[int, Int4(-1, 8), "buffer megabytes 1-8; -1 unspecified"] = -1
    routing_value: Annotated[int, Int1({0: "unspecified", 1: "not a router", 2: "primary router"})] = 0
    transport_type: Annotated[int, Int1({0: "unspecified", 1: "IP", 2: "Ethernet"})] = 0
    vlan_id: Annotated[int, Int4(-1, 4094), "-1: unspecified; 0: not VLAN aware; 1-4094: default VLAN"] = -1
    port_type: Annotated[int, Int1({0: "unspecified", 1: "ACCESS", 2: "TRUNK"})] = 0
    update_system_config_indicator: Annotated[
        int,
        Int1(
            {0: "unspecified", 1: "running system only", 2: "running system and configuration", 3: "configuration only"}
        ),
    ] = 0
    system_config_name: SystemConfigName = ""
    system_config_type: SystemConfigType = ""
    parm_disk_owner: ParmDiskOwner = ""
    parm_disk_number: ParmDiskNumber = ""
    parm_disk_password: ParmDiskPassword = ""
    alt_system_config_name: AltSystemConfigName = ""
    alt_system_config_type: AltSystemConfigType = ""
    alt_parm_disk_owner: AltParmDiskOwner = ""
    alt_parm_disk_number: AltParmDiskNumber = ""
    alt_parm_disk_password: AltParmDiskPassword = ""
    gvrp_value: Annotated[int, Int1({0: "unspecified", 1: "GVRP", 2: "NOGVRP"})] = 0
    native_vlanid: Annotated[int, Int4(-1, 4094), "-1: unspecified; 1-4094: native VLAN"] = -1


class VirtualNetworkVswitchDelete(HostCall[Reply], function="Virtual_Network_Vswitch_Delete", group="network"):
    """Remove a virtual switch, from the running system and, if asked, from the configuration file.

    0/44: done. 212/40: no such switch. 620/x: trouble with the configuration file.
    """

    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]
    update_system_config_indicator: Annotated[
        int,
        Int1(
            {0: "unspecified", 1: "running system only", 2: "running system and configuration", 3: "configuration only"}
        ),
    ] = 0
    system_config_name: SystemConfigName = ""
    system_config_type: SystemConfigType = ""
    parm_disk_owner: ParmDiskOwner = ""
    parm_disk_number: ParmDiskNumber = ""
    parm_disk_password: ParmDiskPassword = ""
    alt_system_config_name: AltSystemConfigName = ""
    alt_system_config_type: AltSystemConfigType = ""
    alt_parm_disk_owner: AltParmDiskOwner = ""
    alt_parm_disk_number: AltParmDiskNumber = ""
    alt_parm_disk_password: AltParmDiskPassword = ""


class VswitchRealDevice(Struct):
    """One real device that is an uplink of the switch."""

    real_device_address: Annotated[int, Int4()]
    controller_name: Annotated[str, Text(0, 71)]
    port_name: Annotated[str, Text(0, 16)]
    device_status: Annotated[int, Int1({0: "not active", 1: "active", 2: "backup"})]
    device_error_status: Annotated[
        int,
        Int1(
            {
                0: "none",
                1: "port name clash",
                2: "no layer 2",
                3: "no such real device",
                4: "attached to someone else",
                5: "not a QDIO OSA",
                6: "initialisation failed",
                7: "OSA stalled",
                8: "controller stalled",
                9: "controller connection cut",
                10: "router role clash",
                11: "offline",
                12: "detached",
                13: "IP/Ethernet mismatch",
                14: "controller out of memory",
                15: "TCP/IP configuration clash",
                16: "no link aggregation",
                17: "OSA attribute mismatch",
                19: "OSA not ready",
                21: "restart being tried",
                22: "exclusive user problem",
                23: "bad device state",
                24: "bad port number",
                25: "no isolation",
                26: "EQID mismatch",
                27: "controller not compatible",
                28: "backup detached",
                29: "backup not ready",
                30: "backup restarting",
                31: "EQID mismatch",
                32: "no HiperSockets bridge",
                33: "HiperSockets bridge problem",
            }
        ),
    ]


class VswitchUser(Struct):
    """A user id that may connect, and its VLANs."""

    grant_userid: Annotated[str, Text(1, 8, CHAR42)]
    user_vlan_array: Annotated[
        tuple[int, ...], ArrayOf(Int4(), Framing.BYTE_LENGTH, Framing.BYTE_LENGTH), "may be empty"
    ] = ()


class VswitchAdapter(Struct):
    """One adapter on the switch."""

    adapter_owner: Annotated[str, Text(1, 8, CHAR42)]
    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]


class Vswitch(Struct):
    """One virtual switch."""

    switch_name: Annotated[str, Text(1, 8, CHAR42.plus("*")), "virtual switch name"]
    transport_type: Annotated[int, Int1({1: "IP", 2: "Ethernet"})]
    port_type: Annotated[int, Int1({0: "not VLAN aware", 1: "ACCESS", 2: "TRUNK"})]
    queue_memory_limit: Annotated[int, Int4(), "megabytes"]
    routing_value: Annotated[int, Int1({0: "not for Ethernet", 1: "not a router", 2: "primary router"})]
    vlan_id: Annotated[int, Int4(values={0: "unaware", 32768: "none"})]
    native_vlan_id: Annotated[int, Int4(values={32768: "none"})]
    mac_id: Annotated[int, Int8(), "MAC address in the low 6 bytes"]
    gvrp_request_attribute: Annotated[int, Int1({1: "asked for", 2: "not asked for"})]
    gvrp_enabled_attribute: Annotated[int, Int1({1: "on", 2: "off"})]
    switch_status: Annotated[
        int,
        Int1(
            {
                1: "defined",
                2: "no controller",
                3: "operator needed",
                4: "disconnected",
                5: "devices attached to the controller",
                6: "OSA starting",
                7: "OSA not ready",
                8: "OSA ready",
                9: "OSA being detached",
                10: "delete pending",
                11: "failover in progress",
                12: "restart in progress",
            }
        ),
    ]
    real_device_info_array: Annotated[
        tuple[VswitchRealDevice, ...], ArrayOf(VswitchRealDevice, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()
    authorized_user_array: Annotated[
        tuple[VswitchUser, ...], ArrayOf(VswitchUser, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()
    connected_adapter_array: Annotated[
        tuple[VswitchAdapter, ...], ArrayOf(VswitchAdapter, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class VirtualNetworkVswitchQueryReply(Reply):
    """The answer of Virtual_Network_Vswitch_Query."""

    vswitch_array: Annotated[tuple[Vswitch, ...], ArrayOf(Vswitch, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)] = ()


class VirtualNetworkVswitchQuery(
    HostCall[VirtualNetworkVswitchQueryReply], function="Virtual_Network_Vswitch_Query", group="network"
):
    """Describe one switch or all of them: attributes, real devices, authorized users, coupled adapters.

    212/40: no such switch.
    """

    switch_name: Annotated[str, Text(1, 8, CHAR42.plus("*")), "virtual switch name, or '*' for all"]


class VirtualNetworkVswitchSet(HostCall[Reply], function="Virtual_Network_Vswitch_Set", group="network"):
    """Change a virtual switch: grant, revoke, uplink, controller, MAC id and more.

    Indicators 2 and 3 also change the configuration file. 212/40: no such switch. 620/x: trouble with the file.
    """

    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]
    grant_userid: Annotated[str, Text(0, 8, CHAR42), "userid allowed to connect"] = ""
    user_vlan_id: Annotated[str, Text(0, 19), "with a grant: four VLAN numbers or two ranges, separated by blanks"] = ""
    revoke_userid: Annotated[str, Text(0, 8, CHAR42)] = ""
    real_device_address: Annotated[str, Text(0, 14), "up to 3, or NONE"] = ""
    port_name: Annotated[str, Text(0, 26), "up to 3"] = ""
    controller_name: Annotated[str, Text(0, 71), "up to 8 userids, or '*'"] = ""
    connection_value: Annotated[int, Int1({0: "unspecified", 1: "connect the real device", 2: "do not connect"})] = 0
    queue_memory_limit: Annotated[int, Int4(-1, 8), "buffer megabytes 1-8; -1 unspecified"] = -1
    routing_value: Annotated[int, Int1({0: "unspecified", 1: "not a router", 2: "primary router"})] = 0
    port_type: Annotated[int, Int1({0: "unspecified", 1: "ACCESS", 2: "TRUNK"})] = 0
    update_system_config_indicator: Annotated[
        int,
        Int1(
            {0: "unspecified", 1: "running system only", 2: "running system and configuration", 3: "configuration only"}
        ),
    ] = 0
    system_config_name: SystemConfigName = ""
    system_config_type: SystemConfigType = ""
    parm_disk_owner: ParmDiskOwner = ""
    parm_disk_number: ParmDiskNumber = ""
    parm_disk_password: ParmDiskPassword = ""
    alt_system_config_name: AltSystemConfigName = ""
    alt_system_config_type: AltSystemConfigType = ""
    alt_parm_disk_owner: AltParmDiskOwner = ""
    alt_parm_disk_number: AltParmDiskNumber = ""
    alt_parm_disk_password: AltParmDiskPassword = ""
    gvrp_value: Annotated[int, Int1({0: "unspecified", 1: "GVRP", 2: "NOGVRP"})] = 0
    mac_id: Annotated[str, Text(0, 6, CHAR16)] = ""
