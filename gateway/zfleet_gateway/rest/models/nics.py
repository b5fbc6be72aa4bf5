# SPDX-License-Identifier: Apache-2.0
"""Bodies about a guest's network interfaces."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, field_validator, model_validator

from zfleet_gateway.rest.models.types import (
    Body,
    Bool,
    Cidr,
    DeviceNumber,
    Hostname,
    Ipv4,
    Mac,
    OpenBody,
    OsVersion,
    SwitchName,
    number,
    strict_number,
    text,
    word,
)

NicId = Annotated[str, text(r"[\x21-\x7e]{0,64}", "at most 64 printable characters without blanks")]


class NicToBe(Body):
    """What is inside nic."""

    vdev: DeviceNumber | None = None
    nic_id: NicId | None = None
    mac_addr: Mac | None = None
    active: Bool = False


class CreateNic(Body):
    """Body of POST /guests/{userid}/nic."""

    nic: NicToBe


class Coupling(Body):
    """What is inside info; vswitch is needed to couple."""

    couple: Bool
    vswitch: SwitchName | None = None
    active: Bool = False
    vlan_id: Annotated[int, strict_number(-1, 4094)] = -1

    @model_validator(mode="after")
    def _switch_to_couple_to(self) -> Coupling:
        if self.couple and self.vswitch is None:
            raise ValueError("vswitch is required to couple")
        return self


class CoupleNic(Body):
    """Body of PUT /guests/{userid}/nic/{vdev}."""

    info: Coupling


class DeleteNic(Body):
    """Body of DELETE /guests/{userid}/nic/{vdev}; may be missing."""

    active: Bool = False


class GuestNetwork(OpenBody):
    """A NIC and how the guest's Linux sets it up. Keys that nobody looks at are answered as they came."""

    model_config = ConfigDict(extra="allow")

    method: Annotated[str, word("static", "dhcp")] | None = None
    ip_addr: Ipv4 | None = None
    dns_addr: list[Ipv4] | None = Field(default=None, max_length=6)
    gateway_addr: Ipv4 | None = None
    mac_addr: Mac | None = None
    cidr: Cidr | None = None
    nic_vdev: DeviceNumber | None = None
    nic_id: NicId | None = None
    osa_device: DeviceNumber | None = None
    hostname: Hostname | None = None
    mtu: Annotated[int, number(576, 65535)] | None = None

    @field_validator("ip_addr", "gateway_addr", "cidr", "mac_addr", "nic_vdev", "osa_device", "hostname", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("dns_addr", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        """An older client sends one address, or none, as text."""
        return [each.strip(" ") for each in value.split(",") if each.strip(" ")] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _address_in_a_network(self) -> GuestNetwork:
        if self.ip_addr is not None and self.cidr is None:
            raise ValueError("cidr is required with ip_addr")
        return self


class InterfacesToBe(Body):
    """What is inside interface."""

    os_version: OsVersion
    guest_networks: list[GuestNetwork] = Field(max_length=16)
    active: Bool = False


class CreateInterfaces(Body):
    """Body of POST /guests/{userid}/interface."""

    interface: InterfacesToBe


class InterfaceToDelete(Body):
    """What is inside interface."""

    os_version: OsVersion
    vdev: DeviceNumber
    active: Bool = False


class DeleteInterface(Body):
    """Body of DELETE /guests/{userid}/interface."""

    interface: InterfaceToDelete
