# SPDX-License-Identifier: Apache-2.0
"""CP's virtual networks: switches, guest LANs, MAC addresses, and which adapters are where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zfleet_simulator.clock import Clock
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.configured_switches import ConfiguredSwitches
from zfleet_simulator.guests import Guest, Nic
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import State
from zfleet_simulator.statements import Nicdef
from zfleet_simulator.subnets import Subnets
from zfleet_simulator.switches import Grant, Granted, Lan, Vswitch
from zfleet_simulator.upper_case import upper_case

SYSTEM = "SYSTEM"
UPLINK_DEVICES = 3  # an OSA-Express uplink takes three consecutive devices


@dataclass(frozen=True)
class LastMac:
    """The last MAC suffix that CP gave out by itself."""

    value: int


class Networks:
    """Switches and LANs of one system.

    ``mac_prefix`` begins the addresses that CP gives out by itself (the system's MACPREFIX), ``user_prefix`` those of
    which a directory statement has the rest (its USERPREFIX); six hexadecimal digits each.
    """

    def __init__(
        self, state: State, clock: Clock, configuration: Configuration, mac_prefix: str, user_prefix: str
    ) -> None:
        self._clock = clock
        self._configuration = configuration
        self.mac_prefix = upper_case(mac_prefix)
        self.user_prefix = upper_case(user_prefix)
        self.authorized_by_directory = False
        self.subnets = Subnets({})
        self.switches = state.shelf("vswitch", Vswitch)
        self.lans = state.shelf("lan", Lan)
        self.configured = ConfiguredSwitches(state)
        self._grants = state.shelf("grant", Granted)
        self._granted: dict[str, dict[str, Grant]] = {}
        self._last_mac = state.shelf("last mac", LastMac)
        self._adapters: dict[tuple[str, str], dict[tuple[str, int], None]] = {}
        self._macs: dict[str, int] = {}
        self._leases: dict[tuple[str, str], set[str]] = {}
        self._grants.observe(self._grant_changed)

    def guest_changed(self, name: str, old: Guest | None, new: Guest | None) -> None:
        """Observer of the guests: which adapter is on which LAN, and which MAC addresses are in use."""
        before, after = set(old.nics() if old is not None else ()), set(new.nics() if new is not None else ())
        for nic in before - after:
            self._macs[nic.mac] -= 1
            if not self._macs[nic.mac]:
                del self._macs[nic.mac]
            if nic.coupled:
                del self._adapters[nic.lan_owner, nic.lan_name][name, nic.vdev]
                self._leases[nic.lan_owner, nic.lan_name].discard(nic.lease)
        for nic in after - before:
            self._macs[nic.mac] = self._macs.get(nic.mac, 0) + 1
            if nic.coupled:
                self._adapters.setdefault((nic.lan_owner, nic.lan_name), {})[name, nic.vdev] = None
                self._leases.setdefault((nic.lan_owner, nic.lan_name), set()).add(nic.lease)

    def lease(self, owner: str, name: str, mac: str) -> str:
        """The address, with its prefix, that a DHCP server on that network has for an adapter; empty: none is left."""
        return self.subnets.address(name, int(mac[6:], 16), self._leases.get((owner, name), set()))

    def adapters(self, owner: str, name: str) -> tuple[tuple[str, int], ...]:
        """The coupled adapters: (user id, device number)."""
        return tuple(self._adapters.get((owner, name), ()))

    def new_nic(self, nicdef: Nicdef) -> Nic:
        """An adapter as a statement describes it, not coupled yet."""
        mac = self.user_prefix + upper_case(nicdef.mac_id) if nicdef.mac_id else self.next_mac()
        return Nic(
            nicdef.vdev,
            nicdef.adapter_type or "HIPERSOCKETS",
            nicdef.devices or 3,
            mac,
            port_number=int(nicdef.port_number) if nicdef.port_number.isdecimal() else 0,
            vlan=nicdef.vlan,
            channel_path=nicdef.channel_path,
        )

    def next_mac(self) -> str:
        """A MAC address that nothing uses."""
        last = self._last_mac.get("last")
        value = last.value if last is not None else 0
        while True:
            value = value % 0xFFFFFF + 1
            mac = f"{self.mac_prefix}{value:06X}"
            if mac not in self._macs:
                self._last_mac.put("last", LastMac(value))
                return mac

    def admit(self, user_id: str, nic: Nic, owner: str, name: str, port_number: int, in_directory: bool = False) -> int:
        """May this adapter connect? The port number that it gets.

        Refusal 212/40 no such switch, 212/12 no such LAN, 212/8 not authorized, 212/28 wrong type of adapter.
        """
        if owner == SYSTEM and name in self.switches:
            allowed = self.authorized_by_directory and in_directory
            return self._admit_to_switch(user_id, nic, self.switches[name], port_number, allowed)
        lan = self.lans.get(f"{owner} {name}")
        if lan is None:
            raise Refusal(212, 40 if owner == SYSTEM else 12)
        if not lan.allows(user_id):
            raise Refusal(212, 8)
        if not same_type(lan.adapter_type, nic.adapter_type):
            raise Refusal(212, 28)
        return 0

    def _admit_to_switch(self, user_id: str, nic: Nic, switch: Vswitch, port_number: int, allowed: bool) -> int:
        if not allowed and user_id not in self.users(switch.name) and not switch.has_port_for(user_id):
            raise Refusal(212, 8)
        if not same_type("QDIO" if switch.switch_type == "IVL" else switch.switch_type, nic.adapter_type):
            raise Refusal(212, 28)
        if port_number:
            port = switch.ports.get(port_number)
            if port is not None and port.user_id != user_id:
                raise Refusal(212, 8)
            return port_number
        mine = sorted(number for number, port in switch.ports.items() if port.user_id == user_id)
        return mine[0] if mine else 0

    # --- switches --------------------------------------------------------------------------------------------------

    def switch(self, name: str) -> Vswitch:
        """A virtual switch. Refusal 212/40."""
        found = self.switches.get(upper_case(name))
        if found is None:
            raise Refusal(212, 40)
        return found

    def create_switch(self, switch: Vswitch) -> None:
        """A new switch; its uplink's devices go to its controller. Refusal 212/36."""
        if switch.name in self.switches:
            raise Refusal(212, 36)
        mac = switch.mac or self.next_mac()
        switch = replace(switch, mac=mac, created_at=self._clock.now())
        self.switches.put(switch.name, switch)
        self._take_uplinks(switch)

    def change_switch(self, switch: Vswitch) -> None:
        """Put a changed switch; devices that are no longer its uplinks are free again."""
        old = self.switches[switch.name]
        if (old.uplinks, old.connected, old.controllers) != (switch.uplinks, switch.connected, switch.controllers):
            self._free_uplinks(old)
        self.switches.put(switch.name, switch)
        self._take_uplinks(switch)

    def delete_switch(self, name: str) -> None:
        """Forget a switch; its adapters must have been uncoupled. Refusal 212/40."""
        switch = self.switch(name)
        self._free_uplinks(switch)
        for user_id in tuple(self.users(switch.name)):
            self.revoke(switch.name, user_id)
        self.switches.drop(switch.name)

    def load(self) -> None:
        """The switches and grants of the configuration file, and no others."""
        for name in list(self.switches):
            self.delete_switch(name)
        for switch in self.configured.switches.values():
            self.create_switch(switch)
        for granted in self.configured.grants.values():
            self.grant(granted.switch, granted.user_id, granted.grant)

    def users(self, switch_name: str) -> Mapping[str, Grant]:
        """Who may connect to a switch, in the order of the grants."""
        return self._granted.get(switch_name, {})

    def grant(self, switch_name: str, user_id: str, grant: Grant) -> None:
        """Let a user connect; an earlier grant is replaced."""
        self._grants.put(f"{switch_name} {user_id}", Granted(switch_name, user_id, grant))

    def revoke(self, switch_name: str, user_id: str) -> None:
        """Let a user connect no longer; one who could not does not matter."""
        if user_id in self.users(switch_name):
            self._grants.drop(f"{switch_name} {user_id}")

    def _grant_changed(self, name: str, old: Granted | None, new: Granted | None) -> None:
        if new is not None:
            self._granted.setdefault(new.switch, {})[new.user_id] = new.grant
        elif old is not None:
            del self._granted[old.switch][old.user_id]

    def controller(self, switch: Vswitch) -> str:
        """The virtual machine that drives the uplink."""
        named = [one for one in switch.controllers if one != "*"]
        return named[0] if named else "DTCVSW1"

    def _take_uplinks(self, switch: Vswitch) -> None:
        if not switch.connected or switch.no_uplink or not switch.uplinks:
            return
        rdev = switch.uplinks[0].rdev
        if self.uplink_error(switch, rdev) == 0:
            self._configuration.attach_osa(range(rdev, rdev + UPLINK_DEVICES), self.controller(switch))

    def _free_uplinks(self, switch: Vswitch) -> None:
        if switch.uplinks:
            rdev = switch.uplinks[0].rdev
            self._configuration.release_osa(range(rdev, rdev + UPLINK_DEVICES), self.controller(switch))

    def uplink_error(self, switch: Vswitch, rdev: int) -> int:
        """SMAPI's device error status: 0 none, 3 no such device, 4 attached to someone else, 11 offline."""
        for number in range(rdev, rdev + UPLINK_DEVICES):
            osa = self._configuration.osa.get(f"{number:04X}")
            if osa is None:
                return 3
            if not osa.online:
                return 11
            if osa.user not in ("", self.controller(switch)):
                return 4
        return 0

    def switch_status(self, switch: Vswitch) -> int:
        """SMAPI's switch status: 1 defined, 3 operator needed, 8 the OSA is ready."""
        if switch.uplink_nic:
            return 8
        if not switch.uplinks or switch.no_uplink:
            return 1
        if not switch.connected:
            return 3
        return 8 if self.uplink_error(switch, switch.uplinks[0].rdev) == 0 else 3

    # --- LANs ------------------------------------------------------------------------------------------------------

    def lan(self, owner: str, name: str) -> Lan:
        """A guest LAN. Refusal 212/12 no LAN of that name at all, 212/16 another owner's."""
        found = self.lans.get(f"{owner} {name}")
        if found is None:
            raise Refusal(212, 16 if any(one.name == name for one in self.lans.values()) else 12)
        return found


def same_type(network: str, adapter: str) -> bool:
    """True when an adapter of that type fits; HIPERSOCKETS may be abbreviated to HIPER."""
    return upper_case(network[:5]) == upper_case(adapter[:5])
