# SPDX-License-Identifier: Apache-2.0
"""A real web server on loopback, http or https, that also plays the tricks which servers play."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class WebServer:
    """Answers by path; `asked` are the paths in order. `files` are given whole."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    redirections: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request. /cut... gives half of its file, /unsized... no length, /slow... a byte and then nothing."""
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            self.asked.append(path)
            content = self.files.get(path, b"")
            head = b"Connection: close\r\n"
            if path in self.redirections:
                writer.write(b"HTTP/1.1 302 Found\r\nLocation: " + self.redirections[path].encode() + b"\r\n" + head)
                writer.write(b"Content-Length: 0\r\n\r\n")
            elif path in self.statuses or path not in self.files:
                status = self.statuses.get(path, 404)
                writer.write(f"HTTP/1.1 {status} Nothing\r\nContent-Length: 0\r\n".encode() + head + b"\r\n")
            else:
                length = b"" if path.startswith("/unsized") else f"Content-Length: {len(content)}\r\n".encode()
                writer.write(b"HTTP/1.1 200 OK\r\n" + length + head + b"\r\n")
                if path.startswith("/slow"):
                    writer.write(content[:1])
                    await writer.drain()
                    await asyncio.sleep(30)
                writer.write(content[: len(content) // 2] if path.startswith("/cut") else content)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def web_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[WebServer]:
    """A started server."""
    here = WebServer()
    server = await asyncio.start_server(here.answer, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    here.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield here
    finally:
        server.close()
