# SPDX-License-Identifier: Apache-2.0
"""CPUs, memory and devices of a guest, as its Linux and CP's commands from inside of it change them."""

from __future__ import annotations

import re
from dataclasses import replace

from zfleet_simulator.cp_commands import perform
from zfleet_simulator.guest_linux.session import Program, Session, bad, good
from zfleet_simulator.linux import GuestAnswer
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError, memory_kilobytes, memory_text
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.virtual_machine import is_define, is_storage

_SOME_DONE = 64  # what chcpu and chmem end with when they could do a part
_BLOCK_KB = 128 << 10
_VDEV = re.compile(r"(0\.0\.)?[0-9a-fA-F]{1,4}")


# --- CPUs ------------------------------------------------------------------------------------------------------------


def _lscpu(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    known, online = _known_cpus(session), _online_cpus(session)
    if not any(word.startswith(("--parse", "-p")) for word in words):
        offline = [str(one) for one in known if one not in online]
        lines = ["Architecture:          s390x", f"CPU(s):                {len(known)}",
                 f"On-line CPU(s) list:   {','.join(map(str, online))}"]  # fmt: skip
        return good(*lines, *([f"Off-line CPU(s) list:  {','.join(offline)}"] if offline else []))
    chosen = online
    if "--all" in words or "-a" in words:
        chosen = known
    elif "--offline" in words or "-c" in words:
        chosen = [one for one in known if one not in online]
    head = ("# The following is the parsable format, which can be fed to other", "# programs.", "# Address")
    return good(*head, *map(str, chosen))


def _known_cpus(session: Session) -> list[int]:
    defined = {cpu.address for cpu in session.guest.cpus}
    return [address for address in session.linux.known_cpus if address in defined]


def _online_cpus(session: Session) -> list[int]:
    return [address for address in _known_cpus(session) if address in session.linux.online_cpus]


def _nproc(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    return good(str(len(_online_cpus(session))))


def _chcpu(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    option = words[0] if words else ""
    if option in ("-r", "--rescan"):
        known = tuple(sorted(cpu.address for cpu in session.guest.cpus))
        session.put_linux(replace(session.linux, known_cpus=known))
        return good("Triggered rescan of CPUs")
    if option not in ("-e", "--enable", "-d", "--disable") or len(words) < 2:
        return bad(1, "chcpu: bad usage")
    try:
        wanted = _cpu_list(words[1])
    except ValueError:
        return bad(1, f"chcpu: failed to parse CPU list: {words[1]}")
    change = _enable if option in ("-e", "--enable") else _disable
    said = [change(session, address) for address in wanted]
    failed = sum(not done for done, _ in said)
    code = 0 if not failed else 1 if failed == len(said) else _SOME_DONE
    return bad(code, *(text for _, text in said))


def _cpu_list(text: str) -> list[int]:
    """CPU numbers and ranges between commas. ValueError."""
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        first, last = int(low), int(high or low)
        if not 0 <= first <= last <= 1023:
            raise ValueError(part)
        found.extend(range(first, last + 1))
    return found


def _enable(session: Session, address: int) -> tuple[bool, str]:
    if address not in _known_cpus(session):
        return False, f"CPU {address} does not exist"
    if address in _online_cpus(session):
        return True, f"CPU {address} is already enabled"
    online = tuple(sorted((*_online_cpus(session), address)))
    session.put_linux(replace(session.linux, online_cpus=online))
    return True, f"CPU {address} enabled"


def _disable(session: Session, address: int) -> tuple[bool, str]:
    online = _online_cpus(session)
    if address not in _known_cpus(session):
        return False, f"CPU {address} does not exist"
    if address not in online:
        return True, f"CPU {address} is already disabled"
    if len(online) == 1:
        return False, f"CPU {address} disable failed (last enabled CPU)"
    session.put_linux(replace(session.linux, online_cpus=tuple(one for one in online if one != address)))
    return True, f"CPU {address} disabled"


# --- memory ----------------------------------------------------------------------------------------------------------


def _lsmem(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    in_bytes = any(word in ("-b", "--bytes") for word in words)

    def size(kilobytes: int) -> str:
        return str(kilobytes << 10) if in_bytes else memory_text(kilobytes) if kilobytes else "0B"

    online, offline = session.guest.memory_kb, session.guest.standby_kb
    lines = ["RANGE                                  SIZE   STATE REMOVABLE BLOCK"]
    for first, kilobytes, state in ((0, online, "online"), (online, offline, "offline")):
        if kilobytes:
            span = f"0x{first << 10:016x}-0x{((first + kilobytes) << 10) - 1:016x}"
            blocks = f"{first // _BLOCK_KB}-{(first + kilobytes - 1) // _BLOCK_KB}"
            lines.append(f"{span} {size(kilobytes)} {state} yes {blocks}")
    totals = (("Memory block size:", _BLOCK_KB), ("Total online memory:", online), ("Total offline memory:", offline))
    return good(*lines, "", *(f"{name:<24}{size(kilobytes):>16}" for name, kilobytes in totals))


def _chmem(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    option, amount = words[0] if words else "", words[1] if len(words) > 1 else ""
    try:
        kilobytes = memory_kilobytes(amount)
    except (StatementError, IndexError):
        return bad(1, f"chmem: Invalid parameter: {amount}")
    guest = session.guest
    if option in ("-e", "--enable"):
        done = min(kilobytes, guest.standby_kb)
        session.put(replace(guest, memory_kb=guest.memory_kb + done, standby_kb=guest.standby_kb - done))
        word = "enable"
    elif option in ("-d", "--disable"):
        done = min(kilobytes, guest.memory_kb - _BLOCK_KB)
        session.put(replace(guest, memory_kb=guest.memory_kb - done, standby_kb=guest.standby_kb + done))
        word = "disable"
    else:
        return bad(1, "chmem: bad usage")
    if done == kilobytes:
        return good()
    if not done:
        return bad(1, f"chmem: failed to {word} {amount} of memory")
    return bad(_SOME_DONE, f"chmem: Could only {word} {memory_text(done)} of memory")


# --- CP and devices --------------------------------------------------------------------------------------------------


def _vmcp(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    text = upper_case(" ".join(words))
    code, lines = _cp(session, text.split())
    if code:
        lines = (*lines, f"Error: non-zero CP response for command '{text}': #{code}")
    return bad(1 if code else 0, *lines)


def _cp(session: Session, words: list[str]) -> tuple[int, tuple[str, ...]]:
    """CP commands of a class G user: the return code and what CP says."""
    try:
        if len(words) > 2 and is_define(words[0]) and words[1] == "CPU":
            return _define_cpus(session, words[2:])
        if len(words) > 2 and is_define(words[0]) and is_storage(words[1]):
            return _define_storage(session, words[2:])
        if len(words) > 1 and words[0] in ("Q", "QU", "QUE", "QUERY"):
            rest = words[2:] if words[1] in ("V", "VIRT", "VIRTUAL") and len(words) > 2 else words[1:]
            if is_storage(rest[0]):
                return 0, (_storage(session),)
            if _VDEV.fullmatch(rest[0]):
                return _performed(session, f"QUERY VIRTUAL {rest[0]}")
            return _performed(session, " ".join(["QUERY", *words[1:]]))
        if words[:1] and words[0] in ("DET", "DETACH"):
            return _performed(session, " ".join(words))
    except Refusal as refusal:
        return refusal.reason_code or 1, (f"HCPERR{refusal.reason_code:03}E {refusal}",)
    return 1, (f"HCPCMD001E Unknown CP command: {words[0] if words else ''}",)


def _performed(session: Session, text: str) -> tuple[int, tuple[str, ...]]:
    said = perform(session.parts, session.user_id, text)
    return said.return_code, said.lines


def _define_cpus(session: Session, words: list[str]) -> tuple[int, tuple[str, ...]]:
    """DEFINE CPU list [TYPE type]: addresses are hexadecimal, separated by blanks or commas, or ranges."""
    kind = words[words.index("TYPE") + 1] if "TYPE" in words[:-1] else ""
    operands = words[: words.index("TYPE")] if "TYPE" in words else words
    addresses: list[int] = []
    for word in " ".join(operands).replace(",", " ").split():
        low, _, high = word.partition("-")
        if not re.fullmatch("[0-9A-F]{1,2}", low) or not re.fullmatch("[0-9A-F]{0,2}", high):
            return 3, (f"HCPDFN003E Invalid option - {word}",)
        addresses.extend(range(int(low, 16), int(high or low, 16) + 1))
    lines, code = [], 0
    for address in addresses:
        try:
            session.parts.cp.define_cpu(session.user_id, address, kind)
            lines.append(f"CPU {address:02X} defined")
        except Refusal as refusal:
            said = {24: "already exists", 28: "not defined; the maximum is reached"}
            lines.append(f"HCPCPU1458E CPU {address:02X} {said.get(refusal.reason_code, 'not defined')}")
            code = 1458
    return code, tuple(lines)


def _storage(session: Session) -> str:
    guest = session.guest
    sizes = {
        "STORAGE": guest.memory_kb,
        "MAX": guest.max_memory_kb,
        "INC": 1 << 10,
        "STANDBY": guest.standby_kb,
        "RESERVED": guest.reserved_kb,
    }
    return "  ".join(f"{name} = {memory_text(size) if size else 0}" for name, size in sizes.items())


def _define_storage(session: Session, words: list[str]) -> tuple[int, tuple[str, ...]]:
    """DEFINE STORAGE STANDBY size: what a running guest may do without losing its memory."""
    guest = session.guest
    if words[0] != "STANDBY" or len(words) < 2:
        return 3, (f"HCPDST003E Invalid option - {words[0]}",)
    try:
        left = guest.max_memory_kb - guest.memory_kb
        standby = left if words[1] == "REMAINDER" else memory_kilobytes(words[1])
    except (StatementError, IndexError):
        return 26, (f"HCPDST026E Operand missing or invalid - {words[1]}",)
    if standby > left:
        return 94, ("HCPDST094E Storage size exceeds the allowed maximum",)
    session.put(replace(guest, standby_kb=standby, reserved_kb=min(guest.reserved_kb, left - standby)))
    return 0, (_storage(session),)


def _chccwdev(session: Session, words: tuple[str, ...], _: str) -> GuestAnswer:
    option = words[0] if words else ""
    if option not in ("-e", "--online", "-d", "--offline") or len(words) < 2:
        return bad(1, "chccwdev: bad usage")
    offline = option in ("-d", "--offline")
    numbers = [int(word.rpartition(".")[2], 16) for word in words[1].split(",") if _VDEV.fullmatch(word)]
    missing = [f"{vdev:04x}" for vdev in numbers if vdev not in session.guest.occupied()]
    if missing or not numbers:
        return bad(1, f"chccwdev: Device 0.0.{missing[0] if missing else words[1]} not found")
    others = tuple(one for one in session.linux.offline_devices if one not in numbers)
    session.put_linux(replace(session.linux, offline_devices=(*others, *(numbers if offline else ()))))
    return good(*(f"Setting device 0.0.{one:04x} {'offline' if offline else 'online'}" for one in numbers), "Done")


PROGRAMS: dict[str, Program] = {
    "lscpu": _lscpu,
    "nproc": _nproc,
    "chcpu": _chcpu,
    "lsmem": _lsmem,
    "chmem": _chmem,
    "vmcp": _vmcp,
    "chccwdev": _chccwdev,
}
