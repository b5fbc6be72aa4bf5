# SPDX-License-Identifier: Apache-2.0
"""The rpcs about what a guest may use, what it uses and where it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc
from google.protobuf.duration_pb2 import Duration

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceServicer
from zfleet_guest import convert, validate
from zfleet_guest.cluster import ClusterFacts
from zfleet_guest.guest_commands import GuestCommands
from zfleet_guest.guest_statistics import GuestStatistics
from zfleet_guest.registry_api import user_ids
from zfleet_guest.relocate import Relocation, Relocations, authorise
from zfleet_guest.resize_cpus import CpuResize
from zfleet_guest.resize_memory import MemoryResize
from zfleet_runtime.smapi_health import SmapiHealthCounters, health_message
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

LONGEST_LIMIT = 99_999_999  # seconds: eight digits
_FORCES = {
    pb.MIGRATE_FORCE_ARCHITECTURE: "ARCHITECTURE",
    pb.MIGRATE_FORCE_DOMAIN: "DOMAIN",
    pb.MIGRATE_FORCE_STORAGE: "STORAGE",
}


@dataclass(frozen=True, slots=True)
class RunningVerbs:
    """What these rpcs do."""

    cpus: CpuResize
    memory: MemoryResize
    statistics: GuestStatistics
    relocations: Relocations
    commands: GuestCommands
    cluster: ClusterFacts
    health: SmapiHealthCounters
    changed: Callable[[], None]
    """Told when a guest may have gone to another system."""


class RunningApi(GuestServiceServicer):
    """The part of GuestService that is about resources, counters and the cluster."""

    _running: RunningVerbs

    async def ResizeCpus(self, request: pb.ResizeCpusRequest, context: Context) -> pb.ResizeCpusResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        most = validate.MOST_CPUS
        v.require(1 <= request.cpu_count <= most, "cpu_count", f"must be 1 to {most}")
        share = validate.share_of(v, request.share) if request.HasField("share") else None
        v.raise_if_any()
        resized = await self._running.cpus.resize(user_id, request.cpu_count, share, request.live)
        return pb.ResizeCpusResponse(
            previous_cpu_count=resized.before, directory_changed=resized.changed, online_cpu_count=resized.online
        )

    async def ResizeMemory(self, request: pb.ResizeMemoryRequest, context: Context) -> pb.ResizeMemoryResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        most = validate.MOST_MEMORY_MIB
        v.require(1 <= request.memory_mib <= most, "memory_mib", f"must be 1 to {most}")
        v.raise_if_any()
        resized = await self._running.memory.resize(user_id, request.memory_mib, request.live)
        return pb.ResizeMemoryResponse(
            previous_memory_mib=resized.before_mib,
            directory_changed=resized.changed,
            online_memory_mib=resized.online_mib,
        )

    async def ListGuestStatistics(
        self, request: pb.ListGuestStatisticsRequest, context: Context
    ) -> pb.ListGuestStatisticsResponse:
        """See the contract."""
        v = Violations()
        names = user_ids(v, request.user_ids)
        v.raise_if_any()
        found = await self._running.statistics.of(names)
        return pb.ListGuestStatisticsResponse(statistics=map(convert.guest_statistics, found))

    async def MigrateGuest(self, request: pb.MigrateGuestRequest, context: Context) -> pb.MigrateGuestResponse:
        """See the contract."""
        v = Violations()
        relocation = Relocation(
            user_id=v.check("user_id", values.user_id, request.user_id),
            destination=v.check("destination", values.user_id, request.destination),
            max_total=_limit(v, "max_total", request),
            max_quiesce=_limit(v, "max_quiesce", request),
            immediate=request.immediate,
            force=_forces(v, request.force),
        )
        v.require(request.action in pb.MigrateAction.values(), "action", "is not an action")
        connector = v.optional("destination_connector_user_id", values.user_id, request.destination_connector_user_id)
        v.raise_if_any()
        if request.action != pb.MIGRATE_ACTION_MOVE:
            await self._running.relocations.test(relocation)
            return pb.MigrateGuestResponse()
        try:
            await self._running.relocations.move(relocation)
        finally:
            self._running.changed()
        authorised = bool(connector) and await authorise(self._running.commands, relocation.user_id, connector or "")
        return pb.MigrateGuestResponse(connector_authorised=authorised)

    async def GetCluster(self, request: pb.GetClusterRequest, context: Context) -> pb.GetClusterResponse:
        """See the contract."""
        found = await self._running.cluster.cluster()
        return pb.GetClusterResponse(cluster=convert.cluster(found) if found is not None else None)

    async def GetSmapiHealth(self, request: pb.GetSmapiHealthRequest, context: Context) -> pb.GetSmapiHealthResponse:
        """See the contract."""
        return pb.GetSmapiHealthResponse(health=health_message(pb.SmapiHealth(), self._running.health.now()))


def _limit(v: Violations, field: str, request: pb.MigrateGuestRequest) -> int | None:
    """A time limit in seconds; None when none is given, 0 for no limit."""
    if field == "max_total":
        limit: Duration | None = request.max_total if request.HasField("max_total") else None
    else:
        limit = request.max_quiesce if request.HasField("max_quiesce") else None
    if limit is None:
        return None
    in_range = 0 <= limit.seconds <= LONGEST_LIMIT and limit.nanos == 0
    v.require(in_range, field, f"must be whole seconds, 0 to {LONGEST_LIMIT}")
    return int(limit.seconds)


def _forces(v: Violations, forces: Sequence[pb.MigrateForce]) -> tuple[str, ...]:
    v.require(all(force in _FORCES for force in forces), "force", "has something that is no obstacle to disregard")
    v.require(len(set(forces)) == len(forces), "force", "has something twice")
    return tuple(_FORCES[force] for force in forces if force in _FORCES)
