# SPDX-License-Identifier: Apache-2.0
"""The host: what it is, its pools and its switches."""

from __future__ import annotations

import click

from zfleet_client.session import Session, in_session
from zfleet_client.show import answer, nouns


@click.command("host")
@in_session
async def host_command(session: Session) -> None:
    """Show the z/VM host: facts, disk pools, virtual switches."""
    async with session.fleet() as fleet:
        found = await fleet.host()
    session.show(found, *nouns.host(found))
    answer.warn_of_missing(found.missing)
