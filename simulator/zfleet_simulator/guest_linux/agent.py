# SPDX-License-Identifier: Apache-2.0
"""The agent in a guest's Linux: it runs commands that the connector's own Linux sends over IUCV."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_simulator.context import Parts
from zfleet_simulator.guest_linux import commands
from zfleet_simulator.guests import Guest
from zfleet_simulator.linux import GUEST_NOT_LOGGED_ON, GUEST_WITHOUT_LINUX, GuestAnswer, LinuxError
from zfleet_simulator.upper_case import upper_case


def guest_command(parts: Parts, caller: str, user_id: str, arguments: Sequence[str]) -> GuestAnswer:
    """Run a command in a guest as root. LinuxError when its agent cannot be reached or does not take it."""
    guest = _linux(parts, upper_case(user_id))
    return commands.run(guest, arguments)


def _linux(parts: Parts, user_id: str) -> Guest:
    guest = parts.cp.running(user_id)
    if guest is None:
        raise LinuxError(f"{GUEST_NOT_LOGGED_ON} {user_id} is not logged on")
    if not guest.ipl:
        raise LinuxError(f"{GUEST_WITHOUT_LINUX} no agent answers in {user_id}: no Linux runs in it")
    return guest
