# SPDX-License-Identifier: Apache-2.0
"""What is to be set up in a guest's Linux, in checked values; `validate_system.py` makes them of requests."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface

NO_FILE_SYSTEM, SWAP = "none", "swap"


@dataclass(frozen=True, slots=True)
class DiskSetup:
    """A disk: its file system is made if it has none, and mounted. `mount_point` is empty for swap and none."""

    device_number: str
    file_system: str
    mount_point: str


@dataclass(frozen=True, slots=True)
class NicSetup:
    """An interface. Neither address nor DHCP: it comes up without an address. `mtu` 0 leaves it to the system."""

    device_number: str
    address: IPv4Interface | None = None
    dhcp: bool = False
    gateway: IPv4Address | None = None
    name_servers: tuple[IPv4Address, ...] = ()
    mtu: int = 0
    hostname: str = ""

    @property
    def bus_ids(self) -> tuple[str, str, str]:
        """The three devices of the interface as Linux calls them: read, write and data."""
        first = int(self.device_number, 16)
        return (f"0.0.{first:04x}", f"0.0.{first + 1:04x}", f"0.0.{first + 2:04x}")


@dataclass(frozen=True, slots=True)
class VolumeSetup:
    """A SCSI volume behind FCP devices. Port names and LUN are 16 lower-case digits, without 0x."""

    fcp_devices: tuple[str, ...]
    target_wwpns: tuple[str, ...]
    lun: str
    multipath: bool = False
    mount_point: str = ""
    released_fcp_devices: tuple[str, ...] = ()
