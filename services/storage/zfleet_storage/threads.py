# SPDX-License-Identifier: Apache-2.0
"""Blocking work off the event loop, in a thread that nobody leaves behind."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


async def in_thread(
    work: Callable[Parameters, Result], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Result:
    """What `work` gives. When the caller is cancelled, it first waits for the thread.

    A thread cannot be stopped: without that it would go on with a descriptor that its owner has closed meanwhile, and
    that may be another file by now. So `work` should take milliseconds.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work, *arguments, **named))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


async def open_in_thread(
    work: Callable[Parameters, int], *arguments: Parameters.args, **named: Parameters.kwargs
) -> int:
    """The descriptor that `work` opens; it is closed again when the caller is cancelled before it has it."""
    opening = asyncio.ensure_future(asyncio.to_thread(work, *arguments, **named))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await asyncio.wait({opening})
        os.close(opening.result())
        raise
