# SPDX-License-Identifier: Apache-2.0
"""The whole of zfleet in one test process, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.service.gateway.fleet import Fleet, fleet


class Rest:
    """A client of the REST API, and everything behind it."""

    def __init__(self, zfleet: Fleet, http: httpx.AsyncClient) -> None:
        self.zfleet = zfleet
        self.http = http

    async def call(self, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> dict[str, Any]:
        """The envelope of an answer that has this HTTP status, its shape checked."""
        if body is not None:
            more["json"] = body
        answer = await self.http.request(method, path, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-request-id"]
        told: dict[str, Any] = answer.json()
        assert set(told) == {"overallRC", "modID", "rc", "rs", "errmsg", "output"}, told
        if status == 200:
            assert (told["overallRC"], told["modID"], told["rc"], told["rs"], told["errmsg"]) == (0, None, 0, 0, "")
        else:
            assert told["overallRC"] != 0
            assert told["errmsg"]
            assert told["output"] == ""
        return told

    async def get(self, path: str, body: Any = None, **more: Any) -> Any:
        """The output of a successful GET."""
        return (await self.call("GET", path, body, **more))["output"]

    async def post(self, path: str, body: Any = None, **more: Any) -> Any:
        """The output of a successful POST."""
        return (await self.call("POST", path, body, **more))["output"]

    async def put(self, path: str, body: Any = None, **more: Any) -> Any:
        """The output of a successful PUT."""
        return (await self.call("PUT", path, body, **more))["output"]

    async def delete(self, path: str, body: Any = None, **more: Any) -> Any:
        """The output of a successful DELETE."""
        return (await self.call("DELETE", path, body, **more))["output"]

    async def action(self, user_id: str, action: str, **fields: Any) -> Any:
        """The output of a successful action."""
        return await self.post(f"/guests/{user_id}/action", {"action": action, **fields})

    async def refused(self, method: str, path: str, body: Any = None, *, status: int) -> tuple[int, Any, int, int]:
        """The numbers of a refusal: overallRC, modID, rc, rs."""
        told = await self.call(method, path, body, status)
        return told["overallRC"], told["modID"], told["rc"], told["rs"]

    async def guest(self, user_id: str = "LINUX01", **more: Any) -> Any:
        """A managed guest that is off, with a boot disk."""
        disks = [{"size": "20m", "is_boot_disk": True}]
        body = {"userid": user_id, "vcpus": 1, "memory": 1024, "disk_list": disks, **more}
        return await self.post("/guests", {"guest": body})


@asynccontextmanager
async def rest_world(folder: Path, **more: Any) -> AsyncIterator[Rest]:
    """Everything at work; `more` is for the fleet."""
    async with fleet(folder, rest_listen="127.0.0.1:0", **more) as zfleet:
        base = f"http://{zfleet.process.runtime.addresses['rest_address']}"
        async with httpx.AsyncClient(base_url=base, timeout=60) as http:
            yield Rest(zfleet, http)
