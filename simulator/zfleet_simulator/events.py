# SPDX-License-Identifier: Apache-2.0
"""The event server (VSMEVSRV): who subscribed, and what is told to them.

Events are of two types. Type 0 are records of CP's *VMEVENT service, about virtual machines; type 1 have a number:
directory changes, finished changes by Image_Definition functions, and what callers stream in. A subscriber that does
not read costs the host a bounded number of blocks and bytes, then it loses its connection.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections import deque

from zfleet_smapi.conversation import ConversationError, ServerConversation
from zfleet_smapi.stream import Stream

_LOG = logging.getLogger(__name__)

EVENT_SERVER = "VSMEVSRV"  # while this virtual machine is logged off, nobody is told anything
EBCDIC = "cp1140"  # the invariant characters of names are the same in code page 924
VIRTUAL_MACHINE, NUMBERED = 0, 1  # types of events
DIRECTORY_CHANGE = 1
MOST_BLOCKS = 10_000
MOST_BYTES = 4 * 1024 * 1024
_READ_BYTES = 65536

# Types of the records of class 0, as IBM's manual of the *VMEVENT service numbers them.
LOGON, LOGOFF, RUNNABLE = 0, 1, 5
OUTBOUND_RELOCATION_STARTED, OUTBOUND_RELOCATION_COMPLETE, OUTBOUND_RELOCATION_ENDED = 9, 11, 13
INBOUND_RELOCATION_STARTED, INBOUND_RELOCATION_COMPLETE, INBOUND_RELOCATION_ENDED = 10, 12, 14


def record(event_type: int, *fields: str | bytes) -> bytes:
    """A *VMEVENT record of class 0: names take 8 bytes of EBCDIC each, bytes are as they are."""
    data = (field if isinstance(field, bytes) else field.ljust(8)[:8].encode(EBCDIC, "replace") for field in fields)
    return struct.pack(">HH", 0, event_type) + b"".join(data)


class Subscriber:
    """One Event_Subscribe conversation: the blocks that wait to be sent, as (event type, data)."""

    def __init__(self, user_id: str, match_key: str) -> None:
        self.user_id = user_id
        self.match_key = match_key.encode("iso8859-15", "replace")
        self._blocks: deque[tuple[int, bytes]] = deque()
        self._bytes = 0
        self._ended = False
        self._changed = asyncio.Event()
        self.cut = asyncio.Event()

    @property
    def waiting_bytes(self) -> int:
        """How many bytes of events have not been sent yet."""
        return self._bytes

    def put(self, event_type: int, data: bytes) -> bool:
        """One more block; False when it is one too many, and the connection is cut. One block always has room."""
        if self._blocks and (len(self._blocks) >= MOST_BLOCKS or self._bytes + len(data) > MOST_BYTES):
            self._blocks.clear()
            self._bytes = 0
            self.cut.set()
            return False
        self._blocks.append((event_type, data))
        self._bytes += len(data)
        self._changed.set()
        return True

    def end(self) -> None:
        """No more blocks; the connection is closed when those that wait have been sent."""
        self._ended = True
        self._changed.set()

    async def next(self) -> tuple[int, bytes] | None:
        """The next block; None at the end."""
        while not self._blocks:
            if self._ended:
                return None
            self._changed.clear()
            await self._changed.wait()
        block = self._blocks.popleft()
        self._bytes -= len(block[1])
        return block


class Events:
    """The subscribers of one host."""

    def __init__(self) -> None:
        self._subscribers: dict[Subscriber, None] = {}

    def __len__(self) -> int:
        return len(self._subscribers)

    def subscribe(self, user_id: str, match_key: str) -> Subscriber:
        """A new subscriber, who gets everything that happens from now on."""
        subscriber = Subscriber(user_id, match_key)
        self._subscribers[subscriber] = None
        return subscriber

    def forget(self, subscriber: Subscriber) -> None:
        """Nothing more for this subscriber."""
        self._subscribers.pop(subscriber, None)

    def unsubscribe(self, user_id: str) -> None:
        """End all subscriptions of a user."""
        for one in tuple(self._subscribers):
            if one.user_id == user_id:
                self.forget(one)
                one.end()

    def virtual_machine(self, *records: bytes) -> None:
        """Tell everybody about virtual machines: records that go into one block."""
        self._publish(VIRTUAL_MACHINE, b"".join(records))

    def server_gone(self) -> None:
        """The event server has ended: all subscriptions with it."""
        for one in tuple(self._subscribers):
            self.forget(one)
            one.end()

    def stream(self, event_id: int, data: bytes) -> None:
        """Tell those whose match key is empty or in the data."""
        self._publish(NUMBERED, struct.pack(">I", event_id & 0xFFFFFFFF) + data, data)

    def directory_changed(self, user_id: str, word: str, data: str) -> None:
        """Tell of a directory change."""
        parts = (user_id.encode(), word.encode(), data.encode("iso8859-15", "replace"))
        self.stream(DIRECTORY_CHANGE, b"".join(struct.pack(">I", len(part)) + part for part in parts))

    def _publish(self, event_type: int, block: bytes, matched: bytes | None = None) -> None:
        for one in tuple(self._subscribers):
            if (matched is None or one.match_key in matched) and not one.put(event_type, block):
                _LOG.debug("a subscriber of %s does not read: cut off", one.user_id)
                self.forget(one)


async def publish(subscriber: Subscriber, stream: Stream, conversation: ServerConversation, patience: float) -> None:
    """Send a subscriber's events until it is unsubscribed or goes away.

    TimeoutError when it does not take a block within ``patience`` seconds, OSError when the connection breaks.
    """
    sending = asyncio.ensure_future(_send(subscriber, stream, conversation, patience))
    tasks = (sending, asyncio.ensure_future(_until_closed(stream)), asyncio.ensure_future(subscriber.cut.wait()))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _send(subscriber: Subscriber, stream: Stream, conversation: ServerConversation, patience: float) -> None:
    while (block := await subscriber.next()) is not None:
        try:
            data = conversation.event(*block)
        except ConversationError:
            # A streamed event with data of 4 bytes has the length of a failure: clients would take it for one.
            continue
        async with asyncio.timeout(patience):
            await stream.write(data)


async def _until_closed(stream: Stream) -> None:
    try:
        while await stream.read(_READ_BYTES):
            pass
    except OSError:
        pass
