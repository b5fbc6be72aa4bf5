# SPDX-License-Identifier: Apache-2.0
"""Lists NICs page by page out of our own table; z/VM is asked once per page, for what is coupled now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zfleet_network import rows
from zfleet_network.nics import CREATED, Nic
from zfleet_network.running_guest import RunningGuest
from zfleet_network.switch_query import SwitchQuery
from zfleet_network.tables import nics
from zfleet_runtime.database import Database
from zfleet_runtime.pagination import Page
from zfleet_smapi.client import SmapiClient

Name = tuple[str, str]
"""User id and first device number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which NICs are wanted; "" is any."""

    user_id: str = ""
    virtual_switch: str = ""
    nic_id: str = ""

    def query(self) -> tuple[str, ...]:
        """What a page token of this list is bound to."""
        return ("ListNics", self.user_id, self.virtual_switch, self.nic_id)

    def condition(self) -> sa.ColumnElement[bool]:
        """The same as SQL."""
        wanted: sa.ColumnElement[bool] = sa.true()
        for column, value in (
            (nics.c.user_id, self.user_id),
            (nics.c.virtual_switch, self.virtual_switch),
            (nics.c.nic_id, self.nic_id),
        ):
            if value:
                wanted = wanted & (column == value)
        return wanted


class Listing:
    """Lists what this service knows, and what z/VM says about it."""

    def __init__(self, smapi: SmapiClient, switches: SwitchQuery, database: Database) -> None:
        self._smapi = smapi
        self._switches = switches
        self._database = database

    async def page(self, wanted: Filter, page: Page) -> tuple[list[Nic], str]:
        """The NICs of a page in the order of user id and device number, and the next page's token."""
        condition = wanted.condition()
        if page.after is not None:
            user_id, _, device_number = page.after.partition(" ")
            condition = condition & (sa.tuple_(nics.c.user_id, nics.c.device_number) > (user_id, device_number))
        order = nics.c.user_id, nics.c.device_number
        found = await self._database.read(
            lambda connection: rows.select(connection, condition, *order, limit=page.size + 1)
        )
        shown = found[: page.size]
        more = len(found) > page.size
        return shown, page.token_after(f"{shown[-1].user_id} {shown[-1].device_number}") if more else ""

    async def connected(self, shown: Sequence[Nic]) -> frozenset[Name]:
        """Those of the NICs that are coupled to a switch in a running guest now, found with one SMAPI call at most."""
        created = [nic for nic in shown if nic.state == CREATED]
        owners = {nic.user_id for nic in created}
        switches = {nic.virtual_switch for nic in created}
        if not created:
            return frozenset()
        if len(owners) == 1:
            (user_id,) = owners
            couplings = await RunningGuest(self._smapi, user_id).couplings() or {}
            return frozenset((user_id, number) for number, switch in couplings.items() if switch)
        if len(switches) == 1 and "" not in switches:
            one = await self._switches.one(switches.pop())
            described = [one] if one else []
        else:
            described = list((await self._switches.all()).values())
        return frozenset((nic.user_id, nic.device_number) for switch in described for nic in switch.connected_nics)
