# SPDX-License-Identifier: Apache-2.0
"""Who may couple to a switch: grants, also for the next IPL of the host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_network.refusals import GRANT, GRANTED_ALREADY, NO_SUCH_SWITCH, REVOKE, codes_of, explaining
from zfleet_network.virtual_switch import Grant
from zfleet_network.vlans import user_vlan_id
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a guest may do beyond coupling; `port_type` is ACCESS, TRUNK or "" for the switch's default."""

    promiscuous: bool = False
    osd_simulation: bool = False
    port_type: str = ""


class Grants:
    """Gives and takes permissions on virtual switches."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def give(self, switch: str, user_id: str, vlan_ids: Sequence[int] = (), rights: Rights | None = None) -> bool:
        """Lets a guest couple; without VLANs in the switch's default one. Whether it is a new permission.

        With VLANs or rights they replace those that the guest has. NOT_FOUND without the switch; FAILED_PRECONDITION
        for VLANs on a switch that is not VLAN-aware.
        """
        rights = rights or Rights()
        call = VirtualNetworkVswitchSetExtended(
            switch_name=switch,
            grant_userid=user_id,
            user_vlan_id=user_vlan_id(vlan_ids) or None,
            promiscuous="YES" if rights.promiscuous else None,
            osd_sim="YES" if rights.osd_simulation else None,
            port_type=rights.port_type or None,
            persist="YES",
        )
        with explaining(GRANT, user_id=user_id, switch=switch):
            try:
                await self._smapi.call(call)
            except SmapiError as error:
                if codes_of(error) != GRANTED_ALREADY:
                    raise
                if vlan_ids or rights != Rights():
                    await self._smapi.call(_revocation(switch, user_id))
                    await self._smapi.call(call)
                return False
        return True

    async def take(self, switch: str, user_id: str, *, missing_switch: bool = False) -> None:
        """Takes a permission back; one that is not there is a success, and so is a missing switch when asked for."""
        with explaining(REVOKE, user_id=user_id, switch=switch, fine=[NO_SUCH_SWITCH] if missing_switch else []):
            await self._smapi.call(_revocation(switch, user_id))

    async def restore(self, switch: str, user_id: str, before: Grant | None) -> None:
        """Makes a permission what it was before."""
        if before is None:
            await self.take(switch, user_id, missing_switch=True)
        else:
            rights = Rights(promiscuous=before.promiscuous, osd_simulation=before.osd_simulation)
            await self.give(switch, user_id, before.vlan_ids, rights)


def _revocation(switch: str, user_id: str) -> VirtualNetworkVswitchSetExtended:
    return VirtualNetworkVswitchSetExtended(switch_name=switch, revoke_userid=user_id, persist="YES")
