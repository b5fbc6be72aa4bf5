# SPDX-License-Identifier: Apache-2.0
"""What a new guest shall have, as values of the contract: disks, NICs and files for its reader.

    disk("10G", pool="POOL1", boot=True, image="rhel9")      nic("VSW1", ip="10.0.0.5", cidr="10.0.0.0/24")

The same in the words of the command line: disk_of("size=10G,pool=POOL1,boot,image=rhel9"), nic_of("vswitch=VSW1").
What z/VM can have is checked by the services; here only that the words make sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet_client.sizes import bytes_of

FILE_SYSTEMS: Mapping[str, storage_pb.FileSystem] = {
    "ext2": storage_pb.FILE_SYSTEM_EXT2,
    "ext3": storage_pb.FILE_SYSTEM_EXT3,
    "ext4": storage_pb.FILE_SYSTEM_EXT4,
    "xfs": storage_pb.FILE_SYSTEM_XFS,
    "swap": storage_pb.FILE_SYSTEM_SWAP,
}
_NIC = {"vswitch", "device", "mac", "vlan", "name", "ip", "cidr", "gateway", "dns", "mtu"}
_FLAG = ""  # what a word without "=" stands for


def disk(
    size: str | int = 0,
    *,
    device: str = "",
    pool: str = "",
    boot: bool = False,
    image: str = "",
    file_system: str = "",
    mode: str = "",
    virtual: bool = False,
) -> storage_pb.DiskSpec:
    """A disk of `size` ("10G" or bytes; 0 takes the image's). ValueError for a size or file system that is none."""
    if file_system and file_system.lower() not in FILE_SYSTEMS:
        raise ValueError(f"{file_system!r} is not a file system: {', '.join(FILE_SYSTEMS)}")
    return storage_pb.DiskSpec(
        device_number=device,
        size_bytes=bytes_of(size),
        pool=pool,
        boot=boot,
        image=image,
        file_system=FILE_SYSTEMS[file_system.lower()] if file_system else storage_pb.FILE_SYSTEM_UNSPECIFIED,
        mode=mode,
        virtual_disk=virtual,
    )


def nic(
    vswitch: str = "",
    *,
    device: str = "",
    mac: str = "",
    vlan: int = 0,
    name: str = "",
    ip: str = "",
    cidr: str = "",
    gateway: str = "",
    dns: Iterable[str] = (),
    mtu: int = 0,
) -> network_pb.NicSpec:
    """A NIC on a virtual switch; `name` is your own for it (nic_id). The address plan is for the guest's system."""
    servers = list(dns)
    address = None
    if ip or cidr or gateway or servers or mtu:
        address = network_pb.AddressPlan(ip_address=ip, cidr=cidr, gateway=gateway, dns_servers=servers, mtu=mtu)
    return network_pb.NicSpec(
        device_number=device, virtual_switch=vswitch, mac_address=mac, vlan_id=vlan, nic_id=name, address=address
    )


def reader_file(path: str | Path, *, name: str = "", type: str = "", spool_class: str = "X") -> guest_pb.ReaderFile:
    """A file for the guest's reader from a file of this machine; its CMS name and type come from its name unless given.

    "config drive.iso" becomes CONFIGDR ISO. OSError when the file cannot be read.
    """
    path = Path(path)
    return guest_pb.ReaderFile(
        name=name or _cms_word(path.stem, "FILE"),
        type=type or _cms_word(path.suffix, "DATA"),
        spool_class=spool_class,
        content=path.read_bytes(),
    )


def disk_of(text: str) -> storage_pb.DiskSpec:
    """The disk that "size=10G,pool=POOL1,boot,image=NAME" asks for. ValueError says which word makes no sense."""
    words = _words(text, {"size", "device", "pool", "image", "fs", "mode"}, {"boot", "virtual"})
    return disk(
        words.get("size", 0),
        device=words.get("device", ""),
        pool=words.get("pool", ""),
        boot="boot" in words,
        image=words.get("image", ""),
        file_system=words.get("fs", ""),
        mode=words.get("mode", ""),
        virtual="virtual" in words,
    )


def nic_of(text: str) -> network_pb.NicSpec:
    """The NIC that "vswitch=VSW1,mac=..,ip=.." asks for; several name servers have "+" between them."""
    return _nic(_words(text, _NIC, set()))


def interface_of(text: str) -> gateway_pb.NetworkInterfaceSpec:
    """The NIC and its set-up that "vswitch=VSW1,dhcp" asks for: the words of a NIC, dhcp, hostname=.. and osa=.. ."""
    words = _words(text, _NIC | {"hostname", "osa"}, {"dhcp"})
    spec = _nic(words)
    spec.osa_device = words.get("osa", "")
    return gateway_pb.NetworkInterfaceSpec(nic=spec, dhcp="dhcp" in words, hostname=words.get("hostname", ""))


def _nic(words: Mapping[str, str]) -> network_pb.NicSpec:
    return nic(
        words.get("vswitch", ""),
        device=words.get("device", ""),
        mac=words.get("mac", ""),
        vlan=_number(words, "vlan"),
        name=words.get("name", ""),
        ip=words.get("ip", ""),
        cidr=words.get("cidr", ""),
        gateway=words.get("gateway", ""),
        dns=words["dns"].split("+") if words.get("dns") else (),
        mtu=_number(words, "mtu"),
    )


def file_of(text: str) -> guest_pb.ReaderFile:
    """The reader file that "PATH" or "PATH,name=CONFIG,type=ISO,class=X" asks for. OSError when it cannot be read."""
    path, comma, rest = text.partition(",")
    words = _words(rest, {"name", "type", "class"}, set()) if comma else {}
    return reader_file(
        path, name=words.get("name", ""), type=words.get("type", ""), spool_class=words.get("class", "X")
    )


def first_boot_file_of(text: str) -> guest_pb.ReaderFile:
    """The same for a guest's first boot, whose files keep their letter case: "cfgdrive.iso" is cfgdrive iso."""
    path, comma, rest = text.partition(",")
    words = _words(rest, {"name", "type"}, set()) if comma else {}
    name, kind = _boot_words(Path(path))
    return guest_pb.ReaderFile(
        name=words.get("name", name), type=words.get("type", kind), content=Path(path).read_bytes()
    )


def remote_file_of(text: str) -> gateway_pb.RemoteFile:
    """The file for a guest's first boot that "PATH" or "PATH,host=USER@HOST,name=..,type=.." asks for."""
    path, comma, rest = text.partition(",")
    words = _words(rest, {"host", "name", "type"}, set()) if comma else {}
    return gateway_pb.RemoteFile(
        path=path, remote_host=words.get("host", ""), name=words.get("name", ""), type=words.get("type", "")
    )


def nic_name_of(text: str) -> tuple[str, str]:
    """MACID and your own name of a NIC from "MACID=NAME"; of a whole MAC address the last six digits count."""
    mac, equals, name = text.partition("=")
    digits = re.sub("[:-]", "", mac.strip())
    if not equals or not name or not re.fullmatch(r"[0-9A-Fa-f]{6}([0-9A-Fa-f]{6})?", digits):
        raise ValueError(f"{text!r} is not MACID=NAME, for example 123456=port-1")
    return digits[-6:].upper(), name.strip()


def share_of(text: str) -> guest_pb.ShareSpec:
    """The CPU share that "relative=200" or "absolute=12.5%" asks for."""
    kind, _, value = text.partition("=")
    try:
        if kind == "relative":
            return guest_pb.ShareSpec(relative=int(value))
        if kind == "absolute":
            return guest_pb.ShareSpec(absolute_percent=float(value.removesuffix("%")))
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a share: relative=1..10000 or absolute=0.1%..100%")


def _boot_words(path: Path) -> tuple[str, str]:
    return path.stem[:8], path.suffix.removeprefix(".")[:8] or "data"


def _words(text: str, keys: set[str], flags: set[str]) -> dict[str, str]:
    """key=value pairs and flags with commas between them; ValueError for one that is unknown, doubled or empty."""
    found: dict[str, str] = {}
    for word in text.split(","):
        key, equals, value = word.strip().partition("=")
        known = keys if equals else flags
        if key not in known:
            if key in keys:
                raise ValueError(f"{key} needs a value: {key}=...")
            if key in flags:
                raise ValueError(f"{key} takes no value")
            expected = ", ".join([*(f"{each}=..." for each in sorted(keys)), *sorted(flags)])
            raise ValueError(f"{word.strip()!r} is not known; known are {expected}")
        if key in found:
            raise ValueError(f"{key} is given twice")
        found[key] = value.strip() if equals else _FLAG
    return found


def _number(words: Mapping[str, str], key: str) -> int:
    text = words.get(key, "0")
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ValueError(f"{key} must be a number from 0 to 65535, not {text!r}")
    return int(text)


def _cms_word(text: str, otherwise: str) -> str:
    """The first eight letters and digits of a text, as a CMS file name or type can have them."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:8] or otherwise
