# SPDX-License-Identifier: Apache-2.0
"""Interfaces of z/VM's own TCP/IP stacks."""

from __future__ import annotations

from typing import Annotated

from ..declaration import HostCall, Reply, UntargetedCall
from ..kinds import CHAR10, CHAR26, CHAR42, CHAR_NB, ArrayOf, CText, Framing, Key


class IPaddrGetReply(Reply):
    """The answer of IPaddr_Get."""

    ip_list: Annotated[
        tuple[str, ...], ArrayOf(CText(), Framing.TO_END), "address of the host's TCP/IP stack, normally one entry"
    ] = ()


class IPaddrGet(UntargetedCall[IPaddrGetReply], function="IPaddr_Get", group="network"):
    """Tell the addresses of the host's TCP/IP stack; an old form of call that IBM does not document."""


class NetworkIPInterfaceCreate(
    HostCall[Reply],
    function="Network_IP_Interface_Create",
    group="network",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="parameters",
):
    """Create an interface of a TCP/IP stack (IFCONFIG).

    4/4: done with a warning. 8/12: IFCONFIG refused, and the error texts say why. An interface id does not start with
    a hyphen, does not end with a colon and has no semicolon.
    """

    tcpip_stack: Annotated[str, Key(1, 8, CHAR42), "TCP/IP server virtual machine"]
    interface_id: Annotated[str, Key(1, 16, CHAR_NB), "interface name"]
    permanent: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"YES": "also in the configuration file", "NO": "this session only (default)"}),
    ] = None
    primary_ipv4: Annotated[str | None, Key(7, 18), "address[/length]; this or primary_ipv6 is needed"] = None
    primary_ipv6: Annotated[str | None, Key(3, 43), "address[/length]"] = None
    interface: Annotated[
        str,
        Key(
            4,
            37,
            choices={
                "ETH": "rdevno [PRI|SEC|NON] [IPV6PRI|IPV6SEC|IPV6NON]: OSA or LCS",
                "HS": "rdevno: real HiperSockets",
                "IUCV": "userid",
                "CTC": "rdevno: real channel-to-channel",
                "VETH": "vdevno ownerid lanname: NIC on a LAN or vswitch (owner SYSTEM for a vswitch)",
                "VCTC": "vdevno1 userid vdevno2: virtual channel-to-channel",
                "VHS": "vdevno ownerid lanname: guest LAN HiperSockets",
            },
            open=True,
        ),
    ]
    cpu: Annotated[str | None, Key(0, 1, CHAR10), "virtual CPU 0-6, default 0"] = None
    transport_type: Annotated[str | None, Key(2, 8, CHAR26, choices={"IP": "layer 3", "ETHERNET": "layer 2"})] = None
    mtu: Annotated[str | None, Key(0, 5, CHAR10), "0 or absent: stack chooses"] = None
    noforward: Annotated[
        str | None, Key(0, 3, CHAR26, choices={"ON": "do not forward packets", "OFF": "forward (default)"})
    ] = None
    pathmtu: Annotated[str | None, Key(0, 3, CHAR26, choices={"YES": "path MTU discovery for IPv4", "NO": "none"})] = (
        None
    )
    p2p: Annotated[str | None, Key(7, 15), "peer IPv4 address, needed for IUCV and CTC"] = None
    port_name: Annotated[str | None, Key(1, 8, CHAR_NB), "QDIO port name"] = None
    port_number: Annotated[str | None, Key(1, 2, CHAR10), "physical port"] = None
    vlan: Annotated[str | None, Key(1, 9), "ipv4vlan [ipv6vlan]"] = None


class NetworkIPInterfaceModify(
    HostCall[Reply],
    function="Network_IP_Interface_Modify",
    group="network",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="parameters",
):
    """Change exactly one thing of an interface: an address, the mask, the MTU or the peer.

    8/12: IFCONFIG refused, and the error texts say why.
    """

    tcpip_stack: Annotated[str, Key(1, 8, CHAR42), "TCP/IP server virtual machine"]
    interface_id: Annotated[str, Key(1, 16, CHAR_NB), "interface name"]
    permanent: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"YES": "also in the configuration file", "NO": "this session only (default)"}),
    ] = None
    delete_ip: Annotated[str | None, Key(3, 43), "address to drop"] = None
    add_ip: Annotated[str | None, Key(3, 43), "address to add"] = None
    change_mask: Annotated[str | None, Key(7, 15), "new IPv4 mask"] = None
    change_mtu: Annotated[str | None, Key(1, 5), "new MTU"] = None
    change_p2p: Annotated[str | None, Key(7, 15), "new peer address"] = None


class NetworkIPInterfaceQueryReply(Reply):
    """The answer of Network_IP_Interface_Query."""

    interface_configuration_array: Annotated[tuple[str, ...], ArrayOf(CText())] = ()


class NetworkIPInterfaceQuery(
    HostCall[NetworkIPInterfaceQueryReply],
    function="Network_IP_Interface_Query",
    group="network",
    level=630,
    parameters="parameters",
):
    """Read the configuration of a stack's interfaces, one line each.

    4/3022: none is configured. 8/4: no such interface. 8/3020: the stack is down.
    """

    tcpip_stack: Annotated[str, Key(1, 8, CHAR42), "TCP/IP server virtual machine"]
    interface_all: Annotated[
        str | None, Key(0, 3, CHAR26, choices={"YES": "all configured", "NO": "active only (default)"})
    ] = None
    interface_id: Annotated[str | None, Key(0, 16, CHAR_NB), "one interface; not together with interface_all=YES"] = (
        None
    )


class NetworkIPInterfaceRemove(
    HostCall[Reply],
    function="Network_IP_Interface_Remove",
    group="network",
    error_buffer=Framing.BYTE_LENGTH,
    level=630,
    parameters="parameters",
):
    """Remove an interface of a TCP/IP stack.

    8/12: IFCONFIG refused, and the error texts say why.
    """

    tcpip_stack: Annotated[str, Key(1, 8, CHAR42), "TCP/IP server virtual machine"]
    interface_id: Annotated[str, Key(1, 16, CHAR_NB), "interface name"]
    permanent: Annotated[
        str | None,
        Key(0, 3, CHAR26, choices={"YES": "also in the configuration file", "NO": "this session only (default)"}),
    ] = None
