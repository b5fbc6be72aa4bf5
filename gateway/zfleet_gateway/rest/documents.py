# SPDX-License-Identifier: Apache-2.0
"""/openapi.json and /docs: the API described by itself. The page is one plain HTML document: it needs nothing else."""

from __future__ import annotations

import functools
import json
from html import escape
from typing import Any

from starlette.responses import Response

from zfleet_gateway.rest.openapi import document
from zfleet_gateway.rest.route import Asked, InProcess, Route
from zfleet_gateway.rest.table import ROUTES
from zfleet_runtime.metrics import version

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a}
h2{margin:2rem 0 .5rem;border-bottom:1px solid #ccc;text-transform:capitalize}
details{border:1px solid #ddd;border-radius:4px;margin:.4rem 0;padding:.3rem .7rem}
summary{cursor:pointer}summary code{font-weight:600}
.m{display:inline-block;min-width:4.2rem;font-weight:700}.get{color:#0a6}.post{color:#06c}.put{color:#a60}.delete{color:#c22}
pre{background:#f6f6f6;padding:.6rem;overflow:auto;border-radius:4px;font-size:13px}
@media(prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}pre{background:#222}details,h2{border-color:#444}}
"""
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
    told = json.loads(openapi())
    groups: dict[str, list[str]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_entry(path, method, operation))
    body = "".join(f"<h2>{escape(name)}</h2>{''.join(entries)}" for name, entries in groups.items())
    schemas = "".join(
        f"<details id='{escape(name)}'><summary><code>{escape(name)}</code></summary>{_json(schema)}</details>"
        for name, schema in sorted(told["components"]["schemas"].items())
    )
    info = told["info"]
    head = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(info['title'])}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style></head>"
    )
    start = (
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['description'])} "
        "<a href='/openapi.json'>OpenAPI document</a></p>"
    )
    return f"{head}<body>{start}{body}<h2>Bodies</h2>{schemas}</body></html>".encode()


def _entry(path: str, method: str, operation: dict[str, Any]) -> str:
    parts = [f"<p style='white-space:pre-line'>{escape(operation.get('description', ''))}</p>"]
    for parameter in operation.get("parameters", ()):
        needed = "" if parameter["required"] else " (optional)"
        parts.append(f"<p>{parameter['in']} <code>{escape(parameter['name'])}</code>{needed}</p>")
        parts.append(_json(parameter["schema"]))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<p>Body, {escape(kind)}</p>{_json(content['schema'])}")
    for kind, content in operation["responses"]["200"].get("content", {}).items():
        parts.append(f"<p>Answer, {escape(kind)}</p>{_json(content['schema'])}")
    if operation.get("x-grpc"):
        parts.append(f"<p>gRPC: <code>{escape(', '.join(operation['x-grpc']))}</code></p>")
    title = (
        f"<span class='m {method}'>{method.upper()}</span> <code>{escape(path)}</code> {escape(operation['summary'])}"
    )
    return f"<details><summary>{title}</summary>{''.join(parts)}</details>"


def _json(value: Any) -> str:
    return f"<pre>{escape(json.dumps(value, indent=1))}</pre>"


async def _openapi(to: InProcess, asked: Asked[None]) -> Response:
    return Response(openapi(), media_type="application/json")


async def _page(to: InProcess, asked: Asked[None]) -> Response:
    return Response(page(), media_type="text/html; charset=utf-8", headers=_HEADERS)


# Not in the document itself: what describes the API is not the API.
DOCUMENTS = (
    Route(method="GET", path="/openapi.json", handler=_openapi, summary="This API as OpenAPI", anonymous=True),
    Route(method="GET", path="/docs", handler=_page, summary="This API for people", anonymous=True),
)
