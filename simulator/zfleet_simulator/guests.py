# SPDX-License-Identifier: Apache-2.0
"""A logged-on guest and its virtual devices, as immutable values. Device numbers are integers 0 to X'FFFF'."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from zfleet_simulator.refusal import Refusal


@dataclass(frozen=True)
class ConsoleDevice:
    """The operator console."""

    vdev: int
    device_type: str = "3215"


@dataclass(frozen=True)
class UnitRecord:
    """A virtual reader (RDR), punch (PUN) or printer (PRT)."""

    vdev: int
    unit: str
    spool_class: str = "A"


@dataclass(frozen=True)
class LinkedDisk:
    """A minidisk, the guest's own or another's; ``size`` in cylinders or 512-byte blocks."""

    vdev: int
    owner: str
    owner_vdev: int
    writable: bool
    device_type: str
    volume: str
    rdev: int
    start: int
    size: int


@dataclass(frozen=True)
class MemoryDisk:
    """A disk that lives as long as the logon: ``volume`` is (TEMP) or (VDSK)."""

    vdev: int
    device_type: str
    volume: str
    size: int


@dataclass(frozen=True)
class Dedicated:
    """A real device that the guest has for itself; ``kind`` is OSA, FCP, DASD or another type word."""

    vdev: int
    rdev: int
    kind: str
    read_only: bool = False


@dataclass(frozen=True)
class Nic:
    """A virtual network adapter on ``devices`` consecutive device numbers.

    ``lease`` is the address that the network it is coupled to has for who asks there by DHCP.
    """

    vdev: int
    adapter_type: str
    devices: int
    mac: str
    lan_owner: str = ""
    lan_name: str = ""
    port_number: int = 0
    vlan: str = ""
    channel_path: str = ""
    lease: str = ""

    @property
    def coupled(self) -> bool:
        """True when it is on a LAN or virtual switch."""
        return bool(self.lan_name)


@dataclass(frozen=True)
class ChannelAdapter:
    """A virtual channel-to-channel adapter and the other end, when coupled."""

    vdev: int
    partner: str = ""
    partner_vdev: int = 0
    only_for: str = ""


Device: TypeAlias = ConsoleDevice | UnitRecord | LinkedDisk | MemoryDisk | Dedicated | Nic | ChannelAdapter


@dataclass(frozen=True)
class VirtualCpu:
    """One virtual CPU; ``kind`` is CP, IFL, ZAAP or ZIIP."""

    address: int
    kind: str = "CP"
    base: bool = False
    dedicated: bool = False


@dataclass(frozen=True)
class Linux:
    """The Linux that has booted in a guest, and is up from ``up_at`` on.

    ``root`` says which installation it is. A virtual CPU that it does not know was defined after its last look;
    ``offline_devices`` are channel-attached devices that it was told to leave alone; ``files`` what scripts left in
    files that a reboot empties.
    """

    root: str
    up_at: float
    up: bool
    known_cpus: tuple[int, ...] = ()
    online_cpus: tuple[int, ...] = ()
    offline_devices: tuple[int, ...] = ()
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Guest:
    """A virtual machine that is logged on. Times are seconds since 1970, memory is KB.

    ``standby_kb`` is what its Linux may take into use without a new logon, ``reserved_kb`` what it may define as such.
    ``scsi_disk`` is the port and LUN that it boots from when its IPL statement names an FCP device or LOADDEV.
    """

    user_id: str
    logged_on_at: float
    memory_kb: int
    max_memory_kb: int
    max_cpus: int
    cpus: tuple[VirtualCpu, ...]
    devices: dict[int, Device]
    share_kind: str = "RELATIVE"
    share_value: str = "100"
    ipl: str = ""
    scsi_disk: str = ""
    paused_at: float | None = None
    paused_seconds: float = 0.0
    stopping_until: float | None = None
    relocatable: bool = True
    relocation_domain: str = ""
    standby_kb: int = 0
    reserved_kb: int = 0
    linux: Linux | None = None

    @property
    def has_linux_up(self) -> bool:
        """True when a Linux has booted in it and runs."""
        return self.linux is not None and self.linux.up and self.paused_at is None

    def runs_on(self, address: int) -> bool:
        """True when a virtual CPU is in operation: a Linux leaves those stopped that it has not taken into use."""
        if self.paused_at is not None:
            return False
        return self.linux is None or not self.linux.up or address in self.linux.online_cpus

    def occupied(self) -> frozenset[int]:
        """All device numbers in use; an adapter takes several."""
        taken = set(self.devices)
        for device in self.devices.values():
            if isinstance(device, Nic):
                taken.update(range(device.vdev, device.vdev + device.devices))
        return frozenset(taken)

    def with_device(self, device: Device) -> Guest:
        """With one device more, or one in the place of that number's."""
        return replace(self, devices=dict(sorted({**self.devices, device.vdev: device}.items())))

    def without_device(self, vdev: int) -> Guest:
        """Without a device."""
        return replace(self, devices={number: one for number, one in self.devices.items() if number != vdev})

    def nic(self, vdev: int) -> Nic:
        """The adapter that begins at a device number. Refusal 204/8 nothing there, 204/28 another kind of device."""
        device = self.devices.get(vdev)
        if device is None:
            raise Refusal(204, 8)
        if not isinstance(device, Nic):
            raise Refusal(204, 28)
        return device

    def nics(self) -> tuple[Nic, ...]:
        """All adapters in the order of their numbers."""
        return tuple(one for one in self.devices.values() if isinstance(one, Nic))

    def running_seconds(self, now: float) -> float:
        """How long the virtual CPUs have been running since logon."""
        paused = self.paused_seconds + (now - self.paused_at if self.paused_at is not None else 0.0)
        return max(0.0, now - self.logged_on_at - paused)
