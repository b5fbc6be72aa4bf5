# SPDX-License-Identifier: Apache-2.0
"""Guests: spawn, destroy, look at, and their power."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from dataclasses import dataclass

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceStub
from zfleet.network.v1.network_service_pb2 import NicSpec
from zfleet.storage.v1.storage_service_pb2 import DiskSpec
from zfleet_client import events
from zfleet_client.connection import Connection, new_request_id
from zfleet_client.operations import Operation, Operations
from zfleet_client.sizes import mebibytes_of


@dataclass(frozen=True, slots=True)
class Console:
    """The end of a guest's console; `truncated` says that older text was left out."""

    text: str
    truncated: bool


class Guests:
    """The guests of a host."""

    def __init__(self, connection: Connection, operations: Operations) -> None:
        self._connection = connection
        self._operations = operations
        self._gateway = GatewayServiceStub(connection.channel)
        self._service = GuestServiceStub(connection.channel)

    async def spawn(
        self,
        guest: str | guest_pb.GuestSpec,
        *,
        cpus: int = 0,
        memory: str | int = 0,
        profile: str = "",
        disks: Iterable[DiskSpec] = (),
        nics: Iterable[NicSpec] = (),
        files: Iterable[guest_pb.ReaderFile] = (),
        start: bool = True,
        validate_only: bool = False,
        request_id: str = "",
    ) -> Operation:
        """Begins to make a guest, named by its user id or specified in full; returns the operation that does it.

        `memory` is "2G" or bytes; what is 0 or empty is the services' default. `cpus`, `memory` and `profile` are laid
        over a GuestSpec. InvalidArgument names every bad field, AlreadyExists a taken user id; z/VM is untouched then.
        With the same `request_id` twice there is one guest and one operation.
        """
        spec = guest_pb.GuestSpec()
        if isinstance(guest, str):
            spec.user_id = guest
        else:
            spec.CopyFrom(guest)
        if cpus:
            spec.cpu_count = cpus
        if memory:
            spec.memory_mib = mebibytes_of(memory)
        if profile:
            spec.profile = profile
        request = pb.SpawnGuestRequest(
            request_id=request_id or new_request_id(),
            guest=spec,
            disks=disks,
            nics=nics,
            files=files,
            no_start=not start,
            validate_only=validate_only,
        )
        answer = await self._connection.call(self._gateway.SpawnGuest, request)
        return Operation(self._operations, answer.operation)

    async def destroy(self, user_id: str, *, allow_missing: bool = False, request_id: str = "") -> Operation:
        """Begins to remove a guest and all that belongs to it. NotFound when there is none, unless `allow_missing`."""
        request = pb.DestroyGuestRequest(
            request_id=request_id or new_request_id(), user_id=user_id, allow_missing=allow_missing
        )
        answer = await self._connection.call(self._gateway.DestroyGuest, request)
        return Operation(self._operations, answer.operation)

    async def deploy(
        self,
        user_id: str,
        image: str = "",
        *,
        device: str = "",
        os_version: str = "",
        hostname: str = "",
        files: Iterable[guest_pb.ReaderFile] = (),
        remote_files: Iterable[pb.RemoteFile] = (),
        request_id: str = "",
    ) -> Operation:
        """Begins to write an image to a disk of a guest that is off, its boot disk unless `device` is given, and to put
        into its reader what its first boot needs. Without an image only the files are sent."""
        request = pb.DeployGuestRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            image=image,
            device_number=device,
            skip_disk_copy=not image,
            os_version=os_version,
            hostname=hostname,
            files=files,
            remote_files=remote_files,
        )
        answer = await self._connection.call(self._gateway.DeployGuest, request)
        return Operation(self._operations, answer.operation)

    async def capture(
        self,
        user_id: str,
        image: str,
        *,
        device: str = "",
        os_version: str = "",
        compression: int | None = None,
        stop_timeout: float | None = None,
        force_stop: bool = False,
        request_id: str = "",
    ) -> Operation:
        """Begins to make an image of a guest's disk, its root disk unless `device` is given. A guest that is on is shut
        down for it, within `stop_timeout` seconds (1 to 3600; 120 when None), and started again."""
        request = pb.CaptureGuestRequest(
            request_id=request_id or new_request_id(),
            user_id=user_id,
            image=image,
            device_number=device,
            os_version=os_version,
            compression_level=compression,
            force_stop=force_stop,
        )
        if stop_timeout is not None:
            request.stop_timeout.FromMilliseconds(round(stop_timeout * 1000))
        answer = await self._connection.call(self._gateway.CaptureGuest, request)
        return Operation(self._operations, answer.operation)

    async def get(self, user_id: str) -> pb.GetGuestResponse:
        """A guest with its disks and NICs; `missing` names the services that did not answer. NotFound."""
        return await self._connection.call(self._gateway.GetGuest, pb.GetGuestRequest(user_id=user_id))

    async def pages(
        self, *, prefix: str = "", view: guest_pb.GuestView = guest_pb.GUEST_VIEW_BASIC, page_size: int = 0
    ) -> AsyncIterator[pb.ListGuestsResponse]:
        """The guests in the order of their user ids, page by page, with what is missing from each page."""
        request = pb.ListGuestsRequest(user_id_prefix=prefix, view=view, page_size=page_size)
        while True:
            page = await self._connection.call(self._gateway.ListGuests, request)
            yield page
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def list(
        self, *, prefix: str = "", view: guest_pb.GuestView = guest_pb.GUEST_VIEW_BASIC
    ) -> AsyncIterator[pb.Guest]:
        """The guests in the order of their user ids; with disks and NICs when the view is FULL."""
        async for page in self.pages(prefix=prefix, view=view):
            for guest in page.guests:
                yield guest

    async def host(self) -> pb.GetHostResponse:
        """The host's facts, pools and switches; `missing` names the services that did not answer."""
        return await self._connection.call(self._gateway.GetHost, pb.GetHostRequest())

    async def smapi_health(self) -> pb.GetSmapiHealthResponse:
        """How the calls of z/VM's systems management API have gone; `missing` names the services that are away."""
        return await self._connection.call(self._gateway.GetSmapiHealth, pb.GetSmapiHealthRequest())

    async def version(self) -> pb.GetVersionResponse:
        """The gateway's release, and the services that can be called at its address."""
        return await self._connection.call(self._gateway.GetVersion, pb.GetVersionRequest())

    async def start(self, user_id: str) -> bool:
        """Logs a guest on. True when it was off before."""
        answer = await self._connection.call(self._service.StartGuest, guest_pb.StartGuestRequest(user_id=user_id))
        return not answer.already_running

    async def stop(self, user_id: str, *, soft: bool = False, timeout: float | None = None) -> bool:
        """Logs a guest off; softly, its system gets up to `timeout` seconds (1 to 3600) to end. True when it was on.

        DeadlineExceeded when its system did not end in time; the guest is left as it is.
        """
        request = guest_pb.StopGuestRequest(
            user_id=user_id, mode=guest_pb.STOP_MODE_SOFT if soft else guest_pb.STOP_MODE_IMMEDIATE
        )
        if timeout is not None:
            request.timeout.FromMilliseconds(round(timeout * 1000))
        longest = max(self._connection.timeout, (timeout if timeout is not None else 120) + 30) if soft else None
        answer = await self._connection.call(self._service.StopGuest, request, timeout=longest)
        return not answer.already_stopped

    async def reboot(self, user_id: str) -> None:
        """Asks a guest's system to restart itself. FailedPrecondition when the guest is off."""
        await self._connection.call(self._service.RebootGuest, guest_pb.RebootGuestRequest(user_id=user_id))

    async def reset(self, user_id: str) -> None:
        """Logs a guest off and on again without asking its system."""
        await self._connection.call(self._service.ResetGuest, guest_pb.ResetGuestRequest(user_id=user_id))

    async def pause(self, user_id: str) -> None:
        """Stops a guest's virtual CPUs. FailedPrecondition when it is off."""
        await self._connection.call(self._service.PauseGuest, guest_pb.PauseGuestRequest(user_id=user_id))

    async def unpause(self, user_id: str) -> None:
        """Lets a paused guest go on. FailedPrecondition when it is off."""
        await self._connection.call(self._service.UnpauseGuest, guest_pb.UnpauseGuestRequest(user_id=user_id))

    async def console(self, user_id: str, *, max_bytes: int = 0) -> Console:
        """The end of a guest's console, at most `max_bytes` (0 is 100 KiB, at most 1 MiB)."""
        request = guest_pb.GetConsoleRequest(user_id=user_id, max_bytes=max_bytes)
        answer = await self._connection.call(self._service.GetConsole, request)
        return Console(answer.text, answer.truncated)

    def watch(
        self, *, prefix: str = "", kinds: Iterable[guest_pb.GuestEventKind] = (), patience: float = 30.0
    ) -> AsyncGenerator[guest_pb.WatchGuestsResponse, None]:
        """What happens to guests: `started`, events and gaps, without an end; it goes on through restarts.

        Whoever reads the guests after `started` and applies what follows misses nothing up to the next gap. `patience`:
        seconds without anybody to watch after which it gives up (Unavailable).
        """
        return events.watch(self._connection, self._service.WatchGuests, prefix=prefix, kinds=kinds, patience=patience)

    async def send_files(self, user_id: str, files: Iterable[guest_pb.ReaderFile]) -> tuple[guest_pb.SpoolFile, ...]:
        """Puts files into a guest's reader, in order, all or none."""
        request = guest_pb.SendFilesRequest(request_id=new_request_id(), user_id=user_id, files=files)
        return tuple((await self._connection.call(self._service.SendFiles, request)).files)
