# SPDX-License-Identifier: Apache-2.0
"""Guests: spawn, destroy, list, show, console."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from zfleet.gateway.v1 import gateway_service_pb2 as gateway_pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.network.v1.network_service_pb2 import NicSpec
from zfleet.storage.v1.storage_service_pb2 import DiskSpec
from zfleet_client.commands import arguments
from zfleet_client.follow import to_the_end
from zfleet_client.session import Session, in_session
from zfleet_client.show import answer, nouns, systems


@click.command("spawn")
@click.argument("user_id")
@click.option("--cpus", type=click.IntRange(1), default=None, help="Virtual CPUs at logon.")
@click.option("--max-cpus", type=click.IntRange(1), default=None, help="Most virtual CPUs.")
@click.option("--memory", type=arguments.MEMORY, default=None, help="Memory at logon, for example 2G.")
@click.option("--max-memory", type=arguments.MEMORY, default=None, help="Most memory.")
@click.option("--profile", default=None, help="Directory profile to include.")
@click.option("--prototype", default=None, help="Directory prototype to build the whole entry from.")
@click.option("--ipl", default=None, help="Device or system to IPL. [default: the boot disk]")
@click.option("--ipl-parameters", default="", help="Text for the loaded system; needs --ipl.")
@click.option("--privilege-classes", default=None, help="CP privilege classes, for example G.")
@click.option("--account", default=None, help="Account number.")
@click.option("--disk", "disks", type=arguments.DISK, multiple=True, metavar="WORDS", help="A disk, see below.")
@click.option("--nic", "nics", type=arguments.NIC, multiple=True, metavar="WORDS", help="A NIC, see below.")
@click.option(
    "--file", "files", type=arguments.FILE, multiple=True, metavar="PATH", help="A file for its reader, class X."
)
@click.option("--no-start", is_flag=True, help="Leave it logged off.")
@click.option("--check", is_flag=True, help="Only check the request; nothing is changed.")
@click.option("--no-wait", is_flag=True, help="Print the operation and leave it at work.")
@click.option("--undo-on-interrupt", is_flag=True, help="Ctrl-C undoes what was done.")
@arguments.request_id
@in_session
async def spawn_command(
    session: Session,
    user_id: str,
    *,
    cpus: int | None,
    max_cpus: int | None,
    memory: int | None,
    max_memory: int | None,
    profile: str | None,
    prototype: str | None,
    ipl: str | None,
    ipl_parameters: str,
    privilege_classes: str | None,
    account: str | None,
    disks: Sequence[DiskSpec],
    nics: Sequence[NicSpec],
    files: Sequence[guest_pb.ReaderFile],
    no_start: bool,
    check: bool,
    no_wait: bool,
    undo_on_interrupt: bool,
    request_id: str,
) -> None:
    """Make a guest: directory entry, disks, network, files, logged on.

    \b
    --disk size=10G,pool=POOL1,boot,image=NAME     also device=0100 fs=ext4 mode=MR virtual
    --nic vswitch=VSW1,mac=02:00:00:12:34:56       also device=1000 vlan=10 name=.. ip=.. cidr=.. gateway=..
                                                   dns=A+B mtu=..
    --file config.iso                              also config.iso,name=CFGDRIVE,type=ISO,class=X

    Everything is checked before anything is changed; a failure undoes what was done.
    """
    if profile and prototype:
        raise click.UsageError("--profile and --prototype exclude each other")
    if ipl_parameters and not ipl:
        raise click.UsageError("--ipl-parameters needs --ipl")
    guest = guest_pb.GuestSpec(
        user_id=user_id,
        cpu_count=cpus,
        max_cpu_count=max_cpus,
        memory_mib=memory,
        max_memory_mib=max_memory,
        profile=profile,
        prototype=prototype,
        privilege_classes=privilege_classes,
        account=account,
        ipl=guest_pb.IplSpec(**{"from": ipl}, parameters=ipl_parameters) if ipl else None,
    )
    async with session.fleet() as fleet:
        operation = await fleet.guests.spawn(
            guest,
            disks=disks,
            nics=nics,
            files=files,
            start=not no_start,
            validate_only=check,
            request_id=request_id,
        )
        if check:
            session.show(operation.message, f"{user_id.upper()} can be made as asked")
            return
        if no_wait:
            session.show(operation.message, operation.id)
            return
        await to_the_end(operation, quiet=session.for_programs, undo_on_interrupt=undo_on_interrupt)
    result = operation.message.spawn_guest
    made = gateway_pb.Guest(user_id=operation.user_id, guest=result.guest, disks=result.disks, nics=result.nics)
    took = result.duration.ToTimedelta().total_seconds()
    session.show(
        operation.message,
        f"{operation.user_id} is made and {'not started' if no_start else 'logged on'} ({took:.2f} s)",
        *nouns.guest(made, statements=False),
    )


@click.command("destroy")
@arguments.user_ids
@arguments.allow_missing
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--no-wait", is_flag=True, help="Print the operations and leave them at work.")
@in_session
async def destroy_command(
    session: Session, user_ids: Sequence[str], allow_missing: bool, yes: bool, no_wait: bool
) -> None:
    """Remove guests and everything that belongs to them, their disks' content too."""
    if not yes:
        _ask_before_destroying(user_ids)
    async with session.fleet() as fleet:
        begun = [await fleet.destroy(user_id, allow_missing=allow_missing) for user_id in dict.fromkeys(user_ids)]
        if not no_wait:
            for operation in begun:
                await to_the_end(operation, quiet=session.for_programs)
    session.show(
        gateway_pb.ListOperationsResponse(operations=[operation.message for operation in begun]),
        *(operation.id if no_wait else f"{operation.user_id} is gone" for operation in begun),
    )


