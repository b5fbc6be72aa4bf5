# SPDX-License-Identifier: Apache-2.0
"""zfleet.storage.v1.StorageService: each method checks its request, converts it and hands it on."""

from __future__ import annotations

import asyncio
import hashlib
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.database import Database
from zfleet_runtime.errors import not_found
from zfleet_runtime.pagination import page_of
from zfleet_runtime.service import Context
from zfleet_runtime.smapi_health import SmapiHealthCounters, health_message
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_smapi.client import SmapiClient
from zfleet_storage import convert, validate
from zfleet_storage.active_disks import active_disks
from zfleet_storage.content_methods import ContentMethods
from zfleet_storage.coreos_methods import CoreosMethods
from zfleet_storage.create import DiskCreation
from zfleet_storage.delete import DiskRemoval
from zfleet_storage.disks import Disk, reservations
from zfleet_storage.file_methods import FileMethods
from zfleet_storage.image_methods import ImageMethods
from zfleet_storage.inspect_disks import disks_of_guest
from zfleet_storage.pools import pool_names, reserved_by_pool, volume_definition, whole_pools
from zfleet_storage.reserve import Asked, Reservations, fingerprint_of
from zfleet_storage.together import to_the_end


@dataclass(frozen=True, kw_only=True)
class StorageApi(ContentMethods, CoreosMethods, FileMethods, ImageMethods):
    """The handlers. Everything that is wrong with a request is said at once, before z/VM is asked."""

    database: Database
    smapi: SmapiClient
    smapi_health: SmapiHealthCounters
    reservations: Reservations
    creation: DiskCreation
    removal: DiskRemoval

    # --- pools -----------------------------------------------------------------------------------------------------

    async def ListPools(self, request: pb.ListPoolsRequest, context: Context) -> pb.ListPoolsResponse:
        v = Violations()
        page = page_of(v, request.page_size, request.page_token, query=("ListPools",))
        v.raise_if_any()
        names, token = page.cut(await pool_names(self.smapi))
        return pb.ListPoolsResponse(pools=await self._pools(names), next_page_token=token)

    async def GetPool(self, request: pb.GetPoolRequest, context: Context) -> pb.GetPoolResponse:
        v = Violations()
        v.required("name", request.name)
        name = v.optional("name", values.pool_name, request.name) or ""
        v.raise_if_any()
        found = await self._pools([name], with_volumes=True)
        if not found:
            raise not_found("pool", name)
        return pb.GetPoolResponse(pool=found[0])

    async def GetVolume(self, request: pb.GetVolumeRequest, context: Context) -> pb.GetVolumeResponse:
        v = Violations()
        v.required("label", request.label)
        label = v.optional("label", values.volume_label, request.label) or ""
        v.raise_if_any()
        found = await volume_definition(self.smapi, label)
        if found is None:
            raise not_found("volume", label)
        return convert.volume_message(found)

    async def _pools(self, names: Sequence[str], *, with_volumes: bool = False) -> list[pb.Pool]:
        if not names:
            return []
        pools = await whole_pools(self.smapi, names)
        planned = await self.database.read(lambda connection: reservations(connection, time.time(), names))
        reserved = reserved_by_pool(planned)
        return [
            convert.pool_message(pool, reserved.get(name, []), with_volumes=with_volumes)
            for name, pool in pools.items()
        ]

    # --- reservations ----------------------------------------------------------------------------------------------

    async def PlanDisks(self, request: pb.PlanDisksRequest, context: Context) -> pb.PlanDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        wanted = validate.disk_specs(v, request.disks, self.settings.default_pool)
        planned = await self.reservations.plan(Asked(request_id, user_id, wanted, fingerprint_of(request)), v)
        return pb.PlanDisksResponse(
            disks=convert.disk_messages(planned), create_after_entry=self.settings.create_after_entry
        )

    async def ReleaseDisks(self, request: pb.ReleaseDisksRequest, context: Context) -> pb.ReleaseDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        v.raise_if_any()
        return pb.ReleaseDisksResponse(released_count=await self.reservations.release(request_id, user_id))

    async def ConfirmDisks(self, request: pb.ConfirmDisksRequest, context: Context) -> pb.ConfirmDisksResponse:
        v = Violations()
        request_id = validate.required_request_id(v, "request_id", request.request_id)
        user_id = validate.user_of(v, request.user_id)
        placements = convert.placements_of(v, request.placements)
        v.raise_if_any()
        created = await self.reservations.confirm(request_id, user_id, placements)
        return pb.ConfirmDisksResponse(disks=convert.disk_messages(created))

    # --- disks -----------------------------------------------------------------------------------------------------

    async def CreateDisks(self, request: pb.CreateDisksRequest, context: Context) -> pb.CreateDisksResponse:
        v = Violations()
        v.optional("request_id", validate.request_id, request.request_id)
        user_id = validate.user_of(v, request.user_id)
        v.optional("planned_request_id", validate.request_id, request.planned_request_id)
        if bool(request.disks) == bool(request.planned_request_id):
            v.add("disks", "give 1 to 64 disks, or the planned_request_id of those planned before")
        wanted = validate.disk_specs(v, request.disks, self.settings.default_pool, validate.plain_link_mode)
        if request.planned_request_id:
            v.raise_if_any()

        async def create(repeated: bool) -> pb.CreateDisksResponse:
            if request.planned_request_id:
                made = await self.creation.create_planned(user_id, request.planned_request_id)
            else:
                plan = _plan_of(request.request_id)
                planned = await self._plan_or_release(Asked(plan, user_id, wanted, fingerprint_of(request)), v)
                systems = {
                    disk.device_number: convert.file_system_name(asked.file_system)
                    for disk, asked in zip(planned, wanted, strict=True)
                    if asked.file_system
                }
                made = await self._create_or_release(plan, user_id, planned, systems)
            return pb.CreateDisksResponse(disks=convert.disk_messages(made))

        # What is malformed is refused without being remembered; what the plan finds wrong is found again by a repeat.
        request_id = "" if v else request.request_id
        return await self.requests.once(request_id, "CreateDisks", request, pb.CreateDisksResponse, create)

    async def _plan_or_release(self, asked: Asked, v: Violations) -> list[Disk]:
        try:
            return await self.reservations.plan(asked, v)
        except asyncio.CancelledError:  # the reservations may be written all the same
            release = self.reservations.release(asked.request_id, asked.user_id)
            await to_the_end(release, f"release {asked.request_id}")
            raise

    async def _create_or_release(
        self, plan: str, user_id: str, planned: list[Disk], systems: Mapping[str, str]
    ) -> list[Disk]:
        try:
            return await self.creation.create(user_id, planned, systems)
        except BaseException:  # a cancelled call gives its reservations back as well
            await to_the_end(self.reservations.release(plan, user_id), f"release {plan}")
            raise

    async def DeleteDisks(self, request: pb.DeleteDisksRequest, context: Context) -> pb.DeleteDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        numbers = validate.device_numbers(v, request.device_numbers)
        v.raise_if_any()
        await self.removal.delete(user_id, numbers, request.allow_missing)
        return pb.DeleteDisksResponse()

    async def ListDisks(self, request: pb.ListDisksRequest, context: Context) -> pb.ListDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        page = page_of(v, request.page_size, request.page_token, query=("ListDisks", user_id or ""))
        v.raise_if_any()
        found = {disk.device_number: disk for disk in await disks_of_guest(self.database, self.smapi, user_id)}
        numbers, token = page.cut(list(found))
        disks = convert.disk_messages(found[number] for number in numbers)
        return pb.ListDisksResponse(disks=disks, next_page_token=token)

    async def ListActiveDisks(self, request: pb.ListActiveDisksRequest, context: Context) -> pb.ListActiveDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        v.raise_if_any()
        found = await active_disks(self.smapi, user_id)
        return pb.ListActiveDisksResponse(disks=map(convert.active_disk_message, found))

    async def ForgetDisks(self, request: pb.ForgetDisksRequest, context: Context) -> pb.ForgetDisksResponse:
        v = Violations()
        user_id = validate.user_of(v, request.user_id)
        v.raise_if_any()
        return pb.ForgetDisksResponse(forgotten_count=await self.removal.forget(user_id))

    async def GetSmapiHealth(self, request: pb.GetSmapiHealthRequest, context: Context) -> pb.GetSmapiHealthResponse:
        return pb.GetSmapiHealthResponse(health=health_message(pb.SmapiHealth(), self.smapi_health.now()))


def _plan_of(request_id: str) -> str:
    """The plan of a CreateDisks request, under a name that no PlanDisks request has by chance."""
    if not request_id:
        return uuid.uuid4().hex
    return "create/" + hashlib.sha256(request_id.encode()).hexdigest()[:40]
