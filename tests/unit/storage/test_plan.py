# SPDX-License-Identifier: Apache-2.0
"""Planning: device numbers, space, and everything that can be wrong with what is asked."""

from __future__ import annotations

from dataclasses import replace

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_runtime.validation import Violations
from zfleet_storage.disks import Disk
from zfleet_storage.image_records import SCSI, Image
from zfleet_storage.packing import Packing
from zfleet_storage.plan import (
    CMS_DEVICE_NUMBERS,
    FIRST_DEVICE_NUMBER,
    Problems,
    Surroundings,
    arrange,
    check_images,
    check_kinds,
    check_pools,
    choose_numbers,
    short_of_space,
)
from zfleet_storage.pools import Pool, Volume
from zfleet_storage.sizes import CYLINDER_BYTES, DiskKind
from zfleet_storage.tables import CREATED, PLANNED
from zfleet_storage.validate import Wanted

NOW = 1000.0
ASKED = 999.0


def wanted(size: int = CYLINDER_BYTES, **more: object) -> Wanted:
    """A disk of POOL1 that is asked for."""
    facts = {"device_number": "", "pool": "POOL1", "mode": "MR", "boot": False, "image": "", "file_system": 0}
    return Wanted(size_bytes=size, **{"virtual_disk": False, **facts, **more})  # type: ignore[arg-type]


def around(free: tuple[int, ...] = (1000,), **more: object) -> Surroundings:
    """POOL1 with these free extents, and nothing else."""
    pool = Pool("POOL1", DiskKind.ECKD, free, (Volume("VOL001", "3390-09", sum(free), 16),))
    start = Surroundings("LINUX01", frozenset(), {"POOL1": pool}, {}, (), NOW, ASKED)
    return replace(start, **more)  # type: ignore[arg-type]


def image(disk_bytes: int, **more: object) -> Image:
    """An image called rhel that writes so many bytes to a disk."""
    return replace(Image("rhel", "f", "rhel9", disk_bytes, "", 0.0, disk_bytes=disk_bytes), **more)  # type: ignore[arg-type]


def record(user_id: str, number: str, size: int, **more: object) -> Disk:
    """A disk on record, planned and not expired."""
    start = Disk(user_id, number, DiskKind.ECKD, "3390", size, state=PLANNED, pool="POOL1", expires_at=NOW + 1)
    return replace(start, **more)  # type: ignore[arg-type]


device_numbers = st.one_of(st.just(""), st.integers(0x0100, 0x0140).map(lambda number: f"{number:04X}"))


@given(st.lists(device_numbers, max_size=64), st.sets(st.integers(0, 0xFFFF), max_size=200))
def test_chosen_numbers_are_new_and_in_order(given_numbers: list[str], taken: set[int]) -> None:
    """A number that the service chooses is nobody else's: not the entry's, not another disk's, not CMS's."""
    chosen = choose_numbers([wanted(device_number=number) for number in given_numbers], taken)
    ours = [number for number, text in zip(chosen, given_numbers, strict=True) if not text]
    theirs = {int(text, 16) for text in given_numbers if text}
    assert ours == sorted(ours)  # type: ignore[type-var]
    assert len(set(ours)) == len(ours)
    for number in ours:
        assert number is not None
        assert number >= FIRST_DEVICE_NUMBER
        assert number not in taken | theirs | set(CMS_DEVICE_NUMBERS)


sizes = st.lists(st.integers(1, 300), max_size=10)


@given(sizes, sizes, st.lists(st.integers(1, 300), max_size=6))
def test_what_two_plans_promise_fits_together(first: list[int], second: list[int], free: list[int]) -> None:
    """The second planner sees the first one's disks as space that is gone."""
    here = around(tuple(free))
    records, problems = arrange([wanted(size * CYLINDER_BYTES) for size in first], here, "a", NOW + 60)
    if problems.exhausted:
        records = []
    there = replace(here, user_id="LINUX02", records=records)
    more, problems = arrange([wanted(size * CYLINDER_BYTES) for size in second], there, "b", NOW + 60)
    if not problems.exhausted:
        assert sum(disk.size for disk in [*records, *more]) <= sum(free)
        assert all(disk.size <= max(free) for disk in [*records, *more])


@given(sizes, st.lists(st.integers(1, 300), max_size=6))
def test_a_plan_answers_every_disk_in_the_order_asked(asked: list[int], free: list[int]) -> None:
    """Positions, sizes and state; and without room, each disk that finds none is named."""
    wishes = [wanted(size * CYLINDER_BYTES - 1) for size in asked]
    here = around(tuple(free))
    records, problems = arrange(wishes, here, "a", NOW + 60)
    if problems.exhausted:
        assert [one.field for one in problems.exhausted] == [
            f"disks[{at}].size_bytes" for at in short_of_space(wishes, here)
        ]
        return
    assert [disk.size for disk in records] == asked
    assert [disk.position for disk in records] == list(range(len(asked)))
    assert all(disk.state == PLANNED and disk.expires_at == NOW + 60 for disk in records)


def test_an_expired_reservation_holds_neither_number_nor_space() -> None:
    """After the configured time a plan that nobody confirmed is as good as none."""
    expired = record("LINUX01", "0100", 1000, expires_at=NOW - 1)
    records, problems = arrange([wanted(1000 * CYLINDER_BYTES)], around(records=[expired]), "a", NOW + 60)
    assert not problems.exhausted
    assert records[0].device_number == "0100"


