# SPDX-License-Identifier: Apache-2.0
"""The host: what it is, its pools and its switches, and how it answers."""

from __future__ import annotations

import click

from zfleet_client.session import Session, in_session
from zfleet_client.show import answer, nouns, systems


@click.command("host")
@in_session
async def host_command(session: Session) -> None:
    """Show the z/VM host: facts, disk pools, virtual switches."""
    async with session.fleet() as fleet:
        found = await fleet.host()
    session.show(found, *nouns.host(found))
    answer.warn_of_missing(found.missing)


@click.command("health")
@in_session
async def health_command(session: Session) -> None:
    """Show how calls of z/VM's systems management API have gone, by service."""
    async with session.fleet() as fleet:
        found = await fleet.smapi_health()
    session.show(found, systems.health(found))
    answer.warn_of_missing(found.missing)
