# SPDX-License-Identifier: Apache-2.0
"""One command in a guest's Linux that has to succeed."""

from __future__ import annotations

from zfleet_guest.guest_commands import GuestCommands
from zfleet_runtime.errors import failed_precondition

STEP_SECONDS = 60.0
_SHOWN = 500  # characters of what a failed command said


async def step(commands: GuestCommands, user_id: str, reason: str, *arguments: str) -> str:
    """What the command said. FAILED_PRECONDITION with `reason` when it ran and failed, else as GuestCommands.run."""
    answer = await commands.run(user_id, arguments, STEP_SECONDS)
    if answer.exit_code == 0:
        return answer.output
    said = answer.output.strip()[-_SHOWN:]
    raise failed_precondition(
        reason,
        f"{arguments[0]} failed in the Linux of guest {user_id}: {said or f'exit code {answer.exit_code}'}",
        metadata={"command": " ".join(arguments), "exit_code": str(answer.exit_code), "output": said},
        resource=("guest", user_id),
    )
