# SPDX-License-Identifier: Apache-2.0
"""Takes the request id and the trace from a call's metadata, for logs, errors and the calls made on its behalf."""

from __future__ import annotations

from typing import Any

from zfleet_runtime import request_context
from zfleet_runtime.service import Context, Handler, Method


def with_request_context(method: Method, inner: Handler) -> Handler:
    """Enters the request's context; a caller that gave no request id finds it in the trailing metadata.

    Trailing, not initial: sending headers early would end the caller's chance of a transparent retry.
    """

    async def call(request: Any, context: Context) -> Any:
        metadata = context.invocation_metadata() or ()
        found = request_context.from_metadata(metadata)
        request_context.enter(found)
        if (request_context.REQUEST_ID, found.request_id) not in metadata:
            context.set_trailing_metadata(((request_context.REQUEST_ID, found.request_id),))
        return await inner(request, context)

    return call
