# SPDX-License-Identifier: Apache-2.0
"""Changes a virtual switch: one SMAPI call for each field that is present, and all of them or none."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_network.refusals import SET_SWITCH, explaining
from zfleet_network.switches import NO_DEVICES, SwitchRoom, yes_or_no
from zfleet_network.undo import undoing
from zfleet_network.virtual_switch import DISCONNECTED_STATES, VirtualSwitch
from zfleet_runtime.log import Log
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended
from zfleet_smapi.client import SmapiClient

MAC_PROTECT_WORDS = {"MACPROTECT": "ON", "NOMACPROTECT": "OFF"}  # how z/VM reports what was set


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchChange:
    """What is to be different; None leaves a field as it is."""

    real_device_numbers: tuple[str, ...] | None = None
    queue_memory_mb: int | None = None
    port_isolation: bool | None = None
    mac_protect: bool | None = None
    connected: bool | None = None
    persistent: bool = False


class SwitchUpdate:
    """Changes switches."""

    def __init__(self, smapi: SmapiClient, room: SwitchRoom, log: Log) -> None:
        self._smapi = smapi
        self._room = room
        self._log = log

    async def update(self, name: str, change: SwitchChange) -> VirtualSwitch:
        """The changed switch. NOT_FOUND without it; what z/VM refuses leaves it as it was."""
        before = await self._room.get(name)
        steps = calls(name, change, before)
        if not steps:
            return before
        async with undoing(self._log) as undo:
            for forward, back in steps:  # in this order: devices before the connection to them
                with explaining(SET_SWITCH, switch=name):
                    await undo.step(self._smapi.call(forward), lambda back=back: self._smapi.call(back))  # type: ignore[misc]
        return await self._room.get(name)


Step = tuple[VirtualNetworkVswitchSetExtended, VirtualNetworkVswitchSetExtended]


def calls(name: str, change: SwitchChange, before: VirtualSwitch) -> list[Step]:
    """The call for each field that changes, with the call that takes it back."""
    persist = yes_or_no(change.persistent)

    def change_of(**fields: str) -> VirtualNetworkVswitchSetExtended:
        return VirtualNetworkVswitchSetExtended(switch_name=name, persist=persist, **fields)

    def devices(numbers: tuple[str, ...]) -> VirtualNetworkVswitchSetExtended:
        return change_of(real_device_address=" ".join(numbers) or NO_DEVICES)

    def connection(connected: bool) -> VirtualNetworkVswitchSetExtended:
        return change_of(connection_value="CONNECT" if connected else "DISCONNECT")

    steps: list[Step] = []
    if change.real_device_numbers is not None:
        old = tuple(uplink.real_device_number for uplink in before.uplinks)
        steps.append((devices(change.real_device_numbers), devices(old)))
    if change.queue_memory_mb is not None:
        steps.append(
            (
                change_of(queue_memory_limit=str(change.queue_memory_mb)),
                change_of(queue_memory_limit=str(before.queue_memory_mb or 8)),
            )
        )
    if change.port_isolation is not None:
        steps.append(
            (
                change_of(port_isolation=on_or_off(change.port_isolation)),
                change_of(port_isolation=on_or_off(before.isolated)),
            )
        )
    if change.mac_protect is not None:
        old_word = MAC_PROTECT_WORDS.get(before.mac_protect, "UNSPECIFIED")
        steps.append((change_of(mac_protect=on_or_off(change.mac_protect)), change_of(mac_protect=old_word)))
    if change.connected is not None:
        steps.append((connection(change.connected), connection(before.status not in DISCONNECTED_STATES)))
    return steps


def on_or_off(value: bool) -> str:
    """SMAPI's words for a switch setting."""
    return "ON" if value else "OFF"
