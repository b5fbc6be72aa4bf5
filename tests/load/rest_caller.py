# SPDX-License-Identifier: Apache-2.0
"""A client of the REST API that costs next to nothing itself: HTTP/1.1 as bytes on one connection."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit


class RestCaller:
    """One connection, for one call after another."""

    def __init__(self, url: str) -> None:
        """`url`: http://HOST:PORT."""
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=16 * 2**20)
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """The output of a call that must be answered 200."""
        status, answer = await self.exchange(method, path, b"" if body is None else json.dumps(body).encode())
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {answer.decode()}")
        return json.loads(answer)["output"]

    async def exchange(self, method: str, path: str, content: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request with this body."""
        head = f"{method} {path} HTTP/1.1\r\nhost: {self._host}\r\ncontent-type: application/json\r\n"
        self._writer.write(f"{head}content-length: {len(content)}\r\n\r\n".encode() + content)
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(told.partition("content-length: ")[2].partition("\r\n")[0])
        return int(told.split()[1]), await self._reader.readexactly(length)


async def call_once(url: str, method: str, path: str, body: Any = None) -> Any:
    """A call on a connection of its own, as nova's client and zvmconnector make every one of theirs."""
    async with RestCaller(url) as caller:
        return await caller.call(method, path, body)
