# SPDX-License-Identifier: Apache-2.0
"""The running system's real devices and facts: DASD, OSA, FCP, EDEVs, the time, saved segments.

Starts as :class:`Installed` says and changes with the calls that change it. Device numbers are integers; shelves are
keyed by four hexadecimal digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from zfleet_simulator.clock import Clock
from zfleet_simulator.real_devices import Dasd, Edevice, Fcp, Osa
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import Shelf, State
from zfleet_simulator.system import Installed
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import by_label

_FIRST_PCHID = 0x0100  # of the machine's I/O drawers; each adapter takes four


@dataclass(frozen=True)
class SystemStatus:
    """When the system was loaded (seconds since 1970), when it goes down, if that is planned, and if it is down."""

    loaded_at: float
    shutdown_at: float | None = None
    down: bool = False


@dataclass(frozen=True)
class Segment:
    """A saved segment. ``status`` is SMAPI's: 1 skeleton, 2 available, 3 available and restricted."""

    name: str
    status: int
    ranges: tuple[PageRange, ...]


@dataclass(frozen=True)
class PageRange:
    """Pages of a segment and how they may be used (SMAPI's page access descriptor)."""

    first: int
    last: int
    access: int


class Configuration:
    """Real devices and facts of one system."""

    def __init__(self, state: State, clock: Clock, installed: Installed) -> None:
        self.installed = installed
        self._clock = clock
        self.dasd = state.shelf("dasd", Dasd)
        self.osa = state.shelf("osa", Osa)
        self.fcp = state.shelf("fcp", Fcp)
        self.edevices = state.shelf("edevice", Edevice)
        self.configured_edevices = state.shelf("configured edevice", Edevice)
        self.segments = state.shelf("segment", Segment)
        self.status = state.shelf("system status", SystemStatus)
        self.volumes = by_label(self.dasd)

    def install(self) -> None:
        """Fill the shelves of a new system (inside of a step)."""
        self.status.put("status", SystemStatus(self._clock.now()))
        for dasd in self.installed.dasd:
            if key(dasd.rdev) not in self.dasd:  # the members of a cluster have their volumes in common
                self.dasd.put(key(dasd.rdev), dasd)
        for osa in self.installed.osa:
            self.osa.put(key(osa.rdev), osa)
        for fcp in self.installed.fcp:
            self.fcp.put(key(fcp.rdev), fcp)

    def load(self) -> None:
        """The EDEVs of the configuration file, and no others."""
        for name in list(self.edevices):
            self.edevices.drop(name)
        for name, edevice in self.configured_edevices.items():
            self.edevices.put(name, edevice)

    # --- time ------------------------------------------------------------------------------------------------------

    @property
    def is_down(self) -> bool:
        """True after a shutdown that was not to load the system again."""
        status = self.status.get("status")
        return status is not None and status.down

    @property
    def loaded_at(self) -> float:
        """When the system was loaded."""
        return self.status["status"].loaded_at

    def moment(self, seconds: float) -> datetime:
        """A time as the system's own clock shows it."""
        return datetime.fromtimestamp(seconds, UTC)

    def time_of_day(self, seconds: float) -> str:
        """Time, zone, day and date as CP prints them."""
        return upper_case(self.moment(seconds).strftime(f"%H:%M:%S {self.installed.time_zone} %A %m/%d/%y"))

    # --- devices ---------------------------------------------------------------------------------------------------

    def real_number(self, word: str) -> int | None:
        """The device number of a volume label or of a number's text."""
        if word in self.volumes:
            return self.volumes[word].rdev
        try:
            return int(word, 16) if len(word) <= 4 else None
        except ValueError:
            return None

    def volume_type(self, label: str) -> str:
        """The real type of a volume, empty when it is not there."""
        found = self.volumes.get(label)
        return found.device_type if found is not None else ""

    def attach(self, rdev: int, user_id: str) -> str:
        """Give a real device to a user and tell its kind. Refusal 204/8 no such device, 204/16 not to be had."""
        name = key(rdev)
        osa, fcp, dasd = self.osa.get(name), self.fcp.get(name), self.dasd.get(name)
        if osa is not None:
            _refuse_taken(osa.user, osa.online)
            self.osa.put(name, replace(osa, user=user_id))
            return "OSA"
        if fcp is not None:
            _refuse_taken(fcp.user, fcp.online)
            self.fcp.put(name, replace(fcp, user=user_id))
            return "FCP"
        if dasd is not None:
            _refuse_taken("" if dasd.status == "FREE" else dasd.status, dasd.online)
            self.dasd.put(name, replace(dasd, status=user_id))
            return "DASD"
        raise Refusal(204, 8)

    def release(self, rdev: int) -> None:
        """Take a device back from whoever has it."""
        name = key(rdev)
        if name in self.osa:
            self.osa.put(name, replace(self.osa[name], user=""))
        elif name in self.fcp:
            self.fcp.put(name, replace(self.fcp[name], user=""))
        elif name in self.dasd:
            self.dasd.put(name, replace(self.dasd[name], status="FREE"))

    def release_all(self, user_id: str) -> None:
        """Take every device back that a user has."""
        for osa in self.osa.values():
            if osa.user == user_id:
                self.release(osa.rdev)
        for fcp in self.fcp.values():
            if fcp.user == user_id:
                self.release(fcp.rdev)
        for dasd in self.dasd.values():
            if dasd.status == user_id:
                self.release(dasd.rdev)

    def attach_osa(self, rdevs: Iterable[int], controller: str) -> None:
        """Give OSA devices to a switch's controller."""
        for rdev in rdevs:
            self.osa.put(key(rdev), replace(self.osa[key(rdev)], user=controller))

    def release_osa(self, rdevs: Iterable[int], controller: str) -> None:
        """Take OSA devices back from a switch's controller."""
        for rdev in rdevs:
            osa = self.osa.get(key(rdev))
            if osa is not None and osa.user == controller:
                self.osa.put(key(rdev), replace(osa, user=""))

    def set_eqid(self, rdevs: Iterable[int], eqid: str) -> bool:
        """Say which devices are alike, or with an empty name that they are not. False: none of them is there."""
        found = False
        for name in map(key, rdevs):
            if name in self.osa:
                self.osa.put(name, replace(self.osa[name], eqid=eqid))
            elif name in self.fcp:
                self.fcp.put(name, replace(self.fcp[name], eqid=eqid))
            elif name in self.dasd:
                self.dasd.put(name, replace(self.dasd[name], eqid=eqid))
            else:
                continue
            found = True
        return found

    def eqid(self, rdev: int) -> str:
        """The equivalence id of a real device; empty for none."""
        name = key(rdev)
        real = self.osa.get(name) or self.fcp.get(name) or self.dasd.get(name)
        return real.eqid if real is not None else ""

    def free_with_eqid(self, eqid: str, kind: str) -> Iterator[int]:
        """The OSA or FCP devices with an equivalence id that can be attached."""
        shelf: Shelf[Osa] | Shelf[Fcp] = self.osa if kind == "OSA" else self.fcp
        yield from (one.rdev for one in shelf.values() if one.eqid == eqid and one.online and not one.user)

    def physical_channel(self, chpid: int) -> int | None:
        """The PCHID behind a channel path that OSA or FCP devices are on; None when none is."""
        known = {osa.chpid for osa in self.osa.values()} | {fcp.chpid for fcp in self.fcp.values()}
        if chpid not in known:
            return None
        return self.installed.pchids.get(chpid, _FIRST_PCHID + 4 * chpid)

    def known(self, rdev: int) -> bool:
        """True when there is such a real device."""
        name = key(rdev)
        return name in self.osa or name in self.fcp or name in self.dasd or name in self.edevices


def key(number: int) -> str:
    """A device number as four hexadecimal digits."""
    return f"{number:04X}"


def _refuse_taken(user: str, online: bool) -> None:
    if user or not online:
        raise Refusal(204, 16)
