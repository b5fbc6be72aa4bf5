# SPDX-License-Identifier: Apache-2.0
"""Directory statements as the keywords of the Image_Definition functions, and back.

``MDISK=VDEV=0100 DEVTYPE=3390 DISKTYPE=PERM START=1 COUNT=10 ...`` stands for an MDISK statement, and so on. Subkeys
are blank separated KEY=VALUE words; words without an equals sign go to the subkey in front of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import (
    AUTOMATIC,
    Command,
    Console,
    Cpu,
    Dedicate,
    Include,
    Ipl,
    Link,
    Machine,
    Mdisk,
    Nicdef,
    Option,
    Other,
    Share,
    Spool,
    Statement,
    StatementError,
    User,
    device_number,
    memory_text,
    number,
)
from zfleet_simulator.upper_case import upper_case

UNKNOWN = "UNKNOWN_DIRECTORY_KEYWORD_PARAMETER"
USER_KEYWORDS = ("PASSWORD", "PRIVILEGE_CLASSES", "STORAGE_INITIAL", "STORAGE_MAXIMUM")
KEYWORDS = (
    "COMMAND_DEFINE_CPU",
    "COMMAND_SET_CPUAFFINITY",
    "COMMAND_SET_SHARE",
    "COMMAND_SET_VCONFIG",
    "CONSOLE",
    "CPU",
    "CPU_MAXIMUM",
    "DEDICATE",
    "INCLUDE",
    "IPL",
    "LINK",
    "MDISK",
    "NICDEF",
    "OPTION",
    "PASSWORD",
    "PRIVILEGE_CLASSES",
    "SHARE",
    "SPOOL",
    "STORAGE_INITIAL",
    "STORAGE_MAXIMUM",
    "VMRELOCATE",
)
_COMMANDS = {
    "COMMAND_DEFINE_CPU": ("DEFINE", "CPU"),
    "COMMAND_SET_CPUAFFINITY": ("SET", "CPUAFFINITY"),
    "COMMAND_SET_SHARE": ("SET", "SHARE"),
    "COMMAND_SET_VCONFIG": ("SET", "VCONFIG"),
}


def unknown_keyword(keyword: str) -> Refusal:
    """8/3002 with the text that names it."""
    return Refusal(8, 3002, f"{UNKNOWN}={keyword}")


def subkeys(text: str) -> dict[str, str]:
    """KEY=VALUE words; a word without equals continues the value in front of it. Keys in upper case."""
    found: dict[str, str] = {}
    last = ""
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals:
            last = upper_case(name)
            found[last] = value
        elif last:
            found[last] = f"{found[last]} {word}".strip()
        else:
            found[""] = f"{found.get('', '')} {word}".strip()
    return found


# --- statements to keywords ------------------------------------------------------------------------------------------


def keyword_lines(statement: Statement) -> tuple[tuple[str, str], ...]:
    """The (keyword, value) pairs that describe one statement; none for a statement the functions do not know."""
    match statement:
        case User():
            return (
                ("PASSWORD", statement.password),
                ("PRIVILEGE_CLASSES", statement.classes),
                ("STORAGE_INITIAL", memory_text(statement.memory_kb)),
                ("STORAGE_MAXIMUM", memory_text(statement.max_memory_kb)),
            )
        case Machine():
            return (("CPU_MAXIMUM", f"COUNT={statement.max_cpus or 1} TYPE={statement.mode}"),)
        case Command():
            return _command_lines(statement)
        case Include():
            return (("INCLUDE", statement.profile),)
        case Option():
            return (("OPTION", " ".join(statement.words)),)
        case Share():
            return (("SHARE", f"{statement.kind}={statement.value} {statement.rest}".rstrip()),)
        case Other() if statement.keyword == "VMRELOCATE":
            return (("VMRELOCATE", statement.text.partition(" ")[2]),)
    pairs = _device_pairs(statement)
    if pairs is None:
        return ()
    keyword, values = pairs
    return ((keyword, " ".join(f"{name}={value}" for name, value in values if value)),)


def _command_lines(statement: Command) -> tuple[tuple[str, str], ...]:
    words = statement.text.split()
    for keyword, beginning in _COMMANDS.items():
        if tuple(upper_case(word) for word in words[:2]) != beginning:
            continue
        if keyword == "COMMAND_DEFINE_CPU" and len(words) > 2:
            kind = words[4] if len(words) > 4 and upper_case(words[3]) == "TYPE" else ""
            return ((keyword, f"CPUADDR={words[2]}" + (f" TYPE={kind}" if kind else "")),)
        if keyword == "COMMAND_SET_VCONFIG" and len(words) == 4:
            return ((keyword, f"{words[2]}={words[3]}"),)
        return ((keyword, " ".join(words[2:])),)
    return ()


def _device_pairs(one: Statement) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    match one:
        case Console():
            return "CONSOLE", (
                ("VDEV", f"{one.vdev:04X}"),
                ("DEVTYPE", one.device_type),
                ("CLASS", one.spool_class),
                ("USERID", one.rest),
            )
        case Cpu():
            base = "YES" if one.base else ""
            dedicate = "YES" if one.dedicate == "DEDICATE" else "NO"
            return "CPU", (
                ("CPUADDR", f"{one.address:02X}"),
                ("BASE", base),
                ("CPUID", one.cpu_id),
                ("DEDICATE", dedicate),
            )
        case Dedicate():
            return "DEDICATE", (("VDEV", f"{one.vdev:04X}"), ("RDEV", one.real), ("MODE", one.rest))
        case Ipl():
            return "IPL", (("VDEV", one.system), ("LOADPARM", one.load_parameter), ("PARM", one.parameters))
        case Link():
            return "LINK", (
                ("USERID", one.user_id),
                ("VDEV1", f"{one.owner_vdev:03X}"),
                ("VDEV2", f"{one.vdev:04X}"),
                ("MODE", one.mode),
            )
        case Mdisk():
            return "MDISK", _mdisk_pairs(one)
        case Nicdef():
            return "NICDEF", (
                ("VDEV", f"{one.vdev:04X}"),
                ("TYPE", one.adapter_type),
                ("DEVICES", str(one.devices or "")),
                ("LAN", one.lan_owner),
                ("SWITCHNAME", one.lan_name),
                ("CHPID", one.channel_path),
                ("MACID", one.mac_id),
                ("VLAN", one.vlan),
                ("PORTTYPE", one.port_type),
                ("PORTNUMBER", one.port_number),
            )
        case Spool():
            kind = one.device_type.replace(" ", "_")
            return "SPOOL", (("VDEV", f"{one.vdev:04X}"), ("DEVTYPE", kind), ("CLASS", one.spool_class))
        case _:
            return None


def _mdisk_pairs(one: Mdisk) -> tuple[tuple[str, str], ...]:
    passwords = (*one.passwords, "", "", "")
    return (
        ("VDEV", f"{one.vdev:04X}"),
        ("DEVTYPE", one.device_type),
        ("DISKTYPE", one.allocation or "PERM"),
        ("START", str(one.start) if one.start is not None else ""),
        ("COUNT", str(one.size) if one.size else ""),
        ("VOLID", one.volume),
        ("MODE", one.mode),
        ("READPASSWORD", passwords[0]),
        ("WRITEPASSWORD", passwords[1]),
        ("MULTIPASSWORD", passwords[2]),
    )


# --- keywords to statements ------------------------------------------------------------------------------------------


def statement_of(keyword: str, value: str, old: Statement | None = None) -> Statement:
    """The statement that a keyword describes; what it does not say stays as in ``old``.

    Refusal 8/3002 for a keyword that is none, 8/3032 for subkeys that make no statement.
    """
    keyword = upper_case(keyword)
    if keyword not in KEYWORDS or keyword in USER_KEYWORDS:
        raise unknown_keyword(keyword)
    words = subkeys(value)
    try:
        return _make(keyword, value.strip(), words, old)
    except (KeyError, StatementError) as error:
        raise Refusal(8, 3032, f"{keyword}: {error}".replace("'", "")) from None


def _make(keyword: str, value: str, words: dict[str, str], old: Statement | None) -> Statement:
    if keyword in _COMMANDS:
        return _make_command(keyword, value, words)
    makers: dict[str, Callable[[dict[str, str], Statement | None], Statement]] = {
        "CONSOLE": _make_console,
        "CPU": _make_cpu,
        "CPU_MAXIMUM": lambda w, _: Machine(upper_case(w.get("TYPE", "ESA")), number(w["COUNT"], "number of CPUs")),
        "DEDICATE": lambda w, _: Dedicate(
            device_number(w["VDEV"]), upper_case(w["RDEV"]), upper_case(w.get("MODE", ""))
        ),
        "IPL": lambda w, _: Ipl(upper_case(w["VDEV"]), w.get("LOADPARM", ""), w.get("PARM", "")),
        "LINK": _make_link,
        "MDISK": _make_mdisk,
        "NICDEF": _make_nicdef,
        "SPOOL": lambda w, _: Spool(
            device_number(w["VDEV"]), upper_case(w["DEVTYPE"]).replace("_", " "), upper_case(w.get("CLASS", ""))
        ),
    }
    if keyword in makers:
        return makers[keyword](words, old)
    if keyword == "INCLUDE":
        return Include(upper_case(value))
    if keyword == "OPTION":
        return Option(tuple(upper_case(value).split()))
    if keyword == "SHARE":
        kind = "ABSOLUTE" if "ABSOLUTE" in words else "RELATIVE"
        limit = words.get("LIMIT", "")
        return Share(kind, words[kind], upper_case(f"LIMIT{limit}") if limit else "")
    return Other("VMRELOCATE", f"VMRELOCATE {upper_case(value)}")


def _make_command(keyword: str, value: str, words: dict[str, str]) -> Command:
    beginning = " ".join(_COMMANDS[keyword])
    if keyword == "COMMAND_DEFINE_CPU":
        kind = f" TYPE {upper_case(words['TYPE'])}" if "TYPE" in words else ""
        return Command(f"{beginning} {upper_case(words['CPUADDR'])}{kind}")
    return Command(f"{beginning} {upper_case(value).replace('=', ' ')}")


def _make_console(words: dict[str, str], _: Statement | None) -> Console:
    return Console(
        device_number(words["VDEV"]),
        upper_case(words.get("DEVTYPE", "3215")),
        upper_case(words.get("CLASS", "")),
        upper_case(words.get("USERID", "")),
    )


def _make_cpu(words: dict[str, str], _: Statement | None) -> Cpu:
    address = device_number(words["CPUADDR"])
    if address > 63:
        raise Refusal(520, 28)
    dedicate = {"YES": "DEDICATE", "NO": "NODEDICATE"}.get(upper_case(words.get("DEDICATE", "")), "")
    return Cpu(address, upper_case(words.get("BASE", "")) == "YES", upper_case(words.get("CPUID", "")), dedicate)


def _make_link(words: dict[str, str], _: Statement | None) -> Link:
    return Link(
        upper_case(words["USERID"]),
        device_number(words["VDEV1"]),
        device_number(words.get("VDEV2", words["VDEV1"])),
        upper_case(words.get("MODE", "")),
    )


def _make_mdisk(words: dict[str, str], old: Statement | None) -> Mdisk:
    names = ("READPASSWORD", "WRITEPASSWORD", "MULTIPASSWORD")
    passwords = tuple(upper_case(words[name]) for name in names if words.get(name))
    if isinstance(old, Mdisk):
        mode = upper_case(words.get("MODE", old.mode))
        return replace(old, mode=mode, passwords=passwords or old.passwords)
    vdev, kind = device_number(words["VDEV"]), upper_case(words.get("DISKTYPE", "PERM"))
    device_type, mode = upper_case(words.get("DEVTYPE", "XXXX")), upper_case(words.get("MODE", "W"))
    size = number(words["COUNT"], "size") if kind != "DEVNO" else 0
    if kind in AUTOMATIC:
        return Mdisk(vdev, device_type, kind, None, size, upper_case(words["NAME"]), mode, passwords)
    if kind in ("T-DISK", "V-DISK"):
        return Mdisk(vdev, device_type, kind, None, size, "", mode, passwords)
    if kind == "DEVNO":
        return Mdisk(vdev, device_type, kind, None, 0, upper_case(words["VOLID"]), mode, passwords)
    return Mdisk(
        vdev, device_type, "", number(words["START"], "start"), size, upper_case(words["VOLID"]), mode, passwords
    )


def _make_nicdef(words: dict[str, str], old: Statement | None) -> Nicdef:
    base = old if isinstance(old, Nicdef) else Nicdef(device_number(words["VDEV"]))
    named = {
        "adapter_type": "TYPE",
        "lan_owner": "LAN",
        "lan_name": "SWITCHNAME",
        "channel_path": "CHPID",
        "mac_id": "MACID",
        "vlan": "VLAN",
        "port_type": "PORTTYPE",
        "port_number": "PORTNUMBER",
    }
    changes: dict[str, str] = {field: upper_case(words[key]) for field, key in named.items() if key in words}
    if "lan_name" in changes:
        changes.setdefault("lan_owner", base.lan_owner or "SYSTEM")
    devices = number(words["DEVICES"], "number of devices") if "DEVICES" in words else base.devices
    return replace(base, devices=devices, **changes)  # type: ignore[arg-type]  # the fields named are texts
