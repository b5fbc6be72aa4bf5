# SPDX-License-Identifier: Apache-2.0
"""Removes NICs: from the directory entry and the running guest, or only from memory when the guest itself is gone."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_network.couple import release_grants
from zfleet_network.entry import Entry
from zfleet_network.grants import Grants
from zfleet_network.nics import CREATED
from zfleet_network.reservations import Reservations
from zfleet_network.running_guest import RunningGuest
from zfleet_network.switch_query import SwitchQuery
from zfleet_network.undo import together
from zfleet_runtime.errors import not_found
from zfleet_runtime.turns import Turns
from zfleet_smapi.client import SmapiClient


class Deletion:
    """Removes NICs. Done twice it is done once, so what fails half-way is finished by asking again."""

    def __init__(
        self, smapi: SmapiClient, switches: SwitchQuery, grants: Grants, reservations: Reservations, turns: Turns
    ) -> None:
        self._smapi = smapi
        self._switches = switches
        self._grants = grants
        self._reservations = reservations
        self._turns = turns

    async def delete(self, user_id: str, device_numbers: Sequence[str], *, allow_missing: bool) -> None:
        """Removes NICs of a guest, with the grants that were given for them. NOT_FOUND for one that is not known,
        before anything is removed, unless `allow_missing`."""
        async with self._turns.of(user_id):
            known = await self._reservations.of_guest(user_id)
            leaving = [nic for nic in known if nic.device_number in device_numbers and nic.state == CREATED]
            missing = sorted(set(device_numbers) - {nic.device_number for nic in leaving})
            if missing and not allow_missing:
                raise not_found("nic", f"{user_id}/{missing[0]}", f"{user_id} has no NIC {', '.join(missing)}")
            if not leaving:
                return
            guest = RunningGuest(self._smapi, user_id)
            numbers = [nic.device_number for nic in leaving]
            await together(self._undefine(user_id, numbers), *(guest.delete(number) for number in numbers))
            await release_grants(self._grants, leaving, [nic for nic in known if nic not in leaving])
            await self._reservations.forget(user_id, numbers)

    async def _undefine(self, user_id: str, numbers: Sequence[str]) -> None:
        """One after another: the directory manager locks the entry for each."""
        entry = Entry(self._smapi, user_id)
        for number in numbers:
            await entry.remove(number)

    async def forget(self, user_id: str) -> int:
        """Takes back every grant that a guest has on any switch, whoever gave it, and removes its NICs from memory; how
        many there were. The records stay until all grants are gone, so that asking again finds them."""
        async with self._turns.of(user_id):
            granted = [switch.name for switch in (await self._switches.all()).values() if switch.grant_of(user_id)]
            await together(*(self._grants.take(name, user_id, missing_switch=True) for name in granted))
            return await self._reservations.forget(user_id)
