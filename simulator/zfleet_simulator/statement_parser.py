# SPDX-License-Identifier: Apache-2.0
"""Reading directory statements: the text of one statement to its typed value."""

from __future__ import annotations

from collections.abc import Callable

from zfleet_simulator.statements import (
    AUTOMATIC,
    NO_LOGON,
    Command,
    Comment,
    Console,
    Cpu,
    Dedicate,
    Include,
    Ipl,
    Link,
    Loaddev,
    Logonby,
    Machine,
    Mdisk,
    Namesave,
    Nicdef,
    Option,
    Other,
    Profile,
    Share,
    Special,
    Spool,
    Statement,
    StatementError,
    User,
    device_number,
    memory_kilobytes,
    number,
)
from zfleet_simulator.upper_case import upper_case

_PLAIN_MODES = ("R", "RR", "W", "WR", "M", "MR", "MW")
# S is stable and E exclusive access; V (checked apart) is a virtual reserve/release.
LINK_MODES = frozenset(
    (*(mode + more for mode in _PLAIN_MODES for more in ("", "S", "E")), "SR", "SW", "SM", "ER", "EW")
)


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
