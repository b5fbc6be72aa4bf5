# SPDX-License-Identifier: Apache-2.0
"""What a function may come to call, read from its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.call_graph import Program

SOURCES = {
    "__init__.py": "",
    "zvm.py": """
from smapi.calls import Activate, Pause, Query, Lock, Unlock, Never
from typing import Protocol

class Host:
    async def start(self): await self.call(Activate())
    async def call(self, call): ...
    @property
    def state(self): return Query()

class Access(Protocol):
    async def link(self) -> None: ...

class LocalAccess:
    async def link(self) -> None: Lock()

class Annotated:
    def only(self, never: Never) -> Never: ...
""",
    "verbs.py": """
from __future__ import annotations
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from package.zvm import Access, Annotated, Host
from package import helps as other
from smapi.calls import Pause, Unlock

@dataclass
class Verbs:
    host: Host
    hosts: Mapping[str, Host]
    access: Access
    annotated: Annotated

class Base:
    async def inherited(self): return await self._verbs.host.start()

class Api(Base):
    def __init__(self, verbs: Verbs, maybe: Host | None = None) -> None:
        self._verbs = verbs
        self._host = verbs.host
        self._maybe = maybe or self._host
        self._made = Host()

    async def by_attribute(self): await self._host.start()
    async def by_either(self): await self._maybe.start()
    async def by_constructor(self): await self._made.start()
    async def by_property(self): return self._host.state
    async def by_loop(self):
        for host in self._verbs.hosts.values():
            await host.start()
    async def by_function(self): await other.a_function(self._host)
    async def by_callback(self): await self._later(self._pause)
    async def by_inner(self):
        async def inner(host: Host): await host.start()
        return inner
    async def by_protocol(self): await self._verbs.access.link()
    async def by_returned(self): await self._found().start()
    async def by_with(self):
        async with opened(self._host) as host:
            await host.start()
    async def nothing(self): self._verbs.annotated.only(1)
    async def _later(self, work: Callable[[], Awaitable[None]]): await work()
    async def _pause(self): Pause()
    def _found(self) -> Host: ...

def opened(host: Host) -> Host: ...
""",
    "helps.py": """
from smapi.calls import Unlock

async def a_function(host):
    try:
        Unlock()
    finally:
        await recursive()

async def recursive(): await recursive()
""",
}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A small package."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name, source in SOURCES.items():
        (folder / name).write_text(source)
    return Program([folder])


def calls(program: Program, method: str) -> set[str]:
    """The calls that a method of Api may come to."""
    (start,) = [name for name in program.of_class("package.verbs.Api") if name.endswith(f".{method}")]
    reached = program.reached([start])
    return {name.removeprefix("smapi.calls.") for each in reached for name in each.foreign if "smapi" in name}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("by_attribute", {"Activate"}),
        ("by_either", {"Activate"}),
        ("by_constructor", {"Activate"}),
        ("by_property", {"Query"}),
        ("by_loop", {"Activate"}),
        ("by_function", {"Unlock"}),
        ("by_callback", {"Pause"}),
        ("by_inner", {"Activate"}),
        ("by_protocol", {"Lock"}),
        ("by_returned", {"Activate"}),
        ("by_with", {"Activate"}),
        ("inherited", {"Activate"}),
        ("nothing", set()),
    ],
)
def test_a_call_is_found_through(program: Program, method: str, expected: set[str]) -> None:
    """Each way that our code has of coming to it; what stands in annotations only is no call."""
    assert calls(program, method) == expected


def test_what_is_not_to_be_followed_is_not(program: Program) -> None:
    """The mention counts, what lies behind it does not."""
    start = "package.verbs.Api.by_attribute"
    (only,) = program.reached([start], lambda name: not name.startswith("package.zvm"))
    assert only.functions == {"package.zvm.Host.start"}
    assert ("self", "_host", "start") in only.chains
