# SPDX-License-Identifier: Apache-2.0
"""Virtual switches and guest LANs as immutable values, and who may connect to them."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_VLAN = 4094


@dataclass(frozen=True)
class Grant:
    """What a user may do on a switch. ``vlans`` empty means the switch's default."""

    vlans: tuple[int, ...] = ()
    promiscuous: bool = False
    osd_simulation: bool = False
    port_type: str = ""
    port_number: int = 0


@dataclass(frozen=True)
class Port:
    """A numbered port of a port-based switch."""

    user_id: str
    grant: Grant


@dataclass(frozen=True)
class Uplink:
    """A real device (and its port) that connects the switch to the outside."""

    rdev: int
    port: int = 0


@dataclass(frozen=True)
class Vswitch:
    """A virtual switch. ``vlan_id`` 0 means unaware."""

    name: str
    transport: str = "IP"
    vlan_aware: bool = False
    vlan_id: int = 0
    native_vlan: int = 0
    port_type: str = "NONE"
    queue_memory: int = 8
    routing: str = "NONROUTER"
    mac: str = ""
    gvrp: bool = False
    connected: bool = True
    no_uplink: bool = False
    uplinks: tuple[Uplink, ...] = ()
    port_names: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ("*",)
    ports: dict[int, Port] = field(default_factory=dict)
    vlan_ports: dict[int, tuple[int, ...]] = field(default_factory=dict)
    switch_type: str = "QDIO"
    ip_timeout: int = 5
    user_based: bool = True
    isolation: bool = False
    mac_protect: str = "UNSPECIFIED"
    vlan_counters: bool = False
    vepa: bool = False
    group: str = ""
    group_devices: tuple[Uplink, ...] = ()
    group_type: str = ""
    lacp: str = ""
    lag_interval: int = 0
    domain: str = ""
    scope: str = ""
    uplink_nic: str = ""
    created_at: float = 0.0

    def has_port_for(self, user_id: str) -> bool:
        """True when a numbered port belongs to the user."""
        return any(port.user_id == user_id for port in self.ports.values())


@dataclass(frozen=True)
class Granted:
    """A user who may connect to a switch. Kept apart from the switch, which may have thousands of them."""

    switch: str
    user_id: str
    grant: Grant


@dataclass(frozen=True)
class Lan:
    """A guest LAN; ``restricted`` ones are open to ``users`` (True: may listen to all) only."""

    owner: str
    name: str
    adapter_type: str
    restricted: bool
    transport: str = "IP"
    users: dict[str, bool] = field(default_factory=dict)

    def allows(self, user_id: str) -> bool:
        """True when the user may connect an adapter."""
        return not self.restricted or user_id in self.users or user_id == self.owner


def vlan_list(text: str) -> tuple[int, ...]:
    """VLAN numbers and ranges separated by blanks or commas, such as "10 20-22". ValueError outside of 1 to 4094."""
    found: list[int] = []
    for word in text.replace(",", " ").split():
        low, _, high = word.partition("-")
        first, last = int(low), int(high or low)
        if not 1 <= first <= last <= MAX_VLAN:
            raise ValueError(f"VLAN {word} is not between 1 and {MAX_VLAN}")
        found.extend(range(first, last + 1))
    return tuple(dict.fromkeys(found))


def mac_text(mac: str, separator: str = "-") -> str:
    """Twelve hexadecimal digits in pairs."""
    return separator.join(mac[at : at + 2] for at in range(0, 12, 2))
