# SPDX-License-Identifier: Apache-2.0
"""What a command in a guest's Linux works with: the guest as it is now, and what its Linux keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from zfleet_simulator.context import Parts
from zfleet_simulator.guest_linux.installations import Installation
from zfleet_simulator.guests import Guest, Linux
from zfleet_simulator.linux import GuestAnswer

Program = Callable[["Session", tuple[str, ...], str], GuestAnswer]


@dataclass(frozen=True)
class Session:
    """One command: the host's parts and the user id of a guest whose Linux is up when the command begins."""

    parts: Parts
    user_id: str

    @property
    def guest(self) -> Guest:
        """The guest as it is now."""
        return self.parts.cp.guests[self.user_id]

    @property
    def linux(self) -> Linux:
        """Its Linux."""
        linux = self.guest.linux
        if linux is None:
            raise RuntimeError(f"the Linux of {self.user_id} went down during a command")
        return linux

    @property
    def installation(self) -> Installation:
        """What its Linux keeps on its disk."""
        return self.parts.agents.installation(self.guest)

    @property
    def hostname(self) -> str:
        """Its host name."""
        return self.installation.hostname or self.user_id.lower()

    def put(self, guest: Guest) -> None:
        """Change the guest."""
        self.parts.cp.guests.put(self.user_id, guest)

    def put_linux(self, linux: Linux) -> None:
        """Change what is in its memory."""
        self.put(replace(self.guest, linux=linux))

    def keep(self, installation: Installation) -> None:
        """Change what is on its disk."""
        self.parts.agents.installations.put(self.linux.root, installation)


def good(*lines: str) -> GuestAnswer:
    """Exit code 0 and lines of output."""
    return GuestAnswer(0, "".join(line + "\n" for line in lines))


def bad(exit_code: int, *lines: str) -> GuestAnswer:
    """Another exit code and lines that say why."""
    return GuestAnswer(exit_code, "".join(line + "\n" for line in lines))
