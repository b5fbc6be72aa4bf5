# SPDX-License-Identifier: Apache-2.0
"""The connector's own Linux on z/VM, reached over a second port: linked disks, the punch, the reader, CP commands.

On real hardware this is vmcp, a block device and vmur. Here it is frames on a byte stream: int4 length and a JSON
head, int4 length and a payload. One connection has at most one linked disk, and closing it gives the link up, so a
client that dies leaves nothing behind. All integers are big-endian; a payload has at most 8 MiB.
"""

from __future__ import annotations

import contextlib
import json
import logging
import struct
from collections.abc import AsyncIterable, Iterable, Iterator
from types import TracebackType
from typing import Any

from zfleet_simulator.contents import Content
from zfleet_simulator.context import Parts
from zfleet_simulator.cp_commands import run
from zfleet_simulator.links import Held, Wanted
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.volumes import BLOCK_BYTES, CYLINDER_BYTES, is_fba
from zfleet_smapi.stream import Connect, Stream

_LOG = logging.getLogger(__name__)
MAX_PAYLOAD = 8 << 20
MAX_PUNCH = 256 << 20
_MAX_HEAD = 65536
_READ_BYTES = 1 << 18
_INT4 = struct.Struct(">I")
_LINK_MODES = ("R", "RR", "W", "WR", "M", "MR", "MW")


class LinuxError(Exception):
    """z/VM refused: ``message`` is its own, such as ``HCPLNK107E LINUX01 0100 not linked; not in CP directory``."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_id = message.split(" ", 1)[0]


class _Frames:
    """Frames over a stream, both sides."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray()

    async def send(self, head: dict[str, Any], payload: bytes = b"") -> None:
        text = json.dumps(head, separators=(",", ":")).encode()
        await self._stream.write(b"".join((_INT4.pack(len(text)), text, _INT4.pack(len(payload)), payload)))

    async def receive(self) -> tuple[dict[str, Any], bytes] | None:
        """The next frame; None at the end of the stream. ValueError for what is no frame."""
        head = await self._counted(_MAX_HEAD)
        payload = await self._counted(MAX_PAYLOAD) if head is not None else None
        if head is None or payload is None:
            return None
        fields = json.loads(head)
        if not isinstance(fields, dict):
            raise ValueError("the head of a frame is not an object")
        return fields, payload

    async def _counted(self, limit: int) -> bytes | None:
        length = await self._take(4)
        if length is None:
            return None
        size: int = _INT4.unpack(length)[0]
        if size > limit:
            raise ValueError(f"a part of {size} bytes is longer than {limit}")
        return await self._take(size)

    async def _take(self, size: int) -> bytes | None:
        while len(self._buffer) < size:
            data = await self._stream.read(_READ_BYTES)
            if not data:
                return None
            self._buffer += data
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    async def close(self) -> None:
        await self._stream.close()


# --- the client's side -----------------------------------------------------------------------------------------------


class LinuxClient:
    """What the storage and guest services use in the place of vmcp, a block device and vmur."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    async def link(self, user_id: str, device_number: str, mode: str = "MR") -> LinkedDevice:
        """Link a minidisk in one of CP's modes. LinuxError with CP's message when it is refused; OSError."""
        frames = _Frames(await self._connect())
        try:
            head = {"do": "link", "user_id": user_id, "device_number": device_number, "mode": mode}
            reply, _ = await _ask(frames, head)
        except BaseException:
            await frames.close()
            raise
        return LinkedDevice(frames, int(reply["size"]), bool(reply["writable"]), str(reply["message"]))

    async def punch(
        self,
        user_id: str,
        file_name: str,
        file_type: str,
        spool_class: str,
        chunks: Iterable[bytes] | AsyncIterable[bytes],
    ) -> str:
        """Put a file of at most 256 MiB into a user's reader; its spool id. LinuxError when there is no such user."""
        frames = _Frames(await self._connect())
        try:
            head = {"do": "punch", "user_id": user_id, "name": file_name, "type": file_type, "class": spool_class}
            await _ask(frames, head)
            async for chunk in _each(chunks):
                for at in range(0, len(chunk), MAX_PAYLOAD):
                    await _ask(frames, {"do": "punch data"}, chunk[at : at + MAX_PAYLOAD])
            reply, _ = await _ask(frames, {"do": "punch end"})
            return str(reply["spool_id"])
        finally:
            await frames.close()

    async def receive(self, spool_id: str) -> bytes:
        """Take a file of at most 8 MiB out of the Linux's own reader. LinuxError when it is not there."""
        frames = _Frames(await self._connect())
        try:
            _, payload = await _ask(frames, {"do": "receive", "spool_id": spool_id})
            return payload
        finally:
            await frames.close()

    async def command(self, text: str) -> str:
        """Run a CP command and give its output. LinuxError with CP's message when it fails."""
        frames = _Frames(await self._connect())
        try:
            reply, _ = await _ask(frames, {"do": "command", "text": text})
            return str(reply["output"])
        finally:
            await frames.close()


