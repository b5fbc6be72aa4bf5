# SPDX-License-Identifier: Apache-2.0
"""Checks requests and fills in defaults: protos in, checked values of `spec.py` out, every bad field named at once.

Whatever lands in a directory statement passes through here. Beside the characters that `zfleet_smapi.values` refuses, a
comma at the end of a value is refused: it would make the next statement a continuation of this one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest.settings import GuestSettings
from zfleet_guest.spec import (
    LOADDEV,
    AlternatePath,
    DedicatedDevice,
    Extent,
    GuestSpec,
    Ipl,
    LoadDevice,
    Minidisk,
    Nic,
    PciFunction,
    PoolPlace,
    Share,
    VirtualDisk,
)
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

MOST_CPUS = 64
MOST_MEMORY_MIB = 4 * 1024**2
MOST_MINIDISKS = 64
MOST_NICS = 16
MOST_DEDICATED = 64
MOST_COMMENTS = 32
MOST_FURTHER_ACCOUNTS = 7
MOST_PCI_FUNCTIONS = 64
MOST_ALTERNATES = 8
MOST_VIRTUAL_DISK_BLOCKS = 4194296  # DEFINE VFB-512 takes no more: 2 GiB less 4 KiB

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/-]{1,64}")
_DEVICE_TYPES = {"3390": values.cylinders, "9336": values.blocks, "FB-512": values.blocks}
_MODES = frozenset(("R", "RR", "W", "WR", "M", "MR", "MW", "SR", "SW", "SM")) | frozenset(
    mode + suffix for mode in ("R", "RR", "W", "WR", "M", "MR", "MW") for suffix in "VS"
)
_OPERANDS = frozenset(("LOADPARM", "PARM"))  # words that would be operands of the IPL statement again


def request_id(text: str) -> str:
    """A request id; empty is no request id."""
    if text and not _REQUEST_ID.fullmatch(text):
        raise ValueError("must be 1 to 64 letters, digits and . _ : / -")
    return text


def statement_word(text: str, limit: int = 8) -> str:
    """A name in a statement, in upper case: 1 to `limit` letters, digits and @#$_+-:. (no comma, quote or blank)."""
    upper = text.upper() if text.isascii() else text
    if not re.fullmatch(r"[A-Z0-9@#$_+\-:.]+", upper) or len(upper) > limit:
        raise ValueError(f"must be 1 to {limit} letters, digits or @#$_+-:.")
    return upper


def guest_spec(v: Violations, spec: pb.GuestSpec, settings: GuestSettings, boot_disk: str = "") -> GuestSpec:
    """The spec of a new guest with defaults; violations are named `guest.FIELD`. Use it after raise_if_any only.

    `boot_disk` is the device number to IPL when the request says nothing.
    """
    v = v.within("guest")
    user_id = v.check("user_id", values.user_id, spec.user_id)
    if spec.prototype:
        others = [field.name for field, _ in spec.ListFields() if field.name not in ("user_id", "prototype")]
        for name in others:
            v.add(name, "cannot be given together with a prototype, which is the whole entry")
        return GuestSpec(user_id=user_id, prototype=v.check("prototype", values.profile_name, spec.prototype))
    profile = settings.default_profile
    if spec.profile:
        profile = v.check("profile", values.profile_name, spec.profile)
    cpus, max_cpus = _pair(v, "cpu_count", spec, _cpu_defaults(settings), MOST_CPUS)
    memory, max_memory = _pair(v, "memory_mib", spec, _memory_defaults(settings), MOST_MEMORY_MIB)
    load_device = _load_device(v.within("load_device"), spec.load_device) if spec.HasField("load_device") else None
    dedicated = _dedicated(v, spec.dedicated_devices)
    ipl = _ipl(v.within("ipl"), spec.ipl) if spec.HasField("ipl") else _default_ipl(boot_disk, load_device, dedicated)
    if ipl is not None and ipl.source == LOADDEV and not (load_device and load_device.device_number):
        v.add("load_device.device_number", "must be given to IPL from LOADDEV")
    return GuestSpec(
        user_id=user_id,
        profile=profile,
        cpu_count=cpus,
        max_cpu_count=max_cpus,
        memory_mib=memory,
        max_memory_mib=max_memory,
        privilege_classes=v.check(
            "privilege_classes", _classes, spec.privilege_classes or settings.default_privilege_classes
        ),
        logon=settings.logon,
        ipl=ipl,
        share=_share(v, spec, settings, cpus),
        account=v.optional("account", statement_word, spec.account) or "",
        logon_by=_logon_by(v, spec.logon_by) or settings.default_logon_by,
        comments=_comments(v, spec.comments),
        cpu_pool=v.optional("cpu_pool", statement_word, spec.cpu_pool) or "",
        relocation_domain=v.optional("relocation_domain", statement_word, spec.relocation_domain) or "",
        dedicated_devices=dedicated,
        load_device=load_device,
        pci_functions=_pci_functions(v, spec.pci_functions),
        further_accounts=_further_accounts(v, spec),
    )


