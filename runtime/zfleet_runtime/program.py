# SPDX-License-Identifier: Apache-2.0
"""Runs another program to its end, with an argument list and never a shell, without holding up the event loop.

asyncio starts a program in the loop's own thread, which stands still, the interpreter locked, until the kernel has
copied the process and the copy has become the program: tens of milliseconds for a large process on a busy machine. Here
each program has a thread, which starts it the quick way (vfork) and waits for it.
"""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Ended(NamedTuple):
    """What came of a program; the exit code is negative for a signal."""

    exit_code: int
    output: bytes
    errors: bytes


async def run_program(
    arguments: Sequence[str],
    *,
    given: bytes | None = None,
    errors_with_output: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Runs a program with `given` as its input. OSError when it cannot be started.

    It is killed when the caller is cancelled, which waits for its end; asyncio.timeout around the call does the same.
    """
    program = _Program(arguments, given, errors_with_output, environment)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[Ended] = loop.create_future()

    def run() -> None:
        try:
            found = program.run()
        except Exception as error:  # noqa: BLE001  # raised again where the program was asked for
            loop.call_soon_threadsafe(ended.set_exception, error)
        else:
            loop.call_soon_threadsafe(ended.set_result, found)

    # A thread of its own: programs that run for minutes must not fill the pool in which files are read.
    threading.Thread(target=run, name="program", daemon=True).start()
    try:
        return await asyncio.shield(ended)
    except asyncio.CancelledError:
        program.kill()
        await asyncio.wait({ended})
        if not ended.cancelled():
            ended.exception()  # looked at, so that nobody is told of an exception that nobody wanted
        raise


class _Program:
    """A program in its thread; kill() comes from another one."""

    def __init__(
        self,
        arguments: Sequence[str],
        given: bytes | None,
        errors_with_output: bool,
        environment: Mapping[str, str] | None,
    ) -> None:
        self._arguments = list(arguments)
        self._given = given
        self._errors = subprocess.STDOUT if errors_with_output else subprocess.PIPE
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._unwanted = False

    def run(self) -> Ended:
        """Returns when it has ended and its output is closed."""
        with subprocess.Popen(
            self._arguments,
            stdin=subprocess.DEVNULL if self._given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=self._environment,
        ) as process:
            self._process = process
            if self._unwanted:
                process.kill()
            output, errors = process.communicate(self._given)
            return Ended(process.returncode, output, errors or b"")

    def kill(self) -> None:
        """Ends it now, or as soon as it has started."""
        self._unwanted = True
        if self._process is not None:
            self._process.kill()
