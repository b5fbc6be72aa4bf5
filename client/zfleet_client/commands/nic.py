# SPDX-License-Identifier: Apache-2.0
"""NICs of guests: list, create, delete, couple, uncouple."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns


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
@click.argument("nics", type=arguments.NIC, nargs=-1, required=True, metavar="WORDS...")
@arguments.request_id
@in_session
async def create(session: Session, user_id: str, nics: Sequence[pb.NicSpec], request_id: str) -> None:
    """Add NICs to a guest, all or none: vswitch=VSW1,mac=.. (see zfleet spawn --help)."""
    async with session.fleet() as fleet:
        made = await fleet.nics.create(user_id, nics, request_id=request_id)
    session.show(pb.CreateNicsResponse(nics=made), nouns.nics(made))


@nic_command.command("delete")
@arguments.user_id
@arguments.devices
@arguments.allow_missing
@in_session
async def delete(session: Session, user_id: str, devices: Sequence[str], allow_missing: bool) -> None:
    """Remove NICs from a guest."""
    async with session.fleet() as fleet:
        await fleet.nics.delete(user_id, devices, allow_missing=allow_missing)
    session.show(pb.DeleteNicsResponse(), *(f"{user_id.upper()} {device} is gone" for device in devices))


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