@click.command("list")
@click.option("--prefix", default="", help="Only user ids that start with this.")
@click.option("--long", "-l", is_flag=True, help="With CPUs, memory, disks and NICs.")
@click.option(
    "--managed", is_flag=True, help="Only guests that were made or registered here, as the registry has them."
)
@in_session
async def list_command(session: Session, prefix: str, long: bool, managed: bool) -> None:
    """List guests."""
    if long and managed:
        raise click.UsageError("--long and --managed exclude each other")
    if managed:
        async with session.fleet() as fleet:
            registered = [guest async for guest in fleet.managed.list(prefix=prefix, relocated=True)]
        session.show(guest_pb.ListManagedGuestsResponse(guests=registered), systems.managed(registered))
        return
    found = gateway_pb.ListGuestsResponse()
    view = guest_pb.GUEST_VIEW_FULL if long else guest_pb.GUEST_VIEW_BASIC
    async with session.fleet() as fleet:
        async for page in fleet.guests.pages(prefix=prefix, view=view):
            found.guests.extend(page.guests)
            found.total_size = page.total_size
            known = {part.service for part in found.missing}
            found.missing.extend(part for part in page.missing if part.service not in known)
    session.show(found, nouns.guests(found.guests, full=long))
    answer.warn_of_missing(found.missing)


@click.command("show")
@arguments.user_id
@click.option("--statements", is_flag=True, help="With the statements of the directory entry.")
@in_session
async def show_command(session: Session, user_id: str, statements: bool) -> None:
    """Show a guest with its disks and NICs."""
    async with session.fleet() as fleet:
        found = await fleet.guest(user_id)
    session.show(found, *nouns.guest(found.guest, statements=statements))
    answer.warn_of_missing(found.missing)


@click.command("console")
@arguments.user_id
@click.option("--size", type=arguments.SIZE, default=0, help="Most text, for example 10K. [default: 100K]")
@in_session
async def console_command(session: Session, user_id: str, size: int) -> None:
    """Show the end of a guest's console."""
    async with session.fleet() as fleet:
        console = await fleet.guests.console(user_id, max_bytes=size)
    if session.for_programs:
        session.show(guest_pb.GetConsoleResponse(text=console.text, truncated=console.truncated))
        return
    click.echo(console.text, nl=False)
    if console.truncated:
        click.echo("zfleet: older text is left out; --size asks for more", err=True)


def _ask_before_destroying(user_ids: Sequence[str]) -> None:
    """Asks at a terminal; anywhere else nobody could answer, so --yes is required."""
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask at: give --yes to destroy")
    click.confirm(f"Destroy {', '.join(user_ids)} and everything on their disks?", abort=True, err=True)
