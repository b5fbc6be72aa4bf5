# SPDX-License-Identifier: Apache-2.0
"""Directory statements: one line of a user's directory entry as a small typed value, and back.

Only the operands that the host acts on are fields; whatever else a statement carries stays in ``rest``, so that a
statement read and written again keeps its meaning. A keyword nobody here knows becomes :class:`Other` with its text.
Device numbers are integers 0 to X'FFFF'; sizes are cylinders for ECKD and 512-byte blocks for FBA devices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from zfleet_simulator.upper_case import upper_case

MAX_TEXT_COLUMNS = 72  # a directory record: columns 1 to 72 are text, 73 to 80 a sequence field
_PLAIN_MODES = ("R", "RR", "W", "WR", "M", "MR", "MW")
# S is stable and E exclusive access; V (checked apart) is a virtual reserve/release.
LINK_MODES = frozenset(
    (*(mode + more for mode in _PLAIN_MODES for more in ("", "S", "E")), "SR", "SW", "SM", "ER", "EW")
)
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


def parse_statement(text: str) -> Statement:
    """One statement from its text, which must be free of continuation; StatementError says what is wrong with it."""
    stripped = text.strip()
    if stripped.startswith("*"):
        return Comment(stripped)
    words = stripped.split()
    if not words:
        raise StatementError("empty statement")
    keyword = _keyword(words[0])
    parser = _PARSERS.get(keyword)
    if parser is None:
        if not keyword.isalnum():
            raise StatementError(f"invalid statement {words[0]}")
        return Other(keyword, " ".join((keyword, *words[1:])))
    try:
        return parser(words[1:])
    except IndexError:
        raise StatementError(f"missing operand on {keyword}") from None


def _user(keyword: str) -> Callable[[list[str]], User]:
    def parse(words: list[str]) -> User:
        user_id, password = _name(words[0]), upper_case(words[1])
        if len(words) == 2 and password == NO_LOGON:
            return User(keyword, user_id, password, 32 * 1024, 32 * 1024, "G")
        memory = memory_kilobytes(words[2])
        maximum = memory_kilobytes(words[3]) if len(words) > 3 else memory
        classes = upper_case(words[4]) if len(words) > 4 else "G"
        if maximum < memory:
            raise StatementError(f"storage {words[2]} exceeds its maximum {words[3]}")
        return User(keyword, user_id, password, memory, maximum, classes, upper_case(" ".join(words[5:])))

    return parse


def _name(word: str) -> str:
    if len(word) > 8 or not word.isascii() or not all(letter.isalnum() or letter in "@#$_-+:" for letter in word):
        raise StatementError(f"invalid userid {word}")
    return upper_case(word)


def _machine(words: list[str]) -> Machine:
    mode = upper_case(words[0])
    if mode not in ("ESA", "XA", "XC", "Z"):
        raise StatementError(f"invalid machine mode {words[0]}")
    return Machine(mode, number(words[1], "number of CPUs") if len(words) > 1 else None)


def _cpu(words: list[str]) -> Cpu:
    address = int(words[0], 16) if len(words[0]) <= 2 and _is_hex(words[0]) else -1
    if not 0 <= address <= 63:
        raise StatementError(f"invalid CPU address {words[0]}")
    base, cpu_id, dedicate, rest = False, "", "", []
    operands = iter(upper_case(word) for word in words[1:])
    for word in operands:
        if word == "BASE":
            base = True
        elif word == "CPUID":
            cpu_id = next(operands, "")
        elif word in ("DEDICATE", "NODEDICATE"):
            dedicate = word
        else:
            rest.append(word)
    return Cpu(address, base, cpu_id, dedicate, " ".join(rest))


def _is_hex(word: str) -> bool:
    return bool(word) and all(letter in "0123456789abcdefABCDEF" for letter in word)


def _ipl(words: list[str]) -> Ipl:
    upper = [upper_case(word) for word in words]
    load_parameter, parameters, at = "", "", 1
    while at < len(words):
        if upper[at] == "LOADPARM" and at + 1 < len(words):
            load_parameter, at = words[at + 1], at + 2
        elif upper[at] == "PARM":
            # PARM takes the rest of the line, but for a LOADPARM that was put behind it.
            behind = upper.index("LOADPARM", at) if "LOADPARM" in upper[at:] else len(words)
            parameters, at = " ".join(words[at + 1 : behind]), behind
        else:
            raise StatementError(f"invalid IPL operand {words[at]}")
    return Ipl(upper[0], load_parameter, parameters)


def _mdisk(words: list[str]) -> Mdisk:
    vdev, device_type, where = device_number(words[0]), upper_case(words[1]), upper_case(words[2])
    if where in ("T-DISK", "V-DISK"):
        mode = upper_case(words[4]) if len(words) > 4 else "MR"
        return Mdisk(vdev, device_type, where, None, number(words[3], "size"), "", mode, tuple(words[5:]))
    if where == "DEVNO":
        mode = upper_case(words[4]) if len(words) > 4 else "RR"
        return Mdisk(vdev, device_type, where, None, 0, upper_case(words[3]), _mode(mode), tuple(words[5:8]))
    size = number(words[3], "size")
    if not size:
        raise StatementError("a minidisk of size 0")
    mode = _mode(upper_case(words[5])) if len(words) > 5 else "WR"
    passwords, rest = tuple(upper_case(word) for word in words[6:9]), " ".join(words[9:])
    if where in AUTOMATIC:
        return Mdisk(vdev, device_type, where, None, size, upper_case(words[4]), mode, passwords, rest)
    return Mdisk(vdev, device_type, "", number(where, "start"), size, upper_case(words[4]), mode, passwords, rest)


def _mode(word: str) -> str:
    if word.rstrip("V") not in LINK_MODES and word not in LINK_MODES:
        raise StatementError(f"invalid mode {word}")
    return word


def _dedicate(words: list[str]) -> Dedicate:
    real = upper_case(words[1])
    if real == "VOLID":
        return Dedicate(device_number(words[0]), upper_case(words[2]), upper_case(" ".join(words[3:])))
    return Dedicate(device_number(words[0]), real, upper_case(" ".join(words[2:])))


def _link(words: list[str]) -> Link:
    owner_vdev = device_number(words[1])
    vdev = device_number(words[2]) if len(words) > 2 else owner_vdev
    mode = _mode(upper_case(words[3])) if len(words) > 3 else ""
    return Link("*" if words[0] == "*" else _name(words[0]), owner_vdev, vdev, mode)


_NICDEF_WORDS = {
    "TYPE": "adapter_type",
    "CHPID": "channel_path",
    "MACID": "mac_id",
    "VLAN": "vlan",
    "PORTTYPE": "port_type",
    "PORTNUMBER": "port_number",
}


def _nicdef(words: list[str]) -> Nicdef:
    found: dict[str, str] = {}
    devices: int | None = None
    rest: list[str] = []
    operands = iter([upper_case(word) for word in words[1:]])
    for word in operands:
        if word in _NICDEF_WORDS:
            found[_NICDEF_WORDS[word]] = _operand(operands, word)
        elif word == "DEVICES":
            devices = number(_operand(operands, word), "number of devices")
        elif word == "LAN":
            found["lan_owner"], found["lan_name"] = _operand(operands, word), _operand(operands, word)
        else:
            rest.append(word)
    if devices is not None and not 3 <= devices <= 3072:
        raise StatementError(f"invalid number of devices {devices}")
    if found.get("mac_id") and (len(found["mac_id"]) != 6 or not _is_hex(found["mac_id"])):
        raise StatementError(f"invalid MACID {found['mac_id']}")
    return Nicdef(device_number(words[0]), devices=devices, rest=" ".join(rest), **found)


def _operand(operands: object, word: str) -> str:
    value = next(operands, None)  # type: ignore[call-overload]
    if value is None:
        raise StatementError(f"missing operand of {word}")
    return str(value)


def _spool(words: list[str]) -> Spool:
    device_type, behind = upper_case(words[1]), [upper_case(word) for word in words[2:]]
    if behind and behind[0] in ("READER", "RDR", "PUNCH", "PUN", "PRINTER", "PRT"):
        device_type = f"{device_type} {behind.pop(0)}"
    return Spool(device_number(words[0]), device_type, " ".join(behind))


def _console(words: list[str]) -> Console:
    spool_class = upper_case(words[2]) if len(words) > 2 else ""
    return Console(device_number(words[0]), upper_case(words[1]), spool_class, upper_case(" ".join(words[3:])))


def _share(words: list[str]) -> Share:
    kind = upper_case(words[0])
    if kind not in ("ABSOLUTE", "ABS", "RELATIVE", "REL"):
        raise StatementError(f"invalid share {words[0]}")
    kind = "ABSOLUTE" if kind.startswith("ABS") else "RELATIVE"
    digits = words[1].rstrip("%").replace(".", "", 1)
    if not digits.isdecimal():
        raise StatementError(f"invalid share {words[1]}")
    return Share(kind, words[1], upper_case(" ".join(words[2:])))


def _loaddev(words: list[str]) -> Loaddev:
    key = upper_case(words[0])
    key = "PORTNAME" if key.startswith("PORT") else "BOOTPROG" if key.startswith("BOOT") else key
    value = " ".join(words[1:])
    if not value:
        raise IndexError
    # SCPDATA is the operating system's own text, where letters keep their case.
    return Loaddev(key, value if key == "SCPDATA" else upper_case(value))


def _special(words: list[str]) -> Special:
    return Special(device_number(words[0]), upper_case(words[1]), upper_case(" ".join(words[2:])))


_PARSERS: dict[str, Callable[[list[str]], Statement]] = {
    "USER": _user("USER"),
    "IDENTITY": _user("IDENTITY"),
    "PROFILE": lambda words: Profile(_name(words[0])),
    "INCLUDE": lambda words: Include(_name(words[0])),
    "MACHINE": _machine,
    "CPU": _cpu,
    "COMMAND": lambda words: Command(" ".join([words[0], *words[1:]])),
    "IPL": _ipl,
    "MDISK": _mdisk,
    "DEDICATE": _dedicate,
    "LINK": _link,
    "NICDEF": _nicdef,
    "SPOOL": _spool,
    "CONSOLE": _console,
    "SHARE": _share,
    "OPTION": lambda words: Option(tuple(upper_case(word) for word in words)),
    "LOADDEV": _loaddev,
    "SPECIAL": _special,
    "NAMESAVE": lambda words: Namesave(tuple(upper_case(word) for word in words)),
    "LOGONBY": lambda words: Logonby(tuple(_name(word) for word in words)),
}
# The short forms that directories in use are full of.
_SHORT = {"U": "USER", "INCL": "INCLUDE", "I": "IPL", "M": "MDISK", "MACH": "MACHINE", "D": "DEDICATE", "L": "LINK",
          "S": "SPOOL", "C": "CONSOLE", "O": "OPTION", "CMD": "COMMAND", "SPEC": "SPECIAL"}  # fmt: skip


def _keyword(word: str) -> str:
    upper = upper_case(word)
    return _SHORT.get(upper, upper)
