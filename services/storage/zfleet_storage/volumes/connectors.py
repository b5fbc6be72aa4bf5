# SPDX-License-Identifier: Apache-2.0
"""Connectors: FCP devices reserved for a guest through a template, and given back."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from zfleet_runtime.database import Database
from zfleet_runtime.errors import aborted, failed_precondition
from zfleet_storage.volumes import fcp_devices, fcp_templates
from zfleet_storage.volumes.choose import choose, choose_same_index
from zfleet_storage.volumes.fcp_devices import FcpDevice
from zfleet_storage.volumes.fcp_templates import FcpTemplate
from zfleet_storage.volumes.inventory import Inventory

ATTEMPTS = 8  # choosers from templates that share devices may be faster; who is slower chooses anew


@dataclass(frozen=True, slots=True)
class Connector:
    """The devices of a guest in the order of their paths; without any, `empty_reason` says why."""

    template_id: str
    devices: Sequence[FcpDevice]
    changed: bool
    empty_reason: str = ""


class _Taken(Exception):
    """Somebody else was faster with a device that was chosen."""


class Connectors:
    """Reserves devices and gives them back. `same_index`: a connector has the n-th device of every path."""

    def __init__(self, database: Database, inventory: Inventory, *, same_index: bool = False) -> None:
        self._database = database
        self._inventory = inventory
        self._same_index = same_index
        self._chance = random.SystemRandom()

    async def reserve(
        self, user_id: str, template_id: str, provider: str, capacities: Mapping[str, int] | None
    ) -> Connector:
        """The guest's devices through a template, those it has or new ones.

        `capacities`: how many more devices each PCHID may carry; None: as many as it has. Errors as in the contract.
        """
        async with self._database.reading() as session:
            template_id = template_id or await fcp_templates.default_id(session, provider)
            template = await fcp_templates.read_one(session, template_id)
            mine = await fcp_devices.read_taken(session, user_id, template_id)
        if mine:
            return Connector(template_id, _in_order(template, mine), changed=False)
        await self._inventory.sync()
        for _ in range(ATTEMPTS):
            try:
                async with self._database.writing() as session:
                    return await self._choose(session, user_id, template_id, capacities)
            except _Taken:
                continue
        raise aborted("FCP_DEVICES_CONTESTED", "others took the chosen FCP devices again and again: try again")

    async def _choose(
        self, session: AsyncSession, user_id: str, template_id: str, capacities: Mapping[str, int] | None
    ) -> Connector:
        """Chooses and takes, in one transaction, in which nobody else chooses from the same template."""
        await fcp_templates.turn(session, template_id)
        template = await fcp_templates.read_one(session, template_id)
        mine = await fcp_devices.read_taken(session, user_id, template_id)
        if mine:  # the same guest was asked for twice at once
            return Connector(template_id, _in_order(template, mine), changed=False)
        known = await fcp_devices.read_numbers(session, template.device_numbers)
        _check_capacities(template, known, capacities)
        chosen = self._chosen(template, known, capacities or {})
        if not chosen:
            return Connector(template_id, (), changed=False, empty_reason=_why_none(template, known, capacities))
        for number in sorted(chosen):  # in one order, so that nobody waits in a circle
            if not await fcp_devices.take(session, number, user_id, template_id):
                raise _Taken
        taken = await fcp_devices.read_numbers(session, chosen)
        return Connector(template_id, [taken[number] for number in chosen], changed=True)

    def _chosen(self, template: FcpTemplate, known: Mapping[str, FcpDevice], room: Mapping[str, int]) -> list[str]:
        if self._same_index:
            free = frozenset(number for number, device in known.items() if device.available)
            pchids = {number: device.pchid for number, device in known.items()}
            found = choose_same_index(template.paths, pchids, free, room, self._chance)
        else:
            found = choose([_free(path, known) for path in template.paths], room, template.fewest_paths, self._chance)
        return [found[path] for path in sorted(found)]

    async def release(self, user_id: str, template_id: str) -> Connector:
        """Gives back what no volume needs; the connector as it was. NOT_FOUND: no such template."""
        async with self._database.writing() as session:
            await fcp_templates.turn(session, template_id)
            template = await fcp_templates.read_one(session, template_id)
            mine = [one for one in await fcp_devices.read_taken(session, user_id, template_id) if one.reserved]
            given = await fcp_devices.release_unused(session, user_id, template_id)
        if given:
            # Their WWPNs may be others by now, and need not be kept any longer.
            await self._inventory.sync_if_possible()
        reason = "" if mine else f"{user_id} has no FCP devices through template {template_id}"
        return Connector(template_id, _in_order(template, mine), changed=given > 0, empty_reason=reason)


def _in_order(template: FcpTemplate, devices: Sequence[FcpDevice]) -> list[FcpDevice]:
    """By path; what is in none any more comes last."""
    place = {number: at for at, path in enumerate(template.paths) for number in path}
    return sorted(devices, key=lambda one: (place.get(one.device_number, len(place)), one.device_number))


def _free(path: Sequence[str], known: Mapping[str, FcpDevice]) -> dict[str, list[str]]:
    """The available devices of a path by PCHID. Those whose PCHID is not known share one, of their CHPID."""
    found: dict[str, list[str]] = {}
    for number in path:
        device = known.get(number)
        if device is not None and device.available:
            found.setdefault(device.pchid or f"CHPID {device.chpid}", []).append(number)
    return found


def _check_capacities(
    template: FcpTemplate, known: Mapping[str, FcpDevice], capacities: Mapping[str, int] | None
) -> None:
    if capacities is None:
        return
    missing = sorted({device.pchid for device in known.values() if device.pchid} - set(capacities))
    if missing:
        text = f"the PCHIDs {', '.join(missing)} of template {template.template_id} are not among those given"
        raise failed_precondition("PCHID_INFO_MISSING", text, metadata={"pchids": ",".join(missing)})


def _why_none(template: FcpTemplate, known: Mapping[str, FcpDevice], capacities: Mapping[str, int] | None) -> str:
    paths = [_free(path, known) for path in template.paths]
    with_free = sum(bool(path) for path in paths)
    needed = template.fewest_paths
    if not template.paths:
        return f"FCP template {template.template_id} has no devices"
    if with_free >= needed and capacities is not None:
        return f"the physical channels of FCP template {template.template_id} have no room for {needed} more devices"
    if with_free >= needed:
        return f"no place of FCP template {template.template_id} has a free device in all of its paths"
    return (
        f"FCP template {template.template_id} has free devices in {with_free} of {len(template.paths)} paths, "
        f"and a connector needs {needed}"
    )
