# SPDX-License-Identifier: Apache-2.0
"""The Linux of guests that have booted: it comes up, does what lies in its reader, trusts one user id, goes down.

What it does is real to the rest of the host: it has addresses on its adapters, its files are no longer in its reader.
All of it happens inside of a step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from zfleet_simulator.clock import Clock
from zfleet_simulator.config import HostConfig
from zfleet_simulator.configuration import Configuration
from zfleet_simulator.contents import Contents
from zfleet_simulator.faults import Faults
from zfleet_simulator.guest_linux.boot_volume import FileSystem, Release, file_systems, release_named
from zfleet_simulator.guest_linux.config_drive import config_drive
from zfleet_simulator.guest_linux.first_boot import (
    WRONG_SCRIPT,
    ScriptFailure,
    interface_address,
    with_config_drive,
    with_order,
)
from zfleet_simulator.guest_linux.installations import Installation, Installations, minidisk_root
from zfleet_simulator.guest_linux.scripts import Order, orders_of
from zfleet_simulator.guests import Device, Guest, LinkedDisk, Linux, MemoryDisk, Nic
from zfleet_simulator.hypervisor import Hypervisor
from zfleet_simulator.spool import SpoolFile, Spooling
from zfleet_simulator.state import State
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import BLOCK_BYTES, CYLINDER_BYTES, is_fba

_CLASS = "X"
_RESULT = "result"


class Agents:
    """The Linux of every guest of one host that has booted one."""

    def __init__(
        self,
        state: State,
        config: HostConfig,
        contents: Contents,
        configuration: Configuration,
        spooling: Spooling,
        cp: Hypervisor,
        faults: Faults,
        later: Callable[[float, Callable[[], None]], None],
    ) -> None:
        self._state = state
        self._config = config
        self._clock: Clock = config.clock
        self._contents = contents
        self._configuration = configuration
        self._spooling = spooling
        self._cp = cp
        self._faults = faults
        self._later = later
        self.installations = Installations(state)
        contents.listeners.append(self.installations.forget)
        cp.device_booted = self.boot

    # --- up and down -----------------------------------------------------------------------------------------------

    def boot(self, user_id: str) -> None:
        """A guest has loaded its boot device: its Linux is up after the time that booting takes."""
        guest = self._cp.guests[user_id]
        root = self._root(guest)
        if isinstance(_boot_device(guest), MemoryDisk):
            self.installations.forget_root(root)  # whatever was on that disk ended with the last logon
        if not self._config.blank_disks_boot and self._is_blank(guest, root):
            self._cp.say(user_id, "HCPGIR450W CP entered; disabled wait PSW 00020001 80000000 00000000 00000232")
            return
        up_at = self._clock.now() + self._config.boot_seconds
        self._cp.guests.put(user_id, replace(guest, linux=Linux(root, up_at, up=False)))
        if self._config.boot_seconds <= 0:
            self._come_up(user_id)
        else:
            self._state.afterwards(lambda: self._come_up_later(user_id, up_at))

    def _come_up_later(self, user_id: str, up_at: float) -> None:
        def come_up() -> None:
            guest = self._cp.running(user_id)
            linux = guest.linux if guest is not None else None
            if linux is not None and not linux.up and linux.up_at == up_at:
                with self._state.change():
                    self._come_up(user_id)

        self._later(max(0.0, up_at - self._clock.now()), come_up)

    def resume(self) -> None:
        """The host starts again: what was booting when it stopped goes on (inside of a step)."""
        for guest in self._cp.guests.values():
            self.arrived(guest.user_id)

    def arrived(self, user_id: str) -> None:
        """A guest has come from another member (inside of a step): what was booting there comes up here."""
        linux = self._cp.guests[user_id].linux
        if linux is not None and not linux.up:
            self._state.afterwards(partial(self._come_up_later, user_id, linux.up_at))

    def _come_up(self, user_id: str) -> None:
        guest = self._cp.guests[user_id]
        if guest.linux is None:
            return
        cpus = tuple(cpu.address for cpu in guest.cpus)
        self._put(guest, replace(guest.linux, up=True, known_cpus=cpus, online_cpus=cpus, files={}))
        self.configure(user_id)
        installation = self.installation(self._cp.guests[user_id])
        for nic in guest.nics():
            address = interface_address(installation, nic)
            if address:
                self._cp.say(user_id, f"enc{nic.vdev:x}: {address}")
        self._cp.say(user_id, f"{installation.hostname or user_id} login:")

    def halt(self, user_id: str) -> None:
        """The Linux has gone down; the guest stays logged on, in a disabled wait, until CP is told to end it."""
        guest = self._cp.guests[user_id]
        self._cp.guests.put(user_id, replace(guest, linux=None))
        self._cp.say(user_id, "reboot: System halted", "HCPGIR450W CP entered; disabled wait PSW 00020001 80000000")

    def reboot(self, user_id: str) -> None:
        """The Linux goes down and comes up again in the same logon."""
        self._cp.say(user_id, "reboot: Restarting system")
        self.boot(user_id)

    def _put(self, guest: Guest, linux: Linux) -> None:
        self._cp.guests.put(guest.user_id, replace(guest, linux=linux))

    # --- its disk --------------------------------------------------------------------------------------------------

    def _root(self, guest: Guest) -> str:
        device = _boot_device(guest)
        if isinstance(device, LinkedDisk):
            return minidisk_root(device.owner, device.owner_vdev)
        return guest.scsi_disk or f"{guest.user_id} {guest.ipl}"

    def _is_blank(self, guest: Guest, root: str) -> bool:
        return isinstance(_boot_device(guest), LinkedDisk | MemoryDisk) and not self.installations.on(root).deployed

    def installation(self, guest: Guest) -> Installation:
        """What the Linux of a guest has kept on its disk."""
        return self.installations.on(guest.linux.root) if guest.linux is not None else Installation()

    def root_file_systems(self, guest: Guest) -> tuple[FileSystem, ...]:
        """The file systems on the disk that the guest has booted from."""
        device = _boot_device(guest)
        if not isinstance(device, LinkedDisk) or not self._contents.written(device.owner, device.owner_vdev):
            return ()
        size = device.size * (BLOCK_BYTES if is_fba(device.device_type) else CYLINDER_BYTES)
        disk = self._contents.open(device.owner, device.owner_vdev, size)
        try:
            return tuple(file_systems(disk))
        finally:
            disk.close()

    def release(self, guest: Guest) -> Release:
        """Which Linux it is: the first label that names one, or the configured one."""
        labels = (release_named(one.label) for one in self.root_file_systems(guest))
        found = next((one for one in labels if one is not None), None) or release_named(self._config.guest_os)
        return found or Release("linux", "1")

    # --- whom it obeys, and its addresses ---------------------------------------------------------------------------

    def authorised(self, guest: Guest) -> str:
        """The user id that may command a Linux, as its /etc/iucv_authorized_userid says; empty without that file.

        A Linux that nobody deployed is taken for one that was installed for the connector: it obeys the connector's own
        Linux until it is told otherwise.
        """
        installation = self.installation(guest)
        if installation.authorised or installation.deployed:
            return installation.authorised
        return upper_case(self._config.linux_user_id)

    def address(self, guest: Guest, nic: Nic) -> str:
        """The address, with its prefix, that an adapter has in a Linux that is up; empty for none."""
        return interface_address(self.installation(guest), nic) if guest.has_linux_up else ""

    # --- its reader ------------------------------------------------------------------------------------------------

    def configure(self, user_id: str) -> None:
        """Take every class X file out of the reader and do what it says."""
        files = [file for file in self._spooling.reader(user_id) if file.spool_class == _CLASS]
        for file in files:
            self._take(user_id, file)
        self._spooling.purge(files)

    def _take(self, user_id: str, file: SpoolFile) -> None:
        content = self._spooling.content(file)
        digest = hashlib.sha256(content).hexdigest()
        name = f"{file.name}.{file.file_type}"
        self._say(user_id, f"{name} of {len(content)} bytes, sha256 {digest}")
        drive = config_drive(content)
        if drive is not None:
            guest = self._cp.guests[user_id]
            self._keep(guest, with_config_drive(self.installation(guest), drive, guest))
            said = "with user data" if drive.has_user_data else "without user data"
            self._say(user_id, f"config drive of {drive.hostname or 'no name'}, {said}")
            return
        try:
            orders = orders_of(content)
        except ValueError as error:
            self._say(user_id, f"{name} failed with exit code {WRONG_SCRIPT}: {error}")
            return
        if orders:
            self._carry_out(user_id, name, orders)

    def _carry_out(self, user_id: str, name: str, orders: tuple[Order, ...]) -> None:
        """One script: it ends at the first order that fails, but leaves its result in any case."""
        exit_code = 0
        luns = self._configuration.installed.luns
        for order in (one for one in orders if one.verb != _RESULT):
            guest = self._cp.guests[user_id]
            try:
                self._go_wrong(user_id, order)
                self._keep(guest, with_order(self.installation(guest), order, guest, luns))
            except ScriptFailure as failure:
                exit_code = failure.exit_code
                self._say(user_id, f"{name} failed with exit code {exit_code}: {failure}")
                break
            self._say(user_id, f"{name}: {order.verb} done")
        for order in (one for one in orders if one.verb == _RESULT):
            guest = self._cp.guests[user_id]
            if guest.linux is not None and order.get("file"):
                files = {**guest.linux.files, order.get("file"): f"{order.get('token')} {exit_code}\n"}
                self._put(guest, replace(guest.linux, files=files))

    def _go_wrong(self, user_id: str, order: Order) -> None:
        """ScriptFailure when a rule wants this order to fail."""
        fault = self._faults.next_command(str(order), user_id)
        if fault.return_code:
            raise ScriptFailure(fault.return_code, " ".join(fault.texts))

    def _keep(self, guest: Guest, installation: Installation) -> None:
        if guest.linux is not None:
            self.installations.put(guest.linux.root, installation)

    def _say(self, user_id: str, text: str) -> None:
        self._cp.say(user_id, f"zvmguestconfigure: {text}"[:132])


def _boot_device(guest: Guest) -> Device | None:
    """The device that a guest was booted from; None for one that it reaches by LOADDEV or that is gone."""
    try:
        return guest.devices.get(int(guest.ipl, 16))
    except ValueError:
        return None
