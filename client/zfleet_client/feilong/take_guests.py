# SPDX-License-Identifier: Apache-2.0
"""Takes guests and the names of their NICs over. z/VM is read, never changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet_client.errors import FleetError, NotFound
from zfleet_client.feilong.databases import Guest, Nic
from zfleet_client.feilong.report import Item, failed, skipped, taken, there
from zfleet_client.fleet import Fleet

AT_ONCE = 4  # guests; z/VM has few SMAPI servers
LONGEST_NAME = 64  # of a NIC, as the contract says

NO_NIC = "neither the directory nor the running guest has it"
NO_ADDRESS = "its MAC address is not known while the guest is off: run again when it is on"


class TakeGuests:
    """Takes the guests of one connector over."""

    def __init__(self, fleet: Fleet, *, relocated_to: str = "", dry_run: bool = False) -> None:
        """`relocated_to`: member of the cluster that migrated guests are on; empty: the only other one."""
        self._fleet = fleet
        self._relocated_to = relocated_to
        self._dry_run = dry_run

    async def all(self, guests: Sequence[Guest], nics: Sequence[Nic]) -> list[Item]:
        """Every guest, each followed by its NICs. FleetError when the fleet's own records cannot be read."""
        managed = {guest.user_id async for guest in self._fleet.managed.list(relocated=True)}
        recorded: dict[str, list[network_pb.Nic]] = {}
        async for nic in self._fleet.nics.list():
            recorded.setdefault(nic.user_id, []).append(nic)
        known = {guest.user_id for guest in guests}
        of_guests: dict[str, list[Nic]] = {}
        for nic_row in nics:
            of_guests.setdefault(nic_row.user_id, []).append(nic_row)
        if not self._relocated_to and any(each.migrated and each.user_id not in managed for each in guests):
            self._relocated_to = await self._other_member()
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(guest: Guest) -> list[Item]:
            of_guest = of_guests.get(guest.user_id, [])
            async with turns:
                if guest.user_id not in managed:
                    return await self._register(guest, of_guest)
                return [there("guest", guest.user_id), *await self._name(of_guest, recorded.get(guest.user_id, []))]

        found = await asyncio.gather(*(one(guest) for guest in guests))
        no_guest = "its guest is not in sdk_guest.sqlite"
        orphans = [skipped("nic", _name(nic), no_guest) for nic in nics if nic.user_id not in known]
        return [*(item for items in found for item in items), *orphans]

    async def _name(self, nics: Sequence[Nic], recorded: Sequence[network_pb.Nic]) -> list[Item]:
        """Names the NICs of a managed guest. What failed is tried again by the next run."""
        try:
            return await self._names(nics, recorded)
        except FleetError as error:
            return [failed("nic", _name(nic), error) for nic in nics]

    async def _other_member(self) -> str:
        """The one other member of the cluster; empty when there is none or more than one."""
        host, cluster = await asyncio.gather(self._fleet.host(), self._fleet.managed.cluster())
        own = host.host.system_name
        others = [each.name for each in cluster.cluster.members if each.state == "Joined" and each.name != own]
        return others[0] if len(others) == 1 else ""

    async def _register(self, guest: Guest, nics: Sequence[Nic]) -> list[Item]:
        if guest.migrated and not self._relocated_to:
            reason = "it has moved to another member of the cluster: say which with --relocated-to"
            return [skipped("guest", guest.user_id, reason)]
        try:
            if self._dry_run:
                return [taken("guest", guest.user_id, dry_run=True), *await self._foreseen(guest, nics)]
            return await self._take(guest, nics)
        except NotFound:
            return [skipped("guest", guest.user_id, "the directory has no such user")]
        except FleetError as error:
            return [failed("guest", guest.user_id, error)]

    async def _take(self, guest: Guest, nics: Sequence[Nic]) -> list[Item]:
        managed = self._fleet.managed
        answer = await managed.register(
            guest.user_id,
            os_version=guest.os_version,
            metadata=guest.metadata,
            network_configured=guest.network_configured,
        )
        reason = ""
        if guest.migrated:
            try:
                await managed.update(guest.user_id, relocated_to=self._relocated_to)
            except FleetError:  # the next run is to begin anew, not to find it there already
                await managed.deregister(guest.user_id, allow_missing=True)
                raise
            reason = f"relocated to {self._relocated_to}"
        return [
            taken("guest", guest.user_id, dry_run=False, reason=reason),
            *await self._name(nics, answer.nics),
        ]

    async def _foreseen(self, guest: Guest, nics: Sequence[Nic]) -> list[Item]:
        """What would become of its NICs as far as its directory entry tells. NotFound without the guest."""
        entry = (await self._fleet.guests.get(guest.user_id)).guest.guest.directory
        defined = [network_pb.Nic(device_number=nic.device_number, mac_id=nic.mac_id or "?") for nic in entry.nics]
        return await self._names(nics, defined)

    async def _names(self, nics: Sequence[Nic], recorded: Sequence[network_pb.Nic]) -> list[Item]:
        """Gives the fleet's records of a guest's NICs the names that Feilong has for them."""
        by_number = {nic.device_number: nic for nic in recorded}
        items: list[Item] = []
        names: dict[str, str] = {}
        for nic in nics:
            found = by_number.get(nic.device_number)
            item, named = _compared(nic, found, self._dry_run)
            items.append(item)
            names |= named
        if names and not self._dry_run:
            await self._fleet.nics.register(nics[0].user_id, names)
        return items


def _compared(nic: Nic, found: network_pb.Nic | None, dry_run: bool) -> tuple[Item, Mapping[str, str]]:
    """What becomes of a NIC, and the name to be given to it, by the last six digits of its MAC address."""
    name = _name(nic)
    if nic.osa:
        return _osa(nic), {}
    if found is None:
        return skipped("nic", name, NO_NIC), {}
    if nic.port in ("", found.nic_id):
        return there("nic", name), {}
    if found.nic_id:
        return skipped("nic", name, f"the fleet has it as {found.nic_id}"), {}
    if len(nic.port) > LONGEST_NAME or not nic.port.isprintable():
        return skipped("nic", name, f"its name is not at most {LONGEST_NAME} printable characters"), {}
    mac_id = found.mac_id or found.mac_address.replace(":", "")[-6:]
    if not mac_id:
        return skipped("nic", name, NO_ADDRESS), {}
    return taken("nic", name, dry_run=dry_run), {mac_id.upper(): nic.port}


def _osa(nic: Nic) -> Item:
    reason = f"OSA devices from {nic.osa} stay dedicated; the fleet keeps no records of OSA devices dedicated by others"
    return skipped("nic", _name(nic), reason)


def _name(nic: Nic) -> str:
    return f"{nic.user_id} {nic.device_number}"