class LinkedDevice:
    """A linked minidisk as a block device of ``size`` bytes. Close it to give the link up."""

    def __init__(self, frames: _Frames, size: int, writable: bool, message: str) -> None:
        self._frames = frames
        self.size = size
        self.writable = writable
        self.message = message

    async def read(self, offset: int, length: int) -> bytes:
        """Bytes from ``offset``; fewer at the end of the disk. What was never written is zeros."""
        parts = []
        while length > 0:
            _, data = await _ask(self._frames, {"do": "read", "offset": offset, "length": min(length, MAX_PAYLOAD)})
            if not data:
                break
            parts.append(data)
            offset, length = offset + len(data), length - len(data)
        return b"".join(parts)

    async def write(self, offset: int, data: bytes) -> None:
        """Write. LinuxError past the end of the disk or when it is linked read-only."""
        for at in range(0, len(data), MAX_PAYLOAD):
            await _ask(self._frames, {"do": "write", "offset": offset + at}, data[at : at + MAX_PAYLOAD])

    async def zero(self, offset: int, length: int) -> None:
        """Make a range zeros without sending them."""
        await _ask(self._frames, {"do": "zero", "offset": offset, "length": length})

    async def close(self) -> None:
        """Give the link up. A second time does nothing."""
        with contextlib.suppress(OSError, LinuxError):
            await _ask(self._frames, {"do": "detach"})
        await self._frames.close()

    async def __aenter__(self) -> LinkedDevice:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def _ask(frames: _Frames, head: dict[str, Any], payload: bytes = b"") -> tuple[dict[str, Any], bytes]:
    await frames.send(head, payload)
    frame = await frames.receive()
    if frame is None:
        raise ConnectionResetError("the Linux port closed the connection")
    if "error" in frame[0]:
        raise LinuxError(str(frame[0]["error"]))
    return frame


async def _each(chunks: Iterable[bytes] | AsyncIterable[bytes]) -> AsyncIterable[bytes]:
    if isinstance(chunks, AsyncIterable):
        async for chunk in chunks:
            yield chunk
    else:
        for chunk in chunks:
            yield chunk


# --- the host's side -------------------------------------------------------------------------------------------------


