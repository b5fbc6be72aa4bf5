# SPDX-License-Identifier: Apache-2.0
"""The control program (CP): who is logged on, with which virtual devices, and what the system's own state is.

Everything here acts on running guests and takes effect at once. Switches and LANs are in networks.py, reader files in
spool.py, real devices in configuration.py; this file is the virtual machines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from zfleet_simulator.clock import Clock
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.directory import Entry
from zfleet_simulator.directory_manager import DirectoryManager
from zfleet_simulator.events import EVENT_SERVER, LOGOFF, LOGON, RUNNABLE, Events, record
from zfleet_simulator.guests import (
    ChannelAdapter,
    ConsoleDevice,
    Dedicated,
    Device,
    Guest,
    LinkedDisk,
    MemoryDisk,
    UnitRecord,
    VirtualCpu,
)
from zfleet_simulator.links import Links, Wanted
from zfleet_simulator.networks import SYSTEM, Networks
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.spool import Spooling
from zfleet_simulator.state import State
from zfleet_simulator.statements import (
    Console,
    Dedicate,
    Ipl,
    Link,
    Mdisk,
    Nicdef,
    Special,
    Spool,
    Statement,
    User,
)
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.virtual_machine import cpus_of, machine_of, merged_adapters, scsi_disk
from zfleet_simulator.whereabouts import Whereabouts

MAX_CPU_ADDRESS = 63
CPU_TYPES = ("CP", "IFL", "ZAAP", "ZIIP")


@dataclass(frozen=True)
class ConsoleLog:
    """What a guest's console has said since its spool file was last closed."""

    lines: tuple[str, ...]


