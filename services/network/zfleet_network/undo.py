# SPDX-License-Identifier: Apache-2.0
"""All or none: every step is given with its undo; when one fails, those before it are undone in reverse.

async with undoing(log) as undo:
    await undo.step(entry.define(nic), lambda: entry.remove(nic))
    await together(...)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from zfleet_runtime.errors import ZfleetError
from zfleet_runtime.log import Log
from zfleet_smapi.errors import SmapiError, Unreachable

Result = TypeVar("Result")
Action = Callable[[], Awaitable[object]]


class Undo:
    """The undos of what was done so far."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._actions: list[Action] = []
        self.complete = True
        """No undo has failed so far."""

    async def step(self, work: Awaitable[Result], undo: Action) -> Result:
        """Does the work. Its undo is due later when it was done, or when nobody knows whether it was (a lost reply).

        So an undo must take "not there" for done. Work that z/VM refused was not done and needs none.
        """
        try:
            result = await work
        except BaseException as error:
            if not _refused(error):
                self._actions.append(undo)
            raise
        self._actions.append(undo)
        return result

    def later(self, undo: Action) -> None:
        """An undo of something that was done without a doubt."""
        self._actions.append(undo)

    async def all(self) -> None:
        """Undoes everything, the last step first. An undo that fails is logged and does not stop the others."""
        while self._actions:
            action = self._actions.pop()
            try:
                await action()
            except Exception as error:  # noqa: BLE001  # the answer is the first failure; this one is for the log
                self.complete = False
                self._log.error("undo failed", error=type(error).__name__, detail=str(error))


def _refused(error: BaseException) -> bool:
    cause = error.__cause__ if isinstance(error, ZfleetError) else error
    return isinstance(cause, Unreachable) or (isinstance(cause, SmapiError) and cause.return_code is not None)


@asynccontextmanager
async def undoing(log: Log) -> AsyncIterator[Undo]:
    """Undoes what was done in the block when it fails, then raises what it failed with."""
    undo = Undo(log)
    try:
        yield undo
    except BaseException:
        await undo.all()
        raise


async def together(*work: Awaitable[object]) -> None:
    """Does independent work at the same time and waits for all of it; then raises the first failure, if there is one.

    Nothing is cancelled: a SMAPI call that was cut off might have been done all the same.
    """
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
