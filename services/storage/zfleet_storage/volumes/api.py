# SPDX-License-Identifier: Apache-2.0
"""zfleet.storage.v1.VolumeService: each method checks its request, converts it and hands it on."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from zfleet.storage.v1 import volume_service_pb2 as pb
from zfleet.storage.v1.volume_service_pb2_grpc import VolumeServiceServicer
from zfleet_runtime.database import Database
from zfleet_runtime.errors import aborted, already_exists, failed_precondition
from zfleet_runtime.pagination import page_of
from zfleet_runtime.requests import Requests
from zfleet_runtime.service import Context
from zfleet_runtime.validation import Violations
from zfleet_smapi import values
from zfleet_storage import validate as common
from zfleet_storage.volumes import convert, fcp_devices, fcp_templates, validate
from zfleet_storage.volumes.attachments import Attachments
from zfleet_storage.volumes.boot_map import BootMaps
from zfleet_storage.volumes.connectors import Connectors
from zfleet_storage.volumes.fcp_devices import COLUMNS, TAKEN, FcpDevice
from zfleet_storage.volumes.find_templates import Filter, find_ids
from zfleet_storage.volumes.host_facts import HostFacts
from zfleet_storage.volumes.inventory import Inventory


@dataclass(frozen=True, kw_only=True)
class VolumeApi(VolumeServiceServicer):
    """The handlers. Everything that is wrong with a request is said at once, before z/VM is asked."""

    database: Database
    requests: Requests
    inventory: Inventory
    facts: HostFacts
    connectors: Connectors
    attachments: Attachments
    boot_maps: BootMaps

    # --- devices ---------------------------------------------------------------------------------------------------

    async def ListFcpDevices(self, request: pb.ListFcpDevicesRequest, context: Context) -> pb.ListFcpDevicesResponse:
        v = Violations()
        assigner = v.optional("assigner", values.user_id, request.assigner) or ""
        template_id = v.optional("template_id", validate.template_id, request.template_id) or ""
        v.require(request.state in pb.FcpDeviceState.values(), "state", "is not a state")
        query = ("ListFcpDevices", assigner, template_id, str(request.state))
        page = page_of(v, request.page_size, request.page_token, query=query)
        v.raise_if_any()
        await self._look(request.sync)
        wanted = fcp_devices.devices().limit(page.size + 1)
        if page.after is not None:
            wanted = wanted.where(COLUMNS.device_number > page.after)
        if assigner:
            wanted = wanted.where(COLUMNS.assigner == assigner)
        if template_id:
            wanted = wanted.where(COLUMNS.template_id == template_id, TAKEN)
        if request.state:
            wanted = wanted.where(COLUMNS.state == convert.STATE_OF[request.state].value)
        async with self.database.reading() as session:
            found = await fcp_devices.read(session, wanted)
        devices = found[: page.size]
        token = page.token_after(devices[-1].device_number) if len(found) > page.size else ""
        return pb.ListFcpDevicesResponse(devices=convert.device_messages(devices), next_page_token=token)

    async def GetFcpDevice(self, request: pb.GetFcpDeviceRequest, context: Context) -> pb.GetFcpDeviceResponse:
        v = Violations()
        number = common.device_of(v, "device_number", request.device_number)
        v.raise_if_any()
        await self._look()
        async with self.database.reading() as session:
            device = await fcp_devices.read_one(session, number)
        return pb.GetFcpDeviceResponse(device=convert.device_message(device))

    async def UpdateFcpDevice(self, request: pb.UpdateFcpDeviceRequest, context: Context) -> pb.UpdateFcpDeviceResponse:
        v = Violations()
        number = common.device_of(v, "device_number", request.device_number)
        assigner = v.optional("assigner", values.user_id, request.assigner) or ""
        template_id = v.optional("template_id", validate.template_id, request.template_id) or ""
        most = validate.MOST_CONNECTIONS
        v.require(request.connection_count <= most, "connection_count", f"must be at most {most}")
        if (request.reserved or request.connection_count) and not request.assigner:
            v.add("assigner", "is required for a device that is reserved or has connections")
        v.raise_if_any()
        await self._look()
        async with self.database.writing() as session:
            if template_id:
                await fcp_templates.read_one(session, template_id)
            await fcp_devices.put(
                session,
                number,
                assigner=assigner,
                reserved=request.reserved,
                connection_count=request.connection_count,
                template_id=template_id,
            )
            device = await fcp_devices.read_one(session, number)
        return pb.UpdateFcpDeviceResponse(device=convert.device_message(device))

    async def _look(self, now: bool = False) -> None:
        """Asks z/VM `now`, or when nobody has yet."""
        if now:
            await self.inventory.sync()
        else:
            await self.inventory.ensure()

    # --- templates -------------------------------------------------------------------------------------------------

    async def CreateFcpTemplate(
        self, request: pb.CreateFcpTemplateRequest, context: Context
    ) -> pb.CreateFcpTemplateResponse:
        v = Violations()
        v.optional("request_id", common.request_id, request.request_id)
        template = validate.new_template(v, request, fcp_templates.new_id(request.request_id))
        v.raise_if_any()

        await self._look()

        async def create(repeated: bool) -> pb.CreateFcpTemplateResponse:
            try:
                async with self.database.writing() as session:
                    there = await fcp_templates.read(session, [template.template_id])
                    if there and not (repeated and template.is_like(there[0])):
                        raise already_exists("fcp_template", template.template_id)
                    if not there:
                        await fcp_templates.create(session, template)
                    return await self._created(session, template.template_id)
            except IntegrityError as error:
                raise _contested() from error

        answer = await self.requests.once(
            request.request_id, "CreateFcpTemplate", request, pb.CreateFcpTemplateResponse, create
        )
        answer.host_identity.CopyFrom(convert.identity_message(await self.facts.identity()))
        return answer

    async def _created(self, session: AsyncSession, template_id: str) -> pb.CreateFcpTemplateResponse:
        template = await fcp_templates.read_one(session, template_id)
        known, others = await self._known(session, template.device_numbers, template.template_id)
        used = convert.pchids_of(template.device_numbers, known) - convert.pchids_of(others, known)
        return pb.CreateFcpTemplateResponse(
            template=convert.template_message(template, known), first_used_pchids=sorted(used)
        )

    async def _known(
        self, session: AsyncSession, numbers: Collection[str], template_id: str
    ) -> tuple[dict[str, FcpDevice], set[str]]:
        """The records of these devices and of those of all other templates; the numbers of the latter."""
        others = await fcp_templates.numbers_of_others(session, template_id)
        return await fcp_devices.read_numbers(session, {*numbers, *others}), others

    async def UpdateFcpTemplate(
        self, request: pb.UpdateFcpTemplateRequest, context: Context
    ) -> pb.UpdateFcpTemplateResponse:
        v = Violations()
        template_id = validate.required_template(v, request.template_id)
        edit = validate.edit_of(v, request)
        v.raise_if_any()
        await self._look()
        try:
            async with self.database.writing() as session:
                before, after = await fcp_templates.edit(session, template_id, edit)
                numbers = before.device_numbers | after.device_numbers
                known, others = await self._known(session, numbers, template_id)
        except IntegrityError as error:
            raise _contested() from error
        old, new, elsewhere = (
            convert.pchids_of(each, known) for each in (before.device_numbers, after.device_numbers, others)
        )
        return pb.UpdateFcpTemplateResponse(
            template=convert.template_message(after, known),
            added_pchids=sorted(new - old),
            first_used_pchids=sorted(new - old - elsewhere),
            removed_pchids=sorted(old - new),
            unused_pchids=sorted(old - new - elsewhere),
            host_identity=convert.identity_message(await self.facts.identity()),
        )

    async def DeleteFcpTemplate(
        self, request: pb.DeleteFcpTemplateRequest, context: Context
    ) -> pb.DeleteFcpTemplateResponse:
        v = Violations()
        template_id = validate.required_template(v, request.template_id)
        v.raise_if_any()
        async with self.database.writing() as session:
            removed = await fcp_templates.remove(session, template_id)
        if not removed and not request.allow_missing:
            raise fcp_templates.no_such_template(template_id)
        return pb.DeleteFcpTemplateResponse()

    async def ListFcpTemplates(
        self, request: pb.ListFcpTemplatesRequest, context: Context
    ) -> pb.ListFcpTemplatesResponse:
        v = Violations()
        wanted = Filter.of(v, request)
        page = page_of(v, request.page_size, request.page_token, query=("ListFcpTemplates", repr(wanted)))
        v.raise_if_any()
        await self._look(request.sync)
        async with self.database.reading() as session:
            ids, token = page.cut(await find_ids(session, wanted))
            templates = await fcp_templates.read(session, ids)
            numbers = {number for template in templates for number in template.device_numbers}
            known = await fcp_devices.read_numbers(session, numbers)
        return pb.ListFcpTemplatesResponse(
            templates=[
                convert.template_message(
                    template,
                    known,
                    with_statistics=request.with_statistics,
                    with_inventory=request.with_inventory,
                )
                for template in templates
            ],
            next_page_token=token,
            host_identity=convert.identity_message(await self.facts.identity()),
        )

    # --- connectors ------------------------------------------------------------------------------------------------

    async def ReserveConnector(
        self, request: pb.ReserveConnectorRequest, context: Context
    ) -> pb.ReserveConnectorResponse:
        v = Violations()
        user_id = common.user_of(v, request.user_id)
        template_id = v.optional("template_id", validate.template_id, request.template_id) or ""
        provider = v.optional("storage_provider", validate.provider, request.storage_provider) or ""
        room = validate.capacities(v, request.pchids)
        v.raise_if_any()
        connector, identity = await asyncio.gather(
            self.connectors.reserve(user_id, template_id, provider, room), self.facts.identity()
        )
        return pb.ReserveConnectorResponse(connector=convert.connector_message(connector, user_id, identity))

    async def ReleaseConnector(
        self, request: pb.ReleaseConnectorRequest, context: Context
    ) -> pb.ReleaseConnectorResponse:
        v = Violations()
        user_id = common.user_of(v, request.user_id)
        template_id = validate.required_template(v, request.template_id)
        v.raise_if_any()
        connector = await self.connectors.release(user_id, template_id)
        identity = await self.facts.identity()
        return pb.ReleaseConnectorResponse(connector=convert.connector_message(connector, user_id, identity))

    # --- volumes ---------------------------------------------------------------------------------------------------

    async def AttachVolume(self, request: pb.AttachVolumeRequest, context: Context) -> pb.AttachVolumeResponse:
        v = Violations()
        asked = validate.asked_of(v, request)
        v.raise_if_any()
        await self.attachments.refuse_undone(request.request_id)  # its first answer is true no more

        async def attach(repeated: bool) -> pb.AttachVolumeResponse:
            done = await self.attachments.attach(asked)
            return pb.AttachVolumeResponse(
                devices=convert.device_messages(done.devices), dedicated_device_numbers=done.changed
            )

        return await self.requests.once(request.request_id, "AttachVolume", request, pb.AttachVolumeResponse, attach)

    async def DetachVolume(self, request: pb.DetachVolumeRequest, context: Context) -> pb.DetachVolumeResponse:
        v = Violations()
        asked = validate.asked_of(v, request)
        v.raise_if_any()
        await self.attachments.refuse_undone(request.request_id)  # its first answer is true no more

        async def detach(repeated: bool) -> pb.DetachVolumeResponse:
            done = await self.attachments.detach(asked)
            return pb.DetachVolumeResponse(
                devices=convert.device_messages(done.devices),
                undedicated_device_numbers=done.changed,
                guest_missing=done.guest_missing,
            )

        return await self.requests.once(request.request_id, "DetachVolume", request, pb.DetachVolumeResponse, detach)

    async def UndoVolumeChange(
        self, request: pb.UndoVolumeChangeRequest, context: Context
    ) -> pb.UndoVolumeChangeResponse:
        v = Violations()
        request_id = common.required_request_id(v, "request_id", request.request_id)
        user_id = common.user_of(v, request.user_id)
        v.raise_if_any()
        return pb.UndoVolumeChangeResponse(undone=await self.attachments.undo(request_id, user_id))

    # --- boot maps -------------------------------------------------------------------------------------------------

    async def RefreshBootMap(self, request: pb.RefreshBootMapRequest, context: Context) -> pb.RefreshBootMapResponse:
        v = Violations()
        volume = validate.boot_volume(v, request)
        template_id = v.optional("template_id", validate.template_id, request.template_id) or ""
        v.raise_if_any()
        volume = replace(volume, fewest_paths=await self._fewest_paths(template_id, volume.device_numbers))
        paths = await self.boot_maps.refresh(volume)
        if len(paths) < volume.fewest_paths:
            text = f"volume {volume.lun} is seen over {len(paths)} FCP devices, and {volume.fewest_paths} are needed"
            metadata = {"path_count": str(len(paths)), "min_path_count": str(volume.fewest_paths)}
            raise failed_precondition("TOO_FEW_PATHS", text, metadata=metadata)
        return pb.RefreshBootMapResponse(paths=convert.paths_message(paths, volume.device_numbers))

    async def _fewest_paths(self, template_id: str, numbers: Collection[str]) -> int:
        """The minimum of the template, given or that of the devices; 1 when they have none."""
        async with self.database.reading() as session:
            if not template_id:
                known = await fcp_devices.read_numbers(session, numbers)
                template_id = next((device.template_id for device in known.values() if device.template_id), "")
                if not template_id:
                    return 1
            return max(1, (await fcp_templates.read_one(session, template_id)).fewest_paths)


def _contested() -> Exception:
    return aborted("FCP_TEMPLATE_CONTESTED", "another call has just changed the defaults of templates: try again")
