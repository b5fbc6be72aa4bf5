# SPDX-License-Identifier: Apache-2.0
"""What happens to guests, as it happens; watched on by itself when the connection or the service goes away."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from grpc import aio

from zfleet.guest.v1 import guest_service_pb2 as pb
from zfleet_client import errors
from zfleet_client.connection import Connection

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0  # seconds before watching again; doubled each time that nothing came


async def watch(
    connection: Connection,
    method: aio.UnaryStreamMultiCallable[pb.WatchGuestsRequest, pb.WatchGuestsResponse],
    *,
    prefix: str,
    kinds: Iterable[pb.GuestEventKind],
    patience: float,
) -> AsyncGenerator[pb.WatchGuestsResponse, None]:
    """Every message of WatchGuests, over as many streams as it takes.

    When a stream breaks there is a gap (CONNECTION_LOST), and `started` when the next one stands: what happened in
    between is not told. Unavailable after `patience` seconds without any message while nobody answers.
    """
    request = pb.WatchGuestsRequest(user_id_prefix=prefix, kinds=kinds)
    loop = asyncio.get_running_loop()
    heard, pause, watching = loop.time(), _FIRST_PAUSE, False
    while True:
        lost = "the stream ended"
        try:
            async with aclosing(connection.stream(method, request)) as news:
                async for each in news:
                    heard, pause, watching = loop.time(), _FIRST_PAUSE, True
                    yield each
        except errors.Unavailable as error:
            if loop.time() - heard > patience and not watching:
                raise
            lost = error.message
        if watching:
            heard, watching = loop.time(), False
            yield _gap(lost)
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads callers, guards nothing
        pause = min(pause * 2, _LONGEST_PAUSE)


def _gap(message: str) -> pb.WatchGuestsResponse:
    lost = pb.WatchGuestsResponse(gap=pb.WatchGap(reason=pb.WATCH_GAP_REASON_CONNECTION_LOST, message=message))
    lost.receive_time.GetCurrentTime()
    return lost
