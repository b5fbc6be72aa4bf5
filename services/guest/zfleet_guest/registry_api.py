# SPDX-License-Identifier: Apache-2.0
"""The rpcs about managed guests."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import grpc

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet.guest.v1.guest_service_pb2_grpc import GuestServiceServicer
from zfleet_guest import convert
from zfleet_guest.registry import ManagedGuest, Registry, not_managed
from zfleet_runtime.pagination import LARGEST_SIZE, page_of
from zfleet_runtime.validation import Violations
from zfleet_smapi import values

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

LONGEST_METADATA = 1024
_OS_VERSION = re.compile("[A-Za-z0-9._+-]{1,64}")


class RegistryApi(GuestServiceServicer):
    """The part of GuestService that is about the registry."""

    _registry: Registry

    async def RegisterGuest(self, request: pb.RegisterGuestRequest, context: Context) -> pb.RegisterGuestResponse:
        """See the contract."""
        v = Violations()
        new = ManagedGuest(
            user_id=v.check("user_id", values.user_id, request.user_id),
            os_version=v.optional("os_version", os_version, request.os_version) or "",
            metadata=v.optional("metadata", _metadata, request.metadata) or "",
            network_configured=request.network_configured,
        )
        v.raise_if_any()
        guest, already = await self._registry.register(new)
        return pb.RegisterGuestResponse(guest=convert.managed_guest(guest), already_managed=already)

    async def DeregisterGuest(self, request: pb.DeregisterGuestRequest, context: Context) -> pb.DeregisterGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        v.raise_if_any()
        deregistered = await self._registry.deregister(user_id)
        if not deregistered and not request.allow_missing:
            raise not_managed(user_id)
        return pb.DeregisterGuestResponse(deregistered=deregistered)

    async def GetManagedGuest(self, request: pb.GetManagedGuestRequest, context: Context) -> pb.GetManagedGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        v.raise_if_any()
        return pb.GetManagedGuestResponse(guest=convert.managed_guest(await self._registry.find(user_id)))

    async def ListManagedGuests(
        self, request: pb.ListManagedGuestsRequest, context: Context
    ) -> pb.ListManagedGuestsResponse:
        """See the contract."""
        v = Violations()
        prefix = v.optional("user_id_prefix", values.user_id, request.user_id_prefix) or ""
        names = user_ids(v, request.user_ids)
        query = ("ListManagedGuests", prefix, ",".join(names), str(request.include_relocated))
        page = page_of(v, request.page_size, request.page_token, query=query)
        v.raise_if_any()
        found, token = await self._registry.page(page, prefix, names, request.include_relocated)
        return pb.ListManagedGuestsResponse(guests=map(convert.managed_guest, found), next_page_token=token)

    async def UpdateManagedGuest(
        self, request: pb.UpdateManagedGuestRequest, context: Context
    ) -> pb.UpdateManagedGuestResponse:
        """See the contract."""
        v = Violations()
        user_id = v.check("user_id", values.user_id, request.user_id)
        changes: dict[str, object] = {}
        if request.HasField("os_version"):
            changes["os_version"] = v.optional("os_version", os_version, request.os_version) or ""
        if request.HasField("metadata"):
            changes["metadata"] = v.optional("metadata", _metadata, request.metadata) or ""
        if request.HasField("network_configured"):
            changes["network_configured"] = request.network_configured
        if request.HasField("relocated_to"):
            changes["relocated_to"] = v.optional("relocated_to", values.user_id, request.relocated_to) or ""
        v.raise_if_any()
        guest = await self._registry.change(user_id, changes)
        return pb.UpdateManagedGuestResponse(guest=convert.managed_guest(guest))


def user_ids(v: Violations, names: Any) -> tuple[str, ...]:
    """The user ids of a list, each once, in their order; violations are named `user_ids[n]`."""
    v.require(len(names) <= LARGEST_SIZE, "user_ids", f"must be at most {LARGEST_SIZE}")
    checked = [v.check(f"user_ids[{at}]", values.user_id, name) for at, name in enumerate(names[:LARGEST_SIZE])]
    return tuple(sorted({name for name in checked if name}))


def os_version(text: str) -> str:
    """A distribution and its release in one word. ValueError."""
    if not _OS_VERSION.fullmatch(text):
        raise ValueError("must be 1 to 64 letters, digits and . _ - +")
    return text


def _metadata(text: str) -> str:
    if len(text) > LONGEST_METADATA or not text.isprintable():
        raise ValueError(f"must be at most {LONGEST_METADATA} printable characters")
    return text
