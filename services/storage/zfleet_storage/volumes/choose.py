# SPDX-License-Identifier: Apache-2.0
"""Which free devices make a connector. Values in, values out; ties are broken by chance.

From as many paths as can have one, one device each. Of all ways to do so, one whose fullest physical channel has the
most room for what is put on it; of these, one that spreads over the most channels.

The room of a channel is a number of devices. Using it k times gives it the weight room / k, and a choice is as good as
its smallest weight, which must be at least 1. "No weight below w" means that a channel is used at most room / w times:
a matching of paths to channels with capacities, found by augmenting paths. So the best w is looked for among the few
values that room / k can take, instead of among all combinations of channels.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

UNBOUNDED = 2**31

Matching = dict[int, str]  # the channel of each path


def choose(
    free: Sequence[Mapping[str, Sequence[str]]], room: Mapping[str, int], fewest: int, chance: random.Random
) -> dict[int, str]:
    """A device for each path that gets one; empty when fewer than `fewest` paths can.

    `free`: for each path its free devices by PCHID. `room`: how many more devices a PCHID may carry; what is not in it
    may carry any number.
    """
    channels = [sorted(each for each, devices in path.items() if devices) for path in free]
    matching = _best(channels, room, fewest, chance)
    return {path: chance.choice(list(free[path][channel])) for path, channel in sorted(matching.items())}


def choose_same_index(
    paths: Sequence[Sequence[str]],
    pchids: Mapping[str, str],
    free: frozenset[str],
    room: Mapping[str, int],
    chance: random.Random,
) -> dict[int, str]:
    """The n-th device of every path, for an n by chance for which all are free and no channel gets too many."""
    rows = list(zip(*paths, strict=False))
    chance.shuffle(rows)
    for row in rows:
        used = [pchids[device] for device in row if device in pchids]
        if free.issuperset(row) and all(used.count(each) <= room.get(each, UNBOUNDED) for each in used):
            return dict(enumerate(row))
    return {}


def _best(channels: Sequence[Sequence[str]], room: Mapping[str, int], fewest: int, chance: random.Random) -> Matching:
    known = {each for path in channels for each in path}
    rooms = {each: max(0, room.get(each, UNBOUNDED)) for each in known}
    found = _match(channels, rooms, {}, chance)
    count = len(found)
    if not count or count < fewest:
        return {}
    weights = {Fraction(most, times) for most in rooms.values() for times in range(1, count + 1) if most >= times}
    for weight in sorted(weights, reverse=True):
        bounds = {each: int(most / weight) for each, most in rooms.items()}
        # Each channel at most once first: what is added to such a matching leaves its channels in use.
        spread = _match(channels, {each: min(1, most) for each, most in bounds.items()}, {}, chance)
        matching = _match(channels, bounds, spread, chance)
        if len(matching) == count:
            return matching
    return found  # not reached: the smallest weight allows what `found` does


def _match(
    channels: Sequence[Sequence[str]], bounds: Mapping[str, int], start: Matching, chance: random.Random
) -> Matching:
    """A largest matching of paths to channels that uses no channel more often than its bound, grown from `start`."""
    matching = dict(start)
    order = list(range(len(channels)))
    chance.shuffle(order)
    for path in order:
        if path not in matching:
            _augment(path, channels, bounds, matching, set(), chance)
    return matching


def _augment(
    path: int,
    channels: Sequence[Sequence[str]],
    bounds: Mapping[str, int],
    matching: Matching,
    tried: set[str],
    chance: random.Random,
) -> bool:
    for channel in chance.sample(list(channels[path]), len(channels[path])):
        if channel in tried:
            continue
        tried.add(channel)
        users = [other for other, used in matching.items() if used == channel]
        if len(users) < bounds.get(channel, 0):
            matching[path] = channel
            return True
        for other in users:
            if _augment(other, channels, bounds, matching, tried, chance):
                matching[path] = channel
                return True
    return False
