# SPDX-License-Identifier: Apache-2.0
"""The services beside nova-compute, over HTTP as nova calls them: glance with its images, neutron with its ports.

Only what nova's zvm driver and its config drive ask for; anything else is 404, so that nothing is answered by luck.
"""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass
class OpenStackServices:
    """`images`: records of glance by id; `contents`: their bytes. `asked`: every request, METHOD PATH."""

    url: str
    images: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def add_image(self, content: bytes, **properties: str) -> str:
        """An active image with content; its id."""
        image_id = self.new_image(**properties)
        self.images[image_id]["status"] = "active"
        self.contents[image_id] = content
        return image_id

    def new_image(self, **properties: str) -> str:
        """A record without content, as nova-api makes it before a snapshot; its id."""
        image_id = str(uuid.uuid4())
        self.images[image_id] = {
            "id": image_id,
            "name": image_id[:8],
            "status": "queued",
            "disk_format": "raw",
            "container_format": "bare",
            "visibility": "private",
            "owner": "project",
            "protected": False,
            "min_disk": 0,
            "min_ram": 0,
            "tags": [],
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "schema": "/v2/schemas/image",
            **properties,
        }
        return image_id


def _app(services: OpenStackServices) -> ASGIApp:
    async def image(request: Request) -> Response:
        image_id = request.path_params["image_id"]
        if image_id not in services.images:
            return Response(status_code=404)
        if request.method == "DELETE":
            del services.images[image_id]
            services.contents.pop(image_id, None)
            return Response(status_code=204)
        if request.method == "PATCH":
            for change in await request.json():
                assert change["op"] in ("add", "replace"), change
                services.images[image_id][change["path"].removeprefix("/")] = change["value"]
        return JSONResponse(services.images[image_id])

    async def content(request: Request) -> Response:
        image_id = request.path_params["image_id"]
        if image_id not in services.images:
            return Response(status_code=404)
        if request.method == "PUT":
            services.contents[image_id] = await request.body()
            services.images[image_id] |= {"status": "active", "size": len(services.contents[image_id])}
            return Response(status_code=204)
        return Response(services.contents[image_id], media_type="application/octet-stream")

    async def schema(request: Request) -> Response:
        kinds = {"protected": "boolean", "min_disk": "integer", "min_ram": "integer", "tags": "array"}
        properties = {name: {"type": kind} for name, kind in kinds.items()}
        return JSONResponse({"name": "image", "properties": properties, "additionalProperties": {"type": "string"}})

    async def ports(request: Request) -> Response:
        return JSONResponse({"ports": []})

    async def security_groups(request: Request) -> Response:
        return JSONResponse({"security_groups": []})

    routes = [
        Route("/v2/images/{image_id}", image, methods=["GET", "PATCH", "DELETE"]),
        Route("/v2/images/{image_id}/file", content, methods=["GET", "PUT"]),
        Route("/v2/schemas/image", schema),
        Route("/v2.0/ports", ports),
        Route("/v2.0/security-groups", security_groups),
    ]
    app = Starlette(routes=routes)

    async def remembering(scope: Scope, receive: Receive, send: Send) -> None:
        services.asked.append(f"{scope['method']} {scope['path']}")
        await app(scope, receive, send)

    return remembering


@asynccontextmanager
async def openstack_services() -> AsyncIterator[OpenStackServices]:
    """Serves on a free port of loopback."""
    listening = socket.create_server(("127.0.0.1", 0))
    services = OpenStackServices(f"http://127.0.0.1:{listening.getsockname()[1]}")
    config = uvicorn.Config(_app(services), log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield services
    finally:
        server.should_exit = True
        await serving
