# SPDX-License-Identifier: Apache-2.0
"""Takes over what a Feilong connector kept, and maps its configuration to settings."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zfleet_client.feilong import configuration, databases, report
from zfleet_client.feilong.configuration import Configuration
from zfleet_client.feilong.take_guests import TakeGuests
from zfleet_client.feilong.take_images import TakeImages
from zfleet_client.feilong.take_volumes import TakeVolumes
from zfleet_client.session import Session, in_session

if TYPE_CHECKING:
    from zfleet_client.feilong.report import Item

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("import-feilong")
@click.option("--databases", "databases_folder", type=_FOLDER, help="Feilong's [database] dir: its sdk_*.sqlite files.")
@click.option(
    "--images",
    type=click.Path(path_type=Path),
    help="Feilong's [image] sdk_image_repository, below an import folder of the storage service.",
)
@click.option(
    "--relocated-to", default="", metavar="MEMBER", help="Where migrated guests are. [default: the only other member]"
)
@click.option(
    "--config",
    "configuration_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A zvmsdk.conf to be mapped to settings.",
)
@click.option(
    "--write-settings",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the settings of --config to this new file instead of showing them.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@in_session
async def import_feilong_command(
    session: Session,
    *,
    databases_folder: Path | None,
    images: Path | None,
    relocated_to: str,
    configuration_file: Path | None,
    write_settings: Path | None,
    dry_run: bool,
) -> None:
    """Take over what a Feilong connector kept.

    Its databases are only read, z/VM and the guests are not changed, and what the fleet has already stays as it is: a
    second run takes over what is new. Exit code 1 when something failed, 0 otherwise.

    \b
      zfleet import-feilong --config /etc/zvmsdk/zvmsdk.conf --write-settings zfleet.toml
      zfleet import-feilong --databases /var/lib/zvmsdk/databases --images /var/lib/zvmsdk/images --dry-run
    """
    if databases_folder is None and configuration_file is None:
        raise click.UsageError("say what to take over: --databases, --config or both")
    if write_settings is not None and configuration_file is None:
        raise click.UsageError("--write-settings is for the settings of --config")
    found = configuration.read(configuration_file) if configuration_file else None
    kept = databases.read(databases_folder) if databases_folder else None
    if found is not None and write_settings is not None and not dry_run:
        _write(write_settings, found)
    items = await _take(session, kept, images, relocated_to, dry_run) if kept else []
    if session.for_programs:
        click.echo(json.dumps(_as_json(items, found, dry_run, kept.missing if kept else ()), indent=2))
    else:
        if found is not None:
            _show_settings(found, None if dry_run else write_settings)
        if kept is not None:
            _show(items, kept.missing)
    if any(item.outcome is report.Outcome.FAILED for item in items):
        raise click.exceptions.Exit(1)


async def _take(
    session: Session, kept: databases.Kept, images: Path | None, relocated_to: str, dry_run: bool
) -> list[Item]:
    """Everything, kind after kind; a kind that cannot be begun with does not keep the next one from its turn."""
    async with session.fleet() as fleet:
        await fleet.guests.version()  # without a gateway there is one error, not one for each kind
        volumes = TakeVolumes(fleet, dry_run=dry_run)
        guests = TakeGuests(fleet, relocated_to=relocated_to.upper(), dry_run=dry_run)
        return [
            *await _kind("guest", len(kept.guests), guests.all(kept.guests, kept.nics)),
            *await _kind("image", len(kept.images), TakeImages(fleet, images, dry_run=dry_run).all(kept.images)),
            *await _kind("template", len(kept.templates), volumes.templates(kept.templates)),
            *await _kind("fcp device", len(kept.devices), volumes.devices(kept.devices)),
        ]


async def _kind(kind: str, count: int, taking: Awaitable[list[Item]]) -> list[Item]:
    from zfleet_client.errors import FleetError

    try:
        return await taking
    except FleetError as error:
        return [report.failed(kind, f"all {count}", error)]


def _write(path: Path, found: Configuration) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(found.toml())
    except OSError as error:
        raise click.UsageError(f"--write-settings: {path}: {error.strerror}") from None


def _as_json(
    items: Sequence[Item], found: Configuration | None, dry_run: bool, missing: Sequence[str]
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "dry_run": dry_run,
        "counts": report.counts(items),
        "missing_files": list(missing),
        "items": [asdict(item) for item in items],
    }
    if found is not None:
        answer["settings"] = dict(found.settings)
        answer["options"] = [asdict(option) for option in found.options]
    return answer


def _show_settings(found: Configuration, written: Path | None) -> None:
    from zfleet_client.show import answer

    if written is None:
        click.echo(found.toml(), nl=False)
        return
    rows = [(each.option, each.value, ", ".join(each.settings) or "-", each.reason) for each in found.options]
    answer.write(answer.table(("OPTION", "VALUE", "SETTING", "WHY NONE"), rows))
    click.echo(f"{written} is written")


def _show(items: Sequence[Item], missing: Sequence[str]) -> None:
    from zfleet_client.show import answer

    for name in missing:
        click.echo(f"zfleet: {name} is not there", err=True)
    rows = [(item.kind, item.name, item.outcome.value, item.reason) for item in items]
    answer.write(answer.table(("KIND", "NAME", "OUTCOME", "REASON"), rows))
    told = [f"{count} {outcome}" for outcome, count in report.counts(items).items()]
    click.echo(", ".join(told) or "there is nothing to take over")
