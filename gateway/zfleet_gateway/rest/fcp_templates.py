# SPDX-License-Identifier: Apache-2.0
"""/volumes/fcptemplates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zfleet.storage.v1 import volume_service_pb2 as volumes
from zfleet_gateway.rest.envelope import Module, conflict, missing
from zfleet_gateway.rest.models import volumes as models
from zfleet_gateway.rest.route import PAGE, Asked, InProcess, Route
from zfleet_gateway.rest.schemas import BOOLEAN, INTEGER, NOTHING, TEXT, array, mapping, record
from zfleet_gateway.rest.volumes import IDENTITY, identity

_STATES = {
    volumes.FCP_DEVICE_STATE_FREE: "free",
    volumes.FCP_DEVICE_STATE_ACTIVE: "active",
    volumes.FCP_DEVICE_STATE_OFFLINE: "offline",
    volumes.FCP_DEVICE_STATE_NOT_FOUND: "notfound",
}


async def create(to: InProcess, asked: Asked[models.CreateTemplate]) -> Any:
    """A new template."""
    given = asked.body
    request = volumes.CreateFcpTemplateRequest(
        name=given.name,
        description=given.description,
        devices=given.fcp_devices,
        host_default=given.host_default,
        storage_providers=given.storage_providers,
        min_path_count=given.min_fcp_paths_count or 0,
    )
    answer = await to.call(to.volume.CreateFcpTemplate, request)
    pchids = {"all": list(answer.template.pchids), "first_used_by_templates": list(answer.first_used_pchids)}
    return {"fcp_template": {**_about(answer.template), "pchids": pchids, **identity(answer.host_identity)}}


async def update(to: InProcess, asked: Asked[models.UpdateTemplate]) -> Any:
    """What is given changes."""
    given = asked.body
    request = volumes.UpdateFcpTemplateRequest(template_id=asked.path["template_id"])
    fields = {
        "name": given.name,
        "description": given.description,
        "devices": given.fcp_devices,
        "host_default": given.host_default,
        "min_path_count": given.min_fcp_paths_count,
    }
    for field, value in fields.items():
        if value is not None:
            setattr(request, field, value)
    if given.storage_providers is not None:
        request.storage_providers.SetInParent()
        request.storage_providers.names.extend(given.storage_providers)
    answer = await to.call(to.volume.UpdateFcpTemplate, request)
    pchids = {
        "add": {"all": list(answer.added_pchids), "first_used_by_templates": list(answer.first_used_pchids)},
        "delete": {"all": list(answer.removed_pchids), "not_exist_in_any_template": list(answer.unused_pchids)},
        "all": list(answer.template.pchids),
    }
    return {"fcp_template": {**_about(answer.template), "pchids": pchids, **identity(answer.host_identity)}}


async def delete(to: InProcess, asked: Asked[None]) -> None:
    """Removes a template that nobody has devices through."""
    request = volumes.DeleteFcpTemplateRequest(template_id=asked.path["template_id"])
    await to.call(to.volume.DeleteFcpTemplate, request)


async def listed(to: InProcess, asked: Asked[None]) -> Any:
    """Templates; the first filter given, in the contract's order, decides."""
    wanted = asked.query
    request = volumes.ListFcpTemplatesRequest()
    if wanted.template_id_list:
        request.template_ids.extend(wanted.template_id_list)
    elif wanted.assigner_id is not None:
        request.assigner = wanted.assigner_id
    elif wanted.storage_providers is not None:
        request.storage_providers.extend(wanted.storage_providers)
    elif wanted.host_default is not None:
        request.host_default = wanted.host_default
    return {"fcp_templates": [shown for _, shown in await _templates(to, request)]}


async def details(to: InProcess, asked: Asked[None]) -> Any:
    """Templates with how their devices are used."""
    wanted = asked.query
    request = volumes.ListFcpTemplatesRequest(
        template_ids=wanted.template_id_list,
        with_statistics=wanted.statistics,
        with_inventory=wanted.raw,
        sync=wanted.sync_with_zvm,
    )
    found = []
    for template, told in await _templates(to, request):
        if wanted.statistics:
            told["statistics"] = {str(path.number): _statistics(path) for path in template.paths}
        if wanted.raw:
            told["raw"] = {
                str(path.number): [_raw(device, template.template_id) for device in path.inventory]
                for path in template.paths
            }
        found.append(told)
    return {"fcp_templates": found}


async def _templates(
    to: InProcess, request: volumes.ListFcpTemplatesRequest
) -> list[tuple[volumes.FcpTemplate, dict[str, Any]]]:
    found = []
    request.page_size = PAGE
    while True:
        answer = await to.call(to.volume.ListFcpTemplates, request)
        where = identity(answer.host_identity)
        found += [
            (template, {**_about(template), **where, "pchids": list(template.pchids)}) for template in answer.templates
        ]
        if not answer.next_page_token:
            return found
        request.page_token = answer.next_page_token
        request.sync = False  # z/VM was asked with the first page


def _about(template: volumes.FcpTemplate) -> dict[str, Any]:
    return {
        "id": template.template_id,
        "name": template.name,
        "description": template.description,
        "host_default": template.host_default,
        "storage_providers": list(template.storage_providers),
        "min_fcp_paths_count": template.min_path_count,
    }


