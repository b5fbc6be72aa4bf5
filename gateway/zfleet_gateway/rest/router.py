# SPDX-License-Identifier: Apache-2.0
"""Finds the routes of a path. Case counts, a trailing slash is another path, fixed parts go before variable ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zfleet_gateway.rest.route import Route


@dataclass(frozen=True, slots=True)
class Found:
    """The routes of a path and method (several only of actions), and the path's variable parts by name."""

    routes: tuple[Route, ...]
    values: Mapping[str, str]

    @property
    def route(self) -> Route:
        """The route; of actions the first one until the body has been read."""
        return self.routes[0]


@dataclass(frozen=True, slots=True)
class AtPath:
    """What is at a path: routes by method in the order of the table, and the variable parts."""

    methods: Mapping[str, tuple[Route, ...]]
    values: Mapping[str, str]


class Router:
    """The table of routes, by path."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self.routes = tuple(routes)
        by_pattern: dict[str, dict[str, tuple[Route, ...]]] = {}
        for route in routes:
            methods = by_pattern.setdefault(route.path, {})
            methods[route.method] = (*methods.get(route.method, ()), route)
        self._by_length: dict[int, list[tuple[tuple[str, ...], Mapping[str, tuple[Route, ...]]]]] = {}
        for pattern, methods in by_pattern.items():
            parts = tuple(pattern.split("/")[1:])
            self._by_length.setdefault(len(parts), []).append((parts, methods))
        for patterns in self._by_length.values():
            patterns.sort(key=lambda each: tuple(part.startswith("{") for part in each[0]))

    def find(self, segments: Sequence[str]) -> AtPath | None:
        """What is at the path with these parts."""
        for parts, methods in self._by_length.get(len(segments), ()):
            values = {}
            for part, segment in zip(parts, segments, strict=True):
                if part.startswith("{"):
                    values[part[1:-1]] = segment
                elif part != segment:
                    break
            else:
                if all(values.values()):  # nothing between two slashes is no name
                    return AtPath(methods, values)
        return None
