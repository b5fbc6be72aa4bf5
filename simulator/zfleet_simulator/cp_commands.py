# SPDX-License-Identifier: Apache-2.0
"""CP commands that the connector's own Linux gives (vmcp): command text in, CP's answer out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zfleet_simulator.context import Parts
from zfleet_simulator.guests import Dedicated, LinkedDisk, MemoryDisk, Nic
from zfleet_simulator.networks import SYSTEM
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import DUMP_MACHINE, Dump
from zfleet_simulator.spool import SpoolFile
from zfleet_simulator.statements import StatementError, device_number
from zfleet_simulator.switches import mac_text
from zfleet_simulator.upper_case import upper_case

_MAX_EQID = 8


@dataclass(frozen=True)
class Console:
    """What CP says; ``return_code`` is 0 or the number of its message."""

    return_code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines, each ended."""
        return "".join(line + "\n" for line in self.lines)


class Complaint(Exception):
    """CP's error message, such as HCPCQU045E; its number is the command's return code."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.return_code = int(message[6:9]) if message[6:9].isdecimal() else 1


def run(parts: Parts, user_id: str, text: str) -> Console:
    """Run one command as a user, as a step of its own."""
    with parts.state.change():
        return perform(parts, user_id, text)


def perform(parts: Parts, user_id: str, text: str) -> Console:
    """Run one command as a user, inside of a step."""
    words = upper_case(text).split()
    if not words:
        return Console(0, ())
    command = next((action for names, action in _COMMANDS if words[0] in names), None)
    if command is None:
        return Console(1, (f"HCPCMD001E Unknown CP command: {words[0]}",))
    try:
        return Console(0, tuple(command(parts, user_id, words[1:])))
    except Complaint as complaint:
        return Console(complaint.return_code, (str(complaint),))
    except IndexError:
        return Console(26, ("HCPCFC026E Operand missing or invalid",))


def _query(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    what, rest = words[0], words[1:]
    if what == "USERID":
        return [f"{user_id:<8} AT {parts.configuration.installed.system_name}"]
    if what == "USER":
        return [_user_line(parts, rest[0], known=True)]
    if what in ("RDR", "READER"):
        return _query_reader(parts, user_id, rest)
    if what == "CPLEVEL":
        return _cp_level(parts)
    if what in ("NAMES", "N"):
        return [_user_line(parts, guest.user_id, known=True) for guest in parts.cp.guests.values()]
    if what == "TIME":
        now = parts.clock.now()
        return [
            f"TIME IS {parts.configuration.time_of_day(now)}",
            "CONNECT= 00:00:00 VIRTCPU= 000:00.00 TOTCPU= 000:00.00",
        ]
    if what in ("VIRTUAL", "V"):
        return _query_virtual(parts, user_id, rest)
    if what == "NIC":
        return _query_nic(parts, user_id, rest)
    if what == "CHPIDV":
        return ["CHPIDV OFF"]
    if what == "CHPID":
        return _query_chpid(parts, rest)
    return [_user_line(parts, what, known=False)]


def _user_line(parts: Parts, wanted: str, known: bool) -> str:
    if parts.cp.running(wanted) is not None:
        return f"{wanted:<8} - DSC"
    if parts.cp.is_elsewhere(wanted):
        return f"{wanted:<8} - SSI"
    if known or parts.directory.online(wanted) is not None:
        raise Complaint(f"HCPCQU045E {wanted} not logged on")
    raise Complaint(f"HCPCQV003E Invalid option - {wanted}")


def _cp_level(parts: Parts) -> list[str]:
    installed = parts.configuration.installed
    version, release, _ = installed.version.split(".")
    loaded = parts.configuration.moment(parts.configuration.loaded_at).strftime("%m/%d/%y %H:%M:%S")
    return [
        f"z/VM Version {version} Release {release}.0, service level {installed.service_level} (64-bit)",
        f"Generated at {loaded} {installed.time_zone}",
        f"IPL at {loaded} {installed.time_zone}",
    ]


def _query_reader(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    files = parts.spooling.reader(user_id)
    wanted = {_spool_id(word) for word in words if word.isdecimal()}
    if wanted:
        files = tuple(file for file in files if file.spool_id in wanted)
    if not files:
        return ["NO RDR FILES"]
    head = "ORIGINID FILE CLASS RECORDS  CPY HOLD DATE  TIME     NAME      TYPE     DIST"
    return [head, *(parts.spooling.line(file) for file in files)]


def _query_virtual(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    guest = parts.cp.active(user_id)
    wanted = _device_number(words[0]) if words and words[0] not in ("ALL", "DASD") else None
    devices = [one for one in guest.devices.values() if wanted is None or one.vdev == wanted]
    if words and words[0] == "DASD":
        devices = [one for one in devices if isinstance(one, (LinkedDisk, MemoryDisk))]
    if not devices:
        raise Complaint(f"HCPQVD040E Device {words[0] if words else ''} does not exist".rstrip())
    return [_device_line(one) for one in devices]


def _query_nic(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    nics = parts.cp.active(user_id).nics()
    if words and words[0] not in ("ALL", "DETAILS"):
        vdev = _device_number(words[0])
        nics = tuple(one for one in nics if one.vdev == vdev)
    if not nics:
        raise Complaint(f"HCPQNC040E Device {words[0] if words else ''} does not exist".replace("  ", " "))
    return [line for one in nics for line in _nic_lines(one)]


def _query_chpid(parts: Parts, words: list[str]) -> list[str]:
    """QUERY CHPID nn PCHID: the physical channel of a channel path that real devices are on."""
    try:
        chpid = int(words[0], 16) if len(words[0]) <= 2 else -1
    except ValueError:
        chpid = -1
    pchid = parts.configuration.physical_channel(chpid)
    if pchid is None:
        raise Complaint(f"HCPQCP021E A channel path was not supplied or it was invalid - {words[0]}")
    if words[1] != "PCHID":
        raise Complaint(f"HCPQCP003E Invalid option - {words[1]}")
    return [f"CHPID {chpid:02X} IS PCHID {pchid:04X}"]


def _nic_lines(nic: Nic) -> tuple[str, str]:
    if not nic.coupled:
        where = "LAN: *"
    else:
        where = f"{'VSWITCH' if nic.lan_owner == SYSTEM else 'LAN'}: {nic.lan_owner} {nic.lan_name}"
    return (
        f"Adapter {nic.vdev:04X}.P00 Type: {nic.adapter_type:<9} Name: UNASSIGNED  Devices: {nic.devices}",
        f"  MAC: {mac_text(nic.mac)}         {where}",
    )


def _device_line(device: object) -> str:
    match device:
        case LinkedDisk():
            access, unit = "R/W" if device.writable else "R/O", "CYL" if device.device_type[:4] == "3390" else "BLK"
            return f"DASD {device.vdev:04X} {device.device_type[:4]} {device.volume} {access} {device.size:>10} {unit}"
        case MemoryDisk():
            return f"DASD {device.vdev:04X} {device.device_type[:4]} {device.volume} R/W {device.size:>10} BLK"
        case Dedicated():
            return f"{device.kind:<4} {device.vdev:04X} ON {device.kind:<4} {device.rdev:04X}"
        case Nic():
            return f"OSA  {device.vdev:04X} ON NIC  {device.vdev:04X}  UNIT 000 SUBCHANNEL"
        case _:
            return f"{type(device).__name__.upper()} {getattr(device, 'vdev', 0):04X}"


def _device_number(word: str) -> int:
    try:
        return device_number(word)
    except StatementError:
        raise Complaint(f"HCPQVD022E Invalid device number - {word}") from None


def _spool_id(word: str) -> int:
    """The number in a word of digits; 0, which no file has, for one that is too long."""
    return int(word) if len(word) <= 4 else 0


def _reader_files(parts: Parts, owner: str, word: str) -> tuple[SpoolFile, ...]:
    if word == "ALL":
        return parts.spooling.reader(owner)
    file = parts.spooling.find(owner, _spool_id(word)) if word.isdecimal() else None
    if file is None:
        raise Complaint(f"HCPCSU042E RDR file {word} does not exist")
    return (file,)


def _purge(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    owner, rest = (user_id, words[1:]) if words[0] in ("RDR", "READER") else (words[0], words[2:])
    files = [file for word in rest for file in _reader_files(parts, owner, word)]
    parts.spooling.purge(files)
    return [f"{len(files):04} FILES PURGED" if files else "NO FILES PURGED"]


def _change(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    if words[0] not in ("RDR", "READER") or words[2] not in ("CLASS", "CL"):
        raise Complaint("HCPCSU003E Invalid option")
    files = _reader_files(parts, user_id, words[1])
    for file in files:
        parts.spooling.change_class(file, words[3][:1])
    return [f"{len(files):04} FILES CHANGED"]


def _transfer(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    """TRANSFER [user|*] RDR spoolid|ALL [TO] user|* [RDR]."""
    rest = [word for word in words if word != "TO"]
    owner = user_id
    if rest[0] not in ("RDR", "READER"):
        owner = user_id if rest[0] == "*" else rest[0]
        rest = rest[1:]
    receiver = user_id if rest[2] == "*" else rest[2]
    if parts.directory.online(receiver) is None:
        raise Complaint(f"HCPCST053E {receiver} not in CP directory")
    files = _reader_files(parts, owner, rest[1])
    for file in files:
        parts.spooling.transfer(file, receiver)
    return [f"RDR FILE {file.spool_id:04} SENT TO {receiver:<8} RDR" for file in files] or ["NO FILES TRANSFERRED"]


def _attach(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    """ATTACH rdev [TO] user|* [AS] vdev."""
    rest = [word for word in words if word not in ("TO", "AS")]
    rdev, receiver = _device_number(rest[0]), user_id if rest[1] == "*" else rest[1]
    vdev = _device_number(rest[2]) if len(rest) > 2 else rdev
    try:
        parts.cp.dedicate(receiver, vdev, rdev, read_only=False)
    except Refusal as refusal:
        problem = {8: "does not exist", 4: "already defined", 16: "is not available"}.get(refusal.reason_code, "failed")
        raise Complaint(f"HCPATR040E Device {rdev:04X} {problem}") from None
    return [f"{rdev:04X} ATTACHED TO {receiver} {vdev:04X}"]


def _detach(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    vdev = _device_number(words[0])
    guest = parts.cp.active(user_id)
    device = guest.devices.get(vdev)
    if device is None:
        raise Complaint(f"HCPDTV040E Device {vdev:04X} does not exist")
    if isinstance(device, Dedicated):
        parts.cp.undedicate(user_id, vdev)
    elif isinstance(device, Nic):
        parts.cp.delete_nic(user_id, vdev)
    else:
        parts.cp.guests.put(user_id, guest.without_device(vdev))
    return [f"{vdev:04X} DETACHED"]


def _snapdump(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    """A dump of the running system, as a file in the dump machine's reader."""
    moment = parts.configuration.moment(parts.clock.now())
    name = f"{moment:%m%d%y}"
    # CP's dump is as big as what it dumps; one page stands for it here.
    file = parts.spooling.add(DUMP_MACHINE, "SYSTEM", [bytes(4096)], kind="DMP", name=name, file_type="CPDUMP")
    dump_id = f"{file.spool_id:04}"
    parts.files.dumps.put(dump_id, Dump(dump_id, False, file.created_at, "SNP001"))
    return [f"SNAPDUMP TAKEN, FILE {dump_id} IN THE READER OF {DUMP_MACHINE}"]


