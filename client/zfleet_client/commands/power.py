# SPDX-License-Identifier: Apache-2.0
"""A guest's power: start, stop, reboot, reset, pause, unpause; several guests at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import click
from google.protobuf.message import Message

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client.commands import arguments
from zfleet_client.errors import FleetError
from zfleet_client.session import Session, in_session
from zfleet_client.show import answer
from zfleet_client.show.failure import lines_of

MOST_AT_ONCE = 8  # guests; z/VM has few worker servers


@click.command("start")
@arguments.user_ids
@in_session
async def start_command(session: Session, user_ids: Sequence[str]) -> None:
    """Log guests on."""
    async with session.fleet() as fleet:

        async def start(user_id: str) -> tuple[Message, str]:
            changed = await fleet.guests.start(user_id)
            text = "is logged on" if changed else "was logged on already"
            return pb.StartGuestResponse(already_running=not changed), text

        await _each(session, user_ids, start)


@click.command("stop")
@arguments.user_ids
@click.option("--soft", is_flag=True, help="Let the operating system shut down first.")
@click.option(
    "--within", type=click.FloatRange(1, 3600), metavar="SECONDS", help="How long --soft may take. [default: 120]"
)
@in_session
async def stop_command(session: Session, user_ids: Sequence[str], soft: bool, within: float | None) -> None:
    """Log guests off."""
    if within is not None and not soft:
        raise click.UsageError("--within needs --soft")
    async with session.fleet() as fleet:

        async def stop(user_id: str) -> tuple[Message, str]:
            changed = await fleet.guests.stop(user_id, soft=soft, timeout=within)
            text = "is logged off" if changed else "was logged off already"
            return pb.StopGuestResponse(already_stopped=not changed), text

        await _each(session, user_ids, stop)


@click.command("reboot")
@arguments.user_ids
@in_session
async def reboot_command(session: Session, user_ids: Sequence[str]) -> None:
    """Ask guests' systems to restart; the guests stay logged on."""
    async with session.fleet() as fleet:

        async def reboot(user_id: str) -> tuple[Message, str]:
            await fleet.guests.reboot(user_id)
            return pb.RebootGuestResponse(), "restarts"

        await _each(session, user_ids, reboot)


@click.command("reset")
@arguments.user_ids
@in_session
async def reset_command(session: Session, user_ids: Sequence[str]) -> None:
    """Log guests off and on again without asking their systems."""
    async with session.fleet() as fleet:

        async def reset(user_id: str) -> tuple[Message, str]:
            await fleet.guests.reset(user_id)
            return pb.ResetGuestResponse(), "was logged off and on"

        await _each(session, user_ids, reset)


@click.command("pause")
@arguments.user_ids
@in_session
async def pause_command(session: Session, user_ids: Sequence[str]) -> None:
    """Stop guests' virtual CPUs; memory and devices stay."""
    async with session.fleet() as fleet:

        async def pause(user_id: str) -> tuple[Message, str]:
            await fleet.guests.pause(user_id)
            return pb.PauseGuestResponse(), "is paused"

        await _each(session, user_ids, pause)


@click.command("unpause")
@arguments.user_ids
@in_session
async def unpause_command(session: Session, user_ids: Sequence[str]) -> None:
    """Let paused guests go on."""
    async with session.fleet() as fleet:

        async def unpause(user_id: str) -> tuple[Message, str]:
            await fleet.guests.unpause(user_id)
            return pb.UnpauseGuestResponse(), "goes on"

        await _each(session, user_ids, unpause)


async def _each(
    session: Session, user_ids: Sequence[str], act: Callable[[str], Awaitable[tuple[Message, str]]]
) -> None:
    """Acts on all guests, some at the same time, and tells of each; then fails with the first failure, if any.

    For programs there is one JSON object per guest that went well, in the order of the arguments.
    """
    room = asyncio.Semaphore(MOST_AT_ONCE)

    async def one(user_id: str) -> tuple[Message, str] | FleetError:
        async with room:
            try:
                return await act(user_id)
            except FleetError as error:
                return error

    names = list(dict.fromkeys(user_ids))
    outcomes = await asyncio.gather(*map(one, names))
    failures = [outcome for outcome in outcomes if isinstance(outcome, FleetError)]
    for user_id, outcome in zip(names, outcomes, strict=True):
        if not isinstance(outcome, FleetError):
            message, text = outcome
            if session.for_programs:
                click.echo(answer.json_of(message, user_id=user_id.upper()))
            else:
                click.echo(f"{user_id.upper()} {text}")
        elif outcome is not failures[0]:
            click.echo("\n".join(lines_of(outcome, session.address)), err=True)
    if failures:
        raise failures[0]
