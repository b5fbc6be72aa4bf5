# SPDX-License-Identifier: Apache-2.0
"""The little of a shell that connectors use: simple commands, pipes, && and ||, output to a file.

Nothing else of a shell is here: no variables, no substitution, no here documents. What is not understood is refused
before any of it is run.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

_BETWEEN = ("&&", "||", ";")
_REDIRECTIONS = (">", ">>")
_UNKNOWN = set("<()&")


class ShellError(Exception):
    """A line that is no shell, or more shell than there is here."""


@dataclass(frozen=True)
class Step:
    """A pipeline: run ``after`` the one before it succeeded (&&), failed (||) or ended (;). ``target`` empty: none."""

    after: str
    commands: tuple[tuple[str, ...], ...]
    target: str = ""
    append: bool = False


def steps_of(line: str) -> tuple[Step, ...]:
    """The pipelines of a line in their order. ShellError."""
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|<>()")
        lexer.whitespace_split = True
        lexer.commenters = ""
        words = list(lexer)
    except ValueError as error:
        raise ShellError(str(error)) from None
    steps: list[Step] = []
    after = ";"
    pipeline: list[str] = []
    for word in [*words, ";"]:
        if word in _BETWEEN:
            if pipeline:
                steps.append(_step(after, pipeline))
            after, pipeline = word, []
        else:
            pipeline.append(word)
    return tuple(steps)


def _step(after: str, words: list[str]) -> Step:
    commands: list[tuple[str, ...]] = []
    command: list[str] = []
    target, append, at = "", False, 0
    while at < len(words):
        word = words[at]
        if word in _REDIRECTIONS and at + 1 < len(words):
            number = command.pop() if command and command[-1] in ("1", "2") else "1"
            if number == "1":
                target, append = words[at + 1], word == ">>"
            at += 1
        elif word == ">&" and at + 1 < len(words):
            command = command[:-1] if command and command[-1] in ("1", "2") else command
            at += 1
        elif word == "|" and command:
            commands.append(tuple(command))
            command = []
        elif set(word) & _UNKNOWN and set(word) <= set(";&|<>()"):
            raise ShellError(f"{word} is not understood")
        else:
            command.append(word)
        at += 1
    if not command:
        raise ShellError("a command is missing")
    return Step(after, (*commands, tuple(command)), target, append)
