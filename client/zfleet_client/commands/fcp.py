# SPDX-License-Identifier: Apache-2.0
"""FCP devices and their templates: list, show, reserve, release; templates: list, create, delete."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import volumes

sync = click.option("--sync", is_flag=True, help="Ask z/VM first.")


@click.group("fcp")
def fcp_command() -> None:
    """FCP devices of the host, and the templates that guests get them through."""


@fcp_command.command("list")
@click.argument("user_id", default="", shell_complete=completion.guests)
@click.option("--template", "template_id", default="", help="Only those that guests have through it.")
@sync
@in_session
async def list_(session: Session, user_id: str, template_id: str, sync: bool) -> None:
    """List FCP devices: of the host, or of one guest."""
    async with session.fleet() as fleet:
        listed = fleet.fcp_devices.list(user_id=user_id, template_id=template_id, sync=sync)
        found = [device async for device in listed]
    session.show(pb.ListFcpDevicesResponse(devices=found), volumes.devices(found))


@fcp_command.command("show")
@arguments.device
@in_session
async def show(session: Session, device: str) -> None:
    """Show an FCP device."""
    async with session.fleet() as fleet:
        found = await fleet.fcp_devices.get(device)
    session.show(found, volumes.devices([found]))


@fcp_command.command("reserve")
@arguments.user_id
@click.option("--template", "template_id", default="", help="FCP template. [default: the host's default]")
@click.option("--provider", default="", help="Storage provider whose default template is meant.")
@in_session
async def reserve(session: Session, user_id: str, template_id: str, provider: str) -> None:
    """Reserve FCP devices for a guest; it gets the same ones again."""
    async with session.fleet() as fleet:
        found = await fleet.volumes.reserve(user_id, template_id=template_id, storage_provider=provider)
    session.show(found, *volumes.connector(found))


@fcp_command.command("release")
@arguments.user_id
@click.argument("template_id")
@in_session
async def release(session: Session, user_id: str, template_id: str) -> None:
    """Give back a guest's FCP devices that no volume is attached over."""
    async with session.fleet() as fleet:
        found = await fleet.volumes.release(user_id, template_id)
    session.show(found, *volumes.connector(found))


@fcp_command.group("template")
def template_command() -> None:
    """FCP templates."""


@template_command.command("list")
@sync
@in_session
async def list_templates(session: Session, sync: bool) -> None:
    """List FCP templates."""
    async with session.fleet() as fleet:
        found = [template async for template in fleet.fcp_templates.list(sync=sync)]
    session.show(pb.ListFcpTemplatesResponse(templates=found), volumes.templates(found))


@template_command.command("create")
@click.argument("name")
@click.argument("devices")
@click.option("--description", default="", help="Text for people.")
@click.option("--default", "host_default", is_flag=True, help="The host's default from now on.")
@click.option("--provider", "providers", multiple=True, help="A storage provider whose default it becomes.")
@click.option("--least-paths", type=click.IntRange(1), default=None, help="Fewest paths of a guest. [default: all]")
@arguments.request_id
@in_session
async def create_template(
    session: Session,
    name: str,
    devices: str,
    *,
    description: str,
    host_default: bool,
    providers: Sequence[str],
    least_paths: int | None,
    request_id: str,
) -> None:
    """Make a template of devices in paths: "1a00-1a0f;1b00,1b02"."""
    async with session.fleet() as fleet:
        made = await fleet.fcp_templates.create(
            name,
            devices,
            description=description,
            host_default=host_default,
            storage_providers=providers,
            min_paths=least_paths or 0,
            request_id=request_id,
        )
    session.show(made, volumes.templates([made]))


@template_command.command("delete")
@click.argument("template_ids", nargs=-1, required=True)
@arguments.allow_missing
@in_session
async def delete_templates(session: Session, template_ids: Sequence[str], allow_missing: bool) -> None:
    """Remove templates through which no guest has devices."""
    async with session.fleet() as fleet:
        for each in template_ids:
            await fleet.fcp_templates.delete(each, allow_missing=allow_missing)
    session.show(pb.DeleteFcpTemplateResponse(), *(f"{each} is gone" for each in template_ids))
