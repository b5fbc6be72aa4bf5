# SPDX-License-Identifier: Apache-2.0
"""Commands for a guest's Linux: one quoted line for the IUCV client program, and what its end means."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_guest.guest_commands import (
    LONGEST_COMMAND,
    CommandAnswer,
    GuestCommandError,
    GuestCommandsUnavailable,
    GuestCommandTimedOut,
    GuestNotAuthorised,
    GuestNotReachable,
    LocalGuestCommands,
    client_answer,
    command_line,
)

_WORD = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=40)


def client(folder: Path, body: str) -> str:
    """A program that stands in for the IUCV client."""
    path = folder / "iucvclnt"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


@given(st.lists(_WORD, min_size=1, max_size=5))
def test_a_shell_takes_the_line_apart_into_the_same_words(words: list[str]) -> None:
    """Whatever is in them: quotes, dollars, semicolons, backquotes, blanks, nothing."""
    assert shlex.split(command_line(words)) == words


@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\x1b", "\x7f"])
def test_a_control_character_is_refused(letter: str) -> None:
    """The agent would end the command at it."""
    with pytest.raises(ValueError, match="control characters"):
        command_line(["echo", f"a{letter}reboot"])


def test_a_command_has_a_word_and_a_length() -> None:
    """The agent has room for 1,024 bytes with what is put before the command."""
    with pytest.raises(ValueError, match="at least one word"):
        command_line([])
    assert len(command_line(["a" * LONGEST_COMMAND])) == LONGEST_COMMAND
    with pytest.raises(ValueError, match="at most"):
        command_line(["a" * LONGEST_COMMAND, "b"])


async def test_the_program_gets_the_user_id_and_one_line(tmp_path: Path) -> None:
    """Two arguments, no shell of ours in between."""
    program = client(tmp_path, 'printf "%s|" "$#" "$@"')
    answer = await LocalGuestCommands(program).run("LINUX01", ["echo", "it's $HOME; `id`"])
    count, user_id, line, _ = answer.output.split("|")
    assert (answer.exit_code, count, user_id) == (0, "2", "LINUX01")
    assert shlex.split(line) == ["echo", "it's $HOME; `id`"]


async def test_a_command_that_fails_in_the_guest_is_an_answer(tmp_path: Path) -> None:
    """The client ends with 8, and its reason code is the command's exit code."""
    program = client(tmp_path, "printf 'ERROR: cat: no such file\\n\\nReturn code 8, Reason code 17.\\n'; exit 8")
    answer = await LocalGuestCommands(program).run("LINUX01", ["cat", "/none"])
    assert answer == CommandAnswer(17, "cat: no such file\n\n")


@pytest.mark.parametrize(
    ("code", "said", "error", "status"),
    [
        (1, "ERROR: UNAUTHORIZED_ERROR\nReturn code 1, Reason code 0.\n", GuestNotAuthorised, "FAILED_PRECONDITION"),
        (4, "ERROR connecting socket:\nReturn code 4, Reason code 111.\n", GuestNotReachable, "FAILED_PRECONDITION"),
        (2, "Usage\nReturn code 2, Reason code 1.\n", GuestCommandsUnavailable, "UNAVAILABLE"),
        (16, "Return code 16, Reason code 2.\n", GuestCommandsUnavailable, "UNAVAILABLE"),
        (32, "Return code 32, Reason code 2.\n", GuestCommandsUnavailable, "UNAVAILABLE"),
        (64, "ERROR: Failed to make upgrade!\n", GuestCommandsUnavailable, "UNAVAILABLE"),
        (255, "", GuestCommandsUnavailable, "UNAVAILABLE"),
        (-9, "", GuestCommandsUnavailable, "UNAVAILABLE"),
    ],
)
def test_each_end_of_the_client_is_an_error_of_its_own(
    code: int, said: str, error: type[GuestCommandError], status: str
) -> None:
    """Nobody listens, it listens to somebody else, or our own end is wrong; the texts name no path and no address."""
    with pytest.raises(error) as caught:
        client_answer("LINUX01", code, said)
    assert caught.value.status is grpc.StatusCode[status]
    assert caught.value.metadata["user_id"] == "LINUX01"
    assert "socket" not in caught.value.message


def test_a_failed_command_without_its_code_is_still_a_failure() -> None:
    """Never exit code 0."""
    assert client_answer("LINUX01", 8, "garbled") == CommandAnswer(1, "garbled")
    assert client_answer("LINUX01", 8, "x\nReturn code 8, Reason code 0.\n").exit_code == 1


async def test_a_program_that_is_not_there_is_our_own_end(tmp_path: Path) -> None:
    """Not the guest's."""
    with pytest.raises(GuestCommandsUnavailable):
        await LocalGuestCommands(str(tmp_path / "none")).run("LINUX01", ["pwd"])


async def test_a_program_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    """Its process is gone when the error comes."""
    program = client(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 600")
    with pytest.raises(GuestCommandTimedOut) as caught:
        await LocalGuestCommands(program).run("LINUX01", ["pwd"], timeout=0.5)
    assert caught.value.status is grpc.StatusCode.DEADLINE_EXCEEDED
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_a_cancelled_call_kills_the_program(tmp_path: Path) -> None:
    """A caller that went away leaves no process behind."""
    program = client(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 600")
    call = asyncio.create_task(LocalGuestCommands(program).run("LINUX01", ["pwd"]))
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        await asyncio.sleep(0.01)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
