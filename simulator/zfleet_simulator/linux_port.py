# SPDX-License-Identifier: Apache-2.0
"""The host's side of the Linux port: what the connector's own Linux does with its virtual machine's powers.

A request that makes no sense is answered with an error; bytes that are no frame end the connection. Either way the link
that the connection had is given up when it ends.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import shlex
from collections.abc import Iterator
from typing import Any

from zfleet_simulator.configuration import key
from zfleet_simulator.contents import Content
from zfleet_simulator.context import Parts
from zfleet_simulator.cp_commands import run
from zfleet_simulator.faults import AFTER, BEFORE, NO_FAULT, FaultRule, Faults
from zfleet_simulator.guest_linux.coreos import coreos_installation
from zfleet_simulator.guest_linux.installations import Installation, minidisk_root
from zfleet_simulator.guest_linux.iucv import guest_command
from zfleet_simulator.links import Held, Wanted
from zfleet_simulator.linux import MAX_PAYLOAD, Frames, LinuxError
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import StatementError, device_number
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import BLOCK_BYTES, CYLINDER_BYTES, is_fba
from zfleet_smapi.stream import Stream

_LOG = logging.getLogger(__name__)
MAX_PUNCH = 256 << 20
_FIRST_BYTES = 4096  # who writes these writes another system
_LINK_MODES = ("R", "RR", "W", "WR", "M", "MR", "MW")
_MOST = 2**63 - 1  # what an offset into a file may be


class LinuxPort:
    """Serves the Linux port of one host, as the virtual machine ``user_id``."""

    def __init__(self, parts: Parts, user_id: str, faults: Faults) -> None:
        self._parts = parts
        self._faults = faults
        self.user_id = user_id
        self._open = 0

    async def serve(self, stream: Stream) -> None:
        """Have one connection until its end. What is no frame ends it."""
        if self._open >= self._parts.config.max_connections:
            await stream.close()
            return
        self._open += 1
        frames, session = Frames(stream), _Session(self._parts, self.user_id)
        try:
            while (frame := await frames.receive()) is not None:
                fault = self._fault(frame[0])
                if fault.delay:
                    await self._parts.clock.sleep(fault.delay)
                if fault.drop == BEFORE:
                    break
                answer = _failed(fault) if fault.return_code else session.answer(*frame)
                if fault.drop == AFTER:
                    break
                await frames.send(*answer)
        except (OSError, ValueError) as error:
            _LOG.debug("Linux port: connection ended: %s", error)
        finally:
            self._open -= 1
            session.close()
            await stream.close()

    def _fault(self, head: dict[str, Any]) -> FaultRule:
        """What goes wrong with a command for a guest on purpose."""
        if head.get("do") != "guest command":
            return NO_FAULT
        try:
            return self._faults.next_command(shlex.join(_texts(head, "arguments")), _text(head, "user_id"))
        except LinuxError:
            return NO_FAULT


def _failed(fault: FaultRule) -> tuple[dict[str, Any], bytes]:
    """A command that ends as the rule says."""
    return {"exit_code": fault.return_code}, "".join(f"{line}\n" for line in fault.texts).encode()


class _Session:
    """One connection: its link and the file it is punching."""

    def __init__(self, parts: Parts, user_id: str) -> None:
        self._parts = parts
        self._user_id = user_id
        self._disk: tuple[str, int, Held, int] | None = None
        self._content: Content | None = None
        self._punch: dict[str, str] | None = None
        self._punched: list[bytes] = []
        self._punched_bytes = 0

    def answer(self, head: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to one request, bad news included."""
        try:
            return self._do(head, payload)
        except LinuxError as error:
            return {"error": error.message}, b""
        except Refusal as refusal:
            return {"error": f"HCPERR{refusal.reason_code:03}E {refusal}"}, b""
        except OSError as error:
            return {"error": f"{errno.errorcode.get(error.errno or 0, 'EIO')} {error.strerror}"}, b""
        except Exception:  # noqa: BLE001 - one request that meets a defect of ours must not end the connection's host
            _LOG.exception("a request to the Linux port failed inside of the host")
            return {"error": "EIO the host failed"}, b""

    def _do(self, head: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        match head.get("do"):
            case "link":
                return self._link(_text(head, "user_id"), _text(head, "device_number"), _text(head, "mode")), b""
            case "read":
                return {}, self._read(_number(head, "offset"), _number(head, "length"))
            case "write":
                self._write(_number(head, "offset"), payload)
            case "zero":
                self._zero(_number(head, "offset"), _number(head, "length"))
            case "prepare coreos":
                self._prepare_coreos(_coreos(head, payload))
            case "write coreos":
                self._write_coreos(head, _coreos(head, payload))
            case "detach":
                self._detach()
            case "punch":
                self._start_punch(head)
            case "punch data":
                self._punch_data(payload)
            case "punch end":
                return {"spool_id": self._end_punch()}, b""
            case "receive":
                return {}, self._receive(_text(head, "spool_id"))
            case "command":
                answer = run(self._parts, self._user_id, _text(head, "text"))
                if answer.return_code:
                    raise LinuxError(answer.text.rstrip("\n"))
                return {"output": answer.text}, b""
            case "guest command":
                said = guest_command(self._parts, self._user_id, _text(head, "user_id"), _texts(head, "arguments"))
                return {"exit_code": said.exit_code}, said.output.encode()[:MAX_PAYLOAD]
            case _:
                raise LinuxError("EINVAL there is no such request")
        return {}, b""

    # --- the disk --------------------------------------------------------------------------------------------------

    def _link(self, owner: str, number: str, mode: str) -> dict[str, Any]:
        owner, mode = upper_case(owner), upper_case(mode)
        if self._disk is not None or mode not in _LINK_MODES:
            raise LinuxError(f"HCPLNK003E Invalid option - {mode}")
        try:
            vdev = device_number(number)
        except StatementError:
            raise LinuxError("HCPLNK022E A virtual device number was not supplied or it was invalid") from None
        if self._parts.directory.online(owner) is None:
            raise LinuxError(f"HCPLNK053E {owner} not in CP directory")
        try:
            disk = self._parts.cp.disk_of(owner, vdev)
        except Refusal:
            raise LinuxError(f"HCPLNK107E {owner} {vdev:04X} not linked; not in CP directory") from None
        writable = self._parts.cp.links.access(Wanted(owner, vdev, vdev, mode), self._user_id)
        if writable is None:
            raise LinuxError(self._refused(owner, vdev))
        message = ""
        if not writable and mode in ("WR", "MR"):
            message = self._refused(owner, vdev).replace("not linked", "forced R/O")
        held = Held(self._user_id, vdev, writable)
        self._parts.cp.links.add(owner, vdev, held)
        size = disk.size * (BLOCK_BYTES if is_fba(disk.device_type) else CYLINDER_BYTES)
        self._disk = (owner, vdev, held, size)
        return {"size": size, "writable": writable, "message": message}

    def _refused(self, owner: str, vdev: int) -> str:
        others = self._parts.cp.links.of(owner, vdev)
        writer = next((one.holder for one in others if one.writable), None)
        if writer is not None:
            return f"HCPLNK105E {owner} {vdev:04X} not linked; R/W by {writer}"
        return f"HCPLNK104E {owner} {vdev:04X} not linked; R/O by {others[0].holder if others else owner}"

    def _linked(self) -> tuple[str, int, Held, int]:
        if self._disk is None:
            raise LinuxError("HCPLNK040E Device does not exist")
        return self._disk

    def _open(self) -> Content | None:
        """The disk's content; None for a disk that was never written and cannot be now."""
        owner, vdev, held, size = self._linked()
        if self._content is None and (held.writable or self._parts.contents.written(owner, vdev)):
            with self._parts.state.change():
                self._content = self._parts.contents.open(owner, vdev, size)
        return self._content

    def _read(self, offset: int, length: int) -> bytes:
        size = self._linked()[3]
        if length > MAX_PAYLOAD:
            raise LinuxError(f"EINVAL more than {MAX_PAYLOAD} bytes at once")
        content = self._open()
        if content is not None:
            return content.read(offset, length)
        return bytes(max(0, min(length, size - offset)))

    def _write(self, offset: int, data: bytes) -> None:
        with self._writing() as content:
            content.write(offset, data)
        owner, vdev, _, _ = self._linked()
        self._parts.agents.installations.written(owner, vdev, at_the_start=offset < _FIRST_BYTES)

    def _zero(self, offset: int, length: int) -> None:
        with self._writing() as content:
            content.zero(offset, length)
        if offset == 0 and length >= _FIRST_BYTES:
            owner, vdev, _, _ = self._linked()
            with self._parts.state.change():
                self._parts.agents.installations.forget(owner, vdev)

    def _prepare_coreos(self, installation: Installation) -> None:
        owner, vdev, held, _ = self._linked()
        if not held.writable:
            raise LinuxError("EROFS the disk is linked read-only")
        with self._parts.state.change():
            self._parts.agents.installations.put(minidisk_root(owner, vdev), installation)

    def _write_coreos(self, head: dict[str, Any], installation: Installation) -> None:
        wwpn, lun = upper_case(_text(head, "wwpn")), upper_case(_text(head, "lun"))
        try:
            fcp = self._parts.configuration.fcp.get(key(device_number(_text(head, "device_number"))))
        except StatementError as error:
            raise LinuxError(f"EINVAL {error}") from None
        luns = self._parts.configuration.installed.luns
        disk = next((one for one in luns if (one.wwpn, one.lun) == (wwpn, lun)), None)
        if fcp is None or not fcp.online or disk is None:
            raise LinuxError(f"ENODEV no FCP device of that number sees LUN {lun} of port {wwpn}")
        if _number(head, "size") > disk.blocks * disk.block_bytes:
            raise LinuxError(f"ENOSPC the disk has only {disk.blocks * disk.block_bytes} bytes")
        with self._parts.state.change():
            self._parts.agents.installations.put(f"{wwpn} {lun}", installation)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Content]:
        content = self._open() if self._linked()[2].writable else None
        if content is None:
            raise LinuxError("EROFS the disk is linked read-only")
        try:
            yield content
        except ValueError as error:
            raise LinuxError(f"ENOSPC {error}") from None

    def _detach(self) -> None:
        if self._content is not None:
            self._content.close()
            self._content = None
        if self._disk is not None:
            owner, vdev, held, _ = self._disk
            self._parts.cp.links.remove(owner, vdev, held)
            self._disk = None

    # --- punch and reader ------------------------------------------------------------------------------------------

    def _start_punch(self, head: dict[str, Any]) -> None:
        receiver, spool_class = upper_case(_text(head, "user_id")), upper_case(_text(head, "class"))
        if self._parts.directory.online(receiver) is None:
            raise LinuxError(f"HCPCST053E {receiver} not in CP directory")
        if len(spool_class) != 1 or not (spool_class.isascii() and spool_class.isalnum()):
            raise LinuxError(f"HCPCSU028E Invalid class - {spool_class}")
        names = {name: upper_case(_text(head, name)[:8]) for name in ("name", "type")}
        for name in names.values():
            if not name.isascii() or not name.isprintable() or " " in name:
                raise LinuxError("EINVAL a file has a name and a type of 1 to 8 characters without blanks")
        self._punch = {"to": receiver, "class": spool_class, **names}
        self._forget_punched()

    def _punch_data(self, payload: bytes) -> None:
        if self._punch is None:
            raise LinuxError("HCPSPL003E Nothing is being punched")
        if self._punched_bytes + len(payload) > MAX_PUNCH:
            self._punch = None
            self._forget_punched()
            raise LinuxError("HCPSPL427E Spool file is too long")
        self._punched.append(payload)
        self._punched_bytes += len(payload)

    def _forget_punched(self) -> None:
        self._punched = []
        self._punched_bytes = 0

    def _end_punch(self) -> str:
        if self._punch is None:
            raise LinuxError("HCPSPL003E Nothing is being punched")
        punch, self._punch = self._punch, None
        with self._parts.state.change():
            file = self._parts.spooling.add(
                punch["to"],
                self._user_id,
                self._punched,
                spool_class=punch["class"],
                name=punch["name"],
                file_type=punch["type"],
            )
        self._forget_punched()
        return f"{file.spool_id:04}"

    def _receive(self, spool_id: str) -> bytes:
        known = spool_id.isascii() and spool_id.isdecimal() and len(spool_id) <= 4
        file = self._parts.spooling.find(self._user_id, int(spool_id)) if known else None
        if file is None:
            raise LinuxError(f"HCPCSU042E RDR file {spool_id[:8]} does not exist")
        data = self._parts.spooling.content(file)
        if len(data) > MAX_PAYLOAD:
            raise LinuxError(f"EFBIG spool file {spool_id} is longer than {MAX_PAYLOAD} bytes")
        with self._parts.state.change():
            self._parts.spooling.purge((file,))
        return data

    def close(self) -> None:
        """The connection ended: the link goes."""
        self._detach()


def _coreos(head: dict[str, Any], ignition: bytes) -> Installation:
    try:
        return coreos_installation(ignition, _text(head, "parameter"))
    except ValueError as error:
        raise LinuxError(f"EINVAL {error}") from None


def _text(head: dict[str, Any], name: str) -> str:
    value = head.get(name)
    if not isinstance(value, str):
        raise LinuxError(f"EINVAL {name} is missing or no text")
    return value


def _texts(head: dict[str, Any], name: str) -> list[str]:
    value = head.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise LinuxError(f"EINVAL {name} is missing or no list of texts")
    return value


def _number(head: dict[str, Any], name: str) -> int:
    value = head.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise LinuxError(f"EINVAL {name} is missing or no number from 0 to {_MOST}")
    return value
