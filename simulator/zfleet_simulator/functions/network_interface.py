# SPDX-License-Identifier: Apache-2.0
"""Interfaces of z/VM's own TCP/IP stacks: those that a running stack has, and those of its configuration file.

A stack that starts again has what its configuration file says; what was changed for the session only is gone.
"""

from __future__ import annotations

import ipaddress
from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Interface
from zfleet_simulator.statements import StatementError, device_number
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
_FIRST_STACK = "TCPIP"
_MAX_MTU = 65_535
# How many words follow the kind of an interface, at least and at most.
_KINDS = {"ETH": (1, 3), "HS": (1, 1), "IUCV": (1, 1), "CTC": (1, 1), "VETH": (3, 3), "VCTC": (3, 3), "VHS": (3, 3)}
_REAL, _POINT_TO_POINT = ("ETH", "HS", "CTC"), ("IUCV", "CTC", "VCTC")


def _key(stack: str, name: str) -> str:
    return f"{upper_case(stack)} {upper_case(name)}"


def _ifconfig_failed(message: str) -> Refusal:
    return Refusal(8, _IFCONFIG_FAILED, message)


def _bad_operand(keyword: str) -> Refusal:
    return Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={keyword}")


def _session(here: Context, stack: str) -> float:
    """When the stack logged on. Refusal 8/12."""
    server = here.parts.cp.running(upper_case(stack))
    if server is None:
        raise _ifconfig_failed(f"DTCIFC2615E TCP/IP server {upper_case(stack)} is not running")
    return server.logged_on_at


def _interfaces(here: Context, stack: str, session: float) -> dict[str, Interface]:
    """What a running stack has by name; one of the configuration that was taken out for the session is inactive."""
    files, stack = here.parts.files, upper_case(stack)
    found = {one.name: one for one in files.configured_interfaces.values() if one.stack == stack}
    running = (one for one in files.interfaces.values() if (one.stack, one.session) == (stack, session))
    return {**found, **{one.name: one for one in running}}


def _keep(here: Context, one: Interface, session: float, permanent: str | None) -> None:
    """Put an interface for this session, and for later ones too when it is permanent."""
    here.parts.files.interfaces.put(_key(one.stack, one.name), replace(one, session=session))
    if upper_case(permanent or "NO") == "YES":
        here.parts.files.configured_interfaces.put(_key(one.stack, one.name), replace(one, session=0.0, active=True))


@serves(NetworkIPInterfaceCreate)
def network_ip_interface_create(here: Context, call: NetworkIPInterfaceCreate) -> Reply:
    """A new interface."""
    stack, name = upper_case(call.tcpip_stack), upper_case(call.interface_id)
    if name.startswith("-") or name.endswith(":") or ";" in name:
        raise _bad_operand("INTERFACE_ID")
    kind, *words = upper_case(call.interface).split() or [""]
    low, high = _KINDS.get(kind, (1, 0))
    if not low <= len(words) <= high:
        raise _bad_operand("INTERFACE")
    if not (call.primary_ipv4 or call.primary_ipv6) or (kind in _POINT_TO_POINT and not call.p2p):
        raise Refusal(8, 3004)
    addresses = _addresses(call)
    mtu = _mtu(call.mtu or "0", 0) or 1500
    settings = _settings(call)
    session = _session(here, stack)
    if kind in _REAL and not here.parts.configuration.known(_real_device(words[0])):
        raise Refusal(8, 8)
    known = _interfaces(here, stack, session).get(name)
    if known is not None and known.active:
        raise _ifconfig_failed(f"DTCIFC2613E Interface {name} already exists")
    one = Interface(stack, name, f"{kind} {' '.join(words)}", addresses, _mask(addresses), mtu, settings=settings)
    _keep(here, one, session, call.permanent)
    return done()


def _addresses(call: NetworkIPInterfaceCreate) -> tuple[str, ...]:
    found = []
    for text, keyword, version in ((call.primary_ipv4, "PRIMARY_IPV4", 4), (call.primary_ipv6, "PRIMARY_IPV6", 6)):
        if text:
            found.append(_address(text, keyword))
            if ipaddress.ip_interface(text).version != version:
                raise _bad_operand(keyword)
    return tuple(found)


def _settings(call: NetworkIPInterfaceCreate) -> dict[str, str]:
    cpu = call.cpu or "0"
    if not "0" <= cpu <= "6":
        raise _bad_operand("CPU")
    settings = {
        "CPU": cpu,
        "TRANSPORT": upper_case(call.transport_type or "IP"),
        "NOFORWARD": upper_case(call.noforward or "OFF"),
        "PATHMTU": upper_case(call.pathmtu or "NO"),
        "PORTNAME": upper_case(call.port_name or ""),
        "PORTNUMBER": call.port_number or "",
        "VLAN": call.vlan or "",
        "P2P": _address(call.p2p, "P2P") if call.p2p else "",
    }
    return {key: value for key, value in settings.items() if value}


