# SPDX-License-Identifier: Apache-2.0
"""Moving running guests to another member of the cluster."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.events import (
    OUTBOUND_RELOCATION_COMPLETE,
    OUTBOUND_RELOCATION_ENDED,
    OUTBOUND_RELOCATION_STARTED,
    record,
)
from zfleet_simulator.guests import Dedicated, Guest, MemoryDisk
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Relocation
from zfleet_simulator.system import Cluster
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import VMRELOCATE, VMRELOCATEImageAttributes, VMRELOCATEModify, VMRELOCATEStatus
from zfleet_smapi.calls.vmrelocate import RelocationLine, VMRELOCATEStatusReply
from zfleet_smapi.declaration import Reply

_NOT_LOGGED_ON, _NO_SUCH_SYSTEM, _NOT_RELOCATABLE = "0045", "1983", "1981"
_DEDICATED_DEVICE, _TEMPORARY_DISK = "1996", "1940"
_MOVE_SECONDS = 2.0
# Why a move ended, as CP's monitor records number it; *VMEVENT records have a byte for such a number too.
_CANCELLED, _GUEST_GONE = b"\1", b"\7"


def _cluster(here: Context) -> Cluster:
    cluster = here.parts.configuration.installed.cluster
    if cluster is None:
        raise Refusal(8, 3000, "1939")
    return cluster


@serves(VMRELOCATE)
def vmrelocate(here: Context, call: VMRELOCATE) -> Reply:
    """Test whether a guest could move, move it, or stop a move."""
    action = upper_case(call.action or "TEST")
    user_id, relocations = upper_case(call.target), here.parts.files.relocations
    if action == "CANCEL":
        if user_id not in relocations:
            raise Refusal(8, 3000, "0045")
        relocations.drop(user_id)
        here.parts.cp.tell(record(OUTBOUND_RELOCATION_ENDED, user_id, _CANCELLED))
        return done()
    guest = here.parts.cp.running(user_id)
    obstacles = _obstacles(here, guest, upper_case(call.destination))
    if obstacles:
        raise Refusal(4 if action == "TEST" else 8, 3000, " ".join(obstacles))
    if action == "MOVE" and guest is not None:
        _start_move(here, guest, upper_case(call.destination))
    return done()


def _obstacles(here: Context, guest: Guest | None, destination: str) -> list[str]:
    """CP's message numbers for everything that stands in the way."""
    if guest is None:
        return [_NOT_LOGGED_ON]
    found = []
    here_is = here.parts.configuration.installed.system_name
    joined = {one.name for one in _cluster(here).members if one.state == "Joined"}
    if destination not in joined or destination == here_is:
        found.append(_NO_SUCH_SYSTEM)
    if not guest.relocatable:
        found.append(_NOT_RELOCATABLE)
    if any(isinstance(device, Dedicated) and not _equivalent(here, device) for device in guest.devices.values()):
        found.append(_DEDICATED_DEVICE)
    if any(isinstance(device, MemoryDisk) and device.volume == "(TEMP)" for device in guest.devices.values()):
        found.append(_TEMPORARY_DISK)
    return found


def _equivalent(here: Context, device: Dedicated) -> bool:
    """A dedicated device can follow when an EQID says that the other member has one like it."""
    osa = here.parts.configuration.osa.get(f"{device.rdev:04X}")
    return osa is not None and bool(osa.eqid)


def _start_move(here: Context, guest: Guest, destination: str) -> None:
    user_id, relocations = guest.user_id, here.parts.files.relocations
    relocations.put(user_id, Relocation(user_id, destination, here.caller.user_id, here.now))
    here.parts.cp.tell(record(OUTBOUND_RELOCATION_STARTED, user_id, destination))

    def arrive() -> None:
        # Cancelled, or the guest ended meanwhile: nothing to do.
        if user_id not in relocations:
            return
        with here.parts.state.change():
            relocations.drop(user_id)
            if user_id not in here.parts.cp.guests:
                here.parts.cp.tell(record(OUTBOUND_RELOCATION_ENDED, user_id, _GUEST_GONE))
                return
            here.parts.cp.tell(record(OUTBOUND_RELOCATION_COMPLETE, user_id, destination))
            here.parts.cp.log_off(user_id)

    here.parts.state.afterwards(lambda: here.parts.later(_MOVE_SECONDS, arrive))


@serves(VMRELOCATEStatus)
def vmrelocate_status(here: Context, call: VMRELOCATEStatus) -> VMRELOCATEStatusReply:
    """The moves that are under way."""
    words = upper_case(call.status_target or "").split() or ["ALL"]
    moves = here.parts.files.relocations.values()
    if words[0] == "USER":
        if len(words) != 2:
            raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=STATUS_TARGET")
        moves = tuple(one for one in moves if one.user_id == words[1])
    elif words[0] == "INCOMING":
        moves = ()
    elif words[0] not in ("ALL", "OUTGOING"):
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=STATUS_TARGET")
    if not moves:
        raise Refusal(4, 3001)
    return VMRELOCATEStatusReply(status_array=tuple(_line(here, one) for one in moves))


def _line(here: Context, one: Relocation) -> RelocationLine:
    seconds = int(here.now - one.started_at)
    elapsed = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    system = here.parts.configuration.installed.system_name
    return RelocationLine(f"{one.user_id} {system} {one.destination} {one.caller} {elapsed} Moving")


@serves(VMRELOCATEModify)
def vmrelocate_modify(here: Context, call: VMRELOCATEModify) -> Reply:
    """Other time limits for a move that is under way."""
    if upper_case(call.target) not in here.parts.files.relocations:
        raise Refusal(8, 3010, "1950")
    for word in (call.max_total, call.max_quiesce):
        if word and upper_case(word) != "NOLIMIT" and not word.isdecimal():
            raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=MAX_TOTAL")
    return done()


@serves(VMRELOCATEImageAttributes)
def vmrelocate_image_attributes(here: Context, call: VMRELOCATEImageAttributes) -> Reply:
    """Whether a guest may be moved, and in which domain."""
    if here.parts.configuration.installed.cluster is None:
        raise Refusal(8, 3008)
    user_id = here.caller.user_id if call.target == "*" else upper_case(call.target)
    guest = here.parts.cp.running(user_id)
    if guest is None:
        raise Refusal(8, 12)
    domain = upper_case(call.domain_name or "")
    if domain and domain not in here.parts.configuration.installed.relocation_domains:
        raise Refusal(8, 1821)
    relocatable = upper_case(call.relocation_setting) == "ON"
    changed = replace(guest, relocatable=relocatable, relocation_domain=domain or guest.relocation_domain)
    here.parts.cp.guests.put(user_id, changed)
    return done()
