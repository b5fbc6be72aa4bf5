# SPDX-License-Identifier: Apache-2.0
"""The connector's own Linux on z/VM, reached over a second port: linked disks, punch, reader, CP and guest commands.

On real hardware this is vmcp, a block device, vmur, and IUCV to the guests' Linux. Here it is frames on a byte stream:
int4 length and a JSON head, int4 length and a payload. One connection has at most one linked disk, and closing it gives
the link up, so a client that dies leaves nothing behind. All integers are big-endian; a payload has at most 8 MiB.
Here are the frames and the client; `linux_port.py` is the host's side.
"""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import AsyncIterable, Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from zfleet_smapi.stream import Connect, Stream

MAX_PAYLOAD = 8 << 20
_MAX_HEAD = 65536
_READ_BYTES = 1 << 18
_INT4 = struct.Struct(">I")

# LinuxError.message_id of a command that no guest has run; the first two are what connect() gives over AF_IUCV.
GUEST_NOT_LOGGED_ON = "ENETUNREACH"
GUEST_WITHOUT_LINUX = "ECONNREFUSED"
GUEST_NOT_AUTHORISED = "UNAUTHORIZED"
GUEST_DOES_NOT_ANSWER = "ETIMEDOUT"


@dataclass(frozen=True)
class GuestAnswer:
    """What a command in a guest's Linux gave: its exit code, 0 to 255, and its output, errors included."""

    exit_code: int
    output: str


class LinuxError(Exception):
    """z/VM refused: ``message`` is its own, such as ``HCPLNK107E LINUX01 0100 not linked; not in CP directory``."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_id = message.split(" ", 1)[0]


class Frames:
    """Frames over a stream, both sides. A part takes no more room than has come of it, and none is over its limit."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray()

    async def send(self, head: dict[str, Any], payload: bytes = b"") -> None:
        """One frame."""
        text = json.dumps(head, separators=(",", ":")).encode()
        await self._stream.write(b"".join((_INT4.pack(len(text)), text, _INT4.pack(len(payload)), payload)))

    async def receive(self) -> tuple[dict[str, Any], bytes] | None:
        """The next frame; None at the end of the stream. ValueError for what is no frame."""
        head = await self._counted(_MAX_HEAD)
        payload = await self._counted(MAX_PAYLOAD) if head is not None else None
        if head is None or payload is None:
            return None
        try:
            fields = json.loads(head)
        except RecursionError:
            raise ValueError("the head of a frame is nested too deeply") from None
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
        """Close the stream."""
        await self._stream.close()


