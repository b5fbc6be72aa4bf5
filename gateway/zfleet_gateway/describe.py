# SPDX-License-Identifier: Apache-2.0
"""What is read from all services at the same time, with the parts that are missing instead of failing whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet.storage.v1 import storage_service_pb2 as storage
from zfleet_gateway import health
from zfleet_gateway.refusal import as_data, merged
from zfleet_gateway.services import Services
from zfleet_runtime.errors import ZfleetError, from_call, unavailable

_AT_ONCE = 16  # guests of a page whose disks or NICs are asked for at the same time
_PAGE = 1000

Answer = TypeVar("Answer")
Item = TypeVar("Item")
Fetch = Callable[[str], Awaitable[tuple[Sequence[Item], str]]]
AtWorkOn = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]


class Describe:
    """Reads; every service gets `seconds` for its part, or what is left of the caller's deadline."""

    def __init__(self, to: Services, at_work_on: AtWorkOn, seconds: float) -> None:
        self._to = to
        self._at_work_on = at_work_on
        self._seconds = seconds

    async def one_guest(self, user_id: str) -> pb.GetGuestResponse:
        """One guest. NOT_FOUND when the directory does not have it; UNAVAILABLE when no service answers."""
        request = guest.GetGuestRequest(user_id=user_id)
        entry, disks, nics, at_work = await asyncio.gather(
            _part(self._to.guest.GetGuest(request, timeout=self._seconds)),
            _part(self._disks(user_id)),
            _part(self._nics(user_id)),
            self._at_work_on([user_id]),
        )
        if isinstance(entry, ZfleetError) and entry.status is grpc.StatusCode.NOT_FOUND:
            raise entry
        found = pb.Guest(user_id=user_id, operation_id=at_work.get(user_id, ""))
        missing = _Missing(guest=entry, storage=disks, network=nics)
        if not isinstance(entry, ZfleetError):
            found.guest.CopyFrom(entry.guest)
        if not isinstance(disks, ZfleetError):
            found.disks.extend(disks)
        if not isinstance(nics, ZfleetError):
            found.nics.extend(nics)
        return pb.GetGuestResponse(guest=found, missing=missing.parts())

    async def page_of_guests(self, request: guest.ListGuestsRequest) -> pb.ListGuestsResponse:
        """A page of guests. Which guests there are only the guest service knows: without it there is no page."""
        page = await _part(self._to.guest.ListGuests(request, timeout=self._seconds))
        if isinstance(page, ZfleetError):
            raise page
        user_ids = [each.user_id for each in page.guests]
        full = request.view == guest.GUEST_VIEW_FULL
        disks, nics, at_work = await asyncio.gather(
            _part(_of_each(user_ids if full else (), self._disks)),
            _part(_of_each(user_ids if full else (), self._nics)),
            self._at_work_on(user_ids),
        )
        missing = _Missing(storage=disks, network=nics)
        disks_of = {} if isinstance(disks, ZfleetError) else disks
        nics_of = {} if isinstance(nics, ZfleetError) else nics
        return pb.ListGuestsResponse(
            guests=[
                pb.Guest(
                    user_id=each.user_id,
                    guest=each,
                    disks=disks_of.get(each.user_id, ()),
                    nics=nics_of.get(each.user_id, ()),
                    operation_id=at_work.get(each.user_id, ""),
                )
                for each in page.guests
            ],
            next_page_token=page.next_page_token,
            total_size=page.total_size,
            missing=missing.parts(),
        )

    async def host(self) -> pb.GetHostResponse:
        """The host, its pools and its switches."""
        facts, pools, switches = await asyncio.gather(
            _part(self._to.guest.GetHost(guest.GetHostRequest(), timeout=self._seconds)),
            _part(self._pools()),
            _part(self._switches()),
        )
        missing = _Missing(guest=facts, storage=pools, network=switches)
        answer = pb.GetHostResponse(missing=missing.parts())
        if not isinstance(facts, ZfleetError):
            answer.host.CopyFrom(facts.host)
        if not isinstance(pools, ZfleetError):
            answer.pools.extend(pools)
        if not isinstance(switches, ZfleetError):
            answer.virtual_switches.extend(switches)
        for switch in answer.virtual_switches:
            switch.ClearField("grants")
            switch.ClearField("connected_nics")
        return answer

    async def smapi_health(self) -> pb.GetSmapiHealthResponse:
        """How SMAPI's calls have gone in each service, and in all of them together."""
        answers = await asyncio.gather(
            _part(self._to.guest.GetSmapiHealth(guest.GetSmapiHealthRequest(), timeout=self._seconds)),
            _part(self._to.storage.GetSmapiHealth(storage.GetSmapiHealthRequest(), timeout=self._seconds)),
            _part(self._to.network.GetSmapiHealth(network.GetSmapiHealthRequest(), timeout=self._seconds)),
        )
        of_guest, of_storage, of_network = answers
        missing = _Missing(guest=of_guest, storage=of_storage, network=of_network)
        answered = []
        if not isinstance(of_guest, ZfleetError):
            answered.append(pb.ServiceSmapiHealth(service="guest", health=health.of_service(of_guest.health)))
        if not isinstance(of_storage, ZfleetError):
            answered.append(pb.ServiceSmapiHealth(service="storage", health=health.of_service(of_storage.health)))
        if not isinstance(of_network, ZfleetError):
            answered.append(pb.ServiceSmapiHealth(service="network", health=health.of_service(of_network.health)))
        return pb.GetSmapiHealthResponse(
            total=health.together([each.health for each in answered]), services=answered, missing=missing.parts()
        )

    async def _disks(self, user_id: str) -> list[storage.Disk]:
        async def fetch(token: str) -> tuple[Sequence[storage.Disk], str]:
            request = storage.ListDisksRequest(user_id=user_id, page_size=_PAGE, page_token=token)
            page = await self._to.storage.ListDisks(request, timeout=self._seconds)
            return page.disks, page.next_page_token

        return await _of_guest(fetch)

    async def _nics(self, user_id: str) -> list[network.Nic]:
        async def fetch(token: str) -> tuple[Sequence[network.Nic], str]:
            request = network.ListNicsRequest(user_id=user_id, page_size=_PAGE, page_token=token)
            page = await self._to.network.ListNics(request, timeout=self._seconds)
            return page.nics, page.next_page_token

        return await _of_guest(fetch)

    async def _pools(self) -> list[storage.Pool]:
        async def fetch(token: str) -> tuple[Sequence[storage.Pool], str]:
            request = storage.ListPoolsRequest(page_size=_PAGE, page_token=token)
            page = await self._to.storage.ListPools(request, timeout=self._seconds)
            return page.pools, page.next_page_token

        return await _all(fetch)

    async def _switches(self) -> list[network.VirtualSwitch]:
        async def fetch(token: str) -> tuple[Sequence[network.VirtualSwitch], str]:
            request = network.ListVirtualSwitchesRequest(page_size=_PAGE, page_token=token)
            page = await self._to.network.ListVirtualSwitches(request, timeout=self._seconds)
            return page.virtual_switches, page.next_page_token

        return await _all(fetch)


