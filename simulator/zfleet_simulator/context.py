# SPDX-License-Identifier: Apache-2.0
"""What a handler works with: the parts of the host, and who asks.

A handler is a plain function that takes a :class:`Context` and the typed call and gives the typed reply. It runs
inside of one step of the state, without waiting for anything: a Refusal undoes whatever it has done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from zfleet_simulator.authorisation import Authorities
from zfleet_simulator.clock import Clock
from zfleet_simulator.config import HostConfig
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.contents import Contents
from zfleet_simulator.directory_manager import Caller, DirectoryManager
from zfleet_simulator.events import Events
from zfleet_simulator.guest_linux.agent import Agents
from zfleet_simulator.hypervisor import Hypervisor
from zfleet_simulator.networks import Networks
from zfleet_simulator.server_files import ServerFiles
from zfleet_simulator.spool import Spooling
from zfleet_simulator.state import State
from zfleet_simulator.volumes import Volumes
from zfleet_smapi.declaration import Call, Reply

CallT = TypeVar("CallT", bound=Call[Any])
ReplyT = TypeVar("ReplyT", bound=Reply)
Handler = Callable[["Context", Any], Reply]


class Later(Protocol):
    """Runs something after a time, as a step of its own."""

    def __call__(self, seconds: float, action: Callable[[], None]) -> None: ...


@dataclass(frozen=True)
class Parts:
    """All parts of one host.

    ``members`` has the parts of all members of its cluster, itself too; None for one that is not running.
    """

    config: HostConfig
    clock: Clock
    state: State
    contents: Contents
    configuration: Configuration
    volumes: Volumes
    directory: DirectoryManager
    networks: Networks
    spooling: Spooling
    events: Events
    cp: Hypervisor
    agents: Agents
    authorities: Authorities
    files: ServerFiles
    later: Later
    members: Mapping[str, Parts | None]


@dataclass(frozen=True)
class Context:
    """One request: the host's parts and the caller. ``recovered`` finds the answer of an earlier request."""

    parts: Parts
    caller: Caller
    recovered: Callable[[int], bytes | None]

    @property
    def now(self) -> float:
        """The host's time."""
        return self.parts.clock.now()


def serves(
    call_type: type[CallT],
) -> Callable[[Callable[[Context, CallT], ReplyT]], Callable[[Context, CallT], ReplyT]]:
    """Mark a handler as the one for a call; functions/__init__.py collects them."""

    def mark(handler: Callable[[Context, CallT], ReplyT]) -> Callable[[Context, CallT], ReplyT]:
        handler.serves = call_type  # type: ignore[attr-defined]
        return handler

    return mark


def done(reason_code: int = 0) -> Reply:
    """Return code 0 without data."""
    return Reply(reason_code=reason_code, bare=True)