class LinuxClient:
    """What the storage and guest services use in the place of vmcp, a block device and vmur.

    Every method raises LinuxError when z/VM refuses, and OSError when the port cannot be reached, goes away or answers
    what is no frame.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    async def link(self, user_id: str, device_number: str, mode: str = "MR") -> LinkedDevice:
        """Link a minidisk in one of CP's modes. LinuxError with CP's message when it is refused; OSError."""
        frames = Frames(await self._connect())
        try:
            head = {"do": "link", "user_id": user_id, "device_number": device_number, "mode": mode}
            reply, _ = await _ask(frames, head, answers=("size", "writable", "message"))
            if not isinstance(reply["size"], int):
                raise _not_understood("the size of the disk is no number")
        except BaseException:
            await frames.close()
            raise
        return LinkedDevice(frames, reply["size"], bool(reply["writable"]), str(reply["message"]))

    async def punch(
        self,
        user_id: str,
        file_name: str,
        file_type: str,
        spool_class: str,
        chunks: Iterable[bytes] | AsyncIterable[bytes],
    ) -> str:
        """Put a file of at most 256 MiB into a user's reader; its spool id. LinuxError when there is no such user."""
        frames = Frames(await self._connect())
        try:
            head = {"do": "punch", "user_id": user_id, "name": file_name, "type": file_type, "class": spool_class}
            await _ask(frames, head)
            async for chunk in _each(chunks):
                for at in range(0, len(chunk), MAX_PAYLOAD):
                    await _ask(frames, {"do": "punch data"}, chunk[at : at + MAX_PAYLOAD])
            reply, _ = await _ask(frames, {"do": "punch end"}, answers=("spool_id",))
            return str(reply["spool_id"])
        finally:
            await frames.close()

    async def receive(self, spool_id: str) -> bytes:
        """Take a file of at most 8 MiB out of the Linux's own reader. LinuxError when it is not there."""
        frames = Frames(await self._connect())
        try:
            _, payload = await _ask(frames, {"do": "receive", "spool_id": spool_id})
            return payload
        finally:
            await frames.close()

    async def command(self, text: str) -> str:
        """Run a CP command and give its output. LinuxError with CP's message when it fails."""
        frames = Frames(await self._connect())
        try:
            reply, _ = await _ask(frames, {"do": "command", "text": text}, answers=("output",))
            return str(reply["output"])
        finally:
            await frames.close()

    async def write_coreos(
        self, device_number: str, wwpn: str, lun: str, size: int, parameter: str, ignition: bytes
    ) -> None:
        """Write a CoreOS image of ``size`` bytes to a SCSI disk, for its next boot to find config and parameter there.

        SCSI disks have no content here: of the image only its size counts. LinuxError: ENODEV when the FCP device does
        not see the disk, ENOSPC when that is smaller, EINVAL for a config or parameter that is none.
        """
        frames = Frames(await self._connect())
        try:
            volume = {"device_number": device_number, "wwpn": wwpn, "lun": lun, "size": size}
            await _ask(frames, {"do": "write coreos", "parameter": parameter, **volume}, ignition)
        finally:
            await frames.close()

    async def guest_command(self, user_id: str, arguments: Sequence[str]) -> GuestAnswer:
        """Run a command as root in a guest's Linux, over IUCV.

        A command that fails or is not found has its exit code in the answer. LinuxError, by ``message_id``, when there
        was none to run it: GUEST_NOT_LOGGED_ON; GUEST_WITHOUT_LINUX (nothing booted, still booting, or halted);
        GUEST_NOT_AUTHORISED (its /etc/iucv_authorized_userid names another user id); GUEST_DOES_NOT_ANSWER (paused).
        """
        frames = Frames(await self._connect())
        try:
            head = {"do": "guest command", "user_id": user_id, "arguments": list(arguments)}
            reply, output = await _ask(frames, head, answers=("exit_code",))
            if not isinstance(reply["exit_code"], int):
                raise _not_understood("the exit code is no number")
            return GuestAnswer(reply["exit_code"], output.decode(errors="replace"))
        finally:
            await frames.close()


class LinkedDevice:
    """A linked minidisk as a block device of ``size`` bytes. Close it to give the link up."""

    def __init__(self, frames: Frames, size: int, writable: bool, message: str) -> None:
        self._frames = frames
        self.size = size
        self.writable = writable
        self.message = message

    async def read(self, offset: int, length: int) -> bytes:
        """Bytes from ``offset``; fewer at the end of the disk. What was never written is zeros."""
        parts = []
        while length > 0:
            most = min(length, MAX_PAYLOAD)
            _, data = await _ask(self._frames, {"do": "read", "offset": offset, "length": most})
            if not data:
                break
            if len(data) > most:
                raise _not_understood("it read more than it was asked for")
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

    async def prepare_coreos(self, parameter: str, ignition: bytes) -> None:
        """Put a CoreOS's config and kernel parameter on the disk that its image was just written to.

        LinuxError: EROFS when it is linked read-only, EINVAL for a config or parameter that is none.
        """
        await _ask(self._frames, {"do": "prepare coreos", "parameter": parameter}, ignition)

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


async def _ask(
    frames: Frames, head: dict[str, Any], payload: bytes = b"", *, answers: tuple[str, ...] = ()
) -> tuple[dict[str, Any], bytes]:
    """One request and its answer, which has at least the fields ``answers``."""
    await frames.send(head, payload)
    try:
        frame = await frames.receive()
    except ValueError as error:
        raise _not_understood(str(error)) from None
    if frame is None:
        raise ConnectionResetError("the Linux port closed the connection")
    if "error" in frame[0]:
        raise LinuxError(str(frame[0]["error"]))
    missing = [name for name in answers if name not in frame[0]]
    if missing:
        raise _not_understood(f"no {', '.join(missing)} in its answer")
    return frame


def _not_understood(why: str) -> ConnectionError:
    return ConnectionError(f"the Linux port is not understood: {why}")


async def _each(chunks: Iterable[bytes] | AsyncIterable[bytes]) -> AsyncIterable[bytes]:
    if isinstance(chunks, AsyncIterable):
        async for chunk in chunks:
            yield chunk
    else:
        for chunk in chunks:
            yield chunk
