# SPDX-License-Identifier: Apache-2.0
"""Queries about the host."""

from __future__ import annotations

from typing import Annotated

from zfleet_gateway.rest.models.types import Bool, DiskPool, Query, text


class PoolWanted(Query):
    """?poolname=ECKD:NAME&details=true."""

    poolname: DiskPool | None = None
    details: Bool = False


class VolumeWanted(Query):
    """?volumename=LABEL."""

    volumename: Annotated[str, text("[A-Za-z0-9_@#$]{1,6}", "1 to 6 letters or digits", upper=True)] | None = None
