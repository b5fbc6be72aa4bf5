# SPDX-License-Identifier: Apache-2.0
"""At which members of a cluster a user id is logged on."""

from __future__ import annotations

from zfleet_simulator.guests import Guest
from zfleet_simulator.state import Shelf


class Whereabouts:
    """The systems of every user id that is logged on, kept in step with the guests of all members."""

    def __init__(self) -> None:
        self._systems: dict[str, set[str]] = {}

    def watch(self, system: str, guests: Shelf[Guest]) -> None:
        """Follow the guests of one more member."""

        def changed(user_id: str, _: Guest | None, new: Guest | None) -> None:
            systems = self._systems.setdefault(user_id, set())
            if new is not None:
                systems.add(system)
            else:
                systems.discard(system)
                if not systems:
                    del self._systems[user_id]

        guests.observe(changed)

    def elsewhere(self, user_id: str, system: str) -> bool:
        """True when the user id is logged on at another member."""
        return bool(self._systems.get(user_id, set()) - {system})
