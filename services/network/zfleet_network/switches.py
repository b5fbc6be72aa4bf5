# SPDX-License-Identifier: Apache-2.0
"""Creates, reads and deletes virtual switches."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_network.refusals import NO_SUCH_SWITCH, SET_SWITCH, SWITCH_EXISTS, codes_of, explaining
from zfleet_network.switch_query import SwitchQuery
from zfleet_network.virtual_switch import VirtualSwitch
from zfleet_runtime.errors import not_found
from zfleet_runtime.pagination import Page
from zfleet_smapi.calls import VirtualNetworkVswitchCreateExtended, VirtualNetworkVswitchDeleteExtended
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

NO_DEVICES = "NONE"  # SMAPI's real_device_address of a switch without an uplink
ANY_CONTROLLER = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchWish:
    """A switch that is asked for; VLAN 0 is none. Without `vlan_id` the switch is VLAN-unaware, unless `vlan_aware`:
    then z/VM chooses the VLAN. `connection` and `routing` are SMAPI's words; "" leaves the choice to us and to z/VM."""

    name: str
    real_device_numbers: tuple[str, ...] = ()
    controller: str = ""
    ethernet: bool = True
    vlan_id: int = 0
    vlan_aware: bool = False
    port_type: str = "ACCESS"
    native_vlan_id: int = 0
    gvrp: bool = False
    queue_memory_mb: int = 8
    persistent: bool = False
    connection: str = ""
    routing: str = ""

    @property
    def aware(self) -> bool:
        """It knows VLANs."""
        return self.vlan_aware or bool(self.vlan_id)


class SwitchRoom:
    """The host's virtual switches."""

    def __init__(self, smapi: SmapiClient, query: SwitchQuery) -> None:
        self._smapi = smapi
        self._query = query

    async def create(self, wish: SwitchWish, *, again: bool) -> VirtualSwitch:
        """The new switch as z/VM describes it. ALREADY_EXISTS when the name is taken.

        `again`: an earlier try of the same request may have made it; then one that is as it was asked for is a success.
        """
        with explaining(SET_SWITCH, switch=wish.name):
            try:
                await self._smapi.call(creation(wish))
            except SmapiError as error:
                if not again or codes_of(error) != SWITCH_EXISTS:
                    raise
                found = await self._query.one(wish.name)
                if found is None or not answers(wish, found):
                    raise
                return found
        return await self.get(wish.name)

    async def get(self, name: str) -> VirtualSwitch:
        """One switch. NOT_FOUND when there is none of that name."""
        found = await self._query.one(name)
        if found is None:
            raise not_found("virtual_switch", name)
        return found

    async def page(self, page: Page) -> tuple[list[VirtualSwitch], str]:
        """The switches of a page in the order of their names, and the next page's token. SMAPI knows no pages, so every
        page costs a query of all switches."""
        switches = await self._query.all()
        names, token = page.cut(list(switches))
        return [switches[name] for name in names], token

    async def delete(self, name: str, *, persistent: bool, allow_missing: bool) -> None:
        """Removes a switch, also from the next IPL when `persistent`. NOT_FOUND unless `allow_missing`."""
        call = VirtualNetworkVswitchDeleteExtended(switch_name=name, persist=yes_or_no(persistent))
        with explaining(SET_SWITCH, switch=name, fine=[NO_SUCH_SWITCH] if allow_missing else []):
            await self._smapi.call(call)


def creation(wish: SwitchWish) -> VirtualNetworkVswitchCreateExtended:
    """The call that makes the switch."""
    aware = wish.aware
    connected = "CONNECT" if wish.real_device_numbers else "DISCONNECT"
    return VirtualNetworkVswitchCreateExtended(
        switch_name=wish.name,
        real_device_address=" ".join(wish.real_device_numbers) or NO_DEVICES,
        controller_name=wish.controller or ANY_CONTROLLER,
        connection_value=wish.connection or connected,
        routing_value=wish.routing or None,
        queue_memory_limit=str(wish.queue_memory_mb),
        transport_type="ETHERNET" if wish.ethernet else "IP",
        vlan_id=str(wish.vlan_id or "AWARE") if aware else "UNAWARE",
        port_type=wish.port_type if aware else None,
        native_vlanid=str(wish.native_vlan_id) if aware and wish.native_vlan_id else None,
        gvrp_value=("GVRP" if wish.gvrp else "NOGVRP") if aware else None,
        persist=yes_or_no(wish.persistent),
    )


def answers(wish: SwitchWish, found: VirtualSwitch) -> bool:
    """Whether a switch is what was asked for, as far as z/VM tells."""
    return (
        found.transport == ("ETHERNET" if wish.ethernet else "IP")
        and found.vlan_aware == wish.aware
        and (not wish.vlan_id or found.vlan_id == wish.vlan_id)
        and (not wish.aware or found.port_type == wish.port_type)
        and sorted(uplink.real_device_number for uplink in found.uplinks) == sorted(wish.real_device_numbers)
    )


def yes_or_no(value: bool) -> str:
    """SMAPI's words for a choice."""
    return "YES" if value else "NO"
