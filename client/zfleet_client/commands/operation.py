# SPDX-License-Identifier: Apache-2.0
"""Operations: list, show, watch, wait, cancel."""

from __future__ import annotations

import click

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.follow import to_the_end
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns

STATES = {
    "running": pb.OPERATION_STATE_RUNNING,
    "undoing": pb.OPERATION_STATE_UNDOING,
    "succeeded": pb.OPERATION_STATE_SUCCEEDED,
    "failed": pb.OPERATION_STATE_FAILED,
    "cancelled": pb.OPERATION_STATE_CANCELLED,
}

operation_id = click.argument("operation_id", shell_complete=completion.operations)


@click.group("operation")
def operation_command() -> None:
    """Operations: work of the gateway that goes on without its caller."""


@operation_command.command("list")
@click.option("--guest", "user_id", default="", shell_complete=completion.guests, help="Only this guest's.")
@click.option("--state", type=click.Choice([*STATES]), default=None, help="Only those in this state.")
@in_session
async def list_(session: Session, user_id: str, state: str | None) -> None:
    """List operations, the youngest first."""
    wanted = STATES[state] if state else pb.OPERATION_STATE_UNSPECIFIED
    async with session.fleet() as fleet:
        found = [each.message async for each in fleet.operations.list(user_id=user_id, state=wanted)]
    session.show(pb.ListOperationsResponse(operations=found), nouns.operations(found))


@operation_command.command("show")
@operation_id
@in_session
async def show(session: Session, operation_id: str) -> None:
    """Show an operation with its steps."""
    async with session.fleet() as fleet:
        found = (await fleet.operations.get(operation_id)).message
    session.show(found, nouns.operations([found]), "", nouns.steps(found.steps))


@operation_command.command("watch")
@operation_id
@click.option("--undo-on-interrupt", is_flag=True, help="Ctrl-C undoes what was done.")
@in_session
async def watch(session: Session, operation_id: str, undo_on_interrupt: bool) -> None:
    """Show an operation's steps until it has ended; fails as it failed."""
    async with session.fleet() as fleet:
        operation = await fleet.operations.get(operation_id)
        await to_the_end(operation, undo_on_interrupt=undo_on_interrupt)
    session.show(operation.message, nouns.operations([operation.message]))


@operation_command.command("wait")
@operation_id
@click.option("--within", type=click.FloatRange(min=0), metavar="SECONDS", help="Longest wait. [default: no limit]")
@in_session
async def wait(session: Session, operation_id: str, within: float | None) -> None:
    """Wait until an operation has ended; fails as it failed, or when the time is over."""
    async with session.fleet() as fleet:
        operation = await fleet.operations.get(operation_id)
        await operation.result(within)
    session.show(operation.message, nouns.operations([operation.message]))


@operation_command.command("cancel")
@operation_id
@in_session
async def cancel(session: Session, operation_id: str) -> None:
    """Ask an operation to stop and undo what it did; does not wait for it."""
    async with session.fleet() as fleet:
        operation = await fleet.operations.cancel(operation_id)
    session.show(operation.message, nouns.operations([operation.message]))
