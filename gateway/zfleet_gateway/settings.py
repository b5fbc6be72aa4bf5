# SPDX-License-Identifier: Apache-2.0
"""The gateway's own options."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import field_validator, model_validator

from zfleet_runtime.settings import LISTEN, METRICS_LISTEN, DatabaseSettings, host_and_port, option

_POOL = re.compile(r"(ECKD|FBA):[A-Za-z0-9@#$_]{1,8}", re.IGNORECASE)
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

    rest_listen: str = option(
        "127.0.0.1:8080",
        "Address to serve Feilong's REST API on, HOST:PORT; port 0 takes a free one, empty serves none. HTTPS when "
        "there is a tls_certificate_file.",
    )
    rest_auth: Literal["none", "token"] = option(
        "none", "Who may use the REST API: everybody who reaches it, or who shows a token (see rest_token_file)."
    )
    rest_token_file: Path | None = option(
        None,
        "File with the admin tokens of the REST API: one token alone, or lines SUBJECT ROLE TOKEN with the role admin "
        "or reader. Changes are picked up; a token that is taken out takes with it what was issued for it.",
    )
    rest_token_validity: float = option(
        3600.0, "Seconds that a token issued by POST /token is good for.", ge=60, le=30 * 86400
    )
    rest_tls_ca_file: Path | None = option(
        None, "CA certificates (PEM). REST callers must then show a certificate signed by one of them."
    )
    rest_timeout: float = option(
        3600.0, "Seconds that a REST request may take; an operation goes on after that.", gt=0, le=7 * 86400
    )
    rest_busy_patience: float = option(
        60.0, "Seconds that a REST request waits for another operation to leave its guest, before it answers 409.", ge=0
    )
    rest_read_timeout: float = option(
        60.0,
        "Seconds that a REST caller has for the head of a request, for a JSON body, and between two parts of a file.",
        ge=0.1,
        le=3600,
    )
    rest_body_limit: int = option(1024 * 1024, "Largest JSON body of a REST request, bytes.", ge=16 * 1024, le=2**26)
    rest_file_limit: int = option(64 * 2**30, "Largest file that PUT /files takes, bytes.", ge=1, le=2**50)
    rest_disk_pools: tuple[str, ...] = option(
        (),
        "Disk pools as the REST API names them, ECKD:NAME or FBA:NAME. The only one is the default of new disks; of "
        "several a request must name one. GET /host counts them. None: the storage service's default, all are counted.",
    )
    rest_swap_on_minidisk: bool = option(
        True, "Swap disks without a pool are minidisks when they are not the only disk; false makes V-DISKs of them."
    )
    rest_connector_user_id: str = option(
        "",
        "z/VM user id that GET /host tells as the connector's own (zcc_userid). Default: that of the Linux on z/VM "
        "that the guest service gives CP commands through.",
    )

    @field_validator("guest_address", "storage_address", "network_address")
    @classmethod
    def _service_address(cls, value: str) -> str:
        try:
            host_and_port(value.removeprefix("dns:///"))
        except ValueError:
            raise ValueError("must be HOST:PORT or dns:///NAME:PORT") from None
        return value

    @field_validator("rest_listen")
    @classmethod
    def _rest_address(cls, value: str) -> str:
        if value:
            host_and_port(value)
        return value

    @field_validator("rest_disk_pools")
    @classmethod
    def _pools(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if not _POOL.fullmatch(each):
                raise ValueError("must be ECKD:NAME or FBA:NAME")
        return value

    @model_validator(mode="after")
    def _token_file(self) -> Any:
        if self.rest_auth == "token" and self.rest_token_file is None:
            raise ValueError("rest_auth token needs a rest_token_file")
        return self
