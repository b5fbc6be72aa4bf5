# SPDX-License-Identifier: Apache-2.0
"""Interfaces of z/VM's own TCP/IP stacks."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Interface
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    IPaddrGet,
    NetworkIPInterfaceCreate,
    NetworkIPInterfaceModify,
    NetworkIPInterfaceQuery,
    NetworkIPInterfaceRemove,
)
from zfleet_smapi.calls.network_interface import IPaddrGetReply, NetworkIPInterfaceQueryReply
from zfleet_smapi.declaration import Reply

_IFCONFIG_FAILED = 12


def _key(stack: str, name: str) -> str:
    return f"{upper_case(stack)} {upper_case(name)}"


def _ifconfig_failed(message: str) -> Refusal:
    return Refusal(8, _IFCONFIG_FAILED, message)


@serves(NetworkIPInterfaceCreate)
def network_ip_interface_create(here: Context, call: NetworkIPInterfaceCreate) -> Reply:
    """A new interface."""
    stack, name = upper_case(call.tcpip_stack), upper_case(call.interface_id)
    if here.parts.cp.running(stack) is None:
        raise _ifconfig_failed(f"DTCIFC2615E TCP/IP server {stack} is not running")
    if not (call.primary_ipv4 or call.primary_ipv6):
        raise Refusal(8, 3004)
    interfaces = here.parts.files.interfaces
    if _key(stack, name) in interfaces:
        raise _ifconfig_failed(f"DTCIFC2613E Interface {name} already exists")
    addresses = tuple(_address(text) for text in (call.primary_ipv4, call.primary_ipv6) if text)
    settings = {
        "CPU": call.cpu or "0",
        "TRANSPORT": upper_case(call.transport_type or "IP"),
        "NOFORWARD": upper_case(call.noforward or "OFF"),
        "PATHMTU": upper_case(call.pathmtu or "NO"),
        "PORTNAME": upper_case(call.port_name or ""),
        "PORTNUMBER": call.port_number or "",
        "VLAN": call.vlan or "",
        "P2P": call.p2p or "",
    }
    interfaces.put(
        _key(stack, name),
        Interface(
            stack,
            name,
            upper_case(call.interface),
            addresses,
            _mask(addresses[0]),
            int(call.mtu or 0) or 1500,
            True,
            upper_case(call.permanent or "NO") == "YES",
            {key: value for key, value in settings.items() if value},
        ),
    )
    return done()


def _address(text: str) -> str:
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={text}") from None
    return text


def _mask(address: str) -> str:
    return str(ipaddress.ip_interface(address).netmask) if "/" in address else "255.255.255.0"


def _known(here: Context, stack: str, name: str) -> Interface:
    found = here.parts.files.interfaces.get(_key(stack, name))
    if found is None:
        raise _ifconfig_failed(f"DTCIFC2612E Unknown interface: {upper_case(name)}")
    return found


@serves(NetworkIPInterfaceModify)
def network_ip_interface_modify(here: Context, call: NetworkIPInterfaceModify) -> Reply:
    """Change one thing about an interface."""
    known = _known(here, call.tcpip_stack, call.interface_id)
    changes = [call.delete_ip, call.add_ip, call.change_mask, call.change_mtu, call.change_p2p]
    if sum(bool(change) for change in changes) != 1:
        raise Refusal(8, 3004)
    if call.add_ip:
        known = replace(known, addresses=(*known.addresses, _address(call.add_ip)))
    elif call.delete_ip:
        left = tuple(one for one in known.addresses if one.partition("/")[0] != call.delete_ip.partition("/")[0])
        if len(left) == len(known.addresses):
            raise _ifconfig_failed(f"DTCIFC2617E IP address {call.delete_ip} is not configured")
        known = replace(known, addresses=left)
    elif call.change_mask:
        known = replace(known, mask=_address(call.change_mask))
    elif call.change_mtu:
        known = replace(known, mtu=int(call.change_mtu))
    else:
        known = replace(known, settings={**known.settings, "P2P": _address(call.change_p2p or "")})
    if upper_case(call.permanent or "") == "YES":
        known = replace(known, permanent=True)
    here.parts.files.interfaces.put(_key(call.tcpip_stack, call.interface_id), known)
    return done()


@serves(NetworkIPInterfaceRemove)
def network_ip_interface_remove(here: Context, call: NetworkIPInterfaceRemove) -> Reply:
    """An interface goes; one in the configuration file stays there, inactive, unless PERMANENT says otherwise."""
    known = _known(here, call.tcpip_stack, call.interface_id)
    name = _key(call.tcpip_stack, call.interface_id)
    if known.permanent and upper_case(call.permanent or "NO") != "YES":
        here.parts.files.interfaces.put(name, replace(known, active=False))
    else:
        here.parts.files.interfaces.drop(name)
    return done()


@serves(NetworkIPInterfaceQuery)
def network_ip_interface_query(here: Context, call: NetworkIPInterfaceQuery) -> NetworkIPInterfaceQueryReply:
    """Active interfaces, all of them, or one."""
    stack = upper_case(call.tcpip_stack)
    everything = upper_case(call.interface_all or "NO") == "YES"
    if everything and call.interface_id:
        raise Refusal(8, 24)
    if here.parts.cp.running(stack) is None:
        raise Refusal(8, 3020)
    mine = [one for one in here.parts.files.interfaces.values() if one.stack == stack]
    if call.interface_id:
        mine = [one for one in mine if one.name == upper_case(call.interface_id)]
        if not mine:
            raise Refusal(8, 4)
    elif not everything:
        mine = [one for one in mine if one.active]
    if not mine:
        raise Refusal(4, 3022)
    return NetworkIPInterfaceQueryReply(interface_configuration_array=tuple(_line(one) for one in mine))


def _line(one: Interface) -> str:
    first = one.addresses[0].partition("/")[0] if one.addresses else "NONE"
    return f"{one.name} {first} {one.mask} {one.mtu} {'ACTIVE' if one.active else 'INACTIVE'}"


@serves(IPaddrGet)
def ipaddr_get(here: Context, call: IPaddrGet) -> IPaddrGetReply:
    """The host's own addresses."""
    return IPaddrGetReply(ip_list=here.parts.configuration.installed.ip_addresses)
