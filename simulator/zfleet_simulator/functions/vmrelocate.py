# SPDX-License-Identifier: Apache-2.0
"""Moving running guests to another member of the cluster."""

from __future__ import annotations

import re
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
_DEDICATED_DEVICE, _TEMPORARY_DISK, _MOVING_ALREADY = "1996", "1940", "1949"
_MOVE_SECONDS = 2.0
# Why a move ended, as CP's monitor records number it; *VMEVENT records have a byte for such a number too.
# No source at hand confirms the number for a limit that passed, nor the message's for a second move (1949).
_CANCELLED, _TIME_IS_UP, _GUEST_GONE = b"\1", b"\2", b"\7"
_LIMIT = re.compile(r"NOLIMIT|[1-9][0-9]{0,7}")


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
    max_total = _limit(call.max_total, "MAX_TOTAL")
    _limit(call.max_quiesce, "MAX_QUIESCE")
    guest = here.parts.cp.running(user_id)
    obstacles = _obstacles(here, guest, upper_case(call.destination))
    if obstacles:
        raise Refusal(4 if action == "TEST" else 8, 3000, " ".join(obstacles))
    if action == "MOVE" and guest is not None:
        _start_move(here, guest, upper_case(call.destination), max_total)
    return done()


def _limit(word: str | None, keyword: str) -> int | None:
    """A number of seconds, or None for no limit. Refusal 8/3003."""
    if not word:
        return None
    if not _LIMIT.fullmatch(upper_case(word)):
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={keyword}")
    return int(word) if word.isdecimal() else None


def _obstacles(here: Context, guest: Guest | None, destination: str) -> list[str]:
    """CP's message numbers for everything that stands in the way."""
    if guest is None:
        return [_NOT_LOGGED_ON]
    found = []
    here_is = here.parts.configuration.installed.system_name
    joined = {one.name for one in _cluster(here).members if one.state == "Joined"}
    if destination not in joined or destination == here_is:
        found.append(_NO_SUCH_SYSTEM)
    if guest.user_id in here.parts.files.relocations:
        found.append(_MOVING_ALREADY)
    if not guest.relocatable:
        found.append(_NOT_RELOCATABLE)
    if any(isinstance(device, Dedicated) and not _equivalent(here, device) for device in guest.devices.values()):
        found.append(_DEDICATED_DEVICE)
    if any(isinstance(device, MemoryDisk) and device.volume == "(TEMP)" for device in guest.devices.values()):
        found.append(_TEMPORARY_DISK)
    return found


def _equivalent(here: Context, device: Dedicated) -> bool:
    """A dedicated device can follow when an EQID says that the other member has one like it."""
    name, configuration = f"{device.rdev:04X}", here.parts.configuration
    real = configuration.osa.get(name) or configuration.fcp.get(name)
    return real is not None and bool(real.eqid)


def _start_move(here: Context, guest: Guest, destination: str, max_total: int | None) -> None:
    move = Relocation(guest.user_id, destination, here.caller.user_id, here.now, max_total)
    here.parts.files.relocations.put(guest.user_id, move)
    here.parts.cp.tell(record(OUTBOUND_RELOCATION_STARTED, guest.user_id, destination))
    _look_again(here, move)


def _look_again(here: Context, move: Relocation) -> None:
    """Look when the move should be over: because the guest arrived, or because its time is up."""
    seconds = max(0.0, move.started_at + _duration(move) - here.now)
    here.parts.state.afterwards(lambda: here.parts.later(seconds, lambda: _look(here, move.user_id)))


def _duration(move: Relocation) -> float:
    return _MOVE_SECONDS if move.max_total is None else min(_MOVE_SECONDS, move.max_total)


def _look(here: Context, user_id: str) -> None:
    """End the move if it is over. A look for an earlier move, or before a changed limit, finds nothing to do."""
    parts = here.parts
    move = parts.files.relocations.get(user_id)
    if move is None or here.now < move.started_at + _duration(move):
        return
    with parts.state.change():
        parts.files.relocations.drop(user_id)
        if user_id not in parts.cp.guests:
            parts.cp.tell(record(OUTBOUND_RELOCATION_ENDED, user_id, _GUEST_GONE))
        elif _duration(move) < _MOVE_SECONDS:
            parts.cp.tell(record(OUTBOUND_RELOCATION_ENDED, user_id, _TIME_IS_UP))
        else:
            parts.cp.tell(record(OUTBOUND_RELOCATION_COMPLETE, user_id, move.destination))
            parts.cp.log_off(user_id)


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
    """Other time limits for a move that is under way; one whose time is up already ends."""
    user_id = upper_case(call.target)
    if not (call.max_total or call.max_quiesce):
        raise Refusal(8, 3004)
    max_total = _limit(call.max_total, "MAX_TOTAL")
    _limit(call.max_quiesce, "MAX_QUIESCE")
    move = here.parts.files.relocations.get(user_id)
    if move is None:
        raise Refusal(8, 3010, "1950")
    if call.max_total:
        move = replace(move, max_total=max_total)
        here.parts.files.relocations.put(user_id, move)
        _look_again(here, move)
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
