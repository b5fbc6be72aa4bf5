# SPDX-License-Identifier: Apache-2.0
"""Chooses device numbers and space for disks, and says everything that is wrong with what is asked. No I/O.

An INVALID_ARGUMENT can never be granted as it is asked; RESOURCE_EXHAUSTED may be later, when disks were deleted;
ALREADY_EXISTS says that a device number is taken. When several apply, the first of them in this order is the answer's
status, and all violations are in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import grpc

from zfleet_runtime.errors import Violation, ZfleetError
from zfleet_runtime.validation import Violations
from zfleet_storage.disks import Disk
from zfleet_storage.image_records import Image
from zfleet_storage.pools import Pool
from zfleet_storage.sizes import MOST_UNITS, VIRTUAL_DISK_TYPE, DiskKind, virtual_disk_blocks
from zfleet_storage.space import FreeSpace, misfits
from zfleet_storage.tables import CREATED, PLANNED
from zfleet_storage.validate import Wanted

FIRST_DEVICE_NUMBER = 0x0100
LAST_DEVICE_NUMBER = 0xFFFF
# Profiles link CMS's own disks here (190, 191, 19D, 19E), and an entry does not show what its profiles bring along.
CMS_DEVICE_NUMBERS = range(0x0190, 0x01A0)


@dataclass
class Problems:
    """What stands against a plan, by the status that it calls for."""

    invalid: list[Violation] = field(default_factory=list)
    exhausted: list[Violation] = field(default_factory=list)
    taken: list[Violation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.invalid or self.exhausted or self.taken)

    def as_error(self, v: Violations) -> ZfleetError:
        """One error with everything, together with what was found before."""
        invalid = [*v.found, *self.invalid]
        found = [*invalid, *self.taken, *self.exhausted]
        if invalid:
            status, reason = grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS"
        elif self.taken:
            status, reason = grpc.StatusCode.ALREADY_EXISTS, "DEVICE_NUMBER_TAKEN"
        else:
            status, reason = grpc.StatusCode.RESOURCE_EXHAUSTED, "POOL_FULL"
        message = "; ".join(f"{one.field}: {one.description}" for one in found)
        return ZfleetError(status, reason, message, violations=found)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan has to fit into. `records` are the user's own and those whose space the pools may still show free."""

    user_id: str
    taken: frozenset[int]  # device numbers in the directory entry
    pools: Mapping[str, Pool]
    images: Mapping[str, Image]
    records: Sequence[Disk]
    now: float
    since: float  # when z/VM was asked


def check_images(wanted: Sequence[Wanted], images: Mapping[str, Image]) -> list[Violation]:
    """Images that do not exist or are for SCSI, and disks that are smaller than theirs."""
    found = []
    for at, disk in enumerate(wanted):
        if not disk.image or disk.virtual_disk:
            continue
        image = images.get(disk.image)
        if image is None:
            found.append(Violation(f"disks[{at}].image", f"there is no image {disk.image}"))
        elif image.for_scsi:
            found.append(Violation(f"disks[{at}].image", f"image {disk.image} is for SCSI disks, not for minidisks"))
        elif disk.size_bytes and disk.size_bytes < image.disk_bytes:
            text = f"{disk.size_bytes} bytes are less than image {disk.image} needs: {image.disk_bytes}"
            found.append(Violation(f"disks[{at}].size_bytes", text))
    return found


def check_kinds(wanted: Sequence[Wanted], around: Surroundings) -> list[Violation]:
    """Pools of another kind than the one that is asked for or that the image was made of; fewer units than it needs."""
    found = []
    for at, disk in enumerate(wanted):
        pool = around.pools.get(disk.pool) if disk.pool else None
        if pool is None:
            continue
        if disk.pool_kind not in (None, pool.kind):
            text = f"the disks of pool {pool.name} are {pool.kind}, not {disk.pool_kind}"
            found.append(Violation(f"disks[{at}].pool_type", text))
        image = around.images.get(disk.image)
        if image is None:
            continue
        if image.kind not in (None, pool.kind):
            text = f"image {image.name} was made of an {image.kind} disk, those of pool {pool.name} are {pool.kind}"
            found.append(Violation(f"disks[{at}].image", text))
        elif disk.units and pool.kind.bytes(disk.units) < image.disk_bytes:
            text = (
                f"{disk.units} {pool.kind.unit_name} are less than image {image.name} needs: {image.disk_bytes} bytes"
            )
            found.append(Violation(f"disks[{at}].size", text))
    return found


def check_pools(wanted: Sequence[Wanted], around: Surroundings) -> list[Violation]:
    """Pools that do not exist, and disks that are larger than any volume of theirs. `pools` must be whole ones."""
    found = []
    for at, disk in enumerate(wanted):
        if not disk.pool:
            continue
        pool = around.pools.get(disk.pool)
        if pool is None:
            found.append(Violation(f"disks[{at}].pool", f"there is no pool {disk.pool}"))
            continue
        largest = min(pool.largest_volume, MOST_UNITS)
        if units_of(disk, pool.kind, around.images) > largest:
            most = pool.kind.bytes(largest)
            text = f"no volume of pool {pool.name} is that large: at most {most} bytes, {largest} {pool.kind.unit_name}"
            found.append(Violation(f"disks[{at}].{disk.size_field}", text))
    return found


