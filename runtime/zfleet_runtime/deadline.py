# SPDX-License-Identifier: Apache-2.0
"""How long the call being handled still has, and how that bounds what it waits for.

The deadline is a time of the running event loop's clock, kept in a context variable: every task that a handler starts
inherits it. Work that goes on after the answer must be started with `detached`.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from typing import Any, TypeVar

MARGIN = 0.05  # seconds kept back, so that the answer about a callee that took too long still reaches the caller
SHORTEST = 0.001  # seconds; a call with no time left is made and fails as one whose deadline passed

_deadline: contextvars.ContextVar[float | None] = contextvars.ContextVar("zfleet_deadline", default=None)

Result = TypeVar("Result")


def remaining() -> float | None:
    """Seconds until the deadline of the call being handled; negative when it has passed, None when there is none."""
    deadline = _deadline.get()
    return None if deadline is None else deadline - asyncio.get_running_loop().time()


def within(default: float) -> float:
    """Seconds that something may take: `default`, or what remains less a margin when that is less; above zero."""
    left = remaining()
    return default if left is None else max(SHORTEST, min(left - MARGIN, default))


def expect(seconds: float | None) -> contextvars.Token[float | None]:
    """Sets the deadline of this task and of those it starts, `seconds` from now; None takes it away."""
    return _deadline.set(None if seconds is None else asyncio.get_running_loop().time() + seconds)


def detached(work: Coroutine[Any, Any, Result], *, name: str | None = None) -> asyncio.Task[Result]:
    """Starts work that outlives the call: no deadline; the request id and the trace stay. Keep the task referenced."""
    context = contextvars.copy_context()
    context.run(_deadline.set, None)
    return asyncio.get_running_loop().create_task(work, name=name, context=context)
