# SPDX-License-Identifier: Apache-2.0
"""Facts about bytes that nobody should send: every port survives them."""

from __future__ import annotations

import asyncio
import os
import random

from tests.e2e.command import Up

HTTP2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
GARBAGE = (
    b"",
    b"\x00",
    b"\x00\x00\x00\x00",
    b"\xff" * 64,
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x00\x10Image_Query_DM\x00\x00",
    b"\x00\x00\x00\x0c\x00\x00\x00\x08Nonsense",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /guests HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    HTTP2,
    HTTP2 + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" + b"\xff" * 9,
    HTTP2 + b"\xff\xff\xff\x00\x00\x00\x00\x00\x00",
)


async def test_garbage_at_any_port_harms_nothing(fleet: Up) -> None:
    """SMAPI, Linux port, gRPC and metrics ports get nonsense, endless lines and half frames; everything still works."""
    ports = set()
    for served in fleet.served.values():
        addresses = [
            served.address,
            served.linux_address,
            served.metrics_url.split("/")[2] if served.metrics_url else "",
        ]
        ports |= {int(address.rsplit(":", 1)[1]) for address in addresses if address}
    assert len(ports) == 11
    chance = random.Random(7)
    noise = [chance.randbytes(chance.randrange(1, 4096)) for _ in range(12)]
    async with asyncio.TaskGroup() as group:
        for port in ports:
            for content in (*GARBAGE, *noise):
                group.create_task(send(port, content))
    for served in fleet.served.values():
        os.kill(served.pid, 0)
        assert "Traceback" not in served.log_file.read_text(), served.name
    assert fleet.json("host")["missing"] == []
    operation = await asyncio.to_thread(fleet.json, "spawn", "AFTER", "--disk", "size=10M", "--nic", "vswitch=VSW1")
    assert operation["state"] == "OPERATION_STATE_SUCCEEDED"
    await asyncio.to_thread(fleet.json, "destroy", "--yes", "AFTER")


async def send(port: int, content: bytes) -> None:
    """Sends bytes, reads what comes for a moment, and goes away."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(content)
        await writer.drain()
        await asyncio.wait_for(reader.read(65536), 0.3)
    except (OSError, TimeoutError):
        pass
    finally:
        writer.close()
