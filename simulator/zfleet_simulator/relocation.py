# SPDX-License-Identifier: Apache-2.0
"""Live guest relocation between members of a cluster: what stands in the way, leaving and arriving.

A guest takes everything with it: memory, CPUs, devices, couplings, its Linux, its console. A member that is only named,
without a host behind it, takes the guest and is not heard of again. All of it happens inside of a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zfleet_simulator.context import Parts
from zfleet_simulator.events import (
    INBOUND_RELOCATION_COMPLETE,
    INBOUND_RELOCATION_ENDED,
    INBOUND_RELOCATION_STARTED,
    LOGOFF,
    OUTBOUND_RELOCATION_COMPLETE,
    OUTBOUND_RELOCATION_ENDED,
    OUTBOUND_RELOCATION_STARTED,
    record,
)
from zfleet_simulator.guests import ChannelAdapter, Dedicated, Device, Guest, LinkedDisk, MemoryDisk, Nic
from zfleet_simulator.hypervisor import ConsoleLog
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Relocation
from zfleet_simulator.statements import Nicdef
from zfleet_simulator.system import Member
from zfleet_simulator.virtual_machine import merged_adapters

NOT_LOGGED_ON = "0045"
_NO_SUCH_SYSTEM, _NOT_RELOCATABLE, _MULTICONFIGURATION = "1983", "1981", "1823"
_DEVICE_STAYS, _TEMPORARY_DISK = "1996", "1940"
# No source at hand confirms these: a second move, a guest that is just being stopped, no room in the destination's
# memory, and a virtual switch that the destination does not have or where the guest is not authorized.
_MOVING_ALREADY, _BEING_STOPPED, _NO_MEMORY, _NO_NETWORK = "1949", "0361", "1813", "1997"

# Why a move ended, as CP's monitor records (domain 4, record 12) number it; *VMEVENT records have a byte for such a
# number too, which no source at hand explains.
CANCELLED, CONNECTION_LOST, TIME_IS_UP, NO_LONGER_POSSIBLE, GUEST_GONE = b"\1", b"\3", b"\4", b"\6", b"\7"

_PAGE_KB_PER_CYLINDER = 180 * 4


def member_state(parts: Parts, one: Member) -> str:
    """Joined or Down for a member with a host behind it; for one that is only named, what its configuration says."""
    if one.name not in parts.members:
        return one.state
    there = parts.members[one.name]
    return "Down" if there is None or there.configuration.is_down else "Joined"


def obstacles(here: Parts, guest: Guest, destination: str, force: frozenset[str]) -> list[str]:
    """CP's message numbers for everything that stands in the way, each once."""
    found = []
    installed = here.configuration.installed
    members = installed.cluster.members if installed.cluster is not None else ()
    joined = {one.name for one in members if member_state(here, one) == "Joined"}
    reachable = destination in joined and destination != installed.system_name
    if not reachable:
        found.append(_NO_SUCH_SYSTEM)
    if guest.user_id in here.files.relocations:
        found.append(_MOVING_ALREADY)
    found += _of_the_guest(here, guest)
    there = here.members.get(destination) if reachable else None
    found += _of_devices(here, there, guest)
    if there is not None and not _has_memory_for(there, guest, force):
        found.append(_NO_MEMORY)
    return list(dict.fromkeys(found))


def _of_the_guest(here: Parts, guest: Guest) -> Iterator[str]:
    if not guest.relocatable:
        yield _NOT_RELOCATABLE
    if here.directory.is_multiconfiguration(guest.user_id):
        yield _MULTICONFIGURATION
    if guest.stopping_until is not None:
        yield _BEING_STOPPED


def _of_devices(here: Parts, there: Parts | None, guest: Guest) -> Iterator[str]:
    taken: set[int] = set()
    for device in guest.devices.values():
        match device:
            case Dedicated():
                real = _equivalent(here, there, device, taken)
                if real is None:
                    yield _DEVICE_STAYS
                else:
                    taken.add(real)
            case LinkedDisk() if here.directory.is_multiconfiguration(device.owner):
                yield _DEVICE_STAYS  # that user's disks are the member's own
            case ChannelAdapter() if device.partner:
                yield _DEVICE_STAYS
            case MemoryDisk() if device.volume == "(TEMP)":
                yield _TEMPORARY_DISK
            case Nic() if device.coupled and there is not None and _port(there, guest.user_id, device) is None:
                yield _NO_NETWORK


def _equivalent(here: Parts, there: Parts | None, device: Dedicated, taken: set[int]) -> int | None:
    """The real device that takes a dedicated one's place: one with the same EQID that is free at the destination.

    A volume is the same for all members, and CP gives DASD its EQID by itself.
    """
    if device.kind == "DASD" and there is not None:
        return device.rdev
    eqid = here.configuration.eqid(device.rdev)
    if not eqid:
        return None
    if there is None:
        return device.rdev
    return next((rdev for rdev in there.configuration.free_with_eqid(eqid, device.kind) if rdev not in taken), None)


