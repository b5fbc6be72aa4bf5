# SPDX-License-Identifier: Apache-2.0
"""Who may couple to a switch: grants, also for the next IPL of the host."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_network.refusals import GRANT, GRANTED_ALREADY, NO_SUCH_SWITCH, REVOKE, codes_of, explaining
from zfleet_network.virtual_switch import Grant
from zfleet_network.vlans import user_vlan_id
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError


class Grants:
    """Gives and takes permissions on virtual switches."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def give(self, switch: str, user_id: str, vlan_ids: Sequence[int] = ()) -> bool:
        """Lets a guest couple; without VLANs in the switch's default one. Whether it is a new permission.

        With VLANs they replace those that the guest has. NOT_FOUND without the switch; FAILED_PRECONDITION for VLANs on
        a switch that is not VLAN-aware.
        """
        with explaining(GRANT, user_id=user_id, switch=switch):
            try:
                await self._set(switch, grant_userid=user_id, user_vlan_id=user_vlan_id(vlan_ids) or None)
            except SmapiError as error:
                if codes_of(error) != GRANTED_ALREADY:
                    raise
                if vlan_ids:
                    await self._replace(switch, user_id, vlan_ids)
                return False
        return True

    async def _replace(self, switch: str, user_id: str, vlan_ids: Sequence[int]) -> None:
        await self._set(switch, revoke_userid=user_id)
        await self._set(switch, grant_userid=user_id, user_vlan_id=user_vlan_id(vlan_ids))

    async def take(self, switch: str, user_id: str, *, missing_switch: bool = False) -> None:
        """Takes a permission back; one that is not there is a success, and so is a missing switch when asked for."""
        with explaining(REVOKE, user_id=user_id, switch=switch, fine=[NO_SUCH_SWITCH] if missing_switch else []):
            await self._set(switch, revoke_userid=user_id)

    async def restore(self, switch: str, user_id: str, before: Grant | None) -> None:
        """Makes a permission what it was before."""
        if before is None:
            await self.take(switch, user_id, missing_switch=True)
        else:
            await self.give(switch, user_id, before.vlan_ids)

    async def _set(
        self,
        switch: str,
        *,
        grant_userid: str | None = None,
        revoke_userid: str | None = None,
        user_vlan_id: str | None = None,
    ) -> None:
        await self._smapi.call(
            VirtualNetworkVswitchSetExtended(
                switch_name=switch,
                grant_userid=grant_userid,
                revoke_userid=revoke_userid,
                user_vlan_id=user_vlan_id,
                persist="YES",
            )
        )
