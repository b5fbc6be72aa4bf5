# SPDX-License-Identifier: Apache-2.0
"""Managed guests: the registry, and what is done to guests that are there already."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as system_pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.guest.v1.guest_system_service_pb2_grpc import GuestSystemServiceStub
from zfleet_client.connection import Connection, new_request_id
from zfleet_client.sizes import mebibytes_of

LONGEST_MOVE = 3600.0  # seconds that a relocation is waited for unless its own limit says otherwise


class ManagedGuests:
    """The registry of managed guests, and verbs on guests that exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gateway = GatewayServiceStub(connection.channel)
        self._service = GuestServiceStub(connection.channel)
        self._system = GuestSystemServiceStub(connection.channel)

    async def list(self, *, prefix: str = "", relocated: bool = False) -> AsyncIterator[guest_pb.ManagedGuest]:
        """The managed guests in the order of their user ids; `relocated`: those too that moved away."""
        request = guest_pb.ListManagedGuestsRequest(user_id_prefix=prefix, include_relocated=relocated)
        while True:
            page = await self._connection.call(self._service.ListManagedGuests, request)
            for guest in page.guests:
                yield guest
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def get(self, user_id: str) -> guest_pb.ManagedGuest:
        """What the registry says of a guest. NotFound when it is not managed."""
        request = guest_pb.GetManagedGuestRequest(user_id=user_id)
        return (await self._connection.call(self._service.GetManagedGuest, request)).guest

    async def register(
        self,
        user_id: str,
        *,
        os_version: str = "",
        metadata: str = "",
        network_configured: bool = False,
        nic_ids: Mapping[str, str] | None = None,
        request_id: str = "",
    ) -> pb.RegisterGuestResponse:
        """Takes over a guest that was made elsewhere, with its NICs; `nic_ids` are your names of them by MACID."""
        request = pb.RegisterGuestRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            os_version=os_version,
            metadata=metadata,
            network_configured=network_configured,
            nic_ids=nic_ids or {},
        )
        return await self._connection.call(self._gateway.RegisterGuest, request)

    async def deregister(self, user_id: str, *, allow_missing: bool = False, request_id: str = "") -> None:
        """Lets a guest go: its records are forgotten, the guest stays as it is."""
        request = pb.DeregisterGuestRequest(
            request_id=request_id or new_request_id(), user_id=user_id, allow_missing=allow_missing
        )
        await self._connection.call(self._gateway.DeregisterGuest, request)

    async def update(self, user_id: str, *, relocated_to: str) -> guest_pb.ManagedGuest:
        """Writes where a guest has gone to: a member of the cluster, empty when it is here. NotFound."""
        request = guest_pb.UpdateManagedGuestRequest(user_id=user_id, relocated_to=relocated_to)
        return (await self._connection.call(self._service.UpdateManagedGuest, request)).guest

    async def resize_cpus(
        self, user_id: str, cpus: int, *, share: guest_pb.ShareSpec | None = None, live: bool = False
    ) -> guest_pb.ResizeCpusResponse:
        """Sets the number of virtual CPUs at logon; `live`: of the running guest too."""
        request = guest_pb.ResizeCpusRequest(user_id=user_id, cpu_count=cpus, share=share, live=live)
        return await self._connection.call(self._service.ResizeCpus, request)

    async def resize_memory(
        self, user_id: str, memory: str | int, *, live: bool = False
    ) -> guest_pb.ResizeMemoryResponse:
        """Sets the memory at logon, "4G" or bytes; `live`: of the running guest too, which can only grow."""
        request = guest_pb.ResizeMemoryRequest(user_id=user_id, memory_mib=mebibytes_of(memory), live=live)
        return await self._connection.call(self._service.ResizeMemory, request)

    async def migrate(
        self,
        user_id: str,
        destination: str,
        *,
        test: bool = False,
        immediate: bool = False,
        force: Iterable[guest_pb.MigrateForce] = (),
        max_total: int | None = None,
        max_quiesce: int | None = None,
        connector: str = "",
    ) -> guest_pb.MigrateGuestResponse:
        """Moves a running guest to another member of the cluster, or tests whether that could be done.

        `max_total`, `max_quiesce`: seconds, 0 for no limit. `connector`: virtual machine of the connector there.
        """
        action = guest_pb.MIGRATE_ACTION_TEST if test else guest_pb.MIGRATE_ACTION_MOVE
        request = guest_pb.MigrateGuestRequest(
            user_id=user_id,
            destination=destination,
            action=action,
            immediate=immediate,
            force=force,
            destination_connector_user_id=connector,
        )
        if max_total is not None:
            request.max_total.FromSeconds(max_total)
        if max_quiesce is not None:
            request.max_quiesce.FromSeconds(max_quiesce)
        longest = self._connection.timeout if test else max(self._connection.timeout, (max_total or 0), LONGEST_MOVE)
        return await self._connection.call(self._service.MigrateGuest, request, timeout=longest)

    async def cluster(self) -> guest_pb.GetClusterResponse:
        """The single system image cluster of the host; empty when it is in none."""
        return await self._connection.call(self._service.GetCluster, guest_pb.GetClusterRequest())

    async def statistics(self, user_ids: Iterable[str] = ()) -> tuple[guest_pb.GuestStatistics, ...]:
        """CP's counters of running guests; of all managed ones when none is named."""
        request = guest_pb.ListGuestStatisticsRequest(user_ids=user_ids)
        return tuple((await self._connection.call(self._service.ListGuestStatistics, request)).statistics)

    async def inspect(self, user_id: str, *, timeout: float | None = None) -> system_pb.InspectGuestResponse:
        """What a guest's Linux says of itself; `reachable` is false when it does not answer in `timeout` seconds."""
        request = system_pb.InspectGuestRequest(user_id=user_id)
        if timeout is not None:
            request.timeout.FromMilliseconds(round(timeout * 1000))
        longest = max(self._connection.timeout, (timeout or 0) + 10)
        return await self._connection.call(self._system.InspectGuest, request, timeout=longest)

    async def configure_disks(
        self, user_id: str, disks: Iterable[system_pb.DiskSetup], *, request_id: str = ""
    ) -> system_pb.ConfigureDisksResponse:
        """Has a guest's Linux set up disks: at once when it answers, else at its next boot."""
        request = system_pb.ConfigureDisksRequest(
            request_id=request_id or new_request_id(), user_id=user_id, disks=disks
        )
        return await self._connection.call(self._system.ConfigureDisks, request)

    async def grow_root(self, user_id: str, *, os_version: str = "", request_id: str = "") -> None:
        """Has a guest's Linux grow its root file system to its disk's end at the next boot."""
        request = system_pb.GrowRootVolumeRequest(
            request_id=request_id or new_request_id(), user_id=user_id, os_version=os_version
        )
        await self._connection.call(self._system.GrowRootVolume, request)
