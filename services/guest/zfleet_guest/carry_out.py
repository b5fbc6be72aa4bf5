# SPDX-License-Identifier: Apache-2.0
"""Scripts for a guest's reader, and having a running Linux do them at once.

zvmguestconfigure takes the files out of the reader and runs the scripts, but tells nobody what they came to. So each
script leaves its exit code in a file under a token of its own, which is asked for when zvmguestconfigure is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zfleet_guest.directory import Directory
from zfleet_guest.files import ReaderFiles
from zfleet_guest.first_boot.script import Result
from zfleet_guest.guest_commands import GuestCommands, GuestNotReachable
from zfleet_guest.power import Power
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.refusals import explaining, not_running
from zfleet_guest.zvm import together
from zfleet_runtime.deadline import detached, within
from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns

DEFAULT_TIMEOUT = 1800.0  # seconds
_ANSWER_TIMEOUT = 60.0
_PROBE = ("pwd",)
_START = ("/usr/bin/zvmguestconfigure", "start")


@dataclass(frozen=True, slots=True)
class Script:
    """A file for the reader whose script leaves its exit code."""

    file: ReaderFile
    result: Result


@dataclass(frozen=True, slots=True)
class Ended:
    """A script that did not end with exit code 0. None: it left none, or (not `taken`) lies in the reader still."""

    name: str
    exit_code: int | None
    taken: bool
    output: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """The spool ids of the files sent; whether the running Linux has done them, and what failed there."""

    spool_ids: list[int]
    applied: bool
    failures: tuple[Ended, ...] = ()


class Scripts:
    """Sends scripts to guests and has them done."""

    def __init__(self, files: ReaderFiles, commands: GuestCommands, power: Power, directory: Directory) -> None:
        self._files = files
        self._commands = commands
        self._power = power
        self._directory = directory
        self._turns = Turns()  # two zvmguestconfigure in one guest would take each other's files away

    async def send(self, user_id: str, files: Sequence[ReaderFile]) -> list[int]:
        """Puts files into the reader, all or none, for the next boot; their spool ids. NOT_FOUND.

        What an attempt that broke off has left is not looked for: files of other requests have the same names, and a
        script that is done twice finds everything done.
        """
        async with self._turns.of(user_id):
            return await self._files.send(user_id, files, repeated=False)

    async def must_answer(self, user_id: str) -> None:
        """FAILED_PRECONDITION unless the guest runs and its Linux takes our commands. NOT_FOUND."""
        try:
            await self._commands.run(user_id, _PROBE, within(_ANSWER_TIMEOUT))
        except GuestNotReachable:
            with explaining(user_id):
                on, exists = await together(self._power.is_on(user_id), self._directory.exists(user_id))
            if not exists:
                raise no_such_guest(user_id) from None
            if not on:
                raise not_running(user_id) from None
            raise

    async def carry_out(
        self, user_id: str, scripts: Sequence[Script], *, must: bool = False, timeout: float
    ) -> CarriedOut:
        """Sends the scripts and, when the guest's Linux answers, waits until it has done them.

        One that does not answer does them at its next boot; `must`: it has to answer, and nothing is sent before it
        has. Whatever fails, no script stays in the reader.
        """
        async with self._turns.of(user_id):
            if must:
                await self.must_answer(user_id)
            sent = await self._files.send(user_id, [script.file for script in scripts], repeated=False)
            try:
                failures = await self._run(user_id, scripts, sent, within(timeout))
            except GuestNotReachable:
                if not must:
                    return CarriedOut(sent, applied=False)
                await self._take_out(user_id, sent)
                raise
            except BaseException:
                await self._take_out(user_id, sent)
                raise
            if failures:
                await self._take_out(user_id, sent)
            return CarriedOut(sent, applied=not failures, failures=failures)

    async def _run(
        self, user_id: str, scripts: Sequence[Script], sent: Sequence[int], timeout: float
    ) -> tuple[Ended, ...]:
        answer = await self._commands.run(user_id, _START, timeout)
        codes = await together(*(self._exit_code(user_id, script.result) for script in scripts))
        if not any(codes) and None not in codes:
            return ()
        left = await self._files.there(user_id, sent)
        return tuple(
            Ended(f"{script.file.name}.{script.file.type}", code, spool_id not in left, answer.output)
            for script, code, spool_id in zip(scripts, codes, sent, strict=True)
            if code != 0
        )

    async def _exit_code(self, user_id: str, result: Result) -> int | None:
        answer = await self._commands.run(user_id, ("cat", result.file), within(_ANSWER_TIMEOUT))
        return None if answer.exit_code else result.exit_code(answer.output)

    async def _take_out(self, user_id: str, sent: Sequence[int]) -> None:
        # The call may be over or cancelled; a script that is left would be done at the next boot.
        await detached(self._files.purge(user_id, sent), name=f"purge scripts of {user_id}")


def failed(user_id: str, ended: Ended) -> ZfleetError:
    """FAILED_PRECONDITION: the Linux took a script and could not do it, or did not take it."""
    what = "did not take it from the reader" if not ended.taken else "could not do it"
    metadata = {"user_id": user_id, "script": ended.name, "output": ended.output[-500:]}
    if ended.exit_code is not None:
        metadata["exit_code"] = str(ended.exit_code)
    message = f"the Linux of guest {user_id} was sent {ended.name} and {what}"
    return failed_precondition("GUEST_CONFIGURATION_FAILED", message, metadata=metadata)
