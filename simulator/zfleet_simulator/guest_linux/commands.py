# SPDX-License-Identifier: Apache-2.0
"""What a guest's Linux answers to a command: arguments in, exit code and output out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zfleet_simulator.guests import Guest
from zfleet_simulator.linux import GuestAnswer

KERNEL = "Linux 5.15.0-91-generic s390x"
_NOT_FOUND = 127


def run(guest: Guest, arguments: Sequence[str]) -> GuestAnswer:
    """Run one command; 127 for one that this Linux does not have."""
    command = _COMMANDS.get(arguments[0].rpartition("/")[2]) if arguments else None
    if command is None:
        return GuestAnswer(_NOT_FOUND, f"sh: {arguments[0] if arguments else ''}: command not found\n")
    return command(guest, tuple(arguments[1:]))


def _pwd(guest: Guest, words: tuple[str, ...]) -> GuestAnswer:
    return GuestAnswer(0, "/root\n")


def _uname(guest: Guest, words: tuple[str, ...]) -> GuestAnswer:
    return GuestAnswer(0, KERNEL + "\n")


def _echo(guest: Guest, words: tuple[str, ...]) -> GuestAnswer:
    return GuestAnswer(0, " ".join(words) + "\n")


_COMMANDS: dict[str, Callable[[Guest, tuple[str, ...]], GuestAnswer]] = {"pwd": _pwd, "uname": _uname, "echo": _echo}
