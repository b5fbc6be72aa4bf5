# SPDX-License-Identifier: Apache-2.0
"""Changes a virtual switch: one SMAPI call for each field that is present, and all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zfleet_network.refusals import SET_SWITCH, SWITCH, explaining
from zfleet_network.switches import NO_DEVICES, SwitchRoom, yes_or_no
from zfleet_network.undo import undoing
from zfleet_network.virtual_switch import DISCONNECTED_STATES, LinkAggregation, VirtualSwitch
from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_runtime.log import Log
from zfleet_smapi.calls import VirtualNetworkVswitchSetExtended
from zfleet_smapi.client import SmapiClient

MAC_PROTECT_WORDS = {"MACPROTECT": "ON", "NOMACPROTECT": "OFF"}  # how z/VM reports what was set
BY_HOST = "UNSPECIFIED"
NO_UPLINK_NIC = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAggregationChange:
    """What is to be different about devices that work as one; None, and no devices, leave it as it is."""

    lacp: bool | None = None
    interval: int | None = None
    real_device_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchChange:
    """What is to be different; None leaves a field as it is.

    `mac_protect` is ON, OFF or UNSPECIFIED, `routing` and `port_type` SMAPI's words; `uplink_nic` is user id and device
    number, ("", "") for none.
    """

    real_device_numbers: tuple[str, ...] | None = None
    queue_memory_mb: int | None = None
    port_isolation: bool | None = None
    mac_protect: str | None = None
    connected: bool | None = None
    routing: str | None = None
    port_type: str | None = None
    gvrp: bool | None = None
    ip_timeout: int | None = None
    vlan_counters: bool | None = None
    mac_id: str | None = None
    port_names: tuple[str, ...] | None = None
    controllers: tuple[str, ...] | None = None
    uplink_nic: tuple[str, str] | None = None
    link_aggregation: LinkAggregationChange | None = None
    persistent: bool = False


class SwitchUpdate:
    """Changes switches."""

    def __init__(self, smapi: SmapiClient, room: SwitchRoom, log: Log) -> None:
        self._smapi = smapi
        self._room = room
        self._log = log

    async def update(self, name: str, change: SwitchChange) -> VirtualSwitch:
        """The changed switch. NOT_FOUND without it; FAILED_PRECONDITION for what a switch of its kind does not have;
        what z/VM refuses leaves it as it was."""
        before = await self._room.get(name)
        refuse_unsuitable(change, before)
        steps = calls(name, change, before)
        if not steps:
            return before
        async with undoing(self._log) as undo:
            for forward, back in steps:
                with explaining(SET_SWITCH, switch=name):
                    work = self._smapi.call(forward)
                    if back is None:
                        await work
                    else:
                        await undo.step(work, lambda back=back: self._smapi.call(back))  # type: ignore[misc]
        return await self._room.get(name)


def refuse_unsuitable(change: SwitchChange, before: VirtualSwitch) -> None:
    """FAILED_PRECONDITION for VLAN settings of a VLAN-unaware switch and routing of an ETHERNET one."""
    if not before.vlan_aware and (change.port_type is not None or change.gvrp is not None):
        raise _unsuitable("VLAN_UNAWARE", before, "it is not VLAN-aware")
    if before.transport != "IP" and change.routing is not None:
        raise _unsuitable("NOT_AN_IP_SWITCH", before, "only an IP switch takes part in routing")


def _unsuitable(reason: str, switch: VirtualSwitch, why: str) -> ZfleetError:
    text, more = f"virtual switch {switch.name}: {why}", {"operation": SET_SWITCH}
    return failed_precondition(reason, text, metadata=more, resource=(SWITCH, switch.name))


Words = dict[str, str]
Step = tuple[VirtualNetworkVswitchSetExtended, VirtualNetworkVswitchSetExtended | None]


def calls(name: str, change: SwitchChange, before: VirtualSwitch) -> list[Step]:
    """The call for each field that changes, with the call that takes it back.

    z/VM does not say everything: what cannot be taken back (None) comes last, so that only it can be left half-done.
    """
    persist = yes_or_no(change.persistent)

    def change_of(words: Words) -> VirtualNetworkVswitchSetExtended:
        return VirtualNetworkVswitchSetExtended(switch_name=name, persist=persist, **words)

    steps = [*_of_uplink(change, before), *_of_settings(change, before), *_of_group(change, before)]
    ordered = sorted(steps, key=lambda step: step[1] is None)
    return [(change_of(words), None if back is None else change_of(back)) for words, back in ordered]


def _of_uplink(change: SwitchChange, before: VirtualSwitch) -> Iterator[tuple[Words, Words | None]]:
    """In this order: devices before the connection to them."""
    if change.real_device_numbers is not None:
        yield _devices(change.real_device_numbers), _devices(tuple(one.real_device_number for one in before.uplinks))
    if change.port_names is not None:
        known = " ".join(uplink.port_name for uplink in before.uplinks if uplink.port_name)
        yield {"port_name": " ".join(change.port_names)}, {"port_name": known} if known else None
    if change.controllers is not None:  # z/VM tells only who controls it now, not who may
        yield {"controller_name": " ".join(change.controllers)}, None
    if change.uplink_nic is not None:
        yield _uplink_nic(change.uplink_nic), _uplink_nic(before.uplink_nic or ("", ""))
    if change.connected is not None:
        yield _connection(change.connected), _connection(before.status not in DISCONNECTED_STATES)


def _of_settings(change: SwitchChange, before: VirtualSwitch) -> Iterator[tuple[Words, Words | None]]:
    if change.queue_memory_mb is not None:
        yield (
            {"queue_memory_limit": str(change.queue_memory_mb)},
            {"queue_memory_limit": str(before.queue_memory_mb or 8)},
        )
    if change.port_isolation is not None:
        yield _switched("port_isolation", change.port_isolation, before.isolated)
    if change.mac_protect is not None:
        yield {"mac_protect": change.mac_protect}, {"mac_protect": MAC_PROTECT_WORDS.get(before.mac_protect, BY_HOST)}
    if change.routing is not None:
        yield {"routing_value": change.routing}, {"routing_value": before.routing or "NONROUTER"}
    if change.port_type is not None:
        yield {"port_type": change.port_type}, {"port_type": before.port_type or "ACCESS"}
    if change.gvrp is not None:
        yield {"gvrp_value": _gvrp(change.gvrp)}, {"gvrp_value": _gvrp(before.gvrp)}
    if change.ip_timeout is not None:
        yield {"iptimeout": str(change.ip_timeout)}, {"iptimeout": str(before.ip_timeout or 5)}
    if change.vlan_counters is not None:
        yield _switched("vlan_counters", change.vlan_counters, before.vlan_counters)
    if change.mac_id is not None:
        yield {"mac_id": change.mac_id}, {"mac_id": before.mac_address.replace(":", "")[6:].upper()}


def _of_group(change: SwitchChange, before: VirtualSwitch) -> Iterator[tuple[Words, Words | None]]:
    """One call for each: z/VM takes one change at a time. Whether LACP was active is not told."""
    wanted, known = change.link_aggregation, before.link_aggregation
    if wanted is None:
        return
    if wanted.real_device_numbers:
        yield {"group_rdev": " ".join(wanted.real_device_numbers)}, None
    if wanted.lacp is not None:
        yield {"lacp": "ACTIVE" if wanted.lacp else "INACTIVE"}, None
    if wanted.interval is not None:
        yield {"interval": _interval(wanted.interval)}, _interval_before(known)


def _interval_before(known: LinkAggregation | None) -> Words | None:
    return {"interval": _interval(known.interval)} if known is not None else None


def _interval(seconds: int) -> str:
    return str(seconds) if seconds else "OFF"


def _devices(numbers: tuple[str, ...]) -> Words:
    return {"real_device_address": " ".join(numbers) or NO_DEVICES}


def _connection(connected: bool) -> Words:
    return {"connection_value": "CONNECT" if connected else "DISCONNECT"}


def _uplink_nic(name: tuple[str, str]) -> Words:
    user_id, device_number = name
    return {"nic_userid": user_id, "nic_vdev": device_number} if user_id else {"nic_userid": NO_UPLINK_NIC}


def _switched(keyword: str, after: bool, before: bool) -> tuple[Words, Words]:
    return {keyword: on_or_off(after)}, {keyword: on_or_off(before)}


def _gvrp(wanted: bool) -> str:
    return "GVRP" if wanted else "NOGVRP"


def on_or_off(value: bool) -> str:
    """SMAPI's words for a switch setting."""
    return "ON" if value else "OFF"
