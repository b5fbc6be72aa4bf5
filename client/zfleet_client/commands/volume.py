# SPDX-License-Identifier: Apache-2.0
"""SCSI volumes of guests: attach and detach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from zfleet.gateway.v1.gateway_service_pb2 import VolumeConnection
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import volumes

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@click.group("volume")
def volume_command() -> None:
    """SCSI volumes of guests."""


def _volume(function: Decorated) -> Decorated:
    """The options that say which volume, and over what."""
    for add in (
        click.option("--mount-point", default="", help="Link to the device, below /dev."),
        click.option("--os-version", default="", help="Its Linux. [default: what the registry says]"),
        click.option("--multipath/--no-multipath", default=True, help="Use multipath. [default: yes]"),
        click.option("--lun", required=True, help="LUN, 16 hex digits."),
        click.option("--wwpn", "wwpns", multiple=True, required=True, help="WWPN of a port of the storage system."),
        click.option("--fcp", "devices", multiple=True, required=True, help="An FCP device of the guest."),
    ):
        function = add(function)
    return function


def _connection(
    devices: Sequence[str], wwpns: Sequence[str], lun: str, multipath: bool, os_version: str, mount_point: str
) -> VolumeConnection:
    return VolumeConnection(
        fcp_devices=devices,
        target_wwpns=wwpns,
        lun=lun,
        multipath=multipath,
        os_version=os_version,
        mount_point=mount_point,
    )


@volume_command.command("attach")
@arguments.user_id
@_volume
@click.option("--template", "template_id", default="", help="FCP template through which it has the devices.")
@arguments.request_id
@in_session
async def attach(
    session: Session,
    user_id: str,
    *,
    devices: Sequence[str],
    wwpns: Sequence[str],
    lun: str,
    multipath: bool,
    os_version: str,
    mount_point: str,
    template_id: str,
    request_id: str,
) -> None:
    """Attach a volume to a guest, all or nothing."""
    connection = _connection(devices, wwpns, lun, multipath, os_version, mount_point)
    async with session.fleet() as fleet:
        answer = await fleet.volumes.attach(user_id, connection, template_id=template_id, request_id=request_id)
    when = "is up in its Linux" if answer.applied else "comes up at its next boot"
    session.show(answer, f"{user_id.upper()}: LUN {lun} {when}", volumes.devices(answer.devices))


@volume_command.command("detach")
@arguments.user_id
@_volume
@arguments.request_id
@in_session
async def detach(
    session: Session,
    user_id: str,
    *,
    devices: Sequence[str],
    wwpns: Sequence[str],
    lun: str,
    multipath: bool,
    os_version: str,
    mount_point: str,
    request_id: str,
) -> None:
    """Detach a volume from a guest; its FCP devices stay reserved for it (see zfleet fcp release)."""
    connection = _connection(devices, wwpns, lun, multipath, os_version, mount_point)
    async with session.fleet() as fleet:
        answer = await fleet.volumes.detach(user_id, connection, request_id=request_id)
    when = "is gone from its Linux" if answer.applied else "goes from its Linux at its next boot"
    session.show(answer, f"{user_id.upper()}: LUN {lun} {when}", volumes.devices(answer.devices))
