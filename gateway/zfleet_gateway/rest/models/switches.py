# SPDX-License-Identifier: Apache-2.0
"""Bodies about virtual switches."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import model_validator

from zfleet_gateway.rest.models.types import (
    Body,
    Bool,
    Kind,
    OpenBody,
    SwitchName,
    UserId,
    number,
    text,
    word,
)


def _vlan(value: Any) -> int | None:
    """None is VLAN-unaware, 0 is aware with z/VM's own default."""
    if value in ("UNAWARE", "unaware"):
        return None
    if value in ("AWARE", "aware"):
        return 0
    return int(number(1, 4094).check(value))


_VLAN = Kind(
    _vlan,
    {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 4094},
            {"type": "string", "pattern": "^(?:UNAWARE|unaware|AWARE|aware|[1-9][0-9]{0,2})$"},
        ]
    },
)


class SwitchToBe(Body):
    """What is inside vswitch."""

    name: SwitchName
    rdev: (
        Annotated[str, text("(?:[0-9a-fA-F]{1,4}(?: [0-9a-fA-F]{1,4}){0,2})?", "1 to 3 device numbers with blanks")]
        | None
    ) = None
    controller: Annotated[str, text(r"\*|[A-Za-z0-9@#$_]{1,8}", "* or a user id", upper=True)] = "*"
    persist: Bool = True
    connection: Annotated[
        str,
        word(*(form for each in ("CONNECT", "DISCONNECT", "NOUPLINK") for form in (each, each.lower(), each.title()))),
    ] = "CONNECT"
    queue_mem: Annotated[int, number(1, 8)] = 8
    router: Annotated[
        str, word(*(form for each in ("NONROUTER", "PRIROUTER") for form in (each, each.lower(), each.title())))
    ] = "NONROUTER"
    network_type: Annotated[str, word("IP", "ip", "Ip", "ETHERNET", "ethernet", "Ethernet")] = "ETHERNET"
    vid: Annotated[int | None, _VLAN] = None
    port_type: Annotated[str, word("ACCESS", "access", "Access", "TRUNK", "trunk", "Trunk")] = "ACCESS"
    gvrp: Annotated[str, word("GVRP", "gvrp", "Gvrp", "NOGVRP", "nogvrp", "Nogvrp")] = "GVRP"
    native_vid: Annotated[int, number(1, 4094)] | None = 1


class CreateSwitch(Body):
    """Body of POST /vswitches."""

    vswitch: SwitchToBe


class UserVlan(Body):
    """A guest and its VLAN."""

    userid: UserId
    vlanid: Annotated[int, number(1, 4094)]


class SwitchChange(Body):
    """What is inside vswitch; of several the first in this order is done."""

    grant_userid: UserId | None = None
    revoke_userid: UserId | None = None
    user_vlan_id: UserVlan | None = None

    @model_validator(mode="after")
    def _something(self) -> SwitchChange:
        if self.grant_userid is None and self.revoke_userid is None and self.user_vlan_id is None:
            raise ValueError("one of grant_userid, revoke_userid and user_vlan_id is required")
        return self


class UpdateSwitch(Body):
    """Body of PUT /vswitches/{name}."""

    vswitch: SwitchChange


class PortWanted(OpenBody):
    """Body of GET /vswitch; none means all ports."""

    portid: Annotated[str, text(r"[\x20-\x7e]{0,128}", "a NIC id")] | None = None
