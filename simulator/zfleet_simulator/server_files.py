# SPDX-License-Identifier: Apache-2.0
"""What the SMAPI server itself keeps: metadata, dumps, VMRM files, thresholds, interfaces of TCP/IP stacks."""

from __future__ import annotations

from dataclasses import dataclass, field

from zfleet_simulator.state import State

DUMP_MACHINE = "OPERATNS"  # the user id to whose reader CP sends its dumps


@dataclass(frozen=True)
class Metadata:
    """A named value kept for an id."""

    owner: str
    name: str
    value: str


@dataclass(frozen=True)
class Dump:
    """A dump of the system: in the reader of the dump machine, or processed into its file pool directory.

    ``dump_id`` is the spool id of the first, the file name of the second.
    """

    dump_id: str
    processed: bool
    taken_at: float
    distribution: str = ""


@dataclass(frozen=True)
class VmrmFile:
    """A configuration file of the resource manager; ``updated_at`` is seconds since 1970."""

    name: str
    file_type: str
    directory: str
    lines: tuple[str, ...]
    updated_at: float
    in_use: bool = False


@dataclass(frozen=True)
class Threshold:
    """A performance event that is watched for."""

    event: str
    limit: str


@dataclass(frozen=True)
class Interface:
    """An interface of a TCP/IP stack. ``session`` is when the stack logged on that has it, 0 in its configuration."""

    stack: str
    name: str
    device: str
    addresses: tuple[str, ...]
    mask: str = "255.255.255.0"
    mtu: int = 1500
    active: bool = True
    session: float = 0.0
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relocation:
    """A guest on its way to another member of the cluster; ``max_total`` seconds or it stays (None: no limit).

    ``force`` are the obstacles that its caller said do not count.
    """

    user_id: str
    destination: str
    caller: str
    started_at: float
    max_total: int | None = None
    source: str = ""
    force: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Flag:
    """Something that is switched on for a user."""

    value: bool


class ServerFiles:
    """All of it, on shelves."""

    def __init__(self, state: State) -> None:
        self.metadata = state.shelf("metadata", Metadata)
        self.dumps = state.shelf("dump", Dump)
        self.vmrm = state.shelf("vmrm file", VmrmFile)
        self.thresholds = state.shelf("threshold", Threshold)
        self.interfaces = state.shelf("interface", Interface)
        self.configured_interfaces = state.shelf("configured interface", Interface)
        self.relocations = state.shelf("relocation", Relocation)
        self.definition_notices = state.shelf("definition notice", Flag)
