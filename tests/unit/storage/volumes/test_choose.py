# SPDX-License-Identifier: Apache-2.0
"""Which free devices make a connector, against trying every combination."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from zfleet_storage.volumes.choose import UNBOUNDED, choose, choose_same_index

CHANNELS = "ABCD"
paths = st.lists(
    st.dictionaries(st.sampled_from(CHANNELS), st.lists(st.integers(0, 3).map(str), max_size=2), max_size=4), max_size=4
)
rooms = st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 5))


def best_of_all(
    free: list[dict[str, list[str]]], room: dict[str, int], fewest: int
) -> tuple[int, Fraction, int] | None:
    """Paths, weight and number of channels of the best choice, found by trying all."""
    options = [[None, *sorted(channel for channel, devices in path.items() if devices)] for path in free]
    found = []
    for choice in itertools.product(*options):
        used = Counter(channel for channel in choice if channel is not None)
        weights = [Fraction(room.get(channel, UNBOUNDED), times) for channel, times in used.items()]
        if weights and min(weights) >= 1 and used.total() >= fewest:
            found.append((used.total(), min(weights), len(used)))
    return max(found, default=None)


@settings(max_examples=300, deadline=None)
@given(paths, rooms, st.integers(0, 4), st.integers())
def test_the_choice_is_the_best_of_all_combinations(
    free: list[dict[str, list[str]]], room: dict[str, int], fewest: int, seed: int
) -> None:
    """Most paths, then the most room on the fullest channel, then the most channels."""
    best = best_of_all(free, room, fewest)
    chosen = choose(free, room, fewest, random.Random(seed))
    if best is None:
        assert chosen == {}
        return
    channels = {
        path: [channel for channel, devices in free[path].items() if device in devices]
        for path, device in chosen.items()
    }
    assert len(chosen) == best[0]
    # A device's text may be in several channels of the made-up paths: one of the readings must be the best one.
    readings = [Counter(reading) for reading in itertools.product(*(channels[path] for path in sorted(channels)))]
    scores = {
        (min(Fraction(room.get(each, UNBOUNDED), times) for each, times in used.items()), len(used))
        for used in readings
    }
    assert best[1:] in scores


def test_ties_are_broken_by_chance() -> None:
    """All free devices of a path come up."""
    chance = random.Random(1)
    free = [{"A": ["1", "2"], "B": ["3"]}]
    assert {choose(free, {}, 1, chance)[0] for _ in range(50)} == {"1", "2", "3"}


def test_sixteen_paths_of_many_channels_are_chosen_from_at_once() -> None:
    """16 paths with 8 channels each would be 2.8e14 combinations."""
    free = [{f"C{n}": [f"{path}.{n}"] for n in range(8)} for path in range(16)]
    room = {f"C{n}": 2 for n in range(8)}
    chosen = choose(free, room, 16, random.Random(1))
    assert set(Counter(device.split(".")[1] for device in chosen.values()).values()) == {2}


def test_devices_of_the_same_place_are_all_free_and_have_room() -> None:
    """A place with a taken device, or for which a channel has no room, is passed over."""
    rows = [["A0", "A1", "A2"], ["B0", "B1", "B2", "B3"]]
    pchids = {"A0": "1", "A1": "1", "A2": "1", "B0": "1", "B1": "2", "B2": "2"}
    free = frozenset({"A0", "A2", "B0", "B1", "B2"})
    found = {tuple(choose_same_index(rows, pchids, free, {}, random.Random(n)).values()) for n in range(30)}
    assert found == {("A0", "B0"), ("A2", "B2")}
    assert choose_same_index(rows, pchids, free, {"1": 1}, random.Random(1)) == {0: "A2", 1: "B2"}
    assert choose_same_index(rows, pchids, free, {"2": 0, "1": 1}, random.Random(1)) == {}
    assert choose_same_index([], {}, free, {}, random.Random(1)) == {}
