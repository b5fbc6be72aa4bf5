# SPDX-License-Identifier: Apache-2.0
"""Moving running guests to another member of the cluster."""

from __future__ import annotations

import re
from dataclasses import replace

from zfleet_simulator import relocation
from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Relocation
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import VMRELOCATE, VMRELOCATEImageAttributes, VMRELOCATEModify, VMRELOCATEStatus
from zfleet_smapi.calls.vmrelocate import RelocationLine, VMRELOCATEStatusReply
from zfleet_smapi.declaration import Reply

_NO_CLUSTER = "1939"
_MOVE_SECONDS = 2.0
_LIMIT = re.compile(r"NOLIMIT|[1-9][0-9]{0,7}")


def _system(here: Context) -> str:
    return here.parts.configuration.installed.system_name


def _outgoing(here: Context, user_id: str) -> Relocation | None:
    """A move that began here; CP takes orders about it here only."""
    move = here.parts.files.relocations.get(user_id)
    return move if move is not None and move.source == _system(here) else None


@serves(VMRELOCATE)
def vmrelocate(here: Context, call: VMRELOCATE) -> Reply:
    """Test whether a guest could move, move it, or stop a move."""
    action, user_id = upper_case(call.action or "TEST"), upper_case(call.target)
    if action == "CANCEL":
        move = _outgoing(here, user_id)
        if move is None:
            raise Refusal(8, 3000, relocation.NOT_LOGGED_ON)
        relocation.give_up(here.parts, move, relocation.CANCELLED)
        return done()
    max_total = _limit(call.max_total, "MAX_TOTAL")
    _limit(call.max_quiesce, "MAX_QUIESCE")
    destination, force = upper_case(call.destination), frozenset(upper_case(call.force or "").split())
    obstacles = _obstacles(here, user_id, destination, force)
    if obstacles:
        raise Refusal(4 if action == "TEST" else 8, 3000, " ".join(obstacles))
    if action == "MOVE":
        move = Relocation(user_id, destination, here.caller.user_id, here.now, max_total, _system(here), force)
        relocation.set_out(here.parts, move)
        _look_again(here, move)
    return done()


def _obstacles(here: Context, user_id: str, destination: str, force: frozenset[str]) -> list[str]:
    guest = here.parts.cp.running(user_id)
    if guest is None:
        return [relocation.NOT_LOGGED_ON]
    if here.parts.configuration.installed.cluster is None:
        raise Refusal(8, 3000, _NO_CLUSTER)
    return relocation.obstacles(here.parts, guest, destination, force)


def _limit(word: str | None, keyword: str) -> int | None:
    """A number of seconds, or None for no limit. Refusal 8/3003."""
    if not word:
        return None
    if not _LIMIT.fullmatch(upper_case(word)):
        raise Refusal(8, 3003, f"UNKNOWN_PARAMETER_OPERAND={keyword}")
    return int(word) if word.isdecimal() else None


def _look_again(here: Context, move: Relocation) -> None:
    """Look when the move should be over: because the guest arrived, or because its time is up."""
    seconds = max(0.0, move.started_at + _duration(move) - here.now)
    here.parts.state.afterwards(lambda: here.parts.later(seconds, lambda: _look(here, move.user_id)))


def _duration(move: Relocation) -> float:
    return _MOVE_SECONDS if move.max_total is None else min(_MOVE_SECONDS, move.max_total)


def _look(here: Context, user_id: str) -> None:
    """End the move if it is over. A look for an earlier move, or before a changed limit, finds nothing to do."""
    move = _outgoing(here, user_id)
    if move is None or here.now < move.started_at + _duration(move):
        return
    with here.parts.state.change():
        if user_id in here.parts.cp.guests and _duration(move) < _MOVE_SECONDS:
            relocation.give_up(here.parts, move, relocation.TIME_IS_UP)
        else:
            relocation.arrive(here.parts, move)


@serves(VMRELOCATEStatus)
def vmrelocate_status(here: Context, call: VMRELOCATEStatus) -> VMRELOCATEStatusReply:
    """The moves that are under way."""
    words = upper_case(call.status_target or "").split() or ["ALL"]
    system = _system(here)
    moves = tuple(one for one in here.parts.files.relocations.values() if system in (one.source, one.destination))
    if words[0] == "USER":
        if len(words) != 2:
            raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=STATUS_TARGET")
        moves = tuple(one for one in moves if one.user_id == words[1])
    elif words[0] in ("INCOMING", "OUTGOING"):
        moves = tuple(one for one in moves if system == (one.destination if words[0] == "INCOMING" else one.source))
    elif words[0] != "ALL":
        raise Refusal(8, 3003, "UNKNOWN_PARAMETER_OPERAND=STATUS_TARGET")
    if not moves:
        raise Refusal(4, 3001)
    return VMRELOCATEStatusReply(status_array=tuple(_line(here, one) for one in moves))


def _line(here: Context, one: Relocation) -> RelocationLine:
    seconds = int(here.now - one.started_at)
    elapsed = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return RelocationLine(f"{one.user_id} {one.source} {one.destination} {one.caller} {elapsed} Moving")


@serves(VMRELOCATEModify)
def vmrelocate_modify(here: Context, call: VMRELOCATEModify) -> Reply:
    """Other time limits for a move that is under way; one whose time is up already ends."""
    user_id = upper_case(call.target)
    if not (call.max_total or call.max_quiesce):
        raise Refusal(8, 3004)
    max_total = _limit(call.max_total, "MAX_TOTAL")
    _limit(call.max_quiesce, "MAX_QUIESCE")
    move = _outgoing(here, user_id)
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
    if here.parts.directory.is_multiconfiguration(user_id):
        raise Refusal(8, 1823)
    domain = upper_case(call.domain_name or "")
    if domain and domain not in here.parts.configuration.installed.relocation_domains:
        raise Refusal(8, 1821)
    relocatable = upper_case(call.relocation_setting) == "ON"
    changed = replace(guest, relocatable=relocatable, relocation_domain=domain or guest.relocation_domain)
    here.parts.cp.guests.put(user_id, changed)
    return done()
