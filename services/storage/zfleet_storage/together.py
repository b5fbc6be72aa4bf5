# SPDX-License-Identifier: Apache-2.0
"""Work done at the same time, and work that has to come to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from zfleet_runtime.deadline import detached

Result = TypeVar("Result")


async def together(work: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """All results in the order of the work. The first error cancels the rest and is raised."""
    async with tasks() as group:
        started = [group.create_task(each) for each in work]
    return [task.result() for task in started]


@asynccontextmanager
async def tasks() -> AsyncIterator[asyncio.TaskGroup]:
    """A TaskGroup whose first error is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as errors:
        raise _first(errors) from errors


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def to_the_end(work: Coroutine[Any, Any, Result], name: str) -> Result:
    """What `work` gives, which comes to its end even when the caller is cancelled; the caller then ends after it.

    For what must not stop half-way: a change of z/VM, and taking it back. It has no deadline.
    """
    running = detached(work, name=name)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        running.result()  # its own error says more than the cancellation
        raise


async def acquired(
    work: Coroutine[Any, Any, Result], release: Callable[[Result], Coroutine[Any, Any, None]], name: str
) -> Result:
    """What `work` acquires. When the caller is cancelled before it has it, it is released again."""
    running = detached(work, name=name)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        await to_the_end(release(running.result()), name)
        raise
