# SPDX-License-Identifier: Apache-2.0
"""Adds NICs to an existing guest: to its directory entry, and to the running guest when it is on. All or none."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace

from zfleet_network.couple import release_grants
from zfleet_network.entry import Entry
from zfleet_network.grants import Grants
from zfleet_network.look import check_switches, taken_mac_ids
from zfleet_network.nics import CREATED, CREATING, Nic, NicWish, vlans_by_switch
from zfleet_network.reservations import Claim, Reservations
from zfleet_network.running_guest import Couplings, RunningGuest
from zfleet_network.switch_query import Switches, SwitchQuery
from zfleet_network.undo import Undo, together, undoing
from zfleet_runtime.log import Log
from zfleet_runtime.turns import Turns
from zfleet_runtime.validation import Violations
from zfleet_smapi.client import SmapiClient


class Creation:
    """Adds NICs to existing guests."""

    def __init__(
        self,
        smapi: SmapiClient,
        switches: SwitchQuery,
        grants: Grants,
        reservations: Reservations,
        turns: Turns,
        log: Log,
        *,
        mac_prefix: str,
        lease: float,
    ) -> None:
        """`lease`: seconds after which a creation that was left half-way is undone."""
        self._smapi = smapi
        self._switches = switches
        self._grants = grants
        self._reservations = reservations
        self._turns = turns
        self._log = log
        self._mac_prefix = mac_prefix
        self._lease = lease

    async def create(
        self, request_id: str, user_id: str, wishes: Sequence[NicWish], *, again: bool
    ) -> tuple[list[Nic], Couplings]:
        """The NICs in the order of the wishes, and what they are coupled to in the running guest.

        `again`: an earlier try of the same request may have done some of it. INVALID_ARGUMENT as PlanNics;
        ALREADY_EXISTS for a device number in use; NOT_FOUND without the guest.
        """
        v = Violations()
        guest = RunningGuest(self._smapi, user_id)
        async with self._turns.of(user_id):
            switches, running = await asyncio.gather(self._switches.all(), guest.couplings())
            check_switches(v, wishes, switches)
            taken = taken_mac_ids(switches, self._mac_prefix, user_id)
            until = self._reservations.now() + self._lease
            claim = Claim(user_id=user_id, plan=request_id or uuid.uuid4().hex, state=CREATING, expires_at=until)
            others = await self._reservations.of_guest(user_id)
            found = await self._reservations.reserve(claim, wishes, taken, v)
            if any(nic.state != CREATED for nic in found):  # else only the answer was lost
                found = await self._all_or_none(found, others, switches, running, until, again)
        coupled = {nic.device_number: nic.virtual_switch for nic in found} if running is not None else {}
        return found, coupled

    async def _all_or_none(
        self,
        found: list[Nic],
        others: Sequence[Nic],
        switches: Switches,
        running: Couplings | None,
        until: float,
        again: bool,
    ) -> list[Nic]:
        numbers = [nic.device_number for nic in found]
        siblings = [nic for nic in others if nic.device_number not in numbers]
        async with undoing(self._log) as undo:

            async def forget() -> None:
                if undo.complete:  # else z/VM still has something of them: `undo_abandoned` comes back to it
                    await self._reservations.forget(found[0].user_id, numbers)

            undo.later(forget)
            found = [replace(nic, granted=_ours(nic, [*siblings, *found], switches)) for nic in found]
            if any(nic.granted for nic in found):
                await self._reservations.mark(
                    found, expires_at=until
                )  # before z/VM gives what we may have to take back
            await together(self._define(undo, found, again), self._give(undo, found, siblings, switches))
            if running is not None:
                await together(*(self._plug(undo, nic, running) for nic in found))
            created = [replace(nic, state=CREATED) for nic in found]
            await self._reservations.mark(created)
            return created

    async def _define(self, undo: Undo, found: Sequence[Nic], again: bool) -> None:
        """One after another: the directory manager locks the entry for each."""
        for nic in found:
            entry, number = Entry(self._smapi, nic.user_id), nic.device_number

            async def remove(entry: Entry = entry, number: str = number) -> None:
                await entry.remove(number)

            await undo.step(entry.define(number, nic.mac_id, again=again), remove)
            if nic.virtual_switch:
                await entry.couple(number, nic.virtual_switch)  # its undo is that of the definition

    async def _give(self, undo: Undo, found: list[Nic], siblings: Sequence[Nic], switches: Switches) -> None:
        """Grants what the guest lacks, all switches at the same time."""

        async def give(name: str, vlans: tuple[int, ...]) -> None:
            user_id = found[0].user_id
            before = switches[name].grant_of(user_id)
            wanted = {*vlans, *(nic.vlan_id for nic in siblings if nic.virtual_switch == name and nic.vlan_id)}
            if before is None or not wanted <= set(before.vlan_ids):
                work = self._grants.give(name, user_id, sorted(wanted))
                await undo.step(work, lambda: self._grants.restore(name, user_id, before))

        await together(*(give(name, vlans) for name, vlans in vlans_by_switch(found).items()))

    async def _plug(self, undo: Undo, nic: Nic, running: Couplings) -> None:
        """Defines and couples one NIC of the running guest."""
        guest, number = RunningGuest(self._smapi, nic.user_id), nic.device_number
        if number not in running:
            await undo.step(guest.create(number), lambda: guest.delete(number))
        if nic.virtual_switch and running.get(number) != nic.virtual_switch:
            await guest.couple(number, nic.virtual_switch)  # its undo is that of the creation

    async def undo_abandoned(self) -> None:
        """Takes out of z/VM what a creation left that nobody came back to, and forgets it."""
        for late in await self._reservations.abandoned():
            async with self._turns.of(late.user_id):
                # Again: the creation may have been finished or repeated while we waited for the turn.
                if late not in await self._reservations.abandoned():
                    continue
                await together(
                    Entry(self._smapi, late.user_id).remove(late.device_number),
                    RunningGuest(self._smapi, late.user_id).delete(late.device_number),
                )
                known = await self._reservations.of_guest(late.user_id)
                await release_grants(self._grants, [late], [nic for nic in known if nic != late])
                await self._reservations.forget(late.user_id, [late.device_number])
                self._log.info("abandoned NIC removed", user_id=late.user_id, device_number=late.device_number)


def _ours(nic: Nic, siblings: Sequence[Nic], switches: Switches) -> bool:
    """Whether the guest's grant on the NIC's switch is there (or will be) because of its NICs alone."""
    if not nic.virtual_switch:
        return False
    return switches[nic.virtual_switch].grant_of(nic.user_id) is None or any(
        other.granted for other in siblings if other.virtual_switch == nic.virtual_switch
    )
