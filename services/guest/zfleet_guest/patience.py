# SPDX-License-Identifier: Apache-2.0
"""Waiting for z/VM to get somewhere: looks at once, then again with growing pauses, until the time is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from zfleet_runtime.deadline import within

FIRST_PAUSE = 0.05  # seconds
GROWTH = 1.5
LONGEST_PAUSE = 2.0


async def looks(seconds: float) -> AsyncIterator[int]:
    """Numbers each look, from 0; ends when `seconds`, or the deadline of the call being handled, have passed.

    The last look is at the very end of the time.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + within(seconds)
    pause, number = FIRST_PAUSE, 0
    while True:
        yield number
        left = end - clock()
        if left <= 0:
            return
        await asyncio.sleep(min(pause, left))
        pause, number = min(pause * GROWTH, LONGEST_PAUSE), number + 1
