# SPDX-License-Identifier: Apache-2.0
"""The guest service's rpcs: each checks its request, hands on, and converts the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_guest import convert, validate
from zfleet_guest.console import DEFAULT_BYTES, MOST_BYTES, Consoles
from zfleet_guest.create import GuestCheck, GuestCreation, Order
from zfleet_guest.delete import GuestDeletion, must_have_existed
from zfleet_guest.entry import Unwritable
from zfleet_guest.files import FIRST_BOOT_CLASS, MOST_FILES, ReaderFiles
from zfleet_guest.files import MOST_BYTES as MOST_FILE_BYTES
from zfleet_guest.host import HostFacts
from zfleet_guest.list_guests import Census, GuestList
from zfleet_guest.observe import Guest, Observer, View
from zfleet_guest.pause import Pause
from zfleet_guest.power import LOGOFF_PATIENCE, Power
from zfleet_guest.reachable import Reachable
from zfleet_guest.registry import Registry
from zfleet_guest.registry_api import RegistryApi
from zfleet_guest.running_api import RunningApi, RunningVerbs
from zfleet_guest.running_state import PowerState
from zfleet_guest.settings import GuestSettings
from zfleet_guest.watch import Watch
from zfleet_guest.watchers import Wanted
from zfleet_runtime.errors import Violation, invalid_argument
from zfleet_runtime.pagination import page_of
from zfleet_runtime.requests import Requests
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

MOST_SPOOL_IDS = 9999
SHORTEST_STOP, LONGEST_STOP = 1.0, 3600.0  # seconds
LONGEST_WAIT = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Verbs:
    """What can be done with guests."""

    check: GuestCheck
    creation: GuestCreation
    deletion: GuestDeletion
    observer: Observer
    guests: GuestList
    census: Census
    power: Power
    pause: Pause
    files: ReaderFiles
    consoles: Consoles
    host: HostFacts
    watch: Watch
    reachable: Reachable
    registry: Registry
    running: RunningVerbs


class GuestApi(RegistryApi, RunningApi):
    """zfleet.guest.v1.GuestService."""

    def __init__(self, verbs: Verbs, requests: Requests, settings: GuestSettings) -> None:
        self._verbs = verbs
        self._registry = verbs.registry
        self._running = verbs.running
        self._requests = requests
        self._settings = settings

    async def CheckGuest(self, request: pb.CheckGuestRequest, context: Context) -> pb.CheckGuestResponse:
        """See the contract."""
        v = Violations()
        v.check("request_id", validate.request_id, request.request_id)
        spec = validate.guest_spec(v, request.guest, self._settings)
        v.raise_if_any()
        _writable(Order("", spec))
        return pb.CheckGuestResponse(statements=await self._verbs.check.check(spec))

    async def CreateGuest(self, request: pb.CreateGuestRequest, context: Context) -> pb.CreateGuestResponse:
        """See the contract."""
        order = self._order(request)

        async def create(repeated: bool) -> pb.CreateGuestResponse:
            entry = await self._verbs.creation.create(order)
            self._verbs.census.changed()
            guest = Guest(order.spec.user_id, PowerState.OFF, entry)
            return pb.CreateGuestResponse(guest=convert.guest(guest))

        # The guest's claim says already that it was created: a repeat finds it and answers the same.
        answer = pb.CreateGuestResponse
        return await self._requests.once(request.request_id, "CreateGuest", request, answer, create, answer_first=True)

    def _order(self, request: pb.CreateGuestRequest) -> Order:
        v = Violations()
        v.check("request_id", validate.request_id, request.request_id)
        disks, nics = validate.minidisks(v, request.minidisks), validate.nics(v, request.nics)
        boot = self._settings.boot_device_number
        boot = boot if any(disk.device_number == boot for disk in disks) else ""
        spec = validate.guest_spec(v, request.guest, self._settings, boot)
        if spec.prototype:
            for field in ("minidisks", "nics"):
                v.require(not getattr(request, field), field, "cannot be given together with a prototype")
        validate.device_numbers(v, spec, disks, nics)
        v.raise_if_any()
        order = Order(request.request_id, spec, disks, nics)
        _writable(order)
        return order

    async def GetGuest(self, request: pb.GetGuestRequest, context: Context) -> pb.GetGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        view = v.check("view", lambda view: convert.view_of(view, View.FULL), request.view)
        v.raise_if_any()
        return pb.GetGuestResponse(guest=convert.guest(await self._verbs.observer.guest(user_id, view)))

    async def ListGuests(self, request: pb.ListGuestsRequest, context: Context) -> pb.ListGuestsResponse:
        """See the contract."""
        v = Violations()
        prefix = v.optional("user_id_prefix", values.user_id, request.user_id_prefix) or ""
        view = v.check("view", lambda view: convert.view_of(view, View.BASIC), request.view)
        page = page_of(v, request.page_size, request.page_token, query=("ListGuests", prefix))
        v.raise_if_any()
        found = await self._verbs.guests.page(page, prefix, view)
        return pb.ListGuestsResponse(
            guests=map(convert.guest, found.guests), next_page_token=found.next_page_token, total_size=found.total
        )

    async def WatchGuests(
        self, request: pb.WatchGuestsRequest, context: Context
    ) -> AsyncIterator[pb.WatchGuestsResponse]:
        """See the contract."""
        v = Violations()
        prefix = v.optional("user_id_prefix", values.user_id, request.user_id_prefix) or ""
        kinds = v.check("kinds", convert.kinds_of, request.kinds)
        v.raise_if_any()
        async with aclosing(self._verbs.watch.guests(Wanted(prefix, kinds))) as news:
            async for each in news:
                yield convert.told(each)

    async def StartGuest(self, request: pb.StartGuestRequest, context: Context) -> pb.StartGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        wait = request.wait_reachable.ToTimedelta().total_seconds()
        v.require(0 <= wait <= LONGEST_WAIT, "wait_reachable", "must be at most 1 h")
        v.raise_if_any()
        already = await self._verbs.power.start(user_id)
        self._verbs.census.changed()
        if wait:
            await self._verbs.reachable.wait(user_id, wait)
        return pb.StartGuestResponse(already_running=already, reachable=bool(wait))

    async def StopGuest(self, request: pb.StopGuestRequest, context: Context) -> pb.StopGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        v.require(request.mode in pb.StopMode.values(), "mode", "is not a mode")
        soft = request.mode == pb.STOP_MODE_SOFT
        timeout = self._settings.soft_stop_timeout if soft else LOGOFF_PATIENCE
        if request.HasField("timeout"):
            timeout = request.timeout.ToTimedelta().total_seconds()
            v.require(SHORTEST_STOP <= timeout <= LONGEST_STOP, "timeout", "must be 1 s to 1 h")
        v.raise_if_any()
        stop = self._verbs.power.stop_softly if soft else self._verbs.power.stop
        try:
            already = await stop(user_id, timeout)
        finally:
            self._verbs.census.changed()
        return pb.StopGuestResponse(already_stopped=already)

    async def RebootGuest(self, request: pb.RebootGuestRequest, context: Context) -> pb.RebootGuestResponse:
        """See the contract."""
        await self._verbs.power.reboot(_user_id(request.user_id))
        return pb.RebootGuestResponse()

    async def ResetGuest(self, request: pb.ResetGuestRequest, context: Context) -> pb.ResetGuestResponse:
        """See the contract."""
        try:
            await self._verbs.power.reset(_user_id(request.user_id))
        finally:
            self._verbs.census.changed()
        return pb.ResetGuestResponse()

    async def PauseGuest(self, request: pb.PauseGuestRequest, context: Context) -> pb.PauseGuestResponse:
        """See the contract."""
        await self._verbs.pause.pause(_user_id(request.user_id))
        return pb.PauseGuestResponse()

    async def UnpauseGuest(self, request: pb.UnpauseGuestRequest, context: Context) -> pb.UnpauseGuestResponse:
        """See the contract."""
        await self._verbs.pause.unpause(_user_id(request.user_id))
        return pb.UnpauseGuestResponse()

    async def DeleteGuest(self, request: pb.DeleteGuestRequest, context: Context) -> pb.DeleteGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        creator = v.check("created_by_request_id", validate.request_id, request.created_by_request_id)
        v.raise_if_any()
        try:
            if creator:
                deleted = await self._verbs.deletion.delete_created_by(user_id, creator)
            else:
                await self._registry.must_be_here(user_id)
                deleted = await self._verbs.deletion.delete(user_id)
        finally:
            self._verbs.census.changed()
        must_have_existed(user_id, deleted, request.allow_missing or bool(creator))
        return pb.DeleteGuestResponse(deleted=deleted)

    async def SendFiles(self, request: pb.SendFilesRequest, context: Context) -> pb.SendFilesResponse:
        """See the contract."""
        v = Violations()
        v.check("request_id", validate.request_id, request.request_id)
        user_id = v.check("user_id", values.user_id, request.user_id)
        validate.reader_files(v, request.files, MOST_FILES, MOST_FILE_BYTES)
        v.raise_if_any()
        files = [convert.reader_file(file, FIRST_BOOT_CLASS) for file in request.files]

        async def send(repeated: bool) -> pb.SendFilesResponse:
            sent = await self._verbs.files.send(user_id, files, repeated)
            return pb.SendFilesResponse(files=convert.spool_files(files, sent))

        return await self._requests.once(request.request_id, "SendFiles", request, pb.SendFilesResponse, send)

    async def PurgeFiles(self, request: pb.PurgeFilesRequest, context: Context) -> pb.PurgeFilesResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        for at, spool_id in enumerate(request.spool_ids):
            v.require(1 <= spool_id <= MOST_SPOOL_IDS, f"spool_ids[{at}]", f"must be 1 to {MOST_SPOOL_IDS}")
        v.raise_if_any()
        await self._verbs.files.purge(user_id, list(dict.fromkeys(request.spool_ids)))
        return pb.PurgeFilesResponse()

    async def GetConsole(self, request: pb.GetConsoleRequest, context: Context) -> pb.GetConsoleResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        v.require(request.max_bytes <= MOST_BYTES, "max_bytes", f"must be at most {MOST_BYTES}")
        v.raise_if_any()
        text, truncated = await self._verbs.consoles.read(user_id, request.max_bytes or DEFAULT_BYTES)
        return pb.GetConsoleResponse(text=text, truncated=truncated)

    async def GetHost(self, request: pb.GetHostRequest, context: Context) -> pb.GetHostResponse:
        """See the contract."""
        return pb.GetHostResponse(host=convert.host(await self._verbs.host.host()))


def _user_id(text: str) -> str:
    v = Violations()
    user_id = v.check("user_id", values.user_id, text)
    v.raise_if_any()
    return user_id


def _writable(order: Order) -> None:
    """INVALID_ARGUMENT naming the field when a statement does not fit into records."""
    try:
        order.call()
    except Unwritable as error:
        raise invalid_argument([Violation(error.field, str(error))]) from error
