# SPDX-License-Identifier: Apache-2.0
"""How commands are run in a guest's Linux: over IUCV, by the agent that listens there, as root.

SMAPI ends at the virtual machine. What goes on in the Linux of it (its CPUs online, its addresses, its disks) is asked
of the agent, which does what the authorised user id says. Three things may stand in the way, and each is an error of
its own: nobody listens, it listens to somebody else, it takes too long. A command that ran and failed is an answer, not
an error.
"""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import grpc

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.program import run_program
from zfleet_simulator.linux import GUEST_DOES_NOT_ANSWER, GUEST_NOT_AUTHORISED, LinuxClient, LinuxError

DEFAULT_TIMEOUT = 60.0  # seconds
# The agent reads a command into 1,024 bytes, after our user id and its own version.
LONGEST_COMMAND = 900

# Exit codes of the IUCV client program.
_NOT_AUTHORISED = 1
_SOCKET_ERROR = 4
_COMMAND_FAILED = 8
_CODES = re.compile(r"Return code (?P<return_code>-?\d+), Reason code (?P<reason_code>-?\d+)\.\s*\Z")


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """What a command of the guest's Linux came to: its exit code, and its output and errors in one text."""

    exit_code: int
    output: str


class GuestCommandError(ZfleetError):
    """The command did not run to its end, or nobody knows whether it did."""


class GuestNotReachable(GuestCommandError):
    """Nobody listens: the guest is off, still booting, or its Linux has no agent."""

    def __init__(self, user_id: str, detail: str = "") -> None:
        super().__init__(
            grpc.StatusCode.FAILED_PRECONDITION,
            "GUEST_NOT_REACHABLE",
            f"the Linux of guest {user_id} does not answer",
            metadata=_metadata(user_id, detail),
        )


class GuestNotAuthorised(GuestCommandError):
    """The guest's Linux listens to another user id than ours (its /etc/iucv_authorized_userid)."""

    def __init__(self, user_id: str, detail: str = "") -> None:
        super().__init__(
            grpc.StatusCode.FAILED_PRECONDITION,
            "GUEST_NOT_AUTHORISED",
            f"the Linux of guest {user_id} does not take commands from this service's user id",
            metadata=_metadata(user_id, detail),
        )


class GuestCommandTimedOut(GuestCommandError):
    """No answer within the timeout; whether the command was done is not known."""

    def __init__(self, user_id: str, timeout: float) -> None:
        super().__init__(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            "GUEST_COMMAND_TIMED_OUT",
            f"the Linux of guest {user_id} did not finish a command within {timeout:g} seconds",
            metadata=_metadata(user_id),
        )


class GuestCommandsUnavailable(GuestCommandError):
    """Our own end is missing: the IUCV client program, or the Linux port of the simulated host."""

    def __init__(self, user_id: str, detail: str = "") -> None:
        super().__init__(
            grpc.StatusCode.UNAVAILABLE,
            "GUEST_COMMANDS_UNAVAILABLE",
            "this service's way into the Linux of guests cannot be used",
            metadata=_metadata(user_id, detail),
            retry_after=1.0,
        )


class GuestCommands(Protocol):
    """Commands in the Linux of guests."""

    async def run(self, user_id: str, arguments: Sequence[str], timeout: float = DEFAULT_TIMEOUT) -> CommandAnswer:
        """Runs one program with its arguments in the guest's Linux, as root, and waits at most `timeout` seconds.

        GuestNotReachable, GuestNotAuthorised, GuestCommandTimedOut or GuestCommandsUnavailable when it could not be.
        ValueError for a command that is no one line, or that takes more than 900 bytes when quoted.
        """


def command_line(arguments: Sequence[str]) -> str:
    """The arguments as the one line that a shell in the guest takes apart into the same arguments again.

    ValueError for no arguments, a control character (the agent ends a command at a line's end) and for more than 900
    bytes.
    """
    if not arguments:
        raise ValueError("a command has at least one word")
    line = shlex.join(arguments)
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in line):
        raise ValueError("a command has no control characters")
    if len(line.encode()) > LONGEST_COMMAND:
        raise ValueError(f"a command has at most {LONGEST_COMMAND} bytes")
    return line


def client_answer(user_id: str, exit_code: int, output: str) -> CommandAnswer:
    """What the IUCV client program's end means: its exit code and output. Raises what `GuestCommands.run` raises."""
    if exit_code == 0:
        return CommandAnswer(0, output)
    codes = _CODES.search(output)
    reason_code = int(codes["reason_code"]) if codes else 0
    if exit_code == _COMMAND_FAILED:
        said = output[: codes.start()] if codes else output
        return CommandAnswer(reason_code or 1, said.removeprefix("ERROR: "))
    detail = f"return code {exit_code}, reason code {reason_code}"
    if exit_code == _NOT_AUTHORISED:
        raise GuestNotAuthorised(user_id, detail)
    if exit_code == _SOCKET_ERROR:
        raise GuestNotReachable(user_id, detail)
    raise GuestCommandsUnavailable(user_id, detail)


class SimulatedGuestCommands:
    """The Linux of a simulated host, over its Linux port."""

    def __init__(self, linux: LinuxClient) -> None:
        self._linux = linux

    async def run(self, user_id: str, arguments: Sequence[str], timeout: float = DEFAULT_TIMEOUT) -> CommandAnswer:
        """See GuestCommands."""
        command_line(arguments)
        try:
            async with asyncio.timeout(timeout):
                answer = await self._linux.guest_command(user_id, arguments)
        except LinuxError as error:
            if error.message_id == GUEST_NOT_AUTHORISED:
                raise GuestNotAuthorised(user_id, error.message_id) from error
            if error.message_id == GUEST_DOES_NOT_ANSWER:
                raise GuestCommandTimedOut(user_id, timeout) from error
            raise GuestNotReachable(user_id, error.message_id) from error
        except TimeoutError as error:
            raise GuestCommandTimedOut(user_id, timeout) from error
        except OSError as error:
            raise GuestCommandsUnavailable(user_id, "the Linux port cannot be reached") from error
        return CommandAnswer(answer.exit_code, answer.output)


class LocalGuestCommands:
    """This Linux runs on z/VM itself: an IUCV client program on it, run with an argument list and without a shell."""

    def __init__(self, program: str) -> None:
        self._program = program

    async def run(self, user_id: str, arguments: Sequence[str], timeout: float = DEFAULT_TIMEOUT) -> CommandAnswer:
        """See GuestCommands."""
        line = command_line(arguments)
        try:
            async with asyncio.timeout(timeout):
                ended = await run_program((self._program, user_id, line), errors_with_output=True)
        except TimeoutError as error:
            raise GuestCommandTimedOut(user_id, timeout) from error
        except OSError as error:
            raise GuestCommandsUnavailable(user_id, "the IUCV client program cannot be run") from error
        return client_answer(user_id, ended.exit_code, ended.output.decode("utf-8", "replace"))


def _metadata(user_id: str, detail: str = "") -> dict[str, str]:
    return {"user_id": user_id, "detail": detail} if detail else {"user_id": user_id}
