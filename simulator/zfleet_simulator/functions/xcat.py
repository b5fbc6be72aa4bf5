# SPDX-License-Identifier: Apache-2.0
"""CP commands through SMAPI."""

from __future__ import annotations

from zfleet_simulator.context import Context, serves
from zfleet_simulator.cp_commands import perform
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import XCATCommandsIUO
from zfleet_smapi.calls.xcat import XCATCommandsIUOReply


@serves(XCATCommandsIUO)
def xcat_commands_iuo(here: Context, call: XCATCommandsIUO) -> XCATCommandsIUOReply:
    """Run a CP command as the target's machine would see it."""
    text = call.command.strip("\0 ")
    key, equals, command = text.partition("=")
    if not equals or upper_case(key.strip()) != "CMD":
        raise Refusal(8, 3002, f"UNKNOWN_PARAMETER={key}")
    target = upper_case(call.target)
    here.parts.cp.active(target)
    answer = perform(here.parts, target, command)
    if answer.return_code:
        raise Refusal(396, answer.return_code, *answer.lines)
    return XCATCommandsIUOReply(command_output=answer.lines)