def units_of(disk: Wanted, kind: DiskKind, images: Mapping[str, Image]) -> int:
    """The size of a disk in cylinders or blocks; an image's size where the request gives none."""
    if disk.units:
        return disk.units
    image = images.get(disk.image)
    return kind.units(disk.size_bytes or (image.disk_bytes if image is not None else 0))


def short_of_space(wanted: Sequence[Wanted], around: Surroundings) -> list[int]:
    """The positions of the disks that find no room, with everything that is reserved taken off."""
    without_room = []
    asked = {disk.pool for disk in wanted if disk.pool}
    for name in asked:
        at_of = [at for at, disk in enumerate(wanted) if disk.pool == name]
        pool = around.pools.get(name)
        if pool is None:
            without_room += at_of
            continue
        free = FreeSpace(pool.free)
        free.reserve(one.size for one in around.records if one.pool == name and _hides_space(one, around))
        sizes = [units_of(wanted[at], pool.kind, around.images) for at in at_of]
        without_room += [at_of[misfit] for misfit in misfits(free, sizes)]
    return sorted(without_room)


def taken_numbers(around: Surroundings) -> frozenset[int]:
    """The device numbers that no new disk of the guest can have."""
    ours = {
        int(one.device_number, 16)
        for one in around.records
        if one.user_id == around.user_id and _keeps_number(one, around)
    }
    return around.taken | ours


def choose_numbers(wanted: Sequence[Wanted], taken: Collection[int]) -> list[int | None]:
    """A device number for each disk: its own, or the lowest free one from 0100 up; None when there is none left."""
    used = {*taken, *CMS_DEVICE_NUMBERS, *(int(disk.device_number, 16) for disk in wanted if disk.device_number)}
    chosen: list[int | None] = []
    at = FIRST_DEVICE_NUMBER
    for disk in wanted:
        if disk.device_number:
            chosen.append(int(disk.device_number, 16))
            continue
        while at in used:
            at += 1
        chosen.append(at if at <= LAST_DEVICE_NUMBER else None)
        at += 1
    return chosen


def check_numbers(wanted: Sequence[Wanted], chosen: Sequence[int | None], taken: Collection[int]) -> Problems:
    """Device numbers that are taken, and disks for which there was none left."""
    problems = Problems()
    for at, (disk, number) in enumerate(zip(wanted, chosen, strict=True)):
        where = f"disks[{at}].device_number"
        if number is None:
            problems.exhausted.append(Violation(where, "no device number is free"))
        elif disk.device_number and number in taken:
            problems.taken.append(Violation(where, f"{disk.device_number} is taken"))
    return problems


def arrange(
    wanted: Sequence[Wanted], around: Surroundings, plan: str, expires_at: float
) -> tuple[list[Disk], Problems]:
    """The planned disks, and what stands against them; with problems the disks are of no use."""
    taken = taken_numbers(around)
    chosen = choose_numbers(wanted, taken)
    problems = check_numbers(wanted, chosen, taken)
    problems.invalid += check_kinds(wanted, around)
    for at in short_of_space(wanted, around):
        text = f"pool {wanted[at].pool} has no free extent of that size left"
        problems.exhausted.append(Violation(f"disks[{at}].{wanted[at].size_field}", text))
    if problems:
        return [], problems
    records = []
    for at, (disk, number) in enumerate(zip(wanted, chosen, strict=True)):
        if not disk.pool and not disk.virtual_disk:
            continue  # what was given for its pool can be no name: the request is refused for that
        kind = DiskKind.FBA if disk.virtual_disk else around.pools[disk.pool].kind
        blocks = virtual_disk_blocks(disk.size_bytes or kind.bytes(disk.units)) if disk.virtual_disk else 0
        records.append(
            Disk(
                around.user_id,
                f"{number:04X}",
                kind,
                VIRTUAL_DISK_TYPE if disk.virtual_disk else kind.minidisk_type,
                blocks or units_of(disk, kind, around.images),
                state=PLANNED,
                plan=plan,
                position=at,
                pool=disk.pool,
                mode=disk.mode,
                boot=disk.boot,
                virtual_disk=disk.virtual_disk,
                expires_at=expires_at,
                changed_at=0.0,
            )
        )
    return records, problems


def _hides_space(one: Disk, around: Surroundings) -> bool:
    """Whether the free space that z/VM showed is, in part, this disk's."""
    return one.expires_at > around.now if one.state == PLANNED else one.changed_at >= around.since


def _keeps_number(one: Disk, around: Surroundings) -> bool:
    """A created disk that the directory does not have is a stale record, unless it is younger than the look."""
    if one.state == CREATED:
        return int(one.device_number, 16) in around.taken or one.changed_at >= around.since
    return one.expires_at > around.now
