# SPDX-License-Identifier: Apache-2.0
"""Reserves device numbers and MAC addresses, before z/VM is touched, and remembers every NIC from then on."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from zfleet_network import rows
from zfleet_network.device_numbers import devices_of, free_number
from zfleet_network.mac_address import free_mac_id
from zfleet_network.nics import CREATING, PLANNED, Nic, NicWish
from zfleet_network.osa import not_free
from zfleet_network.refusals import CREATE_NIC, NIC
from zfleet_network.tables import nics, plans
from zfleet_runtime.database import Database
from zfleet_runtime.errors import (
    Violation,
    aborted,
    already_exists,
    failed_precondition,
    invalid_argument,
    resource_exhausted,
)
from zfleet_runtime.validation import Violations

CANDIDATES = 64  # random MACIDs tried for one NIC: with half of all 16 million taken, 2^-64 is the chance to find none
TRIES = 5  # of a transaction that another replica was faster than


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What NICs are reserved for: a guest, the plan (request id) that owns them, how far they are, and until when."""

    user_id: str
    plan: str
    state: str
    expires_at: float


class Reservations:
    """The NICs that this service knows."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float] = time.time,
        random_below: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._database = database
        self.now = clock
        self._random_below = random_below

    async def plan(
        self,
        claim: Claim,
        digest: bytes,
        wishes: Sequence[NicWish],
        taken_mac_ids: Collection[str],
        v: Violations,
        *,
        granted_before: Collection[str] = (),
    ) -> list[Nic]:
        """Reserves the NICs of a plan; a plan of the same request that is there already is answered again.

        `granted_before`: switches that the guest may couple to already, so that the grant is not the plan's. Taken
        numbers and addresses go to `v`, which is raised with all that it has before anything is written.
        """

        def reserve(connection: Connection) -> list[Nic]:
            known = connection.execute(sa.select(plans).where(plans.c.request_id == claim.plan)).first()
            if known is None:
                found = [
                    replace(nic, granted_before=nic.virtual_switch in granted_before)
                    for nic in self._choose(connection, claim, wishes, taken_mac_ids, v, number_taken_is_invalid=True)
                ]
                row = {"request_id": claim.plan, "user_id": claim.user_id, "digest": digest}
                connection.execute(sa.insert(plans).values(**row, expires_at=claim.expires_at))
                rows.insert(connection, claim.plan, claim.expires_at, found)
                return found
            if bytes(known.digest) != digest:
                reused = Violation("request_id", "was used before for another content")
                raise invalid_argument([reused, *v.found], "REQUEST_ID_REUSED")
            same = plans.c.request_id == claim.plan
            connection.execute(sa.update(plans).where(same).values(expires_at=claim.expires_at))
            return self._renewed(connection, claim)

        return await self._in_turn(claim.user_id, reserve)

    async def reserve(
        self,
        claim: Claim,
        wishes: Sequence[NicWish],
        taken_mac_ids: Collection[str],
        v: Violations,
        *,
        used_numbers: Collection[str] = (),
    ) -> list[Nic]:
        """Reserves NICs of an existing guest; those of the same claim that are there already are given again.

        `used_numbers`: device numbers that the guest uses for something that is not in the records. ALREADY_EXISTS for
        a device number that is used; FAILED_PRECONDITION for an OSA device that is promised to another; else as `plan`.
        """

        def reserve(connection: Connection) -> list[Nic]:
            found = self._renewed(connection, claim)
            if not found:
                found = self._choose(
                    connection,
                    claim,
                    wishes,
                    taken_mac_ids,
                    v,
                    number_taken_is_invalid=False,
                    used_numbers=used_numbers,
                )
                rows.insert(connection, claim.plan, claim.expires_at, found)
            return found

        return await self._in_turn(claim.user_id, reserve)

    async def _in_turn(self, user_id: str, work: Callable[[Connection], list[Nic]]) -> list[Nic]:
        """Reservers of one guest follow each other: else they all choose the same numbers and all but one fail."""

        def turn(connection: Connection) -> list[Nic]:
            if connection.dialect.name == "postgresql":  # SQLite lets one transaction write anyway
                rows.lock_guest(connection, user_id)
            return work(connection)

        for _ in range(TRIES):
            try:
                return await self._database.write(turn)
            except IntegrityError:  # another replica took an address between our look and our row
                continue
        raise aborted("RESERVATION_CONFLICT", "other requests reserve NICs at the same time")

    def _renewed(self, connection: Connection, claim: Claim) -> list[Nic]:
        mine = (nics.c.plan == claim.plan) & (nics.c.user_id == claim.user_id)
        pending = nics.c.state.in_((PLANNED, CREATING))
        connection.execute(sa.update(nics).where(mine, pending).values(expires_at=claim.expires_at))
        return rows.select(connection, mine, nics.c.position)

    def _choose(
        self,
        connection: Connection,
        claim: Claim,
        wishes: Sequence[NicWish],
        taken_mac_ids: Collection[str],
        v: Violations,
        *,
        number_taken_is_invalid: bool,
        used_numbers: Collection[str] = (),
    ) -> list[Nic]:
        used, taken, now, clashes = self._find_taken(
            connection, claim, wishes, taken_mac_ids, used_numbers, number_taken_is_invalid
        )
        if clashes or now:  # perhaps with what has expired: only then is it worth the time to look
            rows.drop_expired(connection, self.now())
            used, taken, now, clashes = self._find_taken(
                connection, claim, wishes, taken_mac_ids, used_numbers, number_taken_is_invalid
            )
        if v or now:
            raise invalid_argument([*v.found, *now.found])
        if clashes:
            name = f"{claim.user_id}/{clashes[0]}"
            more = {"operation": CREATE_NIC}
            text = f"device number {', '.join(clashes)} of {claim.user_id} is in use"
            raise already_exists(NIC, name, text, metadata=more)
        _refuse_promised(connection, wishes)
        return self._with_mac_ids(connection, _with_numbers(claim, wishes, used), taken)

    def _find_taken(
        self,
        connection: Connection,
        claim: Claim,
        wishes: Sequence[NicWish],
        taken_mac_ids: Collection[str],
        used_numbers: Collection[str],
        number_taken_is_invalid: bool,
    ) -> tuple[set[str], set[str], Violations, list[str]]:
        """Device numbers and MACIDs that are used, and what of the wishes they stand against."""
        used = rows.used_devices(connection, claim.user_id) | set(used_numbers)
        taken = set(taken_mac_ids) | rows.used_mac_ids(connection, [wish.mac_id for wish in wishes if wish.mac_id])
        v = Violations()
        return used, taken, v, _report_taken(v, wishes, used, taken, number_taken_is_invalid)

    def _with_mac_ids(self, connection: Connection, found: list[Nic], taken: set[str]) -> list[Nic]:
        taken |= {nic.mac_id for nic in found}
        while missing := [at for at, nic in enumerate(found) if not nic.mac_id and not nic.osa_device]:
            candidates: dict[int, str] = {}
            for at in missing:
                try:
                    candidates[at] = free_mac_id(taken, CANDIDATES, self._random_below)
                except ValueError as error:
                    raise resource_exhausted("MAC_ADDRESSES_EXHAUSTED", str(error)) from error
                taken.add(candidates[at])
            used = rows.used_mac_ids(connection, candidates.values())
            for at, candidate in candidates.items():
                if candidate not in used:
                    found[at] = replace(found[at], mac_id=candidate)
        return found

    async def of_plan(self, plan: str, user_id: str) -> list[Nic] | None:
        """The NICs of a plan in the order of its request; None when there is no such plan (any more)."""
        return await self._database.read(lambda connection: _of_plan(connection, plan, user_id))

    async def intend_grants(self, plan: str, user_id: str, *, expires_at: float) -> list[Nic] | None:
        """The NICs of a plan as `of_plan`, when it is recorded that grants on their switches are about to be given."""

        def intend(connection: Connection) -> list[Nic] | None:
            found = _of_plan(connection, plan, user_id)
            rows.change(connection, [replace(nic, granted=True) for nic in found or () if nic.awaits_grant], expires_at)
            return found

        return await self._database.write(intend)

    async def of_guest(self, user_id: str) -> list[Nic]:
        """Every NIC of a guest, by device number."""
        mine = nics.c.user_id == user_id
        return await self._database.read(lambda connection: rows.select(connection, mine, nics.c.device_number))

    async def release(self, plan: str, user_id: str) -> int:
        """Gives back the planned NICs of a plan; how many there were."""
        mine = (nics.c.plan == plan) & (nics.c.user_id == user_id) & (nics.c.state == PLANNED)

        def give_back(connection: Connection) -> int:
            released = rows.delete(connection, mine)
            connection.execute(sa.delete(plans).where(plans.c.request_id == plan, plans.c.user_id == user_id))
            return released

        return await self._database.write(give_back)

    async def mark(self, found: Iterable[Nic], *, expires_at: float = 0.0) -> None:
        """Writes how far NICs have come, where they couple, and whether their grants are ours."""
        changed = list(found)
        await self._database.write(lambda connection: rows.change(connection, changed, expires_at))

    async def adopt(self, user_id: str, found: Sequence[Nic]) -> None:
        """Writes NICs that are there already. One that is known stays as it is, but for a name that `found` has for it.

        FAILED_PRECONDITION when another NIC has one of their MAC addresses.
        """

        def write(connection: Connection) -> list[Nic]:
            rows.drop_expired(connection, self.now())
            known = {nic.device_number: nic for nic in rows.select(connection, nics.c.user_id == user_id)}
            taken = rows.used_devices(connection, user_id)
            new = [nic for nic in found if nic.device_number not in taken]
            clashes = rows.used_mac_ids(connection, [nic.mac_id for nic in new if nic.mac_id])
            for nic in new:
                if nic.mac_id in clashes:
                    text = f"NIC {nic.name} has the MAC address that another NIC has or is promised"
                    raise failed_precondition("MAC_ADDRESS_TAKEN", text, resource=(NIC, nic.name))
            rows.insert(connection, "", 0.0, new)
            for nic in found:
                if nic.nic_id and nic.device_number in known:
                    rows.rename(connection, user_id, nic.device_number, nic.nic_id)
            return new

        await self._in_turn(user_id, write)

    async def forget(
        self, user_id: str, device_numbers: Collection[str] | None = None, *, state: str | None = None
    ) -> int:
        """Removes NICs of a guest, all of them unless told which; how many there were."""
        mine = nics.c.user_id == user_id
        if state is not None:
            mine &= nics.c.state == state
        if device_numbers is not None:
            mine &= nics.c.device_number.in_(device_numbers)
        return await self._database.write(lambda connection: rows.delete(connection, mine))

    async def drop_expired(self) -> None:
        """Removes what plans reserved that nothing confirmed in time."""
        await self._database.write(lambda connection: rows.drop_expired(connection, self.now()))

    async def abandoned(self) -> list[Nic]:
        """NICs whose creation nobody finished in time."""
        late = (nics.c.state == CREATING) & (nics.c.expires_at < self.now())
        order = nics.c.user_id, nics.c.device_number
        return await self._database.read(lambda connection: rows.select(connection, late, *order))


def _of_plan(connection: Connection, plan: str, user_id: str) -> list[Nic] | None:
    found = rows.select(connection, (nics.c.plan == plan) & (nics.c.user_id == user_id), nics.c.position)
    if found:
        return found
    known = sa.select(plans.c.user_id).where(plans.c.request_id == plan, plans.c.user_id == user_id)
    return [] if connection.execute(known).first() is not None else None


def _refuse_promised(connection: Connection, wishes: Sequence[NicWish]) -> None:
    """FAILED_PRECONDITION for OSA devices that another NIC, of whichever guest, has or is about to get."""
    for wish in wishes:
        if wish.osa_device:
            promised = rows.used_osa_devices(connection, devices_of(wish.osa_device))
            if promised:
                raise not_free(wish.osa_device, f"{', '.join(sorted(promised))} is promised to another NIC")


def _report_taken(
    v: Violations, wishes: Sequence[NicWish], used: set[str], taken: set[str], number_taken_is_invalid: bool
) -> list[str]:
    clashes = []
    for at, wish in enumerate(wishes):
        if wish.mac_id and wish.mac_id in taken:
            v.add(f"nics[{at}].mac_address", "is taken by another NIC")
        if wish.device_number and not used.isdisjoint(devices_of(wish.device_number)):
            clashes.append(wish.device_number)
            if number_taken_is_invalid:
                v.add(f"nics[{at}].device_number", "overlaps the three device numbers of another NIC of the guest")
    return clashes


def _with_numbers(claim: Claim, wishes: Sequence[NicWish], used: set[str]) -> list[Nic]:
    """The NICs of the wishes; what a wish names is kept free for it."""
    used = used | {number for wish in wishes if wish.device_number for number in devices_of(wish.device_number)}
    found = []
    for wish in wishes:
        try:
            number = wish.device_number or free_number(used)
        except ValueError as error:
            raise resource_exhausted("DEVICE_NUMBERS_EXHAUSTED", f"{claim.user_id}: {error}") from error
        used.update(devices_of(number))
        found.append(
            Nic(
                user_id=claim.user_id,
                device_number=number,
                mac_id=wish.mac_id,
                virtual_switch=wish.virtual_switch,
                vlan_id=wish.vlan_id,
                nic_id=wish.nic_id,
                address=wish.address,
                osa_device=wish.osa_device,
                state=claim.state,
            )
        )
    return found
