# SPDX-License-Identifier: Apache-2.0
"""NICs of guests: list, create, delete, couple, uncouple, adapters, stats."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.gateway.v1.gateway_service_pb2 import NetworkInterfaceSpec
from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns, systems

SCOPES = {
    None: pb.CHANGE_SCOPE_UNSPECIFIED,
    True: pb.CHANGE_SCOPE_RUNNING_TOO,
    False: pb.CHANGE_SCOPE_DIRECTORY,
}

configure = click.option("--configure", is_flag=True, help="Send the guest's Linux what it needs to know.")
os_version = click.option("--os-version", default="", help="Its Linux, for example rhel9.4; needs --configure.")
running = click.option(
    "--running/--directory-only", default=None, help="The guest must run, or is left alone. [default: if it runs]"
)


@click.group("nic")
def nic_command() -> None:
    """NICs of guests."""


@nic_command.command("list")
@click.argument("user_id", default="", shell_complete=completion.guests)
@click.option("--vswitch", default="", shell_complete=completion.switches, help="Only those on this switch.")
@click.option("--name", default="", help="Only the one with this name of yours.")
@in_session
async def list_(session: Session, user_id: str, vswitch: str, name: str) -> None:
    """List NICs: of all guests, or of one."""
    async with session.fleet() as fleet:
        found = [nic async for nic in fleet.nics.list(user_id=user_id, virtual_switch=vswitch, nic_id=name)]
    session.show(pb.ListNicsResponse(nics=found), nouns.nics(found))


@nic_command.command("create")
@arguments.user_id
@click.argument("nics", type=arguments.INTERFACE, nargs=-1, required=True, metavar="WORDS...")
@configure
@os_version
@running
@arguments.request_id
@in_session
async def create(
    session: Session,
    user_id: str,
    nics: Sequence[NetworkInterfaceSpec],
    *,
    configure: bool,
    os_version: str,
    running: bool | None,
    request_id: str,
) -> None:
    """Add NICs to a guest, all or none: vswitch=VSW1,mac=.. (see zfleet spawn --help), also osa=RDEV.

    With --configure also dhcp and hostname=..; the guest's Linux does it at its next boot, with --running at once.
    """
    _check(configure, os_version)
    if not configure and any(each.dhcp or each.hostname for each in nics):
        raise click.UsageError("dhcp and hostname need --configure")
    async with session.fleet() as fleet:
        if not configure:
            made = await fleet.nics.create(
                user_id, [each.nic for each in nics], scope=SCOPES[running], request_id=request_id
            )
            session.show(pb.CreateNicsResponse(nics=made), nouns.nics(made))
            return
        answer = await fleet.nics.create_interfaces(
            user_id, nics, os_version=os_version, scope=SCOPES[running], request_id=request_id
        )
    session.show(answer, nouns.nics(answer.nics), _when(answer.applied))


@nic_command.command("delete")
@arguments.user_id
@arguments.devices
@configure
@os_version
@running
@arguments.allow_missing
@in_session
async def delete(
    session: Session,
    user_id: str,
    devices: Sequence[str],
    *,
    configure: bool,
    os_version: str,
    running: bool | None,
    allow_missing: bool,
) -> None:
    """Remove NICs from a guest; with --configure its Linux is told."""
    _check(configure, os_version)
    gone = [f"{user_id.upper()} {device} is gone" for device in devices]
    async with session.fleet() as fleet:
        if not configure:
            await fleet.nics.delete(user_id, devices, scope=SCOPES[running], allow_missing=allow_missing)
            session.show(pb.DeleteNicsResponse(), *gone)
            return
        answer = await fleet.nics.delete_interfaces(
            user_id, devices, os_version=os_version, scope=SCOPES[running], allow_missing=allow_missing
        )
    session.show(answer, *gone, _when(answer.applied))


@nic_command.command("adapters")
@arguments.user_id
@in_session
async def adapters(session: Session, user_id: str) -> None:
    """Show the adapters of a running guest as CP sees them, with the addresses that it has learned."""
    async with session.fleet() as fleet:
        found = await fleet.nics.adapters(user_id)
    session.show(pb.ListAdaptersResponse(adapters=found), systems.adapters(found))


@nic_command.command("stats")
@arguments.user_ids
@in_session
async def stats(session: Session, user_ids: Sequence[str]) -> None:
    """Show what went through the coupled NICs of guests."""
    async with session.fleet() as fleet:
        found = await fleet.nics.statistics(user_ids)
    session.show(pb.ListNicStatisticsResponse(statistics=found), systems.nic_statistics(found))


def _check(configure: bool, os_version: str) -> None:
    if os_version and not configure:
        raise click.UsageError("--os-version needs --configure")


def _when(applied: bool) -> str:
    return "its Linux has done its part" if applied else "its Linux does its part at its next boot"


@nic_command.command("couple")
@arguments.user_id
@arguments.device
@click.argument("vswitch", shell_complete=completion.switches)
@click.option("--vlan", type=click.IntRange(1, 4094), default=None, help="VLAN of an access port.")
@in_session
async def couple(session: Session, user_id: str, device: str, vswitch: str, vlan: int | None) -> None:
    """Couple a NIC to a switch, now and at every logon."""
    async with session.fleet() as fleet:
        nic = await fleet.nics.couple(user_id, device, vswitch, vlan=vlan or 0)
    session.show(nic, nouns.nics([nic]))


@nic_command.command("uncouple")
@arguments.user_id
@arguments.device
@in_session
async def uncouple(session: Session, user_id: str, device: str) -> None:
    """Uncouple a NIC, now and at every logon."""
    async with session.fleet() as fleet:
        nic = await fleet.nics.uncouple(user_id, device)
    session.show(nic, nouns.nics([nic]))
