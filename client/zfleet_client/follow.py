# SPDX-License-Identifier: Apache-2.0
"""How a command follows an operation: shows its steps, and fails as it failed."""

from __future__ import annotations

import asyncio

import click

from zfleet_client.operations import Operation
from zfleet_client.show import progress


async def to_the_end(operation: Operation, *, quiet: bool = False, undo_on_interrupt: bool = False) -> Operation:
    """Shows the operation's steps on stderr until it has ended; raises its error when it ended badly.

    An interrupt leaves it at work and says how to find it again, or, with `undo_on_interrupt`, has it undone.
    """
    try:
        if quiet:
            await operation.wait()
        else:
            with progress.steps() as steps:
                async for step in operation.watch(cancel_on_disconnect=undo_on_interrupt):
                    steps.show(step)
    except asyncio.CancelledError:
        if undo_on_interrupt:
            click.echo(f"zfleet: operation {operation.id} is being undone", err=True)
        else:
            click.echo(
                f"zfleet: operation {operation.id} goes on; `zfleet operation watch {operation.id}` shows it, "
                f"`zfleet operation cancel {operation.id}` undoes it",
                err=True,
            )
        raise
    if (error := operation.error) is not None:
        raise error
    return operation
