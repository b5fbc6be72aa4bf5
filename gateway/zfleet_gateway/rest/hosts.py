# SPDX-License-Identifier: Apache-2.0
"""/host: facts about z/VM, its directory, its disk pools and its cluster."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway.rest import sizes
from zfleet_gateway.rest.disks import pool_of, pool_text
from zfleet_gateway.rest.envelope import INVALID, Module, Numbers, Refusal, missing
from zfleet_gateway.rest.models.hosts import PoolWanted, VolumeWanted
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import INTEGER, NUMBER, TEXT, array, mapping, record, words

_NO_SUCH_POOL = Numbers(4, Module.SMT, 5, 402, 404)
_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)")


async def info(to: InProcess, asked: Asked[None]) -> Any:
    """Facts that schedulers count with: whole numbers, nothing missing."""
    answer, pools = await asyncio.gather(to.call(to.guest.GetHost, guest.GetHostRequest()), _pools(to))
    host = answer.host
    return {
        "zcc_userid": to.settings.rest_connector_user_id or host.connector_user_id,
        "vcpus": host.processor_count,
        "vcpus_used": host.active_processor_count,
        "cpu_info": {"architecture": "s390x", "cec_model": host.machine},
        "memory_mb": host.memory_mib,
        "memory_mb_used": host.used_memory_mib,
        "hypervisor_type": "zvm",
        "hypervisor_version": _version(host),
        "ipl_time": f"IPL at {host.ipl_time.ToDatetime():%m/%d/%y %H:%M:%S} UTC",
        "zvm_host": host.system_name,
        "hypervisor_hostname": host.system_name,
        **_space(pools),
    }


def _version(host: guest.Host) -> int:
    """z/VM 7.3.0 is 730."""
    match = _RELEASE.search(host.hypervisor)
    return int("".join(match.groups())) if match else host.smapi_level


async def _pools(to: InProcess) -> list[storage.Pool]:
    """The configured pools, or all when none is."""
    found = await to.pages_of(to.storage.ListPools, storage.ListPoolsRequest(), "pools")
    wanted = {pool_of(each)[0] for each in to.settings.rest_disk_pools}
    return [pool for pool in found if not wanted or pool.name in wanted]


def _space(pools: Sequence[storage.Pool]) -> dict[str, int]:
    total = sizes.gib(sum(pool.size_bytes for pool in pools))
    available = sizes.gib(sum(pool.free_bytes for pool in pools))
    return {"disk_total": total, "disk_used": total - available, "disk_available": available}


async def guests(to: InProcess, asked: Asked[None]) -> Any:
    """Every user of the directory."""
    request = guest.ListGuestsRequest(view=guest.GUEST_VIEW_BASIC)
    return [each.user_id for each in await to.pages_of(to.guest.ListGuests, request, "guests")]


async def _pool(to: InProcess, text: str) -> storage.Pool:
    name, kind = pool_of(text)
    answer = await to.call(to.storage.GetPool, storage.GetPoolRequest(name=name))
    pool: storage.Pool = answer.pool
    if pool.type not in (kind, storage.DISK_TYPE_UNSPECIFIED):
        raise Refusal(_NO_SUCH_POOL, f"disk pool {text} does not exist", reason="POOL_NOT_FOUND")
    return pool


async def _asked_pools(to: InProcess, asked: Asked[None]) -> list[storage.Pool]:
    """The pool that is asked for, else all, each with its volumes."""
    if asked.query.poolname:
        return [await _pool(to, asked.query.poolname)]
    names = [pool_text(pool.name, pool.type) for pool in await _pools(to)]
    return list(await asyncio.gather(*(_pool(to, name) for name in names)))


async def pool(to: InProcess, asked: Asked[None]) -> Any:
    """Space of a pool, or of all; with details where it is free."""
    if not asked.query.details and not asked.query.poolname:
        return _space(await _pools(to))
    pools = await _asked_pools(to, asked)
    if not asked.query.details:
        return _space(pools)
    return {each.name: [_extent(extent) for extent in each.free_extents] for each in pools}


def _extent(extent: storage.FreeExtent) -> dict[str, Any]:
    return {
        "volume_name": extent.volume,
        "device_type": extent.device_type,
        "start_cylinder": str(extent.start),
        "free_size": sizes.gib(extent.size_bytes),
        "dasd_group": extent.group,
        "region_name": extent.region,
    }


async def pool_volumes(to: InProcess, asked: Asked[None]) -> Any:
    """Labels of a pool's volumes, or of all pools'."""
    pools = await _asked_pools(to, asked)
    labels = dict.fromkeys(volume.label for each in pools for volume in each.volumes)
    return {"diskpool_volumes": " ".join(labels)}


async def volume(to: InProcess, asked: Asked[None]) -> Any:
    """Type and size of a real volume."""
    if asked.query.volumename is None:
        raise Refusal(INVALID, "volumename is required", reason="VOLUME_NAME_REQUIRED")
    request = storage.GetVolumeRequest(label=asked.query.volumename)
    found = await to.call(to.storage.GetVolume, request)
    return {"volume_type": found.device_type, "volume_size": str(found.size)}


async def ssi(to: InProcess, asked: Asked[None]) -> Any:
    """The cluster as lines; none when the host is in none."""
    answer = await to.call(to.guest.GetCluster, guest.GetClusterRequest())
    if not answer.HasField("cluster"):
        return []
    cluster = answer.cluster
    lines = [
        f"ssi_name = {cluster.name}",
        f"ssi_mode = {cluster.mode}",
        f"cross_system_timeouts = {'ENABLED' if cluster.cross_system_timeouts else 'DISABLED'}",
        f"ssi_pdr = {cluster.persistent_data_record}",
    ]
    for member in cluster.members:
        lines += [
            f"member_slot = {member.slot}",
            f"member_system_id = {member.name}",
            f"member_state = {member.state}",
            f"member_pdr_heartbeat = {member.heartbeat}",
            f"member_received_heartbeat = {member.received_heartbeat}",
        ]
    return lines


_SPACE = record(disk_total=INTEGER, disk_used=INTEGER, disk_available=INTEGER)
_EXTENTS = mapping(
    array(
        record(
            volume_name=TEXT,
            device_type=TEXT,
            start_cylinder=TEXT,
            free_size=INTEGER,
            dasd_group=TEXT,
            region_name=TEXT,
        )
    )
)
_POOL_RULES = {"POOL_NOT_FOUND": _NO_SUCH_POOL, "DISK_POOL_NOT_FOUND": _NO_SUCH_POOL}

ROUTES = (
    Route(
        method="GET",
        path="/host",
        handler=info,
        summary="Facts about the host",
        answer=record(
            zcc_userid=TEXT,
            vcpus=INTEGER,
            vcpus_used=INTEGER,
            cpu_info=record(architecture=TEXT, cec_model=TEXT),
            memory_mb=NUMBER,
            memory_mb_used=NUMBER,
            hypervisor_type=words("zvm"),
            hypervisor_version=INTEGER,
            ipl_time=TEXT,
            zvm_host=TEXT,
            hypervisor_hostname=TEXT,
            disk_total=INTEGER,
            disk_used=INTEGER,
            disk_available=INTEGER,
        ),
        calls=("guest.GetHost", "storage.ListPools"),
    ),
    Route(
        method="GET",
        path="/host/guests",
        handler=guests,
        summary="Every user of the host's directory",
        answer=array(TEXT),
        calls=("guest.ListGuests",),
    ),
    Route(
        method="GET",
        path="/host/diskpool",
        handler=pool,
        summary="Space of a disk pool",
        query=PoolWanted,
        rules=_POOL_RULES,
        answer={"anyOf": [_SPACE, _EXTENTS]},
        calls=("storage.GetPool", "storage.ListPools"),
    ),
    Route(
        method="GET",
        path="/host/diskpool_volumes",
        handler=pool_volumes,
        summary="Volumes of a disk pool",
        query=PoolWanted,
        rules=_POOL_RULES,
        answer=record(diskpool_volumes=TEXT),
        calls=("storage.GetPool", "storage.ListPools"),
    ),
    Route(
        method="GET",
        path="/host/volume",
        handler=volume,
        summary="Type and size of a real volume",
        query=VolumeWanted,
        rules={"VOLUME_NOT_FOUND": missing(Module.ANY)},
        answer=record(volume_type=TEXT, volume_size=TEXT),
        calls=("storage.GetVolume",),
    ),
    Route(
        method="GET",
        path="/host/ssi",
        handler=ssi,
        summary="The single system image cluster",
        answer=array(TEXT),
        calls=("guest.GetCluster",),
    ),
)
