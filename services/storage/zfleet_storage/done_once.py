# SPDX-License-Identifier: Apache-2.0
"""Work that streams its progress and is done once for a request id."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from google.protobuf.message import Message

from zfleet_runtime.requests import Requests
from zfleet_storage.transfer import Progress, watched

Response = TypeVar("Response", bound=Message)
Result = TypeVar("Result")


async def done_once(
    requests: Requests,
    request: Message,
    request_id: str,
    response: type[Response],
    work: Callable[[Progress], Awaitable[Result]],
    answer: Callable[[Progress | Result], Response],
    made_before: Callable[[], Awaitable[Result | None]] | None = None,
) -> AsyncGenerator[Response, None]:
    """The answers of work that reports its progress; a repeat of a finished request gets the last one only.

    `made_before` finds what an earlier attempt has made whose answer a crash kept from being remembered.
    """
    method = response.DESCRIPTOR.name.removesuffix("Response")
    async with requests.claim(request_id, method, request) as claim:
        if claim.answer is not None:
            yield response.FromString(claim.answer)
            return
        found = await made_before() if claim.repeated and made_before is not None else None
        if found is not None:
            claim.finish(answer(found))
            yield answer(found)
            return
        async with aclosing(watched(work)) as steps:
            async for step in steps:
                message = answer(step)
                if not isinstance(step, Progress):
                    claim.finish(message)
                yield message
