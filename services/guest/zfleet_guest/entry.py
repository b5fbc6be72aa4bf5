# SPDX-License-Identifier: Apache-2.0
"""Renders a whole directory entry: the statements of a new guest in the order that the directory manager wants.

General statements come first, devices last. A record has 72 columns; a longer statement goes on in the next record
after a comma that stands alone. Everything that comes in is a checked value of `spec.py`; the last look at the finished
records in `_records_of` is a second lock on the same door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zfleet_guest.spec import Extent, GuestSpec, Ipl, LoadDevice, Minidisk, Nic, PoolPlace

COLUMNS = 72  # of a directory record; columns 73 to 80 are a sequence field
_CONTINUED = " ,"
_INDENT = "  "


class Unwritable(ValueError):
    """A statement that no record can hold. `field` is the field of the request that it was made from."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def entry_records(spec: GuestSpec, minidisks: Sequence[Minidisk] = (), nics: Sequence[Nic] = ()) -> tuple[str, ...]:
    """The records of the whole entry. Unwritable names the field whose statement cannot be written."""
    statements = list(_general(spec))
    statements += [(f"minidisks[{at}]", minidisk_statement(disk)) for at, disk in enumerate(minidisks)]
    statements += [(f"nics[{at}]", statement) for at, nic in enumerate(nics) for statement in nic_statements(nic)]
    statements += [("guest.comments", f"* {comment}".rstrip()) for comment in spec.comments]
    return tuple(record for field, statement in statements for record in _records_of(field, statement))


def minidisk_statement(disk: Minidisk) -> str:
    """One MDISK statement."""
    head = f"MDISK {disk.device_number} {disk.device_type}"
    if isinstance(disk.place, PoolPlace):
        return f"{head} AUTOG {disk.size} {disk.place.pool} {disk.mode}"
    if isinstance(disk.place, Extent):
        return f"{head} {disk.place.start} {disk.size} {disk.place.volume} {disk.mode}"
    return f"{head} V-DISK {disk.size} {disk.mode}"


def nic_statements(nic: Nic) -> Iterator[str]:
    """The NICDEF statements of one interface: all operands do not fit on one record; CP joins several statements."""
    head = f"NICDEF {nic.device_number}"
    lan = f" LAN SYSTEM {nic.virtual_switch}" if nic.virtual_switch else ""
    mac = f" MACID {nic.mac_id}" if nic.mac_id else ""
    yield f"{head} TYPE QDIO{lan}{mac}"
    if nic.vlan_id:
        yield f"{head} VLAN {nic.vlan_id} PORTTYPE ACCESS"


def memory_text(mib: int) -> str:
    """Memory as the USER statement has it: whole GiB when there are, MiB otherwise."""
    return f"{mib // 1024}G" if mib % 1024 == 0 else f"{mib}M"


def _general(spec: GuestSpec) -> Iterator[tuple[str, str]]:
    """Field and statement of everything but devices that other services own, in the order of the entry."""
    memory = f"{memory_text(spec.memory_mib)} {memory_text(spec.max_memory_mib)}"
    yield "guest.user_id", f"USER {spec.user_id} {spec.logon} {memory} {spec.privilege_classes}"
    if spec.profile:
        yield "guest.profile", f"INCLUDE {spec.profile}"
    yield "guest.max_cpu_count", f"MACHINE ESA {spec.max_cpu_count}"
    if spec.account:
        yield "guest.account", " ".join(("ACCOUNT", spec.account, *spec.further_accounts))
    yield "guest", "COMMAND SET VCONFIG MODE LINUX"
    for address in range(spec.cpu_count):
        yield "guest.cpu_count", f"COMMAND DEFINE CPU {address:02X} TYPE IFL"
    if spec.cpu_pool:
        yield "guest.cpu_pool", f"COMMAND SCHEDULE * WITHIN POOL {spec.cpu_pool}"
    if spec.share is not None:
        yield "guest.share", f"SHARE {spec.share.kind} {spec.share.value}"
    if spec.relocation_domain:
        yield "guest.relocation_domain", f"COMMAND SET VMRELOCATE * DOMAIN {spec.relocation_domain}"
    for function in spec.pci_functions:
        yield "guest.pci_functions", f"COMMAND ATTACH PCIF {function.function_id} AS {function.virtual_function_id}"
    if spec.ipl is not None:
        yield "guest.ipl", _ipl(spec.ipl)
    if spec.logon_by:
        yield "guest.logon_by", " ".join(("LOGONBY", *spec.logon_by))
    # Memory above the logon size is standby: the operating system can take it into use without a new logon.
    yield "guest", "COMMAND DEF STOR INITIAL STANDBY REMAINDER"
    if spec.load_device is not None:
        yield from _load_device(spec.load_device)
    for device in spec.dedicated_devices:
        yield "guest.dedicated_devices", f"DEDICATE {device.device_number} {device.real_device_number}"


def _load_device(device: LoadDevice) -> Iterator[tuple[str, str]]:
    if device.device_number:
        yield "guest.load_device.device_number", f"LOADDEV DEVICE {device.device_number}"
    yield "guest.load_device.port_name", f"LOADDEV PORTNAME {device.port_name}"
    yield "guest.load_device.lun", f"LOADDEV LUN {device.lun}"
    for path in device.alternates:
        yield "guest.load_device.alternates", f"LOADDEV SCSI ALTERNATE {path.device_number} PORT {path.port_name}"


def _ipl(ipl: Ipl) -> str:
    # PARM takes the rest of the statement, so LOADPARM stands in front of it.
    load_parameter = f" LOADPARM {ipl.load_parameter}" if ipl.load_parameter else ""
    parameters = f" PARM {ipl.parameters}" if ipl.parameters else ""
    return f"IPL {ipl.source}{load_parameter}{parameters}"


def _records_of(field: str, statement: str) -> Iterable[str]:
    """The records of one statement: broken at blanks, all but the last ended by a comma of its own."""
    if not statement.isascii() or not statement.isprintable():
        raise Unwritable(field, "has a character that no directory record can hold")
    if len(statement) <= COLUMNS:
        return (statement,)
    if statement.startswith("*"):
        raise Unwritable(field, f"a comment fits on one record of {COLUMNS} columns only")
    return tuple(_broken(field, statement))


def _broken(field: str, statement: str) -> Iterator[str]:
    rest = statement
    while len(rest) > COLUMNS:
        cut = rest.rfind(" ", len(_INDENT), COLUMNS - len(_CONTINUED) + 1)
        if cut < 0 or not rest[:cut].strip():
            raise Unwritable(field, f"has a word that does not fit on a record of {COLUMNS} columns")
        yield rest[:cut].rstrip() + _CONTINUED
        rest = _INDENT + rest[cut:].lstrip()
    yield rest
