# SPDX-License-Identifier: Apache-2.0
"""The virtual switches in the system configuration file: what CP makes when the system is loaded."""

from __future__ import annotations

from collections.abc import Callable

from zfleet_simulator.state import State
from zfleet_simulator.switches import Grant, Granted, Vswitch


class ConfiguredSwitches:
    """DEFINE VSWITCH and MODIFY VSWITCH statements, as the switches and grants that they lead to."""

    def __init__(self, state: State) -> None:
        self.switches = state.shelf("configured vswitch", Vswitch)
        self.grants = state.shelf("configured grant", Granted)

    def __contains__(self, name: object) -> bool:
        return name in self.switches

    def put(self, switch: Vswitch) -> None:
        """Write a switch, new or changed."""
        self.switches.put(switch.name, switch)

    def change(self, name: str, changed: Callable[[Vswitch], Vswitch]) -> None:
        """Change a switch. KeyError when it is not there."""
        self.put(changed(self.switches[name]))

    def drop(self, name: str) -> None:
        """Take every statement for a switch out; one that is not there does not matter."""
        if name in self.switches:
            self.switches.drop(name)
        for key, granted in self.grants.items():
            if granted.switch == name:
                self.grants.drop(key)

    def grant(self, name: str, user_id: str, grant: Grant) -> None:
        """Write a grant; an earlier one is replaced."""
        self.grants.put(f"{name} {user_id}", Granted(name, user_id, grant))

    def revoke(self, name: str, user_id: str) -> bool:
        """Take a grant out. False: there was none."""
        key = f"{name} {user_id}"
        if key not in self.grants:
            return False
        self.grants.drop(key)
        return True
