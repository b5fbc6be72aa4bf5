# SPDX-License-Identifier: Apache-2.0
"""The virtual CPUs and the CPU share of a directory entry, and what must be changed to get from one state to another.

A CPU is defined by a CPU statement or by a DEFINE CPU command. Both are left as they are; new ones are commands, as in
the entries written here. CPU 00 is there without any definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from zfleet_guest.read_entry import statements
from zfleet_guest.spec import Share

Pairs = tuple[tuple[str, str | None], ...]
"""Keywords of the Image_Definition functions with their values."""

CPU, DEFINE, SHARE = "CPU", "COMMAND_DEFINE_CPU", "SHARE"
DEFAULT_TYPE = "IFL"


@dataclass(frozen=True, slots=True)
class CpuDefinitions:
    """What an entry says itself.

    `own`: keyword and value of each CPU, by address; `together`: addresses that a command defines along with others,
    and that cannot be taken out alone; `share`: the value of keyword SHARE, empty for none; `maximum`: of the MACHINE
    statement, None when it gives none.
    """

    own: Mapping[int, tuple[str, str]]
    together: frozenset[int] = frozenset()
    share: str = ""
    maximum: int | None = None

    @property
    def addresses(self) -> frozenset[int]:
        """The addresses of all CPUs that the entry defines."""
        return frozenset(self.own) | self.together

    def with_cpus(self, added: Iterable[int], removed: Iterable[int]) -> CpuDefinitions:
        """With other CPUs; new ones are of the type that the entry's commands have, IFL when there are none."""
        kinds = [value.partition(" TYPE=")[2] for keyword, value in self.own.values() if keyword == DEFINE]
        kind = next((each for each in kinds if each), DEFAULT_TYPE)
        own = {address: each for address, each in self.own.items() if address not in set(removed)}
        own |= {address: (DEFINE, f"CPUADDR={address:02X} TYPE={kind}") for address in added}
        return replace(self, own=own)

    def with_share(self, share: Share) -> CpuDefinitions:
        """With another share; a limit of the same kind of share stays."""
        kind, _, rest = self.share.partition("=")
        limit = f" LIMIT{rest.partition(' LIMIT')[2]}" if kind == share.kind and " LIMIT" in rest else ""
        return replace(self, share=f"{share.kind}={share.value}{limit}")


@dataclass(frozen=True, slots=True)
class Change:
    """What to set and what to take out. `update` goes first: what it does is easily undone."""

    update: Pairs
    delete: Pairs

    def __bool__(self) -> bool:
        return bool(self.update or self.delete)


def definitions_of(records: Iterable[str]) -> CpuDefinitions:
    """What records say of CPUs; a statement that makes no sense counts for nothing."""
    own: dict[int, tuple[str, str]] = {}
    together: set[int] = set()
    share, maximum = "", None
    for keyword, words in statements(records):
        try:
            if keyword == "CPU":
                own[int(words[0], 16)] = (CPU, _cpu_value(words))
            elif keyword == "COMMAND" and _defines_cpus(words):
                addresses, kind = _define_command(words[2:])
                if len(addresses) == 1:
                    own[addresses[0]] = (DEFINE, f"CPUADDR={addresses[0]:02X}{kind}")
                else:
                    together.update(addresses)
            elif keyword == "SHARE":
                share = _share_value(words)
            elif keyword == "MACHINE":
                maximum = int(words[1])
        except (IndexError, ValueError):
            continue
    return CpuDefinitions(own, frozenset(together), share, maximum)


def change_between(now: CpuDefinitions, wanted: CpuDefinitions) -> Change:
    """What brings an entry from one state to the other."""
    update: list[tuple[str, str | None]] = []
    delete: list[tuple[str, str | None]] = []
    for address in sorted(set(now.own) | set(wanted.own)):
        old, new = now.own.get(address), wanted.own.get(address)
        if new is not None and new != old:
            update.append(new)
        if old is not None and (new is None or new[0] != old[0]):
            delete.append((old[0], f"CPUADDR={address:02X}"))
    if wanted.share and wanted.share != now.share:
        update.append((SHARE, wanted.share))
    elif now.share and not wanted.share:
        delete.append((SHARE, None))
    return Change(tuple(update), tuple(delete))


def same(one: CpuDefinitions, other: CpuDefinitions) -> bool:
    """Whether two states are alike in what can be changed."""
    return not change_between(one, other)


def _defines_cpus(words: list[str]) -> bool:
    verb = words[0].upper() if len(words) > 2 else ""
    return len(verb) >= 3 and "DEFINE".startswith(verb) and words[1].upper() == "CPU"


def _define_command(words: list[str]) -> tuple[list[int], str]:
    """The addresses of a DEFINE CPU command, and its type as a subkey; ranges as 00-03."""
    addresses: list[int] = []
    for at, word in enumerate(words):
        if word.upper() == "TYPE":
            return addresses, f" TYPE={words[at + 1].upper()}"
        first, _, last = word.partition("-")
        addresses += range(int(first, 16), int(last or first, 16) + 1)
    return addresses, ""


def _cpu_value(words: list[str]) -> str:
    """A CPU statement as subkeys."""
    upper = [word.upper() for word in words]
    value = f"CPUADDR={int(upper[0], 16):02X}"
    if "BASE" in upper:
        value += " BASE=YES"
    if "CPUID" in upper:
        value += f" CPUID={upper[upper.index('CPUID') + 1]}"
    for word, answer in (("DEDICATE", "YES"), ("NODEDICATE", "NO")):
        if word in upper:
            value += f" DEDICATE={answer}"
    return value


def _share_value(words: list[str]) -> str:
    """A SHARE statement as subkeys: RELATIVE 200 LIMITHARD is RELATIVE=200 LIMIT=HARD."""
    upper = [word.upper() for word in words]
    kind = next(each for each in ("RELATIVE", "ABSOLUTE") if len(upper[0]) >= 3 and each.startswith(upper[0]))
    limit = next((f" LIMIT={word[5:]}" for word in upper[2:] if word.startswith("LIMIT") and word[5:]), "")
    return f"{kind}={upper[1]}{limit}"
