# SPDX-License-Identifier: Apache-2.0
"""Takes NICs of guests that were made without this service into its records, and forgets them. z/VM is only read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from zfleet_network.mac_address import digits_of
from zfleet_network.nicdefs import NicDefinition, definitions_of
from zfleet_network.nics import CREATED, Nic
from zfleet_network.refusals import READ, explaining
from zfleet_network.reservations import Reservations
from zfleet_network.running_guest import RunningGuest
from zfleet_network.switch_query import SwitchQuery
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageQueryDM
from zfleet_smapi.client import SmapiClient


class Registration:
    """Adopts and gives up guests' NICs."""

    def __init__(
        self, smapi: SmapiClient, switches: SwitchQuery, reservations: Reservations, turns: Turns, *, mac_prefix: str
    ) -> None:
        self._smapi = smapi
        self._switches = switches
        self._reservations = reservations
        self._turns = turns
        self._prefix = digits_of(mac_prefix)

    async def register(self, user_id: str, nic_ids: Mapping[str, str]) -> list[Nic]:
        """Every NIC of the guest, in the directory or now, that is in the records then.

        `nic_ids`: the caller's names by the last six hex digits (upper case) of MAC addresses. NOT_FOUND without the
        guest; FAILED_PRECONDITION for a MAC address that another guest's NIC has.
        """
        async with self._turns.of(user_id):
            defined, running, switches = await asyncio.gather(
                self._defined(user_id), RunningGuest(self._smapi, user_id).couplings(), self._switches.all()
            )
            addresses = {
                nic.device_number: digits_of(nic.mac_address)
                for switch in switches.values()
                for nic in switch.connected_nics
                if nic.user_id == user_id
            }
            seen = {
                number: NicDefinition(device_number=number, virtual_switch=switch)
                for number, switch in (running or {}).items()
            }
            found = []
            for number in sorted({*defined, *seen}):
                nic = _described(defined.get(number), seen.get(number))
                found.append(self._adopted(user_id, nic, addresses.get(number, ""), nic_ids))
            await self._reservations.adopt(user_id, found)
            return [nic for nic in await self._reservations.of_guest(user_id) if nic.state == CREATED]

    async def _defined(self, user_id: str) -> dict[str, NicDefinition]:
        with explaining(READ, user_id=user_id):
            reply = await self._smapi.call(ImageQueryDM(target=user_id))
        return definitions_of(reply.image_record_array)

    def _adopted(self, user_id: str, nic: NicDefinition, address: str, nic_ids: Mapping[str, str]) -> Nic:
        """The record of a NIC whose MAC address CP says to be `address` (12 digits; "" when nobody knows)."""
        ours = nic.mac_id or (address[6:] if address.startswith(self._prefix) else "")
        return Nic(
            user_id=user_id,
            device_number=nic.device_number,
            mac_id=ours,
            mac_address="" if address == self._prefix + ours else _pairs(address),
            virtual_switch=nic.virtual_switch,
            vlan_id=nic.vlan_id,
            nic_id=nic_ids.get(address[6:] or ours, ""),
            state=CREATED,
        )

    async def deregister(self, user_id: str) -> int:
        """Forgets the guest's NICs; how many there were. Those that a request is about to make are left to it."""
        async with self._turns.of(user_id):
            return await self._reservations.forget(user_id, state=CREATED)


def _described(defined: NicDefinition | None, seen: NicDefinition | None) -> NicDefinition:
    """What the directory says of a NIC; where it says nothing of a switch, what the running guest has."""
    if defined is None or seen is None:
        found = defined or seen
        assert found is not None  # noqa: S101  # one of the two named it
        return found
    return defined if defined.virtual_switch else replace(defined, virtual_switch=seen.virtual_switch)


def _pairs(digits: str) -> str:
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)).lower()
