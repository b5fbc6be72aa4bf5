# SPDX-License-Identifier: Apache-2.0
"""Volumes and the FCP devices that they come over: /guests/volumes, /volumes/conn, /volumes/fcp, boot maps."""

from __future__ import annotations

import ipaddress
from typing import Any

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.storage.v1 import volume_service_pb2 as volumes
from zfleet_gateway.rest.envelope import Module, conflict, failed, missing
from zfleet_gateway.rest.models import volumes as models
from zfleet_gateway.rest.models.nics import GuestNetwork
from zfleet_gateway.rest.registry import managed_or_gone, require_managed
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import BOOLEAN, INTEGER, NOTHING, TEXT, array, mapping, record


def _connection(given: models.Connection) -> pb.VolumeConnection:
    return pb.VolumeConnection(
        fcp_devices=given.zvm_fcp,
        target_wwpns=given.target_wwpn,
        lun=given.target_lun,
        multipath=given.multipath,
        os_version=given.os_version,
        mount_point=given.mount_point,
        root_volume=given.is_root_volume,
    )


async def attach(to: InProcess, asked: Asked[models.ChangeVolume]) -> None:
    """Gives a volume to a guest; all or nothing unless do_rollback is false, and the error is told either way."""
    given = asked.body.info.connection
    if not (given.is_root_volume or given.update_connections_only):  # those two are records only, of guests to be
        await require_managed(to, [given.assigner_id])
    request = pb.AttachVolumeRequest(
        user_id=given.assigner_id,
        connection=_connection(given),
        template_id=given.fcp_template_id or "",
        records_only=given.update_connections_only,
        keep_on_failure=not given.do_rollback,
    )
    await to.calls.attach_volume(request)


async def detach(to: InProcess, asked: Asked[models.ChangeVolume]) -> None:
    """Takes a volume from a guest; one that is gone is no error."""
    given = asked.body.info.connection
    await managed_or_gone(to, given.assigner_id)
    request = pb.DetachVolumeRequest(
        user_id=given.assigner_id,
        connection=_connection(given),
        records_only=given.update_connections_only,
        keep_on_failure=not given.do_rollback,
    )
    await to.calls.detach_volume(request)


async def connector(to: InProcess, asked: Asked[models.GetConnector]) -> Any:
    """Reserves FCP devices for a guest, or gives them back."""
    given, user_id = asked.body.info, asked.user_id
    template_id = given.fcp_template_id or ""
    if given.reserve:
        reserve = volumes.ReserveConnectorRequest(
            user_id=user_id, template_id=template_id, storage_provider=given.storage_provider or ""
        )
        for pchid, channel in given.pchid_info.items():
            reserve.pchids.add(pchid=pchid, allocated=channel.allocated, max=channel.max)
        answer = await to.call(to.volume.ReserveConnector, reserve)
    else:
        release = volumes.ReleaseConnectorRequest(user_id=user_id, template_id=template_id)
        answer = await to.call(to.volume.ReleaseConnector, release)
    return _connector(answer.connector)


def _connector(found: volumes.Connector) -> dict[str, Any]:
    channels: dict[str, list[str]] = {}
    for device in found.devices:
        channels.setdefault(device.pchid.upper(), []).append(device.device_number.upper())
    told: dict[str, Any] = {
        "zvm_fcp": [device.device_number.lower() for device in found.devices],
        "wwpns": [_own_wwpn(device) for device in found.devices],
        "phy_to_virt_initiators": {_own_wwpn(device): device.physical_wwpn for device in found.devices},
        "host": found.host,
        "fcp_paths": len(found.devices),
        "fcp_template_id": found.template_id,
        **identity(found.host_identity),
        "pchid_fcp_map": channels,
        "is_reserved_changed": found.reservation_changed,
    }
    if found.empty_reason:
        told["empty_fcp_list_reason"] = found.empty_reason
    return told


def _own_wwpn(device: volumes.FcpDevice) -> str:
    """What storage systems know it by: the port's own name without NPIV."""
    return device.npiv_wwpn or device.physical_wwpn


def identity(host: volumes.HostIdentity) -> dict[str, str]:
    """Where the host is."""
    return {
        "cpc_sn": host.cpc_serial_number,
        "cpc_name": host.cpc_name,
        "lpar": host.lpar,
        "hypervisor_hostname": host.hypervisor_hostname,
    }


async def refresh_boot_map(to: InProcess, asked: Asked[models.RefreshBootMap]) -> Any:
    """Writes a volume's boot map; the paths that work."""
    given = asked.body.info
    request = volumes.RefreshBootMapRequest(
        device_numbers=given.fcpchannel,
        wwpns=given.wwpn,
        lun=given.lun,
        wwid=given.wwid,
        template_id=given.fcp_template_id or "",
        ignition_url=given.transportfiles or "",
    )
    if given.transportfiles and given.guest_networks:
        request.nic_id, request.ip_config = _kernel_network(given.guest_networks[0])
    answer = await to.call(to.volume.RefreshBootMap, request)
    return {path.device_number.lower(): list(path.wwpns) for path in answer.paths}


def _kernel_network(net: GuestNetwork) -> tuple[str, str]:
    """The operands rd.znet and ip of a Red Hat CoreOS that boots from the volume."""
    first = int(net.nic_vdev or "1000", 16)
    devices = ",".join(f"0.0.{first + place:04x}" for place in range(3))
    prefix = ipaddress.ip_network(net.cidr, strict=False).prefixlen if net.cidr else ""
    servers = ":".join((net.dns_addr or [])[:2])
    parts = (net.ip_addr or "", "", net.gateway_addr or "", str(prefix), net.hostname or "")
    return f"{devices},layer2=1", f"{':'.join(parts)}:enc{first:x}:none:{servers}"


