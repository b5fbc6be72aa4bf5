# SPDX-License-Identifier: Apache-2.0
"""How a simulated host is set up. Every option is here, with its default and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zfleet_simulator.clock import Clock, RealClock
from zfleet_simulator.faults import FaultRule
from zfleet_simulator.guest_linux.boot_volume import release_named
from zfleet_simulator.latency import LatencyRule
from zfleet_simulator.subnets import subnet

_MAX_BOOT_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class HostConfig:
    """The set-up of one :class:`~zfleet_simulator.host.SimulatedHost`.

    preset: name of the system and its first contents, see presets.py (``bare``, ``small``, ``fleet``).
    users: user id to password of those who may call SMAPI with a password; each may do everything until the
        authorization list is changed. Passwords of directory entries are good too, for callers on that list.
    trusted_user: the user id that a caller has who sends neither user id nor password, as over IUCV, where z/VM
        vouches for the caller. Empty: such calls get 120/0.
    linux_user_id: the virtual machine of the connector's own Linux, which the Linux port acts as.
    workers: worker servers, 1 to 99; each does one request at a time, the others wait in line.
    latency, faults: rules, see latency.py and faults.py; none by default.
    background: (function name pattern, seconds): these directory functions answer 592 and finish that much later.
    state_folder: where everything is kept; None forgets it all when the host stops.
    clock: the host's time. seed: makes probability and jitter the same in every run.
    system_name: replaces the preset's, 1 to 8 characters.
    cluster_members: names of other systems that guests can be moved to; together they are an SSI cluster. They are only
        named: see cluster.py for a cluster of hosts.
    distributed_iucv: True lets the connector's Linux reach the agents of guests on every member of the cluster, as
        with DISTRIBUTE IUCV YES; False on its own member only.
    api_level: what Query_API_Functional_Level answers; functions of a higher level answer 900/12.
    automatic_allocation_in_entries: False refuses AUTOG, AUTOR and AUTOV in whole entries (596/3212), as the
        directory managers of some sites do; Image_Disk_Create_DM takes them always.
    directory_network_authorization: True lets a NICDEF statement alone authorize its user for the switch.
    record_columns: width of the records of directory queries, 72 or 80.
    mac_prefix: the system's MACPREFIX, six hexadecimal digits; each further member of a cluster has the next one, and
        all have the first one's for addresses that the directory gives (USERPREFIX).
    subnets: switch or LAN name to the IPv4 subnet, such as 192.168.5.0/24, in which guests there get addresses by DHCP;
        networks that are not named have 10.0.0.0/8.
    guest_os: the distribution and version of a guest's Linux whose boot disk has no label that names one.
    boot_seconds: how long a guest's Linux takes to come up; 0 is up as soon as the guest is logged on.
    blank_disks_boot: False leaves a guest without Linux whose boot minidisk nobody has ever written.
    shutdown_seconds: how long a guest takes to end after a signal (Image_Deactivate without IMMED).
    idle_timeout_seconds: a connection that sends no whole request, or takes no event, within that time is closed.
    max_connections: more than that many at once are closed as soon as they come.
    """

    preset: str = "small"
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    trusted_user: str = ""
    linux_user_id: str = "ZFLEETLX"
    workers: int = 3
    latency: tuple[LatencyRule, ...] = ()
    faults: tuple[FaultRule, ...] = ()
    background: tuple[tuple[str, float], ...] = ()
    state_folder: Path | None = None
    clock: Clock = field(default_factory=RealClock)
    seed: int = 0
    system_name: str = ""
    cluster_members: tuple[str, ...] = ()
    distributed_iucv: bool = False
    api_level: int = 730
    automatic_allocation_in_entries: bool = True
    directory_network_authorization: bool = False
    record_columns: int = 80
    mac_prefix: str = "020000"
    subnets: Mapping[str, str] = field(default_factory=dict)
    guest_os: str = "ubuntu22.04"
    boot_seconds: float = 0.0
    blank_disks_boot: bool = True
    shutdown_seconds: float = 0.0
    idle_timeout_seconds: float = 60.0
    max_connections: int = 1024

    def __post_init__(self) -> None:
        """Refuse what cannot work: one ValueError that names every bad field."""
        bad = []
        if not 1 <= self.workers <= 99:
            bad.append(f"workers {self.workers} is not 1 to 99")
        if self.record_columns not in (72, 80):
            bad.append(f"record_columns {self.record_columns} is not 72 or 80")
        if len(self.mac_prefix) != 6 or any(letter not in "0123456789abcdefABCDEF" for letter in self.mac_prefix):
            bad.append(f"mac_prefix {self.mac_prefix!r} is not six hexadecimal digits")
        if len(self.system_name) > 8:
            bad.append(f"system_name {self.system_name!r} is longer than 8 characters")
        bad += [f"cluster_members: {one!r} is not 1 to 8 letters or digits" for one in self.cluster_members
                if not (one.isascii() and one.isalnum() and len(one) <= 8)]  # fmt: skip
        bad += [f"subnets: {problem}" for problem in map(_subnet_problem, self.subnets.values()) if problem]
        if release_named(self.guest_os) is None:
            bad.append(f"guest_os {self.guest_os!r} is not like ubuntu22.04")
        if not 0 <= self.boot_seconds <= _MAX_BOOT_SECONDS:
            bad.append(f"boot_seconds is not 0 to {_MAX_BOOT_SECONDS}")
        if self.idle_timeout_seconds <= 0:
            bad.append("idle_timeout_seconds is not positive")
        if self.max_connections < 1:
            bad.append("max_connections is less than 1")
        if bad:
            raise ValueError("; ".join(bad))


def _subnet_problem(text: str) -> str:
    try:
        subnet(text)
    except ValueError as error:
        return str(error)
    return ""
