# SPDX-License-Identifier: Apache-2.0
"""Which guests the facade may touch: those of the registry that were not relocated to another member of the cluster."""

from __future__ import annotations

from collections.abc import Sequence

import grpc

from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_gateway.rest import envelope
from zfleet_gateway.rest.envelope import Module, Refusal
from zfleet_gateway.rest.route import InProcess


async def is_managed(to: InProcess, user_id: str) -> bool:
    """Whether the guest is managed here."""
    try:
        answer = await to.call(to.guest.GetManagedGuest, guest.GetManagedGuestRequest(user_id=user_id))
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return False
        raise
    return not answer.guest.relocated_to


async def managed_guests(to: InProcess, user_ids: Sequence[str] = ()) -> list[str]:
    """The managed guests of this host, or those of `user_ids` that are; in the order of their user ids."""
    request = guest.ListManagedGuestsRequest(user_ids=user_ids)
    return [each.user_id for each in await to.pages_of(to.guest.ListManagedGuests, request, "guests")]


async def require_managed(to: InProcess, user_ids: Sequence[str]) -> None:
    """Refusal 404 unless all of them are managed."""
    wanted = dict.fromkeys(user_ids)
    there = set(await managed_guests(to, list(wanted))) if wanted else set()
    gone = [each for each in wanted if each not in there]
    if gone:
        text = f"Guest {', '.join(gone)} does not exist."
        raise Refusal(envelope.missing(Module.GUEST), text, reason="GUEST_NOT_MANAGED")


async def managed_or_gone(to: InProcess, user_id: str) -> bool:
    """Whether the guest is managed; False when the directory does not have it. Refusal 404 for somebody else's."""
    if await is_managed(to, user_id):
        return True
    try:
        request = guest.GetGuestRequest(user_id=user_id, view=guest.GUEST_VIEW_BASIC)
        await to.call(to.guest.GetGuest, request)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return False
        raise
    raise Refusal(envelope.missing(Module.GUEST), f"Guest {user_id} does not exist.", reason="GUEST_NOT_MANAGED")