async def get_usage(to: InProcess, asked: Asked[None]) -> Any:
    """Who has a device: guest, reserved, volumes, template."""
    request = volumes.GetFcpDeviceRequest(device_number=asked.path["fcp_id"])
    device = (await to.call(to.volume.GetFcpDevice, request)).device
    return [device.assigner, int(device.reserved), device.connection_count, device.template_id]


async def set_usage(to: InProcess, asked: Asked[models.SetFcpUsage]) -> None:
    """Writes who has a device, past all checks."""
    given = asked.body.info
    request = volumes.UpdateFcpDeviceRequest(
        device_number=asked.path["fcp_id"],
        assigner=given.userid,
        reserved=bool(given.reserved),
        connection_count=given.connections,
        template_id=given.fcp_template_id or "",
    )
    await to.call(to.volume.UpdateFcpDevice, request)


_VOL = Module.VOLUME
_NO_TEMPLATE = {"FCP_TEMPLATE_NOT_FOUND": missing(_VOL), "TEMPLATE_NOT_FOUND": missing(_VOL)}
_GUEST = {
    "GUEST_NOT_AUTHORISED": failed(_VOL, 6),
    "GUEST_COMMAND_TIMED_OUT": failed(_VOL, 7),
    "FCP_DEVICE_TAKEN": conflict(_VOL, 1),
    "DEVICE_NUMBER_IN_USE": conflict(_VOL, 1),
    "FCP_DEVICE_NOT_FOUND": missing(_VOL),
}
_IN_LINUX = (
    "VOLUME_MULTIPATH_FAILED",
    "VOLUME_SETUP_INTERRUPTED",
    "VOLUME_PORTS_NOT_FOUND",
    "VOLUME_LUN_NOT_FOUND",
    "VOLUME_IN_USE",
    "VOLUME_SETUP_FAILED",
)
_CONNECTOR = {
    "NO_DEFAULT_TEMPLATE": failed(_VOL, 11),
    "FCP_TEMPLATE_NOT_FOUND": failed(_VOL, 11, 404),
    "FCP_DEVICES_CONTESTED": failed(_VOL, 11, 409),
    "PCHID_INFO_MISSING": failed(_VOL, 12),
}
_BOOT_MAP = {
    "BOOT_MAP_FAILED": failed(_VOL, 5),
    "BOOT_MAP_PROGRAM_MISSING": failed(_VOL, 5),
    "TOO_FEW_PATHS": failed(_VOL, 5),
    "BOOT_MAP_TIMEOUT": failed(_VOL, 7),
}
IDENTITY = {"cpc_sn": TEXT, "cpc_name": TEXT, "lpar": TEXT, "hypervisor_hostname": TEXT}

OF_GUESTS = (
    Route(
        method="POST",
        path="/guests/volumes",
        handler=attach,
        summary="Attach a volume to a guest",
        module=_VOL,
        body=models.ChangeVolume,
        rules=_GUEST | {reason: failed(_VOL, 8) for reason in _IN_LINUX},
        answer=NOTHING,
        calls=("gateway.AttachVolume",),
    ),
    Route(
        method="DELETE",
        path="/guests/volumes",
        handler=detach,
        summary="Detach a volume from a guest",
        module=_VOL,
        body=models.ChangeVolume,
        rules=_GUEST | {reason: failed(_VOL, 9) for reason in _IN_LINUX},
        answer=NOTHING,
        calls=("gateway.DetachVolume",),
    ),
)

ROUTES = (
    Route(
        method="GET",
        path="/volumes/conn/{userid}",
        handler=connector,
        summary="Reserve FCP devices for a guest, or give them back",
        module=_VOL,
        body=models.GetConnector,
        rules=_CONNECTOR,
        writes=True,
        answer=record(
            ("empty_fcp_list_reason",),
            zvm_fcp=array(TEXT),
            wwpns=array(TEXT),
            phy_to_virt_initiators=mapping(TEXT),
            host=TEXT,
            fcp_paths=INTEGER,
            fcp_template_id=TEXT,
            **IDENTITY,
            pchid_fcp_map=mapping(array(TEXT)),
            is_reserved_changed=BOOLEAN,
            empty_fcp_list_reason=TEXT,
        ),
        calls=("storage.ReserveConnector", "storage.ReleaseConnector"),
    ),
    Route(
        method="PUT",
        path="/volumes/volume_refresh_bootmap",
        handler=refresh_boot_map,
        summary="Write a volume's boot map",
        module=_VOL,
        body=models.RefreshBootMap,
        rules=_BOOT_MAP | _NO_TEMPLATE,
        answer=mapping(array(TEXT)),
        calls=("storage.RefreshBootMap",),
    ),
    Route(
        method="GET",
        path="/volumes/fcp/{fcp_id}",
        handler=get_usage,
        summary="Who has an FCP device",
        module=_VOL,
        rules={"FCP_DEVICE_NOT_FOUND": missing(_VOL)},
        answer={"type": "array", "prefixItems": [TEXT, INTEGER, INTEGER, TEXT]},
        calls=("storage.GetFcpDevice",),
    ),
    Route(
        method="PUT",
        path="/volumes/fcp/{fcp_id}",
        handler=set_usage,
        summary="Write who has an FCP device",
        module=_VOL,
        body=models.SetFcpUsage,
        rules={"FCP_DEVICE_NOT_FOUND": missing(_VOL)} | _NO_TEMPLATE,
        answer=NOTHING,
        calls=("storage.UpdateFcpDevice",),
    ),
)
