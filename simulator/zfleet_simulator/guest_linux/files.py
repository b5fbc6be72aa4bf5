# SPDX-License-Identifier: Apache-2.0
"""The files of a guest's Linux that a connector reads or writes, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zfleet_simulator.guest_linux.boot_volume import Release
from zfleet_simulator.guest_linux.session import Session
from zfleet_simulator.guests import LinkedDisk, MemoryDisk
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import BLOCK_BYTES, CYLINDER_BYTES, is_fba

AUTHORISED = "/etc/iucv_authorized_userid"
_FULL_NAMES = {
    "ubuntu": "Ubuntu",
    "debian": "Debian GNU/Linux",
    "rhel": "Red Hat Enterprise Linux",
    "sles": "SUSE Linux Enterprise Server",
    "centos": "CentOS Linux",
    "fedora": "Fedora Linux",
    "rhcos": "Red Hat Enterprise Linux CoreOS",
}
_KERNELS = {
    "ubuntu": "5.15.0-91-generic",
    "rhel": "5.14.0-284.11.1.el9_2.s390x",
    "centos": "5.14.0-284.11.1.el9.s390x",
    "rhcos": "5.14.0-284.11.1.el9_2.s390x",
    "sles": "5.14.21-150500.53-default",
}


def read(session: Session, path: str) -> str | None:
    """The text of a file; None when there is none."""
    made = _FILES.get(path)
    return made(session) if made is not None else session.linux.files.get(path)


def paths(session: Session) -> tuple[str, ...]:
    """Every file there is, in the order of their names."""
    return tuple(sorted(path for path in (*_FILES, *session.linux.files) if read(session, path) is not None))


def write(session: Session, path: str, text: str) -> bool:
    """Write a file; False for one that a connector has no business with."""
    if path == "/dev/null":
        return True
    if path == AUTHORISED:
        session.keep(replace(session.installation, authorised=upper_case(text.strip())))
    elif path == "/etc/hostname":
        session.keep(replace(session.installation, hostname=text.strip()))
    elif path.startswith(("/tmp/", "/run/", "/var/run/")):  # noqa: S108 - of the simulated Linux
        session.put_linux(replace(session.linux, files={**session.linux.files, path: text}))
    else:
        return False
    return True


def kernel(release: Release) -> str:
    """The release of the kernel that a distribution brings."""
    return _KERNELS.get(release.name, "6.1.0-18-s390x")


def _full_name(release: Release) -> str:
    return _FULL_NAMES.get(release.name, release.name.capitalize())


def _os_release(session: Session) -> str:
    release = session.parts.agents.release(session.guest)
    name, version = _full_name(release), release.version
    return (
        f'NAME="{name}"\nVERSION="{version}"\nID="{release.name}"\nVERSION_ID="{version}"\n'
        f'PRETTY_NAME="{name} {version}"\n'
    )


def _redhat_release(session: Session) -> str | None:
    release = session.parts.agents.release(session.guest)
    if release.name not in ("rhel", "centos", "rhcos"):
        return None
    return f"{_full_name(release)} release {release.version}\n"


def _suse_release(session: Session) -> str | None:
    release = session.parts.agents.release(session.guest)
    major, _, level = release.version.partition(".")
    if release.name != "sles" or int(major) >= 15:
        return None
    return f"{_full_name(release)} {major} (s390x)\nVERSION = {major}\nPATCHLEVEL = {level or 0}\n"


def root_device(session: Session) -> str:
    """The block device of the root file system."""
    number = _number(session.guest.ipl)
    disks = dasd(session)
    return f"/dev/{_dasd_name(disks.index(number))}1" if number in disks else "/dev/sda1"


def root_links(session: Session) -> tuple[str, ...]:
    """Other names of it."""
    found = [f"/dev/disk/by-uuid/{one.uuid}" for one in session.parts.agents.root_file_systems(session.guest)]
    number = _number(session.guest.ipl)
    if number in dasd(session):
        found.append(f"/dev/disk/by-path/ccw-0.0.{number:04x}-part1")
    return (*found, "/dev/root")


def _number(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return -1


def _cmdline(session: Session) -> str:
    systems = session.parts.agents.root_file_systems(session.guest)
    root = f"UUID={systems[0].uuid}" if systems else root_links(session)[0]
    return f"root={root} crashkernel=196M BOOT_IMAGE=0\n"


def dasd(session: Session) -> list[int]:
    """The device numbers of the disks that the Linux has online, in the order of their names."""
    return [
        device.vdev
        for device in session.guest.devices.values()
        if isinstance(device, LinkedDisk | MemoryDisk) and device.vdev not in session.linux.offline_devices
    ]


def _dasd_name(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return "dasd" + letters


def _dasd_devices(session: Session) -> str:
    lines = []
    for index, vdev in enumerate(dasd(session)):
        device = session.guest.devices[vdev]
        if not isinstance(device, LinkedDisk | MemoryDisk):
            continue
        fba = is_fba(device.device_type)
        size = device.size * (BLOCK_BYTES if fba else CYLINDER_BYTES)
        block = 512 if fba else 4096
        lines.append(
            f"0.0.{vdev:04x}({'FBA ' if fba else 'ECKD'}) at ({94:3d}:{index * 4:6d}) is {_dasd_name(index):<11} : "
            f"active at blocksize: {block}, {size // block} blocks, {size >> 20} MB\n"
        )
    return "".join(lines)


def _mounts(session: Session) -> str:
    lines = [f"{root_device(session)} / ext4 rw,relatime 0 0\n"]
    disks = dasd(session)
    for one in session.installation.mounts:
        if one.mount_point and one.device in disks:
            name = _dasd_name(disks.index(one.device))
            lines.append(f"/dev/{name}1 {one.mount_point} {one.file_system} rw,relatime 0 0\n")
    return "".join(lines)


def _swaps(session: Session) -> str:
    disks = dasd(session)
    names = [_dasd_name(disks.index(one.device)) for one in session.installation.mounts
             if not one.mount_point and one.device in disks]  # fmt: skip
    return "Filename Type Size Used Priority\n" + "".join(f"/dev/{name}1 partition 0 0 -2\n" for name in names)


def _meminfo(session: Session) -> str:
    return f"MemTotal: {session.guest.memory_kb:>14} kB\n"


_FILES: dict[str, Callable[[Session], str | None]] = {
    "/etc/os-release": _os_release,
    "/etc/redhat-release": _redhat_release,
    "/etc/SuSE-release": _suse_release,
    AUTHORISED: lambda session: session.installation.authorised or None,
    "/etc/hostname": lambda session: session.hostname + "\n",
    "/proc/cmdline": _cmdline,
    "/proc/dasd/devices": _dasd_devices,
    "/proc/mounts": _mounts,
    "/proc/swaps": _swaps,
    "/proc/meminfo": _meminfo,
}
