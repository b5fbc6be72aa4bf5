# SPDX-License-Identifier: Apache-2.0
"""The guest service's own options."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from zfleet_runtime.settings import LISTEN, METRICS_LISTEN, ServiceSettings, option
from zfleet_smapi import values


class GuestSettings(ServiceSettings):
    """The options of the guest service."""

    part: ClassVar[str] = "guest"

    listen: str = option("127.0.0.1:50051", LISTEN)
    metrics_listen: str = option("127.0.0.1:9151", METRICS_LISTEN)

    default_profile: str = option(
        "OSDFLT", "Profile that a new guest includes when the request names none; empty includes none."
    )
    default_cpu_count: int = option(1, "Virtual CPUs of a new guest when the request gives none.", ge=1, le=64)
    default_max_cpu_count: int = option(
        32, "Most virtual CPUs that a new guest may define when the request gives none.", ge=1, le=64
    )
    default_memory_mib: int = option(
        2048, "Memory of a new guest when the request gives none, MiB.", ge=1, le=4 * 1024**2
    )
    default_max_memory_mib: int = option(
        65536, "Most memory that a new guest may define when the request gives none, MiB.", ge=1, le=4 * 1024**2
    )
    default_privilege_classes: str = option("G", "CP privilege classes of a new guest when the request gives none.")
    default_logon_by: tuple[str, ...] = option(
        (), "User ids that may log on as a new guest (LOGONBY) when the request names none, at most 8."
    )
    logon: Literal["LBYONLY", "AUTOONLY", "NOLOG"] = option(
        "LBYONLY",
        "What stands in the password's place of a new guest: LBYONLY (people log on through LOGONBY only), AUTOONLY "
        "(CP alone logs it on) or NOLOG (nobody does, so it cannot be started).",
    )
    share_unit: int = option(
        100,
        "Relative CPU share of a new guest per virtual CPU when the request gives none; 0 writes no SHARE.",
        ge=0,
        le=156,
    )
    boot_device_number: str = option(
        "",
        "A new guest whose request says nothing about IPL loads its minidisk of this number, if it has one; empty "
        "loads none.",
    )
    creation_lease: float = option(
        300.0,
        "Seconds after which a creation that a stopped service left behind may be taken over; more than smapi_timeout.",
        gt=0,
        le=86400,
    )
    snapshot_age: float = option(
        2.0, "Seconds that the list of all guests is kept, so that the pages of a list cost one query.", ge=0, le=600
    )
    list_concurrency: int = option(3, "Guests of one page that are asked about at the same time at most.", ge=1, le=64)
    soft_stop_timeout: float = option(
        120.0, "Seconds that a soft stop waits when the request gives no timeout.", ge=1, le=3600
    )
    profile_age: float = option(
        30.0, "Seconds that a profile is kept when entries that include it are read.", ge=0, le=3600
    )

    statistics_age: float = option(10.0, "Seconds that the performance counters of guests are kept.", ge=0, le=3600)
    name_list: str = option(
        "",
        "Name list in z/VM of the guests whose performance counters are asked for; empty is NL and the last six "
        "characters of zvm_user_id.",
    )
    iucv_client: str = option(
        "/opt/zthin/bin/IUCV/iucvclnt",
        "Program that runs commands in guests' Linux over IUCV, when linux_access is local.",
    )
    follow_relocations: bool = option(
        False,
        "Follow z/VM's events to keep the registry of guests right when others relocate them; for clusters.",
    )
    relocation_timeout: float = option(
        900.0, "Seconds that a move of a guest to another member of the cluster is waited for.", ge=1, le=86400
    )

    authorised_user_id: str = option(
        "",
        "User id that the Linux of a new guest takes commands from; empty is that of our own Linux on z/VM, which CP "
        "is asked for.",
    )

    watch_limit: int = option(256, "WatchGuests streams served at once at most.", ge=1, le=100_000)
    watch_queue: int = option(
        1000, "Events kept for a watcher that does not read; further ones are left out and counted.", ge=1, le=1_000_000
    )
    watch_patience: float = option(
        60.0, "Seconds that z/VM's event server may be away before WatchGuests streams end UNAVAILABLE.", ge=0, le=86400
    )

    @field_validator("default_profile")
    @classmethod
    def _profile(cls, value: str) -> str:
        return values.profile_name(value) if value else ""

    @field_validator("boot_device_number")
    @classmethod
    def _boot_device_number(cls, value: str) -> str:
        return values.device_number(value) if value else ""

    @property
    def statistics_list(self) -> str:
        """The name list, also when the settings leave it to the user id."""
        return self.name_list or f"NL{self.zvm_user_id.upper()[-6:]}"

    @field_validator("name_list")
    @classmethod
    def _name_list(cls, value: str) -> str:
        return values.user_id(value) if value else ""

    @field_validator("authorised_user_id")
    @classmethod
    def _authorised_user_id(cls, value: str) -> str:
        return values.user_id(value) if value else ""

    @field_validator("default_logon_by")
    @classmethod
    def _logon_by(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) > 8:
            raise ValueError("names more than 8 user ids")
        return tuple(values.user_id(user_id) for user_id in value)

    @model_validator(mode="after")
    def _in_order(self) -> GuestSettings:
        if self.default_cpu_count > self.default_max_cpu_count:
            raise ValueError("default_cpu_count is above default_max_cpu_count")
        if self.default_memory_mib > self.default_max_memory_mib:
            raise ValueError("default_memory_mib is above default_max_memory_mib")
        if self.creation_lease <= self.smapi_timeout:
            raise ValueError("creation_lease must be more than smapi_timeout: a creation may take that long")
        return self
