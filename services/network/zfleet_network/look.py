# SPDX-License-Identifier: Apache-2.0
"""What NICs are checked against before they are reserved: z/VM's switches and the addresses in use on them."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_network.mac_address import canonical, mac_address_of
from zfleet_network.nics import NicWish
from zfleet_network.switch_query import Switches
from zfleet_runtime.validation import Violations


def check_switches(v: Violations, wishes: Sequence[NicWish], switches: Switches) -> None:
    """Reports switches that do not exist, and VLANs on switches that know none."""
    for at, wish in enumerate(wishes):
        if not wish.virtual_switch:
            continue
        switch = switches.get(wish.virtual_switch)
        if switch is None:
            v.add(f"nics[{at}].virtual_switch", f"there is no virtual switch {wish.virtual_switch}")
        elif wish.vlan_id and not switch.vlan_aware:
            v.add(f"nics[{at}].vlan_id", f"virtual switch {switch.name} is not VLAN-aware")


def taken_mac_ids(switches: Switches, prefix: str, user_id: str) -> set[str]:
    """The MACIDs (last six hex digits) of the host's prefix that adapters of other guests have now."""
    start = mac_address_of(prefix, "000000")[:9]
    return {
        canonical(nic.mac_address).replace(":", "")[6:].upper()
        for switch in switches.values()
        for nic in switch.connected_nics
        if nic.user_id != user_id and canonical(nic.mac_address).startswith(start)
    }
