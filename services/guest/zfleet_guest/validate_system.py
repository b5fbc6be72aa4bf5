# SPDX-License-Identifier: Apache-2.0
"""Checks the requests of GuestSystemService: protos in, checked values of `system_spec.py` out.

What becomes part of a script, a configuration file or a udev rule passes through here. Scripts quote whatever they are
given; the files and rules have no quoting of their own, so these checks leave nothing that would need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Interface

from google.protobuf.duration_pb2 import Duration

from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as pb
from zfleet_guest.files import FIRST_BOOT_CLASS, MOST_BYTES
from zfleet_guest.first_boot.distribution import Distribution, Family, distribution_of
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.system_spec import NO_FILE_SYSTEM, SWAP, DiskSetup, NicSetup, VolumeSetup
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

MOST_FILES = 14
MOST_DISKS = 64
MOST_NICS = 16
MOST_FCP_DEVICES = 16
MOST_WWPNS = 64
MOST_NAME_SERVERS = 6
FILE_SYSTEMS = ("ext2", "ext3", "ext4", "xfs", "btrfs", SWAP, NO_FILE_SYSTEM)
DEFAULT_FILE_SYSTEM = "ext4"

_FILE_NAME = re.compile(r"[A-Za-z0-9@#$_+\-]{1,8}")
_HOSTNAME = re.compile(r"[A-Za-z0-9._-]{1,255}")
_OS_VERSION = re.compile(r"[A-Za-z0-9._+-]{1,64}")
_PATH = re.compile(r"/[A-Za-z0-9@#%_+=:,./~-]{1,254}")
_LINK = re.compile(r"/dev/[A-Za-z0-9_+=:,.-][A-Za-z0-9_+=:,./-]{0,249}")
# Mounted over, these would take the running system away from under itself.
_SYSTEM_PATHS = frozenset(("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr"))


def hostname(text: str) -> str:
    """A host name: 1 to 255 letters, digits, dots, hyphens and underscores, with no hyphen in front."""
    if not _HOSTNAME.fullmatch(text) or text.startswith(("-", ".")):
        raise ValueError("must be 1 to 255 letters, digits, dots, hyphens and underscores, none of the last in front")
    return text


def kept_parameter(text: str) -> str:
    """The parameter of a network as ConfigureNics answers it: 1 to 512 printable characters."""
    if not text:
        raise ValueError("is required")
    return values.printable_line(text, 512)


def os_version(text: str) -> str:
    """A distribution's version word as it is kept."""
    if not _OS_VERSION.fullmatch(text):
        raise ValueError("must be 1 to 64 letters, digits and . _ - +")
    return text


def distribution(text: str) -> Distribution:
    """A distribution that is known here."""
    return distribution_of(os_version(text))


def mount_point(text: str) -> str:
    """Where a disk is mounted: an absolute path that is none of the system's own folders."""
    if not _PATH.fullmatch(text) or "//" in text or {".", ".."} & set(text.split("/")):
        raise ValueError("must be an absolute path of at most 255 letters, digits and @#%_+=:,.-~ without . and ..")
    path = text.rstrip("/")
    if path in _SYSTEM_PATHS:
        raise ValueError(f"{path} belongs to the running system")
    return path


def device_link(text: str) -> str:
    """The name of a volume's link below /dev."""
    if not _LINK.fullmatch(text) or text.endswith("/") or "//" in text or {".", ".."} & set(text.split("/")):
        raise ValueError("must be a path below /dev of at most 255 letters, digits and _+=:,.- without . and ..")
    return text


def seconds(v: Violations, field: str, duration: Duration | None, default: float, low: float, high: float) -> float:
    """A time given in a request, or the default."""
    if duration is None:
        return default
    given = duration.ToTimedelta().total_seconds()
    v.require(low <= given <= high, field, f"must be {low:g} s to {high:g} s")
    return given


