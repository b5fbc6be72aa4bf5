# SPDX-License-Identifier: Apache-2.0
"""The programs of a guest's Linux: arguments in, exit code and output out. CPUs, memory and CP are in resources.py."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Sequence
from ipaddress import ip_interface

from zfleet_simulator.guest_linux import files, resources
from zfleet_simulator.guest_linux.session import Program, Session, bad, good
from zfleet_simulator.guest_linux.shell import ShellError, Step, steps_of
from zfleet_simulator.guests import Dedicated
from zfleet_simulator.linux import GuestAnswer

_FAILED, _USAGE, _NOT_FOUND = 1, 2, 127
_SHELLS = ("sh", "bash", "dash")
_PREFIXES = ("sudo", "env", "nohup")
_SERVICE = "zvmguestconfigure"
_NO_SUCH_UNIT, _NOT_ACTIVE = 4, 3


def run(session: Session, arguments: Sequence[str], given: str = "") -> GuestAnswer:
    """Run one program with ``given`` as its input; 127 for one that this Linux does not have."""
    words = tuple(arguments)
    while words and words[0].rpartition("/")[2] in _PREFIXES:
        words = words[1:]
        while words and words[0].startswith("-"):
            words = words[1:]
    name = words[0].rpartition("/")[2] if words else ""
    if name in _SHELLS and len(words) == 3 and words[1] in ("-c", "-lc"):
        return _shell(session, words[2])
    program = _PROGRAMS.get(name)
    if program is None:
        return bad(_NOT_FOUND, f"sh: {name}: command not found")
    return program(session, words[1:], given)


def _shell(session: Session, line: str) -> GuestAnswer:
    try:
        steps = steps_of(line)
    except ShellError as error:
        return bad(_USAGE, f"sh: {error}")
    code, output = 0, ""
    for step in steps:
        if (step.after == "&&" and code) or (step.after == "||" and not code):
            continue
        code, said = _pipeline(session, step)
        output += said
        if session.guest.linux is None or not session.guest.linux.up:
            break  # it has shut itself down
    return GuestAnswer(code, output)


def _pipeline(session: Session, step: Step) -> tuple[int, str]:
    answer = GuestAnswer(0, "")
    for command in step.commands:
        answer = run(session, command, answer.output)
    if not step.target:
        return answer.exit_code, answer.output
    if answer.exit_code == _NOT_FOUND:
        return answer.exit_code, answer.output
    before = (files.read(session, step.target) or "") if step.append else ""
    if not files.write(session, step.target, before + answer.output):
        return _FAILED, f"sh: {step.target}: Permission denied\n"
    return answer.exit_code, ""


# --- files -----------------------------------------------------------------------------------------------------------


def _matching(session: Session, words: Sequence[str]) -> list[str]:
    """File names, with those that a pattern stands for in its place; a pattern that fits none stands for itself."""
    there = files.paths(session)
    return [path for word in words for path in (fnmatch.filter(there, word) if _is_pattern(word) else [word]) or [word]]


def _is_pattern(word: str) -> bool:
    return any(letter in word for letter in "*?[")


def _cat(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    if not words:
        return GuestAnswer(0, given)
    code, output = 0, ""
    for path in _matching(session, words):
        text = files.read(session, path)
        if text is None:
            code, text = _FAILED, f"cat: {path}: No such file or directory\n"
        output += text
    return GuestAnswer(code, output)


def _ls(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    code, lines = 0, []
    there = files.paths(session)
    for path in _matching(session, [word for word in words if not word.startswith("-")]):
        if path in there:
            lines.append(path)
        else:
            code = _USAGE
            lines.append(f"ls: cannot access '{path}': No such file or directory")
    return bad(code, *lines)


def _grep(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    options = "".join(word[1:] for word in words if word.startswith("-"))
    plain = [word for word in words if not word.startswith("-")]
    if not plain:
        return bad(_USAGE, "grep: no pattern")
    pattern = _pattern(plain[0], options)
    text, missing = given, []
    if len(plain) > 1:
        found = {path: files.read(session, path) for path in _matching(session, plain[1:])}
        text = "".join(one for one in found.values() if one is not None)
        missing = [f"grep: {path}: No such file or directory" for path, one in found.items() if one is None]
    lines = [line for line in text.splitlines() if bool(pattern.search(line)) != ("v" in options)]
    code = _USAGE if missing else 0 if lines else _FAILED
    return bad(code, *([] if "q" in options else lines), *missing)


def _pattern(text: str, options: str) -> re.Pattern[str]:
    """Plain text with ^ and $ at its ends, and with -E several between bars: no pattern of a caller runs away."""
    choices = text.split("|") if "E" in options else [text]
    parts = []
    for choice in choices:
        start, end = choice.startswith("^"), choice.endswith("$")
        middle = choice[start : len(choice) - end]
        parts.append(("^" if start else "") + re.escape(middle) + ("$" if end else ""))
    return re.compile("|".join(parts), re.IGNORECASE if "i" in options else 0)


def _tee(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    targets = [word for word in words if not word.startswith("-")]
    bad_ones = [path for path in targets if not files.write(session, path, given)]
    return GuestAnswer(_FAILED if bad_ones else 0, given)


def _readlink(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    path = words[-1] if words else ""
    return good(files.root_device(session) if path in files.root_links(session) else path)


# --- the system ------------------------------------------------------------------------------------------------------


def _echo(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    newline = "" if words[:1] == ("-n",) else "\n"
    return GuestAnswer(0, " ".join(words[1:] if not newline else words) + newline)


def _uname(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    release = files.kernel(session.parts.agents.release(session.guest))
    facts = {"s": "Linux", "n": session.hostname, "r": release, "v": "#1 SMP", "m": "s390x", "o": "GNU/Linux"}
    letters = "".join(word.lstrip("-") for word in words) or "s"
    return good(" ".join(value for letter, value in facts.items() if letter in letters or "a" in letters))


def _hostname(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    if words[:1] == ("-I",):
        return good(" ".join(address.partition("/")[0] for _, _, address in _interfaces(session)))
    return good(session.hostname)


def _interfaces(session: Session) -> list[tuple[str, str, str]]:
    """Name, MAC address and address (with prefix) of each adapter that has one."""
    found = []
    for nic in session.guest.nics():
        address = session.parts.agents.address(session.guest, nic)
        if address:
            mac = ":".join(nic.mac[at : at + 2] for at in range(0, 12, 2)).lower()
            found.append((f"enc{nic.vdev:x}", mac, address))
    return found


def _ip(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    """``ip -j addr`` and ``ip -o addr``, with -4 or -6."""
    plain = [word for word in words if not word.startswith("-")]
    if not plain or not "address".startswith(plain[0]):
        return bad(_FAILED, f'Object "{plain[0] if plain else ""}" is unknown, try "ip help".')
    addresses = [("lo", "00:00:00:00:00:00", "127.0.0.1/8"), *_interfaces(session)]
    wanted = [(number, name, mac, ip_interface(address)) for number, (name, mac, address) in enumerate(addresses, 1)]
    for version in (4, 6):
        if f"-{version}" in words:
            wanted = [one for one in wanted if one[3].version == version]
    if any(word in ("-j", "-json") for word in words):
        return good(json.dumps([_ip_object(*one) for one in wanted]))
    return good(*(
        f"{number}: {name}    inet{'6' if one.version == 6 else ''} {one} scope {_scope(name)} {name}"
        for number, name, _, one in wanted
    ))  # fmt: skip


def _ip_object(number: int, name: str, mac: str, one: object) -> dict[str, object]:
    address = ip_interface(str(one))
    return {
        "ifindex": number,
        "ifname": name,
        "operstate": "UP",
        "address": mac,
        "addr_info": [
            {
                "family": "inet6" if address.version == 6 else "inet",
                "local": str(address.ip),
                "prefixlen": address.network.prefixlen,
                "scope": _scope(name),
            }
        ],
    }


def _scope(name: str) -> str:
    return "host" if name == "lo" else "global"


# --- services, and the end -------------------------------------------------------------------------------------------


def _zvmguestconfigure(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    if words[:1] not in (("start",), ("restart",)):
        return bad(_USAGE, "Usage: zvmguestconfigure start")
    session.parts.agents.configure(session.user_id)
    return good()


def _service(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    """``service NAME start``."""
    return _systemctl(session, (words[1], words[0]), given) if len(words) == 2 else bad(_USAGE, "service: bad usage")


def _systemctl(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    plain = [word for word in words if not word.startswith("-")]
    if plain[:1] == ["is-system-running"]:
        return good("running")
    if plain[:1] and plain[0] in ("poweroff", "halt", "reboot"):
        return _end(session, plain[0] == "reboot")
    verb, unit = (*plain, "", "")[:2]
    if unit.removesuffix(".service") != _SERVICE:
        return bad(_NO_SUCH_UNIT, f"Unit {unit} could not be found.")
    if verb in ("start", "restart"):
        return _zvmguestconfigure(session, ("start",), given)
    if verb in ("status", "is-active"):
        status = ("inactive",) if verb == "is-active" else (
            f"{_SERVICE}.service - Configure the guest from its reader",
            "     Loaded: loaded (enabled)",
            "     Active: inactive (dead)",
            "   Main PID: 1 (code=exited, status=0/SUCCESS)",
        )  # fmt: skip
        return bad(_NOT_ACTIVE, *status)
    return good()


def _shutdown(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    if "-c" in words:
        return good()
    return _end(session, reboot="-r" in words or "--reboot" in words)


def _lszfcp(session: Session, words: tuple[str, ...], given: str) -> GuestAnswer:
    """lszfcp -D: the units of SCSI disks in use that are seen, each over every device and port that shows it."""
    there = {(one.wwpn, one.lun) for one in session.parts.configuration.installed.luns}
    devices = session.guest.devices
    paths = [
        f"0.0.{fcp:04x}/0x{port.lower()}/0x{volume.lun.lower()}"
        for volume in session.installation.volumes
        for fcp in volume.fcp
        for port in volume.wwpn
        if isinstance(devices.get(fcp), Dedicated) and (port, volume.lun) in there
    ]
    return good(*(f"{path} 0:0:0:{number}" for number, path in enumerate(paths))) if "-D" in words else bad(_USAGE)


def _end(session: Session, reboot: bool) -> GuestAnswer:
    if reboot:
        session.parts.agents.reboot(session.user_id)
    else:
        session.parts.agents.halt(session.user_id)
    return good()


_PROGRAMS: dict[str, Program] = {
    **resources.PROGRAMS,
    "true": lambda session, words, given: good(),
    "pwd": lambda session, words, given: good("/root"),
    "echo": _echo,
    "printf": lambda session, words, given: GuestAnswer(0, " ".join(words[1:] if words[:1] == ("%s",) else words)),
    "cat": _cat,
    "ls": _ls,
    "grep": _grep,
    "tee": _tee,
    "readlink": _readlink,
    "uname": _uname,
    "hostname": _hostname,
    "ip": _ip,
    "lszfcp": _lszfcp,
    "zvmguestconfigure": _zvmguestconfigure,
    "systemctl": _systemctl,
    "service": _service,
    "shutdown": _shutdown,
    "halt": lambda session, words, given: _end(session, reboot=False),
    "poweroff": lambda session, words, given: _end(session, reboot=False),
    "reboot": lambda session, words, given: _end(session, reboot=True),
}