def _statistics(path: volumes.FcpPath) -> dict[str, Any]:
    found = path.statistics
    items = [item for item in found.total.text.split(", ") if item]
    return {
        "total": found.total.text,
        "total_count": _counts((each.channel, each.devices) for each in found.pchids),
        "single_fcp": ", ".join(item for item in items if " - " not in item),
        "range_fcp": ", ".join(item for item in items if " - " in item),
        "available": found.available.text,
        "available_count": _counts((each.channel, each.available) for each in found.pchids),
        "allocated": found.allocated.text,
        "reserve_only": found.reserve_only.text,
        "connection_only": found.connection_only.text,
        "unallocated_but_active": dict(found.unallocated_but_active),
        "allocated_but_free": found.allocated_but_free.text,
        "notfound": found.not_found.text,
        "offline": found.offline.text,
        "chpids": {each.channel: each.devices.text for each in found.chpids},
        "pchids": {each.channel: each.devices.text for each in found.pchids},
    }


def _counts(channels: Iterable[tuple[str, volumes.FcpDeviceSet]]) -> dict[str, int]:
    return {channel: len(devices.device_numbers) for channel, devices in channels}


def _raw(device: volumes.FcpDevice, template_id: str) -> list[Any]:
    return [
        device.device_number.lower(),
        template_id,
        device.assigner,
        device.connection_count,
        int(device.reserved),
        device.npiv_wwpn,
        device.physical_wwpn,
        device.chpid,
        device.pchid,
        _STATES.get(device.state, ""),
        device.owner,
        device.template_id,
    ]


_VOL = Module.VOLUME
_RULES = {
    "FCP_TEMPLATE_NOT_FOUND": missing(_VOL),
    "FCP_TEMPLATE_EXISTS": conflict(_VOL, 1),
    "TEMPLATE_IN_USE": conflict(_VOL, 22),
    "MIN_PATHS_TOO_LARGE": conflict(_VOL, 23),
    "TEMPLATE_DEVICES_IN_USE": conflict(_VOL, 24),
    "FCP_TEMPLATE_CONTESTED": conflict(_VOL, 24),
}
_ABOUT = {
    "id": TEXT,
    "name": TEXT,
    "description": TEXT,
    "host_default": BOOLEAN,
    "storage_providers": array(TEXT),
    "min_fcp_paths_count": INTEGER,
}
_TEXTS = (
    "total",
    "single_fcp",
    "range_fcp",
    "available",
    "allocated",
    "reserve_only",
    "connection_only",
    "allocated_but_free",
    "notfound",
    "offline",
)
_STATISTICS = record(
    **dict.fromkeys(_TEXTS, TEXT),
    total_count=mapping(INTEGER),
    available_count=mapping(INTEGER),
    unallocated_but_active=mapping(TEXT),
    chpids=mapping(TEXT),
    pchids=mapping(TEXT),
)
_ADDED = record(all=array(TEXT), first_used_by_templates=array(TEXT))
_CHANGED = record(add=_ADDED, delete=record(all=array(TEXT), not_exist_in_any_template=array(TEXT)), all=array(TEXT))
_PATH = "/volumes/fcptemplates"

ROUTES = (
    Route(
        method="POST",
        path=_PATH,
        handler=create,
        summary="Create an FCP template",
        module=_VOL,
        body=models.CreateTemplate,
        rules=_RULES,
        answer=record(fcp_template=record(**_ABOUT, pchids=_ADDED, **IDENTITY)),
        calls=("storage.CreateFcpTemplate",),
    ),
    Route(
        method="GET",
        path=_PATH,
        handler=listed,
        summary="FCP templates",
        module=_VOL,
        query=models.TemplatesWanted,
        rules=_RULES,
        answer=record(fcp_templates=array(record(**_ABOUT, pchids=array(TEXT), **IDENTITY))),
        calls=("storage.ListFcpTemplates",),
    ),
    Route(
        method="GET",
        path=f"{_PATH}/detail",
        handler=details,
        summary="FCP templates and how their devices are used",
        module=_VOL,
        query=models.TemplateDetailsWanted,
        rules=_RULES,
        answer=record(
            fcp_templates=array(
                record(
                    ("raw", "statistics"),
                    **_ABOUT,
                    pchids=array(TEXT),
                    **IDENTITY,
                    raw=mapping(array(array({}))),
                    statistics=mapping(_STATISTICS),
                )
            )
        ),
        calls=("storage.ListFcpTemplates",),
    ),
    Route(
        method="PUT",
        path=f"{_PATH}/{{template_id}}",
        handler=update,
        summary="Change an FCP template",
        module=_VOL,
        body=models.UpdateTemplate,
        rules=_RULES,
        answer=record(fcp_template=record(**_ABOUT, pchids=_CHANGED, **IDENTITY)),
        calls=("storage.UpdateFcpTemplate",),
    ),
    Route(
        method="DELETE",
        path=f"{_PATH}/{{template_id}}",
        handler=delete,
        summary="Remove an FCP template",
        module=_VOL,
        rules=_RULES,
        answer=NOTHING,
        calls=("storage.DeleteFcpTemplate",),
    ),
)
