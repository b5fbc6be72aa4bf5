# SPDX-License-Identifier: Apache-2.0
"""SMAPI calls made for the call being handled: they end with its deadline, and independent ones run together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from zfleet_runtime.deadline import remaining
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call, Reply

ReplyT = TypeVar("ReplyT", bound=Reply)
Result = TypeVar("Result")


class Zvm:
    """The z/VM host. Every refusal is a SmapiError."""

    def __init__(self, client: SmapiClient) -> None:
        self._client = client

    async def call(self, call: Call[ReplyT], timeout: float | None = None) -> ReplyT:
        """The reply; work that z/VM does in the background is waited for.

        `timeout`: seconds, for the few functions that may take longer than the settings allow for all.
        """
        return await self._client.call(call, timeout=timeout if timeout is not None else remaining())


async def together(*work: Coroutine[Any, Any, Any]) -> Sequence[Any]:
    """The results of all, done at the same time; the first failure cancels the others and is raised as it is."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


async def a_few_at_a_time(work: Sequence[Coroutine[Any, Any, Result]], most: int) -> list[Result]:
    """The results of all, at most `most` of them at work at the same time."""
    gate = asyncio.Semaphore(most)

    async def one(each: Coroutine[Any, Any, Result]) -> Result:
        async with gate:
            return await each

    try:
        return list(await together(*(one(each) for each in work)))
    finally:
        for each in work:
            each.close()  # those that never had their turn; nothing happens to the others
