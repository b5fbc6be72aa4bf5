# SPDX-License-Identifier: Apache-2.0
"""The storage service, put together from its settings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from zfleet.storage.v1.storage_service_pb2_grpc import add_StorageServiceServicer_to_server
from zfleet.storage.v1.volume_service_pb2_grpc import add_VolumeServiceServicer_to_server
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.process import Runtime
from zfleet_runtime.service import Service, service
from zfleet_runtime.settings import SettingsError
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_runtime.turns import Turns
from zfleet_storage.api import StorageApi
from zfleet_storage.contents import DiskContents
from zfleet_storage.create import DiskCreation
from zfleet_storage.delete import DiskRemoval
from zfleet_storage.disk_access import DiskAccess, SimulatedAccess
from zfleet_storage.format import Formatting
from zfleet_storage.image_folder import ImageFolder
from zfleet_storage.images import Images
from zfleet_storage.local_disks import LocalAccess
from zfleet_storage.reserve import Reservations
from zfleet_storage.settings import StorageSettings, device_number_range
from zfleet_storage.volumes.attachments import Attachments
from zfleet_storage.volumes.service import volume_api

MIGRATIONS = Path(__file__).parent / "migrations"
SWEEP_SECONDS = 3600.0


class StoragePart:
    """Minidisks, disk pools and images."""

    name = "storage"
    settings = StorageSettings

    def __init__(self) -> None:
        self._sweeping: asyncio.Task[None] | None = None

    async def open(self, runtime: Runtime[StorageSettings]) -> Sequence[Service]:
        """Opens database, z/VM and image folder, and gives the contract's service and the SMAPI group."""
        settings = runtime.settings
        database = await runtime.open_database(MIGRATIONS)
        requests = await runtime.open_requests(database)
        smapi = await runtime.open_smapi()
        folder = ImageFolder(settings.image_folder or runtime.state_folder() / "images")
        try:
            folder.prepare()
        except OSError as error:
            raise SettingsError(f"image_folder: {folder.path} cannot be made ({error.strerror})") from error
        images = Images(database, folder, settings.import_folders, settings.max_image_bytes)
        turns = Turns()
        reservations = Reservations(database, smapi, settings.reservation_lifetime)
        removal = DiskRemoval(database, smapi, turns)
        contents = DiskContents(database, smapi, await _access(runtime), images, settings.transfers)
        api = StorageApi(
            settings=settings,
            database=database,
            requests=requests,
            smapi=smapi,
            reservations=reservations,
            creation=DiskCreation(smapi, reservations, removal, turns, runtime.log),
            removal=removal,
            images=images,
            contents=contents,
            formatting=Formatting(contents, settings.format_timeout),
        )
        volumes = await volume_api(runtime, database, requests, smapi, turns)
        self._sweeping = asyncio.create_task(_sweep(runtime, images, reservations, volumes.attachments), name="sweep")
        return [
            service(add_StorageServiceServicer_to_server, api),
            service(add_VolumeServiceServicer_to_server, volumes),
            smapi_functions("storage", smapi),
        ]

    async def close(self) -> None:
        """Ends the sweeping."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.wait({self._sweeping})


async def _access(runtime: Runtime[StorageSettings]) -> DiskAccess:
    if runtime.settings.linux_access == "local":
        return LocalAccess(device_number_range(runtime.settings.local_device_numbers), runtime.log)
    return SimulatedAccess(await runtime.host.linux())


async def _sweep(
    runtime: Runtime[StorageSettings], images: Images, reservations: Reservations, attachments: Attachments
) -> None:
    """Removes what crashes have left, at the start and every hour."""
    while True:
        try:
            await reservations.sweep()
            await attachments.sweep()
            for name in await images.sweep():
                runtime.log.warning("removed a file that no image owns", file=name)
        except (OSError, ZfleetError) as error:  # the next hour may be better
            runtime.log.warning("not swept", error=str(error))
        await asyncio.sleep(SWEEP_SECONDS)
