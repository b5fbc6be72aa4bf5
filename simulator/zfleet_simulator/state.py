# SPDX-License-Identifier: Apache-2.0
"""What a simulated host remembers: shelves of immutable values, changed in all-or-nothing steps.

A request that is refused half way leaves nothing behind, because :meth:`State.change` puts every earlier value back.
Indexes (who uses which cylinders, which adapters are on a switch) are observers of a shelf: they follow changes and
their undoing alike, so they can never disagree with the values they are made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, Protocol, TypeVar

V = TypeVar("V")
Observer = Callable[[str, Any, Any], None]


class Store(Protocol):
    """Where committed values go. See state_folder.py for the durable one."""

    def read(self, kind: str, value_type: Any) -> Mapping[str, Any]:
        """All stored values of one kind by name."""
        ...

    def write(self, changes: Mapping[tuple[str, str], Any]) -> None:
        """Make these changes durable, all of them or none; None removes."""
        ...

    def close(self) -> None:
        """Release what the store holds."""
        ...


class Forgetful:
    """A store that keeps nothing: the host lives and ends with its process."""

    def read(self, kind: str, value_type: Any) -> Mapping[str, Any]:
        """Nothing was ever stored."""
        return {}

    def write(self, changes: Mapping[tuple[str, str], Any]) -> None:
        """Drop the changes."""

    def close(self) -> None:
        """Nothing is held."""


class Shelf(Generic[V]):
    """Values of one kind by name. Values are immutable: to change one, put its replacement."""

    def __init__(self, state: State, kind: str, values: Mapping[str, V]) -> None:
        self._state = state
        self._values = dict(values)
        self._observers: list[Observer] = []
        self.kind = kind

    def __getitem__(self, name: str) -> V:
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, name: str) -> V | None:
        """The value, or None."""
        return self._values.get(name)

    def values(self) -> tuple[V, ...]:
        """All values, in the order in which they came."""
        return tuple(self._values.values())

    def items(self) -> tuple[tuple[str, V], ...]:
        """All names and values, in the order in which they came."""
        return tuple(self._values.items())

    def put(self, name: str, value: V) -> None:
        """Set or replace one value."""
        old = self._values.get(name)
        self._state.note(self.kind, name, old)
        self.restore(name, value)

    def drop(self, name: str) -> None:
        """Remove one value; KeyError when it is not there."""
        old = self._values[name]
        self._state.note(self.kind, name, old)
        self.restore(name, None)

    def restore(self, name: str, value: V | None) -> None:
        """Set (None removes) without noting it: for undoing and for the shelf itself."""
        old = self._values.get(name)
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        for observer in self._observers:
            observer(name, old, value)

    def observe(self, observer: Observer) -> None:
        """Call ``observer(name, old, new)`` for each value here and for each change from now on."""
        for name, value in self._values.items():
            observer(name, None, value)
        self._observers.append(observer)


class State:
    """All shelves of one host or cluster and the step that changes them."""

    def __init__(self, store: Store | None = None) -> None:
        self._store: Store = store if store is not None else Forgetful()
        self._shelves: dict[str, Shelf[Any]] = {}
        self._before: dict[tuple[str, str], Any] | None = None
        self._afterwards: list[Callable[[], None]] = []

    def shelf(self, kind: str, value_type: type[V]) -> Shelf[V]:
        """The one shelf of that kind, filled from the store when it is first asked for."""
        if kind not in self._shelves:
            self._shelves[kind] = Shelf(self, kind, self._store.read(kind, value_type))
        return self._shelves[kind]

    def note(self, kind: str, name: str, old: Any) -> None:
        """Remember what a value was before this step first touched it."""
        if self._before is None:
            raise RuntimeError(f"{kind} {name} changed outside of a step")
        self._before.setdefault((kind, name), old)

    def afterwards(self, action: Callable[[], None]) -> None:
        """Run ``action`` when the step is done and durable; never when it is undone. Outside of a step: at once."""
        if self._before is None:
            action()
        else:
            self._afterwards.append(action)

    def change(self, keep: bool = True) -> AbstractContextManager[None]:
        """One step: all of its changes are kept and made durable, or none. ``keep=False`` tries and undoes."""
        return self._step(keep)

    @contextmanager
    def _step(self, keep: bool) -> Iterator[None]:
        if self._before is not None:
            raise RuntimeError("steps do not nest")
        self._before = {}
        done = False
        try:
            yield
            done = keep
        finally:
            before, self._before = self._before, None
            afterwards, self._afterwards = self._afterwards, []
            if done:
                if before:
                    self._store.write({key: self._shelves[key[0]].get(key[1]) for key in before})
            else:
                for (kind, name), old in reversed(before.items()):
                    self._shelves[kind].restore(name, old)
        if done:
            for action in afterwards:
                action()

    def close(self) -> None:
        """Release the store; the shelves stay readable."""
        self._store.close()


class MemberState(State):
    """What one member of a cluster sees of the cluster's state: shelves that all members have, and its own.

    A step is a step of the whole cluster, so that what moves from one member to another is never on both or neither.
    """

    def __init__(self, whole: State, member: str, common: frozenset[str]) -> None:
        super().__init__()
        self._whole = whole
        self._member = member
        self._common = common

    def shelf(self, kind: str, value_type: type[V]) -> Shelf[V]:
        """The cluster's shelf of a kind that is common, else the member's own."""
        return self._whole.shelf(kind if kind in self._common else f"{self._member} {kind}", value_type)

    def note(self, kind: str, name: str, old: Any) -> None:
        """See State; shelves note their changes with the state that they are of, which is the cluster's."""
        self._whole.note(kind, name, old)

    def afterwards(self, action: Callable[[], None]) -> None:
        """See State."""
        self._whole.afterwards(action)

    def change(self, keep: bool = True) -> AbstractContextManager[None]:
        """See State."""
        return self._whole.change(keep)

    def close(self) -> None:
        """Nothing: the cluster closes its state when all members are gone."""
