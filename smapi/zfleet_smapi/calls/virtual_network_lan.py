# SPDX-License-Identifier: Apache-2.0
"""Guest LANs and real network devices."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, Struct, UntargetedCall, Words
from ..kinds import CHAR16, CHAR42, ArrayOf, CText, Framing, Int1, Text


class VirtualNetworkLANAccess(HostCall[Reply], function="Virtual_Network_LAN_Access", group="network"):
    """Let a user id join a restricted guest LAN, or stop it.

    The parameters are null-terminated. 8/2 to 8/4: bad user id, operation or promiscuity. 8/2783: bad LAN name.
    """

    lan_name: Annotated[str, CText(1, 8, CHAR42)]
    lan_owner: Annotated[str, CText(1, 8, CHAR42), "owner userid, or SYSTEM"]
    access_op: Annotated[str, CText(5, 6, choices={"GRANT": "allow", "REVOKE": "no longer allow"})]
    access_user: Annotated[str, CText(1, 8, CHAR42)]
    promiscuity: Annotated[str, CText(0, 14, choices={"NONPROMISCUOUS": "", "PROMISCUOUS": ""})] = ""


class LanUserLine(Words):
    """A user id, and whether it may listen to all traffic."""

    access_user: str
    promiscuity: str


class VirtualNetworkLANAccessQueryReply(Reply):
    """The answer of Virtual_Network_LAN_Access_Query."""

    authorized_users_array: Annotated[
        tuple[LanUserLine, ...], ArrayOf(CText(), Framing.TO_END), "userid padded to 8 columns"
    ] = ()


class VirtualNetworkLANAccessQuery(
    HostCall[VirtualNetworkLANAccessQueryReply], function="Virtual_Network_LAN_Access_Query", group="network"
):
    """List who may join a restricted guest LAN.

    4/5: everybody may. 4/6: nobody may.
    """

    lan_name: Annotated[str, CText(1, 8, CHAR42)]
    lan_owner: Annotated[str, CText(1, 8, CHAR42), "owner userid, or SYSTEM"]


class VirtualNetworkLANCreate(HostCall[Reply], function="Virtual_Network_LAN_Create", group="network"):
    """Create a guest LAN.

    0/20: done, it is new. 212/24: there already, with other attributes. 212/20: its owner is not active.
    """

    lan_name: Annotated[str, Text(1, 8, CHAR42), "LAN name"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42), "owner userid, or SYSTEM"]
    lan_type: Annotated[
        int,
        Int1(
            {
                1: "HiperSockets, open to all",
                2: "QDIO, open to all",
                3: "HiperSockets, by permission",
                4: "QDIO, by permission",
            }
        ),
    ]
    transport_type: Annotated[int, Int1({0: "unspecified", 1: "IP", 2: "Ethernet (QDIO only)"})] = 0


class VirtualNetworkLANDelete(HostCall[Reply], function="Virtual_Network_LAN_Delete", group="network"):
    """Remove a guest LAN.

    0/24: done. 212/12: no such LAN.
    """

    lan_name: Annotated[str, Text(1, 8, CHAR42), "LAN name"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42), "owner userid, or SYSTEM"]


class LanAdapter(Struct):
    """One adapter on the LAN."""

    adapter_owner: Annotated[str, Text(1, 8, CHAR42)]
    image_device_number: Annotated[str, Text(1, 4, CHAR16), "virtual device number"]


class Lan(Struct):
    """One guest LAN."""

    lan_name: Annotated[str, Text(1, 8, CHAR42.plus("*")), "LAN name"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42.plus("*")), "owner userid, or SYSTEM"]
    lan_type: Annotated[int, Int1({1: "HiperSockets", 2: "QDIO"})]
    connected_adapter_array: Annotated[
        tuple[LanAdapter, ...], ArrayOf(LanAdapter, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class VirtualNetworkLANQueryReply(Reply):
    """The answer of Virtual_Network_LAN_Query."""

    lan_array: Annotated[tuple[Lan, ...], ArrayOf(Lan, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)] = ()


class VirtualNetworkLANQuery(
    HostCall[VirtualNetworkLANQueryReply], function="Virtual_Network_LAN_Query", group="network"
):
    """Describe guest LANs and the adapters on them.

    z/VM pads the names to 8 columns with blanks. 212/12 and 212/16: no such LAN.
    """

    lan_name: Annotated[str, Text(1, 8, CHAR42.plus("*")), "LAN name, or '*'"]
    lan_owner: Annotated[str, Text(1, 8, CHAR42.plus("*")), "owner, or '*'"]


class OsaLine(Words):
    """One OSA device; the state may have a user id glued on."""

    osa_address: str
    osa_status: str
    osa_type: str
    chpid_address: str
    agent_status: str


class VirtualNetworkOSAQueryReply(Reply):
    """The answer of Virtual_Network_OSA_Query."""

    osa_info_structure: Annotated[tuple[OsaLine, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class VirtualNetworkOSAQuery(
    HostCall[VirtualNetworkOSAQueryReply], function="Virtual_Network_OSA_Query", group="network", level=611
):
    """List the OSA devices of the system.

    4/4: there are none.
    """


class VirtualNetworkQueryLANReply(Reply):
    """The answer of Virtual_Network_Query_LAN."""

    lan_list: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class VirtualNetworkQueryLAN(
    UntargetedCall[VirtualNetworkQueryLANReply], function="Virtual_Network_Query_LAN", group="network"
):
    """List LANs as lines of text; an old form of call that IBM does not document."""


class VirtualNetworkQueryOSAReply(Reply):
    """The answer of Virtual_Network_Query_OSA."""

    osa_list: Annotated[tuple[str, ...], ArrayOf(CText(), Framing.TO_END)] = ()


class VirtualNetworkQueryOSA(
    UntargetedCall[VirtualNetworkQueryOSAReply], function="Virtual_Network_Query_OSA", group="network"
):
    """List OSA devices as lines of text; an old form of call that IBM does not document."""
