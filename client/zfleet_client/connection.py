# SPDX-License-Identifier: Apache-2.0
"""The channel to the gateway, and the one place that makes calls on it: deadline, request id, errors."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import grpc
from grpc import aio

from zfleet_client import errors

DEFAULT_ADDRESS = "127.0.0.1:50050"
LARGEST_MESSAGE = 16 * 1024 * 1024  # bytes; as the services accept

# Health checking takes a stopping gateway out before it refuses calls; UNAVAILABLE alone is tried again, which is safe
# because everything that changes something carries a request id or may be done twice.
_SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": ""},
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.1s",
                "maxBackoff": "1s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
}
OPTIONS: tuple[tuple[str, int | str], ...] = (
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
    # A watcher of guests hears nothing for hours: only pings tell a quiet host from a dead connection.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.max_send_message_length", LARGEST_MESSAGE),
)
_NUMERIC = re.compile(r"[0-9.]+|\[[0-9a-fA-F:.]+\]")

Request = TypeVar("Request")
Reply = TypeVar("Reply")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files (PEM) for TLS: the CAs to trust (the system's when None), and our own certificate and key."""

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


def target_of(address: str) -> str:
    """gRPC's name for "HOST:PORT", for several numeric ones with commas between them, or for a URI (dns:///, unix:...).

    ValueError when it is none of these.
    """
    if re.match(r"(dns|ipv4|ipv6|unix|unix-abstract|xds):", address):
        return address
    hosts = []
    for each in address.split(","):
        host, colon, port = each.strip().rpartition(":")
        if not colon or not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"{each!r} is not an address: HOST:PORT, for example {DEFAULT_ADDRESS}")
        hosts.append(host)
    if len(hosts) == 1 and not _NUMERIC.fullmatch(hosts[0]):
        return f"dns:///{address}"
    if not all(_NUMERIC.fullmatch(host) for host in hosts):
        raise ValueError(f"{address!r}: only numeric addresses can be given together")
    kind = "ipv6" if hosts[0].startswith("[") else "ipv4"
    return f"{kind}:" + ",".join(each.strip() for each in address.split(","))


def open_channel(address: str, tls: Tls | None) -> aio.Channel:
    """The channel to `address`; it connects at the first call. OSError when a TLS file cannot be read."""
    target = target_of(address)
    if tls is None:
        return aio.insecure_channel(target, options=OPTIONS)

    def content(path: Path | None) -> bytes | None:
        return path.read_bytes() if path else None

    credentials = grpc.ssl_channel_credentials(content(tls.ca), content(tls.key), content(tls.certificate))
    return aio.secure_channel(target, credentials, options=OPTIONS)


def new_request_id() -> str:
    """A request id nobody has used: the call that carries it can be repeated without being done twice."""
    return str(uuid.uuid4())


class Connection:
    """Calls on one channel: each with a deadline and an id of its own, each failure a FleetError."""

    def __init__(self, address: str, *, tls: Tls | None, timeout: float) -> None:
        self.address = address
        self.channel = open_channel(address, tls)
        self.timeout = timeout

    async def close(self) -> None:
        """Ends the channel; calls under way are cancelled."""
        await self.channel.close()

    async def call(
        self, method: aio.UnaryUnaryMultiCallable[Request, Reply], request: Request, *, timeout: float | None = None
    ) -> Reply:
        """One request, one reply, within `timeout` seconds (the connection's when None)."""
        call_id = new_request_id()
        try:
            return await method(request, timeout=timeout or self.timeout, metadata=_metadata(call_id))
        except aio.AioRpcError as error:
            raise errors.of_call(error, call_id=call_id, address=self.address) from None

    async def stream(
        self, method: aio.UnaryStreamMultiCallable[Request, Reply], request: Request, *, timeout: float | None = None
    ) -> AsyncGenerator[Reply, None]:
        """One request, many replies. Without `timeout` it may last as long as it likes. Leaving it cancels the call."""
        call_id = new_request_id()
        call = method(request, timeout=timeout, metadata=_metadata(call_id))
        try:
            async for reply in call:
                yield reply
        except aio.AioRpcError as error:
            raise errors.of_call(error, call_id=call_id, address=self.address) from None
        finally:
            call.cancel()

    async def send(
        self,
        method: aio.StreamUnaryMultiCallable[Request, Reply],
        requests: AsyncIterator[Request],
        *,
        timeout: float | None = None,
    ) -> Reply:
        """Many requests, one reply. Without `timeout` it may last as long as it likes."""
        call_id = new_request_id()
        try:
            return await method(requests, timeout=timeout, metadata=_metadata(call_id))
        except aio.AioRpcError as error:
            raise errors.of_call(error, call_id=call_id, address=self.address) from None


def _metadata(call_id: str) -> tuple[tuple[str, str], ...]:
    return (("x-request-id", call_id),)
