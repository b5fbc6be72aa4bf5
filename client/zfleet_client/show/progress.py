# SPDX-License-Identifier: Apache-2.0
"""Progress on stderr: a bar per step at a terminal, a line per change anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_client.show.answer import console_on, word
from zfleet_client.sizes import text_of

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_DONE = frozenset({pb.STEP_STATE_SUCCEEDED, pb.STEP_STATE_UNDONE, pb.STEP_STATE_SKIPPED})


class Steps(Protocol):
    """Shows how the steps of an operation go."""

    def show(self, step: pb.Step) -> None:
        """A step has changed."""


class LinePerChange:
    """A line whenever a step's state has changed; moved bytes alone make none."""

    def __init__(self) -> None:
        self._known: dict[str, pb.StepState] = {}

    def show(self, step: pb.Step) -> None:
        """Writes the line, if there is one to write."""
        if self._known.get(step.name) == step.state:
            return
        self._known[step.name] = step.state
        if step.state in (pb.STEP_STATE_PENDING, pb.STEP_STATE_UNSPECIFIED):
            return
        text = f"{step.name}: {state_of(step)}"
        if step.state == pb.STEP_STATE_SUCCEEDED:
            text += f" in {step.duration.ToTimedelta().total_seconds():.3f} s"
            text += f", {text_of(step.total_bytes)}" if step.total_bytes else ""
        elif step.HasField("error"):
            text += f": {step.error.message}"
        click.echo(text, err=True)


class BarPerStep:
    """A line with a bar for every step, at a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def show(self, step: pb.Step) -> None:
        """Moves the step's bar."""
        if step.name not in self._tasks:
            self._tasks[step.name] = self._progress.add_task(step.name, start=False, total=None, state="", moved="")
        task = self._tasks[step.name]
        if step.HasField("start_time"):
            self._progress.start_task(task)
        total, done = float(step.total_bytes or 1), float(step.done_bytes)
        moved = f"{text_of(step.done_bytes)}/{text_of(step.total_bytes)}" if step.total_bytes else ""
        if step.HasField("duration"):
            moved += f" {step.duration.ToTimedelta().total_seconds():.2f} s"
        ended = step.state in _DONE
        known = ended or bool(step.total_bytes)
        self._progress.update(
            task,
            total=total if known else None,
            completed=total if ended else done,
            state=state_of(step),
            moved=moved,
        )


@contextmanager
def steps() -> Iterator[Steps]:
    """Where to show an operation's steps: bars at a terminal, lines otherwise."""
    if not sys.stderr.isatty():
        yield LinePerChange()
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[state]}", markup=False),
        TextColumn("{task.fields[moved]}", markup=False),
    )
    with Progress(*columns, console=console_on(True, stderr=True)) as progress:
        yield BarPerStep(progress)


class Transfer(Protocol):
    """Shows how far a transfer is."""

    def __call__(self, done: int, total: int, /) -> None:
        """So many bytes are done, of so many in all (0: not known)."""


@contextmanager
def transfer(label: str) -> Iterator[Transfer]:
    """Where to show a transfer: a bar at a terminal, a line for every tenth otherwise."""
    if not sys.stderr.isatty():
        yield _TenthsOf(label)
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(True), TransferSpeedColumn())
    with Progress(*columns, console=console_on(True, stderr=True)) as progress:
        task = progress.add_task(label, total=None)

        def show(done: int, total: int, /) -> None:
            progress.update(task, completed=done, total=total or None)

        yield show


class _TenthsOf:
    def __init__(self, label: str) -> None:
        self._label = label
        self._tenth = -1

    def __call__(self, done: int, total: int, /) -> None:
        tenth = done * 10 // total if total else 0
        if tenth > self._tenth:
            self._tenth = tenth
            click.echo(f"{self._label}: {text_of(done)} of {text_of(total) if total else '?'}", err=True)


def state_of(step: pb.Step) -> str:
    """The step's state for people."""
    return word(pb.StepState.Name(step.state), "STEP_STATE_")
