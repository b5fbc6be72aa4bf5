# SPDX-License-Identifier: Apache-2.0
"""Asks a running Linux what it is. Independent commands run at the same time; what one cannot tell stays empty."""

from __future__ import annotations

import ipaddress
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_guest.directory import Directory
from zfleet_guest.guest_commands import (
    GuestCommands,
    GuestCommandTimedOut,
    GuestNotAuthorised,
    GuestNotReachable,
)
from zfleet_guest.power import Power
from zfleet_guest.refusals import explaining
from zfleet_guest.zvm import a_few_at_a_time, together
from zfleet_runtime.deadline import within
from zfleet_runtime.smapi_errors import no_such_guest

DEFAULT_TIMEOUT = 30.0  # seconds
_AT_ONCE = 4  # commands in one guest: its agent has a short queue

_OS_RELEASE = ("cat", "/etc/os-release")
_OLD_RELEASES = (("cat", "/etc/redhat-release"), ("cat", "/etc/SuSE-release"))
_KERNEL = ("uname", "-srm")
_CPUS = ("lscpu", "--parse=ADDRESS")
_MEMORY = ("lsmem", "-b")
_MEMORY_INFO = ("cat", "/proc/meminfo")
_ADDRESSES = ("ip", "-o", "addr", "show")
_MOUNTS = ("cat", "/proc/mounts")
_DASD = ("cat", "/proc/dasd/devices")


@dataclass(frozen=True, slots=True)
class Release:
    """A distribution's version word (rhel8.4) and its own name; both empty when not known."""

    os_version: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a Linux says of itself. Not reachable: nothing but the reason."""

    unreachable_reason: str = ""
    release: Release = Release()
    kernel: str = ""
    online_cpu_count: int = 0
    memory_mib: int = 0
    addresses: tuple[str, ...] = ()
    root_device_number: str = ""

    @property
    def reachable(self) -> bool:
        """It answered."""
        return not self.unreachable_reason


class Inspector:
    """Looks into the Linux of guests."""

    def __init__(self, commands: GuestCommands, power: Power, directory: Directory) -> None:
        self._commands = commands
        self._power = power
        self._directory = directory

    async def inspect(self, user_id: str, timeout: float) -> Inspection:
        """What the guest's Linux is. NOT_FOUND when the directory has no such guest."""
        try:
            return await self._ask(user_id, within(timeout))
        except GuestNotReachable as error:
            return Inspection(unreachable_reason=await self._why(user_id, error.reason))
        except (GuestNotAuthorised, GuestCommandTimedOut) as error:
            return Inspection(unreachable_reason=error.reason)

    async def _ask(self, user_id: str, timeout: float) -> Inspection:
        async def said(*commands: Sequence[str]) -> list[str]:
            """Output of each command up to the first that succeeds; empty of those that failed."""
            outputs: list[str] = []
            for command in commands:
                answer = await self._commands.run(user_id, command, timeout)
                outputs.append("" if answer.exit_code else answer.output)
                if outputs[-1]:
                    break
            return outputs

        questions = (
            said(_OS_RELEASE, *_OLD_RELEASES),
            said(_KERNEL),
            said(_CPUS),
            said(_MEMORY, _MEMORY_INFO),
            said(_ADDRESSES),
            said(_MOUNTS),
            said(_DASD),
        )
        answers = await a_few_at_a_time(questions, _AT_ONCE)
        release, kernel, cpus, memory, addresses, mounts, dasd = ("".join(answer) for answer in answers)
        return Inspection(
            release=release_of(release),
            kernel=kernel.strip()[:200],
            online_cpu_count=cpu_count_of(cpus),
            memory_mib=memory_of(memory),
            addresses=addresses_of(addresses),
            root_device_number=root_device_of(mounts, dasd),
        )

    async def _why(self, user_id: str, reason: str) -> str:
        with explaining(user_id):
            on, exists = await together(self._power.is_on(user_id), self._directory.exists(user_id))
        if not exists:
            raise no_such_guest(user_id)
        return reason if on else "GUEST_NOT_RUNNING"


def release_of(text: str) -> Release:
    """What a release file says: os-release, or that of an old Red Hat or SUSE system."""
    fields = _assignments(text)
    if fields.get("ID"):
        version = fields.get("VERSION_ID", "")
        name = fields.get("PRETTY_NAME") or " ".join((fields.get("NAME", fields["ID"]), version)).strip()
        return Release(_word(fields["ID"] + version), _line(name))
    first = text.strip().partition("\n")[0]
    red_hat = re.search(r"\brelease (\d+(?:\.\d+)*)", first)
    if first.startswith("Red Hat") and red_hat:
        return Release(f"rhel{red_hat[1]}", _line(first))
    suse = re.match(r"SUSE Linux Enterprise Server (\d+)", first)
    if suse:
        patch_level = fields.get("PATCHLEVEL", "0")
        return Release(f"sles{suse[1]}" + (f".{patch_level}" if patch_level.strip("0") else ""), _line(first))
    return Release("", _line(first))


def cpu_count_of(text: str) -> int:
    """CPUs in the parseable list of lscpu: a line each, between comments."""
    return sum(1 for line in text.splitlines() if line.strip() and not line.startswith("#"))


def memory_of(text: str) -> int:
    """MiB online, of lsmem -b (bytes) or /proc/meminfo (KiB)."""
    online = re.search(r"^Total online memory\s*:\s*(\d+)", text, re.MULTILINE)
    if online:
        return int(online[1]) >> 20
    total = re.search(r"^MemTotal:\s*(\d+) kB", text, re.MULTILINE)
    return int(total[1]) >> 10 if total else 0


def addresses_of(text: str) -> tuple[str, ...]:
    """Addresses with their prefix lengths, of ip -o addr; loopback and link-local ones are left out."""
    found = []
    for word in re.findall(r"\binet6? (\S+)", text):
        try:
            address = ipaddress.ip_interface(word)
        except ValueError:
            continue
        if not (address.ip.is_loopback or address.ip.is_link_local):
            found.append(str(address))
    return tuple(dict.fromkeys(found))


def root_device_of(mounts: str, dasd: str) -> str:
    """The device number of the DASD with the root file system, of /proc/mounts and /proc/dasd/devices."""
    # The last one counts: the kernel's own first root is mounted over.
    sources = [words[0] for words in map(str.split, mounts.splitlines()) if words[1:2] == ["/"]]
    device = re.fullmatch(r"/dev/(dasd[a-z]+)\d*", sources[-1]) if sources else None
    if device is None:
        return ""
    line = re.search(rf"^0\.0\.([0-9a-fA-F]{{4}})\(.*\bis {device[1]}\b", dasd, re.MULTILINE)
    return line[1].upper() if line else ""


def _assignments(text: str) -> dict[str, str]:
    """NAME=value and NAME = value of a release file; values may be quoted as for a shell. Nothing is evaluated."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[A-Z_]+", name.strip()):
            continue
        try:
            words = shlex.split(value.strip())
        except ValueError:
            continue
        found[name.strip()] = " ".join(words)
    return found


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._+-]", "", text)[:64].lower()


def _line(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:200]
