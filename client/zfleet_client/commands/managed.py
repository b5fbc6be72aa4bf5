# SPDX-License-Identifier: Apache-2.0
"""Guests that were made elsewhere: register and deregister."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns, systems


@click.command("register")
@arguments.user_id
@click.option("--os-version", default="", help="Its Linux, for example rhel9.4.")
@click.option("--metadata", default="", help="Text to be kept with it.")
@click.option("--network-configured", is_flag=True, help="Its network is set up already.")
@click.option("--nic", "nics", type=arguments.NIC_NAME, multiple=True, metavar="MACID=NAME", help="Your name of a NIC.")
@arguments.request_id
@in_session
async def register_command(
    session: Session,
    user_id: str,
    *,
    os_version: str,
    metadata: str,
    network_configured: bool,
    nics: Sequence[tuple[str, str]],
    request_id: str,
) -> None:
    """Manage a guest that was made elsewhere, with its NICs; the guest itself is not changed."""
    async with session.fleet() as fleet:
        answer = await fleet.managed.register(
            user_id,
            os_version=os_version,
            metadata=metadata,
            network_configured=network_configured,
            nic_ids=dict(nics),
            request_id=request_id,
        )
    text = "was managed already" if answer.already_managed else "is managed"
    session.show(answer, f"{answer.guest.user_id} {text}", systems.managed([answer.guest]), nouns.nics(answer.nics))


@click.command("deregister")
@arguments.user_ids
@arguments.allow_missing
@in_session
async def deregister_command(session: Session, user_ids: Sequence[str], allow_missing: bool) -> None:
    """Let managed guests go; the guests themselves stay as they are."""
    async with session.fleet() as fleet:
        for user_id in dict.fromkeys(user_ids):
            await fleet.managed.deregister(user_id, allow_missing=allow_missing)
    session.show(pb.DeregisterGuestResponse(), *(f"{user_id.upper()} is managed no longer" for user_id in user_ids))
