# SPDX-License-Identifier: Apache-2.0
"""The processes that the load tests measure: each in an interpreter of its own, on loopback, stopped at the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from zfleet_client.local.child import Child

_ECHO = """
import asyncio, sys
async def main(length, answer):
    async def answer_one(reader, writer):
        await reader.readexactly(length)
        writer.write(answer)
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(answer_one, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main(int(sys.argv[1]), bytes.fromhex(sys.argv[2])))
"""


@asynccontextmanager
async def echo_server(length: int, answer: bytes) -> AsyncIterator[tuple[str, int]]:
    """A process that reads `length` bytes and sends `answer`, with nothing but asyncio: the floor."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ECHO, str(length), answer.hex(), stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no pipe")
        yield "127.0.0.1", int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def simulated_host(folder: Path, *more: str, preset: str = "small") -> AsyncIterator[tuple[str, int, str]]:
    """The simulated host as `zfleet simulator` runs it: address, port and password."""
    password_file = folder / "password"
    password_file.write_text("loadtest\n", encoding="utf-8")
    arguments = [
        "--listen=127.0.0.1:0",
        "--linux-listen=127.0.0.1:0",
        "--metrics-listen=",
        f"--preset={preset}",
        f"--password-file={password_file}",
        *more,
    ]
    child = Child("simulator", "zfleet_simulator", arguments, folder / "simulator.log")
    await child.start()
    try:
        address = (await child.serving(120))["address"]
        host, _, port = address.rpartition(":")
        yield host, int(port), "loadtest"
    finally:
        await child.stop(20)
