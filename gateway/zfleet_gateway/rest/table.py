# SPDX-License-Identifier: Apache-2.0
"""The table of all routes: what is served, documented and counted."""

from __future__ import annotations

from zfleet_gateway.rest import (
    disks,
    fcp_templates,
    files,
    guest_actions,
    guests,
    hosts,
    images,
    nics,
    switches,
    version,
    volumes,
)
from zfleet_gateway.rest.route import Route

ROUTES: tuple[Route, ...] = (
    *version.ROUTES,
    *guests.COLLECTION,
    *nics.COLLECTION,
    *volumes.OF_GUESTS,
    *guests.ONE,
    *guest_actions.ROUTES,
    *nics.ROUTES,
    *disks.ROUTES,
    *hosts.ROUTES,
    *images.ROUTES,
    *files.ROUTES,
    *switches.ROUTES,
    *volumes.ROUTES,
    *fcp_templates.ROUTES,
)
