# SPDX-License-Identifier: Apache-2.0
"""DIRMAINT's extent control: regions on volumes, groups of regions, and automatic allocation from them.

A volume's first cylinder (ECKD) or first 16 blocks (FBA) hold its label and are never given away. Allocation takes the
first gap that is big enough; a group fills its regions in order, or in turn when it was defined as rotating.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zfleet_simulator.directory import Entry
from zfleet_simulator.extents import Extent, Volume, first_fit
from zfleet_simulator.real_devices import Dasd
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import Shelf, State
from zfleet_simulator.statements import Mdisk
from zfleet_simulator.upper_case import upper_case

CYLINDER_BYTES = 737_280  # 3390: 15 tracks of 12 records of 4096 bytes, as Linux sees it
BLOCK_BYTES = 512
# How many blocks of that size a 3390 cylinder holds.
_BLOCKS_PER_CYLINDER = {512: 735, 1024: 495, 2048: 315, 4096: 180}
LINEAR, ROTATING = 1, 2


@dataclass(frozen=True)
class Region:
    """A named part of a volume from which minidisks are taken."""

    name: str
    volume: str
    start: int
    size: int
    device_type: str

    @property
    def end(self) -> int:
        """The first position behind the region."""
        return self.start + self.size


@dataclass(frozen=True)
class Group:
    """Regions that together are one pool. ``turn`` counts allocations of a rotating group."""

    name: str
    regions: tuple[str, ...]
    method: int = LINEAR
    turn: int = 0


def is_fba(device_type: str) -> bool:
    """True for types counted in blocks."""
    return upper_case(device_type).startswith(("9336", "FB-512", "FBA", "9313", "9332", "9335"))


def family(device_type: str) -> str:
    """3390, 3380 or FB-512: what an MDISK statement says about a real type such as 3390-54 or 9336-32."""
    return "FB-512" if is_fba(device_type) else upper_case(device_type).partition("-")[0]


def by_label(dasd: Shelf[Dasd]) -> dict[str, Dasd]:
    """The volumes by label, a live view of the real devices."""
    found: dict[str, Dasd] = {}

    def changed(_: str, old: Dasd | None, new: Dasd | None) -> None:
        if old is not None:
            found.pop(old.label, None)
        if new is not None:
            found[new.label] = new

    dasd.observe(changed)
    return found


def size_in_units_of(device_type: str, unit_bytes: int | None, amount: int) -> int:
    """``amount`` cylinders (unit None) or blocks of that many bytes as cylinders or 512-byte blocks of the type."""
    if unit_bytes is None:
        return amount
    if is_fba(device_type):
        return amount * (unit_bytes // BLOCK_BYTES)
    return -(-amount // _BLOCKS_PER_CYLINDER[unit_bytes])


class Volumes:
    """Regions, groups and the use of every volume, kept in step with the directory by watching its entries."""

    def __init__(self, state: State, dasd: dict[str, Dasd]) -> None:
        self.regions = state.shelf("region", Region)
        self.groups = state.shelf("group", Group)
        self._dasd = dasd  # volumes by label, a live view of the real devices
        self._volumes: dict[str, Volume] = {}
        self._regions_of: dict[str, list[str]] = {}
        # The largest gap of regions that had no room: a pool of a thousand full volumes is passed over quickly.
        self._largest: dict[str, int] = {}
        self.regions.observe(self._region_changed)

    def entry_changed(self, name: str, old: Entry | None, new: Entry | None) -> None:
        """Observer of the directory: extents of minidisks follow the entries."""
        for extent_of, change in ((old, Volume.remove), (new, Volume.add)):
            for disk in extent_of.all(Mdisk) if extent_of is not None else ():
                if disk.start is not None:
                    for region in self._regions_of.get(disk.volume, ()):
                        self._largest.pop(region, None)
                    change(self.used(disk.volume), Extent(disk.start, disk.size, name, disk.vdev))

    def _region_changed(self, name: str, old: Region | None, new: Region | None) -> None:
        self._largest.pop(name, None)
        if old is not None:
            self._regions_of[old.volume].remove(name)
        if new is not None:
            self._regions_of.setdefault(new.volume, []).append(name)

    def used(self, label: str) -> Volume:
        """The accounting of one volume."""
        return self._volumes.setdefault(label, Volume())

    def regions_of(self, label: str) -> tuple[Region, ...]:
        """The regions on a volume in order of their start."""
        return tuple(sorted((self.regions[name] for name in self._regions_of.get(label, ())), key=lambda r: r.start))

    def labels(self) -> tuple[str, ...]:
        """The volumes that have a region, in the order of their regions."""
        return tuple(dict.fromkeys(region.volume for region in self.regions.values()))

    def volume_size(self, label: str) -> int:
        """Cylinders or blocks of a volume as a whole."""
        found = self._dasd.get(label)
        if found is not None:
            return found.size
        return max((region.end for region in self.regions_of(label)), default=0)

    def real_type(self, label: str) -> str:
        """The type with its model, ???? for a volume that is not there."""
        found = self._dasd.get(label)
        if found is not None:
            return found.device_type
        return next((region.device_type for region in self.regions_of(label)), "????")

    def free(self, region: Region) -> tuple[tuple[int, int], ...]:
        """Free (start, size) runs of a region."""
        return self.used(region.volume).gaps(region.start, region.end)

    def allocate(self, disk: Mdisk) -> Mdisk:
        """Turn an AUTOG, AUTOR or AUTOV statement into one with a real extent.

        Refusal 420/8 for an unknown area, 408/24 when no extent is big enough.
        """
        for region in self._candidates(disk):
            if self._largest.get(region.name, disk.size) < disk.size:
                continue
            if disk.device_type not in ("XXXX", family(region.device_type)) and not (
                is_fba(disk.device_type) and is_fba(region.device_type)
            ):
                continue
            gaps = self.free(region)
            start = first_fit(gaps, disk.size)
            if start is None:
                self._largest[region.name] = max((size for _, size in gaps), default=0)
            else:
                self._took_turn(disk)
                return replace(
                    disk, allocation="", start=start, volume=region.volume, device_type=family(region.device_type)
                )
        raise Refusal(408, 24)

    def _candidates(self, disk: Mdisk) -> Iterator[Region]:
        if disk.allocation == "AUTOG":
            group = self.groups.get(disk.volume)
            if group is None:
                raise Refusal(420, 8)
            names = group.regions
            if group.method == ROTATING and names:
                at = group.turn % len(names)
                names = names[at:] + names[:at]
            yield from (self.regions[name] for name in names)
        elif disk.allocation == "AUTOR":
            region = self.regions.get(disk.volume)
            if region is None:
                raise Refusal(420, 8)
            yield region
        else:
            regions = self.regions_of(disk.volume)
            if not regions:
                raise Refusal(420, 8)
            yield from regions

    def _took_turn(self, disk: Mdisk) -> None:
        group = self.groups.get(disk.volume) if disk.allocation == "AUTOG" else None
        if group is not None and group.method == ROTATING:
            self.groups.put(group.name, replace(group, turn=group.turn + 1))

    def check_fixed(self, owner: str, disk: Mdisk) -> None:
        """An extent given by the caller must lie on its volume and touch no other: Refusal 408/0 otherwise."""
        start, size = disk.start or 0, self.volume_size(disk.volume)
        if size and start + disk.size > size:
            raise Refusal(408, 0)
        for other in self.used(disk.volume).overlapping(start, disk.size):
            if (other.owner, other.vdev) != (owner, disk.vdev):
                raise Refusal(408, 0)

    def define_region(self, name: str, label: str, start: int | None, size: int | None, device_type: str) -> Region:
        """A new region; the whole volume when ``start`` is None.

        The directory manager takes a full description (extent and device type) as it is, for a volume that will be
        attached later too; what is left out it asks the volume. Refusal 420/4 when the region is there or overlaps
        another, 420/36 when the volume would have to be asked and is not there.
        """
        volume = self._dasd.get(label)
        if volume is not None and not volume.online:
            volume = None
        if volume is None and (start is None or size is None or not device_type):
            raise Refusal(420, 36)
        if name in self.regions:
            raise Refusal(420, 4)
        kind = volume.device_type if volume is not None else device_type
        lowest = 16 if is_fba(kind) else 1
        start = max(start if start is not None else lowest, lowest)
        if volume is not None:
            size = min(size if size is not None else volume.size, volume.size - start)
        region = Region(name, label, start, size or 0, device_type or family(kind))
        if any(other.start < region.end and start < other.end for other in self.regions_of(label)):
            raise Refusal(420, 4)
        self.regions.put(name, region)
        return region

    def add_to_group(self, group_name: str, region_name: str, method: int | None) -> None:
        """Put a region into a group, which is made when new. Refusal 420/8 unknown region, 420/4 already in it."""
        if region_name not in self.regions:
            raise Refusal(420, 8)
        group = self.groups.get(group_name) or Group(group_name, ())
        if region_name in group.regions:
            raise Refusal(420, 4)
        self.groups.put(
            group_name, replace(group, regions=(*group.regions, region_name), method=method or group.method)
        )

    def remove_from_group(self, group_name: str, region_name: str) -> None:
        """Take a region out of a group. Refusal 420/8 unknown, 420/12 not in that group."""
        group = self.groups.get(group_name)
        if group is None or region_name not in self.regions:
            raise Refusal(420, 8)
        if region_name not in group.regions:
            raise Refusal(420, 12)
        left = tuple(name for name in group.regions if name != region_name)
        self.groups.put(group_name, replace(group, regions=left))

    def remove_group(self, name: str) -> None:
        """Forget a group; its regions stay. Refusal 420/8 when unknown."""
        if name not in self.groups:
            raise Refusal(420, 8)
        self.groups.drop(name)

    def remove_region(self, name: str) -> None:
        """Forget a region, in all groups too; minidisks in it stay. Refusal 420/8 when unknown."""
        if name not in self.regions:
            raise Refusal(420, 8)
        for group in self.groups.values():
            if name in group.regions:
                self.remove_from_group(group.name, name)
        self.regions.drop(name)

    def groups_of(self, region_name: str) -> tuple[str, ...]:
        """The groups a region is in."""
        return tuple(group.name for group in self.groups.values() if region_name in group.regions)