def test_a_disk_created_after_z_vm_was_asked_still_counts() -> None:
    """The free space that was read may be from before it: it is taken off once more."""
    young = record("LINUX02", "0100", 600, state=CREATED, changed_at=ASKED + 0.5)
    old = record("LINUX03", "0100", 600, state=CREATED, changed_at=ASKED - 0.5)
    asked = [wanted(600 * CYLINDER_BYTES)]
    assert short_of_space(asked, around(records=[old])) == []
    assert short_of_space(asked, around(records=[young])) == [0]


def test_a_record_of_a_disk_that_the_directory_has_lost_keeps_no_number() -> None:
    """Somebody deleted the guest behind our back: its numbers are free again."""
    lost = record("LINUX01", "0100", 10, state=CREATED, changed_at=1.0)
    records, problems = arrange([wanted()], around(records=[lost]), "a", NOW + 60)
    assert (records[0].device_number, problems.taken) == ("0100", [])


def test_a_number_that_is_asked_for_and_taken_is_named() -> None:
    """Whether by the entry or by a reservation of the same guest."""
    here = around(taken=frozenset({0x100}), records=[record("LINUX01", "0101", 1)])
    asked = [wanted(device_number="0100"), wanted(device_number="0101"), wanted(device_number="0102")]
    _, problems = arrange(asked, here, "a", NOW + 60)
    assert [one.field for one in problems.taken] == ["disks[0].device_number", "disks[1].device_number"]


def test_a_disk_takes_the_size_of_its_image_when_none_is_given() -> None:
    """Rounded up to whole cylinders."""
    here = around(images={"rhel": image(10 * CYLINDER_BYTES + 1)})
    records, _ = arrange([wanted(0, image="rhel")], here, "a", NOW + 60)
    assert records[0].size == 11


def test_images_are_checked_for_being_there_and_for_fitting() -> None:
    """A missing one and one that is larger than its disk, in one go."""
    asked = [wanted(1, image="nix"), wanted(99, image="rhel"), wanted(100, image="rhel")]
    found = check_images(asked, {"rhel": image(100)})
    assert [one.field for one in found] == ["disks[0].image", "disks[1].size_bytes"]


def test_a_disk_may_be_asked_for_in_whole_cylinders() -> None:
    """They are taken as they are; fewer than an image needs are told in the field that gives them."""
    records, problems = arrange([wanted(0, units=7)], around(), "a", NOW + 60)
    assert (records[0].size, bool(problems)) == (7, False)
    here = around(images={"rhel": image(8 * CYLINDER_BYTES)})
    assert arrange([wanted(0, units=8, image="rhel")], here, "a", NOW + 60)[0][0].size == 8
    _, problems = arrange([wanted(0, units=7, image="rhel")], here, "a", NOW + 60)
    assert [one.field for one in problems.invalid] == ["disks[0].size"]


def test_pool_and_image_must_be_of_the_same_kind() -> None:
    """As the one that is asked for, and as the one that the image was made of; an image for SCSI fits no pool."""
    assert check_kinds([wanted(pool_kind=DiskKind.ECKD)], around()) == []
    assert [one.field for one in check_kinds([wanted(pool_kind=DiskKind.FBA)], around())] == ["disks[0].pool_type"]
    here = around(images={"rhel": image(1, packing=Packing.FBA_GZIP)})
    assert [one.field for one in check_kinds([wanted(image="rhel")], here)] == ["disks[0].image"]
    scsi = {"rhel": image(1, disk_type=SCSI)}
    assert [one.field for one in check_images([wanted(image="rhel")], scsi)] == ["disks[0].image"]


def test_a_pool_that_is_not_there_is_not_the_same_as_one_that_is_too_small() -> None:
    """Both can never be granted, and each names its field."""
    asked = [wanted(pool="NOPOOL"), wanted(5000 * CYLINDER_BYTES), wanted()]
    found = check_pools(asked, around((1000,)))
    assert [one.field for one in found] == ["disks[0].pool", "disks[1].size_bytes"]


def test_a_v_disk_needs_no_pool() -> None:
    """Blocks in whole pages, device type FB-512, out of nobody's space."""
    asked = [wanted(2 * 1024**3, pool="", virtual_disk=True, mode="MWV")]
    records, problems = arrange(asked, around(pools={}), "a", NOW + 60)
    assert not problems.exhausted
    assert (records[0].device_type, records[0].size, records[0].mode) == ("FB-512", 4_194_296, "MWV")


@pytest.mark.parametrize(
    ("fill", "status", "reason"),
    [
        (("invalid", "taken", "exhausted"), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS"),
        (("taken", "exhausted"), grpc.StatusCode.ALREADY_EXISTS, "DEVICE_NUMBER_TAKEN"),
        (("exhausted",), grpc.StatusCode.RESOURCE_EXHAUSTED, "POOL_FULL"),
    ],
)
def test_the_worst_problem_decides_the_status_and_all_are_named(
    fill: tuple[str, ...], status: grpc.StatusCode, reason: str
) -> None:
    """What can never work comes before what is taken, and that before what is full."""
    problems = Problems()
    for kind in fill:
        v = Violations()
        v.add(kind, "bad")
        getattr(problems, kind).extend(v.found)
    error = problems.as_error(Violations())
    assert (error.status, error.reason) == (status, reason)
    assert [one.field for one in error.violations] == list(fill)