def reader_files(v: Violations, files: Sequence[guest_pb.ReaderFile]) -> tuple[ReaderFile, ...]:
    """The files of a first boot, with names as they are; violations are named `files[n].FIELD`."""
    v.require(len(files) <= MOST_FILES, "files", f"must be at most {MOST_FILES}")
    total = sum(len(file.content) for file in files)
    v.require(total <= MOST_BYTES, "files", f"have {total} bytes of content, more than {MOST_BYTES}")
    found = []
    for at, file in enumerate(files[:MOST_FILES]):
        inner = v.within(f"files[{at}]")
        name, file_type = inner.check("name", _file_name, file.name), inner.check("type", _file_name, file.type)
        first_boot = file.spool_class.upper() in ("", FIRST_BOOT_CLASS)
        inner.require(first_boot, "spool_class", f"must be {FIRST_BOOT_CLASS} or empty: a first boot reads no other")
        found.append(ReaderFile(name, file_type, FIRST_BOOT_CLASS, file.content))
    return tuple(found)


def disks(v: Violations, given: Sequence[pb.DiskSetup]) -> tuple[DiskSetup, ...]:
    """The disks of ConfigureDisks; violations are named `disks[n].FIELD`."""
    v.require(1 <= len(given) <= MOST_DISKS, "disks", f"must be 1 to {MOST_DISKS}")
    found = [_disk(v.within(f"disks[{at}]"), disk) for at, disk in enumerate(given[:MOST_DISKS])]
    _each_once(v, [(f"disks[{at}].device_number", disk.device_number) for at, disk in enumerate(found)])
    _each_once(v, [(f"disks[{at}].mount_point", disk.mount_point) for at, disk in enumerate(found)])
    return tuple(found)


def nics(v: Violations, request: pb.ConfigureNicsRequest, of: Distribution | None) -> tuple[NicSetup, ...]:
    """The interfaces to set up; violations are named `nics[n].FIELD`. `of` adds what rhcos needs."""
    v.require(len(request.nics) <= MOST_NICS, "nics", f"must be at most {MOST_NICS}")
    some = bool(request.nics or request.removed_device_numbers)
    v.require(some, "nics", "must name an interface, or removed_device_numbers must")
    found = []
    for at, nic in enumerate(request.nics[:MOST_NICS]):
        inner = v.within(f"nics[{at}]")
        checked = _nic(inner, nic)
        if of is not None and of.family is Family.RHCOS and at == 0:
            inner.require(nic.HasField("address"), "address", "is required for rhcos")
            inner.require(bool(nic.mtu), "mtu", "is required for rhcos")
        found.append(checked)
    return tuple(found)


def removed_nics(v: Violations, request: pb.ConfigureNicsRequest, setups: Sequence[NicSetup]) -> tuple[str, ...]:
    """The device numbers of interfaces to forget."""
    numbers = request.removed_device_numbers
    v.require(len(numbers) <= MOST_NICS, "removed_device_numbers", f"must be at most {MOST_NICS}")
    named = [
        (f"removed_device_numbers[{at}]", v.check(f"removed_device_numbers[{at}]", _nic_number, number))
        for at, number in enumerate(numbers[:MOST_NICS])
    ]
    _each_once(v, [*((f"nics[{at}].device_number", nic.device_number) for at, nic in enumerate(setups)), *named])
    return tuple(number for _, number in named)


def volume(v: Violations, request: pb.ConfigureVolumeRequest) -> VolumeSetup:
    """The volume of ConfigureVolume."""
    fcps = _several(v, "fcp_devices", request.fcp_devices, MOST_FCP_DEVICES, values.device_number)
    released = _several(
        v, "released_fcp_devices", request.released_fcp_devices, MOST_FCP_DEVICES, values.device_number, least=0
    )
    if released:
        detaching = request.action == pb.VOLUME_ACTION_DETACH
        v.require(detaching, "released_fcp_devices", "can be given with DETACH only")
        v.require(set(released) <= set(fcps), "released_fcp_devices", "must be among fcp_devices")
    return VolumeSetup(
        fcp_devices=fcps,
        target_wwpns=_several(v, "target_wwpns", request.target_wwpns, MOST_WWPNS, values.wwpn),
        lun=v.check("lun", values.lun, request.lun),
        multipath=request.multipath,
        mount_point=v.optional("mount_point", device_link, request.mount_point) or "",
        released_fcp_devices=released,
    )


