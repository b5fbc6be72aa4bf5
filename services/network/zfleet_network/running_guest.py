# SPDX-License-Identifier: Apache-2.0
"""NICs of a running guest, virtual adapters and OSA devices: what it has now.

A guest may log off between two calls. Then there is nothing left to change, which is a success everywhere here.
"""

from __future__ import annotations

from collections.abc import Mapping

from zfleet_network.refusals import (
    COUPLE,
    COUPLED_ALREADY,
    CREATE_NIC,
    DEDICATE_OSA,
    DELETE_NIC,
    GUEST_LACKS_DEVICE,
    NO_SUCH_ADAPTER,
    NO_SUCH_IMAGE,
    NOT_COUPLED,
    NOT_LOGGED_ON,
    READ,
    UNCOUPLE,
    UNCOUPLED_ALREADY,
    UNDEDICATE_OSA,
    codes_of,
    explaining,
)
from zfleet_network.scope import Scope
from zfleet_smapi.calls import (
    ImageDeviceDedicate,
    ImageDeviceUndedicate,
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

    async def couplings(self, scope: Scope = Scope.BOTH) -> Couplings | None:
        """The guest's NICs and their switches; None when it is not logged on, or `scope` leaves it as it is.

        RUNNING_TOO: NOT_FOUND without the guest, FAILED_PRECONDITION when it is off.
        """
        if scope is Scope.DIRECTORY:
            return None
        if scope is Scope.RUNNING_TOO:
            with explaining(READ, user_id=self._user_id):
                return await self._couplings()
        try:
            return await self._couplings()
        except SmapiError as error:
            if codes_of(error) in (NOT_LOGGED_ON, NO_SUCH_IMAGE):
                return None
            raise

    async def _couplings(self) -> Couplings:
        try:
            reply = await self._smapi.call(VirtualNetworkAdapterQuery(target=self._user_id, image_device_number="*"))
        except SmapiError as error:
            if codes_of(error) in (NO_SUCH_ADAPTER, GUEST_LACKS_DEVICE):
                return {}
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
        with explaining(CREATE_NIC, user_id=self._user_id, device_number=device_number, fine=[NOT_LOGGED_ON]):
            await self._smapi.call(call)

    async def delete(self, device_number: str) -> None:
        """Takes a NIC away. One that is not there, or whose guest is gone, is a success."""
        call = VirtualNetworkAdapterDelete(target=self._user_id, image_device_number=device_number)
        fine = (NOT_LOGGED_ON, NO_SUCH_IMAGE, GUEST_LACKS_DEVICE)
        with explaining(DELETE_NIC, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)

    async def couple(self, device_number: str, switch: str) -> None:
        """Couples a NIC that is not coupled. FAILED_PRECONDITION when the guest may not couple to the switch."""
        call = VirtualNetworkAdapterConnectVswitch(
            target=self._user_id, image_device_number=device_number, switch_name=switch
        )
        fine = (NOT_LOGGED_ON, COUPLED_ALREADY)
        with explaining(COUPLE, user_id=self._user_id, device_number=device_number, switch=switch, fine=fine):
            await self._smapi.call(call)

    async def uncouple(self, device_number: str) -> None:
        """Uncouples a NIC. One that is not coupled, or not there, is a success."""
        call = VirtualNetworkAdapterDisconnect(target=self._user_id, image_device_number=device_number)
        fine = (NOT_LOGGED_ON, GUEST_LACKS_DEVICE, NOT_COUPLED, UNCOUPLED_ALREADY)
        with explaining(UNCOUPLE, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)

    async def dedicate(self, device_number: str, real_device_number: str) -> None:
        """Gives the guest one device of an OSA. FAILED_PRECONDITION when it cannot be had, ALREADY_EXISTS when the
        number is in use."""
        call = ImageDeviceDedicate(
            target=self._user_id, image_device_number=device_number, real_device_number=real_device_number
        )
        about = {"user_id": self._user_id, "device_number": device_number, "osa_device": real_device_number}
        with explaining(DEDICATE_OSA, **about, fine=[NOT_LOGGED_ON]):
            await self._smapi.call(call)

    async def undedicate(self, device_number: str) -> None:
        """Takes one device of an OSA away. One that is not there, or whose guest is gone, is a success."""
        call = ImageDeviceUndedicate(target=self._user_id, image_device_number=device_number)
        fine = (NOT_LOGGED_ON, NO_SUCH_IMAGE, GUEST_LACKS_DEVICE)
        with explaining(UNDEDICATE_OSA, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)
