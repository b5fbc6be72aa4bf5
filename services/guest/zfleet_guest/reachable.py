# SPDX-License-Identifier: Apache-2.0
"""Waits until a guest's Linux answers: its agent listens and takes our commands."""

from __future__ import annotations

import grpc

from zfleet_guest.guest_commands import GuestCommandError, GuestCommands, GuestCommandsUnavailable
from zfleet_guest.patience import looks
from zfleet_runtime.errors import ZfleetError

_PING = ("echo", "ping")
_PING_SECONDS = 10.0


class Reachable:
    """Asks guests' Linux whether they are there."""

    def __init__(self, commands: GuestCommands) -> None:
        self._commands = commands

    async def wait(self, user_id: str, seconds: float) -> None:
        """Returns when the guest's Linux has answered. DEADLINE_EXCEEDED (GUEST_NOT_REACHABLE) after `seconds`.

        An agent that does not take our commands yet may do so when the first boot has told it to.
        """
        why: GuestCommandError | None = None
        async for _ in looks(seconds):
            try:
                await self._commands.run(user_id, _PING, min(_PING_SECONDS, seconds))
                return
            except GuestCommandsUnavailable:
                raise
            except GuestCommandError as error:
                why = error
        metadata = {"user_id": user_id, "last_reason": why.reason if why is not None else ""}
        raise ZfleetError(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            "GUEST_NOT_REACHABLE",
            f"guest {user_id} is on, but its Linux did not answer within {seconds:g} seconds",
            metadata=metadata,
            resource=("guest", user_id),
        ) from why