class LinuxPort:
    """Serves the Linux port of one host, as the virtual machine ``user_id``."""

    def __init__(self, parts: Parts, user_id: str) -> None:
        self._parts = parts
        self.user_id = user_id

    async def serve(self, stream: Stream) -> None:
        """Have one connection until its end. What is no frame ends it."""
        frames, session = _Frames(stream), _Session(self._parts, self.user_id)
        try:
            while (frame := await frames.receive()) is not None:
                head, payload = frame
                try:
                    reply, data = session.do(head, payload)
                except LinuxError as error:
                    reply, data = {"error": error.message}, b""
                await frames.send(reply, data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            _LOG.debug("Linux port: connection ended: %s", error)
        finally:
            session.close()
            await stream.close()


class _Session:
    """One connection: its link and the file it is punching."""

    def __init__(self, parts: Parts, user_id: str) -> None:
        self._parts = parts
        self._user_id = user_id
        self._disk: tuple[str, int, Held, int] | None = None
        self._content: Content | None = None
        self._punch: dict[str, str] | None = None
        self._punched: list[bytes] = []

    def do(self, head: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        match head["do"]:
            case "link":
                return self._link(str(head["user_id"]), str(head["device_number"]), str(head["mode"])), b""
            case "read":
                return {}, self._read(int(head["offset"]), int(head["length"]))
            case "write":
                self._write(int(head["offset"]), payload)
            case "zero":
                self._zero(int(head["offset"]), int(head["length"]))
            case "detach":
                self._detach()
            case "punch":
                self._start_punch(head)
            case "punch data":
                self._punch_data(payload)
            case "punch end":
                return {"spool_id": self._end_punch()}, b""
            case "receive":
                return {}, self._receive(str(head["spool_id"]))
            case "command":
                answer = run(self._parts, self._user_id, str(head["text"]))
                if answer.return_code:
                    raise LinuxError(answer.text.rstrip("\n"))
                return {"output": answer.text}, b""
            case other:
                raise ValueError(f"no such request: {other}")
        return {}, b""

    def _link(self, owner: str, device_number: str, mode: str) -> dict[str, Any]:
        owner, mode = owner.upper(), mode.upper()
        if self._disk is not None or mode not in _LINK_MODES:
            raise LinuxError(f"HCPLNK003E Invalid option - {mode}")
        try:
            vdev = int(device_number, 16)
        except ValueError:
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
        if offset < 0 or length < 0 or length > MAX_PAYLOAD:
            raise LinuxError("EINVAL offset or length out of range")
        content = self._open()
        if content is not None:
            return content.read(offset, length)
        return bytes(max(0, min(length, size - offset)))

    def _write(self, offset: int, data: bytes) -> None:
        with self._writing(offset) as content:
            content.write(offset, data)

    def _zero(self, offset: int, length: int) -> None:
        with self._writing(offset) as content:
            content.zero(offset, length)

    @contextlib.contextmanager
    def _writing(self, offset: int) -> Iterator[Content]:
        content = self._open() if self._linked()[2].writable else None
        if content is None:
            raise LinuxError("EROFS the disk is linked read-only")
        if offset < 0:
            raise LinuxError("EINVAL offset out of range")
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

    def _start_punch(self, head: dict[str, Any]) -> None:
        receiver, spool_class = str(head["user_id"]).upper(), str(head["class"]).upper()
        if self._parts.directory.online(receiver) is None:
            raise LinuxError(f"HCPCST053E {receiver} not in CP directory")
        if len(spool_class) != 1 or not spool_class.isalnum():
            raise LinuxError(f"HCPCSU028E Invalid class - {spool_class}")
        self._punch = {"to": receiver, "class": spool_class, "name": str(head["name"]), "type": str(head["type"])}
        self._punched = []

    def _punch_data(self, payload: bytes) -> None:
        self._punched.append(payload)
        if sum(map(len, self._punched)) > MAX_PUNCH:
            self._punched = []
            raise LinuxError("HCPSPL427E Spool file is too long")

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
                name=punch["name"][:8].upper(),
                file_type=punch["type"][:8].upper(),
            )
        self._punched = []
        return f"{file.spool_id:04}"

    def _receive(self, spool_id: str) -> bytes:
        file = self._parts.spooling.find(self._user_id, int(spool_id)) if spool_id.isdecimal() else None
        if file is None:
            raise LinuxError(f"HCPCSU042E RDR file {spool_id} does not exist")
        data = self._parts.spooling.content(file)
        if len(data) > MAX_PAYLOAD:
            raise LinuxError(f"EFBIG spool file {spool_id} is longer than {MAX_PAYLOAD} bytes")
        with self._parts.state.change():
            self._parts.spooling.purge((file,))
        return data

    def close(self) -> None:
        """The connection ended: the link goes."""
        self._detach()
