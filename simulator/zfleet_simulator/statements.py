# SPDX-License-Identifier: Apache-2.0
"""Directory statements: one line of a user's directory entry as a small typed value (statement_parser.py reads them).

Only the operands that the host acts on are fields; whatever else a statement carries stays in ``rest``, so that a
statement read and written again keeps its meaning. A keyword nobody here knows becomes :class:`Other` with its text.
Device numbers are integers 0 to X'FFFF'; sizes are cylinders for ECKD and 512-byte blocks for FBA devices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from zfleet_simulator.upper_case import upper_case

MAX_TEXT_COLUMNS = 72  # a directory record: columns 1 to 72 are text, 73 to 80 a sequence field
NO_LOGON = "NOLOG"
AUTOMATIC = frozenset(("AUTOG", "AUTOR", "AUTOV"))
_MAX_NUMBER = 2**31 - 1
_SIZE_UNITS = {"K": 1, "M": 1024, "G": 1024**2, "T": 1024**3, "P": 1024**4}


class StatementError(Exception):
    """A record that the directory manager does not take; the text says why."""


def device_number(word: str) -> int:
    """A device number of one to four hexadecimal digits."""
    try:
        if len(word) > 4 or not word.isalnum() or not word.isascii():
            raise ValueError
        return int(word, 16)
    except ValueError:
        raise StatementError(f"invalid device number {word}") from None


def memory_kilobytes(word: str) -> int:
    """Memory such as 512M or 2G in KB."""
    digits, unit = word[:-1], upper_case(word[-1:])
    if unit not in _SIZE_UNITS or not _is_number(digits) or not int(digits):
        raise StatementError(f"invalid storage size {word}")
    return int(digits) * _SIZE_UNITS[unit]


def memory_text(kilobytes: int) -> str:
    """Memory in KB with the largest unit that leaves no remainder."""
    for unit, size in reversed(_SIZE_UNITS.items()):
        if kilobytes >= size and kilobytes % size == 0:
            return f"{kilobytes // size}{unit}"
    return f"{kilobytes}K"


def number(word: str, what: str) -> int:
    """A decimal number that four bytes can hold."""
    if not _is_number(word) or int(word) > _MAX_NUMBER:
        raise StatementError(f"invalid {what} {word}")
    return int(word)


def _is_number(word: str) -> bool:
    # More digits than any limit has are not made a number of: that takes the square of their time.
    return word.isascii() and word.isdecimal() and len(word) <= len(str(_MAX_NUMBER))


@dataclass(frozen=True)
class User:
    """USER or IDENTITY: the first statement of an entry."""

    keyword: str
    user_id: str
    password: str
    memory_kb: int
    max_memory_kb: int
    classes: str
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        sizes = f"{memory_text(self.memory_kb)} {memory_text(self.max_memory_kb)}"
        return f"{self.keyword} {self.user_id} {self.password} {sizes} {self.classes} {self.rest}".rstrip()

    @property
    def can_log_on(self) -> bool:
        """NOLOG entries own things but never run."""
        return self.password != NO_LOGON


@dataclass(frozen=True)
class Profile:
    """PROFILE: the first statement of a profile."""

    name: str

    def render(self) -> str:
        """The statement as text."""
        return f"PROFILE {self.name}"


@dataclass(frozen=True)
class Include:
    """INCLUDE: statements of a profile apply as if they stood here."""

    profile: str

    def render(self) -> str:
        """The statement as text."""
        return f"INCLUDE {self.profile}"


@dataclass(frozen=True)
class Machine:
    """MACHINE: architecture and the most virtual CPUs that may be defined."""

    mode: str
    max_cpus: int | None = None

    def render(self) -> str:
        """The statement as text."""
        return f"MACHINE {self.mode}" + (f" {self.max_cpus}" if self.max_cpus is not None else "")


@dataclass(frozen=True)
class Cpu:
    """CPU: a virtual CPU defined at logon; address 0 to 63."""

    address: int
    base: bool = False
    cpu_id: str = ""
    dedicate: str = ""
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        words = [f"CPU {self.address:02X}", "BASE" if self.base else "", f"CPUID {self.cpu_id}" if self.cpu_id else ""]
        return " ".join(word for word in [*words, self.dedicate, self.rest] if word)


@dataclass(frozen=True)
class Command:
    """COMMAND: a CP command run at logon."""

    text: str

    def render(self) -> str:
        """The statement as text."""
        return f"COMMAND {self.text}"


@dataclass(frozen=True)
class Ipl:
    """IPL: a device number or saved system, loaded at logon."""

    system: str
    load_parameter: str = ""
    parameters: str = ""

    def render(self) -> str:
        """The statement as text."""
        text = f"IPL {self.system}"
        if self.load_parameter:
            text += f" LOADPARM {self.load_parameter}"
        return text + (f" PARM {self.parameters}" if self.parameters else "")


@dataclass(frozen=True)
class Mdisk:
    """MDISK: a minidisk. ``start`` is None for automatic allocation, T-DISK and V-DISK (see ``allocation``)."""

    vdev: int
    device_type: str
    allocation: str
    start: int | None
    size: int
    volume: str
    mode: str
    passwords: tuple[str, ...] = ()
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        words = [f"MDISK {self.vdev:04X} {self.device_type}"]
        if self.allocation == "DEVNO":
            words += ["DEVNO", self.volume]
        elif self.allocation in ("T-DISK", "V-DISK"):
            words += [self.allocation, str(self.size)]
        else:
            words += [self.allocation or str(self.start), str(self.size), self.volume]
        return " ".join(word for word in [*words, self.mode, *self.passwords, self.rest] if word)

    @property
    def occupies_volume(self) -> bool:
        """True when the disk is an extent of a volume."""
        return self.start is not None


@dataclass(frozen=True)
class Dedicate:
    """DEDICATE: a real device for this user alone; ``real`` is a device number or a volume label."""

    vdev: int
    real: str
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        return f"DEDICATE {self.vdev:04X} {self.real} {self.rest}".rstrip()


@dataclass(frozen=True)
class Link:
    """LINK: another user's minidisk at logon."""

    user_id: str
    owner_vdev: int
    vdev: int
    mode: str

    def render(self) -> str:
        """The statement as text."""
        return f"LINK {self.user_id} {self.owner_vdev:04X} {self.vdev:04X} {self.mode}".rstrip()


