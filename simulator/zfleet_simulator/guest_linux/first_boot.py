# SPDX-License-Identifier: Apache-2.0
"""What the files in a guest's reader do to its Linux: orders of scripts, and what a config drive says.

Values in, values out: the agent reads the files and keeps what comes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from ipaddress import ip_interface

from zfleet_simulator.guest_linux.config_drive import ConfigDrive
from zfleet_simulator.guest_linux.installations import Installation, Interface, Mount, Volume
from zfleet_simulator.guest_linux.scripts import Order
from zfleet_simulator.guests import Dedicated, Device, Guest, LinkedDisk, MemoryDisk, Nic
from zfleet_simulator.real_devices import Lun
from zfleet_simulator.upper_case import upper_case

WRONG_SCRIPT, NO_DEVICE = 2, 19
_NO_PORT, _NO_LUN = 3, 4
NO_ADDRESS = "none"


class ScriptFailure(Exception):
    """A script ended with an exit code other than 0; the text is its last line."""

    def __init__(self, exit_code: int, text: str) -> None:
        super().__init__(text)
        self.exit_code = exit_code


def with_order(installation: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    """What an order leaves. ScriptFailure when its devices are not there or it makes no sense."""
    action = _ORDERS.get(order.verb)
    if action is None:
        raise ScriptFailure(WRONG_SCRIPT, f"nobody knows how to {order.verb[:40]}")
    try:
        return action(installation, order, guest, luns)
    except ValueError as error:
        raise ScriptFailure(WRONG_SCRIPT, str(error)) from None


def with_config_drive(installation: Installation, drive: ConfigDrive, guest: Guest) -> Installation:
    """What cloud-init leaves: the host name, and an interface for each adapter whose MAC address is in the drive."""
    for nic in guest.nics():
        interface = drive.interfaces.get(nic.mac)
        if interface is not None:
            installation = installation.with_interface(nic.vdev, interface)
    return replace(installation, hostname=drive.hostname or installation.hostname)


def _authorize(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    return replace(here, authorised=upper_case(order["user"]))


def _set_hostname(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    return replace(here, hostname=order["name"])


def _configure_nic(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    """An adapter that is not there yet gets its files all the same, for when it comes."""
    address = order.get("address")
    if address == "dhcp":
        address = ""
    if address not in ("", NO_ADDRESS):
        address = str(ip_interface(address))
    mtu = order.get("mtu")
    servers = order.list("dns") if order.get("dns") else ()
    interface = Interface(address, order.get("gateway"), int(mtu) if mtu else 0, servers)
    return here.with_interface(order.device(), interface)


def _remove_nic(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    return here.with_interface(order.device(), None)


def _mount_disk(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    vdev = _disk(order, guest)
    mount = Mount(vdev, order.get("mount_point"), order.get("file_system") or "ext4")
    others = tuple(one for one in here.mounts if one.device != vdev and one.mount_point != (mount.mount_point or None))
    return replace(here, mounts=(*others, mount))


def _unmount_disk(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    vdev = order.device()
    return replace(here, mounts=tuple(one for one in here.mounts if one.device != vdev))


def _online_disk(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    _disk(order, guest)
    return here


def _disk(order: Order, guest: Guest) -> int:
    vdev = order.device()
    if not isinstance(guest.devices.get(vdev), (LinkedDisk, MemoryDisk)):
        raise ScriptFailure(NO_DEVICE, f"there is no disk {vdev:04X}")
    return vdev


def _attach_volume(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    volume = _volume(order)
    ports = [one for one in luns if one.wwpn in volume.wwpn]
    if not ports or not any(_is_fcp(guest.devices.get(vdev)) for vdev in volume.fcp):
        raise ScriptFailure(_NO_PORT, "no FCP device sees any of the ports")
    if not any(one.lun == volume.lun for one in ports):
        raise ScriptFailure(_NO_LUN, f"the ports have no LUN {volume.lun}")
    return replace(here, volumes=(*_without(here, volume), volume))


def _detach_volume(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    return replace(here, volumes=_without(here, _volume(order)))


def _volume(order: Order) -> Volume:
    return Volume(
        lun=_hex16(order["lun"]),
        fcp=tuple(int(vdev.rpartition(".")[2], 16) for vdev in order.list("fcp")),
        wwpn=tuple(_hex16(port) for port in order.list("wwpn")),
        mount_point=order.get("mount_point"),
    )


def _without(here: Installation, volume: Volume) -> tuple[Volume, ...]:
    """The others; a volume is known by its LUN and any of its ports."""
    return tuple(one for one in here.volumes if one.lun != volume.lun or not {*one.wwpn} & {*volume.wwpn})


def _hex16(text: str) -> str:
    return upper_case(text.removeprefix("0x").removeprefix("0X")).ljust(16, "0")


def _is_fcp(device: Device | None) -> bool:
    return isinstance(device, Dedicated) and device.kind == "FCP"


def _grow_root(here: Installation, order: Order, guest: Guest, luns: Sequence[Lun]) -> Installation:
    return replace(here, root_grown=True)


_Action = Callable[[Installation, Order, Guest, Sequence[Lun]], Installation]
_ORDERS: dict[str, _Action] = {
    "authorize": _authorize,
    "set-hostname": _set_hostname,
    "configure-nic": _configure_nic,
    "remove-nic": _remove_nic,
    "mount-disk": _mount_disk,
    "unmount-disk": _unmount_disk,
    "online-disk": _online_disk,
    "attach-volume": _attach_volume,
    "detach-volume": _detach_volume,
    "grow-root": _grow_root,
}


def interface_address(installation: Installation, nic: Nic) -> str:
    """The address (with its prefix) that a Linux gives one of its adapters; empty for none."""
    interface = installation.interfaces.get(nic.vdev, Interface())
    if not nic.coupled or interface.address == NO_ADDRESS:
        return ""
    return interface.address or nic.lease
