# SPDX-License-Identifier: Apache-2.0
"""Guests that change their size or their place: resize and migrate."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import RenderableType

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show.answer import json_of
from zfleet_client.sizes import MIB, text_of

FORCES = {
    "architecture": pb.MIGRATE_FORCE_ARCHITECTURE,
    "domain": pb.MIGRATE_FORCE_DOMAIN,
    "storage": pb.MIGRATE_FORCE_STORAGE,
}


@click.command("resize")
@arguments.user_id
@click.option("--cpus", type=click.IntRange(1, 64), default=None, help="Virtual CPUs.")
@click.option(
    "--share", type=arguments.SHARE, default=None, help="CPU share: relative=200, absolute=10%; needs --cpus."
)
@click.option("--memory", type=arguments.SIZE, default=None, help="Memory, for example 4G.")
@click.option("--live", is_flag=True, help="Also of the running guest; its memory can only grow.")
@in_session
async def resize_command(
    session: Session, user_id: str, cpus: int | None, share: pb.ShareSpec | None, memory: int | None, live: bool
) -> None:
    """Change a guest's virtual CPUs or memory; what fails is put back as it was."""
    if cpus is None and memory is None:
        raise click.UsageError("give --cpus, --memory or both")
    if share is not None and cpus is None:
        raise click.UsageError("--share needs --cpus")
    name = user_id.upper()
    async with session.fleet() as fleet:
        if cpus is not None:
            of_cpus = await fleet.managed.resize_cpus(user_id, cpus, share=share, live=live)
            now = f", {of_cpus.online_cpu_count} online" if live else ""
            _tell(session, of_cpus, f"{name} has {cpus} CPUs at logon, had {of_cpus.previous_cpu_count}{now}")
        if memory is not None:
            of_memory = await fleet.managed.resize_memory(user_id, memory, live=live)
            now = f", {text_of(of_memory.online_memory_mib * MIB)} online" if live else ""
            before = text_of(of_memory.previous_memory_mib * MIB)
            _tell(session, of_memory, f"{name} has {text_of(memory)} at logon, had {before}{now}")


def _tell(session: Session, answer: pb.ResizeCpusResponse | pb.ResizeMemoryResponse, text: RenderableType) -> None:
    """At once: the second change may fail after the first."""
    if session.for_programs:
        click.echo(json_of(answer))
    else:
        session.show(answer, text)


@click.command("migrate")
@arguments.user_id
@click.argument("destination")
@click.option("--test", is_flag=True, help="Only look for obstacles.")
@click.option("--immediate", is_flag=True, help="Stop the guest after one early pass over its memory.")
@click.option("--force", "forces", type=click.Choice([*FORCES]), multiple=True, help="An obstacle to disregard.")
@click.option("--max-total", type=click.IntRange(0), metavar="SECONDS", help="Longest time of the move; 0: no limit.")
@click.option("--max-quiesce", type=click.IntRange(0), metavar="SECONDS", help="Longest standstill; 0: no limit.")
@click.option("--connector", default="", help="Virtual machine of the connector there, to take commands from.")
@in_session
async def migrate_command(
    session: Session,
    user_id: str,
    destination: str,
    *,
    test: bool,
    immediate: bool,
    forces: Sequence[str],
    max_total: int | None,
    max_quiesce: int | None,
    connector: str,
) -> None:
    """Move a running guest to another member of the cluster."""
    async with session.fleet() as fleet:
        answer = await fleet.managed.migrate(
            user_id,
            destination,
            test=test,
            immediate=immediate,
            force=[FORCES[each] for each in forces],
            max_total=max_total,
            max_quiesce=max_quiesce,
            connector=connector,
        )
    done = "can be moved to" if test else "runs on"
    session.show(answer, f"{user_id.upper()} {done} {destination.upper()}")
