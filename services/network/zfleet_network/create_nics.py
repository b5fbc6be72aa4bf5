# SPDX-License-Identifier: Apache-2.0
"""Adds NICs to an existing guest, virtual adapters or OSA devices: to its directory entry, and to the running guest.

All or none.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace

from zfleet_network.delete_nics import release_grants, remove_nics
from zfleet_network.device_numbers import devices_of
from zfleet_network.entry import Entry
from zfleet_network.grants import Grants
from zfleet_network.look import check_switches, taken_mac_ids
from zfleet_network.nics import CREATED, CREATING, Nic, NicWish, vlans_by_switch
from zfleet_network.osa import OsaRoom, Osas, check_free
from zfleet_network.reservations import Claim, Reservations
from zfleet_network.running_guest import Couplings, RunningGuest
from zfleet_network.scope import Scope
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
        osas: OsaRoom,
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
        self._osas = osas
        self._grants = grants
        self._reservations = reservations
        self._turns = turns
        self._log = log
        self._mac_prefix = mac_prefix
        self._lease = lease

    async def create(
        self, request_id: str, user_id: str, wishes: Sequence[NicWish], scope: Scope, *, again: bool
    ) -> tuple[list[Nic], Couplings]:
        """The NICs in the order of the wishes, and what they are coupled to in the running guest.

        `again`: an earlier try of the same request may have done some of it. INVALID_ARGUMENT as PlanNics;
        ALREADY_EXISTS for a device number in use; NOT_FOUND without the guest; FAILED_PRECONDITION for OSA devices that
        are not free, and when `scope` needs a running guest and it is off.
        """
        v = Violations()
        guest = RunningGuest(self._smapi, user_id)
        async with self._turns.of(user_id):
            switches, running, osas = await asyncio.gather(
                self._switches.all(), guest.couplings(scope), self._osas_for(wishes)
            )
            check_switches(v, wishes, switches)
            if not v:  # else the reservation is refused, with everything that is wrong
                check_free(wishes, osas, attached_to=user_id if again else "")
            taken = taken_mac_ids(switches, self._mac_prefix, user_id)
            until = self._reservations.now() + self._lease
            claim = Claim(user_id=user_id, plan=request_id or uuid.uuid4().hex, state=CREATING, expires_at=until)
            others = await self._reservations.of_guest(user_id)
            # What the running guest has is not ours, unless an earlier try of this request gave it.
            used = [] if again else [each for number in running or () for each in devices_of(number)]
            found = await self._reservations.reserve(claim, wishes, taken, v, used_numbers=used)
            if any(nic.state != CREATED for nic in found):  # else only the answer was lost
                found = await self._all_or_none(found, others, switches, running, osas, until, again)
        coupled = {nic.device_number: nic.virtual_switch for nic in found} if running is not None else {}
        return found, coupled

    async def _osas_for(self, wishes: Sequence[NicWish]) -> Osas:
        return await self._osas.all() if any(wish.osa_device for wish in wishes) else {}

    async def _all_or_none(
        self,
        found: list[Nic],
        others: Sequence[Nic],
        switches: Switches,
        running: Couplings | None,
        osas: Osas,
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
                await together(
                    *(
                        self._attach(undo, nic, osas) if nic.osa_device else self._plug(undo, nic, running)
                        for nic in found
                    )
                )
            created = [replace(nic, state=CREATED) for nic in found]
            await self._reservations.mark(created)
            return created

    async def _define(self, undo: Undo, found: Sequence[Nic], again: bool) -> None:
        """One after another: the directory manager locks the entry for each."""
        for nic in found:
            entry, number = Entry(self._smapi, nic.user_id), nic.device_number
            if nic.osa_device:
                await _dedicate(undo, entry, nic, again)
                continue

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

    async def _attach(self, undo: Undo, nic: Nic, osas: Osas) -> None:
        """Gives the running guest the three real devices; those that an earlier try of ours gave it are left."""
        guest = RunningGuest(self._smapi, nic.user_id)
        missing = [pair for pair in _pairs(nic) if osas[pair[1]].user_id != nic.user_id]
        await together(
            *(
                undo.step(guest.dedicate(number, real), lambda number=number: guest.undedicate(number))  # type: ignore[misc]
                for number, real in missing
            )
        )

    async def undo_abandoned(self) -> None:
        """Takes out of z/VM what a creation left that nobody came back to, and forgets it."""
        for late in await self._reservations.abandoned():
            async with self._turns.of(late.user_id):
                # Again: the creation may have been finished or repeated while we waited for the turn.
                if late not in await self._reservations.abandoned():
                    continue
                await remove_nics(self._smapi, late.user_id, [late])
                known = await self._reservations.of_guest(late.user_id)
                await release_grants(self._grants, [late], [nic for nic in known if nic != late])
                await self._reservations.forget(late.user_id, [late.device_number])
                self._log.info("abandoned NIC removed", user_id=late.user_id, device_number=late.device_number)


def _pairs(nic: Nic) -> list[tuple[str, str]]:
    """Device number and real device of each of the three."""
    return list(zip(devices_of(nic.device_number), devices_of(nic.osa_device), strict=True))


async def _dedicate(undo: Undo, entry: Entry, nic: Nic, again: bool) -> None:
    for number, real in _pairs(nic):

        async def take_out(number: str = number) -> None:
            await entry.undedicate(number)

        await undo.step(entry.dedicate(number, real, again=again), take_out)


def _ours(nic: Nic, siblings: Sequence[Nic], switches: Switches) -> bool:
    """Whether the guest's grant on the NIC's switch is there (or will be) because of its NICs alone."""
    if not nic.virtual_switch:
        return False
    return switches[nic.virtual_switch].grant_of(nic.user_id) is None or any(
        other.granted for other in siblings if other.virtual_switch == nic.virtual_switch
    )
