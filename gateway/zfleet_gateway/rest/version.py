# SPDX-License-Identifier: Apache-2.0
"""GET /, /smapi_health, /smapi-healthy and POST /token."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.schemas import BOOLEAN, INTEGER, TEXT, record

API_VERSION = "1.0"


async def version(to: InProcess, asked: Asked[None]) -> Any:
    """This release; the API's version is what clients check."""
    return {
        "version": to.version.version,
        "api_version": API_VERSION,
        "min_version": API_VERSION,
        "max_version": API_VERSION,
    }


async def smapi_health(to: InProcess, asked: Asked[None]) -> Any:
    """How calls of z/VM have gone."""
    answer = await to.describe.smapi_health()
    total = answer.total
    return {
        "totalSuccess": total.total_success,
        "totalFail": total.total_fail,
        "lastSuccess": total.last_success_time.ToJsonString() if total.HasField("last_success_time") else "",
        "lastFail": total.last_fail_time.ToJsonString() if total.HasField("last_fail_time") else "",
        "continuousFail": total.continuous_fail,
        "healthy": total.healthy,
    }


async def smapi_healthy(to: InProcess, asked: Asked[None]) -> Any:
    """The same in its old form."""
    return {"SMAPI": await smapi_health(to, asked)}


async def token(to: InProcess, asked: Asked[None]) -> Response:
    """A token in the header X-Auth-Token, for the admin token in X-Admin-Token; the body is empty."""
    issued = await to.tokens.issue(asked.headers.get("x-admin-token", ""))
    return Response(b"", media_type="application/json", headers={"x-auth-token": issued, "cache-control": "no-store"})


_HEALTH = record(
    totalSuccess=INTEGER,
    totalFail=INTEGER,
    lastSuccess=TEXT,
    lastFail=TEXT,
    continuousFail=INTEGER,
    healthy=BOOLEAN,
)
_HEALTH_CALLS = ("gateway.GetSmapiHealth", "guest.GetSmapiHealth", "storage.GetSmapiHealth", "network.GetSmapiHealth")

ROUTES = (
    Route(
        method="GET",
        path="/",
        handler=version,
        summary="Version of this server and of the API",
        answer=record(version=TEXT, api_version=TEXT, min_version=TEXT, max_version=TEXT),
        calls=("gateway.GetVersion",),
    ),
    Route(
        method="GET",
        path="/smapi_health",
        handler=smapi_health,
        summary="How the calls of z/VM have gone",
        answer=_HEALTH,
        calls=_HEALTH_CALLS,
    ),
    Route(
        method="GET",
        path="/smapi-healthy",
        handler=smapi_healthy,
        summary="The same without the envelope (deprecated)",
        answer=record(SMAPI=_HEALTH),
        calls=_HEALTH_CALLS,
        bare=True,
    ),
    Route(
        method="POST",
        path="/token",
        handler=token,
        summary="Exchange an admin token (X-Admin-Token) for a token (X-Auth-Token)",
        anonymous=True,
        bare=True,
    ),
)
