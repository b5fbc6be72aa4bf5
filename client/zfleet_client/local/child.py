# SPDX-License-Identifier: Apache-2.0
"""One child process: started without a shell, its log into a file, heard when it serves, stopped by SIGTERM."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

LAST_LINES = 12  # of a failed child's log; what a person needs to see first
_LONGEST_LINE = 1024 * 1024  # bytes


class ChildFailed(Exception):
    """A child did not start, or ended by itself. The message has its exit code, its last words and its log file."""


class Child:
    """One of the fleet's processes. Its log lines are JSON; the one whose event is "serving" tells its addresses."""

    def __init__(self, name: str, module: str, arguments: Sequence[str], log_file: Path) -> None:
        self.name = name
        self.log_file = log_file
        self._command = (*_ends_with_parent(), sys.executable, "-m", module, *arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._serving: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()
        self._last: list[str] = []

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return self._process.pid if self._process else 0

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for a signal."""
        return self._process.returncode if self._process else None

    async def start(self) -> None:
        """Starts the process, in a process group of its own: Ctrl-C is ours to handle, in order."""
        await asyncio.to_thread(self.log_file.parent.mkdir, parents=True, exist_ok=True)
        log = await asyncio.to_thread(self.log_file.open, "ab")
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=_LONGEST_LINE,
            env={"GRPC_VERBOSITY": "ERROR", **os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._reading = asyncio.create_task(self._read(self._process, log))

    async def serving(self, timeout: float) -> Mapping[str, str]:
        """What it says when it serves: its addresses by name. ChildFailed when it ends before, or after `timeout`."""
        assert self._process is not None  # noqa: S101 - start comes first
        ended = asyncio.ensure_future(self._process.wait())
        waiting: set[asyncio.Future[object]] = {self._serving, ended}  # type: ignore[arg-type]
        try:
            await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
        if self._serving.done():
            return self._serving.result()
        if self.exit_code is None:
            raise ChildFailed(f"{self.name} did not serve within {timeout:g} s{self._last_words()}")
        raise await self.failure()

    async def ended(self) -> Child:
        """Returns this child when its process has ended."""
        if self._process is not None:
            await self._process.wait()
        return self

    async def failure(self) -> ChildFailed:
        """Why it is gone; only for a child that has ended."""
        if self._reading is not None:
            await self._reading
        return ChildFailed(f"{self.name} ended by itself with exit code {self.exit_code}{self._last_words()}")

    async def stop(self, patience: float) -> bool:
        """Asks it to stop, and kills it after `patience` seconds. True when it stopped by itself, with exit code 0."""
        if self._process is None:
            return True
        if self._process.returncode is None:
            self._signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), patience)
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self._process.wait()
        if self._reading is not None:
            await self._reading
        return self._process.returncode == 0

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def _read(self, process: asyncio.subprocess.Process, log: BinaryIO) -> None:
        """Every line into the log file as it comes; written at once, which a local file allows."""
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        with log:
            while line := await _line(process.stdout):
                log.write(line)
                log.flush()
                text = line.decode(errors="replace").rstrip()
                self._last = [*self._last[1 - LAST_LINES :], text]
                if not self._serving.done() and (said := _serving(text)) is not None:
                    self._serving.set_result(said)

    def _last_words(self) -> str:
        words = "".join(f"\n  {line}" for line in self._last)
        return f"; its last lines:{words}\n  log: {self.log_file}" if words else f"; log: {self.log_file}"


def _ends_with_parent() -> tuple[str, ...]:
    """What is put before a command so that Linux ends it when its parent is killed; nothing where it cannot."""
    program = shutil.which("setpriv") if sys.platform == "linux" else None
    return (program, "--pdeathsig", "TERM", "--") if program else ()


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line; b"" at the end. What is too long for a line comes in pieces."""
    try:
        return await stream.readline()
    except ValueError:  # longer than the limit: the reader has dropped it
        return b"(a line was too long)\n"


def _serving(line: str) -> Mapping[str, str] | None:
    """The addresses of a line that says that the process serves now."""
    if '"serving"' not in line:
        return None
    try:
        said = json.loads(line[line.index("{") :])
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("event") != "serving":
        return None
    return {key: value for key, value in said.items() if isinstance(value, str)}
