# SPDX-License-Identifier: Apache-2.0
"""Images to guests and back: deploy and capture."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zfleet.gateway.v1.gateway_service_pb2 import RemoteFile
from zfleet.guest.v1.guest_service_pb2 import ReaderFile
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.follow import to_the_end
from zfleet_client.session import Session, in_session
from zfleet_client.sizes import text_of

device = click.option("--device", default="", help="Device number of the disk. [default: the one it boots from]")
no_wait = click.option("--no-wait", is_flag=True, help="Print the operation and leave it at work.")
undo_on_interrupt = click.option("--undo-on-interrupt", is_flag=True, help="Ctrl-C undoes what was done.")


@click.command("deploy")
@arguments.user_id
@click.argument("image", default="", shell_complete=completion.images)
@device
@click.option("--no-copy", is_flag=True, help="Only the files; needs no image.")
@click.option("--os-version", default="", help="Its Linux, for example rhel9.4. [default: the image's]")
@click.option("--hostname", default="", help="Host name for its first boot.")
@click.option(
    "--file", "files", type=arguments.FIRST_BOOT_FILE, multiple=True, metavar="PATH", help="A file of this machine."
)
@click.option(
    "--remote-file",
    "remote_files",
    type=arguments.REMOTE_FILE,
    multiple=True,
    metavar="PATH[,host=USER@HOST]",
    help="A file that the storage service fetches.",
)
@no_wait
@undo_on_interrupt
@arguments.request_id
@in_session
async def deploy_command(
    session: Session,
    user_id: str,
    image: str,
    *,
    device: str,
    no_copy: bool,
    os_version: str,
    hostname: str,
    files: Sequence[ReaderFile],
    remote_files: Sequence[RemoteFile],
    no_wait: bool,
    undo_on_interrupt: bool,
    request_id: str,
) -> None:
    """Write an image to a guest that is off, and put into its reader what its first boot needs.

    What the disk held before is gone; a failure takes the files back.
    """
    if bool(image) == no_copy:
        raise click.UsageError("name an image, or give --no-copy")
    async with session.fleet() as fleet:
        operation = await fleet.guests.deploy(
            user_id,
            image,
            device=device,
            os_version=os_version,
            hostname=hostname,
            files=files,
            remote_files=remote_files,
            request_id=request_id,
        )
        if no_wait:
            session.show(operation.message, operation.id)
            return
        await to_the_end(operation, quiet=session.for_programs, undo_on_interrupt=undo_on_interrupt)
    result = operation.message.deploy_guest
    disk = f"{image} is on disk {result.disk.device_number}" if image else "no disk was written"
    took = result.duration.ToTimedelta().total_seconds()
    session.show(
        operation.message, f"{operation.user_id}: {disk}, {len(result.files)} files are in its reader ({took:.2f} s)"
    )


@click.command("capture")
@arguments.user_id
@click.argument("image")
@device
@click.option("--os-version", default="", help="What the image is said to be. [default: what its Linux says]")
@click.option("--compression", type=click.IntRange(0, 9), default=None, help="0 (none) to 9. [default: 6]")
@click.option(
    "--within",
    type=click.FloatRange(1, 3600),
    metavar="SECONDS",
    help="How long it may take to shut down. [default: 120]",
)
@click.option("--force", is_flag=True, help="Log it off when it has not shut down by then.")
@no_wait
@undo_on_interrupt
@arguments.request_id
@in_session
async def capture_command(
    session: Session,
    user_id: str,
    image: str,
    *,
    device: str,
    os_version: str,
    compression: int | None,
    within: float | None,
    force: bool,
    no_wait: bool,
    undo_on_interrupt: bool,
    request_id: str,
) -> None:
    """Make an image of a guest's disk; a guest that is on is shut down for it and started again in any case."""
    async with session.fleet() as fleet:
        operation = await fleet.guests.capture(
            user_id,
            image,
            device=device,
            os_version=os_version,
            compression=compression,
            stop_timeout=within,
            force_stop=force,
            request_id=request_id,
        )
        if no_wait:
            session.show(operation.message, operation.id)
            return
        await to_the_end(operation, quiet=session.for_programs, undo_on_interrupt=undo_on_interrupt)
    result = operation.message.capture_guest
    took = result.duration.ToTimedelta().total_seconds()
    again = ", and the guest is on again" if result.restarted else ""
    session.show(
        operation.message,
        f"{result.image.name} is disk {result.device_number} of {operation.user_id}, "
        f"{text_of(result.image.size_bytes)}{again} ({took:.2f} s)",
    )
