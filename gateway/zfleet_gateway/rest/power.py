# SPDX-License-Identifier: Apache-2.0
"""Whether a guest is on."""

from __future__ import annotations

import grpc

from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet_gateway.rest.route import InProcess

_ON = (guest.POWER_STATE_ON, guest.POWER_STATE_PAUSED)


def is_logged_on(found: guest.Guest) -> bool:
    """Whether it is logged on, its CPUs running or not."""
    return found.power_state in _ON


async def is_on(to: InProcess, user_id: str) -> bool:
    """Whether the guest is logged on. A user id that the directory does not have is not."""
    try:
        request = guest.GetGuestRequest(user_id=user_id, view=guest.GUEST_VIEW_BASIC)
        answer = await to.call(to.guest.GetGuest, request)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return False
        raise
    return is_logged_on(answer.guest)
