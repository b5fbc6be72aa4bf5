# SPDX-License-Identifier: Apache-2.0
"""NICs in a guest's directory entry, virtual adapters and OSA devices: what it gets at its next logon.

One writer at a time per entry: callers hold the guest's turn (`turns`).
"""

from __future__ import annotations

from zfleet_network.refusals import (
    COUPLE,
    CREATE_NIC,
    DEDICATE_OSA,
    DELETE_NIC,
    ENTRY_HAS_DEVICE,
    ENTRY_LACKS_DEVICE,
    NOT_COUPLED,
    NOT_IN_DIRECTORY,
    UNCOUPLE,
    UNDEDICATE_OSA,
    explaining,
)
from zfleet_smapi.calls import (
    ImageDeviceDedicateDM,
    ImageDeviceUndedicateDM,
    VirtualNetworkAdapterConnectVswitchDM,
    VirtualNetworkAdapterCreateExtendedDM,
    VirtualNetworkAdapterDeleteDM,
    VirtualNetworkAdapterDisconnectDM,
)
from zfleet_smapi.client import SmapiClient


class Entry:
    """The NICs of one guest's directory entry."""

    def __init__(self, smapi: SmapiClient, user_id: str) -> None:
        self._smapi = smapi
        self._user_id = user_id

    async def define(self, device_number: str, mac_id: str, *, again: bool = False) -> None:
        """Adds a NIC. ALREADY_EXISTS when the number is in use, unless `again`: an earlier try of ours may have."""
        call = VirtualNetworkAdapterCreateExtendedDM(
            target=self._user_id, image_device_number=device_number, adapter_type="QDIO", mac_id=mac_id
        )
        fine = [ENTRY_HAS_DEVICE] if again else []
        with explaining(CREATE_NIC, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)

    async def remove(self, device_number: str) -> None:
        """Takes a NIC out. One that is not there, or whose guest is gone, is a success."""
        call = VirtualNetworkAdapterDeleteDM(target=self._user_id, image_device_number=device_number)
        fine = (ENTRY_LACKS_DEVICE, NOT_IN_DIRECTORY)
        with explaining(DELETE_NIC, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)

    async def couple(self, device_number: str, switch: str) -> None:
        """Couples a NIC, also one that is coupled elsewhere. NOT_FOUND without the NIC."""
        call = VirtualNetworkAdapterConnectVswitchDM(
            target=self._user_id, image_device_number=device_number, switch_name=switch
        )
        with explaining(COUPLE, user_id=self._user_id, device_number=device_number, switch=switch):
            await self._smapi.call(call)

    async def uncouple(self, device_number: str) -> None:
        """Uncouples a NIC. One that is not coupled is a success; NOT_FOUND without the NIC."""
        call = VirtualNetworkAdapterDisconnectDM(target=self._user_id, image_device_number=device_number)
        with explaining(UNCOUPLE, user_id=self._user_id, device_number=device_number, fine=[NOT_COUPLED]):
            await self._smapi.call(call)

    async def dedicate(self, device_number: str, real_device_number: str, *, again: bool = False) -> None:
        """Adds one device of an OSA. ALREADY_EXISTS when the number is in use, unless `again`, as in `define`."""
        call = ImageDeviceDedicateDM(
            target=self._user_id, image_device_number=device_number, real_device_number=real_device_number
        )
        fine = [ENTRY_HAS_DEVICE] if again else []
        about = {"user_id": self._user_id, "device_number": device_number, "osa_device": real_device_number}
        with explaining(DEDICATE_OSA, **about, fine=fine):
            await self._smapi.call(call)

    async def undedicate(self, device_number: str) -> None:
        """Takes one device of an OSA out. One that is not there, or whose guest is gone, is a success."""
        call = ImageDeviceUndedicateDM(target=self._user_id, image_device_number=device_number)
        fine = (ENTRY_LACKS_DEVICE, NOT_IN_DIRECTORY)
        with explaining(UNDEDICATE_OSA, user_id=self._user_id, device_number=device_number, fine=fine):
            await self._smapi.call(call)
