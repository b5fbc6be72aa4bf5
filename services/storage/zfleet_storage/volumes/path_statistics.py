# SPDX-License-Identifier: Apache-2.0
"""How the devices of a template's path are used. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zfleet_storage.volumes.fcp_devices import FcpDevice, State

Numbers = list[str]


@dataclass
class ChannelUse:
    """The devices behind one channel."""

    devices: Numbers = field(default_factory=list)
    available: Numbers = field(default_factory=list)


@dataclass
class PathStatistics:
    """Device numbers by use; a device may be in several lists. `chpids` and `pchids` are by channel."""

    total: Numbers = field(default_factory=list)
    available: Numbers = field(default_factory=list)
    allocated: Numbers = field(default_factory=list)
    reserve_only: Numbers = field(default_factory=list)
    connection_only: Numbers = field(default_factory=list)
    allocated_but_free: Numbers = field(default_factory=list)
    not_found: Numbers = field(default_factory=list)
    offline: Numbers = field(default_factory=list)
    unallocated_but_active: dict[str, str] = field(default_factory=dict)
    chpids: dict[str, ChannelUse] = field(default_factory=dict)
    pchids: dict[str, ChannelUse] = field(default_factory=dict)


def statistics_of(path: Sequence[str], known: Mapping[str, FcpDevice]) -> PathStatistics:
    """The statistics of a path. Devices that are not `known` were never seen in z/VM."""
    found = PathStatistics()
    for number in path:
        found.total.append(number)
        device = known.get(number)
        if device is None:
            found.not_found.append(number)
        else:
            _add(found, device)
    return found


def _add(found: PathStatistics, device: FcpDevice) -> None:
    number, counted = device.device_number, device.connection_count > 0
    lists: tuple[tuple[Numbers, bool], ...] = (
        (found.available, device.available),
        (found.allocated, device.reserved and counted),
        (found.reserve_only, device.reserved and not counted),
        (found.connection_only, counted and not device.reserved),
        (found.allocated_but_free, counted and device.state is State.FREE),
        (found.not_found, device.state is State.NOT_FOUND),
        (found.offline, device.state is State.OFFLINE),
    )
    for numbers, belongs in lists:
        if belongs:
            numbers.append(number)
    if device.state is State.ACTIVE and not device.taken:
        found.unallocated_but_active[number] = device.owner
    _add_channel(found.chpids, device, lambda one: one.chpid)
    _add_channel(found.pchids, device, lambda one: one.pchid)


def _add_channel(uses: dict[str, ChannelUse], device: FcpDevice, channel_of: Callable[[FcpDevice], str]) -> None:
    channel = channel_of(device)
    if channel:
        use = uses.setdefault(channel, ChannelUse())
        use.devices.append(device.device_number)
        if device.available:
            use.available.append(device.device_number)
