# SPDX-License-Identifier: Apache-2.0
"""The network service's own options."""

from __future__ import annotations

from typing import ClassVar

from pydantic import field_validator

from zfleet_network.mac_address import prefix_of
from zfleet_runtime.settings import LISTEN, METRICS_LISTEN, ServiceSettings, option


class NetworkSettings(ServiceSettings):
    """The options of the network service."""

    part: ClassVar[str] = "network"

    listen: str = option("127.0.0.1:50053", LISTEN)
    metrics_listen: str = option("127.0.0.1:9153", METRICS_LISTEN)

    mac_prefix: str = option(
        "02:00:00",
        "First three bytes of every NIC's MAC address: the USERPREFIX (without one the MACPREFIX) of the VMLAN "
        "statement in the host's SYSTEM CONFIG.",
    )
    plan_lifetime: float = option(
        3600.0,
        "Seconds that a plan which nothing confirms keeps its device numbers and MAC addresses.",
        ge=1,
        le=604800,
    )
    creation_lease: float = option(
        900.0, "Seconds after which NICs whose creation a stopped service left behind are undone.", ge=1, le=86400
    )

    statistics_lifetime: float = option(
        10.0, "Seconds that counters of NICs, once read, are given to further callers.", ge=0, le=3600
    )

    @field_validator("mac_prefix")
    @classmethod
    def _mac_prefix(cls, value: str) -> str:
        return prefix_of(value)
