# SPDX-License-Identifier: Apache-2.0
"""Disks of guests: list, create, delete, format, write, read."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import click

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_client import completion
from zfleet_client.commands import arguments
from zfleet_client.fleet import Fleet
from zfleet_client.session import Session, in_session
from zfleet_client.show import nouns, progress
from zfleet_client.specs import FILE_SYSTEMS


@click.group("disk")
def disk_command() -> None:
    """Disks of guests."""


@disk_command.command("list")
@arguments.user_id
@in_session
async def list_(session: Session, user_id: str) -> None:
    """List the disks of a guest."""
    async with session.fleet() as fleet:
        found = [disk async for disk in fleet.disks.list(user_id)]
    session.show(pb.ListDisksResponse(disks=found), nouns.disks(found))


@disk_command.command("create")
@arguments.user_id
@click.argument("disks", type=arguments.DISK, nargs=-1, required=True, metavar="WORDS...")
@arguments.request_id
@in_session
async def create(session: Session, user_id: str, disks: Sequence[pb.DiskSpec], request_id: str) -> None:
    """Add disks to a guest, all or none: size=10G,pool=POOL1,fs=ext4 (see zfleet spawn --help).

    Each gets its file system as it is made. An image is written afterwards; for that the guest must be logged off.
    """
    async with session.fleet() as fleet:
        made = await fleet.disks.create(user_id, disks, request_id=request_id)
        furnished = [await _furnish(fleet, disk, wanted) for disk, wanted in zip(made, disks, strict=True)]
    session.show(pb.CreateDisksResponse(disks=furnished), nouns.disks(furnished))


async def _furnish(fleet: Fleet, disk: pb.Disk, wanted: pb.DiskSpec) -> pb.Disk:
    """Writes to a new disk the image that it shall have."""
    if not wanted.image:
        return disk
    with progress.transfer(f"{disk.user_id} {disk.device_number}") as show:
        return await fleet.disks.write(disk.user_id, disk.device_number, wanted.image, on_progress=show)


@disk_command.command("delete")
@arguments.user_id
@arguments.devices
@arguments.allow_missing
@in_session
async def delete(session: Session, user_id: str, devices: Sequence[str], allow_missing: bool) -> None:
    """Remove disks from a guest, with what is on them."""
    async with session.fleet() as fleet:
        await fleet.disks.delete(user_id, devices, allow_missing=allow_missing)
    session.show(pb.DeleteDisksResponse(), *(f"{user_id.upper()} {device} is gone" for device in devices))


@disk_command.command("format")
@arguments.user_id
@arguments.device
@click.option("--fs", "file_system", type=click.Choice([*FILE_SYSTEMS]), required=True, help="What to put on it.")
@arguments.request_id
@in_session
async def format_(session: Session, user_id: str, device: str, file_system: str, request_id: str) -> None:
    """Put a file system or swap area on a disk that no running guest uses."""
    async with session.fleet() as fleet:
        with progress.transfer(f"{user_id.upper()} {device}") as show:
            disk = await fleet.disks.format(
                user_id, device, FILE_SYSTEMS[file_system], on_progress=show, request_id=request_id
            )
    session.show(disk, nouns.disks([disk]))


@disk_command.command("write")
@arguments.user_id
@arguments.device
@click.argument("image", shell_complete=completion.images)
@arguments.request_id
@in_session
async def write(session: Session, user_id: str, device: str, image: str, request_id: str) -> None:
    """Write an image to the start of a disk of a guest that is logged off."""
    async with session.fleet() as fleet:
        with progress.transfer(f"{user_id.upper()} {device}") as show:
            disk = await fleet.disks.write(user_id, device, image, on_progress=show, request_id=request_id)
    session.show(disk, nouns.disks([disk]))


@disk_command.command("read")
@arguments.user_id
@arguments.device
@click.argument("file", type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path))
@click.option("--offset", type=arguments.SIZE, default=0, help="First byte, for example 1M. [default: 0]")
@click.option("--length", type=arguments.SIZE, default=0, help="How much. [default: up to the disk's end]")
@in_session
async def read(session: Session, user_id: str, device: str, file: Path, offset: int, length: int) -> None:
    """Read a disk's content into a file, or - for standard output."""
    to_stdout = str(file) == "-"
    done = 0
    async with session.fleet() as fleet:
        content = fleet.disks.read(user_id, device, offset=offset, length=length)
        with progress.transfer(f"{user_id.upper()} {device}") as show:
            target = sys.stdout.buffer if to_stdout else await asyncio.to_thread(file.open, "wb")
            try:
                async with aclosing(content) as parts:
                    async for part in parts:
                        await asyncio.to_thread(target.write, part)
                        done += len(part)
                        show(done, length)
            finally:
                await asyncio.to_thread(target.flush if to_stdout else target.close)
    click.echo(f"{done} bytes read", err=True)
