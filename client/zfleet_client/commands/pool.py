# SPDX-License-Identifier: Apache-2.0
"""Disk pools: list, show."""

from __future__ import annotations

import click

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns
from zfleet_client.show.answer import heading


@click.group("pool")
def pool_command() -> None:
    """Disk pools: what the disks of guests come from."""


@pool_command.command("list")
@in_session
async def list_(session: Session) -> None:
    """List disk pools."""
    async with session.fleet() as fleet:
        found = [pool async for pool in fleet.pools.list()]
    session.show(pb.ListPoolsResponse(pools=found), nouns.pools(found))


@pool_command.command("show")
@click.argument("name", shell_complete=completion.pools)
@in_session
async def show(session: Session, name: str) -> None:
    """Show a pool with its volumes."""
    async with session.fleet() as fleet:
        pool = await fleet.pools.get(name)
    session.show(pool, nouns.pools([pool]), heading("Volumes"), nouns.volumes(pool.volumes))
