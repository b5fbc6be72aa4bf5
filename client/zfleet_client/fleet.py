# SPDX-License-Identifier: Apache-2.0
"""A fleet: the guests, disks, images, switches and NICs behind one gateway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from zfleet.gateway.v1.gateway_service_pb2 import GetGuestResponse, GetHostResponse, GetSmapiHealthResponse
from zfleet.guest.v1.guest_service_pb2 import GuestSpec, ReaderFile
from zfleet.network.v1.network_service_pb2 import NicSpec
from zfleet.storage.v1.storage_service_pb2 import DiskSpec
from zfleet_client.connection import DEFAULT_ADDRESS, Connection, Tls
from zfleet_client.disks import Disks, Pools
from zfleet_client.guests import Guests
from zfleet_client.images import Images
from zfleet_client.managed import ManagedGuests
from zfleet_client.networks import Nics, VirtualSwitches
from zfleet_client.operations import Operation, Operations
from zfleet_client.volumes import FcpDevices, FcpTemplates, Volumes

if TYPE_CHECKING:
    from zfleet_client.functions import Functions


class Fleet:
    """What one gateway has, by noun: guests, managed guests, disks, pools, images, virtual_switches, nics, volumes,
    fcp_devices, fcp_templates, operations.

    `timeout` is the deadline of each call in seconds; transfers and watched operations may last longer. Every call that
    makes something carries a request id of its own unless one is given, and every failure is a FleetError.
    Use it with `async with`, on one event loop.
    """

    def __init__(self, address: str = DEFAULT_ADDRESS, *, tls: Tls | None = None, timeout: float = 60.0) -> None:
        self.address = address
        self._connection = Connection(address, tls=tls, timeout=timeout)
        self.operations = Operations(self._connection)
        self.guests = Guests(self._connection, self.operations)
        self.disks = Disks(self._connection)
        self.pools = Pools(self._connection)
        self.images = Images(self._connection)
        self.virtual_switches = VirtualSwitches(self._connection)
        self.nics = Nics(self._connection)
        self.managed = ManagedGuests(self._connection)
        self.volumes = Volumes(self._connection)
        self.fcp_devices = FcpDevices(self._connection)
        self.fcp_templates = FcpTemplates(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connection; calls under way are cancelled."""
        await self._connection.close()

    @property
    def functions(self) -> Functions:
        """SMAPI's own functions, by IBM's name; their table is read at the first use."""
        from zfleet_client.functions import Functions

        return Functions(self._connection)

    async def spawn(
        self,
        guest: str | GuestSpec,
        *,
        cpus: int = 0,
        memory: str | int = 0,
        profile: str = "",
        disks: Iterable[DiskSpec] = (),
        nics: Iterable[NicSpec] = (),
        files: Iterable[ReaderFile] = (),
        start: bool = True,
        request_id: str = "",
    ) -> Operation:
        """Begins to make a guest; see Guests.spawn."""
        return await self.guests.spawn(
            guest,
            cpus=cpus,
            memory=memory,
            profile=profile,
            disks=disks,
            nics=nics,
            files=files,
            start=start,
            request_id=request_id,
        )

    async def destroy(self, user_id: str, *, allow_missing: bool = False) -> Operation:
        """Begins to remove a guest and all that belongs to it; see Guests.destroy."""
        return await self.guests.destroy(user_id, allow_missing=allow_missing)

    async def guest(self, user_id: str) -> GetGuestResponse:
        """A guest with its disks and NICs; see Guests.get."""
        return await self.guests.get(user_id)

    async def smapi_health(self) -> GetSmapiHealthResponse:
        """How the calls of z/VM's systems management API have gone in each service; `missing` names those away."""
        return await self.guests.smapi_health()

    async def host(self) -> GetHostResponse:
        """The host's facts, pools and switches; see Guests.host."""
        return await self.guests.host()
