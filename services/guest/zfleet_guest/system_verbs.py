# SPDX-License-Identifier: Apache-2.0
"""Puts together what is done inside guests."""

from __future__ import annotations

from zfleet_guest.carry_out import Scripts
from zfleet_guest.configure_disks import DiskConfiguration
from zfleet_guest.configure_nics import NicConfiguration
from zfleet_guest.configure_volume import VolumeConfiguration
from zfleet_guest.directory import Directory
from zfleet_guest.files import ReaderFiles
from zfleet_guest.grow_root import RootGrowth
from zfleet_guest.guest_commands import GuestCommands
from zfleet_guest.inspect import Inspector
from zfleet_guest.power import Power
from zfleet_guest.prepare_first_boot import FirstBootRecords, FirstBoots, OwnUserId
from zfleet_guest.reader_access import ReaderAccess
from zfleet_guest.registry import Registry
from zfleet_guest.settings import GuestSettings
from zfleet_guest.system_api import SystemVerbs
from zfleet_runtime.database import Database


def system_verbs(
    files: ReaderFiles,
    commands: GuestCommands,
    power: Power,
    directory: Directory,
    registry: Registry,
    database: Database,
    access: ReaderAccess,
    settings: GuestSettings,
) -> SystemVerbs:
    """The verbs of GuestSystemService, on top of those of GuestService."""
    records = FirstBootRecords(database)
    scripts = Scripts(files, commands, power, directory)
    return SystemVerbs(
        inspector=Inspector(commands, power, directory),
        first_boots=FirstBoots(files, records, registry, directory, OwnUserId(access, settings.authorised_user_id)),
        disks=DiskConfiguration(scripts),
        nics=NicConfiguration(scripts, records, registry, directory),
        volumes=VolumeConfiguration(scripts),
        root=RootGrowth(scripts),
        registry=registry,
    )