def minidisks(v: Violations, disks: Sequence[pb.MinidiskStatement]) -> tuple[Minidisk, ...]:
    """The minidisks of a new guest; violations are named `minidisks[n].FIELD`."""
    v.require(len(disks) <= MOST_MINIDISKS, "minidisks", f"must be at most {MOST_MINIDISKS}")
    return tuple(_minidisk(v.within(f"minidisks[{at}]"), disk) for at, disk in enumerate(disks[:MOST_MINIDISKS]))


def nics(v: Violations, interfaces: Sequence[pb.NicStatement]) -> tuple[Nic, ...]:
    """The network interfaces of a new guest; violations are named `nics[n].FIELD`."""
    v.require(len(interfaces) <= MOST_NICS, "nics", f"must be at most {MOST_NICS}")
    return tuple(_nic(v.within(f"nics[{at}]"), nic) for at, nic in enumerate(interfaces[:MOST_NICS]))


def device_numbers(v: Violations, spec: GuestSpec, disks: Sequence[Minidisk], interfaces: Sequence[Nic]) -> None:
    """No device number may be taken twice; an interface takes three in a row."""
    users = [(f"minidisks[{at}].device_number", disk.device_number, 1) for at, disk in enumerate(disks)]
    users += [(f"nics[{at}].device_number", nic.device_number, 3) for at, nic in enumerate(interfaces)]
    users += [
        (f"guest.dedicated_devices[{at}].device_number", device.device_number, 1)
        for at, device in enumerate(spec.dedicated_devices)
    ]
    taken: dict[int, str] = {}
    for field, number, count in users:
        if not number:
            continue  # named already
        first = int(number, 16)
        if first + count - 1 > 0xFFFF:
            v.add(field, f"{number} leaves no room for the {count} device numbers that it takes")
        clash = next((taken[at] for at in range(first, first + count) if at in taken), None)
        if clash:
            v.add(field, f"{number} is taken by {clash}")
        taken.update(dict.fromkeys(range(first, first + count), field))


def reader_files(v: Violations, files: Sequence[pb.ReaderFile], most: int, most_bytes: int) -> None:
    """The files of SendFiles: 1 to `most`, together at most `most_bytes`; names of fields are `files[n].FIELD`."""
    v.require(1 <= len(files) <= most, "files", f"must be 1 to {most}")
    total = sum(len(file.content) for file in files)
    v.require(total <= most_bytes, "files", f"have {total} bytes of content, more than {most_bytes}")
    for at, file in enumerate(files[:most]):
        inner = v.within(f"files[{at}]")
        inner.check("name", values.file_name, file.name)
        inner.check("type", values.file_type, file.type)
        inner.optional("spool_class", values.spool_class, file.spool_class)


def _cpu_defaults(settings: GuestSettings) -> tuple[int, int]:
    return settings.default_cpu_count, settings.default_max_cpu_count


def _memory_defaults(settings: GuestSettings) -> tuple[int, int]:
    return settings.default_memory_mib, settings.default_max_memory_mib


def _pair(v: Violations, name: str, spec: pb.GuestSpec, defaults: tuple[int, int], most: int) -> tuple[int, int]:
    """A number and the most that it may become; a default never contradicts what the request gives."""
    given, given_max = getattr(spec, name), getattr(spec, f"max_{name}")
    for field, number in ((name, given), (f"max_{name}", given_max)):
        v.require(number <= most, field, f"must be at most {most}")
    number = given or min(defaults[0], given_max or defaults[0])
    maximum = given_max or defaults[1]
    if number > maximum:
        v.add(name, f"{number} is above max_{name}, {maximum}{'' if given_max else ' by default'}")
    return number, maximum


def _classes(text: str) -> str:
    upper = text.upper()
    if not re.fullmatch("[A-H]{1,8}", upper) or len(set(upper)) != len(upper):
        raise ValueError("must be letters A-H, each once")
    return upper


