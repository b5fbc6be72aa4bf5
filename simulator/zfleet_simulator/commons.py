# SPDX-License-Identifier: Apache-2.0
"""What the members of a single system image cluster have in common. A host on its own is a cluster of one.

In common: the user directory with all that the directory manager keeps, the DASD volumes with their extents and what is
on minidisks, CP's links to minidisks, the spool, who is logged on where, and moves from one member to another.
Everything else is a member's own: its guests, consoles, switches and LANs, OSA and FCP devices, EDEVs, segments, and
what its SMAPI servers keep in their file pool (authorizations, name lists, metadata).
"""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_simulator.config import HostConfig
from zfleet_simulator.configuration import SystemStatus
from zfleet_simulator.contents import Contents
from zfleet_simulator.context import Parts
from zfleet_simulator.directory_manager import DirectoryManager
from zfleet_simulator.links import Links
from zfleet_simulator.real_devices import Dasd
from zfleet_simulator.state import MemberState, State
from zfleet_simulator.state_folder import StateFolder
from zfleet_simulator.system import Member
from zfleet_simulator.volumes import Volumes, by_label
from zfleet_simulator.whereabouts import Whereabouts

_COMMON_KINDS = frozenset((
    "entry", "prototype", "lock", "work unit", "tag", "tag value", "subscription", "held entry", "directory setting",
    "directory counter", "region", "group", "dasd", "disk file", "linux installation", "spool file", "last spool id",
    "relocation",
))  # fmt: skip


class Commons:
    """The common part of some members, which are named in the order of their slots.

    ``members`` has the parts of each that is running, None for one that is not. ValueError when the state folder has
    been a cluster's and there is one member now, or the other way round; OSError or sqlite3.Error when it cannot be
    used.
    """

    def __init__(self, config: HostConfig, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._whole = State(StateFolder(config.state_folder)) if config.state_folder is not None else State()
        try:
            self._note_members()
        except BaseException:
            self._whole.close()
            raise
        self.contents = Contents(self._whole, config.state_folder)
        self.volumes = Volumes(self._whole, by_label(self._whole.shelf("dasd", Dasd)))
        automatic = config.automatic_allocation_in_entries
        self.directory = DirectoryManager(self._whole, self.volumes, self.contents, automatic)
        self.links = Links()
        self.whereabouts = Whereabouts()
        self.members: dict[str, Parts | None] = dict.fromkeys(self.names)

    @property
    def is_cluster(self) -> bool:
        """True when there is more than one member."""
        return len(self.names) > 1

    def slot(self, system: str) -> int:
        """The number of a member, from 1."""
        return self.names.index(system) + 1

    def state_of(self, system: str) -> State:
        """What one member sees of the state."""
        return MemberState(self._whole, system, _COMMON_KINDS) if self.is_cluster else self._whole

    def _note_members(self) -> None:
        known = self._whole.shelf("member", Member)
        if not self.is_cluster:
            if known:
                raise ValueError(f"the state folder is that of a cluster of {', '.join(known)}")
            return
        if self._whole.shelf("system status", SystemStatus):
            raise ValueError("the state folder is that of a host on its own, which cannot become a cluster")
        with self._whole.change():
            for slot, name in enumerate(self.names, 1):
                if known.get(name) != Member(slot, name):
                    known.put(name, Member(slot, name))

    def close(self) -> None:
        """Release the state folder, and the contents when they were temporary."""
        self._whole.close()
        self.contents.close()