@dataclass(frozen=True)
class Nicdef:
    """NICDEF: a virtual network adapter. Several statements for one device number describe one adapter together."""

    vdev: int
    adapter_type: str = ""
    devices: int | None = None
    lan_owner: str = ""
    lan_name: str = ""
    channel_path: str = ""
    mac_id: str = ""
    vlan: str = ""
    port_type: str = ""
    port_number: str = ""
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        words = [f"NICDEF {self.vdev:04X}"]
        if self.adapter_type:
            words.append(f"TYPE {self.adapter_type}")
        if self.devices is not None:
            words.append(f"DEVICES {self.devices}")
        if self.lan_name:
            words.append(f"LAN {self.lan_owner} {self.lan_name}")
        named = (
            ("CHPID", self.channel_path),
            ("MACID", self.mac_id),
            ("VLAN", self.vlan),
            ("PORTTYPE", self.port_type),
            ("PORTNUMBER", self.port_number),
        )
        words += [f"{key} {value}" for key, value in named if value]
        return " ".join([*words, self.rest]).rstrip()


@dataclass(frozen=True)
class Spool:
    """SPOOL: a virtual reader, punch or printer."""

    vdev: int
    device_type: str
    spool_class: str = ""

    def render(self) -> str:
        """The statement as text."""
        return f"SPOOL {self.vdev:04X} {self.device_type} {self.spool_class}".rstrip()

    @property
    def unit(self) -> str:
        """RDR, PUN or PRT."""
        words = self.device_type.split()
        if words[0] == "RDR" or words[-1].startswith("R"):
            return "RDR"
        return "PUN" if words[0] == "PUN" or words[-1].startswith("P") else "PRT"


@dataclass(frozen=True)
class Console:
    """CONSOLE: the virtual machine's operator console."""

    vdev: int
    device_type: str
    spool_class: str = ""
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        return " ".join(
            word for word in [f"CONSOLE {self.vdev:04X}", self.device_type, self.spool_class, self.rest] if word
        )


@dataclass(frozen=True)
class Share:
    """SHARE: how much of the CPUs; ``value`` is 1 to 10000 when relative, a percentage when absolute."""

    kind: str
    value: str
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        return f"SHARE {self.kind} {self.value} {self.rest}".rstrip()


@dataclass(frozen=True)
class Option:
    """OPTION: words that switch things on."""

    words: tuple[str, ...]

    def render(self) -> str:
        """The statement as text."""
        return " ".join(("OPTION", *self.words))


@dataclass(frozen=True)
class Loaddev:
    """LOADDEV: one property of a SCSI disk to load from (PORTNAME, LUN, BOOTPROG, BR_LBA, SCPDATA, DEVICE, ...)."""

    key: str
    value: str

    def render(self) -> str:
        """The statement as text."""
        return f"LOADDEV {self.key} {self.value}"


@dataclass(frozen=True)
class Special:
    """SPECIAL: a virtual device that needs no real one, such as a channel-to-channel adapter."""

    vdev: int
    device_type: str
    rest: str = ""

    def render(self) -> str:
        """The statement as text."""
        return f"SPECIAL {self.vdev:04X} {self.device_type} {self.rest}".rstrip()


@dataclass(frozen=True)
class Namesave:
    """NAMESAVE: restricted saved segments that this user may load."""

    segments: tuple[str, ...]

    def render(self) -> str:
        """The statement as text."""
        return " ".join(("NAMESAVE", *self.segments))


@dataclass(frozen=True)
class Logonby:
    """LOGONBY: who may log on here with a password of their own."""

    user_ids: tuple[str, ...]

    def render(self) -> str:
        """The statement as text."""
        return " ".join(("LOGONBY", *self.user_ids))


@dataclass(frozen=True)
class Comment:
    """A line that starts with an asterisk."""

    text: str

    def render(self) -> str:
        """The line itself."""
        return self.text


@dataclass(frozen=True)
class Other:
    """A statement that the host keeps but does not act on."""

    keyword: str
    text: str

    def render(self) -> str:
        """The statement as it came."""
        return self.text


Statement: TypeAlias = (
    User | Profile | Include | Machine | Cpu | Command | Ipl | Mdisk | Dedicate | Link | Nicdef | Spool | Console
    | Share | Option | Loaddev | Special | Namesave | Logonby | Comment | Other
)  # fmt: skip