def _disk(v: Violations, disk: pb.DiskSetup) -> DiskSetup:
    number = v.check("device_number", values.device_number, disk.device_number)
    file_system = disk.file_system.lower() or DEFAULT_FILE_SYSTEM
    v.require(file_system in FILE_SYSTEMS, "file_system", f"must be one of {', '.join(FILE_SYSTEMS)}")
    if file_system in (SWAP, NO_FILE_SYSTEM):
        v.require(not disk.mount_point, "mount_point", f"cannot be given with {file_system}")
        return DiskSetup(number, file_system, "")
    place = v.optional("mount_point", mount_point, disk.mount_point)
    return DiskSetup(number, file_system, place or f"/mnt/ephemeral{number}")


def _nic(v: Violations, nic: pb.NicSetup) -> NicSetup:
    number = v.check("device_number", _nic_number, nic.device_number)
    address = v.check("address", _interface, nic.address) if nic.HasField("address") else None
    gateway = v.optional("gateway", _address, nic.gateway)
    if gateway is not None:
        v.require(nic.HasField("address"), "gateway", "can be given with an address only")
    if gateway is not None and address is not None:
        reachable = gateway in address.network and gateway != address.ip
        v.require(reachable, "gateway", f"must be another address in {address.network}")
    v.require(len(nic.name_servers) <= MOST_NAME_SERVERS, "name_servers", f"must be at most {MOST_NAME_SERVERS}")
    servers = [
        v.check(f"name_servers[{at}]", _address, text) for at, text in enumerate(nic.name_servers[:MOST_NAME_SERVERS])
    ]
    v.require(nic.mtu == 0 or 576 <= nic.mtu <= 65535, "mtu", "must be 576 to 65535")
    return NicSetup(
        device_number=number,
        address=address,
        dhcp=nic.WhichOneof("addressing") == "dhcp" and nic.dhcp,
        gateway=gateway,
        name_servers=tuple(servers),
        mtu=nic.mtu,
        hostname=v.optional("hostname", hostname, nic.hostname) or "",
    )


def _nic_number(text: str) -> str:
    number = values.device_number(text)
    if int(number, 16) > 0xFFFD:
        raise ValueError(f"{number} leaves no room for the 3 device numbers that an interface takes")
    return number


def _interface(text: str) -> IPv4Interface:
    if not re.fullmatch(r"[0-9.]{7,15}/[0-9]{1,2}", text):
        raise ValueError("must be an IPv4 address with its prefix length, such as 192.0.2.5/24")
    try:
        interface = IPv4Interface(text)
    except ValueError:
        raise ValueError("must be an IPv4 address with its prefix length, such as 192.0.2.5/24") from None
    _of_a_host(interface.ip)
    if interface.network.prefixlen < 31 and interface.ip in (
        interface.network.network_address,
        interface.network.broadcast_address,
    ):
        raise ValueError(f"{interface.ip} is no address of a host in {interface.network}")
    return interface


def _address(text: str) -> IPv4Address:
    try:
        address = IPv4Address(text)
    except ValueError:
        raise ValueError("must be an IPv4 address") from None
    return _of_a_host(address)


def _of_a_host(address: IPv4Address) -> IPv4Address:
    if address.is_multicast or address.is_unspecified or address.is_loopback:
        raise ValueError(f"{address} is no address of a host")
    return address


def _file_name(text: str) -> str:
    if not _FILE_NAME.fullmatch(text):
        raise ValueError("must be 1 to 8 letters, digits or @#$_+-")
    return text


def _several(
    v: Violations,
    field: str,
    given: Sequence[str],
    most: int,
    check: Callable[[str], str],
    least: int = 1,
) -> tuple[str, ...]:
    v.require(least <= len(given) <= most, field, f"must be {least} to {most}")
    return tuple(dict.fromkeys(v.check(f"{field}[{at}]", check, text) for at, text in enumerate(given[:most])))


def _each_once(v: Violations, named: Sequence[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for field, value in named:
        if value and value in seen:
            v.add(field, f"{value} is given with {seen[value]} already")
        elif value:
            seen[value] = field
