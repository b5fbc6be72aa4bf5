# SPDX-License-Identifier: Apache-2.0
"""The adapters of a running guest with the addresses that CP has learned, out of the lines of z/VM's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zfleet_network.mac_address import canonical
from zfleet_network.refusals import NO_SUCH_ADAPTER, READ, codes_of, explaining
from zfleet_smapi.calls import VirtualNetworkAdapterQueryExtended
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.errors import SmapiError

EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """An adapter as CP describes it. `type` and `status` are SMAPI's numbers; `addresses`: IP version and address."""

    device_number: str
    type: int = 0
    status: int = -1
    device_count: int = 0
    lan_owner: str = ""
    lan_name: str = ""
    mac_address: str = ""
    addresses: tuple[tuple[int, str], ...] = ()


class AdapterRoom:
    """What guests have now."""

    def __init__(self, smapi: SmapiClient) -> None:
        self._smapi = smapi

    async def of(self, user_id: str) -> list[Adapter]:
        """The guest's adapters by device number; none is no error. FAILED_PRECONDITION when it is off; NOT_FOUND."""
        call = VirtualNetworkAdapterQueryExtended(target=user_id, image_device_number=EVERY)
        with explaining(READ, user_id=user_id):
            try:
                reply = await self._smapi.call(call)
            except SmapiError as error:
                if codes_of(error) == NO_SUCH_ADAPTER:
                    return []
                raise
        return sorted(adapters_of(reply.response_list), key=lambda adapter: adapter.device_number)


def adapters_of(lines: Iterable[str]) -> Iterator[Adapter]:
    """The adapters that key=value lines describe; words that are not known are passed over."""
    fields: dict[str, str] = {}
    addresses: list[tuple[int, str]] = []
    for line in lines:
        key, _, value = (part.strip() for part in line.partition("="))
        if key == "adapter_address":
            if fields:
                yield _adapter(fields, addresses)
            fields, addresses = {key: value}, []
        elif not fields:
            continue
        elif key == "mac_ip_address" and value:
            addresses.append((_number(fields.get("mac_ip_version", "")) or 4, value))
        elif key == "mac_address":
            fields.setdefault(key, value)  # the adapter's own is the first of several
        else:
            fields[key] = value
    if fields:
        yield _adapter(fields, addresses)


def _adapter(fields: dict[str, str], addresses: list[tuple[int, str]]) -> Adapter:
    return Adapter(
        device_number=fields["adapter_address"].upper().zfill(4),
        type=_number(fields.get("adapter_type", "")),
        status=_number(fields.get("adapter_status", ""), unknown=-1),
        device_count=_number(fields.get("network_device_count", "")),
        lan_owner=fields.get("lan_owner", ""),
        lan_name=fields.get("lan_name", ""),
        mac_address=canonical(fields.get("mac_address", "")),
        addresses=tuple(addresses),
    )


def _number(word: str, *, unknown: int = 0) -> int:
    return int(word) if word.isdecimal() else unknown
