# SPDX-License-Identifier: Apache-2.0
"""Couples a NIC to a switch and uncouples it: in the directory, and now when the guest is on. Both or none."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from zfleet_network.delete_nics import release_grants, still_coupled
from zfleet_network.entry import Entry
from zfleet_network.grants import Grants
from zfleet_network.nics import CREATED, Nic
from zfleet_network.refusals import COUPLE, NIC, UNCOUPLE
from zfleet_network.reservations import Reservations
from zfleet_network.running_guest import RunningGuest
from zfleet_network.scope import Scope
from zfleet_network.switch_query import SwitchQuery
from zfleet_network.undo import Undo, together, undoing
from zfleet_network.virtual_switch import VirtualSwitch
from zfleet_runtime.errors import Violation, ZfleetError, failed_precondition, invalid_argument, not_found
from zfleet_runtime.log import Log
from zfleet_runtime.turns import Turns
from zfleet_smapi.client import SmapiClient


class Coupling:
    """Couples and uncouples the NICs that this service knows."""

    def __init__(
        self,
        smapi: SmapiClient,
        switches: SwitchQuery,
        grants: Grants,
        reservations: Reservations,
        turns: Turns,
        log: Log,
    ) -> None:
        self._smapi = smapi
        self._switches = switches
        self._grants = grants
        self._reservations = reservations
        self._turns = turns
        self._log = log

    async def couple(
        self, user_id: str, device_number: str, switch: str, vlan_id: int, scope: Scope
    ) -> tuple[Nic, bool]:
        """The NIC, and whether it is coupled in the running guest.

        The guest is granted the switch when it has no grant yet, or lacks the VLAN. A NIC that is coupled to another
        switch moves. NOT_FOUND without the NIC or the switch; FAILED_PRECONDITION when z/VM does not couple them, and
        when `scope` needs a running guest and it is off.
        """
        async with self._turns.of(user_id):
            nic, others = await self._nic(user_id, device_number, COUPLE)
            guest = RunningGuest(self._smapi, user_id)
            found, running = await asyncio.gather(self._switches.one(switch), guest.couplings(scope))
            target = _usable(found, switch, vlan_id)
            if scope is Scope.RUNNING_TOO and device_number not in (running or {}):
                raise _missing(user_id, device_number, "the running guest", COUPLE)
            now = running.get(device_number) if running is not None else None
            coupled = replace(nic, virtual_switch=switch, vlan_id=vlan_id)
            async with undoing(self._log) as undo:
                granted = await self._both(undo, nic, coupled, others, target)
                if now is not None and now != switch:
                    await self._move(undo, coupled, now)
                coupled = replace(coupled, granted=granted)
                await self._reservations.mark([coupled])
            if nic.virtual_switch != switch:
                still = await still_coupled(guest, [nic], scope)
                await release_grants(self._grants, [nic], others, still)
            return coupled, now is not None

    async def _both(self, undo: Undo, nic: Nic, coupled: Nic, others: list[Nic], target: VirtualSwitch) -> bool:
        """Grant and directory entry at the same time; whether the grant is ours."""
        before = target.grant_of(nic.user_id)
        siblings = [each for each in others if each.virtual_switch == target.name]
        vlans = {each.vlan_id for each in (*siblings, coupled) if each.vlan_id}
        entry = Entry(self._smapi, nic.user_id)
        work = [
            undo.step(
                entry.couple(nic.device_number, target.name),
                lambda: (
                    entry.couple(nic.device_number, nic.virtual_switch)
                    if nic.virtual_switch
                    else entry.uncouple(nic.device_number)
                ),
            )
        ]
        if before is None or not vlans <= set(before.vlan_ids):
            give = self._grants.give(target.name, nic.user_id, sorted(vlans))
            work.append(
                undo.step(give, lambda: self._grants.restore(target.name, nic.user_id, before))  # type: ignore[arg-type]
            )
        await together(*work)
        return before is None or any(each.granted for each in (*siblings, nic) if each.virtual_switch == target.name)

    async def _move(self, undo: Undo, coupled: Nic, old_switch: str) -> None:
        guest = RunningGuest(self._smapi, coupled.user_id)
        number = coupled.device_number
        if old_switch:
            await undo.step(guest.uncouple(number), lambda: guest.couple(number, old_switch))
        await undo.step(guest.couple(number, coupled.virtual_switch), lambda: guest.uncouple(number))

    async def uncouple(self, user_id: str, device_number: str, scope: Scope) -> Nic:
        """The NIC, uncoupled. One that was not coupled is a success; NOT_FOUND without the NIC.

        A grant that was given for NICs of the guest goes with the last of them, unless the running guest still uses it.
        """
        async with self._turns.of(user_id):
            nic, others = await self._nic(user_id, device_number, UNCOUPLE)
            entry, guest = Entry(self._smapi, user_id), RunningGuest(self._smapi, user_id)
            if scope is Scope.RUNNING_TOO and device_number not in (await guest.couplings(scope) or {}):
                raise _missing(user_id, device_number, "the running guest", UNCOUPLE)
            async with undoing(self._log) as undo:

                async def couple_again() -> None:
                    if nic.virtual_switch:
                        await entry.couple(device_number, nic.virtual_switch)

                await undo.step(entry.uncouple(device_number), couple_again)
                if scope is not Scope.DIRECTORY:
                    await guest.uncouple(device_number)
                uncoupled = replace(nic, virtual_switch="", vlan_id=0, granted=False)
                await self._reservations.mark([uncoupled])
            await release_grants(self._grants, [nic], others, await still_coupled(guest, [nic], scope))
            return uncoupled

    async def _nic(self, user_id: str, device_number: str, operation: str) -> tuple[Nic, list[Nic]]:
        """The NIC, and the guest's others. FAILED_PRECONDITION for one that is an OSA: it has no switch."""
        known = [nic for nic in await self._reservations.of_guest(user_id) if nic.state == CREATED]
        mine = [nic for nic in known if nic.device_number == device_number]
        if not mine:
            raise _missing(user_id, device_number, user_id, operation)
        if mine[0].osa_device:
            text = f"NIC {mine[0].name} is a real OSA: it cannot be coupled to a virtual switch"
            more = {"operation": operation}
            raise failed_precondition("NIC_IS_OSA", text, metadata=more, resource=(NIC, mine[0].name))
        return mine[0], [nic for nic in known if nic is not mine[0]]


def _missing(user_id: str, device_number: str, who: str, operation: str) -> ZfleetError:
    more = {"operation": operation}
    return not_found(NIC, f"{user_id}/{device_number}", f"{who} has no NIC {device_number}", metadata=more)


def _usable(switch: VirtualSwitch | None, name: str, vlan_id: int) -> VirtualSwitch:
    if switch is None:
        raise not_found("virtual_switch", name)
    if vlan_id and not switch.vlan_aware:
        raise invalid_argument([Violation("vlan_id", f"virtual switch {name} is not VLAN-aware")])
    return switch
