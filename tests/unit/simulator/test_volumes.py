# SPDX-License-Identifier: Apache-2.0
"""Regions, groups and automatic allocation: every cylinder is free or used once."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zfleet_simulator.directory import Entry
from zfleet_simulator.extents import Extent, Volume, first_fit
from zfleet_simulator.real_devices import Dasd
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import State
from zfleet_simulator.statements import Mdisk
from zfleet_simulator.volumes import ROTATING, Volumes, size_in_units_of

SIZE = 100


def volumes_with_pool(method: int = 1) -> tuple[State, Volumes]:
    """Two ECKD volumes of 100 cylinders and one FBA volume; the ECKD ones are POOL1, the FBA one is POOL2."""
    state = State()
    dasd = {
        "VOL001": Dasd(0x1000, "VOL001", "3390-54", SIZE),
        "VOL002": Dasd(0x1001, "VOL002", "3390-54", SIZE),
        "FBA001": Dasd(0x2000, "FBA001", "9336-32", 10_000),
    }
    volumes = Volumes(state, dasd)
    state.shelf("entry", Entry).observe(volumes.entry_changed)
    with state.change():
        for label, group in (("VOL001", "POOL1"), ("VOL002", "POOL1"), ("FBA001", "POOL2")):
            volumes.define_region(label, label, None, None, "")
            volumes.add_to_group(group, label, method)
    return state, volumes


def auto(size: int, area: str = "POOL1", how: str = "AUTOG", device_type: str = "3390") -> Mdisk:
    """A statement that asks for room."""
    return Mdisk(0x100, device_type, how, None, size, area, "MR")


def add(state: State, volumes: Volumes, name: str, disk: Mdisk) -> Mdisk:
    """Allocate a disk and give it to a user of its own."""
    with state.change():
        given_disk = volumes.allocate(disk)
        state.shelf("entry", Entry).put(name, Entry(name, (f"USER {name} PW 1G", given_disk.render())))
    return given_disk


def remove(state: State, name: str) -> None:
    """Delete a user."""
    with state.change():
        state.shelf("entry", Entry).drop(name)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 40), st.integers(-20, -1)), max_size=60))
def test_extents_never_overlap_and_free_plus_used_is_the_size(steps: list[int]) -> None:
    """Whatever is created (positive: its size) and deleted (negative: which one), the account is exact."""
    state, volumes = volumes_with_pool()
    live: dict[str, Mdisk] = {}
    for number, step in enumerate(steps):
        if step > 0:
            try:
                live[f"U{number}"] = add(state, volumes, f"U{number}", auto(step))
            except Refusal as refusal:
                answered = (refusal.return_code, refusal.reason_code)
                free = [size for region in volumes.regions.values() for _, size in volumes.free(region)
                        if region.volume != "FBA001"]  # fmt: skip
                assert answered == (408, 24)
                assert max(free, default=0) < step
        elif live:
            name = sorted(live)[-step % len(live)]
            remove(state, name)
            del live[name]
        for label in ("VOL001", "VOL002"):
            region = volumes.regions[label]
            mine = sorted((d.start or 0, d.size) for d in live.values() if d.volume == label)
            assert all(a + s <= b for (a, s), (b, _) in itertools.pairwise(mine))
            assert all(region.start <= a and a + s <= region.end for a, s in mine)
            assert sum(s for _, s in mine) + sum(s for _, s in volumes.free(region)) == region.size == SIZE - 1


def test_a_gap_is_used_again_before_fresh_space() -> None:
    """First fit: a freed extent in front is taken by the next disk that fits into it."""
    state, volumes = volumes_with_pool()
    for name in ("A", "B", "C"):
        add(state, volumes, name, auto(10))
    remove(state, "B")
    assert add(state, volumes, "D", auto(10)).start == 11
    assert add(state, volumes, "E", auto(5)).start == 31


def test_a_group_goes_on_to_its_next_region_and_then_answers_408_24() -> None:
    """Disks never span regions; when none has room the caller is told so."""
    state, volumes = volumes_with_pool()
    assert add(state, volumes, "A", auto(60)).volume == "VOL001"
    assert add(state, volumes, "B", auto(60)).volume == "VOL002"
    with pytest.raises(Refusal, match="408/24"):
        add(state, volumes, "C", auto(60))
    assert add(state, volumes, "D", auto(39)).volume == "VOL001"


def test_a_rotating_group_takes_its_regions_in_turn() -> None:
    """Rotation spreads disks over the volumes of a pool."""
    state, volumes = volumes_with_pool(ROTATING)
    assert [add(state, volumes, name, auto(5)).volume for name in "ABC"] == ["VOL001", "VOL002", "VOL001"]


def test_an_fba_disk_is_called_fb_512_and_starts_behind_the_label() -> None:
    """Blocks 0 to 15 of an FBA volume stay free of minidisks."""
    state, volumes = volumes_with_pool()
    disk = add(state, volumes, "A", auto(1000, "POOL2", device_type="9336"))
    assert disk.render() == "MDISK 0100 FB-512 16 1000 FBA001 MR"


def test_a_disk_of_the_wrong_kind_finds_no_room() -> None:
    """A 3390 disk cannot come from FBA volumes; XXXX takes whatever the pool has."""
    state, volumes = volumes_with_pool()
    with pytest.raises(Refusal, match="408/24"):
        add(state, volumes, "A", auto(10, "POOL2"))
    assert add(state, volumes, "A", auto(10, "POOL2", device_type="XXXX")).device_type == "FB-512"


@pytest.mark.parametrize("how", ["AUTOG", "AUTOR", "AUTOV"])
def test_an_unknown_area_is_420_8(how: str) -> None:
    """Group, region and volume alike."""
    _, volumes = volumes_with_pool()
    with pytest.raises(Refusal, match="420/8"):
        volumes.allocate(auto(1, "NOWHERE", how))


def test_autov_and_autor_stay_where_they_were_told() -> None:
    """A volume or region named by the caller is the only one looked at."""
    state, volumes = volumes_with_pool()
    assert add(state, volumes, "A", auto(10, "VOL002", "AUTOV")).volume == "VOL002"
    assert add(state, volumes, "B", auto(10, "VOL002", "AUTOR")).start == 11


def test_a_refused_step_gives_its_space_back() -> None:
    """Space taken by a step that is undone is free again."""
    state, volumes = volumes_with_pool()
    before = [volumes.free(region) for region in volumes.regions.values()]

    def fail() -> None:
        with state.change():
            disk = volumes.allocate(auto(50))
            state.shelf("entry", Entry).put("A", Entry("A", ("USER A PW 1G", disk.render())))
            raise Refusal(596, 1)

    with pytest.raises(Refusal):
        fail()
    assert [volumes.free(region) for region in volumes.regions.values()] == before


def test_overlapping_extents_are_refused_but_by_the_disk_itself() -> None:
    """A fixed extent must be free, or already the disk's own."""
    state, volumes = volumes_with_pool()
    add(state, volumes, "A", auto(10))
    with pytest.raises(Refusal, match="408/0"):
        volumes.check_fixed("B", Mdisk(0x100, "3390", "", 5, 10, "VOL001", "MR"))
    volumes.check_fixed("A", Mdisk(0x100, "3390", "", 1, 20, "VOL001", "MR"))
    with pytest.raises(Refusal, match="408/0"):
        volumes.check_fixed("B", Mdisk(0x100, "3390", "", 90, 20, "VOL001", "MR"))


