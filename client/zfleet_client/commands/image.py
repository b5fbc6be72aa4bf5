# SPDX-License-Identifier: Apache-2.0
"""Images: import, upload, export, list, show, delete."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns, progress
from zfleet_client.show.answer import facts
from zfleet_client.sizes import text_of

os_version = click.option("--os-version", default="", help="Operating system and release, for example rhel9.2.")
sha256 = click.option("--sha256", default="", help="Expected SHA-256, 64 hex digits.")
name = click.argument("name", shell_complete=completion.images)


@click.group("image")
def image_command() -> None:
    """Images that can be written to disks."""


@image_command.command("import")
@click.argument("name")
@click.argument("source")
@click.option("--remote-host", default="", metavar="USER@HOST", help="The host that has a file: URL.")
@os_version
@sha256
@click.option("--md5", default="", help="Expected MD5, 32 hex digits.")
@arguments.request_id
@in_session
async def import_(
    session: Session,
    name: str,
    source: str,
    *,
    remote_host: str,
    os_version: str,
    sha256: str,
    md5: str,
    request_id: str,
) -> None:
    """Have the storage service fetch an image: a path below one of its import folders, or a URL (http, https, file)."""
    async with session.fleet() as fleet:
        with progress.transfer(name) as show:
            image = await fleet.images.import_from(
                name,
                source,
                remote_host=remote_host,
                os_version=os_version,
                sha256=sha256,
                md5=md5,
                on_progress=show,
                request_id=request_id,
            )
    session.show(image, f"{image.name} is imported, {text_of(image.size_bytes)}, SHA-256 {image.sha256}")


@image_command.command("upload")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@os_version
@sha256
@arguments.request_id
@in_session
async def upload(session: Session, name: str, file: Path, os_version: str, sha256: str, request_id: str) -> None:
    """Import a file of this machine, or - for standard input."""
    content = sys.stdin.buffer if str(file) == "-" else file
    async with session.fleet() as fleet:
        with progress.transfer(name) as show:
            image = await fleet.images.upload(
                name, content, os_version=os_version, sha256=sha256, on_progress=show, request_id=request_id
            )
    session.show(image, f"{image.name} is imported, {text_of(image.size_bytes)}, SHA-256 {image.sha256}")


@image_command.command("export")
@name
@click.argument("url")
@click.option("--remote-host", default="", metavar="USER@HOST", help="The host to copy it to.")
@arguments.request_id
@in_session
async def export(session: Session, name: str, url: str, remote_host: str, request_id: str) -> None:
    """Copy an image to a file: URL of the storage service's machine, or of another host."""
    async with session.fleet() as fleet:
        with progress.transfer(name) as show:
            image = await fleet.images.export(
                name, url, remote_host=remote_host, on_progress=show, request_id=request_id
            )
    session.show(image, f"{image.name} is exported, {text_of(image.size_bytes)}, SHA-256 {image.sha256}")


@image_command.command("list")
@in_session
async def list_(session: Session) -> None:
    """List images."""
    async with session.fleet() as fleet:
        found = [image async for image in fleet.images.list()]
    session.show(pb.ListImagesResponse(images=found), nouns.images(found))


@image_command.command("show")
@name
@in_session
async def show(session: Session, name: str) -> None:
    """Show an image."""
    async with session.fleet() as fleet:
        image = await fleet.images.get(name)
    session.show(
        image,
        facts(
            (
                ("Image", image.name),
                ("System", image.os_version),
                ("Size", f"{text_of(image.size_bytes)} ({image.size_bytes} bytes)"),
                ("SHA-256", image.sha256),
                ("Imported", image.import_time.ToDatetime().isoformat(" ", "seconds") + " UTC"),
            )
        ),
    )


@image_command.command("delete")
@click.argument("names", nargs=-1, required=True, shell_complete=completion.images)
@arguments.allow_missing
@in_session
async def delete(session: Session, names: Sequence[str], allow_missing: bool) -> None:
    """Remove images."""
    async with session.fleet() as fleet:
        for each in names:
            await fleet.images.delete(each, allow_missing=allow_missing)
    session.show(pb.DeleteImageResponse(), *(f"{each} is gone" for each in names))