def _ipl(v: Violations, ipl: pb.IplSpec) -> Ipl:
    v.required("from", getattr(ipl, "from"))
    source = v.optional("from", statement_word, getattr(ipl, "from")) or ""
    parameters = v.optional("parameters", _ipl_parameters, ipl.parameters) or ""
    load_parameter = v.optional("load_parameter", _load_parameter, ipl.load_parameter) or ""
    if source and re.fullmatch("[0-9A-F]{1,4}", source):
        source = source.zfill(4)
    return Ipl(source, parameters, load_parameter)


def _default_ipl(boot_disk: str, load_device: LoadDevice | None, dedicated: Sequence[DedicatedDevice]) -> Ipl | None:
    """What a guest loads whose request does not say: its boot disk, its load device, or the FCP device before that."""
    if boot_disk:
        return Ipl(boot_disk)
    if load_device and load_device.device_number:
        return Ipl(LOADDEV)
    return Ipl(dedicated[0].device_number) if load_device and dedicated else None


def _ipl_parameters(text: str) -> str:
    words = values.printable_line(text, 64).split()
    if "'" in text or '"' in text:
        raise ValueError("must have no quotes")
    if words and words[-1].endswith(","):
        raise ValueError("must not end with a comma: it would continue the statement")
    if not words:
        raise ValueError("must not be blank")
    for word in words:
        if word.upper() in _OPERANDS:
            raise ValueError(f"must not have the word {word}: it is an operand of the statement itself")
    return " ".join(words)


def _load_parameter(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9]{1,8}", text):
        raise ValueError("must be 1 to 8 letters or digits")
    return text.upper()


def _share(v: Violations, spec: pb.GuestSpec, settings: GuestSettings, cpus: int) -> Share | None:
    if not spec.HasField("share"):
        unit = settings.share_unit
        return Share("RELATIVE", str(min(unit * cpus, 10000))) if unit else None
    return share_of(v, spec.share)


def share_of(v: Violations, share: pb.ShareSpec) -> Share | None:
    """A CPU share that a request gives; violations are named `share...`."""
    kind = share.WhichOneof("kind")
    if kind == "relative":
        v.require(1 <= share.relative <= 10000, "share.relative", "must be 1 to 10000")
        return Share("RELATIVE", str(share.relative))
    if kind == "absolute_percent":
        return v.check("share.absolute_percent", _absolute, share.absolute_percent)
    v.add("share", "must give relative or absolute_percent")
    return None


def _further_accounts(v: Violations, spec: pb.GuestSpec) -> tuple[str, ...]:
    given = spec.further_accounts
    v.require(len(given) <= MOST_FURTHER_ACCOUNTS, "further_accounts", f"must be at most {MOST_FURTHER_ACCOUNTS}")
    v.require(bool(spec.account) or not given, "account", "must be given with further_accounts")
    numbers = enumerate(given[:MOST_FURTHER_ACCOUNTS])
    return tuple(v.check(f"further_accounts[{at}]", statement_word, number) for at, number in numbers)


