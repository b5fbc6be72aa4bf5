# SPDX-License-Identifier: Apache-2.0
"""Real OSA devices: what z/VM says of them, and whether three in a row are there for a NIC."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zfleet_network.device_numbers import devices_of
from zfleet_network.nics import NicWish
from zfleet_network.refusals import DEDICATE_OSA, OSA, codes_of
from zfleet_runtime.errors import ZfleetError, failed_precondition
from zfleet_runtime.pagination import Page
from zfleet_smapi.calls import VirtualNetworkOSAQuery
from zfleet_smapi.calls.virtual_network_lan import OsaLine
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

FREE, ATTACHED, OFFLINE, BOXED = "FREE", "ATTACHED", "OFFLINE", "BOXED"
NO_OSA = (4, 4)

_WORDS = (("BOX/ATTC", BOXED), ("ATTACHED", ATTACHED), ("ATTC", ATTACHED))  # a user id may be glued on


@dataclass(frozen=True, slots=True, kw_only=True)
class OsaDevice:
    """One device. `user_id` is who has it, or empty; `status` is FREE, ATTACHED, OFFLINE, BOXED or another word."""

    real_device_number: str
    status: str
    user_id: str = ""
    type: str = ""
    channel_path: str = ""


Osas = Mapping[str, OsaDevice]
"""By real device number, in the order of the numbers."""


class OsaRoom:
    """The host's OSA devices."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def all(self) -> Osas:
        """Every device; none at all is no error."""
        try:
            reply = await self._smapi.call(VirtualNetworkOSAQuery())
        except SmapiError as error:
            if codes_of(error) == NO_OSA:
                return {}
            raise
        found = [osa_of(line) for line in reply.osa_info_structure if line.strip()]
        return {osa.real_device_number: osa for osa in sorted(found, key=lambda osa: osa.real_device_number)}

    async def page(self, page: Page) -> tuple[list[OsaDevice], str]:
        """The devices of a page, and the next page's token. SMAPI knows no pages: each costs a query of all."""
        devices = await self.all()
        numbers, token = page.cut(list(devices))
        return [devices[number] for number in numbers], token


def osa_of(line: OsaLine) -> OsaDevice:
    """The device that a line of z/VM's answer describes."""
    status, user_id = line.osa_status, ""
    for word, meant in _WORDS:
        if status.startswith(word):
            status, user_id = meant, status.removeprefix(word)
            break
    return OsaDevice(
        real_device_number=line.osa_address.upper().zfill(4),
        status=status,
        user_id=user_id,
        type=line.osa_type,
        channel_path=line.chpid_address.upper(),
    )


def check_free(wishes: Iterable[NicWish], devices: Osas, *, attached_to: str = "") -> None:
    """FAILED_PRECONDITION unless every wish's three devices are there and free.

    `attached_to`: devices that this guest has are as good as free, because an earlier try of ours gave it them.
    """
    for wish in wishes:
        for number in devices_of(wish.osa_device) if wish.osa_device else ():
            osa = devices.get(number)
            if osa is None:
                raise not_free(wish.osa_device, f"there is no OSA device {number}")
            if osa.status != FREE and not (osa.status == ATTACHED and osa.user_id == attached_to):
                raise not_free(wish.osa_device, f"OSA device {number} is {osa.status} {osa.user_id}".rstrip())


def not_free(osa_device: str, why: str) -> ZfleetError:
    """FAILED_PRECONDITION: the three devices from `osa_device` on cannot be dedicated."""
    message = f"the three OSA devices from {osa_device} on cannot be dedicated: {why}"
    metadata = {"operation": DEDICATE_OSA}
    return failed_precondition("OSA_DEVICE_NOT_FREE", message, metadata=metadata, resource=(OSA, osa_device))
