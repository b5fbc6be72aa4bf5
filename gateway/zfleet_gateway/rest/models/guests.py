# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries of the collection of guests."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, Field, field_validator

from zfleet_gateway.rest.models.disks import Disk
from zfleet_gateway.rest.models.types import (
    Body,
    CpuCount,
    CpuShare,
    DeviceNumber,
    MemorySize,
    Query,
    UserId,
    number,
    text,
)

_Hex16 = Annotated[str, text("[0-9a-fA-F]{1,16}", "1 to 16 hexadecimal digits", lower=True)]
_Alternates = Annotated[
    str,
    text(
        "[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,16}(?:,[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,16}){0,7}",
        "at most 8 DEVICE:WWPN, separated by commas",
        lower=True,
    ),
]


class LoadDevice(Body):
    """SCSI load parameters."""

    portname: _Hex16 | None = None
    lun: _Hex16 | None = None
    alterdev: _Alternates | None = None


class GuestToBe(Body):
    """A new guest."""

    userid: UserId
    vcpus: Annotated[int, number(1, 64)]
    memory: Annotated[int, number(1, 4 * 1024 * 1024)]
    user_profile: UserId | None = None
    disk_list: list[Disk] = Field(default=[], max_length=64)
    max_cpu: CpuCount | None = None
    max_mem: MemorySize | None = None
    ipl_from: Annotated[str, text(r"[A-Za-z0-9@#$_+\-:]{0,8}", "a device number, a saved system or LOADDEV")] = ""
    ipl_param: Annotated[str, text(r"[\x20\x21\x23-\x26\x28-\x7e]{0,64}", "at most 64 printable characters")] = ""
    ipl_loadparam: Annotated[str, text("[A-Za-z0-9.]{0,8}", "at most 8 letters or digits")] = ""
    dedicate_vdevs: list[DeviceNumber] = Field(default=[], max_length=64, json_schema_extra={"uniqueItems": True})
    loaddev: LoadDevice = LoadDevice()
    account: Annotated[
        str, text(r"[\x20\x21\x23-\x26\x28-\x7e]{0,128}", "printable characters without quotes, at most 128")
    ] = ""
    comments: list[Annotated[str, text(r"[\x20\x21\x23-\x26\x28-\x7e]{0,70}", "one line of at most 70")]] = Field(
        default=[], max_length=64, validation_alias=AliasChoices("comments", "comment_list")
    )
    cschedule: Annotated[str, text("[A-Za-z0-9_]{0,8}", "at most 8 letters or digits")] = ""
    cshare: CpuShare = ""
    rdomain: Annotated[str, text("[A-Za-z0-9_]{0,8}", "at most 8 letters or digits")] = ""
    pcif: Annotated[str, text("(?:[0-9a-fA-F]{1,8}(?::[0-9a-fA-F]{1,8})?)?", "a function id, or REAL:VIRTUAL")] = ""

    @field_validator("dedicate_vdevs")
    @classmethod
    def _each_once(cls, value: list[str]) -> list[str]:
        if len({each.zfill(4) for each in value}) != len(value):
            raise ValueError("each device number may come once")
        return value


class CreateGuest(Body):
    """Body of POST /guests."""

    guest: GuestToBe


class GuestsNamed(Query):
    """?userid=A,B: the guests asked for; blanks around them do not count."""

    lists: ClassVar[frozenset[str]] = frozenset({"userid"})

    userid: list[UserId] = Field(default=[], max_length=1000)

    @field_validator("userid", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [each.strip(" ") for each in value.split(",") if each.strip(" ")] if isinstance(value, str) else value


class NicsWanted(Query):
    """?userid=&nic_id=&vswitch=: all of them must fit; none means all NICs."""

    unknown_is_fine: ClassVar[bool] = True

    userid: Annotated[str, text(r"[\x21-\x7e]{0,64}", "a user id")] = ""
    nic_id: Annotated[str, text(r"[\x20-\x7e]{0,128}", "a NIC id")] = ""
    vswitch: Annotated[str, text(r"[\x21-\x7e]{0,64}", "a switch name")] = ""
