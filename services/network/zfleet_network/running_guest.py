# SPDX-License-Identifier: Apache-2.0
"""NICs of a running guest: what it has now.

A guest may log off between two calls. Then there is nothing left to change, which is a success everywhere here.
"""

from __future__ import annotations

from collections.abc import Mapping

from zfleet_network.refusals import (
    COUPLED_ALREADY,
    GUEST_LACKS_DEVICE,
    NO_SUCH_ADAPTER,
    NO_SUCH_IMAGE,
    NOT_COUPLED,
    NOT_LOGGED_ON,
    UNCOUPLED_ALREADY,
    codes_of,
    explaining,
)
from zfleet_smapi.calls import (
    VirtualNetworkAdapterConnectVswitch,
    VirtualNetworkAdapterCreateExtended,
    VirtualNetworkAdapterDelete,
    VirtualNetworkAdapterDisconnect,
    VirtualNetworkAdapterQuery,
)
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

SYSTEM = "SYSTEM"  # owner of every virtual switch; guest LANs belong to guests

Couplings = Mapping[str, str]
"""Device number of each NIC, with the switch it is coupled to; "" for none."""


class RunningGuest:
    """The NICs of one guest as CP has them."""

    def __init__(self, smapi: SmapiClient, user_id: str) -> None:
        self._smapi = smapi
        self._user_id = user_id

    async def couplings(self) -> Couplings | None:
        """The guest's NICs and their switches; None when it is not logged on."""
        try:
            reply = await self._smapi.call(VirtualNetworkAdapterQuery(target=self._user_id, image_device_number="*"))
        except SmapiError as error:
            if codes_of(error) in (NO_SUCH_ADAPTER, GUEST_LACKS_DEVICE):
                return {}
            if codes_of(error) in (NOT_LOGGED_ON, NO_SUCH_IMAGE):
                return None
            raise
        return {
            adapter.image_device_number.strip().upper().zfill(4): adapter.lan_name.strip()
            if adapter.adapter_status and adapter.lan_owner.strip() == SYSTEM
            else ""
            for adapter in reply.adapter_array
        }

    async def create(self, device_number: str) -> None:
        """Defines a NIC. ALREADY_EXISTS when one of its numbers is in use.

        SMAPI has no way to say its MAC address here: CP takes the one of the directory entry, so that comes first.
        """
        call = VirtualNetworkAdapterCreateExtended(
            target=self._user_id, image_device_number=device_number, adapter_type="QDIO"
        )
        with explaining(user_id=self._user_id, device_number=device_number, fine=[NOT_LOGGED_ON]):
            await self._smapi.call(call)

    async def delete(self, device_number: str) -> None:
        """Takes a NIC away. One that is not there, or whose guest is gone, is a success."""
        call = VirtualNetworkAdapterDelete(target=self._user_id, image_device_number=device_number)
        with explaining(
            user_id=self._user_id, device_number=device_number, fine=(NOT_LOGGED_ON, NO_SUCH_IMAGE, GUEST_LACKS_DEVICE)
        ):
            await self._smapi.call(call)

    async def couple(self, device_number: str, switch: str) -> None:
        """Couples a NIC that is not coupled. FAILED_PRECONDITION when the guest may not couple to the switch."""
        call = VirtualNetworkAdapterConnectVswitch(
            target=self._user_id, image_device_number=device_number, switch_name=switch
        )
        fine = (NOT_LOGGED_ON, COUPLED_ALREADY)
        with explaining(user_id=self._user_id, device_number=device_number, switch=switch, fine=fine):
            await self._smapi.call(call)

    async def uncouple(self, device_number: str) -> None:
        """Uncouples a NIC. One that is not coupled, or not there, is a success."""
        call = VirtualNetworkAdapterDisconnect(target=self._user_id, image_device_number=device_number)
        fine = (NOT_LOGGED_ON, GUEST_LACKS_DEVICE, NOT_COUPLED, UNCOUPLED_ALREADY)
        with explaining(user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)
