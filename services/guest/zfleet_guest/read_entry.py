# SPDX-License-Identifier: Apache-2.0
"""Reads a directory entry as Image_Query_DM answers it: records in, DirectoryEntry out, passwords masked.

Real entries are written by people: keywords come abbreviated, statements indented or continued, and there are far more
of them than are understood here. A statement that makes no sense is shown as it is and counts for nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from zfleet_guest.directory_entry import DirectoryEntry, DirectoryMinidisk, DirectoryNic
from zfleet_guest.entry import COLUMNS
from zfleet_guest.spec import AlternatePath, DedicatedDevice, Extent, LoadDevice

MASK = "********"
# Words in the password's place that are no secret: they say how, or that nobody, may log on.
NOT_SECRET = frozenset(("LBYONLY", "NOLOG", "AUTOONLY", "NOPASS"))
# Link passwords of an MDISK statement that say who may link without one.
_NOT_SECRET_LINK = frozenset(("ALL",))
# The directory manager's own notes follow this line; they are none of the guest's statements.
_NOTES = "*DVHOPT"
# Keyword: its shortest form (CP Planning and Administration, "Creating and Updating a User Directory").
_SHORTEST = {
    "USER": 1, "IDENTITY": 2, "PROFILE": 2, "INCLUDE": 4, "MACHINE": 3, "COMMAND": 3, "CPU": 3, "IPL": 1, "MDISK": 1,
    "NICDEF": 6, "SHARE": 5, "SUBCONFIG": 3, "DEDICATE": 3,
}  # fmt: skip
_KIB = {"K": 1, "M": 1024, "G": 1024**2, "T": 1024**3, "P": 1024**4, "E": 1024**5}


def read_entry(user_id: str, records: Iterable[str]) -> DirectoryEntry:
    """The entry of `user_id`. Records may have a sequence field in columns 73 to 80 and trailing blanks."""
    lines = list(_own_lines(records))
    found = _Found()
    for words in _statements(lines):
        reader = _READERS.get(keyword_of(words[0]))
        if reader is not None:
            try:
                reader(found, words[1:])
            except (IndexError, ValueError):
                continue  # not a form that we know: it is shown among the statements all the same
    return DirectoryEntry(
        user_id=user_id,
        statements=tuple(mask_passwords(lines)),
        profile=found.profile,
        cpu_count=len(found.cpus) or None,
        max_cpu_count=found.max_cpus,
        memory_mib=found.memory_kib // 1024,
        max_memory_mib=found.max_memory_kib // 1024,
        ipl=found.ipl,
        minidisks=tuple(found.minidisks),
        nics=tuple(found.nics.values()),
        load_device=found.load_device,
        dedicated=tuple(found.dedicated),
    )


def own_lines(records: Iterable[str]) -> tuple[str, ...]:
    """The lines of an entry as they can be written again: without sequence fields and the directory manager's notes."""
    return tuple(_own_lines(records))


