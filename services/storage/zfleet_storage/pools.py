# SPDX-License-Identifier: Apache-2.0
"""The disk pools: the directory manager's groups, read with Image_Volume_Space_Query_DM.

It answers the directory manager's own lines of words. Free space: volume, device type, start, size, group, region.
Used space: volume, device type, start, size, owner, device number, system, group, region. Definition of a group: its
name and its regions; of a volume: its label, device type, size and regions. A group that does not exist is answered
by no line at all, just as one that is full has no free line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zfleet_smapi.calls import ImageVolumeSpaceQueryDM
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError
from zfleet_storage.sizes import DiskKind, kind_of
from zfleet_storage.together import together

DEFINITION, FREE, USED = 1, 2, 3
VOLUME, GROUP = 1, 3
ALL = "*"
LONGEST_NAMES = 255  # bytes of names that one query takes
NO_SUCH_GROUP = (420, 8)
_GROUP_WORD = {FREE: 4, USED: 7}


@dataclass(frozen=True, slots=True)
class Piece:
    """A free or used extent of a volume in a pool, in cylinders or blocks."""

    pool: str
    volume: str
    device_type: str
    kind: DiskKind
    size: int
    start: int = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class VolumeDefinition:
    """A real volume as the directory manager knows it; `size` in cylinders or blocks."""

    label: str
    device_type: str
    kind: DiskKind
    size: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """A real volume's part in a pool, in cylinders or blocks."""

    label: str
    device_type: str
    free: int
    used: int

    @property
    def size(self) -> int:
        """Free and used."""
        return self.free + self.used


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool. Sizes are in cylinders or blocks, as `kind` says; `free` are the sizes of its free extents `extents`."""

    name: str
    kind: DiskKind
    free: tuple[int, ...]
    volumes: tuple[Volume, ...] = ()
    extents: tuple[Piece, ...] = ()

    @property
    def used(self) -> int:
        """Used by minidisks; known only when used space was asked for."""
        return sum(volume.used for volume in self.volumes)

    @property
    def size(self) -> int:
        """Free and used."""
        return sum(volume.size for volume in self.volumes)

    @property
    def largest_volume(self) -> int:
        """No disk can ever be larger."""
        return max((volume.size for volume in self.volumes), default=0)


async def pool_names(smapi: SmapiClient) -> list[str]:
    """The names of all pools, sorted."""
    records = await _query(smapi, DEFINITION, ALL)
    return sorted({words[0] for record in records if (words := record.split())} - {ALL})


async def free_space(smapi: SmapiClient, names: Collection[str]) -> dict[str, Pool]:
    """The pools that have free space, with their free extents only: all that a plan needs as long as its disks fit."""
    return pools_of(pieces(await _query_names(smapi, FREE, names), FREE), ())


async def whole_pools(smapi: SmapiClient, names: Collection[str]) -> dict[str, Pool]:
    """The pools of these names that exist, with free and used space and volumes; the queries run at the same time."""
    free, used = await together(_query_names(smapi, query, names) for query in (FREE, USED))
    return pools_of(pieces(free, FREE), pieces(used, USED))


async def volume_definition(smapi: SmapiClient, label: str) -> VolumeDefinition | None:
    """A real volume by its label; None when the directory manager knows none."""
    call = ImageVolumeSpaceQueryDM(query_type=DEFINITION, entry_type=VOLUME, entry_names=label)
    try:
        records = (await smapi.call(call)).record_array
    except SmapiError as error:
        if (error.return_code, error.reason_code) == NO_SUCH_GROUP:
            return None
        raise
    for record in records:
        words = record.upper().split()
        if len(words) > 2 and words[0] == label and words[2].isdecimal():
            return VolumeDefinition(label, words[1], kind_of(words[1]), int(words[2]), tuple(words[3:]))
    return None


def pieces(records: Iterable[str], query: int) -> list[Piece]:
    """The extents that the lines of a query for groups tell of; lines of another form are passed over."""
    at = _GROUP_WORD[query]
    found = []
    for record in records:
        words = record.upper().split()
        if len(words) <= at or not words[3].isdecimal():
            continue
        try:
            kind = kind_of(words[1])
        except ValueError:
            continue
        start = int(words[2]) if words[2].isdecimal() else 0
        region = words[at + 1] if len(words) > at + 1 else ""
        found.append(Piece(words[at], words[0], words[1], kind, int(words[3]), start, region))
    return found


def pools_of(free: Sequence[Piece], used: Sequence[Piece]) -> dict[str, Pool]:
    """Pools by name from their free and used extents. A pool is what its first volume is: groups are not mixed."""
    kinds: dict[str, DiskKind] = {}
    extents: dict[str, list[Piece]] = {}
    volumes: dict[str, dict[str, tuple[str, int, int]]] = {}
    for of_free, piece in [*((True, one) for one in free), *((False, one) for one in used)]:
        if kinds.setdefault(piece.pool, piece.kind) is not piece.kind:
            continue
        of_pool = volumes.setdefault(piece.pool, {})
        device_type, volume_free, volume_used = of_pool.get(piece.volume, (piece.device_type, 0, 0))
        if of_free:
            extents.setdefault(piece.pool, []).append(piece)
            of_pool[piece.volume] = (device_type, volume_free + piece.size, volume_used)
        else:
            of_pool[piece.volume] = (device_type, volume_free, volume_used + piece.size)
    return {
        name: Pool(
            name,
            kind,
            tuple(one.size for one in extents.get(name, ())),
            tuple(Volume(label, *facts) for label, facts in sorted(volumes[name].items())),
            tuple(extents.get(name, ())),
        )
        for name, kind in sorted(kinds.items())
    }


def in_queries(names: Iterable[str]) -> list[str]:
    """The names as operands of as few queries as their length allows."""
    operands: list[str] = []
    for name in names:
        if operands and len(operands[-1]) + 1 + len(name) <= LONGEST_NAMES:
            operands[-1] += f" {name}"
        else:
            operands.append(name)
    return operands


async def _query_names(smapi: SmapiClient, query: int, names: Collection[str]) -> list[str]:
    answers = await together(_query(smapi, query, operand) for operand in in_queries(sorted(names)))
    return [record for answer in answers for record in answer]


async def _query(smapi: SmapiClient, query: int, names: str) -> list[str]:
    call = ImageVolumeSpaceQueryDM(query_type=query, entry_type=GROUP, entry_names=names)
    try:
        return list((await smapi.call(call)).record_array)
    except SmapiError as error:
        if (error.return_code, error.reason_code) != NO_SUCH_GROUP:
            raise
    one_by_one = names.split()
    if len(one_by_one) == 1:
        return []
    # One unknown name among several refuses them all.
    answers = await together(_query(smapi, query, name) for name in one_by_one)
    return [record for answer in answers for record in answer]


def reserved_by_pool(rows: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    """The sizes of planned disks by pool, from (pool, size) rows."""
    found: dict[str, list[int]] = {}
    for pool, size in rows:
        found.setdefault(pool, []).append(size)
    return found
