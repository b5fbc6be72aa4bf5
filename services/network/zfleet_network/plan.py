# SPDX-License-Identifier: Apache-2.0
"""PlanNics and its undo: device numbers and MAC addresses for NICs of a guest that may not exist yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from google.protobuf.message import Message

from zfleet_network.look import check_switches, taken_mac_ids
from zfleet_network.nics import PLANNED, Nic, NicWish
from zfleet_network.reservations import Claim, Reservations
from zfleet_network.switch_query import SwitchQuery
from zfleet_runtime.validation import Violations


class Planning:
    """Plans NICs. z/VM is read, never changed."""

    def __init__(self, switches: SwitchQuery, reservations: Reservations, *, mac_prefix: str, lifetime: float) -> None:
        """`lifetime`: seconds that a plan which nothing confirms is in effect."""
        self._switches = switches
        self._reservations = reservations
        self._mac_prefix = mac_prefix
        self._lifetime = lifetime

    async def plan(
        self, request: Message, request_id: str, user_id: str, wishes: Sequence[NicWish], v: Violations
    ) -> list[Nic]:
        """The planned NICs in the order of the wishes. INVALID_ARGUMENT with everything that is wrong with any of them,
        together with what `v` has already. The same request again is the same plan again, with its time renewed."""
        switches = await self._switches.all() if wishes else {}
        check_switches(v, wishes, switches)
        taken = taken_mac_ids(switches, self._mac_prefix, user_id)
        expires_at = self._reservations.now() + self._lifetime
        claim = Claim(user_id=user_id, plan=request_id, state=PLANNED, expires_at=expires_at)
        granted = [name for name, switch in switches.items() if switch.grant_of(user_id)]
        return await self._reservations.plan(claim, digest_of(request), wishes, taken, v, granted_before=granted)

    async def release(self, request_id: str, user_id: str) -> int:
        """Gives a plan back, as far as nothing confirmed it; how many NICs that were."""
        return await self._reservations.release(request_id, user_id)


def digest_of(request: Message) -> bytes:
    """What tells two requests apart."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).digest()
