# SPDX-License-Identifier: Apache-2.0
"""The addresses that guests get by DHCP: which subnet a switch or LAN has, and which host has which address.

The same adapter gets the same address in every run: the last six digits of its MAC address say which.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from ipaddress import IPv4Network, ip_network

DEFAULT_SUBNET = "10.0.0.0/8"  # room for one address for each MAC address of a system
_MOST_TRIES = 65_536


class Subnets:
    """IPv4 subnets by the name of a switch or LAN, in capitals; networks that are not named have 10.0.0.0/8."""

    def __init__(self, subnets: Mapping[str, str]) -> None:
        """ValueError for what is no IPv4 subnet of 2 to 2**24 hosts."""
        self._default = subnet(DEFAULT_SUBNET)
        self._subnets = {name: subnet(text) for name, text in subnets.items()}

    def address(self, network: str, wanted: int, taken: Collection[str]) -> str:
        """The first free address from host number ``wanted`` on, with its prefix; empty when there is none."""
        found = self._subnets.get(network, self._default)
        first, size = int(found.network_address), found.num_addresses
        for number in range(wanted, wanted + min(size, _MOST_TRIES)):
            host = number % size
            if 0 < host < size - 1:
                text = f"{_dotted(first + host)}/{found.prefixlen}"
                if text not in taken:
                    return text
        return ""


def subnet(text: str) -> IPv4Network:
    """A subnet such as 192.168.5.0/24. ValueError."""
    found = ip_network(text)
    if not isinstance(found, IPv4Network) or not 8 <= found.prefixlen <= 30:
        raise ValueError(f"{text} is no IPv4 subnet with a prefix of 8 to 30 bits")
    return found


def _dotted(number: int) -> str:
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
