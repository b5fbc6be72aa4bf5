# SPDX-License-Identifier: Apache-2.0
"""What the directory says of a guest: the parts of its entry that callers ask for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.spec import DedicatedDevice, Extent, LoadDevice


@dataclass(frozen=True, slots=True)
class DirectoryMinidisk:
    """An MDISK statement; `extent` is None for a disk that has no fixed place (V-DISK, T-DISK, DEVNO)."""

    device_number: str
    device_type: str
    extent: Extent | None
    size: int
    mode: str


@dataclass(frozen=True, slots=True)
class DirectoryNic:
    """The NICDEF statements of one device number, taken together."""

    device_number: str
    type: str = "QDIO"
    virtual_switch: str = ""
    mac_id: str = ""
    vlan_id: int = 0


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A user's entry. CPU counts are None when the entry itself says nothing (its profile may)."""

    user_id: str
    statements: tuple[str, ...]
    profile: str = ""
    cpu_count: int | None = None
    max_cpu_count: int | None = None
    memory_mib: int = 0
    max_memory_mib: int = 0
    ipl: str = ""
    minidisks: tuple[DirectoryMinidisk, ...] = ()
    nics: tuple[DirectoryNic, ...] = ()
    load_device: LoadDevice | None = None
    dedicated: tuple[DedicatedDevice, ...] = ()