def statements(records: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Keyword, in upper case and full length, and operands of each statement of an entry, comments left out."""
    for words in _statements(list(_own_lines(records))):
        yield keyword_of(words[0]), words[1:]


def with_profile(entry: DirectoryEntry, profile_records: Iterable[str]) -> DirectoryEntry:
    """The entry with what it leaves to its profile: number of CPUs and IPL; a CPU count of nobody's is CP's one."""
    profile = read_entry(entry.user_id, profile_records)
    return replace(
        entry,
        cpu_count=entry.cpu_count or profile.cpu_count,
        max_cpu_count=entry.max_cpu_count or profile.max_cpu_count,
        ipl=entry.ipl or profile.ipl,
        load_device=entry.load_device or profile.load_device,
    )


def mask_passwords(lines: Sequence[str]) -> Iterator[str]:
    """The lines with the passwords of USER, IDENTITY, MDISK and APPCPASS statements replaced by MASK.

    A statement with a password may be continued, so the words are counted over the records that it takes; everything
    else of a record stays as it is. The directory manager's own *PW notes are masked whole.
    """
    keyword, at = "", 0
    for line in lines:
        if line.lstrip().startswith("*"):
            yield _masked_note(line)
            continue
        kept, position = line, 0
        for word in line.split():
            start = kept.index(word, position)
            position = start + len(word)
            if word == ",":
                continue
            if at == 0:
                keyword = keyword_of(word)
            elif _is_secret(keyword, at, word.rstrip(",")):
                kept = kept[:start] + MASK + kept[position:]
                position = start + len(MASK)
            at += 1
        yield kept
        if not line.endswith(","):
            at = 0


def fingerprint(records: Iterable[str]) -> str:
    """What makes an entry recognisable as the one that was sent, however the directory manager has rewritten it.

    It puts disks in their places, adds notes and operands of NICs, pads and folds; so a disk counts by number, type and
    size, a NIC by its number, a user by all but the password, any other statement by its words.
    """
    kept: set[str] = set()
    for words in _statements(list(_own_lines(records))):
        keyword, upper = keyword_of(words[0]), [word.upper() for word in words[1:]]
        if keyword == "MDISK":
            kept.add(f"MDISK {' '.join(upper[:2])} {_mdisk_size(upper)}")
        elif keyword == "NICDEF":
            kept.add(f"NICDEF {upper[0] if upper else ''}")
        elif keyword == "USER":
            kept.add(" ".join(("USER", *upper[:1], *upper[2:])))
        else:
            kept.add(" ".join((keyword, *upper)))
    return hashlib.sha256("\n".join(sorted(kept)).encode()).hexdigest()


@dataclass
class _Found:
    """What the statements read so far have told."""

    profile: str = ""
    cpus: set[int] = field(default_factory=set)
    max_cpus: int | None = None
    memory_kib: int = 0
    max_memory_kib: int = 0
    ipl: str = ""
    minidisks: list[DirectoryMinidisk] = field(default_factory=list)
    nics: dict[str, DirectoryNic] = field(default_factory=dict)
    load_device: LoadDevice | None = None
    dedicated: list[DedicatedDevice] = field(default_factory=list)


def _own_lines(records: Iterable[str]) -> Iterator[str]:
    for record in records:
        line = record[:COLUMNS].rstrip()
        if line.startswith(_NOTES):
            return
        if line:
            yield line


def _statements(lines: Sequence[str]) -> Iterator[list[str]]:
    """The words of each statement, continued ones joined, comments left out; never empty."""
    text = ""
    for line in lines:
        if line.lstrip().startswith("*"):
            continue
        text = f"{text} {line}"
        if text.endswith(","):
            text = text[:-1]
            continue
        if words := text.split():
            yield words
        text = ""
    if words := text.split():
        yield words


def keyword_of(word: str) -> str:
    """A statement's keyword in upper case and, when it is one that is known here, in full length."""
    upper = word.upper()
    for whole, shortest in _SHORTEST.items():
        if len(upper) >= shortest and whole.startswith(upper):
            return whole
    return upper


def _is_secret(keyword: str, at: int, word: str) -> bool:
    if not word:
        return False
    if keyword in ("USER", "IDENTITY"):
        return at == 2 and word.upper() not in NOT_SECRET
    if keyword == "APPCPASS":
        return at > 0
    # MDISK vdev type start size volume mode, then up to three passwords.
    return keyword == "MDISK" and 7 <= at <= 9 and word.upper() not in _NOT_SECRET_LINK


def _masked_note(line: str) -> str:
    head, separator, _ = line.partition("=")
    return f"{head}{separator} {MASK}" if separator and head.lstrip().upper().startswith("*PW") else line


def kibibytes(word: str) -> int:
    """Memory as a USER statement has it, in KiB: a number with K, M, G, T, P or E, else of KiB. ValueError."""
    upper = word.upper()
    return int(upper[:-1]) * _KIB[upper[-1]] if upper[-1] in _KIB else int(upper)


def _device(word: str) -> str:
    return f"{int(word, 16):04X}"


def _user(found: _Found, words: list[str]) -> None:
    found.memory_kib = kibibytes(words[2])
    found.max_memory_kib = kibibytes(words[3]) if len(words) > 3 else found.memory_kib


def _include(found: _Found, words: list[str]) -> None:
    found.profile = words[0].upper()


def _machine(found: _Found, words: list[str]) -> None:
    found.max_cpus = int(words[1])


def _cpu(found: _Found, words: list[str]) -> None:
    found.cpus.add(int(words[0], 16))


def _command(found: _Found, words: list[str]) -> None:
    """DEFINE CPU 00 TYPE IFL, DEF CPU 00-03, DEFINE CPU 01 02."""
    verb, what = words[0].upper(), words[1].upper()
    if not ("DEFINE".startswith(verb) and len(verb) >= 3 and what == "CPU"):
        return
    for word in words[2:]:
        first, _, last = word.partition("-")
        if not all(letter in "0123456789abcdefABCDEF" for letter in first + last):
            return
        found.cpus.update(range(int(first, 16), int(last or first, 16) + 1))


def _ipl(found: _Found, words: list[str]) -> None:
    found.ipl = words[0].upper()


def _mdisk_size(words: list[str]) -> int:
    """The size of an MDISK statement without its keyword; 0 when it has none (DEVNO)."""
    if len(words) > 2 and words[2] == "DEVNO":
        return 0
    return int(words[3]) if len(words) > 3 and words[3].isdecimal() else 0


def _mdisk(found: _Found, words: list[str]) -> None:
    upper = [word.upper() for word in words]
    number, device_type, where = _device(upper[0]), upper[1], upper[2]
    if where in ("T-DISK", "V-DISK", "DEVNO"):
        mode = upper[4] if len(upper) > 4 else ""
        found.minidisks.append(DirectoryMinidisk(number, device_type, None, _mdisk_size(upper), mode))
        return
    extent = Extent(upper[4], int(where)) if where.isdecimal() else None  # automatic allocation still to be done
    mode = upper[5] if len(upper) > 5 else ""
    # The size may be END: up to the volume's last cylinder, which the entry does not know.
    found.minidisks.append(DirectoryMinidisk(number, device_type, extent, _mdisk_size(upper), mode))


def _nicdef(found: _Found, words: list[str]) -> None:
    number = _device(words[0])
    nic = found.nics.get(number, DirectoryNic(number))
    operands = iter([word.upper() for word in words[1:]])
    for operand in operands:
        if operand == "TYPE":
            nic = replace(nic, type=next(operands, ""))
        elif operand == "LAN":
            next(operands, "")
            nic = replace(nic, virtual_switch=next(operands, ""))
        elif operand == "MACID":
            nic = replace(nic, mac_id=next(operands, ""))
        elif operand == "VLAN":
            vlan = next(operands, "")
            nic = replace(nic, vlan_id=int(vlan) if vlan.isdecimal() else 0)
    found.nics[number] = nic


def _dedicate(found: _Found, words: list[str]) -> None:
    """DEDICATE 1A00 B800, DEDICATE 1A00 RDEV B800; one that names a volume has no number here."""
    real = words[2] if words[1].upper() == "RDEV" else words[1]
    if len(real) <= 4:  # a volume's label has six characters
        found.dedicated.append(DedicatedDevice(_device(words[0]), _device(real)))


def _loaddev(found: _Found, words: list[str]) -> None:
    """LOADDEV PORTNAME, LUN and DEVICE, one or several on a line; SCSI ALTERNATE vdev PORT portname."""
    upper = [word.upper() for word in words]
    here = found.load_device or LoadDevice("", "")
    if upper[:2] == ["SCSI", "ALTERNATE"]:
        path = AlternatePath(_device(upper[2]), upper[4])
        found.load_device = replace(here, alternates=(*here.alternates, path))
        return
    for keyword, value in zip(upper[::2], upper[1::2], strict=False):
        if keyword.startswith("PORT"):
            here = replace(here, port_name=value)
        elif keyword == "LUN":
            here = replace(here, lun=value)
        elif keyword == "DEVICE":
            here = replace(here, device_number=_device(value))
        else:
            break  # SCPDATA is text, which may look like anything
        found.load_device = here


_READERS: dict[str, Callable[[_Found, list[str]], None]] = {
    "USER": _user,
    "IDENTITY": _user,
    "INCLUDE": _include,
    "MACHINE": _machine,
    "CPU": _cpu,
    "COMMAND": _command,
    "IPL": _ipl,
    "MDISK": _mdisk,
    "NICDEF": _nicdef,
    "DEDICATE": _dedicate,
    "LOADDEV": _loaddev,
}
