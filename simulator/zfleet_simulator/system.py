# SPDX-License-Identifier: Apache-2.0
"""What a z/VM system is made of: the machine, the levels, the devices. Data that a preset gives and calls report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from ipaddress import ip_address

from zfleet_simulator.real_devices import Dasd, Fcp, Lun, Osa


@dataclass(frozen=True)
class Member:
    """Another member of the SSI cluster, to which guests can be moved."""

    slot: int
    name: str
    state: str = "Joined"


@dataclass(frozen=True)
class Cluster:
    """A single system image cluster."""

    name: str
    members: tuple[Member, ...]
    record: str = "VMCOM1 on 1000"


@dataclass(frozen=True)
class Installed:
    """The system as it was installed, before any SMAPI call: the hardware and IBM's own directory entries.

    ``memory_kb`` is the partition's memory; ``cpus`` its processors by type; ``dasd`` must give each volume a device
    number and a label of its own. ``pchids`` gives the physical channel of channel paths; others get one each.
    """

    system_name: str = "ZVMSIM1"
    machine_type: str = "8561"
    machine_model: str = "T01"
    serial: str = "0217A"
    partition: str = "LP1"
    partition_number: int = 1
    cpus: tuple[str, ...] = ("IFL",) * 8
    memory_kb: int = 512 * 1024 * 1024
    version: str = "7.3.0"
    service_level: str = "2301"
    time_zone: str = "UTC"
    ip_addresses: tuple[str, ...] = ("192.0.2.10",)
    dasd: tuple[Dasd, ...] = ()
    osa: tuple[Osa, ...] = ()
    fcp: tuple[Fcp, ...] = ()
    luns: tuple[Lun, ...] = ()
    pchids: dict[int, int] = field(default_factory=dict)
    cluster: Cluster | None = None
    relocation_domains: tuple[str, ...] = ("SSI",)
    entries: tuple[tuple[str, ...], ...] = ()
    running: tuple[str, ...] = ()
    service: dict[str, str] = field(default_factory=dict)

    def in_partition(self, number: int) -> Installed:
        """The same machine seen from another partition: channels are shared, names and addresses are its own."""
        fcp = tuple(
            replace(one, npiv_wwpn=f"{one.npiv_wwpn[:10]}{number:02X}{one.npiv_wwpn[12:]}") if one.npiv_wwpn else one
            for one in self.fcp
        )
        addresses = tuple(str(ip_address(one) + number - 1) for one in self.ip_addresses)
        return replace(self, partition=f"LP{number}", partition_number=number, ip_addresses=addresses, fcp=fcp)

    @property
    def cpu_id(self) -> str:
        """The CPU id of the machine as CP shows it to a guest."""
        return f"FF{self.serial[-5:]:0>6}{self.machine_type}0000"
