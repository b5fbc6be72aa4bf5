# SPDX-License-Identifier: Apache-2.0
"""Repeats calls that were refused for a reason that may pass, with growing pauses."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import grpc

from zfleet_gateway.refusal import may_pass
from zfleet_runtime.errors import ZfleetError, from_call

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How repeats are spaced and when they end, in seconds."""

    first: float = 0.1
    longest: float = 15.0
    # An undo that is refused for a passing reason, but by a service that is there, is given up after this time.
    undo: float = 900.0
    # Outcomes of steps that nothing waits for are written together with those that come within this time.
    linger: float = 0.05

    def pauses(self) -> Iterator[float]:
        """Pauses between repeats, doubling, with jitter so that many operations do not come back as one."""
        pause = self.first
        while True:
            yield pause * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, not a secret
            pause = min(pause * 2, self.longest)


async def repeated(
    call: Callable[[], Awaitable[Result]],
    *,
    patience: Patience,
    seconds: Callable[[ZfleetError], float],
    stop: asyncio.Event,
    refused: Callable[[ZfleetError], None] | None = None,
) -> Result:
    """What `call` answers. Raises its error as ZfleetError when it will not pass, when more than `seconds(error)` have
    gone by, or when `stop` is set. `refused` hears of every error that is followed by a repeat."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for pause in patience.pauses():
        try:
            return await call()
        except grpc.aio.AioRpcError as raised:
            error = from_call(raised)
        except ZfleetError as raised:
            error = raised
        wait = max(pause, min(error.retry_after or 0.0, patience.longest))
        if not may_pass(error) or loop.time() + wait - began > seconds(error) or stop.is_set():
            raise error
        if refused is not None:
            refused(error)
        try:
            async with asyncio.timeout(wait):
                await stop.wait()
        except TimeoutError:
            continue
        raise error
    raise AssertionError("pauses never end")