def _send(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    """SEND user text: a line for the user's console."""
    receiver, text = words[0], " ".join(words[1:])
    if parts.cp.running(receiver) is None:
        raise Complaint(f"HCPSEN045E {receiver} not logged on")
    parts.cp.say(receiver, text)
    return []


def _set(parts: Parts, user_id: str, words: list[str]) -> list[str]:
    """SET RDEVICE rdev[-rdev] EQID name [TYPE type] | NOEQID: which real devices are alike."""
    if words[0] not in ("RDEVICE", "RDEV"):
        raise Complaint(f"HCPZVY003E Invalid option - {words[0]}")
    low, _, high = words[1].partition("-")
    first, last = _device_number(low), _device_number(high or low)
    name = "" if words[2] == "NOEQID" else words[3]
    if words[2] not in ("EQID", "NOEQID") or len(name) > _MAX_EQID:
        raise Complaint(f"HCPZVY003E Invalid option - {words[2]}")
    if not parts.configuration.set_eqid(range(first, last + 1), name):
        raise Complaint(f"HCPZVY040E Device {first:04X} does not exist")
    return []


_COMMANDS: tuple[tuple[tuple[str, ...], Callable[[Parts, str, list[str]], list[str]]], ...] = (
    (("QUERY", "Q"), _query),
    (("PURGE", "PUR"), _purge),
    (("CHANGE", "CH"), _change),
    (("TRANSFER", "TRAN"), _transfer),
    (("ATTACH", "ATT"), _attach),
    (("DETACH", "DET"), _detach),
    (("SNAPDUMP",), _snapdump),
    (("SET",), _set),
    (("SEND",), _send),
)
