# SPDX-License-Identifier: Apache-2.0
"""Removes NICs: from the directory entry and the running guest, or only from memory when the guest itself is gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zfleet_network.device_numbers import devices_of
from zfleet_network.entry import Entry
from zfleet_network.grants import Grants
from zfleet_network.nics import CREATED, Nic
from zfleet_network.refusals import DELETE_NIC, NIC
from zfleet_network.reservations import Reservations
from zfleet_network.running_guest import RunningGuest
from zfleet_network.scope import Scope
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

    async def delete(self, user_id: str, device_numbers: Sequence[str], scope: Scope, *, allow_missing: bool) -> None:
        """Removes NICs of a guest, with the grants that were given for them.

        NOT_FOUND for one that is not known, before anything is removed, unless `allow_missing`; FAILED_PRECONDITION
        when `scope` needs a running guest and it is off.
        """
        async with self._turns.of(user_id):
            known = await self._reservations.of_guest(user_id)
            leaving = [nic for nic in known if nic.device_number in device_numbers and nic.state == CREATED]
            missing = sorted(set(device_numbers) - {nic.device_number for nic in leaving})
            if missing and not allow_missing:
                text, more = f"{user_id} has no NIC {', '.join(missing)}", {"operation": DELETE_NIC}
                raise not_found(NIC, f"{user_id}/{missing[0]}", text, metadata=more)
            guest = RunningGuest(self._smapi, user_id)
            if scope is Scope.RUNNING_TOO:
                await guest.couplings(scope)
            if not leaving:
                return
            await remove_nics(self._smapi, user_id, leaving, scope)
            still = await still_coupled(guest, leaving, scope)
            await release_grants(self._grants, leaving, [nic for nic in known if nic not in leaving], still)
            await self._reservations.forget(user_id, [nic.device_number for nic in leaving])

    async def forget(self, user_id: str) -> int:
        """Takes back every grant that a guest has on any switch, whoever gave it, and removes its NICs from memory; how
        many there were. The records stay until all grants are gone, so that asking again finds them."""
        async with self._turns.of(user_id):
            granted = [switch.name for switch in (await self._switches.all()).values() if switch.grant_of(user_id)]
            await together(*(self._grants.take(name, user_id, missing_switch=True) for name in granted))
            return await self._reservations.forget(user_id)


async def remove_nics(smapi: SmapiClient, user_id: str, leaving: Sequence[Nic], scope: Scope = Scope.BOTH) -> None:
    """Takes NICs out of a guest's directory entry, and at the same time out of the running guest. What is not there,
    or a guest that is gone, is a success."""
    guest = RunningGuest(smapi, user_id)
    running = [] if scope is Scope.DIRECTORY else [_unplug(guest, nic) for nic in leaving]
    await together(_undefine(Entry(smapi, user_id), leaving), *running)


async def _undefine(entry: Entry, leaving: Sequence[Nic]) -> None:
    """One after another: the directory manager locks the entry for each."""
    for nic in leaving:
        if nic.osa_device:
            for number in reversed(devices_of(nic.device_number)):
                await entry.undedicate(number)
        else:
            await entry.remove(nic.device_number)


async def _unplug(guest: RunningGuest, nic: Nic) -> None:
    if nic.osa_device:
        await together(*(guest.undedicate(number) for number in devices_of(nic.device_number)))
    else:
        await guest.delete(nic.device_number)


async def still_coupled(guest: RunningGuest, leaving: Sequence[Nic], scope: Scope) -> Collection[str]:
    """The switches that a running guest still uses, although its NICs have left them in the directory."""
    if scope is not Scope.DIRECTORY or not any(nic.granted for nic in leaving):
        return ()
    return set((await guest.couplings() or {}).values())


async def release_grants(
    grants: Grants, leaving: Sequence[Nic], staying: Sequence[Nic], still_used: Collection[str] = ()
) -> None:
    """Takes back the grants that were given for NICs that leave their switches, unless another NIC stays there or the
    running guest still uses one (it would be cut off: then the grant goes with the guest)."""
    kept = {nic.virtual_switch for nic in staying} | set(still_used)
    ours = {(nic.virtual_switch, nic.user_id) for nic in leaving if nic.granted and nic.virtual_switch not in kept}
    await together(*(grants.take(switch, user_id, missing_switch=True) for switch, user_id in sorted(ours)))