def _port(there: Parts, user_id: str, nic: Nic) -> int | None:
    """The port that an adapter gets on the switch of the same name at the destination; None when it gets none."""
    if nic.lan_owner != SYSTEM or nic.lan_name not in there.networks.switches:
        return None  # a guest LAN ends at its system
    entry = there.directory.online(user_id)
    statements = there.directory.expanded(entry) if entry is not None else ()
    adapters = merged_adapters([one for one in statements if isinstance(one, Nicdef)])
    in_directory = any((one.vdev, one.lan_name) == (nic.vdev, nic.lan_name) for one in adapters)
    try:
        return there.networks.admit(user_id, nic, SYSTEM, nic.lan_name, nic.port_number, in_directory)
    except Refusal:
        return None


def _has_memory_for(there: Parts, guest: Guest, force: frozenset[str]) -> bool:
    """Room in memory and paging space; FORCE STORAGE lets a guest in that would fit if it were alone."""
    paging = sum(one.size for one in there.configuration.dasd.values() if one.use == "PAGE") * _PAGE_KB_PER_CYLINDER
    room = there.configuration.installed.memory_kb + paging
    used = 0 if "STORAGE" in force else sum(one.memory_kb for one in there.cp.guests.values())
    return guest.memory_kb <= room - used


# --- the way ---------------------------------------------------------------------------------------------------------


def set_out(here: Parts, move: Relocation) -> None:
    """A move begins; both sides are told."""
    here.files.relocations.put(move.user_id, move)
    here.cp.tell(record(OUTBOUND_RELOCATION_STARTED, move.user_id, move.destination))
    there = here.members.get(move.destination)
    if there is not None:
        there.cp.tell(record(INBOUND_RELOCATION_STARTED, move.user_id, move.source))


def give_up(parts: Parts, move: Relocation, reason: bytes) -> None:
    """A move ends where it began; both sides are told. ``parts`` are those of any member."""
    parts.files.relocations.drop(move.user_id)
    for system, event in ((move.source, OUTBOUND_RELOCATION_ENDED), (move.destination, INBOUND_RELOCATION_ENDED)):
        side = parts.members.get(system)
        if side is not None:
            side.cp.tell(record(event, move.user_id, reason))


def give_up_all(parts: Parts) -> None:
    """A system goes down: no guest gets there or away any more."""
    system = parts.configuration.installed.system_name
    for move in parts.files.relocations.values():
        if system in (move.source, move.destination):
            give_up(parts, move, CONNECTION_LOST)


def arrive(here: Parts, move: Relocation) -> None:
    """The guest runs at its destination from now on, unless something has come in its way meanwhile."""
    guest = here.cp.guests.get(move.user_id)
    if guest is None or guest.logged_on_at > move.started_at:
        give_up(here, move, GUEST_GONE)
        return
    here.files.relocations.drop(move.user_id)
    if obstacles(here, guest, move.destination, move.force):
        here.files.relocations.put(move.user_id, move)
        give_up(here, move, NO_LONGER_POSSIBLE)
        return
    there = here.members.get(move.destination)
    devices = _devices_there(here, there, guest) if there is not None else guest.devices
    here.configuration.release_all(move.user_id)
    here.cp.guests.drop(move.user_id)
    if there is not None:
        _take_in(here, there, replace(guest, devices=devices))
        there.cp.tell(record(INBOUND_RELOCATION_COMPLETE, move.user_id, move.source))
    here.cp.tell(record(OUTBOUND_RELOCATION_COMPLETE, move.user_id, move.destination))
    # Whether CP tells of a logoff here is not known for sure; whoever follows logons only would miss it otherwise.
    here.cp.tell(record(LOGOFF, move.user_id))


def _devices_there(here: Parts, there: Parts, guest: Guest) -> dict[int, Device]:
    found: dict[int, Device] = {}
    taken: set[int] = set()
    for vdev, device in guest.devices.items():
        match device:
            case Dedicated():
                real = _equivalent(here, there, device, taken)
                if real is not None:
                    taken.add(real)
                    found[vdev] = replace(device, rdev=real)
            case LinkedDisk():
                found[vdev] = replace(device, rdev=there.configuration.real_number(device.volume) or device.rdev)
            case Nic() if device.coupled:
                found[vdev] = replace(device, port_number=_port(there, guest.user_id, device) or 0)
            case _:
                found[vdev] = device
    return found


def _take_in(here: Parts, there: Parts, guest: Guest) -> None:
    user_id = guest.user_id
    for device in guest.devices.values():
        if isinstance(device, Dedicated):
            there.configuration.attach(device.rdev, user_id)
    there.cp.guests.put(user_id, guest)
    logs = (there.cp.consoles.get(user_id), here.cp.consoles.get(user_id))
    if logs[1] is not None:
        here.cp.consoles.drop(user_id)
    there.cp.consoles.put(user_id, ConsoleLog(tuple(line for log in logs if log is not None for line in log.lines)))
    there.agents.arrived(user_id)
