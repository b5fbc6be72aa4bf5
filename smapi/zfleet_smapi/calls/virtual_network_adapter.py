# SPDX-License-Identifier: Apache-2.0
"""Network adapters (NICs) of an image."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply, Struct
from ..kinds import CHAR10, CHAR16, CHAR26, CHAR36, CHAR42, ArrayOf, CText, Framing, Int1, Int4, Key, Text


class VirtualNetworkAdapterConnectLAN(
    Call[Reply], function="Virtual_Network_Adapter_Connect_LAN", group="network", target="active image"
):
    """Couple an adapter of an active image to a guest LAN.

    204/8: no such adapter. 204/20: coupled already. 212/x: refused.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    lan_name: Annotated[str, Text(1, 8, CHAR42), "LAN name"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42), "owner userid, or SYSTEM"]


class VirtualNetworkAdapterConnectLANDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Connect_LAN_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Couple an adapter to a guest LAN in the directory entry (NICDEF).

    404/8: no such adapter. 404/12: device locked.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    lan_name: Annotated[str, Text(1, 8, CHAR42), "LAN name"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42), "owner userid, or SYSTEM"]


class VirtualNetworkAdapterConnectVswitch(
    Call[Reply], function="Virtual_Network_Adapter_Connect_Vswitch", group="network", target="active image"
):
    """Couple an adapter of an active image to a virtual switch.

    204/20: coupled already. 212/8: not authorized for the switch. 212/40: no such switch.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]


class VirtualNetworkAdapterConnectVswitchDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Connect_Vswitch_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Couple an adapter to a virtual switch in the directory entry (NICDEF).

    404/8: no such adapter. 412/28: the adapter is of another type.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    switch_name: Annotated[str, Text(1, 8, CHAR42), "virtual switch name"]


class VirtualNetworkAdapterConnectVswitchExtended(
    Call[Reply],
    function="Virtual_Network_Adapter_Connect_Vswitch_Extended",
    group="network",
    target="active image",
    level=620,
    parameters="parameters",
):
    """Couple an adapter of an active image to a switch, at a chosen port.

    As Virtual_Network_Adapter_Connect_Vswitch; a port number is for port-based switches.
    """

    image_device_number: Annotated[str, Key(1, 4, CHAR16), "virtual device number"]
    switch_name: Annotated[str, Key(1, 8, CHAR42), "virtual switch"]
    port_selection: Annotated[
        str | None,
        Key(0, 5, CHAR36, choices={"AUTO": "system picks a port (default)", "0-65535": "port number"}, open=True),
    ] = None


class VirtualNetworkAdapterCreate(
    Call[Reply], function="Virtual_Network_Adapter_Create", group="network", target="active image"
):
    """Define an adapter for an active image (CP DEFINE NIC).

    204/4: the device number is taken.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    adapter_type: Annotated[int, Int1({1: "HiperSockets", 2: "QDIO"})]
    network_adapter_devices: Annotated[int, Int4(3, 3072), "number of devices; QDIO at most 240"]
    channel_path_id: Annotated[str, Text(0, 2, CHAR16), "only for second-level z/OS systems; otherwise empty"] = ""


class VirtualNetworkAdapterCreateDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Create_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Add an adapter to a directory entry (NICDEF).

    404/4: the device number is taken. 404/12: device locked. 400/12: entry locked.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]
    adapter_type: Annotated[int, Int1({1: "HiperSockets", 2: "QDIO"})]
    network_adapter_devices: Annotated[int, Int4(3, 3072), "number of devices; QDIO at most 240"]
    channel_path_id: Annotated[str, Text(0, 2, CHAR16), "only for second-level z/OS systems; otherwise empty"] = ""
    mac_id: Annotated[str, Text(0, 6, CHAR16), "last 6 digits of the MAC address"] = ""


class VirtualNetworkAdapterCreateExtended(
    Call[Reply],
    function="Virtual_Network_Adapter_Create_Extended",
    group="network",
    target="active image",
    level=611,
    parameters="parameters",
):
    """Define an adapter for an active image, in the key=value form.

    204/4: the device number is taken.
    """

    image_device_number: Annotated[str, Key(1, 4, CHAR16), "virtual device number"]
    adapter_type: Annotated[
        str | None, Key(4, 12, CHAR26, choices={"HIPERsockets": "default", "QDIO": "", "IEDN": "", "INMN": ""})
    ] = None
    devices: Annotated[str | None, Key(1, 4, CHAR10), "3-3072 (QDIO 3-240), default 3"] = None
    channel_path_id: Annotated[str | None, Key(0, 2, CHAR16), "second-level z/OS only"] = None


class VirtualNetworkAdapterCreateExtendedDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Create_Extended_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
    level=611,
    parameters="parameters",
    framing=Framing.BYTE_LENGTH,
):
    """Add an adapter to a directory entry, in the key=value form.

    404/4: the device number is taken. 400/12: entry locked.
    """

    image_device_number: Annotated[str, Key(1, 4, CHAR16), "virtual device number"]
    adapter_type: Annotated[
        str | None, Key(4, 12, CHAR26, choices={"HIPERsockets": "default", "QDIO": "", "IEDN": "", "INMN": ""})
    ] = None
    devices: Annotated[str | None, Key(1, 4, CHAR10), "3-3072 (QDIO 3-240), default 3"] = None
    channel_path_id: Annotated[str | None, Key(0, 2, CHAR16), "second-level z/OS only"] = None
    mac_id: Annotated[str | None, Key(0, 6, CHAR16), "last 6 digits of the MAC; QDIO and HiperSockets only"] = None


class VirtualNetworkAdapterDelete(
    Call[Reply], function="Virtual_Network_Adapter_Delete", group="network", target="active image"
):
    """Take an adapter away from an active image.

    204/8: no such adapter. 204/28: the image is in a state where it cannot be taken.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]


class VirtualNetworkAdapterDeleteDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Delete_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Take an adapter out of a directory entry.

    404/8: no such adapter.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]


class VirtualNetworkAdapterDisconnect(
    Call[Reply], function="Virtual_Network_Adapter_Disconnect", group="network", target="active image"
):
    """Uncouple an adapter of an active image.

    204/48: it was not coupled. 212/32: not coupled.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]


class VirtualNetworkAdapterDisconnectDM(
    Call[Reply],
    function="Virtual_Network_Adapter_Disconnect_DM",
    group="network",
    target="image directory entry",
    background=Background.ID_IN_REASON_CODE,
):
    """Uncouple an adapter in the directory entry.

    404/8: no such adapter. 212/32: not coupled.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number of the adapter (first of its group)"]


class Adapter(Struct):
    """One adapter."""

    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]
    adapter_type: Annotated[int, Int1({1: "HiperSockets", 2: "QDIO", 4: "INMN", 5: "IEDN"})]
    network_adapter_devices: Annotated[int, Int4()]
    adapter_status: Annotated[int, Int1({0: "not coupled", 1: "coupled, not active", 2: "coupled, active"})]
    lan_owner: Annotated[str, Text(0, 8, CHAR42), "owner, empty when not coupled"]
    lan_name: Annotated[str, Text(0, 8, CHAR42), "LAN or vswitch, empty when not coupled"]


class VirtualNetworkAdapterQueryReply(Reply):
    """The answer of Virtual_Network_Adapter_Query."""

    adapter_array: Annotated[tuple[Adapter, ...], ArrayOf(Adapter, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)] = ()


class VirtualNetworkAdapterQuery(
    Call[VirtualNetworkAdapterQueryReply],
    function="Virtual_Network_Adapter_Query",
    group="network",
    target="active image",
):
    """Describe one adapter of an active image, or all.

    z/VM pads the names to 8 columns with blanks. 212/8: no such adapter.
    """

    image_device_number: Annotated[str, Text(1, 4, CHAR16.plus("*")), "virtual device number, or '*' for all"]


class VirtualNetworkAdapterQueryExtendedReply(Reply):
    """The answer of Virtual_Network_Adapter_Query_Extended."""

    response_list: Annotated[tuple[str, ...], ArrayOf(CText()), "key=value lines, in the order told at the call"] = ()


class VirtualNetworkAdapterQueryExtended(
    Call[VirtualNetworkAdapterQueryExtendedReply],
    function="Virtual_Network_Adapter_Query_Extended",
    group="network",
    target="active image",
    level=630,
    parameters="query_keyword_parameter_list",
    framing=Framing.BYTE_LENGTH,
):
    """Describe adapters of an active image as key=value lines.

    adapter_count comes first; then, for each adapter, adapter_address, port_type, extended_port_status, adapter_type,
    network_device_count, adapter_status, lan_owner, lan_name, and the word adapter_info_end. 212/8: no such adapter.
    """

    image_device_number: Annotated[str, Key(1, 4), "virtual device number, or '*' for all"]
