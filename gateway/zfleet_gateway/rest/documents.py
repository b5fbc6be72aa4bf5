# SPDX-License-Identifier: Apache-2.0
"""/openapi.json and /docs: the API described by itself. The page is one plain HTML document: it needs nothing else."""

from __future__ import annotations

import functools
import json

from starlette.responses import Response

from zfleet_gateway.rest.openapi import document
from zfleet_gateway.rest.page import page_of
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.table import ROUTES
from zfleet_runtime.metrics import version

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}


@functools.cache
def openapi() -> bytes:
    """The document of this release, as JSON."""
    return json.dumps(document(ROUTES, version()), separators=(",", ":")).encode()


@functools.cache
def page() -> bytes:
    """The same for people."""
    return page_of(json.loads(openapi())).encode()


async def _openapi(to: InProcess, asked: Asked[None]) -> Response:
    return Response(openapi(), media_type="application/json")


async def _page(to: InProcess, asked: Asked[None]) -> Response:
    return Response(page(), media_type="text/html; charset=utf-8", headers=_HEADERS)


# Not in the document itself: what describes the API is not the API.
DOCUMENTS = (
    Route(method="GET", path="/openapi.json", handler=_openapi, summary="This API as OpenAPI", anonymous=True),
    Route(method="GET", path="/docs", handler=_page, summary="This API for people", anonymous=True),
)
