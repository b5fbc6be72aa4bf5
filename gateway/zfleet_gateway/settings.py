# SPDX-License-Identifier: Apache-2.0
"""The gateway's own options."""

from __future__ import annotations

from typing import ClassVar

from zfleet_runtime.settings import LISTEN, METRICS_LISTEN, DatabaseSettings, option

_ADDRESS = "Address of the {} service: HOST:PORT, or dns:///NAME:PORT for all replicas behind a name."


class GatewaySettings(DatabaseSettings):
    """The options of the gateway. Times are seconds unless said otherwise."""

    part: ClassVar[str] = "gateway"

    listen: str = option("127.0.0.1:50050", LISTEN)
    metrics_listen: str = option("127.0.0.1:9150", METRICS_LISTEN)

    guest_address: str = option("127.0.0.1:50051", _ADDRESS.format("guest"))
    storage_address: str = option("127.0.0.1:50052", _ADDRESS.format("storage"))
    network_address: str = option("127.0.0.1:50053", _ADDRESS.format("network"))

    operation_retention: float = option(7 * 24.0, "Hours that an ended operation can be looked up.", gt=0, le=24 * 365)
    operation_lease: float = option(
        15.0, "Seconds after which another gateway takes over an operation whose gateway is silent.", ge=1, le=3600
    )
    operation_limit: int = option(
        256, "Operations at work at once in this process; more are refused (RESOURCE_EXHAUSTED).", ge=1, le=10_000
    )
    deploy_limit: int = option(
        20,
        "Deploys and captures at work at once in this process; more are refused (RESOURCE_EXHAUSTED).",
        ge=1,
        le=10_000,
    )
    operation_poll: float = option(
        1.0, "Seconds between looks at an operation that another gateway works on, while somebody waits.", gt=0, le=60
    )
    progress_interval: float = option(
        0.2, "Least seconds between two messages of WatchOperation that only tell of progress.", ge=0, le=60
    )

    plan_timeout: float = option(60.0, "Seconds that planning a spawn may take in each service.", gt=0, le=3600)
    step_timeout: float = option(
        900.0, "Seconds that one call of a step may take, directory work in the background included.", gt=0, le=86400
    )
    image_timeout: float = option(
        6 * 3600.0, "Seconds that writing an image or formatting a disk may take.", gt=0, le=7 * 86400
    )
    step_patience: float = option(
        120.0, "Seconds that a step of a spawn is repeated while its service is away or the entry is locked.", ge=0
    )
    read_timeout: float = option(
        10.0, "Seconds that one service gets to answer its part of GetGuest, ListGuests and GetHost.", gt=0, le=3600
    )
