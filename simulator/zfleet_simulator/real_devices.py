# SPDX-License-Identifier: Apache-2.0
"""The machine's real devices: DASD volumes, OSA and FCP channels, as CP knows them.

All values here are immutable; the hypervisor keeps them on shelves. Device numbers are integers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dasd:
    """A disk volume. ``status`` is OWNED (paging, spool), SYSTEM (attached for minidisks), FREE or OFFLINE."""

    rdev: int
    label: str
    device_type: str
    size: int
    status: str = "SYSTEM"
    shared: bool = False
    use: str = ""
    eqid: str = ""

    @property
    def online(self) -> bool:
        """False for a device that was varied off."""
        return self.status != "OFFLINE"


@dataclass(frozen=True)
class Osa:
    """One device of an OSA-Express adapter. ``user`` is whom it is attached to, empty when free."""

    rdev: int
    chpid: int
    osa_type: str = "OSA"
    user: str = ""
    online: bool = True
    eqid: str = ""


@dataclass(frozen=True)
class Fcp:
    """One FCP subchannel. ``npiv_wwpn`` is empty when NPIV is off; ``user`` is whom it is attached to."""

    rdev: int
    chpid: int
    npiv_wwpn: str
    permanent_wwpn: str
    user: str = ""
    online: bool = True
    eqid: str = ""


@dataclass(frozen=True)
class ScsiPath:
    """A way to a SCSI disk: FCP device, target port and LUN (16 hexadecimal digits each)."""

    fcp: int
    wwpn: str
    lun: str


@dataclass(frozen=True)
class Edevice:
    """An emulated FBA device on SCSI disks."""

    rdev: int
    paths: tuple[ScsiPath, ...]
    blocks: int = 0


@dataclass(frozen=True)
class Lun:
    """A SCSI disk in the storage network that an FCP device can see."""

    wwpn: str
    lun: str
    uuid: str
    serial: str
    blocks: int
    vendor: str = "IBM"
    product: str = "2107"
    model: str = "900"
    block_bytes: int = 512
