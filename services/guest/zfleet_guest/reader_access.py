# SPDX-License-Identifier: Apache-2.0
"""How files get into readers and out of our own: the punch and the reader of this connector's Linux on z/VM.

SMAPI can list, move and purge reader files but neither write nor read them: that takes a virtual punch and reader. The
Linux of a simulated host has them behind its Linux port; a real one has vmur and vmcp.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zfleet_guest.patience import looks
from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found, unavailable
from zfleet_runtime.program import run_program
from zfleet_simulator.linux import LinuxClient, LinuxError

_CREATED = re.compile(r"spoolid (\d{1,4})", re.IGNORECASE)
_SENT_AS = re.compile(r"\bAS (\d{4})\b")
_PUNCH_BUSY = "concurrent instance"
_PUNCH_PATIENCE = 60.0  # seconds that somebody else on this Linux may use the punch


@dataclass(frozen=True, slots=True)
class ReaderFile:
    """A file to be sent: CMS name and type, spool class, content."""

    name: str
    type: str
    spool_class: str
    content: bytes


class ReaderAccess(Protocol):
    """The punch, the reader and the CP commands of our Linux."""

    async def send(self, user_id: str, file: ReaderFile) -> int:
        """Puts a file into a user's reader; its spool id there. NOT_FOUND when CP knows no such user."""

    async def receive(self, spool_id: int) -> bytes:
        """The text of a file of our own reader, lines ended by a line feed; it is gone from the reader then."""

    async def command(self, text: str) -> str:
        """The answer of a CP command. FAILED_PRECONDITION with CP's message when it fails."""


def refused_by_cp(message: str, user_id: str = "") -> ZfleetError:
    """What a CP message means. 053: not in the directory."""
    if re.match(r"HCP...0?53E", message) and user_id:
        return not_found("guest", user_id, f"guest {user_id} does not exist", reason="GUEST_NOT_FOUND")
    return failed_precondition("CP_REFUSED", f"CP: {message}", metadata={"cp_message": message})


def unreachable() -> ZfleetError:
    """The Linux on z/VM does not answer."""
    return unavailable("READER_ACCESS_UNAVAILABLE", "the Linux on z/VM that punches files cannot be reached")


def sent_as(answer: str, spool_id: int) -> int:
    """The spool id of a file after CP TRANSFER, which may give it another in the other reader."""
    found = _SENT_AS.search(answer)
    return int(found[1]) if found else spool_id


class SimulatedReaderAccess:
    """The Linux of a simulated host, over its Linux port."""

    def __init__(self, linux: LinuxClient) -> None:
        self._linux = linux

    async def send(self, user_id: str, file: ReaderFile) -> int:
        """See ReaderAccess."""
        try:
            return int(await self._linux.punch(user_id, file.name, file.type, file.spool_class, [file.content]))
        except LinuxError as error:
            raise refused_by_cp(error.message, user_id) from error
        except OSError as error:
            raise unreachable() from error

    async def receive(self, spool_id: int) -> bytes:
        """See ReaderAccess."""
        try:
            return await self._linux.receive(f"{spool_id:04}")
        except LinuxError as error:
            raise refused_by_cp(error.message) from error
        except OSError as error:
            raise unreachable() from error

    async def command(self, text: str) -> str:
        """See ReaderAccess."""
        try:
            return await self._linux.command(text)
        except LinuxError as error:
            raise refused_by_cp(error.message) from error
        except OSError as error:
            raise unreachable() from error


class LocalReaderAccess:
    """This Linux runs on z/VM itself: vmur and vmcp of s390-tools, run without a shell."""

    def __init__(self) -> None:
        self._punch = asyncio.Lock()  # there is one punch, and vmur refuses to share it

    async def send(self, user_id: str, file: ReaderFile) -> int:
        """See ReaderAccess. The file goes to our own reader first, because its class is changed there."""
        async with self._punch:
            spool_id = await self._to_own_reader(file)
        try:
            await self.command(f"CHANGE RDR {spool_id} CLASS {file.spool_class}")
            answer = await self.command(f"TRANSFER * RDR {spool_id} TO {user_id} RDR")
        except BaseException as error:
            await asyncio.shield(self.command(f"PURGE RDR {spool_id}"))
            if isinstance(error, ZfleetError) and "cp_message" in error.metadata:
                raise refused_by_cp(error.metadata["cp_message"], user_id) from error
            raise
        return sent_as(answer, spool_id)

    async def _to_own_reader(self, file: ReaderFile) -> int:
        arguments = ("vmur", "punch", "-f", "-r", "-N", f"{file.name}.{file.type}")
        async for _ in looks(_PUNCH_PATIENCE):
            code, output, errors = await _run(arguments, file.content)
            if code == 0:
                found = _CREATED.search((output + errors).decode("ascii", "replace"))
                if found is None:
                    raise failed_precondition("PUNCH_FAILED", "vmur did not say which spool file it made")
                return int(found[1])
            if _PUNCH_BUSY not in errors.decode("ascii", "replace"):
                break
        raise failed_precondition("PUNCH_FAILED", f"vmur: {_first_line(errors)}")

    async def receive(self, spool_id: int) -> bytes:
        """See ReaderAccess."""
        code, output, errors = await _run(("vmur", "receive", "-t", "-O", str(spool_id)))
        if code:
            raise failed_precondition("RECEIVE_FAILED", f"vmur: {_first_line(errors)}")
        return output

    async def command(self, text: str) -> str:
        """See ReaderAccess."""
        code, output, errors = await _run(("vmcp", text))
        answer = output.decode("ascii", "replace")
        if code:
            raise refused_by_cp(next((line for line in answer.splitlines() if line), _first_line(errors)))
        return answer


async def _run(arguments: Sequence[str], given: bytes = b"") -> tuple[int, bytes, bytes]:
    """Exit code, output and errors of a command. UNAVAILABLE when there is no such command here."""
    try:
        return await run_program(arguments, given=given)
    except OSError as error:
        raise unreachable() from error


def _first_line(text: bytes) -> str:
    return text.decode("ascii", "replace").strip().partition("\n")[0][:200]
