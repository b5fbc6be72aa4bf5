# SPDX-License-Identifier: Apache-2.0
"""Other programs, run to their end."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from zfleet_runtime.program import run_program


def python(text: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", text, *arguments]


async def test_output_errors_and_exit_code_are_told_apart() -> None:
    """As the program wrote them, byte for byte."""
    text = "import sys; sys.stdout.buffer.write(b'a\\xff'); sys.stderr.write('b'); sys.exit(7)"
    assert await run_program(python(text)) == (7, b"a\xff", b"b")
    assert await run_program(python(text), errors_with_output=True) in ((7, b"a\xffb", b""), (7, b"ba\xff", b""))


async def test_more_than_a_pipe_holds_goes_in_and_out() -> None:
    """A megabyte each way, at the same time."""
    given = os.urandom(1024 * 1024)
    text = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.stderr.write('x' * 1048576)"
    ended = await run_program(python(text), given=given)
    assert (ended.output, len(ended.errors)) == (given, 1024 * 1024)


async def test_without_input_it_reads_an_end() -> None:
    """Not what the service itself has as input."""
    assert (await run_program(python("import sys; print(len(sys.stdin.read()))"))).output == b"0\n"


async def test_arguments_and_environment_are_taken_as_they_are() -> None:
    """No shell looks at them."""
    text = "import os, sys; print(sys.argv[1], os.environ['ONE'], 'HOME' in os.environ)"
    ended = await run_program(python(text, "$HOME; `id` *"), environment={"ONE": "1"})
    assert ended.output == b"$HOME; `id` * 1 False\n"


async def test_a_program_that_is_not_there_is_an_error() -> None:
    """FileNotFoundError, or PermissionError for what is no program."""
    with pytest.raises(FileNotFoundError):
        await run_program(["/no/such/program"])
    with pytest.raises(PermissionError):
        await run_program([__file__])


async def test_a_cancelled_caller_kills_it_and_waits_for_its_end(tmp_path: Path) -> None:
    """Nothing is left: neither the process nor the thread; a timeout is a cancellation too."""
    started = tmp_path / "started"
    text = "import os, sys, time; open(sys.argv[1] + '_', 'w').write(str(os.getpid())); "
    text += "os.rename(sys.argv[1] + '_', sys.argv[1]); time.sleep(600)"
    running = asyncio.ensure_future(run_program(python(text, str(started))))
    async with asyncio.timeout(30):
        while not started.exists():
            await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await run_program(python("import time; time.sleep(600)"))


async def test_a_caller_that_is_cancelled_at_once_leaves_nothing() -> None:
    """Also when the program was not even started."""
    for _ in range(5):
        running = asyncio.ensure_future(run_program(python("import time; time.sleep(600)")))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    missing = asyncio.ensure_future(run_program(["/no/such/program"]))
    await asyncio.sleep(0)
    missing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await missing


async def test_programs_do_not_use_up_the_threads_for_files() -> None:
    """As many at once as are asked for, with file work going on beside them."""
    running = [asyncio.ensure_future(run_program(python("import sys; sys.stdin.read()"), given=b"")) for _ in range(3)]
    waiting = [asyncio.ensure_future(run_program(python("import time; time.sleep(600)"))) for _ in range(12)]
    await asyncio.sleep(0)
    assert await asyncio.to_thread(Path(__file__).exists)
    assert [(await each).exit_code for each in running] == [0, 0, 0]
    for each in waiting:
        each.cancel()
    assert all(
        isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*waiting, return_exceptions=True)
    )
