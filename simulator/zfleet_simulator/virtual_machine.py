# SPDX-License-Identifier: Apache-2.0
"""What the statements of a directory entry make of a virtual machine: memory, CPUs, share, adapters."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.guests import Device, Guest, VirtualCpu
from zfleet_simulator.statements import (
    Command,
    Cpu,
    Loaddev,
    Machine,
    Nicdef,
    Share,
    Statement,
    StatementError,
    User,
    memory_kilobytes,
)
from zfleet_simulator.upper_case import upper_case

_NO_DEVICES: dict[int, Device] = {}


def machine_of(user: User, statements: tuple[Statement, ...], cpus: tuple[VirtualCpu, ...], now: float) -> Guest:
    """A guest that logs on now, without devices; the first statement of a kind counts."""
    machine = next((one for one in statements if isinstance(one, Machine)), None)
    share = next((one for one in statements if isinstance(one, Share)), None)
    maximum = machine.max_cpus if machine is not None and machine.max_cpus is not None else len(cpus)
    standby, reserved = _more_memory(user, statements)
    return Guest(
        user_id=user.user_id,
        logged_on_at=now,
        memory_kb=user.memory_kb,
        max_memory_kb=user.max_memory_kb,
        max_cpus=max(maximum, len(cpus)),
        cpus=cpus,
        devices=_NO_DEVICES,
        share_kind=share.kind if share is not None else "RELATIVE",
        share_value=share.value if share is not None else "100",
        standby_kb=standby,
        reserved_kb=reserved,
    )


def _more_memory(user: User, statements: tuple[Statement, ...]) -> tuple[int, int]:
    """Standby and reserved memory as a DEFINE STORAGE command at logon makes them, never above the maximum. KB."""
    left = max(0, user.max_memory_kb - user.memory_kb)
    for one in statements:
        words = upper_case(one.text).split() if isinstance(one, Command) else []
        if len(words) > 2 and is_define(words[0]) and is_storage(words[1]):
            standby = min(left, _operand(words, "STANDBY", left))
            return standby, min(left - standby, _operand(words, "RESERVED", left - standby))
    return 0, 0


def scsi_disk(statements: tuple[Statement, ...]) -> str:
    """Port and LUN of the SCSI disk that LOADDEV statements name; empty for none."""
    found = {one.key: one.value for one in reversed(statements) if isinstance(one, Loaddev)}
    return " ".join((found["PORTNAME"], found["LUN"])) if {"PORTNAME", "LUN"} <= found.keys() else ""


def is_define(word: str) -> bool:
    """True for DEFINE and its abbreviations."""
    return len(word) >= 3 and "DEFINE".startswith(word)


def is_storage(word: str) -> bool:
    """True for STORAGE and what CP takes for it."""
    return word == "STORE" or (len(word) >= 4 and "STORAGE".startswith(word))


def _operand(words: list[str], keyword: str, remainder: int) -> int:
    """Kilobytes behind a keyword; 0 when it is not given or no size."""
    if keyword not in words[:-1]:
        return 0
    text = words[words.index(keyword) + 1]
    try:
        return remainder if text == "REMAINDER" else memory_kilobytes(text)
    except StatementError:
        return 0


def cpus_of(statements: tuple[Statement, ...]) -> tuple[VirtualCpu, ...]:
    """The CPUs that CPU statements and DEFINE CPU commands make; one when there are none, and one of them the base."""
    found: dict[int, VirtualCpu] = {}
    for one in statements:
        if isinstance(one, Cpu):
            found[one.address] = VirtualCpu(one.address, "CP", one.base, one.dedicate == "DEDICATE")
        elif isinstance(one, Command):
            words = upper_case(one.text).split()
            if words[:2] == ["DEFINE", "CPU"] and len(words) > 2:
                kind = words[words.index("TYPE") + 1] if "TYPE" in words[:-1] else "CP"
                for address in _addresses(words[2]):
                    found[address] = VirtualCpu(address, kind)
    cpus = [found[address] for address in sorted(found)] or [VirtualCpu(0)]
    if not any(cpu.base for cpu in cpus):
        cpus[0] = replace(cpus[0], base=True)
    return tuple(cpus)


def _addresses(word: str) -> range:
    """A CPU address or a range of them, as DEFINE CPU takes it."""
    low, _, high = word.partition("-")
    try:
        return range(int(low, 16), int(high or low, 16) + 1)
    except ValueError:
        return range(0)


def merged_adapters(statements: list[Nicdef]) -> tuple[Nicdef, ...]:
    """One value per device number out of the several NICDEF statements that may describe it."""
    found: dict[int, Nicdef] = {}
    for one in statements:
        known = found.get(one.vdev, Nicdef(one.vdev))
        given = {name: value for name, value in vars(one).items() if value not in ("", None)}
        found[one.vdev] = replace(known, **given)
    return tuple(found.values())
