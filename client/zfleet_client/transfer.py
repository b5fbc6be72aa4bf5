# SPDX-License-Identifier: Apache-2.0
"""Long transfers: streams that report how far they are and end with their result."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Protocol, TypeVar

import grpc

from zfleet.storage.v1.storage_service_pb2 import Progress
from zfleet_client import errors

OnProgress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all, 0 when unknown) whenever there is news."""


class Answer(Protocol):
    """A message that is either progress or, the last one, the result."""

    @property
    def progress(self) -> Progress: ...

    def WhichOneof(self, oneof_group: str, /) -> str | None: ...


Event = TypeVar("Event", bound=Answer)


async def follow(answers: AsyncGenerator[Event, None], on_progress: OnProgress | None) -> Event:
    """The last message of a transfer, its result; progress goes to `on_progress` on the way."""
    async with aclosing(answers) as events:
        async for event in events:
            if event.WhichOneof("event") != "progress":
                return event
            if on_progress is not None:
                on_progress(event.progress.done_bytes, event.progress.total_bytes)
    raise errors.FleetError(grpc.StatusCode.UNKNOWN, "the stream ended without a result")
