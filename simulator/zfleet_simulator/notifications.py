# SPDX-License-Identifier: Apache-2.0
"""Asynchronous notifications: the server tells subscribers of directory changes by connecting to them."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable, Coroutine
from typing import Any

from zfleet_simulator.directory_manager import Subscription
from zfleet_simulator.events import EBCDIC, Events

_LOG = logging.getLogger(__name__)
_TIMEOUT_SECONDS = 5.0
_MOST_DELIVERIES = 256  # at once: addresses where nobody answers must not fill the host's memory


class Notifications:
    """Delivers directory changes to event subscribers and to subscribed addresses.

    ``delivers`` is False where another member of the cluster connects to the addresses.
    """

    def __init__(
        self, events: Events, spawn: Callable[[Coroutine[Any, Any, None]], None], delivers: bool = True
    ) -> None:
        self._events = events
        self._spawn = spawn
        self._delivers = delivers
        self._under_way = 0

    def directory_changed(self, user_id: str, word: str, subscriptions: tuple[Subscription, ...]) -> None:
        """Listener of the directory manager."""
        for one in subscriptions:
            self._events.directory_changed(user_id, word, one.data)
            if not self._delivers:
                continue
            if self._under_way < _MOST_DELIVERIES:
                self._under_way += 1
                self._spawn(self._deliver(one, user_id, word))
            else:
                _LOG.debug("no notification to %s port %s: too many wait", one.ip_address, one.port)
        if not subscriptions:
            self._events.directory_changed(user_id, word, "")

    async def _deliver(self, subscription: Subscription, user_id: str, word: str) -> None:
        try:
            await deliver(subscription, user_id, word)
        finally:
            self._under_way -= 1


async def deliver(subscription: Subscription, user_id: str, word: str) -> None:
    """Send one notification; a subscriber that is not there misses it, as on z/VM."""
    encoding = EBCDIC if subscription.encoding == 2 else "iso8859-15"
    parts = [text.encode(encoding, "replace") for text in (user_id, word, subscription.data)]
    data = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await (_by_tcp if subscription.tcp else _by_udp)(subscription, data)
    except OSError as error:
        _LOG.debug("no notification to %s port %s: %s", subscription.ip_address, subscription.port, error)


async def _by_tcp(subscription: Subscription, data: bytes) -> None:
    _, writer = await asyncio.open_connection(subscription.ip_address, subscription.port)
    writer.write(data)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def _by_udp(subscription: Subscription, data: bytes) -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=(subscription.ip_address, subscription.port), family=socket.AF_INET
    )
    transport.sendto(data)
    transport.close()
