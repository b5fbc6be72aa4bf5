# SPDX-License-Identifier: Apache-2.0
"""What a Linux keeps on the disk that it boots from: it is there again after a restart, and goes with the disk.

The content of a disk is never changed by the Linux that runs from it; what it would have written there is kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zfleet_simulator.state import State


@dataclass(frozen=True)
class Interface:
    """How an adapter is set up. ``address`` with its prefix, such as 192.168.1.5/24; empty: asked for by DHCP."""

    address: str = ""
    gateway: str = ""
    mtu: int = 0
    name_servers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mount:
    """A file system that is mounted at each boot; swap space has no mount point."""

    device: int
    mount_point: str
    file_system: str


@dataclass(frozen=True)
class Volume:
    """A SCSI disk that the Linux has taken into use, over these FCP devices."""

    lun: str
    fcp: tuple[int, ...]
    wwpn: tuple[str, ...]
    mount_point: str = ""


@dataclass(frozen=True)
class Installation:
    """One Linux on one disk. ``deployed``: somebody wrote that disk from outside, so it trusts nobody by itself."""

    deployed: bool = False
    authorised: str = ""
    hostname: str = ""
    interfaces: dict[int, Interface] = field(default_factory=dict)
    mounts: tuple[Mount, ...] = ()
    volumes: tuple[Volume, ...] = ()
    root_grown: bool = False

    def with_interface(self, vdev: int, interface: Interface | None) -> Installation:
        """With an adapter set up in another way; None: not any more."""
        others: Mapping[int, Interface] = {key: one for key, one in self.interfaces.items() if key != vdev}
        return replace(self, interfaces={**others, vdev: interface} if interface is not None else dict(others))


def minidisk_root(owner: str, vdev: int) -> str:
    """The name of an installation on a minidisk."""
    return f"{owner} {vdev:04X}"


class Installations:
    """All installations of one host, by the disk that they are on."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._shelf = state.shelf("linux installation", Installation)

    def on(self, root: str) -> Installation:
        """What is on that disk; a fresh one when nothing was ever kept there."""
        return self._shelf.get(root) or Installation()

    def put(self, root: str, installation: Installation) -> None:
        """Keep a change (inside of a step)."""
        self._shelf.put(root, installation)

    def written(self, owner: str, vdev: int, at_the_start: bool) -> None:
        """A disk was written from outside (in a step of its own): from its start on, that is another installation."""
        root = minidisk_root(owner, vdev)
        known = self._shelf.get(root)
        if known is not None and known.deployed and not (at_the_start and known != Installation(deployed=True)):
            return
        with self._state.change():
            self._shelf.put(root, Installation(deployed=True))

    def copied(self, source: tuple[str, int], target: tuple[str, int]) -> None:
        """A disk was copied, and what is on it (inside of a step)."""
        known = self._shelf.get(minidisk_root(*source))
        if known is not None:
            self._shelf.put(minidisk_root(*target), known)

    def forget(self, owner: str, vdev: int) -> None:
        """A disk is no more (inside of a step)."""
        self.forget_root(minidisk_root(owner, vdev))

    def forget_root(self, root: str) -> None:
        """What was kept under that name is no more (inside of a step)."""
        if self._shelf.get(root) is not None:
            self._shelf.drop(root)
