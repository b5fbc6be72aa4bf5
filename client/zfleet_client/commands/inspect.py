# SPDX-License-Identifier: Apache-2.0
"""Running guests: what their Linux says, and what CP counts."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import systems


@click.command("inspect")
@arguments.user_id
@click.option("--within", type=click.FloatRange(1, 600), metavar="SECONDS", help="Longest wait. [default: 30]")
@in_session
async def inspect_command(session: Session, user_id: str, within: float | None) -> None:
    """Ask a guest's Linux what it is."""
    async with session.fleet() as fleet:
        found = await fleet.managed.inspect(user_id, timeout=within)
    session.show(found, systems.inspected(user_id.upper(), found))


@click.command("stats")
@click.argument("user_ids", nargs=-1, shell_complete=completion.guests)
@in_session
async def stats_command(session: Session, user_ids: Sequence[str]) -> None:
    """Show CP's counters of running guests: of those named, or of all managed ones."""
    async with session.fleet() as fleet:
        found = await fleet.managed.statistics(user_ids)
    session.show(pb.ListGuestStatisticsResponse(statistics=found), systems.statistics(found))
