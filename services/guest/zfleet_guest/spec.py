# SPDX-License-Identifier: Apache-2.0
"""What a new guest shall be, as checked values: whoever holds one of these may put its parts into a statement.

`validate.py` makes them from requests and `entry.py` turns them into directory statements. Device numbers are four
upper-case hex digits, names are upper case, memory is in MiB, sizes are cylinders or 512-byte blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

LOADDEV = "LOADDEV"
"""What an IPL statement names to load from the load device."""


@dataclass(frozen=True, slots=True)
class Ipl:
    """The IPL statement: what to load, and what is handed to it."""

    source: str
    parameters: str = ""
    load_parameter: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The SHARE statement: RELATIVE 1 to 10000, or ABSOLUTE in percent with at most one decimal."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class DedicatedDevice:
    """A DEDICATE statement."""

    device_number: str
    real_device_number: str


@dataclass(frozen=True, slots=True)
class PciFunction:
    """A COMMAND ATTACH PCIF: eight hex digits each."""

    function_id: str
    virtual_function_id: str


@dataclass(frozen=True, slots=True)
class AlternatePath:
    """Another way to a load device: an FCP device of the guest and a port of 16 hex digits."""

    device_number: str
    port_name: str


@dataclass(frozen=True, slots=True)
class LoadDevice:
    """The LOADDEV statements of a guest that boots from FCP: 16 hex digits each, and the device for IPL LOADDEV."""

    port_name: str
    lun: str
    device_number: str = ""
    alternates: tuple[AlternatePath, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """A place on a real volume."""

    volume: str
    start: int


@dataclass(frozen=True, slots=True)
class VirtualDisk:
    """A disk in CP's memory."""


@dataclass(frozen=True, slots=True)
class PoolPlace:
    """Wherever the directory manager finds room in this group."""

    pool: str


@dataclass(frozen=True, slots=True)
class Minidisk:
    """An MDISK statement to be."""

    device_number: str
    device_type: str
    size: int
    place: Extent | PoolPlace | VirtualDisk
    mode: str = "MR"


@dataclass(frozen=True, slots=True)
class Nic:
    """A NICDEF statement of type QDIO to be; empty and 0 mean not given."""

    device_number: str
    virtual_switch: str = ""
    mac_id: str = ""
    vlan_id: int = 0


@dataclass(frozen=True, slots=True)
class GuestSpec:
    """A new guest with every default filled in. With `prototype` nothing but `user_id` counts.

    `logon` stands in the password's place of the USER statement: a keyword, no guest made here has a password.
    """

    user_id: str
    profile: str = ""
    prototype: str = ""
    cpu_count: int = 1
    max_cpu_count: int = 1
    memory_mib: int = 1
    max_memory_mib: int = 1
    privilege_classes: str = "G"
    logon: str = "LBYONLY"
    ipl: Ipl | None = None
    share: Share | None = None
    account: str = ""
    logon_by: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    cpu_pool: str = ""
    relocation_domain: str = ""
    dedicated_devices: tuple[DedicatedDevice, ...] = ()
    load_device: LoadDevice | None = None
    pci_functions: tuple[PciFunction, ...] = ()
    further_accounts: tuple[str, ...] = ()
