# SPDX-License-Identifier: Apache-2.0
"""GrantNics and its undo: what a plan needs after the guest's directory entry was written with its NICs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zfleet_network.grants import Grants
from zfleet_network.nics import CREATED, PLANNED, Nic, vlans_by_switch
from zfleet_network.reservations import Reservations
from zfleet_network.undo import Undo, together, undoing
from zfleet_runtime.errors import not_found
from zfleet_runtime.log import Log
from zfleet_runtime.turns import Turns


class Confirmation:
    """Grants a guest on the switches of its plan, and takes that back.

    In turns: who takes back what a caller gave up waiting for must come after it.
    """

    def __init__(self, grants: Grants, reservations: Reservations, turns: Turns, log: Log, *, lifetime: float) -> None:
        """`lifetime`: seconds that a plan which was taken back is in effect again."""
        self._grants = grants
        self._reservations = reservations
        self._turns = turns
        self._log = log
        self._lifetime = lifetime

    async def confirm(self, plan: str, user_id: str) -> list[Nic]:
        """Grants all switches at the same time and records the NICs as created. All or none.

        NOT_FOUND when there is no such plan (any more). A plan that is confirmed already is confirmed again.
        """
        async with self._turns.of(user_id):
            return await self._confirm(plan, user_id)

    async def _confirm(self, plan: str, user_id: str) -> list[Nic]:
        # Which grants are about to be given is recorded before z/VM is touched: what a crash leaves can be taken back,
        # and nothing that this plan did not give.
        found = await self._reservations.intend_grants(plan, user_id, expires_at=self._expiry())
        if found is None:
            raise not_found("plan", plan, f"there is no plan {plan} of NICs for {user_id}, or it expired")
        async with undoing(self._log) as undo:
            self._forget_intent_later(undo, found)
            wanted = vlans_by_switch(found)
            theirs = {nic.virtual_switch for nic in found if nic.granted_before}
            ours = set(wanted) - theirs
            await together(*(self._give(undo, ours, name, user_id, vlans) for name, vlans in wanted.items()))
            created = [replace(nic, state=CREATED, granted=_is_ours(nic, ours)) for nic in found]
            await self._reservations.mark(created)
        return created

    def _forget_intent_later(self, undo: Undo, found: Sequence[Nic]) -> None:
        before = [nic for nic in found if nic.awaits_grant]
        if not before:  # nothing to grant, or an earlier try wrote it
            return

        async def forget_intent() -> None:
            if undo.complete:
                await self._mark(before)

        undo.later(forget_intent)

    def _expiry(self) -> float:
        return self._reservations.now() + self._lifetime

    async def _mark(self, found: Sequence[Nic]) -> None:
        await self._reservations.mark(found, expires_at=self._expiry())

    async def _give(self, undo: Undo, ours: set[str], switch: str, user_id: str, vlans: Sequence[int]) -> None:
        """Grants one switch; takes it out of `ours` when z/VM says that the guest had it already."""

        async def take() -> None:
            if switch in ours:  # also when nobody knows whether it was given
                await self._grants.take(switch, user_id, missing_switch=True)

        if not await undo.step(self._grants.give(switch, user_id, vlans), take):
            ours.discard(switch)

    async def take_back(self, plan: str, user_id: str) -> None:
        """Takes back the grants that a plan gave, or was about to give when it was cut off, and makes its NICs planned
        again. None is a success too. Other grants of a guest of that name are not the plan's to take."""
        async with self._turns.of(user_id):
            found = await self._reservations.of_plan(plan, user_id) or []
            ours = vlans_by_switch([nic for nic in found if nic.granted])
            await together(*(self._grants.take(name, user_id, missing_switch=True) for name in ours))
            planned = [replace(nic, state=PLANNED, granted=False) for nic in found]
            if planned:
                await self._mark(planned)


def _is_ours(nic: Nic, ours: set[str]) -> bool:
    """Whether the grant on a NIC's switch was given for it; what was recorded before stays so."""
    return nic.granted or (nic.state == PLANNED and nic.virtual_switch in ours)
