# SPDX-License-Identifier: Apache-2.0
"""Answers: JSON made from the contract's messages for programs, tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import click
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from zfleet.gateway.v1.gateway_service_pb2 import MissingPart

_PLAIN_WIDTH = 1000  # columns where there is no terminal: a program that reads tables must not find them cut


def json_of(message: Message, **more: Any) -> str:
    """A message as JSON, every field present and named as in the contract; `more` is added to it.

    64-bit numbers are strings, as in all protobuf JSON.
    """
    values = MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)
    return json.dumps(values | more, indent=2, ensure_ascii=False)


def write(*parts: RenderableType) -> None:
    """Parts to stdout, one below the other; without the blanks that columns end with where there is no terminal."""
    if sys.stdout.isatty():
        console = console_on(True)
        for part in parts:
            console.print(part, highlight=False)
        return
    console = console_on(False)
    with console.capture() as captured:
        for part in parts:
            console.print(part, highlight=False)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def console_on(terminal: bool, *, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or wide enough for everything where there is none."""
    if terminal:
        return Console(stderr=stderr)
    return Console(stderr=stderr, width=_PLAIN_WIDTH, color_system=None, force_terminal=False)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[str] = ()) -> RenderableType:
    """Rows under headers, the columns `right` to the right; a line that says so when there are no rows.

    At a terminal, where room is short, columns without any value are left out.
    """
    terminal = sys.stdout.isatty()
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return Text("none")
    shown = [at for at in range(len(headers)) if not terminal or any(row[at] for row in cells)]
    found = Table(box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, show_edge=False, header_style="bold")
    to_the_right = set(right)
    for at in shown:
        justify: Literal["left", "right"] = "right" if headers[at] in to_the_right else "left"
        found.add_column(headers[at], justify=justify, overflow="fold")
    for row in cells:
        found.add_row(*(Text(row[at]) for at in shown))
    return found


def facts(pairs: Iterable[tuple[str, object]]) -> RenderableType:
    """Names and values, one a line; empty values are left out."""
    found = Table(box=None, show_header=False, pad_edge=False)
    found.add_column(style="bold")
    found.add_column(overflow="fold")
    for name, value in pairs:
        if str(value) != "":
            found.add_row(name, Text(str(value)))
    return found


def heading(text: str) -> RenderableType:
    """A line above a table, with an empty one before it."""
    return Text(f"\n{text}", style="bold")


def warn_of_missing(missing: Iterable[MissingPart]) -> None:
    """Says on stderr which services did not answer, and why."""
    for part in missing:
        click.echo(f"zfleet: warning: {part.service} did not answer: {part.error.message}", err=True)


def word(name: str, prefix: str) -> str:
    """An enum value's name for people: POWER_STATE_ON -> "on"; "-" for the unspecified."""
    text = name.removeprefix(prefix).lower().replace("_", " ")
    return "-" if text == "unspecified" else text
