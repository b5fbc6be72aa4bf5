# SPDX-License-Identifier: Apache-2.0
"""The storage service, put together from its settings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from zfleet.storage.v1.storage_service_pb2_grpc import add_StorageServiceServicer_to_server
from zfleet.storage.v1.volume_service_pb2_grpc import add_VolumeServiceServicer_to_server
from zfleet_runtime.database import Database
from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.process import Runtime
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Service, service
from zfleet_runtime.settings import SettingsError
from zfleet_runtime.smapi_service import smapi_functions
from zfleet_runtime.turns import Turns
from zfleet_smapi.client import SmapiClient
from zfleet_storage.api import StorageApi
from zfleet_storage.capture_images import ImageCapture
from zfleet_storage.contents import DiskContents
from zfleet_storage.coreos.program import ProgramCoreos
from zfleet_storage.coreos.simulated import SimulatedCoreos
from zfleet_storage.coreos.write import CoreosWriter, CoreosWriting
from zfleet_storage.create import DiskCreation
from zfleet_storage.delete import DiskRemoval
from zfleet_storage.disk_access import DiskAccess, SimulatedAccess
from zfleet_storage.export_images import ImageExport
from zfleet_storage.format import Formatting
from zfleet_storage.grow_disks import DiskGrowth
from zfleet_storage.image_folder import ImageFolder
from zfleet_storage.images import Images
from zfleet_storage.import_folders import export_folders, file_folders, import_folders
from zfleet_storage.import_images import ImageImport
from zfleet_storage.local_disks import LocalAccess
from zfleet_storage.remote_hosts import RemoteHosts
from zfleet_storage.reserve import Reservations
from zfleet_storage.settings import StorageSettings, device_number_range
from zfleet_storage.stored_files import StoredFiles
from zfleet_storage.volumes.attachments import Attachments
from zfleet_storage.volumes.service import volume_api
from zfleet_storage.web_files import WebFiles

MIGRATIONS = Path(__file__).parent / "migrations"
SWEEP_SECONDS = 3600.0


class StoragePart:
    """Minidisks, disk pools, images and files."""

    name = "storage"
    settings = StorageSettings

    def __init__(self) -> None:
        self._sweeping: asyncio.Task[None] | None = None

    async def open(self, runtime: Runtime[StorageSettings]) -> Sequence[Service]:
        """Opens database, z/VM and image folder, and gives the contract's service and the SMAPI group."""
        database = await runtime.open_database(MIGRATIONS)
        requests = await runtime.open_requests(database)
        smapi = await runtime.open_smapi()
        turns = Turns()
        api = await _storage_api(runtime, database, requests, smapi, turns)
        volumes = await volume_api(runtime, database, requests, smapi, turns)
        self._sweeping = asyncio.create_task(_sweep(runtime, api, volumes.attachments), name="sweep")
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


async def _storage_api(
    runtime: Runtime[StorageSettings], database: Database, requests: Requests, smapi: SmapiClient, turns: Turns
) -> StorageApi:
    settings = runtime.settings
    folder = ImageFolder(settings.image_folder or runtime.state_folder() / "images")
    _prepare("image_folder", folder)
    remotes = RemoteHosts(
        settings.ssh_known_hosts, settings.ssh_key, settings.ssh_port, settings.connect_timeout, settings.upload_pause
    )
    web = WebFiles(settings.import_hosts, settings.import_ca_file, settings.connect_timeout, settings.upload_pause)
    files = _files(runtime, remotes)
    images = Images(database, folder, settings.max_image_bytes)
    access = await _access(runtime)
    grows = settings.linux_access == "local" and settings.grow_partitions
    growth = DiskGrowth(access, runtime.log, settings.format_timeout) if grows else None
    contents = DiskContents(database, smapi, access, images, settings.transfers, growth)
    formatting = Formatting(contents, settings.format_timeout)
    reservations = Reservations(database, smapi, settings.reservation_lifetime)
    removal = DiskRemoval(database, smapi, turns)
    return StorageApi(
        settings=settings,
        database=database,
        requests=requests,
        smapi=smapi,
        smapi_health=runtime.host.smapi_health,
        reservations=reservations,
        creation=DiskCreation(smapi, reservations, removal, formatting, turns, runtime.log),
        removal=removal,
        images=images,
        image_import=ImageImport(images, import_folders((*settings.import_folders, files.folder)), remotes, web),
        image_export=ImageExport(images, export_folders(settings.export_folders), remotes),
        image_capture=ImageCapture(images, contents),
        files=files,
        contents=contents,
        formatting=formatting,
        coreos=CoreosWriting(images, contents, await _coreos_writer(runtime, contents)),
    )


def _files(runtime: Runtime[StorageSettings], remotes: RemoteHosts) -> StoredFiles:
    settings = runtime.settings
    # Resolved: the paths that callers get of files are those that they give back.
    folder = (settings.files_folder or runtime.state_folder() / "files").resolve()
    files = StoredFiles(
        folder,
        file_folders((*settings.file_folders, *settings.export_folders, folder)),
        remotes,
        most_bytes=settings.max_file_bytes,
        lifetime=settings.file_lifetime,
        pause=settings.upload_pause,
    )
    _prepare("files_folder", files)
    return files


def _prepare(option: str, folder: ImageFolder | StoredFiles | ProgramCoreos) -> None:
    try:
        folder.prepare()
    except OSError as error:
        raise SettingsError(f"{option}: {error.filename} cannot be made ({error.strerror})") from error


async def _access(runtime: Runtime[StorageSettings]) -> DiskAccess:
    if runtime.settings.linux_access == "local":
        return LocalAccess(device_number_range(runtime.settings.local_device_numbers), runtime.log)
    return SimulatedAccess(await runtime.host.linux())


async def _coreos_writer(runtime: Runtime[StorageSettings], contents: DiskContents) -> CoreosWriter:
    settings = runtime.settings
    if settings.linux_access != "local":
        return SimulatedCoreos(contents, await runtime.host.linux())
    folder = runtime.state_folder() / "ignition"
    writer = ProgramCoreos([str(settings.coreos_program)], settings.coreos_timeout, folder)
    _prepare("state_folder", writer)
    return writer


async def _sweep(runtime: Runtime[StorageSettings], api: StorageApi, attachments: Attachments) -> None:
    """Removes what crashes have left, at the start and every hour."""
    while True:
        try:
            await api.reservations.sweep()
            await attachments.sweep()
            for name in await api.images.sweep():
                runtime.log.warning("removed a file that no image owns", file=name)
            for name in await api.files.sweep():
                runtime.log.info("removed an uploaded file whose time is over", file=name)
        except (OSError, ZfleetError) as error:  # the next hour may be better
            runtime.log.warning("not swept", error=str(error))
        await asyncio.sleep(SWEEP_SECONDS)