def _real_device(word: str) -> int:
    try:
        return device_number(word)
    except StatementError:
        raise _bad_operand("INTERFACE") from None


def _address(text: str, keyword: str) -> str:
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        raise _bad_operand(keyword) from None
    return text


def _mtu(text: str, least: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= _MAX_MTU:
        raise _bad_operand("MTU" if least == 0 else "CHANGE_MTU")
    return int(text)


def _mask(addresses: tuple[str, ...]) -> str:
    first = addresses[0]
    return str(ipaddress.ip_interface(first).netmask) if "/" in first else "255.255.255.0"


def _known(here: Context, stack: str, name: str, session: float) -> Interface:
    found = _interfaces(here, stack, session).get(upper_case(name))
    if found is None:
        raise _ifconfig_failed(f"DTCIFC2612E Unknown interface: {upper_case(name)}")
    return found


@serves(NetworkIPInterfaceModify)
def network_ip_interface_modify(here: Context, call: NetworkIPInterfaceModify) -> Reply:
    """Change one thing about an interface."""
    changes = [call.delete_ip, call.add_ip, call.change_mask, call.change_mtu, call.change_p2p]
    if sum(bool(change) for change in changes) != 1:
        raise Refusal(8, 3004)
    session = _session(here, call.tcpip_stack)
    known = _known(here, call.tcpip_stack, call.interface_id, session)
    if call.add_ip:
        address = _address(call.add_ip, "ADD_IP")
        if _bare(address) in map(_bare, known.addresses):
            raise _ifconfig_failed(f"DTCIFC2616E IP address {_bare(address)} is configured already")
        known = replace(known, addresses=(*known.addresses, address))
    elif call.delete_ip:
        left = tuple(one for one in known.addresses if _bare(one) != _bare(call.delete_ip))
        if len(left) == len(known.addresses):
            raise _ifconfig_failed(f"DTCIFC2617E IP address {call.delete_ip} is not configured")
        known = replace(known, addresses=left)
    elif call.change_mask:
        known = replace(known, mask=_new_mask(call.change_mask))
    elif call.change_mtu:
        known = replace(known, mtu=_mtu(call.change_mtu, 1))
    else:
        known = replace(known, settings={**known.settings, "P2P": _address(call.change_p2p or "", "CHANGE_P2P")})
    _keep(here, known, session, call.permanent)
    return done()


def _bare(address: str) -> str:
    return address.partition("/")[0]


def _new_mask(text: str) -> str:
    try:
        return str(ipaddress.IPv4Network(f"0.0.0.0/{text}").netmask)
    except ValueError:
        raise _bad_operand("CHANGE_MASK") from None


@serves(NetworkIPInterfaceRemove)
def network_ip_interface_remove(here: Context, call: NetworkIPInterfaceRemove) -> Reply:
    """An interface goes; one in the configuration file stays there, inactive, unless PERMANENT says otherwise."""
    session = _session(here, call.tcpip_stack)
    known = _known(here, call.tcpip_stack, call.interface_id, session)
    name, files = _key(known.stack, known.name), here.parts.files
    permanent = upper_case(call.permanent or "NO") == "YES"
    if name in files.configured_interfaces and not permanent:
        _keep(here, replace(known, active=False), session, None)
        return done()
    for shelf in (files.interfaces, files.configured_interfaces):
        if name in shelf:
            shelf.drop(name)
    return done()


@serves(NetworkIPInterfaceQuery)
def network_ip_interface_query(here: Context, call: NetworkIPInterfaceQuery) -> NetworkIPInterfaceQueryReply:
    """Active interfaces, all of them, or one."""
    everything = upper_case(call.interface_all or "NO") == "YES"
    if everything and call.interface_id:
        raise Refusal(8, 24)
    server = here.parts.cp.running(upper_case(call.tcpip_stack))
    if server is None:
        raise Refusal(8, 3020)
    mine = list(_interfaces(here, call.tcpip_stack, server.logged_on_at).values())
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
    first = _bare(one.addresses[0]) if one.addresses else "NONE"
    return f"{one.name} {first} {one.mask} {one.mtu} {'ACTIVE' if one.active else 'INACTIVE'}"


@serves(IPaddrGet)
def ipaddr_get(here: Context, call: IPaddrGet) -> IPaddrGetReply:
    """The host's own addresses: those it was installed with, and those of its first stack's active interfaces."""
    found = list(here.parts.configuration.installed.ip_addresses)
    server = here.parts.cp.running(_FIRST_STACK)
    if server is not None:
        for one in _interfaces(here, _FIRST_STACK, server.logged_on_at).values():
            found += [_bare(address) for address in one.addresses if one.active]
    return IPaddrGetReply(ip_list=tuple(dict.fromkeys(found)))