def test_regions_cannot_overlap_and_need_a_volume() -> None:
    """420/4 for a region that is there or overlaps, 420/36 for the whole of a volume that is not."""
    state, volumes = volumes_with_pool()
    with state.change(), pytest.raises(Refusal, match="420/4"):
        volumes.define_region("VOL001", "VOL001", None, None, "")
    with state.change(), pytest.raises(Refusal, match="420/4"):
        volumes.define_region("OTHER", "VOL001", 50, 10, "")
    with state.change(), pytest.raises(Refusal, match="420/36"):
        volumes.define_region("OTHER", "GHOST1", None, None, "")
    with state.change(), pytest.raises(Refusal, match="420/36"):
        volumes.define_region("OTHER", "GHOST1", 1, 50, "")


def test_a_full_description_needs_no_volume() -> None:
    """Extent and device type are taken as they are for a volume that is attached later."""
    state, volumes = volumes_with_pool()
    with state.change():
        volumes.define_region("LATER", "GHOST1", 0, 32_760, "3390")
        volumes.add_to_group("POOL3", "LATER", None)
    assert (volumes.regions["LATER"].start, volumes.regions["LATER"].size) == (1, 32_760)
    with state.change(), pytest.raises(Refusal, match="420/4"):
        volumes.define_region("LATER2", "GHOST1", 100, 10, "3390")
    assert add(state, volumes, "A", auto(10, "POOL3")).volume == "GHOST1"


@pytest.mark.parametrize(
    ("device_type", "unit", "amount", "size"),
    [("3390", None, 10, 10), ("3390", 4096, 181, 2), ("9336", 512, 100, 100), ("9336", 4096, 100, 800)],
)
def test_sizes_in_blocks_become_the_devices_own_units(
    device_type: str, unit: int | None, amount: int, size: int
) -> None:
    """Cylinders are rounded up; FBA sizes are counted in 512-byte blocks."""
    assert size_in_units_of(device_type, unit, amount) == size


def test_gaps_see_overlapping_extents_once() -> None:
    """A directory with overlapping disks must not make a gap negative."""
    volume = Volume()
    for extent in (Extent(1, 50, "A", 1), Extent(10, 10, "B", 1), Extent(60, 10, "C", 1)):
        volume.add(extent)
    assert volume.gaps(1, 100) == ((51, 9), (70, 30))
    assert first_fit(volume.gaps(1, 100), 10) == 70
    volume.remove(Extent(60, 10, "C", 1))
    assert volume.gaps(1, 100) == ((51, 49),)
