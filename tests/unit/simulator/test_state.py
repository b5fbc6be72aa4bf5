# SPDX-License-Identifier: Apache-2.0
"""Steps of a host's state: whole or not at all, in memory and in the state folder."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from zfleet_simulator.record_format import from_text, to_text
from zfleet_simulator.state import State
from zfleet_simulator.state_folder import StateFolder


@dataclass(frozen=True)
class Wheel:
    """A value for these tests."""

    size: int
    maker: str | None = None


@dataclass(frozen=True)
class Sail:
    """Another kind of value."""

    area: float


@dataclass(frozen=True)
class Boat:
    """A value that holds others."""

    parts: tuple[Wheel | Sail, ...]
    crew: dict[int, str]
    tags: frozenset[str] = frozenset()
    raw: bytes = b""
    spare: Wheel | None = None


def test_a_failed_step_puts_every_value_back() -> None:
    """Changed, added and removed values are as before, and observers saw it."""
    state = State()
    wheels = state.shelf("wheel", Wheel)
    with state.change():
        wheels.put("a", Wheel(1))
        wheels.put("b", Wheel(2))
    seen: list[tuple[str, object, object]] = []
    wheels.observe(lambda name, old, new: seen.append((name, old, new)))

    def fail() -> None:
        with state.change():
            wheels.put("a", Wheel(9))
            wheels.put("a", Wheel(10))
            wheels.drop("b")
            wheels.put("c", Wheel(3))
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert dict(wheels.items()) == {"a": Wheel(1), "b": Wheel(2)}
    index: dict[str, object] = {}
    for name, _, new in seen:
        index[name] = new
    assert {name: value for name, value in index.items() if value} == dict(wheels.items())


def test_a_tried_step_leaves_nothing_and_announces_nothing() -> None:
    """keep=False is how the host asks whether something would work."""
    state = State()
    wheels = state.shelf("wheel", Wheel)
    told: list[str] = []
    with state.change(keep=False):
        wheels.put("a", Wheel(1))
        state.afterwards(lambda: told.append("tried"))
    with state.change():
        state.afterwards(lambda: told.append("done"))
    assert len(wheels) == 0
    assert told == ["done"]


def test_a_change_outside_of_a_step_is_a_mistake() -> None:
    """Nothing can slip past the store."""
    with pytest.raises(RuntimeError):
        State().shelf("wheel", Wheel).put("a", Wheel(1))


def test_a_folder_gives_back_what_was_committed_and_only_that(tmp_path: Path) -> None:
    """Another process that opens the folder finds the last whole step."""
    state = State(StateFolder(tmp_path))
    wheels = state.shelf("wheel", Wheel)
    with state.change():
        wheels.put("a", Wheel(1, "x"))
        wheels.put("b", Wheel(2))
    with state.change():
        wheels.drop("b")
    with state.change(keep=False):
        wheels.put("c", Wheel(3))
    state.close()
    again = State(StateFolder(tmp_path))
    assert dict(again.shelf("wheel", Wheel).items()) == {"a": Wheel(1, "x")}
    again.close()


def test_a_folder_belongs_to_one_host_at_a_time(tmp_path: Path) -> None:
    """Two hosts would overwrite each other, so the second does not start."""
    first = StateFolder(tmp_path)
    with pytest.raises(sqlite3.OperationalError):
        StateFolder(tmp_path)
    first.close()


def test_nested_values_survive_the_folder() -> None:
    """Unions, dicts with numbers as keys, sets, bytes and None."""
    boat = Boat((Wheel(1), Sail(2.5)), {7: "anna"}, frozenset(("a", "b")), b"\x00\xff", Wheel(3))
    assert from_text(Boat, to_text(boat)) == boat


def test_a_record_of_an_older_release_takes_the_defaults() -> None:
    """A field that was not stored has its default; one that is unknown now is left out."""
    assert from_text(Wheel, '{"size":4,"colour":"red","@":"Wheel"}') == Wheel(4)
    with pytest.raises(ValueError):
        from_text(Wheel, '{"maker":"x"}')
