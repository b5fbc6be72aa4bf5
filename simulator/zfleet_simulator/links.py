# SPDX-License-Identifier: Apache-2.0
"""Who has which minidisk linked, and whether one more may: CP's rules of link modes."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_simulator.guests import Guest, LinkedDisk


@dataclass(frozen=True)
class Wanted:
    """A link that is asked for: the disk, the number it gets and one of R, RR, W, WR, M, MR, MW."""

    owner: str
    owner_vdev: int
    vdev: int
    mode: str


@dataclass(frozen=True)
class Held:
    """A link that exists. ``holder`` is a user id."""

    holder: str
    vdev: int
    writable: bool


class Links:
    """All links by minidisk, kept in step with the guests; the connector's own Linux adds its links itself."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, int], list[Held]] = {}

    def guest_changed(self, name: str, old: Guest | None, new: Guest | None) -> None:
        """Observer of the guests."""
        before, after = _disks(old), _disks(new)
        for device in before - after:
            self.remove(device.owner, device.owner_vdev, Held(name, device.vdev, device.writable))
        for device in after - before:
            self.add(device.owner, device.owner_vdev, Held(name, device.vdev, device.writable))

    def add(self, owner: str, vdev: int, held: Held) -> None:
        """Note a link."""
        self._held.setdefault((owner, vdev), []).append(held)

    def remove(self, owner: str, vdev: int, held: Held) -> None:
        """Forget a link."""
        self._held[owner, vdev].remove(held)
        if not self._held[owner, vdev]:
            del self._held[owner, vdev]

    def of(self, owner: str, vdev: int) -> tuple[Held, ...]:
        """The links to one minidisk."""
        return tuple(self._held.get((owner, vdev), ()))

    def access(self, wanted: Wanted, holder: str) -> bool | None:
        """True for read-write, False for read-only, None when the mode does not allow the link now.

        Stable and exclusive modes (R with S or E and so on) are taken as the plain mode.
        """
        mode = wanted.mode if wanted.mode in ("R", "RR", "W", "WR", "M", "MR", "MW") else wanted.mode.rstrip("SE")
        if mode == "RR":
            return False  # and nobody counts the thousands of guests that share a system disk
        others = self.of(wanted.owner, wanted.owner_vdev)
        written = any(one.writable for one in others)
        match mode:
            case "R":
                return None if written else False
            case "W":
                return None if others else True
            case "WR":
                return not others
            case "M":
                return None if written else True
            case "MR":
                return not written
            case _:
                return True


def _disks(guest: Guest | None) -> set[LinkedDisk]:
    return {one for one in guest.devices.values() if isinstance(one, LinkedDisk)} if guest is not None else set()
