# SPDX-License-Identifier: Apache-2.0
"""How a guest's operating system is to set up a NIC: addresses that fit together, or every reason why they do not."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from zfleet_runtime.validation import Violations

SMALLEST_MTU = 576  # RFC 791: what every IPv4 host must be able to take
SMALLEST_MTU_IPV6 = 1280  # RFC 8200, section 5
LARGEST_MTU = 65535
MOST_DNS_SERVERS = 8

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPlan:
    """Addresses of a NIC in their canonical spelling; "" and 0 are "not given" (the guest asks DHCP, say)."""

    ip_address: str = ""
    cidr: str = ""
    gateway: str = ""
    dns_servers: tuple[str, ...] = ()
    mtu: int = 0


def check_address_plan(
    v: Violations, *, ip_address: str, cidr: str, gateway: str, dns_servers: tuple[str, ...], mtu: int
) -> AddressPlan:
    """The plan in canonical spelling; all that does not fit is reported to `v`, field by field."""
    address = v.optional("ip_address", _address, ip_address)
    network = v.optional("cidr", _network, cidr)
    router = v.optional("gateway", _address, gateway)
    if ip_address and not cidr:
        v.add("cidr", "is required with an ip_address")
    if gateway and not cidr:
        v.add("cidr", "is required with a gateway")
    if network is not None:
        _check_in_network(v, "ip_address", address, network)
        _check_in_network(v, "gateway", router, network)
    if address is not None and address == router:
        v.add("gateway", "must differ from the ip_address")
    v.require(len(dns_servers) <= MOST_DNS_SERVERS, "dns_servers", f"at most {MOST_DNS_SERVERS} name servers")
    servers = [v.check(f"dns_servers[{n}]", _address, each) for n, each in enumerate(dns_servers[:MOST_DNS_SERVERS])]
    _check_mtu(v, mtu, ipv6=isinstance(network, IPv6Network))
    return AddressPlan(
        ip_address=str(address or ""),
        cidr=str(network or ""),
        gateway=str(router or ""),
        dns_servers=tuple(map(str, servers)),
        mtu=mtu,
    )


def _address(text: str) -> Address:
    try:
        address = ip_address(text)
    except ValueError:
        raise ValueError("must be an IPv4 or IPv6 address") from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise ValueError("must not name a zone")
    if address.is_multicast or address.is_unspecified or address.is_loopback:
        raise ValueError("must not be a multicast, loopback or unspecified address")
    return address


def _network(text: str) -> Network:
    if "/" not in text:
        raise ValueError("must be a network in CIDR notation, for example 192.0.2.0/24")
    try:
        return ip_network(text, strict=False)  # 192.0.2.7/24, as people write an interface, means 192.0.2.0/24
    except ValueError:
        raise ValueError("must be a network in CIDR notation, for example 192.0.2.0/24") from None


def _check_in_network(v: Violations, field: str, address: Address | None, network: Network) -> None:
    if address is None:
        return
    if address.version != network.version:
        v.add(field, f"is of IPv{address.version}, but the network {network} is of IPv{network.version}")
    elif address not in network:
        v.add(field, f"does not lie in the network {network}")
    elif isinstance(network, IPv4Network) and network.prefixlen < 31:  # RFC 3021: a /31 has two host addresses
        if address == network.network_address:
            v.add(field, f"is the address of the network {network} itself")
        elif address == network.broadcast_address:
            v.add(field, f"is the broadcast address of the network {network}")


def _check_mtu(v: Violations, mtu: int, *, ipv6: bool) -> None:
    smallest = SMALLEST_MTU_IPV6 if ipv6 else SMALLEST_MTU
    if mtu and not smallest <= mtu <= LARGEST_MTU:
        v.add("mtu", f"must be 0 for the default, or {smallest} to {LARGEST_MTU} bytes")
