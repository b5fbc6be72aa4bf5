# SPDX-License-Identifier: Apache-2.0
"""A command that comes to a guest over IUCV: its agent asks who sends it, and runs it as root."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_simulator.context import Parts
from zfleet_simulator.guest_linux import commands, files
from zfleet_simulator.guest_linux.session import Session
from zfleet_simulator.linux import (
    GUEST_DOES_NOT_ANSWER,
    GUEST_NOT_AUTHORISED,
    GUEST_NOT_LOGGED_ON,
    GUEST_WITHOUT_LINUX,
    GuestAnswer,
    LinuxError,
)
from zfleet_simulator.upper_case import upper_case


def guest_command(parts: Parts, caller: str, user_id: str, arguments: Sequence[str]) -> GuestAnswer:
    """Run a command in a guest as a step of its own. LinuxError when its agent is not there or does not take it."""
    user_id = upper_case(user_id)
    parts = _where_it_runs(parts, user_id)
    guest = parts.cp.running(user_id)
    if guest is None:
        raise LinuxError(f"{GUEST_NOT_LOGGED_ON} {user_id} is not logged on")
    if guest.linux is None or not guest.linux.up or guest.stopping_until is not None:
        raise LinuxError(f"{GUEST_WITHOUT_LINUX} no agent answers in {user_id}: no Linux is up in it")
    if guest.paused_at is not None:
        raise LinuxError(f"{GUEST_DOES_NOT_ANSWER} {user_id} does not answer: it is paused")
    if parts.agents.authorised(guest) != caller:
        raise LinuxError(f"{GUEST_NOT_AUTHORISED} {caller} is not in {files.AUTHORISED} of {user_id}")
    with parts.state.change():
        return commands.run(Session(parts, user_id), arguments)


def _where_it_runs(parts: Parts, user_id: str) -> Parts:
    """The member of the cluster whose guest it is, when IUCV reaches that far; else the caller's own."""
    if parts.config.distributed_iucv and parts.cp.running(user_id) is None:
        others = (one for one in parts.members.values() if one is not None)
        return next((one for one in others if one.cp.running(user_id) is not None), parts)
    return parts
