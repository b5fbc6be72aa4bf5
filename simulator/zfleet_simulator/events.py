# SPDX-License-Identifier: Apache-2.0
"""Events for subscribers: virtual machines logging on and off, directory changes, and data that callers stream in.

A subscriber is a queue; the request server writes what comes out of it to the subscriber's connection.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field

EBCDIC = "cp1140"  # the invariant characters of names are the same in code page 924
DIRECTORY_CHANGE = 1
ASYNCHRONOUS_DONE = 500
_LIMIT = 10_000  # a subscriber that does not read loses its connection, not the host its memory


@dataclass(frozen=True)
class VirtualMachineEvent:
    """A record of CP's *VMEVENT service: class, type and the user id it is about."""

    event_class: int
    event_type: int
    user_id: str
    detail: bytes = b""

    def encode(self) -> bytes:
        """The record in bytes."""
        head = struct.pack(">HH", self.event_class, self.event_type)
        return head + self.user_id.ljust(8).encode(EBCDIC) + self.detail


@dataclass(eq=False)
class Subscriber:
    """One Event_Subscribe conversation. Blocks are (event data type, data); None means: too slow, goodbye."""

    user_id: str
    match_key: str
    blocks: asyncio.Queue[tuple[int, bytes] | None] = field(default_factory=asyncio.Queue)


class Events:
    """The subscribers of one host."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    def subscribe(self, user_id: str, match_key: str) -> Subscriber:
        """A new subscriber, who gets everything that happens from now on."""
        subscriber = Subscriber(user_id, match_key)
        self._subscribers.append(subscriber)
        return subscriber

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Forget one subscriber."""
        if subscriber in self._subscribers:
            self._subscribers.remove(subscriber)

    def of_user(self, user_id: str) -> tuple[Subscriber, ...]:
        """A user's subscribers."""
        return tuple(one for one in self._subscribers if one.user_id == user_id)

    def virtual_machine(self, event: VirtualMachineEvent) -> None:
        """Tell everybody about a virtual machine (event data type 0)."""
        self._publish(0, event.encode())

    def stream(self, event_id: int, data: bytes) -> None:
        """Tell those whose match key fits (event data type 1)."""
        block = struct.pack(">I", event_id & 0xFFFFFFFF) + data
        for subscriber in tuple(self._subscribers):
            if not subscriber.match_key or subscriber.match_key.encode("ascii", "replace") in data:
                self._put(subscriber, 1, block)

    def directory_changed(self, user_id: str, word: str, data: str) -> None:
        """Tell subscribers of a directory change (event 1)."""
        parts = (user_id.encode(), word.encode(), data.encode("iso8859-15", "replace"))
        self.stream(DIRECTORY_CHANGE, b"".join(struct.pack(">I", len(part)) + part for part in parts))

    def _publish(self, data_type: int, data: bytes) -> None:
        for subscriber in tuple(self._subscribers):
            self._put(subscriber, data_type, data)

    def _put(self, subscriber: Subscriber, data_type: int, data: bytes) -> None:
        if subscriber.blocks.qsize() >= _LIMIT:
            self.unsubscribe(subscriber)
            subscriber.blocks.put_nowait(None)
        else:
            subscriber.blocks.put_nowait((data_type, data))
