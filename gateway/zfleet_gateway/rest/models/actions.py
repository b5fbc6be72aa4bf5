# SPDX-License-Identifier: Apache-2.0
"""Bodies of POST /guests/{userid}/action, one for each of the 18 actions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, Field, field_validator

from zfleet_gateway.rest.models.types import (
    Body,
    Bool,
    CpuCount,
    CpuShare,
    DeviceNumber,
    Hostname,
    ImageName,
    MemorySize,
    OpenBody,
    OsVersion,
    Path,
    RemoteHost,
    UserId,
    number,
    strict_number,
    text,
    word,
)

# Seconds; longer waits than the hour that the reference's own client waits cannot be answered.
_Seconds = Annotated[int, number(0, 3600)]


class Start(Body):
    """Log on; with a timeout wait until the guest's Linux answers."""

    userid: UserId | None = None
    timeout: _Seconds = 0


class Stop(Body):
    """Log off. 0 means the default."""

    userid: UserId | None = None
    timeout: _Seconds = 0
    poll_interval: _Seconds = 0


class Anything(OpenBody):
    """Nothing is needed; what is given is ignored."""


class Register(OpenBody):
    """Take a guest over that was made elsewhere."""

    meta: Annotated[str, text(r"[\x20-\x7e]{0,255}", "at most 255 printable characters")]
    net_set: Annotated[str, text("[0-9]{0,4}", "0 or 1")]
    port_macs: dict[
        Annotated[str, text("[0-9a-fA-F]{6}", "the last 6 hexadecimal digits of a MAC address", upper=True)],
        Annotated[str, text(r"[\x21-\x7e]{1,64}", "a NIC id of at most 64 characters")],
    ] = Field(default={}, validation_alias=AliasChoices("port_macs", "port"))

    @field_validator("port_macs", mode="before")
    @classmethod
    def _text_is_nothing(cls, value: Any) -> Any:
        """The reference's documentation has a text here, which its code never looks at."""
        return {} if value is None or isinstance(value, str) else value


class Deregister(Body):
    """Give a guest up without touching it."""

    userid: UserId | None = None


class MigrateLimits(Body):
    """How a relocation may go; -1 is no limit."""

    maxtotal: Annotated[int, strict_number(-1, 99_999_999)] | None = None
    maxquiesce: Annotated[int, strict_number(-1, 99_999_999)] | None = None
    immediate: Annotated[str, text("(?i:yes|no)|", "YES or NO")] = ""
    forcearch: Annotated[str, text("(?i:yes|no)|", "YES or NO")] = ""
    forcedomain: Annotated[str, text("(?i:yes|no)|", "YES or NO")] = ""
    forcestorage: Annotated[str, text("(?i:yes|no)|", "YES or NO")] = ""


class Migrate(Body):
    """Relocate to another member of the cluster, or test whether that could be done."""

    destination: UserId
    operation: Annotated[str, word("move", "test")] = Field(validation_alias=AliasChoices("operation", "lgr_action"))
    dest_zcc_userid: UserId | None = None
    parms: MigrateLimits = MigrateLimits()

    @field_validator("dest_zcc_userid", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class ResizeCpus(Body):
    """Another number of CPUs."""

    cpu_cnt: CpuCount
    cpu_share: CpuShare = ""


class ResizeMemory(Body):
    """Another size of memory."""

    size: MemorySize


class GrowRootVolume(Body):
    """Grow the root file system at the next boot."""

    os_version: OsVersion


class Deploy(Body):
    """Write an image and what the first boot needs."""

    image: ImageName
    transportfiles: Path | None = None
    remotehost: RemoteHost | None = None
    vdev: DeviceNumber | None = None
    hostname: Hostname | None = None
    skipdiskcopy: Bool = False

    @field_validator("transportfiles", "hostname", "vdev", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class Capture(Body):
    """Make an image of the root disk."""

    image: ImageName
    capture_type: Annotated[str, word("rootonly", "alldisks")] = "rootonly"
    compress_level: Annotated[int, number(0, 9)] | None = None
