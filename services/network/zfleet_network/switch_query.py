# SPDX-License-Identifier: Apache-2.0
"""Reads virtual switches from z/VM: one by name, or all of them with one call that simultaneous callers share."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from zfleet_network.refusals import NO_SUCH_SWITCH, codes_of
from zfleet_network.virtual_switch import VirtualSwitch, switch_of
from zfleet_runtime.deadline import detached
from zfleet_smapi.calls import VirtualNetworkVswitchQueryExtended
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

EVERY = "*"

Switches = Mapping[str, VirtualSwitch]


class SwitchQuery:
    """What z/VM says about its switches."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi
        self._running: asyncio.Task[Switches] | None = None
        self._next: asyncio.Task[Switches] | None = None

    async def one(self, name: str) -> VirtualSwitch | None:
        """The switch of that name; None when there is none."""
        return (await self._ask(name)).get(name)

    async def all(self) -> Switches:
        """Every switch by name, in the order of the names.

        The answer is never older than this call: a burst of callers shares the query that starts after the one that is
        under way, so they cost z/VM two queries and not one each.
        """
        if self._next is None:
            if self._running is None or self._running.done():
                self._running = self._start(self._ask(EVERY))
                return await asyncio.shield(self._running)
            self._next = self._start(self._after(self._running))
        return await asyncio.shield(self._next)

    @staticmethod
    def _start(query: Coroutine[Any, Any, Switches]) -> asyncio.Task[Switches]:
        task = detached(query)  # it is nobody's own: no caller's deadline is the others'
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return task

    async def _after(self, running: asyncio.Task[Switches]) -> Switches:
        await asyncio.wait([running])
        self._running, self._next = self._next, None  # it starts now: who comes later has to wait for another one
        return await self._ask(EVERY)

    async def _ask(self, name: str) -> Switches:
        try:
            reply = await self._smapi.call(VirtualNetworkVswitchQueryExtended(switch_name=name))
        except SmapiError as error:
            if codes_of(error) == NO_SUCH_SWITCH:  # also z/VM's word for "no switch at all"
                return {}
            raise
        found = [switch_of(block) for block in reply.vswitch_array]
        return {switch.name: switch for switch in sorted(found, key=lambda switch: switch.name)}