def _absolute(percent: float) -> Share:
    tenths = round(percent * 10) if math.isfinite(percent) else 0
    if not 1 <= tenths <= 1000 or abs(percent * 10 - tenths) > 1e-6:
        raise ValueError("must be 0.1 to 100, with at most one decimal")
    return Share("ABSOLUTE", f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%")


def _logon_by(v: Violations, user_ids: Sequence[str]) -> tuple[str, ...]:
    v.require(len(user_ids) <= 8, "logon_by", "must be at most 8")
    checked = [v.check(f"logon_by[{at}]", values.user_id, user_id) for at, user_id in enumerate(user_ids[:8])]
    return tuple(dict.fromkeys(checked))


def _comments(v: Violations, comments: Sequence[str]) -> tuple[str, ...]:
    v.require(len(comments) <= MOST_COMMENTS, "comments", f"must be at most {MOST_COMMENTS}")
    return tuple(v.check(f"comments[{at}]", _comment, comment) for at, comment in enumerate(comments[:MOST_COMMENTS]))


def _comment(text: str) -> str:
    line = values.printable_line(text, 70)
    if "'" in line or '"' in line:
        raise ValueError("must have no quotes")
    return line.rstrip().upper()


def _dedicated(v: Violations, devices: Sequence[pb.DedicatedDevice]) -> tuple[DedicatedDevice, ...]:
    v.require(len(devices) <= MOST_DEDICATED, "dedicated_devices", f"must be at most {MOST_DEDICATED}")
    found = []
    for at, device in enumerate(devices[:MOST_DEDICATED]):
        inner = v.within(f"dedicated_devices[{at}]")
        number = inner.check("device_number", values.device_number, device.device_number)
        real = inner.optional("real_device_number", values.device_number, device.real_device_number)
        found.append(DedicatedDevice(number, real or number))
    for number, count in Counter(one.real_device_number for one in found).items():
        if number and count > 1:
            v.add("dedicated_devices", f"real device {number} is given twice")
    return tuple(found)


def _load_device(v: Violations, device: pb.LoadDevice) -> LoadDevice:
    v.require(len(device.alternates) <= MOST_ALTERNATES, "alternates", f"must be at most {MOST_ALTERNATES}")
    if device.alternates and not device.device_number:
        v.add("device_number", "must be given with alternates: they stand beside it")
    alternates = []
    for at, path in enumerate(device.alternates[:MOST_ALTERNATES]):
        inner = v.within(f"alternates[{at}]")
        number = inner.check("device_number", values.device_number, path.device_number)
        alternates.append(AlternatePath(number, inner.check("port_name", _sixteen, path.port_name)))
    return LoadDevice(
        v.check("port_name", _sixteen, device.port_name),
        v.check("lun", _sixteen, device.lun),
        v.optional("device_number", values.device_number, device.device_number) or "",
        tuple(alternates),
    )


def _sixteen(text: str) -> str:
    """A port name or logical unit number: 1 to 16 hex digits, 0x in front allowed, filled up with zeros in front."""
    bare = text[2:] if text[:2] in ("0x", "0X") else text
    if not re.fullmatch("[0-9A-Fa-f]{1,16}", bare):
        raise ValueError("must be 1 to 16 hexadecimal digits")
    return bare.upper().zfill(16)


def _pci_functions(v: Violations, functions: Sequence[pb.PciFunction]) -> tuple[PciFunction, ...]:
    v.require(len(functions) <= MOST_PCI_FUNCTIONS, "pci_functions", f"must be at most {MOST_PCI_FUNCTIONS}")
    found = []
    for at, function in enumerate(functions[:MOST_PCI_FUNCTIONS]):
        inner = v.within(f"pci_functions[{at}]")
        real = inner.check("function_id", _function_id, function.function_id)
        virtual = inner.optional("virtual_function_id", _function_id, function.virtual_function_id)
        found.append(PciFunction(real, virtual or real))
    for field in ("function_id", "virtual_function_id"):
        for number, count in Counter(getattr(one, field) for one in found).items():
            if number and count > 1:
                v.add("pci_functions", f"{field} {number} is given twice")
    return tuple(found)


def _function_id(text: str) -> str:
    if not re.fullmatch("[0-9A-Fa-f]{1,8}", text):
        raise ValueError("must be 1 to 8 hexadecimal digits")
    return text.upper().zfill(8)


def _minidisk(v: Violations, disk: pb.MinidiskStatement) -> Minidisk:
    number = v.check("device_number", values.device_number, disk.device_number)
    device_type = disk.device_type.upper()
    check_size = _DEVICE_TYPES.get(device_type)
    if check_size is None:
        v.add("device_type", "must be 3390, 9336 or FB-512")
    else:
        v.check("size", _size(check_size), disk.size)
    mode = disk.mode.upper() or "MR"
    v.require(mode in _MODES, "mode", "must be R, RR, W, WR, M, MR or MW, with V or S appended where CP allows it")
    place: Extent | PoolPlace | VirtualDisk = VirtualDisk()
    kind = disk.WhichOneof("place")
    if kind == "pool":
        place = PoolPlace(v.check("pool", values.pool_name, disk.pool))
    elif kind == "extent":
        place = Extent(v.check("extent.volume", values.volume_label, disk.extent.volume), disk.extent.start)
        v.require(disk.extent.start <= 2147483639, "extent.start", "must be at most 2147483639")
    elif kind == "virtual_disk" and disk.virtual_disk:
        v.require(device_type == "FB-512", "device_type", "must be FB-512 for a virtual disk")
        v.require(
            disk.size <= MOST_VIRTUAL_DISK_BLOCKS,
            "size",
            f"must be at most {MOST_VIRTUAL_DISK_BLOCKS} for a virtual disk",
        )
    else:
        v.add("place", "must give pool, extent or virtual_disk")
    return Minidisk(number, device_type, disk.size, place, mode)


def _size(check: Callable[[str | int], int]) -> Callable[[int], int]:
    return lambda size: check(size)


def _nic(v: Violations, nic: pb.NicStatement) -> Nic:
    number = v.check("device_number", values.device_number, nic.device_number)
    switch = v.optional("virtual_switch", values.switch_name, nic.virtual_switch) or ""
    mac = v.optional("mac_id", values.mac_id, nic.mac_id) or ""
    vlan = v.optional("vlan_id", values.vlan_id, nic.vlan_id) or 0
    return Nic(number, switch, mac, vlan)