class _Missing:
    """The parts of an answer, by service: an answer or the error that came instead of it."""

    def __init__(self, **parts: object) -> None:
        self._refused = {name: part for name, part in parts.items() if isinstance(part, ZfleetError)}
        wrong = [part for part in self._refused.values() if part.status is grpc.StatusCode.INVALID_ARGUMENT]
        if wrong or (len(parts) > 1 and len(self._refused) == len(parts)):
            raise merged(wrong or list(self._refused.values()))

    def parts(self) -> list[pb.MissingPart]:
        """What is missing and why."""
        return [pb.MissingPart(service=name, error=as_data(error)) for name, error in self._refused.items()]


async def _part(call: Awaitable[Answer]) -> Answer | ZfleetError:
    """An answer, or why there is none. A service that takes too long for a read is away: the caller has time left."""
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
            return unavailable("SERVICE_TOO_SLOW", "a service that this one depends on did not answer in time")
        return from_call(error)


async def _all(fetch: Fetch[Item]) -> list[Item]:
    """The items of all pages."""
    items: list[Item] = []
    token = ""
    while True:
        page, token = await fetch(token)
        items += page
        if not token:
            return items


async def _of_guest(fetch: Fetch[Item]) -> list[Item]:
    """What a guest has; nothing when the service says that there is no such guest: that is for the guest service."""
    try:
        return await _all(fetch)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return []
        raise


async def _of_each(user_ids: Collection[str], ask: Callable[[str], Awaitable[list[Item]]]) -> dict[str, list[Item]]:
    """What each guest has; a bounded number of questions at a time, none further after the first that fails."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(user_id: str) -> list[Item]:
        async with turns:
            return await ask(user_id)

    tasks = {user_id: asyncio.ensure_future(one(user_id)) for user_id in user_ids}
    try:
        await asyncio.gather(*tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
    return {user_id: task.result() for user_id, task in tasks.items()}