class Hypervisor:
    """CP of one system."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        directory: DirectoryManager,
        configuration: Configuration,
        networks: Networks,
        spooling: Spooling,
        events: Events,
        links: Links,
        whereabouts: Whereabouts,
    ) -> None:
        self._state = state
        self._clock = clock
        self._directory = directory
        self.configuration = configuration
        self.networks = networks
        self.spooling = spooling
        self._events = events
        self.guests = state.shelf("guest", Guest)
        self.consoles = state.shelf("console", ConsoleLog)
        self.links = links
        self.whereabouts = whereabouts
        self.device_booted: Callable[[str], None] = self._show_login
        self.guests.observe(self.links.guest_changed)
        self.guests.observe(networks.guest_changed)
        whereabouts.watch(configuration.installed.system_name, self.guests)

    # --- guests ----------------------------------------------------------------------------------------------------

    def running(self, user_id: str) -> Guest | None:
        """The guest when it is logged on."""
        return self.guests.get(upper_case(user_id))

    def is_elsewhere(self, user_id: str) -> bool:
        """True when the user id is logged on at another member of the cluster."""
        return self.whereabouts.elsewhere(upper_case(user_id), self.configuration.installed.system_name)

    def active(self, user_id: str) -> Guest:
        """A guest that is logged on. Refusal 200/4 no such user, 200/12 not logged on."""
        found = self.guests.get(upper_case(user_id))
        if found is None:
            known = self._directory.online(upper_case(user_id))
            raise Refusal(200, 4 if known is None or known.is_profile else 12)
        return found

    def log_on(self, user_id: str) -> Guest:
        """Start a virtual machine as its directory entry says.

        Refusal 200/4 no such user or one that cannot run, 200/8 running already, 200/16 just being stopped.
        """
        entry = self._directory.online(user_id)
        if entry is None or not isinstance(entry.head, User) or not entry.head.can_log_on:
            raise Refusal(200, 4)
        there = self.guests.get(user_id)
        if there is not None:
            raise Refusal(200, 8 if there.stopping_until is None else 16)
        if self.is_elsewhere(user_id) and not self._directory.is_multiconfiguration(user_id):
            # CP's own refusal (054E) is the same for here and elsewhere; SMAPI's code for elsewhere is only plausible.
            raise Refusal(200, 8)
        statements = self._directory.expanded(entry)
        # What the entry says itself goes before what its profile says.
        own_first = (*entry.statements, *statements)
        guest = machine_of(entry.head, own_first, cpus_of(statements), self._clock.now())
        self.guests.put(user_id, guest)
        self.say(user_id, f"LOGON AT {self.configuration.time_of_day(self._clock.now())}")
        for statement in statements:
            self._create_device(user_id, entry, statement)
        self._define_adapters(user_id, [one for one in statements if isinstance(one, Nicdef)])
        self._boot(user_id, own_first)
        self.tell(record(LOGON, user_id), record(RUNNABLE, user_id))
        return self.guests[user_id]

    def _create_device(self, user_id: str, entry: Entry, statement: Statement) -> None:
        guest = self.guests[user_id]
        device: Device | None = None
        match statement:
            case Console():
                device = ConsoleDevice(statement.vdev, statement.device_type)
            case Spool():
                device = UnitRecord(statement.vdev, statement.unit, statement.spool_class or "A")
            case Special() if statement.device_type.startswith("CTC"):
                device = ChannelAdapter(statement.vdev, only_for=statement.rest.strip())
            case Mdisk():
                self._attach_disk(user_id, entry.name, statement)
                return
            case Link():
                owner = user_id if statement.user_id == "*" else statement.user_id
                self._link_at_logon(user_id, owner, statement)
                return
            case Dedicate():
                self._dedicate_at_logon(user_id, statement)
                return
        if device is not None and device.vdev not in guest.devices:
            self.guests.put(user_id, guest.with_device(device))

    def _attach_disk(self, user_id: str, owner: str, disk: Mdisk) -> None:
        if disk.allocation in ("T-DISK", "V-DISK"):
            volume = "(TEMP)" if disk.allocation == "T-DISK" else "(VDSK)"
            device = MemoryDisk(disk.vdev, disk.device_type, volume, disk.size)
            self.guests.put(user_id, self.guests[user_id].with_device(device))
            return
        self._try_link(user_id, Wanted(owner, disk.vdev, disk.vdev, disk.mode.rstrip("V")))

    def _link_at_logon(self, user_id: str, owner: str, link: Link) -> None:
        self._try_link(user_id, Wanted(owner, link.owner_vdev, link.vdev, link.mode.rstrip("V") or "R"))

    def _try_link(self, user_id: str, wanted: Wanted) -> None:
        """CP links what it can and tells the console about the rest; the logon goes on."""
        try:
            self.link(user_id, wanted)
        except Refusal:
            self.say(user_id, f"HCPLNK108E {wanted.owner} {wanted.owner_vdev:04X} not linked")

    def _dedicate_at_logon(self, user_id: str, statement: Dedicate) -> None:
        rdev = self.configuration.real_number(statement.real)
        try:
            if rdev is None:
                raise Refusal(204, 8)
            self.dedicate(user_id, statement.vdev, rdev, read_only="R/O" in statement.rest)
        except Refusal:
            self.say(user_id, f"HCPLGA040E Device {statement.real} does not exist or is not available")

    def _define_adapters(self, user_id: str, statements: list[Nicdef]) -> None:
        for nicdef in merged_adapters(statements):
            guest = self.guests[user_id]
            nic = self.networks.new_nic(nicdef)
            self.guests.put(user_id, guest.with_device(nic))
            if nicdef.lan_name:
                try:
                    self.couple(user_id, nicdef.vdev, nicdef.lan_owner or "SYSTEM", nicdef.lan_name, in_directory=True)
                except Refusal:
                    self.say(user_id, f"HCPCPL6011E You are not authorized to COUPLE to {nicdef.lan_name}")

    def _boot(self, user_id: str, statements: tuple[Statement, ...]) -> None:
        ipl = next((one for one in statements if isinstance(one, Ipl)), None)
        if ipl is None:
            return
        guest = self.guests[user_id]
        disk = guest.devices.get(int(ipl.system, 16)) if _is_number(ipl.system) else None
        if _is_number(ipl.system) and not isinstance(disk, (LinkedDisk, MemoryDisk, Dedicated)):
            self.say(user_id, f"HCPIPL040E Device {ipl.system} does not exist")
            return
        scsi = "" if isinstance(disk, (LinkedDisk, MemoryDisk)) else scsi_disk(statements)
        self.guests.put(user_id, replace(guest, ipl=ipl.system, scsi_disk=scsi))
        memory = guest.memory_kb // 1024
        self.say(
            user_id,
            f"00: Booting default ({ipl.system})",
            f"00: Memory: {memory}M, {len(guest.cpus)} CPU(s)",
        )
        if _is_number(ipl.system) or ipl.system == "LOADDEV":
            self.device_booted(user_id)
        else:
            self._show_login(user_id)

    def _show_login(self, user_id: str) -> None:
        """What a system that is no Linux says when it is up."""
        self.say(user_id, f"{user_id} login:")

    def log_off(self, user_id: str) -> None:
        """End a virtual machine: its devices, links and couplings go. Refusal as :meth:`active`."""
        self.active(user_id)
        self.configuration.release_all(user_id)
        self.guests.drop(user_id)
        self.say(user_id, f"LOGOFF AT {self.configuration.time_of_day(self._clock.now())}")
        self.tell(record(LOGOFF, user_id))
        if user_id == EVENT_SERVER:
            self._state.afterwards(self._events.server_gone)

    def tell(self, *records: bytes) -> None:
        """Tell subscribers, in one block of records, once this step is done."""
        self._state.afterwards(lambda: self._events.virtual_machine(*records))

    def say(self, user_id: str, *lines: str) -> None:
        """Add lines to a guest's console spool."""
        log = self.consoles.get(user_id)
        self.consoles.put(user_id, ConsoleLog((*(log.lines if log is not None else ()), *lines)[-2000:]))

    def pause(self, user_id: str, paused: bool) -> None:
        """Stop or go on with all virtual CPUs; either is fine when it is so already."""
        guest = self.guests[user_id]
        now = self._clock.now()
        if paused and guest.paused_at is None:
            self.guests.put(user_id, replace(guest, paused_at=now))
        elif not paused and guest.paused_at is not None:
            seconds = guest.paused_seconds + now - guest.paused_at
            self.guests.put(user_id, replace(guest, paused_at=None, paused_seconds=seconds))

    # --- CPUs ------------------------------------------------------------------------------------------------------

    def define_cpu(self, user_id: str, address: int, kind: str) -> None:
        """Add a virtual CPU. Refusal 216/2 address, 216/12 not active, 216/24 there, 216/28 limit, 216/40 type."""
        guest = self._with_cpus(user_id, address)
        if any(cpu.address == address for cpu in guest.cpus):
            raise Refusal(216, 24)
        if len(guest.cpus) >= guest.max_cpus:
            raise Refusal(216, 28)
        kind = kind or guest.cpus[0].kind
        if kind not in CPU_TYPES:
            raise Refusal(216, 40)
        cpus = sorted((*guest.cpus, VirtualCpu(address, kind)), key=lambda cpu: cpu.address)
        self.guests.put(user_id, replace(guest, cpus=tuple(cpus)))

    def delete_cpu(self, user_id: str, address: int) -> None:
        """Take a virtual CPU away. Refusal 216/2 address, 216/4 no such CPU or the base one, 216/12 not active."""
        guest = self._with_cpus(user_id, address)
        left = tuple(cpu for cpu in guest.cpus if cpu.address != address or cpu.base)
        if len(left) == len(guest.cpus):
            raise Refusal(216, 4)
        self.guests.put(user_id, replace(guest, cpus=left))

    def _with_cpus(self, user_id: str, address: int) -> Guest:
        if not 0 <= address <= MAX_CPU_ADDRESS:
            raise Refusal(216, 2)
        guest = self.guests.get(user_id)
        if guest is None:
            raise Refusal(216, 12)
        return guest

    # --- devices ---------------------------------------------------------------------------------------------------

    def link(self, user_id: str, wanted: Wanted) -> LinkedDisk:
        """Give a guest access to a minidisk.

        Refusal 208/36 no such disk, 208/4 device number in use, 208/12 in use by others in a way that forbids it, or
        on a volume that is not there.
        """
        disk = self.disk_of(wanted.owner, wanted.owner_vdev)
        guest = self.guests[user_id]
        if wanted.vdev in guest.occupied():
            raise Refusal(208, 4)
        writable = self.links.access(wanted, user_id)
        if writable is None or not self._mounted(disk):
            raise Refusal(208, 12)
        device = LinkedDisk(
            wanted.vdev,
            wanted.owner,
            wanted.owner_vdev,
            writable,
            self.configuration.volume_type(disk.volume) or disk.device_type,
            disk.volume,
            self.configuration.real_number(disk.volume) or 0,
            disk.start or 0,
            disk.size,
        )
        self.guests.put(user_id, guest.with_device(device))
        return device

    def _mounted(self, disk: Mdisk) -> bool:
        """The volume of a minidisk is attached to the system; a DEVNO statement names the device itself."""
        volume = self.configuration.volumes.get(disk.volume)
        return disk.allocation == "DEVNO" or (volume is not None and volume.status in ("SYSTEM", "OWNED"))

    def disk_of(self, owner: str, vdev: int) -> Mdisk:
        """A minidisk in the online directory that is an extent of a volume. Refusal 208/36."""
        entry = self._directory.online(owner)
        disk = next(
            (
                one
                for one in (self._directory.expanded(entry) if entry is not None else ())
                if isinstance(one, Mdisk) and one.vdev == vdev and one.allocation not in ("T-DISK", "V-DISK")
            ),
            None,
        )
        if disk is None:
            raise Refusal(208, 36)
        return disk

    def detach_disk(self, user_id: str, vdev: int) -> None:
        """Take a disk away. Refusal 208/8 nothing there, 208/28 no disk."""
        guest = self.active(user_id)
        device = guest.devices.get(vdev)
        if device is None:
            raise Refusal(208, 8)
        if not isinstance(device, (LinkedDisk, MemoryDisk)):
            raise Refusal(208, 28)
        self.guests.put(guest.user_id, guest.without_device(vdev))

    def dedicate(self, user_id: str, vdev: int, rdev: int, read_only: bool) -> None:
        """Attach a real device. Refusal 204/4 number in use, 204/8 no such real device, 204/16 not to be had."""
        guest = self.active(user_id)
        if vdev in guest.occupied():
            raise Refusal(204, 4)
        kind = self.configuration.attach(rdev, guest.user_id)
        self.guests.put(guest.user_id, guest.with_device(Dedicated(vdev, rdev, kind, read_only)))

    def undedicate(self, user_id: str, vdev: int) -> None:
        """Detach a device. Refusal 204/8 nothing there, 204/44 a minidisk, 204/40 a virtual adapter."""
        guest = self.active(user_id)
        device = guest.devices.get(vdev)
        match device:
            case None:
                raise Refusal(204, 8)
            case Dedicated():
                self.configuration.release(device.rdev)
            case LinkedDisk() | MemoryDisk():
                raise Refusal(204, 44)
            case _:
                raise Refusal(204, 40)
        self.guests.put(guest.user_id, guest.without_device(vdev))

    # --- adapters --------------------------------------------------------------------------------------------------

    def define_nic(self, user_id: str, nicdef: Nicdef) -> None:
        """A new virtual adapter. Refusal 204/4 an adapter is there, 204/28 another device is there."""
        guest = self.active(user_id)
        wanted = set(range(nicdef.vdev, nicdef.vdev + (nicdef.devices or 3)))
        for nic in guest.nics():
            if wanted & set(range(nic.vdev, nic.vdev + nic.devices)):
                raise Refusal(204, 4)
        if wanted & set(guest.devices):
            raise Refusal(204, 28)
        self.guests.put(guest.user_id, guest.with_device(self.networks.new_nic(nicdef)))

    def delete_nic(self, user_id: str, vdev: int) -> None:
        """Take an adapter away, its coupling too. Refusal 204/8, 204/28."""
        guest = self.active(user_id)
        guest.nic(vdev)
        self.guests.put(guest.user_id, guest.without_device(vdev))

    def couple(
        self, user_id: str, vdev: int, owner: str, name: str, port_number: int = 0, in_directory: bool = False
    ) -> None:
        """Connect an adapter to a LAN or (owner SYSTEM) a virtual switch; the codes are :meth:`Networks.admit`'s."""
        guest = self.active(user_id)
        nic = guest.nic(vdev)
        if nic.coupled:
            raise Refusal(204, 20)
        owner, name = upper_case(owner), upper_case(name)
        port_number = self.networks.admit(guest.user_id, nic, owner, name, port_number, in_directory)
        lease = self.networks.lease(owner, name, nic.mac)
        coupled = replace(nic, lan_owner=owner, lan_name=name, port_number=port_number, lease=lease)
        self.guests.put(guest.user_id, guest.with_device(coupled))

    def uncouple(self, user_id: str, vdev: int) -> None:
        """Disconnect an adapter. Refusal 204/8, 204/28, 204/48 not coupled."""
        guest = self.active(user_id)
        nic = guest.nic(vdev)
        if not nic.coupled:
            raise Refusal(204, 48)
        self.guests.put(
            guest.user_id, guest.with_device(replace(nic, lan_owner="", lan_name="", port_number=0, vlan="", lease=""))
        )

    def revoke(self, switch_name: str, user_id: str) -> None:
        """Take a user off a switch at once: coupled adapters lose their connection."""
        for owner, vdev in self.networks.adapters(SYSTEM, switch_name):
            if owner == user_id:
                self.uncouple(owner, vdev)
        self.networks.revoke(switch_name, user_id)

    def uncouple_all(self, owner: str, name: str) -> None:
        """Disconnect every adapter of a switch or LAN that goes away."""
        for user_id, vdev in self.networks.adapters(owner, name):
            self.uncouple(user_id, vdev)

    def connect_channels(self, user_id: str, vdev: int, partner: str, partner_vdev: int) -> None:
        """Define and couple a channel-to-channel pair.

        Refusal 200/12 not active, 204/12 number busy, 212/4 partner not there, 212/28 partner's device is no CTC,
        396/6011 (CP's own refusal of a COUPLE) when a directory entry keeps an adapter for somebody else.
        """
        guest, other = self.active(user_id), self.guests.get(partner)
        if other is None:
            raise Refusal(212, 4)
        here, there = guest.devices.get(vdev), other.devices.get(partner_vdev)
        for device, reason in ((here, Refusal(204, 12)), (there, Refusal(212, 28))):
            if device is not None and not isinstance(device, ChannelAdapter):
                raise reason
            if isinstance(device, ChannelAdapter) and device.partner:
                raise Refusal(204, 12)
        ends = (_channel(here, vdev), guest.user_id), (_channel(there, partner_vdev), other.user_id)
        for (one, holder), (end, caller) in (ends, ends[::-1]):
            if one.only_for not in ("", "*", caller):
                raise Refusal(396, 6011)
            coupled = replace(one, partner=caller, partner_vdev=end.vdev)
            self.guests.put(holder, self.guests[holder].with_device(coupled))

    def delete_channel(self, user_id: str, vdev: int) -> None:
        """Take a channel-to-channel adapter away; the partner's stays, uncoupled. Refusal 200/12, 204/8."""
        guest = self.active(user_id)
        device = guest.devices.get(vdev)
        if not isinstance(device, ChannelAdapter):
            raise Refusal(204, 8)
        self.guests.put(guest.user_id, guest.without_device(vdev))
        partner = self.guests.get(device.partner)
        other = partner.devices.get(device.partner_vdev) if partner is not None else None
        if partner is not None and isinstance(other, ChannelAdapter):
            self.guests.put(partner.user_id, partner.with_device(replace(other, partner="", partner_vdev=0)))


def _channel(device: Device | None, vdev: int) -> ChannelAdapter:
    """The adapter that is there, which the directory may keep for one partner, or a new one."""
    return device if isinstance(device, ChannelAdapter) else ChannelAdapter(vdev)


def _is_number(word: str) -> bool:
    return len(word) <= 4 and all(letter in "0123456789ABCDEF" for letter in word)
