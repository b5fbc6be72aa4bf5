# SPDX-License-Identifier: Apache-2.0
"""Virtual switches: create, list, show, update, delete, grant, revoke, vlans."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.network.v1 import network_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns

TRANSPORTS = {"ethernet": pb.TRANSPORT_TYPE_ETHERNET, "ip": pb.TRANSPORT_TYPE_IP}
PORT_TYPES = {"access": pb.PORT_TYPE_ACCESS, "trunk": pb.PORT_TYPE_TRUNK}
VLAN = click.IntRange(1, 4094)

name = click.argument("name", shell_complete=completion.switches)
persistent = click.option("--persistent", is_flag=True, help="Also for the host's next IPL.")


@click.group("vswitch")
def vswitch_command() -> None:
    """Virtual switches."""


@vswitch_command.command("create")
@click.argument("name")
@click.option("--uplink", "uplinks", multiple=True, metavar="RDEV", help="Real device number; up to three.")
@click.option("--controller", default="", help="Controller's user id. [default: any]")
@click.option("--carries", type=click.Choice([*TRANSPORTS]), default="ethernet", show_default=True)
@click.option("--vlan", type=VLAN, default=None, help="VLAN-aware, with this default VLAN.")
@click.option("--ports", type=click.Choice([*PORT_TYPES]), default=None, help="Default type of its ports.")
@click.option("--native-vlan", type=VLAN, default=None, help="Native VLAN.")
@click.option("--gvrp", is_flag=True, help="Use GVRP.")
@click.option("--queue", type=click.IntRange(1, 8), default=None, metavar="MB", help="Uplink queue storage.")
@persistent
@arguments.request_id
@in_session
async def create(
    session: Session,
    name: str,
    *,
    uplinks: Sequence[str],
    controller: str,
    carries: str,
    vlan: int | None,
    ports: str | None,
    native_vlan: int | None,
    gvrp: bool,
    queue: int | None,
    persistent: bool,
    request_id: str,
) -> None:
    """Define a virtual switch."""
    async with session.fleet() as fleet:
        switch = await fleet.virtual_switches.create(
            name,
            uplinks=uplinks,
            controller=controller,
            transport=TRANSPORTS[carries],
            vlan=vlan or 0,
            port_type=PORT_TYPES[ports] if ports else pb.PORT_TYPE_UNSPECIFIED,
            native_vlan=native_vlan or 0,
            gvrp=gvrp,
            queue_memory_mb=queue or 0,
            persistent=persistent,
            request_id=request_id,
        )
    session.show(switch, nouns.switches([switch]))


@vswitch_command.command("list")
@in_session
async def list_(session: Session) -> None:
    """List virtual switches."""
    async with session.fleet() as fleet:
        found = [switch async for switch in fleet.virtual_switches.list()]
    session.show(pb.ListVirtualSwitchesResponse(virtual_switches=found), nouns.switches(found))


@vswitch_command.command("show")
@name
@in_session
async def show(session: Session, name: str) -> None:
    """Show a switch with its uplinks, grants and connected NICs."""
    async with session.fleet() as fleet:
        switch = await fleet.virtual_switches.get(name)
    session.show(switch, *nouns.switch(switch))


@vswitch_command.command("update")
@name
@click.option("--uplink", "uplinks", multiple=True, metavar="RDEV", help="Real devices instead of the present ones.")
@click.option("--no-uplinks", is_flag=True, help="No real device any more.")
@click.option("--queue", type=click.IntRange(1, 8), default=None, metavar="MB", help="Uplink queue storage.")
@click.option("--isolated/--not-isolated", default=None, help="Keep guests apart from each other.")
@click.option("--mac-protect/--no-mac-protect", default=None, help="Block foreign MAC addresses.")
@click.option("--connect/--disconnect", "connected", default=None, help="Connect to the real device.")
@persistent
@in_session
async def update(
    session: Session,
    name: str,
    *,
    uplinks: Sequence[str],
    no_uplinks: bool,
    queue: int | None,
    isolated: bool | None,
    mac_protect: bool | None,
    connected: bool | None,
    persistent: bool,
) -> None:
    """Change what is given and leave the rest."""
    if uplinks and no_uplinks:
        raise click.UsageError("--uplink and --no-uplinks exclude each other")
    async with session.fleet() as fleet:
        switch = await fleet.virtual_switches.update(
            name,
            uplinks=uplinks if uplinks or no_uplinks else None,
            queue_memory_mb=queue,
            port_isolation=isolated,
            mac_protect=mac_protect,
            connected=connected,
            persistent=persistent,
        )
    session.show(switch, nouns.switches([switch]))


@vswitch_command.command("delete")
@name
@persistent
@arguments.allow_missing
@in_session
async def delete(session: Session, name: str, persistent: bool, allow_missing: bool) -> None:
    """Remove a switch; NICs that are coupled to it lose their connection."""
    async with session.fleet() as fleet:
        await fleet.virtual_switches.delete(name, persistent=persistent, allow_missing=allow_missing)
    session.show(pb.DeleteVirtualSwitchResponse(), f"{name.upper()} is gone")


@vswitch_command.command("grant")
@name
@arguments.user_id
@click.option("--vlan", "vlans", type=VLAN, multiple=True, help="VLAN to allow; may be given again.")
@in_session
async def grant(session: Session, name: str, user_id: str, vlans: Sequence[int]) -> None:
    """Let a guest couple to a switch."""
    async with session.fleet() as fleet:
        await fleet.virtual_switches.grant(name, user_id, vlans=vlans)
    session.show(pb.GrantVirtualSwitchResponse(), f"{user_id.upper()} may couple to {name.upper()}")


@vswitch_command.command("revoke")
@name
@arguments.user_id
@in_session
async def revoke(session: Session, name: str, user_id: str) -> None:
    """Take the permission back."""
    async with session.fleet() as fleet:
        await fleet.virtual_switches.revoke(name, user_id)
    session.show(pb.RevokeVirtualSwitchResponse(), f"{user_id.upper()} may no longer couple to {name.upper()}")


@vswitch_command.command("vlans")
@name
@arguments.user_id
@click.argument("vlans", type=VLAN, nargs=-1, required=True)
@in_session
async def vlans(session: Session, name: str, user_id: str, vlans: Sequence[int]) -> None:
    """Set the VLANs that a guest may use on a switch."""
    async with session.fleet() as fleet:
        await fleet.virtual_switches.set_vlans(name, user_id, vlans)
    told = " ".join(map(str, vlans))
    session.show(pb.SetVirtualSwitchVlanResponse(), f"{user_id.upper()} may use VLAN {told} on {name.upper()}")
