# SPDX-License-Identifier: Apache-2.0
"""Programs of this Linux: given their arguments as a list, no shell between, and time to clean up when terminated."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from zfleet_storage.together import to_the_end

LONGEST_OUTPUT = 64 * 1024  # characters of a program's output that are kept, from its end
LAST_WORDS_SECONDS = 30.0  # what a terminated program has to detach what it attached


async def run_program(arguments: Sequence[str]) -> tuple[int, str]:
    """Exit code and output, errors included. OSError when it cannot be started.

    When the caller is cancelled the program is terminated, and killed if it does not end for that.
    """
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output = await _end_of(process)
        return await process.wait(), output
    except BaseException:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                process.terminate()
            await to_the_end(_ended(process), f"end {arguments[0]}")
        raise


async def _end_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None  # noqa: S101  # it was asked for
    output = b""
    while data := await process.stdout.read(65536):
        output = (output + data)[-LONGEST_OUTPUT:]
    return output.decode("utf-8", "replace")


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), LAST_WORDS_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            process.kill()
