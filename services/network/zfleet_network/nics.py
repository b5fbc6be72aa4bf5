# SPDX-License-Identifier: Apache-2.0
"""NICs as values: what is asked for, and what is reserved or there."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_network.address_plan import AddressPlan

PLANNED = "planned"
"""Reserved; its plan may expire."""
CREATING = "creating"
"""Being added to an existing guest; undone when its service does not come back to it."""
CREATED = "created"
"""In the directory entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NicWish:
    """A NIC that a guest shall have; "" and 0 leave the choice to the service."""

    device_number: str = ""
    virtual_switch: str = ""
    mac_id: str = ""
    vlan_id: int = 0
    nic_id: str = ""
    address: AddressPlan | None = None
    osa_device: str = ""
    """First of three real devices to dedicate; then there is no adapter, so no switch and no MAC address of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nic:
    """A NIC of a guest, named by `user_id` and `device_number` (4 hex digits, the first of its three).

    `mac_id` is empty for an OSA, and for a registered NIC whose address CP chose; that one may stand in `mac_address`.
    """

    user_id: str
    device_number: str
    mac_id: str
    virtual_switch: str = ""
    vlan_id: int = 0
    nic_id: str = ""
    address: AddressPlan | None = None
    state: str = PLANNED
    granted: bool = False
    """The guest's permission for the switch was given for a NIC of it, so it goes with the last one. Of a planned NIC:
    it was about to be given."""
    granted_before: bool = False
    """When it was planned, the guest had a permission for the switch already."""
    mac_address: str = ""
    osa_device: str = ""

    @property
    def name(self) -> str:
        """What error details call it."""
        return f"{self.user_id}/{self.device_number}"

    @property
    def awaits_grant(self) -> bool:
        """It is planned for a switch that nobody has granted the guest, nor is about to."""
        return bool(self.virtual_switch) and self.state == PLANNED and not self.granted and not self.granted_before


def vlans_by_switch(nics: list[Nic]) -> dict[str, tuple[int, ...]]:
    """The switches that NICs couple to, with the VLANs that they need there; none means the switch's default."""
    needed: dict[str, set[int]] = {}
    for nic in nics:
        if nic.virtual_switch:
            vlans = needed.setdefault(nic.virtual_switch, set())
            if nic.vlan_id:
                vlans.add(nic.vlan_id)
    return {switch: tuple(sorted(vlans)) for switch, vlans in needed.items()}
