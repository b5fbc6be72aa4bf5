# SPDX-License-Identifier: Apache-2.0
"""Undoing what was done when what follows fails. The first failure is the answer; it tells what could not be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from zfleet_runtime.errors import ZfleetError
from zfleet_smapi.errors import SmapiError, Unreachable

NOT_UNDONE = "not_undone"


@asynccontextmanager
async def undoing(undo: Callable[[], Awaitable[None]], what: str, *, begun: bool = True) -> AsyncIterator[None]:
    """Runs `undo` when the block fails. The error's metadata `not_undone` names `what` when that fails as well.

    `begun`: false when nothing was done before the block and its only step does nothing without reaching z/VM.
    """
    try:
        yield
    except BaseException as error:
        if begun or not isinstance(error.__cause__, Unreachable):
            try:
                await undo()
            except (ZfleetError, SmapiError):
                if isinstance(error, ZfleetError):
                    left = error.metadata.get(NOT_UNDONE)
                    error.metadata[NOT_UNDONE] = f"{left}, {what}" if left else what
        raise
